"""Builds the record of one receiver from an assessment and a view. Source: sites.md 10.

Each answer is printed once: in the block that names its id, else in the first block that has its package.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from intake.handover.projection.ceilings import AGE, CODE_PACKAGES
from intake.handover.projection.filters import Ages, Seen, SeenEntry, SeenValue
from intake.handover.projection.projection import Projection, ProposalLine, project
from intake.handover.projection.view import CONSENTS, View, needs_named_person
from intake.handover.record.additions import NO_ADDITIONS, Additions
from intake.handover.record.cv import cv_of
from intake.handover.record.layout import Block, block_of
from intake.handover.record.parts import (
    Basis,
    Cover,
    Decided,
    DecidedValue,
    Decision,
    Due,
    EntryRow,
    EntryTable,
    Event,
    Item,
    Line,
    OfferGroup,
    OpenPoint,
    OwnLine,
    PanelItem,
    ReasonWords,
    Record,
    RecordBlock,
    StaffDecisions,
    ToDo,
)
from intake.handover.record.rule_words import admission_words, kind_words, market_words, offer_words, panel_words
from intake.handover.record.wording import Wording, date
from intake.handover.record.words import Words
from intake.interview.questions import Question
from intake.interview.timeline import Month
from intake.interview.values import Documents, Json, PartialDate, as_json
from intake.pathways.assess import Assessment
from intake.pathways.due import DueState
from intake.pathways.phases import Circle

__all__ = ["Cover", "Event", "Record", "build_record"]

_HIDDEN_DOCUMENT = "medical"
_ALWAYS = ("person", "next")
"""In every record, with or without content. Head and receipt hold no answers and are no blocks here."""

_ACTIVE = ("planned", "running")


def build_record(
    assessment: Assessment,
    view: View,
    cover: Cover,
    wording: Wording,
    ticked: Collection[str] = (),
    decisions: StaffDecisions | None = None,
    additions: Additions = NO_ADDITIONS,
) -> Record:
    """The record for the office of this view.

    `ticked` are the questions whose note may go there, `decisions` what staff decided, with the words they ticked;
    `additions` what came after the interview was closed, with the words they ticked.
    """
    projection = project(assessment, view, ticked)
    return _Builder(assessment, projection, cover, wording, decisions or StaffDecisions(), additions).record()


@dataclass(frozen=True, slots=True)
class _Builder:
    assessment: Assessment
    projection: Projection
    cover: Cover
    wording: Wording
    decisions: StaffDecisions
    additions: Additions = NO_ADDITIONS

    @property
    def view(self) -> View:
        return self.projection.view

    @property
    def questions(self) -> Mapping[str, Question]:
        return self.assessment.facts.logic.questionnaire.by_id

    def record(self) -> Record:
        view, site = self.view, self.assessment.site
        profile = site.recipient(view.recipient)
        layout = self.wording.layout
        blocks = layout.blocks_for(view.recipient, profile.sections if profile else ())
        named = sorted({consent.secrecy_person for consent in view.basis} - {""})
        if view.statute is not None and view.statute.person:
            named = [view.statute.person]
        homes: dict[str, list[Seen]] = {}
        for found in self.projection.answers:
            homes.setdefault(self._block_of(_asked(found), blocks).id, []).append(found)
        filled = (self.block(block, blocks, homes.get(block.id, ())) for block in blocks)
        return Record(
            cover=self.cover,
            site=site.id,
            site_name=site.name.de,
            questionnaire=self.assessment.facts.logic.questionnaire.version,
            law=self.assessment.law.date,
            on=self.assessment.on,
            recipient=view.recipient,
            recipient_words=self._consent_words("recipient", view.recipient),
            office=view.office,
            person=", ".join(named) if needs_named_person(view, self.questions) else "",
            basis=tuple(self.basis()),
            statute=view.statute.citation if view.statute else "",
            additions=self.additions.words,
            remarks=layout.remarks_for(site.id, view.recipient),
            blocks=tuple(block for block in filled if block.id in _ALWAYS or not block.is_empty),
            cv=cv_of(self.projection, Month.of(self.assessment.on), blocks, self.questions, self.wording),
        )

    def basis(self) -> Iterator[Basis]:
        for consent in self.view.basis:
            yield Basis(
                signed_on=consent.signed_on,
                valid_until=consent.valid_until,
                form=consent.form,
                form_words=self._consent_words("form", consent.form),
                signer=consent.signer,
                signer_words=self._consent_words("signer", consent.signer),
                purpose=consent.purpose,
            )

    def _consent_words(self, field: str, code: str) -> str:
        question = self.questions[CONSENTS].field_named(field)
        choice = question.choice(code) if question else None
        return self.wording.translate(f"{CONSENTS}.{field}", choice.text) if choice else code

    def block(self, block: Block, blocks: tuple[Block, ...], seen: Sequence[Seen]) -> RecordBlock:
        ids = [each.id for each in blocks]
        result_block = "result" if self.view.receiver.has("RES") and "result" in ids else "next"
        is_next = block.id == "next"
        return RecordBlock(
            id=block.id,
            heading=block.heading,
            answers=(*self._computed(block.id), *self._answers(seen)),
            lines=tuple(self._lines()) if block.id == result_block else (),
            offers=tuple(self._offers()) if block.id == result_block else (),
            own_lines=tuple(self._own_lines()) if block.id == result_block else (),
            deadlines=tuple(self._deadlines()) if is_next else (),
            to_do=tuple(self._to_do()) if is_next else (),
            to_clarify=tuple(self._to_clarify()) if block.id == "open" else (),
            panel=tuple(self._panel()) if block.id == "protection" else (),
            timeline=self.projection.timeline if self._block_of("cv_stations", blocks) == block else None,
        )

    # Answers

    def _answers(self, seen: Sequence[Seen]) -> Iterator[Item | EntryTable]:
        for found in seen:
            question = self.questions[_asked(found)]
            if isinstance(found.value, tuple) and any(isinstance(entry, SeenEntry) for entry in found.value):
                yield self._table(question, found)
            elif item := self._item(question, found):
                yield item

    def _block_of(self, question: str, blocks: tuple[Block, ...]) -> Block:
        """The block of an answer. One that no block of a site's own order has room for stands with the person."""
        packages = tuple(each for each in self.questions[question].packages if self.view.receiver.has(each))
        person = self.wording.layout.blocks["person"]
        return block_of(blocks, question, packages) or person

    def _item(self, question: Question, found: Seen) -> Item | None:
        value = _printable(found.value)
        return None if value is None else self._said(question, found, self.wording.values(question, value), value)

    def _said(
        self,
        question: Question,
        found: Seen,
        words: tuple[Words, ...],
        value: SeenValue,
        fields: tuple[str, ...] = (),
    ) -> Item:
        tells_changes = self._may_tell_change(question, found)
        return Item(
            question=found.question,
            label=self.wording.label(found.question),
            words=words,
            data=seen_as_json(value, is_list=found.question != AGE),
            source=found.source,
            source_words=self.wording.source(found.source),
            recheck=found.recheck,
            note=found.note,
            added=self.additions.day_of(_asked(found), fields) if tells_changes else None,
            tells_changes=tells_changes,
        )

    def _may_tell_change(self, question: Question, found: Seen) -> bool:
        """Whether a change can only be one of what is seen: nothing of the answer stays here, and no code ever does."""
        codes = (choice for choice in question.choices if choice.package or (question.id, choice.code) in CODE_PACKAGES)
        return found.is_whole and next(codes, None) is None

    def _table(self, question: Question, found: Seen) -> EntryTable:
        entries = (
            [entry for entry in found.value if isinstance(entry, SeenEntry)] if isinstance(found.value, tuple) else []
        )
        fields = tuple(field.id for field in question.fields if any(field.id in entry.fields for entry in entries))
        return EntryTable(
            item=self._said(question, found, (), found.value, fields),
            fields=fields,
            labels=tuple(self.wording.label(f"{question.id}.{field}") for field in fields),
            rows=tuple(EntryRow(self._entry(question, entry), self._remark(question, entry)) for entry in entries),
        )

    def _entry(self, question: Question, entry: SeenEntry) -> dict[str, tuple[Words, ...]]:
        words = self.wording.entry(question, entry)
        offer = next((each for each in self.assessment.site.offers if each.id == entry.fields.get("offer")), None)
        if question.id == "measures" and offer is not None:
            words["offer"] = (Words(offer.name.de, offer.id),)
        return words

    def _remark(self, question: Question, entry: SeenEntry) -> str:
        """A measure that ends after the change of circle is to be kept funded (B:96)."""
        end = entry.fields.get("planned_end")
        decided = self.view.seen.get("decision_date")
        if question.id != "measures" or entry.fields.get("state") not in _ACTIVE or decided is None:
            return ""
        if isinstance(end, PartialDate) and isinstance(decided.value, PartialDate) and end.first > decided.value.last:
            return self.wording.say("ends after the change of circle: keep funding")
        return ""

    def _computed(self, block: str) -> Iterator[Item]:
        """Values that the rules compute, where the receiver may know all that is behind them."""
        projection = self.projection
        if block == "result" and projection.admission is not None:
            words, code = admission_words(self.wording, projection.admission)
            yield Item("admission", self.wording.label("admission"), (Words(words, code),), code)
        if block == "status" and projection.circle is not None:
            yield self._circle(projection.circle)
        if block == "result":
            yield from self._decided_values()
        if block == "market" and projection.market_ready is not None:
            code = projection.market_ready
            words = market_words(self.wording, code)
            yield Item("market_ready", self.wording.label("market_ready"), (Words(words, code),), code)

    def _circle(self, circle: Circle) -> Item:
        change, day = circle.change, date(circle.date)
        words = self.wording.say("from {old} to {new}, on {day}", old=change.from_.de, new=change.to.de, day=day)
        data: Json = {"from": change.from_.de, "to": change.to.de, "on": str(circle.date)}
        return Item("circle_change", self.wording.label("circle_change"), (Words(words, change.id),), data)

    # The proposal

    def _lines(self) -> Iterator[Line]:
        for line in self.projection.lines:
            yield Line(
                rule=line.rule,
                kind=line.kind,
                kind_words=line.title or kind_words(self.wording, line.kind),
                title=line.title,
                reason=line.reason,
                stations=tuple(station.name.de for station in line.stations),
                because=tuple(self._reasons(line)),
                source=line.source,
                decision=self.decisions.lines.get(("prerule" if line.is_prerule else "rule", line.rule)),
            )

    def _reasons(self, line: ProposalLine) -> Iterator[ReasonWords]:
        for id_ in line.because:
            found = self.view.seen[id_]
            value = _printable(found.value)
            if value is None:
                continue
            question = self.questions[_asked(found)]
            is_repeat = bool(question.fields)
            words = (Words(self.wording.say("see there")),) if is_repeat else self.wording.values(question, value)
            data = seen_as_json(value, is_list=id_ != AGE)
            yield ReasonWords(id_, self.wording.label(id_), words, data)

    def _offers(self) -> Iterator[OfferGroup]:
        for group in self.projection.offers:
            states = group.states or (None,) * len(group.offers)
            words = (offer_words(self.wording, offer, state) for offer, state in zip(group.offers, states, strict=True))
            yield OfferGroup(
                tuple(
                    replace(each, decision=self.decisions.lines.get(("offer", each.offer)) if each.state else None)
                    for each in words
                )
            )

    def _own_lines(self) -> Iterator[OwnLine]:
        """What staff added goes to the offices that see the outcome; a line without its words is none."""
        if self.view.receiver.has("RES"):
            yield from (line for line in self.decisions.own if line.text)

    def _decided_values(self) -> Iterator[Item]:
        for found in self.projection.decided_values:
            value, decision = found.value, self.decisions.values.get(found.value.id, Decision(Decided.CHANGED))
            computed = Words(value.choices[found.computed].de, found.computed) if found.computed else None
            words = (Words(value.choices[found.code].de, found.code),)
            decided = DecidedValue(decision, computed)
            yield Item(value.id, value.name.de, words, found.code, decided=decided)

    def _deadlines(self) -> Iterator[Due]:
        """By their date."""
        dated = ((line.date, line) for line in self.projection.deadlines if line.date is not None)
        for day, line in sorted(dated, key=lambda pair: pair[0]):
            name, is_past = line.deadline.name.de, line.state is DueState.PAST
            id_ = f"{line.deadline.id}:{line.entry}" if line.entry else line.deadline.id
            decision = self.decisions.lines.get(("deadline", id_))
            yield Due(line.deadline.id, name, day, line.approximate, is_past, decision)

    def _to_do(self) -> Iterator[ToDo]:
        rules: dict[str, list[str]] = {}
        stations = {station.id: station for line in self.projection.lines for station in line.own}
        for line in self.projection.lines:
            for station in line.own:
                rules.setdefault(station.id, []).append(line.rule)
        for id_, station in stations.items():
            yield ToDo(id_, station.name.de, station.bring.de, tuple(rules[id_]))

    def _to_clarify(self) -> Iterator[OpenPoint]:
        for id_ in self.projection.to_clarify:
            yield OpenPoint(id_, self.wording.label(id_))

    def _panel(self) -> Iterator[PanelItem]:
        for line in self.projection.panel:
            words, state = panel_words(self.wording, line)
            yield PanelItem(line.letter, line.state.value, words, state)


def seen_as_json(value: SeenValue, *, is_list: bool) -> Json:
    """A seen value in the form of an answers file. Ages are a list, but for the age of the person."""
    if isinstance(value, Ages):
        years: list[Json] = [list(each) if isinstance(each, tuple) else each for each in value.years]
        return years if is_list else years[0]
    if isinstance(value, tuple):
        entries = [entry for entry in value if isinstance(entry, SeenEntry)]
        if entries:
            return [{id_: as_json(field) for id_, field in entry.fields.items()} for entry in entries]
        return [item for item in value if not isinstance(item, SeenEntry)]
    return as_json(value)


def _asked(found: Seen) -> str:
    """The question behind a seen answer: the age comes from the birth date."""
    return "birth_date" if found.question == AGE else found.question


def _printable(value: SeenValue) -> SeenValue | None:
    """The value without what no record lists; None where nothing is left."""
    if not isinstance(value, Documents) or _HIDDEN_DOCUMENT not in value.marks:
        return value
    marks = {code: marks for code, marks in value.marks.items() if code != _HIDDEN_DOCUMENT}
    return Documents(marks) if marks else None

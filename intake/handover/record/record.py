"""Builds the record of one office from an assessment and a view. Source: sites.md 10.

Each answer is printed once: in the block that names its id, else in the first block that has its package.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from intake.handover.projection.filters import Seen
from intake.handover.projection.projection import Projection, project
from intake.handover.projection.view import CONSENTS, View, needs_named_person
from intake.handover.record.additions import NO_ADDITIONS, Additions
from intake.handover.record.answers import RecordAnswers
from intake.handover.record.cv import cv_of
from intake.handover.record.cv_parts import STATIONS
from intake.handover.record.layout import Block
from intake.handover.record.parts import Basis, Cover, Item, OpenPoint, PanelItem, Record, RecordBlock
from intake.handover.record.proposal import RecordProposal
from intake.handover.record.proposal_parts import StaffDecisions
from intake.handover.record.rule_words import admission_words, market_words, panel_words
from intake.handover.record.wording import Wording, date
from intake.handover.record.words import Words
from intake.interview.questions import Question
from intake.interview.timeline import Month
from intake.interview.values import Json
from intake.pathways.assess import Assessment
from intake.pathways.phases import Circle

_ALWAYS = ("person", "next")
"""In every record, with or without content. Head and receipt hold no answers and are no blocks here."""


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
    additions: Additions

    @property
    def view(self) -> View:
        return self.projection.view

    @property
    def questions(self) -> Mapping[str, Question]:
        return self.assessment.facts.logic.questionnaire.by_id

    @property
    def proposal(self) -> RecordProposal:
        return RecordProposal(self.projection, self.wording, self.decisions, self.questions)

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
            home = layout.home_of(self.questions[found.asked], blocks, view.receiver)
            homes.setdefault(home.id, []).append(found)
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
        answers = RecordAnswers(self.assessment, self.projection, self.wording, self.additions)
        proposal = self.proposal
        cv_home = self.wording.layout.home_of(self.questions[STATIONS], blocks, self.view.receiver)
        ids = [each.id for each in blocks]
        result_block = "result" if self.view.receiver.has("RES") and "result" in ids else "next"
        is_next = block.id == "next"
        return RecordBlock(
            id=block.id,
            heading=block.heading,
            answers=(*self._computed(block.id), *answers.items(seen)),
            lines=tuple(proposal.lines()) if block.id == result_block else (),
            offers=tuple(proposal.offers()) if block.id == result_block else (),
            own_lines=tuple(proposal.own_lines()) if block.id == result_block else (),
            deadlines=tuple(proposal.deadlines()) if is_next else (),
            to_do=tuple(proposal.to_do()) if is_next else (),
            to_clarify=tuple(self._to_clarify()) if block.id == "open" else (),
            panel=tuple(self._panel()) if block.id == "protection" else (),
            timeline=self.projection.timeline if cv_home == block else None,
        )

    # Computed

    def _computed(self, block: str) -> Iterator[Item]:
        """Values that the rules compute, where the receiver may know all that is behind them."""
        projection = self.projection
        if block == "result" and projection.admission is not None:
            words, code = admission_words(self.wording, projection.admission)
            yield Item("admission", self.wording.label("admission"), (Words(words, code),), code)
        if block == "status" and projection.circle is not None:
            yield self._circle(projection.circle)
        if block == "result":
            yield from self.proposal.decided_values()
        if block == "market" and projection.market_ready is not None:
            code = projection.market_ready
            words = market_words(self.wording, code)
            yield Item("market_ready", self.wording.label("market_ready"), (Words(words, code),), code)

    def _circle(self, circle: Circle) -> Item:
        change, day = circle.change, date(circle.date)
        words = self.wording.say("from {old} to {new}, on {day}", old=change.from_.de, new=change.to.de, day=day)
        data: Json = {"from": change.from_.de, "to": change.to.de, "on": str(circle.date)}
        return Item("circle_change", self.wording.label("circle_change"), (Words(words, change.id),), data)

    def _to_clarify(self) -> Iterator[OpenPoint]:
        for id_ in self.projection.to_clarify:
            yield OpenPoint(id_, self.wording.label(id_))

    def _panel(self) -> Iterator[PanelItem]:
        for line in self.projection.panel:
            words, state = panel_words(self.wording, line)
            yield PanelItem(line.letter, line.state.value, words, state)

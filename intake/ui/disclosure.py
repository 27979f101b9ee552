"""The right of access: all that is stored of a case, as a paper in the person's language and as JSON.

Everything stands in it, also what staff keep to themselves in other papers; what is private only where nobody else can
read along. Source: GDPR Art. 15.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from intake.handover.papers.case_papers import NamedPaper
from intake.handover.papers.full_record import FullRecord, Told, ToldSection, full_record
from intake.handover.papers.making import file_name
from intake.handover.papers.paper import NO_TEXT, Both, Fact, Lack, Place
from intake.handover.papers.purposes import purpose_text
from intake.handover.papers.tongues import Tongues
from intake.handover.projection.view import CONSENTS
from intake.handover.record.wording import SOURCE_TEXTS
from intake.interview.answers import Answer, AnswerGiven, Answers, Entry, FieldGiven, State
from intake.interview.questionnaire import Questionnaire
from intake.interview.questions import Question
from intake.interview.values import Json
from intake.pathways.sites import SiteProfile
from intake.store.kept.answers import PastChange
from intake.store.kept.audit import Action, AuditEntry
from intake.store.kept.handovers import HandoverStep, Step
from intake.store.kept.happened import CaseEvent, standing
from intake.ui.audit_words import Teller
from intake.ui.disclosed import Sources, ToldOf
from intake.ui.disclosure_data import (
    answer_data,
    decision_data,
    event_data,
    half_typed_text,
    header_data,
    record_data,
)
from intake.ui.own_events import OWN_KINDS
from intake.ui.record_words import RecordWords
from intake.ui.widgets.pair import Pair
from intake.ui.wording import CaseWording

FORMAT = "intake.access/1"
_PURPOSE = "purpose"
_UNHEARD = frozenset({Action.STORE_OPENED.value, Action.STORE_LOCKED.value})


@dataclass(frozen=True)
class Disclosing:
    """One disclosure. `in_private`: with the answers that others must not hear or read."""

    sources: Sources
    questionnaire: Questionnaire
    wording: CaseWording
    tongues: Tongues
    site: SiteProfile
    in_private: bool

    @cached_property
    def _told_of(self) -> ToldOf:
        return ToldOf(self.sources, self.questionnaire, self.in_private)

    def paper(self) -> NamedPaper:
        """The paper and the name of its file, which names nobody."""
        header = self.sources.file.header
        record = FullRecord(
            header.code,
            self.site.name.de,
            tuple(self._sections()),
            tuple(self._given()),
            tuple(self._seen()),
            tuple(self._kept()),
            self.in_private,
        )
        name = file_name("access", self.tongues.language.code, header.code)
        return NamedPaper(full_record(record, self.tongues), name)

    def as_json(self, at: dt.datetime) -> dict[str, Json]:
        """The same for machines, with every change ever made; ids and codes instead of texts."""
        sources, beside = self.sources, self.sources.beside
        header, staff = sources.file.header, sources.staff
        return {
            "format": FORMAT,
            "case": header.code,
            "made_at": at.isoformat(timespec="seconds"),
            "is_whole": self.in_private,
            **header_data(header),
            "parent": beside.parent,
            "children": [*beside.children],
            "answers": {id_: answer_data(answer) for id_, answer in self._answers().by_id.items()},
            "changes": [
                self._change(past) for past in sources.history if self._told_of.question(past.event.change.question)
            ],
            "half_typed": [
                {"question": each.place.question, "text": half_typed_text(each)}
                for each in sources.file.half_typed
                if self._told_of.question(each.place.question)
            ],
            "events": [event_data(each, staff) for each in beside.events],
            "decisions": [decision_data(each, staff) for each in sources.decisions if self.in_private],
            "due_dates": [{"deadline": each.deadline, "date": each.date.isoformat()} for each in beside.due_dates],
            "passed_on": [record_data(each, beside.steps, staff) for each in self._told_of.left()],
            "not_passed_on": [record_data(each, beside.steps, staff) for each in self._told_of.not_left()],
            "who": [self._deed(entry) for entry in beside.deeds if self._told_of.entry(entry)],
            "kept_until": self._end().isoformat(),
        }

    # the paper

    def _sections(self) -> Iterator[ToldSection]:
        answers, earlier = self._answers(), self._earlier()
        for section in self.questionnaire.sections:
            told = [
                each
                for question in self.questionnaire.questions
                if question.section == section.code and question.id in answers
                for each in self._told(question, answers[question.id], earlier)
            ]
            if told:
                yield ToldSection(self.tongues.content(f"section.{section.code}", section.text), tuple(told))
        if added := tuple(self._added()):
            yield ToldSection(self.tongues.say("What staff noted"), added)

    def _told(
        self, question: Question, answer: Answer, earlier: Mapping[tuple[str, str, str], list[Fact]]
    ) -> Iterator[Told]:
        entries = [each for each in answer.value if isinstance(each, Entry)] if isinstance(answer.value, tuple) else []
        if not entries:
            value, before = self._words(self.wording.answer(question, answer)), earlier[question.id, "", ""]
            yield self._one(self.tongues.question(question), value, answer, before)
        for number, entry in enumerate(entries, 1):
            for field in question.fields:
                if field.id in entry.fields:
                    name = self.tongues.question(field)
                    head = Both(
                        f"{number}. {name.german}", f"{number}. {name.person}" if name.person else "", name.lack
                    )
                    before = earlier[question.id, entry.id, field.id]
                    value = self._value(question, entry, field)
                    yield self._one(head, value, entry.fields[field.id], before)

    def _value(self, question: Question, entry: Entry, field: Question) -> Both:
        """An answer of an entry in words. The purpose of a permission is text that the catalogs may know."""
        answer, recipient = entry.fields[field.id], entry.answer("recipient").value
        if question.id == CONSENTS and field.id == _PURPOSE and isinstance(answer.value, str):
            code = recipient if isinstance(recipient, str) else ""
            return purpose_text(answer.value, code, self.site, self.tongues)
        return self._words(self.wording.answer(field, answer))

    def _words(self, pair: Pair) -> Both:
        """An answer in words, cleaned as all that is typed: a letter that no font has must not spoil the paper."""
        lack = Lack.STALE if pair.is_stale else Lack.MISSING if pair.is_missing else Lack.NOTHING
        return self.tongues.words(
            pair.staff, pair.person, Lack.DRAFT if pair.is_draft and lack is Lack.NOTHING else lack
        )

    def _one(self, head: Both, value: Both, answer: Answer, before: list[Fact]) -> Told:
        source = self.tongues.content(f"source.{answer.source.value}", SOURCE_TEXTS[answer.source])
        note = " ".join(part for part in (answer.note, answer.reason) if part)
        shown = NO_TEXT if answer.state is State.NOT_ASKED else source
        return Told(head, value, shown, self.tongues.value(note) if note else NO_TEXT, tuple(before))

    def _earlier(self) -> defaultdict[tuple[str, str, str], list[Fact]]:
        """What stood at each place before what stands now, the newest first."""
        found: defaultdict[tuple[str, str, str], list[Fact]] = defaultdict(list)
        for past in self.sources.history:
            match past.event.change:
                case AnswerGiven(question, answer):
                    place, asked = (question, "", ""), self.questionnaire.get(question)
                case FieldGiven(question, entry, field, answer):
                    repeat = self.questionnaire.get(question)
                    place, asked = (question, entry, field), repeat.field_named(field) if repeat else None
                case _:
                    continue
            if asked is not None and self._told_of.question(question):
                when = self.tongues.day(past.event.at.astimezone().date())
                label = self.tongues.say("Said on {day}", day=when)
                found[place].insert(0, Fact(label, self._words(self.wording.answer(asked, answer))))
        for before in found.values():
            del before[0]  # what stands now
        return found

    def _added(self) -> Iterator[Told]:
        replaced = {each.id: each for each in self.sources.beside.events}
        for event in standing(self.sources.beside.events):
            before = replaced.get(event.replaces or "")
            note = self.tongues.value(event.note) if event.note else NO_TEXT
            earlier: tuple[Fact, ...] = ()
            if before is not None:
                said = self.tongues.value(before.note) if before.note else self._happened(before)
                earlier = (Fact(self.tongues.day(before.date), said),)
            yield Told(self.tongues.day(event.date), self._happened(event), note=note, earlier=earlier)
        for half in self.sources.file.half_typed:
            question = self.questionnaire.get(half.place.question)
            if question is not None and self._told_of.question(question.id):
                yield Told(self.tongues.question(question), self.tongues.value(half_typed_text(half)))
        for decision in self.sources.decisions:
            text = " ".join(part for part in (decision.text, decision.reason) if part)
            if text and self.in_private:
                yield Told(self.tongues.day(decision.at.astimezone().date()), self.tongues.value(text))

    def _happened(self, event: CaseEvent) -> Both:
        """What an event is, in words."""
        kind = self.site.common.event(event.kind)
        if kind is not None:
            return self.tongues.site(kind.name)
        return self.tongues.say(OWN_KINDS[event.kind]) if event.kind in OWN_KINDS else self.tongues.value(event.kind)

    def _given(self) -> Iterator[Place]:
        for record in self._told_of.left():
            if record.exported_at is not None:
                day = self.tongues.day(record.exported_at.astimezone().date())
                facts = [Fact(self.tongues.say("Passed on on"), day)]
                if record.basis:
                    facts.append(self._noted(f"{record.basis}: {record.reason}"))
                for step in self.sources.beside.steps:
                    if step.record_id == record.id and step.step is not Step.EXPORTED:
                        facts.append(self._noted(self._step(step)))
                yield Place(self.tongues.value(record.office or record.recipient), tuple(facts))

    def _noted(self, text: str) -> Fact:
        return Fact(self.tongues.say("Note"), self.tongues.value(text))

    def _step(self, step: HandoverStep) -> str:
        """A step in the German of the desk, with what staff noted about it."""
        said = RecordWords(self.wording, step.day).step(step)
        return said if step.note in said else f"{said}. {step.note}"

    def _seen(self) -> Iterator[Fact]:
        """Who did something on a day, one line a day and person."""
        days: dict[tuple[dt.date, str], None] = {}
        for entry in self.sources.beside.deeds:
            if entry.action not in _UNHEARD:
                days.setdefault((entry.at.astimezone().date(), self.sources.staff.get(entry.actor, "?")), None)
        for day, name in days:
            yield Fact(self.tongues.day(day), self.tongues.value(name))

    def _kept(self) -> Iterator[Fact]:
        yield Fact(self.tongues.say("Kept until"), self.tongues.day(self._end()))

    # what both have

    def _answers(self) -> Answers:
        found = self.sources.file.answers
        return Answers({id_: found[id_] for id_ in found if self._told_of.question(id_)})

    def _end(self) -> dt.date:
        left = [record.exported_at for record in self.sources.records if record.exported_at is not None]
        granted = any(
            entry.answer("decision").value == "granted" for entry in self.sources.file.answers.entries("consents")
        )
        since = max(left) if left else self.sources.file.header.last_activity
        return self.site.retention.ends(since, is_draft=not left and not granted)

    def _change(self, past: PastChange) -> Json:
        change = past.event.change
        shown: dict[str, Json] = {
            "at": past.event.at.isoformat(timespec="seconds"),
            "by": past.actor_name,
            "question": change.question,
            "change": type(change).__name__,
        }
        for name in ("entry", "field", "position"):
            if hasattr(change, name):
                shown[name] = getattr(change, name)
        if isinstance(change, AnswerGiven | FieldGiven):
            shown["answer"] = answer_data(change.answer)
        return shown

    def _deed(self, entry: AuditEntry) -> Json:
        teller = Teller(
            self.wording, self.questionnaire, self.sources.staff, {each.id: each for each in self.sources.records}
        )
        return {"at": entry.at.isoformat(timespec="seconds"), "what": teller.sentence(entry)}

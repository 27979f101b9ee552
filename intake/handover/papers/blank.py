"""The questionnaire on paper, for a day without power: every question with room to write, German beside the other.

What only staff answer is in German alone, and sections that only staff fill in stand at the end, on pages of their own.
Nobody can evaluate conditions with a pen: a question that does not concern everybody names those that decide it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from intake.handover.papers.making import made
from intake.handover.papers.paper import (
    NO_TEXT,
    Both,
    Cut,
    Element,
    Fact,
    Facts,
    Heading,
    Paper,
    Paragraph,
    Plain,
    joined,
)
from intake.handover.papers.paper import Question as Asked
from intake.handover.papers.questions import answer_room, read_by
from intake.handover.papers.tongues import Tongues
from intake.interview.answers import Answers
from intake.interview.logic import Logic
from intake.interview.questions import Kind, Question, Section, Sensitivity, Who
from intake.interview.session import CONSENTS, Interview, Run
from intake.pathways.core_run import needed_ids
from intake.pathways.law import LawSet, site_context
from intake.pathways.sites import SiteProfile

_STATES = (("unknown", "Does not know"), ("declined", "Does not want to answer"), ("ask_later", "Ask later"))
_ALWAYS = "always"


def blank(logic: Logic, site: SiteProfile, law: LawSet, run: Run, kind: str, tongues: Tongues) -> Paper:
    """The empty questionnaire of a site: what decides there (core), or every question (full), for a kind of case."""
    talk = Interview(logic, Answers(), site_context(site, law, law.date), kind, run, needed_ids(site))
    wanted = tuple(
        question
        for question in talk.questions
        if question.id != CONSENTS and (run is Run.FULL or question.id in talk.core)
    )
    return _Blank(logic, wanted, tongues).paper(site, kind)


@dataclass(frozen=True)
class _Blank:
    logic: Logic
    questions: tuple[Question, ...]
    tongues: Tongues

    def paper(self, site: SiteProfile, kind: str) -> Paper:
        case_kind = self.logic.questionnaire.case_kind(kind)
        title = self.tongues.content(f"case_kind.{kind}", case_kind.text)
        return made(self.tongues, title, tuple(self._elements()), author=site.name.de)

    @property
    def numbers(self) -> Mapping[str, str]:
        return {question.id: str(number) for number, question in enumerate(self._in_order(), 1)}

    def _in_order(self) -> tuple[Question, ...]:
        """The sections that the person answers, then those of the staff alone."""
        own = self._staff_sections()
        return tuple(sorted(self.questions, key=lambda question: question.section in own))

    def _staff_sections(self) -> frozenset[str]:
        theirs = {question.section for question in self.questions if not _is_for_staff(question)}
        return frozenset(question.section for question in self.questions) - theirs

    def _elements(self) -> Iterator[Element]:
        say, numbers, own = self.tongues.say, self.numbers, self._staff_sections()
        yield Paragraph(say("Every answer is voluntary. You need not answer a question."))
        labels = (say("Case code"), say("Date"), say("Interpreter"))
        yield Facts(tuple(Fact(Both(label.german), NO_TEXT) for label in labels))
        section, is_staff_part = "", False
        for question in self._in_order():
            if question.section in own and not is_staff_part:
                is_staff_part = True
                yield Cut(is_page=True)
            if question.section != section:
                section = question.section
                yield from self._head(self.logic.questionnaire.section(section), is_staff=section in own)
            yield self._asked(question, numbers, is_staff=section in own)

    def _head(self, section: Section, *, is_staff: bool) -> Iterator[Element]:
        context = f"section.{section.code}"
        title = self.tongues.content(context, section.text)
        yield Heading(Both(title.german) if is_staff else title)
        if section.note:
            yield Paragraph(self.tongues.staff(context, section.note), is_small=True)

    def _asked(self, question: Question, numbers: Mapping[str, str], *, is_staff: bool) -> Asked:
        text = read_by(question, self.tongues.question(question))
        answer = tuple(self._answer(question, numbers))
        return Asked(
            numbers[question.id], Both(text.german) if is_staff else text, answer, question.kind is not Kind.REPEAT
        )

    def _answer(self, question: Question, numbers: Mapping[str, str]) -> Iterator[Plain]:
        say = self.tongues.say
        deciding = [numbers[id_] for id_ in self._deciding(question) if id_ in numbers]
        if deciding:
            where = say("Only where it applies: see {numbers}.", numbers=", ".join(deciding))
            yield Paragraph(read_by(question, where), is_small=True)
        elif question.when != _ALWAYS:
            yield Paragraph(read_by(question, say("Only where it applies.")), is_small=True)
        if question.private:
            yield Paragraph(Both(say("Ask in private only.").german), is_small=True)
        if question.hint:
            yield Paragraph(self.tongues.staff(question.context, question.hint), is_small=True)
        yield from answer_room(question, self.tongues)
        if question.kind is not Kind.REPEAT:
            yield Paragraph(self._states(question), is_small=True)

    def _deciding(self, question: Question) -> tuple[str, ...]:
        """The questions whose answers say whether this one is asked."""
        condition = self.logic.relevance.get(question.id)
        return tuple(condition.ids) if condition else ()

    def _states(self, question: Question) -> Both:
        """What may stand in the place of an answer, in one line."""
        states = [read_by(question, self.tongues.content(f"state.{code}", text)) for code, text in _STATES]
        boxed = tuple(Both(f"☐ {each.german}", each.person and f"☐ {each.person}", each.lack) for each in states)
        return joined(boxed, "   ")


def _is_for_staff(question: Question) -> bool:
    return question.who is Who.STAFF or question.sensitivity is Sensitivity.INTERNAL

"""Which open question to ask next, so that nothing more is asked than the proposal needs."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from intake.interview.answers import State
from intake.interview.facts import QuestionState
from intake.interview.truth import Truth
from intake.pathways.assess import Assessment
from intake.pathways.rules import RuleKind


@dataclass(frozen=True, slots=True)
class Deciding:
    """A question that is still open: the ids of the lines it would help to decide.

    `alone` are those for which it is the only question missing; `admits` says that an admission is among the lines;
    `is_unknown` that the person was asked already and does not know.
    """

    question: str
    lines: tuple[str, ...]
    alone: tuple[str, ...]
    admits: bool
    is_unknown: bool


def deciding(assessment: Assessment) -> tuple[str, ...]:
    """The ids of the open questions in the order in which they decide most. What was declined is not among them."""
    return tuple(each.question for each in deciding_questions(assessment))


def deciding_questions(assessment: Assessment) -> tuple[Deciding, ...]:
    """The open questions: admission first, then those of most lines, those that decide alone, the interview's order.

    What the person does not know comes after what was not asked yet. The lines are the open rules, the offers that
    are possible, and the open pre-rules that warn.
    """
    lines: dict[str, list[str]] = {}
    alone: dict[str, list[str]] = {}
    admitting: set[str] = set()
    for id_, missing, is_admission in _open_lines(assessment):
        for question in missing:
            lines.setdefault(question, []).append(id_)
            if len(missing) == 1:
                alone.setdefault(question, []).append(id_)
            if is_admission:
                admitting.add(question)
    facts = assessment.facts
    found = [
        Deciding(
            question,
            tuple(lines[question]),
            tuple(alone.get(question, ())),
            question in admitting,
            facts.stored_state(question) is State.UNKNOWN,
        )
        for question in lines
    ]

    def rank(each: Deciding) -> tuple[bool, bool, int, int, int]:
        order = facts.order(each.question)
        return (each.is_unknown, not each.admits, -len(each.lines), -len(each.alone), order)

    return tuple(sorted(found, key=rank))


def _open_lines(assessment: Assessment) -> Iterator[tuple[str, tuple[str, ...], bool]]:
    """Id, missing questions, and whether it is about admission, for each open line."""
    for prerule in assessment.prerules:
        if prerule.state is Truth.OPEN and prerule.rule.warn_open:
            yield prerule.rule.id, prerule.open.missing, False
    for line in assessment.open:
        yield line.rule.id, line.open.missing, line.rule.kind is RuleKind.ADMIT
    for offer in assessment.offers:
        yield offer.offer.id, offer.open.missing, False


def still_to_ask(assessment: Assessment, askable: Collection[str]) -> tuple[Deciding, ...]:
    """The deciding questions that can be put now, in their order: unasked ones, then answers that are not exact enough.

    What waits (asked later, or private while somebody could listen), what the person does not know and what is not
    among `askable`, the questions of this kind of case, is left out.
    """
    found = [each for each in deciding_questions(assessment) if each.question in askable]
    order = (QuestionState.NOT_ASKED, QuestionState.ANSWERED)
    return tuple(each for state in order for each in found if assessment.facts.state(each.question) is state)


def waiting(assessment: Assessment, askable: Collection[str]) -> tuple[Deciding, ...]:
    """The deciding questions that wait: asked later by choice, or private while somebody could listen."""
    return tuple(
        each
        for each in deciding_questions(assessment)
        if each.question in askable and assessment.facts.state(each.question) is QuestionState.ASK_LATER
    )

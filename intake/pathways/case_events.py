"""Events on a case as data: what a kind of event asks for, and the ordinary changes of answers that it means.

Answers stay the one truth; that an event happened is noted beside them. Source: sites.md, the phases of all sites.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from intake.interview.answers import (
    Answer,
    AnswerGiven,
    Answers,
    Change,
    Entry,
    EntryAdded,
    EntryRemoved,
    FieldGiven,
    Source,
    State,
)
from intake.interview.conditions.condition import Condition
from intake.interview.questions import Question
from intake.interview.session import Interview
from intake.interview.truth import Truth
from intake.interview.values import PartialDate
from intake.pathways.profile_rows import Origin, Text


@dataclass(frozen=True, slots=True)
class EventKind:
    """A kind of event. Names are question ids, or with `entry` (a repeat) fields of one of its entries.

    `asks` are asked as far as they are relevant, only with the codes of `allowed` where it names some; those `afresh`
    without what stood there before. `date` takes the day of the event; `follows` is answered without asking. `states`
    are those an entry may have to be chosen; none: always a new entry; `adds`: a new one may be chosen too.
    """

    id: str
    name: Text
    asks: tuple[str, ...]
    date: str = ""
    follows: Mapping[str, str] = field(default_factory=dict)
    allowed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    afresh: tuple[str, ...] = ()
    entry: str = ""
    states: tuple[str, ...] = ()
    adds: bool = False
    answer_source: Source = Source.SAID
    origin: Origin = field(default_factory=Origin)

    @property
    def names(self) -> tuple[str, ...]:
        """Everything the event may answer, what follows by itself first."""
        return tuple(dict.fromkeys((*self.follows, *self.asks, *((self.date,) if self.date else ()))))

    def is_possible(self, interview: Interview) -> bool:
        """Whether it can happen to this case: something that it answers is relevant, or an entry is there."""
        if self.entry:
            return self.adds or bool(self.entries(interview.answers))
        return any(is_asked(interview, self, "", name) for name in self.names)

    def entries(self, answers: Answers) -> tuple[Entry, ...]:
        """The entries that it can be about."""
        return tuple(each for each in answers.entries(self.entry) if each.answer("state").value in self.states)

    def question(self, interview: Interview, name: str) -> Question:
        """The question as this event asks it: with the codes that it allows only."""
        asked = interview.logic.questionnaire[self.entry or name]
        found = asked.field_named(name) if self.entry else asked
        if found is None:
            raise ValueError(f"{self.entry} has no field {name}")
        codes = self.allowed.get(name)
        return replace(found, choices=tuple(each for each in found.choices if each.code in codes)) if codes else found


@dataclass(frozen=True, slots=True)
class CircleChange:
    """A change of the legal circle: from which to which, and the question whose date is its day (B:96, B:100-101)."""

    id: str
    condition: Condition
    date: str
    from_: Text
    to: Text
    origin: Origin = field(default_factory=Origin)


@dataclass(frozen=True, slots=True)
class Happened:
    """An event that is about to be noted: its kind, its day, the answers given for it, and the entry it is about."""

    kind: EventKind
    date: PartialDate
    given: Mapping[str, Answer] = field(default_factory=dict)
    entry: str = ""


def event_changes(interview: Interview, event: Happened) -> tuple[Change, ...]:
    """The changes of answers that an event means; none for what it leaves as it was or what is not relevant after it.

    Order: a new entry, what follows by itself, what was asked, the date. An entry needs an id in `event.entry`.
    """
    return tuple(_changes(interview, event))


def _changes(interview: Interview, event: Happened) -> Iterator[Change]:
    kind = event.kind
    if kind.entry and interview.answers.entry(kind.entry, event.entry) is None:
        added = EntryAdded(kind.entry, event.entry)
        yield added
        interview = interview.change(added)
    for name in kind.names:
        answer = _answer(event, name)
        if answer is None or not is_asked(interview, kind, event.entry, name):
            continue
        if _is_same(stored(interview.answers, kind, event.entry, name), answer):
            continue
        change: Change = FieldGiven(kind.entry, event.entry, name, answer) if kind.entry else AnswerGiven(name, answer)
        yield change
        interview = interview.change(change)


def _answer(event: Happened, name: str) -> Answer | None:
    """What the event says about a question; the answer that was given wins over what follows."""
    if name in event.given:
        return event.given[name]
    if name == event.kind.date:
        return Answer(State.ANSWERED, event.date, event.kind.answer_source)
    follows = event.kind.follows.get(name)
    return None if follows is None else Answer(State.ANSWERED, follows, event.kind.answer_source)


def is_asked(interview: Interview, kind: EventKind, entry: str, name: str) -> bool:
    """Whether the question or field is relevant as the case stands."""
    if not kind.entry:
        return interview.facts.relevance(name) is not Truth.FALSE
    found = next((each for each in interview.facts.entries(kind.entry) if each.entry.id == entry), None)
    return found is None or found.relevance(name) is not Truth.FALSE


def stored(answers: Answers, kind: EventKind, entry: str, name: str) -> Answer:
    """The answer as it stands before the event."""
    if not kind.entry:
        return answers[name]
    return (answers.entry(kind.entry, entry) or Entry(entry)).answer(name)


def _is_same(before: Answer, after: Answer) -> bool:
    return (before.state, before.value) == (after.state, after.value)


def taken_back(before: Answers, after: Answers, now: Answers) -> tuple[Change, ...]:
    """The changes that undo what happened between `before` and `after`, where `now` still says what `after` said.

    What was answered anew since then is left as it is.
    """
    return tuple(_undone(before, after, now))


def _undone(before: Answers, after: Answers, now: Answers) -> Iterator[Change]:
    for question in after:
        if before[question] == after[question]:
            continue
        was, became = before.entries(question), after.entries(question)
        if not was and not became:
            if now[question] == after[question]:
                yield AnswerGiven(question, before[question])
            continue
        for entry in became:
            yield from _undone_entry(question, before.entry(question, entry.id), entry, now)


def _undone_entry(question: str, before: Entry | None, after: Entry, now: Answers) -> Iterator[Change]:
    found = now.entry(question, after.id)
    if found is None or before == after:
        return
    if before is None:
        if found == after:
            yield EntryRemoved(question, after.id)
        return
    for name, answer in after.fields.items():
        if before.answer(name) != answer == found.answer(name):
            yield FieldGiven(question, after.id, name, before.answer(name))

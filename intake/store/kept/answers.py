"""Changes of answers as they are stored: events, what two people said, what is half typed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from intake.interview.answers import Answer, Change
from intake.store.ids import new_id


@dataclass(frozen=True, slots=True)
class Place:
    """A question, or a field of one entry."""

    question: str
    entry: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """A change with an id of its own: saving it twice is saving it once.

    `base` is the event of the answer that its editor saw there, empty where there was none, None where that is not
    known: then it contradicts nobody. It is only compared while the event is written, and not kept.
    """

    id: str
    change: Change
    at: datetime
    base: str | None = None


def event(change: Change, at: datetime, base: str | None = None) -> Event:
    """A new event for a change that was made at `at`."""
    return Event(new_id(at), change, at, base)


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody answered in the event with this id; `answer` is None where the event holds none."""

    event: str
    answer: Answer | None
    actor: str
    actor_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TwoStatements:
    """Answers to the same whose authors had not seen each other's. `kept` stands until a person settles it."""

    place: Place
    kept: Statement
    others: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class HalfTyped:
    """What was being typed when the interview stopped. `cursor` counts characters from 0."""

    place: Place
    text: str
    cursor: int
    at: datetime


@dataclass(frozen=True, slots=True)
class PastChange:
    """One event of a case as its history shows it.

    `addition` is the id of what happened and led to it, in a closed interview always; None where nothing did.
    """

    seq: int
    event: Event
    actor: str
    actor_name: str
    addition: str | None = None

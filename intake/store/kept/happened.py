"""What happened in a case, and what of it holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from intake.interview.values import PartialDate

WITHDRAWN = "withdrawn"
"""The `kind` of an event that takes another one back."""


ADDITION, CONSENT_CHANGED, REOPENED = "addition", "consent_changed", "reopened"
"""Kinds of events of a closed interview: words with their day, a change of consents, that it is open again."""


@dataclass(frozen=True, slots=True)
class CaseEvent:
    """Something that happened in a case. `id` is a UUIDv7 (`new_id`), `kind` lower_snake, from data or WITHDRAWN.

    `entry` is the entry of the measure or course it is about. `replaces` is the id of an earlier event of the case that
    this one corrects, or takes back where its kind is WITHDRAWN; then `date` is the day of that.
    """

    id: str
    case_id: str
    kind: str
    date: PartialDate
    actor: str
    at: datetime
    entry: str = ""
    note: str = ""
    replaces: str | None = None


def standing(events: Iterable[CaseEvent]) -> tuple[CaseEvent, ...]:
    """The events that hold, in their order: neither replaced nor taken back.

    Taking a correction back does not bring back what it had corrected.
    """
    kept = tuple(events)
    gone = {event.replaces for event in kept}
    return tuple(event for event in kept if event.id not in gone and event.kind != WITHDRAWN)

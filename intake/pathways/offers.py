"""What a site offers: courses, talks, measures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from intake.pathways.profile_rows import Conditional, Origin, Text


class OfferKind(StrEnum):
    LANGUAGE = "language"
    ADVICE = "advice"
    SUPPORT = "support"
    SCHOOL = "school"
    ORIENTATION = "orientation"
    SKILLS = "skills"
    WORK = "work"
    PLACEMENT = "placement"


@dataclass(frozen=True, slots=True)
class DecidedBy:
    """Another station decides about an offer from a day on. `note` is an English message id."""

    since: dt.date
    station: str
    note: str


@dataclass(frozen=True, slots=True)
class Offer(Conditional):
    """A course, a talk, a measure. Not proposed after `ends`, counted from the day of assessment."""

    name: Text
    kind: OfferKind
    steps: tuple[str, ...]
    needs_admission: bool = False
    ends: dt.date | None = None
    ends_status: str = ""
    stage: str = ""
    legal_basis: str = ""
    notes: Mapping[str, Text] | None = None
    decided_by: DecidedBy | None = None
    origin: Origin = field(default_factory=Origin)

    def note(self, key: str) -> Text | None:
        """One of the texts that not every offer has: for_whom, provider, duration, entry_level, age, places ..."""
        return (self.notes or {}).get(key)

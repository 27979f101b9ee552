"""The CV page of a record: stations in order, languages by skill, certificates, activities, and what was not asked.

It points to answers of the record and holds none of its own but the levels of languages, which it puts side by side.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from intake.handover.record.words import Words
from intake.interview.timeline import Month, Timeline

STATIONS = "cv_stations"
LANGUAGES = "languages_known"
SKILLS = ("understanding", "speaking", "reading", "writing")


class When(StrEnum):
    """Where a station lies beside the entry to Germany. OPEN: the dates do not tell."""

    BEFORE = "before_entry"
    ACROSS = "across_entry"
    AFTER = "after_entry"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Reach:
    """The months of a station, as `Month.number`: at most from `earliest` to `latest`, for sure `first` to `last`.

    Where nothing is sure, `first` lies after `last`.
    """

    earliest: int
    first: int
    last: int
    latest: int


@dataclass(frozen=True, slots=True)
class CvStation:
    """A station in the order of time. `entry` is its place in the answer, `number` the one that it is called by here.

    `overlaps` are the numbers of stations that surely went on at the same time.
    """

    entry: int
    number: int
    when: When | None
    reach: Reach | None
    overlaps: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class CvLanguage:
    """A language with a level for each skill that was asked. `learned` is how, where that was said."""

    code: str
    name: Words
    skills: Mapping[str, Words]
    is_mother_tongue: bool = False
    learned: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class NotAsked:
    """Questions of one block that nobody has put yet, with their labels."""

    block: str
    heading: str
    questions: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Cv:
    """A CV page. `certificates` and `activities` are ids of answers that stand in the blocks of the record.

    `entry` is the month of the entry to Germany, None where it is not known here; `today` that of the record.
    """

    heading: str
    stations: tuple[CvStation, ...]
    languages: tuple[CvLanguage, ...]
    certificates: tuple[str, ...]
    activities: tuple[str, ...]
    not_asked: tuple[NotAsked, ...]
    timeline: Timeline | None
    entry: Month | None
    today: Month

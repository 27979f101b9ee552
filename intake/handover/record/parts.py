"""The handover record of one receiver: everything that leaves the desk, in the order in which the receiver reads it.

Built from a projection only. Texts are German and as they were given; hygiene is up to the renderers.
Source: sites.md 10.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from intake.handover.record.additions import Added
from intake.handover.record.cv_parts import Cv
from intake.handover.record.proposal_parts import (
    DecidedValue,
    Due,
    Line,
    OfferGroup,
    OwnLine,
    ToDo,
)
from intake.handover.record.words import Words
from intake.interview.answers import Source
from intake.interview.timeline import Timeline
from intake.interview.values import Json


class Event(StrEnum):
    """Why a record is handed over."""

    HANDOVER_1 = "handover_1"
    HANDOVER_2 = "handover_2"
    REFERRAL = "referral"
    APPOINTMENT = "appointment"
    CLOSING = "closing"


@dataclass(frozen=True, slots=True)
class Cover:
    """What a record says about itself. `case` is the code of the case, `version` counts the records of a receiver.

    `is_draft` marks a preview; `law_chosen` a law set that is not the one of the day.
    """

    case: str
    version: int
    event: Event
    sender_role: str
    sender_phone: str = ""
    is_draft: bool = False
    law_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Basis:
    """A consent that the record rests on."""

    signed_on: dt.date
    valid_until: dt.date
    form: str
    form_words: str
    signer: str
    signer_words: str
    purpose: str


@dataclass(frozen=True, slots=True)
class Item:
    """One answer: its label, its words with codes, and the value as data. `source` is None for a computed value.

    `added` is the day on which it came to a closed interview, None where it was there before. It `tells_changes` where
    no part of it can stay at the desk: then it may be told that it has changed.
    """

    question: str
    label: str
    words: tuple[Words, ...]
    data: Json
    source: Source | None = None
    source_words: str = ""
    recheck: bool = False
    note: str = ""
    decided: DecidedValue | None = None
    added: dt.date | None = None
    tells_changes: bool = False


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry of a repeat: words by field, and a remark of ours."""

    words: Mapping[str, tuple[Words, ...]]
    remark: str = ""


@dataclass(frozen=True, slots=True)
class EntryTable:
    """A repeat: the fields that are there at all, in order, with their labels, and one row for each entry."""

    item: Item
    fields: tuple[str, ...]
    labels: tuple[str, ...]
    rows: tuple[EntryRow, ...]


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """An answer that is still to be clarified. It names no rule."""

    question: str
    label: str


@dataclass(frozen=True, slots=True)
class PanelItem:
    """A letter of the panel, an indication and no finding."""

    letter: str
    state: str
    words: str
    state_words: str


@dataclass(frozen=True, slots=True)
class RecordBlock:
    """One block with all that it prints. Without content only `person` and `next` are in a record."""

    id: str
    heading: str
    answers: tuple[Item | EntryTable, ...] = ()
    lines: tuple[Line, ...] = ()
    offers: tuple[OfferGroup, ...] = ()
    own_lines: tuple[OwnLine, ...] = ()
    deadlines: tuple[Due, ...] = ()
    to_do: tuple[ToDo, ...] = ()
    to_clarify: tuple[OpenPoint, ...] = ()
    panel: tuple[PanelItem, ...] = ()
    timeline: Timeline | None = None
    remarks: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (
            self.answers
            or self.lines
            or self.offers
            or self.own_lines
            or self.deadlines
            or self.to_do
            or self.to_clarify
            or self.panel
            or self.timeline
            or self.remarks
        )


@dataclass(frozen=True, slots=True)
class Changed:
    """An answer that is new or other than before; `before` is empty for a new one, and both are for a list."""

    question: str
    label: str
    now: tuple[Words, ...]
    before: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """What is new since an earlier version of the same record, which was made on that day.

    Not `is_exact`: the earlier version was made again from the case and may differ from what was handed over.
    """

    version: int
    day: dt.date
    is_exact: bool
    added: tuple[Changed, ...] = ()
    changed: tuple[Changed, ...] = ()
    lines: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.changed or self.lines)


@dataclass(frozen=True, slots=True)
class Record:
    """A whole record. `person` is the named person at the office, where the record holds what only that person may see.

    `questionnaire` is the version of the questions, `law` the date of the law set, `on` the day of assessment.
    `statute` is what a transfer without consent rests on; then `basis` is empty.
    """

    cover: Cover
    site: str
    site_name: str
    questionnaire: str
    law: dt.date
    on: dt.date
    recipient: str
    recipient_words: str
    office: str
    person: str
    basis: tuple[Basis, ...]
    remarks: tuple[str, ...]
    blocks: tuple[RecordBlock, ...]
    cv: Cv | None = None
    statute: str = ""
    additions: tuple[Added, ...] = ()
    changes: Changes | None = None

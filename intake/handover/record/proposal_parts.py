"""The proposal as it stands in a record, and what staff decided about it. Source: sites.md 10."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from intake.handover.record.words import Words
from intake.interview.values import Json


class Decided(StrEnum):
    """What staff decided about a line of the proposal."""

    ACCEPTED = "accepted"
    SET_ASIDE = "set_aside"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Decision:
    """What staff decided about one line or value.

    `text` is what holds instead, `reason` why: free words of staff, empty unless they ticked them for this record.
    `id` is that of the decision at the desk; it is in no file.
    """

    decided: Decided
    text: str = ""
    reason: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class OwnLine:
    """A line that staff added. It is free words, and in a record only where they ticked it; so is its reason."""

    text: str
    reason: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class StaffDecisions:
    """What staff decided, as far as it may go into one record.

    `lines` are by the kind of the line (`rule`, `prerule`, `offer`, `deadline`) and its id; that of a deadline ends in
    the entry of its measure where it has one (`measure_end:…`). `values` are by the id of a derived value.
    """

    lines: Mapping[tuple[str, str], Decision] = field(default_factory=dict)
    own: tuple[OwnLine, ...] = ()
    values: Mapping[str, Decision] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DecidedValue:
    """That staff decided a derived value. `computed` is what the answers give, None where that may not be told."""

    decision: Decision
    computed: Words | None = None


@dataclass(frozen=True, slots=True)
class ReasonWords:
    """A printed reason of a line."""

    question: str
    label: str
    words: tuple[Words, ...]
    data: Json


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the proposal. `stations` are German names."""

    rule: str
    kind: str
    kind_words: str
    title: str
    reason: str
    stations: tuple[str, ...]
    because: tuple[ReasonWords, ...]
    source: str
    decision: Decision | None = None


@dataclass(frozen=True, slots=True)
class OfferWords:
    """An offer of the proposal; `state` is empty where no state is shown, and then there is no decision either."""

    offer: str
    name: str
    kind: str
    state: str
    state_words: str
    provider: str
    legal_basis: str
    source: str
    decision: Decision | None = None


@dataclass(frozen=True, slots=True)
class OfferGroup:
    """One offer, or several of which one is to be chosen."""

    offers: tuple[OfferWords, ...]


@dataclass(frozen=True, slots=True)
class Due:
    """A date that is due, or was."""

    rule: str
    name: str
    date: dt.date
    is_approximate: bool
    is_past: bool
    decision: Decision | None = None


@dataclass(frozen=True, slots=True)
class ToDo:
    """A station of the receiver with the rules that name it: the person is to be received there."""

    station: str
    name: str
    bring: str
    rules: tuple[str, ...]

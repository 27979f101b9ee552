"""A record laid out for reading: banners, head and sections of plain elements, the same for paper and text.

All texts in a sheet are final: translated, cleaned and isolated. Renderers only place them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from intake.handover.record.words import Words


@dataclass(frozen=True, slots=True)
class Row:
    """A label with its values. `mark` is the source and 'check again'; both may be empty, and so may `note`."""

    label: str
    values: tuple[Words, ...]
    mark: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Labels and values below each other."""

    rows: tuple[Row, ...]
    kind: str = "pairs"
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Entries:
    """The entries of a repeat as a table: one tuple of values for each of `heads`. `widths` are `date` or `text`."""

    caption: str
    heads: tuple[str, ...]
    widths: tuple[str, ...]
    rows: tuple[tuple[tuple[Words, ...], ...], ...]
    note: str = ""
    kind: str = "entries"


@dataclass(frozen=True, slots=True)
class Bar:
    """A time as four places between 0 and 1: possible from `earliest` to `latest`, sure from `first` to `last`."""

    earliest: float
    first: float
    last: float
    latest: float


@dataclass(frozen=True, slots=True)
class TimeRow:
    """One line of a table of times: a `station`, a `gap`, or the `entry`, which has one cell for the whole line."""

    kind: str
    cells: tuple[tuple[Words, ...], ...]
    bar: Bar | None = None


@dataclass(frozen=True, slots=True)
class Times:
    """Times in order, each with a bar between its second and its third cell. `entry` is a place between 0 and 1."""

    caption: str
    heads: tuple[str, ...]
    entry: float | None
    rows: tuple[TimeRow, ...]
    notes: tuple[str, ...] = ()
    kind: str = "times"


@dataclass(frozen=True, slots=True)
class Proposal:
    """One line of the proposal. `fine` is the small print: rule, source, law set."""

    title: str
    tag: str = ""
    reason: str = ""
    facts: tuple[Row, ...] = ()
    fine: str = ""


@dataclass(frozen=True, slots=True)
class Proposals:
    """Lines of the proposal, each with the words of `proposal`: that staff decide."""

    items: tuple[Proposal, ...]
    proposal: str
    caption: str = ""
    kind: str = "proposals"


@dataclass(frozen=True, slots=True)
class Bullets:
    """A short list."""

    items: tuple[str, ...]
    caption: str = ""
    kind: str = "bullets"


@dataclass(frozen=True, slots=True)
class DateRow:
    day: str
    name: str
    fine: str = ""


@dataclass(frozen=True, slots=True)
class Dates:
    """Days with what happens on them."""

    rows: tuple[DateRow, ...]
    caption: str = ""
    kind: str = "dates"


@dataclass(frozen=True, slots=True)
class Remark:
    text: str
    kind: str = "remark"


@dataclass(frozen=True, slots=True)
class Receipt:
    """A text above lines to sign on."""

    text: str
    lines: tuple[str, ...]
    kind: str = "receipt"


Element: TypeAlias = Pairs | Entries | Times | Proposals | Bullets | Dates | Remark | Receipt


@dataclass(frozen=True, slots=True)
class Section:
    """`unbroken` sections stay on one page."""

    heading: str
    elements: tuple[Element, ...]
    unbroken: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """What paper and JSON can be held against each other by: a QR code, and the same in words beside it."""

    heading: str
    code: str
    alt: str
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole record. `running` stands at the foot of each page; `page_of` has {page} and {pages}.

    A draft has no `check`. `pages` are sections that begin a page of their own, after the others.
    """

    document_title: str
    author: str
    title: str
    subtitle: str
    case: str
    version: str
    running: str
    page_of: str
    banners: tuple[str, ...]
    head: Pairs
    sections: tuple[Section, ...]
    check: Check | None = None
    pages: tuple[Section, ...] = ()

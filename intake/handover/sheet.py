"""A record laid out for reading: banners, head and sections of plain elements, the same for paper and text.

All texts in a sheet are final: translated, cleaned and isolated. Renderers only place them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Words:
    """A value in plain words, with its code where it has one."""

    text: str
    code: str = ""


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


Element: TypeAlias = Pairs | Entries | Proposals | Bullets | Dates | Remark | Receipt


@dataclass(frozen=True, slots=True)
class Section:
    """`unbroken` sections stay on one page."""

    heading: str
    elements: tuple[Element, ...]
    unbroken: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole record. `running` stands at the foot of each page; `page_of` has {page} and {pages}."""

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

"""A paper laid out for printing: plain elements, each text in German and beside it in the language of the person.

All texts are final: translated, cleaned and isolated. The template only places them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from typing import TypeAlias


class Lack(StrEnum):
    """What the text in the language of the person lacks. A stale one is a draft of an earlier wording."""

    NOTHING = ""
    DRAFT = "draft"
    STALE = "stale"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Both:
    """One text in two languages. `person` is empty where only staff read it, or where the person reads German.

    Where the translation is missing, `person` is the German text.
    """

    german: str
    person: str = ""
    lack: Lack = Lack.NOTHING


NO_TEXT = Both("")


def joined(texts: tuple[Both, ...], between: str) -> Both:
    """Several texts as one line in each language, with the worst that any of them lacks."""
    worst = max((text.lack for text in texts), key=list(Lack).index, default=Lack.NOTHING)
    person = [text.person for text in texts if text.person]
    return Both(between.join(text.german for text in texts if text.german), between.join(person), worst)


@dataclass(frozen=True, slots=True)
class Heading:
    text: Both
    kind: str = "heading"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`is_small` for what helps staff and interpreter."""

    text: Both
    is_small: bool = False
    kind: str = "paragraph"


@dataclass(frozen=True, slots=True)
class Fact:
    label: Both
    value: Both


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels with their values; an empty value leaves a line to write on."""

    rows: tuple[Fact, ...]
    kind: str = "facts"


@dataclass(frozen=True, slots=True)
class Box:
    """A box with its text; `number` stands in its place where it is picked by number."""

    text: Both
    is_ticked: bool = False
    number: str = ""


@dataclass(frozen=True, slots=True)
class Boxes:
    items: tuple[Box, ...]
    kind: str = "boxes"


@dataclass(frozen=True, slots=True)
class Bullets:
    """A short list."""

    items: tuple[Both, ...]
    kind: str = "bullets"


@dataclass(frozen=True, slots=True)
class Place:
    """Where the person goes, and what for."""

    reason: Both
    facts: tuple[Fact, ...]
    kind: str = "place"


@dataclass(frozen=True, slots=True)
class Lines:
    """Empty lines to write on, with a small hint."""

    count: int
    hint: Both = NO_TEXT
    kind: str = "lines"


@dataclass(frozen=True, slots=True)
class Table:
    """The entries of a repeat: a row for each field, an empty column for each entry.

    The choices of a field stand below its label, each with the number that is written into the column.
    """

    rows: tuple[Field, ...]
    columns: int
    kind: str = "table"


@dataclass(frozen=True, slots=True)
class Field:
    label: Both
    choices: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Signature:
    """A line to sign on, and who signs there."""

    who: Both
    what: Both
    note: Both = NO_TEXT


@dataclass(frozen=True, slots=True)
class Signatures:
    lines: tuple[Signature, ...]
    kind: str = "signatures"


@dataclass(frozen=True, slots=True)
class Cut:
    """A line to cut along, or with `is_page` a new page."""

    is_page: bool = False
    kind: str = "cut"


@dataclass(frozen=True, slots=True)
class Picture:
    """A QR code as SVG, with words for who cannot see it, and what it holds printed below."""

    svg: str
    alt: str
    text: str
    kind: str = "picture"


@dataclass(frozen=True, slots=True)
class SlipCode:
    """The code of a receipt slip, large enough to be copied by hand, with its QR code and words for that."""

    code: str
    svg: str
    alt: str
    kind: str = "slip_code"


Plain: TypeAlias = (
    Heading | Paragraph | Facts | Boxes | Bullets | Place | Lines | Table | Signatures | Cut | Picture | SlipCode
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question with the room for its answer. It stands on one page as a whole, where `is_whole`."""

    number: str
    text: Both
    answer: tuple[Plain, ...]
    is_whole: bool = True
    kind: str = "question"


@dataclass(frozen=True, slots=True)
class Slip:
    """A part of a page that is given away on its own."""

    elements: tuple[Plain, ...]
    kind: str = "slip"


@dataclass(frozen=True, slots=True)
class Card:
    """One question as large as a page, with its choices by number."""

    text: Both
    items: tuple[Box, ...] = ()
    kind: str = "card"


Element: TypeAlias = Plain | Question | Slip | Card


class Format(StrEnum):
    """How the page is filled: from page to page, all on one page, or a page for each card."""

    PAGES = "pages"
    ONE_PAGE = "one_page"
    CARDS = "cards"


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole paper.

    `language` is the ISO 639-3 code of the person's language, empty where that is German; `direction` is its own.
    `leads` says whose column is read first. `running` stands at the foot of each page; `page_of` has {page} and
    {pages}. Titles and foot name a case by its code, never a person.
    """

    document_title: str
    author: str
    language: str
    direction: str
    leads: str
    format: Format
    title: Both
    case: str
    running: str
    page_of: str
    banners: tuple[str, ...]
    marks: dict[str, str]
    elements: tuple[Element, ...]

    @property
    def is_cut(self) -> bool:
        """Whether parts of a page go to different people: then nothing may stand on the back of one."""
        return any(isinstance(each, Cut) and not each.is_page for each in self.elements)


def texts_in(part: object) -> Iterator[Both]:
    """Every text in a part of a paper, in the order in which it stands there."""
    if isinstance(part, Both):
        yield part
    elif isinstance(part, tuple):
        for each in part:
            yield from texts_in(each)
    elif is_dataclass(part) and not isinstance(part, type):
        for field in fields(part):
            yield from texts_in(getattr(part, field.name))

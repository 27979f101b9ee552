"""What the rows of a profile share: words in two languages, where a row comes from, when it holds."""

from __future__ import annotations

from dataclasses import dataclass

from intake.interview.conditions.condition import Condition


@dataclass(frozen=True, slots=True)
class Text:
    """A text of a profile: German is binding, English is for staff."""

    de: str
    en: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a row comes from: lines of the source documents, law, and what is ours."""

    source: str = ""
    law: str = ""
    ours: str = ""


@dataclass(frozen=True, slots=True)
class Conditional:
    """A row of a profile that holds where its condition is true."""

    id: str
    condition: Condition

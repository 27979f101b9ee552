"""What an XLSForm is made of: rows of the survey, choices of its lists, settings. Texts are there for each language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

Texts: TypeAlias = "Mapping[str, str]"
"""Language code to text; empty where a row shows none."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the survey sheet, with the columns of the XLSForm specification."""

    type: str
    name: str = ""
    label: Texts = field(default_factory=dict)
    hint: Texts = field(default_factory=dict)
    relevant: str = ""
    constraint: str = ""
    constraint_message: Texts = field(default_factory=dict)
    calculation: str = ""
    appearance: str = ""
    choice_filter: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One choice of a list. `is_private`: not offered while somebody could listen."""

    list: str
    code: str
    label: Texts
    is_private: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A language of the form: its code, and what its columns are called."""

    code: str
    title: str


@dataclass(frozen=True, slots=True)
class XlsForm:
    """A whole form. `open_conditions` are the ids whose relevance the form cannot decide as the desk does."""

    rows: tuple[Row, ...]
    items: tuple[Item, ...]
    languages: tuple[Heading, ...]
    settings: Mapping[str, str]
    open_conditions: tuple[str, ...] = ()

"""The card that a person points at: every language in its own script, and the two ways in which none of them helps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from intake.languages.catalogs import BINDING_LANGUAGE, Catalogs
from intake.languages.direction import Direction, direction_of
from intake.languages.languages import InterfaceLanguage
from intake.languages.messages import N_

ASK = N_("Please point to your language.")
NO_READING = N_("I cannot read.")
SIGNING = N_("I use sign language.")


@dataclass(frozen=True, slots=True)
class CardText:
    """A text with its language (as CLDR names it) and direction. `mark` says that it is no reviewed translation."""

    text: str
    lang: str
    direction: Direction
    mark: str = ""


@dataclass(frozen=True, slots=True)
class CardRow:
    """A language: its number, own name (again in Latin letters where it is in others) and name for the staff."""

    number: int
    own: CardText
    latin: str
    name: str
    ask: CardText


@dataclass(frozen=True, slots=True)
class CardLine:
    """What somebody points at, or says, for whom no row is of use: once in each language."""

    number: int
    title: str
    texts: tuple[CardText, ...]


@dataclass(frozen=True, slots=True)
class LanguageCard:
    """One page. `language` is that of the staff: of title, names and note."""

    language: str
    title: str
    rows: tuple[CardRow, ...]
    lines: tuple[CardLine, ...]
    note: str


def language_card(languages: Iterable[InterfaceLanguage], catalogs: Catalogs, language: str) -> LanguageCard:
    """The card with all languages in their own order: the number of a language is the same on every print."""
    all_ = tuple(languages)
    say = catalogs[language].say
    marks = (say("Draft"), say("Outdated"), say("Not translated"))

    def text(each: InterfaceLanguage, message: str) -> CardText:
        found = catalogs[each.code].lookup("", message)
        is_set = (found.is_draft and not found.is_stale, found.is_stale, found.is_missing)
        mark = next((mark for mark, holds in zip(marks, is_set, strict=True) if holds), "")
        return CardText(found.text, found.language, direction_of(found.text), mark)

    rows = tuple(
        CardRow(
            number,
            CardText(each.own_name, each.code, each.direction),
            each.latin_name if each.latin_name != each.own_name else "",
            each.german_name if language == BINDING_LANGUAGE else each.english_name,
            text(each, ASK),
        )
        for number, each in enumerate(all_, 1)
    )
    lines = tuple(
        CardLine(number, title, tuple(text(each, message) for each in all_))
        for number, (title, message) in enumerate(
            ((say("Cannot read"), NO_READING), (say("Sign language"), SIGNING)), len(rows) + 1
        )
    )
    note = say("Draft: no speaker of the language has reviewed the sentence yet.")
    is_draft = any(row.ask.mark for row in rows) or any(each.mark for line in lines for each in line.texts)
    return LanguageCard(language, say("Language card"), rows, lines, note if is_draft else "")

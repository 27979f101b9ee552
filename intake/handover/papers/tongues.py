"""Says everything on a paper in German and in the language of the person, with what the translation lacks.

German is binding. A missing translation shows the German text, marked. Every value in a text is cleaned first and then
isolated, so that it can turn nothing around it. Source: studies of hostile input; Unicode Standard Annex 9.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from intake.handover.papers.paper import Both, Lack
from intake.handover.record.wording import LANGUAGE
from intake.handover.sanitize import FIRST_STRONG_ISOLATE, POP_ISOLATE, display, islands
from intake.interview.questions import Choice, Question
from intake.interview.values import PartialDate
from intake.languages import dates
from intake.languages.catalogs import FAMILIAR, Catalogs, Translation
from intake.languages.direction import Direction, direction_of
from intake.languages.languages import InterfaceLanguage
from intake.pathways.profile_rows import Text

Given: TypeAlias = "str | Both"

ENGLISH = "en"
SITE = "site"
"""The context of texts of site profiles in the catalogs."""

_ISOLATES = re.compile("([\u2066-\u2069])")
_TURNING = frozenset({"R", "AL", "AN"})


@dataclass(frozen=True)
class Tongues:
    """German and the language of the person. `is_familiar` where a child is spoken to."""

    catalogs: Catalogs
    language: InterfaceLanguage
    is_familiar: bool = False

    @property
    def is_german(self) -> bool:
        """Whether the person reads German, so that there is one column only."""
        return self.language.code == LANGUAGE

    @property
    def direction(self) -> Direction:
        return self.language.direction

    def say(self, msgid: str, *, context: str = "", **params: Given) -> Both:
        """A message in both languages, with its `{named}` placeholders filled."""
        return self._both(context, msgid, params)

    def staff(self, context: str, msgid: str) -> Both:
        """A text of the questionnaire that only staff read."""
        return Both(self._both(context, msgid, {}).german)

    def question(self, question: Question, **params: Given) -> Both:
        return self._both(self._context(question, question.familiar), question.text, params)

    def choice(self, question: Question, choice: Choice) -> Both:
        return self._both(self._context(question, choice.familiar), choice.text, {})

    def content(self, context: str, msgid: str) -> Both:
        """Another text of the questionnaire: a section, a state."""
        return self._both(context, msgid, {})

    def site(self, text: Text) -> Both:
        """A text of a site profile. Its German is that of the profile, whatever a catalog says."""
        if self.is_german:
            return Both(display(text.de))
        if self.language.code == ENGLISH:
            return Both(display(text.de), display(text.en))
        found = self.catalogs[self.language.code].lookup(SITE, text.en)
        if found.is_missing:
            return Both(display(text.de), display(text.de), Lack.MISSING)
        return Both(display(text.de), display(found.text), _lack(found))

    def value(self, text: str) -> Both:
        """What somebody typed, the same in both columns."""
        clean = display(text)
        return Both(_isolated(clean, "ltr"), "" if self.is_german else _isolated(clean, self.direction))

    def words(self, german: str, person: str, lack: Lack = Lack.NOTHING) -> Both:
        """An answer in words of each language, in which typed text may stand, set apart by isolates or all there is."""
        if self.is_german:
            return Both(_words(german, "ltr"))
        return Both(_words(german, "ltr"), _words(person, self.direction), lack)

    def day(self, value: dt.date | PartialDate) -> Both:
        """A day as each language writes it."""
        as_partial = PartialDate(value.year, value.month, value.day) if isinstance(value, dt.date) else value
        return self._in_each(lambda language: dates.partial_date(as_partial, language))

    def moment(self, at: str) -> Both:
        """Day and time of an appointment from its ISO form, with the day of the week."""
        return self._in_each(lambda language: dates.moment(at, language, "full"))

    def _in_each(self, said: Callable[[str], str]) -> Both:
        german = _isolated(display(said(LANGUAGE)), "ltr")
        return Both(german, "" if self.is_german else _isolated(display(said(self.language.locale)), self.direction))

    def _context(self, question: Question, has_familiar: bool) -> str:
        return question.context + FAMILIAR if has_familiar and self.is_familiar else question.context

    def _both(self, context: str, msgid: str, params: Mapping[str, Given]) -> Both:
        german = _filled(self.catalogs[LANGUAGE].lookup(context, msgid).text, params, is_german=True)
        if self.is_german:
            return Both(german)
        found = self.catalogs[self.language.code].lookup(context, msgid)
        if found.is_missing:
            return Both(german, german, Lack.MISSING)
        return Both(german, _filled(found.text, params, is_german=False), _lack(found))


def _lack(found: Translation) -> Lack:
    if found.is_stale:
        return Lack.STALE
    return Lack.DRAFT if found.is_draft else Lack.NOTHING


def _filled(text: str, params: Mapping[str, Given], *, is_german: bool) -> str:
    """The text with its placeholders filled, each value isolated where it could be turned around."""
    if not params:
        return text
    base = direction_of(text)
    values = {name: _isolated(display(_side(value, is_german=is_german)), base) for name, value in params.items()}
    try:
        return text.format_map(values)
    except (LookupError, ValueError, AttributeError, TypeError):
        return text  # a broken translation: the check of the catalogs finds it, the paper goes on


def _side(value: Given, *, is_german: bool) -> str:
    if isinstance(value, str):
        return value
    return value.german if is_german else value.person or value.german


def _words(text: str, base: Direction) -> str:
    """The text cleaned between its isolates, which stay; one that has none is a unit of its own."""
    parts = _ISOLATES.split(text)
    if len(parts) == 1:
        return _isolated(display(text), base)
    return "".join(part if _ISOLATES.fullmatch(part) else display(part) for part in parts)


def _isolated(clean: str, base: Direction) -> str:
    """A clean value as one unit, unless it has only letters that read as its surroundings do."""
    is_turned = any(unicodedata.bidirectional(letter) in _TURNING for letter in clean)
    inner = islands(clean) if is_turned else clean
    return f"{FIRST_STRONG_ISOLATE}{inner}{POP_ISOLATE}" if clean and (is_turned or base == "rtl") else clean

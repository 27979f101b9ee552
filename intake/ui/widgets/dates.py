"""Dates as precise as they are known, with a line that says how the typed date is understood."""

from __future__ import annotations

from collections.abc import Hashable
from typing import assert_never

from intake.interview.questions import Choice
from intake.interview.typed_text import MARKS, marked, read_date
from intake.interview.values import Calendar, PartialDate, Problem
from intake.languages.calendars import converted
from intake.languages.search import folded
from intake.ui.keys import ACTIONS, first_key
from intake.ui.widgets.choice_rows import Line, stacked
from intake.ui.widgets.drawing import Row, Span, wrapped
from intake.ui.widgets.field import Pair
from intake.ui.widgets.pad import Asked, Drawing, Key, nothing_typed
from intake.ui.widgets.text import LinePad

_CALENDARS = (None, *Calendar)
_OTHER_BEFORE = 1600
"""No year of ours that anybody at a desk says lies before it, but years of other calendars do."""


class DatePad(LinePad):
    """A year, a month or a day, in any of four calendars.

    A word that may stand in its place, such as 'still', is picked by its first letter.
    """

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked)
        value = self.answer.value
        self._word = value if isinstance(value, str) and not asked.half_typed else None

    def stored_text(self) -> str:
        """A word is no text of the line: it stands below."""
        return "" if isinstance(self.answer.value, str) else super().stored_text()

    def press(self, key: Key) -> bool:
        choices = self.question.choices
        if key.name == ACTIONS["calendar"].keys:
            self._other_calendar()
            return True
        if key.typed.isalpha() and choices:
            self._word = self._beginning_with(key.typed) or self._word
            return True
        if key.name in ("up", "down") and choices:
            return self._move(1 if key.name == "down" else -1)
        if key.name == "backspace" and self._word is not None:
            self._word = None
            return True
        taken = super().press(key)
        if taken and key.typed:
            self._word = None
        return taken

    def _other_calendar(self) -> None:
        """Read what is typed in the next calendar: its mark stands in front, so it survives whatever the text does."""
        text, calendar = marked(self._input.text)
        following = _CALENDARS[(_CALENDARS.index(calendar) + 1) % len(_CALENDARS)]
        self._input.text = f"{MARKS[following]} {text}" if following else text
        self._word = None

    def _move(self, step: int) -> bool:
        """Between the line and the words below it."""
        stops: list[str | None] = [None, *(choice.code for choice in self.question.choices)]
        at = stops.index(self._word) + step
        if not 0 <= at < len(stops):
            return False
        self._word = stops[at]
        return True

    def _text(self, choice: Choice) -> Pair:
        return self.wording.choice(self.question, choice)

    def _beginning_with(self, letter: str) -> str | None:
        for choice in self.question.choices:
            text = self._text(choice)
            if any(folded(name).startswith(folded(letter)) for name in (text.staff, text.person, choice.code)):
                return choice.code
        return None

    def confirm(self) -> None:
        if self._word is not None:
            self.give(self._word)
            return
        if not self._input.text.strip():
            self.refuse(nothing_typed())
            return
        value = read_date(self._input.text, converted)
        if isinstance(value, Problem):
            self.refuse(value)
        else:
            self.give(value)

    def click(self, hit: Hashable, x: int) -> None:
        if isinstance(hit, str) and self.question.choice(hit):
            self._word = hit
        else:
            super().click(hit, x)

    def below(self, cells: int) -> list[Row]:
        said = self._understood()
        rows = [Row((Span("  "), Span(line, "quiet"))) for line in wrapped(said, cells - 2)] if said else []
        lines = [
            Line(choice.code, text, key=folded(text.staff)[:1])
            for choice in self.question.choices
            for text in [self._text(choice)]
        ]
        return [*rows, *stacked(lines, self._word, cells, len(lines) * 2, self.layout)]

    def draw(self, cells: int, height: int, *, focused: bool) -> Drawing:
        return super().draw(cells, height, focused=focused and self._word is None)

    def _understood(self) -> str:
        """The typed date in words, so that a slip of the finger is seen before Enter."""
        say, key = self.wording.say, first_key("calendar")
        text, calendar = marked(self._input.text)
        if not text:
            said = say("Type 1999, 5.1999 or 17.5.1999.")
            return f"{said} {self._calendar_said(calendar) or say('{key}: another calendar', key=key)}"
        value = read_date(self._input.text, converted)
        if not isinstance(value, PartialDate):
            return self._calendar_said(calendar)
        if calendar is None and value.year < _OTHER_BEFORE:
            return say("Is this a year of another calendar? {key} chooses it.", key=key)
        date = self.wording.value(self.question, value).staff
        if calendar is not None:
            return f"{say('= {date}', date=date)} · {self._calendar_said(calendar)}"
        if value.month is None:
            return say("= {date} (only the year)", date=date)
        if value.day is None:
            return say("= {date} (only the month)", date=date)
        return say("= {date}", date=date)

    def _calendar_said(self, calendar: Calendar | None) -> str:
        say = self.wording.say
        match calendar:
            case None:
                return ""
            case Calendar.SOLAR_HIJRI:
                return say("SH: Solar Hijri calendar (Afghanistan, Iran)")
            case Calendar.ISLAMIC:
                return say("AH: Islamic calendar; the day may differ by one")
            case Calendar.ETHIOPIAN:
                return say("EC: Ethiopian calendar")
            case _:
                assert_never(calendar)

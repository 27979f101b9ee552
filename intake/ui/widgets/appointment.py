"""An appointment: when, where and with whom, on three lines."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Hashable

from rich.cells import cell_len

from intake.interview.limits import most_typed
from intake.interview.typed_text import read_date, shown
from intake.interview.values import Appointment, PartialDate, Problem
from intake.ui.widgets.drawing import Row, Span, aligned, cut
from intake.ui.widgets.pad import CONFIRM, AnswerPad, Asked, Drawing, Key, nothing_typed
from intake.ui.widgets.typed_line import TypedLine, confirmed, input_rows

_TIME = re.compile(
    r"(?P<day>\S.*?)[\s,]+(?:um\s+)?(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2})|(?=\s*uhr))(?:\s*uhr)?", re.I
)


def read_appointment(typed: str) -> str | Problem:
    """`24.11.2026`, `24.11.2026 10:30` or `24.11.2026, 10 Uhr` as ISO text, as `Appointment.at` holds it."""
    text = typed.strip()
    found = _TIME.fullmatch(text)
    day = read_date(found["day"] if found else text)
    if isinstance(day, Problem):
        return Problem("This is no appointment. Type 24.11.2026 10:30, or the day alone.")
    if not day.is_full:
        return Problem("The full date is needed: day, month and year.")
    if found is None:
        return str(day)
    try:
        time = dt.time(int(found["hour"]), int(found["minute"] or 0))
    except ValueError:
        return Problem("There is no such time: {time}.", {"time": f"{found['hour']}:{found['minute'] or '00'}"})
    return f"{day}T{time:%H:%M}"


def appointment_text(at: str) -> str:
    """The moment as it is typed: `24.11.2026 10:30`."""
    moment = dt.datetime.fromisoformat(at)
    day = shown(PartialDate(moment.year, moment.month, moment.day))
    return f"{day} {moment:%H:%M}" if len(at) > len("2026-11-24") else day


class AppointmentPad(AnswerPad):
    """Enter goes from line to line, and confirms on the last."""

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked)
        value = self.answer.value
        self._stored_at = value.at if isinstance(value, Appointment) else ""
        self._stored = (
            (appointment_text(value.at), value.place, value.with_whom)
            if isinstance(value, Appointment)
            else ("", "", "")
        )
        parts = [*asked.half_typed.split("\n"), "", ""][:3] if asked.half_typed else self._stored
        self._lines = tuple(TypedLine(part, room=most_typed(asked.question)) for part in parts)
        self._at = 0

    @property
    def line(self) -> TypedLine:
        return self._lines[self._at]

    @property
    def typed(self) -> str:
        parts = tuple(line.text for line in self._lines)
        return "" if parts == self._stored else "\n".join(parts)

    def press(self, key: Key) -> bool:
        if key.name == CONFIRM:
            self._confirm()
            return True
        if key.name in ("up", "down", "tab", "shift+tab"):
            return self._move(1 if key.name in ("down", "tab") else -1)
        if self.line.take(key.name, key.character):
            return True
        if key.name == "backspace":
            if not self._move(-1):
                self.go_back()
            return True
        return False

    def _move(self, step: int) -> bool:
        if not 0 <= self._at + step < len(self._lines):
            return False
        self._at += step
        return True

    def _confirm(self) -> None:
        when = self._lines[0].text
        at = self._stored_at if when and when == self._stored[0] else read_appointment(when)
        if not when.strip():
            self._at = 0
            self.refuse(nothing_typed())
        elif isinstance(at, Problem):
            self._at = 0
            self.refuse(at)
        elif not self._move(1):
            self.give(Appointment(at, *(confirmed(line.text) for line in self._lines[1:])))

    def click(self, hit: Hashable, x: int) -> None:
        match hit:
            case ("part", int(index), int(offset)):
                self._at = index
                self.line.click(0, x - offset)
            case _:
                return

    def draw(self, cells: int, height: int, *, focused: bool) -> Drawing:
        say = self.wording.say
        labels = [say("Day and time"), say("Place"), say("With whom")]
        column = min(max(cell_len(label) for label in labels) + 2, cells // 2)
        rows: list[Row] = []
        place = None
        for index, (label, line) in enumerate(zip(labels, self._lines, strict=True)):
            is_current = index == self._at
            head = ("› " if is_current else "  ") + aligned(cut(label, column - 1), column, False)
            drawn, caret = input_rows(line, max(1, cells - len(head)), 1, focused=focused and is_current)
            if caret is not None:
                place = caret[0] + cell_len(head), len(rows)
            hit = ("part", index, cell_len(head))
            rows += [
                Row((Span(head, "key" if is_current else "quiet"), *each.spans), each.style, hit) for each in drawn
            ]
            if index == 0:
                rows += self._understood(cells, column + 2)
        return Drawing(rows if len(rows) <= height else rows[self._at : self._at + height], place)

    def _understood(self, cells: int, indent: int) -> list[Row]:
        at = read_appointment(self._lines[0].text)
        if isinstance(at, Problem):
            return []
        said = self.wording.say("= {date}", date=self.wording.value(self.question, Appointment(at)).staff)
        return [Row((Span(" " * indent), Span(cut(said, cells - indent), "quiet")))]

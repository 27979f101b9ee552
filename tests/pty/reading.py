"""Reading the screen of the program like a person: which question is asked, what can be picked, what is highlighted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from intake.interview.questionnaire import Questionnaire, load_questionnaire
from intake.interview.questions import Choice, Grid, Question
from intake.languages.catalogs import Catalog, Catalogs
from intake.languages.names import Names
from tests.pty.terminal import Terminal, plain

T = TypeVar("T")
MARKER = "›"
_DIALOG = re.compile(r"[╭┏].*[╮┓]")
_INSIDE = re.compile(r"[│┃](.*)[│┃]")
_KEY_AND_MARK = re.compile(r"^\s*(?:\d )?(?:[\[(].[\])] )?(?:\d )?")
_KEY_AND_TEXT = re.compile(r"^\s*(?:[│›]\s*)*(\d) (?:[\[(].[\])] )?(\S.*)$")


@dataclass(frozen=True, slots=True)
class Sight:
    """What is asked: a question, and of several on one screen the row, or the field of an entry.

    `is_list` where a repeat shows its entries; `is_end` on the last row of a screen with several questions.
    """

    question: Question | None = None
    grid: Grid | None = None
    row: Question | None = None
    field: Question | None = None
    entry: int = 0
    is_end: bool = False
    screen: str = ""

    @property
    def asked(self) -> Question | None:
        """The question that the keys go to."""
        return self.field or self.row or (self.question if self.grid is None else None)


class Eyes:
    """Knows the texts of the program in German, as staff do."""

    def __init__(self, terminal: Terminal, questionnaire: Questionnaire | None = None) -> None:
        self.terminal = terminal
        self.questionnaire = questionnaire or _newest()
        self._catalog = _german()
        self._sight: tuple[tuple[str, ...], Sight] = ((), Sight())
        self.names = Names(self.questionnaire.codes)
        self._questions = self._texts(self.questionnaire.questions)
        self._grids = {plain(self.text_of(f"grid.{grid.id}", grid.text)): grid for grid in self.questionnaire.grids}
        self._fields = {
            question.id: self._texts(question.fields) for question in self.questionnaire.questions if question.fields
        }

    def say(self, message: str, **params: str | int) -> str:
        """A text of the interface, as it stands on the screen."""
        return plain(self._catalog.say(message, params))

    def text_of(self, context: str, message: str) -> str:
        return self._catalog.lookup(context, message).text

    def text(self, question: Question) -> str:
        return plain(self.text_of(question.context, question.text))

    def choice(self, question: Question, choice: Choice) -> str:
        return plain(self.text_of(question.context, choice.text))

    def _texts(self, questions: Iterable[Question]) -> dict[str, Question]:
        """The questions by their text. Where several have the same, the first is meant."""
        found: dict[str, Question] = {}
        for question in questions:
            found.setdefault(self.text(question), question)
            if question.familiar:
                familiar = self.text_of(f"{question.context}/familiar", question.text)
                found.setdefault(plain(familiar), question)
        return found

    # What is on the screen

    @property
    def lines(self) -> tuple[str, ...]:
        return self.terminal.lines

    @property
    def right(self) -> tuple[str, ...]:
        """The lines below the title; where a list stands beside the entry that is open, the entry alone."""
        return tuple(line.rpartition("│ ")[2] for line in self.lines[2:])

    def sight(self) -> Sight:
        """What is asked now; with an empty `screen` where that is nothing known."""
        if self._sight[0] is not self.lines:  # they are others once anything was painted
            self._sight = (self.lines, self._seen())
        return self._sight[1]

    def _seen(self) -> Sight:
        title = plain(self.lines[0])
        if any(_DIALOG.search(line) for line in self.lines):
            return Sight(screen="dialog")
        for message, screen in (
            ("Next steps · {code}", "next steps"),
            ("Review · {code}", "review"),
            ("Handover · {code}", "handover"),
            ("Consent · {office}", "consent"),
        ):
            if title.startswith(self.say(message, code="", office="").strip()):
                return Sight(screen=screen)
        if title.startswith("intake"):
            return Sight(screen="desk")
        return self._asked()

    def _asked(self) -> Sight:
        top = self.lines[2:14]
        grid = _first(top, self._grids)
        question = _first(top, self._questions)
        if grid is not None and (question is None or grid[0] <= question[0]):
            return self._in_grid(grid[1])
        if question is None:
            return Sight()
        found = question[1]
        if not found.fields:
            return Sight(found, screen="interview")
        return self._in_repeat(found)

    def _in_grid(self, grid: Grid) -> Sight:
        rows = {self.text(self.questionnaire[id_]): self.questionnaire[id_] for id_ in grid.items}
        marked = self._from_marker()
        if plain(" ".join(marked[:1])).removeprefix(MARKER).strip().startswith(self.say("Go on")):
            return Sight(grid=grid, is_end=True, screen="interview")
        found = _first(marked, rows)
        row = found[1] if found else None
        return Sight(grid=grid, row=row, screen="interview" if row else "")

    def _from_marker(self) -> list[str]:
        """The lines from the one on that the first marker stands on."""
        for number, line in enumerate(self.lines[2:], 2):
            if line.lstrip().startswith(MARKER):
                return list(self.lines[number:])
        return []

    def _in_repeat(self, question: Question) -> Sight:
        pattern = re.compile(
            re.escape(self.say("Entry {number}, {at} of {count}", number="N", at="N", count="N")).replace("N", r"(\d+)")
        )
        for number, line in enumerate(self.lines):
            if found := pattern.search(line):
                below = [each[found.start() :] for each in self.lines[number + 1 :]]
                field = _first(below, self._fields[question.id])
                if field is None:
                    return Sight()
                return Sight(question, field=field[1], entry=int(found[1]), screen="interview")
        return Sight(question, screen="interview")

    def dialog_text(self) -> str:
        """What stands in the box above the screen."""
        inside = [found[1] for line in self.lines if (found := _INSIDE.search(line))]
        return plain(" ".join(inside))

    def reads(self, text: str) -> bool:
        """Whether a text stands on the screen, in one column or over the whole width."""
        return _first(self.lines, {text: text}) is not None

    # What can be picked

    def digit_of(self, text: str) -> str:
        """The digit beside a choice; empty where it is not on the screen."""
        best = ("", "")
        for line in self.right:
            found = _KEY_AND_TEXT.match(line)
            if not found:
                continue
            shown = plain(_columns(found[2])[0])
            if (text == shown or text.startswith(f"{shown} ")) and len(shown) > len(best[1]):
                best = (found[1], shown)
        return best[0]

    def marked(self) -> tuple[str, ...]:
        """The texts behind each marker on the screen, without the marks of choices; also with the line below it."""
        found = []
        for number, line in enumerate(self.right):
            for part in line.split(MARKER)[1:]:
                text = _columns(_KEY_AND_MARK.sub("", part))[0]
                below = self.right[number + 1] if number + 1 < len(self.right) else ""
                found += [plain(text), plain(f"{text} {_left(below)}")]
        return tuple(found)

    def is_marked(self, text: str) -> bool:
        """Whether the marker stands on a choice with this text, which may be cut or wrapped."""
        return any(text == shown or (shown.endswith("…") and text.startswith(shown[:-1])) for shown in self.marked())

    def is_chosen(self, text: str) -> bool:
        """Whether one of several choices has its mark."""
        for number, line in enumerate(self.right):
            if "[x] " in line:
                shown = _columns(line.partition("[x] ")[2])[0]
                wrapped = f"{shown} {' '.join(_left(below) for below in self.right[number + 1 : number + 2])}"
                if text in (plain(shown), plain(wrapped)):
                    return True
        return False

    def typed_filter(self) -> str:
        """What was typed to search, behind the slash."""
        return next((line.strip()[2:] for line in self.right if line.strip().startswith("/ ")), "")

    def prefilled(self) -> str:
        """What stands in the line already, before anything is typed."""
        return next((line.strip()[2:] for line in self.right if line.strip().startswith(f"{MARKER} ")), "").strip()

    @property
    def is_searched(self) -> bool:
        """Whether choices are found by typing here."""
        return any(line.strip().startswith("/ ") for line in self.right)


@cache
def _newest() -> Questionnaire:
    return load_questionnaire()


@cache
def _german() -> Catalog:
    return Catalogs()["de"]


def _first(lines: Iterable[str], wanted: Mapping[str, T]) -> tuple[int, T] | None:
    """The text that stands first in these lines, wrapped or in the left column; the longest where two begin there."""
    shown = list(lines)
    whole, left = plain(" ".join(shown)), plain(" ".join(_left(line) for line in shown))
    places = [
        (at, -len(text), meant)
        for text, meant in wanted.items()
        for at in (whole.find(text), left.find(text))
        if at >= 0
    ]
    if not places:
        return None
    at, _, meant = min(places, key=lambda place: place[:2])
    return at, meant


def _left(line: str) -> str:
    """The left of two columns: two blanks or more stand between them."""
    return _columns(line.strip(f" {MARKER}"))[0]


def _columns(line: str) -> list[str]:
    return re.split(r"\s{2,}", line)

"""Whole screens as a plain terminal gets them: the person's texts at the right, the German frame as it always is."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from rich.cells import cell_len

from intake.interview.session import Run
from intake.interview.values import Json
from intake.languages.bidi.visual import visual_line
from tests.pty.reading import Eyes
from tests.pty.staff import unlock
from tests.pty.terminal import Terminal, program
from tests.ui.cases import DIMA, stored
from tests.ui.program import AMIRA, PASSPHRASE, open_as

RIGHT_TO_LEFT = ("ar", "prs", "ps", "ckb", "ur")
FAMILY_NAME, GIVEN_NAME, PHONE = "الأيوبي (منصور)", "ديما 12", "+49 202 12 34-56"
NAMED: Mapping[str, Json] = {**DIMA, "family_name": FAMILY_NAME, "given_name": GIVEN_NAME}
_RTL = "\u0590-\u08ff\ufb50-\ufdff\ufe70-\ufeff"


@contextmanager
def unlocked(folder: Path, answers: Mapping[str, Json], at: str, language: str) -> Iterator[tuple[Terminal, Eyes]]:
    """The desk of the program in a terminal of 80x24, with one case that was left at a question."""
    stored(folder, answers, at=at, languages=(language, "en"), run=Run.FULL)
    with closing(open_as(folder / "desk")) as store:  # the program goes by the clock of this computer
        store.care.confirm_clock(store.staff.id, dt.datetime.now(dt.UTC))
    with program(folder, store="desk", cols=80, rows=24) as terminal:
        eyes = Eyes(terminal)
        unlock(terminal, eyes, PASSPHRASE, AMIRA)
        terminal.wait_for("Z-")
        yield terminal, eyes


@contextmanager
def at_question(folder: Path, answers: Mapping[str, Json], at: str, language: str) -> Iterator[tuple[Terminal, Eyes]]:
    """The same, with the question on the screen."""
    with unlocked(folder, answers, at, language) as (terminal, eyes):
        terminal.press("<down>", "<enter>")
        terminal.wait_for(lambda: eyes.sight().screen == "interview")
        yield terminal, eyes


def resize(terminal: Terminal, cols: int, rows: int) -> None:
    """Another size, and the whole screen painted anew for it."""
    painted = len(terminal.output)
    terminal.resize(cols, rows)
    terminal.wait_for(lambda: len(terminal.output) > painted)


def right_to_left(terminal: Terminal) -> list[str]:
    """The lines with such letters."""
    return [line for line in terminal.lines if re.search(f"[{_RTL}]", line)]


def seen(text: str) -> str:
    """A text as it is to be seen, from left to right."""
    return visual_line(text).text


@pytest.mark.parametrize("language", RIGHT_TO_LEFT)
def test_question_and_choices_stand_at_the_right_and_their_numbers_right_of_them(tmp_path: Path, language: str) -> None:
    with at_question(tmp_path, DIMA, "prior_sgb2_elsewhere", language) as (terminal, _):
        _check(terminal, 80)
        resize(terminal, 120, 40)
        _check(terminal, 120)


def _check(terminal: Terminal, cols: int) -> None:
    choice = re.compile(rf"  [› ] (\d) \([x ]\) (?:Ja|Nein) +[{_RTL}]+.*  \1$")

    def choices() -> list[str]:
        return [line for line in right_to_left(terminal) if choice.match(line) and cell_len(line) == cols - 2]

    terminal.wait_for(lambda: len(choices()) == 2)
    assert [line[-1] for line in choices()] == ["1", "2"]
    questions = [line for line in right_to_left(terminal) if not choice.match(line)]
    assert {cell_len(line) for line in questions} == {cols - 1}
    assert questions[0].startswith(" Haben Sie früher in einer anderen")


def test_tigrinya_runs_from_left_to_right(tmp_path: Path) -> None:
    with at_question(tmp_path, DIMA, "prior_sgb2_elsewhere", "ti") as (terminal, _):
        choices = [re.fullmatch(r"  [› ] \d \([x ]\) (?:Ja|Nein) +[\u1200-\u137f]+", line) for line in terminal.lines]
        starts = {line.rpartition(" ")[0] for line in (found[0] for found in choices if found)}
        assert len(list(filter(None, choices))) == 2, terminal.screen_text()
        assert {len(start) for start in starts} == {44}


def test_in_the_layout_of_the_person_everything_of_it_stands_at_the_right(tmp_path: Path) -> None:
    with at_question(tmp_path, DIMA, "prior_sgb2_elsewhere", "ar") as (terminal, _):
        terminal.press("<f3>", "<f3>")
        terminal.wait_for(lambda: not terminal.shows("Haben Sie früher"))
        terminal.wait_for(lambda: any(line.endswith("2 ‹") for line in terminal.lines))
        assert [line[-1] for line in right_to_left(terminal)][-2:] == ["1", "‹"]
        assert terminal.shows("Weiter")


def test_names_stand_right_at_the_desk_in_the_review_and_in_a_question(tmp_path: Path) -> None:
    with unlocked(tmp_path, NAMED, "family_name", "ar") as (terminal, eyes):
        both = f"{seen(FAMILY_NAME)}, {seen(GIVEN_NAME)}"
        terminal.wait_for(both.replace("  ", " "))
        terminal.press("<down>", "<enter>")
        terminal.wait_for(lambda: eyes.sight().screen == "interview")
        terminal.wait_for(seen(FAMILY_NAME))
        terminal.press("<c-r>")
        terminal.wait_for(lambda: eyes.sight().screen == "review")
        for _ in range(20):
            if terminal.shows(seen(GIVEN_NAME)):
                break
            painted = len(terminal.output)
            terminal.press("<pgdn>")
            terminal.wait_for(lambda: len(terminal.output) > painted)  # noqa: B023
        assert terminal.shows(seen(FAMILY_NAME))
        assert terminal.shows(seen(GIVEN_NAME))
        assert "[U+" not in terminal.screen_text()

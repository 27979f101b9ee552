"""What holds for a terminal: the settings, then what was chosen on this desk for such a terminal, then its answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake.languages.terminal_answers import Answers
from intake.languages.terminal_text import PROFILES, Wish
from intake.ui.terminal import Terminal
from intake.ui.terminal_choices import FILE_NAME, TerminalChoices

UNKNOWN = {"TERM": "xterm-256color"}
SAID = Answers(is_complete=True)
KITTY = Answers(name="kitty(0.26.5)", is_complete=True)


def test_a_choice_holds_at_once_and_at_the_next_start_in_such_a_terminal(tmp_path: Path) -> None:
    first = Terminal(UNKNOWN, SAID, choices=TerminalChoices(tmp_path))
    assert first.is_unknown
    before = first.filter
    assert first.choose(Wish("vte", marks="hidden"))
    assert (first.profile.name, first.profile.marks, first.is_unknown) == ("vte", False, False)
    assert first.filter is not before
    again = Terminal(UNKNOWN, SAID, choices=TerminalChoices(tmp_path))
    assert again.profile == first.profile
    assert not again.is_unknown


def test_a_choice_says_nothing_about_another_terminal(tmp_path: Path) -> None:
    Terminal(UNKNOWN, SAID, choices=TerminalChoices(tmp_path)).choose(Wish("native"))
    for environment, answers in ((UNKNOWN, KITTY), ({"TERM": "tmux-256color", "TMUX": "x"}, SAID)):
        assert Terminal(environment, answers, choices=TerminalChoices(tmp_path)).profile.name != "native"


def test_the_settings_win_at_the_start_and_a_choice_until_the_end(tmp_path: Path) -> None:
    TerminalChoices(tmp_path).keep(Terminal(UNKNOWN, SAID).likeness, Wish("native", "pua"))
    terminal = Terminal(UNKNOWN, SAID, Wish("plain"), TerminalChoices(tmp_path))
    assert (terminal.profile.name, terminal.profile.missing, terminal.is_set) == ("plain", "pua", True)
    assert not terminal.is_unknown
    terminal.choose(Wish("kitty"))
    assert terminal.profile.name == "kitty"


def test_that_no_line_looked_right_is_remembered_too(tmp_path: Path) -> None:
    Terminal(UNKNOWN, SAID, choices=TerminalChoices(tmp_path)).choose(Wish())
    again = Terminal(UNKNOWN, SAID, choices=TerminalChoices(tmp_path))
    assert again.profile == PROFILES["unknown"]
    assert not again.is_unknown


def test_a_choice_leaves_the_settings_file_and_other_choices_alone(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("# mine\n", "utf-8")
    choices = TerminalChoices(tmp_path)
    assert choices.keep("one", Wish("vte"))
    assert choices.keep("two", Wish("kitty"))
    assert (choices.of("one"), choices.of("two"), choices.of("three")) == (Wish("vte"), Wish("kitty"), None)
    assert (tmp_path / "settings.toml").read_text("utf-8") == "# mine\n"
    assert {file.name for file in tmp_path.iterdir()} == {"settings.toml", FILE_NAME}


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"a": 1}', '{"a": {"terminal": "vt52"}}', '{"a": {"x": "y"}}', "\udcff"]
)
def test_a_damaged_file_of_choices_counts_as_empty(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE_NAME).write_text(text, "utf-8", "surrogateescape")
    choices = TerminalChoices(tmp_path)
    assert choices.of("a") is None
    assert choices.keep("a", Wish("vte"))
    assert choices.of("a") == Wish("vte")


def test_a_demonstration_reads_choices_and_writes_none(tmp_path: Path) -> None:
    assert not TerminalChoices(tmp_path / "none", is_kept=False).keep("a", Wish("vte"))
    assert not (tmp_path / "none").exists()
    TerminalChoices(tmp_path).keep("a", Wish("vte"))
    assert TerminalChoices(tmp_path, is_kept=False).of("a") == Wish("vte")


def test_a_folder_that_cannot_be_written_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert not TerminalChoices(tmp_path / "file").keep("a", Wish("vte"))


@pytest.mark.parametrize(
    ("environment", "answers", "limit"),
    [
        ({"TERM": "linux"}, SAID, "console"),
        (UNKNOWN, Answers(secondary="0;115;0", is_complete=True), "own order"),
        ({"TERM": "xterm-kitty"}, KITTY, "words"),
        (UNKNOWN, Answers("1", "2", is_complete=True), None),
        (UNKNOWN, SAID, None),
    ],
)
def test_what_a_terminal_cannot_show_is_known(environment: dict[str, str], answers: Answers, limit: str | None) -> None:
    assert Terminal(environment, answers).limit == limit

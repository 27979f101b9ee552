"""What a real terminal gets: nothing of a case after the key that locks, in a title, in a log, or while suspended."""

from __future__ import annotations

import re
import signal
from dataclasses import replace
from pathlib import Path

from intake.ui.curtain import EMPTY_SCREEN
from tests.pty.reading import Eyes
from tests.pty.staff import NAME, PASSPHRASE, begin_case, opened, ready_store, unlock, unlock_again
from tests.pty.terminal import XTERM, Terminal, program
from tests.pty.test_terminal_behaviour import ANSWERS, asks, at_question
from tests.pty.typist import Typist

TITLE = re.compile(r"\x1b\][012];")
HIDDEN = ("Rahimi", "Naw")


def test_after_the_key_that_locks_not_one_frame_shows_anything_of_the_case(tmp_path: Path) -> None:
    with at_question(tmp_path, "given_name") as (terminal, eyes, _):
        terminal.press("Naw")
        terminal.wait_for(lambda: eyes.prefilled() == "Naw")
        question = eyes.text(eyes.questionnaire["given_name"])
        assert "Rahimi" in terminal.output
        terminal.press("<c-l>")
        terminal.wait_for(eyes.say("Please unlock the store."))
        after = terminal.output.rpartition(EMPTY_SCREEN)[2]
        assert eyes.say("Please unlock the store.") in after
        for hidden in (*HIDDEN, question):
            assert hidden not in after
        terminal.resize(100, 30)
        terminal.wait_for(eyes.say("Please unlock the store."))
        for hidden in (*HIDDEN, question):
            assert hidden not in terminal.output.rpartition(EMPTY_SCREEN)[2]


def test_a_program_that_is_suspended_leaves_a_clean_terminal_and_comes_back_locked(tmp_path: Path) -> None:
    with at_question(tmp_path, "given_name") as (terminal, eyes, _):
        terminal.press("Naw")
        terminal.wait_for(lambda: eyes.prefilled() == "Naw")
        terminal.send_signal(signal.SIGTSTP)
        terminal.wait_for(lambda: terminal.is_stopped)
        terminal.read(0.2)
        assert terminal.is_clean
        for hidden in HIDDEN:
            assert not terminal.shows(hidden)
        told = len(terminal.output)
        terminal.send_signal(signal.SIGCONT)
        terminal.wait_for(eyes.say("Please unlock the store."))
        for hidden in HIDDEN:
            assert hidden not in terminal.output[told:]
        unlock_again(terminal, eyes)
        terminal.wait_for(lambda: asks(eyes.sight(), "given_name") and eyes.prefilled() == "Naw")


def test_the_window_title_the_arguments_and_the_environment_say_nothing(tmp_path: Path) -> None:
    with at_question(tmp_path, "given_name") as (terminal, _, _typist):
        assert not TITLE.search(terminal.output)
        for name in ("cmdline", "environ"):
            said = Path(f"/proc/{terminal.pid}/{name}").read_bytes()
            assert b"Rahimi" not in said
            assert PASSPHRASE.encode() not in said
            assert NAME.encode() not in said


def test_logs_and_pictures_that_textual_offers_stay_off(tmp_path: Path) -> None:
    asked_for = {
        "TEXTUAL": "debug,devtools",
        "TEXTUAL_LOG": str(tmp_path / "textual.log"),
        "TEXTUAL_DEBUG": "1",
        "TEXTUAL_SCREENSHOT": "1",
        "TEXTUAL_SCREENSHOT_LOCATION": str(tmp_path),
        "TEXTUAL_SCREENSHOT_FILENAME": "picture.svg",
        "TEXTUAL_PRESS": "x,x,x",
        "PYTHONASYNCIODEBUG": "1",
        "PYTHONDEVMODE": "1",
    }
    ready_store(tmp_path / "store")
    kind = replace(XTERM, environment={**XTERM.environment, **asked_for})
    with program(tmp_path, kind=kind) as terminal:
        eyes = Eyes(terminal)
        unlock(terminal, eyes)
        begin_case(terminal, eyes)
        typist = Typist(terminal, ANSWERS, eyes)
        typist.interview(until=lambda sight: asks(sight, "given_name"))
        leave(terminal, eyes)
        assert "Rahimi" not in terminal.output.rpartition("\x1b[?1049l")[2]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["export", "home", "store"]
    assert not [path for path in (tmp_path / "home").rglob("*") if path.is_file()]
    with opened(tmp_path / "store") as store:
        assert len(store.lists.list_cases()) == 1


def leave(terminal: Terminal, eyes: Eyes) -> None:
    """End the program the usual way."""
    terminal.press("<c-q>")
    terminal.wait_for(eyes.say("Leave the program"))
    terminal.press("1")
    assert terminal.wait_for_end() == 0

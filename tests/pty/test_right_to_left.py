"""The terminal's own order of text is off while the program is on the screen, and as it was in every way out."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import pytest

from intake.languages.terminal_answers import QUESTIONS
from intake.languages.terminal_text import PROFILES
from tests.languages.fake_terminal import KINDS, Kind
from tests.pty.reading import Eyes
from tests.pty.staff import ready_store
from tests.pty.terminal import Terminal, program

SWITCHED = ("VTE 0.70", "Konsole 22.12", "mlterm 3.9", "a terminal nobody knows")
"""One of each kind that has something to switch."""
SILENT = Kind("unknown", primary="")


def begun(folder: Path, kind: Kind = KINDS["VTE 0.70"], settings: dict[str, str] | None = None) -> Terminal:
    """The program at its first screen, in such a terminal."""
    terminal = program(folder, kind=kind, settings=settings, cols=80, rows=24)
    terminal.wait_for(Eyes(terminal).say("Passphrase again"))
    return terminal


def sent(terminal: Terminal, kind: Kind) -> list[str]:
    """What was switched off (-) and on again (+) since the questions, in order."""
    profile = PROFILES[kind.profile]
    output = terminal.output.partition("\x1b[?1049h")[2]
    found = []
    while (off := output.find(profile.setup)) >= 0 or profile.teardown in output:
        on = output.find(profile.teardown)
        found.append("-" if off >= 0 and (on < 0 or off < on) else "+")
        output = output[max(0, off if found[-1] == "-" else on) + 1 :]
    return found


@pytest.mark.parametrize("name", SWITCHED)
def test_it_is_off_from_the_start_and_on_again_at_the_end(tmp_path: Path, name: str) -> None:
    kind = KINDS[name]
    with begun(tmp_path, kind) as terminal:
        assert sent(terminal, kind) == ["-"]
        terminal.press("<c-q>")
        assert terminal.wait_for_end() == 0
        assert sent(terminal, kind) == ["-", "+"]
        assert terminal.is_clean


def test_sigterm_switches_it_on_again(tmp_path: Path) -> None:
    with begun(tmp_path) as terminal:
        terminal.kill(signal.SIGTERM)
        assert sent(terminal, KINDS["VTE 0.70"]) == ["-", "+"]
        assert terminal.is_clean


def test_a_suspended_program_gives_the_terminal_back_and_takes_it_again(tmp_path: Path) -> None:
    kind = KINDS["VTE 0.70"]
    with begun(tmp_path) as terminal:
        terminal.send_signal(signal.SIGTSTP)
        terminal.wait_for(lambda: terminal.is_stopped)
        assert sent(terminal, kind) == ["-", "+"]
        assert terminal.is_clean
        terminal.send_signal(signal.SIGCONT)
        terminal.wait_for(lambda: sent(terminal, kind) == ["-", "+", "-"])
        terminal.wait_for(Eyes(terminal).say("Passphrase again"))
        terminal.press("<c-q>")
        assert terminal.wait_for_end() == 0
        assert sent(terminal, kind) == ["-", "+", "-", "+"]


def test_a_fault_of_the_program_switches_it_on_again_before_it_is_told(tmp_path: Path) -> None:
    code = (
        "import sys, intake.ui.app as app\n"
        "def fail(self, event): raise RuntimeError('not told')\n"
        "app.UnlockScreen.on_input_changed = fail\n"
        "from intake.cli import main\n"
        f"sys.exit(main(['--store', {str(tmp_path / 'store')!r}]))"
    )
    kind = KINDS["VTE 0.70"]
    environment = {
        "HOME": str(tmp_path),
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "LANG": "C.UTF-8",
        **kind.environment,
    }
    with Terminal([sys.executable, "-c", code], environment, tmp_path, kind=kind) as terminal:
        terminal.wait_for(Eyes(terminal).say("Passphrase again"))
        terminal.press("a")
        assert terminal.wait_for_end() != 0
        assert sent(terminal, kind) == ["-", "+"]
        assert terminal.is_clean
        assert "RuntimeError" in terminal.output.rpartition(PROFILES[kind.profile].teardown)[2]
        assert "not told" not in terminal.output


def test_a_terminal_with_nothing_to_switch_gets_nothing_but_the_questions(tmp_path: Path) -> None:
    with begun(tmp_path, KINDS["xterm 379"]) as terminal:
        assert terminal.output.count(QUESTIONS) == 1
        for profile in PROFILES.values():
            assert not profile.setup or profile.setup not in terminal.output.replace(QUESTIONS, "")


def test_a_terminal_that_the_settings_name_is_asked_nothing(tmp_path: Path) -> None:
    with begun(tmp_path, settings={"terminal": "mlterm"}) as terminal:
        assert QUESTIONS not in terminal.output
        assert sent(terminal, KINDS["mlterm 3.9"]) == ["-"]


def test_a_terminal_that_never_answers_gets_the_program_all_the_same(tmp_path: Path) -> None:
    with begun(tmp_path, SILENT) as terminal:
        assert sent(terminal, SILENT) == ["-"]


def test_keys_typed_while_the_terminal_is_asked_arrive_whole_and_in_order(tmp_path: Path) -> None:
    ready_store(tmp_path / "store")
    with program(tmp_path, kind=SILENT) as terminal:
        terminal.wait_for(lambda: QUESTIONS in terminal.output)
        terminal.press("Jürgen", "<bksp>", "N", "<left>", "ß")
        terminal.wait_for("JürgeßN")


def test_a_program_ended_while_it_asks_leaves_the_terminal_as_it_was(tmp_path: Path) -> None:
    with program(tmp_path, kind=SILENT) as terminal:
        terminal.wait_for(lambda: QUESTIONS in terminal.output)
        terminal.kill(signal.SIGTERM)
        assert terminal.output.endswith("\x1b[8h")
        assert "\x1b[?1049h" not in terminal.output

"""The terminal is asked before the program starts, and nothing of its answers reaches the program as keys."""

from __future__ import annotations

import os
import sys
import termios
from itertools import count

import pexpect
import pytest

from intake.languages.terminal_answers import MODE_BACK, QUESTIONS, Answers, LateAnswers, read_answers
from intake.languages.terminal_probe import Probe, asked, can_be_asked
from intake.languages.terminal_text import chosen
from tests.languages.fake_terminal import KINDS, FakeTerminal, Kind, byte_by_byte, held_back

VTE = KINDS["VTE 0.70"]


def settings_of(fd: int) -> list[object]:
    return list(termios.tcgetattr(fd))


@pytest.mark.parametrize("name", KINDS)
def test_each_terminal_is_recognised_by_its_answers(name: str) -> None:
    kind = KINDS[name]
    with FakeTerminal(kind).running() as terminal, Probe(terminal.app, terminal.app) as probe:
        answers = probe.answers(5)
    assert answers.is_complete
    assert chosen(kind.environment, answers).name == kind.profile
    assert answers.typed == b""


def test_answers_in_pieces_are_read_whole() -> None:
    with FakeTerminal(VTE, byte_by_byte).running() as terminal, Probe(terminal.app, terminal.app) as probe:
        answers = probe.answers(5)
    assert answers == Answers("1", "2", "", "65;7006;1", is_complete=True)


def test_a_terminal_that_does_not_answer_is_not_waited_for_any_longer() -> None:
    silent = Kind("unknown", primary="")
    with FakeTerminal(silent).running() as terminal, Probe(terminal.app, terminal.app) as probe:
        answers = probe.answers(0.02)
    assert answers == Answers()
    assert chosen(silent.environment, answers).name == "unknown"


def test_the_wait_counts_from_the_question() -> None:
    hours = count(step=3600)
    with (
        FakeTerminal(Kind("unknown", primary="")).running() as terminal,
        Probe(terminal.app, terminal.app, monotonic=lambda: float(next(hours))) as probe,
    ):
        assert probe.answers(600) == Answers()


def test_answers_that_lie_ready_are_read_however_late_it_is() -> None:
    hours = count(step=3600)
    terminal = FakeTerminal(VTE)
    with Probe(terminal.app, terminal.app, monotonic=lambda: float(next(hours))) as probe:
        terminal.say(VTE.transcript(QUESTIONS))
        assert probe.answers().is_complete
    os.close(terminal.screen)
    os.close(terminal.app)


def test_keys_typed_meanwhile_are_kept_for_the_program() -> None:
    def typing(terminal: FakeTerminal, answer: str) -> None:
        middle = answer.index("\x1b", 1)
        terminal.say("gü" + answer[:middle] + "\x1b[A" + answer[middle:])

    with FakeTerminal(VTE, typing).running() as terminal, Probe(terminal.app, terminal.app) as probe:
        answers = probe.answers(5)
    assert answers.mode == "2"
    assert answers.typed.decode() == "gü\x1b[A"


def test_the_terminal_is_left_as_it_was_found() -> None:
    with FakeTerminal(VTE).running() as terminal:
        before = settings_of(terminal.app)
        with Probe(terminal.app, terminal.app) as probe:
            while_asking = settings_of(terminal.app)
            probe.answers(5)
        assert settings_of(terminal.app) == before
        assert while_asking != before
        assert terminal.read() == MODE_BACK


def test_a_mode_that_was_off_before_stays_off() -> None:
    own = Kind("vte", ("2", "2"), secondary="65;7006;1")
    with FakeTerminal(own).running() as terminal:
        with Probe(terminal.app, terminal.app) as probe:
            answers = probe.answers(5)
        assert terminal.read() == ""
    assert chosen(own.environment, answers).teardown == ""
    assert chosen(own.environment, answers).setup == "\x1b[8l"


def test_a_program_that_ends_while_it_waits_leaves_the_terminal_as_it_was() -> None:
    with FakeTerminal(VTE).running() as terminal:
        before = settings_of(terminal.app)
        with pytest.raises(KeyboardInterrupt), Probe(terminal.app, terminal.app):
            raise KeyboardInterrupt
        assert settings_of(terminal.app) == before
        assert terminal.read() == MODE_BACK


def test_answers_that_come_after_the_wait_are_no_keys() -> None:
    with FakeTerminal(VTE, held_back).running() as terminal, Probe(terminal.app, terminal.app) as probe:
        answers = probe.answers(0.02)
    assert not answers.is_complete
    late = LateAnswers[str](answers.begun)
    keys = [key for char in f"a{VTE.transcript(QUESTIONS)}b" for key in late.take(char, char)]
    assert keys == ["a", "b"]
    assert late.are_over


@pytest.mark.parametrize("name", KINDS)
def test_an_answer_cut_anywhere_by_the_end_of_the_wait_leaves_no_key(name: str) -> None:
    whole = KINDS[name].transcript(QUESTIONS)
    for cut in range(len(whole)):
        answers = read_answers(whole[:cut].encode())
        assert answers.typed == b""
        late = LateAnswers[str](answers.begun)
        assert [key for char in whole[cut:] for key in late.take(char, char)] == []
        assert late.are_over


@pytest.mark.parametrize(
    "typed", ["\x1b", "\x1b[A", "\x1b[8~", "\x1bP", "[8;2$y", "\x1b[200~x\x1b[201~", "^[", "\x1b[<0;3;4M"]
)
def test_what_is_typed_goes_through_in_its_order(typed: str) -> None:
    late = LateAnswers[str]()
    keys = [key for char in typed for key in late.take(char, char)]
    assert "".join(keys + late.give_up()) == typed


def test_a_name_without_an_end_is_not_held_for_ever() -> None:
    late = LateAnswers[str]()
    text = "\x1bP>|" + "x" * 400
    assert len([key for char in text for key in late.take(char, char)]) > 150


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"TERM": "dumb"},
        {"TERM": "linux"},
        {"TERM": "xterm", "TERM_PROGRAM": "Apple_Terminal"},
        {"TERM": "xterm", "TEXTUAL_DRIVER": "textual.drivers.web_driver:WebDriver"},
    ],
)
def test_who_would_print_the_question_is_not_asked(environment: dict[str, str]) -> None:
    terminal = FakeTerminal(VTE)
    assert asked(environment, terminal.app, terminal.app) == Answers()
    assert terminal.read() == ""
    os.close(terminal.screen)
    os.close(terminal.app)


def test_a_pipe_is_not_asked() -> None:
    reading, writing = os.pipe()
    assert not can_be_asked({"TERM": "xterm"}, reading, writing)
    os.close(reading)
    os.close(writing)


def test_a_program_at_a_real_terminal_gets_the_answers_and_then_its_keys() -> None:
    code = (
        "import os; from intake.languages.terminal_probe import asked;"
        "print(asked(os.environ, 0, 2, 5).secondary, input().upper())"
    )
    environment = {**os.environ, "TERM": "xterm-256color"}
    child = pexpect.spawn(sys.executable, ["-c", code], env=environment, timeout=20, encoding="utf-8")
    child.expect_exact(QUESTIONS)
    child.send(VTE.transcript(QUESTIONS))
    child.expect_exact(MODE_BACK)
    child.sendline("ok")
    child.expect_exact("65;7006;1 OK")
    child.wait()

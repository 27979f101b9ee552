"""Nothing that is pasted becomes a key, in whatever parts it comes in; nothing that is typed is kept back for long."""

from __future__ import annotations

import sys
from itertools import combinations

import pytest
from textual import events
from textual.app import App
from textual.drivers import linux_driver
from textual.message import Message

from intake.languages.terminal_answers import Answers
from intake.languages.terminal_text import PROFILES
from intake.ui.pasted_keys import END, MARK_TICKS, MOST, PAUSE_TICKS, START, PastedKeys, PasteStalled
from intake.ui.rtl_driver import driver_for

SENT = f"x{START}A\x1b[31mB\x1b\x1b[20\r\nC\x07{END}y\x1b[A\x1b[20~"
READ = ["x", "paste A[31mB[20\r\nC", "y", "up", "f9"]


def read(message: Message) -> str:
    if isinstance(message, events.Paste):
        return f"paste {message.text}"
    if isinstance(message, PasteStalled):
        return "stalled"
    assert isinstance(message, events.Key), message
    return message.key


def came(parser: PastedKeys, *parts: str) -> list[str]:
    """What becomes of the parts, with the tick behind each that the driver gives."""
    return [read(message) for part in parts for message in (*parser.feed(part), *parser.tick())]


def waited(parser: PastedKeys, ticks: int) -> list[str]:
    return [read(message) for _ in range(ticks) for message in parser.tick()]


def test_a_paste_is_one_paste_wherever_it_is_cut() -> None:
    for cuts in combinations(range(1, len(SENT)), 2):
        first, second = cuts
        assert came(PastedKeys(), SENT[:first], SENT[first:second], SENT[second:]) == READ, cuts
    assert came(PastedKeys(), *SENT) == READ


@pytest.mark.parametrize("cut", range(2, len(START)))
def test_a_mark_that_comes_slowly_is_still_a_mark(cut: int, monkeypatch: pytest.MonkeyPatch) -> None:
    times = iter(range(1000))
    monkeypatch.setattr("textual._parser.get_time", lambda: next(times))  # far longer than Esc is waited for
    parser = PastedKeys()
    assert not [*parser.feed(START[:1])]
    assert came(parser, START[1:cut]) == []
    assert waited(parser, MARK_TICKS - 1) == []
    assert came(parser, f"{START[cut:]}1\x1b[B{END[:cut]}") == []
    assert waited(parser, MARK_TICKS) == []
    assert came(parser, END[cut:]) == ["paste 1[B"]


@pytest.mark.parametrize(
    ("typed", "key"),
    [("\r", "enter"), ("2", "2"), ("+", "plus"), (" ", "space"), ("x", "x"), ("ä", "ä"), ("\x0c", "ctrl+l")],
)
def test_esc_and_a_key_typed_fast_are_both(typed: str, key: str) -> None:
    assert came(PastedKeys(), f"\x1b{typed}") == ["escape", key]
    parser = PastedKeys()
    assert [*parser.feed("\x1b")] == []
    assert came(parser, typed) == ["escape", key]
    assert came(PastedKeys(), f"\x1b[A\x1bOQ\x1b\x7f{typed}") == ["up", "f2", "ctrl+w", key]


def test_what_the_terminal_answers_is_no_key_however_late_it_comes() -> None:
    late = "\x1b[8;2$y\x1bP>|XTerm(379)\x1b\\\x1b[>41;379;0c\x1b[?62;22c"
    parser = PastedKeys()
    assert came(parser, f"a{late}b", late, "c") == ["a", "b", "c"]
    assert came(parser, f"{START}1", f"2{late}{END}d") == ["paste 12[8;2$yP>|XTerm(379)\\[>41;379;0c[?62;22c", "d"]


def test_an_escape_key_is_not_kept_back(monkeypatch: pytest.MonkeyPatch) -> None:
    times = iter(range(1000))
    monkeypatch.setattr("textual._parser.get_time", lambda: next(times))
    parser = PastedKeys()
    assert came(parser, "\x1b") == ["escape"]
    assert came(parser, "[200~1\r") == []
    assert came(parser, END) == ["paste 1\r"]
    assert came(parser, "\x1b[2") == []
    assert waited(parser, MARK_TICKS + 1) == ["left_square_bracket", "2"]


def test_what_remains_of_a_paste_after_a_pause_presses_no_key_however_slowly_it_comes() -> None:
    parser = PastedKeys()
    assert came(parser, f"{START}1\r", "2\x1b[3") == []
    assert waited(parser, PAUSE_TICKS) == ["paste 1\r2[3", "stalled"]
    assert waited(parser, PAUSE_TICKS) == []
    assert came(parser, "1", "\r", "\x1b[A") == ["paste 1", "paste \r", "paste [A"]
    assert waited(parser, PAUSE_TICKS) == ["stalled"]
    assert came(parser, END[:1]) == []
    assert waited(parser, MARK_TICKS - 1) == []
    assert came(parser, END[1:], "2") == ["2"]


def test_an_escape_key_leads_out_of_a_paste_that_lost_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    times = iter(range(1000))
    monkeypatch.setattr("textual._parser.get_time", lambda: next(times))
    for before in (0, PAUSE_TICKS):  # pressed before it was told, and then
        parser = PastedKeys()
        assert came(parser, f"{START}1\r") == []
        assert waited(parser, before) == (["paste 1\r", "stalled"] if before else [])
        assert came(parser, "\x1b") == []
        assert waited(parser, PAUSE_TICKS) == ([] if before else ["paste 1\r"])
        assert came(parser, "2", "\x1b") == ["2", "escape"]


def test_of_an_endless_paste_only_so_much_is_kept() -> None:
    (kept,) = came(PastedKeys(), START + "a" * (MOST - 1), "bc" * 10, END)
    assert kept == f"paste {'a' * (MOST - 1)}b"


async def test_a_paste_that_began_before_the_program_goes_on_in_the_driver_of_a_terminal() -> None:
    answers = Answers(is_complete=True, typed=f"a{START}1\x1b[31m".encode())
    read_before: list[Message] = []

    class Silent(linux_driver.LinuxDriver):
        def start_application_mode(self) -> None:
            pass

        def process_message(self, message: Message) -> None:
            read_before.append(message)

    driver_for(Silent, PROFILES["plain"], answers)(App[None]()).start_application_mode()
    assert list(map(read, read_before)) == ["a"]
    parser = vars(sys.modules["textual.drivers.linux_driver"])["XTermParser"](debug=False)
    assert came(parser, f"2{END}") == ["paste 1[31m2"]

"""The terminal's own bidi is off while the program is on the screen, and late answers are no keys."""

from __future__ import annotations

import pytest
from textual import events
from textual.app import App
from textual.drivers.headless_driver import HeadlessDriver
from textual.message import Message

from intake.languages.terminal_answers import QUESTIONS, Answers
from intake.languages.terminal_text import PROFILES
from intake.ui.rtl_driver import LATE_ANSWERS_S, LateKeys, TurnsTextRound, driver_for
from tests.languages.fake_terminal import KINDS

ANSWERED = Answers(is_complete=True)


class Recording(HeadlessDriver):
    """Writes down what is sent and when the mode of the application changes."""

    def __init__(self, app: App[None]) -> None:
        super().__init__(app)
        self.sent: list[str] = []
        self.processed: list[Message] = []

    def write(self, data: str) -> None:
        self.sent.append(data)

    def start_application_mode(self) -> None:
        self.sent.append("start")

    def stop_application_mode(self) -> None:
        self.sent.append("stop")

    def process_message(self, message: Message) -> None:
        self.processed.append(message)


def key(char: str, at: float = 0.0) -> events.Key:
    """A key as Textual makes it of a character; an escape that it does not understand becomes a circumflex."""
    made = events.Key("circumflex_accent", "^") if char == "\x1b" else events.Key(char, char)
    made.time = at
    return made


@pytest.mark.parametrize("name", PROFILES)
async def test_bidi_is_off_inside_the_application_and_on_again_outside(name: str) -> None:
    profile = PROFILES[name]
    driver = driver_for(Recording, profile, ANSWERED)(App[None]())
    assert isinstance(driver, Recording)
    driver.start_application_mode()
    driver.suspend_application_mode()
    driver.resume_application_mode()
    driver.stop_application_mode()
    begun, ended = [text for text in (profile.setup,) if text], [text for text in (profile.teardown,) if text]
    once = ["start", *begun, *ended, "stop"]
    assert driver.sent == once * 2


async def test_answers_after_the_wait_are_no_keys() -> None:
    driver = driver_for(Recording, PROFILES["unknown"], Answers())(App[None]())
    assert isinstance(driver, Recording)
    answer = KINDS["VTE 0.70"].transcript(QUESTIONS)
    for char in f"a{answer}^b":
        driver.process_message(key(char))
    assert [message.character for message in driver.processed if isinstance(message, events.Key)] == ["a", "^", "b"]


def test_the_rest_of_an_answer_that_was_cut_off_is_no_key() -> None:
    late = LateKeys(Answers(begun="\x1b[8;"))
    assert [late.keep(key(char)) for char in "2$y"] == [[], [], []]


def test_keys_that_only_look_like_an_answer_come_in_their_order() -> None:
    late = LateKeys(Answers())
    typed = [key(char) for char in "\x1b[8x"]
    assert [kept for each in typed for kept in late.keep(each)] == typed


def test_whatever_is_no_key_lets_the_held_keys_go_first() -> None:
    late = LateKeys(Answers())
    escape, resize = key("\x1b"), events.AppFocus()
    resize.time = 0.0
    assert late.keep(escape) == []
    assert late.keep(resize) == [escape, resize]


def test_after_some_seconds_no_key_is_held_any_more() -> None:
    late = LateKeys(Answers())
    first, escape = key("a", 100.0), key("\x1b", 100.1 + LATE_ANSWERS_S)
    assert late.keep(first) == [first]
    assert late.keep(escape) == [escape]


def test_no_key_is_held_where_the_terminal_answered() -> None:
    late = LateKeys(ANSWERED)
    escape = key("\x1b")
    assert late.keep(escape) == [escape]


async def test_what_was_typed_while_the_terminal_was_asked_comes_first_and_once() -> None:
    answers = Answers(is_complete=True, typed="gü\x1b[A\n".encode())
    driver = driver_for(Recording, PROFILES["plain"], answers)(App[None]())
    assert isinstance(driver, Recording)
    driver.start_application_mode()
    keys = [message.key for message in driver.processed if isinstance(message, events.Key)]
    assert keys == ["g", "ü", "up", "ctrl+j"]
    driver.suspend_application_mode()
    driver.resume_application_mode()
    assert len(driver.processed) == len(keys)


async def test_another_profile_takes_the_place_of_the_first_until_the_end() -> None:
    vte, konsole = PROFILES["vte"], PROFILES["konsole"]
    driver = driver_for(Recording, vte, ANSWERED)(App[None]())
    assert isinstance(driver, Recording)
    assert isinstance(driver, TurnsTextRound)
    driver.start_application_mode()
    driver.use_profile(konsole)
    driver.stop_application_mode()
    assert driver.sent == ["start", vte.setup, vte.teardown + konsole.setup, konsole.teardown, "stop"]

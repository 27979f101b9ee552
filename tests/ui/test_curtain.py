"""The curtain hides the screen before the program knows of the key, and nothing gets through it."""

from __future__ import annotations

from textual import events
from textual.app import App

from intake.languages.terminal_answers import Answers
from intake.languages.terminal_text import PROFILES
from intake.ui.curtain import EMPTY_SCREEN, Curtain
from intake.ui.rtl_driver import driver_for
from tests.ui.program import key_of
from tests.ui.test_rtl_driver import Recording


class Hung:
    """A driver behind a curtain, started."""

    def __init__(self) -> None:
        self.curtain = Curtain()
        driver = driver_for(Recording, PROFILES["plain"], Answers(is_complete=True), self.curtain)(App[None]())
        assert isinstance(driver, Recording)
        self.driver = driver
        driver.start_application_mode()
        driver.sent.clear()

    def press(self, key: str) -> None:
        self.driver.process_message(events.Key(key, None))


async def test_the_key_that_locks_empties_the_screen_before_the_program_gets_it() -> None:
    hung = Hung()
    hung.curtain.is_armed = True
    hung.press(key_of("lock"))
    assert hung.driver.sent == [EMPTY_SCREEN]
    assert len(hung.driver.processed) == 1


async def test_no_picture_gets_through_a_closed_curtain_and_all_do_after_it() -> None:
    hung = Hung()
    hung.driver.write("Mansour")
    hung.curtain.close()
    hung.curtain.close()
    hung.driver.write("Mansour")
    hung.curtain.open()
    hung.driver.write("locked")
    assert hung.driver.sent == ["Mansour", EMPTY_SCREEN, "locked"]


async def test_where_there_is_nothing_to_hide_the_key_closes_nothing() -> None:
    hung = Hung()
    hung.press(key_of("lock"))
    hung.driver.write("please unlock")
    assert hung.driver.sent == ["please unlock"]


async def test_other_keys_close_nothing() -> None:
    hung = Hung()
    hung.curtain.is_armed = True
    hung.press("l")
    assert not hung.curtain.is_closed


async def test_a_closed_curtain_does_not_keep_the_terminal_from_being_given_back() -> None:
    hung = Hung()
    hung.curtain.close()
    hung.driver.stop_application_mode()
    hung.driver.write("Mansour")
    assert hung.driver.sent == [EMPTY_SCREEN, "stop"]

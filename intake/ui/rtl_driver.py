"""Switches the terminal's own bidi off while the program is on the screen.

def get_driver_class(self):
    return driver_for(super().get_driver_class(), profile, answers)   # both known before the app is made
"""

from __future__ import annotations

from typing import Final

from textual import events
from textual.driver import Driver
from textual.message import Message

from intake.languages.terminal_answers import Answers, LateAnswers
from intake.languages.terminal_text import Profile

LATE_ANSWERS_S: Final = 5.0
"""So long after the first event an answer of the terminal may still come and be taken for keys."""

_ESCAPES = ("escape", "circumflex_accent")
"""How an escape comes in; the second is what Textual makes of one that begins a sequence it does not know."""


class LateKeys:
    """Keeps back the keys that are an answer which came after the wait."""

    def __init__(self, answers: Answers) -> None:
        self._late = LateAnswers[Message](answers.begun)
        self._begun_at: float | None = None
        self._is_over = answers.is_complete

    def keep(self, message: Message) -> list[Message]:
        """What goes on to the program now that this message has come: it, those held before it, or none yet."""
        if self._is_over:
            return [message]
        if self._begun_at is None:
            self._begun_at = message.time
        self._is_over = self._late.are_over or message.time - self._begun_at > LATE_ANSWERS_S
        if self._is_over or not isinstance(message, events.Key) or message.character is None:
            return [*self._late.give_up(), message]
        return self._late.take("\x1b" if message.key in _ESCAPES else message.character, message)


def driver_for(base: type[Driver], profile: Profile, answers: Answers) -> type[Driver]:
    """The driver that sends the profile's setup at start and after a suspension, its teardown at the end, at a
    suspension and after a fault. What the terminal answers too late is kept from the keys.
    """
    late = LateKeys(answers)

    class BidiDriver(base):  # type: ignore[misc, valid-type]  # the base depends on the platform
        def start_application_mode(self) -> None:
            super().start_application_mode()
            if profile.setup:
                self.write(profile.setup)
                self.flush()

        def stop_application_mode(self) -> None:
            if profile.teardown:
                self.write(profile.teardown)
                self.flush()
            super().stop_application_mode()

        def process_message(self, message: Message) -> None:
            for each in late.keep(message):
                super().process_message(each)

    return BidiDriver

"""Switches the terminal's own bidi off while the program is on the screen, and writes through the curtain.

def get_driver_class(self):
    return driver_for(super().get_driver_class(), profile, answers, curtain)   # all known before the app is made
"""

from __future__ import annotations

import sys
from typing import Final, Protocol, runtime_checkable

from textual import events
from textual.driver import Driver
from textual.message import Message

from intake.languages.terminal_answers import Answers, LateAnswers
from intake.languages.terminal_text import Profile
from intake.ui.curtain import Curtain
from intake.ui.pasted_keys import PastedKeys

LATE_ANSWERS_S: Final = 5.0
"""So long after the first event an answer of the terminal may still come and be taken for keys."""

_WITH_PARSER: Final = ("linux_driver", "linux_inline_driver", "win32", "web_driver")
"""The modules of Textual that make keys of what comes in."""

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


class Parsers:
    """Gives the driver the parser that knows what was typed before, and a new one whenever it begins anew."""

    def __init__(self, typed: str) -> None:
        self._typed = typed
        self._first: PastedKeys | None = None

    def typed(self) -> list[Message]:
        """What was typed before; the first time only. A paste may have begun that is not over."""
        text, self._typed = self._typed, ""
        if not text:
            return []
        self._first = PastedKeys()
        return list(self._first.feed(text))

    def __call__(self, debug: bool = False) -> PastedKeys:
        first, self._first = self._first, None
        return first or PastedKeys(debug)

    def install(self) -> None:
        """The drivers offer no place for a parser: they take that of their module when they begin to read."""
        for name in _WITH_PARSER:
            if (module := sys.modules.get(f"textual.drivers.{name}")) is not None:
                vars(module)["XTermParser"] = self


@runtime_checkable
class TurnsTextRound(Protocol):
    """A driver that can change how the terminal deals with the order of text while the program is running."""

    def use_profile(self, profile: Profile) -> None:
        """Switch back what the profile before has switched, and set this one up."""


def driver_for(base: type[Driver], profile: Profile, answers: Answers, curtain: Curtain | None = None) -> type[Driver]:
    """The driver that sends the profile's setup at start and after a suspension, its teardown at the end, at a
    suspension and after a fault. What the terminal answers too late is kept from the keys, as is what is pasted; what
    was typed while it was asked comes first. Nothing is written through a closed `curtain` but what starts and ends
    the program.
    """
    hung = curtain or Curtain()
    late = LateKeys(answers)
    parsers = Parsers(answers.typed.decode("utf-8", "replace"))

    class BidiDriver(base):  # type: ignore[misc, valid-type]  # the base depends on the platform
        _profile = profile

        def start_application_mode(self) -> None:
            parsers.install()
            for message in parsers.typed():
                self.process_message(message)
            hung.hang(super().write, self.flush)
            with hung.lifted():
                super().start_application_mode()
                self._send(self._profile.setup)

        def stop_application_mode(self) -> None:
            with hung.lifted():
                self._send(self._profile.teardown)
                super().stop_application_mode()

        def write(self, data: str) -> None:
            hung.write(data, super().write)

        def use_profile(self, profile: Profile) -> None:
            self._send(self._profile.teardown + profile.setup)
            self._profile = profile

        def process_message(self, message: Message) -> None:
            for each in late.keep(message):
                hung.look_at(each)
                super().process_message(each)

        def _send(self, sequence: str) -> None:
            if sequence:
                self.write(sequence)
                self.flush()

    return BidiDriver

"""Cards to point at, for the question on the screen and for all private ones."""

from __future__ import annotations

from collections.abc import Coroutine, Iterator
from typing import TYPE_CHECKING

from intake.ui.palette import Command
from intake.ui.screens.moving import MovingScreen
from intake.ui.screens.printing import print_paper

if TYPE_CHECKING:
    from intake.ui.print_room import Printed, PrintRoom


class PointingScreen(MovingScreen):
    """A step of the interview whose question can be put on a card. A card holds no answer, so nothing has to wait."""

    def action_card(self) -> None:
        question = self.asked_now
        if question.fields:
            self._say_problem(self.wording.say("A list fits on no card. Open an entry: its fields have cards."))
        else:
            room = self._room()
            self._print(room, room.card(question))

    def commands(self) -> Iterator[Command]:
        """What the command palette offers beside the keys."""
        say = self.wording.say
        yield Command(
            say("Cards of all private questions"),
            say("Writes one file with a card for each question that is asked in private."),
            self._print_private_cards,
        )

    def _print_private_cards(self) -> None:
        room = self._room()
        self._print(room, room.private_cards())

    def _room(self) -> PrintRoom:
        from intake.ui.print_room import PrintRoom  # the handover, which nothing else here needs

        return PrintRoom(self.nav.desk, self.work)

    def _print(self, room: PrintRoom, writing: Coroutine[object, object, Printed]) -> None:
        self.run_worker(print_paper(self, room, writing), exclusive=True, group="print")

"""What all screens of one case share: where to go from here, the lock, help, and what is saved."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.screen import Screen

from intake.errors import IntakeError
from intake.store.kept.audit import Action
from intake.store.people.rights import Right
from intake.ui.allowed import action_allowed
from intake.ui.keys import ACTIONS, bindings
from intake.ui.letting_go import end_talk
from intake.ui.screens.dialog import Reader, key_lines
from intake.ui.screens.family import open_family
from intake.ui.widgets.lines import Notice, Title

if TYPE_CHECKING:
    from intake.ui.casework import CaseWork
    from intake.ui.navigation import Navigation
    from intake.ui.wording import CaseWording


class CaseScreen(Screen[None]):
    """A screen about the case in hand. `keys` are the actions that help shows first."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "review", "next-steps", "handover", "events", "desk", "saved", "help", "go-back", "languages", "hand-on"
    )
    KEYS: ClassVar[tuple[str, ...]] = ("go-back", "review", "next-steps", "handover", "desk", "saved", "lock", "quit")
    SEEN_AS: ClassVar[str] = ""
    """What the audit chain calls a look at this screen; empty for the interview, which is noted when it is opened."""

    def __init__(self, work: CaseWork, nav: Navigation) -> None:
        super().__init__()
        self.work = work
        self.nav = nav
        work.cover.stands_at(type(self).__name__)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What the person may not do has no key here."""
        desk = self.nav.desk
        if action == ACTIONS["desk"].action and not desk.may(Right.INTERVIEWS):
            return False  # the case would be nobody's: an interpreter hands it back
        return action_allowed(desk.staff, action)

    @property
    def wording(self) -> CaseWording:
        return self.nav.desk.wording(self.work)

    def saved_text(self) -> str:
        """How the case stands on the disk, for the title."""
        say = self.wording.say
        if self.work.has_failed:
            return say("NOT SAVED")
        if not self.work.is_stored:
            return say("in memory only: not stored yet")
        at = self.work.saved_at
        return say("saved {time}", time=f"{at.astimezone():%H:%M}") if at else ""

    async def action_review(self) -> None:
        await self.nav.to_review()

    async def action_next_steps(self) -> None:
        await self.nav.to_next_steps()

    async def action_handover(self) -> None:
        await self.nav.to_handover()

    async def action_events(self) -> None:
        await self.nav.to_events()

    async def on_screen_resume(self) -> None:
        """Keys that were typed ahead of this screen are meant for it. That it was looked at is noted."""
        if self.SEEN_AS:
            self.nav.desk.saw(self.work, Action.CASE_VIEWED, self.SEEN_AS)
        self.nav.app.type_ahead.release()

    async def action_to_desk(self) -> None:
        self.nav.app.type_ahead.hold()  # what is typed from now on is meant for the desk
        # A worker of the app: one of this screen would be cancelled when the screen goes, and the app's loop with it.
        self.app.run_worker(end_talk(self.nav), exclusive=True, group="leave")

    def action_hand_on(self) -> None:
        self.nav.hand_on()

    async def action_go_back(self) -> None:
        await self.nav.back_to_interview()

    async def show_again(self) -> None:
        """Show this screen of the case anew, after another case was in hand."""
        await self.nav.back_to_interview()

    def action_family(self) -> None:
        self.nav.app.type_ahead.hold()  # what is typed from now on is meant for the list, or for the other case
        # A worker of the app: this screen goes with its case.
        self.app.run_worker(open_family(self.nav), exclusive=True, group="family")

    def action_languages(self) -> None:
        self.nav.open_languages()

    @contextmanager
    def told(self) -> Iterator[None]:
        """Where the store cannot be read inside the block that is said, and the screen shows what it has."""
        try:
            yield
        except IntakeError as error:
            self.nav.complain(error)

    def show_saved(self) -> None:
        """Say anew in the title how the case stands on the disk; once all is there, no problem is left to be told."""
        self.query_one(Title).right = self.saved_text()
        notice = self.query_one(Notice)
        if notice.kind == "problem" and not self.work.has_failed:
            notice.say("")

    def action_say_saved(self) -> None:
        """What could not be written is tried again."""
        if self.work.has_failed:
            self.run_worker(self._save_again(), exclusive=True, group="saved")
        else:
            self.app.notify(self.saved_text(), timeout=4, markup=False)

    async def _save_again(self) -> None:
        try:
            await self.work.retry()
        except IntakeError as error:
            self.nav.complain(error)
            return
        self.app.notify(self.saved_text(), timeout=4, markup=False)
        if self.is_attached:
            self.show_saved()

    def action_help(self) -> None:
        """Help for what is on the screen, and all keys."""
        say, offered = self.wording.say, (*self.KEYS, *ACTIONS)
        keys = [id_ for id_ in offered if CaseScreen.check_action(self, ACTIONS[id_].action, ())]
        lines = [*self.help_lines(), "", say("The keys"), *key_lines(say, keys)]
        self.app.push_screen(Reader(say("Help"), lines))

    async def cover_again(self) -> None:
        """Draw what is covered again."""
        self.reword()

    def reword(self) -> None:
        """Show the same in another language of the person, where the screen has one."""

    def help_lines(self) -> list[str]:
        """Help for what is on the screen just now."""
        return []

"""The case in hand, and the way from one of its screens to the next."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.screen import Screen

from intake.errors import IntakeError
from intake.interview.session import Step
from intake.store.kept.audit import Action
from intake.store.people.rights import Right, not_allowed
from intake.ui.casework import CaseWork
from intake.ui.desk import Desk
from intake.ui.family_talk import FamilyTalk
from intake.ui.language_choice import choose_language
from intake.ui.letting_go import SAVE_PATIENCE_S
from intake.ui.screens.case_screen import CaseScreen
from intake.ui.screens.home import HomeScreen
from intake.ui.screens.places import step_left
from intake.ui.taken_over import tell_taken_over
from intake.ui.two_statements import tell_two_statements
from intake.ui.type_ahead import handled
from intake.ui.waits import answer_of, finished
from intake.ui.widgets.field import Layout

if TYPE_CHECKING:
    from intake.ui.app import IntakeApp


class Navigation:
    """Opens screens for the case in hand. `work` is None at the desk."""

    def __init__(self, app: IntakeApp, desk: Desk) -> None:
        self.app = app
        self.desk = desk
        self._work: CaseWork | None = None
        self.family = FamilyTalk(self)
        self.text_layout = Layout.BOTH

    @property
    def work(self) -> CaseWork | None:
        """The case in hand."""
        return self._work

    @work.setter
    def work(self, work: CaseWork | None) -> None:
        self._work = work
        if work is not None:
            work.holding.when_lost = partial(tell_taken_over, self, work)
            work.disputes.when_found = partial(tell_two_statements, self, work)

    # Language of the person's pane

    async def switch_language(self) -> None:
        """The other of the two languages in use; the list of languages while only one is."""
        work = self.work
        if work is None:
            return
        if len(work.languages) > 1:
            work.settings.switch_language()
        else:
            self.open_languages()

    def open_languages(self) -> None:
        """The list of languages, above the screen that is shown."""
        if self.work is not None:
            self.app.type_ahead.hold()  # what is typed from now on is meant for the list
            self.app.run_worker(choose_language(self), exclusive=True, group="language")

    # Desk

    async def go_home(self) -> None:
        """Nothing is in hand any more, and the screen below all others is shown."""
        self.work = None
        self.family = FamilyTalk(self)
        while not isinstance(self.app.screen, HomeScreen) and len(self.app.screen_stack) > 2:
            await finished(self.app.pop_screen())
        if isinstance(self.app.screen, HomeScreen):
            self.app.screen.reload()

    def to_people(self) -> None:
        """Who works here."""
        from intake.ui.screens.people import PeopleScreen

        if self.may_see(Right.PEOPLE):
            self.app.push_screen(PeopleScreen(self))

    async def ask(self, dialog: Screen[str]) -> str:
        """What is chosen in a dialog. Keys that were typed before it was seen do not answer it."""
        self.app.type_ahead.drop()
        self.app.type_ahead.release()
        return await answer_of(self.app, dialog) or ""

    def complain(self, error: IntakeError) -> None:
        self.app.notify(self.app.describe(error), severity="error", timeout=10, markup=False)

    # Case

    async def to_interview(self, step: Step | None = None) -> None:
        """To a screen of the interview: a given one, the one where the case was left, or the next open one."""
        from intake.ui.screens.interview import InterviewScreen

        if self.work is None:
            return
        if self.work.is_closed and step is None:
            await self.to_review()
            return
        talk = self.work.interview
        step = step or step_left(talk, self.work.where.place.question) or talk.next_step()
        if step is None:
            await self.to_next_steps()
            return
        self.desk.prepare_names(self.work)
        self._show(InterviewScreen(self.work, self, step))

    async def back_to_interview(self) -> None:
        """From another screen of the case: to where the interview stands, after its last question to that one.

        Where it is closed, to the review of it.
        """
        work, step = self.work, None
        if work is not None and work.is_closed:
            await self.to_review()
            return
        if work is not None and not work.where.place.question:
            steps = work.interview.steps
            step = step_left(work.interview, work.where.shown.question) or (steps[-1] if steps else None)
        await self.to_interview(step)

    async def to_review(self) -> None:
        from intake.ui.screens.review import ReviewScreen

        if self.work is not None and self.may_see(Right.READ):
            self._show(ReviewScreen(self.work, self))

    async def to_next_steps(self) -> None:
        from intake.ui.screens.next_steps import NextStepsScreen

        if self.work is not None and not self.desk.may(Right.INTERVIEWS):
            self.hand_on()  # after the last question an interpreter is done
        elif self.work is not None:
            self._show(NextStepsScreen(self.work, self))

    async def to_compare(self) -> None:
        from intake.ui.screens.compare import CompareScreen

        if self.work is not None and self.may_see(Right.INTERVIEWS):
            self._show(CompareScreen(self.work, self))

    async def to_chain(self) -> None:
        from intake.ui.screens.chain import ChainScreen

        if self.work is not None and self.may_see(Right.INTERVIEWS):
            self._show(ChainScreen(self.work, self))

    async def to_handover(self) -> None:
        from intake.ui.screens.handover import HandoverScreen

        if self.work is not None and self.may_see(Right.HAND_OVER):
            self._show(HandoverScreen(self.work, self))

    async def to_events(self) -> None:
        from intake.ui.screens.events import EventsScreen

        if self.work is not None and self.may_see(Right.INTERVIEWS):
            self._show(EventsScreen(self.work, self))

    def hand_on(self) -> None:
        """Hand the case in hand to a colleague."""
        from intake.ui.screens.hand_on import hand_on

        self.app.type_ahead.hold()  # what is typed from now on is meant for the list of colleagues
        # A worker of the app: the screen that asked goes with its case.
        self.app.run_worker(hand_on(self), exclusive=True, group="leave")

    def may_see(self, right: Right) -> bool:
        """Whether the person may see a screen; where not, it is said."""
        if self.desk.may(right):
            return True
        self.complain(not_allowed())
        self.app.type_ahead.release()
        return False

    def _show(self, screen: CaseScreen) -> None:
        """A screen of the case in the place of the last one. Not awaited: the last one may be the caller."""
        if isinstance(self.app.screen, CaseScreen):
            self.app.switch_screen(screen)
        else:
            self.app.push_screen(screen)

    # Lock and leave

    def note_copy(self) -> None:
        """A text of the case in hand was copied: noted is of which question."""
        if self.work is not None:
            case_id = self.work.new.id if self.work.is_stored else ""
            self.desk.note(Action.TEXT_COPIED, case_id, self.work.where.place.question)

    async def come_to_rest(self) -> None:
        """Before locking: what is being saved is saved, and half-typed text is in the journal."""
        for screen in self.app.screen_stack:
            await handled(screen, SAVE_PATIENCE_S)
        await self.keep_half_typed()

    async def keep_half_typed(self) -> None:
        """Put half-typed text into the journal now."""
        from intake.ui.screens.interview import InterviewScreen

        for screen in self.app.screen_stack:
            if isinstance(screen, InterviewScreen):
                await screen.keep_half_typed()

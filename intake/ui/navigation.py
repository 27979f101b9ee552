"""From one screen to the next, and what happens to the case on the way."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from intake.errors import IntakeError
from intake.interview.session import Step
from intake.store.failures import CaseHeld
from intake.store.people.rights import Right, not_allowed
from intake.store.records import Action, TwoStatements
from intake.ui.casework import CaseWork
from intake.ui.desk import Desk
from intake.ui.handing import Handed
from intake.ui.holding import TakenOver
from intake.ui.interrupted import interrupted
from intake.ui.keys import first_key
from intake.ui.language_choice import choose_language, follow_language
from intake.ui.screens.case_screen import CaseScreen
from intake.ui.screens.dialog import Dialog, Item
from intake.ui.screens.home import HomeScreen
from intake.ui.screens.places import step_left
from intake.ui.taken_over import taken_over
from intake.ui.type_ahead import handled
from intake.ui.waits import answer_of, finished
from intake.ui.widgets.field import Layout

if TYPE_CHECKING:
    from intake.ui.app import IntakeApp

SAVE_PATIENCE_S = 5
"""How long locking waits for a save that is under way; a disk that takes longer is broken."""


class Navigation:
    """Opens screens for the case in hand. `work` is None at the desk."""

    def __init__(self, app: IntakeApp, desk: Desk) -> None:
        self.app = app
        self.desk = desk
        self._work: CaseWork | None = None
        self._same_talk: set[str] = set()
        """The cases of one family that were in hand since the desk was left: their talk is one."""
        self._left: dict[str, Callable[[], Awaitable[None]]] = {}
        """By case, how the screen is shown again on which it was left for another one of the family."""
        self.text_layout = Layout.BOTH

    @property
    def work(self) -> CaseWork | None:
        """The case in hand."""
        return self._work

    @work.setter
    def work(self, work: CaseWork | None) -> None:
        self._work = work
        if work is not None:
            work.holding.when_lost = partial(self._tell_taken_over, work)
            work.disputes.when_found = partial(self._tell_disputed, work)

    # Language of the person's pane

    async def switch_language(self) -> None:
        """The other of the two languages in use; the list of languages while only one is."""
        work = self.work
        if work is None:
            return
        if len(work.languages) > 1:
            work.switch_language()
        else:
            self.open_languages()

    def open_languages(self) -> None:
        """The list of languages, above the screen that is shown."""
        if self.work is not None:
            self.app.type_ahead.hold()  # what is typed from now on is meant for the list
            self.app.run_worker(choose_language(self), exclusive=True, group="language")

    async def follow_language(self) -> None:
        """The person's pane in the language that the person wants to speak, where there is one for it."""
        await follow_language(self)

    # Desk

    async def enter(self) -> None:
        """After unlocking: to the desk, and on to the case that was interrupted."""
        await finished(self.app.push_screen(self._home()))
        self.app.type_ahead.hold()  # an offer comes first, whatever was typed ahead
        self.app.run_worker(self._begin(), group="desk")

    async def _begin(self) -> None:
        """What comes before the desk: a passphrase that a colleague knows is changed, then the offers."""
        from intake.ui.screens.first_passphrase import has_own_passphrase

        if await has_own_passphrase(self):
            await self._say_who_is_here()
            await self._offer_interrupted()
        else:
            await self.app.action_lock()

    async def _say_who_is_here(self) -> None:
        """Who is alone here may do everything, and should know what that means."""
        people = await self.desk.ask(lambda store: store.staff_list())
        if self.desk.may(Right.PEOPLE) and sum(each.left_at is None for each in people) == 1:
            say = self.desk.wording().say
            text = say("You are alone here and have all roles: nobody checks what you do. {key} adds colleagues.",
                       key=first_key("people"))  # fmt: skip
            self.app.notify(text, severity="warning", timeout=15, markup=False)

    def _home(self) -> HomeScreen:
        """The desk, or what stands in its place for those who do not see the list of cases."""
        if self.desk.may(Right.DESK):
            from intake.ui.screens.desk import DeskScreen

            return DeskScreen(self)
        from intake.ui.screens.start import StartScreen

        return StartScreen(self)

    def come_home(self) -> None:
        """The roles of the person have changed: the screen that goes with them, and they are told."""
        say = self.desk.wording().say
        self.app.notify(say("Your roles were changed: {roles}.", roles=self.desk.roles), timeout=10, markup=False)
        self.app.switch_screen(self._home())

    async def cover_again(self, screens: Iterable[Screen[Any]]) -> None:
        """After a lock: what was shown of health and protection is covered, on these screens too."""
        if self.work is not None and self.work.cover.is_lifted:
            self.work.cover.lay()
            for screen in screens:
                if isinstance(screen, CaseScreen):
                    await screen.cover_again()

    async def come_back(self) -> None:
        """The screens that were hidden are shown again; what others changed meanwhile is read or said."""
        if self.work is not None:
            await self._look_who_holds(self.work)
        if isinstance(self.app.screen, HomeScreen):
            self.app.screen.reload()

    async def _look_who_holds(self, work: CaseWork) -> None:
        """Whether somebody has taken the case over while the desk was locked. Then that is said."""
        try:
            await work.look_who_holds()
        except TakenOver:
            await self._keep_unsaved(work)
        except IntakeError as error:
            self.complain(error)

    async def _keep_unsaved(self, work: CaseWork) -> None:
        """Write what failed before the case was taken over. Where it fails again, the way to the desk asks."""
        if not work.is_safe:
            try:
                await work.retry()
            except IntakeError as error:
                self.complain(error)

    def _tell_taken_over(self, work: CaseWork) -> None:
        """Say it once at a time, in a worker of the app: the screen that finds it out is about to go."""
        if not any(worker.group == "taken" and not worker.is_finished for worker in self.app.workers):
            self.app.run_worker(self._leave_taken_over(work), group="taken")

    def _tell_disputed(self, work: CaseWork, found: tuple[TwoStatements, ...]) -> None:
        """Answers of somebody else came in that contradict those given here."""
        wording, questionnaire = self.desk.wording(work), work.interview.logic.questionnaire
        names = dict.fromkeys(wording.label(questionnaire[each.place.question]) for each in found)
        text = wording.say(
            "Two statements to: {questions}. Somebody else has answered this too. Both are kept; Review settles it.",
            questions=", ".join(names),
        )
        self.app.notify(text, severity="warning", timeout=30, markup=False)

    async def _leave_taken_over(self, work: CaseWork) -> None:
        await self.ask(await taken_over(self.desk, work))
        await self.to_desk()

    async def _offer_interrupted(self) -> None:
        try:
            for line in await self.desk.interrupted():
                work = await self.desk.open_case(line.id, resume=True)
                chosen = await self.ask(interrupted(self.desk, line, work))
                if chosen == "continue" or not self.desk.may(Right.INTERVIEWS):
                    self.work = work
                    await self.to_interview()
                    return
                await self.desk.put_back(work)
                if isinstance(self.app.screen, HomeScreen):
                    self.app.screen.reload()
        except IntakeError as error:
            self.complain(error)
        finally:
            self.app.type_ahead.release()

    async def open(self, case_id: str, *, to_handover: bool = False) -> None:
        """Open a case from the desk, at its interview or its handover; one that is open elsewhere after asking only."""
        if not self.desk.may(Right.INTERVIEWS) or await self._is_restricted(case_id):
            await self._look_into(case_id)
            return
        try:
            self.work = await self._opened(case_id)
        except IntakeError as error:
            self.complain(error)
        if self.work is not None:
            await (self.to_handover() if to_handover else self.to_interview())
        else:
            self.app.type_ahead.release()

    async def _is_restricted(self, case_id: str) -> bool:
        """Whether a case may only be read. What else is wrong with it, opening it says."""
        try:
            return await self.desk.ask(lambda store: store.care.restricted(case_id)) is not None
        except IntakeError:
            return False

    async def _look_into(self, case_id: str) -> None:
        """Show a case to somebody who leads no interviews."""
        from intake.ui.screens.reading import ReadingScreen

        try:
            file = await self.desk.ask(lambda store: store.load_case(case_id))
            await finished(self.app.push_screen(ReadingScreen(self, file)))
        except IntakeError as error:
            self.complain(error)
        finally:
            self.app.type_ahead.release()

    async def take_up(self, case_id: str) -> None:
        """Go on with an interview that was handed to the person: the same talk, at the same place."""
        try:
            self.work = await self._opened(case_id, resume=True)
        except IntakeError as error:
            self.complain(error)
        if self.work is not None:
            await self.to_interview()
        else:
            self.app.type_ahead.release()

    async def handed_on(self) -> None:
        """The case in hand is with a colleague now: nothing more is written from here, and the way is to the desk."""
        self.work = None
        await self._show_home()

    async def opened(self, case_id: str) -> CaseWork | None:
        """A case of the same family; the talk goes on where it was begun a moment ago. None where it is left alone."""
        return await self._opened(case_id, resume=case_id in self._same_talk)

    async def _opened(self, case_id: str, *, resume: bool = False) -> CaseWork | None:
        say = self.desk.wording().say
        try:
            return await self.desk.open_case(case_id, resume=resume)
        except CaseHeld as error:
            chosen = await self.ask(
                Dialog(
                    say("This case is open elsewhere"),
                    [self.app.describe(error)],
                    [Item("leave", say("Leave it there")), Item("take", say("Take the case over"))],
                )
            )
            return await self.desk.open_case(case_id, over=True, resume=resume) if chosen == "take" else None

    def come_back_here(self) -> None:
        """When the case in hand is opened again from a case of the family, the screen that is shown now is shown."""
        screen = self.app.screen
        if self.work is not None and isinstance(screen, CaseScreen):
            self._left[self.work.new.id] = screen.show_again

    async def change_case(self, opening: Callable[[], Awaitable[CaseWork | None]]) -> bool:
        """Put the case in hand back and go on with another one of the family. False where this one is kept.

        The other one is opened first: where that fails, nothing has changed.
        """
        work = self.work
        await handled(self.app.screen, SAVE_PATIENCE_S)
        if work is None or not await self._may_let_go(work):
            return False
        other = await opening()
        if other is None:
            return False
        if not work.holding.is_lost:
            await self.desk.put_back(work)
        self._same_talk |= {work.new.id, other.new.id}
        self.work = other
        with self.app.type_ahead.held():
            await self._left.pop(other.new.id, self.to_interview)()
        return True

    def complain(self, error: IntakeError) -> None:
        self.app.notify(self.app.describe(error), severity="error", timeout=10, markup=False)

    async def new(self, kind: str = "full") -> None:
        """Begin a case; it lives in memory until data protection was explained."""
        if not self._may_see(Right.INTERVIEWS):
            return
        self.work = self.desk.new_case(kind)
        await self.to_interview()

    async def to_desk(self) -> bool:
        """End the talk. Asks before a case that was never stored is let go. True where the desk is shown."""
        try:
            return await self._ended_talk()
        finally:
            self.app.type_ahead.release()

    async def _ended_talk(self) -> bool:
        # A screen in the middle of a save would go on with widgets that are gone.
        await handled(self.app.screen, SAVE_PATIENCE_S)
        work = self.work
        if work is None:
            return True
        if not await self._may_let_go(work):
            return False
        try:
            if not work.holding.is_lost:
                await self.desk.put_back(work)
        except IntakeError as error:
            self.complain(error)
            return False
        self.work = None
        await self._show_home()
        return True

    async def _show_home(self) -> None:
        self._same_talk, self._left = set(), {}
        while not isinstance(self.app.screen, HomeScreen) and len(self.app.screen_stack) > 2:
            await finished(self.app.pop_screen())
        if isinstance(self.app.screen, HomeScreen):
            self.app.screen.reload()

    async def _may_let_go(self, work: CaseWork) -> bool:
        say = self.desk.wording().say
        if work.has_failed:
            try:
                await work.retry()
            except IntakeError as error:
                return await self._confirmed(
                    say("The last change is not saved"),
                    [self.app.describe(error)],
                    say("Go on without this change"),
                )
        if work.is_stored or not work.interview.answers.by_id:
            return True
        return await self._confirmed(
            say("This case was never stored"),
            [say("Data protection was not explained: the answers are in memory only. They are lost when you leave.")],
            say("Let the answers go"),
        )

    async def _confirmed(self, title: str, lines: list[str], action: str) -> bool:
        say = self.desk.wording().say
        chosen = await self.ask(Dialog(title, lines, [Item("stay", say("Stay in the case")), Item("go", action)]))
        return chosen == "go"

    async def ask(self, dialog: Screen[str]) -> str:
        """What is chosen in a dialog. Keys that were typed before it was seen do not answer it."""
        self.app.type_ahead.drop()
        self.app.type_ahead.release()
        return await answer_of(self.app, dialog) or ""

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
        step = step or step_left(talk, self.work.place.question) or talk.next_step()
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
        if work is not None and not work.place.question:
            steps = work.interview.steps
            step = step_left(work.interview, work.shown.question) or (steps[-1] if steps else None)
        await self.to_interview(step)

    async def to_review(self) -> None:
        from intake.ui.screens.review import ReviewScreen

        if self.work is not None and self._may_see(Right.READ):
            self._show(ReviewScreen(self.work, self))

    async def to_next_steps(self) -> None:
        from intake.ui.screens.next_steps import NextStepsScreen

        if self.work is not None and not self.desk.may(Right.INTERVIEWS):
            self.hand_on()  # after the last question an interpreter is done
        elif self.work is not None:
            self._show(NextStepsScreen(self.work, self))

    async def to_compare(self) -> None:
        from intake.ui.screens.compare import CompareScreen

        if self.work is not None and self._may_see(Right.INTERVIEWS):
            self._show(CompareScreen(self.work, self))

    async def to_chain(self) -> None:
        from intake.ui.screens.chain import ChainScreen

        if self.work is not None and self._may_see(Right.INTERVIEWS):
            self._show(ChainScreen(self.work, self))

    async def to_handover(self) -> None:
        from intake.ui.screens.handover import HandoverScreen

        if self.work is not None and self._may_see(Right.HAND_OVER):
            self._show(HandoverScreen(self.work, self))

    async def to_events(self) -> None:
        from intake.ui.screens.events import EventsScreen

        if self.work is not None and self._may_see(Right.INTERVIEWS):
            self._show(EventsScreen(self.work, self))

    def take_or_ask(self, handed: Handed) -> None:
        """Go on with what was handed to the person; about what they handed on themselves they are asked."""
        from intake.ui.screens.hand_on import ask_about

        self.app.type_ahead.hold()
        work = self.take_up(handed.line.case.id) if handed.line.is_mine else ask_about(self, handed)
        self.app.run_worker(work, exclusive=True, group="open")

    def to_people(self) -> None:
        """Who works here."""
        from intake.ui.screens.people import PeopleScreen

        if self._may_see(Right.PEOPLE):
            self.app.push_screen(PeopleScreen(self))

    def hand_on(self) -> None:
        """Hand the case in hand to a colleague."""
        from intake.ui.screens.hand_on import hand_on

        self.app.type_ahead.hold()  # what is typed from now on is meant for the list of colleagues
        # A worker of the app: the screen that asked goes with its case.
        self.app.run_worker(hand_on(self), exclusive=True, group="leave")

    def _may_see(self, right: Right) -> bool:
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
            self.desk.note(Action.TEXT_COPIED, case_id, self.work.place.question)

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

    async def may_end(self) -> bool:
        """Whether the program may end: asked where the case in hand would lose something by it."""
        return self.work is None or await self._may_let_go(self.work)

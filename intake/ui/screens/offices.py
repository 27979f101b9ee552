"""The list of offices: how each stands, what became of its records, and the keys that note that."""

from __future__ import annotations

from contextlib import suppress
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from intake.errors import IntakeError
from intake.interview.answers import State
from intake.languages.dates import day as shown_day
from intake.store.kept.handovers import RecordStatus, Step
from intake.ui.casework import CaseWork
from intake.ui.keys import bindings, first_key
from intake.ui.left_records import LeftRecords
from intake.ui.navigation import Navigation
from intake.ui.offices import Office
from intake.ui.outbox import Outbox
from intake.ui.record_words import RecordWords
from intake.ui.screens.case_screen import CaseScreen
from intake.ui.screens.office_records import OfficeRecords
from intake.ui.screens.receipt import take_receipt
from intake.ui.widgets.footer import KeyFooter
from intake.ui.widgets.hanging import hanging
from intake.ui.widgets.lines import Notice, Title

STEP_KEYS = ("handed-over", "confirmed", "returned", "told")


class OfficesScreen(CaseScreen):
    """One line for each office of the site, with its consent and its records."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(*STEP_KEYS, "dismiss", "receipt")

    def __init__(self, work: CaseWork, nav: Navigation) -> None:
        super().__init__(work, nav)
        self._outbox = Outbox(nav.desk, work)
        self._left = LeftRecords(nav.desk, work)
        self._of_office = OfficeRecords(work, nav, self._left)
        self._offices: tuple[Office, ...] = ()

    def compose(self) -> ComposeResult:
        say = self.wording.say
        yield Title(say("Handover · {code}", code=self.work.code or say("not stored")), self.saved_text())
        yield OptionList(classes="lines")
        yield Notice()
        yield KeyFooter(self.wording, self.KEYS)

    async def on_mount(self) -> None:
        self.query_one(OptionList).focus()
        await self._fill()
        if not self.work.is_stored:
            self._say(self.wording.say("The case is in memory only. Explain data protection first."), "problem")

    async def on_screen_resume(self) -> None:
        await self._fill()

    def _say(self, text: str, kind: str = "") -> None:
        self.query_one(Notice).say(text, kind)

    async def _fill(self) -> None:
        try:
            await self._left.catch_up()
        except IntakeError as error:
            self._say(self.nav.app.describe(error), "problem")
        with suppress(IntakeError):  # the same was told just now
            await self._outbox.refresh()
        if not self.is_attached:
            return
        self.query_one(Title).right = self.saved_text()
        here = self._here
        self._offices = self._outbox.offices()
        options = self.query_one(OptionList)
        at = options.highlighted or 0
        options.clear_options()
        options.add_options([Option(self._content(office)) for office in self._offices])
        if self._offices:
            same = (number for number, office in enumerate(self._offices) if here and here.is_same(office))
            options.highlighted = next(same, min(at, len(self._offices) - 1))

    def _content(self, office: Office) -> Content:
        details = [(self._standing(office), "")]
        if office.is_due:
            details.insert(0, (self.wording.say("handover now due"), "bold"))
        words = RecordWords(self.wording, self.work.today, self._left.overtaken)
        for number, record in enumerate(self._left.of_office(office.recipient, office.name)):
            lines = list(words.lines(record, self._left.steps))
            details += lines if number == 0 or record.status is RecordStatus.WITHDRAWN else lines[:1]
        for record in self._left.begun(office.recipient, office.name):
            details += words.lines(record, ())
            details.append((f"  {self.wording.say('{key} dismisses it', key=first_key('dismiss'))}", "dim"))
        return hanging(office.name, details, self.size.width - 4, mark="●" if office.is_named or office.is_due else " ")

    def _standing(self, office: Office) -> str:
        """Whether the office may see anything, and why not."""
        say = self.wording.say
        if office.view is not None:
            until = shown_day(office.view.valid_until, self.wording.staff)
            return say("consent until {day}: {count} answers", day=until, count=len(office.view.ids))
        if office.is_childrens:
            return say("no transfer: {reason}", reason=say(office.reason))
        if office.entry is None or office.entry.answer("decision").state is State.NOT_ASKED:
            named = say("named by the proposal; not asked yet")
            return named if office.is_named else say("not asked")
        return say("no transfer: {reason}", reason=say(office.reason))

    @property
    def _here(self) -> Office | None:
        at = self.query_one(OptionList).highlighted
        return self._offices[at] if at is not None and self._offices else None

    # What became of the records

    def action_handed_over(self) -> None:
        self._note(Step.HANDED_OVER)

    def action_confirmed(self) -> None:
        self._note(Step.CONFIRMED)

    def action_returned(self) -> None:
        self._note(Step.RETURNED)

    def action_told(self) -> None:
        self._note(Step.TOLD)

    def _note(self, kind: Step) -> None:
        if self._here is not None:
            self.run_worker(self._noted(self._here, kind), exclusive=True, group="office")

    async def _noted(self, office: Office, kind: Step) -> None:
        if self.work.has_failed and not await self._is_written():
            return
        said = await self._of_office.note(office, kind)
        await self._fill()
        self._say(*said)

    def action_dismiss_draft(self) -> None:
        if self._here is not None:
            self.run_worker(self._dismissed(self._here), exclusive=True, group="office")

    async def _dismissed(self, office: Office) -> None:
        said = await self._of_office.dismiss(office)
        await self._fill()
        self._say(*said)

    async def _is_written(self) -> bool:
        """Try again what could not be written: it may be the very step that is to be noted now."""
        try:
            await self.work.go_on()
        except IntakeError as error:
            self._say(self.nav.app.describe(error), "problem")
            return False
        await self._fill()
        return True

    def action_receipt(self) -> None:
        self.run_worker(self._take_receipt(), exclusive=True, group="office")

    async def _take_receipt(self) -> None:
        said = await take_receipt(self.nav)
        await self._fill()
        self._say(*said)

"""Handover: the offices that the proposal names, what each was allowed to see, and the record for it."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from intake.errors import IntakeError
from intake.handover.sealing import Sealing
from intake.interview.answers import Answer, EntryAdded, FieldGiven, State
from intake.interview.values import Plain
from intake.languages.dates import day as shown_day
from intake.store.ids import new_id
from intake.store.records import RecordStatus, Step
from intake.ui.casework import CaseWork
from intake.ui.keys import bindings, first_key
from intake.ui.left_records import LeftRecords
from intake.ui.navigation import Navigation
from intake.ui.outbox import NOT_SEALED, Office, Outbox
from intake.ui.print_room import PrintRoom
from intake.ui.record_decisions import StaffWords
from intake.ui.record_files import Cancelled
from intake.ui.record_words import RecordWords
from intake.ui.screens.case_screen import CaseScreen
from intake.ui.screens.consent import CONSENTS, ConsentScreen
from intake.ui.screens.copying import copy_fields
from intake.ui.screens.dialog import Dialog, Item
from intake.ui.screens.office_records import OfficeRecords
from intake.ui.screens.previewing import read_preview
from intake.ui.screens.printing import choose_paper
from intake.ui.screens.receipt import take_receipt
from intake.ui.screens.sealing import choose_sealing, show_phrase
from intake.ui.screens.ticks import Ticks
from intake.ui.screens.uncover import uncover
from intake.ui.screens.without_consent import WithoutConsent, may_pass_on_without_consent
from intake.ui.waits import answer_of
from intake.ui.widgets.footer import KeyFooter
from intake.ui.widgets.hanging import hanging
from intake.ui.widgets.lines import Notice, Title

KINDS = ("pdf", "json", "text")
STEP_KEYS = ("handed-over", "confirmed", "returned", "told")


class HandoverScreen(CaseScreen):
    """One line for each office of the site. Nothing leaves without a consent that holds today."""

    SEEN_AS: ClassVar[str] = "handover"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "export", "copy-fields", "print", "withdraw", "without-consent", *STEP_KEYS, "receipt"
    )
    KEYS: ClassVar[tuple[str, ...]] = (
        "confirm", "export", "print", "copy-fields", *STEP_KEYS, "receipt", "withdraw", "without-consent",
        "go-back", "next-steps", "help",
    )  # fmt: skip

    def __init__(self, work: CaseWork, nav: Navigation) -> None:
        super().__init__(work, nav)
        self._outbox = Outbox(nav.desk, work)
        self._left = LeftRecords(nav.desk, work)
        self._of_office = OfficeRecords(work, nav, self._left)
        self._offices: tuple[Office, ...] = ()
        self._cancelled = threading.Event()
        self._is_writing = False

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

    def on_unmount(self) -> None:
        """A record is not written on behind the back of whoever left."""
        self._cancelled.set()

    def _say(self, text: str, kind: str = "") -> None:
        self.query_one(Notice).say(text, kind)

    async def _fill(self) -> None:
        try:
            await self._left.catch_up()
        except IntakeError as error:
            self._say(self.nav.app.describe(error), "problem")
        await self._outbox.refresh()
        if not self.is_attached:
            return
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
        words = RecordWords(self.wording, self.work.today)
        for number, record in enumerate(self._left.of_office(office.recipient, office.name)):
            lines = list(words.lines(record, self._left.steps))
            details += lines if number == 0 or record.status is RecordStatus.WITHDRAWN else lines[:1]
        return hanging(office.name, details, self.size.width - 4, mark="●" if office.is_named or office.is_due else " ")

    def _standing(self, office: Office) -> str:
        """Whether the office may see anything, and why not."""
        say = self.wording.say
        if office.view is not None:
            until = shown_day(office.view.valid_until, self.wording.staff)
            return say("consent until {day}: {count} answers", day=until, count=len(office.view.ids))
        if office.is_childrens:
            return say("no transfer: {reason}", reason=say(office.reason))
        if office.entry is None:
            named = say("named by the proposal; not asked yet")
            return named if office.is_named else say("not asked")
        return say("no transfer: {reason}", reason=say(office.reason))

    @property
    def _here(self) -> Office | None:
        at = self.query_one(OptionList).highlighted
        return self._offices[at] if at is not None and self._offices else None

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_confirm()

    def on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            event.stop()
            self.action_confirm()
        elif self._is_writing and event.key == "escape":
            event.stop()
            self._cancelled.set()

    def action_confirm(self) -> None:
        if self._here is not None:
            self.run_worker(self._open(self._here), exclusive=True, group="office")

    async def _open(self, office: Office) -> None:
        say = self.wording.say
        if office.view is None:
            await self._ask(office)
            return
        words = self._outbox.words_of_staff(office.view)
        along = len(self._outbox.ticked(office.view) & {each.id for each in words})
        which = say("Notes and words of staff: {count} of {total} go along", count=along, total=len(words))
        printer = self.nav.desk.settings.printer
        chosen = await answer_of(
            self.app,
            Dialog(
                office.name,
                [self._standing(office)],
                [
                    Item("preview", say("Preview: exactly what this office would see")),
                    Item("export", say("Write the record: PDF, JSON and text")),
                    Item("csv", say("Write the fields as a table (CSV)")),
                    Item("sealed", say("Write a sealed file that only this office opens")),
                    *([Item("print", say("Print the record on {printer}", printer=printer))] if printer else []),
                    Item("copy", say("Copy field by field for the receiver")),
                    *([Item("words", which)] if words else []),
                    Item("change", say("Look at the consent again")),
                    Item("withdraw", say("Withdraw the consent from today on")),
                ],
            ),
        )
        match chosen:
            case "preview":
                await read_preview(self.nav, self._outbox, office.view)
            case "export":
                await self._export(office)
            case "csv":
                await self._export(office, ("csv",))
            case "sealed":
                await self._seal(office)
            case "print":
                await self._export(office, ("print",))
            case "copy":
                await copy_fields(self.nav, self._outbox, office)
            case "words":
                await self._tick(office, words)
            case "change":
                await self._ask(office)
            case "withdraw":
                await self._withdraw(office)

    def action_copy_fields(self) -> None:
        if self._here is not None and self._here.view is None:
            reason = self._standing(self._here)
            self._say(
                self.wording.say("Nothing to copy without a consent that holds: {reason}", reason=reason), "problem"
            )
        elif self._here is not None:
            self.run_worker(copy_fields(self.nav, self._outbox, self._here), exclusive=True, group="office")

    async def _tick(self, office: Office, words: tuple[StaffWords, ...]) -> None:
        """Choose the words of staff that go along, and see the record with them."""
        say, view = self.wording.say, office.view
        if view is None or (self._outbox.is_covered(view) and not await uncover(self.nav, self.work)):
            return
        about = say("Notes, reasons and lines in the words of staff stay here, unless they are ticked for this record.")
        items = [Item(each.id, each.text) for each in words]
        title = say("Notes and words of staff · {office}", office=office.name)
        ticked = await answer_of(self.app, Ticks(title, about, items, self._outbox.ticked(view)))
        if ticked is not None:
            self._outbox.tick(view, ticked)
            await read_preview(self.nav, self._outbox, view)

    async def _ask(self, office: Office) -> None:
        """Ask for the consent, field by field, with the preview in sight."""
        if office.is_childrens:
            text = self.wording.say(
                "This school gets a record of each child, never that of the parent. {key} in the next steps opens the "
                "short cases of the children.",
                key=first_key("family"),
            )
            self._say(text, "warning")
            return
        if not self.work.is_stored:
            self._say(self.wording.say("The case is in memory only. Explain data protection first."), "problem")
            return
        entry = office.entry.id if office.entry else new_id(self.work.now())
        if office.entry is None:
            start: dict[str, Plain] = {
                "recipient": office.recipient,
                "office": office.name,
                "purpose": office.purpose or self.wording.recipient(office.recipient).staff,
                "packages": self._outbox.usual_packages(office.recipient),
            }
            given = (FieldGiven(CONSENTS, entry, id_, Answer(State.ANSWERED, value)) for id_, value in start.items())
            try:
                await self.work.save(EntryAdded(CONSENTS, entry), *given)
            except IntakeError as error:
                self._say(self.nav.app.describe(error), "problem")
                return
        await answer_of(self.app, ConsentScreen(self.work, self.nav, self._outbox, entry))
        await self._fill()

    def action_withdraw(self) -> None:
        if self._here is not None:
            self.run_worker(self._withdraw(self._here), exclusive=True, group="office")

    async def _withdraw(self, office: Office) -> None:
        self._say(*await self._of_office.withdraw(office))
        await self._fill()

    def action_without_consent(self) -> None:
        if self._here is not None:
            self.run_worker(self._pass_on(self._here), exclusive=True, group="office")

    async def _pass_on(self, office: Office) -> None:
        """Write a record that a statute carries, once all of it was asked and confirmed."""
        say = self.wording.say
        if not may_pass_on_without_consent(self.nav.desk):
            self._say(say("Your role does not pass anything on without consent. Ask a colleague who may."), "problem")
        elif office.is_childrens:
            await self._ask(office)
        elif not self.work.is_stored:
            self._say(say("The case is in memory only. Explain data protection first."), "problem")
        elif office.view is not None:
            self._say(say("There is a consent that holds: the record can be written with it."), "problem")
        else:
            view = await WithoutConsent(self.nav, self._outbox, self.wording).view(office)
            if view is not None:
                await self._export(replace(office, view=view))

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
        said = await self._of_office.note(office, kind)
        await self._fill()
        self._say(*said)

    def action_receipt(self) -> None:
        self.run_worker(self._take_receipt(), exclusive=True, group="office")

    async def _take_receipt(self) -> None:
        said = await take_receipt(self.nav)
        await self._fill()
        self._say(*said)

    def action_print_papers(self) -> None:
        if not self.work.is_stored:
            self._say(self.wording.say("The case is in memory only. Explain data protection first."), "problem")
            return
        room = PrintRoom(self.nav.desk, self.work)
        self.run_worker(choose_paper(self, room, self._here), exclusive=True, group="office")

    def action_export(self) -> None:
        if self._here is not None:
            self.run_worker(self._export(self._here), exclusive=True, group="office")

    async def _seal(self, office: Office) -> None:
        """Write one file for this office alone; a phrase is shown once, when the file is there."""
        chosen = await choose_sealing(self.nav, self._outbox, office, self.wording)
        if isinstance(chosen, str):
            self._say(chosen, "problem" if chosen else "")
            return
        if await self._export(office, ("sealed",), chosen) and chosen.phrase:
            await show_phrase(self.nav, chosen, self.wording)

    async def _export(self, office: Office, kinds: tuple[str, ...] = KINDS, sealing: Sealing = NOT_SEALED) -> bool:
        """Write the files and say so; whether they are there."""
        say = self.wording.say
        if office.view is None:
            self._say(say("No record without a consent that holds: {reason}", reason=self._standing(office)), "problem")
            return False
        folder = Path(self.nav.desk.settings.export).expanduser()
        self._cancelled.clear()
        self._is_writing = True
        texts = {
            "pdf": say("laying out the PDF"),
            "json": say("writing the data"),
            "text": say("writing the text"),
            "csv": say("writing the fields"),
            "print": say("laying out the PDF"),
            "sealed": say("sealing the file"),
        }
        is_there = False

        def progress(kind: str) -> None:
            self.app.call_from_thread(
                self._say, say("Please wait: {step} … {key} stops it.", step=texts[kind], key=first_key("go-back"))
            )

        try:
            done = await self._outbox.export(office, folder, kinds, progress, self._cancelled.is_set, sealing)
        except Cancelled:
            self._say(say("Stopped. No file was written; the case is kept."))
        except IntakeError as error:
            self._say(self.nav.app.describe(error), "problem")
        else:
            names = ", ".join(path.name for path in done.files)
            written = (
                say(
                    "Version {version} written to {folder}: {names}",
                    version=done.version,
                    folder=str(folder.absolute()),
                    names=names,
                )
                if done.files
                else say(
                    "Version {version} sent to the printer {printer}.",
                    version=done.version,
                    printer=self.nav.desk.settings.printer,
                )
            )
            self._say(f"{written} {done.warning}".strip(), "warning" if done.warning else "")
            is_there = True
        finally:
            self._is_writing = False
        await self._fill()
        return is_there

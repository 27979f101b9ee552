"""Handover: the offices that the proposal names, what each was allowed to see, and the record for it."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.widgets import OptionList

from intake.errors import IntakeError
from intake.handover.sealing.sealing import Sealing
from intake.interview.answers import Answer, EntryAdded, FieldGiven, State
from intake.interview.values import Plain
from intake.store.ids import new_id
from intake.ui.casework import CaseWork
from intake.ui.keys import bindings, first_key
from intake.ui.navigation import Navigation
from intake.ui.new_consent import usual_packages
from intake.ui.offices import Office
from intake.ui.outbox import NOT_SEALED
from intake.ui.print_room import PrintRoom
from intake.ui.record_decisions import StaffWords
from intake.ui.record_files import Cancelled
from intake.ui.screens.consent import CONSENTS, ConsentScreen
from intake.ui.screens.copying import copy_fields
from intake.ui.screens.dialog import Item
from intake.ui.screens.exporting import exported_text, progress_text
from intake.ui.screens.office_actions import office_actions
from intake.ui.screens.offices import STEP_KEYS, OfficesScreen
from intake.ui.screens.previewing import read_preview
from intake.ui.screens.printing import choose_paper
from intake.ui.screens.sealing import choose_sealing, show_phrase
from intake.ui.screens.ticks import Ticks
from intake.ui.screens.uncover import uncover
from intake.ui.screens.without_consent import WithoutConsent, may_pass_on_without_consent
from intake.ui.waits import answer_of

KINDS = ("pdf", "json", "text")


class HandoverScreen(OfficesScreen):
    """Asks for consents and writes records. Nothing leaves without a consent that holds today, or a statute."""

    SEEN_AS: ClassVar[str] = "handover"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "export", "copy-fields", "print", "withdraw", "without-consent", "uncover"
    )
    KEYS: ClassVar[tuple[str, ...]] = (
        "confirm", "export", "print", "copy-fields", *STEP_KEYS, "receipt", "withdraw", "dismiss",
        "without-consent", "uncover", "go-back", "next-steps", "help",
    )  # fmt: skip

    def __init__(self, work: CaseWork, nav: Navigation) -> None:
        super().__init__(work, nav)
        self._cancelled = threading.Event()
        self._is_writing = False

    def on_unmount(self) -> None:
        """A record is not written on behind the back of whoever left."""
        self._cancelled.set()

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
            self.app, office_actions(say, office.name, self._standing(office), which if words else "", printer)
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
                await self._copy(office)
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
            self.run_worker(self._copy(self._here), exclusive=True, group="office")

    async def _copy(self, office: Office) -> None:
        """Let the fields be copied, where the consent holds at this moment."""
        try:
            view = await self._outbox.view_now(office)
        except IntakeError as error:
            await self._fill()
            self._say(self.nav.app.describe(error), "problem")
            return
        await copy_fields(self.nav, self._outbox, replace(office, view=view))

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
                "packages": usual_packages(office.recipient),
            }
            given = (FieldGiven(CONSENTS, entry, id_, Answer(State.ANSWERED, value)) for id_, value in start.items())
            try:
                await self.work.save(EntryAdded(CONSENTS, entry), *given)
            except IntakeError as error:
                self._say(self.nav.app.describe(error), "problem")
                return
        await answer_of(self.app, ConsentScreen(self.work, self.nav, self._outbox, entry))
        await self._fill()

    def action_uncover(self) -> None:
        self.run_worker(self._see_covered(), exclusive=True, group="cover")

    async def _see_covered(self) -> None:
        if await uncover(self.nav, self.work):
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
        printer, is_there = self.nav.desk.settings.printer, False

        def progress(kind: str) -> None:
            self.app.call_from_thread(self._say, progress_text(kind, say))

        try:
            done = await self._outbox.export(office, folder, kinds, progress, self._cancelled.is_set, sealing)
        except Cancelled:
            self._say(say("Stopped. No file was written; the case is kept."))
        except IntakeError as error:
            self._say(self.nav.app.describe(error), "problem")
        else:
            self._say(*exported_text(done, folder, printer, say))
            is_there = True
        finally:
            self._is_writing = False
        await self._fill()
        return is_there

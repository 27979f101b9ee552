"""Notes what became of a record from the list of offices. For workers, as it waits for answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from intake.errors import IntakeError
from intake.interview.answers import Answer, FieldGiven, State
from intake.interview.values import PartialDate
from intake.store.handovers.steps import refused
from intake.store.kept.handovers import Record, RecordStatus, Step
from intake.ui.left_records import CONSENTS, LeftRecords
from intake.ui.record_words import RecordWords
from intake.ui.screens.dialog import Dialog, Item
from intake.ui.screens.record_steps import StepAsker
from intake.ui.waits import answer_of

if TYPE_CHECKING:
    from intake.ui.casework import CaseWork
    from intake.ui.navigation import Navigation
    from intake.ui.offices import Office

MOST_VERSIONS = 9


class OfficeRecords:
    """What the keys of the list of offices do with the records of one office. Each says what to tell staff."""

    def __init__(self, work: CaseWork, nav: Navigation, left: LeftRecords) -> None:
        self._work = work
        self._nav = nav
        self._left = left

    @property
    def _words(self) -> RecordWords:
        return RecordWords(self._nav.desk.wording(self._work), self._work.today, self._left.overtaken)

    async def note(self, office: Office, kind: Step) -> tuple[str, str]:
        """Ask for a step of a record of this office and write it. Gives a notice and its kind; both empty: nothing."""
        say = self._nav.desk.wording(self._work).say
        found = self._left.of_office(office.recipient, office.name)
        if not found:
            return say("No record has left for this office yet."), "problem"
        possible = self._left.possible(kind, office.recipient, office.name)
        if not possible:
            error = refused(found[0].status, is_told=self._left.is_told(found[0]))
            return self._nav.app.describe(error), "problem"
        record = await self._which(office, possible)
        step = record and await StepAsker(self._nav, self._nav.desk.wording(self._work)).step(kind, record)
        if not record or not step:
            return "", ""
        with self._nav.app.type_ahead.held():
            try:
                await self._left.note(step, record)
            except IntakeError as error:
                return self._nav.app.describe(error), "problem"
        return say("Noted: version {version}, {step}", version=record.version, step=self._words.step(step)), ""

    async def _which(self, office: Office, possible: tuple[Record, ...]) -> Record | None:
        """The one version, or the one that staff choose; the newest stands first."""
        if len(possible) == 1:
            return possible[0]
        say = self._nav.desk.wording(self._work).say
        items = [Item(each.id, next(self._words.lines(each, ()))[0]) for each in possible[:MOST_VERSIONS]]
        chosen = await answer_of(self._nav.app, Dialog(say("Which version?"), [office.name], items))
        return next((each for each in possible if each.id == chosen), None)

    def _named(self, affected: Sequence[Record], begun: Sequence[Record]) -> Iterator[str]:
        """What has left or may have, by what is known of it; a line for each, and for what the office has the last."""
        say = self._nav.desk.wording(self._work).say
        there = [each for each in affected if each.status in (RecordStatus.HANDED_OVER, RecordStatus.CONFIRMED)]
        groups = (
            (say("The office has these records and has to be told:"), there),
            (
                say("Only written, or returned. Whether the office has them is not known: it has to be told of them:"),
                [each for each in affected if each not in there],
            ),
            (say("No steps are noted for these, but files of them may exist:"), begun),
        )
        for heading, records in groups:
            if records:
                yield from ("", heading)
            for record in records:
                yield f"  {next(self._words.lines(record, ()))[0]}"
                own = [step for step in self._left.steps if step.record_id == record.id]
                if record in there and own:
                    yield f"    {self._words.step(own[-1], record)}"

    async def dismiss(self, office: Office) -> tuple[str, str]:
        """Dismiss a draft of a record that never left, once staff confirm. Gives what `note` gives."""
        say = self._nav.desk.wording(self._work).say
        begun = self._left.begun(office.recipient, office.name)
        if not begun:
            return say("There is no draft for this office. A record that has left is withdrawn with its consent."), ""
        record = await self._which(office, begun)
        if record is None:
            return "", ""
        about = [
            next(self._words.lines(record, ()))[0],
            "",
            say("It was never noted as written. It stays in the audit trail, and the next record gets a new version."),
            say(
                "Files of it may lie in {folder}: delete them there.",
                folder=str(self._nav.desk.settings.export.expanduser().absolute()),
            ),
        ]
        items = [Item("stay", say("Keep the draft")), Item("dismiss", say("Dismiss it"))]
        title = say("Dismiss the draft for {office}?", office=office.name)
        if await answer_of(self._nav.app, Dialog(title, about, items)) != "dismiss":
            return "", ""
        with self._nav.app.type_ahead.held():
            try:
                await self._left.dismiss(record)
            except IntakeError as error:
                return self._nav.app.describe(error), "problem"
        return say("The draft of version {version} is dismissed.", version=record.version), ""

    async def withdraw(self, office: Office) -> tuple[str, str]:
        """Withdraw the consent for an office from today on, and with it every record that went there."""
        say = self._nav.desk.wording(self._work).say
        if office.view is None or office.entry is None:
            return say("There is no consent to withdraw here."), ""
        affected = self._left.affected(office.recipient, office.name)
        about = [say("No record goes to this office from today on. What was handed over before stays listed.")]
        about += self._named(affected, self._left.begun(office.recipient, office.name))
        items = [Item("stay", say("Keep the consent")), Item("withdraw", say("Withdraw it"))]
        title = say("Withdraw the consent for {office}?", office=office.name)
        more = say("Page Up and Page Down move the text.")
        if await answer_of(self._nav.app, Dialog(title, about, items, more=more)) != "withdraw":
            return "", ""
        today = self._work.today
        given = Answer(State.ANSWERED, PartialDate(today.year, today.month, today.day))
        with self._nav.app.type_ahead.held():
            try:
                await self._left.withdraw(FieldGiven(CONSENTS, office.entry.id, "withdrawn_on", given), affected, today)
            except IntakeError as error:
                return self._nav.app.describe(error), "problem"
        if not affected:
            return say("The consent is withdrawn. No record had left for this office."), ""
        text = say("The consent is withdrawn. The office has to be told: the papers have a notice for it.")
        return text, "warning"

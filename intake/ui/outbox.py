"""What leaves the desk: the record of an office, the preview of exactly what it would see, files.

The one room of the screens that knows both the store and the handover.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from intake.errors import IntakeError, OutputError
from intake.handover.formats.rendering import record_wording
from intake.handover.projection.view import Statute, View, view_by_statute
from intake.handover.record.occasion import occasion
from intake.handover.record.parts import Cover, Record
from intake.handover.record.record import build_record
from intake.handover.record.wording import Wording
from intake.handover.sealing.age_keys import FILE_NAME, keys_of_office
from intake.handover.sealing.phrase import SEAL_WORDS, new_phrase
from intake.handover.sealing.sealing import Sealing
from intake.pathways.after_handover import confirm_by
from intake.store.failures import case_restricted
from intake.store.ids import new_id
from intake.store.kept.audit import Action
from intake.store.kept.cases import Status
from intake.store.kept.handovers import HandoverStep, RecordDraft, Step
from intake.store.kept.handovers import Record as NotedRecord
from intake.ui.cases import assess_then, goes_on_today
from intake.ui.closing import Additions, additions_of
from intake.ui.decisions import NOTHING_DECIDED, standing_decisions
from intake.ui.disputes import unsettled
from intake.ui.earlier_versions import CasePast, EarlierVersions, Sender, past_of
from intake.ui.looking_back import look_back
from intake.ui.offices import Office, offices_of
from intake.ui.record_decisions import StaffWords, included_in, noted_questions, record_decisions, words_in
from intake.ui.record_files import PRINT, FileOrder, Progress, make_ready, take_back, write_files
from intake.ui.record_versions import Numbered, basis_of, numbered

if TYPE_CHECKING:
    from intake.store.store import Store
    from intake.ui.casework import CaseWork
    from intake.ui.desk import Desk

NOT_SEALED = Sealing()


@dataclass(frozen=True, slots=True)
class Exported:
    """Files that were written. `warning` is empty where everything is as it should be."""

    files: tuple[Path, ...]
    version: int
    warning: str = ""


class Outbox:
    """Handing over one case."""

    def __init__(self, desk: Desk, work: CaseWork) -> None:
        self.desk = desk
        self.work = work
        self.records: tuple[NotedRecord, ...] = ()
        self._decided = NOTHING_DECIDED
        self._additions = Additions()
        self._past: CasePast | None = None

    async def refresh(self) -> None:
        """Read what was handed over and decided so far: both stand in a record, and so in its preview."""
        goes_on_today(self.desk, self.work)
        self.records = await self.work.records()
        self._decided = standing_decisions(await self.work.decisions())
        self._additions = await additions_of(self.desk, self.work)
        header = self.work.header
        self._past = await self.desk.ask(lambda store: past_of(store, header)) if header else None
        await look_back(self.desk, self.work)

    def offices(self) -> tuple[Office, ...]:
        """The offices due or named by the proposal, then those with a consent, then the others of the site."""
        return offices_of(self.work, self.records)

    @cached_property
    def record_wording(self) -> Wording:
        """The German of the records."""
        return record_wording(self.work.interview.logic.questionnaire, self.desk.parts.lexicon.catalogs)

    def record(
        self, view: View, version: int, *, is_draft: bool, ticked: Collection[str] | None = frozenset()
    ) -> Record:
        """The record of one office as it is now, with what staff decided, as of the last `refresh`.

        `ticked` are the ids of the notes and words of staff that go along; None lets all of them.
        """
        assessment = self.work.assessment
        cover = Cover(
            case=self.work.code or "–",
            version=version,
            event=occasion(assessment, view.recipient, view.office, is_closed=self._is_closed),
            sender_role=self.desk.settings.sender or self.record_wording.say("First interview"),
            is_draft=is_draft,
            law_chosen=bool(self.work.new.settings.law),
        )
        decisions, notes = record_decisions(self._decided, ticked), noted_questions(view, ticked)
        additions = self._additions.for_record(ticked)
        record = build_record(assessment, view, cover, self.record_wording, notes, decisions, additions)
        if self._past is None:
            return record
        sender = Sender(cover.sender_role, law_chosen=cover.law_chosen)
        versions = EarlierVersions(self._past, assess_then(self.desk, self.work), self.record_wording, sender)
        return versions.compared(record, self.work.now())

    @property
    def _is_closed(self) -> bool:
        header = self.work.header
        return header is not None and header.status is Status.CLOSED

    def ticked(self, view: View) -> frozenset[str]:
        """The ids of the notes and words of staff that go to this office."""
        return self.work.ticked.get((view.recipient, view.office), frozenset())

    def tick(self, view: View, ids: Collection[str]) -> None:
        """Let exactly these notes and words of staff go to the office, until the talk ends."""
        self.work.ticked[(view.recipient, view.office)] = frozenset(ids)

    def words_of_staff(self, view: View) -> tuple[StaffWords, ...]:
        """The notes and words of staff that could go to this office: those about what it may see."""
        say = self.desk.wording(self.work).say
        return tuple(words_in(self.record(view, 1, is_draft=True, ticked=None), say))

    def view_without_consent(
        self, office: Office, citation: str, reason: str, packages: tuple[str, ...], person: str
    ) -> View:
        """What an office would get on the basis of a statute."""
        statute = Statute(citation, reason, packages, person)
        return view_by_statute(self.work.assessment.facts, office.recipient, office.name, statute)

    def is_covered(self, view: View) -> bool:
        """Whether this office would see answers that are covered on the screen now."""
        talk = self.work.interview
        return self.work.cover.hides_any(view.seen, talk.logic.questionnaire, talk.answers)

    @property
    def recipients_file(self) -> Path:
        """Where the keys of offices are noted."""
        return (self.desk.settings.folder or Path()) / FILE_NAME

    def sealing_for(self, office: Office) -> Sealing:
        """The keys noted for this office, else a new phrase. Raises InputError where the file of keys has mistakes."""
        keys = keys_of_office(office.name, self.recipients_file)
        return Sealing(keys) if keys else Sealing(phrase=new_phrase(SEAL_WORDS))

    def _insist_on_one_statement(self, view: View) -> None:
        """Raises OutputError where the office would get one of two statements as if there were no other."""
        questionnaire, wording = self.work.interview.logic.questionnaire, self.desk.wording(self.work)
        disputed = [wording.label(questionnaire[id_]) for id_ in self.work.disputes.questions if id_ in view.seen]
        if disputed:
            raise unsettled(disputed)

    async def view_now(self, office: Office) -> View:
        """What the office may see at this moment, whatever the list showed: of a consent, the day or the answers may
        have changed since. Raises OutputError where it may see nothing any more, CaseRestricted where nobody may.
        """
        case = self.work.new.id
        if await self.desk.ask(lambda store: store.care.is_restricted(case)):
            raise case_restricted()
        await self.work.look_for_news()
        await self.refresh()
        if office.view is not None and office.view.statute is not None:
            return view_by_statute(self.work.assessment.facts, office.recipient, office.name, office.view.statute)
        now = next((each for each in self.offices() if each.is_same(office)), office)
        if now.view is None or now.is_childrens:
            raise OutputError(
                "The consent for this office does not hold any more.",
                "Nothing was written. The list shows how the office stands now, and why.",
            )
        return now.view

    def preview(self, view: View) -> tuple[str, ...]:
        """The lines of exactly what the office would get, as of the last `refresh`."""
        self.desk.saw(self.work, Action.PREVIEW_VIEWED, view.recipient)
        from intake.handover.formats.as_text import preview

        version = self._numbered(view, view.office).record.cover.version
        return preview(self.record(view, version, is_draft=True, ticked=self.ticked(view)), self.record_wording)

    async def export(
        self,
        office: Office,
        folder: Path,
        kinds: tuple[str, ...],
        progress: Progress,
        is_cancelled: Callable[[], bool],
        sealing: Sealing = NOT_SEALED,
    ) -> Exported:
        """Note the record, write its files, note that it left. Raises OutputError, StoreError, Cancelled.

        The view rests on a consent that holds, or on a statute.
        """
        if office.view is None:
            raise ValueError("a record needs a consent that holds, or a statute")
        at = self.work.now()
        view = await self.view_now(office)
        self._insist_on_one_statement(view)
        if any(kind != PRINT for kind in kinds):
            await asyncio.to_thread(make_ready, folder, at)
        found, noted = await self._noted(view, office, at)
        if PRINT in kinds:
            self.desk.note(Action.PAPER_PRINTED, self.work.new.id, noted.id)
        order = FileOrder(folder, kinds, at, sealing, self.desk.settings.printer, found.has_left)
        written = await asyncio.to_thread(write_files, found.record, order, self.record_wording, progress, is_cancelled)
        try:
            await self._note_left(noted, is_printed=PRINT in kinds)
        except IntakeError:
            take_back(written.new)
            raise
        return Exported(written.files, noted.version, written.warning)

    async def _note_left(self, noted: NotedRecord, *, is_printed: bool) -> None:
        """A paper that is out cannot be taken back: that it left waits for the disk as an answer does."""
        at, actor = self.work.now(), self.desk.staff.id
        if is_printed and noted.exported_at is None:
            day = at.astimezone().date()
            await self.work.note_step(HandoverStep(new_id(at), noted.id, noted.case_id, Step.EXPORTED, day, actor, at))
        else:
            await self.desk.write(lambda store: store.handovers.export(noted.id, actor, at))

    def _numbered(self, view: View, office: str) -> Numbered:
        """The record as it would be written now, as of the last `refresh`."""
        make = partial(self._made, view)
        return numbered(make, self.records, view.recipient, office, view.statute)

    def _made(self, view: View, version: int) -> Record:
        return self.record(view, version, is_draft=False, ticked=self.ticked(view))

    async def _noted(self, view: View, office: Office, at: dt.datetime) -> tuple[Numbered, NotedRecord]:
        """The record with its number, noted. The hash has to be that of the file, number included."""
        while True:
            found = self._numbered(view, office.name)
            basis, reason, packages = basis_of(view.statute)
            draft = RecordDraft(
                found.same.id if found.same else new_id(at),
                self.work.new.id,
                office.recipient,
                office.name,
                found.sha256,
                basis=basis,
                reason=reason,
                packages=packages,
                included=included_in(found.record),
                confirm_by=confirm_by(self.work.assessment.site, office.recipient, self.work.today),
            )
            noted = await self.desk.write(partial(_draft, draft=draft, actor=self.desk.staff.id, at=at))
            if noted.version == found.record.cover.version:
                return found, noted
            await self.refresh()  # a colleague made one in between


def _draft(store: Store, *, draft: RecordDraft, actor: str, at: dt.datetime) -> NotedRecord:
    return store.handovers.draft(draft, actor, at)

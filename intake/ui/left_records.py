"""What became of the records of the case in hand: the back room of the screens that note their steps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from intake.handover.papers.case_papers import Left
from intake.handover.papers.persons_copy import Handed
from intake.handover.projection.consent import Reason, office_name
from intake.handover.projection.view import case_standings
from intake.interview.answers import FieldGiven
from intake.interview.values import PartialDate
from intake.pathways.after_handover import confirm_by
from intake.store.handovers.steps import may_follow, overtaken
from intake.store.ids import new_id
from intake.store.kept.handovers import HandoverStep, Record, RecordStatus, Step
from intake.ui.record_words import is_told

if TYPE_CHECKING:
    from intake.ui.casework import CaseWork
    from intake.ui.desk import Desk

CONSENTS = "consents"
FIELDS = ("recipient", "office", "withdrawn_on")


class LeftRecords:
    """The records of one case, with their steps, as of the last `refresh`."""

    def __init__(self, desk: Desk, work: CaseWork) -> None:
        self._desk = desk
        self._work = work
        self.records: tuple[Record, ...] = ()
        self.steps: tuple[HandoverStep, ...] = ()

    async def refresh(self) -> None:
        self.records = await self._work.records()
        if self.records:
            id_ = self._work.new.id
            self.steps = await self._desk.ask(lambda store: store.handovers.steps(id_))

    def of_office(self, recipient: str, office: str) -> tuple[Record, ...]:
        """The records that left for this office, the newest first."""
        ours = (record for record in self.records if _is_for(record, recipient, office) and record.status.has_left)
        return tuple(sorted(ours, key=lambda record: -record.version))

    def begun(self, recipient: str, office: str) -> tuple[Record, ...]:
        """The records for this office that are being written, or were cut off: files of them may lie somewhere."""
        ours = (each for each in self.records if _is_for(each, recipient, office) and each.status is RecordStatus.DRAFT)
        return tuple(sorted(ours, key=lambda record: -record.version))

    @property
    def overtaken(self) -> frozenset[str]:
        """The ids of those that wait for no confirmation, as a newer version was written."""
        return overtaken(self.records)

    def possible(self, kind: Step, recipient: str, office: str) -> tuple[Record, ...]:
        """Those of which this step can be noted now."""
        found = self.of_office(recipient, office)
        return tuple(each for each in found if may_follow(kind, each.status, is_told=self.is_told(each)))

    def is_told(self, record: Record) -> bool:
        return is_told(step for step in self.steps if step.record_id == record.id)

    async def dismiss(self, record: Record) -> None:
        """Note that a draft is not going to leave. Raises StoreError."""
        (step,) = self._withdrawn((record,), self._work.today)
        await self.note(step, record)

    async def note(self, step: HandoverStep, record: Record) -> None:
        """Write a step. Handing over begins the time in which the office should confirm. Raises StoreError."""
        last = None
        if step.step is Step.HANDED_OVER:
            last = confirm_by(self._work.assessment.site, record.recipient, step.day)
        await self._work.note_step(step, last)

    # Withdrawals

    def affected(self, recipient: str, office: str, until: dt.date | None = None) -> tuple[Record, ...]:
        """The records that rest on the consent for this office and would be withdrawn with it.

        Only those made until a day, where one is given. What a statute carries is not among them.
        """
        return tuple(
            record
            for record in self.possible(Step.WITHDRAWN, recipient, office)
            if not record.basis and (until is None or record.created_at.astimezone().date() <= until)
        )

    async def withdraw(self, change: FieldGiven, records: Iterable[Record], day: dt.date) -> None:
        """Write the withdrawal and what it means for the records, both or nothing. Raises StoreError."""
        await self._work.save(change, steps=tuple(self._withdrawn(records, day)))

    async def catch_up(self) -> None:
        """Note the withdrawal of records whose consent was withdrawn elsewhere. Raises StoreError.

        Not while a change is being saved: a withdrawal brings its steps along.
        """
        await self.refresh()
        if not self._work.is_safe:
            return
        for record, day in tuple(self._behind()):
            for step in self._withdrawn((record,), day):
                await self.note(step, record)
        await self.refresh()

    def _behind(self) -> Iterator[tuple[Record, dt.date]]:
        standings = case_standings(self._work.assessment.facts)
        held = {standing.consent.office_key for standing in standings if standing.consent}
        for standing in standings:
            recipient, office, day = (
                standing.entry.answer(id_).value for id_ in ("recipient", "office", "withdrawn_on")
            )
            if standing.reason is not Reason.WITHDRAWN or not isinstance(recipient, str) or not isinstance(office, str):
                continue
            if (recipient, office_name(office)) not in held and isinstance(day, PartialDate):
                for record in self.affected(recipient, office, day.last):
                    yield record, min(day.first, self._work.today)

    def _withdrawn(self, records: Iterable[Record], day: dt.date) -> Iterator[HandoverStep]:
        actor = self._desk.staff.id
        for record in records:
            at = self._work.now()
            yield HandoverStep(new_id(at), record.id, record.case_id, Step.WITHDRAWN, day, actor, at)


def all_left(records: Sequence[Record], steps: Sequence[HandoverStep]) -> tuple[Left, ...]:
    """The records of a case that have left, as papers tell of them."""
    done = overtaken(records)
    found = (as_left(each, steps, is_overtaken=each.id in done) for each in records)
    return tuple(each for each in found if each is not None)


def as_left(record: Record, steps: Iterable[HandoverStep], *, is_overtaken: bool = False) -> Left | None:
    """A record as papers tell of it, with what became of it; None where it has not left."""
    if record.exported_at is None:
        return None
    days = {step.step: step.day for step in steps if step.record_id == record.id}
    left = record.exported_at.astimezone().date()
    handed = Handed(
        record.recipient,
        record.office,
        left,
        record.basis,
        record.reason,
        record.packages,
        days.get(Step.WITHDRAWN),
        days.get(Step.TOLD),
    )
    is_open = record.status in (RecordStatus.EXPORTED, RecordStatus.HANDED_OVER) and not is_overtaken
    return Left(handed, record.version, record.code, is_open)


def _is_for(record: Record, recipient: str, office: str) -> bool:
    return record.recipient == recipient and office_name(record.office) == office_name(office)

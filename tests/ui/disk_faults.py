"""A day at the desk on a disk that fails: at one change of its folder, or at that one and all after it.

Nothing acknowledged may be lost, each failure has its message, and the same program goes on once the disk is well.
Runs below the shim of `tests/store/disk` as `python -m tests.ui.disk_faults ROOM FIRST STEP`, and prints its report.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import errno
import json
import shutil
import sys
import traceback
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path
from typing import TypeVar

from intake.errors import IntakeError
from intake.handover.export import write_record
from intake.interview.answer_file import answers_from_json
from intake.interview.answers import Answers
from intake.interview.values import PartialDate
from intake.store.backups.backup import list_backups
from intake.store.ids import new_id
from intake.store.kept.answers import Place
from intake.store.kept.cases import ErasureReason
from intake.store.kept.decisions import Decision, DecisionKind
from intake.store.kept.handovers import RecordDraft
from intake.store.kept.happened import CaseEvent
from intake.store.store import Store
from intake.store.writer import Writer
from intake.ui.cases import new_case
from intake.ui.casework import CaseWork
from intake.ui.desk import Desk
from tests.store.disk.shim import Disk
from tests.ui.cases import DIMA, TALK, changes_of, stored
from tests.ui.program import AT, Clock, open_as, parts, settings

T = TypeVar("T")
OFFICE = "Jobcenter Wuppertal"
WAYS = ((errno.ENOSPC, True), (errno.ENOSPC, False), (errno.EIO, True), (errno.EIO, False), (errno.EROFS, True))
"""Full until room is made, full for a moment, broken, broken for a moment, and suddenly only to be read."""


@dataclass(frozen=True)
class Fault:
    """Which change from now fails, with what, and whether all after it fail, too."""

    nth: int
    error: int
    lasting: bool

    def __str__(self) -> str:
        return f"change {self.nth} {errno.errorcode[self.error]}{' and all after' if self.lasting else ''}"


@dataclass
class Report:
    """What days on a failing disk have shown: how many there were, what was told, and what was wrong."""

    days: int = 0
    told: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def as_json(self) -> str:
        return json.dumps([self.days, self.told, self.faults])


class Day:
    """An interview from the first answer to the record, and what happens around it, on the store in `room`."""

    def __init__(self, room: Path, disk: Disk, told: Counter[str]) -> None:
        self._room = room
        self._disk = disk
        self._told = told
        self._clock = Clock(AT + dt.timedelta(hours=1))
        self._kept = Answers()
        self._case = ""
        self.faults: list[str] = []

    async def pass_by(self) -> None:
        store = await self._again(self._open)
        desk = Desk(store, Writer(store), parts("zebera"), settings(self._room), self._clock)
        work = new_case(desk)
        await self._talk(desk, work)
        await self._after_the_talk(desk, work)
        await asyncio.to_thread(desk.close)

    async def _open(self) -> Store:
        return await asyncio.to_thread(open_as, self._room / "desk")

    async def _talk(self, desk: Desk, work: CaseWork) -> None:
        answers = answers_from_json(parts("zebera").content.questionnaire, dict(DIMA))
        assert isinstance(answers, Answers)
        for change in changes_of(answers):
            await self._through(work, work.save(change, place=Place(change.question)))
        await self._through(work, work.keep_half_typed(Place("given_name"), "noch nicht fer"))
        await self._through(work, work.settings.use_languages(("ukr", "deu")))
        staff, kind = desk.staff.id, DecisionKind.OWN_LINE
        await self._through(
            work, work.add_event(CaseEvent(new_id(AT), work.new.id, "moved", PartialDate(2026), staff, AT))
        )
        line = Decision(new_id(AT), work.new.id, "offer", "", kind, "", "Sportverein", staff, AT)
        await self._again(lambda: work.decide(line))

    async def _after_the_talk(self, desk: Desk, work: CaseWork) -> None:
        staff, case = desk.staff.id, work.new.id
        draft = RecordDraft(new_id(AT), case, "jc", OFFICE, "ab" * 32)
        others = [line.id for line in await desk.ask(lambda store: store.lists.list_cases(None)) if line.id != case]
        await self._again(lambda: desk.write(lambda store: store.handovers.draft(draft, staff, AT)))
        await self._again(lambda: asyncio.to_thread(write_record, b"x" * 9000, self._room / "out.json"))
        await self._again(lambda: desk.write(lambda store: store.handovers.export(draft.id, staff, AT)))
        await self._again(lambda: desk.write(lambda store: store.care.write_backup(staff, self._clock())))
        for other in others:
            await self._again(lambda: desk.write(partial(_erase, case=other, actor=staff)))  # noqa: B023
        await self._again(lambda: desk.put_back(work))

    async def _again(self, step: Callable[[], Awaitable[T]]) -> T:
        """A step that is simply done again after it failed and the disk is well."""
        try:
            return await step()
        except IntakeError as error:
            self._tell(error)
            self._look_at_a_copy()
            self._disk.heal()
            return await step()

    async def _through(self, work: CaseWork, step: Awaitable[object]) -> None:
        """A step whose content the case keeps: the next try writes it."""
        self._case = work.new.id
        try:
            await step
        except IntakeError as error:
            self._tell(error)
            self._look_at_a_copy()
            try:
                await work.retry()
            except IntakeError as again:
                self._tell(again)
        if work.has_failed:
            self._disk.heal()
            await work.retry()
        if work.is_stored and not work.is_safe:
            self.faults.append("what failed was not written by the next try")
        self._kept = work.interview.answers if work.is_stored else Answers()

    def _tell(self, error: IntakeError) -> None:
        self._told[f"{type(error).__name__}: {error.title}"] += 1

    def _look_at_a_copy(self) -> None:
        """What a program that is killed now would leave: all that was acknowledged before."""
        copy = self._room.with_name("copy")
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(self._room / "desk", copy)
        if self._kept != Answers():
            store = open_as(copy)
            there = store.load_case(self._case).answers
            self.faults += [f"{each} is lost" for each in self._kept if there[each] != self._kept[each]]
            store.close()

    def look_again(self) -> None:
        """Everything of the day is in the store, once."""
        store = open_as(self._room / "desk")
        try:
            (line,) = store.lists.list_cases(None)
            found = store.load_case(line.id)
            for name, is_right in (
                ("the answers", found.answers == self._kept == store.replayed(line.id)),
                ("the half-typed text", [each.text for each in found.half_typed] == ["noch nicht fer"]),
                ("the languages", found.header.settings.languages == ("ukr", "deu")),
                ("what happened", [each.kind for each in store.events_of(line.id)] == ["moved"]),
                ("the decision", [each.text for each in store.decisions(line.id)] == ["Sportverein"]),
                ("the record", [each.exported_at for each in store.handovers.of_case(line.id)] == [AT]),
                ("the hold", store.holds.of_case(line.id).holder is None),
                ("the exported file", (self._room / "out.json").read_bytes() == b"x" * 9000),
                ("the audit chain", store.care.check().audit.broken_at is None),
            ):
                if not is_right:
                    self.faults.append(f"{name} is not as it should be")
            for backup in list_backups(store.folder.backups)[:1]:
                copy = open_as(backup.folder)
                copy.care.check()
                copy.close()
        finally:
            store.close()


def _erase(store: Store, case: str, actor: str) -> None:
    if case in {line.id for line in store.lists.list_cases(None)}:
        store.care.erase(case, ErasureReason.MISTAKE, actor, AT)


def days_with_faults(room: Path, disk: Disk, first: int, step: int) -> Report:
    """A day for each way to fail at change `first`, `first + step` and so on, until a day ends before it fails."""
    report, ready = Report(), room / "ready"
    stored(ready, TALK)
    for error, lasting in WAYS:
        for nth in count(first, step):
            fault, place = Fault(nth, error, lasting), room / "watched"
            shutil.rmtree(place, ignore_errors=True)
            shutil.copytree(ready, place)
            day = Day(place, disk, report.told)
            disk.fail(nth, error, lasting=lasting)
            try:
                asyncio.run(day.pass_by())
                is_over = disk.changes < nth
                disk.heal()
                day.look_again()
            except Exception:  # a traceback is what must not happen: it is the finding
                disk.heal()
                report.faults.append(f"{fault}: {traceback.format_exc()[-1500:]}")
                continue
            if is_over:
                break
            report.days += 1
            report.faults += [f"{fault}: {each}" for each in day.faults]
    return report


if __name__ == "__main__":
    sys.stdout.write(days_with_faults(Path(sys.argv[1]), Disk(), int(sys.argv[2]), int(sys.argv[3])).as_json())

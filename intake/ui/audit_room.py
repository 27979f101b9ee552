"""Who did what, in words, for the screens. For those who may read it; reading is noted itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from intake.languages.dates import day
from intake.languages.direction import strip_controls
from intake.store.kept.audit import AuditEntry
from intake.store.kept.handovers import Record
from intake.store.kept.people import Staff
from intake.store.people.hidden import guarded_questions
from intake.store.people.rights import Right, may
from intake.ui.audit_words import Teller

if TYPE_CHECKING:
    from intake.store.store import Store
    from intake.ui.casework import CaseWork
    from intake.ui.desk import Desk


async def told_of_case(desk: Desk, work: CaseWork) -> tuple[str, ...]:
    """Everything about a stored case, the newest first. Raises StoreError; NotAllowed is one."""
    at, id_ = desk.now(), work.new.id

    def read(store: Store) -> tuple[tuple[AuditEntry, ...], Mapping[str, str], tuple[Record, ...]]:
        return store.trail.of_case(id_, at), _names(store), store.handovers.of_case(id_)

    entries, names, records = await desk.write(read)
    by_id = {record.id: record for record in records}
    teller = Teller(desk.wording(work), work.interview.logic.questionnaire, names, by_id, unnamed_for(desk.staff))
    return tuple(_line(entry, teller, "") for entry in reversed(entries))


async def told_of_today(desk: Desk) -> tuple[str, ...]:
    """Everything that was done today, the newest first, with the codes of the cases. Raises StoreError."""
    at, first = desk.now(), dt.datetime.combine(desk.today, dt.time()).astimezone()

    def read(store: Store) -> tuple[tuple[AuditEntry, ...], Mapping[str, str], Mapping[str, str]]:
        entries = store.trail.between(first, first + dt.timedelta(days=1), at)
        return entries, _names(store), store.trail.codes(entries)

    entries, names, codes = await desk.write(read)
    teller = Teller(desk.wording(), desk.content.questionnaire, names, unnamed=unnamed_for(desk.staff))
    return tuple(_line(entry, teller, codes.get(entry.case_id, "")) for entry in reversed(entries))


def unnamed_for(staff: Staff) -> Collection[str]:
    """The questions that an entry does not name to them: who does not read about health and protection."""
    return () if may(staff, Right.SECTIONS) else guarded_questions()


def _names(store: Store) -> Mapping[str, str]:
    return store.people.names()


def _line(entry: AuditEntry, teller: Teller, code: str) -> str:
    at = entry.at.astimezone()
    when = f"{day(at.date(), teller.wording.staff)} {at:%H:%M}"
    parts: Iterable[str] = (when, code, teller.sentence(entry))
    return strip_controls("  ".join(part for part in parts if part), visible=True)

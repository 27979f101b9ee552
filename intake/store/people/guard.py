"""What refuses inside the store: each transaction asks first whether the person may do this, as their roles are now.

So a role that was taken away a moment ago counts in the program that is open, too. It is no cryptography: who holds
the key of the file could read it with other tools; only the second key keeps answers from them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from sqlmodel import Session, col, select

from intake.store import convert, tables
from intake.store.kept.audit import Action
from intake.store.people.rights import NotAllowed, Right, may, not_allowed

_OPENED = (Action.CASE_BEGUN.value, Action.CASE_OPENED.value, Action.CASE_TAKEN_OVER.value)
_LONGEST = timedelta(days=1)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Guard:
    """The doorkeeper of an open store. `staff_id` is who unlocked it."""

    staff_id: str

    def has(self, session: Session, *rights: Right) -> bool:
        """Whether the person has one of these rights now."""
        row = session.get(tables.Staff, self.staff_id)
        return row is not None and may(convert.staff_of(row), *rights)

    def shown(self, session: Session, found: Iterable[T], without: Callable[[T], T]) -> tuple[T, ...]:
        """What was found; `without` what is not for somebody who may not read about health and protection."""
        if self.has(session, Right.SECTIONS):
            return tuple(found)
        return tuple(without(each) for each in found)

    def insist(self, session: Session, *rights: Right) -> None:
        """Raises NotAllowed where the person has none of these rights."""
        if not self.has(session, *rights):
            raise not_allowed()

    def insist_on_case(self, session: Session, case_id: str, *rights: Right) -> None:
        """As `insist`; who leads a handed interview may do this in the case that they hold.

        Raises CaseMissing for an unknown case, after the rights.
        """
        if not self.has(session, *rights):
            self.insist(session, Right.HANDED_INTERVIEW)
            row = session.get(tables.CaseFile, case_id)
            if row is None or row.holder != self.staff_id:
                raise not_handed()

    def insist_on_saving(self, session: Session, case_id: str, at: datetime) -> None:
        """Whether answers may be added: also the last ones of an interview that was taken from the person meanwhile.

        So what somebody has just confirmed is kept, where their role or the interview went to somebody else. Only who
        opened the interview within a day before `at` has anything to confirm there.
        """
        if self.has(session, Right.INTERVIEWS):
            return
        row, entry = session.get(tables.Staff, self.staff_id), tables.AuditEvent
        if row is None or row.left_at is not None:
            raise not_allowed()
        led = select(entry.at).where(entry.case_id == case_id, entry.actor == self.staff_id)
        led = led.where(col(entry.action).in_(_OPENED)).order_by(col(entry.seq).desc()).limit(1)
        last = session.exec(led).first()
        if last is None or at - last > _LONGEST:
            case = session.get(tables.CaseFile, case_id)
            if case is None or case.holder != self.staff_id:
                raise not_handed() if self.has(session, Right.HANDED_INTERVIEW) else not_allowed()


def not_handed() -> NotAllowed:
    return NotAllowed(
        "This interview was not handed to you.",
        "Nothing was done. A colleague at the desk can hand it to you, or has it back by now.",
    )

"""The way into an open store: sessions only for somebody who may do this, as their roles are now."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlmodel import Session

from intake.store.database import Database
from intake.store.people.guard import Guard
from intake.store.people.rights import Right


@dataclass(frozen=True, slots=True)
class Access:
    """The file behind its doorkeeper. Raises NotAllowed before anything is read or written."""

    database: Database
    guard: Guard

    @contextmanager
    def reading(self, *rights: Right, case_id: str = "") -> Iterator[Session]:
        """A session for somebody with one of these rights; with `case_id` also for who holds that handed interview."""
        with self.database.reading() as session:
            self.insist(session, *rights, case_id=case_id)
            yield session

    @contextmanager
    def writing(self, *rights: Right, case_id: str = "") -> Iterator[Session]:
        """The same in one transaction that writes."""
        with self.database.writing() as session:
            self.insist(session, *rights, case_id=case_id)
            yield session

    def insist(self, session: Session, *rights: Right, case_id: str = "") -> None:
        if case_id:
            self.guard.insist_on_case(session, case_id, *rights)
        else:
            self.guard.insist(session, *rights)

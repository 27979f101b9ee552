"""Reading about health and protection beside a second person who may: both are there, and both stand in the chain.

For those who look after the store and are not to read such answers alone. The second person's passphrase opens the
second key; it is forgotten when the case was read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from intake.errors import KeyRefused, StoreError
from intake.store import cases, convert, tables
from intake.store.audit.chain import AuditChain, Deed
from intake.store.database import Database
from intake.store.folder import StoreFolder
from intake.store.kept.audit import Action
from intake.store.kept.cases import CaseFile
from intake.store.keys.slots import read_key_file
from intake.store.keys.tries import UNKNOWN, MustWait, Tries, counted, who_of
from intake.store.keys.unlocking import unlock
from intake.store.people.guard import Guard
from intake.store.people.rights import Right, may


@dataclass(frozen=True, slots=True)
class Beside:
    """The door of the second person. Reached as `store.beside`."""

    folder: StoreFolder
    database: Database
    chain: AuditChain
    guard: Guard

    def read(self, case_id: str, name: str, passphrase: str, at: datetime) -> CaseFile:
        """The whole case; takes about 0.7 s. Raises KeyRefused for the second person, StoreError, CaseMissing.

        It is noted for both before anything is given out. A passphrase that was not right is noted too, and counts as
        a wrong try of the second person: the next one has to wait.
        """
        with self.database.reading() as session:
            self.guard.insist(session, Right.READ)
            cases.case_row(session, case_id)
        keys, tries = read_key_file(self.folder.keys), Tries(self.folder)
        who = who_of(keys, name)
        try:
            found = counted(tries, who, at, lambda: unlock(keys, name, passphrase))
        except MustWait:  # nothing was tried
            raise
        except KeyRefused:
            self._note_failed(tries, who, case_id, at)
            raise
        try:
            self._insist_on_another(found.staff_id)
            if found.key.sections is None:
                raise _may_not()
            self._note(self.guard.staff_id, [Deed(Action.SECTION_UNLOCKED, case_id, found.staff_id)], at)
            self._note(found.staff_id, [Deed(Action.SECTION_UNLOCKED, case_id, self.guard.staff_id)], at)
            theirs = Database(self.folder.database, found.key, self.database.version)
            try:
                with theirs.reading() as session:
                    return cases.load(session, case_id)
            finally:
                theirs.close()
        finally:
            found.key.forget()

    def _insist_on_another(self, staff_id: str) -> None:
        if staff_id == self.guard.staff_id:
            raise StoreError(
                "The second person has to be somebody else.",
                "Nothing was shown. A colleague who may read health and protection types name and passphrase.",
            )
        with self.database.reading() as session:
            row = session.get(tables.Staff, staff_id)
            if row is None or not may(convert.staff_of(row), Right.SECTIONS):
                raise _may_not()

    def _note_failed(self, tries: Tries, who: str, case_id: str, at: datetime) -> None:
        """The wrong try, once, with its case; those under the same name that are not noted yet come first."""
        tried, name = tries.of(who), UNKNOWN.rstrip("-") if who.startswith(UNKNOWN) else who
        with self.database.writing() as session:
            for before in tried.times[tried.noted : -1]:
                self.chain.append(session, [Deed(Action.UNLOCK_FAILED, subject=name)], self.guard.staff_id, before)
            deed = Deed(Action.UNLOCK_FAILED, case_id, f"beside:{name}")
            self.chain.append(session, [deed], self.guard.staff_id, at)
        tries.are_noted(who)

    def _note(self, actor: str, deeds: list[Deed], at: datetime) -> None:
        """For who unlocked the store, or the second person once their passphrase was right."""
        with self.database.writing() as session:
            self.chain.written_by(actor).append(session, deeds, actor, at)


def _may_not() -> StoreError:
    return StoreError(
        "This colleague may not read about health and protection either.",
        "Nothing was shown. Somebody who holds the second key has to sit beside you.",
    )

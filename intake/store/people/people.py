"""The people of a store: who they are, what their roles are, and the keys that go with those. See `store.people`.

Roles and the second key go together: who gets a role that may read health and protection gets the key, who loses the
last such role loses it. Only who holds it can give it on; where nobody here does, it stays open until a holder does.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from intake.errors import StoreError
from intake.store import convert, tables
from intake.store.audit.chain import AuditChain, Deed
from intake.store.cases import let_go
from intake.store.database import Database
from intake.store.folder import StoreFolder
from intake.store.holds.handing import LEADS
from intake.store.kept.audit import Action
from intake.store.kept.people import Role, Staff
from intake.store.keys.slots import Kdf, read_key_file
from intake.store.keys.tries import Tries, counted
from intake.store.keys.unlocking import STANDARD, DataKey, unlock
from intake.store.people.guard import Guard
from intake.store.people.rights import Right, holds_second_key, may
from intake.store.people.staff_names import staff_names
from intake.store.people.staffing import Staffing, insist_on_another_administrator, staff_row

_OF_PASSPHRASES = (Action.PASSPHRASE_CHANGED.value, Action.PASSPHRASE_REPLACED.value)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works or worked here. `last_login` None: never.

    `holds_sections` is whether they hold the second key, `should_hold` whether their roles are such.
    """

    staff: Staff
    last_login: datetime | None
    holds_sections: bool

    @property
    def should_hold(self) -> bool:
        return self.staff.left_at is None and holds_second_key(self.staff.roles)


@dataclass(frozen=True, slots=True)
class People:
    """Adds and removes people, and says what they may do. Every change needs the right for it."""

    folder: StoreFolder
    key: DataKey
    database: Database
    chain: AuditChain
    guard: Guard

    def all(self) -> tuple[Person, ...]:
        """Everybody, those who work here first, in the order they came."""
        keys = read_key_file(self.folder.keys)
        with self.database.reading() as session:
            self.guard.insist(session, Right.PEOPLE)
            logins = self._last_logins(session)
            rows = session.exec(select(tables.Staff).order_by(col(tables.Staff.added_at), col(tables.Staff.name))).all()
            found = [convert.staff_of(row) for row in rows]
        people = [Person(each, logins.get(each.id), keys.holds_sections(each.id)) for each in found]
        return tuple(sorted(people, key=lambda person: person.staff.left_at is not None))

    def staff(self) -> tuple[Staff, ...]:
        """Everybody who works or worked here, in the order they came: for all who work here, without their keys."""
        with self.database.reading() as session:
            rows = session.exec(select(tables.Staff).order_by(col(tables.Staff.added_at), col(tables.Staff.id))).all()
            return tuple(convert.staff_of(row) for row in rows)

    def names(self) -> dict[str, str]:
        """The names of all who work or worked here, by id."""
        with self.database.reading() as session:
            return staff_names(session)

    def add(
        self,
        name: str,
        passphrase: str,
        roles: Sequence[Role],
        actor: str,
        at: datetime,
        kdf: Kdf = STANDARD,
        *,
        is_for_once: bool = False,
    ) -> Staff:
        """Lets another person unlock the store; takes 0.7 s. Ask `name_problem` and `passphrase_problem` before.

        `is_for_once`: somebody else knows the passphrase, and it has to be changed at the first login.
        """
        self._insist(Right.PEOPLE)
        _check(roles)
        gives = holds_second_key(roles) and self.key.sections is not None
        return self._staffing.add(name, passphrase, roles, actor, at, kdf, with_sections=gives, is_for_once=is_for_once)

    def set_roles(self, staff_id: str, roles: Sequence[Role], actor: str, at: datetime) -> None:
        """Says what a person may do from now on. The second key goes with it, see `Person.should_hold`.

        Raises StoreError for the last administrator, for the last holder of the second key, and for who has left.
        """
        _check(roles)
        with self.database.writing() as session:
            self.guard.insist(session, Right.PEOPLE)
            row = _working(session, staff_id)
            if Role.ADMINISTRATOR not in roles:
                insist_on_another_administrator(session, staff_id)
            wanted = tuple(role.value for role in Role if role in roles)
            if row.roles != wanted:
                row.roles = wanted
                self.chain.append(session, [Deed(Action.ROLES_CHANGED, subject=staff_id)], actor, at)
            if not may(convert.staff_of(row), *LEADS):
                self._put_back(session, staff_id, actor, at)
            self._bring_key_along(session, staff_id, roles, actor, at)

    def remove(self, staff_id: str, actor: str, at: datetime) -> None:
        """Takes a person's key away; the history keeps the name. Interviews that they had open are nobody's then.

        Raises StoreError for the last administrator and the last holder of the second key. Old key files and backups
        still open with their passphrase: rotate the keys where there is cause.
        """
        with self.database.writing() as session:
            self.guard.insist(session, Right.PEOPLE)
            _working(session, staff_id)
        self._staffing.remove(staff_id, actor, at, lambda session: self._put_back(session, staff_id, actor, at))

    def see_off(self, left: Collection[str], actor: str, at: datetime) -> None:
        """After a backup came back: those of its people who have left since, by id, have left here too.

        Raises NotAllowed for who may not restore.
        """
        self._insist(Right.BACKUPS)
        for staff_id in self._staffing.see_off(left, actor, at):
            with self.database.writing() as session:
                self._put_back(session, staff_id, actor, at)

    def as_today(self, people: Collection[Staff], actor: str, at: datetime) -> None:
        """After a backup came back: roles are those that `people`, who work here, had just before; who came since and
        has a slot is here too. Raises NotAllowed for who may not restore with the roles of today.
        """
        slots = {slot.id: slot for slot in read_key_file(self.folder.keys).slots}
        with self.database.writing() as session:
            for each in people:
                row, deeds = session.get(tables.Staff, each.id), list[Deed]()
                roles = tuple(role.value for role in Role if role in each.roles)
                if row is None and each.id in slots:
                    session.add(staff_row(slots[each.id], each.roles, each.added_at))
                    deeds = [Deed(Action.STAFF_ADDED, subject=each.id)]
                elif row is not None and row.left_at is None and row.roles != roles:
                    row.roles = roles
                    deeds = [Deed(Action.ROLES_CHANGED, subject=each.id)]
                self.chain.append(session, deeds, actor, at)
                if not may(each, *LEADS):
                    self._put_back(session, each.id, actor, at)
            session.flush()
            self.guard.insist(session, Right.BACKUPS)
        for each in people:
            if each.id in slots:
                # The last holder keeps the key; their roles do not let them read.
                with suppress(StoreError), self.database.writing() as session:
                    self._bring_key_along(session, each.id, each.roles, actor, at)

    def replace_passphrase(self, staff_id: str, new: str, actor: str, at: datetime, kdf: Kdf = STANDARD) -> Staff:
        """A new passphrase for a colleague who forgot theirs; they change it at the next login. Takes 0.7 s.

        They keep the second key only where this session holds it; else a holder has to give it to them again.
        """
        self._insist(Right.PEOPLE)
        with self.database.reading() as session:
            name = _working(session, staff_id).name
        staff = self._staffing.replace_passphrase(name, new, at, kdf, actor=actor)
        return staff

    def change_passphrase(self, name: str, old: str, new: str, at: datetime, kdf: Kdf = STANDARD) -> None:
        """Raises KeyRefused where the old passphrase is not right. Takes 1.4 s."""
        self._staffing.change_passphrase(name, old, new, at, kdf)

    def change_own_passphrase(self, new: str, actor: str, at: datetime, kdf: Kdf = STANDARD) -> None:
        """Sets the passphrase of who unlocked the store, who typed the old one a moment ago. Takes 0.7 s."""
        with self.database.reading() as session:
            name = _working(session, self.guard.staff_id).name
        self._staffing.replace_passphrase(name, new, at, kdf, Action.PASSPHRASE_CHANGED, actor=actor)

    def check_passphrase(self, passphrase: str, at: datetime) -> None:
        """Whether whoever unlocked the store sits here still; takes about 0.7 s. Raises KeyRefused, MustWait.

        A wrong one is counted as one at the lock is, so that nobody guesses at a desk that was left open.
        """
        with self.database.reading() as session:
            name = _working(session, self.guard.staff_id).name
        keys = read_key_file(self.folder.keys)
        found = counted(Tries(self.folder), self.guard.staff_id, at, lambda: unlock(keys, name, passphrase))
        found.key.forget()

    def must_change_passphrase(self) -> bool:
        """Whether somebody else knows the passphrase of who unlocked the store."""
        entry = tables.AuditEvent
        query = select(entry).where(entry.subject == self.guard.staff_id, col(entry.action).in_(_OF_PASSPHRASES))
        with self.database.reading() as session:
            last = session.exec(query.order_by(col(entry.seq).desc()).limit(1)).first()
        if last is None or last.action == Action.PASSPHRASE_CHANGED.value:
            return False
        return last.actor != self.guard.staff_id

    def grant_sections(self, staff_id: str, actor: str, at: datetime) -> None:
        """Gives the second key to a colleague whose roles are such; only who holds it can. Raises StoreError."""
        self._insist(Right.PEOPLE, Right.SECTIONS)
        with self.database.reading() as session:
            if not holds_second_key(convert.staff_of(_working(session, staff_id)).roles):
                raise StoreError(
                    "The roles of this colleague do not include health and protection.",
                    "Nothing was changed. An administrator can change their roles; the second key goes with them.",
                )
        with self.database.writing() as session:
            self._staffing.grant_sections(session, staff_id, actor, at)

    def withdraw_sections(self, staff_id: str, actor: str, at: datetime) -> None:
        """Takes the second key from a colleague, from the next login on. Raises StoreError for the last holder."""
        self._insist(Right.PEOPLE)
        with self.database.writing() as session:
            self._staffing.withdraw_sections(session, staff_id, actor, at)

    def new_recovery_key(
        self, actor: str, at: datetime, kdf: Kdf = STANDARD, is_kept: Callable[[str], bool] = lambda printed: True
    ) -> str:
        """Makes and returns a new recovery key, as it is printed; the one before opens nothing any more.

        `is_kept` is asked before anything changes; where it says no, the old one stays and '' is returned.
        """
        self._insist(Right.KEYS)
        return self._staffing.new_recovery_key(actor, at, kdf, is_kept)

    def _bring_key_along(
        self, session: Session, staff_id: str, roles: Collection[Role], actor: str, at: datetime
    ) -> None:
        holds = read_key_file(self.folder.keys).holds_sections(staff_id)
        if holds and not holds_second_key(roles):
            self._staffing.withdraw_sections(session, staff_id, actor, at)
        elif not holds and holds_second_key(roles) and self.key.sections is not None:
            self._staffing.grant_sections(session, staff_id, actor, at)

    def _put_back(self, session: Session, staff_id: str, actor: str, at: datetime) -> None:
        """The interviews that a person had open are nobody's."""
        held = session.exec(select(tables.CaseFile).where(tables.CaseFile.holder == staff_id)).all()
        for case in held:
            let_go(case)
        self.chain.append(session, [Deed(Action.CASE_PUT_BACK, case.id) for case in held], actor, at)

    def _last_logins(self, session: Session) -> dict[str, datetime]:
        entry = tables.AuditEvent
        query = (
            select(entry.actor, func.max(entry.seq))
            .where(entry.action == Action.STORE_OPENED.value)
            .group_by(col(entry.actor))
        )
        last = {seq: actor for actor, seq in session.exec(query).all()}
        rows = session.exec(select(entry.seq, entry.at).where(col(entry.seq).in_(last))).all()
        return {last[seq]: at for seq, at in rows}

    def _insist(self, *rights: Right) -> None:
        with self.database.reading() as session:
            self.guard.insist(session, *rights)

    @property
    def _staffing(self) -> Staffing:
        return Staffing(self.folder, self.key, self.database, self.chain)


def _check(roles: Sequence[Role]) -> None:
    if not roles:
        raise StoreError(
            "A person needs at least one role.",
            "Nothing was changed. Choose what they do here, or remove them where they have left.",
        )


def _working(session: Session, staff_id: str) -> tables.Staff:
    row = session.get(tables.Staff, staff_id)
    if row is None or row.left_at is not None:
        raise StoreError("This person does not work here any more.", "Nothing was changed. A colleague removed them.")
    return row

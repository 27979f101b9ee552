"""Who may unlock the store.

The key file is changed inside a transaction of the store, so that two programs never change it at the same time.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import event
from sqlmodel import Session, col, select

from intake.errors import StoreError
from intake.store import convert, tables
from intake.store.audit.chain import AuditChain, Deed
from intake.store.database import Database
from intake.store.folder import StoreFolder
from intake.store.ids import new_id
from intake.store.kept.audit import Action
from intake.store.kept.people import Role, Staff
from intake.store.keys.changes import granted, signed, verified, with_new_sections_key, with_renewed, withdrawn
from intake.store.keys.key_file import Kdf, KeyFile, Slot, SlotKind, waiting_less
from intake.store.keys.slot_keys import changed
from intake.store.keys.slots import copied, copy_of, read_key_file, write_key_file
from intake.store.keys.tries import Tries, counted, who_of
from intake.store.keys.unlocking import (
    DataKey,
    Unlocked,
    name_problem,
    passphrase_slot,
    recovery_slot,
    refused,
    unlock,
)


@dataclass(frozen=True, slots=True)
class Staffing:
    """Adds and removes slots of the key file, and the rows and audit entries that go with them."""

    folder: StoreFolder
    key: DataKey
    database: Database
    chain: AuditChain

    def admit(self, session: Session, unlocked: Unlocked, at: datetime) -> tuple[DataKey, list[Deed]]:
        """Brings the slot that was opened up to date; returns the keys of the session and what is to be noted.

        A store of format 1 gets its sections key here. An older key file that was put back lets nobody in who was
        removed since: their slots go again. Raises KeyRefused for one of them, StoreError where another program
        changed the slot meanwhile, and where the key file is older than the sections key of the store.
        """
        with suppress(OSError):
            copy_of(self.folder.keys).unlink(missing_ok=True)
        keys = self._keys()
        found = with_renewed(keys, unlocked.slot, unlocked.renewed)
        if unlocked.renewed is not None and found is keys:
            raise StoreError(
                "The keys of the store were changed a moment ago.",
                "Nothing was opened and nothing was lost. Type name and passphrase again.",
            )
        key, deeds = self.key, list[Deed]()
        if found.current.sections == 0:
            if self.chain.has(session, Action.SECTIONS_KEY_MADE):
                raise _keys_too_old()
            found, key = with_new_sections_key(found, key)
            deeds = [Deed(Action.SECTIONS_KEY_MADE, subject=key.sections_id)]
        left = set(session.exec(select(tables.Staff.id).where(col(tables.Staff.left_at).is_not(None))).all())
        if unlocked.staff_id in left:
            raise refused()
        for slot in [slot for slot in found.slots if slot.id in left]:
            found = found.without(slot.id)
            deeds.append(Deed(Action.STAFF_REMOVED, subject=slot.id))
        if found is not keys:
            write_key_file(self.folder.keys, signed(found, key))
        return key, deeds

    def add(
        self,
        name: str,
        passphrase: str,
        roles: Collection[Role],
        actor: str,
        at: datetime,
        kdf: Kdf,
        *,
        with_sections: bool | None = None,
        is_for_once: bool = False,
    ) -> Staff:
        """A new person, who changes the passphrase at the first login where it `is_for_once`.

        `with_sections` None: they get the second key if this session holds it. Raises StoreError where it does not.
        """
        if with_sections and self.key.sections is None:
            raise _not_held()
        slot = passphrase_slot(
            self.chain.store_id,
            new_id(at),
            name,
            self.key,
            passphrase,
            kdf,
            at=at,
            with_sections=with_sections is not False,
        )
        with self.database.writing() as session:
            keys = self._keys()
            same = keys.of(slot.name)
            if same is not None and session.get(tables.Staff, same.id) is None:
                keys = keys.without(same.id)  # a crash left it before: nobody has logged in with it
            if problem := name_problem(slot.name, keys):
                raise ValueError(problem.message)
            row = staff_row(slot, roles, at)
            session.add(row)
            deeds = [Deed(Action.STAFF_ADDED, subject=slot.id)]
            if slot.pair and slot.pair.sections:
                deeds.append(Deed(Action.SECTIONS_GRANTED, subject=slot.id))
            if is_for_once:
                deeds.append(Deed(Action.PASSPHRASE_REPLACED, subject=slot.id))
            self._note_and_write(session, keys.with_slot(slot), deeds, actor, at)
            return convert.staff_of(row)

    def remove(self, staff_id: str, actor: str, at: datetime, also: Callable[[Session], None]) -> None:
        """Takes the key of a person away, and does in the same transaction what goes with that."""
        with self.database.writing() as session:
            before = self._keys()
            keys = before.without(staff_id)
            if not keys.names:
                raise StoreError(
                    "The last person cannot be removed.",
                    "Nothing was changed. Somebody has to be able to open the store: add a colleague first.",
                )
            if before.holds_sections(staff_id):
                withdrawn(before, staff_id)  # refuses where nobody else holds the second key
            insist_on_another_administrator(session, staff_id)
            row = session.get(tables.Staff, staff_id)
            if row is not None:
                row.left_at = row.left_at or at
            also(session)
            self._note_and_write(session, keys, [Deed(Action.STAFF_REMOVED, subject=staff_id)], actor, at)

    def see_off(self, left: Collection[str], actor: str, at: datetime) -> tuple[str, ...]:
        """Takes the keys of these people away, as far as they still work here. Returns the ids of those who did."""
        with self.database.writing() as session:
            row = tables.Staff
            query = select(row).where(col(row.id).in_(left), col(row.left_at).is_(None)).order_by(col(row.id))
            rows, keys = session.exec(query).all(), self._keys()
            for each in rows:
                each.left_at, keys = at, keys.without(each.id)
            if rows:
                deeds = [Deed(Action.STAFF_REMOVED, subject=each.id) for each in rows]
                self._note_and_write(session, keys, deeds, actor, at)
            return tuple(each.id for each in rows)

    def grant_sections(self, session: Session, slot_id: str, actor: str, at: datetime) -> None:
        """Gives the second key on. Raises StoreError where this session does not hold it, or for a slot of format 1."""
        keys = granted(self._keys(), slot_id, self.key)
        self._note_and_write(session, keys, [Deed(Action.SECTIONS_GRANTED, subject=slot_id)], actor, at)

    def withdraw_sections(self, session: Session, slot_id: str, actor: str, at: datetime) -> None:
        """Takes the second key away, from the next login on. Raises StoreError where nobody else would hold it."""
        keys = withdrawn(self._keys(), slot_id)
        self._note_and_write(session, keys, [Deed(Action.SECTIONS_WITHDRAWN, subject=slot_id)], actor, at)

    def change_passphrase(self, name: str, old: str, new: str, at: datetime, kdf: Kdf) -> None:
        """The slot keeps what it held. Raises KeyRefused where the old passphrase is not right."""
        keys = self._keys()
        found = counted(Tries(self.folder), who_of(keys, name), at, lambda: unlock(keys, name, old))
        slot = passphrase_slot(self.chain.store_id, found.staff_id, found.name, found.key, new, kdf, at=at)
        found.key.forget()
        replace(self, chain=self.chain.written_by(found.staff_id))._replace(slot, at)

    def replace_passphrase(
        self,
        name: str,
        new: str,
        at: datetime,
        kdf: Kdf,
        action: Action = Action.PASSPHRASE_REPLACED,
        actor: str = "",
    ) -> Staff:
        """Sets a passphrase without the old one, after the recovery key was given, or by `actor`. Raises KeyRefused.

        The second key goes along only where this session holds it.
        """
        keys = self._keys()
        slot = keys.of(name)
        if slot is None:
            raise refused()
        new_slot = passphrase_slot(
            self.chain.store_id,
            slot.id,
            slot.name,
            self.key,
            new,
            kdf,
            at=at,
            with_sections=keys.holds_sections(slot.id),
        )
        return self._replace(new_slot, at, action, actor)

    def new_recovery_key(
        self, actor: str, at: datetime, kdf: Kdf, is_kept: Callable[[str], bool] = lambda printed: True
    ) -> str:
        """Makes a new recovery key in the place of the old one, after `is_kept` has seen it and said yes.

        Empty where it said no: then the old one stays. Raises StoreError where this session does not hold the second
        key: it would be lost with the old sheet.
        """
        if self.key.sections is None:
            raise _not_held()
        slot, printed = recovery_slot(self.chain.store_id, self.key, kdf, at=at)
        if not is_kept(printed):
            return ""
        with self.database.writing() as session:
            keys = self._keys()
            keys = replace(keys, interim=waiting_less(keys.interim, slot.id)).with_slot(slot)
            self._note_and_write(session, keys, [Deed(Action.RECOVERY_KEY_MADE)], actor, at)
        return printed

    def note_tries(self, session: Session, tries: Tries, actor: str) -> None:
        """An entry for each wrong try that is not in the audit chain yet, at its own time."""
        for slot, times in tries.not_noted().items():
            for failed_at in times:
                self.chain.append(session, [Deed(Action.UNLOCK_FAILED, subject=slot)], actor, failed_at)

    def known(self, session: Session, staff_id: str, at: datetime) -> Staff:
        """The staff member of a slot. A crash between key file and store leaves a slot without a row: it gets one.

        With the least that a role allows, as nobody knows what they were meant to do.
        """
        row = session.get(tables.Staff, staff_id)
        if row is None:
            slot = next(slot for slot in read_key_file(self.folder.keys).slots if slot.id == staff_id)
            row = staff_row(slot, (Role.INTERPRETER,), at)
            session.add(row)
            session.flush()
        return convert.staff_of(row)

    def administrator(self, session: Session, staff_id: str) -> list[Deed]:
        """Where no administrator works here any more, whoever gets a passphrase with the recovery key is one."""
        rows = session.exec(select(tables.Staff).where(col(tables.Staff.left_at).is_(None))).all()
        row = session.get(tables.Staff, staff_id)
        if row is None or any(Role.ADMINISTRATOR.value in each.roles for each in rows):
            return []
        row.roles = (*row.roles, Role.ADMINISTRATOR.value)
        return [Deed(Action.ROLES_CHANGED, subject=staff_id)]

    def _replace(self, slot: Slot, at: datetime, action: Action = Action.PASSPHRASE_CHANGED, actor: str = "") -> Staff:
        with self.database.writing() as session:
            keys = self._keys()
            if not any(old.id == slot.id and old.kind is SlotKind.PASSPHRASE for old in keys.slots):
                raise refused()  # removed by a colleague meanwhile
            staff = self.known(session, slot.id, at)
            keys = replace(keys, interim=waiting_less(keys.interim, slot.id)).with_slot(slot)
            self._note_and_write(session, keys, [Deed(action, subject=slot.id)], actor or slot.id, at)
            return staff

    def _keys(self) -> KeyFile:
        """The key file as it is now. Raises KeysChanged: what somebody put into it is never signed.

        Nor a file of format 1, which has no MAC, where the store has its second key already.
        """
        keys = verified(read_key_file(self.folder.keys), self.key)
        if keys.is_old and self.key.sections_generation:
            raise changed()
        return keys

    def _note_and_write(self, session: Session, keys: KeyFile, deeds: list[Deed], actor: str, at: datetime) -> None:
        """Both or neither: where the transaction does not reach its end, the key file is again what it was."""
        self.chain.append(session, deeds, actor, at)
        session.flush()
        path, before = self.folder.keys, copied(self.folder.keys)

        def put_back(_: Session) -> None:
            with suppress(OSError):
                before.replace(path)

        def forget(_: Session) -> None:
            with suppress(OSError):  # the next login removes it
                before.unlink()

        event.listen(session, "after_rollback", put_back)
        event.listen(session, "after_commit", forget)
        write_key_file(path, signed(keys, self.key))


def staff_row(slot: Slot, roles: Collection[Role], at: datetime) -> tables.Staff:
    return tables.Staff(
        id=slot.id, name=slot.name, roles=tuple(role.value for role in Role if role in roles), added_at=at
    )


def insist_on_another_administrator(session: Session, staff_id: str) -> None:
    """Raises StoreError for the last administrator who works here."""
    rows = session.exec(select(tables.Staff).where(col(tables.Staff.left_at).is_(None))).all()
    administrators = {row.id for row in rows if Role.ADMINISTRATOR.value in row.roles}
    if administrators == {staff_id}:
        raise StoreError(
            "The last administrator has to stay.",
            "Nothing was changed. Somebody has to be able to add people and to look after keys and backups: give a "
            "colleague this role first.",
        )


def _not_held() -> StoreError:
    return StoreError(
        "You do not hold the second key yourself.",
        "Nothing was changed. Somebody who may read health and protection has to do this.",
    )


def _keys_too_old() -> StoreError:
    return StoreError(
        "The key file is older than the store.",
        "It does not know the second key, and answers on health and protection could not be read. Nothing was opened "
        "and nothing was changed. Copy keys.json back from the newest backup of this store.",
    )

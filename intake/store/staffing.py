"""Who may unlock the store.

The key file is changed inside a transaction of the store, so that two programs never change it at the same time.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from intake.errors import StoreError
from intake.store import convert, tables
from intake.store.audit import AuditChain, Deed
from intake.store.database import Database
from intake.store.folder import StoreFolder
from intake.store.ids import new_id
from intake.store.keys import DataKey, name_problem, passphrase_slot, recovery_slot, refused, unlock
from intake.store.records import Action, Role, Staff
from intake.store.slots import Kdf, Slot, SlotKind, read_key_file, write_key_file


@dataclass(frozen=True, slots=True)
class Staffing:
    """Adds and removes slots of the key file, and the rows and audit entries that go with them."""

    folder: StoreFolder
    key: DataKey
    database: Database
    chain: AuditChain

    def add(self, name: str, passphrase: str, roles: Collection[Role], actor: str, at: datetime, kdf: Kdf) -> Staff:
        slot = passphrase_slot(self.chain.store_id, new_id(at), name, self.key, passphrase, kdf)
        with self.database.writing() as session:
            keys = read_key_file(self.folder.keys)
            if problem := name_problem(slot.name, keys):
                raise ValueError(problem.message)
            row = staff_row(slot, roles, at)
            session.add(row)
            self.chain.append(session, [Deed(Action.STAFF_ADDED, subject=slot.id)], actor, at)
            session.flush()
            write_key_file(self.folder.keys, keys.with_slot(slot))
            return convert.staff_of(row)

    def remove(self, staff_id: str, actor: str, at: datetime) -> None:
        with self.database.writing() as session:
            keys = read_key_file(self.folder.keys).without(staff_id)
            if not keys.names:
                raise StoreError(
                    "The last person cannot be removed.",
                    "Nothing was changed. Somebody has to be able to open the store: add a colleague first.",
                )
            row = session.get(tables.Staff, staff_id)
            if row is not None:
                row.left_at = row.left_at or at
            self.chain.append(session, [Deed(Action.STAFF_REMOVED, subject=staff_id)], actor, at)
            session.flush()
            write_key_file(self.folder.keys, keys)

    def change_passphrase(self, name: str, old: str, new: str, at: datetime, kdf: Kdf) -> None:
        found = unlock(read_key_file(self.folder.keys), name, old)
        self._replace(passphrase_slot(self.chain.store_id, found.staff_id, found.name, self.key, new, kdf), at)

    def replace_passphrase(self, name: str, new: str, at: datetime, kdf: Kdf) -> Staff:
        """Sets a new passphrase without the old one, after the recovery key was given. Raises KeyRefused."""
        slot = read_key_file(self.folder.keys).of(name)
        if slot is None:
            raise refused()
        new_slot = passphrase_slot(self.chain.store_id, slot.id, slot.name, self.key, new, kdf)
        return self._replace(new_slot, at, Action.PASSPHRASE_REPLACED)

    def new_recovery_key(self, actor: str, at: datetime, kdf: Kdf) -> str:
        slot, printed = recovery_slot(self.chain.store_id, self.key, kdf)
        with self.database.writing() as session:
            self.chain.append(session, [Deed(Action.RECOVERY_KEY_MADE)], actor, at)
            session.flush()
            write_key_file(self.folder.keys, read_key_file(self.folder.keys).with_slot(slot))
        return printed

    def known(self, session: Session, staff_id: str, at: datetime) -> Staff:
        """The staff member of a slot. A crash between key file and store leaves a slot without a row: it gets one."""
        row = session.get(tables.Staff, staff_id)
        if row is None:
            slot = next(slot for slot in read_key_file(self.folder.keys).slots if slot.id == staff_id)
            row = staff_row(slot, (Role.CLERK,), at)
            session.add(row)
            session.flush()
        return convert.staff_of(row)

    def _replace(self, slot: Slot, at: datetime, action: Action = Action.PASSPHRASE_CHANGED) -> Staff:
        with self.database.writing() as session:
            keys = read_key_file(self.folder.keys)
            if not any(old.id == slot.id and old.kind is SlotKind.PASSPHRASE for old in keys.slots):
                raise refused()  # removed by a colleague meanwhile
            staff = self.known(session, slot.id, at)
            self.chain.append(session, [Deed(action, subject=slot.id)], slot.id, at)
            session.flush()
            write_key_file(self.folder.keys, keys.with_slot(slot))
            return staff


def staff_row(slot: Slot, roles: Collection[Role], at: datetime) -> tables.Staff:
    return tables.Staff(
        id=slot.id, name=slot.name, roles=tuple(role.value for role in Role if role in roles), added_at=at
    )

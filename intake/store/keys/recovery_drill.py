"""The drill: does the printed recovery key really open this store? It reads everything and changes no case.

The day is noted in the audit chain, and in a file beside the store that can be read without any key. That file is not
authenticated: whoever can write into the folder can write another day into it, but not into the audit chain.
"""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

from intake.errors import StoreError
from intake.store.audit.chain import AuditChain, Deed
from intake.store.backups.backup import check_file
from intake.store.connection import connect
from intake.store.database import Database
from intake.store.failures import damaged
from intake.store.folder import StoreFolder
from intake.store.kept.audit import Action
from intake.store.keys.data_key import DataKey
from intake.store.keys.rotation import settled
from intake.store.keys.slots import plain_file, write_whole
from intake.store.keys.tries import RECOVERY, Tries, Uptime, counted
from intake.store.keys.unlocking import unlock_by_recovery
from intake.store.opening import keys_of
from intake.store.people.staffing import Staffing
from intake.store.schema import VERSION
from intake.store.sqlite_errors import failures_of

FORMAT = "intake.drill/1"
_MAX_BYTES = 1000


@dataclass(frozen=True, slots=True)
class Drill:
    """The recovery key opens the store. `holds_sections`: also the answers on health and protection.

    `pages_authenticated` is False where others kept writing meanwhile; `cases` is how many could be read.
    """

    cases: int
    holds_sections: bool
    pages_authenticated: bool


def drill(folder: Path, recovery_key: str, at: datetime, uptime: Uptime = monotonic) -> Drill:
    """Opens the store with the printed key, reads the whole file and the whole audit chain, and notes the day.

    A recovery slot of format 1 gets its key pair. Raises KeyRefused, MustWait, KeysChanged, StoreDamaged, StoreError.
    """
    place, keys = StoreFolder(folder), keys_of(folder)
    tries = Tries(place, uptime)
    unlocked = settled(place, counted(tries, RECOVERY, at, lambda: unlock_by_recovery(keys, recovery_key)))
    key = unlocked.key
    _insist_on_version(place, key)
    is_authenticated = check_file(place.database, key)
    database = Database(place.database, key, VERSION)
    chain = AuditChain(key.audit_key, keys.store_id)
    try:
        with database.reading() as session:
            if chain.verify(session).broken_at is not None:
                raise damaged(place.database)
            cases = session.connection().exec_driver_sql("SELECT count(*) FROM case_file").scalar_one()
        with database.writing() as session:
            staffing = Staffing(place, key, database, chain)
            key, deeds = staffing.admit(session, unlocked, at)
            staffing.note_tries(session, tries, RECOVERY)
            chain.append(session, [*deeds, Deed(Action.RECOVERY_DRILLED)], RECOVERY, at)
        tries.noted(RECOVERY)
        shown = {"format": FORMAT, "store": keys.store_id, "at": at.astimezone(UTC).isoformat()}
        write_whole(place.drill, json.dumps(shown, indent=1).encode())
        return Drill(int(cases), key.sections is not None, is_authenticated)
    finally:
        database.forget()
        key.forget()


def _insist_on_version(place: StoreFolder, key: DataKey) -> None:
    with failures_of(place.database), closing(connect(place.database, key)) as connection:
        row = connection.execute("SELECT schema_version FROM store_info").fetchone()
    if row != (VERSION,):
        raise StoreError(
            "The recovery key is right, but the store is of another version of the program.",
            "Nothing was changed. Open the store once with this version, then repeat the drill.",
        )


def last_drill(folder: StoreFolder) -> datetime | None:
    """When the recovery key was last tried with success; None where it never was, or nobody can tell."""
    try:
        with open(folder.drill, "rb", opener=plain_file) as file:
            raw = json.loads(file.read(_MAX_BYTES))
        read = datetime.fromisoformat(raw["at"]) if raw["format"] == FORMAT else None
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return read if read and read.tzinfo else None

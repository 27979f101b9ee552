"""The backup after work: a program of its own, so that nobody waits for it at the door.

It gets the data key through a pipe, never as an argument or in a file, lowers its priority, writes the backup and ends.
How it went stands in the state beside the backups. Run as a program, this module is that program.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from intake.core_dumps import forbid_core_dumps
from intake.errors import StoreError
from intake.store.backups.places import Plan, note_failure
from intake.store.folder import StoreFolder
from intake.store.keys.data_key import KEY_BYTES
from intake.store.keys.secret_memory import overwrite
from intake.store.people.guard import Guard

if TYPE_CHECKING:
    from intake.store.care import Care

MAX_ORDER_BYTES = 20_000


@dataclass(frozen=True, slots=True)
class Order:
    """What the program is told. It holds the keys, so it goes nowhere but into the pipe."""

    folder: Path
    store_id: str
    version: int
    key: bytes
    audit_key: bytes
    actor: str
    at: datetime
    plan: Plan

    def forget(self) -> None:
        """Overwrites the keys; both are copies that nobody else holds."""
        overwrite(self.key)
        overwrite(self.audit_key)


def back_up_after_work(care: Care, plan: Plan, actor: str, at: datetime) -> bool:
    """Begins a backup where something changed since the last one, and returns at once whether it did.

    Raises nothing: what goes wrong here is noted for the next time that somebody is at the desk.
    """
    try:
        if not care.is_changed_since_backup():
            return False
        key, folder, version = care.key, care.folder, care.database.version
        order = Order(folder.path, care.store_id, version, key.raw, key.audit_key, actor, at, plan)
        _start(order)
    except StoreError as error:
        note_failure(care.folder, error, at)
        return False
    except OSError as error:
        note_failure(care.folder, _not_started(error), at)
        return False
    return True


def run(order: Order) -> None:
    """Writes the backup. Raises StoreError, which is noted already."""
    from intake.store.audit.chain import AuditChain  # the parent imports this module and has no use for a second store
    from intake.store.care import Care
    from intake.store.database import Database
    from intake.store.keys.unlocking import DataKey

    key = DataKey(order.key, None, order.audit_key)
    database = Database(StoreFolder(order.folder).database, key, order.version)
    try:
        chain = AuditChain(key.audit_key, order.store_id, order.actor)
        care = Care(StoreFolder(order.folder), key, database, chain, order.store_id, Guard(order.actor))
        care.back_up(order.plan, order.actor, order.at)
    finally:
        database.close()


def as_bytes(order: Order) -> bytes:
    """What goes through the pipe: both keys, then the rest as JSON. No key becomes a text, which nobody overwrites."""
    shown = {
        "folder": str(order.folder.absolute()),
        "store_id": order.store_id,
        "version": order.version,
        "actor": order.actor,
        "at": order.at.isoformat(),
        "keep_days": order.plan.keep_days,
        "second": str(order.plan.second.absolute()) if order.plan.second else "",
        "second_days": order.plan.second_days,
    }
    return b"".join((order.key, order.audit_key, json.dumps(shown).encode()))


def from_bytes(raw: bytes) -> Order:
    shown: Mapping[str, str] = json.loads(raw[2 * KEY_BYTES :])
    second = Path(shown["second"]) if shown["second"] else None
    return Order(
        Path(shown["folder"]),
        shown["store_id"],
        int(shown["version"]),
        raw[:KEY_BYTES],
        raw[KEY_BYTES : 2 * KEY_BYTES],
        shown["actor"],
        datetime.fromisoformat(shown["at"]),
        Plan(int(shown["keep_days"]), second, int(shown["second_days"])),
    )


def main() -> int:
    forbid_core_dumps()  # before the keys come through the pipe
    with suppress(OSError, AttributeError):  # Windows has no such thing
        os.nice(10)
    order = from_bytes(sys.stdin.buffer.read(MAX_ORDER_BYTES))
    try:
        run(order)
    except StoreError:
        return StoreError.exit_code
    return 0


def _start(order: Order) -> None:
    """A terminal that is closed does not end it; it holds no window, no terminal and none of our files open.

    Whoever can put a file into the folder of the store could have it run there with the keys in its hands: so it
    stands elsewhere, and no module is looked for in that folder.
    """
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "intake.store.backups.after_work"],
        bufsize=0,  # a buffer would keep the keys
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=Path(sys.executable).anchor,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(_module_places(order.folder))},
        start_new_session=True,
        creationflags=getattr(subprocess, "DETACHED_PROCESS", 0),
    )
    assert process.stdin is not None
    told = as_bytes(order)
    try:
        with process.stdin as pipe:
            pipe.write(told)
    finally:
        overwrite(told)
        order.forget()
    threading.Thread(target=process.wait, name="backup-after-work", daemon=True).start()


def _module_places(store: Path) -> tuple[str, ...]:
    """Where this program has its modules from, without the folder of the store."""
    return tuple(
        entry
        for entry in sys.path
        if Path(entry).is_absolute() and not Path(entry).resolve().is_relative_to(store.resolve())
    )


def _not_started(error: OSError) -> StoreError:
    return StoreError(
        "The backup after work could not be started.",
        "Everything confirmed is saved. Write a backup by hand: 'intake backup'. The reason: {reason}.",
        reason=error.strerror or type(error).__name__,
    )


if __name__ == "__main__":
    sys.exit(main())

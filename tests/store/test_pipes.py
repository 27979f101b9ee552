"""A pipe or a device in the place of a file of the store is refused or passed over, and waited for by nobody."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

import pytest

from intake.errors import StoreError
from intake.store.backups.checks import faults
from intake.store.backups.places import Plan
from intake.store.failures import KeysDamaged
from intake.store.keys.recovery_drill import last_drill
from intake.store.opening import open_store
from intake.store.store import Store
from tests.store.making import AT, PASSPHRASE

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows keeps no pipes in folders")


def put_pipe(folder: Path, name: str) -> Path:
    (folder / name).unlink(missing_ok=True)
    os.mkfifo(folder / name)
    return folder / name


def test_a_pipe_that_the_store_cannot_do_without_is_refused(store: Store, folder: Path) -> None:
    store.close()
    for name in ("cases.db-journal", "cases.db-wal", "cases.db-shm"):
        pipe = put_pipe(folder, name)
        with pytest.raises(StoreError) as caught:
            open_store(folder, "Amira", PASSPHRASE, AT)
        assert caught.value.params["file"] == str(pipe)
        pipe.unlink()
    put_pipe(folder, "keys.json")
    with pytest.raises(KeysDamaged):
        open_store(folder, "Amira", PASSPHRASE, AT)


def test_a_pipe_where_only_something_is_noted_counts_for_nothing(store: Store, folder: Path) -> None:
    store.close()
    (folder / "backups").mkdir()
    for name in ("tries.json", "recovery-drill.json", "backups/state.json"):
        put_pipe(folder, name)
    with closing(open_store(folder, "Amira", PASSPHRASE, AT)) as opened:
        assert last_drill(opened.folder) is None
        backup, state = opened.care.back_up(Plan(), opened.staff.id, AT)
        assert (faults(backup.folder), state.failed) == ((), None)

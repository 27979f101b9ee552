"""The program that writes the backup after work has the keys, so it takes no code from where others may write."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from intake.store.backups.after_work import back_up_after_work
from intake.store.backups.backup import list_backups
from intake.store.backups.places import Plan
from intake.store.store import Store
from tests.store.making import begin, later, said


def test_a_module_in_the_folder_of_the_store_is_not_run_with_the_keys(
    store: Store, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(store, said("gender", "f"))
    planted = (
        f"import os, pathlib, sys\npathlib.Path({str(tmp_path / 'stolen')!r}).write_bytes(sys.stdin.buffer.read())"
    )
    (folder / "json.py").write_text(f"{planted}\nos._exit(0)\n", "utf-8")
    monkeypatch.chdir(folder)
    monkeypatch.syspath_prepend(str(folder))
    assert back_up_after_work(store.care, Plan(), store.staff.id, later(5))
    next(thread for thread in threading.enumerate() if thread.name == "backup-after-work").join(120)
    assert not (tmp_path / "stolen").exists()
    assert [backup.at for backup in list_backups(store.folder.backups)] == [later(5)]

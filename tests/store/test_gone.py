"""A store that disappears while it is open: nothing is acknowledged that nobody would find again."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from intake.store.database import Database
from intake.store.failures import StoreGone
from intake.store.opening import open_store
from intake.store.schema import VERSION
from intake.store.store import Store
from intake.store.writer import Writer
from tests.store.making import AT, PASSPHRASE, begin, key_of, said, saving

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows moves no file that is open")


def test_an_answer_waits_until_the_folder_is_back(store: Store, folder: Path) -> None:
    case = begin(store, said("gender", "f"))
    away = folder.with_name("away")
    with Writer(store) as writer:
        folder.rename(away)
        with pytest.raises(StoreGone):
            writer.save(saving(store, case, said("family_name", "Haddad"))).result()
        with pytest.raises(StoreGone):
            writer.retry().result()
        assert writer.state.waiting == 1
        away.rename(folder)
        writer.retry().result()
        assert writer.state.all_saved
    assert store.load_case(case).answers["family_name"].value == "Haddad"
    assert store.load_case(case).answers["gender"].value == "f"


def test_a_folder_that_was_deleted_takes_no_answer(store: Store, folder: Path) -> None:
    case = begin(store)
    shutil.rmtree(folder)
    for _ in range(2):
        with pytest.raises(StoreGone):
            store.save(saving(store, case, said("gender", "f")))


def test_a_store_that_was_replaced_is_told_once_and_used_then(store: Store, folder: Path) -> None:
    case = begin(store)
    store.care.check()  # so that all is in the file and none in its log
    copy = folder.with_name("copy")
    shutil.copytree(folder, copy)
    (copy / "cases.db").replace(folder / "cases.db")
    for log in folder.glob("cases.db-*"):
        log.unlink()
    what = saving(store, case, said("gender", "f"))
    with pytest.raises(StoreGone):
        store.save(what)
    assert store.save(what).written == 1
    again = open_store(folder, "Amira", PASSPHRASE, AT)
    assert again.load_case(case).answers["gender"].value == "f"
    again.close()


def test_what_was_written_just_before_the_file_went_is_not_acknowledged(store: Store, folder: Path) -> None:
    database = Database(folder / "cases.db", key_of(folder), VERSION)
    away = folder.with_name("away")
    with pytest.raises(StoreGone), database.writing():
        folder.rename(away)
    away.rename(folder)
    database.close()

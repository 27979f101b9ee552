"""Somebody who reads for long holds up nobody who writes, and what they hold up in the log is made good afterwards."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from intake.store.connection import LOG_BYTES
from intake.store.database import Database
from intake.store.failures import disk_error
from intake.store.kept.cases import ErasureReason
from intake.store.schema import VERSION
from intake.store.store import Store
from tests.store.making import AT, begin, key_of, said, saving

LONG = "ä" * 4000


def log_bytes(folder: Path) -> int:
    log = folder / "cases.db-wal"
    return log.stat().st_size if log.exists() else 0


def reader(folder: Path) -> Database:
    """Another program that has the store open; it waits for nobody."""
    return Database(folder / "cases.db", key_of(folder), VERSION, busy_ms=0)


def test_who_reads_for_long_sees_one_moment_and_holds_up_nobody(store: Store, folder: Path) -> None:
    case = begin(store)
    walk = store.figures.walk("zebera", ["gender"])
    assert next(walk).answers["gender"].value is None
    for number in range(20):
        store.save(saving(store, case, said("gender", number)))
    assert list(walk) == []
    assert store.load_case(case).answers["gender"].value == 19


def test_the_log_that_a_long_reader_let_grow_is_small_again_afterwards(store: Store, folder: Path) -> None:
    case = begin(store)
    with closing(reader(folder)) as other, other.reading() as session:
        session.connection().exec_driver_sql("SELECT count(*) FROM answer_event").scalar_one()
        for number in range(180):
            store.save(saving(store, case, *(said(f"q{each}", f"{number}{LONG}") for each in range(3))))
        grown = log_bytes(folder)
        assert grown > LOG_BYTES
    for number in range(3):
        store.save(saving(store, case, said("gender", number)))
    assert log_bytes(folder) <= LOG_BYTES
    assert store.care.check().audit.broken_at is None


def test_what_is_erased_leaves_the_log_as_soon_as_nobody_reads_it_any_more(store: Store, folder: Path) -> None:
    gone, case = begin(store, said("family_name", LONG)), begin(store)
    with closing(reader(folder)) as other, other.reading() as session:
        session.connection().exec_driver_sql("SELECT count(*) FROM answer_event").scalar_one()
        database = Database(folder / "cases.db", key_of(folder), VERSION, busy_ms=0)
        assert not database.empty_log()
        with database.writing() as writing:
            writing.connection().exec_driver_sql("UPDATE case_file SET last_activity = last_activity")
        assert log_bytes(folder) > 0
    with database.writing() as writing:
        writing.connection().exec_driver_sql("UPDATE case_file SET last_activity = last_activity")
    assert log_bytes(folder) == 0
    database.close()
    store.care.erase(gone, ErasureReason.MISTAKE, store.staff.id, AT)
    assert [line.id for line in store.lists.list_cases(None)] == [case]


def test_an_erasure_counts_though_its_log_cannot_be_emptied_and_the_next_write_does_that(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone, case = begin(store, said("family_name", LONG)), begin(store)
    with monkeypatch.context() as disk:
        disk.setattr("intake.store.database.connect", broken)
        store.care.erase(gone, ErasureReason.PERSON_ASKED, store.staff.id, AT)
    assert log_bytes(folder) > 0
    assert [line.id for line in store.lists.list_cases(None)] == [case]
    store.save(saving(store, case, said("gender", "f")))
    assert log_bytes(folder) == 0


def broken(*_: object) -> None:
    raise disk_error(Path("cases.db"))

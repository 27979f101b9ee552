"""A store that version 1 of the schema made opens, is brought up to date, and loses nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlcipher3 import dbapi2

from intake.interview.answers import EntryAdded, FieldGiven
from intake.interview.values import PartialDate
from intake.store.backups.backup import list_backups
from intake.store.connection import RawConnection, connect
from intake.store.folder import StoreFolder
from intake.store.ids import new_id
from intake.store.kept.answers import HalfTyped, Place
from intake.store.kept.cases import CaseLink, DueDate, ErasureReason
from intake.store.kept.decisions import Decision, DecisionKind
from intake.store.kept.handovers import RecordDraft
from intake.store.kept.happened import CaseEvent
from intake.store.kept.people import Role
from intake.store.kept.saving import Saving
from intake.store.keys.unlocking import DataKey
from intake.store.migrate import apply, migrations
from intake.store.opening import open_store
from intake.store.schema import current_schema, fingerprint, fingerprint_of_sql
from intake.store.store import Store
from tests.store.making import (
    AT,
    CHEAP,
    PASSPHRASE,
    answered,
    begin,
    key_of,
    later,
    opened_by,
    raw_connection,
    said,
    saving,
)

Content = dict[str, list[tuple[object, ...]]]
FIRST_ROLE = "CASE WHEN roles LIKE '%coordinator%' THEN 'coordinator' ELSE 'desk' END"

ROLES = {"coordinator": '["clerk","coordinator","administrator"]', "desk": '["clerk"]'}


@pytest.fixture
def first(store: Store, folder: Path) -> StoreFolder:
    """A file as version 1 made it, with rows in every table it had."""
    key = fill(store)
    store.close()
    place = StoreFolder(folder)
    built = folder / "built.db"
    make_first_schema(built, key)
    copy_rows(place.database, built, key)
    for file in (place.database, *folder.glob("cases.db-*")):
        file.unlink(missing_ok=True)
    built.replace(place.database)
    return place


def fill(store: Store) -> DataKey:
    """Two people, two cases with all that version 1 knew of a case, and one that was erased."""
    me = store.staff.id
    colleague = store.people.add("Jonas", "auch lang genug", (Role.CLERK,), me, AT, CHEAP)
    held = begin(
        store,
        said("family_name", "Al-Ḥassan \ud800"),
        said("gender", "f"),
        EntryAdded("stations", "e1"),
        FieldGiven("stations", "e1", "where", answered("Idlib", note="laut Pass")),
    )
    other, erased = begin(store), begin(store, said("gender", "m"))
    store.save(saving(store, held, said("gender", "x"), at=later(1)))
    store.save(Saving(held, (), me, later(2), Place("visa"), (DueDate("visa", date(2026, 6, 1), True),)))
    store.keep_half_typed(held, HalfTyped(Place("given_name"), "Dim", 3, later(2)))
    with opened_by(store, "Jonas") as theirs:
        theirs.holds.take(other, colleague.id, later(3), over=True)
    for minute, kind, reason, text in (
        (4, DecisionKind.ACCEPTED, "", ""),
        (5, DecisionKind.OVERRIDDEN, "Schule geht vor", ""),
        (6, DecisionKind.OWN_LINE, "", "Sportverein"),
    ):
        store.decide(Decision(new_id(later(minute)), held, "offer", "z1", kind, reason, text, me, later(minute)))
    drafted = RecordDraft(new_id(AT), held, "jc", "Jobcenter Wuppertal", "ab" * 32)
    store.handovers.draft(drafted, me, later(7))
    store.handovers.export(drafted.id, me, later(8))
    store.handovers.draft(RecordDraft(new_id(AT), held, "jc", "Jobcenter Wuppertal", "cd" * 32), me, later(9))
    store.holds.put_back(held, me, later(10))
    store.care.erase(erased, ErasureReason.MISTAKE, me, later(11))
    return key_of(store.folder.path)


def make_first_schema(file: Path, key: DataKey) -> None:
    file.touch(mode=0o600)
    engine = create_engine("sqlite://", creator=lambda: connect(file, key), module=dbapi2)
    with engine.begin() as connection:
        apply(connection, migrations(current_schema().migrations)[0])
    engine.dispose()


def copy_rows(source: Path, target: Path, key: DataKey) -> None:
    reading, writing = connect(source, key), connect(target, key)
    try:
        for table, columns in columns_of(writing).items():
            names, marks = ", ".join(columns), ", ".join("?" * len(columns))
            found = names.replace("role", FIRST_ROLE) if table == "staff" else names
            for row in reading.execute(f"SELECT {found} FROM {table} ORDER BY rowid").fetchall():
                writing.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", row)
        writing.execute("UPDATE store_info SET schema_version = 1")
    finally:
        reading.close()
        writing.close()


def columns_of(connection: RawConnection) -> dict[str, list[str]]:
    names = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid"
    ).fetchall()
    return {
        str(name): [str(row[1]) for row in connection.execute(f"PRAGMA table_info({name})").fetchall()]
        for (name,) in names
    }


def content(place: StoreFolder, columns: Mapping[str, list[str]]) -> Content:
    with raw_connection(place.path, key_of(place.path)) as connection:
        return {
            table: connection.execute(f"SELECT {', '.join(names)} FROM {table} ORDER BY rowid").fetchall()
            for table, names in columns.items()
        }


def first_columns(place: StoreFolder) -> dict[str, list[str]]:
    with raw_connection(place.path, key_of(place.path)) as connection:
        return columns_of(connection)


def test_a_file_of_version_1_is_built_as_version_1_made_it(first: StoreFolder) -> None:
    columns = first_columns(first)
    assert {"case_event", "case_link"}.isdisjoint(columns)
    assert "program" not in columns["case_file"]
    before = content(first, columns)
    assert [table for table, rows in before.items() if not rows] == []
    assert before["store_info"][0][2] == 1


def test_a_store_of_version_1_opens_and_loses_nothing(first: StoreFolder) -> None:
    columns = first_columns(first)
    before = content(first, columns)
    store = open_store(first.path, "Amira", PASSPHRASE, later(20))
    try:
        assert store.care.check().audit.broken_at is None
        assert [entry.action for entry in store.trail.entries(2)] == ["store.opened", "store.updated"]
        assert all(store.replayed(line.id) == store.load_case(line.id).answers for line in store.lists.list_cases(None))
    finally:
        store.close()
    roles = first_columns(first)["staff"].index("roles")
    columns["staff"][roles] = "roles"
    before["staff"] = [(*row[:roles], ROLES[str(row[roles])], *row[roles + 1 :]) for row in before["staff"]]
    after = content(first, columns)
    assert after.pop("store_info")[0][:2] == before["store_info"][0][:2]
    assert after.pop("audit_event")[:-2] == before["audit_event"]
    assert after == {table: rows for table, rows in before.items() if table in after}


def test_an_updated_store_is_as_one_that_was_made_anew(first: StoreFolder) -> None:
    open_store(first.path, "Amira", PASSPHRASE, later(20)).close()
    with raw_connection(first.path, key_of(first.path)) as connection:
        assert fingerprint(connection) == fingerprint_of_sql(current_schema().sql)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        for sql in ("UPDATE staff_decision SET reason = '\"\"'", "DELETE FROM staff_decision"):
            with pytest.raises(dbapi2.IntegrityError, match="append-only"):
                connection.execute(sql)


def test_an_updated_store_takes_what_version_1_did_not_know(first: StoreFolder) -> None:
    store = open_store(first.path, "Amira", PASSPHRASE, later(20))
    try:
        parent, child = (line.id for line in store.lists.list_cases(None))
        me, at = store.staff.id, later(21)
        store.add_event(CaseEvent(new_id(at), child, "moved", PartialDate(2026), me, at))
        store.link_cases(CaseLink(parent, child, me, at))
        store.decide(Decision(new_id(at), parent, "derived", "group", DecisionKind.CHANGED, "Bescheid", "B", me, at))
        assert [event.kind for event in store.events_of(child)] == ["moved"]
    finally:
        store.close()


def test_the_store_of_version_1_stays_in_a_backup(first: StoreFolder) -> None:
    columns = first_columns(first)
    before = content(first, columns)
    open_store(first.path, "Amira", PASSPHRASE, later(20)).close()
    (backup,) = list_backups(first.backups)
    assert first_columns(StoreFolder(backup.folder)) == columns
    assert content(StoreFolder(backup.folder), columns) == before

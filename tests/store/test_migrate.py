"""Updates of an older store: a backup first, nothing lost, and a whole store whatever happens."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake.errors import StoreError
from intake.interview.answers import EntryAdded, FieldGiven
from intake.store.backups.backup import list_backups
from intake.store.failures import StoreNewer, UpdateCancelled
from intake.store.folder import StoreFolder
from intake.store.migrate import UpdateStep, update_store
from intake.store.opening import open_store
from intake.store.schema import Schema, current_schema
from intake.store.store import Store
from tests.store.making import AT, PASSPHRASE, answered, begin, key_of, later, raw_connection, said

ROOM = '''
"""Cases get a room: the table that everything refers to is rebuilt."""
import sqlalchemy as sa
from alembic import op
revision = "0004"
down_revision = "0003"

def upgrade():
    with op.batch_alter_table("case_file", recreate="always", table_kwargs={"sqlite_strict": True}) as table:
        table.add_column(sa.Column("room", sa.Text()))
'''
ROOMS = '''
"""A new table."""
from alembic import op
revision = "0005"
down_revision = "0004"

def upgrade():
    op.execute("CREATE TABLE room (id TEXT NOT NULL, PRIMARY KEY (id)) STRICT")
'''
LOSES_ROWS = '''
"""A mistake."""
from alembic import op
revision = "0005"
down_revision = "0004"

def upgrade():
    op.execute("DELETE FROM due_date")
    op.execute("DELETE FROM journal")
    op.execute("DELETE FROM answer WHERE question = 'gender'")
'''
BREAKS = '''
"""A mistake half way."""
from alembic import op
revision = "0005"
down_revision = "0004"

def upgrade():
    op.execute("CREATE TABLE half (id TEXT NOT NULL) STRICT")
    raise RuntimeError("boom")
'''
ROOMS_SQL = "CREATE TABLE room (id TEXT NOT NULL, PRIMARY KEY (id)) STRICT;\n"
ROOM_SQL = current_schema().sql.replace("  restricted TEXT,\n", "  restricted TEXT,\n  room TEXT,\n", 1)
NEW_SQL = ROOM_SQL.replace("CREATE TABLE due_date", f"{ROOMS_SQL}CREATE TABLE due_date")


@pytest.fixture
def old(store: Store, folder: Path) -> StoreFolder:
    begin(
        store, said("gender", "f"), EntryAdded("stations", "e1"), FieldGiven("stations", "e1", "where", answered("x"))
    )
    store.close()
    return StoreFolder(folder)


def newer_schema(tmp_path: Path, last: str = ROOMS, sql: str = NEW_SQL) -> Schema:
    folder = tmp_path / "migrations"
    folder.mkdir()
    for script in current_schema().migrations.glob("v*.py"):
        (folder / script.name).write_text(script.read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "v0004_room.py").write_text(ROOM, encoding="utf-8")
    (folder / "v0005_rooms.py").write_text(last, encoding="utf-8")
    return Schema(5, sql, folder)


def update(place: StoreFolder, schema: Schema, *, stop_before: int = 99) -> list[UpdateStep]:
    steps: list[UpdateStep] = []

    def progress(step: UpdateStep) -> bool:
        steps.append(step)
        return step.done < stop_before

    update_store(place, key_of(place.path), schema, version(place), later(1), progress)
    return steps


def version(place: StoreFolder) -> int:
    (found,) = read(place, "SELECT schema_version FROM store_info")[0]
    assert isinstance(found, int)
    return found


def read(place: StoreFolder, sql: str) -> list[tuple[object, ...]]:
    with raw_connection(place.path, key_of(place.path)) as connection:
        return connection.execute(sql).fetchall()


def rows(place: StoreFolder) -> dict[str, int]:
    names = [str(name) for (name,) in read(place, "SELECT name FROM sqlite_schema WHERE type = 'table'")]
    return {name: len(read(place, f"SELECT * FROM {name}")) for name in names}


def test_an_update_keeps_every_row_and_tells_its_steps(old: StoreFolder, tmp_path: Path) -> None:
    before = rows(old)
    steps = update(old, newer_schema(tmp_path))
    assert [(step.done, step.total) for step in steps] == [(0, 3), (1, 3), (2, 3)]
    assert version(old) == 5
    assert rows(old) == {**before, "room": 0}
    assert before["answer"] == 4
    assert read(old, "SELECT room FROM case_file") == [(None,)]
    assert read(old, "PRAGMA foreign_key_check") == []


def test_a_backup_of_the_old_store_is_written_first(old: StoreFolder, tmp_path: Path) -> None:
    update(old, newer_schema(tmp_path))
    (backup,) = list_backups(old.backups)
    assert version(StoreFolder(backup.folder)) == 3
    restored = open_store(backup.folder, "Amira", PASSPHRASE, later(2))
    assert len(restored.lists.list_cases()) == 1
    restored.close()


def test_an_updated_store_is_newer_for_this_program(old: StoreFolder, tmp_path: Path) -> None:
    update(old, newer_schema(tmp_path))
    with pytest.raises(StoreNewer):
        open_store(old.path, "Amira", PASSPHRASE, later(2))


@pytest.mark.parametrize(("stop_before", "left_at"), [(0, 3), (1, 3), (2, 4)])
def test_a_stopped_update_leaves_a_whole_store_and_goes_on_later(
    old: StoreFolder, tmp_path: Path, stop_before: int, left_at: int
) -> None:
    schema = newer_schema(tmp_path)
    with pytest.raises(UpdateCancelled):
        update(old, schema, stop_before=stop_before)
    assert version(old) == left_at
    assert rows(old)["answer"] == 4
    update(old, schema)
    assert version(old) == 5


def test_a_migration_that_loses_rows_is_taken_back(old: StoreFolder, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="answer would not have been as it should"):
        update(old, newer_schema(tmp_path, LOSES_ROWS))
    assert version(old) == 4
    assert rows(old)["answer"] == 4


def test_a_migration_may_name_the_tables_whose_rows_change(old: StoreFolder, tmp_path: Path) -> None:
    named = LOSES_ROWS + '\nROWS_CHANGE = frozenset({"answer"})\n'
    with pytest.raises(StoreError, match=r"schema\.sql would not"):
        update(old, newer_schema(tmp_path, named))
    again = tmp_path / "again"
    again.mkdir()
    update(old, newer_schema(again, named, ROOM_SQL))
    assert (version(old), rows(old)["answer"]) == (5, 3)


def test_a_migration_that_fails_half_way_leaves_no_trace(old: StoreFolder, tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="boom"):
        update(old, newer_schema(tmp_path, BREAKS))
    assert version(old) == 4
    assert "half" not in rows(old)


def test_a_migration_that_does_not_lead_to_schema_sql_is_taken_back(old: StoreFolder, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"schema\.sql would not"):
        update(old, newer_schema(tmp_path, sql=current_schema().sql))
    assert version(old) == 4


def test_an_old_store_is_updated_when_it_is_opened(
    old: StoreFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    schema = newer_schema(tmp_path)
    monkeypatch.setattr("intake.store.opening.current_schema", lambda: schema)
    steps: list[UpdateStep] = []

    def progress(step: UpdateStep) -> bool:
        steps.append(step)
        return True

    store = open_store(old.path, "Amira", PASSPHRASE, later(1), progress)
    assert [entry.action for entry in store.trail.entries(2)] == ["store.opened", "store.updated"]
    assert len(steps) == 3
    assert store.lists.list_cases()[0].last_activity == AT
    store.close()

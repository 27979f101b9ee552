"""schema.sql, the migrations and the models describe the same tables."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine
from sqlcipher3 import dbapi2
from sqlmodel import SQLModel

from intake.store import schema, tables
from intake.store.migrate import apply, migrations
from intake.store.schema import VERSION, Fingerprint, current_schema, fingerprint, fingerprint_of_sql

CURRENT = current_schema()
WRITTEN = fingerprint_of_sql(CURRENT.sql)


def built(build: Callable[[Connection], None]) -> Fingerprint:
    engine = create_engine("sqlite://", module=dbapi2)
    with engine.begin() as connection:
        build(connection)
        raw = connection.connection.dbapi_connection
        assert raw is not None
        found = fingerprint(raw)  # type: ignore[arg-type]  # sqlcipher3 is untyped
    engine.dispose()
    return found


def migrate_all(connection: Connection) -> None:
    for script in migrations(CURRENT.migrations):
        apply(connection, script)


def without_triggers(found: Fingerprint) -> Fingerprint:
    return {name: parts for name, parts in found.items() if not name.startswith("trigger")}


def test_the_migrations_lead_to_schema_sql() -> None:
    assert built(migrate_all) == WRITTEN


def test_the_models_are_schema_sql_without_its_triggers() -> None:
    assert built(SQLModel.metadata.create_all) == without_triggers(WRITTEN)
    assert {table.name for table in SQLModel.metadata.sorted_tables} == {
        name.removeprefix("table ") for name in WRITTEN if name.startswith("table ")
    }
    assert tables.StoreInfo.__tablename__ == "store_info"


def test_the_last_migration_is_the_version_of_the_program() -> None:
    revisions = [int(script.revision) for script in migrations(CURRENT.migrations)]
    assert revisions == list(range(1, VERSION + 1))


def test_every_table_is_strict() -> None:
    for name, parts in WRITTEN.items():
        if name.startswith("table "):
            assert parts[3] == ((0, 1),), name


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("CHECK (id = 1)", "CHECK (id = 2)"),
        (" STRICT;", ";"),
        ("code TEXT NOT NULL,", "code TEXT,"),
        ("code TEXT NOT NULL,", "code BLOB NOT NULL,"),
        ("holder TEXT,", "holder TEXT DEFAULT 'x',"),
        ("  FOREIGN KEY (holder) REFERENCES staff (id)", "  CHECK (holder <> '')"),
        (
            "  FOREIGN KEY (holder) REFERENCES staff (id)",
            "  FOREIGN KEY (holder) REFERENCES staff (id) ON DELETE CASCADE",
        ),
        ("CREATE INDEX case_file_by_activity ON case_file (last_activity);", ""),
        ("ON case_file (status, last_activity)", "ON case_file (last_activity, status)"),
        (" WHERE holder IS NOT NULL", ""),
        ("CONSTRAINT case_file_code_is_unique UNIQUE (code),", ""),
        ("PRIMARY KEY (case_id, deadline)", "PRIMARY KEY (deadline, case_id)"),
        ("SELECT RAISE(ABORT, 'audit_event is append-only');", "SELECT RAISE(IGNORE);"),
        ("BEFORE DELETE ON erasure", "AFTER DELETE ON erasure"),
    ],
)
def test_the_fingerprint_sees_every_difference(old: str, new: str) -> None:
    assert old in CURRENT.sql
    assert fingerprint_of_sql(CURRENT.sql.replace(old, new, 1)) != WRITTEN


def test_the_fingerprint_does_not_mind_how_it_is_written() -> None:
    spaced = CURRENT.sql.replace("\n", "\n\n").replace("(id = 1)", "(  id=1 )").replace("-- ", "-- again ")
    assert fingerprint_of_sql(spaced.replace("CREATE TABLE staff (", 'CREATE TABLE "staff"\n(')) == WRITTEN


def test_the_schema_is_found_beside_the_module_as_a_wheel_ships_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "schema.sql").write_text("-- shipped", encoding="utf-8")
    monkeypatch.setattr(schema, "_HERE", tmp_path)
    assert current_schema().sql == "-- shipped"

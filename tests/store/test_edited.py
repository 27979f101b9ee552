"""What stands in the file and is not as the program writes it is said in plain words, wherever it is met."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select
from sqlmodel import SQLModel

from intake.errors import StoreError
from intake.interview.answers import EntryAdded, FieldGiven
from intake.interview.values import PartialDate
from intake.store import tables
from intake.store.checkup.inside import check_content
from intake.store.columns import (
    MOST,
    CodesText,
    DayText,
    Flag,
    FreeText,
    HashBytes,
    Kept,
    Number,
    OneOfText,
    PartialDateText,
    Position,
    RolesText,
    UtcText,
    VersionText,
    WordText,
)
from intake.store.failures import NotAsWritten
from intake.store.ids import new_id
from intake.store.kept.answers import HalfTyped, Place
from intake.store.kept.cases import DueDate, ErasureReason
from intake.store.kept.decisions import Decision, DecisionKind
from intake.store.kept.handovers import HandoverStep, Step
from intake.store.kept.happened import CaseEvent
from intake.store.kept.people import Role
from intake.store.kept.saving import Saving
from intake.store.opening import create_store, open_store
from intake.store.schema import current_schema
from intake.store.store import Store
from tests.store.making import (
    AT,
    CHEAP,
    PASSPHRASE,
    answered,
    begin,
    draft,
    key_of,
    later,
    raw_connection,
    said,
    saving,
)

LARGEST = 2**63 - 1
DEEP = "[" * 100_000
NO_VALUES: dict[object, tuple[object, ...]] = {
    WordText: (),
    OneOfText: ("", "nonsense", "OPEN"),
    VersionText: ("99", "../2", ""),
    Number: (-1, MOST + 1, LARGEST),
    Position: (-MOST - 1, LARGEST),
    Flag: (2, -1, LARGEST),
    HashBytes: (b"", b"x" * 31, b"x" * 33),
    UtcText: (
        "",
        "yesterday",
        "2026-05-17",
        "2026-05-17T09:41:00",
        "2026-13-45T99:99:99.000000Z",
        "9999-12-31T23:59:59.999999Z",
        "0001-01-01T00:00:00.000000Z",
        "2026-05-17T09:41:00.000000+02",
        "٢٠٢٦-05-17T09:41:00.000000Z",
    ),
    DayText: ("", "2026-02-30", "20260517", "2026-W20-1", "2026-05-17T00"),
    PartialDateText: ("", "2026", '"soon"', "[]", '"2026-13"', DEEP),
    FreeText: ("", "no json", "5", "null", '["x"]', DEEP),
    CodesText: ("", "no json", '"ara"', "[1]", '{"ara": 1}', "null", DEEP),
    RolesText: ('["king"]', '["clerk", 1]', '"clerk"', "null", DEEP),
}
"""What is no value of each class of columns."""


def _no_values(kind: Kept[object]) -> tuple[object, ...]:
    found = next(NO_VALUES[each] for each in type(kind).__mro__ if each in NO_VALUES)
    return (*found, None) if kind.is_required else found


def _edits() -> Iterator[tuple[str, str, object]]:
    for table in SQLModel.metadata.tables.values():
        for column in table.columns:
            assert isinstance(column.type, Kept)
            for value in _no_values(column.type):
                yield table.name, column.name, value


def test_no_column_takes_what_the_program_never_writes() -> None:
    """Every column of every table, in a file without any rule; the row of the table is right but for one cell."""
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        for table in SQLModel.metadata.tables.values():
            names = ", ".join(f'"{column.name}"' for column in table.columns)
            connection.exec_driver_sql(f'CREATE TABLE "{table.name}" ({names})')
        for name, column, value in _edits():
            connection.exec_driver_sql(f'DELETE FROM "{name}"')
            table = SQLModel.metadata.tables[name]
            connection.exec_driver_sql(f'INSERT INTO "{name}" ("{column}") VALUES (?)', (value,))
            with pytest.raises(NotAsWritten, match=f"{name}[.]{column} was changed") as said_:
                connection.execute(select(table.c[column])).all()
            assert said_.value.__cause__ is None
            assert len(str(said_.value)) < 600


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed store with a row in every table that a case can have."""
    folder = tmp_path_factory.mktemp("full") / "desk"
    store, _ = create_store(folder, "Amira", PASSPHRASE, AT, CHEAP)
    with closing(store):
        me = store.staff.id
        case = begin(
            store,
            said("family_name", "Haddad"),
            said("email", "a@b.example"),
            EntryAdded("stations", "e1"),
            FieldGiven("stations", "e1", "where", answered("Aleppo")),
        )
        store.save(Saving(case, (), me, AT, due_dates=(DueDate("x", date(2026, 6, 1)),)))
        store.keep_half_typed(case, HalfTyped(Place("phone"), "01", 2, AT))
        store.decide(Decision(new_id(AT), case, "offer", "x", DecisionKind.ACCEPTED, "", "", me, AT))
        store.add_event(CaseEvent(new_id(AT), case, "paper_changed", PartialDate(2026), me, AT, note="neu"))
        made = store.handovers.draft(draft(case), me, AT)
        store.handovers.export(made.id, me, AT)
        store.handovers.note(HandoverStep(new_id(AT), made.id, case, Step.HANDED_OVER, AT.date(), me, AT))
        gone = begin(store, said("email", "c@d.example"))
        store.care.erase(gone, ErasureReason.MISTAKE, me, AT)
    return folder


def _read_all(folder: Path) -> None:
    with closing(open_store(folder, "Amira", PASSPHRASE, later(1))) as store:
        _read(store)


def _read(store: Store) -> None:
    store.care.erasures()
    store.people.staff()
    for case in [line.id for line in store.lists.list_cases(None)]:
        store.load_case(case)
        store.history(case)
        store.replayed(case)
        store.events_of(case)
        store.decisions(case)
        store.handovers.of_case(case)
        store.handovers.steps(case)
        store.save(saving(store, case, said("email", "e@f.example"), at=later(2)))
    store.lists.due(date(2026, 1, 1), date(2026, 12, 31))
    store.trail.entries(1000)
    store.people.all()
    store.trail.between(AT, later(10), later(3))


def test_the_store_of_these_tests_is_read_whole(full: Path, tmp_path: Path) -> None:
    shutil.copytree(full, tmp_path / "desk")
    _read_all(tmp_path / "desk")


@pytest.mark.parametrize(
    "edit",
    [
        f"UPDATE audit_event SET seq = {LARGEST} WHERE seq = (SELECT max(seq) FROM audit_event)",
        "UPDATE audit_event SET action = 'case.sold' WHERE seq = 3",
        "UPDATE audit_event SET mac = NULL WHERE seq = (SELECT max(seq) FROM audit_event)",
        "UPDATE staff SET roles = '[\"king\"]'",
        "UPDATE staff SET name = NULL",
        "UPDATE store_info SET schema_version = -3",
        "UPDATE store_info SET schema_version = 2",
        "UPDATE case_file SET status = 'gone'",
        "UPDATE case_file SET questionnaire = '../../x'",
        "UPDATE case_file SET site = CAST(x'ff' AS TEXT)",
        "UPDATE answer_event SET actor = 'nobody'",
        f"UPDATE answer_event SET seq = {LARGEST} WHERE seq = 2",
        "UPDATE answer_event SET change = 'answer_sold'",
        "UPDATE answer SET value = 'no json' WHERE question = 'email'",
        "UPDATE answer SET value = '[1' WHERE question = 'family_name'",
        "UPDATE answer SET form = 'nonsense' WHERE question = 'email'",
        "UPDATE answer SET value = '5', form = 'partial_date' WHERE question = 'email'",
        "UPDATE answer SET value = NULL WHERE question = 'email'",
        "DELETE FROM answer WHERE question = 'stations' AND entry = ''",
        "DELETE FROM answer WHERE question = 'stations' AND field = '' AND entry <> ''",
        "UPDATE journal SET text = 'no json'",
        "UPDATE case_event SET date = '\"soon\"'",
        "UPDATE handover_record SET status = 'sold'",
        "UPDATE handover_record SET packages = '{}'",
        "UPDATE erasure SET reason = 'revenge'",
    ],
)
def test_an_edit_with_the_key_is_a_clear_failure_where_it_is_read(full: Path, tmp_path: Path, edit: str) -> None:
    folder = tmp_path / "desk"
    shutil.copytree(full, folder)
    with raw_connection(folder, key_of(folder)) as connection:
        for (trigger,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {trigger}")
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute("PRAGMA writable_schema = ON")
        for kind in ("TEXT", "BLOB"):
            connection.execute("UPDATE sqlite_schema SET sql = replace(sql, ?, ?)", (f"{kind} NOT NULL", kind))
        connection.execute("PRAGMA writable_schema = RESET")
        connection.executescript(edit)
    with pytest.raises(StoreError, match=r"intake doctor|newest backup|A checked backup") as said_:
        _read_all(folder)
    assert not re.search("nobody|no json|king", str(said_.value))


def test_every_column_has_a_type_that_looks_at_what_it_reads() -> None:
    for table in SQLModel.metadata.tables.values():
        for column in table.columns:
            assert isinstance(column.type, Kept)
            assert column.type.place == f"{table.name}.{column.name}"
    assert tables.CaseFile.__tablename__ in current_schema().sql


@pytest.mark.parametrize(
    ("edit", "place"),
    [
        ("UPDATE case_event SET note = 'no json'", "case_event.note"),
        ("UPDATE answer SET value = '5' WHERE question = 'email'", "answer.value"),
        ("UPDATE staff SET roles = '[\"clerk\", \"king\"]' WHERE name = 'Jonas'", "staff.roles"),
    ],
)
def test_the_doctor_names_the_place_and_goes_on(full: Path, tmp_path: Path, edit: str, place: str) -> None:
    folder = tmp_path / "desk"
    shutil.copytree(full, folder)
    with closing(open_store(folder, "Amira", PASSPHRASE, later(1))) as store:
        store.people.add("Jonas", "auch lang genug", (Role.CLERK,), store.staff.id, later(1), CHEAP)
        with raw_connection(folder, key_of(folder)) as connection:
            connection.execute("DROP TRIGGER case_event_is_never_changed")
            connection.execute(edit)
        found = list(check_content(store, (), later(2), is_full=True))
        wrong = [finding.what.params["place"] for finding in found if "place" in finding.what.params]
        assert set(wrong) == {place}
        assert len(found) > 5

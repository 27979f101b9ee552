"""The audit chain shows what was changed behind the program's back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from intake.store.records import AuditHead
from intake.store.store import Store
from tests.store.making import AT, begin, key_of, later, raw_connection, said, saving

SECRET = "Zahnweh seit Idlib"


@contextmanager
def tampering(folder: Path, *sql: str) -> Iterator[None]:
    """Somebody with the key changes rows after taking the triggers away."""
    with raw_connection(folder, key_of(folder)) as connection:
        triggers = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for (trigger,) in triggers:
            connection.execute(f"DROP TRIGGER {trigger}")
        for statement in sql:
            connection.execute(statement)
    yield


@pytest.fixture
def busy(store: Store) -> Store:
    case = begin(store, said("gender", "f"))
    for minute in range(10):
        store.save(saving(store, case, said(f"q{minute}", SECRET), at=later(minute)))
    return store


def test_an_untouched_chain_is_whole(busy: Store) -> None:
    report = busy.verify_audit()
    assert (report.broken_at, report.entries) == (None, 14)
    assert busy.verify_audit(last=3).broken_at is None
    assert busy.verify_audit(last=1000).broken_at is None


@pytest.mark.parametrize(
    ("sql", "found_at"),
    [
        (["UPDATE audit_event SET actor = 'somebody' WHERE seq = 5"], 5),
        (["UPDATE audit_event SET action = 'case.opened' WHERE seq = 5"], 5),
        (["UPDATE audit_event SET subject = 'q3' WHERE seq = 5"], 5),
        (["UPDATE audit_event SET at = replace(at, '2026', '2025') WHERE seq = 5"], 5),
        (["UPDATE audit_event SET case_id = '', subject = case_id || subject WHERE seq = 5"], 5),
        (["UPDATE audit_event SET mac = zeroblob(32) WHERE seq = 5"], 5),
        (["DELETE FROM audit_event WHERE seq = 5"], 5),
        (["DELETE FROM audit_event WHERE seq = 1"], 1),
        (
            [
                "UPDATE audit_event SET seq = -1 WHERE seq = 5",
                "UPDATE audit_event SET seq = 5 WHERE seq = 6",
                "UPDATE audit_event SET seq = 6 WHERE seq = -1",
            ],
            5,
        ),
        (["INSERT INTO audit_event SELECT 15, at, actor, action, case_id, '', mac FROM audit_event WHERE seq = 5"], 15),
    ],
)
def test_a_change_is_found_where_it_is(busy: Store, folder: Path, sql: list[str], found_at: int) -> None:
    with tampering(folder, *sql):
        assert busy.verify_audit().broken_at == found_at


def test_a_tail_that_was_cut_off_is_found_with_the_head_of_a_backup(busy: Store, folder: Path) -> None:
    backup = busy.backup(busy.staff.id, later(11))
    assert busy.verify_audit(anchor=backup.audit).broken_at is None
    with tampering(folder, f"DELETE FROM audit_event WHERE seq >= {backup.audit.seq}"):
        assert busy.verify_audit().broken_at is None
        assert busy.verify_audit(anchor=backup.audit).broken_at == backup.audit.seq


def test_a_chain_that_was_rewritten_does_not_fit_an_older_head(busy: Store) -> None:
    assert busy.verify_audit(anchor=AuditHead(3, "00" * 32)).broken_at == 3


def test_the_chain_says_who_did_what_to_which_case(store: Store) -> None:
    case = begin(store, said("gender", "f"), said("birth_place", SECRET))
    done = [(entry.action, entry.case_id, entry.subject) for entry in reversed(store.audit_entries())]
    assert done == [
        ("store.created", "", ""),
        ("store.opened", "", ""),
        ("case.begun", case, ""),
        ("answer.saved", case, "gender"),
        ("answer.saved", case, "birth_place"),
    ]
    assert {entry.actor for entry in store.audit_entries()} == {store.staff.id}
    assert {entry.at for entry in store.audit_entries()} == {AT}


def test_the_chain_never_holds_what_was_answered(busy: Store, folder: Path) -> None:
    with raw_connection(folder, key_of(folder)) as connection:
        rows = connection.execute("SELECT * FROM audit_event").fetchall()
    assert SECRET not in repr(rows)
    assert len(rows) == 14

"""The audit chain shows what was changed behind the program's back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from intake.interview.answers import EntryAdded, FieldGiven
from intake.interview.values import PartialDate
from intake.store.audit.chain import Deed
from intake.store.ids import new_id
from intake.store.kept.audit import Action, AuditHead, Breach
from intake.store.kept.decisions import Decision, DecisionKind
from intake.store.store import Store
from tests.store.making import AT, answered, begin, key_of, later, raw_connection, said, saving

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
    report = busy.trail.verify()
    assert (report.broken_at, report.entries) == (None, 14)
    assert busy.trail.verify(last=3).broken_at is None
    assert busy.trail.verify(last=1000).broken_at is None


@pytest.mark.parametrize(
    ("sql", "found_at"),
    [
        (["UPDATE audit_event SET actor = 'somebody' WHERE seq = 5"], 5),
        (["UPDATE audit_event SET action = 'case.opened' WHERE seq = 5"], 5),
        (["UPDATE audit_event SET subject = 'q3' WHERE seq = 5"], 5),
        (["UPDATE audit_event SET at = replace(at, '2026', '2025') WHERE seq = 5"], 5),
        (["UPDATE audit_event SET case_id = '', subject = case_id || subject WHERE seq = 5"], 5),
        (["UPDATE audit_event SET at = CAST(x'ff' AS TEXT) WHERE seq = 5"], 5),
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
        assert busy.trail.verify().broken_at == found_at


def test_a_tail_that_was_cut_off_is_found_with_the_head_of_a_backup(busy: Store, folder: Path) -> None:
    backup = busy.care.write_backup(busy.staff.id, later(11))
    assert busy.trail.verify([backup.audit]).broken_at is None
    with tampering(folder, f"DELETE FROM audit_event WHERE seq >= {backup.audit.seq}"):
        assert busy.trail.verify().broken_at is None
        assert busy.trail.verify([backup.audit]).broken_at == backup.audit.seq


def test_a_chain_that_was_rewritten_does_not_fit_an_older_head(busy: Store) -> None:
    assert busy.trail.verify([AuditHead(3, "00" * 32)]).broken_at == 3


def test_what_was_found_is_named(busy: Store, folder: Path) -> None:
    backup = busy.care.write_backup(busy.staff.id, later(11))
    assert busy.trail.verify([backup.audit]).breach is None
    assert busy.trail.verify([AuditHead(backup.audit.seq, "00" * 32)]).breach is Breach.REWRITTEN
    assert busy.trail.verify([AuditHead(1000, "00" * 32)]).breach is Breach.CUT
    with tampering(folder, "DELETE FROM audit_event WHERE seq = 5"):
        assert busy.trail.verify().breach is Breach.CHANGED


def test_a_chain_that_was_written_anew_with_the_key_does_not_fit_what_was_printed(busy: Store, folder: Path) -> None:
    printed = busy.trail.close_day(AT, later(1), later(12))[1]
    with raw_connection(folder, key_of(folder)) as connection:
        connection.execute("DROP TRIGGER audit_event_is_never_changed")
        connection.execute("DROP TRIGGER audit_event_is_never_deleted")
        connection.execute("DELETE FROM audit_event WHERE seq >= 5")
    for minute in range(20, 40):
        busy.trail.note([Deed(Action.CASE_VIEWED, "somebody else's", "review")], busy.staff.id, later(minute))
    assert busy.trail.verify().broken_at is None
    report = busy.trail.verify(anchors=[AuditHead(3, _mac_of(busy, folder, 3)), printed])
    assert (report.broken_at, report.breach) == (printed.seq, Breach.REWRITTEN)


def test_the_check_says_how_far_it_is(busy: Store) -> None:
    busy.trail.note([Deed(Action.CASE_VIEWED, "case", "review")] * 12_000, busy.staff.id, later(20))
    heard: list[tuple[int, int]] = []
    assert busy.trail.verify(progress=lambda done, total: heard.append((done, total))).broken_at is None
    assert heard == [(5_000, 12_014), (10_000, 12_014)]


def test_several_times_are_noted_at_once(store: Store) -> None:
    deeds = [(Deed(Action.CASE_VIEWED, "case", view), later(at)) for at, view in enumerate(("review", "handover"))]
    store.trail.note_each(deeds, store.staff.id)
    newest = store.trail.entries(2)
    assert [(entry.subject, entry.at) for entry in newest] == [("handover", later(1)), ("review", later(0))]


def test_an_override_a_change_and_a_withdrawal_have_names_of_their_own(store: Store) -> None:
    case = begin(store, said("gender", "f"))
    for number, kind in enumerate(DecisionKind):
        words = "so" if kind in (DecisionKind.OWN_LINE, DecisionKind.CHANGED) else ""
        made = Decision(new_id(AT), case, "rule", f"r{number}", kind, "weil", words, store.staff.id, AT)
        store.decide(made)
    entry = EntryAdded("consents", new_id(AT))
    day = answered(PartialDate(2026, 5, 17))
    store.save(saving(store, case, entry, FieldGiven("consents", entry.entry, "withdrawn_on", day)))
    done = [each.action for each in store.trail.of_case(case, AT)]
    assert done.count("decision.overridden") == 2
    assert done.count("decision.made") == 3
    assert done.count("consent.withdrawn") == 1


def test_what_one_person_did_on_a_day_is_found(busy: Store) -> None:
    at = later(200)
    assert len(busy.trail.between(AT, later(5), at)) == 4 + 5
    assert busy.trail.between(AT, later(5), at, "somebody") == ()
    assert len(busy.trail.between(later(8), later(100), at, busy.staff.id)) == 2
    assert [entry.action for entry in busy.trail.entries(3)] == ["audit.viewed"] * 3


def test_a_day_is_counted_from_its_entries(busy: Store) -> None:
    case = busy.lists.list_cases()[0].id
    busy.trail.note([Deed(Action.PAPER_PRINTED, case, "slips"), Deed(Action.CASE_VIEWED, "other")], busy.staff.id, AT)
    counts, head = busy.trail.close_day(AT, later(100), later(300))
    assert busy.trail.verify([head]).breach is None
    assert (counts.cases, counts.seen, counts.papers, counts.unlocks) == (1, 2, 1, 1)
    assert counts.staff == (busy.staff.id,)


def _mac_of(store: Store, folder: Path, seq: int) -> str:
    with raw_connection(folder, key_of(folder)) as connection:
        row = connection.execute("SELECT mac FROM audit_event WHERE seq = ?", (seq,)).fetchone()
    assert row is not None
    assert isinstance(row[0], bytes)
    return row[0].hex()


def test_the_chain_says_who_did_what_to_which_case(store: Store) -> None:
    case = begin(store, said("gender", "f"), said("birth_place", SECRET))
    done = [(entry.action, entry.case_id, entry.subject) for entry in reversed(store.trail.entries())]
    assert done == [
        ("store.created", "", ""),
        ("store.opened", "", ""),
        ("case.begun", case, ""),
        ("answer.saved", case, "gender"),
        ("answer.saved", case, "birth_place"),
    ]
    assert {entry.actor for entry in store.trail.entries()} == {store.staff.id}
    assert {entry.at for entry in store.trail.entries()} == {AT}


def test_the_chain_never_holds_what_was_answered(busy: Store, folder: Path) -> None:
    with raw_connection(folder, key_of(folder)) as connection:
        rows = connection.execute("SELECT * FROM audit_event").fetchall()
    assert SECRET not in repr(rows)
    assert len(rows) == 14

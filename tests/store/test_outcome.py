"""Decisions of staff, records, and the end of a case."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from sqlalchemy.exc import IntegrityError
from sqlcipher3 import dbapi2

from intake.interview.answers import EntryAdded, FieldGiven
from intake.interview.values import PartialDate
from intake.store.failures import CaseMissing
from intake.store.folder import StoreFolder
from intake.store.ids import new_id
from intake.store.kept.answers import HalfTyped, Place
from intake.store.kept.cases import DueDate, Erasure, ErasureReason
from intake.store.kept.decisions import Decision, DecisionKind
from intake.store.kept.happened import CaseEvent
from intake.store.kept.saving import Saving
from intake.store.opening import open_store
from intake.store.store import Store
from tests.store.making import AT, PASSPHRASE, answered, begin, draft, key_of, later, raw_connection, said, saving

SECRET = "Zahnweh seit Idlib"
OF_A_CASE = (
    "answer_event",
    "answer",
    "journal",
    "due_date",
    "case_name",
    "staff_decision",
    "case_event",
    "handover_record",
    "handover_step",
)


def decision(
    store: Store,
    case: str,
    kind: DecisionKind = DecisionKind.ACCEPTED,
    line: str = "ms_clearing",
    reason: str = "",
    text: str = "",
    minute: float = 0,
) -> Decision:
    return Decision(new_id(later(minute)), case, "offer", line, kind, reason, text, store.staff.id, later(minute))


def consented(store: Store) -> str:
    return begin(
        store,
        EntryAdded("consents", "c1"),
        FieldGiven("consents", "c1", "recipient", answered("jc")),
        FieldGiven("consents", "c1", "decision", answered("granted")),
    )


def test_decisions_come_back_in_the_order_they_were_made(store: Store) -> None:
    case = begin(store)
    made = (
        decision(store, case),
        decision(store, case, DecisionKind.OVERRIDDEN, reason="Schule geht vor", minute=1),
        decision(store, case, DecisionKind.OWN_LINE, line="", text="Sportverein \ud800", minute=2),
        decision(store, case, DecisionKind.CHANGED, reason="Bescheid lag vor", text="Gruppe B", minute=3),
        decision(store, case, DecisionKind.REOPENED, minute=4),
        decision(store, case, DecisionKind.REOPENED, reason="Irrtum", minute=5),
    )
    for one in (*made, made[0]):
        store.decide(one)
    assert store.decisions(case) == made


@pytest.mark.parametrize(
    ("kind", "reason", "text"),
    [
        (DecisionKind.OVERRIDDEN, "", ""),
        (DecisionKind.OWN_LINE, "", ""),
        (DecisionKind.ACCEPTED, "", "text of nobody"),
        (DecisionKind.CHANGED, "", "Gruppe B"),
        (DecisionKind.CHANGED, "Bescheid lag vor", ""),
        (DecisionKind.REOPENED, "Irrtum", "text of nobody"),
    ],
)
def test_an_override_needs_a_reason_an_own_line_its_words_and_a_change_both(
    store: Store, kind: DecisionKind, reason: str, text: str
) -> None:
    case = begin(store)
    with pytest.raises(IntegrityError):
        store.decide(decision(store, case, kind, reason=reason, text=text))
    assert store.decisions(case) == ()


def test_erasing_a_case_leaves_nothing_of_it_but_that_it_was_erased(store: Store, folder: Path) -> None:
    case, other = begin(store, said("family_name", SECRET)), begin(store, said("family_name", "Haddad"))
    store.save(saving(store, case, said("health_wish", SECRET)))
    store.save(Saving(case, (), store.staff.id, AT, Place("x"), (DueDate("visa", date(2026, 6, 1)),)))
    store.keep_half_typed(case, HalfTyped(Place("y"), SECRET, 3, AT))
    store.decide(decision(store, case))
    store.add_event(CaseEvent(new_id(AT), case, "moved", PartialDate(2026, 5), store.staff.id, AT, note=SECRET))
    record = store.handovers.draft(draft(case), store.staff.id, AT)
    store.handovers.export(record.id, store.staff.id, AT)
    store.care.erase(case, ErasureReason.PERSON_ASKED, store.staff.id, later(1))
    with pytest.raises(CaseMissing):
        store.load_case(case)
    assert store.care.erasures() == (Erasure(case, ErasureReason.PERSON_ASKED, store.staff.id, later(1)),)
    assert [line.id for line in store.lists.list_cases(None)] == [other]
    with raw_connection(folder, key_of(folder)) as connection:
        for table in OF_A_CASE:
            rows = connection.execute(f"SELECT count(*) FROM {table} WHERE case_id = ?", (case,)).fetchone()
            assert rows == (0,), table
    assert store.care.check().audit.broken_at is None


def decrypted(folder: Path) -> bytes:
    """Every page of the store and of its log, free pages included. A page is AES-256-CBC with its IV near the end."""
    key = key_of(folder).raw
    pages = []
    raw = StoreFolder(folder).database.read_bytes()
    for start in range(0, len(raw), 4096):
        page = raw[start : start + 4096]
        cipher = Cipher(algorithms.AES(key), modes.CBC(page[-80:-64])).decryptor()
        pages.append(cipher.update(page[16 if start == 0 else 0 : -80]))
    return b"".join(pages)


def test_erased_words_are_in_no_page_of_the_file(store: Store, folder: Path) -> None:
    case = begin(store, *(said(f"q{number}", f"{SECRET} {number}") for number in range(40)))
    store.care.check()
    assert SECRET.encode() in decrypted(folder)
    store.care.erase(case, ErasureReason.RETENTION, store.staff.id, later(1))
    assert SECRET.encode() not in decrypted(folder)
    assert StoreFolder(folder).database.with_name("cases.db-wal").stat().st_size == 0


def test_a_late_answer_to_an_erased_case_is_refused(store: Store) -> None:
    case = begin(store)
    store.care.erase(case, ErasureReason.MISTAKE, store.staff.id, later(1))
    with pytest.raises(CaseMissing):
        store.save(saving(store, case, said("gender", "f")))


def test_drafts_without_consent_expire_first(store: Store) -> None:
    plain, agreed = begin(store), consented(store)
    assert [line.id for line in store.care.expired(later(1), AT)] == [plain]
    assert {line.id for line in store.care.expired(later(1), later(1))} == {plain, agreed}
    assert store.care.expired(AT, AT) == ()


def test_a_record_that_left_counts_from_the_day_it_left(store: Store) -> None:
    case = begin(store)
    record = store.handovers.draft(draft(case), store.staff.id, AT)
    store.handovers.export(record.id, store.staff.id, later(60))
    assert store.care.expired(drafts_before=later(99), records_before=later(59)) == ()
    assert [line.id for line in store.care.expired(drafts_before=AT, records_before=later(61))] == [case]


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE answer_event SET value = '\"m\"'",
        "DELETE FROM answer_event",
        "INSERT INTO answer_event SELECT 'new', case_id, 5, question, entry, field, change, state, form, value, "
        "source, note, recheck, reason, position, actor, at, addition FROM answer_event",
        "UPDATE staff_decision SET reason = '\"other\"'",
        "DELETE FROM staff_decision",
        "UPDATE case_event SET kind = 'other'",
        "DELETE FROM case_event",
        "UPDATE audit_event SET actor = 'other'",
        "DELETE FROM audit_event WHERE seq = 2",
        "INSERT INTO audit_event SELECT seq + 9, at, actor, action, case_id, subject, mac FROM audit_event",
        "DELETE FROM case_file",
        "DELETE FROM staff",
    ],
)
def test_what_happened_cannot_be_changed_by_accident(store: Store, folder: Path, sql: str) -> None:
    case = begin(store, said("gender", "f"))
    store.decide(decision(store, case))
    store.add_event(CaseEvent(new_id(AT), case, "moved", PartialDate(2026), store.staff.id, AT))
    with (
        raw_connection(folder, key_of(folder)) as connection,
        pytest.raises(dbapi2.IntegrityError, match=r"append-only|no gaps|FOREIGN KEY"),
    ):
        connection.execute(sql)


def test_the_folder_of_a_backup_is_cleaned_again_by_the_list_of_erasures(store: Store) -> None:
    case, other = begin(store, said("family_name", SECRET)), begin(store)
    backup = store.care.write_backup(store.staff.id, later(1))
    store.care.erase(case, ErasureReason.PERSON_ASKED, store.staff.id, later(2))
    restored = open_store(backup.folder, "Amira", PASSPHRASE, later(3))
    try:
        assert restored.folder == StoreFolder(backup.folder)
        for erasure in store.care.erasures():
            restored.care.erase(erasure.case_id, erasure.reason, restored.staff.id, later(4))
        assert [line.id for line in restored.lists.list_cases(None)] == [other]
    finally:
        restored.close()

"""Records of a case and what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy import event as event_
from sqlalchemy.exc import IntegrityError

from intake.interview.answers import FieldGiven
from intake.interview.values import PartialDate
from intake.store.failures import CaseMissing, StepRefused
from intake.store.handovers.receipt_code import read_code
from intake.store.handovers.steps import FOLLOWS, leads_to, may_follow, overtaken
from intake.store.ids import new_id
from intake.store.kept.answers import event
from intake.store.kept.audit import Action
from intake.store.kept.cases import Status
from intake.store.kept.handovers import HandoverStep, Record, RecordStatus, Step
from intake.store.kept.saving import Saving
from intake.store.store import Store
from tests.store.making import AT, answered, begin, draft, key_of, later, raw_connection, said

DAY = date(2026, 5, 17)
S = Step


def test_versions_of_a_record_count_for_each_office(store: Store) -> None:
    case = begin(store)
    first, second, other = draft(case), draft(case, sha="cd" * 32), draft(case, office="Jobcenter Hamm")
    versions = [store.handovers.draft(one, store.staff.id, AT).version for one in (first, second, other, first)]
    assert versions == [1, 2, 1, 1]
    assert len(store.handovers.of_case(case)) == 3


def test_a_record_is_exported_once(store: Store) -> None:
    case = begin(store)
    one = store.handovers.draft(draft(case), store.staff.id, AT)
    assert (one.status, one.exported_at) == (RecordStatus.DRAFT, None)
    store.handovers.export(one.id, store.staff.id, later(1))
    again = store.handovers.export(one.id, store.staff.id, later(2))
    assert (again.status, again.exported_at) == (RecordStatus.EXPORTED, later(1))
    assert store.handovers.of_case(case) == (again,)
    with pytest.raises(CaseMissing):
        store.handovers.export("nothing", store.staff.id, AT)


def test_a_hash_that_is_none_is_refused(store: Store) -> None:
    with pytest.raises(IntegrityError):
        store.handovers.draft(draft(begin(store), sha="AB" * 32), store.staff.id, AT)


def left(store: Store, case: str = "", office: str = "Jobcenter Wuppertal") -> Record:
    made = store.handovers.draft(draft(case or begin(store), office=office), store.staff.id, AT)
    return store.handovers.export(made.id, store.staff.id, AT)


def step(store: Store, record: Record, kind: Step, note: str = "", minute: float = 1) -> HandoverStep:
    at = later(minute)
    return HandoverStep(new_id(at), record.id, record.case_id, kind, DAY, store.staff.id, at, note=note)


def note(store: Store, record: Record, *kinds: Step) -> Record:
    for kind in kinds:
        record = store.handovers.note(step(store, record, kind, "nicht zuständig" if kind is S.RETURNED else ""))
    return record


def test_a_record_keeps_its_steps_with_whom_how_and_when(store: Store) -> None:
    record = left(store)
    given = replace(step(store, record, S.HANDED_OVER), person="Frau Öz", way="by_hand")
    assert store.handovers.note(given, date(2026, 5, 31)).status is RecordStatus.HANDED_OVER
    back = replace(step(store, record, S.RETURNED, "gehört nach Solingen", 2), person="Herr Kern")
    store.handovers.note(back)
    exported, *noted = store.handovers.steps(record.case_id)
    assert (exported.step, exported.at, exported.actor) == (S.EXPORTED, AT, store.staff.id)
    assert noted == [given, back]
    (kept,) = store.handovers.of_case(record.case_id)
    assert (kept.status, kept.exported_at, kept.confirm_by) == (RecordStatus.RETURNED, AT, date(2026, 5, 31))


def test_a_step_noted_twice_is_noted_once(store: Store) -> None:
    record = left(store)
    given = step(store, record, S.HANDED_OVER)
    store.handovers.note(given)
    store.handovers.note(step(store, record, S.CONFIRMED, minute=2))
    assert store.handovers.note(given).status is RecordStatus.CONFIRMED
    assert [each.step for each in store.handovers.steps(record.case_id)] == [S.EXPORTED, S.HANDED_OVER, S.CONFIRMED]


@pytest.mark.parametrize("kind", [each for each in Step if each is not S.EXPORTED])
@pytest.mark.parametrize("status", list(RecordStatus))
def test_a_step_follows_only_where_the_table_says_so(store: Store, status: RecordStatus, kind: Step) -> None:
    way = {
        RecordStatus.EXPORTED: (),
        RecordStatus.HANDED_OVER: (S.HANDED_OVER,),
        RecordStatus.CONFIRMED: (S.CONFIRMED,),
        RecordStatus.RETURNED: (S.RETURNED,),
        RecordStatus.WITHDRAWN: (S.WITHDRAWN,),
        RecordStatus.DISMISSED: (S.WITHDRAWN,),
    }
    case = begin(store)
    if not status.has_left:
        record = note(store, store.handovers.draft(draft(case), store.staff.id, AT), *way.get(status, ()))
    else:
        record = note(store, left(store, case), *way[status])
    before = store.handovers.steps(case)
    if kind is S.WITHDRAWN and status in (RecordStatus.WITHDRAWN, RecordStatus.DISMISSED):
        assert note(store, record, kind) == record
        assert store.handovers.steps(case) == before
    elif status in FOLLOWS[kind]:
        assert note(store, record, kind).status is leads_to(kind, status)
        assert len(store.handovers.steps(case)) == len(before) + 1
    else:
        with pytest.raises(StepRefused):
            note(store, record, kind)
        assert (store.handovers.of_case(case), store.handovers.steps(case)) == ((record,), before)


def test_a_record_that_was_returned_can_go_out_again_and_be_confirmed(store: Store) -> None:
    assert note(store, left(store), S.RETURNED, S.HANDED_OVER, S.CONFIRMED).status is RecordStatus.CONFIRMED


def test_an_office_is_told_of_a_withdrawal_once(store: Store) -> None:
    record = note(store, left(store), S.WITHDRAWN, S.TOLD)
    assert record.status is RecordStatus.WITHDRAWN
    assert not may_follow(S.TOLD, record.status, is_told=True)
    with pytest.raises(StepRefused, match="told"):
        note(store, record, S.TOLD)


def test_a_return_has_its_reason(store: Store) -> None:
    record = left(store)
    with pytest.raises(IntegrityError):
        store.handovers.note(step(store, record, S.RETURNED))
    assert store.handovers.of_case(record.case_id) == (record,)


def test_each_step_stands_in_the_audit_chain(store: Store) -> None:
    record = note(store, left(store), S.HANDED_OVER, S.CONFIRMED, S.RETURNED, S.WITHDRAWN, S.TOLD)
    entries = [entry for entry in store.trail.entries(9) if entry.subject == record.id]
    assert [entry.action for entry in reversed(entries)] == [
        Action.RECORD_DRAFTED,
        Action.RECORD_EXPORTED,
        Action.RECORD_HANDED_OVER,
        Action.RECORD_CONFIRMED,
        Action.RECORD_RETURNED,
        Action.RECORD_WITHDRAWN,
        Action.RECORD_TOLD,
    ]
    assert {entry.case_id for entry in entries} == {record.case_id}


def test_a_dismissed_draft_never_leaves_and_stays_in_the_audit_chain(store: Store) -> None:
    case = begin(store)
    record = store.handovers.draft(draft(case), store.staff.id, AT)
    assert note(store, record, S.WITHDRAWN).status is RecordStatus.DISMISSED
    (kept,) = store.handovers.of_case(case)
    assert (kept.status, kept.exported_at, kept.status.has_left) == (RecordStatus.DISMISSED, None, False)
    with pytest.raises(StepRefused, match="dismissed"):
        store.handovers.export(record.id, store.staff.id, later(2))
    assert store.handovers.draft(draft(case), store.staff.id, AT).version == 2
    actions = [entry.action for entry in store.trail.entries(9) if entry.subject == record.id]
    assert actions == [Action.RECORD_DISMISSED, Action.RECORD_DRAFTED]


def test_a_record_without_consent_is_noted_as_one(store: Store) -> None:
    case = begin(store)
    made = replace(draft(case), basis="§ 71 SGB X", reason="Frist", packages=("CON", "STA"))
    record = store.handovers.draft(made, store.staff.id, AT)
    assert (record.basis, record.reason, record.packages) == ("§ 71 SGB X", "Frist", ("CON", "STA"))
    assert Action.RECORD_WITHOUT_CONSENT.value in [entry.action for entry in store.trail.entries(5)]


def test_a_step_of_a_record_of_another_case_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="another case"):
        store.handovers.note(replace(step(store, left(store), S.CONFIRMED), case_id=begin(store)))
    with pytest.raises(CaseMissing):
        store.handovers.note(replace(step(store, left(store), S.CONFIRMED), record_id="nothing"))


def test_a_withdrawal_and_its_records_are_written_together_or_not_at_all(store: Store) -> None:
    record = left(store)
    given = event(FieldGiven("consents", "c1", "withdrawn_on", answered(PartialDate(2026, 5, 17))), later(1))
    kept = Saving(record.case_id, (given,), store.staff.id, later(1), steps=(step(store, record, S.WITHDRAWN),))
    refused = replace(kept, steps=(step(store, record, S.TOLD),))
    with pytest.raises(StepRefused):
        store.save(refused)
    assert (store.history(record.case_id), store.handovers.of_case(record.case_id)) == ((), (record,))
    store.save(kept)
    store.save(kept)
    assert [each.status for each in store.handovers.of_case(record.case_id)] == [RecordStatus.WITHDRAWN]
    assert len(store.history(record.case_id)) == 1


def test_a_record_is_found_by_the_code_of_its_slip(store: Store) -> None:
    record = left(store)
    found = store.handovers.by_code(record.code)
    assert found is not None
    assert (found.record, found.case.id) == (record, record.case_id)
    assert store.handovers.by_code("0000-0000") is None
    assert read_code(record.code.lower().replace("-", " ")) == record.code


def test_confirmations_are_listed_by_their_day_until_they_are_there(store: Store) -> None:
    waiting = [left(store) for _ in range(4)]
    for days, record in enumerate(waiting):
        given = step(store, record, S.HANDED_OVER)
        store.handovers.note(given, DAY + timedelta(days=3 - days))
    last = DAY + timedelta(days=2)
    first, *rest = store.handovers.to_confirm(last)
    assert [line.record.id for line in (first, *rest)] == [record.id for record in waiting[:0:-1]]
    assert store.handovers.to_confirm(last, after=first) == tuple(rest)
    assert store.overview.handovers(DAY + timedelta(days=1)) == (1, 0)
    note(store, waiting[3], S.CONFIRMED)
    note(store, waiting[2], S.RETURNED)
    assert [line.record.id for line in store.handovers.to_confirm(last)] == [waiting[1].id]


def test_what_was_only_written_waits_for_nothing_once_a_newer_version_is_out(store: Store) -> None:
    case = begin(store)
    records = [
        store.handovers.draft(replace(draft(case, office=office), confirm_by=DAY), store.staff.id, AT)
        for office in (*["Jobcenter Wuppertal"] * 3, "Geschäftsstelle 2")
    ]
    given, written, newest, other = (store.handovers.export(each.id, store.staff.id, AT) for each in records)
    note(store, given, S.HANDED_OVER)
    store.handovers.draft(draft(case), store.staff.id, AT)
    waiting = {line.record.id for line in store.handovers.to_confirm(DAY + timedelta(days=99))}
    assert overtaken(store.handovers.of_case(case)) == {written.id}
    assert waiting == {given.id, newest.id, other.id}
    assert store.overview.handovers(DAY + timedelta(days=99)) == (3, 0)
    for record in (given, written, newest):
        note(store, record, S.WITHDRAWN)
    assert {line.record.id for line in store.handovers.to_tell()} == {given.id, written.id, newest.id}


def test_a_confirmation_is_missed_in_a_closed_case_too_and_found_by_its_name(store: Store) -> None:
    case = begin(store, said("family_name", "Haddad"))
    store.handovers.note(step(store, left(store, case), S.HANDED_OVER), DAY)
    store.set_status(case, Status.CLOSED, store.staff.id, later(2))
    assert [line.case.family_name for line in store.handovers.to_confirm(DAY, text="hadd")] == ["Haddad"]
    assert store.handovers.to_confirm(DAY, text="saleh") == ()


def test_offices_are_to_be_told_until_they_are(store: Store) -> None:
    one, two = (note(store, left(store), S.WITHDRAWN) for _ in range(2))
    first, second = store.handovers.to_tell()
    assert {first.record.id, second.record.id} == {one.id, two.id}
    assert store.handovers.to_tell(after=first) == (second,)
    assert store.overview.handovers(DAY) == (0, 2)
    note(store, one, S.TOLD)
    assert [line.record.id for line in store.handovers.to_tell()] == [two.id]


def test_a_record_that_was_withdrawn_counts_as_one_that_left(store: Store) -> None:
    case = begin(store)
    note(store, left(store, case), S.HANDED_OVER, S.WITHDRAWN)
    assert store.care.expired(drafts_before=later(99), records_before=AT) == ()
    assert [line.id for line in store.care.expired(drafts_before=AT, records_before=later(1))] == [case]


def test_the_lists_of_the_desk_read_their_indexes_and_are_not_sorted_as_a_whole(store: Store, folder: Path) -> None:
    note(store, left(store), S.WITHDRAWN)
    asked: list[tuple[str, Sequence[object]]] = []

    def keep(connection: object, cursor: object, sql: str, parameters: Sequence[object], *rest: object) -> None:
        asked.append((sql, parameters))

    event_.listen(Engine, "before_cursor_execute", keep)
    try:
        store.handovers.to_confirm(DAY)
        store.handovers.to_tell()
        store.overview.handovers(DAY)
    finally:
        event_.remove(Engine, "before_cursor_execute", keep)
    queries = [(sql, parameters) for sql, parameters in asked if "FROM handover_record" in sql]
    assert len(queries) == 4
    with raw_connection(folder, key_of(folder)) as connection:
        for sql, parameters in queries:
            plan = [str(row[3]) for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}", parameters).fetchall()]
            assert any("handover_record_to_" in step for step in plan), (sql, plan)
            assert not [step for step in plan if "TEMP B-TREE FOR ORDER BY" in step], (sql, plan)

"""What happened in a case: noted once, never changed, corrected or taken back by a later event."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from intake.interview.values import PartialDate
from intake.store.failures import CaseMissing
from intake.store.ids import new_id
from intake.store.kept.cases import ErasureReason
from intake.store.kept.happened import WITHDRAWN, CaseEvent, standing
from intake.store.opening import open_store
from intake.store.store import Store
from tests.store.making import AT, PASSPHRASE, begin, key_of, later, raw_connection, said, saving

MAY = PartialDate(2026, 5)


def happened(
    store: Store,
    case: str,
    kind: str = "course_began",
    date: PartialDate = MAY,
    *,
    minute: float = 0,
    entry: str = "",
    note: str = "",
    replaces: str | None = None,
) -> CaseEvent:
    at = later(minute)
    return CaseEvent(new_id(at), case, kind, date, store.staff.id, at, entry, note, replaces)


def test_events_come_back_as_they_were_noted_and_in_the_order_in_which_they_were_written(store: Store) -> None:
    case, other = begin(store), begin(store)
    noted = (
        happened(store, case, "course_began", PartialDate(2026), minute=1, entry="e1", note="Gruppe 3 \ud800\x00"),
        happened(store, case, "course_ended", PartialDate(2026, 5, 17), minute=2, entry="e1"),
        happened(store, case, "moved", PartialDate(2025, 12), minute=3),
    )
    for event in (noted[1], noted[0], noted[2], noted[0]):
        store.add_event(event)
    store.add_event(happened(store, other))
    assert store.events_of(case) == (noted[1], noted[0], noted[2])
    assert store.events_of("nowhere") == ()


def test_a_correction_stands_in_the_place_of_what_was_wrong(store: Store) -> None:
    case = begin(store)
    wrong = happened(store, case, minute=1)
    right = happened(store, case, date=PartialDate(2026, 4), minute=2, replaces=wrong.id)
    store.add_event(wrong)
    store.add_event(right)
    assert store.events_of(case) == (right,)
    store.add_event(happened(store, case, WITHDRAWN, minute=3, replaces=right.id))
    assert store.events_of(case) == ()


def test_what_was_taken_back_or_replaced_does_not_stand() -> None:
    first, second, third = (CaseEvent(id_, "c", "moved", MAY, "s", AT) for id_ in ("1", "2", "3"))
    corrected = replace(second, id="2b", replaces="2")
    gone = CaseEvent("3b", "c", WITHDRAWN, MAY, "s", AT, replaces="3")
    assert standing((first, second, third, corrected, gone)) == (first, corrected)
    assert standing(()) == ()


@given(st.lists(st.tuples(st.booleans(), st.none() | st.integers(0, 9)), max_size=10))
def test_whatever_is_replaced_nothing_stands_that_another_event_names(made: list[tuple[bool, int | None]]) -> None:
    events = tuple(
        CaseEvent(
            str(number),
            "c",
            WITHDRAWN if is_withdrawal and number else "moved",
            MAY,
            "s",
            AT,
            replaces=str(named % number) if named is not None and number else None,
        )
        for number, (is_withdrawal, named) in enumerate(made)
    )
    stands = standing(events)
    assert not {event.id for event in stands} & {event.replaces for event in events}
    assert {event.id for event in events} - {event.id for event in stands} <= (
        {event.replaces for event in events} | {event.id for event in events if event.kind == WITHDRAWN}
    )


@pytest.mark.parametrize("kind", ["", "Moved", "moved out", "_moved", "9moved", "umgezogen ä"])
def test_a_kind_is_a_plain_id(store: Store, kind: str) -> None:
    case = begin(store)
    with pytest.raises(IntegrityError):
        store.add_event(happened(store, case, kind))
    assert store.events_of(case) == ()


def test_a_withdrawal_names_what_it_takes_back(store: Store) -> None:
    case = begin(store)
    with pytest.raises(IntegrityError):
        store.add_event(happened(store, case, WITHDRAWN))


def test_an_event_replaces_no_event_of_another_case(store: Store) -> None:
    case, other = begin(store), begin(store)
    event = happened(store, other)
    store.add_event(event)
    with pytest.raises(IntegrityError):
        store.add_event(happened(store, case, replaces=event.id))
    with pytest.raises(IntegrityError):
        store.add_event(happened(store, case, replaces="nobody"))
    assert store.events_of(other) == (event,)


def test_an_event_is_activity_of_its_case_and_leaves_no_words_in_the_audit(store: Store) -> None:
    case = begin(store)
    event = happened(store, case, minute=5, note="Zahnweh")
    store.add_event(event)
    store.add_event(event)
    assert store.load_case(case).header.last_activity == later(5)
    store.add_event(happened(store, case, minute=1))
    assert store.load_case(case).header.last_activity == later(5)
    entries = [entry for entry in store.trail.entries() if entry.action == "event.added"]
    assert [(entry.case_id, entry.subject) for entry in entries][-1] == (case, event.id)
    assert len(entries) == 2
    assert store.care.check().audit.broken_at is None


def test_events_leave_with_their_case_and_none_comes_after(store: Store, folder: Path) -> None:
    case, other = begin(store), begin(store)
    wrong, kept = happened(store, case), happened(store, other)
    for event in (wrong, happened(store, case, minute=1, replaces=wrong.id), kept):
        store.add_event(event)
    store.care.erase(case, ErasureReason.PERSON_ASKED, store.staff.id, later(2))
    with raw_connection(folder, key_of(folder)) as connection:
        assert connection.execute("SELECT case_id FROM case_event").fetchall() == [(other,)]
    with pytest.raises(CaseMissing):
        store.add_event(happened(store, case))


def test_a_backup_holds_the_events(store: Store) -> None:
    case = begin(store)
    event = happened(store, case, note="Kurs")
    store.add_event(event)
    backup = store.care.write_backup(store.staff.id, later(1))
    restored = open_store(backup.folder, "Amira", PASSPHRASE, later(2))
    assert restored.events_of(case) == (event,)
    restored.close()


def test_what_happened_and_the_answers_that_follow_are_written_together_or_not_at_all(store: Store) -> None:
    case = begin(store)
    moved = happened(store, case, "moved", minute=1)
    wrong = happened(store, case, "No Id", minute=2)
    answers = saving(store, case, said("residence_municipality", "Herford"), at=later(2))
    with pytest.raises(IntegrityError):
        store.save(replace(answers, happened=(moved, wrong)))
    assert store.events_of(case) == ()
    assert store.history(case) == ()
    store.save(replace(answers, happened=(moved,)))
    assert store.events_of(case) == (moved,)
    assert [past.event.id for past in store.history(case)] == [event.id for event in answers.events]


def test_saving_what_happened_again_repeats_nothing(store: Store) -> None:
    case = begin(store)
    moved = happened(store, case, "moved", minute=1)
    what = replace(saving(store, case, said("residence_municipality", "Herford"), at=later(1)), happened=(moved,))
    for _ in range(3):
        store.save(what)
    assert store.events_of(case) == (moved,)
    assert len(store.history(case)) == 1
    store.save(replace(what, events=(), happened=(moved,)))
    assert store.events_of(case) == (moved,)


def test_what_happened_belongs_to_the_case_of_the_answers(store: Store) -> None:
    case, other = begin(store), begin(store)
    with pytest.raises(ValueError, match="another case"):
        store.save(replace(saving(store, case), happened=(happened(store, other),)))
    assert store.events_of(other) == ()

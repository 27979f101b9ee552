"""A clock that is set back and forth changes no order, loses nothing, and is told."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from intake.interview.values import PartialDate
from intake.store.ids import new_id
from intake.store.kept.cases import Status
from intake.store.kept.decisions import Decision, DecisionKind
from intake.store.kept.happened import CaseEvent
from intake.store.store import Store
from tests.store.making import AT, begin, later, said, saving

BACK_AND_FORTH = [later(minutes) for minutes in (0, 60, -600, 5, -525_600, 30, 525_600, 31)]


def decision(store: Store, case: str, text: str, at: datetime) -> Decision:
    return Decision(new_id(at), case, "offer", "z1", DecisionKind.OWN_LINE, "", text, store.staff.id, at)


def test_answers_keep_the_order_in_which_they_were_given(store: Store) -> None:
    case = begin(store)
    for number, at in enumerate(BACK_AND_FORTH):
        store.save(saving(store, case, said("gender", number), said(f"q{number}", number), at=at))
    history = store.history(case, "gender")
    assert [past.event.at for past in history] == BACK_AND_FORTH
    assert store.load_case(case).answers["gender"].value == len(BACK_AND_FORTH) - 1
    assert store.replayed(case) == store.load_case(case).answers
    assert store.care.check().audit.broken_at is None


def test_decisions_and_what_happened_keep_theirs(store: Store) -> None:
    case = begin(store)
    for number, at in enumerate(BACK_AND_FORTH):
        store.decide(decision(store, case, f"line {number}", at))
        store.add_event(CaseEvent(new_id(at), case, f"kind_{number}", PartialDate(2026), store.staff.id, at))
    numbers = range(len(BACK_AND_FORTH))
    assert [each.text for each in store.decisions(case)] == [f"line {number}" for number in numbers]
    assert [each.kind for each in store.events_of(case)] == [f"kind_{number}" for number in numbers]


def test_a_clock_that_was_put_back_makes_no_case_older_than_it_is(store: Store) -> None:
    case = begin(store)
    store.save(saving(store, case, said("gender", "f"), at=later(-525_600)))
    assert store.load_case(case).header.last_activity == AT
    store.set_status(case, Status.CLOSED, store.staff.id, later(-525_600))
    assert store.load_case(case).header.last_activity == AT
    assert store.care.expired(later(-60), later(-60)) == ()


@pytest.mark.parametrize(("minutes", "is_told"), [(30, True), (57.9, True), (58.1, False), (60, False), (90, False)])
def test_that_the_clock_was_put_back_is_told(store: Store, minutes: float, is_told: bool) -> None:
    case = begin(store)
    for each in (1, 60, 2, 3):
        store.save(saving(store, case, said("gender", each), at=later(each)))
    assert store.care.clock_put_back(later(minutes)) == (later(60) if is_told else None)


def test_it_is_told_until_enough_was_written_since(store: Store) -> None:
    case = begin(store)
    store.save(saving(store, case, said("gender", "f"), at=later(60)))
    changes = [said(f"q{number}", number) for number in range(200)]
    store.save(saving(store, case, *changes, at=later(2)))
    assert store.care.clock_put_back(later(2)) is None
    assert store.care.clock_put_back(later(2) - timedelta(hours=1)) == later(2)

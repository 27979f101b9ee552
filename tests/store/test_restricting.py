"""A restricted case can be read, and neither changed nor exported nor counted, until that is lifted with a reason."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from intake.interview.session import Run
from intake.interview.values import PartialDate
from intake.store.failures import CaseRestricted
from intake.store.ids import new_id
from intake.store.kept.answers import HalfTyped, Place
from intake.store.kept.audit import Action
from intake.store.kept.cases import CaseSettings, Status
from intake.store.kept.decisions import Decision, DecisionKind
from intake.store.kept.handovers import RecordDraft
from intake.store.kept.happened import CaseEvent
from intake.store.kept.saving import Saving
from intake.store.store import Store
from tests.store.making import AT, begin, draft, later, said, saving

Change = Callable[[Store, str], object]
CHANGES: dict[str, Change] = {
    "answer": lambda store, case: store.save(saving(store, case, said("gender", "m"))),
    "event": lambda store, case: store.add_event(
        CaseEvent(new_id(AT), case, "moved", PartialDate(2026), store.staff.id, AT)
    ),
    "decision": lambda store, case: store.decide(
        Decision(new_id(AT), case, "rule", "M1", DecisionKind.ACCEPTED, "", "", store.staff.id, AT)
    ),
    "record": lambda store, case: store.handovers.draft(
        RecordDraft(new_id(AT), case, "jc", "Jobcenter", "0" * 64), store.staff.id, AT
    ),
    "settings": lambda store, case: store.keep_settings(case, CaseSettings(Run.FULL), store.staff.id, AT),
    "status": lambda store, case: store.set_status(case, Status.CLOSED, store.staff.id, AT),
    "place": lambda store, case: store.save(Saving(case, (), store.staff.id, AT, place=Place("gender"))),
    "typing": lambda store, case: store.keep_half_typed(case, HalfTyped(Place("gender"), "x", 1, AT)),
}


@pytest.mark.parametrize("name", CHANGES)
def test_nothing_changes_a_restricted_case_until_that_is_lifted(store: Store, name: str) -> None:
    case = begin(store, said("gender", "f"))
    store.care.restrict(case, "bestreitet die Angaben", store.staff.id, later(1))
    with pytest.raises(CaseRestricted):
        CHANGES[name](store, case)
    assert store.load_case(case).answers["gender"].value == "f"
    assert store.care.restricted(case) == "bestreitet die Angaben"
    store.care.release(case, "geklärt", store.staff.id, later(2))
    CHANGES[name](store, case)


def test_a_record_that_was_being_written_does_not_leave(store: Store) -> None:
    case = begin(store)
    noted = store.handovers.draft(draft(case), store.staff.id, AT)
    store.care.restrict(case, "Klage", store.staff.id, later(1))
    with pytest.raises(CaseRestricted):
        store.handovers.export(noted.id, store.staff.id, later(2))


def test_both_reasons_are_kept(store: Store) -> None:
    case = begin(store)
    store.care.restrict(case, "bestreitet die Angaben", store.staff.id, later(1))
    store.care.release(case, "geklärt", store.staff.id, later(2))
    assert [each.note for each in store.events_of(case)] == ["bestreitet die Angaben / geklärt"]
    done = [entry.action for entry in store.trail.entries(4)]
    assert Action.CASE_RESTRICTED in done
    assert Action.CASE_RELEASED in done


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_restriction_needs_its_reason(store: Store, reason: str) -> None:
    case = begin(store)
    with pytest.raises(ValueError, match="reason"):
        store.care.restrict(case, reason, store.staff.id, later(1))


def test_restricted_cases_are_not_counted_and_not_erased_by_time(store: Store) -> None:
    kept, case = begin(store), begin(store)
    store.care.restrict(case, "Klage", store.staff.id, later(1))
    assert [each.header.id for each in store.figures.walk("zebera", ())] == [kept]
    assert [line.id for line in store.care.expired(later(9), later(9))] == [kept]


def test_nobody_holds_a_restricted_case(store: Store) -> None:
    case = begin(store)
    store.care.restrict(case, "Klage", store.staff.id, later(1))
    assert store.holds.of_case(case).holder is None

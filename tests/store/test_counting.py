"""Figures counted from the store see each case as its proposal does."""

from __future__ import annotations

from functools import cache

from intake.pathways.content import Content, load_content
from intake.pathways.figure_groups import GroupKind
from intake.store.counting import Census
from intake.store.ids import new_id
from intake.store.kept.decisions import DERIVED, Decision, DecisionKind
from intake.store.store import Store
from tests.store.making import AT, begin, later

GROUP = "hannover_group"


@cache
def content() -> Content:
    return load_content()


def decide(store: Store, case: str, code: str, minute: int) -> None:
    kind = DecisionKind.CHANGED if code else DecisionKind.REOPENED
    reason = "Abschluss liegt vor" if code else ""
    at = later(minute)
    store.decide(Decision(new_id(at), case, DERIVED, GROUP, kind, reason, code, store.staff.id, at))


def groups(store: Store) -> dict[str, int | None]:
    """How many people are in each customer group at Hannover."""
    tables = Census(content().sites["hannover"], content(), AT.date()).count(store)
    (table,) = [each for each in tables if each.figure.id == "h_groups"]
    return {row.group.key: row.total.value for row in table.rows if row.group.kind is GroupKind.CODE}


def test_the_customer_group_that_staff_decided_is_counted(store: Store) -> None:
    cases = [begin(store, at=later(minute), site="hannover") for minute in range(7)]
    assert groups(store) == {}
    for number, case in enumerate(cases):
        decide(store, case, "G1_high_education", 20 + number)
    assert groups(store) == {"G1_high_education": 7}
    for number, case in enumerate(cases):
        decide(store, case, "G2_near_market", 40 + number)
    assert groups(store) == {"G2_near_market": 7}
    for number, case in enumerate(cases):
        decide(store, case, "", 60 + number)
    assert groups(store) == {}


def test_a_value_that_the_site_does_not_leave_to_staff_is_counted_as_computed(store: Store) -> None:
    for minute in range(7):
        decide(store, begin(store, at=later(minute), site="hannover"), "no_such_group", 20 + minute)
    assert groups(store) == {}

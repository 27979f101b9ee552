"""The counts of the desk: cases per person, cases that wait too long, what is due when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, event

from intake.interview.answers import UNKNOWN, AnswerGiven
from intake.interview.values import PartialDate
from intake.store.desk_counts import MOST, WAITING_DAYS, DueWindow, StaffLoad, Window, in_windows, windows
from intake.store.ids import new_id
from intake.store.kept.cases import DueDate, Status
from intake.store.kept.decisions import DERIVED, RESULT, Decision, DecisionKind
from intake.store.kept.people import Role
from intake.store.kept.saving import Saving
from intake.store.store import Store
from tests.store.making import AT, CHEAP, begin, key_of, later, opened_by, raw_connection, said

MONDAY, SUNDAY = date(2026, 5, 18), date(2026, 5, 24)
LONG_AGO = AT - timedelta(days=WAITING_DAYS + 1)


def waiting(store: Store, at: datetime = AT) -> list[str]:
    return [line.id for line in store.overview.waiting(at).cases]


def test_the_week_ends_on_sunday_and_months_on_their_last_day() -> None:
    assert windows(MONDAY)[Window.THIS_WEEK] == (MONDAY, SUNDAY)
    assert windows(SUNDAY)[Window.THIS_WEEK] == (SUNDAY, SUNDAY)
    assert windows(date(2025, 11, 30))[Window.MONTHS_3] == (date(2025, 11, 30), date(2026, 2, 28))
    assert windows(MONDAY)[Window.DAYS_14_TO_28] == (date(2026, 6, 1), date(2026, 6, 15))


def test_a_day_counts_in_each_window_it_lies_in() -> None:
    days = [
        (date(2026, 5, 17), 4),
        (MONDAY, 2),
        (date(2026, 6, 1), 3),
        (date(2026, 6, 16), 5),
        (date(2028, 5, 18), 7),
        (date(2028, 5, 19), 9),
    ]
    assert {each.window: each.dates for each in in_windows(days, MONDAY)} == {
        Window.OVERDUE: 4,
        Window.TODAY: 2,
        Window.THIS_WEEK: 2,
        Window.DAYS_14_TO_28: 3,
        Window.MONTHS_3: 10,
        Window.MONTHS_6: 10,
        Window.MONTHS_12: 10,
        Window.MONTHS_24: 17,
    }


def test_dates_of_open_cases_are_counted_by_window(store: Store) -> None:
    today = AT.date()
    for days, status in (
        (0, Status.OPEN),
        (20, Status.OPEN),
        (20, Status.OPEN),
        (20, Status.CLOSED),
        (-1, Status.OPEN),
    ):
        case = begin(store)
        due = (DueDate("visa", today + timedelta(days=days)),)
        store.save(Saving(case, (), store.staff.id, AT, due_dates=due))
        store.set_status(case, status, store.staff.id, later(1))
    found = {each.window: each.dates for each in store.overview.due_windows(today)}
    assert (found[Window.TODAY], found[Window.DAYS_14_TO_28], found[Window.MONTHS_24]) == (1, 2, 3)
    assert found[Window.OVERDUE] == 1
    assert DueWindow(Window.TODAY, today, today, 1) in store.overview.due_windows(today)


def test_dates_that_end_a_stay_in_reception_are_counted_apart(store: Store) -> None:
    today = AT.date()
    case = begin(store)
    due = (DueDate("reception_end", today), DueDate("visa", today))
    store.save(Saving(case, (), store.staff.id, AT, due_dates=due))
    stays = ("reception_end", "reception_aim")
    assert store.overview.count_due(today, today, stays) == 1
    assert store.overview.count_due(today + timedelta(days=1), today + timedelta(days=9), stays) == 0
    assert store.overview.count_due(today, today, ()) == 0
    store.set_status(case, Status.CLOSED, store.staff.id, later(1))
    assert store.overview.count_due(today, today, stays) == 0


def test_waiting_cases_come_page_by_page(store: Store) -> None:
    ids = [begin(store, at=LONG_AGO - timedelta(days=days)) for days in (3, 2, 1)]
    first = store.overview.waiting(AT, limit=2)
    assert [line.id for line in first.cases] == ids[:2]
    assert [line.id for line in store.overview.waiting(AT, limit=2, after=first.cases[-1]).cases] == ids[2:]


def test_a_case_counts_for_who_holds_it_else_for_who_began_it(store: Store) -> None:
    colleague = store.people.add("Jonas", "auch lang genug", (Role.CLERK,), store.staff.id, AT, CHEAP)
    taken, put_back, closed, _ = (begin(store, at=later(minute)) for minute in range(4))
    with opened_by(store, "Jonas") as theirs:
        theirs.holds.take(taken, colleague.id, later(9), over=True)
    store.holds.put_back(put_back, store.staff.id, later(9))
    store.set_status(closed, Status.CLOSED, store.staff.id, later(9))
    loads = store.overview.staff_loads(limit=1)
    assert loads == (StaffLoad(store.staff.id, "Amira", 2, 1), StaffLoad(colleague.id, "Jonas", 1, 1))
    assert [load.is_over for load in loads] == [True, False]
    assert not store.overview.staff_loads()[0].is_over


def test_a_case_waits_after_sixty_days_without_admission_and_decision(store: Store) -> None:
    old = begin(store, at=LONG_AGO)
    begin(store, at=AT - timedelta(days=WAITING_DAYS - 1))
    assert waiting(store) == [old]
    assert store.overview.waiting(AT).count == 1
    assert waiting(store, AT - timedelta(days=2)) == []


def test_a_case_does_not_wait_once_it_is_settled(store: Store) -> None:
    begin(store, said("admission_date", PartialDate(2026, 3)), at=LONG_AGO)
    begin(store, said("route_decision", "accept"), at=LONG_AGO)
    decided, closed = begin(store, at=LONG_AGO), begin(store, at=LONG_AGO)
    store.decide(Decision(new_id(AT), decided, "rule", "Z1", DecisionKind.ACCEPTED, "", "", store.staff.id, LONG_AGO))
    store.set_status(closed, Status.CLOSED, store.staff.id, AT)
    assert waiting(store) == []


def decide(store: Store, case: str, kind: DecisionKind, minute: int = 0, line: str = "Z1", of: str = RESULT) -> None:
    at = LONG_AGO + timedelta(minutes=minute)
    text = "Geschäftsstelle" if kind in (DecisionKind.CHANGED, DecisionKind.OWN_LINE) else ""
    store.decide(Decision(new_id(at), case, of, line, kind, "so besprochen", text, store.staff.id, at))


def test_a_decision_that_was_taken_back_settles_a_case_no_longer(store: Store) -> None:
    case, other = begin(store, at=LONG_AGO - timedelta(days=1)), begin(store, at=LONG_AGO)
    for minute, (kind, waits) in enumerate(
        (
            (DecisionKind.ACCEPTED, False),
            (DecisionKind.REOPENED, True),
            (DecisionKind.OVERRIDDEN, False),
            (DecisionKind.CHANGED, False),
            (DecisionKind.REOPENED, True),
        )
    ):
        decide(store, case, kind, minute)
        assert waiting(store) == ([case, other] if waits else [other]), kind
    decide(store, case, DecisionKind.ACCEPTED, 9, line="Z5")
    decide(store, other, DecisionKind.REOPENED, 9, line="Z5")
    assert waiting(store) == [other]


def test_what_staff_decide_about_other_lines_settles_no_case(store: Store) -> None:
    case = begin(store, at=LONG_AGO)
    for minute, (of, kind) in enumerate(
        (
            (DERIVED, DecisionKind.CHANGED),
            ("offer", DecisionKind.ACCEPTED),
            ("deadline", DecisionKind.OVERRIDDEN),
            ("prerule", DecisionKind.ACCEPTED),
            ("own", DecisionKind.OWN_LINE),
        )
    ):
        decide(store, case, kind, minute, of=of)
        assert waiting(store) == [case], of


def test_an_admission_that_is_not_known_and_a_decision_put_off_do_not_settle_a_case(store: Store) -> None:
    unknown = begin(store, AnswerGiven("admission_date", UNKNOWN), at=LONG_AGO - timedelta(days=1))
    put_off = begin(store, said("route_decision", "defer"), at=LONG_AGO)
    assert waiting(store) == [unknown, put_off]
    assert [line.id for line in store.overview.waiting(AT, limit=1).cases] == [unknown]
    assert store.overview.waiting(AT, limit=1).count == 2
    assert not store.overview.waiting(AT).has_more
    assert MOST > 2


def test_the_counts_read_through_keys_and_sort_nothing(store: Store, folder: Path) -> None:
    begin(store, at=LONG_AGO)
    asked: list[tuple[str, Sequence[object]]] = []

    def keep(connection: object, cursor: object, sql: str, parameters: Sequence[object], *rest: object) -> None:
        asked.append((sql, parameters))

    listening = (Engine, "before_cursor_execute", keep)
    event.listen(*listening)
    try:
        store.overview.waiting(AT)
        store.overview.due_windows(AT.date())
    finally:
        event.remove(*listening)
    queries = [(sql, parameters) for sql, parameters in asked if "EXISTS" in sql]
    assert len(queries) == 2
    with raw_connection(folder, key_of(folder)) as connection:
        for sql, parameters in queries:
            plan = [str(row[3]) for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}", parameters).fetchall()]
            assert not [step for step in plan if step.startswith("SCAN") and "INDEX" not in step], plan
            assert not [step for step in plan if "TEMP B-TREE" in step], plan


def test_the_loads_are_counted_in_an_index_alone(store: Store, folder: Path) -> None:
    begin(store)
    asked: list[tuple[str, Sequence[object]]] = []

    def keep(connection: object, cursor: object, sql: str, parameters: Sequence[object], *rest: object) -> None:
        asked.append((sql, parameters))

    event.listen(Engine, "before_cursor_execute", keep)
    try:
        store.overview.staff_loads()
    finally:
        event.remove(Engine, "before_cursor_execute", keep)
    ((sql, parameters),) = [(sql, parameters) for sql, parameters in asked if "GROUP BY" in sql]
    with raw_connection(folder, key_of(folder)) as connection:
        plan = [str(row[3]) for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}", parameters).fetchall()]
    assert plan == ["SCAN case_file USING COVERING INDEX case_file_by_person"], plan

"""What the desk shows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from intake.interview.answers import UNKNOWN, AnswerGiven, EntryAdded, EntryRemoved, FieldGiven
from intake.store.ids import code_beginning, new_code, new_id
from intake.store.kept.answers import Place
from intake.store.kept.cases import CaseLink, CaseSettings, DueDate, NewCase, Status
from intake.store.kept.lists import CaseFilter
from intake.store.kept.people import Role
from intake.store.kept.saving import Saving
from intake.store.store import Store
from tests.store.making import AT, CHEAP, answered, begin, key_of, later, opened_by, raw_connection, said, saving


def person(store: Store, family: str, given: str, minute: float = 0) -> str:
    return begin(store, said("family_name", family), said("given_name", given), at=later(minute))


def found(store: Store, text: str) -> list[str]:
    return [f"{line.given_name} {line.family_name}" for line in store.lists.search(text)]


def test_cases_come_newest_first_and_page_by_page(store: Store) -> None:
    ids = [begin(store, at=later(minute)) for minute in (0, 3, 1, 2, 2)]
    pages = []
    last = None
    while page := store.lists.list_cases(limit=2, after=last):
        pages.append([line.id for line in page])
        last = page[-1]
    newest_first = sorted(ids, key=lambda id_: (store.load_case(id_).header.last_activity, id_), reverse=True)
    assert [id_ for page_ in pages for id_ in page_] == newest_first
    assert [len(page_) for page_ in pages] == [2, 2, 1]


def test_open_and_closed_cases_are_kept_apart(store: Store) -> None:
    open_case, closed = begin(store), begin(store)
    store.set_status(closed, Status.CLOSED, store.staff.id, later(1))
    assert [line.id for line in store.lists.list_cases()] == [open_case]
    assert [line.id for line in store.lists.list_cases(Status.CLOSED)] == [closed]
    assert {line.id for line in store.lists.list_cases(None)} == {open_case, closed}


def test_a_line_shows_who_it_is_and_where_it_stands(store: Store) -> None:
    case = person(store, "Haddad", "Leïla")
    store.save(Saving(case, (), store.staff.id, later(1), Place("gender")))
    (line,) = store.lists.list_cases()
    assert (line.family_name, line.given_name, line.holder_name, line.place) == (
        "Haddad",
        "Leïla",
        "Amira",
        Place("gender"),
    )


def test_a_name_that_is_not_known_is_shown_as_none(store: Store) -> None:
    begin(store, said("family_name", "Haddad"), AnswerGiven("given_name", UNKNOWN))
    assert [(line.family_name, line.given_name) for line in store.lists.list_cases()] == [("Haddad", "")]


@pytest.mark.parametrize(
    "text",
    ["haddad", "HADD", "had lei", "leila haddad", "Leïla", "haddad, leila"],
)
def test_names_are_found_by_their_beginnings_in_any_order(store: Store, text: str) -> None:
    person(store, "Haddad", "Leïla")
    person(store, "Schmidt", "Anna")
    assert found(store, text) == ["Leïla Haddad"]


@pytest.mark.parametrize("text", ["addad", "haddad anna", "x", "", "   ", "---", "%", "_", "*", "\ud800"])
def test_other_texts_find_nothing(store: Store, text: str) -> None:
    person(store, "Haddad", "Leïla")
    person(store, "Schmidt", "Anna")
    assert found(store, text) == []


@pytest.mark.parametrize(
    ("stored", "asked"),
    [
        ("Al-Ḥassan", "alhassan"),
        ("Al-Ḥassan", "hassan"),
        ("Alhassan", "al hassan"),
        ("مُحَمَّد", "محمد"),
        ("Шевченко", "шевч"),
        ("ገብረ", "ገብ"),
        ("Müller", "muller"),
        ("O'Brien", "o’brien"),
        ("Straße", "strasse"),
    ],
)
def test_accents_vowel_signs_and_dashes_make_no_difference(store: Store, stored: str, asked: str) -> None:
    person(store, stored, "A")
    assert found(store, asked) == [f"A {stored}"]


@pytest.mark.parametrize(
    ("stored", "asked"),
    [
        ("علی", "علي"),
        ("علي", "على"),
        ("کریم", "كريم"),
        ("كريم", "کریم"),
        ("یوسف کاظمی", "كاظمي يوسف"),
        ("فاطمة", "فاطمه"),
        ("ھیوا", "هیوا"),
        ("کر", "ك"),
    ],
)
def test_a_name_is_found_with_the_letters_of_another_arabic_keyboard(store: Store, stored: str, asked: str) -> None:
    person(store, stored, "A")
    person(store, "قلم", "B")
    assert found(store, asked) == [f"A {stored}"]


def test_letters_that_do_not_look_alike_stay_apart(store: Store) -> None:
    person(store, "كريم", "A")
    assert found(store, "قريم") == found(store, "كرم") == []


def test_a_corrected_name_is_found_by_the_new_one_only(store: Store) -> None:
    case = person(store, "Hadad", "Leila")
    store.save(saving(store, case, said("family_name", "Khoury")))
    assert found(store, "hadad") == []
    assert found(store, "khoury") == ["Leila Khoury"]
    store.save(saving(store, case, AnswerGiven("family_name", UNKNOWN)))
    assert found(store, "khoury") == []


def test_other_names_are_found_too_until_their_entry_is_removed(store: Store) -> None:
    case = person(store, "Haddad", "Leila")
    store.save(
        saving(
            store, case, EntryAdded("other_names", "e1"), FieldGiven("other_names", "e1", "name", answered("Khoury"))
        )
    )
    assert found(store, "khoury") == ["Leila Haddad"]
    store.save(saving(store, case, EntryRemoved("other_names", "e1")))
    assert found(store, "khoury") == []


def test_a_code_is_found_however_it_is_typed(store: Store) -> None:
    case = begin(store)
    begin(store)
    code = store.load_case(case).header.code
    for typed in (code, code.lower(), code.replace("-", ""), code.replace("-", " "), code[:6]):
        assert case in [line.id for line in store.lists.search(typed)]
    assert [line.id for line in store.lists.search(code)] == [case]


def test_a_code_reads_forgivingly() -> None:
    assert code_beginning("z7k3f92") == "Z-7K3F-92"
    assert code_beginning("Z-OI3L") == "Z-0131"
    assert code_beginning("L 7k") == "L-7K"
    assert code_beginning("Müller") is None
    assert code_beginning("Z-7K3F-92X") is None


def test_a_code_holds_the_letter_of_the_site_and_no_name() -> None:
    assert new_code("zebera", lambda length: bytes(range(length))) == "Z-0123-45"
    assert new_code("42")[0] == "X"


def test_search_keeps_to_the_status_and_the_limit(store: Store) -> None:
    for minute in range(4):
        person(store, "Haddad", str(minute), minute)
    store.set_status(store.lists.search("haddad")[0].id, Status.CLOSED, store.staff.id, later(9))
    assert [line.given_name for line in store.lists.search("haddad", Status.OPEN, limit=2)] == ["2", "1"]


def test_dates_due_come_with_their_cases_earliest_first(store: Store) -> None:
    today = AT.date()
    tomorrow, next_week = today + timedelta(days=1), today + timedelta(days=7)
    first = person(store, "Haddad", "Leila")
    second = person(store, "Schmidt", "Anna")
    store.save(
        Saving(first, (), store.staff.id, AT, due_dates=(DueDate("phase1_end", tomorrow), DueDate("visa", next_week)))
    )
    store.save(Saving(second, (), store.staff.id, AT, due_dates=(DueDate("school_duty", today, approximate=True),)))
    shown = [(line.case.family_name, line.due) for line in store.lists.due(today, tomorrow)]
    assert shown == [
        ("Schmidt", DueDate("school_duty", today, approximate=True)),
        ("Haddad", DueDate("phase1_end", tomorrow)),
    ]
    assert len(store.lists.due(today, next_week, limit=1)) == 1


def test_dates_due_come_page_by_page_and_by_deadline(store: Store) -> None:
    today = AT.date()
    case = person(store, "Haddad", "Leila")
    other = person(store, "Schmidt", "Anna")
    dates = (DueDate("a", today), DueDate("b", today), DueDate("c", today + timedelta(days=1)))
    for each in (case, other):
        store.save(Saving(each, (), store.staff.id, AT, due_dates=dates))
    pages, last = [], None
    for _ in range(4):
        page = store.lists.due(today, today + timedelta(days=9), limit=2, after=last)
        pages.append([(line.case.id, line.due.deadline) for line in page])
        last = page[-1] if page else None
    assert [len(each) for each in pages] == [2, 2, 2, 0]
    first, second = sorted((case, other))
    assert pages[0] + pages[1] + pages[2] == [
        (first, "a"), (first, "b"), (second, "a"), (second, "b"), (first, "c"), (second, "c"),
    ]  # fmt: skip
    assert [line.due.deadline for line in store.lists.due(today, today, deadlines=("b",))] == ["b", "b"]
    assert store.lists.due(today, today, deadlines=()) == ()


def test_a_filter_keeps_its_cases_and_no_others(store: Store) -> None:
    colleague = store.people.add("Jonas", "auch lang genug", (Role.CLERK,), store.staff.id, AT, CHEAP)
    mine, taken, elsewhere = begin(store), begin(store, at=later(1)), begin(store, site="muenster", at=later(2))
    with opened_by(store, "Jonas") as theirs:
        theirs.holds.take(taken, colleague.id, later(3), over=True)
    child = NewCase(new_id(AT), "child", "zebera", "2", CaseSettings())
    store.begin_case(child, saving(store, child.id))
    for wanted, ids in (
        (CaseFilter(person=store.staff.id), {mine, elsewhere, child.id}),
        (CaseFilter(person=colleague.id), {taken}),
        (CaseFilter(kind="child"), {child.id}),
        (CaseFilter(site="muenster"), {elsewhere}),
        (CaseFilter(person=store.staff.id, kind="full", site="zebera"), {mine}),
        (CaseFilter(Status.CLOSED), set()),
    ):
        assert {line.id for line in store.lists.page("", wanted)} == ids, wanted


def test_a_filter_holds_for_what_is_searched_and_page_by_page(store: Store) -> None:
    ids = [person(store, "Haddad", str(minute), minute) for minute in range(5)]
    store.set_status(ids[4], Status.CLOSED, store.staff.id, later(9))
    first = store.lists.page("haddad", CaseFilter(), 3)
    assert [line.given_name for line in first] == ["3", "2", "1"]
    assert [line.given_name for line in store.lists.page("haddad", CaseFilter(), 3, first[-1])] == ["0"]
    assert [line.given_name for line in store.lists.page("haddad", CaseFilter(Status.CLOSED))] == ["4"]
    assert store.lists.page("haddad", CaseFilter(person="nobody")) == ()


def test_the_case_of_a_child_names_the_case_of_its_parent(store: Store) -> None:
    parent, child = begin(store), NewCase(new_id(AT), "child", "zebera", "2", CaseSettings())
    store.begin_case(child, saving(store, child.id), CaseLink(parent, child.id, store.staff.id, AT))
    (line,) = store.lists.page("", CaseFilter(kind="child"))
    assert line.parent_code == store.load_case(parent).header.code
    assert [each.parent_code for each in store.lists.page("", CaseFilter(kind="full"))] == [""]


def test_dates_due_move_with_the_answer_and_leave_with_the_case(store: Store) -> None:
    case = begin(store)
    store.save(Saving(case, (), store.staff.id, AT, due_dates=(DueDate("phase1_end", date(2026, 6, 1)),)))
    store.save(saving(store, case, said("gender", "f")))
    everything = date(2000, 1, 1), date(2100, 1, 1)
    assert [line.due.date for line in store.lists.due(*everything)] == [date(2026, 6, 1)]
    store.save(Saving(case, (), store.staff.id, AT, due_dates=(DueDate("phase1_end", date(2026, 7, 1)),)))
    assert [line.due.date for line in store.lists.due(*everything)] == [date(2026, 7, 1)]
    store.set_status(case, Status.CLOSED, store.staff.id, later(1))
    assert store.lists.due(*everything) == ()
    store.set_status(case, Status.OPEN, store.staff.id, later(2))
    store.save(Saving(case, (), store.staff.id, AT, due_dates=()))
    assert store.lists.due(*everything) == ()


def test_an_interrupted_interview_is_offered_to_the_one_who_held_it(store: Store) -> None:
    colleague = store.people.add("Jonas", "auch lang genug", (Role.CLERK,), store.staff.id, AT, CHEAP)
    held, put_back = begin(store, at=later(1)), begin(store, at=later(2))
    store.holds.put_back(put_back, store.staff.id, later(3))
    assert [line.id for line in store.holds.interrupted(store.staff.id)] == [held]
    assert store.holds.interrupted(colleague.id) == ()
    assert [line.holder for line in store.lists.list_cases()] == [None, store.staff.id]


def test_the_desk_reads_through_indexes_however_many_cases_there_are(store: Store, folder: Path) -> None:
    """No query of the first screen scans or sorts a table: that is why 100,000 cases open like 100."""
    begin(store)
    asked: list[tuple[str, Sequence[object]]] = []

    def keep(connection: object, cursor: object, sql: str, parameters: Sequence[object], *rest: object) -> None:
        asked.append((sql, parameters))

    listening = (Engine, "before_cursor_execute", keep)
    event.listen(*listening)
    try:
        store.lists.list_cases()
        store.lists.list_cases(None, after=store.lists.list_cases()[0])
        store.holds.interrupted(store.staff.id)
        store.lists.due(AT.date(), later(60 * 24 * 7).date())
    finally:
        event.remove(*listening)
    queries = [(sql, parameters) for sql, parameters in asked if "SELECT" in sql and "FROM staff" not in sql]
    assert len(queries) >= 8
    with raw_connection(folder, key_of(folder)) as connection:
        for sql, parameters in queries:
            plan = [str(row[3]) for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}", parameters).fetchall()]
            scans = [step for step in plan if step.startswith(("SCAN case_file", "SCAN due_date", "SCAN answer"))]
            assert [step for step in scans if "INDEX" not in step] == [], (sql, plan)
            assert not [step for step in plan if "TEMP B-TREE FOR ORDER BY" in step], (sql, plan)


def test_names_with_letters_that_look_alike_are_read_through_the_index(store: Store, folder: Path) -> None:
    asked: list[tuple[str, Sequence[object]]] = []

    def keep(connection: object, cursor: object, sql: str, parameters: Sequence[object], *rest: object) -> None:
        asked.append((sql, parameters))

    listening = (Engine, "before_cursor_execute", keep)
    event.listen(*listening)
    try:
        store.lists.search("یوسف كريم")
    finally:
        event.remove(*listening)
    with raw_connection(folder, key_of(folder)) as connection:
        ((sql, parameters),) = [each for each in asked if "case_name" in each[0]]
        plan = [str(row[3]) for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}", parameters).fetchall()]
    steps = [step for step in plan if "case_name" in step]
    assert len(steps) >= 3
    assert [step for step in steps if not step.startswith("SEARCH case_name USING")] == []

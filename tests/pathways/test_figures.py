from __future__ import annotations

import datetime as dt
from dataclasses import replace

from intake.interview.values import Json
from intake.pathways.figure_groups import GroupKind
from intake.pathways.figure_remarks import Remark
from intake.pathways.figures import figures, needed_questions
from tests.pathways.figure_cases import case, cells, counted, means, name, one, rows, seen, site_with
from tests.pathways.personas import logic, sites
from tests.pathways.small_site import DAY

DECLINED: Json = {"state": "declined"}
RECOGNISED: dict[str, Json] = {
    "birth_date": "1990",
    "nationality": ["SYR"],
    "residence_status": "res_25_2_r",
}
UNKNOWN: Json = {"state": "unknown"}


def measure(**fields: Json) -> dict[str, Json]:
    return {"text": "Maßnahme", **fields}


def test_cases_are_counted_by_an_answer_in_the_order_of_its_choices() -> None:
    table = one(counted(site_with("case", "gender"), [(6, {"gender": "m"}), (7, {"gender": "f"})]))
    assert rows(table) == {"f": "7", "m": "6"}
    assert seen(table.total) == "13"


def test_a_small_group_takes_a_second_one_with_it() -> None:
    people = [(20, {"gender": "m"}), (7, {"gender": "f"}), (3, {"gender": "d"})]
    table = one(counted(site_with("person", "gender"), people))
    assert rows(table) == {"f": "–", "m": "20", "d": "<5"}
    assert seen(table.total) == "30"


def test_open_declined_unknown_parked_and_never_asked_are_one_group() -> None:
    """`training_state` of a child is parked: it may not be told from one that was declined."""
    people: list[tuple[int, dict[str, Json]]] = [
        (2, {"birth_date": "1990"}),
        (2, {"birth_date": "1990", "training_state": DECLINED}),
        (2, {"birth_date": "1990", "training_state": UNKNOWN}),
        (2, {"birth_date": "2010-01-01", "training_state": "finished"}),
        (6, {"birth_date": "1990", "training_state": "finished"}),
    ]
    assert rows(one(counted(site_with("case", "training_state"), people))) == {"finished": "6", "open": "8"}


def test_a_comparison_behind_a_parked_answer_is_open_too() -> None:
    people: list[tuple[int, dict[str, Json]]] = [
        (5, {"birth_date": "2010-01-01", "training_state": "finished"}),
        (6, {"birth_date": "1990", "training_state": "none"}),
    ]
    table = one(counted(site_with("case", "training_state == 'finished'"), people))
    assert rows(table) == {"no": "6", "open": "5"}


def test_only_cases_that_fit_are_counted_and_the_undecided_are_said() -> None:
    people = [(6, {"gender": "m"}), (5, {"gender": "f"}), (2, {})]
    table = one(counted(site_with("case", "gender", when="gender == 'm'"), people))
    assert rows(table) == {"m": "6"}
    assert seen(table.undecided) == "<5"


def test_several_nationalities_are_a_group_of_their_own_so_that_groups_add_up() -> None:
    people: list[tuple[int, dict[str, Json]]] = [
        (6, {"nationality": ["SYR"]}),
        (5, {"nationality": ["SYR", "IRQ"]}),
        (8, {"nationality": ["IRQ"]}),
    ]
    assert rows(one(counted(site_with("case", "nationality"), people))) == {"IRQ": "8", "SYR": "6", "several": "5"}


def test_two_dimensions_cross_and_three_stand_alone() -> None:
    people: list[tuple[int, dict[str, Json]]] = [
        (5, {"gender": "f", "german_speaking": "a1"}),
        (6, {"gender": "m", "german_speaking": "a1"}),
        (7, {"gender": "m", "german_speaking": "b1"}),
        (8, {"gender": "f", "german_speaking": "b1"}),
    ]
    table = one(counted(site_with("case", "gender", "german_speaking"), people))
    assert cells(table) == {"f": ["5", "8"], "m": ["6", "7"]}
    assert [seen(total) for total in table.column_totals] == ["11", "15"]
    three = counted(site_with("case", "gender", "german_speaking", "age < 25"), people)
    assert [[by.text for by in each.rows_by] for each in three] == [["gender"], ["german_speaking"], ["age < 25"]]


def test_nobody_in_a_cell_counts_as_few() -> None:
    people: list[tuple[int, dict[str, Json]]] = [
        (9, {"gender": "f", "german_speaking": "a1"}),
        (6, {"gender": "m", "german_speaking": "a1"}),
        (7, {"gender": "m", "german_speaking": "b1"}),
    ]
    assert cells(one(counted(site_with("case", "gender", "german_speaking"), people)))["f"] == ["9", "<5"]


def test_dates_are_grouped_by_month_or_year_and_an_unclear_one_is_open() -> None:
    people: list[tuple[int, dict[str, Json]]] = [
        (5, {"admission_date": "2016-01-17"}),
        (6, {"admission_date": "2016-01"}),
        (7, {"admission_date": "2015"}),
    ]
    assert rows(one(counted(site_with("case", "month(admission_date)"), people))) == {"2016-01": "11", "open": "7"}
    assert rows(one(counted(site_with("case", "year(admission_date)"), people))) == {"2015": "7", "2016": "11"}
    assert rows(one(counted(site_with("case", "admission_date"), people))) == {"2016-01": "11", "open": "7"}


def test_rules_share_a_table_of_yes_no_and_open() -> None:
    people: list[tuple[int, dict[str, Json]]] = [
        (6, {"goal_work": "yes", "birth_date": "1990", "literacy": "no"}),
        (7, {"goal_work": "no", "birth_date": "1990", "literacy": "no"}),
        (8, {"birth_date": "1990", "literacy": "well"}),
    ]
    table = one(counted(site_with("case", "rule:R1", "rule:R2"), people))
    assert cells(table) == {"R1": ["6", "7", "8"], "R2": ["13", "8", "0"]}


def test_a_rule_gives_nothing_where_a_pre_rule_suspends_it() -> None:
    elsewhere: Json = {"text": "Dorf am See", "ags": "01001000"}
    site = site_with("case", "rule:R1", "rule:G0")
    people: list[tuple[int, dict[str, Json]]] = [(6, {"goal_work": "yes", "residence_municipality": elsewhere})]
    assert cells(one(counted(site, people))) == {"G0": ["6", "0", "0"], "R1": ["0", "6", "0"]}


def test_who_is_open_never_tells_another_row() -> None:
    """Where measures are not known, all stages are open for the same people: what one row shows, no row withholds."""
    people: list[tuple[int, dict[str, Json]]] = [
        (13, {}),
        (2, {"measures": [measure(offer="work", state="running")]}),
        (6, {"measures": [measure(offer="course", state="running", **{"from": "2015-12"})]}),
        (30, {"measures": []}),
    ]
    table = one(counted(site_with("person", "stage"), people))
    assert cells(table) == {"Anfang": ["6", "32", "13"], "Ende": ["<5", "–", "13"]}
    assert [row.cells[0].mean for row in table.rows] == [2.0, None]
    assert Remark.STEPS_BY_MEASURE in table.notes


def test_few_who_are_open_are_told_by_no_row() -> None:
    people: list[tuple[int, dict[str, Json]]] = [
        (3, {}),
        (4, {"measures": [measure(offer="work", state="running")]}),
        (6, {"measures": [measure(offer="course", state="running")]}),
        (30, {"measures": []}),
    ]
    table = one(counted(site_with("person", "stage"), people))
    assert cells(table) == {"Anfang": ["6", "–", "<5"], "Ende": ["<5", "–", "<5"]}
    people[-1] = (2, {"measures": []})
    table = one(counted(site_with("person", "stage"), people))
    assert cells(table) == {"Anfang": ["–", "–", "–"], "Ende": ["–", "–", "–"]}


def test_a_row_of_columns_does_not_tell_where_nobody_is() -> None:
    running: Json = [measure(offer="work", state="running")]
    people: list[tuple[int, dict[str, Json]]] = [
        (3, {"gender": "f", "measures": running}),
        (9, {"gender": "m", "measures": []}),
        (9, {"gender": "d", "measures": [measure(offer="course", state="running")]}),
        (6, {"gender": "m", "measures": [measure(offer="course", state="running")]}),
    ]
    table = one(counted(site_with("person", "stage", "gender"), people))
    assert cells(table) == {"Anfang": ["<5", "6", "9"], "Ende": ["<5", "<5", "<5"]}


def test_a_person_counts_at_each_step_of_a_running_measure() -> None:
    people: list[tuple[int, dict[str, Json]]] = [
        (6, {"german_course": "none", "birth_date": "1990", "measures": [measure(offer="course", state="running")]}),
        (5, {"german_course": "none", "birth_date": "1990", "measures": [measure(offer="work", state="ended")]}),
    ]
    assert cells(one(counted(site_with("person", "step"), people))) == {
        "4": ["6", "5", "0"],
        "6": ["0", "11", "0"],
        "S": ["6", "5", "0"],
    }
    table = one(counted(site_with("person", "step", "german_course"), people))
    assert [(name(row), seen(row.total)) for row in table.rows] == [("4", "6"), ("S", "6")]


def test_entries_of_few_people_are_hidden_however_many_they_are() -> None:
    many = [measure(offer="course", state="ended", **{"from": "2016-01"}) for _ in range(4)]
    people: list[tuple[int, dict[str, Json]]] = [
        (3, {"measures": [*many]}),
        (6, {"measures": [measure(offer="work", state="running", **{"from": "2016-01"})]}),
        (9, {"measures": [measure(offer="Frau Meier", state="running", **{"from": "2016-01"})]}),
    ]
    table = one(counted(site_with("measures entry", "measures.offer"), people))
    assert rows(table) == {"course": "<5", "work": "–", "other": "9"}
    assert seen(table.total) == "27"


def test_what_was_typed_for_an_offer_is_not_repeated() -> None:
    people: list[tuple[int, dict[str, Json]]] = [
        (5, {"measures": [measure(offer="Frau Meier", provider="Familie Meier", state="running")]}),
        (5, {"measures": [measure(offer="", provider="VHS", state="running")]}),
    ]
    table = one(counted(site_with("measures entry", "measures.provider"), people))
    assert rows(table) == {"VHS": "5", "other": "5"}
    assert "Meier" not in repr(table)


def test_entries_are_chosen_by_offer_and_state() -> None:
    people: list[tuple[int, dict[str, Json]]] = [
        (6, {"measures": [measure(offer="work", state="running"), measure(offer="work", state="ended")]}),
        (5, {"measures": [measure(offer="course", state="running")]}),
    ]
    for count, expected in {
        "measures entry": "17",
        "measures entry with offer work": "12",
        "running measures entry with offer work": "6",
        "ended measures entry": "6",
    }.items():
        assert seen(one(counted(site_with(count, "measures.state"), people)).total) == expected


def test_measures_per_person_are_averaged_over_those_who_have_one() -> None:
    work = measure(offer="work", state="running")
    people: list[tuple[int, dict[str, Json]]] = [(5, {"measures": [work, work]}), (5, {"measures": [work]}), (9, {})]
    table = one(counted(site_with("measures entry per person", "measures.offer"), people))
    assert (seen(table.total), table.total.mean) == ("15", 1.5)


def test_days_are_counted_between_exact_days_and_the_rest_is_open() -> None:
    people: list[tuple[int, dict[str, Json]]] = [
        (5, {"benefit_application_date": "2016-01-01", "grant_start": "2016-01-31"}),
        (5, {"benefit_application_date": "2016-01-11", "grant_start": "2016-01-31"}),
        (6, {"benefit_application_date": "2016-01", "grant_start": "2016-01-31"}),
    ]
    site = site_with("days benefit_application_date to grant_start", "month(benefit_application_date)")
    table = one(counted(site, people))
    assert rows(table) == {"2016-01": "10", "open": "6"}
    assert means(table) == {"2016-01": 25.0, "open": None}
    assert table.total.mean == 25.0


def test_an_average_of_few_people_is_not_told_by_that_of_the_total() -> None:
    people: list[tuple[int, dict[str, Json]]] = [
        (9, {"benefit_application_date": "2016-01-01", "grant_start": "2016-01-31"}),
        (2, {"benefit_application_date": "2015-12-01", "grant_start": "2016-01-31"}),
        (6, {}),
    ]
    site = site_with("days benefit_application_date to grant_start", "month(benefit_application_date)")
    table = one(counted(site, people))
    assert rows(table) == {"2015-12": "<5", "2016-01": "9", "open": "–"}
    assert means(table)["2016-01"] == 30.0
    assert (seen(table.total), table.total.mean) == ("17", None)


def test_months_count_to_the_day_of_the_report() -> None:
    people: list[tuple[int, dict[str, Json]]] = [(5, {"admission_date": "2015-12-10"}), (5, {"admission_date": "2016"})]
    table = one(counted(site_with("months since admission_date", "admission_date"), people))
    assert means(table) == {"2015-12": 2.0, "open": None}


def test_a_household_is_those_who_live_here_and_is_not_counted_twice() -> None:
    household: Json = [
        {"relation": "child", "where": "here"},
        {"relation": "partner", "where": "here"},
        {"relation": "parent", "where": "abroad"},
    ]
    site = site_with("person per household", "nationality")
    people: dict[str, Json] = {"nationality": ["SYR"], "household": household}
    cases = [case(site, people) for _ in range(6)] + [case(site, people, kind="child") for _ in range(5)]
    table = one(figures(site, cases, logic()))
    assert (rows(table), means(table)) == ({"SYR": "6"}, {"SYR": 3.0})


def test_a_household_with_somebody_of_unknown_place_is_open() -> None:
    people: list[tuple[int, dict[str, Json]]] = [
        (5, {"nationality": ["SYR"], "household": [{"relation": "child"}]}),
        (5, {"nationality": ["SYR"], "household": []}),
    ]
    table = one(counted(site_with("person per household", "nationality"), people))
    assert (rows(table), means(table)["SYR"]) == ({"SYR": "5", "open": "5"}, 1.0)


def test_the_wait_between_two_courses_belongs_to_the_first_one() -> None:
    def course(first: str, last: str) -> Json:
        return measure(offer="course", state="ended", planned_end=last, **{"from": first})

    courses: Json = [course("2016-01-21", "2016-02-01"), course("2015-10-01", "2016-01-01")]
    overlapping: Json = [course("2015-12-21", "2016-02-01"), course("2015-10-01", "2016-01-01")]
    people: list[tuple[int, dict[str, Json]]] = [(5, {"measures": courses}), (5, {"measures": overlapping})]
    table = one(counted(site_with("days between measures entries of kind language", "measures.provider"), people))
    assert (rows(table), means(table)) == ({"VHS": "10"}, {"VHS": 10.0})


def test_open_cases_are_counted_per_staff_member() -> None:
    site = site_with("open case per staff member", "staff")
    cases = [case(site, {}, staff="s1") for _ in range(6)] + [case(site, {}, staff="s2") for _ in range(5)]
    cases += [case(site, {}, staff="s2", is_open=False) for _ in range(9)]
    assert rows(one(figures(site, cases, logic()))) == {"s1": "6", "s2": "5"}


def test_cases_are_grouped_by_the_month_they_began() -> None:
    site = site_with("case", "month")
    cases = [case(site, {}, created=dt.date(2016, month, 3)) for month in (1, 2) for _ in range(5)]
    assert rows(one(figures(site, cases, logic()))) == {"2016-01": "5", "2016-02": "5"}


def test_cases_of_other_sites_do_not_count() -> None:
    site = site_with("case", "gender")
    other = replace(case(site, {"gender": "f"}), site="elsewhere")
    assert one(figures(site, [other] * 9, logic())).problem is Remark.NO_CASES


def test_a_municipality_is_the_own_area_or_not_named() -> None:
    people: list[tuple[int, dict[str, Json]]] = [
        (5, {"residence_municipality": "Kleinstadt"}),
        (5, {"residence_municipality": {"text": "Dorf am See", "ags": "01001000"}}),
    ]
    table = one(counted(site_with("case", "residence_municipality"), people))
    assert [row.group.kind for row in table.rows] == [GroupKind.HERE, GroupKind.OTHER]
    assert "Dorf am See" not in repr(table)


def test_what_cannot_be_computed_says_why() -> None:
    for count, by, why in (
        ("handover with a receipt", "recipient", Remark.NO_RECEIPTS),
        ("days from handover to receipt", "recipient", Remark.NO_RECEIPTS),
        ("case", "recipient", Remark.NO_RECIPIENTS),
        ("case", "family_name", Remark.FREE_TEXT),
        ("case", "measures.offer", Remark.NEEDS_ENTRIES),
        ("case", "month(facility_entry_date)", Remark.NEVER_ASKED),
    ):
        table = one(counted(site_with(count, by), [(9, {})]))
        assert (table.problem, table.rows) == (why, ())


def test_one_dimension_that_is_never_asked_leaves_the_other() -> None:
    tables = counted(site_with("case", "gender", "month(facility_entry_date)"), [(6, {"gender": "f"})])
    assert [(rows(table), table.problem) for table in tables] == [({"f": "6"}, None), ({}, Remark.NEVER_ASKED)]


def test_too_few_cases_show_no_groups_at_all() -> None:
    people = [(4, {"gender": "m"}), (4, {"gender": "f"})]
    table = one(counted(site_with("case", "gender"), people))
    assert (table.problem, table.rows) == (Remark.TOO_FEW, ())


def test_a_rule_that_rests_on_health_is_not_counted() -> None:
    tables = figures(sites()["muelheim"], [], logic())
    assert [(table.figure.id, table.problem) for table in tables if table.problem is Remark.SENSITIVE] == [
        ("mh_needs", Remark.SENSITIVE)
    ]
    assert [by.id for table in tables if table.problem is Remark.SENSITIVE for by in table.rows_by] == ["MH7"]


def test_only_what_the_figures_rest_on_is_read() -> None:
    needed = needed_questions(sites()["zebera"], logic())
    assert {"nationality", "residence_status", "birth_date", "household", "acute_need"} <= needed
    assert not {"family_name", "phone", "doctor_appointment", "special_needs_self"} & needed


def test_every_figure_of_every_site_is_a_table_or_says_why() -> None:
    for site in sites():
        cases = [case(site, {"birth_date": "1990", "gender": "f"}) for _ in range(6)]
        tables = figures(site, cases, logic())
        assert {table.figure.id for table in tables} == {figure.id for figure in site.figures}
        assert all(table.rows or table.problem for table in tables)
        assert not any(table.problem is Remark.UNKNOWN_COUNT for table in tables)


def test_the_day_of_the_report_comes_from_the_cases() -> None:
    assert case(site_with("case", "gender"), {}).facts.context.day == DAY


def test_the_caseload_of_a_site_is_a_number_only_where_it_says_one() -> None:
    found = {site.id: site.cases_per_staff for site in sites()}
    assert found.pop("muenster") == 100
    assert set(found.values()) == {None}


def test_where_admission_is_never_asked_the_first_talk_counts_in_its_place() -> None:
    people = [case(sites()["zebera"], RECOGNISED) for _ in range(6)]
    tables = figures(sites()["zebera"], people, logic())
    (table,) = [each for each in tables if each.figure.id == "z_nationality"]
    assert [column.key for column in table.columns] == [f"{people[0].created:%Y}"]
    assert table.total.value == 6
    assert Remark.FIRST_TALK_INSTEAD in table.notes
    by_month = [each for each in figures(sites()["dortmund"], [], logic()) if each.figure.id in ("d_all", "d_report")]
    assert [each.problem for each in by_month] == [Remark.NO_CASES] * len(by_month)
    assert all(Remark.FIRST_TALK_INSTEAD in each.notes for each in by_month)


def test_where_admission_is_asked_it_counts_itself() -> None:
    tables = figures(sites()["hannover"], [], logic())
    assert not any(Remark.FIRST_TALK_INSTEAD in each.notes for each in tables)


def test_every_site_can_have_the_four_figures_that_all_share() -> None:
    names = {"x_growth", "x_claims", "x_months", "x_steps"}
    own = {"x_claims": "z_claims", "x_months": "ms_months"}
    chain = {"bielefeld": "bi_steps", "dortmund": "d_person", "gib_chain": "c_steps", "hannover": "h_stage"}
    for site in sites():
        ids = {figure.id for figure in site.all_figures}
        assert ids >= {figure.id for figure in site.figures}
        for missing in names - ids:
            assert own.get(missing, chain.get(site.id)) in ids, (site.id, missing)


def test_months_in_counselling_count_open_cases_from_their_first_talk() -> None:
    site = sites()["zebera"]
    open_cases = [replace(case(site, {}), created=DAY - dt.timedelta(days=100)) for _ in range(5)]
    closed = [replace(each, is_open=False) for each in open_cases]
    chosen = [figure for figure in site.all_figures if figure.id == "x_months"]
    (table,) = figures(site, [*open_cases, *closed], logic(), chosen)
    assert (table.total.value, table.total.mean, table.notes) == (5, 3.0, ())

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.errors import InputError
from intake.pathways.as_json import as_line, assessment_as_json
from intake.pathways.assess import CHILD, FULL, assess
from intake.pathways.compare import Change, Comparison, Part, Variant, compare, compare_variants, moved
from intake.pathways.law import LawSet
from intake.pathways.sites import SiteProfile
from tests.pathways.personas import answers_of, assessed, laws, logic, persona, sites
from tests.pathways.small_site import DAY, RULES, deadline, offer, rule, small_site

OLD, NEW = dt.date(2015, 10, 24), dt.date(2022, 6, 1)


def of_person(id_: str, *pairs: tuple[str, dt.date], kind: str = FULL) -> Comparison:
    who = persona(id_, pairs[0][0])
    given = [(sites()[site], laws().of(law)) for site, law in pairs]
    return compare(logic(), answers_of(who.answers), given, who.on, kind)


def two(before: SiteProfile, after: SiteProfile, **answers: str) -> Comparison:
    law = laws().in_force(DAY)
    known = answers_of({"residence_municipality": "Kleinstadt", "acute_need": "no", **answers})
    return compare(logic(), known, [(before, law), (after, law)], DAY)


def changes(found: Comparison) -> dict[tuple[str, str], str]:
    return {(row.part.value, row.id): row.change.value for row in found.rows if row.change}


def test_the_same_pair_twice_has_no_difference() -> None:
    found = of_person("P03", ("hannover", OLD), ("hannover", OLD))
    assert found.rows
    assert found.differences == ()


def test_each_assessment_is_that_of_its_pair_alone() -> None:
    who = persona("P05", "muenster")
    found = of_person("P05", ("muenster", who.law), ("gib_chain", NEW))
    alone = (
        assessed(who),
        assess(logic(), answers_of(who.answers), sites()["gib_chain"], laws().of(NEW), who.on),
    )
    for one, other in zip(found.assessments, alone, strict=True):
        assert one.results
        assert (one.results, one.offers, one.deadlines) == (other.results, other.offers, other.deadlines)


def test_another_law_set_changes_the_result_and_the_same_one_does_not() -> None:
    found = of_person("P07", ("muenster", OLD), ("muenster", dt.date(2019, 8, 1)), ("muenster", OLD))
    results = {row.id: row.cells for row in found.differences if row.part is Part.RESULT}
    states = {id_: [cell and cell.state for cell in cells] for id_, cells in results.items()}
    assert states == {"M6": ["REJECT", None, "REJECT"], "M5": [None, "OPEN", None]}
    assert all(row.change is None for row in found.rows)


def test_lines_are_added_removed_and_changed() -> None:
    before = small_site(
        RULES, rule("OLD", "literacy == 'no'"), offer("o"), offer("gone"), deadline("d", "arrival_date", "P1M")
    )
    after = small_site(
        RULES.replace('"ADMIT"', '"ROUTE"'),
        rule("NEW", "literacy == 'no'", station="S_RAT"),
        offer("o", when="work_months >= 12"),
        offer("come"),
        deadline("d", "arrival_date", "P2M"),
    )
    found = changes(two(before, after, goal_work="yes", literacy="no", arrival_date="2016-02-01", birth_date="1990"))
    assert found == {
        ("result", "R1"): "changed",
        ("result", "OLD"): "removed",
        ("result", "NEW"): "added",
        ("station", "S_RAT"): "added",
        ("offer", "o"): "changed",
        ("offer", "gone"): "removed",
        ("offer", "come"): "added",
        ("deadline", "d"): "changed",
    }


def test_a_reworded_reason_and_what_to_bring_are_changes() -> None:
    before = small_site(RULES)
    text = RULES.replace('de = "Grund"', 'de = "Anders"', 1)
    assert changes(two(before, small_site(text), goal_work="yes")) == {("result", "R1"): "changed"}


def test_an_open_point_that_asks_for_something_else_is_changed() -> None:
    before, after = small_site(rule("R", "literacy == 'no'")), small_site(rule("R", "goal_work == 'yes'"))
    found = two(before, after)
    assert changes(found) == {("open", "R"): "changed"}
    (row,) = found.differences
    assert [cell and cell.missing for cell in row.cells] == [("literacy",), ("goal_work",)]


def test_a_result_that_becomes_an_open_point_leaves_one_part_and_enters_the_other() -> None:
    before, after = small_site(rule("R", "literacy == 'no'")), small_site(rule("R", "goal_work == 'yes'"))
    found = changes(two(before, after, literacy="no"))
    assert found == {("result", "R"): "removed", ("station", "S_JC"): "removed", ("open", "R"): "added"}


def test_rows_stand_part_by_part() -> None:
    found = of_person("P12", ("hannover", OLD), ("muelheim", OLD))
    order = [list(Part).index(row.part) for row in found.rows]
    assert order == sorted(order)
    assert len({(row.part, row.id) for row in found.rows}) == len(found.rows)


def test_the_last_day_of_an_offer_counts_from_the_day_whatever_law_set_is_chosen() -> None:
    found = of_person("P03", ("bielefeld", OLD), ("bielefeld", NEW), ("bielefeld", dt.date(2026, 7, 1)))
    offers = [{line.offer.id for line in one.offers} for one in found.assessments]
    ends = {each.id: each.ends for each in sites()["bielefeld"].offers if each.ends}
    assert ends["bi_421"] == dt.date(2015, 12, 31)
    assert all("bi_421" not in ids for ids in offers)
    running = {id_ for id_ in offers[0] if id_ in ends}
    assert running
    assert all(running <= ids for ids in offers)


def test_the_kind_of_case_holds_for_all_pairs() -> None:
    found = of_person("P05", ("hannover", OLD), ("hamm", OLD), kind=CHILD)
    assert [one.kind for one in found.assessments] == [CHILD, CHILD]


def test_a_birth_date_after_the_day_is_refused() -> None:
    law = laws().in_force(DAY)
    with pytest.raises(InputError):
        compare(logic(), answers_of({"birth_date": "2016-02-16"}), [(sites()["hamm"], law)], DAY)


def test_a_change_is_from_the_first_to_the_last() -> None:
    found = of_person("P03", ("muenster", OLD), ("hamm", OLD))
    kinds = {row.id: row.change for row in found.rows if row.part in (Part.PRERULE, Part.RESULT)}
    assert kinds == {"G5": Change.CHANGED, "G0": Change.ADDED, "M7": Change.REMOVED}


# Variants


def test_who_moves_lives_in_the_area_of_the_site() -> None:
    for site in sites():
        told = answers_of({"residence_municipality": {"text": "Ulm", "ags": "08421000"}, "goal_main": "work"})
        found = assess(logic(), moved(told, site), site, laws().in_force(DAY), DAY)
        has_area = bool(site.config.get("area_codes"))
        assert (found.facts.value("in_site_area") == "yes") is has_area
        assert moved(told, site)["goal_main"] == told["goal_main"]


@given(st.lists(st.tuples(st.sampled_from(list(sites())), st.sampled_from(laws().sets), st.booleans()), max_size=4))
def test_comparing_changes_no_answer_and_gives_each_variant_as_it_is_alone(
    chosen: list[tuple[SiteProfile, LawSet, bool]],
) -> None:
    who = persona("P12", "hannover")
    answers, variants = answers_of(who.answers), [Variant(*each) for each in chosen]
    before = dict(answers.by_id)
    decided = {"hannover_group": "G1_high_education"}
    found = compare_variants(logic(), answers, variants, who.on, decided=decided)
    assert dict(answers.by_id) == before
    assert len(found.assessments) == len(variants)
    for variant, seen in zip(variants, found.assessments, strict=True):
        told = moved(answers, variant.site) if variant.lives_there else answers
        alone = assess(logic(), told, variant.site, variant.law, who.on, decided=decided)
        assert as_line(assessment_as_json(seen)) == as_line(assessment_as_json(alone))
        assert seen.facts.decided == (decided if variant.site.id == "hannover" else {})


def test_a_station_of_the_same_name_at_another_site_is_no_difference() -> None:
    answers = answers_of({"pregnancy": "yes", "gender": "f", "birth_date": "1990"})
    pairs = [(sites()[site], laws().of(NEW)) for site in ("hannover", "muenster")]
    found = compare(logic(), answers, pairs, DAY)
    (rule_row,) = (row for row in found.rows if row.id == "G10b")
    ids = [cell.stations for cell in rule_row.cells if cell]
    assert ids[0] != ids[1]
    assert not rule_row.differs
    name = found.assessments[0].site.stations[ids[0][0]].name
    (station_row,) = (
        row for row in found.rows if row.part is Part.STATION and any(c and c.text == name for c in row.cells)
    )
    assert not station_row.differs

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator

import pytest

from intake.interview.facts import PanelState
from intake.interview.truth import Truth
from intake.interview.values import Json
from intake.pathways.as_json import as_line, assessment_as_json
from intake.pathways.assess import Assessment, OfferState
from intake.pathways.profile_reader import BUILT_IN
from tests.pathways.personas import HOMES, Persona, assessed, persona, personas


@pytest.mark.parametrize("who", personas(), ids=lambda who: f"{who.id}-{who.site}")
def test_every_site_proposes_what_is_expected(who: Persona) -> None:
    got = assessment_as_json(assessed(who), who.expected["views"])
    assert got == who.expected
    assert as_line(got) == json.dumps(who.expected, ensure_ascii=False)
    assert as_line(assessment_as_json(assessed(who), who.expected["views"])) == as_line(got)


def test_the_file_holds_eight_people_at_every_site() -> None:
    assert [(who.id, who.site) for who in personas()] == [(id_, site) for id_ in HOMES for site in BUILT_IN]


# What changes on the same day under the planned law set, site by site.
LAW_2026 = {
    "P01": "zebera: stay_prospect unclear → good; muenster: stay_prospect unclear → good; "
    "hannover: stay_prospect unclear → good, H5 H6 → H4 H6; hamm: stay_prospect unclear → good; "
    "dortmund: stay_prospect unclear → good; bielefeld: stay_prospect unclear → good; "
    "muelheim: stay_prospect unclear → good; gib_chain: stay_prospect unclear → good.",
    "P03": "zebera: course_access admission → self_pay, course_open yes → no; "
    "muenster: course_access admission → self_pay, course_open yes → no; "
    "hannover: course_access admission → self_pay, course_open yes → no, loses h_ik, h_fim, gains h_land; "
    "hamm: course_access admission → self_pay, course_open yes → no, loses ha_ik; "
    "dortmund: course_access admission → self_pay, course_open yes → no, loses do_ik, gains do_perf; "
    "bielefeld: course_access admission → self_pay, course_open yes → no, loses bi_ik; "
    "muelheim: course_access admission → self_pay, course_open yes → no; "
    "gib_chain: course_access admission → self_pay, course_open yes → no.",
    "P05": "no change.",
    "P07": "zebera: course_access admission → self_pay, course_open yes → no, stay_prospect good → unclear; "
    "muenster: course_access admission → self_pay, course_open yes → no, stay_prospect good → unclear, M3 M6 → M3 M5; "
    "hannover: course_access admission → self_pay, course_open yes → no, stay_prospect good → unclear, H4 → H5, "
    "loses h_ik, h_fim, h_perjuf, gains h_land; "
    "hamm: course_access admission → self_pay, course_open yes → no, stay_prospect good → unclear, loses ha_ik; "
    "dortmund: course_access admission → self_pay, course_open yes → no, stay_prospect good → unclear, loses do_ik, "
    "gains do_perf; "
    "bielefeld: course_access admission → self_pay, course_open yes → no, stay_prospect good → unclear, "
    "loses bi_perf, bi_basis, bi_ik; "
    "muelheim: course_access admission → self_pay, course_open yes → no, stay_prospect good → unclear; "
    "gib_chain: course_access admission → self_pay, course_open yes → no, stay_prospect good → unclear.",
    "P09": "; ".join(f"{site}: course_access no → self_pay" for site in BUILT_IN) + ".",
    "P12": "zebera: course_access admission → self_pay, course_open yes → no; "
    "muenster: course_access admission → self_pay, course_open yes → no; "
    "hannover: course_access admission → self_pay, course_open yes → no, loses h_ik, h_fim, gains h_land; "
    "hamm: course_access admission → self_pay, course_open yes → no, loses ha_ik; "
    "dortmund: course_access admission → self_pay, course_open yes → no, loses do_ik, gains do_perf; "
    "bielefeld: course_access admission → self_pay, course_open yes → no, loses bi_ik; "
    "muelheim: course_access admission → self_pay, course_open yes → no; "
    "gib_chain: course_access admission → self_pay, course_open yes → no.",
    "P14": "no change.",
    "P16": "no change.",
}


def changes(before: Assessment, after: Assessment) -> Iterator[str]:
    old, new = before.facts.derived_output(), after.facts.derived_output()
    yield from (f"{id_} {old[id_]} → {new[id_]}" for id_ in old if old[id_] != new[id_])
    rules = [" ".join(line.rule.id for line in found.results) for found in (before, after)]
    if rules[0] != rules[1]:
        yield " → ".join(rules)
    offers = [[line.offer.id for line in found.offers] for found in (before, after)]
    lost, gained = ([id_ for id_ in offers[a] if id_ not in offers[b]] for a, b in ((0, 1), (1, 0)))
    if lost:
        yield "loses " + ", ".join(lost)
    if gained:
        yield "gains " + ", ".join(gained)


@pytest.mark.parametrize("id_", list(LAW_2026))
def test_another_law_set_changes_exactly_this(id_: str) -> None:
    lines = []
    for site in BUILT_IN:
        who = persona(id_, site)
        found = list(changes(assessed(who), assessed(who, law=dt.date(2026, 7, 1))))
        if found:
            lines.append(f"{site}: {', '.join(found)}")
    assert ("; ".join(lines) or "no change") + "." == LAW_2026[id_]


PANELS = {
    "P01": {"a": "yes", "b": "yes"},
    "P03": {"j": "assess"},
    "P05": {},
    "P07": {},
    "P09": {},
    "P12": {"e": "yes", "f": "assess", "g": "yes", "h": "assess", "i": "assess", "k": "assess"},
    "P14": {},
    "P16": {"g": "yes"},
}


@pytest.mark.parametrize("id_", list(PANELS))
def test_the_panel_at_home_says_this(id_: str) -> None:
    panel = assessed(persona(id_, HOMES[id_])).facts.panel()
    shown = {line.letter: line.state.value for line in panel if line.state in (PanelState.YES, PanelState.ASSESS)}
    assert shown == PANELS[id_]


def rules(assessment: Assessment) -> list[str]:
    return [line.rule.id for line in assessment.results]


def offers(assessment: Assessment) -> dict[str, OfferState]:
    return {line.offer.id: line.state for line in assessment.offers}


def prerule(assessment: Assessment, id_: str) -> tuple[Truth, tuple[str, ...], tuple[str, ...]]:
    """State, missing and blocked of a pre-rule; false where there is no line."""
    line = next((line for line in assessment.prerules if line.rule.id == id_), None)
    return (line.state, line.open.missing, line.open.blocked) if line else (Truth.FALSE, (), ())


def test_a_possible_minor_is_a_warning_and_stays_at_school() -> None:
    found = assessed(persona("P01", "muenster"), birth_date="1998")
    assert prerule(found, "G3") == (Truth.OPEN, ("birth_date",), ())
    assert next(line for line in found.prerules if line.rule.id == "G3").is_shown
    assert "M1" in rules(found)
    assert offers(found)["ms_clearing"] is OfferState.PROPOSED


def test_a_minor_whom_the_youth_office_knows_is_offered_guidance_again() -> None:
    found = assessed(persona("P01", "muenster"), youth_office_known="yes")
    assert prerule(found, "G3") == (Truth.FALSE, (), ())
    assert offers(found)["ms_guidance"] is OfferState.PROPOSED
    assert "ms_guidance" not in offers(assessed(persona("P01", "muenster")))


def test_another_aim_than_work_leads_to_the_advice_service() -> None:
    found = assessed(persona("P03", "muenster"), goal_work="no")
    assert [(line.rule.id, [station.id for station in line.stations]) for line in found.results] == [
        ("M6", ["MS_BERATUNG"])
    ]


def test_the_entry_of_staff_overrides_the_list_of_countries() -> None:
    reason: Json = {"value": "good", "note": "Auskunft der Behörde"}
    assert "M7" in rules(assessed(persona("P09", "muenster"), stay_prospect_entry=reason, goal_work="yes"))


def test_too_few_hours_of_the_course_hide_the_coaching() -> None:
    who = persona("P14", "dortmund")
    assert offers(assessed(who))["do_coach"] is OfferState.PROPOSED
    fewer = assessed(who, german_course_hours_done=240, german_course_hours_total=600)
    assert fewer.facts.derived_output()["german_course_share"] == 40
    assert "do_coach" not in offers(fewer)


def test_a_declined_answer_blocks_and_is_not_missing() -> None:
    assert prerule(assessed(persona("P16", "zebera")), "G10b") == (Truth.OPEN, (), ("pregnancy",))


def test_who_interprets_changes_no_value() -> None:
    who = persona("P05", "zebera")
    before, after = assessed(who), assessed(who, interpreter_type="adult_relative")
    assert before.facts.derived_output() == after.facts.derived_output()
    assert rules(before) == rules(after)


STATIONS = {
    ("P01", "G3"): "MS_JUGENDAMT",
    ("P03", "G5"): "MS_PSYCH",
    ("P09", "G8"): "MS_CLEARING",
    ("P12", "G7"): "PROTECTION_STAFF",
    ("P12", "G10a"): "H_KITA",
    ("P12", "G10b"): "H_GESUNDHEITSAMT",
}


@pytest.mark.parametrize(("id_", "rule"), list(STATIONS))
def test_a_true_prerule_leads_to_the_first_station_of_its_recipient(id_: str, rule: str) -> None:
    found = assessed(persona(id_, HOMES[id_]))
    line = next(line for line in found.prerules if line.rule.id == rule)
    assert [station.id for station in line.stations] == [STATIONS[id_, rule]]

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping

import pytest

from intake.handover.projection.ceilings import RECIPIENTS
from intake.handover.projection.filters import Ages, SeenEntry, SeenValue
from intake.handover.projection.view import case_standings, needs_named_person, office_views, view_of, views
from intake.interview.answers import Source
from intake.interview.values import Documents, Json
from tests.handover.handover_cases import ALL_PACKAGES, PERSON, assessed, consent, content, personas, view_for

LINES = list(personas())


@pytest.mark.parametrize("line", LINES, ids=[f"{line['id']}-{line['site']}" for line in LINES])
def test_the_views_are_those_expected_of_each_persona(line: dict[str, Json]) -> None:
    given, expected = line["answers"], line["expected"]
    assert isinstance(given, dict)
    assert isinstance(expected, dict)
    on, law = (dt.date.fromisoformat(str(line[key])) for key in ("on", "law"))
    assessment = assessed(given, str(line["site"]), on, law)
    assert json.dumps(views(assessment.facts)) == json.dumps(expected["views"])


def seen(
    data: Mapping[str, Json], recipient: str, question: str, packages: tuple[str, ...] = ALL_PACKAGES
) -> SeenValue | None:
    """What the receiver sees of one question, with these packages."""
    assessment = assessed({**PERSON, **data, "consents": [consent(recipient, packages)]}, site_of(recipient))
    found = view_for(assessment, recipient).seen.get(question)
    return found.value if found else None


def site_of(recipient: str) -> str:
    return next(site.id for site in content().sites if recipient in site.recipient_codes)


def test_every_kind_of_office_is_used_somewhere() -> None:
    assert all(site_of(recipient) for recipient in RECIPIENTS)


def test_an_answer_needs_its_package_by_name() -> None:
    assert seen({"phone": "1", "contact_safe": ["phone"]}, "jc", "phone", ("IDN",)) == "1"
    assert seen({"phone": "1", "contact_safe": ["phone"]}, "jc", "phone", ("IDB",)) is None


def test_next_steps_come_with_every_consent() -> None:
    assert seen({"next_appointment": {"at": "2016-09-20"}}, "lang", "next_appointment", ("IDN",)) is not None


@pytest.mark.parametrize("state", ["unknown", "declined", "ask_later", "not_asked"])
def test_a_state_is_never_seen(state: str) -> None:
    assert seen({"gender": {"state": state}}, "jc", "gender") is None


def test_an_answer_behind_a_closed_condition_is_never_seen() -> None:
    data: dict[str, Json] = {"study_state": "no", "study_field": "Chemie"}
    assert seen({**data, "study_state": "finished"}, "jc", "study_field") == "Chemie"
    assert seen(data, "jc", "study_field") is None


@pytest.mark.parametrize(
    ("recipient", "question", "value", "packages", "left"),
    [
        ("jc", "constraints", ["money", "health"], ("MOB", "FUN"), ("money", "health")),
        ("jc", "constraints", ["money", "health"], ("MOB",), ("money",)),
        ("jc", "constraints", ["health"], ("MOB",), None),
        ("jc", "constraints", [], ("MOB",), ()),
        ("provider", "constraints", ["money", "care", "health"], ("MOB", "FUN"), ("health",)),
        ("housing", "constraints", ["money", "care"], ("MOB", "FUN"), None),
        ("jc", "goal_work", "yes", ("GOA",), "yes"),
        ("jc", "goal_work", "later", ("GOA",), "later"),
        ("jc", "goal_work", "no", ("GOA",), None),
        ("aa", "goal_work", "no", ("GOA",), None),
        ("iq", "goal_work", "no", ("GOA",), "no"),
        ("iq", "obs_instructions", "yes", ("WRK",), None),
        ("jc", "obs_instructions", "yes", ("WRK",), "yes"),
        ("jc", "contact_safe", ["message", "not_at_home"], ("IDN",), ("message",)),
        ("youth", "contact_safe", ["message", "not_at_home"], ("IDN", "PRO"), ("message", "not_at_home")),
    ],
)
def test_single_codes_go_only_where_they_may(
    recipient: str, question: str, value: Json, packages: tuple[str, ...], left: SeenValue | None
) -> None:
    assert seen({question: value}, recipient, question, packages) == left


def test_documents_go_as_far_as_the_office_needs_them() -> None:
    given: Json = {"passport": ["seen"], "school": ["copied"], "medical": ["seen"]}
    assert seen({"documents": given}, "soz", "documents") == Documents({"passport": ("seen",)})
    assert seen({"documents": given}, "school", "documents") == Documents({"school": ("copied",)})
    assert seen({"documents": {"medical": ["seen"]}}, "jc", "documents") is None
    assert seen({"documents": {}}, "jc", "documents") == Documents({})


@pytest.mark.parametrize(
    ("ways", "phone", "email", "address"),
    [
        (["phone"], True, False, False),
        (["message"], True, False, False),
        (["email"], False, True, False),
        (["letter"], False, False, True),
        (["accommodation"], False, False, True),
        (["phone", "letter", "not_at_home"], True, False, False),
        (["no_contact"], False, False, False),
        ({"state": "declined"}, False, False, False),
        (None, False, False, False),
    ],
)
def test_contact_goes_only_by_ways_that_are_safe(ways: Json, phone: bool, email: bool, address: bool) -> None:
    data: dict[str, Json] = {"contact_safe": ways, "phone": "0511", "email": "a@example.org", "address": "Weg 1"}
    found = [seen(data, "jc", question) is not None for question in ("phone", "email", "address")]
    assert found == [phone, email, address]


def entries(value: SeenValue | None) -> list[dict[str, object]]:
    assert value is None or isinstance(value, tuple)
    return [dict(entry.fields) for entry in value or () if isinstance(entry, SeenEntry)]


STATIONS: Json = [{"kind": "school", "from": "2000"}, {"kind": "work", "from": "2010"}, {"from": "2012"}]


@pytest.mark.parametrize(
    ("recipient", "packages", "kinds"),
    [
        ("jc", ("EDU", "WRK"), ["school", "work", None]),
        ("jc", ("EDU",), ["school"]),
        ("jc", ("WRK",), ["work", None]),
        ("uni", ALL_PACKAGES, ["school"]),
        ("lang", ALL_PACKAGES, []),
    ],
)
def test_stations_of_school_and_of_work_have_packages_of_their_own(
    recipient: str, packages: tuple[str, ...], kinds: list[str | None]
) -> None:
    found = entries(seen({"cv_stations": STATIONS}, recipient, "cv_stations", packages))
    assert [entry.get("kind") for entry in found] == kinds


NUMBERS: list[Json] = [{"kind": kind, "number": kind} for kind in ("azr", "bamf", "ba_customer", "bg", "site", "other")]


@pytest.mark.parametrize(
    ("recipient", "kinds"),
    [
        ("aa", ["azr", "bamf", "ba_customer"]),
        ("bb", ["ba_customer"]),
        ("jc", ["azr", "bamf", "ba_customer", "bg"]),
        ("soz", ["azr", "bamf", "bg"]),
        ("youth", ["azr", "bamf"]),
        ("advice", ["bamf"]),
        ("uni", []),
    ],
)
def test_file_numbers_go_to_the_offices_that_use_them(recipient: str, kinds: list[str]) -> None:
    data: dict[str, Json] = {"file_numbers": [*NUMBERS, {"number": "ohne Art"}]}
    assert [entry["kind"] for entry in entries(seen(data, recipient, "file_numbers"))] == kinds


@pytest.mark.parametrize(("recipient", "count"), [("jc", 3), ("youth", 1)])
def test_an_alias_goes_to_few(recipient: str, count: int) -> None:
    names: Json = [{"name": "A", "kind": "alias"}, {"name": "B"}, {"name": "C", "kind": "birth_name"}]
    assert len(entries(seen({"other_names": names}, recipient, "other_names"))) == count


HOUSEHOLD: Json = [
    {"relation": "partner", "given_name": "Sara", "where": "here"},
    {
        "relation": "child",
        "birth_date": "2012-01-01",
        "where": "here",
        "school_or_childcare": "yes",
        "own_case": "K-1",
        "nationality": {"state": "declined"},
    },
]


def test_fields_go_out_with_their_own_package_and_internal_ones_never() -> None:
    whole = entries(seen({"household": HOUSEHOLD}, "jc", "household"))
    assert [sorted(entry) for entry in whole] == [
        ["given_name", "relation", "where"],
        ["birth_date", "relation", "school_or_childcare", "where"],
    ]
    without = entries(seen({"household": HOUSEHOLD}, "jc", "household", ("FAH",)))
    assert sorted(without[1]) == ["birth_date", "relation", "where"]


def test_an_entry_without_a_field_that_may_go_leaves_no_trace() -> None:
    silent: Json = [{"relation": {"state": "declined"}, "given_name": {"state": "unknown"}}]
    assert seen({"household": silent}, "jc", "household") is None
    assert seen({"household": []}, "jc", "household") == ()


def test_the_household_tells_ages_only() -> None:
    more: Json = [{"relation": "child", "where": "here", "birth_date": "2010"}, {"relation": "child", "where": "here"}]
    assert seen({"household": more}, "housing", "children_ages") == Ages(((5, 6), None))
    assert seen({"household": HOUSEHOLD}, "advice", "partner_here") == "yes"
    assert seen({"household": HOUSEHOLD}, "advice", "household") is None
    assert seen({"household": [{"relation": "partner"}]}, "advice", "partner_here") is None


@pytest.mark.parametrize("recipient", ["school", "childcare", "housing", "advice"])
def test_names_of_the_household_do_not_reach_every_office(recipient: str) -> None:
    assert seen({"household": HOUSEHOLD}, recipient, "household") is None


@pytest.mark.parametrize(("birth", "years"), [("1990-09-02", 25), ("1990", (25, 26))])
def test_the_age_stands_in_the_place_of_the_birth_date(birth: str, years: int | tuple[int, int]) -> None:
    data: dict[str, Json] = {**PERSON, "birth_date": birth, "consents": [consent("lang", ("IDN", "IDB"))]}
    view = view_for(assessed(data), "lang")
    assert view.seen["age"].value == Ages((years,))
    assert "birth_date" not in view.seen
    assert view.ids.index("age") == view.ids.index("given_name") + 1


@pytest.mark.parametrize(("birth", "is_seen"), [("2000", True), ("1998", False), (None, False), ("1990-01-01", False)])
def test_the_school_learns_of_the_guardian_of_a_minor_only(birth: str | None, is_seen: bool) -> None:
    entry = consent("school", signer={"value": "self"})
    data: dict[str, Json] = {**PERSON, "birth_date": birth, "minor_company": "parent", "guardian_contact": "Eltern"}
    view = view_for(assessed({**data, "consents": [entry]}), "school")
    assert ("guardian_contact" in view.seen) is is_seen


def test_two_offices_of_one_kind_have_views_of_their_own() -> None:
    first, second = consent("jc", ["IDN"], office="Eins"), consent("jc", ["IDX"], office="Zwei")
    assessment = assessed({**PERSON, "gender": "f", "consents": [first, second]})
    by_office = {view.office: view.ids for view in office_views(assessment.facts)}
    assert by_office["Eins"] == ("family_name", "given_name", "residence_municipality")
    assert by_office["Zwei"] == ("gender", "nationality")
    together = views(assessment.facts)["jc"]
    assert together == ["family_name", "given_name", "gender", "nationality", "residence_municipality"]


def test_two_consents_for_one_office_make_one_view_and_never_borrow() -> None:
    first, second = consent("jc", ["MOB"], office="Jobcenter"), consent("jc", ["FUN"], office=" jobcenter ")
    data: dict[str, Json] = {**PERSON, "constraints": ["health"], "accommodation_type": "flat", "wg_opener": "no"}
    (view,) = office_views(assessed({**data, "consents": [first, second]}).facts)
    assert view.packages == {"MOB", "FUN", "NXT"}
    assert "accommodation_type" in view.seen
    assert "wg_opener" in view.seen
    assert "constraints" not in view.seen


def test_a_view_lasts_as_long_as_all_of_its_consents() -> None:
    given = [consent("jc", ["MOB"], valid_until="2016-12-31"), consent("jc", ["IDN"], valid_until="2016-10-31")]
    (view,) = office_views(assessed({**PERSON, "consents": list(given)}).facts)
    assert view.valid_until == dt.date(2016, 10, 31)


def test_a_view_belongs_to_one_office() -> None:
    assessment = assessed({**PERSON, "consents": [consent("jc", office="Eins"), consent("jc", office="Zwei")]})
    held = [standing.consent for standing in case_standings(assessment.facts) if standing.consent]
    with pytest.raises(ValueError, match="one office"):
        view_of(assessment.facts, held)
    with pytest.raises(ValueError, match="one office"):
        view_of(assessment.facts, ())


def test_a_consent_that_does_not_hold_gives_no_view() -> None:
    assessment = assessed({**PERSON, "consents": [consent("jc", form="oral"), consent("aa", decision="refused")]})
    assert office_views(assessment.facts) == ()
    assert views(assessment.facts) == {}


def test_marks_go_with_the_answer_and_its_note_only_with_all_of_it() -> None:
    marked: Json = {"value": ["money", "health"], "source": "document", "recheck": True, "note": "Notiz"}
    for packages, note in ((("MOB", "FUN"), "Notiz"), (("MOB",), "")):
        assessment = assessed({**PERSON, "constraints": marked, "consents": [consent("jc", packages)]})
        found = view_for(assessment, "jc").seen["constraints"]
        assert (found.source, found.recheck, found.note) == (Source.DOCUMENT, True, note)


@pytest.mark.parametrize(
    ("question", "value", "is_needed"),
    [("doctor_appointment", "yes", True), ("contact_safe", ["not_at_home"], True), ("contact_safe", ["phone"], False)],
)
def test_a_person_is_named_only_where_the_view_holds_what_only_she_may_read(
    question: str, value: Json, is_needed: bool
) -> None:
    given: dict[str, Json] = {**PERSON, question: value, "consents": [consent("youth", ALL_PACKAGES)]}
    view = view_for(assessed(given), "youth")
    assert needs_named_person(view, content().logic.questionnaire.by_id) is is_needed

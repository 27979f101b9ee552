from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pytest

from intake.handover.projection.ceilings import RECIPIENTS
from intake.handover.projection.consent import Reason, Standing, last_day, standings, usual_signer
from intake.interview.values import Json, PartialDate
from tests.handover.handover_cases import DAY, answers, consent

ADULT = PartialDate(1990, 9, 2)


def standing_of(
    *entries: Mapping[str, Json],
    birth: PartialDate | None = ADULT,
    on: dt.date = DAY,
    site: frozenset[str] | None = None,
) -> Standing:
    """What became of the first entry."""
    found = answers({"consents": [dict(entry) for entry in entries]}).entries("consents")
    return standings(found, birth, frozenset(RECIPIENTS) if site is None else site, on)[0]


def reason_of(*entries: Mapping[str, Json], birth: PartialDate | None = ADULT, on: dt.date = DAY) -> Reason | None:
    return standing_of(*entries, birth=birth, on=on).reason


UNKNOWN: Json = {"state": "unknown"}


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({}, None),
        ({"form": "electronic"}, None),
        ({"decision": "refused"}, Reason.NOT_GRANTED),
        ({"decision": UNKNOWN}, Reason.NOT_GRANTED),
        ({"recipient": None}, Reason.INCOMPLETE),
        ({"office": "  "}, Reason.INCOMPLETE),
        ({"office": {"state": "declined"}}, Reason.INCOMPLETE),
        ({"packages": []}, Reason.INCOMPLETE),
        ({"purpose": ""}, Reason.INCOMPLETE),
        ({"signer": None}, Reason.INCOMPLETE),
        ({"form": UNKNOWN}, Reason.INCOMPLETE),
        ({"signed_on": None}, Reason.INCOMPLETE),
        ({"signed_on": "2016-08"}, Reason.INCOMPLETE),
        ({"signed_on": "2017"}, Reason.INCOMPLETE),
        ({"form": "oral"}, Reason.NOT_SIGNED),
        ({"signed_on": "2016-09-01"}, None),
        ({"signed_on": "2016-09-02"}, Reason.NOT_YET_SIGNED),
        ({"withdrawn_on": "2016-09-01"}, Reason.WITHDRAWN),
        ({"withdrawn_on": "2016-09"}, Reason.WITHDRAWN),
        ({"withdrawn_on": "2016-09-02"}, None),
        ({"valid_until": "2016-09-01"}, None),
        ({"valid_until": "2016-08-31"}, Reason.EXPIRED),
        ({"valid_until": "2016-08"}, Reason.EXPIRED),
        ({"valid_until": "2016-09"}, None),
        ({"signed_on": "2015-09-01"}, None),
        ({"signed_on": "2015-08-31"}, Reason.EXPIRED),
        ({"packages": ["MED"], "secrecy_person": "Frau Beispiel"}, Reason.NOTHING_LEFT),
    ],
)
def test_an_entry_holds_or_says_why_not(changed: dict[str, Json], reason: Reason | None) -> None:
    assert reason_of(consent("jc", **changed)) is reason


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"decision": "refused", "office": "", "form": "oral"}, Reason.NOT_GRANTED),
        ({"office": "", "form": "oral", "signed_on": "2016-10-01"}, Reason.INCOMPLETE),
        ({"form": "oral", "signed_on": "2016-10-01"}, Reason.NOT_SIGNED),
        ({"signed_on": "2016-10-01", "withdrawn_on": "2016-08-01"}, Reason.NOT_YET_SIGNED),
        ({"withdrawn_on": "2016-08-20", "valid_until": "2016-08-20"}, Reason.WITHDRAWN),
        ({"valid_until": "2016-08-20", "signer": "guardian"}, Reason.EXPIRED),
    ],
)
def test_the_first_condition_that_fails_is_the_reason(changed: dict[str, Json], reason: Reason) -> None:
    assert reason_of(consent("jc", **changed)) is reason


def test_an_office_that_the_site_does_not_use_receives_nothing() -> None:
    assert standing_of(consent("iq"), site=frozenset({"jc"})).reason is Reason.NO_RECIPIENT


@pytest.mark.parametrize(
    ("signed_on", "last"),
    [("2016-02-15", "2017-02-15"), ("2016-02-29", "2017-02-28"), ("2015-02-28", "2016-02-28")],
)
def test_a_consent_lasts_twelve_months_where_it_names_no_end(signed_on: str, last: str) -> None:
    assert last_day(dt.date.fromisoformat(signed_on), None) == dt.date.fromisoformat(last)


@pytest.mark.parametrize(
    ("birth", "signer", "note", "reason"),
    [
        ("2001-08-15", "self", "", None),
        ("2001-08-16", "self", "", Reason.UNDER_15),
        ("2002", "self", "", Reason.UNDER_15),
        ("2001", "self", "", None),
        (None, "self", "", None),
        ("2001-08-16", "guardian", "", None),
        ("2000-01-01", "guardian", "", Reason.YOUNG_PERSON_SIGNS),
        ("2000-01-01", "guardian", "  ", Reason.YOUNG_PERSON_SIGNS),
        ("2000-01-01", "guardian", "Einsicht fehlt", None),
        ("2000-01-01", "youth_office", "", Reason.YOUNG_PERSON_SIGNS),
        ("1998-08-15", "youth_office", "Einsicht fehlt", Reason.ADULT),
        ("1998-08-16", "youth_office", "Einsicht fehlt", None),
        ("1998", "guardian", "", None),
        (None, "guardian", "", None),
        ("1998-08-16", "legal_rep", "", Reason.MINOR),
        ("1998-08-15", "legal_rep", "", None),
        ("1998", "legal_rep", "", None),
    ],
)
def test_the_age_on_the_day_of_signing_says_who_signs(
    birth: str | None, signer: str, note: str, reason: Reason | None
) -> None:
    parsed = PartialDate.parse(birth) if birth else None
    assert parsed is None or isinstance(parsed, PartialDate)
    entry = consent("school", ["IDN"], signer={"value": signer, "note": note}, signed_on="2016-08-15")
    assert reason_of(entry, birth=parsed) is reason


REFUSAL = consent("jc", decision="refused", signed_on="2016-08-20")


@pytest.mark.parametrize(
    ("grant", "refusal", "is_blocked"),
    [
        ({}, {}, True),
        ({}, {"office": " STELLE JC "}, True),
        ({}, {"office": None}, True),
        ({}, {"office": "Eine andere Stelle"}, False),
        ({}, {"recipient": "aa"}, False),
        ({}, {"signer": "guardian"}, False),
        ({"signed_on": "2016-08-21"}, {}, False),
        ({"signed_on": "2016-08-20"}, {}, True),
        ({"signed_on": "2016-08-21"}, {"signed_on": "2016-08"}, True),
        ({"signed_on": "2016-08-21"}, {"signed_on": None}, True),
        ({}, {"withdrawn_on": "2016-09-01"}, False),
        ({}, {"withdrawn_on": "2016-09-02"}, True),
        ({"valid_until": "2016-12-31"}, {"packages": [], "purpose": "", "form": None}, True),
    ],
)
def test_a_no_of_the_person_stops_what_was_granted(
    grant: dict[str, Json], refusal: dict[str, Json], is_blocked: bool
) -> None:
    found = reason_of(consent("jc", **grant), {**REFUSAL, **refusal})
    assert found is (Reason.REFUSED if is_blocked else None)


def test_only_the_person_itself_can_change_its_mind() -> None:
    grant = consent("school", ["IDN"], signer="guardian", signed_on="2016-08-25")
    refusal = consent("school", decision="refused", signed_on="2016-08-20")
    assert reason_of(grant, refusal, birth=PartialDate(2005, 1, 1)) is Reason.REFUSED


def test_packages_outside_the_ceiling_are_dropped_and_next_steps_added() -> None:
    found = standing_of(consent("childcare", ["IDN", "MED", "RES", "FAC"])).consent
    assert found is not None
    assert found.packages == ("IDN", "FAC", "NXT")


def test_health_and_protection_need_a_named_person() -> None:
    entry = consent("youth", ["IDN", "FUN", "MED", "PRO"])
    named = standing_of(entry).consent
    assert named is not None
    assert named.packages == ("IDN", "FUN", "MED", "PRO", "NXT")
    assert named.secrecy_person == "Frau Beispiel"
    unnamed = standing_of({**entry, "secrecy_person": " "}).consent
    assert unnamed is not None
    assert unnamed.packages == ("IDN", "FUN", "NXT")


def test_a_person_named_for_nothing_is_no_part_of_the_consent() -> None:
    found = standing_of(consent("youth", ["IDN"], secrecy_person="Frau Beispiel")).consent
    assert found is not None
    assert found.secrecy_person == ""


@pytest.mark.parametrize(
    ("birth", "signer"),
    [
        (PartialDate(DAY.year - 8), "guardian"),
        (PartialDate(DAY.year - 15, DAY.month, DAY.day), "self"),
        (PartialDate(DAY.year - 15), "self"),
        (PartialDate(DAY.year - 16), "self"),
        (ADULT, "self"),
        (None, "self"),
    ],
)
def test_the_guardian_usually_signs_where_the_child_is_certainly_under_15(
    birth: PartialDate | None, signer: str
) -> None:
    assert usual_signer(birth, DAY) == signer

"""Why a record goes out, and what it says about the change of circle."""

from __future__ import annotations

import pytest

from intake.handover.formats.as_json import record_as_json
from intake.handover.record.occasion import occasion
from intake.handover.record.parts import Event, Item, Record
from intake.interview.values import Json
from tests.handover.handover_cases import PERSON, PLAIN_PACKAGES, assessed, consent, record_for

POSITIVE: dict[str, Json] = {"asylum_stage": "positive", "decision_date": "2016-08-12"}


def record_of(changes: dict[str, Json], recipient: str, packages: tuple[str, ...] = PLAIN_PACKAGES) -> Record:
    return record_for({**PERSON, **changes, "consents": [consent(recipient, packages)]}, recipient)


def circle(record: Record) -> Item | None:
    (block,) = (block for block in record.blocks if block.id == "status")
    found = [item for item in block.answers if isinstance(item, Item) and item.question == "circle_change"]
    return found[0] if found else None


@pytest.mark.parametrize(
    ("changes", "recipient", "event"),
    [
        ({}, "aa", Event.HANDOVER_1),
        ({}, "jc", Event.REFERRAL),
        (POSITIVE, "jc", Event.HANDOVER_2),
        (POSITIVE, "aa", Event.REFERRAL),
        ({"residence_status": "res_24", "asylum_stage": None}, "jc", Event.REFERRAL),
        ({**POSITIVE, "acute_need": "yes"}, "jc", Event.REFERRAL),
    ],
)
def test_a_record_says_which_handover_it_is(changes: dict[str, Json], recipient: str, event: Event) -> None:
    answers = {id_: value for id_, value in {**PERSON, **changes}.items() if value is not None}
    assert occasion(assessed(answers), recipient) is event


def test_the_record_of_the_second_handover_names_the_change_of_circle() -> None:
    found = circle(record_of(POSITIVE, "jc"))
    assert found is not None
    assert found.label == "Wechsel des Rechtskreises"
    assert [word.text for word in found.words] == ["von AsylbLG und SGB III zu SGB II am 12.08.2016"]
    assert found.data == {"from": "AsylbLG und SGB III", "to": "SGB II", "on": "2016-08-12"}
    assert found.source is None


def test_a_date_known_by_its_month_is_said_as_it_is_known() -> None:
    found = circle(record_of({**POSITIVE, "decision_date": "2016-07"}, "jc"))
    assert found is not None
    assert found.words[0].text.endswith("am 07/2016")


def test_without_a_change_of_circle_none_is_named() -> None:
    assert circle(record_of({}, "jc")) is None


def test_a_change_of_circle_whose_day_or_reason_stays_here_is_not_told() -> None:
    packages = tuple(package for package in PLAIN_PACKAGES if package != "STA")
    record = record_of(POSITIVE, "jc", packages)
    assert "circle_change" not in str(record_as_json(record))
    without_age = tuple(package for package in PLAIN_PACKAGES if package != "IDB")
    assert "circle_change" not in str(record_as_json(record_of(POSITIVE, "jc", without_age)))


OFFICE = "Jobcenter Kabelkamp"


@pytest.mark.parametrize(
    ("at", "where", "event"),
    [
        ("2016-09-20T10:30", {"place": "jobcenter  KABELKAMP, Raum 2"}, Event.APPOINTMENT),
        ("2016-09-01", {"with": "Frau Beispiel, Jobcenter Kabelkamp"}, Event.APPOINTMENT),
        ("2016-08-31", {"place": OFFICE}, Event.REFERRAL),
        ("2016-09-20", {"place": "hier, Raum 4"}, Event.REFERRAL),
        ("2016-09-20", {}, Event.REFERRAL),
    ],
)
def test_an_appointment_at_the_office_is_the_occasion(at: str, where: dict[str, Json], event: Event) -> None:
    assessment = assessed({**PERSON, "next_appointment": {"at": at, **where}})
    assert occasion(assessment, "jc", OFFICE) is event
    assert occasion(assessment, "jc") is Event.REFERRAL


def test_a_record_of_a_closed_interview_is_that_of_the_closing_unless_the_agency_changes() -> None:
    assessment = assessed({**PERSON, "next_appointment": {"at": "2016-09-20", "place": OFFICE}})
    assert occasion(assessment, "jc", OFFICE, is_closed=True) is Event.CLOSING
    assert occasion(assessment, "aa", is_closed=True) is Event.HANDOVER_1

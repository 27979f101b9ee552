from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from intake.handover.projection.view import office_views
from intake.handover.record.parts import Record
from intake.handover.record.record import build_record
from intake.interview.values import Json
from tests.handover.handover_cases import (
    ALL_PACKAGES,
    COVER,
    PERSON,
    PLAIN_PACKAGES,
    assessed,
    consent,
    personas,
    record_for,
    view_for,
    wording,
)
from tests.handover.record.record_cases import items, record_of


def block_ids(record: Record) -> list[str]:
    return [block.id for block in record.blocks]


@pytest.mark.parametrize("line", list(personas()), ids=lambda line: f"{line['id']}-{line['site']}")
def test_every_answer_in_the_view_is_printed_once(line: dict[str, Json]) -> None:
    given = line["answers"]
    assert isinstance(given, dict)
    on, law = (dt.date.fromisoformat(str(line[key])) for key in ("on", "law"))
    assessment = assessed(given, str(line["site"]), on, law)
    for view in office_views(assessment.facts):
        record = build_record(assessment, view, COVER, wording())
        assert set(items(record)) - {"admission", "circle_change", "market_ready"} == set(view.ids)


def test_blocks_stand_in_the_order_of_the_receiver_and_empty_ones_are_left_out() -> None:
    data: dict[str, Json] = {"goal_main": "work", "school_years": 7, "family_status": "single"}
    assert block_ids(record_of(data, "jc")) == [
        "person", "result", "status", "household", "qualification", "motivation", "open", "next",
    ]  # fmt: skip
    assert block_ids(record_of(data, "jc", ("IDN", "EDU"))) == ["person", "qualification", "next"]
    assert block_ids(record_of({}, "lang", ("LNS",))) == ["person", "languages", "next"]


def test_the_head_names_consent_office_and_day() -> None:
    record = record_of({}, "aa", PLAIN_PACKAGES)
    (basis,) = record.basis
    assert (basis.signed_on, basis.valid_until) == (dt.date(2016, 8, 15), dt.date(2017, 8, 15))
    assert (basis.form_words, basis.signer_words) == ("Auf Papier unterschrieben", "Die Person selbst")
    assert (record.office, record.recipient, record.recipient_words) == ("Stelle aa", "aa", "Agentur für Arbeit")
    assert (record.site, record.on, record.law) == ("hannover", dt.date(2016, 9, 1), dt.date(2016, 8, 1))
    assert record.remarks == ("bitte in VerBIS kennzeichnen",)


def test_the_named_person_is_in_the_head_only_where_something_is_for_her_alone() -> None:
    assert record_of({"doctor_appointment": "yes"}, "youth").person == "Frau Beispiel"
    assert record_of({}, "youth").person == ""


def test_two_consents_of_one_office_are_both_named() -> None:
    given: list[Json] = [
        consent("jc", ["IDN"], office="Jobcenter"),
        consent("jc", ["STA"], office="Jobcenter", purpose="Antrag"),
    ]
    record = record_for({**PERSON, "consents": given}, "jc")
    assert [basis.purpose for basis in record.basis] == ["Beratung und Vermittlung", "Antrag"]


def test_the_same_case_gives_the_same_record() -> None:
    data: dict[str, Json] = {**PERSON, "gender": "f", "consents": [consent("jc", ALL_PACKAGES)]}
    assert record_for(data, "jc") == record_for(data, "jc")
    assert record_for(data, "jc") != record_for(data, "jc", cover=replace(COVER, version=3))


def test_an_answer_without_a_block_of_its_own_stands_with_the_person() -> None:
    assessment = assessed({**PERSON, "goal_main": "work", "consents": [consent("jc")]})
    profile = assessment.site.recipient("jc")
    assert profile is not None
    short = replace(profile, sections=("head", "person", "next", "receipt"))
    site = replace(assessment.site, recipients=(short,))
    record = build_record(replace(assessment, site=site), view_for(assessment, "jc"), COVER, wording())
    assert "goal_main" in items(record)

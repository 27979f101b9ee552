"""A record that a statute carries: within the ceilings of its office, marked in every form, its reason in none."""

from __future__ import annotations

import json

import jsonschema
import pytest

from intake.handover.formats.as_csv import record_csv
from intake.handover.formats.as_json import record_as_json, schema
from intake.handover.formats.as_text import record_text
from intake.handover.projection.ceilings import CEILINGS, RECIPIENTS
from intake.handover.projection.view import Statute, View, office_views, view_by_statute
from intake.handover.record.parts import Record
from intake.handover.record.record import build_record
from intake.interview.values import Json
from tests.handover.formats.test_as_pdf import pdf, text_of
from tests.handover.handover_cases import (
    ALL_PACKAGES,
    COVER,
    PERSON,
    assessed,
    consent,
    content,
    wording,
)

CITATION, REASON = "§ 4 Abs. 3 KKG", "Gefahr im Verzug Xyzzy"
HURT: dict[str, Json] = {**PERSON, "health_limits": "limited", "pregnancy": "yes"}


def view(recipient: str, packages: tuple[str, ...] = ALL_PACKAGES, person: str = "") -> View:
    return view_by_statute(assessed(HURT).facts, recipient, "Amt Nord", Statute(CITATION, REASON, packages, person))


def record(recipient: str = "youth", packages: tuple[str, ...] = ("IDN", "STA"), person: str = "") -> Record:
    return build_record(assessed(HURT), view(recipient, packages, person), COVER, wording())


@pytest.mark.parametrize(
    "recipient", [each for each in RECIPIENTS if each in content().sites["hannover"].recipient_codes]
)
def test_it_sees_exactly_what_a_consent_for_the_same_packages_would_let_it_see(recipient: str) -> None:
    consented = assessed({**HURT, "consents": [consent(recipient, ALL_PACKAGES)]})
    (allowed,) = office_views(consented.facts)
    found = view(recipient, person="Frau Beispiel")
    assert found.seen == allowed.seen
    assert found.packages == allowed.packages
    assert found.packages <= set(CEILINGS[recipient])


def test_what_is_not_among_the_packages_is_not_seen() -> None:
    found = view("jc", ("IDN",))
    assert "family_name" in found.seen
    assert "residence_status" not in found.seen
    assert found.packages == {"IDN", "NXT"}


def test_health_and_protection_need_a_named_person() -> None:
    assert not {"MED", "PRO"} & view("youth").packages
    assert {"MED", "PRO"} <= view("youth", person="Frau Beispiel").packages


def test_there_is_no_record_of_nothing() -> None:
    for packages in ((), ("NXT",), ("MED",)):
        with pytest.raises(ValueError, match="a package"):
            view("lang", packages)


def test_every_form_says_on_what_it_rests_and_none_says_why() -> None:
    made = record()
    data = record_as_json(made)
    jsonschema.Draft202012Validator(schema()).validate(data)
    assert data["basis"] == [{"kind": "statute", "citation": CITATION}]
    words = wording().say("handed over without consent on the basis of {statute}", statute=CITATION)
    text = record_text(made, wording())
    paper = " ".join("".join(text_of(pdf(made).content)).split())
    csv = record_csv(made, wording()).decode("utf-8-sig")
    assert words in " ".join(text.split())
    assert CITATION in paper
    assert CITATION in csv
    for form in (json.dumps(data, ensure_ascii=False), text, csv, paper):
        assert "Xyzzy" not in form


def test_the_named_person_stands_on_the_record_where_it_holds_what_only_that_person_may_see() -> None:
    assert record("health", ("IDN", "MED"), "Dr. Wolf").person == "Dr. Wolf"
    assert record("health", ("IDN",), "Dr. Wolf").person == ""

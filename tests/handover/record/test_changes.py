"""What a new version says about the one before names nothing that does not stand in the new one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

import jsonschema
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.handover.formats.as_json import record_as_json, schema
from intake.handover.projection.view import office_views
from intake.handover.record.changes import Earlier, changes_since
from intake.handover.record.parts import Record
from intake.handover.record.record import build_record
from intake.interview.values import Json
from tests.handover.handover_cases import COVER, DAY, PERSON, PLAIN_PACKAGES, assessed, consent, record_for, wording
from tests.handover.test_leaks import ANSWERS, german, hidden_secrets, outputs

EARLIER = DAY - dt.timedelta(days=9)
PACKAGES = st.sets(st.sampled_from(PLAIN_PACKAGES), min_size=1)


def compared(old: Record, new: Record, *, is_exact: bool = True) -> Record:
    before = replace(old, cover=replace(old.cover, version=1))
    return replace(new, changes=changes_since(Earlier(before, EARLIER, is_exact), new))


def jc(data: Mapping[str, Json]) -> Record:
    return record_for({**PERSON, **data, "consents": [consent("jc")]}, "jc")


def test_new_and_changed_answers_are_named_and_what_is_gone_is_not() -> None:
    old, new = (
        jc({"german_speaking": "a1", "place_of_birth": "Xyzstadt"}),
        jc({"german_speaking": "b1", "english_level": "b1"}),
    )
    changes = compared(old, new).changes
    assert changes is not None
    assert [each.question for each in changes.added] == ["english_level"]
    assert [(each.question, each.before[0].code) for each in changes.changed] == [("german_speaking", "a1")]
    assert "Xyzstadt" in outputs(old)
    assert "Xyzstadt" not in outputs(compared(old, new))


def test_two_records_that_differ_in_what_is_gone_alone_say_the_same() -> None:
    new = jc({})
    assert outputs(compared(jc({"place_of_birth": "Xyzstadt"}), new)) == outputs(compared(jc({}), new))


def test_every_form_follows_the_schema_and_says_what_is_not_proved() -> None:
    for is_exact in (True, False):
        made = compared(jc({}), jc({"english_level": "b1"}), is_exact=is_exact)
        data = record_as_json(made)
        jsonschema.Draft202012Validator(schema()).validate(data)
        warned = wording().say("The earlier version was made again from the case; it may differ from yours.")
        assert (" ".join(warned.split()) in " ".join(outputs(made).split())) is not is_exact


@settings(max_examples=25)
@given(PACKAGES, PACKAGES)
def test_nothing_outside_the_new_view_is_named_whatever_the_consents_were(before: set[str], now: set[str]) -> None:
    records = []
    for packages in (before, now):
        data: dict[str, Json] = {**ANSWERS, "consents": [consent("jc", packages)]}
        assessment = assessed(data)
        (view,) = office_views(assessment.facts)
        records.append((build_record(assessment, view, COVER, wording()), hidden_secrets(data, view)))
    (old, _), (new, hidden) = records
    text = outputs(compared(old, new))
    assert not [secret for secret in hidden for form in german(secret) if form in text]
    changes = compared(old, new).changes
    assert changes is not None
    assert changes.changed == ()

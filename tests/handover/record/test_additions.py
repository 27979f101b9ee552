"""What came to a closed interview stands in later records with its day, and tells nothing of what stays here."""

from __future__ import annotations

import datetime as dt
import json

import jsonschema
import pytest

from intake.handover.formats.as_csv import record_csv
from intake.handover.formats.as_json import record_as_json, schema
from intake.handover.formats.as_text import record_text
from intake.handover.projection.ceilings import CODE_PACKAGES
from intake.handover.record.additions import Added, Additions
from intake.handover.record.parts import EntryTable, Record
from intake.handover.record.record import build_record
from intake.interview.values import Json
from tests.handover.handover_cases import COVER, PERSON, assessed, consent, content, view_for, wording

DAY = dt.date(2016, 9, 20)
WORDS = Added(DAY, "Hat jetzt ein Konto", "e1")


def record(additions: Additions, packages: tuple[str, ...] = ("IDN", "LNS"), **answers: Json) -> Record:
    assessment = assessed({**PERSON, **answers, "consents": [consent("jc", packages)]})
    return build_record(assessment, view_for(assessment, "jc"), COVER, wording(), additions=additions)


def days(made: Record) -> dict[str, dt.date]:
    answers = (answer for block in made.blocks for answer in block.answers)
    items = (answer.item if isinstance(answer, EntryTable) else answer for answer in answers)
    return {item.question: item.added for item in items if item.added}


def test_a_corrected_answer_says_its_day_in_every_form() -> None:
    made = record(Additions({("german_speaking", ""): DAY}))
    assert days(made) == {"german_speaking": DAY}
    data = record_as_json(made)
    jsonschema.Draft202012Validator(schema()).validate(data)
    assert '"added": "2016-09-20"' in json.dumps(data)
    assert wording().say("addition of {day}", day="20.09.2016") in " ".join(record_text(made, wording()).split())


def test_words_go_along_as_they_are_given_here_and_stand_in_every_form() -> None:
    made = record(Additions(words=(WORDS,)))
    data = record_as_json(made)
    jsonschema.Draft202012Validator(schema()).validate(data)
    assert data["additions"] == [{"on": "2016-09-20", "text": WORDS.text}]
    for form in (record_text(made, wording()), record_csv(made, wording()).decode("utf-8-sig")):
        assert WORDS.text in form
        assert "e1" not in json.dumps(data)


def test_an_answer_that_stays_here_leaves_no_trace_of_its_addition() -> None:
    hidden = Additions({("residence_status", ""): DAY, ("health_limits", ""): DAY})
    assert record_as_json(record(hidden)) == record_as_json(record(Additions()))


@pytest.mark.parametrize("question", sorted({question for question, _ in CODE_PACKAGES}))
def test_where_single_codes_can_stay_here_no_day_is_told(question: str) -> None:
    asked = content().logic.questionnaire[question]
    if asked.fields:
        pytest.skip("a repeat has no codes of its own")
    every = Additions({(each.id, ""): DAY for each in content().logic.questionnaire})
    assert question not in days(record(every, ("IDN", "LNS", "STA", "DOC", "MOB", "BEN")))


def test_of_a_repeat_the_day_is_told_only_where_every_changed_field_is_seen() -> None:
    additions = Additions({("cv_stations", "text"): DAY, ("cv_stations", "hidden"): DAY})
    assert additions.day_of("cv_stations", ("text", "from")) is None
    assert additions.day_of("cv_stations", ("text", "hidden")) == DAY

from __future__ import annotations

import copy
import datetime as dt
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from intake.handover.formats.as_json import FORMAT, record_as_json, record_bytes, schema
from intake.handover.projection.view import office_views
from intake.handover.record.parts import Record
from intake.handover.record.record import build_record
from intake.interview.values import Json
from tests.handover.handover_cases import (
    ALL_PACKAGES,
    COVER,
    PERSON,
    assessed,
    consent,
    personas,
    record_for,
    wording,
)

VALIDATOR = jsonschema.Draft202012Validator(schema())


def problems(data: Json) -> list[str]:
    return [f"{list(error.path)}: {error.message[:120]}" for error in VALIDATOR.iter_errors(data)]


def rich_record() -> Record:
    data: dict[str, Json] = {
        **PERSON,
        "birth_date": "1990",
        "household": [
            {"relation": "child", "where": "here", "birth_date": "2012"},
            {"relation": "child", "where": "here"},
        ],
        "cv_stations": [{"kind": "work", "from": "2008", "to": "still", "what": {"text": "Näherin", "isco08": "7531"}}],
        "documents": {"passport": ["seen"]},
        "next_appointment": {"at": "2016-09-20T10:30", "place": "Raum 2", "with": "Frau Beispiel"},
        "measures": [{"text": "Kurs", "state": "running", "planned_end": "2017-01-01"}],
        "decision_date": "2016-01-08",
        "protection_talk_wish": "yes",
        "constraints": ["money"],
        "consents": [consent("youth", ALL_PACKAGES), consent("jc", ALL_PACKAGES)],
    }
    return record_for(data, "youth")


def test_the_schema_is_a_valid_schema_with_a_version() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    properties = schema()["properties"]
    assert isinstance(properties, dict)
    assert properties["format"] == {"const": FORMAT}


@pytest.mark.parametrize("line", list(personas()), ids=lambda line: f"{line['id']}-{line['site']}")
def test_the_records_of_all_personas_keep_to_the_schema(line: dict[str, Json]) -> None:
    given_ = line["answers"]
    assert isinstance(given_, dict)
    on, law = (dt.date.fromisoformat(str(line[key])) for key in ("on", "law"))
    assessment = assessed(given_, str(line["site"]), on, law)
    for view in office_views(assessment.facts):
        assert problems(json.loads(record_bytes(build_record(assessment, view, COVER, wording())))) == []


def test_a_record_with_every_kind_of_value_keeps_to_the_schema() -> None:
    assert problems(json.loads(record_bytes(rich_record()))) == []


def broken_records() -> Iterator[tuple[str, Json]]:
    good: dict[str, Json] = json.loads(record_bytes(rich_record()))
    yield "another format", {**good, "format": "intake.handover/2"}
    yield "no basis", {**good, "basis": []}
    yield "an unknown key", {**good, "withheld": 3}
    yield "a version of nothing", {**good, "version": 0}
    for key, value in (("state", "declined"), ("source", "guessed"), ("recheck", False), ("note", "")):
        changed = copy.deepcopy(good)
        changed["blocks"][0]["answers"][0][key] = value  # type: ignore[index,call-overload]
        yield f"an answer with {key}", changed


@pytest.mark.parametrize(
    ("what", "data"), list(broken_records()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_what_is_no_record_is_refused(what: str, data: Json) -> None:
    assert problems(data), what


def test_the_bytes_are_canonical() -> None:
    content = record_bytes(rich_record())
    assert content.endswith(b"}\n")
    assert not content.endswith(b"\n\n")
    data = json.loads(content)
    assert json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n" == content
    assert "Näherin".encode() in content


@settings(max_examples=50)
@example("a\ud83db")
@given(st.text(alphabet=st.characters(exclude_categories=()), min_size=1, max_size=40))
def test_texts_are_as_they_were_given_but_for_lone_surrogates(text: str) -> None:
    record = record_for({**PERSON, "family_name": text, "consents": [consent("jc")]}, "jc")
    data = json.loads(record_bytes(record))
    found = next(item for item in data["blocks"][0]["answers"] if item["question"] == "family_name")
    expected = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    assert found["value"] == expected
    assert "\ufeff" not in json.dumps(record_as_json(record))[:3]


def test_a_draft_and_a_chosen_law_set_are_marked() -> None:
    record = rich_record()
    assert "draft" not in record_as_json(record)
    marked = record_as_json(replace(record, cover=replace(COVER, is_draft=True, law_chosen=True)))
    assert (marked["draft"], marked["law_chosen"]) == (True, True)
    assert problems(marked) == []


PROGRAM = """
import hashlib, sys
from dataclasses import replace
sys.path.insert(0, sys.argv[1])
from tests.handover.handover_cases import COVER, MADE_AT, printer, wording
from test_as_json import rich_record
from intake.handover.formats.as_json import record_bytes
from intake.handover.formats.as_text import record_text
from intake.handover.formats.pages import record_sheet
record = rich_record()
paper = printer().pdf(record_sheet(record, wording()), MADE_AT, "x")
for content in (record_bytes(record), record_text(record, wording()).encode(), paper.content):
    print(len(content), hashlib.sha256(content).hexdigest())
"""


def test_two_processes_write_the_same_bytes() -> None:
    outputs = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM, str(Path(__file__).parent)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1
    assert len(outputs.pop().splitlines()) == 3

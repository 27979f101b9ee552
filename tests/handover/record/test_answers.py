from __future__ import annotations

import pytest

from intake.handover.record.parts import EntryTable
from intake.interview.answers import Source
from intake.interview.values import Json
from tests.handover.handover_cases import (
    PERSON,
    consent,
    record_for,
)
from tests.handover.record.record_cases import items, record_of


def test_a_choice_is_said_in_words_with_its_code() -> None:
    found = items(record_of({"goal_main": "work", "work_months": 30, "scripts": ["Ethi"], "literacy": "slow"}, "jc"))
    words = {id_: [(word.text, word.code) for word in found[id_].words] for id_ in found}
    assert words["goal_main"] == [("Arbeit", "work")]
    assert words["nationality"] == [("Eritrea", "ERI")]
    assert words["preferred_language"] == [("Tigrinya", "tir")]
    assert words["residence_municipality"] == [("Hannover", "03241001")]
    assert found["work_months"].data == 30
    assert found["birth_date"].words[0].text == "02.09.1990"


def test_an_occupation_keeps_the_own_words_and_says_whether_it_is_regulated() -> None:
    own: Json = {"text": "Schwester im Krankenhaus", "isco08": "2221"}
    found = items(record_of({"desired_occupation": own, "goal_work": "yes"}, "jc"))["desired_occupation"]
    assert found.words[0].text.startswith("Schwester im Krankenhaus (")
    assert found.words[0].code == "2221"
    assert len(found.words) == 2
    assert found.data == own


def test_marks_stand_beside_the_answer() -> None:
    marked: Json = {"value": "f", "source": "document", "recheck": True}
    found = items(record_of({"gender": marked}, "jc"))["gender"]
    assert (found.source, found.source_words, found.recheck) == (Source.DOCUMENT, "Aus einem Papier", True)


def test_a_note_goes_only_when_it_was_ticked() -> None:
    data: dict[str, Json] = {**PERSON, "gender": {"value": "f", "note": "geheim"}, "consents": [consent("jc")]}
    assert items(record_for(data, "jc"))["gender"].note == ""
    assert items(record_for(data, "jc", ticked=["gender"]))["gender"].note == "geheim"


def test_a_ticked_note_stays_here_where_a_part_of_its_answer_does() -> None:
    noted: Json = {"value": ["money", "health"], "note": "Herz"}
    data: dict[str, Json] = {**PERSON, "constraints": noted, "consents": [consent("jc")]}
    assert items(record_for(data, "jc", ticked=["constraints"]))["constraints"].note == ""


def test_medical_papers_are_never_listed() -> None:
    papers: Json = {"passport": ["seen", "copied"], "medical": ["seen"]}
    found = items(record_of({"documents": papers}, "youth"))["documents"]
    assert [word.code for word in found.words] == ["passport"]
    assert found.data == {"passport": ["seen", "copied"]}
    assert "documents" not in items(record_of({"documents": {"medical": ["seen"]}}, "youth"))


def measures(row: dict[str, Json]) -> dict[str, Json]:
    return {"measures": [row], "decision_date": "2016-01-08", "asylum_stage": "positive"}


RUNNING: dict[str, Json] = {"offer": "h_perf", "state": "running", "from": "2015-11", "planned_end": "2016-12-31"}


@pytest.mark.parametrize(
    ("changed", "is_kept"),
    [
        ({}, True),
        ({"state": "planned"}, True),
        ({"state": "ended"}, False),
        ({"planned_end": "2016-01-08"}, False),
        ({"planned_end": "2016"}, False),
        ({"planned_end": "2017"}, True),
        ({"planned_end": None}, False),
    ],
)
def test_a_measure_that_ends_after_the_change_of_circle_is_to_be_kept(changed: dict[str, Json], is_kept: bool) -> None:
    (block,) = (block for block in record_of(measures({**RUNNING, **changed}), "jc").blocks if block.id == "measures")
    (table,) = block.answers
    assert isinstance(table, EntryTable)
    assert bool(table.rows[0].remark) is is_kept
    assert table.rows[0].words["offer"][0].text == "PerF, Perspektiven für Flüchtlinge"


def test_the_flag_of_a_measure_does_not_tell_a_date_that_stays_here() -> None:
    record = record_of(measures(RUNNING), "jc", ("WRK",))
    tables = [answer for block in record.blocks for answer in block.answers if isinstance(answer, EntryTable)]
    assert [row.remark for table in tables for row in table.rows] == [""]


def test_a_level_in_a_table_is_said_briefly() -> None:
    known: Json = [{"language": "amh", "speaking": "b1", "reading": "native"}]
    record = record_of({"languages_known": known}, "jc")
    (table,) = (each for block in record.blocks for each in block.answers if isinstance(each, EntryTable))
    assert [(word.text, word.code) for word in table.rows[0].words["speaking"]] == [("B1", "b1")]
    assert table.rows[0].words["language"][0].text == "Amharisch"

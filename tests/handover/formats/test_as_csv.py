"""One line a field, with a key of its own, as a German spreadsheet opens it."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from intake.handover.formats.as_csv import TIMELINE, record_csv
from intake.handover.formats.as_json import record_as_json
from intake.handover.formats.check_code import check_code
from intake.handover.formats.spreadsheet import one_line, unguarded
from intake.handover.projection.view import office_views
from intake.handover.record.parts import Changed, Changes, EntryTable, Item, Record
from intake.handover.record.proposal_parts import Decided, Decision, OwnLine, StaffDecisions
from intake.handover.record.record import build_record
from intake.handover.record.words import Words
from intake.interview.values import Json
from tests.handover.formats.test_as_json import rich_record
from tests.handover.handover_cases import (
    ALL_PACKAGES,
    COVER,
    PERSON,
    assessed,
    consent,
    content,
    personas,
    record_for,
    wording,
)
from tests.handover.handover_cases import view_for as view_of

HEAD = ["Schlüssel", "Bezeichnung", "Code", "Wert", "Quelle", "Stand"]


def rows(record: Record) -> dict[str, list[str]]:
    """The lines by their key, guards taken away."""
    text = record_csv(record, wording()).decode("utf-8-sig")
    lines = [[unguarded(cell) for cell in line] for line in csv.reader(io.StringIO(text, newline=""), delimiter=";")]
    assert lines[0] == HEAD
    assert {len(line) for line in lines} == {6}
    keys = [line[0] for line in lines[1:]]
    assert len(set(keys)) == len(keys)
    return {line[0]: line[1:] for line in lines[1:]}


def persona_records() -> Iterator[Record]:
    for line in personas():
        given = line["answers"]
        assert isinstance(given, dict)
        on, law = (dt.date.fromisoformat(str(line[key])) for key in ("on", "law"))
        assessment = assessed(given, str(line["site"]), on, law)
        for view in office_views(assessment.facts):
            yield build_record(assessment, view, COVER, wording())


def test_a_file_says_what_an_apostrophe_means_where_it_has_one() -> None:
    record = record_for({**PERSON, "consents": [consent("jc", ALL_PACKAGES)]}, "jc")
    found = rows(replace(record, cover=replace(record.cover, sender_phone="+49 151 2345678")))
    assert next(iter(found)) == "record.cells"
    assert "Apostroph" in found["record.cells"][2]
    assert found["record.sender.phone"][2] == "+49 151 2345678"


def test_a_german_excel_opens_it_by_a_double_click() -> None:
    raw = record_csv(rich_record(), wording())
    assert raw.startswith(b"\xef\xbb\xbf" + "Schlüssel;Bezeichnung;Code;Wert;Quelle;Stand\r\n".encode())
    assert raw.endswith(b"\r\n")
    assert raw.count(b"\n") == raw.count(b"\r\n")


def test_each_answer_has_its_question_as_key_with_code_words_source_and_day() -> None:
    found = rows(rich_record())
    assert found["family_name"] == ["Familienname", "", "Tesfay", "Gesagt", "01.09.2016"]
    assert found["nationality"][1:3] == ["ERI", "Eritrea"]
    assert found["birth_date"][1] == "1990"
    assert found["residence_municipality"][1] == "03241001"
    assert found["cv_stations.1.what"][1:3] == ["7531", "Näherin (Schneider/in)"]
    assert found["household.2.relation"][1:3] == ["child", "Kind"]
    assert found["next_appointment"][1] == "2016-09-20T10:30"


def test_a_number_keeps_its_figure_beside_its_words() -> None:
    found = rows(record_for({**PERSON, "work_months": 60, "consents": [consent("jc")]}, "jc"))
    assert found["work_months"][1:3] == ["60", "5 Jahre"]


def test_the_gaps_of_the_cv_are_one_field() -> None:
    data: dict[str, Json] = {
        **PERSON,
        "arrival_date": "2016-01-10",
        "cv_stations": [{"kind": "work", "from": "2008-01", "to": "2010-12", "what": {"text": "Näherin"}}],
        "consents": [consent("jc")],
    }
    assert rows(record_for(data, "jc"))[TIMELINE][1] == "gaps"


def test_the_file_says_what_it_is_and_what_it_rests_on() -> None:
    record = rich_record()
    found = rows(record)
    assert found["record.case"][1] == COVER.case
    assert found["record.recipient"][1:3] == ["youth", "Stelle youth"]
    assert found["record.code"][1] == check_code(record).text
    assert found["record.consent.1.signed_on"][1:3] == ["2016-08-15", "15.08.2016"]


def test_what_is_to_be_checked_again_says_so() -> None:
    data: dict[str, Json] = {**PERSON, "family_name": {"value": "Tesfay", "recheck": True}, "consents": [consent("jc")]}
    found = rows(record_for(data, "jc"))
    assert found["family_name"][4] == "01.09.2016, noch einmal zu prüfen"
    assert found["given_name"][4] == "01.09.2016"


def test_what_came_later_says_its_day_and_what_is_new_says_since_when() -> None:
    record = record_for({**PERSON, "consents": [consent("jc")]}, "jc")
    first = record.blocks[0]
    name = next(item for item in first.answers if isinstance(item, Item) and item.question == "family_name")
    later = replace(name, added=dt.date(2016, 9, 5))
    answers = tuple(later if item is name else item for item in first.answers)
    changes = Changes(
        version=1,
        day=dt.date(2016, 8, 20),
        is_exact=True,
        added=(Changed("given_name", "Vornamen", (Words("Selam"),)),),
        changed=(Changed("family_name", "Familienname", (Words("Tesfay"),), (Words("Tesfai"),)),),
        lines=("Gespräch",),
    )
    blocks = (replace(first, answers=answers), *record.blocks[1:])
    found = rows(replace(record, blocks=blocks, changes=changes))
    assert "05.09.2016" in found["family_name"][4]
    assert found["record.changes"][1] == "1"
    assert "20.08.2016" in found["record.changes"][0]
    assert found["change.given_name"][1:3] == ["new", "neu: Vornamen"]
    assert found["change.family_name"][1] == "changed"
    assert "Tesfai" in found["change.family_name"][2]
    assert "Gespräch" in found["change.line.1"][2]


def test_what_nobody_asked_is_listed_for_whoever_asks_next() -> None:
    record = record_for({**PERSON, "consents": [consent("jc")]}, "jc")
    assert record.cv is not None
    expected = {question for block in record.cv.not_asked for question, _ in block.questions}
    assert {key.partition(".")[2] for key in rows(record) if key.startswith("not_asked.")} == expected
    assert expected


def test_what_staff_decided_and_added_is_there() -> None:
    assessment = assessed({**PERSON, "consents": [consent("jc", ALL_PACKAGES)]})
    record = build_record(assessment, view_of(assessment, "jc"), COVER, wording())
    line = next(line for block in record.blocks for line in block.lines)
    decisions = StaffDecisions(
        {("rule", line.rule): Decision(Decided.CHANGED, "Erst zur Schule", "Wunsch")},
        (OwnLine("Patin suchen", "allein"),),
    )
    found = rows(build_record(assessment, view_of(assessment, "jc"), COVER, wording(), decisions=decisions))
    key = f"proposal.{line.rule}"
    assert found[f"{key}.decision"][1:3] == ["changed", "Erst zur Schule"]
    assert found[f"{key}.reason"][2] == "Wunsch"
    assert found["own_line.1"][2] == "Patin suchen"


def test_the_words_of_every_answer_are_there() -> None:
    for record in persona_records():
        found = rows(record)
        shown = "\n".join(cell for row in found.values() for cell in row)
        for block in record.blocks:
            for answer in block.answers:
                if isinstance(answer, EntryTable):
                    said = [word.text for row in answer.rows for words in row.words.values() for word in words]
                    assert all(one_line(text) in shown for text in said)
                else:
                    assert found[answer.question][2] == one_line("; ".join(word.text for word in answer.words))


def test_the_keys_of_all_personas_are_unique_and_no_question_takes_one_of_ours() -> None:
    ours = {
        "record",
        "proposal",
        "offer",
        "deadline",
        "to_do",
        "open",
        "panel",
        "own_line",
        "remark",
        "change",
        "not_asked",
        TIMELINE,
    }
    assert not ours & {question.id for question in content().questionnaire}
    count = sum(1 for record in persona_records() if rows(record))
    assert count > 20


@pytest.mark.parametrize(
    "name", ['=HYPERLINK("http://x")', "+49 151", "@x", "-1", "\tx", "'x", 'a;b"c\nd\r\ne', "\ud800\x00\u202e"]
)
def test_hostile_names_stay_in_their_cell(name: str) -> None:
    record = record_for({**PERSON, "family_name": name, "consents": [consent("jc")]}, "jc")
    raw = record_csv(record, wording()).decode("utf-8-sig")
    for line in csv.reader(io.StringIO(raw, newline=""), delimiter=";"):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in line)
    assert rows(record)["family_name"][2] == one_line(name)


def test_the_same_record_gives_the_same_bytes_and_a_draft_says_so() -> None:
    record = rich_record()
    assert record_csv(record, wording()) == record_csv(record, wording())
    draft = replace(record, cover=replace(record.cover, is_draft=True))
    assert "record.draft" in rows(draft)
    assert json.loads(json.dumps(record_as_json(record))) == record_as_json(record)

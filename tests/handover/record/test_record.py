from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

import pytest

from intake.handover.projection.view import office_views
from intake.handover.record.parts import EntryTable, Item, Record
from intake.handover.record.proposal_parts import Decided, Decision, StaffDecisions
from intake.handover.record.record import build_record
from intake.interview.answers import Source
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

ACCEPTED = Decision(Decided.ACCEPTED)


def record_of(
    data: Mapping[str, Json], recipient: str, packages: tuple[str, ...] = ALL_PACKAGES, **fields: Json
) -> Record:
    return record_for({**PERSON, **data, "consents": [consent(recipient, packages, **fields)]}, recipient)


def items(record: Record) -> dict[str, Item]:
    """Every printed answer by its id."""
    found: dict[str, Item] = {}
    for block in record.blocks:
        for answer in block.answers:
            item = answer.item if isinstance(answer, EntryTable) else answer
            assert item.question not in found, "printed twice"
            found[item.question] = item
    return found


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


def test_a_line_without_the_proposal_stands_with_the_next_steps() -> None:
    record = record_of({"wb_wants_help": "yes"}, "psych", ("IDN", "MED"))
    by_id = {block.id: block for block in record.blocks}
    assert "result" not in by_id
    assert [line.rule for line in by_id["next"].lines] == ["G5"]
    assert [each.rules for each in by_id["next"].to_do] == [("G5",)]


def test_a_repeat_as_a_reason_points_to_its_place() -> None:
    children: Json = [{"relation": "child", "where": "here", "birth_date": "2015-01-01", "school_or_childcare": "no"}]
    record = record_of({"household": children}, "jc")
    (line,) = (line for block in record.blocks for line in block.lines if line.rule == "G10a")
    assert [reason.question for reason in line.because] == ["household"]
    assert "2015" not in line.because[0].words[0].text


def test_a_level_in_a_table_is_said_briefly() -> None:
    known: Json = [{"language": "amh", "speaking": "b1", "reading": "native"}]
    record = record_of({"languages_known": known}, "jc")
    (table,) = (each for block in record.blocks for each in block.answers if isinstance(each, EntryTable))
    assert [(word.text, word.code) for word in table.rows[0].words["speaking"]] == [("B1", "b1")]
    assert table.rows[0].words["language"][0].text == "Amharisch"


def test_deadlines_stand_by_their_date() -> None:
    data: dict[str, Json] = {"admission_date": "2016-02-15", "status_valid_until": "2016-10-01"}
    record = record_of(data, "jc")
    dates = [due.date for block in record.blocks for due in block.deadlines]
    assert len(dates) > 2
    assert dates == sorted(dates)


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


def test_what_staff_decided_is_printed_and_nothing_else_changes() -> None:
    consents: list[Json] = [consent("jc", PLAIN_PACKAGES)]
    assessment = assessed({**PERSON, "consents": consents}, "hannover", dt.date(2016, 9, 1), dt.date(2016, 8, 1))
    view = view_for(assessment, "jc")
    plain = build_record(assessment, view, COVER, wording())
    rule = next(line.rule for block in plain.blocks for line in block.lines)
    decided = build_record(
        assessment,
        view,
        COVER,
        wording(),
        decisions=StaffDecisions({("rule", rule): Decision(Decided.SET_ASIDE), ("rule", "other"): ACCEPTED}),
    )
    lines = [line for block in decided.blocks for line in block.lines]
    assert [line.decision for line in lines if line.rule == rule] == [Decision(Decided.SET_ASIDE)]
    assert all(line.decision is None for line in lines if line.rule != rule)
    assert [replace(line, decision=None) for line in lines] == [line for block in plain.blocks for line in block.lines]


def test_an_offer_without_a_state_shows_no_decision() -> None:
    for line in personas():
        given = line["answers"]
        assert isinstance(given, dict)
        on, law = (dt.date.fromisoformat(str(line[key])) for key in ("on", "law"))
        assessment = assessed(given, str(line["site"]), on, law)
        everything = StaffDecisions({("offer", offer.offer.id): ACCEPTED for offer in assessment.offers})
        for view in office_views(assessment.facts):
            record = build_record(assessment, view, COVER, wording(), decisions=everything)
            for block in record.blocks:
                for group in block.offers:
                    assert all((offer.decision is None) == (not offer.state) for offer in group.offers)

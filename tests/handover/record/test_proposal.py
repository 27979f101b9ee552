from __future__ import annotations

import datetime as dt
from dataclasses import replace

from intake.handover.projection.view import office_views
from intake.handover.record.proposal_parts import Decided, Decision, StaffDecisions
from intake.handover.record.record import build_record
from intake.interview.values import Json
from tests.handover.handover_cases import (
    COVER,
    PERSON,
    PLAIN_PACKAGES,
    assessed,
    consent,
    personas,
    view_for,
    wording,
)
from tests.handover.record.record_cases import record_of

ACCEPTED = Decision(Decided.ACCEPTED)


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


def test_deadlines_stand_by_their_date() -> None:
    data: dict[str, Json] = {"admission_date": "2016-02-15", "status_valid_until": "2016-10-01"}
    record = record_of(data, "jc")
    dates = [due.date for block in record.blocks for due in block.deadlines]
    assert len(dates) > 2
    assert dates == sorted(dates)


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

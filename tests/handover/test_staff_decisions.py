"""What staff decided in the record: as such, with their words only where they ticked them, and never past a filter."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

import jsonschema
import pytest

from intake.handover.formats.as_json import record_as_json, schema
from intake.handover.formats.as_text import record_text
from intake.handover.record.parts import Item, Record
from intake.handover.record.proposal_parts import Decided, Decision, OwnLine, StaffDecisions
from intake.handover.record.record import build_record
from intake.interview.values import Json
from intake.pathways.assess import Assessment, assess
from tests.handover.handover_cases import (
    ALL_PACKAGES,
    COVER,
    DAY,
    LAW,
    PLAIN_PACKAGES,
    answers,
    consent,
    content,
    view_for,
    wording,
)

REASON = "Der Hausarzt rät davon ab"
INSTEAD = "Erst im Herbst vorstellen"
GROUP = "hannover_group"
SAMIR: Mapping[str, Json] = {
    "preferred_language": "tir",
    "privacy_info_given": "yes",
    "family_name": "Tesfay",
    "given_name": "Samir",
    "birth_date": "1990-03-03",
    "residence_municipality": {"text": "Hannover", "ags": "03241001"},
    "residence_status": "res_25_2_r",
    "asylum_stage": "positive",
    "decision_date": "2016-06-01",
    "acute_need": "no",
    "understanding_ok": "well",
    "literacy": "well",
    "study_state": "no",
    "school_certificate": "upper",
    "school_highest": "isced3",
    "german_speaking": "a1",
    "english_level": "a1",
    "training_state": "none",
    "goal_main": "work",
    "work_months": 12,
    "pregnancy": "no",
}
EVERYONE: Json = [
    consent("jc"),
    consent("soz"),
    consent("advice"),
    consent("health", ALL_PACKAGES),
    consent("lang"),
]


def assessed(decided: Mapping[str, str] | None = None, also: Mapping[str, Json] | None = None) -> Assessment:
    given = answers({**SAMIR, "consents": EVERYONE, **(also or {})})
    site, law = content().sites["hannover"], content().laws.of(LAW)
    return assess(content().logic, given, site, law, DAY, decided=decided)


def record(assessment: Assessment, recipient: str, decisions: StaffDecisions) -> Record:
    return build_record(assessment, view_for(assessment, recipient), COVER, wording(), decisions=decisions)


def decision(kind: Decided, text: str = "", reason: str = "") -> Decision:
    return Decision(kind, text, reason, "d")


def items(found: Record) -> Iterator[Item]:
    return (item for block in found.blocks for item in block.answers if isinstance(item, Item))


CHANGED = StaffDecisions({("rule", "H1"): decision(Decided.CHANGED, INSTEAD, REASON)})


def test_a_changed_line_stands_in_the_record_with_what_staff_say_instead() -> None:
    found = record(assessed(), "jc", CHANGED)
    text = " ".join(record_text(found, wording()).split())
    assert f"{wording().say('decision of staff')}: {wording().say('changed')}" in text
    assert INSTEAD in text
    assert REASON in text
    assert "Zugang ab 1.1.2016" in text  # the proposal stays readable


def test_words_that_were_not_ticked_are_nowhere() -> None:
    found = record(assessed(), "jc", StaffDecisions({("rule", "H1"): decision(Decided.CHANGED)}))
    assert wording().say("changed") in record_text(found, wording())
    line = next(line for block in found.blocks for line in block.lines if line.rule == "H1")
    assert line.decision == Decision(Decided.CHANGED, id="d")
    data = json.dumps(record_as_json(found), ensure_ascii=False)
    assert '"decision": "changed"' in data
    assert "decision_text" not in data
    assert "decision_reason" not in data


def test_a_decision_about_an_offer_stands_with_the_offer() -> None:
    decided = StaffDecisions({("offer", "h_ik"): decision(Decided.SET_ASIDE, reason=REASON)})
    found = record(assessed(), "jc", decided)
    offers = [offer for block in found.blocks for group in block.offers for offer in group.offers]
    assert [offer.offer for offer in offers if offer.decision] == ["h_ik"]
    text = " ".join(record_text(found, wording()).split())
    assert wording().say("set aside") in text
    assert REASON in text


@pytest.mark.parametrize("recipient", ["jc", "soz", "advice", "health", "lang"])
def test_a_line_of_staff_goes_to_the_offices_that_see_the_outcome_only(recipient: str) -> None:
    assessment = assessed()
    found = record(assessment, recipient, StaffDecisions(own=(OwnLine("Termin beim Sportverein", REASON, "own"),)))
    sees_outcome = view_for(assessment, recipient).receiver.has("RES")
    assert ("Sportverein" in record_text(found, wording())) is sees_outcome
    assert (REASON in record_text(found, wording())) is sees_outcome
    assert sees_outcome is (recipient in ("jc", "soz", "advice"))


def test_a_line_of_staff_without_its_words_is_no_line() -> None:
    found = record(assessed(), "jc", StaffDecisions(own=(OwnLine("", REASON, "own"),)))
    assert REASON not in record_text(found, wording())
    assert wording().say("Added by staff").casefold() not in record_text(found, wording()).casefold()


def test_a_line_that_is_withheld_withholds_its_decision_and_reason() -> None:
    """Whether the person is pregnant decides G10b, and the job centre may not know of it."""
    decided = StaffDecisions({("prerule", "G10b"): decision(Decided.CHANGED, INSTEAD, REASON)})
    assessment = assessed(also={"pregnancy": "yes"})
    assert any(line.rule.id == "G10b" for line in assessment.prerules)
    plain, with_decision = record(assessment, "jc", StaffDecisions()), record(assessment, "jc", decided)
    assert record_text(plain, wording()) == record_text(with_decision, wording())
    assert record_as_json(plain) == record_as_json(with_decision)


def test_where_states_of_offers_are_hidden_no_decision_about_them_is_shown() -> None:
    also: Mapping[str, Json] = {"health_limits": "not_now"}
    assessment = assessed(also=also)
    everything = StaffDecisions(
        {("offer", line.offer.id): decision(Decided.SET_ASIDE, reason=REASON) for line in assessment.offers}
    )
    found = record(assessment, "jc", everything)
    offers = [offer for block in found.blocks for group in block.offers for offer in group.offers]
    assert {offer.state for offer in offers} == {""}
    assert REASON not in record_text(found, wording())


# The customer group


def group_of(found: Record) -> Item | None:
    return next((item for item in items(found) if item.question == GROUP), None)


def test_the_group_that_staff_decided_stands_there_as_such_with_the_computed_one() -> None:
    decided = StaffDecisions(values={GROUP: decision(Decided.CHANGED)})
    found = record(assessed({GROUP: "G3_long_term"}), "jc", decided)
    item = group_of(found)
    assert item is not None
    assert item.decided is not None
    assert (item.data, item.decided.computed and item.decided.computed.code) == ("G3_long_term", "G2_near_market")
    text = " ".join(record_text(found, wording()).split())
    assert "Kundengruppe" in text
    assert "G3 langfristig [G3_long_term]" in text
    assert wording().say("decided by staff") in text
    assert wording().say("computed from the answers: {value}", value="G2 arbeitsmarktnah") in text
    assert REASON not in text


def test_the_reason_for_a_group_goes_along_where_it_is_ticked() -> None:
    decided = StaffDecisions(values={GROUP: decision(Decided.CHANGED, reason=REASON)})
    text = record_text(record(assessed({GROUP: "G3_long_term"}), "jc", decided), wording())
    assert REASON in " ".join(text.split())


def test_a_computed_group_is_told_to_nobody() -> None:
    assert group_of(record(assessed(), "jc", StaffDecisions())) is None


@pytest.mark.parametrize("recipient", ["soz", "advice", "health", "lang"])
def test_a_group_goes_to_the_offices_of_work_only(recipient: str) -> None:
    assert group_of(record(assessed({GROUP: "G3_long_term"}), recipient, StaffDecisions())) is None


def test_the_computed_group_is_left_out_where_an_answer_behind_it_was_not_released() -> None:
    packages = tuple(package for package in PLAIN_PACKAGES if package != "EDU")
    item = group_of(
        record(assessed({GROUP: "G3_long_term"}, {"consents": [consent("jc", packages)]}), "jc", StaffDecisions())
    )
    assert item is not None
    assert item.decided is not None
    assert item.decided.computed is None


def test_the_offers_in_the_record_follow_the_group_that_was_decided() -> None:
    def offers(decided: Mapping[str, str] | None) -> set[str]:
        found = record(assessed(decided), "jc", StaffDecisions())
        return {offer.offer for block in found.blocks for group in block.offers for offer in group.offers}

    assert offers({GROUP: "G3_long_term"}) - offers(None) == {"h_agh"}


def test_the_schema_knows_all_that_staff_can_decide() -> None:
    decided = StaffDecisions(
        {("rule", "H1"): decision(Decided.CHANGED, INSTEAD, REASON), ("offer", "h_ik"): decision(Decided.ACCEPTED)},
        (OwnLine("Termin beim Sportverein", REASON, "own"),),
        {GROUP: decision(Decided.CHANGED, reason=REASON)},
    )
    data = record_as_json(record(assessed({GROUP: "G3_long_term"}), "jc", decided))
    jsonschema.Draft202012Validator(schema()).validate(data)
    assert json.dumps(data, ensure_ascii=False).count(REASON) == 3
    defs = schema()["$defs"]
    assert isinstance(defs, dict)
    for name in ("line", "offer"):
        part = defs[name]
        assert isinstance(part, dict)
        known = part["properties"]
        assert isinstance(known, dict)
        assert {"decision", "decision_text", "decision_reason"} <= set(known)
        kinds = known["decision"]
        assert isinstance(kinds, dict)
        assert kinds["enum"] == [kind.value for kind in Decided]


def test_a_decision_about_a_deadline_stands_with_its_date() -> None:
    decided = StaffDecisions({("deadline", "handover_2"): decision(Decided.CHANGED, "erst am 1. Oktober", REASON)})
    found = record(assessed(), "jc", decided)
    text = " ".join(record_text(found, wording()).split())
    assert "erst am 1. Oktober" in text
    assert REASON in text
    data = record_as_json(found)
    jsonschema.Draft202012Validator(schema()).validate(data)
    assert "erst am 1. Oktober" in json.dumps(data, ensure_ascii=False)

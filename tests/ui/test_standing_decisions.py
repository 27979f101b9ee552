"""What holds of all that staff decided: the last word on each line, and nothing that was taken back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from intake.handover.record.proposal_parts import Decided
from intake.store.kept.decisions import DERIVED, Decision, DecisionKind
from intake.ui.decisions import OWN, standing_decisions
from intake.ui.record_decisions import record_decisions, words_id
from tests.ui.program import AT

ACCEPTED, OVERRIDDEN, OWN_LINE, CHANGED, REOPENED = DecisionKind


def decision(kind: DecisionKind, line: str = "Z1", line_kind: str = "rule", id_: str = "d") -> Decision:
    text = "Termin im Mai" if kind in (OWN_LINE, CHANGED) else ""
    reason = "weil es so besser passt" if kind in (OVERRIDDEN, OWN_LINE, CHANGED) else ""
    return Decision(id_, "case", line_kind, line, kind, reason, text, "staff", AT)


def test_the_last_decision_about_a_line_holds() -> None:
    found = standing_decisions([decision(ACCEPTED), decision(CHANGED), decision(OVERRIDDEN)])
    last = found.about("rule", "Z1")
    assert last is not None
    assert last.decision is OVERRIDDEN


def test_what_was_taken_back_is_decided_no_more() -> None:
    assert standing_decisions([decision(CHANGED), decision(REOPENED)]).lines == {}
    again = standing_decisions([decision(CHANGED), decision(REOPENED), decision(ACCEPTED)])
    assert [each.decision for each in again.lines.values()] == [ACCEPTED]


def test_a_decision_about_an_open_point_is_none_about_the_result_it_becomes() -> None:
    found = standing_decisions([decision(ACCEPTED, line_kind="open")])
    assert found.about("rule", "Z1") is None
    assert record_decisions(found).lines.get(("rule", "Z1")) is None


def test_an_own_line_is_changed_and_taken_back_by_its_id() -> None:
    first, second = decision(OWN_LINE, "", OWN, "one"), decision(OWN_LINE, "", OWN, "two")
    changed = Decision("three", "case", OWN, "one", CHANGED, "es ist doch im Juni", "Termin im Juni", "staff", AT)
    found = standing_decisions([first, second, changed])
    assert [(own.id, own.text) for own in found.own] == [("one", "Termin im Juni"), ("two", "Termin im Mai")]
    assert found.lines == {}
    left = standing_decisions([first, second, changed, decision(REOPENED, "one", OWN, "four")])
    assert [own.id for own in left.own] == ["two"]


def test_a_derived_value_is_decided_until_it_is_accepted_or_taken_back() -> None:
    chosen = Decision("d", "case", DERIVED, "group", CHANGED, "arbeitet schon lange", "G2", "staff", AT)
    assert standing_decisions([chosen]).values == {"group": "G2"}
    for after in (ACCEPTED, REOPENED):
        assert standing_decisions([chosen, decision(after, "group", DERIVED)]).values == {}


def test_words_of_staff_go_along_only_where_they_are_ticked() -> None:
    found = standing_decisions([decision(CHANGED), decision(OWN_LINE, "", OWN, "own")])
    plain = record_decisions(found)
    assert (plain.lines[("rule", "Z1")].decided, plain.lines[("rule", "Z1")].text) == (Decided.CHANGED, "")
    assert [own.text for own in plain.own] == [""]
    ticked = record_decisions(found, {words_id("d", "text"), words_id("own", "text")})
    assert (ticked.lines[("rule", "Z1")].text, ticked.lines[("rule", "Z1")].reason) == ("Termin im Mai", "")
    assert [(own.text, own.reason) for own in ticked.own] == [("Termin im Mai", "")]
    everything = record_decisions(found, None)
    assert everything.lines[("rule", "Z1")].reason == everything.own[0].reason == "weil es so besser passt"


DECISIONS = st.builds(
    decision,
    st.sampled_from([ACCEPTED, OVERRIDDEN, CHANGED, REOPENED]),
    st.sampled_from(["Z1", "Z2"]),
    st.sampled_from(["rule", "offer"]),
)


@given(st.lists(DECISIONS))
def test_only_the_last_decision_about_each_line_counts(made: list[Decision]) -> None:
    last = {(each.line_kind, each.line): each for each in made}
    held = {key: each for key, each in last.items() if each.decision is not REOPENED}
    assert dict(standing_decisions(made).lines) == held

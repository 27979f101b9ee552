"""Cases read one after the other for figures."""

from __future__ import annotations

from datetime import timedelta

import pytest

from intake.interview.answers import EntryAdded, FieldGiven
from intake.store import walking
from intake.store.ids import new_id
from intake.store.kept.audit import Action
from intake.store.kept.decisions import DERIVED, RESULT, Decision, DecisionKind
from intake.store.store import Store
from tests.store.making import AT, answered, begin, later, said


def test_cases_come_in_the_order_they_began_with_the_answers_asked_for(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walking, "BATCH", 2)
    ids = [begin(store, said("gender", "f"), said("family_name", "Haddad"), at=later(minute)) for minute in range(5)]
    begin(store, said("gender", "m"), at=later(9), site="muenster")
    found = list(store.figures.walk("zebera", {"gender"}))
    assert [case.header.id for case in found] == sorted(ids)
    assert all(list(case.answers) == ["gender"] for case in found)
    assert all(case.answers["gender"].value == "f" for case in found)


def test_entries_come_whole_and_never_mix(store: Store) -> None:
    for minute, name in enumerate(("Amal", "Bilal")):
        entry = EntryAdded("household", "e1"), FieldGiven("household", "e1", "given_name", answered(name))
        begin(store, *entry, at=later(minute))
    walked = store.figures.walk("zebera", {"household"})
    names = [entry.answer("given_name").value for case in walked for entry in case.answers.entries("household")]
    assert names == ["Amal", "Bilal"]


def test_only_cases_begun_in_the_time_are_read(store: Store) -> None:
    days = [begin(store, at=AT + timedelta(days=day)) for day in range(4)]
    found = store.figures.walk("zebera", (), AT + timedelta(days=1), AT + timedelta(days=3))
    assert [case.header.id for case in found] == days[1:3]


def test_what_staff_decided_about_a_value_comes_along_until_it_is_taken_back(store: Store) -> None:
    case, other = begin(store), begin(store, at=later(1))

    def decided(minute: int, line: str, kind: DecisionKind, text: str = "", of: str = DERIVED) -> dict[str, str]:
        at = later(minute)
        store.decide(Decision(new_id(at), case, of, line, kind, "so besprochen", text, store.staff.id, at))
        seen, unseen = store.figures.walk("zebera", ())
        assert (seen.header.id, unseen.header.id, unseen.decided) == (case, other, {})
        return dict(seen.decided)

    assert decided(2, "hannover_group", DecisionKind.CHANGED, "G1") == {"hannover_group": "G1"}
    assert decided(3, "Z1", DecisionKind.CHANGED, "Geschäftsstelle", of=RESULT) == {"hannover_group": "G1"}
    assert decided(4, "hannover_group", DecisionKind.CHANGED, "G2") == {"hannover_group": "G2"}
    assert decided(5, "hannover_group", DecisionKind.REOPENED) == {}
    assert decided(6, "hannover_group", DecisionKind.CHANGED, "G3") == {"hannover_group": "G3"}
    assert decided(7, "hannover_group", DecisionKind.ACCEPTED) == {}


def test_making_figures_is_noted_without_any_case(store: Store) -> None:
    store.figures.note("zebera", store.staff.id, later(1))
    (entry,) = store.trail.entries(1)
    assert (entry.action, entry.case_id, entry.subject) == (Action.FIGURES_EXPORTED.value, "", "zebera")
    assert store.trail.verify().broken_at is None


def test_names_are_not_read_for_figures(store: Store) -> None:
    begin(store, said("gender", "f"), said("family_name", "Haddad"))
    (found,) = store.figures.walk("zebera", {"gender", "family_name"})
    assert [found.answers[id_].value for id_ in found.answers] == ["f"]

"""What an event means for the answers, and what it means to take it back."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.interview.answers import (
    UNKNOWN,
    Answer,
    AnswerGiven,
    Answers,
    Change,
    EntryAdded,
    EntryRemoved,
    FieldGiven,
    Source,
    State,
)
from intake.interview.session import Interview
from intake.interview.values import Json, PartialDate
from intake.pathways.case_events import EventKind, Happened, event_changes, stored, taken_back
from intake.pathways.law import site_context
from tests.pathways.personas import answers_of, laws, logic, persona, sites

DAY = PartialDate(2016, 2, 1)
NO_MEASURE = "m1"


def kind(id_: str) -> EventKind:
    found = sites().common.event(id_)
    assert found is not None
    return found


def talk(who: str = "P12", site: str = "hannover", **changes: Json) -> Interview:
    person = persona(who, site)
    profile, law = sites()[site], laws().of(person.law)
    answers = {id_: value for id_, value in {**person.answers, **changes}.items() if value is not None}
    return Interview(logic(), answers_of(answers), site_context(profile, law, person.on))


def said(value: str | PartialDate, source: Source = Source.DOCUMENT) -> Answer:
    return Answer(State.ANSWERED, value, source)


def changes_of(interview: Interview, id_: str, given: Mapping[str, Answer]) -> dict[str, object]:
    """The values after the event, by question or field; only what the event changes."""
    found = event_changes(interview, Happened(kind(id_), DAY, given))
    return {
        getattr(change, "field", "") or change.question: getattr(change, "answer", Answer(State.UNKNOWN)).value
        for change in found
        if isinstance(change, AnswerGiven | FieldGiven)
    }


def test_a_positive_decision_gives_its_date_and_a_negative_one_does_not() -> None:
    positive = changes_of(talk(), "decision", {"asylum_stage": said("positive")})
    assert positive == {"asylum_stage": "positive", "decision_date": DAY}
    negative = changes_of(talk(), "decision", {"asylum_stage": said("negative_appeal")})
    assert negative == {"asylum_stage": "negative_appeal"}


def test_what_comes_from_a_letter_says_so() -> None:
    changes = event_changes(talk(), Happened(kind("decision"), DAY, {"asylum_stage": said("positive")}))
    assert [change.answer.source for change in changes if isinstance(change, AnswerGiven)] == [Source.DOCUMENT] * 2
    assert kind("moved").answer_source is Source.SAID


def test_what_stays_as_it_was_is_no_change() -> None:
    interview = talk("P05")
    same = {"asylum_stage": said("positive"), "residence_status": said("res_25_2_r")}
    assert changes_of(interview, "decision", same) == {"decision_date": DAY}
    assert changes_of(interview, "title", same) == {}


def test_a_state_is_an_answer_too() -> None:
    assert changes_of(talk("P05"), "title", {"residence_status": UNKNOWN}) == {"residence_status": None}


def test_what_is_not_relevant_after_the_event_is_not_answered() -> None:
    given = {"residence_status": said("eu"), "status_valid_until": said(PartialDate(2017))}
    assert changes_of(talk("P05"), "title", given) == {"residence_status": "eu"}


def test_a_course_that_begins_is_attended_without_asking() -> None:
    given = {"german_course_type": said("integration", Source.SAID)}
    assert changes_of(talk("P03"), "course_began", given) == {
        "german_course": "attending",
        "german_course_type": "integration",
    }


def test_a_move_into_a_facility_counts_its_time_where_the_site_does() -> None:
    given = {"accommodation_type": said("eae")}
    assert "facility_entry_date" in changes_of(talk("P05", "muenster"), "moved", given)
    assert "facility_entry_date" not in changes_of(talk("P05", "hamm"), "moved", given)


def test_a_measure_that_begins_is_a_new_entry_that_runs_from_that_day() -> None:
    happened = Happened(kind("measure_began"), DAY, {"text": said("PerF", Source.SAID)}, NO_MEASURE)
    interview = talk("P05")
    changes = event_changes(interview, happened)
    assert changes[0] == EntryAdded("measures", NO_MEASURE)
    entry = interview.change(*changes).answers.entry("measures", NO_MEASURE)
    assert entry is not None
    assert {name: answer.value for name, answer in entry.fields.items()} == {
        "state": "running",
        "text": "PerF",
        "from": DAY,
    }


def test_a_planned_measure_begins_where_it_stands_and_ends_there() -> None:
    planned: list[Json] = [{"text": "PerF", "state": "planned"}]
    interview = talk("P05", measures=planned)
    (entry,) = kind("measure_began").entries(interview.answers)
    changes = event_changes(interview, Happened(kind("measure_began"), DAY, {}, entry.id))
    assert all(isinstance(change, FieldGiven) and change.entry == entry.id for change in changes)
    running = interview.change(*changes)
    assert kind("measure_began").entries(running.answers) == ()
    ended = running.change(
        *event_changes(running, Happened(kind("measure_ended"), DAY, {"state": said("stopped")}, entry.id))
    )
    assert ended.answers.entries("measures")[0].answer("state").value == "stopped"
    assert kind("measure_ended").entries(ended.answers) == ()


@pytest.mark.parametrize(
    ("who", "site", "impossible"),
    [
        ("P12", "muenster", {"grant", "measure_ended"}),
        ("P05", "zebera", {"measure_ended"}),
        ("P14", "dortmund", {"grant"}),
        ("P01", "muenster", {"grant", "measure_ended"}),
    ],
)
def test_only_what_can_happen_to_the_case_is_offered(who: str, site: str, impossible: set[str]) -> None:
    interview = talk(who, site)
    assert {each.id for each in sites().common.events if not each.is_possible(interview)} == impossible


def test_an_event_asks_only_with_the_codes_that_it_allows() -> None:
    question = kind("decision").question(talk(), "asylum_stage")
    assert [choice.code for choice in question.choices] == ["positive", "negative_appeal", "negative_final", "transfer"]
    assert len(kind("title").question(talk(), "residence_status").choices) > 20
    with pytest.raises(ValueError, match="no field"):
        kind("measure_began").question(talk(), "colour")


def test_every_kind_of_event_changes_something_for_somebody() -> None:
    interview = talk("P05", "zebera", measures=[{"text": "PerF", "state": "planned"}])
    for each in sites().common.events:
        entry = each.entries(interview.answers)[0].id if each.states else ""
        codes = {name: said(codes[-1]) for name, codes in each.allowed.items()}
        free = {
            "german_course_type": said("local"),
            "residence_status": said("res_25_1"),
            "accommodation_type": said("eae"),
        }
        given = {**codes, **{name: answer for name, answer in free.items() if name in each.asks}}
        assert event_changes(interview, Happened(each, DAY, given, entry)), each.id


# Taking back


def test_taking_back_gives_every_answer_its_value_of_before() -> None:
    interview = talk()
    after = interview.change(
        *event_changes(interview, Happened(kind("decision"), DAY, {"asylum_stage": said("positive")}))
    )
    changes = taken_back(interview.answers, after.answers, after.answers)
    back = after.change(*changes).answers
    assert back["asylum_stage"] == interview.answers["asylum_stage"]
    assert back["decision_date"].state is State.NOT_ASKED


def test_what_was_answered_anew_since_is_left_as_it_is() -> None:
    interview = talk()
    after = interview.change(
        *event_changes(interview, Happened(kind("decision"), DAY, {"asylum_stage": said("positive")}))
    )
    later = after.change(AnswerGiven("decision_date", said(PartialDate(2016, 2, 2))))
    changes = taken_back(interview.answers, after.answers, later.answers)
    assert [change.question for change in changes] == ["asylum_stage"]


def test_a_measure_that_was_noted_wrongly_goes_and_one_that_was_completed_since_stays() -> None:
    interview = talk("P05")
    happened = Happened(kind("measure_began"), DAY, {"text": said("PerF")}, NO_MEASURE)
    after = interview.change(*event_changes(interview, happened))
    gone = taken_back(interview.answers, after.answers, after.answers)
    assert gone == (EntryRemoved("measures", NO_MEASURE),)
    completed = after.change(FieldGiven("measures", NO_MEASURE, "provider", said("Träger")))
    assert taken_back(interview.answers, after.answers, completed.answers) == ()
    ended = after.change(FieldGiven("measures", NO_MEASURE, "state", said("ended")))
    back = taken_back(after.answers, ended.answers, ended.answers)
    assert ended.change(*back).answers == after.answers


VALUES = st.sampled_from(["a", "b", "c"]).map(said)
CHANGES: st.SearchStrategy[Change] = st.one_of(
    st.builds(AnswerGiven, st.sampled_from(["p", "q"]), VALUES),
    st.builds(EntryAdded, st.just("r"), st.sampled_from(["1", "2"])),
    st.builds(FieldGiven, st.just("r"), st.sampled_from(["1", "2"]), st.sampled_from(["x", "y"]), VALUES),
)


@given(st.lists(CHANGES, max_size=6), st.lists(CHANGES, max_size=4))
def test_taking_back_at_once_undoes_whatever_the_event_did(earlier: list[Change], event: list[Change]) -> None:
    before = Answers().apply_all(earlier)
    after = before.apply_all(event)
    back = after.apply_all(taken_back(before, after, after))
    for question in ("p", "q"):
        assert back[question] == before[question]
    assert [entry.id for entry in back.entries("r")] == [entry.id for entry in before.entries("r")]
    for entry in before.entries("r"):
        for name in ("x", "y"):
            assert stored(back, EventKind("k", kind("moved").name, (), entry="r"), entry.id, name) == entry.answer(name)

"""What nobody has asked is listed for the next office, and the list tells nothing of what stays here."""

from __future__ import annotations

import random
from collections.abc import Mapping

import pytest

from intake.handover.projection.unasked import goes_with_any_answer, not_asked
from intake.handover.projection.view import View, office_views
from intake.handover.record.record import build_record
from intake.interview.questions import Sensitivity, Who
from intake.interview.values import Json
from intake.pathways.assess import assess
from tests.handover.handover_cases import (
    ALL_PACKAGES,
    COVER,
    DAY,
    LAW,
    PERSON,
    PLAIN_PACKAGES,
    answers,
    assessed,
    consent,
    content,
    view_for,
    wording,
)
from tests.handover.test_leaks import ANSWERS, value_for

OFFICES = ("jc", "aa", "iq", "youth", "school")


def listed(data: Mapping[str, Json], recipient: str = "jc", packages: tuple[str, ...] = PLAIN_PACKAGES) -> set[str]:
    assessment = assessed({**PERSON, **data, "consents": [consent(recipient, packages)]})
    return set(not_asked(assessment, view_for(assessment, recipient)))


def test_what_was_not_asked_is_listed_and_what_was_answered_is_not() -> None:
    assert "school_years" in listed({})
    assert "school_years" not in listed({"school_years": 9})


def test_what_waits_for_another_day_is_still_to_be_asked() -> None:
    assert "school_years" in listed({"school_years": {"state": "ask_later"}})


@pytest.mark.parametrize("state", ["declined", "unknown"])
def test_what_was_declined_or_is_not_known_is_in_no_list(state: str) -> None:
    assert "school_years" not in listed({"school_years": {"state": state}})


def test_only_what_the_office_could_see_is_listed() -> None:
    assert "school_years" not in listed({}, "jc", ("IDN", "WRK"))
    assert "arrival_date" not in listed({}, "iq")


def test_a_question_that_only_a_hidden_answer_makes_apply_is_not_listed() -> None:
    trained: dict[str, Json] = {"training_state": "finished", "school_certificate": "none", "study_state": "no"}
    assert "certificates_state" in listed(trained, "jc", ("IDN", "WRK", "EDU", "DOC"))
    assert "certificates_state" not in listed(trained, "jc", ("IDN", "EDU", "DOC"))


def test_a_question_that_may_not_apply_is_not_listed() -> None:
    assert "training_state" in listed({})
    assert "training_title" not in listed({})


def test_an_answer_of_which_a_part_never_goes_out_is_not_listed() -> None:
    assert not {"goal_work", "contact_safe", "phone", "constraints", "documents", "file_numbers"} & listed({})


def test_an_age_in_the_view_does_for_a_birth_date() -> None:
    assessment = assessed({**PERSON, "consents": [consent("chamber", PLAIN_PACKAGES)]}, "dortmund")
    assert "training_state" in not_asked(assessment, view_for(assessment, "chamber"))


def test_the_short_case_of_a_child_lists_only_its_own_questions() -> None:
    data: dict[str, Json] = {**PERSON, "birth_date": "2006-03-04", "consents": [consent("school", signer="guardian")]}
    site, law = content().sites["hannover"], content().laws.of(LAW)
    assessment = assess(content().logic, answers(data), site, law, DAY, "child")
    found = set(not_asked(assessment, view_for(assessment, "school")))
    of_child = {question.id for question in content().questionnaire.questions_of("child")}
    assert found
    assert found <= of_child


def some_answers(chance: random.Random) -> dict[str, Json]:
    return {id_: value for id_, value in ANSWERS.items() if id_ in PERSON or chance.random() < 0.5}


@pytest.mark.parametrize("seed", range(20))
def test_the_list_holds_neither_health_nor_protection_nor_what_staff_fill_in(seed: int) -> None:
    chance = random.Random(seed)
    data: dict[str, Json] = {**some_answers(chance), "consents": [consent(each, ALL_PACKAGES) for each in OFFICES]}
    assessment = assessed(data)
    for view in office_views(assessment.facts):
        for id_ in not_asked(assessment, view):
            question = content().questionnaire[id_]
            assert question.sensitivity in (Sensitivity.NORMAL, Sensitivity.SOCIAL)
            assert question.who is Who.PERSON
            assert goes_with_any_answer(view.receiver, question)
            assert id_ not in view.seen


@pytest.mark.parametrize("seed", range(30))
def test_no_hidden_answer_changes_the_list(seed: int) -> None:
    """Each answer outside of a view is taken back, changed or declined: the office can see none of that."""
    chance = random.Random(seed)
    packages = tuple(package for package in ALL_PACKAGES if chance.random() < 0.6) or ("IDN",)
    data = some_answers(chance)
    data["consents"] = [consent(recipient := chance.choice(OFFICES), packages)]
    assessment = assessed(data)
    views = [view for view in office_views(assessment.facts) if view.recipient == recipient]
    for view in views:
        before = not_asked(assessment, view)
        for number, id_ in enumerate(hidden(view)):
            for other in changed(id_, number):
                rest = {name: value for name, value in data.items() if name != id_}
                after = assessed(rest if other is None else {**rest, id_: other})
                now = next((each for each in office_views(after.facts) if each.recipient == recipient), None)
                if now is not None and now.ids == view.ids:
                    assert not_asked(after, now) == before, id_


def hidden(view: View) -> list[str]:
    """Questions that this office never sees, whatever is answered."""
    questions = content().questionnaire
    return [
        each.id
        for each in questions
        if not view.receiver.may_see(each)
        and each.id not in ("consents", "birth_date", "interpreter_type", "privacy")
        and each.id not in view.seen
    ][::7]


def changed(id_: str, number: int) -> list[Json]:
    question = content().questionnaire[id_]
    other = value_for(question, number + 3)
    return [None, {"state": "declined"}, other]


@pytest.mark.parametrize("question", ["school_years", "training_state", "literacy", "household", "mother_tongue"])
def test_what_was_declined_looks_like_what_is_not_known(question: str) -> None:
    rest = {id_: value for id_, value in ANSWERS.items() if id_ != question}
    consents: list[Json] = [consent(each, ALL_PACKAGES) for each in OFFICES]
    cases = [assessed({**rest, question: {"state": state}, "consents": consents}) for state in ("declined", "unknown")]
    for one, other in zip(*(office_views(case.facts) for case in cases), strict=True):
        records = [build_record(case, view, COVER, wording()) for case, view in zip(cases, (one, other), strict=True)]
        assert records[0].cv == records[1].cv

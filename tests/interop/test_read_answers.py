"""Which submissions are taken, what follows from their answers, and what the report counts and names."""

from __future__ import annotations

import datetime as dt

import pytest

from intake.interop import nodes
from intake.interop.answer_values import Loss
from intake.interop.read_answers import Reading, Refusal, read
from intake.interop.submission import Submission
from intake.interview.answers import Answers, State
from intake.interview.session import Interview
from tests.interop.forms import context
from tests.pathways.personas import logic

FORM = nodes.identity(logic().questionnaire, "full")


def reading(
    form: str = FORM,
    instance: str = "uuid:1",
    repeats: dict[str, tuple[dict[str, str], ...]] | None = None,
    **rows: str,
) -> Reading:
    values = {"privacy_info_given": "yes", **rows}
    submission = Submission(instance, form, values, dict(repeats or {}))
    return read(submission, Interview(logic(), Answers(), context("zebera")))


@pytest.mark.parametrize(
    ("form", "refusal"),
    [
        ("household_survey 7", Refusal.OTHER_FORM),
        ("", Refusal.OTHER_FORM),
        ("intake_child 2-x", Refusal.OTHER_FORM),
        ("intake_full 1-00000000", Refusal.OTHER_VERSION),
        ("intake_full", Refusal.OTHER_VERSION),
    ],
)
def test_another_form_is_refused(form: str, refusal: Refusal) -> None:
    assert reading(form) == Reading(refusal=refusal)


def test_a_form_of_another_state_of_the_questionnaire_is_taken_and_named() -> None:
    assert reading("intake_full 2-00000000-11111111", family_name="Haddad").is_other_state
    assert not reading(FORM + "-11111111", family_name="Haddad").is_other_state
    assert reading(FORM + "1").is_other_state


@pytest.mark.parametrize("given", ["no", "", "declined", "unknown"])
def test_without_data_protection_explained_nothing_is_taken(given: str) -> None:
    assert reading(privacy_info_given=given, family_name="Haddad") == Reading(refusal=Refusal.NO_PRIVACY_INFO)


def test_a_submission_that_nobody_can_tell_from_another_is_refused() -> None:
    assert reading(instance="").refusal is Refusal.NO_INSTANCE


def test_a_state_of_an_opener_is_taken_over_for_its_screen() -> None:
    read = reading(wg_opener="declined")
    items = logic().questionnaire.grid("functioning").items
    assert {read.answers[item].state for item in items} == {State.DECLINED}


def test_what_the_desk_would_not_take_is_left_out_by_the_day_of_the_form() -> None:
    read = reading(arrival_date="1990", birth_date="1995", intake_day="2026-05-01")
    assert read.losses == (("arrival_date", Loss.NO_VALUE),)
    assert "arrival_date" not in read.answers
    assert reading(intake_day="2026-05-01", next_appointment__date="2026-05-02").losses == ()
    late = reading(intake_day="2026-05-03", next_appointment__date="2026-05-02")
    assert late.losses == (("next_appointment", Loss.NO_VALUE),)


@pytest.mark.parametrize("day", ["2999-01-01", "never", ""])
def test_a_day_that_cannot_be_is_that_of_the_import(day: str) -> None:
    tomorrow = (context("zebera").day + dt.timedelta(days=1)).isoformat()
    assert reading(intake_day=day, birth_date=tomorrow).losses == (("birth_date", Loss.NO_VALUE),)


def test_before_entries_none_and_states_are_answers() -> None:
    assert reading(household__entries="no_entry").answers["household"].value == ()
    assert reading(household__entries="declined").answers["household"].state is State.DECLINED
    assert "household" not in reading(household__entries="entries").answers
    assert reading(household__entries="many").losses == (("household", Loss.UNKNOWN_CODE),)


def test_entries_without_an_answer_are_none_and_losses_name_the_field() -> None:
    entries = ({"household__relation": "child", "household__birth_date": "x"}, {"household__relation": " "})
    read = reading(repeats={"household": entries})
    assert [dict(entry.fields).keys() for entry in read.answers.entries("household")] == [{"relation"}]
    assert read.losses == (("household.birth_date", Loss.NO_VALUE),)


def test_the_report_counts_answers_and_values_of_no_question() -> None:
    entries = ({"household__relation": "child", "household__where": "here"},)
    read = reading(repeats={"household": entries}, family_name="Haddad", gender="unknown", secret="x", consents="jc")
    assert read.count == 5
    assert read.strangers == 2


def test_a_consent_in_a_submission_is_no_consent() -> None:
    consent = ({"consents__recipient": "jc", "consents__decision": "granted"},)
    assert "consents" not in reading(repeats={"consents": consent}).answers

from __future__ import annotations

import json
from pathlib import Path

import pytest

from intake.interview.answer_file import answers_as_json, answers_from_json, value_from_json
from intake.interview.answers import Answers, Source, State
from intake.interview.questionnaire import Questionnaire
from intake.interview.values import Json, Municipality, PartialDate, Problem

PERSONAS = Path(__file__).parents[1] / "pathways" / "personas.jsonl"


def problems(questionnaire: Questionnaire, data: Json) -> list[str]:
    read = answers_from_json(questionnaire, data)
    assert not isinstance(read, Answers)
    return [str(problem) for problem in read]


@pytest.mark.parametrize("line", PERSONAS.read_text("utf-8").splitlines()[::8])
def test_invented_people_are_read_and_written_back_the_same(questionnaire: Questionnaire, line: str) -> None:
    answers = answers_from_json(questionnaire, json.loads(line)["answers"])
    assert isinstance(answers, Answers)
    assert answers_from_json(questionnaire, answers_as_json(answers)) == answers


def test_marks_and_states_are_read(questionnaire: Questionnaire) -> None:
    answers = answers_from_json(
        questionnaire,
        {
            "birth_date": {"value": "1999-05", "source": "document", "note": "faded", "recheck": True},
            "gender": {"state": "declined"},
            "residence_municipality": {"text": "Münster", "ags": "05515000"},
            "address_as": None,
            "household": [{"relation": "child", "birth_date": {"state": "unknown"}}],
        },
    )
    assert isinstance(answers, Answers)
    assert answers["birth_date"].value == PartialDate(1999, 5)
    assert answers["birth_date"].source is Source.DOCUMENT
    assert answers["birth_date"].recheck
    assert answers["gender"].state is State.DECLINED
    assert answers["residence_municipality"].value == Municipality("Münster", "05515000")
    assert "address_as" not in answers
    assert answers.entries("household")[0].answer("birth_date").state is State.UNKNOWN


def test_every_problem_is_listed_with_its_question(questionnaire: Questionnaire) -> None:
    found = problems(
        questionnaire,
        {
            "shoe_size": 42,
            "gender": "q",
            "birth_date": "1999-02-30",
            "school_years": 99,
            "nationality": ["SYR", "ZZZ"],
            "work_months": "long",
            "household": [{"relation": "dog"}, 5],
            "acute_need": {"state": "sleeping"},
            "documents": {"passport": ["eaten"]},
        },
    )
    assert len(found) == 10
    for name in ("shoe_size", "gender", "birth_date", "school_years", "nationality", "work_months"):
        assert any(name in line for line in found)
    assert any("household[1].relation" in line for line in found)
    assert any("household[2]" in line for line in found)


@pytest.mark.parametrize("data", [[], "x", 5, None, True])
def test_a_file_that_is_no_object_is_refused(questionnaire: Questionnaire, data: Json) -> None:
    assert problems(questionnaire, data)


def test_truth_values_are_no_numbers(questionnaire: Questionnaire) -> None:
    assert isinstance(value_from_json(questionnaire["school_years"], True, questionnaire.codes), Problem)
    assert value_from_json(questionnaire["school_years"], 9, questionnaire.codes) == 9


def test_a_long_name_with_escapes_is_kept_as_typed(questionnaire: Questionnaire) -> None:
    name = "\x1b[31m" + "x" * 5000
    answers = answers_from_json(questionnaire, {"family_name": name})
    assert isinstance(answers, Answers)
    assert answers["family_name"].value == name


def test_what_was_found_is_shown_without_control_characters(questionnaire: Questionnaire) -> None:
    (line,) = problems(questionnaire, {"gender": "\x1b[31mf"})
    assert "\x1b" not in line

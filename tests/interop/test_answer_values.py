"""What a row of a submission can hold, and what is said of it where it is not as the form makes it."""

from __future__ import annotations

import pytest

from intake.interop.answer_values import AnswerReader, Found, Loss
from intake.interview.answers import NOT_ASKED, State, Value
from intake.interview.values import Appointment, Documents, Municipality, OwnWords, PartialDate
from tests.pathways.personas import logic

READER = AnswerReader(logic().questionnaire.codes)


def found(question: str, **rows: str) -> Found:
    asked = logic().questionnaire.get(question)
    assert asked is not None
    return READER.answer(asked, rows)


@pytest.mark.parametrize(
    ("question", "rows", "value"),
    [
        ("gender", {"gender": "f"}, "f"),
        ("nationality", {"nationality": "SYR  XXA SYR"}, ("SYR", "XXA")),
        ("sign_language", {"sign_language": "no"}, "no"),
        ("german_speaking", {"german_speaking": "a2"}, "a2"),
        ("family_name", {"family_name": " Al-Ḥusaynī <x> & "}, "Al-Ḥusaynī <x> &"),
        ("school_remaining", {"school_remaining": "2.5"}, 2.5),
        ("school_remaining", {"school_remaining": "2.0"}, 2),
        ("children_ages", {"children_ages": "0 7 12"}, (0, 7, 12)),
        ("children_ages", {"children_ages": "-"}, ()),
        ("birth_date", {"birth_date": "1999"}, PartialDate(1999)),
        ("birth_date", {"birth_date": "1999-05"}, PartialDate(1999, 5)),
        ("birth_date", {"birth_date": "1999-05-17"}, PartialDate(1999, 5, 17)),
        ("birth_date", {"birth_date__year": "1999", "birth_date__month": "5"}, PartialDate(1999, 5)),
        ("cv_stations.to", {"cv_stations__to__state": "still"}, "still"),
        ("work_sectors", {"work_sectors": "nothing_of_these"}, ()),
        ("documents", {"documents": "nothing_of_these"}, Documents({})),
        (
            "desired_occupation",
            {"desired_occupation": "Nähen", "desired_occupation__isco08": "7531"},
            OwnWords("Nähen", "7531"),
        ),
        ("residence_municipality", {"residence_municipality": "Hilden"}, Municipality("Hilden")),
        (
            "residence_municipality",
            {"residence_municipality": "Wuppertal", "residence_municipality__ags": "05124000"},
            Municipality("Wuppertal", "05124000"),
        ),
        ("next_appointment", {"next_appointment__date": "2026-12-01"}, Appointment("2026-12-01")),
        (
            "next_appointment",
            {
                "next_appointment__date": "2026-12-01",
                "next_appointment__time": "10:30:00.000+01:00",
                "next_appointment__place": "Zimmer 3",
                "next_appointment__with": "Frau Beispiel",
            },
            Appointment("2026-12-01T10:30", "Zimmer 3", "Frau Beispiel"),
        ),
    ],
)
def test_what_the_form_makes_is_the_value(question: str, rows: dict[str, str], value: Value) -> None:
    read = found(question, **rows)
    assert (read.answer.value, read.loss, read.answer.recheck) == (value, None, False)


def test_papers_come_with_what_was_done_with_them() -> None:
    code = logic().questionnaire["documents"].choices[0].code
    other = logic().questionnaire["documents"].choices[1].code
    read = found("documents", documents=f"{code} {other}", **{f"documents__{code}": "copied seen"})
    assert read.answer.value == Documents({code: ("seen", "copied"), other: ()})


@pytest.mark.parametrize("state", ["unknown", "declined", "ask_later"])
def test_a_state_is_an_answer_of_every_kind_of_row(state: str) -> None:
    for question in ("gender", "nationality", "german_speaking", "documents"):
        assert found(question, **{question: state}).answer.state is State(state)
    for question in ("family_name", "birth_date", "work_months", "children_ages", "next_appointment"):
        assert found(question, **{f"{question}__state": state}).answer.state is State(state)


def test_a_value_wins_over_a_state_that_was_left_beside_it() -> None:
    assert found("family_name", family_name="Haddad", family_name__state="unknown").answer.value == "Haddad"


def test_an_empty_row_was_not_asked() -> None:
    assert found("gender") == found("family_name", family_name="  ") == found("birth_date") == Found(NOT_ASKED)


@pytest.mark.parametrize(
    ("question", "rows", "loss"),
    [
        ("gender", {"gender": "x"}, Loss.UNKNOWN_CODE),
        ("nationality", {"nationality": "ZZZ"}, Loss.UNKNOWN_CODE),
        ("birth_date", {"birth_date": "99"}, Loss.NO_VALUE),
        ("birth_date", {"birth_date": "1999-13"}, Loss.NO_VALUE),
        ("work_months", {"work_months": "1e9"}, Loss.NO_VALUE),
        ("work_months", {"work_months": "721"}, Loss.NO_VALUE),
        ("work_months", {"work_months": "NaN"}, Loss.NO_VALUE),
        ("children_ages", {"children_ages": "7 x"}, Loss.NO_VALUE),
        ("children_ages", {"children_ages": "99"}, Loss.NO_VALUE),
        ("next_appointment", {"next_appointment__place": "Zimmer 3"}, Loss.NO_VALUE),
        ("family_name", {"family_name__state": "maybe"}, Loss.UNKNOWN_CODE),
    ],
)
def test_what_cannot_be_an_answer_is_left_out_and_named(question: str, rows: dict[str, str], loss: Loss) -> None:
    assert found(question, **rows) == Found(NOT_ASKED, loss)


@pytest.mark.parametrize(
    ("question", "rows", "value", "loss"),
    [
        ("birth_date", {"birth_date": "1999-02-30"}, PartialDate(1999, 2), Loss.LESS_PRECISE),
        ("address_as", {"address_as": "x" * 61}, "x" * 60, Loss.SHORTENED),
        ("nationality", {"nationality": "SYR ZZZ"}, ("SYR",), Loss.UNKNOWN_CODE),
        ("nationality", {"nationality": "SYR unknown"}, ("SYR",), Loss.SEVERAL),
        (
            "residence_municipality",
            {"residence_municipality": "Hilden", "residence_municipality__ags": "5"},
            Municipality("Hilden"),
            Loss.UNKNOWN_CODE,
        ),
        (
            "next_appointment",
            {"next_appointment__date": "2026-12-01", "next_appointment__time": "25:00"},
            Appointment("2026-12-01"),
            Loss.LESS_PRECISE,
        ),
    ],
)
def test_what_can_be_kept_in_part_is_to_be_asked_again(
    question: str, rows: dict[str, str], value: Value, loss: Loss
) -> None:
    read = found(question, **rows)
    assert (read.answer.value, read.loss, read.answer.recheck) == (value, loss, True)


def test_choices_that_stand_alone_are_not_guessed_from_among_others() -> None:
    assert found("contact_safe", contact_safe="phone no_contact") == Found(NOT_ASKED, Loss.NO_VALUE)


def test_control_characters_never_reach_an_answer() -> None:
    assert found("family_name", family_name="a\x1b[31mb\x07").answer.value == "a [31mb"

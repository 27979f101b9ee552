"""Values and their JSON by kind alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.interview.answers import Entry
from intake.interview.questions import Kind
from intake.interview.value_json import plainest_kind, value_of_kind
from intake.interview.values import (
    DOCUMENT_MARKS,
    Appointment,
    Documents,
    Json,
    Municipality,
    OwnWords,
    PartialDate,
    Plain,
    Problem,
    as_json,
)

texts = st.text(max_size=20)
lists = st.lists(texts, max_size=4).map(tuple)
dates = st.dates().map(lambda day: PartialDate(day.year, day.month, day.day))
VALUES: dict[Kind, st.SearchStrategy[Plain]] = {
    Kind.SINGLE: texts,
    Kind.TEXT: texts,
    Kind.CEFR: texts,
    Kind.COUNTRY: texts,
    Kind.LANGUAGE: texts,
    Kind.LANGUAGE_OR_NO: texts,
    Kind.NUMBER: st.integers() | st.floats(allow_nan=False, allow_infinity=False),
    Kind.LIST_NUMBER: st.lists(st.integers(), max_size=4).map(tuple),
    Kind.PARTIAL_DATE: dates | st.builds(PartialDate, st.integers(1, 9999), st.none() | st.integers(1, 12)),
    Kind.MULTI: lists,
    Kind.MULTI_COUNTRY: lists,
    Kind.MULTI_LANGUAGE: lists,
    Kind.MULTI_RECIPIENT: lists,
    Kind.TEXT_CODE: st.builds(OwnWords, texts, st.none() | texts),
    Kind.MUNICIPALITY: st.builds(Municipality, texts, st.none() | texts),
    Kind.DOC_LIST: st.builds(
        Documents, st.dictionaries(texts, st.lists(st.sampled_from(DOCUMENT_MARKS), max_size=3).map(tuple), max_size=3)
    ),
    Kind.APPOINTMENT: st.builds(Appointment, texts, texts, texts),
    Kind.REPEAT: st.just(()),
}
of_some_kind = st.sampled_from(Kind).flatmap(lambda kind: st.tuples(st.just(kind), VALUES[kind]))


def test_every_kind_is_covered() -> None:
    assert set(VALUES) == set(Kind)


@given(of_some_kind)
def test_a_value_comes_back_from_its_json(case: tuple[Kind, Plain]) -> None:
    kind, value = case
    found = value_of_kind(kind, as_json(value))
    assert (type(found), found) == (type(value), value)


@given(of_some_kind)
def test_the_plainest_kind_reads_a_value_of_any_question_back(case: tuple[Kind, Plain]) -> None:
    _, value = case
    found = value_of_kind(plainest_kind(value), as_json(value))
    assert (type(found), found) == (type(value), value)


def test_a_code_that_no_list_knows_any_more_stays_readable() -> None:
    assert value_of_kind(Kind.SINGLE, "retired_code") == "retired_code"
    assert value_of_kind(Kind.PARTIAL_DATE, "not_yet") == "not_yet"
    assert value_of_kind(Kind.COUNTRY, "YUG") == "YUG"


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        (Kind.NUMBER, True),
        (Kind.NUMBER, float("nan")),
        (Kind.NUMBER, "3"),
        (Kind.LIST_NUMBER, [1, "2"]),
        (Kind.MULTI, ["a", 1]),
        (Kind.PARTIAL_DATE, "1999-13"),
        (Kind.TEXT_CODE, {"text": "nurse"}),
        (Kind.MUNICIPALITY, {"text": "Hamm", "ags": 5}),
        (Kind.DOC_LIST, {"passport": "seen"}),
        (Kind.APPOINTMENT, {"at": "2026-05-17", "room": "3"}),
        (Kind.REPEAT, [{}]),
        (Kind.TEXT, None),
    ],
)
def test_what_is_no_value_of_the_kind_is_a_problem(kind: Kind, raw: Json) -> None:
    assert isinstance(value_of_kind(kind, raw), Problem)


def test_entries_and_truth_values_have_no_kind() -> None:
    with pytest.raises(ValueError, match="entries"):
        plainest_kind((Entry("e1"),))
    with pytest.raises(ValueError, match="truth"):
        plainest_kind(True)
    with pytest.raises(ValueError, match="finite"):
        plainest_kind(float("inf"))

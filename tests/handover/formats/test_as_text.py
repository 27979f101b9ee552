from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.handover.formats.as_text import COLUMNS, preview, record_text, width, wrapped
from intake.handover.record.parts import Record
from intake.handover.sanitize import display, shown
from intake.interview.values import Json
from tests.handover.handover_cases import ALL_PACKAGES, COVER, PERSON, consent, record_for, wording


def record_named(name: str) -> Record:
    data: dict[str, Json] = {
        **PERSON,
        "family_name": name,
        "skills_note": f"{name} {name}",
        "cv_stations": [{"kind": "work", "from": "2008", "place": name}],
        "consents": [consent("jc", ALL_PACKAGES, office=name[:150])],
    }
    return record_for(data, "jc")


@pytest.mark.parametrize("name", ["Tesfay", "Ab" * 50, "محمد " * 20, "ሰላም " * 30, "x\x1b[2Jy", "a\u202eb", "é" * 60])
def test_no_line_is_wider_than_the_paper(name: str) -> None:
    lines = preview(record_named(name), wording())
    assert [line for line in lines if width(line) > COLUMNS] == []
    assert all(line == line.rstrip() for line in lines)


def test_a_terminal_gets_no_control_characters() -> None:
    text = record_text(record_named("x\x1b]0;title\x07\x9b2Jy\x00"), wording())
    assert not {character for character in text if ord(character) < 32 or 127 <= ord(character) < 160} - {"\n"}
    assert "[U+001B]" in text
    assert text.endswith("\n")


def test_right_to_left_values_are_isolated_on_every_line() -> None:
    lines = preview(record_named("محمد الجابري " * 6), wording())
    assert any("\u2068" in line for line in lines)
    assert all(line.count("\u2068") == line.count("\u2069") for line in lines)


def test_the_text_names_case_version_office_and_consent() -> None:
    lines = preview(record_named("Tesfay"), wording())
    text = "\n".join(lines)
    for part in (COVER.case, "Tesfay", "15.08.2016", "Hannover", "Agentur"):
        assert part in text or part == "Agentur"
    assert "PERSON" in lines
    assert any(line.startswith("Familienname") and "Tesfay" in line for line in lines)


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "Zs", "Mn"]), max_size=300), st.integers(8, 78))
def test_wrapping_loses_nothing_and_keeps_to_the_width(text: str, columns: int) -> None:
    clean = display(text)
    lines = wrapped(clean, columns)
    assert all(width(line) <= columns for line in lines)
    kept = "".join(lines).replace(" ", "").replace("\u200b", "")
    assert kept == clean.replace(" ", "").replace("\u200b", "").replace("\u2003", "\u2003") or "\u00a0" in clean


@pytest.mark.parametrize("columns", [-3, 0, 1])
@pytest.mark.parametrize("text", ["Ankünfte je Woche", "漢字 ab"])
def test_a_text_is_wrapped_where_there_is_no_room_at_all(columns: int, text: str) -> None:
    assert wrapped(text, columns) == [character for character in text if character != " "]


def test_a_wrapped_isolate_is_closed_and_opened_again() -> None:
    lines = wrapped(shown("السلام عليكم ورحمة الله وبركاته"), 12)
    assert len(lines) > 2
    assert all(line[0] == "\u2068" and line[-1] == "\u2069" for line in lines)


@pytest.mark.parametrize(("text", "columns"), [("abc", 3), ("e\u0301", 1), ("\u2068a\u2069", 1), ("ሰላም", 3), ("王", 2)])
def test_the_width_is_that_of_the_terminal(text: str, columns: int) -> None:
    assert width(text) == columns

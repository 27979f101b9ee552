"""What the form holds: every question in every language, states for each, nothing required, no formula, no name."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from intake.interop import nodes
from intake.interop.as_xlsx import MOST_CHARACTERS, as_xlsx, choice_lines, survey_lines
from intake.interop.question_rows import words_of
from intake.interop.rows import Row, XlsForm
from intake.interop.xlsform import Builder
from intake.interview.questions import Kind, Question
from tests.interop.filled_form import nodes_of, row_of
from tests.interop.forms import context, form, texts
from tests.pathways.personas import logic

QUESTIONS = [
    inner for question in nodes.questions_in(logic().questionnaire, "full") for inner in (question, *question.fields)
]


@pytest.mark.parametrize("kind", ["full", "child"])
def test_every_question_of_the_kind_has_its_rows_and_consents_have_none(kind: str) -> None:
    names = nodes_of(form(kind=kind))
    wanted = nodes.questions_in(logic().questionnaire, kind)
    assert {row_of(question) for question in wanted} <= names.keys()
    assert not [name for name in names if name.startswith("consents")]


def test_names_are_unique_whatever_questions_and_fields_are_called() -> None:
    nodes_of(form())  # raises at the second one


@pytest.mark.parametrize("question", QUESTIONS, ids=nodes.name_of)
def test_every_question_takes_unknown_declined_and_ask_later(question: Question) -> None:
    made = form()
    name = nodes.name_of(question)
    match question.kind:
        case Kind.REPEAT:
            row = nodes_of(made)[nodes.part(name, "entries")].row
        case kind if kind in nodes.SELECTS:
            row = nodes_of(made)[name].row
        case _:
            row = nodes_of(made)[nodes.part(name, "state")].row
            assert row.type == f"select_one {words_of(question)}"
    codes = codes_of(made, row)
    assert codes[-3:] == ["unknown", "declined", "ask_later"]
    assert len(set(codes)) == len(codes)


def codes_of(made: XlsForm, row: Row) -> list[str]:
    return [item.code for item in made.items if item.list == row.type.partition(" ")[2]]


def test_nothing_is_required() -> None:
    heading = next(iter(survey_lines(form())))
    assert "required" not in heading


def test_every_row_and_choice_has_its_text_in_every_language() -> None:
    made = Builder(logic(), context("zebera"), "full", texts()).form()
    codes = {heading.code for heading in made.languages}
    assert len(codes) == 16
    silent = {"start", "today", "calculate", "end_group", "end_repeat"}
    for row in made.rows:
        shown = set() if row.type in silent else codes
        assert {code for code, text in row.label.items() if text} == shown, row.name
    assert all({code for code, text in item.label.items() if text} == codes for item in made.items)
    assert [heading.title for heading in made.languages][:3] == ["Deutsch (de)", "English (en)", "العربية (ar)"]


def test_no_text_holds_a_reference_to_a_row() -> None:
    for row in form().rows:
        assert not any("${" in text for text in (*row.label.values(), *row.hint.values()))


def test_languages_that_nobody_reviewed_say_so_before_the_first_question() -> None:
    note = nodes_of(form())["intake_note"].row
    assert "[" not in note.label["de"]
    assert note.label["ar"].endswith("]")


def test_screens_with_several_questions_are_one_page() -> None:
    names = nodes_of(form())
    grid = logic().questionnaire.grid("functioning")
    assert names["grid_functioning"].row.appearance == "field-list"
    assert {item for item in grid.items if names["grid_functioning"].row in names[item].around} == set(grid.items)


def test_long_lists_are_searched() -> None:
    names = nodes_of(form())
    assert "autocomplete" in names["nationality"].row.appearance
    assert "autocomplete" in names["preferred_language"].row.appearance
    assert names["gender"].row.appearance == ""


def test_a_private_choice_is_not_offered_while_somebody_could_listen() -> None:
    made = form()
    row = nodes_of(made)["contact_safe"].row
    assert "private" in row.choice_filter
    assert [item.code for item in made.items if item.is_private] == ["not_at_home"]
    lines = list(choice_lines(made))
    assert [line[1] for line in lines if line[-1] == "1"] == ["not_at_home"]


def test_the_name_of_an_instance_is_no_name_of_a_person() -> None:
    assert form().settings["instance_name"] == "concat('intake ', format-date-time(${intake_start}, '%Y-%m-%d %H:%M'))"


def test_the_version_changes_with_any_text_and_begins_with_what_reads_answers_back() -> None:
    german, both = (
        Builder(logic(), context("zebera"), "full", texts(*codes)).form() for codes in (["de"], ["de", "ar"])
    )
    assert german.settings["version"] != both.settings["version"]
    assert german.settings["version"][:10] == both.settings["version"][:10]
    assert f"intake_full {german.settings['version']}".startswith(nodes.identity(logic().questionnaire, "full"))
    assert form(kind="child").settings["form_id"] == "intake_child"


def test_the_workbook_has_three_sheets_of_texts() -> None:
    book = load_workbook(io.BytesIO(as_xlsx(form())))
    assert book.sheetnames == ["survey", "choices", "settings"]
    for sheet in book.worksheets:
        assert {cell.data_type for line in sheet.iter_rows() for cell in line} <= {"s", "n"}
        assert all(isinstance(cell.value, str | None) for line in sheet.iter_rows() for cell in line)


def test_a_text_that_begins_with_an_equals_sign_is_no_formula() -> None:
    made = form()
    evil = replace(made, rows=(Row("note", "evil", {"de": "=HYPERLINK(1)"}),))
    cell = load_workbook(io.BytesIO(as_xlsx(evil)))["survey"]["C2"]
    assert (cell.value, cell.data_type) == ("=HYPERLINK(1)", "s")


def test_a_text_that_no_cell_can_hold_is_an_error() -> None:
    long = Row("calculate", "long", calculation="x" * (MOST_CHARACTERS + 1))
    with pytest.raises(ValueError, match="survey, line 2"):
        as_xlsx(replace(form(), rows=(long,)))

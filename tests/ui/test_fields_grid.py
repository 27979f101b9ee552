from __future__ import annotations

from collections.abc import Mapping

from intake.interview.answers import Answer, AnswerGiven, State, Value
from intake.interview.questions import Kind, Question
from intake.interview.values import PartialDate, Problem
from intake.ui.widgets.field import Field, Layout
from intake.ui.widgets.grid import GridField, GridRules
from tests.ui.field_app import ENTER, FieldApp, answered, answering, asked, choices, lines, question, text
from tests.ui.wordings import SmallWording

LEVELS = choices("None", "Some", "Much")
SEEING = question(Kind.SINGLE, "seeing", "Seeing?", choices=LEVELS)
HEARING = question(Kind.SINGLE, "hearing", "Hearing?", choices=LEVELS)
WALKING = question(Kind.SINGLE, "walking", "Walking?", choices=LEVELS)
SAME = (SEEING, HEARING, WALKING)
NAME = question(Kind.TEXT, "name", "Which name?")
BORN = question(Kind.PARTIAL_DATE, "born", "Born when?")
LAND = question(Kind.MULTI_COUNTRY, "land", "Which country?")
MIXED = (NAME, BORN, LAND, SEEING)
WIDE = (120, 30)


def grid(
    *questions: Question,
    answers: Mapping[str, Answer] | None = None,
    rules: GridRules | None = None,
    half_typed: Mapping[str, str] | None = None,
) -> GridField:
    return GridField(questions, SmallWording(), answers or {}, rules=rules, half_typed=half_typed)


def given(app: FieldApp) -> list[tuple[str, Value]]:
    return [(message.question.id, message.value) for message in app.of(Field.Answered)]


async def test_each_row_is_answered_by_itself_and_the_next_one_follows() -> None:
    for size in ((80, 24), WIDE):
        app = await answering(grid(*SAME), "1", "2", "3", size=size)
        assert given(app) == [("seeing", "none"), ("hearing", "some"), ("walking", "much")]
        assert not app.of(GridField.Finished)


async def test_enter_after_the_last_row_finishes() -> None:
    async with asked(grid(*SAME), "1", "2", "3", ENTER) as app:
        assert len(app.of(GridField.Finished)) == 1
        assert app.field.locked
        await app.press("1", ENTER)
        assert app.held == ["1", ENTER]


async def test_a_full_grid_begins_on_the_row_that_goes_on() -> None:
    answers = {each.id: answered("some") for each in SAME}
    app = await answering(grid(*SAME, answers=answers), ENTER)
    assert len(app.of(GridField.Finished)) == 1
    assert given(app) == []


async def test_a_grid_begins_at_its_first_empty_row() -> None:
    app = await answering(grid(*SAME, answers={"seeing": answered("none"), "walking": answered("none")}), "3")
    assert given(app) == [("hearing", "much")]


async def test_tab_leaves_a_row_empty() -> None:
    app = await answering(grid(*SAME), "tab", "2", "tab", ENTER)
    assert given(app) == [("hearing", "some")]
    assert len(app.of(GridField.Finished)) == 1


async def test_down_leaves_a_row_empty_where_no_list_needs_it() -> None:
    async with asked(grid(*MIXED), "down", *"1999", ENTER) as app:
        assert given(app) == [("born", PartialDate(1999))]
    async with asked(grid(*SAME), "down", "2", size=WIDE) as app:
        assert given(app) == [("hearing", "some")]


async def test_rows_of_every_kind_have_their_own_field() -> None:
    keys = [*"Ali", ENTER, *"1999", ENTER, *"syr", ENTER, ENTER, "2"]
    app = await answering(grid(*MIXED), *keys)
    assert given(app) == [("name", "Ali"), ("born", PartialDate(1999)), ("land", ("SYR",)), ("seeing", "some")]


async def test_choices_stand_in_columns_at_120_columns() -> None:
    async with asked(grid(*SAME), "2", size=WIDE) as app:
        head = lines(app.field)
        assert head[0].split() == ["1", "2", "3"]
        assert head[1].split() == ["None", "Some", "Much"]
        row = next(line for line in head if "Seeing?" in line)
        assert row.split()[1:] == ["(", ")", "(x)", "(", ")"]
        await app.press("right", "right", ENTER)
        assert given(app)[1:] == [("hearing", "some")]


async def test_choices_too_long_for_a_column_stand_in_full_below_the_table() -> None:
    long = choices("A1: some words and short sentences", "A2: everyday life with a lot of help", "Unaussprechlichkeit")
    rows = [question(Kind.CEFR, id_, f"{id_}?", choices=long) for id_ in ("speaking", "reading")]
    async with asked(grid(*rows), size=WIDE) as app:
        assert "A1: some words and short sentences" in text(app.field)
        assert "A2" in lines(app.field)[1]


async def test_at_80_columns_the_row_that_is_asked_is_shown_in_full() -> None:
    async with asked(grid(*SAME), "1") as app:
        shown = text(app.field)
        assert "Hearing? uk" in shown
        assert "3 Much" in shown
        assert "Seeing? uk" not in shown
        assert "None" in lines(app.field)[0]


async def test_backspace_goes_to_the_row_before_and_from_the_first_back() -> None:
    app = await answering(grid(*SAME), "1", "backspace", "3", "backspace", "backspace")
    assert given(app) == [("seeing", "none"), ("seeing", "much")]
    assert len(app.of(Field.WentBack)) == 1


async def test_the_last_row_leads_back_up() -> None:
    app = await answering(grid(*SAME), "1", "1", "1", "up", "3", size=WIDE)
    assert given(app)[-1] == ("walking", "much")


async def test_a_state_is_given_to_the_row_that_is_asked() -> None:
    async with asked(grid(*SAME), "1") as app:
        field = app.field
        assert isinstance(field, GridField)
        assert field.give_state(State.DECLINED)
        await app.settle()
        assert [message.change for message in app.of(Field.Changed)] == [AnswerGiven("hearing", Answer(State.DECLINED))]
        assert "Möchte nicht antworten" in text(field)
        assert field.question == WALKING


async def test_a_row_that_is_not_relevant_is_not_shown() -> None:
    seen: dict[str, object] = {}
    rules = GridRules(is_relevant=lambda each: each.id != "hearing" or seen.get("seeing") != "none")
    async with asked(grid(*SAME, rules=rules)) as app:
        assert "Hearing?" in text(app.field)
        seen["seeing"] = "none"
        await app.press("1", "2")
        assert given(app) == [("seeing", "none"), ("walking", "some")]
        assert "Hearing?" not in text(app.field)


async def test_a_refused_row_is_asked_on() -> None:
    rules = GridRules(problem=lambda each, value: Problem("No.") if value == "none" else None)
    app = await answering(grid(*SAME, rules=rules), "1", "2")
    assert app.problems == ["No."]
    assert given(app) == [("seeing", "some")]


async def test_a_row_that_was_refused_late_is_asked_again() -> None:
    async with asked(grid(*SAME), "1") as app:
        field = app.field
        assert isinstance(field, GridField)
        field.reopen("seeing")
        assert field.question == SEEING
        await app.press("2")
        assert given(app)[-1] == ("seeing", "some")


async def test_stored_answers_come_back_without_undoing_what_was_answered_since() -> None:
    async with asked(grid(*SAME), "1", "2") as app:
        field = app.field
        assert isinstance(field, GridField)
        field.update_answers({"seeing": answered("none")})
        await app.settle()
        assert next(line for line in lines(field) if "Hearing?" in line).endswith("Some")
        field.update_answers({"seeing": answered("none"), "hearing": answered("some")})
        field.update_answers({"seeing": answered("none"), "hearing": answered("much")})
        await app.settle()
        assert next(line for line in lines(field) if "Hearing?" in line).endswith("Much")


async def test_half_typed_text_of_a_row_waits_for_its_return() -> None:
    async with asked(grid(*MIXED), *"Al", "tab", *"19", "shift+tab", "i", ENTER) as app:
        assert given(app) == [("name", "Ali")]
        assert app.field.typed == "19"
        typed = [(message.question.id, message.text) for message in app.of(Field.Typed)]
        assert typed[:3] == [("name", "A"), ("name", "Al"), ("born", "1")]


async def test_half_typed_text_of_the_journal_opens_its_row() -> None:
    app = await answering(grid(*MIXED, half_typed={"born": "19"}), *"99", ENTER)
    assert given(app) == [("born", PartialDate(1999))]


async def test_a_switch_of_language_keeps_row_and_text() -> None:
    async with asked(grid(*MIXED), *"Al") as app:
        app.field.reword(SmallWording("ar"), Layout.PERSON)
        await app.settle()
        assert "Which name? ar" in text(app.field)
        await app.press("i", ENTER)
        assert given(app) == [("name", "Ali")]


async def test_a_paste_goes_into_the_row_that_is_asked() -> None:
    async with asked(grid(*MIXED)) as app:
        await app.paste("Al-Hasan")
        await app.press(ENTER)
        assert given(app) == [("name", "Al-Hasan")]
        assert [message.text for message in app.of(Field.Typed)] == ["Al-Hasan"]


async def test_a_screen_for_the_staff_keeps_their_language_in_every_layout() -> None:
    field = GridField(MIXED, SmallWording(), {}, layout=Layout.PERSON, is_staff=True)
    async with asked(field) as app:
        assert "Which name? uk" not in text(app.field)
        app.field.reword(SmallWording("ar"), Layout.PERSON)
        await app.settle()
        assert "Which name? ar" not in text(app.field)
        assert "Which name?" in text(app.field)

from __future__ import annotations

import pytest
from textual import events

from intake.interview.typed_text import read_date
from intake.interview.values import Appointment, Calendar, PartialDate, Problem
from intake.languages.bidi.visual import in_order, visual_line
from intake.languages.calendars import converted
from intake.ui.keys import ACTIONS
from intake.ui.widgets.appointment import read_appointment
from intake.ui.widgets.field import Field
from tests.ui.field_app import (
    AGES,
    APPOINTMENT,
    DATE,
    ENTER,
    FREE,
    MONTHS,
    NAME,
    NUMBER,
    UNTIL,
    answered,
    answering,
    asked,
    lines,
    make,
    text,
    typing,
)


async def test_what_is_typed_is_the_answer_without_blanks_around_it() -> None:
    assert (await answering(make(NAME), *typing(" Al Ali "), ENTER)).value == "Al Ali"


async def test_an_empty_line_is_no_answer_and_names_the_keys_for_a_state() -> None:
    app = await answering(make(NAME), ENTER)
    assert app.values == []
    assert app.problems == ["Nothing is typed. F5: unknown, F6: does not want to answer, F7: ask later."]


async def test_backspace_deletes_and_goes_back_only_from_the_empty_line() -> None:
    app = await answering(make(NAME), "a", "b", "backspace", "backspace", "backspace")
    assert [message.text for message in app.of(Field.Typed)] == ["a", "ab", "a", ""]
    assert len(app.of(Field.WentBack)) == 1


async def test_the_stored_text_can_be_changed() -> None:
    async with asked(make(NAME, answered("Ali"))) as app:
        assert app.field.typed == ""
        await app.press("home", *"Ab", ENTER)
        assert app.value == "AbAli"


async def test_half_typed_text_comes_back_before_the_stored_one() -> None:
    async with asked(make(NAME, answered("Ali"), half_typed="Alim")) as app:
        assert app.field.typed == "Alim"
        await app.press(ENTER)
        assert app.value == "Alim"


async def test_the_length_is_shown_when_it_gets_near_and_nothing_is_cut() -> None:
    async with asked(make(NAME), *"abcdefghij") as app:
        assert "characters" not in text(app.field)
        await app.press(*"klmnop")
        assert "16 of 20 characters" in text(app.field)
        await app.press(*"qrstuvw", ENTER)
        assert "23 of 20 characters" in text(app.field)
        assert app.value == "abcdefghijklmnopqrstuvw"


async def test_what_is_pasted_is_cut_off_at_the_limit_and_that_is_said() -> None:
    async with asked(make(NAME), *"abcd") as app:
        await app.paste("e" * 16)
        assert not app.of(Field.Refused)
        await app.paste("x" * 13_000_000)
        (refused,) = app.of(Field.Refused)
        assert refused.problem.params == {"count": 20}
        await app.press(ENTER)
        assert app.value == "abcd" + "e" * 16


async def test_ten_thousand_pasted_characters_are_kept() -> None:
    words = ("word " * 2000).strip()
    async with asked(make(FREE)) as app:
        await app.paste(words)
        await app.press("x", ENTER)
        assert app.value == words + "x"


async def test_pasted_line_ends_become_blanks() -> None:
    async with asked(make(FREE)) as app:
        await app.paste("Street 1\r\n12345\tTown\n")
        await app.press(ENTER)
        assert app.value == "Street 1 12345 Town"


async def test_control_characters_are_kept_in_the_value_and_never_sent_to_the_terminal() -> None:
    nasty = "a\x1b[31mb\x07c\x9b0md\u202ee\u200bf\ud800g"
    async with asked(make(FREE)) as app:
        await app.paste(nasty)
        shown = "".join(line.text for line in map(app.field.render_line, range(app.field.size.height)))
        assert shown.isprintable()
        assert "a␛[31mb␇c�0md�e�f�g" in shown
        await app.press(ENTER)
        assert app.value == nasty


async def test_brackets_are_shown_as_typed() -> None:
    async with asked(make(FREE, half_typed="[bold]x[/bold] [@click=app.quit]y[/]")) as app:
        assert "[bold]x[/bold] [@click=app.quit]y[/]" in text(app.field)


async def test_the_joiner_of_persian_can_be_typed() -> None:
    async with asked(make(FREE)) as app:
        for char in ("م", "ی", "\u200c", "خ"):
            app.field.post_message(events.Key(char, char))
        await app.settle()
        await app.press(ENTER)
        assert app.value == "می\u200cخ"


async def test_right_to_left_text_stands_at_the_right_with_the_caret_at_its_left() -> None:
    async with asked(make(FREE), *"سلام") as app:
        field = app.field
        assert [span.style for span in field.drawing.rows[0].spans][-2:] == ["caret", ""]
        assert field.render_line(0).text.endswith("  " + in_order(visual_line("سلام").text))
        await app.press("left", "left", "x")
        assert app.field.typed == "سلامx"
        await app.press("backspace", "right", "y")
        assert app.field.typed == "سلاyم"


@pytest.mark.parametrize(("word", "under"), [("abc", "c"), ("سلام", "\ufee1"), ("محمد", "\ufeaa")])
async def test_the_caret_is_seen_on_the_letter_behind_it(word: str, under: str) -> None:
    async with asked(make(FREE), *word, "left" if word.isascii() else "right") as app:
        marked = [text for text, style, _ in app.field.render_line(0) if style is not None and style.reverse]
        assert [text.strip("\u202d\u202c") for text in marked] == [under]


async def test_the_terminals_own_cursor_follows_the_caret() -> None:
    async with asked(make(FREE), *"abc") as app:
        x, y = app.cursor_position
        assert (x - app.field.content_region.x, y - app.field.content_region.y) == (5, 0)
        await app.press("home")
        assert app.cursor_position.x - app.field.content_region.x == 2


async def test_long_text_is_wrapped_and_the_caret_stays_in_sight() -> None:
    async with asked(make(FREE, half_typed="word " * 300 + "end"), size=(40, 6)) as app:
        assert "end" in text(app.field)
        await app.press("home")
        assert "end" not in text(app.field)
        await app.press("down", "X")
        assert app.field.typed.index("X") < 50


@pytest.mark.parametrize(("word", "first", "last", "selected"), [("abcdef", 1, 4, "bcd"), ("محمد علي", -2, -5, "حمد")])
async def test_text_is_selected_by_dragging_over_its_cells(word: str, first: int, last: int, selected: str) -> None:
    async with asked(make(FREE), *typing(word)) as app:
        field, left = app.field, 3 if word.isascii() else app.field.size.width + 1
        await app.pilot.mouse_down(field, offset=(left + first, 0))
        await app.pilot.hover(field, offset=(left + last, 0))
        await app.pilot.mouse_up(field, offset=(left + last, 0))
        await app.settle()
        assert field.pad.line is not None
        assert field.pad.line.selected == selected
        await app.press("x")
        assert field.typed == word.replace(selected, "x")


async def test_a_click_puts_the_caret_before_the_letter_under_the_mouse() -> None:
    async with asked(make(FREE), *"abcdef") as app:
        await app.pilot.click(app.field, offset=(1 + len("› abc"), 0))
        await app.press("x")
        assert app.field.typed == "abcxdef"


async def test_a_double_click_selects_a_word() -> None:
    async with asked(make(FREE), *typing("one two")) as app:
        await app.pilot.click(app.field, offset=(1 + len("› one t"), 0), times=2)
        await app.press("x")
        assert app.field.typed == "one x"


async def test_selected_text_is_replaced() -> None:
    app = await answering(make(FREE), *"abc", "ctrl+a", "x", "y", "shift+left", "z", ENTER)
    assert app.value == "xz"


async def test_text_is_cut_and_pasted_inside_the_program() -> None:
    app = await answering(make(FREE), *"abc", "ctrl+a", "ctrl+x", *"12", "ctrl+v", ENTER)
    assert app.value == "12abc"


@pytest.mark.parametrize(("typed", "value"), [("12", 12), ("1,5", 1.5), ("0", 0)])
async def test_numbers_are_read(typed: str, value: float) -> None:
    assert (await answering(make(NUMBER), *typing(typed), ENTER)).value == value


async def test_years_and_months_are_read_while_typing() -> None:
    async with asked(make(MONTHS), *typing("3 years 6 months")) as app:
        assert "= 42 months" in text(app.field)
        await app.press(ENTER)
        assert app.value == 42


async def test_what_is_no_number_is_refused_and_stays() -> None:
    async with asked(make(NUMBER), *"many", ENTER) as app:
        assert app.problems == ["Please type a number."]
        assert app.field.typed == "many"
        assert not app.field.locked


async def test_a_list_of_ages_is_read() -> None:
    async with asked(make(AGES), *typing("3 7 12")) as app:
        assert "= 3 numbers: 3 7 12" in text(app.field)
        await app.press(ENTER)
        assert app.value == (3, 7, 12)
    assert (await answering(make(AGES), "minus", ENTER)).value == ()


async def test_a_stored_list_is_shown_as_it_is_typed() -> None:
    async with asked(make(AGES, answered((3, 7)))) as app:
        assert "› 3 7" in text(app.field)
        await app.press(ENTER)
        assert app.value == (3, 7)


@pytest.mark.parametrize(
    ("typed", "said", "value"),
    [
        ("1999", "= 1999 (only the year)", PartialDate(1999)),
        ("5.1999", "= 05.1999 (only the month)", PartialDate(1999, 5)),
        ("17.5.1999", "= 17.05.1999", PartialDate(1999, 5, 17)),
    ],
)
async def test_how_a_date_is_understood_is_shown_while_typing(typed: str, said: str, value: PartialDate) -> None:
    async with asked(make(DATE), *typing(typed)) as app:
        assert said in [line.strip() for line in lines(app.field)]
        await app.press(ENTER)
        assert app.value == value


CALENDAR = ACTIONS["calendar"].keys


@pytest.mark.parametrize(
    ("presses", "typed", "said"),
    [
        (1, "1375", "= SH 1375 · SH: Solar Hijri calendar (Afghanistan, Iran)"),
        (1, "12.7.1375", "= SH 12.07.1375 · SH: Solar Hijri calendar (Afghanistan, Iran)"),
        (2, "1410", "AH: Islamic calendar; the day may differ by one"),
        (3, "1985", "= EC 1985 · EC: Ethiopian calendar"),
        (4, "1985", "= 1985 (only the year)"),
    ],
)
async def test_a_date_is_read_in_the_calendar_that_a_key_chooses(presses: int, typed: str, said: str) -> None:
    for keys in ([*([CALENDAR] * presses), *typing(typed)], [*typing(typed), *([CALENDAR] * presses)]):
        async with asked(make(DATE), *keys) as app:
            assert said in " ".join(line.strip() for line in lines(app.field))
            await app.press(ENTER)
            assert app.value == read_date(app.field.typed or typed, converted) or presses == 4
            assert isinstance(app.value, PartialDate)
            assert (app.value.said is None) == (presses == 4)


async def test_a_year_that_is_none_of_ours_is_asked_about() -> None:
    async with asked(make(DATE), *typing("1375")) as app:
        assert "another calendar?" in text(app.field)


async def test_a_date_of_another_calendar_can_be_looked_at_and_kept() -> None:
    said = converted(Calendar.ETHIOPIAN, 1985, 4)
    assert isinstance(said, PartialDate)
    async with asked(make(DATE, answered(said))) as app:
        assert "› EC 04.1985" in text(app.field)
        await app.press(ENTER)
        assert app.value == said


async def test_a_word_gives_way_to_another_calendar() -> None:
    async with asked(make(UNTIL, answered("still_going_on")), CALENDAR, *"1375", ENTER) as app:
        assert isinstance(app.value, PartialDate)
        assert app.value.said is not None


async def test_a_day_that_does_not_exist_is_refused() -> None:
    async with asked(make(DATE), *typing("31.2.1999"), ENTER) as app:
        assert app.values == []
        assert app.problems == ["The day 1999-02-31 does not exist."]
        assert "=" not in text(app.field)


async def test_a_word_in_the_place_of_a_date_is_picked_by_its_letter() -> None:
    async with asked(make(UNTIL), "s") as app:
        assert "› s Still going on" in text(app.field)
        await app.press(ENTER)
        assert app.value == "still_going_on"


async def test_a_word_in_the_place_of_a_date_is_reached_by_the_arrow_too() -> None:
    assert (await answering(make(UNTIL), "down", ENTER)).value == "still_going_on"
    assert (await answering(make(UNTIL), "down", "up", *"1999", ENTER)).value == PartialDate(1999)


async def test_typing_a_date_takes_the_word_back() -> None:
    assert (await answering(make(UNTIL, answered("still_going_on")), ENTER)).value == "still_going_on"
    assert (await answering(make(UNTIL, answered("still_going_on")), *"2001", ENTER)).value == PartialDate(2001)


async def test_an_appointment_is_typed_on_three_lines() -> None:
    keys = [*typing("24.11.2026 10:30"), ENTER, *typing("Room 5"), ENTER, *"Amal", ENTER]
    assert (await answering(make(APPOINTMENT), *keys)).value == Appointment("2026-11-24T10:30", "Room 5", "Amal")


async def test_an_appointment_needs_only_its_day() -> None:
    app = await answering(make(APPOINTMENT), *typing("24.11.2026"), ENTER, ENTER, ENTER)
    assert app.value == Appointment("2026-11-24")


async def test_backspace_on_an_empty_line_of_an_appointment_goes_to_the_line_before() -> None:
    app = await answering(make(APPOINTMENT), *typing("1.1.2030"), "down", "backspace", *typing(" 9:00"), "down", "down")
    assert app.field.typed == "1.1.2030 9:00\n\n"
    app = await answering(make(APPOINTMENT), "backspace")
    assert len(app.of(Field.WentBack)) == 1


async def test_an_appointment_without_a_day_is_refused_at_its_first_line() -> None:
    app = await answering(make(APPOINTMENT), "down", "x", "down", ENTER)
    assert app.values == []
    assert app.problems


async def test_a_half_typed_appointment_comes_back() -> None:
    async with asked(make(APPOINTMENT), *typing("1.1.2030"), "down", *"Room") as app:
        kept = app.field.typed
    app = await answering(make(APPOINTMENT, half_typed=kept), ENTER, ENTER, ENTER)
    assert app.value == Appointment("2030-01-01", "Room")


async def test_a_stored_appointment_is_confirmed_as_it_is() -> None:
    stored = Appointment("2026-11-24T10:30:00+01:00", "Room 5", "Amal")
    assert (await answering(make(APPOINTMENT, answered(stored)), ENTER, ENTER, ENTER)).value == stored


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ("24.11.2026", "2026-11-24"),
        ("24.11.2026 10:30", "2026-11-24T10:30"),
        ("24.11.2026, 10.30 Uhr", "2026-11-24T10:30"),
        ("24.11.2026 um 9 Uhr", "2026-11-24T09:00"),
        ("24 11 2026 9:05", "2026-11-24T09:05"),
        ("2026-11-24 10:30", "2026-11-24T10:30"),
        ("24112026 8:00", "2026-11-24T08:00"),
    ],
)
def test_appointments_are_read_in_many_forms(typed: str, at: str) -> None:
    assert read_appointment(typed) == at


@pytest.mark.parametrize("typed", ["", "tomorrow", "11.2026", "24.11.2026 25:00", "24.11.2026 10:61", "10:30"])
def test_what_is_no_appointment_is_a_problem(typed: str) -> None:
    assert isinstance(read_appointment(typed), Problem)

"""Letters chosen on the screen go into the line of the field; typing in other scripts through the whole program."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import pytest

from intake.languages.letters import load_letters
from intake.ui.app import IntakeApp
from intake.ui.keys import LEADER
from intake.ui.palette import commands
from intake.ui.screens.letters import LettersDialog
from tests.ui.cases import TALK, stored
from tests.ui.letters_page import LettersPage
from tests.ui.pages import InterviewPage, at_the_desk, talking
from tests.ui.program import LOW, TINY, USUAL, WIDE, key_of, text_of, unlock


@asynccontextmanager
async def at_names(
    tmp_path: Path, language: str = "ar", size: tuple[int, int] = USUAL
) -> AsyncIterator[tuple[InterviewPage, LettersPage]]:
    stored(tmp_path, TALK, at="family_name", languages=(language, "en"))
    async with talking(tmp_path, size=size) as talk:
        yield talk, LettersPage(talk.program)


@pytest.mark.parametrize("text", ["محمد 12 Ali", "می\u200cخواهم", "ገብረ ሰላም", "Ґалаґан Їжак"])
async def test_a_name_in_any_script_is_stored_as_it_was_typed(tmp_path: Path, text: str) -> None:
    async with at_names(tmp_path) as (talk, _):
        await talk.program.press_at_once(*text)
        assert talk.half_typed == text
        await talk.do("confirm")
        assert (await talk.stored("family_name")).value == text


async def test_letters_of_the_persons_language_are_chosen_and_stay_when_the_grid_is_left(tmp_path: Path) -> None:
    async with at_names(tmp_path) as (talk, letters):
        await talk.program.press_at_once(*"مح")
        await letters.open()
        assert letters.language == "ar"
        await letters.choose("م", "د")
        await talk.do("go-back")
        assert not letters.is_open
        assert talk.half_typed == "محمد"
        await talk.do("confirm")
        assert (await talk.stored("family_name")).value == "محمد"


async def test_the_second_way_opens_the_letters_and_the_palette_has_them(tmp_path: Path) -> None:
    async with at_names(tmp_path) as (talk, letters):
        app = talk.program.app
        names = [command.name for command in commands(app, app.screen, app.say)]
        assert talk.program.say("Letters") in names
        await talk.program.press(LEADER, "#")
        assert letters.is_open


async def test_letters_are_not_offered_where_nothing_is_typed(tmp_path: Path) -> None:
    stored(tmp_path, TALK, at="gender")
    async with talking(tmp_path) as talk:
        app = talk.program.app
        assert talk.program.say("Letters") not in [command.name for command in commands(app, app.screen, app.say)]
        await talk.do("letters")
        assert talk.is_shown


async def test_a_latin_key_jumps_and_writes_nothing(tmp_path: Path) -> None:
    async with at_names(tmp_path, "fa") as (talk, letters):
        await letters.open()
        await talk.program.press("p")
        assert letters.pad.chosen == "پ"
        seen = []
        for _ in range(5):
            await talk.program.press("s")
            seen.append(letters.pad.chosen)
        assert seen == ["س", "ش", "ص", "ث", "س"]
        await talk.program.press("3")
        assert letters.pad.chosen == "۳"
        assert talk.program.work.interview.answers["family_name"].value is None
        await talk.do("go-back")
        assert talk.half_typed == ""


async def test_a_blank_a_joiner_and_backspace_are_in_the_grid(tmp_path: Path) -> None:
    async with at_names(tmp_path, "fa") as (talk, letters):
        await letters.open()
        await letters.choose("م", "ی", "\u200c", "خ", "ش", "\b", " ")
        await talk.program.press("backspace", "space")
        await talk.do("go-back")
        assert talk.half_typed == "می\u200cخ "


async def test_a_syllable_is_chosen_by_its_base_letter_and_its_order(tmp_path: Path) -> None:
    async with at_names(tmp_path, "ti") as (talk, letters):
        await letters.open()
        await letters.choose("ለ")
        assert "ሎ" in "".join(letters.rows())
        await letters.choose("ሎ")
        assert letters.pad.chosen == "ለ"
        await talk.do("confirm")
        await talk.do("go-back")
        assert letters.is_open
        await talk.do("go-back")
        assert talk.half_typed == "ሎ"


async def test_rows_of_right_to_left_letters_begin_on_the_right_and_the_arrows_go_where_they_point(
    tmp_path: Path,
) -> None:
    async with at_names(tmp_path) as (talk, letters):
        await letters.open()
        row = next(row for row in letters.rows() if "[ا]" in row)
        assert row.index("[ا]") > row.index("ب") > row.index("ت")
        await talk.program.press("left")
        assert letters.pad.chosen == "ب"
        await talk.program.press("right", "down", "up", "end", "home")
        assert letters.pad.chosen == "ا"


@pytest.mark.parametrize("language", ["ar", "uk"])
async def test_a_click_writes_the_letter_under_the_mouse(tmp_path: Path, language: str) -> None:
    async with at_names(tmp_path, language) as (talk, letters):
        await letters.open()
        wanted = letters.pad.letters.groups[0][6]
        rows = letters.rows()
        y = next(n for n, row in enumerate(rows) if f" {wanted} " in row)
        await talk.program.pilot.click(letters.grid, offset=(rows[y].index(wanted), y))
        await talk.program.settled()
        await talk.do("go-back")
        assert talk.half_typed == wanted


@pytest.mark.parametrize("size", [WIDE, LOW, TINY])
@pytest.mark.parametrize("language", ["ps", "am", "ru"])
async def test_the_letter_under_the_cursor_is_in_sight_at_any_size(
    tmp_path: Path, language: str, size: tuple[int, int]
) -> None:
    async with at_names(tmp_path, language, size) as (talk, letters):
        await letters.open()
        for _ in range(9):
            await talk.program.press("down")
            (marked,) = [row for row in text_of(letters.grid).splitlines() if "[" in row]
            assert letters.pad.chosen in marked or letters.pad.chosen in " \b\u200c«»"


async def test_tab_leads_to_the_letters_of_all_other_languages(tmp_path: Path) -> None:
    async with at_names(tmp_path, "uk") as (talk, letters):
        await letters.open()
        seen = []
        for _ in load_letters().all:
            seen.append(letters.language)
            await talk.program.press("tab")
        assert seen[:2] == ["uk", "ru"]
        assert sorted(seen) == sorted(each.language for each in load_letters().all)
        assert letters.language == "uk"


async def test_what_was_chosen_is_taken_back_step_by_step_and_survives_a_switch_of_language(tmp_path: Path) -> None:
    async with at_names(tmp_path) as (talk, letters):
        await talk.program.press_at_once(*"Ali", "space")
        await letters.open()
        await letters.choose("م")
        await talk.do("go-back", "switch-language", "undo")
        assert talk.half_typed == "Ali "
        await talk.do("redo")
        assert talk.half_typed == "Ali م"
        await talk.do("undo", "undo")
        assert talk.half_typed == ""


async def test_a_step_back_never_crosses_questions(tmp_path: Path) -> None:
    async with at_names(tmp_path) as (talk, _):
        await talk.answer("family_name", "محمد")
        await talk.do("undo", "undo")
        assert talk.shown_question == "given_name"
        assert talk.half_typed == ""
        assert (await talk.stored("family_name")).value == "محمد"


async def test_of_ten_thousand_pasted_letters_a_name_keeps_and_draws_what_it_has_room_for(tmp_path: Path) -> None:
    text = ("محمد سلام " * 1000).strip()
    kept = text[:100]
    async with at_names(tmp_path) as (talk, _):
        await talk.program.paste(text)
        await talk.program.press("home", "end", "backspace")
        assert talk.half_typed == kept[:-1]
        await talk.do("undo")
        assert talk.half_typed == kept


async def test_the_desk_search_takes_arabic_text_and_its_letters(tmp_path: Path) -> None:
    stored(tmp_path, {**TALK, "family_name": "كريمي"})
    async with at_the_desk(tmp_path) as desk:
        found = await desk.search("کریمی")
        assert any("كريمي" in line for line in found)
        await desk.program.do("letters")
        assert isinstance(desk.program.app.screen, LettersDialog)


async def test_a_note_is_typed_in_arabic_with_the_caret_at_its_left(tmp_path: Path) -> None:
    async with at_names(tmp_path) as (talk, _):
        await talk.do("note")
        await talk.program.press_at_once(*"سر")
        app: IntakeApp = talk.program.app
        x, _ = app.cursor_position
        await talk.program.press("home")
        assert app.cursor_position.x == x + 2
        await talk.do("confirm")
        await talk.answer("family_name", "A")
        assert (await talk.stored("family_name")).note == "سر"


async def test_broken_letters_are_told_and_the_field_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with at_names(tmp_path) as (talk, letters):
        broken = partial(load_letters, tmp_path / "letters.toml")
        monkeypatch.setattr("intake.ui.screens.letters.load_letters", broken)
        await talk.do("letters")
        assert not letters.is_open
        assert talk.program.say("The letters for the screen cannot be read.") in talk.program.app.told[-1]
        await talk.program.press("x")
        assert talk.half_typed == "x"


async def test_half_typed_letters_survive_the_lock(tmp_path: Path) -> None:
    async with at_names(tmp_path) as (talk, letters):
        await letters.open()
        await letters.choose("م")
        await talk.program.press(key_of("lock"))
        assert talk.program.screen == "UnlockScreen"
        await unlock(talk.program)
        assert letters.is_open, "what was open is open again"
        await talk.program.do("go-back")
        assert talk.half_typed == "م"

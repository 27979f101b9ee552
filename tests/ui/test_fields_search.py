from __future__ import annotations

from intake.interview.values import Municipality, OwnWords
from intake.ui.widgets.field import Field, Layout
from tests.ui.field_app import (
    COUNTRIES,
    COUNTRY,
    ENTER,
    JOB,
    LANGUAGE,
    LANGUAGES,
    SIGN,
    TOWN,
    answered,
    answering,
    asked,
    lines,
    make,
    text,
    typing,
)
from tests.ui.wordings import SmallWording


async def test_the_first_match_is_highlighted_and_enter_takes_it() -> None:
    async with asked(make(COUNTRY), *"ira") as app:
        assert lines(app.field)[1].strip().startswith("› Irak")
        assert "Iran" in lines(app.field)[2]
        await app.press(ENTER)
        assert app.value == "IRQ"


async def test_arrows_choose_another_match() -> None:
    assert (await answering(make(COUNTRY), *"ira", "down", ENTER)).value == "IRN"


async def test_a_country_is_found_in_the_language_of_the_person_and_by_code() -> None:
    assert (await answering(make(COUNTRY), *"укр", ENTER)).value == "UKR"
    assert (await answering(make(COUNTRY, wording=SmallWording("ar")), *"سور", ENTER)).value == "SYR"
    assert (await answering(make(COUNTRY), *"syr", ENTER)).value == "SYR"


async def test_nothing_typed_is_no_answer() -> None:
    app = await answering(make(COUNTRY), ENTER)
    assert app.values == []
    assert app.problems == ["Nothing is picked yet. Type a part of the name, then Enter."]


async def test_what_is_offered_before_typing_is_taken_by_arrow_and_enter() -> None:
    assert (await answering(make(COUNTRY), "down", ENTER)).value == "SYR"


async def test_what_nothing_fits_is_refused() -> None:
    async with asked(make(COUNTRY), *"qq", ENTER) as app:
        assert app.problems == ["Nothing fits 'qq'."]
        assert "Nothing fits 'qq'." in text(app.field)


async def test_the_stored_country_stands_first_and_enter_keeps_it() -> None:
    async with asked(make(COUNTRY, answered("UKR"))) as app:
        assert lines(app.field)[1].strip().startswith("› (x) Ukraine")
        await app.press(ENTER)
        assert app.value == "UKR"


async def test_no_is_an_answer_about_sign_language() -> None:
    assert (await answering(make(SIGN), *"ne", ENTER)).value == "no"
    assert (await answering(make(SIGN), "down", ENTER)).value == "no"
    assert (await answering(make(SIGN), *"dar", ENTER)).value == "prs"


async def test_a_language_is_found() -> None:
    assert (await answering(make(LANGUAGE), *"dar", ENTER)).value == "prs"


async def test_a_question_mark_asks_for_help_where_nothing_is_typed() -> None:
    app = await answering(make(COUNTRY), "question_mark", "a", "question_mark")
    assert app.passed == ["question_mark"]
    assert app.field.typed == "a?"


async def test_several_countries_are_added_one_after_the_other() -> None:
    async with asked(make(COUNTRIES), *"syr", ENTER, *"afg", ENTER) as app:
        assert app.values == []
        assert [line.strip()[:7] for line in lines(app.field)[:2]] == ["[x] Syr", "[x] Afg"]
        await app.press(ENTER)
        assert app.value == ("SYR", "AFG")


async def test_backspace_on_the_empty_line_takes_the_last_one_away_and_then_goes_back() -> None:
    app = await answering(make(COUNTRIES), *"syr", ENTER, *"afg", ENTER, "backspace", ENTER)
    assert app.value == ("SYR",)
    app = await answering(make(COUNTRIES), *"syr", ENTER, "backspace", "backspace")
    assert len(app.of(Field.WentBack)) == 1


async def test_a_country_is_not_added_twice() -> None:
    async with asked(make(COUNTRIES), *"syr", ENTER, *"syr", ENTER) as app:
        assert "'Syrien' is chosen already." in text(app.field)
        await app.press(ENTER)
        assert app.value == ("SYR",)


async def test_no_country_is_confirmed_twice() -> None:
    assert (await answering(make(COUNTRIES), ENTER)).values == []
    assert (await answering(make(COUNTRIES), ENTER, ENTER)).value == ()


async def test_chosen_countries_and_a_half_typed_one_come_back() -> None:
    async with asked(make(COUNTRIES), *"syr", ENTER, *"af") as app:
        kept = app.field.typed
    assert (await answering(make(COUNTRIES, half_typed=kept), ENTER, ENTER)).value == ("SYR", "AFG")


async def test_several_languages_are_added() -> None:
    assert (await answering(make(LANGUAGES), *"dar", ENTER, *"uk", ENTER, ENTER)).value == ("prs", "ukr")


async def test_stored_countries_are_confirmed_by_enter_alone() -> None:
    assert (await answering(make(COUNTRIES, answered(("UKR", "SYR"))), ENTER)).value == ("UKR", "SYR")


async def test_own_words_are_kept_without_a_code() -> None:
    async with asked(make(JOB), *"Koch", ENTER) as app:
        assert app.value == OwnWords("Koch")


async def test_the_arrow_down_adds_an_occupation_to_the_own_words() -> None:
    async with asked(make(JOB), *"Koch", "down") as app:
        assert "› 5120 (x) Koch" in text(app.field)
        await app.press(ENTER)
        assert app.value == OwnWords("Koch", "5120")


async def test_up_from_the_first_occupation_leaves_the_words_alone() -> None:
    assert (await answering(make(JOB), *"Koch", "down", "up", ENTER)).value == OwnWords("Koch")


async def test_other_words_drop_an_occupation_that_fits_no_more() -> None:
    assert (await answering(make(JOB), *"Koch", "down", *"er", ENTER)).value == OwnWords("Kocher")


async def test_words_that_no_occupation_fits_are_kept() -> None:
    async with asked(make(JOB), *typing("goat herd"), ENTER) as app:
        assert app.value == OwnWords("goat herd")
        assert "The words are kept as typed." in text(app.field)


async def test_stored_words_and_code_are_confirmed_by_enter_alone() -> None:
    stored = OwnWords("ich war Koch", "5120")
    async with asked(make(JOB, answered(stored))) as app:
        assert app.field.typed == ""
        await app.press(ENTER)
        assert app.value == stored


async def test_own_words_are_needed() -> None:
    app = await answering(make(JOB), "space", ENTER)
    assert app.values == []
    assert "Nothing is typed." in app.problems[0]


async def test_a_town_of_the_site_gets_its_key() -> None:
    async with asked(make(TOWN), *"wu") as app:
        assert "05124000" in text(app.field)
        await app.press(ENTER)
        assert app.value == Municipality("Wuppertal", "05124000")


async def test_any_other_town_is_kept_as_typed() -> None:
    assert (await answering(make(TOWN), *"Essen", ENTER)).value == Municipality("Essen")
    assert (await answering(make(TOWN), *"wu", "end", "down", "down", ENTER)).value == Municipality("wu")


async def test_a_stored_town_is_confirmed_by_enter_alone() -> None:
    for town in (Municipality("Münster", "05515000"), Municipality("Wu")):
        assert (await answering(make(TOWN, answered(town)), ENTER)).value == town


async def test_a_switch_of_language_keeps_cursor_and_text() -> None:
    async with asked(make(COUNTRY), *"ira", "down") as app:
        field = app.field
        field.reword(SmallWording("ar"), Layout.BOTH)
        await app.settle()
        assert lines(field)[2].strip().startswith("› Iran")
        assert "إيران" in lines(field)[2]
        assert field.typed == "ira"
        await app.press(ENTER)
        assert app.value == "IRN"

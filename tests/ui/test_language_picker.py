"""The list of languages: the most used first, found by any of their names, and ways on where none fits."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader

from intake.interview.answers import State
from intake.ui.screens.language_picker import LanguagePicker
from tests.ui.cases import TALK, stored
from tests.ui.pages import InterviewPage, at_the_desk, talking
from tests.ui.program import LOW, USUAL, WIDE


@pytest.fixture
def at_names(tmp_path: Path) -> Path:
    stored(tmp_path, TALK, at="family_name", languages=("tr", "en"))
    return tmp_path


def first_words(talk: InterviewPage) -> list[str]:
    """The first word of each line, after its digit."""
    return [line.split("  ")[0].strip() for line in (each[3:] for each in talk.lines)]


async def test_the_list_opens_at_any_time_also_where_two_languages_are_in_use(at_names: Path) -> None:
    async with talking(at_names) as talk:
        await talk.do("languages")
        assert isinstance(talk.program.app.screen, LanguagePicker)
        assert len(talk.lines) == 16 + 3
        await talk.do("go-back")
        await talk.review()
        await talk.do("languages")
        assert talk.program.screen == "LanguagePicker"


async def test_the_languages_most_used_at_this_desk_come_first_then_the_others_in_their_order(tmp_path: Path) -> None:
    for languages in [("ti", "en"), ("uk", "en"), ("ti", "de")]:
        stored(tmp_path, TALK, languages=languages)
    stored(tmp_path, TALK, at="family_name", languages=("uk", "en"))
    stored(tmp_path, TALK, at="family_name", languages=("ti", "en"))
    async with talking(tmp_path) as talk:
        await talk.do("languages")
        assert first_words(talk)[:5] == ["ትግርኛ", "українська", "Deutsch", "English", "العربية"]


async def test_a_digit_picks_one_of_the_first_nine_lines(at_names: Path) -> None:
    async with talking(at_names) as talk:
        await talk.do("languages")
        wanted = first_words(talk)[3]
        await talk.program.press("4")
        first = talk.program.desk.parts.languages[talk.program.work.languages[0]]
        assert (first.own_name, talk.program.work.languages[1:]) == (wanted, ("tr",))


@pytest.mark.parametrize("typed", ["العربية", "arabiyya", "Arabisch", "arabic", "#3"])
async def test_a_language_is_found_by_any_of_its_names_and_by_its_number_on_the_card(
    at_names: Path, typed: str
) -> None:
    async with talking(at_names) as talk:
        await talk.do("languages")
        await talk.program.type(typed)
        assert first_words(talk)[:1] == ["العربية"]
        await talk.do("confirm")
        assert talk.program.work.languages == ("ar", "tr")


async def test_what_fits_no_language_leaves_the_other_ways(at_names: Path) -> None:
    async with talking(at_names) as talk:
        await talk.do("languages")
        await talk.program.type("romanes")
        say = talk.program.say
        assert [line[3:] for line in talk.lines] == [
            say("None of these: ask for the language"),
            say("Cannot read: read everything aloud"),
            say("Sign language"),
        ]


async def test_where_none_fits_the_question_is_asked_and_the_pane_is_in_a_language_of_the_office(
    at_names: Path,
) -> None:
    async with talking(at_names) as talk:
        await talk.program.type("Mans")
        await talk.do("languages")
        await talk.choose(talk.program.say("None of these: ask for the language"))
        assert talk.shown_question == "preferred_language"
        assert talk.program.work.languages == ("en", "tr")
        assert any("Englisch" in told for told in talk.program.app.told)
        await talk.go_to("family_name")
        assert talk.half_typed == "Mans"


async def test_a_language_without_texts_leaves_the_pane_in_english_and_that_is_said(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as desk:
        talk = await desk.begin_case()
        await talk.answer("interview_mode", "in_person")
        await talk.program.work.settings.use_languages(("tr", "en"))
        await talk.program.type("Georgisch")
        await talk.do("confirm")
        assert talk.answers["preferred_language"].value == "kat"
        assert desk.program.work.languages[0] == "en"
        assert any("Georgisch" in told and "Englisch" in told for told in desk.program.app.told)


@pytest.mark.parametrize(
    ("way", "question", "value"),
    [("Cannot read: read everything aloud", "reading_help", "yes"), ("Sign language", "interpreter_type", "sign")],
)
async def test_who_cannot_read_or_signs_is_a_suggestion_that_staff_confirm(
    tmp_path: Path, way: str, question: str, value: str
) -> None:
    async with at_the_desk(tmp_path) as desk:
        talk = await desk.begin_case()
        await talk.do("languages")
        await talk.choose(talk.program.say(way))
        assert talk.shown_question == question
        assert talk.answers[question].state is State.NOT_ASKED
        assert talk.program.say("the list of languages") in talk.notice
        await talk.do("confirm")
        assert talk.answers[question].value == value


async def test_an_answer_that_was_given_is_shown_and_not_overruled(tmp_path: Path) -> None:
    stored(tmp_path, TALK, at="interpreter_type", languages=("tr", "en"))
    async with talking(tmp_path) as talk:
        await talk.answer("interpreter_type", "in_person_pro")
        await talk.do("languages")
        await talk.choose(talk.program.say("Sign language"))
        assert talk.shown_question == "interpreter_type"
        await talk.do("confirm")
        assert talk.answers["interpreter_type"].value == "in_person_pro"


async def test_a_chosen_language_is_offered_where_the_language_is_asked(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as desk:
        talk = await desk.begin_case()
        await talk.do("languages")
        await talk.program.type("tigri")
        await talk.do("confirm")
        await talk.answer("interview_mode", "in_person")
        assert talk.shown_question == "preferred_language"
        await talk.do("confirm")
        assert talk.answers["preferred_language"].value == "tir"
        assert desk.program.work.languages == ("ti", "en")


async def test_what_was_chosen_first_is_offered_no_more_where_none_of_them_fits(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as desk:
        talk = await desk.begin_case()
        await talk.do("languages")
        await talk.program.type("tigri")
        await talk.do("confirm", "languages")
        await talk.choose(talk.program.say("None of these: ask for the language"))
        assert talk.shown_question == "preferred_language"
        await talk.do("confirm")
        assert talk.answers["preferred_language"].state is State.NOT_ASKED
        assert desk.program.work.languages == ("en", "ti")


async def test_opening_the_list_and_choosing_what_is_shown_writes_nothing(at_names: Path) -> None:
    async with talking(at_names) as talk:
        before = await talk.program.desk.ask(lambda store: store.trail.entries())
        await talk.do("languages", "go-back", "languages")
        await talk.program.type("turkce")
        await talk.do("confirm")
        await talk.do("languages")
        await talk.program.type("english")
        await talk.do("confirm")
        assert talk.program.work.languages == ("en", "tr")
        assert await talk.program.desk.ask(lambda store: store.trail.entries()) == before


async def test_keys_typed_before_the_list_is_seen_are_meant_for_it(at_names: Path) -> None:
    async with talking(at_names) as talk:
        await talk.program.press_at_once("ctrl+right_square_bracket", *"somali", "enter")
        assert talk.program.work.languages == ("so", "tr")
        assert talk.half_typed == ""


async def test_the_card_is_written_from_the_list(at_names: Path) -> None:
    (at_names / "out").mkdir()
    async with talking(at_names) as talk:
        await talk.do("languages", "language-card")
        file = at_names / "out" / "language-card.pdf"
        assert len(PdfReader(file).pages) == 1
        assert any(str(file) in told for told in talk.program.app.told)
        assert talk.shown_question == "family_name"


async def test_a_card_that_cannot_be_written_is_said(at_names: Path) -> None:
    async with talking(at_names) as talk:
        await talk.do("languages", "language-card")
        assert not (at_names / "out").exists()
        assert talk.program.app.told[-1]
        assert talk.shown_question == "family_name"


@pytest.mark.parametrize("size", [USUAL, LOW, WIDE], ids=str)
async def test_each_language_stands_on_one_line_with_its_name_for_the_staff(
    at_names: Path, size: tuple[int, int]
) -> None:
    async with talking(at_names, size=size) as talk:
        await talk.do("languages")
        await talk.program.drawn()
        width = size[0] - 6
        for line, language in zip(talk.lines, await talk.program.desk.languages_by_use(), strict=False):
            assert language.own_name in line
            assert language.german_name in line
            assert len(line) <= width
            assert size == LOW or language.latin_name in line

"""Going back, going elsewhere, coming back: nothing typed is lost on the way."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake.interview.answers import State
from intake.ui.keys import ACTIONS
from tests.ui.cases import PERSON, TALK, stored
from tests.ui.pages import review, talking

BACKSPACE = "backspace"
BACK_KEYS = (*ACTIONS["go-back"].keys.split(","), BACKSPACE)


@pytest.fixture
def at_names(tmp_path: Path) -> Path:
    stored(tmp_path, TALK, at="family_name")
    return tmp_path


@pytest.mark.parametrize("key", BACK_KEYS)
async def test_going_back_keeps_all_answers_and_shows_the_last_one(at_names: Path, key: str) -> None:
    async with talking(at_names) as talk:
        await talk.answer("family_name", "Mansour")
        events = len(await talk.history())
        await talk.program.press(key)
        assert talk.shown_question == "family_name"
        assert talk.answers["family_name"].value == "Mansour"
        assert "Mansour" in await talk.program.seen()
        await talk.do("confirm")
        assert talk.shown_question == "given_name"
        assert (await talk.stored("family_name")).value == "Mansour"
        assert len(await talk.history()) <= events + 1


async def test_backspace_takes_letters_first_and_goes_back_only_from_an_empty_line(at_names: Path) -> None:
    async with talking(at_names) as talk:
        await talk.answer("family_name", "Mansour")
        await talk.program.type("Di")
        await talk.program.press(BACKSPACE, BACKSPACE)
        assert talk.shown_question == "given_name"
        await talk.program.press(BACKSPACE)
        assert talk.shown_question == "family_name"


async def test_half_typed_text_waits_at_its_question(at_names: Path) -> None:
    async with talking(at_names) as talk:
        await talk.answer("family_name", "Mansour")
        await talk.program.type("Dim")
        await talk.back()
        assert talk.half_typed == ""
        await talk.do("confirm")
        assert (talk.shown_question, talk.half_typed) == ("given_name", "Dim")
        await talk.program.type("a")
        await talk.do("confirm")
        assert (await talk.stored("given_name")).value == "Dima"
        assert (await talk.stored_case()).half_typed == ()


async def test_half_typed_text_is_in_the_store_without_any_further_key(
    at_names: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("intake.ui.screens.journal.DELAY_S", 0.001)
    async with talking(at_names) as talk:
        await talk.program.type("Mans")
        while not (await talk.stored_case()).half_typed:
            await talk.program.settled()
        (half,) = (await talk.stored_case()).half_typed
        assert (half.place.question, "Mans".startswith(half.text)) == ("family_name", True)
        assert (await talk.stored("family_name")).state is State.NOT_ASKED


async def test_a_half_typed_correction_does_not_touch_the_stored_answer(at_names: Path) -> None:
    async with talking(at_names) as talk:
        await talk.answer("family_name", "Mansour")
        await talk.back()
        await talk.program.type("i")
        await talk.back()
        assert (await talk.stored("family_name")).value == "Mansour"
        await talk.do("confirm")
        assert talk.shown_question != "family_name" or talk.half_typed == "Mansouri"
        await talk.go_to("family_name")
        assert talk.half_typed == "Mansouri"


async def test_going_back_from_the_first_question_leads_to_the_desk(at_names: Path) -> None:
    async with talking(at_names) as talk:
        await talk.go_to("interview_mode")
        await talk.back()
        assert talk.program.screen == "DeskScreen"


async def test_a_fast_escape_and_digit_is_read_as_escape_then_the_digit(at_names: Path) -> None:
    async with talking(at_names) as talk:
        await talk.answer("family_name", "Mansour")
        await talk.program.press("alt+1")
        assert (talk.shown_question, talk.half_typed) == ("family_name", "Mansour1")


# Go to


async def test_go_to_leads_to_a_question_by_its_words(at_names: Path) -> None:
    async with talking(at_names) as talk:
        await talk.go_to("arrival_date")
        assert talk.shown_question == "arrival_date"
        await talk.go_to("Familienname")
        assert talk.shown_question == "family_name"


async def test_go_to_finds_short_names_and_the_fields_of_lists(at_names: Path) -> None:
    async with talking(at_names) as talk:
        await talk.go_to("schuljahre")
        assert talk.shown_question == "school_years"
        await talk.do("go-to")
        assert "Nachweis" not in await talk.program.seen()
        await talk.program.paste("nachweis lebenslauf")
        await talk.do("confirm")
        assert talk.shown_question == "cv_stations"


async def test_go_to_leads_to_the_first_question_of_a_section(at_names: Path) -> None:
    async with talking(at_names) as talk:
        await talk.go_to("section:J")
        assert talk.shown_question == "goal_main"


async def test_go_to_keeps_half_typed_text_and_answers(at_names: Path) -> None:
    async with talking(at_names) as talk:
        await talk.program.type("Mans")
        events = len(await talk.history())
        await talk.go_to("arrival_date")
        await talk.program.type("20")
        await talk.go_to("family_name")
        assert talk.half_typed == "Mans"
        await talk.go_to("arrival_date")
        assert talk.half_typed == "20"
        assert len(await talk.history()) == events


async def test_leaving_the_list_of_places_stays_at_the_question(at_names: Path) -> None:
    async with talking(at_names) as talk:
        await talk.program.type("Mans")
        await talk.do("go-to")
        await talk.program.type("Ankunft")
        await talk.do("go-back")
        assert (talk.shown_question, talk.half_typed) == ("family_name", "Mans")


async def test_the_list_of_places_shows_how_much_of_a_section_is_done(at_names: Path) -> None:
    async with talking(at_names) as talk:
        interview = talk.program.work.interview
        asked = [each for each in interview.questions if each.section == "A" and interview.facts.is_asked(each.id)]
        done = sum(interview.answers[each.id].state is not State.NOT_ASKED for each in asked)
        assert 0 < done < len(asked)
        await talk.do("go-to")
        (section,) = [line for line in talk.lines if line.startswith("A  ")]
        assert section.endswith(talk.program.say("{done} of {total}", done=done, total=len(asked)))


# Core and full


async def test_the_full_run_asks_more_and_the_core_run_less_and_answers_stay(tmp_path: Path) -> None:
    stored(tmp_path, PERSON, at="goal_main")
    async with talking(tmp_path) as talk:
        core = talk.program.work.interview.progress.total
        await talk.do("switch-run")
        assert talk.program.say("All questions now.") == talk.notice
        assert talk.program.work.interview.progress.total > core
        assert talk.shown_question == "goal_main"
        await talk.go_to("driving_licence")
        await talk.program.press("1")
        await talk.do("switch-run")
        assert talk.program.work.interview.progress.total == core
        assert (await talk.stored("driving_licence")).state is State.ANSWERED
        assert (await talk.stored_case()).header.settings.run.value == "core"


async def test_back_from_another_screen_returns_to_the_question_with_its_half_typed_text(at_names: Path) -> None:
    async with talking(at_names) as talk:
        await talk.answer("family_name", "Mansour")
        await talk.program.type("Dim")
        for action in ("review", "next-steps", "handover"):
            await talk.do(action)
            assert not talk.is_shown
            await talk.do("go-back")
            assert (talk.shown_question, talk.half_typed) == ("given_name", "Dim"), action


async def test_review_leads_to_any_question_and_back(at_names: Path) -> None:
    async with talking(at_names) as talk:
        await talk.do("review")
        talk = await review(talk.program).go_to("Familienname")
        assert talk.shown_question == "family_name"

"""Switching language or layout changes the view and nothing else."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from intake.interview.answers import State
from intake.interview.session import Run
from intake.ui.widgets.drawn import PadWidget
from intake.ui.widgets.pick import PickList
from tests.ui.cases import DIMA, PERSON, TALK, stored
from tests.ui.pages import DeskPage, InterviewPage, at_the_desk, talking
from tests.ui.program import LOW, WIDE, typed
from tests.ui.switching import switch_at_random

TURKISH = "Soyadınız"
GERMAN = "Familienname"
ENGLISH = "family name"


@pytest.fixture
def at_names(tmp_path: Path) -> Path:
    stored(tmp_path, TALK, at="family_name", languages=("tr", "en"))
    return tmp_path


def shown(talk: InterviewPage) -> str:
    return "\n".join(talk.question_text)


async def test_both_languages_stand_on_the_screen(at_names: Path) -> None:
    async with talking(at_names, size=WIDE) as talk:
        await talk.program.drawn()
        assert GERMAN in shown(talk)
        assert TURKISH in shown(talk)


async def test_the_switch_toggles_the_two_languages_in_use(at_names: Path) -> None:
    async with talking(at_names) as talk:
        await talk.do("switch-language")
        await talk.program.drawn()
        assert ENGLISH in shown(talk)
        assert GERMAN in shown(talk)
        await talk.do("switch-language")
        await talk.program.drawn()
        assert TURKISH in shown(talk)
        assert ENGLISH not in shown(talk)


async def test_the_layouts_are_both_then_staff_then_person(at_names: Path) -> None:
    async with talking(at_names) as talk:
        seen = []
        for _ in range(4):
            await talk.program.drawn()
            seen.append((GERMAN in shown(talk), TURKISH in shown(talk)))
            await talk.do("switch-layout")
        assert seen == [(True, True), (True, False), (False, True), (True, True)]


async def test_a_draft_translation_is_marked_and_a_reviewed_one_is_not(at_names: Path) -> None:
    async with talking(at_names) as talk:
        draft = talk.program.say("Draft")
        await talk.program.drawn()
        assert draft in shown(talk)
        await talk.do("switch-language")
        await talk.program.drawn()
        assert draft not in shown(talk)


async def test_the_pane_follows_the_language_the_person_wants_to_speak(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as desk:
        talk = await desk.begin_case()
        await talk.answer("interview_mode", "in_person")
        await talk.program.type("Türkisch")
        await talk.do("confirm")
        assert desk.program.work.languages == ("tr", "en")
        await talk.go_to("family_name")
        await desk.program.drawn()
        assert TURKISH in shown(talk)
        assert desk.program.say("Draft") in shown(talk)


async def test_with_one_language_the_switch_offers_all_in_their_own_script(tmp_path: Path) -> None:
    stored(tmp_path, TALK, at="family_name")
    async with talking(tmp_path) as talk:
        await talk.program.type("Mans")
        await talk.do("switch-language")
        assert "українська" in "\n".join(talk.lines)
        await talk.program.type("ukra")
        await talk.do("confirm")
        assert talk.program.work.languages == ("uk", "en")
        assert (talk.shown_question, talk.half_typed) == ("family_name", "Mans")


async def test_the_switch_writes_nothing(at_names: Path) -> None:
    async with talking(at_names) as talk:
        before = await talk.program.desk.ask(lambda store: store.trail.entries())
        await talk.do("switch-language", "switch-language", "switch-language")
        assert talk.program.work.languages == ("en", "tr")
        assert await talk.program.desk.ask(lambda store: store.trail.entries()) == before


async def test_a_chosen_language_is_remembered_with_the_case_and_the_switch_is_not(at_names: Path) -> None:
    async with talking(at_names) as talk:
        work = talk.program.work
        await work.settings.use_languages(("uk", "tr"))
        await talk.do("switch-language")
        assert work.languages == ("tr", "uk")
        await talk.do("switch-run")
        await talk.desk()
        talk = await DeskPage(talk.program).open("Z-")
        assert talk.program.work.languages == ("uk", "tr")


async def test_the_caret_stays_where_it_is(at_names: Path) -> None:
    async with talking(at_names) as talk:
        await talk.program.type("Mansur")
        await talk.program.press("left", "left")
        await talk.do("switch-language", "switch-layout", "switch-language", "switch-layout", "switch-layout")
        await talk.program.type("o")
        assert talk.half_typed == "Mansour"


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_any_number_of_switches_at_any_question_writes_no_event_and_keeps_what_is_typed(
    tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    answers = {**DIMA, "training_state": "finished"}
    stored(tmp_path, answers, at="family_name", languages=("tr", "en"), run=Run.FULL)
    places = {
        "family_name": typed("x"),
        "gender": ["down", "down"],
        "country_of_birth": typed("Syr"),
        "arrival_date": typed("1"),
        "residence_status": ["down"],
        "work_sectors": ["down", "space"],
        "cv_stations": ["plus"],
        "german": ["down"],
        "documents": ["down", "space"],
        "training_title": typed("Schn"),
        "residence_municipality": typed("H"),
        "next_appointment": typed("3.6."),
    }
    async with talking(tmp_path, size=chance.choice([WIDE, LOW])) as talk:
        for place in chance.sample(sorted(places), 6):
            await talk.go_to(place)
            await talk.program.press(*places[place])
            before = (talk.shown_question, talk.half_typed, cursor(talk), await events(talk))
            for _ in range(chance.randrange(1, 9)):
                await talk.do(chance.choice(["switch-language", "switch-layout"]))
            assert (talk.shown_question, talk.half_typed, cursor(talk), await events(talk)) == before, place


def cursor(talk: InterviewPage) -> object:
    """Where the cursor of a list stands."""
    field = talk.field
    assert isinstance(field, PadWidget)
    return field.pad.cursor if isinstance(field.pad, PickList) else None


async def events(talk: InterviewPage) -> int:
    return len(await talk.history())


async def test_a_message_is_said_in_the_language_of_the_staff_whatever_the_person_reads(at_names: Path) -> None:
    async with talking(at_names, more={"language": "en"}) as talk:
        await talk.do("confirm")
        assert talk.notice.startswith("Nothing is typed")


async def test_the_same_switches_change_no_answer(tmp_path: Path) -> None:
    stored(tmp_path, PERSON, at="gender", languages=("tr", "en"))
    async with talking(tmp_path) as talk:
        answers = talk.answers
        await talk.do("switch-language", "switch-layout", "switch-layout")
        assert talk.answers == answers
        assert talk.program.work.interview.answers["goal_main"].state is State.NOT_ASKED


async def test_random_switches_amid_typed_text_of_any_script_store_nothing_and_lose_no_letter(tmp_path: Path) -> None:
    report = await switch_at_random(tmp_path, 40, random.Random(7))
    assert (report.switches, report.words > 5) == (40, True)

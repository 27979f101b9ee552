"""Review: all answers with their states, what is missing and for whom, what is parked."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from intake.interview.answers import State
from intake.interview.values import Json
from tests.ui.cases import DIMA, PERSON, TALK, stored
from tests.ui.pages import ReviewPage, review, talking
from tests.ui.program import BROAD

PARKED: Mapping[str, Json] = {**DIMA, "training_state": "finished", "recognition_wish": "yes"}


async def test_every_answer_stands_there_in_words_with_its_state(tmp_path: Path) -> None:
    stored(tmp_path, {**DIMA, "gender": {"state": "unknown"}, "phone": {"state": "declined"}}, at="goal_main")
    async with talking(tmp_path, size=BROAD) as talk:
        page = await talk.review()
        shown = "\n".join(page.lines)
        for words in ("Mansour", "Syrien", "Wuppertal", "03.03.1991", "August 2024"):
            assert words in shown, words
        states = {line.split("  ")[1]: line for line in page.lines if line.startswith("  ")}
        assert any("Weiß nicht" in line for line in states.values())
        assert any("Möchte nicht antworten" in line for line in states.values())


async def test_what_is_required_and_not_asked_comes_first(tmp_path: Path) -> None:
    stored(tmp_path, PERSON, at="goal_main")
    async with talking(tmp_path, size=BROAD) as talk:
        required = len(talk.program.work.interview.required_left)
        page = await talk.review()
        heading = f"{talk.program.say('Required and not asked yet')} ({required})"
        assert page.lines[0] == heading
        assert len(page.under(heading)) >= required


async def test_the_answers_behind_a_closed_branch_are_parked_and_come_back(tmp_path: Path) -> None:
    stored(tmp_path, PARKED, at="training_state")
    async with talking(tmp_path, size=BROAD) as talk:
        await talk.answer("training_state", "none")
        page = await talk.review()
        parked = talk.program.say("Kept, but not counting now (parked)")
        assert any("Ja" in line for line in page.under(parked))
        assert (await stored_answer(page, "recognition_wish")) == "yes"
        await talk.do("go-back")
        await talk.go_to("training_state")
        await talk.answer("training_state", "finished")
        page = await talk.review()
        assert not any(line.startswith(parked) for line in page.lines)


async def stored_answer(page: ReviewPage, id_: str) -> object:
    work = page.program.work
    file = await page.program.desk.ask(lambda store: store.load_case(work.new.id))
    return file.answers[id_].value


async def test_postponed_questions_are_listed_and_reached(tmp_path: Path) -> None:
    stored(tmp_path, TALK, at="family_name")
    async with talking(tmp_path, size=BROAD) as talk:
        await talk.do("ask-later")
        page = await talk.review()
        (line,) = page.under(talk.program.say("To be asked later"))
        assert "Familienname" in line
        talk = await page.go_to(line.strip().split("  ")[0])
        assert talk.shown_question == "family_name"
        await talk.answer("family_name", "Mansour")
        assert (await talk.stored("family_name")).state is State.ANSWERED


async def test_notes_and_ask_again_are_marked(tmp_path: Path) -> None:
    marked: dict[str, Json] = {"value": "Mansour", "note": "Pass liegt vor", "recheck": True}
    stored(tmp_path, {**TALK, "family_name": marked}, at="given_name")
    async with talking(tmp_path, size=BROAD) as talk:
        page = await talk.review()
        (line,) = [line for line in page.lines if "Mansour" in line]
        assert "?" in line.split("Mansour")[1]
        assert "✎" in line.split("Mansour")[1]


async def test_the_cv_before_entry_is_checked(tmp_path: Path) -> None:
    station: dict[str, Json] = {"kind": "work", "from": "2012-01", "to": "2015-12", "country": "SYR"}
    stored(tmp_path, {**DIMA, "cv_stations": [station]}, at="goal_main")
    async with talking(tmp_path, size=BROAD) as talk:
        page = await talk.review()
        shown = "\n".join(page.lines)
        assert "2016" in shown
        assert "2024" in shown


async def test_what_a_recipient_could_use_and_nobody_asked_is_listed(tmp_path: Path) -> None:
    stored(tmp_path, DIMA, at="goal_main")
    async with talking(tmp_path, size=BROAD) as talk:
        page = await talk.review()
        (line,) = page.under(talk.program.say("Missing for each recipient"))[:1]
        assert "Jobcenter" in line


async def test_the_run_is_switched_here_too(tmp_path: Path) -> None:
    stored(tmp_path, DIMA, at="goal_main")
    async with talking(tmp_path, size=BROAD) as talk:
        page = await talk.review()
        before = page.notice
        await page.do("switch-run")
        assert review(talk.program).notice != before
        assert any("Führerschein" in line for line in page.lines)

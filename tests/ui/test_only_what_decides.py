"""Only what still decides: the list, the way through it, the way out, and the end."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from textual.widgets import Static

from intake.interview.values import Json
from tests.ui.cases import DIMA, PERSON, TALK, stored
from tests.ui.pages import InterviewPage, keys_for, talking
from tests.ui.program import BROAD, LOW, USUAL

OPEN: Mapping[str, Json] = {**PERSON, "residence_status": {"state": "ask_later"}}
NEARLY: Mapping[str, Json] = {id_: value for id_, value in DIMA.items() if id_ not in ("goal_work", "german_speaking")}


def order_of(talk: InterviewPage) -> list[str]:
    """The questions that decide, in the order in which they do."""
    return [each.question for each in talk.program.work.deciding]


async def begin(talk: InterviewPage) -> None:
    await talk.do("go-to")
    await talk.program.press("tab")
    await talk.do("confirm")


def answer_keys(talk: InterviewPage) -> list[str]:
    """The keys for the first choice, or 'unknown' where the answer is no choice."""
    question = talk.field.question
    assert question is not None
    if question.choices and question.kind.value in ("single", "cefr"):
        return keys_for(question, question.choices[0].code)
    return ["f5"]


async def test_a_key_in_the_list_shows_what_still_decides_with_how_much_it_decides(tmp_path: Path) -> None:
    stored(tmp_path, PERSON, at="goal_main")
    async with talking(tmp_path, size=BROAD) as talk:
        await talk.do("go-to")
        everything = len(talk.lines)
        await talk.program.press("tab")
        first, *_ = talk.lines
        deciding = talk.program.work.deciding[0]
        question = talk.program.work.interview.logic.questionnaire[deciding.question]
        assert first.startswith(talk.program.desk.wording().label(question))
        assert str(len(deciding.lines)) in first
        assert len(talk.lines) < everything
        await talk.do("go-to")
        assert len(talk.lines) == everything


async def test_what_is_typed_searches_in_both_lists(tmp_path: Path) -> None:
    stored(tmp_path, PERSON, at="goal_main")
    async with talking(tmp_path, size=BROAD) as talk:
        await talk.do("go-to")
        await talk.program.type("nichts was es gibt")
        assert talk.lines == ["–"]
        await talk.program.press("tab")
        assert talk.lines == ["–"]
        await talk.program.press("ctrl+u")
        assert talk.lines


async def test_the_interview_goes_on_in_the_order_of_what_decides_and_says_so(tmp_path: Path) -> None:
    stored(tmp_path, TALK, at="family_name")
    async with talking(tmp_path) as talk:
        await begin(talk)
        assert talk.shown_question == order_of(talk)[0]
        say = talk.program.say
        put = [talk.shown_question]
        for _ in range(3):
            left = len([id_ for id_ in order_of(talk) if id_ not in put])
            code = talk.program.work.code
            assert say("{code} · only what still decides, {count} more", code=code, count=left) in talk.title
            await talk.program.drawn()
            assert say("{keys}: all questions", keys="F9 Tab Enter") in "\n".join(talk.question_text)
            expected = talk.shown_question
            await talk.program.press_at_once(*answer_keys(talk))
            assert talk.shown_question != expected
            assert talk.shown_question == next(id_ for id_ in order_of(talk) if id_ not in put)
            put.append(talk.shown_question)


async def test_the_list_leads_back_to_all_questions_without_leaving_the_one_that_is_asked(tmp_path: Path) -> None:
    stored(tmp_path, PERSON, at="goal_main")
    async with talking(tmp_path) as talk:
        await begin(talk)
        here = talk.shown_question
        await talk.do("go-to")
        assert talk.lines[0] == talk.program.say("Ask all questions again, from here on")
        await talk.do("confirm")
        assert talk.shown_question == here
        assert talk.program.work.order is None
        following = talk.program.work.interview.next_step(here)
        await talk.do("unknown")
        assert following is not None
        assert talk.shown_question in following.questions


async def test_going_back_leads_through_what_was_asked_and_then_out_of_the_order(tmp_path: Path) -> None:
    stored(tmp_path, PERSON, at="goal_main")
    async with talking(tmp_path) as talk:
        await begin(talk)
        first = talk.shown_question
        await talk.program.press_at_once(*answer_keys(talk))
        second = talk.shown_question
        await talk.back()
        assert talk.shown_question == first
        await talk.program.press_at_once(*answer_keys(talk))
        assert talk.shown_question == second
        await talk.back()
        await talk.back()
        assert talk.program.work.order is None
        assert talk.is_shown


async def test_the_order_is_kept_on_the_way_to_other_screens(tmp_path: Path) -> None:
    stored(tmp_path, PERSON, at="goal_main")
    async with talking(tmp_path) as talk:
        await begin(talk)
        here = talk.shown_question
        await talk.do("review", "go-back")
        assert talk.shown_question == here
        assert talk.program.work.order is not None


async def test_when_nothing_decides_any_more_it_is_said_and_the_next_steps_are_shown(tmp_path: Path) -> None:
    stored(tmp_path, NEARLY, at="goal_main")
    async with talking(tmp_path) as talk:
        await begin(talk)
        for _ in range(30):
            if not talk.is_shown:
                break
            await talk.program.press_at_once(*answer_keys(talk))
        assert talk.program.screen == "NextStepsScreen"
        end = talk.program.say("Nothing that can be asked now decides any more. These are the next steps.")
        assert end in talk.program.app.told
        assert talk.program.work.order is None
        missing = {id_ for line in talk.program.work.assessment.open for id_ in line.open.missing}
        assert not [id_ for id_ in missing if talk.program.work.interview.facts.state(id_).value == "not_asked"]


async def test_where_nothing_decides_the_list_says_so_and_leads_to_the_next_steps(tmp_path: Path) -> None:
    stored(
        tmp_path, {**NEARLY, "goal_work": {"state": "unknown"}, "german_speaking": {"state": "unknown"}}, at="goal_main"
    )
    async with talking(tmp_path) as talk:
        await talk.do("go-to")
        await talk.program.press("tab")
        assert talk.lines == [talk.program.say("Nothing that is open decides any more: to the next steps")]
        await talk.do("confirm")
        assert talk.program.screen == "NextStepsScreen"


async def test_a_postponed_question_waits_in_the_list_and_is_not_asked_on_the_way(tmp_path: Path) -> None:
    stored(tmp_path, OPEN, at="goal_main")
    async with talking(tmp_path, size=BROAD) as talk:
        assert "residence_status" in order_of(talk)
        await talk.do("go-to")
        await talk.program.press("tab")
        assert talk.program.say("ask later") in talk.lines[-1]
        await talk.do("confirm")
        for _ in range(40):
            if not talk.is_shown:
                break
            assert talk.shown_question != "residence_status"
            await talk.program.press_at_once(*answer_keys(talk))
        assert talk.program.screen == "NextStepsScreen"


async def test_the_list_says_its_keys_at_every_size(tmp_path: Path) -> None:
    stored(tmp_path, PERSON, at="goal_main")
    async with talking(tmp_path) as talk:
        await talk.do("go-to")
        for size in (LOW, USUAL):
            await talk.program.pilot.resize_terminal(*size)
            await talk.program.drawn()
            hint = talk.program.app.screen.query_one("#switch", Static)
            assert hint.region.bottom <= size[1]
            assert hint.size.height >= 1


async def test_the_way_out_is_said_on_the_smallest_screens_and_in_the_help(tmp_path: Path) -> None:
    stored(tmp_path, PERSON, at="goal_main")
    async with talking(tmp_path, size=LOW) as talk:
        await begin(talk)
        way_out = talk.program.say("{keys}: all questions", keys="F9 Tab Enter")
        assert way_out in f"{talk.notice} {talk.question_text}"
        await talk.do("help")
        assert way_out in await talk.program.seen()

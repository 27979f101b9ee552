"""Where a talk goes on: at the question it stands at, and after the last one with the next steps."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from intake.interview.answers import UNKNOWN, AnswerGiven
from tests.ui.cases import DIMA, PERSON, stored
from tests.ui.pages import InterviewPage, at_the_desk, interview, talking
from tests.ui.program import AMIRA, Program, unlock

LAST = "goal_main"
AT_A_QUESTION = "Last saved on {day} at {time}, question {number} of {total}. All of it is there."
AFTER_THE_LAST = "Last saved on {day} at {time}, after the last of {total} questions. All of it is there."


@asynccontextmanager
async def at_the_last_question(tmp_path: Path) -> AsyncIterator[InterviewPage]:
    """A talk in which one question has no answer yet."""
    stored(tmp_path, {id_: value for id_, value in DIMA.items() if id_ != LAST}, at=LAST)
    async with talking(tmp_path) as talk:
        work = talk.program.work
        while (step := work.interview.next_step(LAST)) is not None and LAST not in step.questions:
            await work.save(*(AnswerGiven(id_, UNKNOWN) for id_ in step.questions))
        assert talk.shown_question == LAST
        yield talk


async def saved(program: Program) -> dict[str, str]:
    """Day and time of the last save, as they are shown."""
    at = (await program.desk.ask(lambda store: store.lists.list_cases()))[0].last_activity.astimezone()
    return {"day": f"{at:%d.%m.%Y}", "time": f"{at:%H:%M}"}


async def finish(talk: InterviewPage) -> Program:
    await talk.do("unknown")
    assert talk.program.screen == "NextStepsScreen"
    return talk.program


async def test_going_back_from_the_next_steps_shows_the_question_that_was_last(tmp_path: Path) -> None:
    async with at_the_last_question(tmp_path) as talk:
        program = await finish(talk)
        await program.do("go-back")
        assert interview(program).shown_question == LAST


async def test_unlocking_after_the_last_question_shows_the_next_steps(tmp_path: Path) -> None:
    async with at_the_last_question(tmp_path) as talk:
        program = await finish(talk)
        await program.do("lock")
        await unlock(program)
        assert program.screen == "NextStepsScreen"
        await program.do("go-back")
        assert interview(program).shown_question == LAST


async def test_a_talk_interrupted_after_the_last_question_goes_on_with_the_next_steps(tmp_path: Path) -> None:
    async with at_the_last_question(tmp_path) as talk:
        await finish(talk)
    async with at_the_desk(tmp_path) as desk:
        seen = await desk.program.seen()
        await desk.dialog.pick(desk.program.say("Go on with the next steps"))
        assert desk.program.screen == "NextStepsScreen"
        total = len(desk.program.work.interview.steps)
        assert desk.program.say(AFTER_THE_LAST, **await saved(desk.program), total=total) in seen
        await desk.do("go-back")
        assert interview(desk.program).is_shown


async def test_a_question_that_is_answered_again_is_where_the_talk_stands(tmp_path: Path) -> None:
    async with at_the_last_question(tmp_path) as talk:
        program = await finish(talk)
        await program.do("go-back")
        again = interview(program)
        await again.back()
        shown = again.shown_question
        await program.do("lock")
        await unlock(program)
        assert interview(program).shown_question == shown


async def test_the_offer_names_the_question_where_the_talk_stands(tmp_path: Path) -> None:
    stored(tmp_path, PERSON, at=LAST, held_by=AMIRA)
    async with at_the_desk(tmp_path) as desk:
        seen = await desk.program.seen()
        await desk.dialog.pick(desk.program.say("Continue at the same question"))
        steps = desk.program.work.interview.steps
        number = next(n for n, step in enumerate(steps, 1) if LAST in step.questions)
        assert 1 < number < len(steps)
        assert desk.program.say(AT_A_QUESTION, **await saved(desk.program), number=number, total=len(steps)) in seen

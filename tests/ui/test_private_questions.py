"""Private questions need a private room: they wait, are never lost, and their answers are not shown."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from intake.interview.answers import State
from intake.interview.session import Run
from intake.interview.values import Json
from intake.ui.widgets.covered import CoveredField
from tests.ui.cases import DIMA, stored
from tests.ui.pages import InterviewPage, review, talking
from tests.ui.program import BROAD, PASSPHRASE

HIDDEN = "(not shown: somebody could listen)"
LISTENED: Mapping[str, Json] = {**DIMA, "interpreter_type": "adult_relative", "feels_safe": "no"}
ASKED = "Fühlen Sie sich"
LABEL = "Fühlt sich am Wohnort sicher"


@pytest.fixture
def at_health(tmp_path: Path) -> Path:
    """The case stands before the private questions; nobody but the professionals is in the room."""
    stored(tmp_path, {id_: DIMA[id_] for id_ in DIMA if id_ not in ("feels_safe", "pregnancy")}, at="health_limits")
    return tmp_path


async def say_who_interprets(talk: InterviewPage, code: str, *, is_private: str = "yes") -> None:
    await talk.go_to("interpreter_type")
    await talk.answer("interpreter_type", code)
    await talk.go_to("privacy")
    await talk.answer("privacy", is_private)


@pytest.mark.parametrize(
    ("code", "is_private"), [("adult_relative", "yes"), ("volunteer", "yes"), ("in_person_pro", "no")]
)
async def test_private_questions_are_not_put_while_somebody_could_listen(
    at_health: Path, code: str, is_private: str
) -> None:
    async with talking(at_health) as talk:
        await say_who_interprets(talk, code, is_private=is_private)
        await talk.go_to("health_limits")
        asked = await all_that_is_asked(talk)
        assert "health_limits" in asked
        assert not asked & {"pregnancy", "wb_wants_help", "feels_safe", "protection_talk_wish"}
        assert talk.program.work.interview.answers["feels_safe"].state is State.NOT_ASKED


async def test_private_questions_are_put_once_the_room_is_private(at_health: Path) -> None:
    async with talking(at_health) as talk:
        await say_who_interprets(talk, "adult_relative")
        await say_who_interprets(talk, "in_person_pro")
        await talk.go_to("health_limits")
        assert await all_that_is_asked(talk) >= {"pregnancy", "wb_wants_help", "feels_safe", "protection_talk_wish"}


async def all_that_is_asked(talk: InterviewPage) -> set[str]:
    """The questions from here to the proposal, each answered with 'ask later'."""
    asked = set()
    while talk.is_shown:
        asked.add(talk.shown_question)
        if isinstance(talk.field, CoveredField):
            await talk.program.press("down")
        else:
            await talk.do("ask-later")
    return asked


async def test_review_lists_the_questions_that_wait(at_health: Path) -> None:
    async with talking(at_health) as talk:
        await say_who_interprets(talk, "volunteer")
        await talk.do("review")
        waiting = review(talk.program).under(talk.program.say("To be asked later"))
        assert any(LABEL in line for line in waiting)


async def test_private_answers_are_shown_nowhere_while_somebody_could_listen(tmp_path: Path) -> None:
    stored(tmp_path, {**LISTENED, "protection_talk_wish": "yes"}, at="family_name", run=Run.FULL)
    async with talking(tmp_path, size=BROAD) as talk:
        await say_who_interprets(talk, "adult_relative")
        assert talk.answers["feels_safe"].value == "no"
        await talk.go_to("feels_safe")
        assert "(x)" not in await talk.program.seen()
        await talk.do("go-to")
        (line,) = [line for line in talk.lines if ASKED in line]
        assert line.strip().endswith("?") or "Nein" not in line
        await talk.do("go-back", "review")
        lines = [line for line in review(talk.program).lines if LABEL in line]
        assert lines
        assert all(talk.program.say(HIDDEN) in line for line in lines)


async def test_a_note_to_a_private_question_is_not_opened_while_somebody_could_listen(tmp_path: Path) -> None:
    before = {id_: value for id_, value in LISTENED.items() if id_ != "feels_safe"}
    stored(tmp_path, before, at="family_name", run=Run.FULL)
    async with talking(tmp_path, size=BROAD) as talk:
        await say_who_interprets(talk, "in_person_pro")
        await talk.go_to("feels_safe")
        await talk.do("note")
        await talk.program.type("nachts nicht")
        await talk.do("confirm")
        await say_who_interprets(talk, "adult_relative")
        await talk.go_to("feels_safe")
        await talk.do("note")
        assert talk.program.screen == "InterviewScreen"
        assert talk.notice == talk.program.say("Notes to this question stay hidden: somebody could listen.")


async def test_the_same_answers_are_shown_in_a_private_room(tmp_path: Path) -> None:
    stored(tmp_path, LISTENED, at="family_name", run=Run.FULL)
    async with talking(tmp_path, size=BROAD) as talk:
        await say_who_interprets(talk, "in_person_pro")
        await talk.do("review", "uncover")
        await talk.program.paste(PASSPHRASE)
        await talk.program.press("enter")
        lines = [line for line in review(talk.program).lines if LABEL in line]
        assert lines
        assert all("Nein" in line for line in lines)


async def test_an_answer_given_before_a_relative_came_stays_stored(tmp_path: Path) -> None:
    stored(tmp_path, {**DIMA, "feels_safe": "no"}, at="family_name")
    async with talking(tmp_path) as talk:
        await say_who_interprets(talk, "adult_relative")
        assert (await talk.stored("feels_safe")).value == "no"


async def test_the_proposal_does_not_tell_a_listener_why(tmp_path: Path) -> None:
    stored(tmp_path, {**LISTENED, "feels_safe": "no"}, at="family_name")
    async with talking(tmp_path, size=BROAD) as talk:
        await say_who_interprets(talk, "adult_relative")
        steps = await talk.next_steps()
        assert "Heute ein geschütztes Gespräch" not in await talk.program.seen()
        assert steps.lines

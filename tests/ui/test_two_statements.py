"""Two statements to one question: both are shown with who and when, and a person settles which of them holds."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from intake.errors import OutputError
from intake.interview.answers import Answer, AnswerGiven, State
from intake.store.kept.answers import event
from intake.store.kept.saving import Saving
from intake.store.store import Store
from intake.ui.outbox import Outbox
from intake.ui.wording import COVERED
from tests.ui.cases import DIMA, TALK, stored
from tests.ui.pages import talking
from tests.ui.program import AMIRA, AT, BORIS, open_as

MANSOUR, MANSUR = "Mansour", "Mansur"
HEADING = "Two statements, to be settled ({count})"


@pytest.fixture
def at_names(tmp_path: Path) -> Path:
    stored(tmp_path, TALK, at="family_name")
    return tmp_path


def colleague_says(folder: Path, question: str, value: str, base: str = "") -> None:
    """A colleague who had the case open, too, answers without having seen what stands there."""
    store: Store = open_as(folder / "desk", BORIS)
    (line,) = store.lists.list_cases()
    at = AT + dt.timedelta(hours=1)
    change = AnswerGiven(question, Answer(State.ANSWERED, value))
    store.save(Saving(line.id, (event(change, at, base),), store.staff.id, at))
    store.close()


async def test_what_a_colleague_answered_meanwhile_is_told_and_stands_for_now(at_names: Path) -> None:
    async with talking(at_names) as talk:
        await talk.answer("family_name", MANSOUR)
        colleague_says(at_names, "family_name", MANSUR)
        await talk.answer("given_name", "Dima")
        (found,) = talk.program.work.disputes.found
        assert [each.answer and each.answer.value for each in (found.kept, *found.others)] == [MANSUR, MANSOUR]
        assert talk.program.work.interview.answers["family_name"].value == MANSUR


async def test_own_answers_contradict_nobody(at_names: Path) -> None:
    async with talking(at_names) as talk:
        await talk.answer("family_name", MANSOUR)
        await talk.back()
        await talk.answer("family_name", MANSUR)
        assert talk.program.work.disputes.found == ()
        assert (await talk.stored_case()).two_statements == ()


async def test_review_shows_both_and_lets_a_person_choose(at_names: Path) -> None:
    async with talking(at_names) as talk:
        await talk.answer("family_name", MANSOUR)
        colleague_says(at_names, "family_name", MANSUR)
        review = await talk.review()
        line = " ".join(" ".join(review.under(talk.program.say(HEADING, count=1))).split())
        assert f"{MANSUR} ({BORIS}," in line
        assert f"{MANSOUR} ({AMIRA}," in line
        await review.choose(MANSOUR)
        await talk.dialog.pick(MANSOUR)
        await talk.program.settled()
        assert talk.program.say(HEADING, count=1) not in review.lines
        await talk.do("go-back")
        found = await talk.stored_case()
        assert (found.two_statements, found.answers["family_name"].value) == ((), MANSOUR)
        assert [past.event.change.question for past in await talk.history()][-3:] == ["family_name"] * 3


async def test_leaving_it_open_and_answering_anew_lead_where_they_say(at_names: Path) -> None:
    async with talking(at_names) as talk:
        await talk.answer("family_name", MANSOUR)
        colleague_says(at_names, "family_name", MANSUR)
        review = await talk.review()
        await review.choose(MANSOUR)
        await talk.dialog.pick(talk.program.say("Leave it open"))
        assert talk.program.say(HEADING, count=1) in review.lines
        await review.choose(MANSOUR)
        await talk.dialog.pick(talk.program.say("Another answer: go to the question"))
        await talk.program.settled()
        assert talk.shown_question == "family_name"
        assert f"{MANSOUR} ({AMIRA}," in talk.notice
        await talk.program.press("ctrl+a")
        await talk.answer("family_name", "Mansoor")
        found = await talk.stored_case()
        assert found.two_statements == ()


async def test_keeping_what_stands_at_the_question_settles_it_too(at_names: Path) -> None:
    async with talking(at_names) as talk:
        await talk.answer("family_name", MANSOUR)
        colleague_says(at_names, "family_name", MANSUR)
        await talk.answer("given_name", "Dima")
        await talk.go_to("family_name")
        await talk.do("confirm")
        found = await talk.stored_case()
        assert (found.two_statements, found.answers["family_name"].value) == ((), MANSUR)


async def test_next_steps_say_that_something_is_not_settled(tmp_path: Path) -> None:
    stored(tmp_path, DIMA, at="german_course")
    async with talking(tmp_path) as talk:
        colleague_says(tmp_path, "goal_main", "study")
        await talk.review()
        steps = await talk.next_steps()
        label = talk.program.desk.wording().label(talk.program.work.interview.logic.questionnaire["goal_main"])
        assert label in steps.notice
        assert "proposal" in steps.notice or "Vorschlag" in steps.notice


async def test_what_is_covered_stays_covered_among_two_statements(tmp_path: Path) -> None:
    stored(tmp_path, DIMA, at="german_course")
    async with talking(tmp_path) as talk:
        colleague_says(tmp_path, "health_limits", "none")
        review = await talk.review()
        (line,) = review.under(talk.program.say(HEADING, count=1))
        assert talk.program.say(COVERED) in line
        assert BORIS in line


async def test_no_office_gets_one_of_two_statements(tmp_path: Path) -> None:
    stored(tmp_path, DIMA, at="german_course")
    async with talking(tmp_path) as talk:
        await (await talk.handover()).grant("Jobcenter")
        colleague_says(tmp_path, "goal_main", "study")
        outbox = Outbox(talk.program.desk, talk.program.work)
        await outbox.refresh()
        office = next(each for each in outbox.offices() if each.view is not None)
        assert office.view is not None
        question = next(iter(office.view.seen))
        assert question
        with pytest.raises(OutputError, match="Two statements are not settled"):
            await outbox.export(office, tmp_path / "out", ("json",), lambda _: None, lambda: False)
        assert not list((tmp_path / "out").glob("*.json"))

"""One question after the other: what is confirmed is committed, what is refused stays in the field."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from intake.interview.answers import Source, State
from intake.interview.values import Json, PartialDate
from intake.store.kept.saving import Saving
from intake.ui.case_storage import CaseStorage
from tests.ui.cases import DIMA, PERSON, TALK, stored
from tests.ui.pages import at_the_desk, talking
from tests.ui.program import key_of, typed

PASSED_ON = key_of("confirm")


@pytest.fixture
def at_names(tmp_path: Path) -> Path:
    """A store whose one case stands at the family name."""
    stored(tmp_path, TALK, at="family_name")
    return tmp_path


async def test_a_case_is_asked_from_the_first_answer_to_the_proposal_by_keys_alone(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as desk:
        talk = await desk.begin_case()
        for id_, value in PERSON.items():
            while talk.shown_question != id_:
                await talk.do("unknown")
            await talk.answer(id_, value)
        case = await talk.stored_case()
        assert case.answers["nationality"].value == ("SYR",)
        assert case.answers["residence_status"].value == "res_25_2_r"
        assert case.answers["decision_date"].value == PartialDate(2026, 3, 12)
        while talk.is_shown:
            await talk.do("ask-later")
        assert desk.program.screen == "NextStepsScreen"


async def test_each_confirmed_answer_is_committed_before_the_next_question_is_drawn(
    at_names: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown_at_commit: list[str] = []
    async with talking(at_names) as talk:
        really_save = CaseStorage.save

        def watched(storage: CaseStorage, saving: Saving) -> object:
            future = really_save(storage, saving)
            future.add_done_callback(lambda _: shown_at_commit.append(talk.shown_question))
            return future

        monkeypatch.setattr(CaseStorage, "save", watched)
        await talk.answer("family_name", "Mansour")
        await talk.answer("given_name", "Dima")
        assert shown_at_commit == ["family_name", "given_name"]
        assert (await talk.stored("given_name")).value == "Dima"
        assert (await talk.stored_case()).header.place.question == talk.shown_question  # type: ignore[union-attr]


async def test_keys_typed_ahead_go_to_the_next_questions_in_order(at_names: Path) -> None:
    async with talking(at_names) as talk:
        await talk.program.press_at_once(
            *typed("Mansour"), PASSED_ON, *typed("Dima"), PASSED_ON, *typed("3.3.1991"), PASSED_ON, *typed("1")
        )
        case = await talk.stored_case()
        assert case.answers["family_name"].value == "Mansour"
        assert case.answers["given_name"].value == "Dima"
        assert case.answers["birth_date"].value == PartialDate(1991, 3, 3)
        assert case.answers["gender"].state is State.ANSWERED
        assert talk.shown_question == "nationality"


async def test_keys_typed_ahead_of_a_refused_answer_are_dropped(at_names: Path) -> None:
    async with talking(at_names) as talk:
        await talk.answer("family_name", "Mansour")
        await talk.answer("given_name", "Dima")
        await talk.program.press_at_once(*typed("31.2.1991"), PASSED_ON, *typed("1"), *typed("Syrien"), PASSED_ON)
        assert talk.shown_question == "birth_date"
        assert (await talk.stored("birth_date")).state is State.NOT_ASKED
        assert "31.2.1991" in talk.half_typed


@pytest.mark.parametrize("wrong", ["31.2.1990", "1.1.2030", "30", "1.1.1800"])
async def test_a_refused_date_stays_in_the_field_with_a_line_and_the_field_takes_keys_again(
    at_names: Path, wrong: str
) -> None:
    async with talking(at_names) as talk:
        await talk.answer("family_name", "Mansour")
        await talk.answer("given_name", "Dima")
        await talk.answer("birth_date", wrong)
        assert talk.shown_question == "birth_date"
        assert talk.half_typed == wrong
        assert talk.program.notice_kind == "problem"
        assert talk.notice
        assert (await talk.stored("birth_date")).state is State.NOT_ASKED
        await talk.program.press(*["backspace"] * len(wrong))
        await talk.answer("birth_date", "1990")
        assert talk.shown_question == "minor_company" or talk.shown_question == "gender"
        assert (await talk.stored("birth_date")).value == PartialDate(1990)


async def test_the_line_about_a_refusal_goes_when_typing_goes_on(at_names: Path) -> None:
    async with talking(at_names) as talk:
        await talk.do("confirm")
        assert talk.program.notice_kind == "problem"
        await talk.program.type("M")
        assert talk.notice == ""


@pytest.mark.parametrize(
    ("action", "state"), [("unknown", State.UNKNOWN), ("declined", State.DECLINED), ("ask-later", State.ASK_LATER)]
)
async def test_a_state_is_stored_for_the_question_and_the_next_one_is_asked(
    at_names: Path, action: str, state: State
) -> None:
    async with talking(at_names) as talk:
        await talk.do(action)
        assert talk.shown_question == "given_name"
        answer = await talk.stored("family_name")
        assert (answer.state, answer.value) == (state, None)


async def test_a_state_takes_the_place_of_an_answer_and_the_answer_stays_in_the_history(at_names: Path) -> None:
    async with talking(at_names) as talk:
        await talk.answer("family_name", "Mansour")
        await talk.back()
        await talk.do("declined")
        assert (await talk.stored("family_name")).state is State.DECLINED
        states = [past.event.change.answer.state for past in await talk.history()][-2:]  # type: ignore[union-attr]
        assert states == [State.ANSWERED, State.DECLINED]


async def test_a_state_that_was_given_is_shown_above_the_question(at_names: Path) -> None:
    async with talking(at_names) as talk:
        await talk.do("declined")
        await talk.back()
        assert "Möchte nicht antworten" in await talk.program.seen()


async def test_the_required_questions_are_satisfied_by_a_state(at_names: Path) -> None:
    async with talking(at_names) as talk:
        work = talk.program.work
        assert "family_name" in work.interview.required_left
        await talk.do("unknown")
        assert "family_name" not in work.interview.required_left


# Marks


async def test_note_source_and_recheck_are_saved_with_the_answer(at_names: Path) -> None:
    async with talking(at_names) as talk:
        before = len(await talk.history())
        await talk.add_note("Pass liegt vor", source_steps=1, again=True)
        assert len(await talk.history()) == before
        assert talk.shown_question == "family_name"
        await talk.answer("family_name", "Mansour")
        answer = await talk.stored("family_name")
        assert (answer.value, answer.source, answer.note, answer.recheck) == (
            "Mansour", Source.DOCUMENT, "Pass liegt vor", True,
        )  # fmt: skip


async def test_marks_of_a_stored_answer_are_changed_without_changing_its_value(at_names: Path) -> None:
    async with talking(at_names) as talk:
        await talk.answer("family_name", "Mansour")
        await talk.back()
        await talk.add_note("Schreibweise unsicher", source_steps=3)
        answer = await talk.stored("family_name")
        assert (answer.value, answer.source, answer.note) == ("Mansour", Source.ESTIMATED, "Schreibweise unsicher")
        assert talk.shown_question == "family_name"


async def test_a_note_is_kept_with_a_state(at_names: Path) -> None:
    async with talking(at_names) as talk:
        await talk.add_note("will erst mit der Familie sprechen")
        await talk.do("declined")
        answer = await talk.stored("family_name")
        assert (answer.state, answer.note) == (State.DECLINED, "will erst mit der Familie sprechen")


async def test_marks_set_for_one_question_do_not_reach_the_next(at_names: Path) -> None:
    async with talking(at_names) as talk:
        await talk.add_note("nur hier", again=True)
        await talk.answer("family_name", "Mansour")
        await talk.answer("given_name", "Dima")
        answer = await talk.stored("given_name")
        assert (answer.note, answer.recheck, answer.source) == ("", False, Source.SAID)


async def test_going_back_from_the_note_changes_nothing(at_names: Path) -> None:
    async with talking(at_names) as talk:
        await talk.do("note")
        await talk.program.type("doch nicht")
        await talk.do("go-back")
        assert talk.shown_question == "family_name"
        await talk.answer("family_name", "Mansour")
        assert (await talk.stored("family_name")).note == ""


async def test_a_note_typed_over_half_typed_text_keeps_that_text(at_names: Path) -> None:
    async with talking(at_names) as talk:
        await talk.program.type("Mans")
        await talk.add_note("langsam gesprochen")
        assert talk.half_typed == "Mans"
        await talk.program.type("our")
        await talk.do("confirm")
        answer = await talk.stored("family_name")
        assert (answer.value, answer.note) == ("Mansour", "langsam gesprochen")


# Help


async def test_help_shows_the_hint_of_this_question_and_all_keys(at_names: Path) -> None:
    async with talking(at_names) as talk:
        await talk.do("help")
        shown = await talk.program.seen()
        assert "Wie im Papier" in shown
        assert talk.program.say("Hides everything and locks the desk.") in shown
        await talk.do("help")
        assert talk.shown_question == "family_name"


async def test_the_second_way_to_a_key_does_the_same(at_names: Path) -> None:
    async with talking(at_names) as talk:
        await talk.program.press("ctrl+o", "u")
        assert (await talk.stored("family_name")).state is State.UNKNOWN
        await talk.program.press("ctrl+o", "b")
        assert talk.shown_question == "family_name"


async def test_a_question_mark_is_typed_into_a_text_and_asks_for_help_elsewhere(at_names: Path) -> None:
    async with talking(at_names) as talk:
        await talk.program.press("question_mark")
        assert talk.half_typed == "?"
        await talk.go_to("gender")
        await talk.program.press("question_mark")
        assert talk.program.screen == "Reader"


async def test_saved_says_when_the_last_answer_was_saved(at_names: Path) -> None:
    async with talking(at_names) as talk:
        talk.program.clock.pass_by(minutes=17)
        await talk.answer("family_name", "Mansour")
        at = f"{talk.program.clock().astimezone():%H:%M}"
        talk.program.clock.pass_by(minutes=5)
        await talk.do("saved")
        assert talk.program.app.told[-1] == talk.program.say("saved {time}", time=at)


WITH_STATIONS: Mapping[str, Json] = {
    **{id_: value for id_, value in DIMA.items() if id_ != "work_months"},
    "training_state": "finished",
    "cv_stations": [{"kind": "work", "from": "2016-01", "to": "2023-10"}],
}


async def test_a_number_typed_over_a_suggested_one_takes_its_place(tmp_path: Path) -> None:
    stored(tmp_path, WITH_STATIONS, at="work_months")
    async with talking(tmp_path) as talk:
        assert "92" in await talk.program.seen()
        assert talk.half_typed == ""
        await talk.answer("work_months", 84)
        assert (await talk.stored("work_months")).value == 84


async def test_a_suggested_number_says_what_it_is_and_where_it_comes_from(tmp_path: Path) -> None:
    stored(tmp_path, WITH_STATIONS, at="work_months")
    async with talking(tmp_path) as talk:
        origin = talk.program.desk.wording().label(talk.program.work.interview.logic.questionnaire["cv_stations"])
        assert any(talk.program.say("Suggestion: {origin}", origin=origin) in line for line in talk.question_text)
        assert origin in talk.notice
        await talk.do("confirm")
        assert (await talk.stored("work_months")).value == 92
        await talk.back()
        assert not any(origin in line for line in talk.question_text)

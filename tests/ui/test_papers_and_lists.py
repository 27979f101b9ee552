"""The papers, screens with several questions, and lists of entries."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake.interview.answers import Entry, Source, State
from intake.interview.session import Run
from intake.interview.values import OwnWords, PartialDate
from tests.ui.cases import DIMA, PERSON, TALK, stored
from tests.ui.pages import InterviewPage, at_the_desk, talking
from tests.ui.program import BROAD, key_of

BEFORE = {id_: value for id_, value in TALK.items() if id_ != "privacy_info_given"}


# Papers


async def test_what_is_typed_from_the_papers_has_the_source_document(tmp_path: Path) -> None:
    stored(tmp_path, TALK, at="family_name")
    async with talking(tmp_path, size=BROAD) as talk:
        await talk.do("papers")
        await talk.answer_all({"family_name": "Mansour", "given_name": "Dima", "birth_date": "3.3.1991"})
        case = await talk.stored_case()
        for id_ in ("family_name", "given_name", "birth_date"):
            assert case.answers[id_].source is Source.DOCUMENT, id_
        assert case.answers["birth_date"].value == PartialDate(1991, 3, 3)


async def test_the_papers_are_typed_while_data_protection_is_explained_and_stay_in_memory(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, size=BROAD) as desk:
        talk = await desk.begin_case()
        await talk.answer_all(BEFORE)
        await talk.do("papers")
        await talk.answer_all({"family_name": "Mansour", "given_name": "Dima"})
        assert await desk.cases() == []
        await talk.back()
        assert talk.shown_question == "privacy_info_given"
        await talk.answer("privacy_info_given", "yes")
        (case,) = await desk.cases()
        assert case.answers["given_name"].value == "Dima"
        assert case.answers["given_name"].source is Source.DOCUMENT


async def test_what_the_papers_left_empty_is_asked_at_its_own_place(tmp_path: Path) -> None:
    stored(tmp_path, {**TALK, **{id_: PERSON[id_] for id_ in ("interview_mode",)}}, at="family_name")
    async with talking(tmp_path, size=BROAD) as talk:
        await talk.do("papers")
        await talk.answer("family_name", "Mansour")
        await talk.program.press(*["tab"] * 20)
        assert talk.shown_question == ""
        await talk.do("confirm")
        await talk.go_to("family_name")
        await talk.do("confirm")
        assert talk.shown_question == "given_name"


async def test_a_refused_row_stays_and_takes_keys_again(tmp_path: Path) -> None:
    stored(tmp_path, TALK, at="family_name")
    async with talking(tmp_path, size=BROAD) as talk:
        await talk.do("papers")
        await talk.answer_all({"family_name": "Mansour", "given_name": "Dima"})
        await talk.answer("birth_date", "1.1.2031")
        assert (talk.shown_question, talk.half_typed) == ("birth_date", "1.1.2031")
        assert talk.program.notice_kind == "problem"
        await talk.program.press("ctrl+u")
        await talk.answer("birth_date", "1991")
        assert (await talk.stored("birth_date")).value == PartialDate(1991)


# Screens with several questions


@pytest.fixture
def at_script(tmp_path: Path) -> Path:
    answers = {id_: value for id_, value in DIMA.items() if id_ not in ("literacy", "german_speaking")}
    stored(tmp_path, answers, at="script", run=Run.FULL)
    return tmp_path


async def test_each_row_is_saved_by_itself_and_the_next_one_is_asked(at_script: Path) -> None:
    async with talking(at_script, size=BROAD) as talk:
        await talk.answer("literacy", "well")
        assert (await talk.stored("literacy")).value == "well"
        await talk.answer("latin_script", "well")
        assert talk.shown_question == "scripts"
        assert (await talk.stored("latin_script")).value == "well"


async def test_a_row_that_does_not_matter_any_more_is_not_shown(at_script: Path) -> None:
    async with talking(at_script, size=BROAD) as talk:
        await talk.answer("literacy", "no")
        assert talk.shown_question == ""
        await talk.do("confirm")
        assert talk.shown_question != "latin_script"
        assert (await talk.stored("latin_script")).state is State.NOT_ASKED


async def test_a_state_is_given_to_the_row_that_is_asked(at_script: Path) -> None:
    async with talking(at_script, size=BROAD) as talk:
        await talk.answer("literacy", "well")
        await talk.do("declined")
        assert (await talk.stored("latin_script")).state is State.DECLINED
        assert talk.shown_question == "scripts"


async def test_rows_left_empty_are_said_and_the_interview_goes_on(at_script: Path) -> None:
    async with talking(at_script, size=BROAD) as talk:
        await talk.answer("literacy", "well")
        await talk.program.press("tab", "tab")
        await talk.do("confirm")
        assert talk.notice == talk.program.say("{count} rows are still open; Review lists them.", count=2)
        assert talk.shown_question == "german_speaking"


async def test_a_state_of_the_opener_is_taken_over_for_its_screen(tmp_path: Path) -> None:
    stored(tmp_path, DIMA, at="wg_opener", run=Run.FULL)
    async with talking(tmp_path, size=BROAD) as talk:
        await talk.do("declined")
        case = await talk.stored_case()
        for row in ("wg_opener", "wg_seeing", "wg_communication"):
            assert case.answers[row].state is State.DECLINED, row


# Lists of entries


@pytest.fixture
def at_stations(tmp_path: Path) -> Path:
    stored(tmp_path, DIMA, at="cv_stations", run=Run.FULL)
    return tmp_path


async def add_station(talk: InterviewPage, kind: str, first: str, what: str) -> None:
    await talk.do("new")
    await talk.answer("cv_stations.kind", kind)
    await talk.answer("cv_stations.from", first)
    await talk.do("unknown")
    await talk.answer("cv_stations.country", "SYR")
    await talk.answer("cv_stations.what", what)
    while talk.shown_question != "cv_stations":
        await talk.do("ask-later")


async def entries(talk: InterviewPage) -> tuple[Entry, ...]:
    return (await talk.stored_case()).answers.entries("cv_stations")


async def test_entries_are_added_field_by_field_and_each_field_is_saved(at_stations: Path) -> None:
    async with talking(at_stations, size=BROAD) as talk:
        await talk.do("new")
        await talk.answer("cv_stations.kind", "work")
        (entry,) = await entries(talk)
        assert entry.answer("kind").value == "work"
        await talk.answer("cv_stations.from", "2010")
        (entry,) = await entries(talk)
        assert entry.answer("from").value == PartialDate(2010)
        assert talk.shown_question == "cv_stations.to"


async def test_two_entries_are_added_one_moved_and_one_removed(at_stations: Path) -> None:
    async with talking(at_stations, size=BROAD) as talk:
        await add_station(talk, "work", "2010", "Schneiderin")
        await add_station(talk, "training", "2008", "Lehre")
        assert [entry.answer("what").value for entry in await entries(talk)] == [
            OwnWords("Schneiderin"),
            OwnWords("Lehre"),
        ]
        await talk.program.press("up", "up", "up", "up")
        await talk.do("move-down")
        first, second = await entries(talk)
        assert (first.answer("what").value, second.answer("what").value) == (
            OwnWords("Lehre"),
            OwnWords("Schneiderin"),
        )
        await talk.do("remove")
        assert len(await entries(talk)) == 2
        await talk.do("remove")
        (left,) = await entries(talk)
        assert left.answer("what").value == OwnWords("Lehre")
        assert len([past for past in await talk.history() if past.event.change.question == "cv_stations"]) > 10


async def test_going_on_from_the_list_keeps_the_entries_and_asks_the_next_question(at_stations: Path) -> None:
    async with talking(at_stations, size=BROAD) as talk:
        await add_station(talk, "work", "2010", "Schneiderin")
        await talk.answer("cv_stations", [])
        assert talk.shown_question not in ("cv_stations", "")
        assert len(await entries(talk)) == 1


async def test_an_empty_list_is_an_answer(at_stations: Path) -> None:
    async with talking(at_stations, size=BROAD) as talk:
        await talk.answer("cv_stations", [])
        answer = await talk.stored("cv_stations")
        assert (answer.state, answer.value) == (State.ANSWERED, ())


async def test_an_entry_in_which_nothing_was_answered_leaves_nothing_behind(at_stations: Path) -> None:
    async with talking(at_stations, size=BROAD) as talk:
        await talk.do("new", "go-back")
        assert talk.shown_question == "cv_stations"
        assert await entries(talk) == ()


async def test_half_typed_text_of_an_entry_survives_the_lock(at_stations: Path) -> None:
    from tests.ui.program import unlock

    async with talking(at_stations, size=BROAD) as talk:
        await talk.do("new")
        await talk.answer("cv_stations.kind", "work")
        await talk.program.type("20")
        await talk.do("lock")
        await unlock(talk.program)
        assert talk.shown_question == "cv_stations.from"
        await talk.program.type("10")
        await talk.do("confirm")
        (entry,) = await entries(talk)
        assert entry.answer("from").value == PartialDate(2010)


async def test_a_note_belongs_to_the_field_of_the_entry(at_stations: Path) -> None:
    async with talking(at_stations, size=BROAD) as talk:
        await add_station(talk, "work", "2010", "Schneiderin")
        await talk.program.press("1")
        assert talk.shown_question == "cv_stations.kind"
        await talk.add_note("laut Arbeitsbuch", source_steps=1)
        (entry,) = await entries(talk)
        kind = entry.answer("kind")
        assert (kind.value, kind.note, kind.source) == ("work", "laut Arbeitsbuch", Source.DOCUMENT)


async def test_a_date_of_an_entry_that_cannot_be_is_refused_and_the_field_takes_keys_again(at_stations: Path) -> None:
    async with talking(at_stations, size=BROAD) as talk:
        await talk.do("new")
        await talk.answer("cv_stations.kind", "work")
        await talk.answer("cv_stations.from", "2031")
        assert talk.shown_question == "cv_stations.from"
        assert talk.program.notice_kind == "problem"
        await talk.program.press("ctrl+u")
        await talk.answer("cv_stations.from", "2011")
        assert talk.shown_question == "cv_stations.to"


async def test_the_second_way_to_the_keys_of_a_list_works(at_stations: Path) -> None:
    async with talking(at_stations, size=BROAD) as talk:
        await talk.program.press("ctrl+o", "w")
        assert talk.shown_question == "cv_stations.kind"
        assert key_of("new") != "w"


async def test_half_typed_text_of_an_entry_is_forgotten_however_fast_the_next_field_is_answered(
    at_stations: Path,
) -> None:
    async with talking(at_stations, size=BROAD) as talk:
        await talk.do("new")
        await talk.answer("cv_stations.kind", "work")
        await talk.answer("cv_stations.from", "2010")
        await talk.answer("cv_stations.to", "2012")
        await talk.answer("cv_stations.country", "SYR")
        await talk.answer("cv_stations.what", "Koch")
        await talk.program.type("Aleppo")
        await talk.keep_half_typed()
        assert (await talk.stored_case()).half_typed
        await talk.program.press_at_once(key_of("confirm"), "1")
        await talk.keep_half_typed()
        assert (await talk.stored_case()).half_typed == ()
        (entry,) = (await talk.stored_case()).answers.entries("cv_stations")
        assert entry.answer("place").value == "Aleppo"
        assert entry.answer("proof").value is not None

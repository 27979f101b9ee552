"""Notes that are set before their answer: each goes to that answer and to no other, also in rows and entries."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake.interview.answers import Entry, Source, State
from tests.ui.cases import DIMA, PERSON, TALK, stored
from tests.ui.pages import InterviewPage, talking
from tests.ui.program import WIDE, key_of


@pytest.fixture
def at_names(tmp_path: Path) -> Path:
    stored(tmp_path, TALK, at="family_name")
    return tmp_path


async def entries_of(talk: InterviewPage, id_: str) -> tuple[Entry, ...]:
    return (await talk.stored_case()).answers.entries(id_)


async def test_a_note_on_a_row_does_not_reach_the_rows_below_it(at_names: Path) -> None:
    async with talking(at_names, size=WIDE) as talk:
        await talk.do("papers")
        await talk.add_note("kaum lesbar")
        await talk.answer_all({"family_name": "Mansour", "given_name": "Dima"})
        first, second = await talk.stored("family_name"), await talk.stored("given_name")
        assert (first.note, first.source) == ("kaum lesbar", Source.DOCUMENT)
        assert (second.note, second.source) == ("", Source.DOCUMENT)


async def test_a_note_on_a_row_waits_for_the_answer_of_that_row(at_names: Path) -> None:
    async with talking(at_names, size=WIDE) as talk:
        await talk.do("papers")
        await talk.add_note("kaum lesbar")
        await talk.program.press("tab")
        await talk.answer("given_name", "Dima")
        await talk.program.press("shift+tab", "shift+tab")
        await talk.answer("family_name", "Mansour")
        assert (await talk.stored("given_name")).note == ""
        assert (await talk.stored("family_name")).note == "kaum lesbar"


async def test_a_note_on_a_row_is_kept_with_a_state(at_names: Path) -> None:
    async with talking(at_names, size=WIDE) as talk:
        await talk.do("papers")
        await talk.add_note("kein Papier da")
        await talk.do("unknown")
        answer = await talk.stored("family_name")
        assert (answer.state, answer.note, answer.source) == (State.UNKNOWN, "kein Papier da", Source.SAID)


async def test_a_note_before_the_first_answer_of_an_entry_is_saved_with_that_answer(tmp_path: Path) -> None:
    stored(tmp_path, {**TALK, **DIMA, **PERSON}, at="cv_stations")
    async with talking(tmp_path, size=WIDE) as talk:
        await talk.go_to("cv_stations")
        await talk.do("new")
        await talk.add_note("Zeugnis folgt")
        await talk.program.type("Schule")
        await talk.program.press(key_of("confirm"))
        await talk.program.type("2006")
        await talk.program.press(key_of("confirm"))
        (entry,) = await entries_of(talk, "cv_stations")
        assert (entry.answer("kind").value, entry.answer("kind").note) == ("school", "Zeugnis folgt")
        assert entry.answer("from").note == ""


async def test_a_note_stays_when_the_answer_becomes_a_state(at_names: Path) -> None:
    async with talking(at_names) as talk:
        await talk.add_note("Pass abgelaufen")
        await talk.answer("family_name", "Mansour")
        await talk.back()
        await talk.do("ask-later")
        answer = await talk.stored("family_name")
        assert (answer.state, answer.note) == (State.ASK_LATER, "Pass abgelaufen")

"""Until data protection was explained a case lives in memory, and says so."""

from __future__ import annotations

from pathlib import Path

from intake.interview.answers import State
from tests.ui.cases import TALK
from tests.ui.pages import DeskPage, at_the_desk
from tests.ui.program import AMIRA, bytes_of, open_as

BEFORE = {id_: value for id_, value in TALK.items() if id_ != "privacy_info_given"}


def files(tmp_path: Path) -> dict[str, bytes]:
    """All files of the store but the index of its log, in which every reader leaves a mark."""
    return {name: content for name, content in bytes_of(tmp_path) if not name.endswith("-shm")}


async def test_nothing_is_written_before_data_protection_was_explained(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as desk:
        before = files(tmp_path)
        talk = await desk.begin_case()
        await talk.answer_all(BEFORE)
        assert talk.shown_question == "privacy_info_given"
        await talk.go_to("family_name")
        await talk.program.type("Mansou")
        await talk.back()
        await talk.do("switch-language", "switch-layout", "switch-run")
        assert files(tmp_path) == before
        assert await desk.cases() == []


async def test_the_title_says_that_a_case_is_in_memory_only_until_it_is_stored(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as desk:
        talk = await desk.begin_case()
        in_memory = desk.program.say("in memory only: not stored yet")
        for id_, value in BEFORE.items():
            assert in_memory in talk.title
            await talk.answer(id_, value)
        await talk.answer("privacy_info_given", "yes")
        assert in_memory not in talk.title
        assert desk.program.say("saved {time}", time=f"{desk.program.clock().astimezone():%H:%M}") in talk.title


async def test_all_earlier_answers_are_stored_in_one_transaction_with_the_yes(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as desk:
        talk = await desk.begin_case()
        await talk.answer_all(BEFORE)
        await talk.go_to("family_name")
        await talk.answer("family_name", "Mansour")
        await talk.go_to("privacy_info_given")
        before = await desk.program.desk.ask(lambda store: store.trail.entries(1))
        await talk.answer("privacy_info_given", "yes")
        (case,) = await desk.cases()
        assert {id_: case.answers[id_].value for id_ in TALK} == dict(TALK)
        assert case.answers["family_name"].value == "Mansour"
        written = await desk.program.desk.ask(lambda store: store.trail.entries(20))
        mine = [entry for entry in written if entry.seq > before[0].seq]
        assert {entry.subject for entry in mine} == {"", *TALK, "family_name"}
        assert len({entry.at for entry in mine}) == 1


async def test_half_typed_text_from_before_the_yes_is_stored_with_it(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as desk:
        talk = await desk.begin_case()
        await talk.answer_all(BEFORE)
        await talk.go_to("given_name")
        await talk.program.type("Dim")
        await talk.go_to("privacy_info_given")
        await talk.answer("privacy_info_given", "yes")
        (half,) = (await talk.stored_case()).half_typed
        assert (half.place.question, half.text) == ("given_name", "Dim")


async def test_a_no_keeps_the_case_in_memory_and_warns(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as desk:
        before = files(tmp_path)
        talk = await desk.begin_case()
        await talk.answer_all(BEFORE)
        await talk.answer("privacy_info_given", "no")
        assert talk.shown_question == "family_name"
        assert desk.program.notice_kind == "warning"
        assert "Datenschutz" in talk.notice or "data protection" in talk.notice
        await talk.answer("family_name", "Mansour")
        assert files(tmp_path) == before


async def test_leaving_a_case_that_was_never_stored_is_asked_about(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as desk:
        talk = await desk.begin_case()
        await talk.answer("interview_mode", "in_person")
        await talk.do("desk")
        dialog = talk.dialog
        await dialog.pick(desk.program.say("Stay in the case"))
        assert talk.answers["interview_mode"].state is State.ANSWERED
        await talk.do("desk")
        await talk.dialog.pick(desk.program.say("Let the answers go"))
        assert desk.program.screen == "DeskScreen"
        assert await desk.cases() == []


async def test_a_case_without_any_answer_is_let_go_without_a_question(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as desk:
        talk = await desk.begin_case()
        assert isinstance(await talk.desk(), DeskPage)
        assert desk.program.screen == "DeskScreen"


async def test_after_the_yes_the_case_stands_at_the_desk_with_its_code(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as desk:
        talk = await desk.begin_case()
        await talk.answer_all(TALK)
        code = talk.title.split()[0]
        await talk.desk()
        assert any(code in line for line in desk.lines)
    store = open_as(tmp_path / "desk", AMIRA)
    assert [line.code for line in store.lists.list_cases()] == [code]
    store.close()

"""Papers from the screens: to sign, to take along, to point at; each a file that names nobody."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

import pytest
from pypdf import PdfReader
from textual.widgets import Static

from intake.interview.answers import Answer, AnswerGiven, State
from intake.ui.keys import LEADER
from tests.handover.papers.papers_cases import bare
from tests.ui.cases import DIMA, TALK, stored
from tests.ui.pages import DialogPage, HandoverPage, InterviewPage, talking
from tests.ui.program import BROAD, key_of

OFFICE = "zebera, Erstantrag und Beratung"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    (tmp_path / "out").mkdir()
    return tmp_path / "out"


def written(out: Path) -> list[str]:
    """The names of the files, without the code of the case."""
    return sorted(file.name.partition("_")[2] if file.name.startswith("Z-") else file.name for file in out.iterdir())


def text_of(out: Path, part: str) -> str:
    (file,) = [file for file in out.iterdir() if part in file.name]
    return bare("".join(page.extract_text() for page in PdfReader(file).pages))


async def papers(page: HandoverPage) -> DialogPage:
    await page.do("print")
    return page.dialog


async def test_the_papers_of_an_office_are_offered_and_the_release_is_written(tmp_path: Path, out: Path) -> None:
    stored(tmp_path, DIMA, at="goal_main", languages=("uk",))
    async with talking(tmp_path, size=BROAD) as talk:
        page = await talk.handover()
        await page.go_to_line(OFFICE)
        dialog = await papers(page)
        await dialog.pick(talk.program.say("Release to sign: {office}", office=OFFICE))
        assert talk.program.screen == "HandoverScreen"
        (name,) = written(out)
        assert name.startswith("release-")
        assert name in page.notice
    text = text_of(out, "release")
    assert bare(OFFICE) in text
    assert "Mansour" in text
    assert any("\u0400" <= letter <= "\u04ff" for letter in text)


async def test_copy_and_slips_are_for_the_owner_of_the_file_and_name_nobody(tmp_path: Path, out: Path) -> None:
    stored(tmp_path, DIMA, at="goal_main", languages=("ar",))
    async with talking(tmp_path, size=BROAD) as talk:
        page, say = await talk.handover(), talk.program.say
        for text in (
            "The person's copy: next steps and permissions",
            "Slips: appointment, and a receipt for each office",
        ):
            await (await papers(page)).pick(say(text))
    assert written(out) == ["copy_ar.pdf", "slips_ar.pdf"]
    for file in out.iterdir():
        assert os.name == "nt" or stat.S_IMODE(file.stat().st_mode) == 0o600
        assert "Mansour" not in str(PdfReader(file).metadata) + text_of(out, file.name)


async def test_a_locked_copy_is_written_and_its_password_shown_once(tmp_path: Path, out: Path) -> None:
    stored(tmp_path, DIMA, at="goal_main", languages=("ar",))
    async with talking(tmp_path, size=BROAD) as talk:
        page, say = await talk.handover(), talk.program.say
        dialog = await papers(page)
        await dialog.pick(say("The person's copy as a file with a password, for a stick or a phone"))
        assert page.dialog.lines == [f"1  {say('The person has the password')}"]
        shown = "\n".join(str(each.content) for each in talk.program.app.screen.query(Static))
        found = re.search(r"\d{5}( \d{5}){3}", shown)
        assert found is not None
        await page.dialog.pick(say("The person has the password"))
        assert found[0] not in page.notice
        assert "copy-locked" in page.notice
    assert written(out) == ["copy-locked_ar.pdf"]
    (file,) = out.iterdir()
    assert not PdfReader(file).decrypt("")
    assert PdfReader(file).decrypt(found[0].replace(" ", ""))


async def test_everything_private_is_not_offered_while_others_can_hear(tmp_path: Path, out: Path) -> None:
    stored(tmp_path, {**DIMA, "interpreter_type": "adult_relative"}, at="goal_main")
    async with talking(tmp_path, size=BROAD) as talk:
        private = talk.program.say("The same with everything private: only if the person asks for it")
        relative = Answer(State.ANSWERED, "adult_relative")
        await talk.program.work.save(AnswerGiven("interpreter_type", relative))
        dialog = await papers(await talk.handover())
        assert not any(private in line for line in dialog.lines)
        await dialog.do("go-back")
        await talk.program.work.save(AnswerGiven("interpreter_type", Answer(State.ANSWERED, "in_person_pro")))
        assert any(private in line for line in (await papers(HandoverPage(talk.program))).lines)
    assert written(out) == []


async def test_a_case_in_memory_has_no_papers(tmp_path: Path, out: Path) -> None:
    stored(tmp_path)
    async with talking(tmp_path) as talk:
        await talk.program.do("desk")
        await talk.program.do("new")
        page = await InterviewPage(talk.program).handover()
        await page.do("print")
        assert talk.program.screen == "HandoverScreen"
        assert talk.program.notice_kind == "problem"
    assert written(out) == []


async def test_the_consent_has_its_paper_in_the_palette(tmp_path: Path, out: Path) -> None:
    stored(tmp_path, DIMA, at="goal_main")
    async with talking(tmp_path, size=BROAD) as talk:
        page = await talk.handover()
        await page.ask_consent(OFFICE)
        app = talk.program.app
        commands = {command.title: command for command in app.get_system_commands(app.screen)}
        commands[talk.program.say("Release to sign")].callback()
        await talk.program.settled()
        assert talk.program.screen == "ConsentScreen"
    assert len(written(out)) == 1
    assert bare(OFFICE) in text_of(out, "release")


async def test_the_question_on_the_screen_becomes_a_card_and_the_screen_stays(tmp_path: Path, out: Path) -> None:
    stored(tmp_path, TALK, at="family_status", languages=("tr",))
    async with talking(tmp_path) as talk:
        shown = talk.shown_question
        await talk.program.press(LEADER, "4")
        assert talk.shown_question == shown
        (name,) = written(out)
        assert name in talk.notice.replace("\n", "")
    assert name.startswith("card-")


async def test_all_private_cards_are_in_the_palette(tmp_path: Path, out: Path) -> None:
    stored(tmp_path, TALK, at="goal_main", languages=("ti",))
    async with talking(tmp_path) as talk:
        app = talk.program.app
        commands = {command.title: command for command in app.get_system_commands(app.screen)}
        commands[talk.program.say("Cards of all private questions")].callback()
        await talk.program.settled()
    assert written(out) == ["cards_ti.pdf"]


async def test_a_folder_that_is_not_there_is_said_and_the_screen_goes_on(tmp_path: Path) -> None:
    stored(tmp_path, DIMA, at="goal_main")
    async with talking(tmp_path, size=BROAD) as talk:
        page = await talk.handover()
        await (await papers(page)).pick(talk.program.say("The person's copy: next steps and permissions"))
        assert talk.program.notice_kind == "problem"
        assert "Mansour" not in page.notice
        await page.do("go-back")
        assert talk.program.screen == "InterviewScreen"


async def test_leaving_while_a_paper_is_laid_out_harms_nothing(tmp_path: Path, out: Path) -> None:
    stored(tmp_path, DIMA, at="goal_main")
    async with talking(tmp_path, size=BROAD) as talk:
        await talk.handover()
        await talk.program.press_at_once(key_of("print"), "2", key_of("go-back"))
        assert talk.program.screen in ("InterviewScreen", "HandoverScreen")
        await talk.program.do("review")
        assert talk.program.screen == "ReviewScreen"

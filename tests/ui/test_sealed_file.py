"""Fields for copying and a file for one office alone, from the screen of the handover."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Static

from intake.handover.sealing.sealed import new_identity, opened_with_identity, opened_with_phrase, unbundled
from intake.store.kept.handovers import RecordStatus
from intake.ui.outbox import Outbox
from tests.ui.cases import DIMA, stored
from tests.ui.pages import HandoverPage, InterviewPage, talking
from tests.ui.program import BROAD

OFFICE = "zebera, Erstantrag und Beratung"
SEAL = "Write a sealed file that only this office opens"


@pytest.fixture
def at_goals(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)  # without a settings folder, keys are noted in the one the program runs in
    stored(tmp_path, DIMA, at="goal_main")
    (tmp_path / "out").mkdir()
    return tmp_path


async def granted(talk: InterviewPage, action: str) -> HandoverPage:
    page = await talk.handover()
    await page.grant(OFFICE)
    await page.choose(OFFICE)
    await page.dialog.pick(talk.program.say(action))
    return page


def shown(page: HandoverPage) -> list[str]:
    return [str(each.content) for each in page.program.app.screen.query(Static)]


def the_file(folder: Path) -> Path:
    (file,) = (folder / "out").iterdir()
    return file


async def test_the_fields_are_written_for_copying(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        page = await granted(talk, "Write the fields as a table (CSV)")
        assert the_file(at_goals).name in page.notice
    assert the_file(at_goals).suffix == ".csv"
    assert "family_name;Familienname;;Mansour;" in the_file(at_goals).read_text(encoding="utf-8-sig")


async def test_without_a_key_the_file_gets_a_phrase_that_is_shown_once(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        page = await granted(talk, SEAL)
        await page.dialog.pick(talk.program.say("Write the sealed file"))
        (phrase,) = [line for line in shown(page) if len(line.split()) == 7 and line.islower()]
        await page.dialog.pick(talk.program.say("It is written down"))
        assert phrase not in page.notice
        assert [record.status for record in await page.records()] == [RecordStatus.EXPORTED]
    files = unbundled(opened_with_phrase(the_file(at_goals).read_bytes(), phrase))
    assert sorted(name.rpartition(".")[2] for name in files) == ["csv", "json", "pdf"]
    assert not any("mansour" in name.casefold() for name in (*files, the_file(at_goals).name))


async def test_the_key_noted_for_the_office_is_shown_before_anything_is_written(at_goals: Path) -> None:
    identity, key = new_identity()
    async with talking(at_goals, size=BROAD) as talk:
        noted = Outbox(talk.program.desk, talk.program.work).recipients_file
        noted.write_text(f'[[recipient]]\noffice = "{OFFICE}"\nkey = "{key.key}"\n', encoding="utf-8")
        page = await granted(talk, SEAL)
        assert any(key.fingerprint in line for line in shown(page))
        await page.dialog.pick(talk.program.say("Write nothing"))
        assert await page.records() == ()
        assert not [*(at_goals / "out").iterdir()]
        await page.choose(OFFICE)
        await page.dialog.pick(talk.program.say(SEAL))
        await page.dialog.pick(talk.program.say("Write the sealed file"))
        assert talk.program.screen == "HandoverScreen"
    assert unbundled(opened_with_identity(the_file(at_goals).read_bytes(), identity))


async def test_a_file_of_keys_with_a_mistake_writes_nothing_and_says_why(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        noted = Outbox(talk.program.desk, talk.program.work).recipients_file
        noted.write_text('[[recipient]]\noffice = "x"\nkey = "age1wrong"\n', encoding="utf-8")
        page = await granted(talk, SEAL)
        assert talk.program.notice_kind == "problem"
        assert await page.records() == ()

"""A paper or a record goes from the screen to the printer of the settings, or to a file: as staff choose."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from pypdf import PdfReader

from intake.handover.print_queue import TITLE
from intake.store.failures import disk_full
from intake.store.handovers.handovers import Handovers
from intake.store.kept.audit import Action
from intake.store.kept.handovers import RecordStatus
from tests.handover.fake_lp import PrintSystem, print_system
from tests.ui.cases import DIMA, stored
from tests.ui.pages import HandoverPage, talking
from tests.ui.program import BROAD, key_of

pytestmark = pytest.mark.skipif(os.name == "nt", reason="CUPS is a print system of Unix")
OFFICE = "zebera, Erstantrag und Beratung"
PRINTER = "Flur_1"
WITH_PRINTER = {"printer": PRINTER}


@pytest.fixture
def at_goals(tmp_path: Path) -> Path:
    stored(tmp_path, DIMA, at="goal_main")
    (tmp_path / "out").mkdir()
    return tmp_path


@pytest.fixture
def system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PrintSystem:
    made = print_system(tmp_path / "cups")
    monkeypatch.setenv("PATH", made.environment["PATH"])
    return made


async def choose_slips(page: HandoverPage) -> None:
    await page.program.press(key_of("print"))
    await page.dialog.pick(page.program.say("Slips: appointment, and a receipt for each office"))


async def printed(page: HandoverPage) -> list[str]:
    await page.program.settled()
    entries = await page.program.desk.ask(lambda store: store.trail.entries(40))
    return [each.subject for each in entries if each.action == Action.PAPER_PRINTED.value]


def written(folder: Path) -> list[str]:
    return sorted(file.name for file in (folder / "out").iterdir())


async def test_a_paper_goes_to_the_printer_and_no_file_is_written(at_goals: Path, system: PrintSystem) -> None:
    async with talking(at_goals, size=BROAD, more=WITH_PRINTER) as talk:
        page = await talk.handover()
        await choose_slips(page)
        await page.dialog.pick(talk.program.say("Print on {printer}", printer=PRINTER))
        assert talk.program.say("Sent to the printer {printer}.", printer=PRINTER) in await talk.program.seen()
        ((arguments, paper),) = system.jobs
        assert arguments == ["-d", PRINTER, "-t", TITLE]
        assert paper.startswith(b"%PDF")
        assert written(at_goals) == []
        assert await printed(page) == ["slips"]


async def test_a_paper_goes_to_a_file_where_that_is_chosen(at_goals: Path, system: PrintSystem) -> None:
    async with talking(at_goals, size=BROAD, more=WITH_PRINTER) as talk:
        page = await talk.handover()
        await choose_slips(page)
        await page.dialog.pick(talk.program.say("Write a PDF file"))
        await talk.program.settled()
        assert system.jobs == []
        assert len(written(at_goals)) == 1


async def test_going_back_prints_and_writes_nothing(at_goals: Path, system: PrintSystem) -> None:
    async with talking(at_goals, size=BROAD, more=WITH_PRINTER) as talk:
        page = await talk.handover()
        await choose_slips(page)
        await talk.program.press("escape")
        assert (system.jobs, written(at_goals)) == ([], [])
        assert await printed(page) == []


async def test_without_a_printer_in_the_settings_nobody_is_asked(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        page = await talk.handover()
        await choose_slips(page)
        await talk.program.settled()
        assert len(written(at_goals)) == 1


def full(*_: object) -> None:
    raise disk_full()


async def test_a_record_goes_to_the_printer_and_is_noted_also_where_the_disk_is_full_meanwhile(
    at_goals: Path, system: PrintSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with talking(at_goals, size=BROAD, more=WITH_PRINTER) as talk:
        page = await talk.handover()
        await page.grant(OFFICE)
        await page.choose(OFFICE)
        with monkeypatch.context() as disk:
            for name in ("note", "export"):
                disk.setattr(Handovers, name, full)
            await page.dialog.pick(talk.program.say("Print the record on {printer}", printer=PRINTER))
            await talk.program.settled()
            assert talk.program.say("NOT SAVED") in talk.program.title
        await talk.do("saved")
        ((arguments, paper),) = system.jobs
        assert arguments == ["-d", PRINTER, "-t", TITLE]
        assert "Mansour" in "".join(each.extract_text() for each in PdfReader(io.BytesIO(paper)).pages)
        assert written(at_goals) == []
        (record,) = await talk.program.work.records()
        assert record.status is RecordStatus.EXPORTED
        assert await printed(page) == [record.id]


async def test_a_printer_that_refuses_is_told_and_the_record_counts_as_not_handed_over(
    at_goals: Path, system: PrintSystem
) -> None:
    system.be_broken()
    async with talking(at_goals, size=BROAD, more=WITH_PRINTER) as talk:
        page = await talk.handover()
        await page.grant(OFFICE)
        await page.choose(OFFICE)
        await page.dialog.pick(talk.program.say("Print the record on {printer}", printer=PRINTER))
        await talk.program.settled()
        assert talk.program.notice_kind == "problem"
        (record,) = await talk.program.work.records()
        assert record.status is RecordStatus.DRAFT

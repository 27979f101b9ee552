"""Printing from the command line: from memory, under a title that names nobody, with an entry in the audit chain."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from pypdf import PdfReader

from intake.commands import handover, papers
from intake.handover.print_queue import TITLE
from intake.store.kept.audit import Action
from intake.store.kept.handovers import RecordStatus
from tests.commands.running import Run
from tests.commands.stored import LOGIN, Stored, consent, content, noor, stored
from tests.handover.fake_lp import PrintSystem, print_system

pytestmark = pytest.mark.skipif(os.name == "nt", reason="CUPS is a print system of Unix")
JC = "Jobcenter Wuppertal"


@pytest.fixture(autouse=True)
def _content_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handover, "load_content", lambda own: content())
    monkeypatch.setattr(papers, "load_content", lambda own: content())


@pytest.fixture
def system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PrintSystem:
    made = print_system(tmp_path / "cups")
    monkeypatch.setenv("PATH", made.environment["PATH"])
    return made


@pytest.fixture
def case(tmp_path: Path) -> Stored:
    return stored(tmp_path / "desk", noor(consent("jc", JC)))


def printed_entries(case: Stored) -> list[str]:
    with case.open() as store:
        entries = store.trail.entries(30)
        ids = {record.id for record in store.handovers.of_case(case.id)}
    subjects = [each.subject for each in entries if each.action == Action.PAPER_PRINTED.value]
    return ["record" if subject in ids else subject for subject in subjects]


def text_of(paper: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages)


def test_a_record_is_printed_without_a_file_and_noted(
    case: Stored, run: Run, tmp_path: Path, system: PrintSystem
) -> None:
    before = {file for file in tmp_path.rglob("*") if "cups" not in str(file) and "desk" not in str(file)}
    ran = run("handover", case.code, "--to", "jc", "--store", case.folder, "--printer", "Flur_1", typed=LOGIN)
    assert (ran.code, ran.err) == (0, "")
    ((arguments, paper),) = system.jobs
    assert arguments == ["-d", "Flur_1", "-t", TITLE]
    assert "Al-Jabiri" in text_of(paper)
    assert "Al-Jabiri" not in ran.out
    assert "job Flur_1-17" in ran.out
    after = {file for file in tmp_path.rglob("*") if "cups" not in str(file) and "desk" not in str(file)}
    assert after == before
    assert printed_entries(case) == ["record"]
    with case.open() as store:
        assert [each.status for each in store.handovers.of_case(case.id)] == [RecordStatus.EXPORTED]


def test_the_printer_of_the_settings_is_used(
    case: Stored, run: Run, system: PrintSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INTAKE_PRINTER", "Buero-2")
    ran = run("papers", "slips", case.code, "--store", case.folder, "--print", typed=LOGIN)
    assert (ran.code, ran.err) == (0, "")
    assert system.jobs[0][0] == ["-d", "Buero-2", "-t", TITLE, "-o", "sides=one-sided"]


@pytest.mark.parametrize(
    ("words", "noted"), [(("copy",), "copy"), (("slips",), "slips"), (("release", "--to", "jc"), "release:jc")]
)
def test_each_paper_of_a_case_stands_in_the_audit_chain_printed_or_written(
    words: tuple[str, ...], noted: str, case: Stored, run: Run, tmp_path: Path, system: PrintSystem
) -> None:
    command = ["papers", words[0], case.code, *words[1:], "--store", str(case.folder), "--language", "ar"]
    assert run(*command, "--printer", "Flur_1", typed=LOGIN).code == 0
    assert run(*command, "--pdf", tmp_path / "paper.pdf", typed=LOGIN).code == 0
    assert len(system.jobs) == 1
    assert printed_entries(case) == [noted, noted]


def test_a_printer_that_refuses_ends_with_6_and_leaves_a_draft(case: Stored, run: Run, system: PrintSystem) -> None:
    system.be_broken()
    ran = run("handover", case.code, "--to", "jc", "--store", case.folder, "--printer", "Flur_1", typed=LOGIN)
    assert ran.code == 6
    assert "did not take the paper" in ran.err
    assert "Al-Jabiri" not in ran.err
    with case.open() as store:
        assert [each.status for each in store.handovers.of_case(case.id)] == [RecordStatus.DRAFT]


def test_without_a_printer_it_is_said_before_anything_is_asked(case: Stored, run: Run, system: PrintSystem) -> None:
    ran = run("papers", "slips", case.code, "--store", case.folder, "--print")
    assert (ran.code, ran.out) == (2, "")
    assert "intake settings printers" in ran.err
    assert system.jobs == []


def test_a_paper_is_printed_or_written_and_not_both(case: Stored, run: Run, tmp_path: Path) -> None:
    for more in (["--pdf", str(tmp_path / "x.pdf")], ["--locked"]):
        assert run("papers", "copy", case.code, "--printer", "Flur_1", *more, typed=LOGIN).code == 2


def test_the_empty_questionnaire_is_printed_without_a_store(run: Run, tmp_path: Path, system: PrintSystem) -> None:
    ran = run("papers", "cards", "--language", "tr", "--printer", "Flur_1", "--store", tmp_path / "none")
    assert (ran.code, ran.err) == (0, "")
    assert system.jobs[0][1].startswith(b"%PDF")


def test_the_printers_of_the_computer_are_listed(
    run: Run, system: PrintSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("settings", "printers").out.splitlines() == ["Flur_1", "Buero-2"]
    monkeypatch.setenv("INTAKE_PRINTER", "Buero-2")
    assert "chosen in the settings" in run("settings", "printers").out.splitlines()[1]
    monkeypatch.setenv("INTAKE_PRINTER", "Keller")
    assert "is not there: Keller" in run("settings", "printers").out


def test_without_a_print_system_that_is_said(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    ran = run("settings", "printers")
    assert (ran.code, ran.out) == (6, "")
    assert "no print system" in ran.err

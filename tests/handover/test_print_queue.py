"""A paper goes to the printer from memory, under a title that names nobody."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from intake.errors import InputError, OutputError
from intake.handover import print_queue
from intake.handover.print_queue import TITLE, printers, send
from tests.handover.fake_lp import PrintSystem, print_system

pytestmark = pytest.mark.skipif(os.name == "nt", reason="CUPS is a print system of Unix")
PAPER = b"%PDF-1.7 Mansour \x00\xff" * 5_000


@pytest.fixture
def system(tmp_path: Path) -> PrintSystem:
    return print_system(tmp_path / "cups")


def test_the_printer_gets_the_bytes_on_its_standard_input_and_a_title_that_names_nobody(system: PrintSystem) -> None:
    job = send(PAPER, "Flur_1", system.environment)
    assert system.jobs == [(["-d", "Flur_1", "-t", TITLE], PAPER)]
    assert job == "Flur_1-17"


def test_a_paper_that_is_cut_is_printed_on_one_side(system: PrintSystem) -> None:
    send(PAPER, "Flur_1", system.environment, is_one_sided=True)
    assert system.jobs[0][0][-2:] == ["-o", "sides=one-sided"]


def test_no_file_is_left_or_made_beside_it(system: PrintSystem, tmp_path: Path) -> None:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    send(PAPER, "Flur_1", {**system.environment, "TMPDIR": str(temporary)})
    assert list(temporary.iterdir()) == []


def test_the_printers_are_listed(system: PrintSystem) -> None:
    assert printers(system.environment) == ("Flur_1", "Buero-2")


def test_a_printer_that_refuses_is_an_error_that_says_why_and_what_is_kept(system: PrintSystem) -> None:
    system.be_broken()
    with pytest.raises(OutputError) as caught:
        send(PAPER, "Flur_1", system.environment)
    assert caught.value.params["reason"] == "lp: Error - The printer or class does not exist"
    assert "everything is kept" in caught.value.message
    assert "Mansour" not in str(caught.value.params)


@pytest.mark.parametrize(
    "name", ["", "-o raw", "-d", "a b", "x\nlp", 'a"b', "a'b", "#1", "/dev/lp0", "a" * 200, "a\x1b"]
)
def test_what_is_no_name_of_a_printer_reaches_no_program(name: str, system: PrintSystem) -> None:
    with pytest.raises(InputError):
        send(PAPER, name, system.environment)
    assert system.jobs == []


def test_without_a_print_system_it_is_said_and_nothing_happens(tmp_path: Path) -> None:
    with pytest.raises(OutputError) as caught:
        send(PAPER, "Flur_1", {"PATH": str(tmp_path)})
    assert "no print system" in caught.value.title


def test_a_print_system_that_hangs_is_left_alone(system: PrintSystem, monkeypatch: pytest.MonkeyPatch) -> None:
    (system.folder / "lp").write_text("#!/bin/sh\nexec /bin/sleep 600\n", encoding="utf-8")
    monkeypatch.setattr(print_queue, "PATIENCE_S", 0.1)
    with pytest.raises(OutputError) as caught:
        send(PAPER, "Flur_1", system.environment)
    assert "not known" in caught.value.message


def test_a_print_system_that_reads_nothing_is_no_fault_of_the_program(system: PrintSystem) -> None:
    (system.folder / "lp").write_text("#!/bin/sh\necho 'lp: no' >&2\nexit 1\n", encoding="utf-8")
    with pytest.raises(OutputError):
        send(PAPER * 50, "Flur_1", system.environment)


def test_a_job_without_a_number_is_printed_all_the_same(system: PrintSystem) -> None:
    (system.folder / "lp").write_text("#!/bin/sh\ncat > /dev/null\n", encoding="utf-8")
    assert send(PAPER, "Flur_1", system.environment) == ""


def test_on_windows_it_is_said_what_to_do_instead(system: PrintSystem, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("intake.handover.print_queue.os.name", "nt")
    with pytest.raises(OutputError) as caught:
        send(PAPER, "Flur_1", system.environment)
    monkeypatch.undo()
    assert "Write a PDF file" in caught.value.message
    assert system.jobs == []

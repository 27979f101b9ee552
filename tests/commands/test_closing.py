"""`intake closing` counts a day, prints the end of the trail, and names no person who was asked."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pypdf import PdfReader

from intake.commands import closing
from tests.commands.running import Run
from tests.commands.stored import LOGIN, NAME, NOW, Stored, content, noor, stored


@pytest.fixture(autouse=True)
def _content_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(closing, "load_content", lambda own=None: content())


@pytest.fixture
def kept(tmp_path: Path) -> Stored:
    return stored(tmp_path / "desk", noor())


def day(kept: Stored) -> str:
    return NOW.astimezone().date().isoformat()


def test_the_day_is_counted_and_its_end_can_be_checked(run: Run, kept: Stored, tmp_path: Path) -> None:
    file = tmp_path / "closing.pdf"
    ran = run("closing", "--day", day(kept), "--language", "en", "--pdf", file, "--store", kept.folder, typed=LOGIN)
    assert ran.code == 0
    assert re.search(r" 1  cases that were worked on", ran.out)
    assert f"At the desk: {NAME}" in ran.out
    seq = re.search(r"Last entry of the audit trail: (\d+)", ran.out)
    groups = re.findall(r"\b[0-9A-F]{4}\b", ran.out.partition("Last entry")[2])
    assert seq is not None
    assert len(groups) == 16
    anchor = f"{seq[1]}:{''.join(groups)}"
    checked = run("audit", "verify", "--language", "en", "--anchor", anchor, "--store", kept.folder, typed=LOGIN)
    assert "1 entries that were typed" in checked.out
    text = "".join(page.extract_text() for page in PdfReader(file).pages)
    assert "Tagesabschluss" in text
    assert groups[0] in text
    assert len(PdfReader(file).pages) == 1
    for output in (ran.out, text):
        assert str(noor()["family_name"]) not in output
        assert kept.code not in output


def test_staff_stand_there_as_the_site_wants(run: Run, kept: Stored, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTAKE_CLOSING_STAFF", "nobody")
    ran = run("closing", "--day", day(kept), "--store", kept.folder, typed=LOGIN)
    assert NAME not in ran.out
    with kept.open() as store:
        id_ = store.staff.id
    monkeypatch.setenv("INTAKE_CLOSING_STAFF", "ids")
    assert id_ in run("closing", "--day", day(kept), "--store", kept.folder, typed=LOGIN).out


def test_a_day_to_come_and_a_file_in_the_store_are_refused(run: Run, kept: Stored) -> None:
    assert run("closing", "--day", "2999-01-01", "--store", kept.folder, typed=LOGIN).code == 2
    assert run("closing", "--pdf", kept.folder / "x.pdf", "--store", kept.folder, typed=LOGIN).code == 2

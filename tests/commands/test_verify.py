"""`intake verify`: paper, data and what was noted; what it says never repeats an answer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from intake.commands import handover
from tests.commands.running import Run, run_apart
from tests.commands.stored import LOGIN, Stored, consent, content, noor, stored

JC = "Jobcenter Wuppertal"


@pytest.fixture(autouse=True)
def _content_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handover, "load_content", lambda own: content())


@pytest.fixture
def case(tmp_path: Path, run: Run) -> Stored:
    """Noor, whose record was written as PDF and JSON."""
    made = stored(tmp_path / "desk", noor(consent("jc", JC)))
    files = ("--pdf", tmp_path / "r.pdf", "--json", tmp_path / "r.json")
    assert run("handover", made.code, "--to", "jc", "--store", made.folder, *files, typed=LOGIN).code == 0
    return made


def forged(folder: Path) -> Path:
    data = json.loads((folder / "r.json").read_text(encoding="utf-8"))
    data["blocks"][0]["answers"][0]["words"] = "Deutsch"
    file = folder / "forged.json"
    file.write_text(json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return file


def test_paper_and_data_of_one_record_are_the_same(case: Stored, run: Run, tmp_path: Path) -> None:
    ran = run("verify", tmp_path / "r.json", tmp_path / "r.pdf")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.count("the same.") == 2
    assert case.code in ran.out
    assert "Jabiri" not in ran.out


def test_a_changed_file_is_not_the_same(case: Stored, run: Run, tmp_path: Path) -> None:
    ran = run("verify", forged(tmp_path), tmp_path / "r.pdf")
    assert ran.code == 1
    assert ran.out.count("NOT the same") == 2


def test_the_code_may_be_typed(case: Stored, run: Run, tmp_path: Path) -> None:
    said = run("verify", tmp_path / "r.json")
    assert said.code == 2
    groups = said.out.strip().rpartition("·")[2].strip()
    assert run("verify", tmp_path / "r.json", "--code", groups).code == 0
    assert run("verify", forged(tmp_path), "--code", groups).code == 1
    assert run("verify", tmp_path / "r.json", "--code", groups[:-1]).code == 2


def test_what_the_desk_noted_is_asked_with_the_passphrase(case: Stored, run: Run, tmp_path: Path) -> None:
    assert run("verify", tmp_path / "r.json", "--store", case.folder, typed=LOGIN).code == 0
    assert run("verify", forged(tmp_path), "--store", case.folder, typed=LOGIN).code == 1
    assert run("verify", tmp_path / "r.json", "--store", case.folder, typed="Amira\nfalsch\n").code == 5
    assert run("verify", tmp_path / "r.json", "--noted", typed=LOGIN).code == 4  # there is no store in the usual place


def test_a_desk_that_knows_nothing_of_a_record_does_not_call_it_forged(case: Stored, run: Run, tmp_path: Path) -> None:
    other = stored(tmp_path / "other", noor())
    assert run("verify", tmp_path / "r.json", "--store", other.folder, typed=LOGIN).code == 2


@pytest.mark.parametrize("content_", [b"", b"{", b"[" * 100_000, b"\xff\xfe", b"%PDF-1.7", b"age-encryption.org/v1\n"])
def test_what_is_no_record_cannot_be_checked(content_: bytes, run: Run, tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(content_)
    ran = run("verify", tmp_path / "x")
    assert (ran.code, ran.err) == (2, "")
    assert "cannot be checked" in ran.out


def test_a_file_that_is_not_there_is_told(run: Run, tmp_path: Path) -> None:
    ran = run("verify", tmp_path / "none.json", tmp_path)
    assert ran.code == 2
    assert ran.out.count("cannot be read") == 2


def test_the_whole_way_in_a_process_of_its_own(case: Stored, tmp_path: Path) -> None:
    ran = run_apart("verify", tmp_path / "r.json", tmp_path / "r.pdf")
    assert (ran.returncode, ran.stderr) == (0, b"")

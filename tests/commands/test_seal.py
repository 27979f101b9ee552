"""A record sealed for an office, and opened there."""

from __future__ import annotations

import json
import os
import re
import stat
from pathlib import Path

import pytest

from intake.commands import handover
from intake.handover.sealing.sealed import new_identity
from intake.store.kept.handovers import RecordStatus
from tests.commands.running import Run
from tests.commands.stored import LOGIN, Stored, consent, content, noor, stored

JC = "Jobcenter Wuppertal"


@pytest.fixture(autouse=True)
def _content_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handover, "load_content", lambda own: content())


@pytest.fixture
def case(tmp_path: Path) -> Stored:
    return stored(tmp_path / "desk", noor(consent("jc", JC)))


@pytest.fixture
def office(tmp_path: Path, run: Run) -> tuple[Path, str, str]:
    """The private key of an office, its public key, and what is read out on the phone."""
    file = tmp_path / "office.key"
    ran = run("unseal", "--new-key", file)
    assert ran.code == 0
    assert os.name == "nt" or stat.S_IMODE(file.stat().st_mode) == 0o600
    key, digits = (re.search(pattern, ran.out) for pattern in (r"age1\w+", r"\d{5}( \d{5}){5}"))
    assert key is not None
    assert digits is not None
    return file, key[0], digits[0]


def seal(case: Stored, run: Run, tmp_path: Path, *words: str, code: int = 0) -> str:
    ran = run(
        "handover", case.code, "--to", "jc", "--store", case.folder, "--sealed", tmp_path / "r.zip.age", *words,
        typed=LOGIN,
    )  # fmt: skip
    assert ran.code == code, ran.err
    return ran.err


def names(folder: Path, case: Stored) -> list[str]:
    return sorted(path.name.removeprefix(case.code) for path in folder.iterdir())


def test_the_office_opens_what_was_sealed_to_its_key(
    case: Stored, run: Run, tmp_path: Path, office: tuple[Path, str, str]
) -> None:
    identity, key, digits = office
    said = seal(case, run, tmp_path, "--seal-to", key)
    assert digits in said
    assert "Nobody has noted a check" in said
    (tmp_path / "in").mkdir()
    ran = run("unseal", tmp_path / "r.zip.age", "--identity", identity, "--into", tmp_path / "in")
    assert (ran.code, ran.err) == (0, "")
    assert names(tmp_path / "in", case) == ["_jc_v1.csv", "_jc_v1.json", "_jc_v1.pdf"]
    files = [path for path in (tmp_path / "in").iterdir() if path.suffix != ".csv"]
    assert run("verify", *files).code == 0
    data = json.loads(next(path for path in files if path.suffix == ".json").read_text(encoding="utf-8"))
    assert data["recipient"]["office"] == JC
    with case.open() as store:
        assert [each.status for each in store.handovers.of_case(case.id)] == [RecordStatus.EXPORTED]


def test_a_missing_folder_for_opened_files_is_named_before_a_passphrase_is_asked(
    case: Stored, run: Run, tmp_path: Path, office: tuple[Path, str, str]
) -> None:
    seal(case, run, tmp_path, "--seal-to", office[1])
    ran = run("unseal", tmp_path / "r.zip.age", "--into", tmp_path / "none")
    assert (ran.code, ran.out) == (2, "")
    assert "There is no folder" in ran.err
    assert "record" not in ran.err


def test_nothing_that_is_there_is_replaced(
    case: Stored, run: Run, tmp_path: Path, office: tuple[Path, str, str]
) -> None:
    seal(case, run, tmp_path, "--seal-to", office[1])
    command = ("unseal", tmp_path / "r.zip.age", "--identity", office[0])
    assert run(*command).code == 0
    assert run(*command).code == 2
    assert run("unseal", "--new-key", office[0]).code == 2


def test_the_keys_noted_for_the_office_are_taken_with_who_checked_them(
    case: Stored, run: Run, tmp_path: Path, office: tuple[Path, str, str]
) -> None:
    settings = tmp_path / "settings.toml"
    settings.write_text("")
    noted = f'[[recipient]]\noffice = "{JC}"\nkey = "{office[1]}"\nchecked_by = "A. B."\nchecked_on = 2026-05-17\n'
    (tmp_path / "recipients.toml").write_text(noted)
    said = seal(case, run, tmp_path, "--settings", str(settings))
    assert f"{JC}: {office[2]}" in said
    assert "compared on 17.05.2026 by A. B." in said
    assert run("unseal", tmp_path / "r.zip.age", "--identity", office[0]).code == 0


def test_without_a_key_nothing_is_made(case: Stored, run: Run, tmp_path: Path) -> None:
    assert "no key for this office" in seal(case, run, tmp_path, code=2)
    assert "no key for" in seal(case, run, tmp_path, "--seal-to", "Schulamt", code=2)
    assert "sign of it is wrong" in seal(case, run, tmp_path, "--seal-to", new_identity()[1].key[:-1] + "q", code=2)
    assert not (tmp_path / "r.zip.age").exists()
    with case.open() as store:
        assert store.handovers.of_case(case.id) == ()


def test_a_passphrase_is_shown_once_and_opens_the_file(case: Stored, run: Run, tmp_path: Path) -> None:
    said = seal(case, run, tmp_path, "--seal-passphrase")
    phrase = said.splitlines()[0].partition(": ")[2]
    assert len(phrase.split()) >= 5
    assert run("unseal", tmp_path / "r.zip.age", typed="falsche worte\n").code == 2
    assert run("unseal", tmp_path / "r.zip.age", typed=phrase.upper() + "\n").code == 0


@pytest.mark.parametrize("words", [("--seal-to", "x"), ("--seal-passphrase",)])
def test_a_seal_needs_a_file(words: tuple[str, ...], run: Run) -> None:
    assert run("handover", "Z-7K3F-92", "--to", "jc", "--json", "x.json", *words).code == 2


def test_a_file_that_is_not_sealed_does_not_open(run: Run, tmp_path: Path, office: tuple[Path, str, str]) -> None:
    for content_ in (b"", b"age-encryption.org/v1\n", b"x" * 1000):
        (tmp_path / "x.age").write_bytes(content_)
        ran = run("unseal", tmp_path / "x.age", "--identity", office[0])
        assert (ran.code, ran.out) == (2, "")
    assert run("unseal", tmp_path / "none.age", "--identity", office[0]).code == 2
    assert run("unseal", office[0], "--identity", tmp_path).code == 2


def test_what_is_inside_can_be_written_whole(
    case: Stored, run: Run, tmp_path: Path, office: tuple[Path, str, str]
) -> None:
    seal(case, run, tmp_path, "--seal-to", office[1])
    assert run("unseal", tmp_path / "r.zip.age", "--identity", office[0], "--whole").code == 0
    assert (tmp_path / "r.zip").read_bytes().startswith(b"PK")

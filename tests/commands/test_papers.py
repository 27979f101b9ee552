"""`intake papers`: from the case to the file, with no store where none is needed."""

from __future__ import annotations

import datetime as dt
import os
import stat
from pathlib import Path

import pytest
from pypdf import PdfReader

from intake.commands import papers
from intake.store.kept.handovers import RecordDraft
from tests.commands.running import Run
from tests.commands.stored import LOGIN, NOW, Stored, consent, content, noor, stored
from tests.handover.papers.papers_cases import bare

JC = "Jobcenter Wuppertal"


@pytest.fixture(autouse=True)
def _content_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(papers, "load_content", lambda own: content())


@pytest.fixture
def case(tmp_path: Path) -> Stored:
    """Noor, with a consent for the job centre; her pane is in Arabic."""
    return stored(tmp_path / "desk", noor(consent("jc", JC)))


def text_of(file: Path) -> str:
    return bare("".join(page.extract_text() for page in PdfReader(file).pages))


def test_the_empty_questionnaire_needs_no_store(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "blank.pdf"
    ran = run("papers", "blank", "--language", "tr", "--run", "core", "--pdf", file, "--store", tmp_path / "none")
    assert (ran.code, ran.err) == (0, "")
    assert str(file) in ran.out
    assert bare("In welcher Sprache möchten Sie sprechen?") in text_of(file)
    assert not (tmp_path / "none").exists()


def test_a_card_and_all_private_cards_need_no_store(run: Run, tmp_path: Path) -> None:
    for words in (("card", "feels_safe"), ("card", "household.relation"), ("cards",)):
        file = tmp_path / f"{len(words)}.pdf"
        assert run("papers", *words, "--language", "ti", "--pdf", file).code == 0
        assert file.is_file()


@pytest.mark.parametrize("id_", ["nonsense", "household", "'; rm"])
def test_what_is_no_question_for_a_card_is_wrong_input(id_: str, run: Run, tmp_path: Path) -> None:
    ran = run("papers", "card", id_, "--pdf", tmp_path / "card.pdf")
    assert (ran.code, ran.out) == (2, "")
    assert not (tmp_path / "card.pdf").exists()


def test_the_release_is_in_the_language_of_the_case(case: Stored, run: Run, tmp_path: Path) -> None:
    file = tmp_path / "release.pdf"
    ran = run("papers", "release", case.code, "--to", "jc", "--pdf", file, "--store", case.folder, typed=LOGIN)
    assert (ran.code, ran.err) == (0, "")
    (page,) = PdfReader(file).pages
    text = page.extract_text()
    assert JC in text
    assert "Al-Jabiri" in text
    assert any("\u0600" <= letter <= "\u06ff" for letter in text)


def test_another_language_may_be_asked_for(case: Stored, run: Run, tmp_path: Path) -> None:
    file = tmp_path / "copy.pdf"
    words = ("papers", "copy", case.code, "--language", "uk", "--pdf", file, "--store", case.folder)
    assert run(*words, typed=LOGIN).code == 0
    assert any("\u0400" <= letter <= "\u04ff" for letter in text_of(file))


def test_files_have_names_without_a_name_and_are_for_their_owner_only(
    case: Stored, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "out").mkdir()
    monkeypatch.setenv("INTAKE_EXPORT", str(tmp_path / "out"))
    for words in (("release", case.code, "--to", "jc"), ("copy", case.code), ("slips", case.code)):
        assert run("papers", *words, "--store", case.folder, typed=LOGIN).code == 0
    files = sorted((tmp_path / "out").iterdir())
    kinds = ("copy", "release-jc-3", "slips")  # the third job centre of the profile
    assert [file.name for file in files] == [f"{case.code}_{kind}_ar.pdf" for kind in kinds]
    assert os.name == "nt" or {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert not any("Jabiri" in str(PdfReader(file).metadata) for file in files)


def test_a_locked_copy_opens_with_the_number_that_was_shown_once(case: Stored, run: Run, tmp_path: Path) -> None:
    file = tmp_path / "copy.pdf"
    ran = run("papers", "copy", case.code, "--locked", "--pdf", file, "--store", case.folder, typed=LOGIN)
    assert ran.code == 0
    number = ran.err.splitlines()[0].partition(": ")[2].replace(" ", "")
    assert number not in ran.out
    reader = PdfReader(file)
    assert not reader.decrypt("0" * 20)
    assert reader.decrypt(number)
    assert any("\u0600" <= letter <= "\u06ff" for page in reader.pages for letter in page.extract_text())


def test_only_the_copy_of_the_person_is_ever_locked(case: Stored, run: Run, tmp_path: Path) -> None:
    for words in (("slips", case.code), ("release", case.code, "--to", "jc"), ("blank",)):
        ran = run("papers", *words, "--locked", "--pdf", tmp_path / "x.pdf", "--store", case.folder, typed=LOGIN)
        assert (ran.code, ran.out) == (2, "")


def test_the_copy_tells_what_left_and_when(case: Stored, run: Run, tmp_path: Path) -> None:
    with case.open() as store:
        noted = store.handovers.draft(RecordDraft("r1", case.id, "jc", JC, "0" * 64), store.staff.id, NOW)
        store.handovers.export(noted.id, store.staff.id, NOW + dt.timedelta(hours=1))
    file = tmp_path / "copy.pdf"
    run("papers", "copy", case.code, "--pdf", file, "--store", case.folder, typed=LOGIN)
    assert bare("Weitergegeben am 17.05.2026") in text_of(file) or bare("17.05.2026") in text_of(file)


def test_where_the_person_said_no_there_is_nothing_to_sign(run: Run, tmp_path: Path) -> None:
    case = stored(tmp_path / "desk", noor(consent("jc", JC, decision="refused")))
    file = tmp_path / "release.pdf"
    words = ("papers", "release", case.code, "--to", "jc", "--office", JC, "--pdf", file, "--store", case.folder)
    ran = run(*words, typed=LOGIN)
    assert (ran.code, ran.out) == (2, "")
    assert not file.exists()


@pytest.mark.parametrize(
    "words",
    [
        ("release", "{code}", "--to", "nonsense"),
        ("release", "{code}", "--to", "jc", "--office", "Anderswo"),
        ("copy", "Z-0000-00"),
    ],
)
def test_what_does_not_exist_is_wrong_input(words: tuple[str, ...], case: Stored, run: Run, tmp_path: Path) -> None:
    typed = [word.replace("{code}", case.code) for word in words]
    ran = run("papers", *typed, "--pdf", tmp_path / "x.pdf", "--store", case.folder, typed=LOGIN)
    assert (ran.code, ran.out) == (2, "")
    assert not (tmp_path / "x.pdf").exists()


@pytest.mark.parametrize(
    "words",
    [("nonsense",), (), ("copy",), ("blank", "x"), ("release", "Z-7K3F-92"), ("copy", "x", "--to", "jc"), ("card",),
     ("blank", "--language", "xx")],
)  # fmt: skip
def test_a_command_that_is_not_complete_says_so(words: tuple[str, ...], run: Run) -> None:
    assert run("papers", *words).code == 2


def test_what_is_private_is_not_printed_while_others_can_read(run: Run, tmp_path: Path) -> None:
    case = stored(tmp_path / "desk", noor(interpreter_type="adult_relative"))
    words = ("papers", "copy", case.code, "--pdf", tmp_path / "x.pdf", "--store", case.folder)
    assert run(*words, "--private", typed=LOGIN).code == 2
    assert not (tmp_path / "x.pdf").exists()
    assert run(*words, typed=LOGIN).code == 0


def test_nothing_is_written_into_the_store(case: Stored, run: Run) -> None:
    ran = run("papers", "copy", case.code, "--pdf", case.folder / "x.pdf", "--store", case.folder, typed=LOGIN)
    assert ran.code == 2
    assert not (case.folder / "x.pdf").exists()


def test_a_wrong_passphrase_writes_nothing(case: Stored, run: Run, tmp_path: Path) -> None:
    file = tmp_path / "x.pdf"
    assert run("papers", "copy", case.code, "--pdf", file, "--store", case.folder, typed="Amira\nfalsch\n").code == 5
    assert not file.exists()

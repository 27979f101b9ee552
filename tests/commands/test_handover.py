from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import os
import stat
import sys
from pathlib import Path

import jsonschema
import pytest
from pypdf import PdfReader

from intake import cli
from intake.commands import handover
from intake.errors import StoreError
from intake.handover.formats.as_json import schema
from intake.handover.formats.as_pdf import PdfResult, Printer
from intake.handover.formats.sheet import Sheet
from intake.handover.projection.consent import Reason
from intake.interview.values import Json
from intake.store.handovers.handovers import Handovers
from intake.store.kept.audit import Action
from intake.store.kept.handovers import RecordStatus
from tests.commands.running import Run, run_apart
from tests.commands.stored import LOGIN, NAME, Stored, consent, content, noor, stored
from tests.store.making import PASSPHRASE

JC = "Jobcenter Wuppertal"


@pytest.fixture(autouse=True)
def _content_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handover, "load_content", lambda own: content())


@pytest.fixture
def case(tmp_path: Path) -> Stored:
    """Noor, with a consent for the job centre; she declined two answers that it could see."""
    declined: Json = {"state": "declined"}
    return stored(tmp_path / "desk", noor(consent("jc", JC), work_months=declined, english_level=declined))


def outputs(folder: Path) -> list[str | Path]:
    return ["--pdf", folder / "r.pdf", "--json", folder / "r.json", "--text", folder / "r.txt"]


def records(case: Stored) -> list[tuple[str, str, int, RecordStatus]]:
    with case.open() as store:
        noted = [(each.recipient, each.office, each.version, each.status) for each in store.handovers.of_case(case.id)]
    return sorted(noted, key=lambda each: each[2])


def test_a_record_is_written_in_three_forms_and_noted(case: Stored, run: Run, tmp_path: Path) -> None:
    ran = run("handover", case.code, "--to", "jc", "--store", case.folder, *outputs(tmp_path), typed=LOGIN)
    assert (ran.code, ran.err) == (0, "")
    for name in ("r.pdf", "r.json", "r.txt"):
        assert str(tmp_path / name) in ran.out
    assert case.code in ran.out
    assert records(case) == [("jc", JC, 1, RecordStatus.EXPORTED)]
    pages = PdfReader(tmp_path / "r.pdf").pages
    paper = "".join(page.extract_text() for page in pages)
    data = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    text = (tmp_path / "r.txt").read_text(encoding="utf-8")
    jsonschema.Draft202012Validator(schema()).validate(data)
    assert (data["case"], data["version"], data["recipient"]["office"]) == (case.code, 1, JC)
    for shown in (paper, text):
        assert case.code in shown
        assert "Al-Jabiri" in shown


def test_the_fields_are_written_for_copying(case: Stored, run: Run, tmp_path: Path) -> None:
    ran = run("handover", case.code, "--to", "jc", "--store", case.folder, "--csv", tmp_path / "r.csv", typed=LOGIN)
    assert (ran.code, ran.err) == (0, "")
    lines = (tmp_path / "r.csv").read_text(encoding="utf-8-sig").splitlines()
    assert any(line.startswith("family_name;Familienname;;Al-Jabiri;") for line in lines)
    assert not any(line.startswith("work_months;") for line in lines)


def test_what_was_declined_leaves_in_no_form(case: Stored, run: Run, tmp_path: Path) -> None:
    run("handover", case.code, "--to", "jc", "--store", case.folder, *outputs(tmp_path), typed=LOGIN)
    data = (tmp_path / "r.json").read_text(encoding="utf-8")
    text = (tmp_path / "r.txt").read_text(encoding="utf-8")
    assert "work_sectors" in data
    assert "work_months" not in data
    assert "english_level" not in data
    assert "declined" not in data + text


def test_the_files_are_for_their_owner_only(case: Stored, run: Run, tmp_path: Path) -> None:
    run("handover", case.code, "--to", "jc", "--store", case.folder, *outputs(tmp_path), typed=LOGIN)
    modes = [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("r.pdf", "r.json", "r.txt")]
    assert os.name == "nt" or modes == [0o600] * 3


def test_the_noted_hash_is_that_of_the_json_as_it_was_written(case: Stored, run: Run, tmp_path: Path) -> None:
    files = [tmp_path / "first.json", tmp_path / "second.json"]
    for file in files:
        assert run("handover", case.code, "--to", "jc", "--store", case.folder, "--json", file, typed=LOGIN).code == 0
    with case.open() as store:
        noted = sorted((each.version, each.sha256) for each in store.handovers.of_case(case.id))
    assert files[0].read_bytes() == files[1].read_bytes()
    assert noted == [(1, hashlib.sha256(files[0].read_bytes()).hexdigest())]


def test_the_code_may_be_typed_as_people_write_it(case: Stored, run: Run, tmp_path: Path) -> None:
    typed = case.code.replace("-", " ").lower()
    ran = run("handover", typed, "--to", "jc", "--store", case.folder, "--json", tmp_path / "r.json", typed=LOGIN)
    assert ran.code == 0


def test_the_name_may_be_given_as_an_option(case: Stored, run: Run, tmp_path: Path) -> None:
    command = ("handover", case.code, "--to", "jc", "--store", case.folder, "--json", tmp_path / "r.json")
    assert run(*command, "--name", NAME, typed=f"{PASSPHRASE}\r\n").code == 0
    assert run(*command, "--name", "Nobody", typed=f"{PASSPHRASE}\n").code == 5


@pytest.mark.parametrize(("name", "passphrase"), [(NAME, "falsche Worte"), ("Nobody", PASSPHRASE), (NAME, "")])
def test_a_wrong_name_or_passphrase_ends_with_5_and_is_not_repeated(
    name: str, passphrase: str, case: Stored, run: Run, tmp_path: Path
) -> None:
    typed = f"{name}\n{passphrase}\n"
    ran = run("handover", case.code, "--to", "jc", "--store", case.folder, "--json", tmp_path / "r.json", typed=typed)
    assert (ran.code, ran.out) == (5, "")
    assert name not in ran.err
    assert not passphrase or passphrase not in ran.err
    assert not (tmp_path / "r.json").exists()


@pytest.mark.parametrize("typed", ["", f"{NAME}\n"])
def test_too_little_on_standard_input_ends_with_2(typed: str, case: Stored, run: Run, tmp_path: Path) -> None:
    ran = run("handover", case.code, "--to", "jc", "--store", case.folder, "--json", tmp_path / "r.json", typed=typed)
    assert (ran.code, ran.out) == (2, "")
    assert "standard input" in ran.err


def test_a_folder_without_a_store_is_said_before_anything_is_asked(run: Run, tmp_path: Path) -> None:
    ran = run("handover", "Z-7K3F-92", "--to", "jc", "--store", tmp_path / "none", *outputs(tmp_path))
    assert (ran.code, ran.out) == (4, "")
    assert "There is no store" in ran.err


@pytest.mark.parametrize("typed", ["Z-0000-00", "Al-Jabiri", "", "%"])
def test_an_unknown_case_ends_with_2_and_a_name_is_not_repeated(
    typed: str, case: Stored, run: Run, tmp_path: Path
) -> None:
    ran = run("handover", typed, "--to", "jc", "--store", case.folder, "--json", tmp_path / "r.json", typed=LOGIN)
    assert (ran.code, ran.out) == (2, "")
    assert "no case with this code" in ran.err
    assert "Al-Jabiri" not in ran.err


def test_a_part_of_a_code_is_no_code(case: Stored, run: Run, tmp_path: Path) -> None:
    ran = run(
        "handover", case.code[:6], "--to", "jc", "--store", case.folder, "--json", tmp_path / "r.json", typed=LOGIN
    )
    assert ran.code == 2


def test_an_unknown_recipient_ends_with_2_and_the_possible_ones(case: Stored, run: Run, tmp_path: Path) -> None:
    ran = run("handover", case.code, "--to", "kgb", "--store", case.folder, "--json", tmp_path / "r.json", typed=LOGIN)
    assert (ran.code, ran.out) == (2, "")
    assert "aa" in ran.err
    assert records(case) == []


REFUSALS: dict[str, tuple[dict[str, Json], str]] = {
    "refused": ({"decision": "refused"}, "not granted"),
    "withdrawn": ({"withdrawn_on": "2021-05-17"}, "withdrawn"),
    "expired": ({"valid_until": "2021-05-16"}, "expired"),
    "not yet signed": ({"signed_on": "2998-05-18"}, "not yet signed"),
    "only said": ({"form": "oral"}, "not signed"),
    "nothing left": ({"packages": ["MED"]}, "nothing that this office may receive"),
}


@pytest.mark.parametrize(("fields", "reason"), list(REFUSALS.values()), ids=list(REFUSALS))
def test_without_a_consent_that_holds_the_reason_is_said(
    fields: dict[str, Json], reason: str, run: Run, tmp_path: Path
) -> None:
    case = stored(tmp_path / "desk", noor(consent("jc", JC, **fields)))
    ran = run("handover", case.code, "--to", "jc", "--store", case.folder, "--json", tmp_path / "r.json", typed=LOGIN)
    assert (ran.code, ran.out) == (1, "")
    assert reason in ran.err
    assert JC not in ran.err
    assert records(case) == []
    assert not (tmp_path / "r.json").exists()


def test_a_recipient_that_nobody_asked_about_is_told_apart(case: Stored, run: Run, tmp_path: Path) -> None:
    ran = run("handover", case.code, "--to", "soz", "--store", case.folder, "--json", tmp_path / "r.json", typed=LOGIN)
    assert (ran.code, ran.out) == (1, "")
    assert "Nobody has asked" in ran.err


def test_only_what_is_meant_is_given_as_a_reason(run: Run, tmp_path: Path) -> None:
    others = [consent("aa", "Agentur"), consent("soz", "Sozialamt", decision="refused")]
    case = stored(tmp_path / "desk", noor(*others, consent("jc", JC, form="oral")))
    ran = run("handover", case.code, "--to", "jc", "--store", case.folder, "--json", tmp_path / "r.json", typed=LOGIN)
    assert ran.code == 1
    assert ran.err.splitlines()[:-1] == ["Consent 3: not signed"]


def test_of_several_offices_one_has_to_be_named(run: Run, tmp_path: Path) -> None:
    case = stored(tmp_path / "desk", noor(consent("jc", JC), consent("jc", "Jobcenter Solingen")))
    command = ("handover", case.code, "--to", "jc", "--store", case.folder, "--json", tmp_path / "r.json")
    ran = run(*command, typed=LOGIN)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.splitlines()[:2] == [JC, "Jobcenter Solingen"]
    assert records(case) == []
    assert run(*command, "--office", " jobcenter  SOLINGEN", typed=LOGIN).code == 0
    assert records(case) == [("jc", "Jobcenter Solingen", 1, RecordStatus.EXPORTED)]
    assert run(*command, "--office", "Jobcenter Köln", typed=LOGIN).code == 1


def test_a_missing_folder_ends_with_6_before_a_number_is_spent(case: Stored, run: Run, tmp_path: Path) -> None:
    ran = run(
        "handover", case.code, "--to", "jc", "--store", case.folder,
        "--pdf", tmp_path / "r.pdf", "--json", tmp_path / "none" / "r.json", typed=LOGIN,
    )  # fmt: skip
    assert (ran.code, ran.out) == (6, "")
    assert "json was not written" in ran.err
    assert "The folder does not exist" in ran.err
    assert not (tmp_path / "r.pdf").exists()
    assert records(case) == []


def test_a_file_that_cannot_be_written_ends_with_6_and_leaves_a_draft_and_no_file(
    case: Stored, run: Run, tmp_path: Path
) -> None:
    (tmp_path / "r.json").mkdir()
    command = ("handover", case.code, "--to", "jc", "--store", case.folder)
    ran = run(*command, "--pdf", tmp_path / "r.pdf", "--json", tmp_path / "r.json", typed=LOGIN)
    assert (ran.code, ran.out) == (6, "")
    assert "json was not written" in ran.err
    assert not (tmp_path / "r.pdf").exists()
    assert records(case) == [("jc", JC, 1, RecordStatus.DRAFT)]
    (tmp_path / "r.json").rmdir()
    assert run(*command, *outputs(tmp_path), typed=LOGIN).code == 0
    assert records(case) == [("jc", JC, 1, RecordStatus.EXPORTED)]


def test_files_of_a_record_that_could_not_be_noted_do_not_stay(
    case: Stored, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Handovers, record: str, actor: str, at: dt.datetime) -> None:
        raise StoreError("It could not be noted.", "The record is a draft still.")

    monkeypatch.setattr(Handovers, "export", refuse)
    ran = run("handover", case.code, "--to", "jc", "--store", case.folder, *outputs(tmp_path), typed=LOGIN)
    assert (ran.code, ran.out) == (4, "")
    assert not list(tmp_path.glob("r.*"))


def test_further_kinds_of_the_same_record_are_the_same_version_and_each_is_audited(
    case: Stored, run: Run, tmp_path: Path
) -> None:
    command = ("handover", case.code, "--to", "jc", "--store", case.folder)
    for kind in ("json", "csv", "text"):
        ran = run(*command, f"--{kind}", tmp_path / f"r.{kind}", typed=LOGIN)
        assert "version 1" in ran.out
    assert records(case) == [("jc", JC, 1, RecordStatus.EXPORTED)]
    with case.open() as store:
        (noted,) = store.handovers.of_case(case.id)
        actions = [entry.action for entry in store.trail.entries() if entry.subject == noted.id]
    assert actions.count(Action.RECORD_DRAFTED) == 1
    assert actions.count(Action.RECORD_EXPORTED) == 3


@pytest.mark.parametrize("place", ["folder", "store", "twice"])
def test_a_place_that_cannot_take_the_record_is_refused(place: str, case: Stored, run: Run, tmp_path: Path) -> None:
    keys = (case.folder / "keys.json").read_bytes()
    target = {"folder": tmp_path, "store": case.folder / "keys.json", "twice": tmp_path / "r"}[place]
    more = ("--text", tmp_path / "x" / ".." / "r") if place == "twice" else ()
    (tmp_path / "x").mkdir()
    ran = run("handover", case.code, "--to", "jc", "--store", case.folder, "--json", target, *more, typed=LOGIN)
    assert ran.code == (6 if place == "folder" else 2)
    assert (case.folder / "keys.json").read_bytes() == keys


def test_a_paper_that_is_not_archival_is_written_with_a_warning(
    case: Stored, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def not_archival(printer: Printer, sheet: Sheet, made_at: dt.datetime, warning: str) -> PdfResult:
        return PdfResult(b"%PDF", is_archival=False, problem="a letter without a glyph")

    monkeypatch.setattr(Printer, "pdf", not_archival)
    ran = run("handover", case.code, "--to", "jc", "--store", case.folder, "--pdf", tmp_path / "r.pdf", typed=LOGIN)
    assert ran.code == 0
    assert "archive standard" in ran.err
    assert (tmp_path / "r.pdf").read_bytes() == b"%PDF"


def test_the_law_set_of_the_case_holds_unless_another_is_typed(run: Run, tmp_path: Path) -> None:
    case = stored(tmp_path / "desk", noor(consent("jc", JC)), law=dt.date(2021, 3, 1))
    command = ("handover", case.code, "--to", "jc", "--store", case.folder, "--json", tmp_path / "r.json")
    found = []
    for option in ((), ("--law", "2016-08-01")):
        assert run(*command, *option, typed=LOGIN).code == 0
        data = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
        found.append((data["law"], data["law_chosen"]))
    assert found == [("2021-03-01", True), ("2016-08-01", True)]
    assert run(*command, "--law", "2021-03-02", typed=LOGIN).code == 2


def test_the_sender_of_the_settings_stands_on_the_record(
    case: Stored, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = ("handover", case.code, "--to", "jc", "--store", case.folder, "--json", tmp_path / "r.json")
    roles = []
    for sender in ("", "Erstgespräch, 0202 1234"):
        monkeypatch.setenv("INTAKE_SENDER", sender)
        assert run(*command, typed=LOGIN).code == 0
        roles.append(json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["sender"]["role"])
    assert roles[0]
    assert roles[1] == "Erstgespräch, 0202 1234"


def test_a_number_taken_by_a_colleague_is_not_used_twice(
    case: Stored, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = ("handover", case.code, "--to", "jc", "--store", case.folder, "--json", tmp_path / "r.json")
    assert run(*command, typed=LOGIN).code == 0
    monkeypatch.setenv("INTAKE_SENDER", "Erstgespräch, 0202 1234")
    known = handover._Desk._noted
    looks = iter([lambda desk: (), known])
    monkeypatch.setattr(handover._Desk, "_noted", lambda desk: next(looks)(desk))
    assert run(*command, typed=LOGIN).code == 0
    assert json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["version"] == 3
    assert [status for _, _, _, status in records(case)] == [
        RecordStatus.EXPORTED,
        RecordStatus.DRAFT,
        RecordStatus.EXPORTED,
    ]


def test_on_a_terminal_the_passphrase_is_asked_without_showing_it(
    case: Stored, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    asked: list[str] = []

    def answer(prompt: str) -> str:
        asked.append(prompt)
        return PASSPHRASE

    monkeypatch.setattr("getpass.getpass", answer)
    monkeypatch.setattr(sys, "stdin", Terminal(f"{NAME}\n"))
    command = ["handover", case.code, "--to", "jc", "--store", str(case.folder), "--json", str(tmp_path / "r.json")]
    assert cli.main(command) == 0
    said = capsys.readouterr()
    assert asked == ["Passphrase: "]
    assert said.err == "Your name: "
    assert PASSPHRASE not in said.out + said.err


def test_the_whole_way_in_a_process_of_its_own(case: Stored, tmp_path: Path) -> None:
    ran = run_apart("handover", case.code, "--to", "jc", "--store", case.folder, *outputs(tmp_path), typed=LOGIN)
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert (tmp_path / "r.pdf").read_bytes().startswith(b"%PDF")


def test_a_school_of_the_children_gets_no_record_of_the_parent_whatever_was_consented_to(
    run: Run, tmp_path: Path
) -> None:
    household: Json = [
        {"relation": "child", "where": "here", "birth_date": "2015", "school_or_childcare": "no"},
    ]
    answers = noor(consent("school", "Schulamt"), household=household)
    case = stored(tmp_path / "desk", answers)
    ran = run("handover", case.code, "--to", "school", "--store", case.folder, *outputs(tmp_path), typed=LOGIN)
    assert ran.code == 1
    assert Reason.CHILDRENS_OWN.value in ran.err
    assert not (tmp_path / "r.json").exists()

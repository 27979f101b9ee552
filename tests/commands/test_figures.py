from __future__ import annotations

import csv
import datetime as dt
import io
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from pypdf import PdfReader

from intake.cli import main
from intake.commands import figures
from intake.commands.demo_cases import changes_of
from intake.interview.answer_file import answers_from_json
from intake.interview.answers import Answers
from intake.interview.values import Json
from intake.store.ids import new_id
from intake.store.kept.answers import event
from intake.store.kept.cases import CaseSettings, NewCase
from intake.store.kept.saving import Saving
from intake.store.opening import create_store, open_store
from tests.commands.running import Run
from tests.commands.stored import LOGIN, NAME, NOW, content
from tests.store.making import CHEAP, PASSPHRASE

SECRETS = ("Haddad", "Tesfay", "0151 2345678")
PEOPLE: list[tuple[int, dict[str, Json]]] = [
    (6, {"school_highest": "isced2", "family_name": "Haddad", "phone": "0151 2345678"}),
    (5, {"school_highest": "isced3", "family_name": "Tesfay"}),
    (2, {"school_highest": {"state": "declined"}, "family_name": "Tesfay"}),
]


@pytest.fixture(autouse=True)
def _content_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures, "load_content", lambda own: content())


@dataclass(frozen=True)
class Desk:
    folder: Path

    def actions(self) -> list[tuple[str, str]]:
        store = open_store(self.folder, NAME, PASSPHRASE, NOW)
        try:
            return [(entry.action, entry.subject) for entry in store.trail.entries(9)]
        finally:
            store.close()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Thirteen invented people at zebera, one a day, and one at Münster."""
    store, _ = create_store(tmp_path / "desk", NAME, PASSPHRASE, NOW, CHEAP)
    people = [answers for count, answers in PEOPLE for _ in range(count)]
    for number, (site, answers) in enumerate([*(("zebera", each) for each in people), ("muenster", PEOPLE[0][1])]):
        read = answers_from_json(content().questionnaire, answers)
        assert isinstance(read, Answers), read
        at = NOW + dt.timedelta(days=number)
        new = NewCase(new_id(at), "full", site, "2", CaseSettings())
        store.begin_case(new, Saving(new.id, tuple(event(each, at) for each in changes_of(read)), store.staff.id, at))
    store.close()
    return Desk(tmp_path / "desk")


def lines_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig")), delimiter=";"))


def schools(path: Path) -> dict[str, str]:
    return {
        line["row"]: line["value"]
        for line in lines_of(path)
        if line["rows by"] == "Highest level completed" and line["column"] == "count"
    }


def test_figures_are_printed_and_noted(desk: Desk, run: Run) -> None:
    ran = run("figures", "--site", "zebera", "--store", desk.folder, typed=LOGIN)
    assert (ran.code, ran.err) == (0, "")
    assert "Structure: school, German, training" in ran.out
    assert "The third column of the source, AsylbLG by town, is not computable" in ran.out
    assert desk.actions()[1] == ("figures.exported", "zebera")


def test_counts_of_the_site_are_written_as_csv_and_pdf_and_hide_the_few(desk: Desk, run: Run, tmp_path: Path) -> None:
    table, paper = tmp_path / "f.csv", tmp_path / "f.pdf"
    ran = run("figures", "--site", "zebera", "--store", desk.folder, "--csv", table, "--pdf", paper, typed=LOGIN)
    assert ran.code == 0
    assert ran.out.splitlines() == [f"written: {table}", f"written: {paper}"]
    assert schools(table) == {
        "Lower secondary school": "6",
        "Upper secondary or vocational school": "–",
        "open or not asked": "<5",
        "total": "13",
    }
    assert "Lower secondary school" in "".join(page.extract_text() for page in PdfReader(paper).pages)


def test_nothing_that_names_a_person_leaves_the_store(desk: Desk, run: Run, tmp_path: Path) -> None:
    table = tmp_path / "f.csv"
    ran = run("figures", "--site", "zebera", "--store", desk.folder, "--csv", table, "--text", typed=LOGIN)
    for secret in (*SECRETS, NAME):
        assert secret not in ran.out
        assert secret not in table.read_text(encoding="utf-8-sig")


def test_only_first_talks_between_the_days_count(desk: Desk, run: Run, tmp_path: Path) -> None:
    table = tmp_path / "f.csv"
    first = NOW.astimezone().date()
    between = ("--from", str(first), "--to", str(first + dt.timedelta(days=5)))
    run("figures", "--site", "zebera", "--store", desk.folder, *between, "--csv", table, typed=LOGIN)
    assert schools(table) == {"Lower secondary school": "6", "total": "6"}


def test_figures_speak_german(desk: Desk, run: Run) -> None:
    ran = run("figures", "--site", "zebera", "--store", desk.folder, "--language", "de", typed=LOGIN)
    assert "Struktur: Schule, Deutsch, Ausbildung" in ran.out
    assert "offen oder nicht gefragt" in ran.out


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--site", "nowhere"), 2, "There is no site"),
        (("--from", "2026-13-01"), 2, "is no day"),
        (("--from", "2026-02-01", "--to", "2026-01-01"), 2, "The first day lies after the last one."),
        (("--csv", "{same}", "--pdf", "{same}"), 2, "The figures cannot be written there."),
        (("--csv", "{store}/f.csv"), 2, "The figures cannot be written there."),
        (("--csv", "{none}/f.csv"), 6, "The file csv was not written."),
    ],
)
def test_what_cannot_be_done_is_said_and_writes_nothing(
    arguments: tuple[str, ...], code: int, said: str, desk: Desk, run: Run, tmp_path: Path
) -> None:
    places = {"same": tmp_path / "same", "store": desk.folder, "none": tmp_path / "none"}
    typed = [each.format(**places) for each in arguments]
    before = sorted(tmp_path.rglob("*"))
    ran = run("figures", "--store", desk.folder, *typed, typed=LOGIN)
    assert ran.code == code
    assert said in ran.err
    assert sorted(tmp_path.rglob("*")) == before


def test_a_wrong_passphrase_counts_nothing(desk: Desk, run: Run) -> None:
    ran = run("figures", "--site", "zebera", "--store", desk.folder, typed=f"{NAME}\nfalsch geraten\n")
    assert (ran.code, ran.out) == (5, "")


@pytest.mark.parametrize(("encoding", "bars"), [("utf-8", "█"), ("latin-1", "#")])
def test_a_terminal_without_blocks_gets_plain_bars(
    encoding: str, bars: str, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = io.BytesIO()
    monkeypatch.setattr(sys, "stdin", io.StringIO(LOGIN))
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(out, encoding=encoding))
    assert main(["figures", "--site", "zebera", "--store", str(desk.folder)]) == 0
    text = out.getvalue().decode(encoding)
    assert bars * 3 in text
    assert ({"█", "#"} - {bars}).isdisjoint(text)


@pytest.mark.parametrize(
    ("between", "is_warned"),
    [
        ((), True),
        (("--from", "2020-01-01", "--to", "2020-01-31"), False),
        (("--from", "2020-01-02", "--to", "2020-01-31"), True),
    ],
)
def test_who_writes_figures_of_a_period_that_is_not_whole_is_warned(
    between: tuple[str, ...], is_warned: bool, desk: Desk, run: Run, tmp_path: Path
) -> None:
    arguments: tuple[str | Path, ...] = ("figures", "--site", "zebera", "--store", desk.folder, *between)
    ran = run(*arguments, "--csv", tmp_path / "f.csv", typed=LOGIN)
    assert (ran.code, "can be subtracted" in ran.err) == (0, is_warned)
    assert run(*arguments, typed=LOGIN).err == ""


def test_the_figures_of_all_sites_are_written_too(desk: Desk, run: Run, tmp_path: Path) -> None:
    run("figures", "--site", "zebera", "--store", desk.folder, "--csv", tmp_path / "f.csv", typed=LOGIN)
    assert {line["figure"] for line in lines_of(tmp_path / "f.csv")} >= {
        "z_nationality",
        "x_growth",
        "x_months",
        "x_steps",
        "",
    }

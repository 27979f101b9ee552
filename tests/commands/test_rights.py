"""What a person can ask for: all that is stored, restriction, erasure; and what time asks for."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from contextlib import closing
from functools import partial
from pathlib import Path

import pypdf
import pytest

from intake.commands.handover import NoConsent
from intake.commands.rights import RetentionOrder, retention
from intake.errors import InputError
from intake.settings import Settings
from intake.store.backups.backup import list_backups
from intake.store.backups.places import Plan
from intake.store.backups.tombstones import read_tombstones
from intake.store.kept.answers import event
from intake.store.kept.audit import Action
from intake.store.kept.cases import CaseSettings
from intake.store.kept.people import Role
from intake.store.kept.saving import Saving
from intake.store.opening import open_store
from intake.store.salvage.pages import read_pages
from tests.commands.running import Run
from tests.commands.stored import LOGIN, NAME, NOW, Stored, consent, noor, stored
from tests.store.making import CHEAP, PASSPHRASE, key_of, raw_connection, said

MARKER = "Zahnwehmarke"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Stored:
    desk = stored(
        tmp_path_factory.mktemp("stored") / "desk",
        noor(consent("jc", "Jobcenter Wuppertal"), family_name="Al-Frühere", wg_seeing="lot"),
    )
    with desk.open() as store:
        changes = (said("family_name", "Al-Spätere"),)
        store.save(Saving(desk.id, tuple(event(each, NOW) for each in changes), store.staff.id, NOW))
    return desk


@pytest.fixture
def desk(made: Stored, tmp_path: Path) -> Stored:
    shutil.copytree(made.folder, tmp_path / "desk")
    return Stored(tmp_path / "desk", made.id, made.code)


def _text(file: Path) -> str:
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(file).pages).split())


def test_all_that_is_stored_is_written_for_the_person(run: Run, desk: Stored, tmp_path: Path) -> None:
    done = run("access", desk.code, "--to", tmp_path / "out", "--language", "en", "--store", desk.folder, typed=LOGIN)
    assert done.code == 0, done.err
    names = sorted(file.name for file in (tmp_path / "out").iterdir())
    assert names == [f"{desk.code}_access_en.json", f"{desk.code}_access_en.pdf"]
    paper = _text(tmp_path / "out" / names[1])
    for words in ("Al-Spätere", "Al-Frühere", NAME, "All that is stored about you", "More can be printed"):
        assert words in paper
    told = json.loads((tmp_path / "out" / names[0]).read_text("utf-8"))
    assert told["answers"]["family_name"]["value"] == "Al-Spätere"
    family = [each["answer"]["value"] for each in told["changes"] if each["question"] == "family_name"]
    assert family == ["Al-Frühere", "Al-Spätere"]
    assert "wg_seeing" not in told["answers"]
    assert any("began the case" in each["what"] or "begonnen" in each["what"] for each in told["who"])
    assert told["kept_until"] > "2026"


def test_who_cannot_read_all_of_it_writes_no_paper_that_says_it_is_all(run: Run, desk: Stored, tmp_path: Path) -> None:
    with desk.open() as store:
        store.people.add("Sven", "auch lang genug", (Role.ADMINISTRATOR,), store.staff.id, NOW, CHEAP)
    typed = "Sven\nauch lang genug\n"
    done = run("access", desk.code, "--private", "--to", tmp_path / "out", "--store", desk.folder, typed=typed)
    assert done.code != 0
    assert "second key" in done.err
    assert not (tmp_path / "out").exists()


def test_a_case_in_a_language_that_went_away_is_written_in_another(run: Run, desk: Stored, tmp_path: Path) -> None:
    with desk.open() as store:
        store.keep_settings(desk.id, CaseSettings(languages=("xx",)), store.staff.id, NOW)
    done = run("access", desk.code, "--to", tmp_path / "out", "--store", desk.folder, typed=LOGIN)
    assert done.code == 0, done.err


def test_what_is_private_is_in_only_where_it_is_asked_for(run: Run, desk: Stored, tmp_path: Path) -> None:
    done = run("access", desk.code, "--private", "--to", tmp_path, "--store", desk.folder, typed=LOGIN)
    assert done.code == 0, done.err
    told = json.loads((tmp_path / f"{desk.code}_access_ar.json").read_text("utf-8"))
    assert told["answers"]["wg_seeing"]["value"] == "lot"
    with desk.open() as store:
        assert Action.CASE_DISCLOSED in {entry.action for entry in store.trail.entries(6)}


def test_nothing_is_written_into_the_folder_of_the_store(run: Run, desk: Stored) -> None:
    assert run("access", desk.code, "--to", desk.folder / "x", "--store", desk.folder, typed=LOGIN).code == 2


def test_a_restricted_case_is_not_exported_until_that_is_lifted(run: Run, desk: Stored, tmp_path: Path) -> None:
    def hand_over() -> int:
        file = tmp_path / "record.json"
        office = ("--to", "jc", "--office", "Jobcenter Wuppertal")
        return run("handover", desk.code, *office, "--json", file, "--store", desk.folder, typed=LOGIN).code

    assert run("restrict", desk.code, "--reason", "bestritten", "--store", desk.folder, typed=LOGIN).code == 0
    assert hand_over() == 4
    assert not (tmp_path / "record.json").exists()
    assert run("restrict", desk.code, "--lift", "--reason", "geklärt", "--store", desk.folder, typed=LOGIN).code == 0
    assert hand_over() in (0, NoConsent.exit_code)


def test_erasing_asks_for_the_code_once_more(run: Run, desk: Stored) -> None:
    wrong = run("erase", desk.code, "--reason", "person", "--store", desk.folder, typed=f"{LOGIN}Z-0000-00\n")
    assert wrong.code == 2
    with desk.open() as store:
        store.care.back_up(Plan(), store.staff.id, NOW)
    done = run("erase", desk.code, "--reason", "person", "--store", desk.folder, typed=f"{LOGIN}{desk.code.lower()}\n")
    assert (done.code, done.err) == (0, "")
    assert "A new backup without it was written. Those of before hold it until" in done.out
    newest, before = list_backups(desk.folder / "backups")
    assert (newest.cases, before.cases) == (0, 1)
    assert "destroy them by hand" in done.out
    with desk.open() as store:
        assert store.lists.list_cases(None) == ()
    assert run("access", desk.code, "--to", desk.folder.parent, "--store", desk.folder, typed=LOGIN).code == 2


@pytest.fixture
def marked(tmp_path: Path) -> Stored:
    """A case whose every text is a marker, beside another case."""
    return stored(tmp_path / "marked", noor(family_name=MARKER, given_name=MARKER))


def test_nothing_of_an_erased_case_is_left_in_the_decrypted_file(run: Run, marked: Stored, tmp_path: Path) -> None:
    key = key_of(marked.folder).raw

    def found() -> bool:
        pages = read_pages(marked.folder / "cases.db", key)
        assert pages.damaged == frozenset()
        text = b"".join(pages.content.values())
        return any(word.encode() in text for word in (MARKER, MARKER.lower(), marked.id))

    assert found()
    with raw_connection(marked.folder, key_of(marked.folder)):  # who has the store open keeps the log from ending
        erased = run("erase", marked.code, "--reason", "person", "--yes", "--store", marked.folder, typed=LOGIN)
        assert erased.code == 0
        shutil.copy(marked.folder / "cases.db", tmp_path / "alone.db")  # the file without its log
    pages = b"".join(read_pages(tmp_path / "alone.db", key).content.values())
    assert MARKER.encode() not in pages
    assert MARKER.lower().encode() not in pages
    log = marked.folder / "cases.db-wal"
    assert not log.exists() or log.stat().st_size == 0
    with closing(open_store(marked.folder, NAME, PASSPHRASE, NOW)) as store:
        assert len(read_tombstones(marked.folder, store.store_id)) == 1


def _plus(days: int) -> dt.datetime:
    return NOW + dt.timedelta(days=days)


def _settings(desk: Stored) -> Settings:
    return Settings(store=desk.folder, origins={})


def _say(message: str, **params: str | int) -> str:
    return message.format(**params)


@pytest.mark.parametrize(("days", "is_over"), [(31, True), (29, False)])
def test_a_draft_without_consent_has_had_its_time_after_30_days(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], days: int, is_over: bool
) -> None:
    desk = stored(tmp_path / "draft", noor())
    at = NOW + dt.timedelta(days=days)
    monkeypatch.setattr("intake.commands.rights.ask_secret", lambda _: PASSPHRASE)
    with desk.open() as store:
        for hour in (0, 1):
            store.care.back_up(Plan(), store.staff.id, NOW + dt.timedelta(hours=hour))
    assert retention(RetentionOrder(name=NAME), _settings(desk), _say, lambda: at) == 0
    assert len(list_backups(desk.folder / "backups")) == (1 if is_over else 2)
    assert (desk.code in capsys.readouterr().out) is is_over
    with desk.open() as store:
        assert len(store.lists.list_cases(None)) == 1
    assert retention(RetentionOrder(erases=True, name=NAME, is_sure=True), _settings(desk), _say, lambda: at) == 0
    with desk.open() as store:
        assert len(store.lists.list_cases(None)) == (0 if is_over else 1)


def test_a_case_with_consent_is_kept_for_24_months_and_a_date_far_ahead_is_typed_first(
    desk: Stored, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("intake.commands.rights.ask_secret", lambda _: PASSPHRASE)
    for days, is_over in ((700, False), (740, True)):
        clock = partial(_plus, days)
        today = clock().astimezone().date().isoformat()
        for typed in ("2026-05-17", ""):
            monkeypatch.setattr("intake.commands.rights.ask_line", lambda _, typed=typed: typed)
            with pytest.raises(InputError, match="not that of this computer"):
                retention(RetentionOrder(erases=True, name=NAME, is_sure=True), _settings(desk), _say, clock)
        monkeypatch.setattr("intake.commands.rights.ask_line", lambda _, today=today: today)
        assert retention(RetentionOrder(name=NAME), _settings(desk), _say, clock) == 0
        assert (desk.code in capsys.readouterr().out) is is_over

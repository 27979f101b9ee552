"""What a person can ask for: all that is stored, restriction, erasure; and what time asks for."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

import pypdf
import pytest

from intake.commands.handover import NoConsent
from intake.commands.rights import RetentionOrder, retention
from intake.errors import InputError
from intake.interview.values import PartialDate
from intake.settings import Settings
from intake.store.backups.backup import list_backups
from intake.store.backups.places import Plan
from intake.store.backups.tombstones import read_tombstones
from intake.store.kept.answers import HalfTyped, Place, event
from intake.store.kept.audit import Action
from intake.store.kept.cases import CaseSettings
from intake.store.kept.handovers import HandoverStep, Step
from intake.store.kept.happened import CaseEvent
from intake.store.kept.people import Role
from intake.store.kept.saving import Saving
from intake.store.opening import open_store
from intake.store.people.rights import NotAllowed
from intake.store.salvage.pages import read_pages
from tests.commands.running import Run
from tests.commands.stored import LOGIN, NAME, NOW, Stored, consent, noor, stored
from tests.store.making import CHEAP, PASSPHRASE, draft, key_of, raw_connection, said

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
    assert not any("Sehen" in each["what"] for each in told["who"])  # nor that it was asked
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
    with desk.open() as store:
        me, record = store.staff.id, draft(desk.id)
        moved = [CaseEvent(f"e{day}", desk.id, "moved", PartialDate(2026, 5, day), me, NOW) for day in (1, 2)]
        store.add_event(replace(moved[0], note="zuerst so"))
        store.add_event(replace(moved[1], note="dann so", replaces="e1"))
        store.handovers.draft(record, me, NOW)
        store.handovers.export(record.id, me, NOW)
        back = HandoverStep("s1", record.id, desk.id, Step.RETURNED, NOW.date(), me, NOW, "Frau Annahme")
        store.handovers.note(replace(back, note="zu früh"))
        store.keep_half_typed(desk.id, HalfTyped(Place("family_name"), "Al-Halb", 7, NOW))
    done = run("access", desk.code, "--private", "--to", tmp_path, "--store", desk.folder, typed=LOGIN)
    assert done.code == 0, done.err
    raw, paper = ((tmp_path / f"{desk.code}_access_ar.{kind}") for kind in ("json", "pdf"))
    told = json.loads(raw.read_text("utf-8"))
    assert told["answers"]["wg_seeing"]["value"] == "lot"
    assert [each["note"] for each in told["events"]] == ["zuerst so", "dann so"]
    assert [each["person"] for each in told["passed_on"][0]["steps"]] == ["", "Frau Annahme"]
    for words in ("zuerst so", "dann so", "zu früh", "Al-Halb"):
        assert words in _text(paper)
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


def test_what_was_restricted_while_it_was_asked_about_is_not_erased(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    desk, at = stored(tmp_path / "draft", noor()), _plus(31)
    with raw_connection(desk.folder, key_of(desk.folder)) as connection:
        connection.execute("UPDATE case_file SET site = 'gone'")  # a profile that nobody has any more: as everywhere
    with closing(open_store(desk.folder, NAME, PASSPHRASE, NOW)) as store:
        store.people.add("Inge", PASSPHRASE, (Role.INTERPRETER,), store.staff.id, NOW, CHEAP)
        for hour in (0, 1):
            store.care.back_up(Plan(), store.staff.id, NOW + dt.timedelta(hours=hour))

    def meanwhile(prompt: str) -> str:
        with closing(open_store(desk.folder, NAME, PASSPHRASE, at)) as other:
            other.care.restrict(desk.id, "Klage", other.staff.id, at)
        return "erase"

    monkeypatch.setattr("intake.commands.rights.ask_secret", lambda _: PASSPHRASE)
    monkeypatch.setattr("intake.commands.rights.ask_line", meanwhile)
    with pytest.raises(NotAllowed):
        retention(RetentionOrder(erases=True, name="Inge"), _settings(desk), _say, lambda: at)
    assert len(list_backups(desk.folder / "backups")) == 2  # and nothing else was removed
    assert retention(RetentionOrder(erases=True, name=NAME), _settings(desk), _say, lambda: at) == 0
    told = capsys.readouterr().out
    assert "0 cases are erased." in told
    assert f"{desk.code} is not" in told
    with desk.open() as store:
        assert len(store.lists.list_cases(None)) == 1


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

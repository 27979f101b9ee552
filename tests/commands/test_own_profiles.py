"""The desk's own profiles in the commands that use sites."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from intake.commands import check, content_areas
from intake.commands.content_areas import ContentAreas
from intake.languages.catalogs import PACKAGE, Catalogs
from intake.pathways.own_sites import built_in_text
from tests.commands.running import Run
from tests.commands.stored import LOGIN, consent, noor, stored


def say(message: str, /, **params: str | int) -> str:
    return Catalogs()["en"].say(message, params)


def own_hamm(folder: Path, old: str = 'kind = "ADMIT"', new: str = 'kind = "ROUTE"') -> Path:
    """A profile of one's own for Hamm in which one thing is changed."""
    folder.mkdir(parents=True)
    text = built_in_text("hamm")
    assert old in text
    file = folder / "hamm.toml"
    file.write_text(text.replace(old, new), encoding="utf-8")
    return file


def answers(folder: Path) -> Path:
    file = folder / "answers.json"
    known = {"residence_status": "res_25_2_r", "birth_date": "1990-05-05", "residence_municipality": "Hamm"}
    file.write_text(json.dumps(known), encoding="utf-8")
    return file


def kinds(out: str) -> dict[str, str]:
    return {result["rule"]: result["kind"] for result in json.loads(out)["results"]}


def test_an_own_profile_beside_the_settings_file_is_used_and_named(run: Run, tmp_path: Path) -> None:
    settings = tmp_path / "desk" / "settings.toml"
    file = own_hamm(tmp_path / "desk" / "sites")
    settings.write_text('site = "hamm"\n', "utf-8")
    options = ("--on", "2016-02-15", "--json")
    plain = run("assess", answers(tmp_path), "--site", "hamm", *options)
    ran = run("assess", answers(tmp_path), "--settings", settings, *options)
    assert (plain.code, plain.err, ran.code) == (0, "", 0)
    assert ran.err == f"site hamm: own profile {file}\n"
    assert kinds(plain.out)["HA1"] == "ADMIT"
    assert kinds(ran.out)["HA1"] == "ROUTE"


def test_an_own_profile_is_named_once_and_only_where_it_is_used(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own_hamm(tmp_path / "sites")
    monkeypatch.setenv("INTAKE_SITES", str(tmp_path / "sites"))
    file = answers(tmp_path)
    assert run("assess", file, "--site", "zebera").err == ""
    assert run("assess", file, file, "--site", "all").err.count("own profile") == 1


def test_a_mistake_in_an_own_profile_ends_with_3_and_its_line(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = own_hamm(tmp_path / "sites", 'kind = "ADMIT"', 'kind = "ADMITS"')
    monkeypatch.setenv("INTAKE_SITES", str(tmp_path / "sites"))
    line = file.read_text("utf-8").split('kind = "ADMITS"')[0].count("\n") + 1
    ran = run("assess", answers(tmp_path), "--site", "hamm", "--json")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith(f"{file}:{line}: ")
    assert run("assess", answers(tmp_path), "--site", "all", "--json").code == 3
    assert run("assess", answers(tmp_path), "--site", "zebera", "--json").code == 0


def test_the_check_looks_at_own_profiles_as_at_those_of_the_program(tmp_path: Path) -> None:
    folder = tmp_path / "sites"
    file = own_hamm(folder)
    area = ContentAreas(PACKAGE, say, folder).own_sites()
    assert (area.mistakes, area.said) == ((), f"own sites: 1 sites in {folder}")
    text = file.read_text("utf-8")
    file.write_text(text.replace('sections = ["head"', 'sections = ["haed"', 1), "utf-8")
    mistakes = ContentAreas(PACKAGE, say, folder).own_sites().mistakes
    assert mistakes
    assert all(mistake.startswith(f"{file}:") and "haed" in mistake for mistake in mistakes)


def test_the_check_has_a_line_for_own_profiles_only_where_there_are_some(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(content_areas, "catalog_problems", lambda package, places: ())
    assert check.run(say, own=tmp_path / "sites") == 0
    assert "own sites" not in capsys.readouterr().out
    own_hamm(tmp_path / "sites", 'id = "HA_KJC"', 'id = "HA_KJX"')
    monkeypatch.setenv("INTAKE_SITES", str(tmp_path / "sites"))
    ran = run("check")
    assert ran.code == 3
    assert "own sites: 1 sites in" in ran.out


def test_own_profiles_are_not_checked_on_a_wrong_base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own_hamm(tmp_path / "sites")
    areas = ContentAreas(PACKAGE, say, tmp_path / "sites")
    monkeypatch.setattr(ContentAreas, "_sites", (None, ("wrong",)))
    area = areas.own_sites()
    assert (area.is_checked, area.mistakes) == (False, ())


def test_a_record_is_made_by_the_own_profile(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTAKE_SITES", str(tmp_path / "sites"))
    run("site", "new", "zebera")
    file = tmp_path / "sites" / "zebera.toml"
    text = file.read_text("utf-8")
    assert '"zebera – Jobcenter Wuppertal AöR"' in text
    file.write_text(text.replace('"zebera – Jobcenter Wuppertal AöR"', '"Haus der Ankunft"'), "utf-8")
    case = stored(tmp_path / "desk", noor(consent("jc", "Jobcenter Wuppertal")))
    record = tmp_path / "record.txt"
    ran = run("handover", case.code, "--to", "jc", "--store", case.folder, "--text", record, typed=LOGIN)
    assert (ran.code, ran.err) == (0, "")
    assert "Haus der Ankunft" in record.read_text("utf-8")

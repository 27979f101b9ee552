from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from intake.pathways.own_sites import built_in_text
from intake.pathways.profile_reader import BUILT_IN
from tests.commands.running import Run

PERSONAS = Path(__file__).parents[1] / "pathways" / "personas.jsonl"
DAY = ("--on", "2016-02-15")


def case_of(id_: str, site: str, folder: Path) -> Path:
    """The answers of an invented person, as a file."""
    lines = map(json.loads, PERSONAS.read_text(encoding="utf-8").splitlines())
    answers = next(line["answers"] for line in lines if (line["id"], line["site"]) == (id_, site))
    file = folder / f"{id_}.json"
    file.write_text(json.dumps(answers), encoding="utf-8")
    return file


@pytest.fixture
def sites(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of own profiles, not there yet."""
    folder = tmp_path / "own" / "sites"
    monkeypatch.setenv("INTAKE_SITES", str(folder))
    return folder


def changed(file: Path, old: str, new: str) -> Path:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    return file


def test_a_new_site_is_a_copy_with_its_comments_and_says_where_it_comes_from(run: Run, sites: Path) -> None:
    ran = run("site", "new", "neustadt", "--from", "muenster")
    file = sites / "neustadt.toml"
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"written: {file}\n")
    assert 'site = "neustadt"' in ran.out
    assert f"intake site try {file} --case" in ran.out
    text = file.read_text(encoding="utf-8")
    assert "muenster" in text.splitlines()[0]
    comments = [line for line in built_in_text("muenster").splitlines() if line.startswith("#")]
    assert comments
    assert all(line in text.splitlines() for line in comments)
    assert tomllib.loads(text) == {**tomllib.loads(built_in_text("muenster")), "id": "neustadt"}


def test_without_a_source_the_site_of_this_id_is_copied_else_that_of_the_settings(
    run: Run, sites: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INTAKE_SITE", "hamm")
    run("site", "new", "dortmund")
    run("site", "new", "neustadt")
    assert tomllib.loads((sites / "dortmund.toml").read_text("utf-8"))["town"] == "Dortmund"
    assert tomllib.loads((sites / "neustadt.toml").read_text("utf-8"))["town"] == "Hamm"


def test_an_own_profile_can_be_copied_too(run: Run, sites: Path) -> None:
    run("site", "new", "neustadt", "--from", "hamm")
    changed(sites / "neustadt.toml", 'town = "Hamm"', 'town = "Neustadt"')
    assert run("site", "new", "altstadt", "--from", "neustadt").code == 0
    assert tomllib.loads((sites / "altstadt.toml").read_text("utf-8"))["town"] == "Neustadt"


def test_a_file_that_is_there_is_never_overwritten(run: Run, sites: Path) -> None:
    sites.mkdir(parents=True)
    (sites / "hamm.toml").write_text("mine", "utf-8")
    ran = run("site", "new", "hamm")
    assert (ran.code, ran.out) == (2, "")
    assert "hamm.toml" in ran.err
    assert (sites / "hamm.toml").read_text("utf-8") == "mine"


def test_another_file_or_folder_can_be_named_and_the_way_into_use_is_said(
    run: Run, sites: Path, tmp_path: Path
) -> None:
    ran = run("site", "new", "neustadt", "--from", "hamm", "--file", tmp_path / "neustadt.toml")
    assert (ran.code, (tmp_path / "neustadt.toml").is_file()) == (0, True)
    assert str(sites) in ran.out
    (tmp_path / "drafts").mkdir()
    assert run("site", "new", "neustadt", "--from", "hamm", "--file", tmp_path / "drafts").code == 0
    assert (tmp_path / "drafts" / "neustadt.toml").is_file()
    ran = run("site", "new", "neustadt", "--file", tmp_path / "draft.toml")
    assert (ran.code, (tmp_path / "draft.toml").exists()) == (2, False)
    assert "neustadt.toml" in ran.err
    assert not sites.exists()


@pytest.mark.parametrize("id_", ["Neustadt", "../x", "a b", "all", "", "ä"])
def test_an_id_that_nobody_could_type_is_refused(id_: str, run: Run, sites: Path) -> None:
    ran = run("site", "new", id_)
    assert (ran.code, ran.out) == (2, "")
    assert "neustadt" in ran.err
    assert not sites.exists()


def test_an_unknown_source_is_named_with_the_possible_ones(run: Run, sites: Path) -> None:
    run("site", "new", "neustadt", "--from", "hamm")
    ran = run("site", "new", "altstadt", "--from", "berlin")
    assert (ran.code, ran.out) == (2, "")
    assert all(id_ in ran.err for id_ in ("berlin", *BUILT_IN, "neustadt"))


def test_a_folder_that_cannot_be_made_ends_with_6(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    ran = run("site", "new", "hamm", "--file", tmp_path / "file" / "hamm.toml")
    assert (ran.code, ran.out) == (6, "")


def test_a_fresh_copy_changes_nothing(run: Run, sites: Path, tmp_path: Path) -> None:
    run("site", "new", "muenster")
    ran = run("site", "try", sites / "muenster.toml", "--case", case_of("P03", "muenster", tmp_path), *DAY)
    assert (ran.code, ran.err) == (0, "")
    assert "compared with: muenster\n" in ran.out
    assert ran.out.endswith("\nNothing changes.\n")


def test_what_a_profile_changes_is_listed_part_by_part(run: Run, sites: Path, tmp_path: Path) -> None:
    run("site", "new", "muenster")
    file = sites / "muenster.toml"
    changed(file, "goal_work in ('yes','later')\"\nkind", "goal_work == 'no'\"\nkind")
    changed(file, 'add = "P14D"', 'add = "P10D"')
    ran = run("site", "try", file, "--case", case_of("P03", "muenster", tmp_path), *DAY)
    assert (ran.code, ran.err) == (0, "")
    lines = [line.strip() for line in ran.out.splitlines()]
    assert "- M7  Responsible here → MS_IP_AA" in lines
    assert "- MS_IP_AA  named" in lines
    assert "- ms_profile  proposed" in lines
    assert "~ reception_aim  15 Feb 2016; new: 11 Feb 2016, overdue" in lines
    heads = ["Result", "Stations", "Offers", "Deadlines"]
    assert [line for line in lines if line in heads] == heads


def test_a_reworded_reason_is_shown_before_and_after(run: Run, sites: Path, tmp_path: Path) -> None:
    run("site", "new", "muenster")
    file = changed(sites / "muenster.toml", "Single talk, profiling and strategy at the agency.", "A first talk.")
    ran = run("site", "try", file, "--case", case_of("P03", "muenster", tmp_path), *DAY)
    assert "before: Prospect to stay and aim to work: admission. Single talk" in ran.out
    assert "now: Prospect to stay and aim to work: admission. A first talk." in ran.out


def test_a_profile_with_mistakes_is_not_tried(run: Run, sites: Path, tmp_path: Path) -> None:
    run("site", "new", "muenster")
    file = changed(sites / "muenster.toml", 'stations = ["MS_CLEARING"]\nreason', 'stations = ["MS_X"]\nreason')
    line = file.read_text("utf-8")[: file.read_text("utf-8").index('"MS_X"')].count("\n") + 1
    ran = run("site", "try", file, "--case", case_of("P03", "muenster", tmp_path), *DAY)
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith(f"{file}:{line}: ")
    unreachable = changed(file, '"MS_X"', '"MS_CLEARING"')
    often = "interest_training_study == 'yes'"
    changed(unreachable, f'when = "{often}"\nkind', f'when = "{often} and not {often}"\nkind')
    ran = run("site", "try", file, "--case", case_of("P03", "muenster", tmp_path), *DAY)
    assert (ran.code, "no answers ever make" in ran.err) == (3, True)


def test_a_draft_elsewhere_is_compared_with_the_own_profile_it_would_replace(
    run: Run, sites: Path, tmp_path: Path
) -> None:
    run("site", "new", "muenster")
    draft = tmp_path / "draft.toml"
    draft.write_text((sites / "muenster.toml").read_text("utf-8"), "utf-8")
    changed(sites / "muenster.toml", 'add = "P14D"', 'add = "P10D"')
    ran = run("site", "try", draft, "--case", case_of("P03", "muenster", tmp_path), *DAY)
    assert f"compared with: {sites / 'muenster.toml'}\n" in ran.out
    assert "~ reception_aim  11 Feb 2016, overdue; new: 15 Feb 2016" in ran.out
    assert ran.out.endswith("muenster.toml.\n")


def test_a_new_site_is_compared_with_the_one_named_else_that_of_the_settings(
    run: Run, sites: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = case_of("P03", "muenster", tmp_path)
    run("site", "new", "neustadt", "--from", "muenster")
    file = sites / "neustadt.toml"
    assert "Nothing changes." in run("site", "try", file, "--case", case, *DAY, "--from", "muenster").out
    assert "compared with: zebera" in run("site", "try", file, "--case", case, *DAY).out
    assert run("site", "try", file, "--case", case, *DAY, "--from", "berlin").code == 2
    monkeypatch.setenv("INTAKE_SITE", "neustadt")
    ran = run("site", "try", file, "--case", case, *DAY)
    assert (ran.code, "--from" in ran.err) == (2, True)


def test_the_law_set_can_be_chosen_for_a_trial(run: Run, sites: Path, tmp_path: Path) -> None:
    run("site", "new", "muenster")
    options = ("--case", case_of("P03", "muenster", tmp_path), *DAY, "--law", "2021-03-01")
    assert "law set of 1 Mar 2021" in run("site", "try", sites / "muenster.toml", *options).out


def test_wrong_answers_of_a_case_are_named(run: Run, sites: Path, tmp_path: Path) -> None:
    run("site", "new", "muenster")
    case = tmp_path / "wrong.json"
    case.write_text('{"gender": "q"}', "utf-8")
    ran = run("site", "try", sites / "muenster.toml", "--case", case, *DAY)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"{case}: gender")


@pytest.mark.parametrize("id_", BUILT_IN)
@pytest.mark.parametrize("language", ["de", "en"])
def test_a_profile_for_reading_names_every_row(id_: str, language: str, run: Run) -> None:
    profile = tomllib.loads(built_in_text(id_))
    ran = run("site", "show", id_, "--language", language)
    assert (ran.code, ran.err) == (0, "")
    shown = " ".join(ran.out.split())
    rows = [*profile.get("rule", ()), *profile.get("offer", ()), *profile.get("deadline", ())]
    assert rows
    for row in rows:
        assert row["id"] in shown
        text = row.get("reason") or row["name"]
        assert " ".join(text[language].split()) in shown
        assert row["when"] == "True" or " ".join(row["when"].split()) in shown
    for recipient in profile["recipient"]:
        assert recipient["purpose"][language] in shown
    for phase in profile["phase"]:
        assert f"{phase['id']} {phase['name'][language]}" in shown
        assert phase["agency"][language] in shown
        assert " ".join(phase.get("when", "").split()) in shown
    assert "measures.state = 'running'" in shown


def test_the_words_of_the_conditions_are_explained_by_their_questions(run: Run) -> None:
    ran = run("site", "show", "muenster", "--language", "de")
    question = ran.out.index("goal_work  Möchten Sie arbeiten?\n")
    codes = [line.strip().split(" = ")[0] for line in ran.out[question:].splitlines()[1:4]]
    assert codes == ["'yes'", "'later'", "'no'"]
    assert "'sep'" not in ran.out
    assert "school_duty  aus anderen Antworten berechnet" in ran.out


def test_reading_an_own_profile_says_that_it_is_one(run: Run, sites: Path) -> None:
    run("site", "new", "hamm")
    ran = run("site", "show", "hamm")
    assert ran.err == f"site hamm: own profile {sites / 'hamm.toml'}\n"
    assert run("site", "show", "berlin").code == 2


def test_german_is_spoken_where_it_is_asked_for(run: Run, sites: Path, tmp_path: Path) -> None:
    ran = run("site", "new", "muenster", "--language", "de")
    assert "geschrieben: " in ran.out
    case = case_of("P03", "muenster", tmp_path)
    ran = run("site", "try", sites / "muenster.toml", "--case", case, *DAY, "--language", "de")
    assert ran.out.endswith("\nNichts ändert sich.\n")
    assert "15.02.2016, Rechtsstand vom 24.10.2015" in ran.out


def test_a_missing_or_unknown_action_shows_the_usage(run: Run) -> None:
    for typed in ((), ("copy",), ("try", "x.toml"), ("new",)):
        ran = run("site", *typed)
        assert (ran.code, ran.out) == (2, "")
        assert "usage: intake site" in ran.err
    assert run("site", "--help").code == 0

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands.running import Run
from tests.commands.test_site import case_of

DAY = ("--on", "2016-02-15")


def rows(out: str) -> dict[str, tuple[bool, str]]:
    """Whether a row differs, and its cells, by its id."""
    found = {}
    for line in out.splitlines():
        if line[:2] in ("≠ ", "  ") and line[2:3].strip() and len(line) > 23:
            found[line[2:].split()[0]] = (line.startswith("≠"), line[23:])
    return found


def test_law_sets_stand_side_by_side_and_differences_are_marked(run: Run, tmp_path: Path) -> None:
    case = case_of("P07", "muenster", tmp_path)
    ran = run("assess", case, "--compare", "muenster@2015-10-24,muenster@2019-08-01", *DAY)
    assert (ran.code, ran.err) == (0, "")
    found = rows(ran.out)
    assert found["M3"] == (False, found["M3"][1])
    assert found["M6"][0]
    assert found["M6"][1].split()[-1] == "–"
    assert found["M5"][0]
    assert found["M5"][1].split()[0] == "–"
    assert ran.out.splitlines()[-1].endswith("lines differ (≠).")
    marked = sum(line.startswith("≠ ") for line in ran.out.splitlines())
    assert ran.out.splitlines()[-1].startswith(f"{marked} ")


def test_the_same_pair_twice_says_that_nothing_differs(run: Run, tmp_path: Path) -> None:
    case = case_of("P03", "muenster", tmp_path)
    ran = run("assess", case, "--compare", "muenster,muenster", *DAY)
    assert ran.out.splitlines()[-1] == "Nothing differs."
    assert "≠" not in ran.out


def test_a_pair_takes_site_and_law_set_of_the_command_where_it_has_none(run: Run, tmp_path: Path) -> None:
    case = case_of("P03", "muenster", tmp_path)
    ran = run(
        "assess", case, "--compare", "@2021-03-01,hamm,zebera@", "--site", "muenster", "--law", "2016-08-01", *DAY
    )
    head = ran.out.splitlines()[3:5]
    assert head[0].split() == ["muenster", "hamm", "zebera"]
    assert [part.strip() for part in head[1].split("law set of")[1:]] == ["1 Mar 2021", "1 Aug 2016", "1 Aug 2016"]


def test_each_file_has_its_table(run: Run, tmp_path: Path) -> None:
    first, second = case_of("P03", "muenster", tmp_path), case_of("P07", "muenster", tmp_path)
    ran = run("assess", first, second, "--compare", "muenster,hamm", *DAY)
    assert [line.split(" · ")[0] for line in ran.out.splitlines() if " · " in line] == [str(first), str(second)]


@pytest.mark.parametrize("pairs", ["muenster", "muenster,", ",", "a,b,c,d,e,f,g", "muenster,,hamm"])
def test_too_few_and_too_many_pairs_are_refused_with_an_example(pairs: str, run: Run, tmp_path: Path) -> None:
    ran = run("assess", case_of("P03", "muenster", tmp_path), "--compare", pairs, *DAY)
    assert (ran.code, ran.out) == (2, "")
    assert "zebera@2015-10-24" in ran.err


@pytest.mark.parametrize(
    ("pairs", "word"), [("muenster,berlin", "berlin"), ("hamm,hamm@2016-02-15", "2016-02-15"), ("hamm,hamm@x", "'x'")]
)
def test_an_unknown_site_or_law_set_is_named(pairs: str, word: str, run: Run, tmp_path: Path) -> None:
    ran = run("assess", case_of("P03", "muenster", tmp_path), "--compare", pairs, *DAY)
    assert (ran.code, ran.out) == (2, "")
    assert word in ran.err


def test_wrong_answers_of_every_file_are_named_and_nothing_is_printed(run: Run, tmp_path: Path) -> None:
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    first.write_text('{"gender": "q"}', "utf-8")
    second.write_text(json.dumps({"colour": "red"}), "utf-8")
    sound = case_of("P03", "muenster", tmp_path)
    ran = run("assess", sound, first, second, "--compare", "muenster,hamm", *DAY)
    assert (ran.code, ran.out) == (2, "")
    assert str(first) in ran.err
    assert str(second) in ran.err


def test_a_table_is_no_json_and_no_batch(run: Run, tmp_path: Path) -> None:
    case = case_of("P03", "muenster", tmp_path)
    for more in (("--json",), ("--batch", case)):
        ran = run("assess", case, "--compare", "muenster,hamm", *more)
        assert (ran.code, ran.out) == (2, "")
        assert "usage: intake assess" in ran.err


def test_no_line_of_a_table_is_wider_than_a_page(run: Run, tmp_path: Path) -> None:
    case = case_of("P05", "hannover", tmp_path)
    pairs = "hannover,hamm,gib_chain@2019-08-01"
    for language in ("de", "en"):
        ran = run("assess", case, "--compare", pairs, "--on", "2016-09-01", "--language", language)
        assert ran.code == 0
        assert max(map(len, ran.out.splitlines())) <= 102


def test_comparing_touches_no_store(run: Run, tmp_path: Path) -> None:
    run("assess", case_of("P03", "muenster", tmp_path), "--compare", "muenster,hamm", *DAY)
    assert not (tmp_path / "home").exists()

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from intake.pathways.profile_reader import BUILT_IN
from tests.commands.running import Run, run_apart

PERSONAS = Path(__file__).parents[1] / "pathways" / "personas.jsonl"


@cache
def lines() -> tuple[dict[str, Any], ...]:
    return tuple(json.loads(line) for line in PERSONAS.read_text(encoding="utf-8").splitlines())


def expected(line: dict[str, Any], *, with_id: bool) -> str:
    """The line as it is printed, byte for byte."""
    data = {"id": line["id"], **line["expected"]} if with_id else line["expected"]
    return json.dumps(data, ensure_ascii=False) + "\n"


def written(folder: Path, *data: object) -> Path:
    """A file of JSON lines."""
    file = folder / "answers.json"
    file.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in data), encoding="utf-8")
    return file


def test_a_batch_gives_every_expected_line_byte_for_byte(run: Run, tmp_path: Path) -> None:
    asked = [{key: line[key] for key in ("id", "site", "on", "law", "answers")} for line in lines()]
    assert len(asked) == 64
    ran = run("assess", "--batch", written(tmp_path, *asked))
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.encode() == "".join(expected(line, with_id=True) for line in lines()).encode()


@pytest.mark.parametrize("id_", sorted({line["id"] for line in lines()}))
def test_a_file_at_all_sites_gives_every_expected_line_byte_for_byte(id_: str, run: Run, tmp_path: Path) -> None:
    of_person = [line for line in lines() if line["id"] == id_]
    assert [line["site"] for line in of_person] == list(BUILT_IN)
    for line in of_person:
        file = written(tmp_path, line["answers"])
        ran = run("assess", file, "--site", "all", "--on", line["on"], "--law", line["law"], "--json")
        assert (ran.code, ran.err) == (0, "")
        assert ran.out.splitlines(keepends=True)[BUILT_IN.index(line["site"])] == expected(line, with_id=False)
        assert len(ran.out.splitlines()) == len(BUILT_IN)


def test_a_process_of_its_own_prints_the_same_utf_8_whatever_the_terminal_can_show(tmp_path: Path) -> None:
    line = next(line for line in lines() if (line["id"], line["site"]) == ("P05", "muenster"))
    file = written(tmp_path, line["answers"])
    options = ("--site", "muenster", "--on", line["on"], "--law", line["law"], "--json")
    ran = run_apart("assess", file, *options, PYTHONIOENCODING="ascii")
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert ran.stdout == expected(line, with_id=False).encode()


def test_the_text_for_reading_says_that_the_team_decides(run: Run, tmp_path: Path) -> None:
    line = next(line for line in lines() if (line["id"], line["site"]) == ("P05", "zebera"))
    ran = run("assess", written(tmp_path, line["answers"]), "--on", line["on"])
    assert ran.code == 0
    assert "Vorschlag – das Team entscheidet" in ran.out
    assert "Z1  ADMIT" in ran.out
    assert "Rechtsstand 24.10.2015" in ran.out


def test_the_text_for_reading_draws_the_chain_of_steps_at_every_site(run: Run, tmp_path: Path) -> None:
    data = {"goal_work": "yes", "german_speaking": "a2", "measures": [{"offer": "zeb_skills", "state": "running"}]}
    file = tmp_path / "a.json"
    file.write_text(json.dumps(data), encoding="utf-8")
    done = run("assess", str(file), "--site", "all", "--on", "2016-02-15")
    texts = done.out.split("Vorschlag – das Team entscheidet")[1:]
    assert len(texts) == 8
    for text in texts:
        assert "Förderkette" in text
        lines = text.splitlines()
        at = next(number for number, line in enumerate(lines) if line.startswith(" 1 --"))
        assert lines[at + 1] == "[ ]  [ ]  [>]  [>]  [>]  [ ]  [ ]  [ ]  [ ]"
        assert "          >---->---->" in text
        assert "Möchte jetzt arbeiten und kann sich verständigen." in text


def test_a_line_of_a_batch_takes_day_and_law_of_the_command_where_it_has_none(run: Run, tmp_path: Path) -> None:
    file = written(tmp_path, {"site": "hamm", "answers": {}})
    ran = run("assess", "--batch", file, "--on", "2016-02-15", "--law", "2021-03-01")
    found = json.loads(ran.out)
    assert (found["on"], found["law"], "id" in found) == ("2016-02-15", "2021-03-01", False)


def test_another_law_set_is_used_where_it_is_named(run: Run, tmp_path: Path) -> None:
    line = next(line for line in lines() if (line["id"], line["site"]) == ("P07", "hannover"))
    file = written(tmp_path, line["answers"])
    ran = run("assess", file, "--site", "hannover", "--on", line["on"], "--law", "2026-07-01", "--json")
    assert json.loads(ran.out)["law"] == "2026-07-01"
    assert ran.out != expected(line, with_id=False)


def test_every_problem_of_every_file_is_listed_and_nothing_is_printed(run: Run, tmp_path: Path) -> None:
    first, second, sound = tmp_path / "first.json", tmp_path / "second.json", tmp_path / "sound.json"
    first.write_text('{"favourite_colour": "red", "gender": "q", "school_years": 99}', "utf-8")
    second.write_text('{"consents": [{"recipient": "kgb", "colour": 1}], "birth_date": "1999-02-30"}', "utf-8")
    sound.write_text("{}", "utf-8")
    ran = run("assess", sound, first, second, "--json")
    assert (ran.code, ran.out) == (2, "")
    places = [line.split(": ")[:2] for line in ran.err.splitlines()]
    assert [str(first), "'favourite_colour'"] in places
    assert {"gender", "school_years"} <= {where for file, where in places[:-1] if file == str(first)}
    inner = {where for file, where in places[:-1] if file == str(second)}
    assert {"consents[1].recipient", "consents[1]", "birth_date"} <= inner
    assert ran.err.splitlines()[-1].startswith("The answers cannot be used.")


def test_a_problem_is_said_once_for_all_sites(run: Run, tmp_path: Path) -> None:
    ran = run("assess", written(tmp_path, {"gender": "q"}), "--site", "all", "--json")
    assert len(ran.err.splitlines()) == 2


BROKEN = {
    "no JSON": b'{"gender": ',
    "nothing": b"",
    "NaN": b'{"school_years": NaN}',
    "infinity": b'{"school_years": -Infinity}',
    "a number beyond all": b'{"school_years": 1e999}',
    "endless digits": b'{"school_years": ' + b"9" * 6000 + b"}",
    "a key twice": b'{"gender": "f", "gender": "m"}',
    "an inner key twice": b'{"household": [{"where": "here", "where": "abroad"}]}',
    "deep nesting": b"[" * 100_000 + b"]" * 100_000,
    "no object": b"[]",
    "Latin-1": '{"family_name": "Müller"}'.encode("latin-1"),
    "UTF-16": '{"gender": "f"}'.encode("utf-16"),
}


@pytest.mark.parametrize("content", list(BROKEN.values()), ids=list(BROKEN))
@pytest.mark.parametrize("form", ["file", "batch"])
def test_a_broken_file_ends_with_2_and_its_name(content: bytes, form: str, run: Run, tmp_path: Path) -> None:
    file = tmp_path / "broken.json"
    if form == "file" or not content:
        file.write_bytes(content)
    else:
        file.write_bytes(b'{"site": "hamm", "answers": ' + content + b"}")
    ran = run("assess", "--batch", file) if form == "batch" and content else run("assess", file)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(str(file))
    assert "Traceback" not in ran.err
    assert max(map(len, ran.err.splitlines())) < 400


def test_a_missing_file_and_a_folder_are_named(run: Run, tmp_path: Path) -> None:
    missing, batch = tmp_path / "none.json", tmp_path / "none.jsonl"
    ran = run("assess", missing, tmp_path, "--batch", batch)
    assert (ran.code, ran.out) == (2, "")
    assert [line.partition(": ")[0] for line in ran.err.splitlines()[:-1]] == [str(missing), str(tmp_path), str(batch)]


def test_each_bad_line_of_a_batch_is_named_with_its_number(run: Run, tmp_path: Path) -> None:
    bad = [
        {"site": "hamm", "answers": {"q": 1}},
        {"site": "nowhere", "answers": {}},
        {"site": "hamm", "on": "2016-02-31", "answers": {}},
        {"site": "hamm", "on": "2016-02-15", "law": "2016-02-15", "answers": {}},
        {"answers": {}},
        {"site": "hamm"},
        [],
        {"site": "hamm", "on": "2016-02-15", "answers": {"birth_date": "2016-02-16"}},
    ]
    file = written(tmp_path, {"site": "hamm", "answers": {}}, *bad)
    ran = run("assess", "--batch", file)
    assert (ran.code, ran.out) == (2, "")
    numbers = [int(line.removeprefix(f"{file}:").partition(":")[0]) for line in ran.err.splitlines()[:-1]]
    assert numbers == list(range(2, 2 + len(bad)))


def test_only_a_line_feed_ends_a_line_of_a_batch(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "batch.jsonl"
    line = '{"id": "a\u2028b\u0085c", "site": "hamm", "answers": {"family_name": "A\u2029B"}}'
    file.write_bytes(f"{line}\r\n\n{line}\n".encode())
    ran = run("assess", "--batch", file)
    assert (ran.code, ran.err) == (0, "")
    assert [json.loads(each)["id"] for each in ran.out.split("\n") if each] == ["a\u2028b\u0085c"] * 2


def test_half_a_surrogate_pair_is_escaped_as_json_does_it(tmp_path: Path) -> None:
    file = tmp_path / "batch.jsonl"
    file.write_text('{"id": "\\ud800", "site": "hamm", "answers": {}}', "utf-8")
    ran = run_apart("assess", "--batch", file)
    assert ran.returncode == 0
    assert json.loads(ran.stdout)["id"] == "\ud800"


def test_a_birth_date_after_the_day_is_refused(run: Run, tmp_path: Path) -> None:
    file = written(tmp_path, {"birth_date": "2016-02-16"})
    ran = run("assess", file, "--on", "2016-02-15", "--json")
    assert (ran.code, ran.out) == (2, "")
    assert "birth date" in ran.err
    assert run("assess", file, "--on", "2016-02-16", "--json").code == 0


WRONG_OPTIONS = {
    "law of no set": ("--law", "2016-02-15", "2015-10-24"),
    "law that is no day": ("--law", "new", "2016-02-15"),
    "day that does not exist": ("--on", "2016-02-30", "2016-02-15"),
    "day before all law": ("--on", "1990-01-01", "2015-10-24"),
    "unknown site": ("--site", "berlin", "muenster"),
}


@pytest.mark.parametrize(("option", "value", "way_out"), list(WRONG_OPTIONS.values()), ids=list(WRONG_OPTIONS))
def test_a_wrong_option_is_named_with_the_way_out(
    option: str, value: str, way_out: str, run: Run, tmp_path: Path
) -> None:
    ran = run("assess", written(tmp_path, {}), option, value, "--json")
    assert (ran.code, ran.out) == (2, "")
    assert value in ran.err
    assert way_out in ran.err


def test_control_characters_of_the_input_do_not_reach_the_terminal(run: Run, tmp_path: Path) -> None:
    file = written(tmp_path, {"x\x1b[31m\u202e": 1, "gender": "\x1b]0;title\x07"})
    ran = run("assess", file)
    assert ran.code == 2
    assert not any(char in ran.err for char in "\x1b\x07\u202e")


def test_assessing_touches_no_store(run: Run, tmp_path: Path) -> None:
    assert run("assess", written(tmp_path, {}), "--json").code == 0
    assert not (tmp_path / "home").exists()


def test_without_input_the_usage_is_shown(run: Run) -> None:
    ran = run("assess", "--json")
    assert (ran.code, ran.out) == (2, "")
    assert "usage: intake assess" in ran.err

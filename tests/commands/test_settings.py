from __future__ import annotations

import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

from intake.settings import THEMES
from tests.commands.running import Run

NAMES = (
    "store", "site", "theme", "language", "person_language", "law", "run", "export", "sender", "sites",
    "terminal", "letters", "marks",
)  # fmt: skip


def shown(out: str) -> dict[str, tuple[str, str]]:
    """Value and origin by name, as they are printed."""
    lines = out.splitlines()
    found = {}
    for first, second in pairwise(lines):
        if first.partition(" = ")[0] in NAMES:
            name, value = next(iter(tomllib.loads(first).items()))
            found[name] = (str(value), second.rpartition("[")[2].removesuffix("]"))
    return found


def test_each_setting_is_shown_with_its_value_and_origin(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('site = "hamm"\nsender = "Erstgespräch, 0202 1234"\nrun = "full"\n', "utf-8")
    monkeypatch.setenv("INTAKE_RUN", "core")
    monkeypatch.setenv("INTAKE_THEME", "light")
    ran = run("settings", "--settings", file, "--site", "muenster", "--store", tmp_path / "desk")
    assert (ran.code, ran.err) == (0, "")
    found = shown(ran.out)
    assert tuple(found) == NAMES
    assert found["site"] == ("muenster", "argument")
    assert found["store"] == (str(tmp_path / "desk"), "argument")
    assert found["sender"] == ("Erstgespräch, 0202 1234", str(file))
    assert found["run"] == ("core", "environment INTAKE_RUN")
    assert found["theme"] == ("light", "environment INTAKE_THEME")
    assert found["language"] == ("de", "default")
    assert found["sites"] == (str(tmp_path / "sites"), "default")


def test_the_place_of_the_usual_file_is_shown(run: Run, tmp_path: Path) -> None:
    first = run("settings").out.splitlines()[0]
    assert "settings.toml" in first


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('theme = "pink"', ("pink", ", ".join(THEMES))),
        ('colour = "red"', ("colour", "person_language")),
        ("site = ", ("line 1",)),
    ],
)
def test_a_settings_file_with_a_mistake_ends_with_2_and_the_way_out(
    text: str, words: tuple[str, ...], run: Run, tmp_path: Path
) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(text, "utf-8")
    ran = run("settings", "--settings", file)
    assert (ran.code, ran.out) == (2, "")
    assert all(word in ran.err for word in words)


def test_a_settings_file_that_is_not_there_ends_with_2(run: Run, tmp_path: Path) -> None:
    ran = run("settings", "--settings", tmp_path / "none.toml")
    assert (ran.code, ran.out) == (2, "")
    assert "none.toml" in ran.err

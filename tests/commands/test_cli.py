from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from intake import __version__, cli
from intake.commands.parsers.common import language_of
from intake.errors import ContentError, InputError, IntakeError, KeyRefused, OutputError, StoreError
from intake.languages.catalogs import Catalogs
from tests.commands.running import ROOT, Run, run_apart

COMMANDS = ("demo", "assess", "handover", "verify", "unseal", "figures", "export", "import", "check", "settings")


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_each_command_explains_itself_in_both_languages(command: str, language: str, run: Run) -> None:
    ran = run(*filter(None, [command]), "--help", "--language", language)
    assert (ran.code, ran.err) == (0, "")
    usage, *rest = ran.out.split("\n\n")
    assert usage.startswith(f"usage: intake {command}".rstrip())
    assert rest
    assert "--language {de,en}" in ran.out
    assert max(map(len, ran.out.splitlines())) <= 100


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_help_of_the_program_lists_every_command(language: str, run: Run) -> None:
    lines = run("--help", "--language", language).out.splitlines()
    assert set(COMMANDS) <= {line.split()[0] for line in lines if line.startswith("  ") and line.strip()}


@pytest.mark.parametrize(
    ("typed", "environment", "language"),
    [
        ("check", {"LANG": "de_DE.UTF-8"}, "de"),
        ("check", {"LANG": "C.UTF-8"}, "de"),
        ("check", {"LANG": "tr_TR.UTF-8"}, "de"),
        ("check", {"LANG": "en_GB.UTF-8"}, "en"),
        ("check", {"LANG": "de_DE.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
        ("check", {"LANG": "en_GB.UTF-8", "INTAKE_LANGUAGE": "de"}, "de"),
        ("check --language en", {"INTAKE_LANGUAGE": "de"}, "en"),
        ("check --language=en", {}, "en"),
        ("check --language", {}, "de"),
        ("check --language fr", {}, "de"),
    ],
)
def test_a_command_speaks_as_typed_then_as_set_then_as_the_terminal(
    typed: str, environment: dict[str, str], language: str
) -> None:
    assert language_of(typed.split(), environment) == language


def test_the_version_is_that_of_the_package(run: Run) -> None:
    ran = run("--version")
    assert (ran.code, ran.out) == (0, f"intake {__version__}\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ["bogus"],
        ["--bogus"],
        ["check", "bogus"],
        ["settings", "--language", "fr"],
        ["handover", "Z-7K3F-92", "--to", "jc"],
        ["handover", "--to", "jc", "--pdf", "x.pdf"],
        ["handover", "Z-7K3F-92", "--pdf", "x.pdf"],
        ["demo", "--theme", "pink"],
        ["assess", "--js"],
    ],
    ids=" ".join,
)
def test_a_wrong_command_line_ends_with_2_and_the_usage(arguments: list[str], run: Run) -> None:
    ran = run(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("usage: intake")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["check", "bogus"], "Diese Wörter gehören nicht hierher: bogus"),
        (["handover", "Z-7K3F-92", "--pdf", "x.pdf"], "Es fehlt: --to"),
        (["closing", "--day"], "Hinter --day fehlt ein Wert."),
        (["demo", "--theme", "pink"], "--theme kann nicht 'pink' sein. Möglich: dark, light, mono."),
    ],
)
def test_what_is_wrong_in_a_command_line_is_said_in_german(arguments: list[str], said: str, run: Run) -> None:
    assert said in run(*arguments, "--language=de").err


ERRORS = [
    (IntakeError("That failed.", "Nothing was changed."), 1),
    (InputError("That failed.", "Nothing was changed."), 2),
    (ContentError("That failed.", "Nothing was changed.", ("a.toml:3: wrong", "b.toml:4: wrong")), 3),
    (StoreError("That failed.", "Nothing was changed."), 4),
    (KeyRefused("That failed.", "Nothing was changed."), 5),
    (OutputError("That failed.", "Nothing was changed."), 6),
]


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("--store X audit verify", "audit verify --store X"),
        ("--store=X --language en backup list --to Y", "backup list --to Y --store=X --language en"),
        ("--site zebera assess -- -a.json", "assess --site zebera -- -a.json"),
        ("--store audit", "--store audit"),
        ("--store X --help", "--store X --help"),
        ("--store X nonsense", "--store X nonsense"),
        ("audit verify --store X", "audit verify --store X"),
    ],
)
def test_settings_may_stand_before_the_command(typed: str, understood: str) -> None:
    assert cli.command_first(typed.split()) == understood.split()


def test_every_setting_of_the_program_may_stand_before_a_command(run: Run) -> None:
    options = {word.strip(",") for line in run("--help").out.splitlines() for word in line.split()[:1]}
    assert {each for each in options if each.startswith("--")} - {"--version"} == cli.SETTINGS


def test_a_setting_that_the_command_does_not_take_is_named_wherever_it_stands(run: Run, tmp_path: Path) -> None:
    refused = run("--theme", "dark", "check")
    assert (refused.code, refused.out) == (2, "")
    assert "usage: intake check" in refused.err
    assert "--theme dark" in refused.err
    assert "there is no command 'nonsense'" in run("--store", tmp_path, "nonsense").err
    missing = run("--language", "de", "--store", tmp_path, "audit", "verify", "--name", "Amira")
    assert missing.code == 4
    assert "In diesem Ordner" in missing.err


def test_every_command_has_its_parser_and_its_text() -> None:
    assert list(cli.command_texts(cli.speaker("en"))) == list(cli.COMMANDS)
    assert all(callable(cli.command(name)) for name in cli.COMMANDS)


@pytest.mark.parametrize(("error", "code"), ERRORS, ids=lambda value: type(value).__name__)
def test_each_kind_of_error_has_the_exit_code_that_is_documented(
    error: IntakeError, code: int, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(typed: object, say: object, about: object) -> int:
        raise error

    monkeypatch.setattr(cli, "command", lambda name: fail)
    ran = run("check")
    assert (ran.code, ran.out) == (code, "")
    problems = error.problems if isinstance(error, ContentError) else ()
    assert ran.err.splitlines() == [*problems, "That failed. Nothing was changed."]
    assert cli.__doc__ is not None
    assert f"{code} " in cli.__doc__


def test_an_error_shows_no_control_character(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(typed: object, say: object, about: object) -> int:
        raise ContentError("The file {file} is wrong.", "Correct it.", ("a\x1b[2J",), file="x\x1b]0;\u202ey")

    monkeypatch.setattr(cli, "command", lambda name: fail)
    ran = run("check")
    assert not any(char in ran.err for char in "\x1b\u202e")
    assert "[U+001B]" in ran.err


def test_an_interrupt_ends_with_130_and_says_what_is_saved(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(typed: object, say: object, about: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "command", lambda name: interrupted)
    ran = run("check")
    assert (ran.code, ran.out) == (130, "")
    assert "saved" in ran.err


@pytest.mark.parametrize("arguments", [["settings"], ["--help"], ["--version"]], ids=" ".join)
def test_a_reader_that_goes_away_is_no_error(arguments: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    try:
        ran = subprocess.run(
            [sys.executable, "-m", "intake", *arguments],
            stdout=writing,
            stderr=subprocess.PIPE,
            env=buffered,
            cwd=ROOT,
            timeout=60,
            check=False,
        )
    finally:
        os.close(writing)
    assert (ran.returncode, ran.stderr) == (0, b"")


def test_the_module_runs_as_a_program() -> None:
    ran = run_apart("--version")
    assert (ran.returncode, ran.stdout) == (0, f"intake {__version__}\n".encode())
    assert run_apart("bogus").returncode == 2


def test_no_character_ends_a_command() -> None:
    ran = run_apart("settings", INTAKE_SENDER="Büro – 1", PYTHONIOENCODING="ascii")
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert rb"B\xfcro \u2013 1" in ran.stdout


def test_a_damaged_catalog_is_an_error_in_english(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    place = tmp_path / "locales" / "de" / "LC_MESSAGES"
    place.mkdir(parents=True)
    (place / "intake.mo").write_bytes(b"damaged")
    monkeypatch.setattr(cli, "Catalogs", lambda: Catalogs(tmp_path / "locales"))
    ran = run("settings", "--language", "de")
    assert (ran.code, ran.out) == (3, "")
    assert "cannot be read" in ran.err.splitlines()[-1]


def test_help_and_settings_load_neither_store_nor_screens() -> None:
    heavy = {"textual", "sqlmodel", "sqlalchemy", "typst", "babel", "argon2", "sqlcipher3"}
    script = f"import sys; from intake.cli import main; main(['settings']); print({heavy} & set(sys.modules))"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, cwd=ROOT, timeout=60, check=False)
    assert ran.stdout.splitlines()[-1] == b"set()"


def test_a_fault_of_the_program_is_told_by_its_place_and_never_by_what_it_says(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> int:
        try:
            raise KeyError("Al-Jabiri")
        except KeyError as error:
            raise RuntimeError("Al-Jabiri") from error

    monkeypatch.setattr(cli, "run_command", fails)
    ran = run("check")
    assert (ran.code, ran.out) == (cli.FAULT, "")
    assert "The program has a fault" in ran.err
    assert f"{Path(__file__)}:" in ran.err.partition("RuntimeError")[2]
    assert "KeyError" in ran.err
    assert "Al-Jabiri" not in ran.err

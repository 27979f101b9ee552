"""The command line, run in this process or in one of its own."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from intake.cli import main

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Ran:
    """What a run left behind."""

    code: int
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class Run:
    """Calls `intake.cli.main`. `typed` is what stands on standard input."""

    capsys: pytest.CaptureFixture[str]
    monkeypatch: pytest.MonkeyPatch

    def __call__(self, *arguments: str | Path, typed: str = "") -> Ran:
        self.monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        self.capsys.readouterr()
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as left:
            code = int(left.code or 0)
        said = self.capsys.readouterr()
        return Ran(code, said.out, said.err)


def copy_of_locales(place: Path, *languages: str) -> Path:
    """The catalogs of these languages, to be changed. Each takes a while to read, so no more than a test needs."""
    place.mkdir()
    shutil.copy(ROOT / "locales" / "intake.pot", place)
    for language in languages:
        shutil.copytree(ROOT / "locales" / language, place / language)
    return place


def run_apart(*arguments: str | Path, typed: str = "", **environment: str) -> subprocess.CompletedProcess[bytes]:
    """`python -m intake` in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "intake", *map(str, arguments)],
        input=typed.encode(),
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, **environment},
        timeout=60,
        check=False,
    )

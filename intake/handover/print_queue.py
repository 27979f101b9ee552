"""Sends a finished PDF to a printer of this computer, straight from memory.

Through `lp` of CUPS, on Linux and macOS: the paper goes to its standard input, so that this program makes no temporary
file. The title of the job names nobody and no case. What the print system keeps of a job until it is printed is up to
that. On Windows there is no such way without a file that another program opens at some time, so nothing is sent there.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from typing import Final

from intake.errors import InputError, OutputError
from intake.languages.direction import strip_controls

TITLE: Final = "intake"
"""What the job is called in every list of jobs: the same for all papers."""

PATIENCE_S: Final = 60
"""So long the print system may take to accept a paper."""

LIST_PATIENCE_S: Final = 15
_NAME: Final = re.compile(r"[^\s\-'\"\\#?/][^\s'\"\\#?]{0,126}")
_JOB: Final = re.compile(r"(?P<job>[^\s()]+-[0-9]+)")
_REASON: Final = 160


def printers(environment: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """The printers that `lpstat -e` lists. Raises OutputError where there is no print system, or it does not answer."""
    done = _run("lpstat", ["-e"], b"", LIST_PATIENCE_S, environment)
    names = [line.split()[0] for line in _text(done.stdout).splitlines() if line.split()]
    if done.returncode != 0 and not names:
        raise OutputError(
            "The print system lists no printers.",
            "Nothing was printed. It says: {reason}. Ask whoever looks after this computer.",
            reason=_reason(done.stderr),
        )
    return tuple(dict.fromkeys(names))


def check_name(printer: str) -> None:
    """Raises InputError for what cannot be the name of a printer."""
    if not _NAME.fullmatch(printer) or not printer.isprintable():
        raise InputError(
            "This cannot be the name of a printer: {printer}",
            "Nothing was printed. 'intake settings printers' lists those of this computer.",
            printer=repr(printer)[:60],
        )


def send(
    content: bytes, printer: str, environment: Mapping[str, str] | None = None, *, is_one_sided: bool = False
) -> str:
    """Print a PDF, on one side of each sheet where that is said, else as the printer is set.

    Returns the id of the job, empty where none is named. Raises OutputError, InputError.
    """
    check_name(printer)
    sides = ["-o", "sides=one-sided"] if is_one_sided else []
    done = _run("lp", ["-d", printer, "-t", TITLE, *sides], content, PATIENCE_S, environment)
    if done.returncode != 0:
        raise OutputError(
            "The printer {printer} did not take the paper.",
            "Nothing was printed, everything is kept. The print system says: {reason}. Look whether the printer is "
            "on, choose another one in the settings, or write a file.",
            printer=printer,
            reason=_reason(done.stderr),
        )
    found = _JOB.search(_text(done.stdout))
    return found["job"] if found else ""


def _run(
    name: str, arguments: list[str], content: bytes, patience_s: int, environment: Mapping[str, str] | None
) -> subprocess.CompletedProcess[bytes]:
    """Run a program of the print system. Raises OutputError where it is not there or does not end."""
    if os.name == "nt":
        raise OutputError(
            "On Windows this program cannot print by itself.",
            "Nothing was printed, everything is kept. Write a PDF file and print it from there; delete it afterwards.",
        )
    variables = dict(os.environ if environment is None else environment)
    program = shutil.which(name, path=variables.get("PATH"))
    if program is None:
        raise OutputError(
            "There is no print system on this computer: {program} is missing.",
            "Nothing was printed, everything is kept. Have CUPS installed, or write a file.",
            program=name,
        )
    try:
        return subprocess.run(
            [program, *arguments], input=content, env=variables, capture_output=True, timeout=patience_s, check=False
        )
    except subprocess.TimeoutExpired:
        raise OutputError(
            "The print system does not answer.",
            "Whether anything was printed is not known: look at the printer before you print again. Everything is "
            "kept.",
        ) from None
    except OSError as error:
        raise OutputError(
            "The print system cannot be used.",
            "Nothing was printed, everything is kept. The reason: {reason}. Write a file instead.",
            reason=type(error).__name__,
        ) from None


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def _reason(raw: bytes) -> str:
    """What the print system says, on one line and not too long. It was told nothing of a case."""
    said = " ".join(strip_controls(_text(raw)).split()).rstrip(".")
    return said[:_REASON] or "–"

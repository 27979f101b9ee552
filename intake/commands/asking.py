"""Name and passphrase: asked on the terminal, or read line by line where standard input is none."""

from __future__ import annotations

import getpass
import sys

from intake.errors import InputError


def ask_line(prompt: str) -> str:
    """One line. The prompt goes to stderr, so that stdout holds results only. Raises InputError where there is none."""
    if sys.stdin.isatty():
        sys.stderr.write(prompt)
        sys.stderr.flush()
    return _line()


def ask_secret(prompt: str) -> str:
    """One line that is not shown while it is typed. Raises InputError where there is none."""
    if not sys.stdin.isatty():
        return _line()
    try:
        return getpass.getpass(prompt)
    except EOFError:
        raise _nothing() from None


def _line() -> str:
    try:
        line = sys.stdin.readline()
    except UnicodeDecodeError:
        raise InputError(
            "Standard input is not UTF-8.", "Nothing was opened. Send name and passphrase as UTF-8, a line each."
        ) from None
    if not line:
        raise _nothing()
    return line.removesuffix("\n").removesuffix("\r")


def _nothing() -> InputError:
    return InputError(
        "Name or passphrase is missing.",
        "Nothing was opened. Type both, or send them on standard input, a line each.",
    )

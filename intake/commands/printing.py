"""Printing from the command line: which printer, and what is said of the job."""

from __future__ import annotations

import sys
from collections.abc import Callable

from intake.errors import InputError
from intake.handover.print_queue import check_name, send
from intake.settings import Settings


def printer_of(settings: Settings, typed: str, *, is_wanted: bool) -> str:
    """The printer that was typed, else the one of the settings; empty where none is wanted. Raises InputError."""
    if not is_wanted and not typed:
        return ""
    printer = typed or settings.printer
    if not printer:
        raise InputError(
            "No printer is chosen.",
            "Nothing was printed. Name one with --printer, or set `printer` in the settings; "
            "'intake settings printers' lists those of this computer.",
        )
    check_name(printer)
    return printer


def print_pdf(content: bytes, printer: str, say: Callable[..., str], *, is_one_sided: bool = False) -> None:
    """Print a PDF and say so. Raises OutputError."""
    job = send(content, printer, is_one_sided=is_one_sided)
    if job:
        sys.stdout.write(say("printed on {printer}, job {job}", printer=printer, job=job) + "\n")
    else:
        sys.stdout.write(say("printed on {printer}", printer=printer) + "\n")

"""The files of one record, laid out one after the other in a thread, and written when all are there."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from intake.errors import IntakeError
from intake.handover.formats.rendering import BUNDLE, ENDINGS, Rendered, bundled, render
from intake.handover.record.parts import Record
from intake.handover.record.wording import Wording
from intake.handover.sealing.sealing import Sealing

Progress = Callable[[str], None]
PRINT: Final = "print"
"""A kind that leaves no file: the paper goes to the printer."""


class Cancelled(Exception):
    """The user stopped the export; nothing was noted as handed over."""


@dataclass(frozen=True, slots=True)
class FileOrder:
    """Which kinds of files go into which folder, as of when. `sealing` is for the sealed one, `printer` for PRINT.

    `has_left`: files of this version are out already, and noted.
    """

    folder: Path
    kinds: tuple[str, ...]
    at: dt.datetime
    sealing: Sealing
    printer: str = ""
    has_left: bool = False


@dataclass(frozen=True, slots=True)
class WrittenFiles:
    """What was written. `new` are those to take back where it cannot be noted; `warning` is empty where all is well."""

    files: tuple[Path, ...]
    new: tuple[Path, ...]
    warning: str = ""


def make_ready(folder: Path, at: dt.datetime) -> None:
    """Sees that there is a folder to write into, before a number is spent. Raises OutputError."""
    from intake.handover.export import clear_leftovers, make_folder

    make_folder(folder)
    clear_leftovers(folder, at)


def write_files(
    record: Record, order: FileOrder, wording: Wording, progress: Progress, is_cancelled: Callable[[], bool]
) -> WrittenFiles:
    """Lays out all files, then writes them, or none. Raises OutputError, Cancelled."""
    from intake.handover.export import file_name, write_record
    from intake.handover.formats.as_json import record_hash

    contents: list[tuple[str, bytes]] = []
    warning = ""
    for kind in order.kinds:
        if is_cancelled():
            raise Cancelled
        progress(kind)
        rendered = _rendered(record, kind, order, wording)
        if not rendered.is_archival:
            warning = wording.say("This print does not meet the archive standard.")
        contents.append((kind, rendered.content))
    if is_cancelled():
        raise Cancelled
    cover, digits = record.cover, record_hash(record)
    paths: list[Path] = []
    new: list[Path] = []
    try:
        for kind, content in contents:
            if kind == PRINT:
                from intake.handover.print_queue import send

                send(content, order.printer)
            else:
                path = order.folder / file_name(cover.case, record.recipient, digits, cover.version, ENDINGS[kind])
                is_known = order.has_left and os.path.exists(path)
                paths.append(write_record(content, path))
                new += [] if is_known else paths[-1:]
    except IntakeError:
        take_back(new)
        raise
    return WrittenFiles(tuple(paths), tuple(new), warning)


def take_back(files: Iterable[Path]) -> None:
    """Removes files of a record that is not noted as handed over: nothing may lie there that nobody knows of."""
    for file in files:
        with contextlib.suppress(OSError):
            file.unlink()


def _rendered(record: Record, kind: str, order: FileOrder, wording: Wording) -> Rendered:
    if kind != BUNDLE:
        return render(record, "pdf" if kind == PRINT else kind, wording, order.at)
    plain = bundled(record, wording, order.at)
    return Rendered(order.sealing.sealed(plain.content), plain.is_archival)

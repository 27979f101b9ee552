"""The files of one record, laid out one after the other in a thread, and written when all are there."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from intake.errors import IntakeError
from intake.handover.record_parts import Record
from intake.handover.rendering import BUNDLE, ENDINGS, Rendered, bundled, render
from intake.handover.sealing import Sealing
from intake.handover.wording import Wording

Progress = Callable[[str], None]
PRINT: Final = "print"
"""A kind that leaves no file: the paper goes to the printer."""


class Cancelled(Exception):
    """The user stopped the export; nothing was noted as handed over."""


@dataclass(frozen=True, slots=True)
class FileOrder:
    """Which kinds of files go into which folder, as of when. `sealing` is for the sealed one, `printer` for PRINT."""

    folder: Path
    kinds: tuple[str, ...]
    at: dt.datetime
    sealing: Sealing
    printer: str = ""


def write_files(
    record: Record, order: FileOrder, wording: Wording, progress: Progress, is_cancelled: Callable[[], bool]
) -> tuple[tuple[Path, ...], str]:
    """The files, and a warning, empty where everything is as it should be. Raises OutputError, Cancelled."""
    from intake.handover.export import file_name, write_record

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
    cover = record.cover
    paths: list[Path] = []
    try:
        for kind, content in contents:
            if kind == PRINT:
                from intake.handover.print_queue import send

                send(content, order.printer)
            else:
                name = file_name(cover.case, record.recipient, cover.version, ENDINGS[kind])
                paths.append(write_record(content, order.folder / name))
    except IntakeError:
        take_back(paths)
        raise
    return tuple(paths), warning


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

"""Writes the files of one record, all of them or none."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from intake.commands.parsers.common import Say
from intake.errors import OutputError
from intake.handover.export import clear_leftovers, insist_on_folder, write_record
from intake.handover.formats.rendering import BUNDLE, Rendered, bundled, render
from intake.handover.record.parts import Record
from intake.handover.record.wording import Wording
from intake.handover.sealing.sealing import Sealing
from intake.ui.record_files import take_back
from intake.ui.record_versions import Numbered


class NotWritten(OutputError):
    """One of the files could not be written; none of the others stays."""

    def __init__(self, kind: str, why: OutputError) -> None:
        super().__init__("The file {kind} was not written.", why.message, **{**why.params, "kind": kind})


@dataclass(frozen=True, slots=True)
class Written:
    """The files of a record. `new` are those to take back where it cannot be noted."""

    files: tuple[Path, ...]
    new: tuple[Path, ...]
    is_archival: bool


def make_ready(outputs: Mapping[str, Path], at: dt.datetime) -> None:
    """Sees that each file has a folder to lie in, before a number is spent. Raises NotWritten."""
    for kind, path in outputs.items():
        folder = path.expanduser().absolute().parent
        try:
            insist_on_folder(folder)
        except OutputError as error:
            raise NotWritten(kind, error) from error
        clear_leftovers(folder, at)


def write_files(
    made: Numbered, outputs: Mapping[str, Path], wording: Wording, at: dt.datetime, sealing: Sealing
) -> Written:
    """Render all files, then write them, or none. Raises NotWritten."""
    rendered = {kind: _rendered(made.record, kind, wording, at, sealing) for kind in outputs}
    files: list[Path] = []
    new: list[Path] = []
    for kind, path in outputs.items():
        is_known = made.has_left and os.path.exists(path.expanduser())
        try:
            files.append(write_record(rendered[kind].content, path))
        except OutputError as error:
            take_back(new)
            raise NotWritten(kind, error) from error
        new += [] if is_known else files[-1:]
    return Written(tuple(files), tuple(new), all(each.is_archival for each in rendered.values()))


def tell_files(written: Written, say: Say) -> None:
    """One line for each file."""
    for file in written.files:
        sys.stdout.write(say("written: {file}", file=str(file)) + "\n")


def _rendered(record: Record, kind: str, wording: Wording, at: dt.datetime, sealing: Sealing) -> Rendered:
    if kind != BUNDLE:
        return render(record, kind, wording, at)
    plain = bundled(record, wording, at)
    return Rendered(sealing.sealed(plain.content), plain.is_archival)

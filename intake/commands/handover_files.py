"""Writes the files of one record, each whole or not at all."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Mapping
from pathlib import Path

from intake.commands.parsers.common import Say
from intake.errors import OutputError
from intake.handover.export import write_record
from intake.handover.record import Record
from intake.handover.rendering import BUNDLE, Rendered, bundled, render
from intake.handover.sealing import Sealing
from intake.handover.wording import Wording


class NotWritten(OutputError):
    """One of the files could not be written; those before it are there."""

    def __init__(self, kind: str, why: OutputError) -> None:
        super().__init__("The file {kind} was not written.", why.message, **{**why.params, "kind": kind})


def write_files(
    record: Record, outputs: Mapping[str, Path], wording: Wording, at: dt.datetime, say: Say, sealing: Sealing
) -> bool:
    """Render all files, then write them, saying each. Returns whether all are archival. Raises NotWritten."""
    rendered = {kind: _rendered(record, kind, wording, at, sealing) for kind in outputs}
    for kind, path in outputs.items():
        try:
            written = write_record(rendered[kind].content, path)
        except OutputError as error:
            raise NotWritten(kind, error) from error
        sys.stdout.write(say("written: {file}", file=str(written)) + "\n")
    return all(each.is_archival for each in rendered.values())


def _rendered(record: Record, kind: str, wording: Wording, at: dt.datetime, sealing: Sealing) -> Rendered:
    if kind != BUNDLE:
        return render(record, kind, wording, at)
    plain = bundled(record, wording, at)
    return Rendered(sealing.sealed(plain.content), plain.is_archival)

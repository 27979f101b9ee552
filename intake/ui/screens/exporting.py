"""What is said while the files of a record are written, and when they are there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from intake.ui.keys import first_key

if TYPE_CHECKING:
    from intake.ui.outbox import Exported

Say = Callable[..., str]


def progress_text(kind: str, say: Say) -> str:
    """Which kind of file is being made, and the key that stops it."""
    steps = {
        "pdf": say("laying out the PDF"),
        "json": say("writing the data"),
        "text": say("writing the text"),
        "csv": say("writing the fields"),
        "print": say("laying out the PDF"),
        "sealed": say("sealing the file"),
    }
    return say("Please wait: {step} … {key} stops it.", step=steps[kind], key=first_key("go-back"))


def exported_text(done: Exported, folder: Path, printer: str, say: Say) -> tuple[str, str]:
    """Which files are in the folder, or that the record is at the printer; with the kind of the message."""
    written = (
        say(
            "Version {version} written to {folder}: {names}",
            version=done.version,
            folder=str(folder.absolute()),
            names=", ".join(path.name for path in done.files),
        )
        if done.files
        else say("Version {version} sent to the printer {printer}.", version=done.version, printer=printer)
    )
    return f"{written} {done.warning}".strip(), "warning" if done.warning else ""

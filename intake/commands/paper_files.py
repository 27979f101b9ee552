"""Where a paper may be written from the command line."""

from __future__ import annotations

from pathlib import Path

from intake.errors import InputError
from intake.settings import Settings


def insist_on_place(path: Path | None, settings: Settings) -> None:
    """Raises InputError for a file or folder in the folder of the store, before anything is asked or made."""
    if path is not None and settings.is_in_store(path):
        raise InputError(
            "A paper cannot be written into the folder of the store.",
            "Nothing was written. Choose another folder.",
        )

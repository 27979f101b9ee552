"""What was chosen on this desk for terminals that say too little of themselves: a small file beside the settings.

The settings file is written by people and stays theirs; this one is written by the program alone.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from intake.languages.terminal_text import Wish

FILE_NAME: Final = "terminals.json"


class TerminalChoices:
    """The choices in a folder, by what the terminals look like. A file that cannot be read counts as empty.

    `is_kept` is False for a demonstration: it reads what was chosen, and leaves nothing behind.
    """

    def __init__(self, folder: Path, *, is_kept: bool = True) -> None:
        self.file = folder / FILE_NAME
        self.is_kept = is_kept

    def of(self, likeness: str) -> Wish | None:
        """What was chosen for such a terminal; None where nothing was, or nothing that exists."""
        found = self._all().get(likeness)
        return found if found is not None and not found.impossible() else None

    def keep(self, likeness: str, wish: Wish) -> bool:
        """Remember a choice. Returns False where it cannot be written; then it holds until the program ends."""
        import json  # only where something is chosen

        if not self.is_kept:
            return False
        choices = {name: kept._asdict() for name, kept in {**self._all(), likeness: wish}.items()}
        new = self.file.with_suffix(f".{os.getpid()}.new")
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            new.write_text(json.dumps(choices, indent=2) + "\n", encoding="utf-8")
            new.replace(self.file)
        except OSError:
            return False
        return True

    def _all(self) -> dict[str, Wish]:
        try:
            text = self.file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return {}
        import json  # only where something was chosen

        try:
            data = json.loads(text)
            return {
                str(name): Wish(**{part: str(value) for part, value in kept.items()}) for name, kept in data.items()
            }
        except (ValueError, TypeError, AttributeError):
            return {}

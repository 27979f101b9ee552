"""The folder of a store: the encrypted file, its keys beside it, and the backups.

The first screen asks whether there is a store, so importing this module costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class StoreFolder:
    """Where the files of one store lie. A backup is such a folder too, so it can be opened in its place."""

    path: Path

    @property
    def database(self) -> Path:
        return self.path / "cases.db"

    @property
    def keys(self) -> Path:
        return self.path / "keys.json"

    @property
    def backups(self) -> Path:
        return self.path / "backups"

    @property
    def programs(self) -> Path:
        """Who has the store open just now, see `programs.py`."""
        return self.path / "programs"

    @property
    def unfinished(self) -> Path:
        """The file while the store is being set up."""
        return self.path / "cases.db.new"

    @property
    def restoring(self) -> Path:
        """A restored store on its way to its place, see `restoring.py`; only there while that goes on."""
        return self.path / "restoring"

    @property
    def tries(self) -> Path:
        """The counts of wrong passphrases, see `keys/tries.py`."""
        return self.path / "tries.json"

    @property
    def drill(self) -> Path:
        """When the printed recovery key was last tried, see `recovery_drill.py`."""
        return self.path / "recovery-drill.json"

    @property
    def rotated(self) -> Path:
        """The file with the next key while keys are rotated, see `rotation.py`."""
        return self.path / "cases.db.rotated"

    @property
    def is_set_up(self) -> bool:
        """Whether there is a store, or a part of one: then nothing may be set up over it."""
        return self.keys.exists() or self.database.exists() or self.restoring.exists()

    def make(self) -> None:
        """Makes the folder, for its owner only; one that is there keeps its rights. Raises FolderRefused.

        Its name outlasts a power cut: else all that is stored in it could be gone with it.
        """
        from intake.store.failures import FolderRefused  # see above
        from intake.store.keys.slots import sync_folder

        try:
            missing = [path for path in (self.path, *self.path.parents) if not path.exists()]
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            for path in missing:
                sync_folder(path.parent)
        except OSError as error:
            raise FolderRefused(
                "The folder for the store cannot be made.",
                "Nothing was stored. {folder} cannot be used: {reason}. Choose another folder in the settings.",
                folder=str(self.path),
                reason=error.strerror or type(error).__name__,
            ) from error

    def finish_set_up(self) -> None:
        """Completes what was cut off: a restore after its decisive moment, a set-up after the keys were written.

        Raises StoreError, also where the folder may not be looked into.
        """
        from intake.store.failures import os_errors  # see above

        with os_errors(self.database):
            if self.restoring.exists():
                from intake.store.backups.restoring import finish_restore  # see above

                finish_restore(self)
            if self.keys.exists() and self.unfinished.exists() and not self.database.exists():
                from intake.store.keys.slots import sync_folder

                self.unfinished.replace(self.database)
                sync_folder(self.path)


@contextmanager
def only_if_done(folder: Path) -> Iterator[None]:
    """What is done within makes this folder where it is missing. Where it fails, no empty folder is left of that."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    try:
        yield
    except BaseException:
        for path in missing:
            with suppress(OSError):  # the first that is not empty ends it for those above, too
                path.rmdir()
        raise

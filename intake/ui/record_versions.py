"""Which version a record is written as: the newest one again where nothing has changed, else the next.

Further kinds of files of one record are one handover: one number, one receipt slip, one confirmation to wait for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from intake.store.kept.handovers import Record as Noted
from intake.store.kept.handovers import RecordStatus
from intake.ui.record_decisions import included_in

if TYPE_CHECKING:
    from intake.handover.projection.view import Statute
    from intake.handover.record.parts import Record

_STILL_HERE = (RecordStatus.DRAFT, RecordStatus.EXPORTED)


@dataclass(frozen=True, slots=True)
class Numbered:
    """A record with its number and the hash of its JSON. `same` is the noted record that it is; None for a new one."""

    record: Record
    sha256: str
    same: Noted | None = None

    @property
    def has_left(self) -> bool:
        """Whether files of exactly this version were written before."""
        return self.same is not None and self.same.status.has_left


def numbered(
    make: Callable[[int], Record], noted: Iterable[Noted], recipient: str, office: str, statute: Statute | None
) -> Numbered:
    """The record of an office with the number it is written with. `make` builds it with a number.

    The newest version is written again where it was not handed over yet and would be the same to the last letter.
    """
    ours = [each for each in noted if (each.recipient, each.office) == (recipient, office)]
    newest = max(ours, key=lambda each: each.version, default=None)
    if newest is not None and newest.status in _STILL_HERE:
        record = make(newest.version)
        digest = _digest(record)
        if digest == newest.sha256 and _terms(newest) == (*basis_of(statute), included_in(record)):
            return Numbered(record, digest, newest)
    record = make(newest.version + 1 if newest is not None else 1)
    return Numbered(record, _digest(record))


def basis_of(statute: Statute | None) -> tuple[str, str, tuple[str, ...]]:
    """Citation, reason and packages of a transfer without consent; empty where a consent carries it."""
    return (statute.citation, statute.reason, statute.packages) if statute else ("", "", ())


def _terms(noted: Noted) -> tuple[str, str, tuple[str, ...], tuple[str, ...]]:
    return noted.basis, noted.reason, noted.packages, noted.included


def _digest(record: Record) -> str:
    from intake.handover.formats.as_json import record_bytes

    return hashlib.sha256(record_bytes(record)).hexdigest()

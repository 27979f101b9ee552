"""The list of erased cases that lies beside the store and beside the backups, so that no restored backup brings them
back, even where the store that erased them is lost.

It names no case: each stands as a hash of its random id, which leads nowhere for whoever has only the list.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from intake.errors import StoreError
from intake.interview.values import Json
from intake.store.columns import utc_text
from intake.store.kept.cases import Erasure, ErasureReason
from intake.store.keys.slots import plain_file, write_whole

FORMAT = "intake.erased/1"
NAME = "erased.json"
MAX_BYTES = 50_000_000


@dataclass(frozen=True, slots=True)
class Tombstone:
    """That a case was erased, when and why."""

    mark: str
    reason: ErasureReason
    at: datetime


def mark_of(store_id: str, case_id: str) -> str:
    """The hash by which an erased case is known again. The id of a case has 74 random bits: nobody guesses it."""
    key = hashlib.blake2b(store_id.encode(), digest_size=32, person=b"intake.erased.1").digest()
    return hashlib.blake2b(case_id.encode(), key=key, digest_size=32).hexdigest()


def tombstones_of(store_id: str, erasures: Iterable[Erasure]) -> tuple[Tombstone, ...]:
    return tuple(Tombstone(mark_of(store_id, each.case_id), each.reason, each.at) for each in erasures)


def read_tombstones(folder: Path, store_id: str) -> Mapping[str, Tombstone]:
    """The list in a folder by mark; empty where there is none, or one of another store. Raises StoreError if damaged.

    A list that cannot be read must not be taken for an empty one: erased cases would come back.
    """
    file = folder / NAME
    try:
        with open(file, "rb", opener=plain_file) as opened:
            raw = opened.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise _unreadable(file) from error
    try:
        shown = json.loads(raw.decode("utf-8"))
        if len(raw) > MAX_BYTES or shown["format"] != FORMAT:
            raise _unreadable(file)
        if shown["store"] != store_id:
            return {}
        found = [_tombstone(each) for each in shown["erased"]]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise _unreadable(file) from error
    return {each.mark: each for each in found}


def keep_tombstones(folder: Path, store_id: str, known: Iterable[Tombstone]) -> None:
    """Writes the list of a folder: what it has and what is known now. One that cannot be read is written anew.

    Raises DiskFull, StoreReadOnly and what else the disk reports.
    """
    before: Mapping[str, Tombstone] = {}
    with suppress(StoreError):
        before = read_tombstones(folder, store_id)
    merged = {**before, **{each.mark: each for each in known}}
    if not merged or (merged == dict(before) and (folder / NAME).exists()):
        return
    erased: list[Json] = [
        {"mark": each.mark, "reason": each.reason.value, "at": utc_text(each.at)}
        for each in sorted(merged.values(), key=lambda each: (each.at, each.mark))
    ]
    shown: dict[str, Json] = {"format": FORMAT, "store": store_id, "erased": erased}
    write_whole(folder / NAME, json.dumps(shown, indent=1).encode())


def _tombstone(raw: Mapping[str, str]) -> Tombstone:
    at = datetime.fromisoformat(raw["at"])
    if at.tzinfo is None or not isinstance(raw["mark"], str) or len(raw["mark"]) != 64:
        raise ValueError("no tombstone")
    return Tombstone(raw["mark"], ErasureReason(raw["reason"]), at)


def _unreadable(file: Path) -> StoreError:
    return StoreError(
        "The list of erased cases cannot be read.",
        "{file} is damaged. Without it a restored backup could bring erased cases back. "
        "Copy the list from another place where backups are kept, or ask for help.",
        file=str(file),
    )

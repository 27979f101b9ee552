"""A power cut at any moment loses nothing that was promised; with a lower `synchronous` it does, and that is seen.

The long run is `tests/soak/power_loss.py`.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.store.disk.power_cuts import NORMAL, cut_often, record
from tests.store.disk.replay import ForgetfulDisk
from tests.store.disk.shim import WHY_NOT, Kind, Operation, is_possible

pytestmark = pytest.mark.skipif(not is_possible(), reason=WHY_NOT)
CUTS = 15


@pytest.mark.parametrize("journal", [False, True])
def test_a_power_cut_loses_nothing_that_was_promised(tmp_path: Path, journal: bool) -> None:
    found = cut_often(record(tmp_path / "recording", 6, 7), CUTS, 8, tmp_path, journal=journal)
    assert found.faults == []
    assert (found.looks, found.lost, found.damaged) == (CUTS, 0, 0)
    assert found.promised > CUTS


def test_a_power_cut_while_an_older_store_is_updated_loses_nothing(tmp_path: Path) -> None:
    found = cut_often(record(tmp_path / "recording", 1, 7, version=1), CUTS // 3, 8, tmp_path, journal=False)
    assert found.faults == []
    assert found.promised > 0


def test_the_same_cuts_find_loss_where_synchronous_is_lowered(tmp_path: Path) -> None:
    found = cut_often(record(tmp_path / "recording", 3, 7, NORMAL), CUTS, 8, tmp_path, journal=False)
    assert found.lost > 0
    assert found.looks_with_loss > 0


# The disk that forgets


def done(kind: Kind, name: str, data: bytes = b"", offset: int = 0) -> Operation:
    return Operation(kind, f"/watched/{name}".rstrip("/"), offset, data)


WRITTEN = (done(Kind.CREATED, "a"), done(Kind.WRITTEN, "a", b"x" * 1024))


def left_by(tmp_path: Path, *operations: Operation, journal: bool = False) -> set[bytes | None]:
    """What 40 power cuts leave of the file `a`; None where it is not there."""
    (tmp_path / "before").mkdir()
    disk = ForgetfulDisk(tmp_path / "before", Path("/watched"), journal=journal)
    for operation in operations:
        disk.apply(operation)
    found: set[bytes | None] = set()
    for number in range(40):
        disk.cut(random.Random(number), tmp_path / str(number))
        file = tmp_path / str(number) / "a"
        found.add(file.read_bytes() if file.exists() else None)
    return found


def test_what_was_not_synced_may_be_lost_whole_or_by_sectors(tmp_path: Path) -> None:
    found = left_by(tmp_path, *WRITTEN)
    assert {None, b"", b"x" * 512, bytes(512) + b"x" * 512, b"x" * 1024} == found


def test_a_synced_file_without_its_name_is_lost_on_a_strict_disk_only(tmp_path: Path) -> None:
    (tmp_path / "strict").mkdir()
    assert left_by(tmp_path / "strict", *WRITTEN, done(Kind.SYNCED, "a")) == {None, b"x" * 1024}
    (tmp_path / "journal").mkdir()
    assert left_by(tmp_path / "journal", *WRITTEN, done(Kind.SYNCED, "a"), journal=True) == {b"x" * 1024}


def test_what_was_synced_with_its_folder_stays(tmp_path: Path) -> None:
    kept = (*WRITTEN, done(Kind.SYNCED, "a"), done(Kind.SYNCED, ""))
    more = done(Kind.WRITTEN, "a", b"y" * 512)
    assert left_by(tmp_path, *kept, more) == {b"x" * 1024, b"y" * 512 + b"x" * 512}


def test_a_rename_happens_or_not_but_never_by_half(tmp_path: Path) -> None:
    new = (done(Kind.CREATED, "b"), done(Kind.WRITTEN, "b", b"new"), done(Kind.SYNCED, "b"))
    old = (*WRITTEN, done(Kind.SYNCED, "a"), done(Kind.SYNCED, ""))
    renamed = Operation(Kind.RENAMED, "/watched/b", 0, b"/watched/a")
    assert left_by(tmp_path, *old, *new, renamed) == {b"x" * 1024, b"new"}

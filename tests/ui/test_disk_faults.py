"""A full or broken disk at any moment of a day loses nothing and stops nobody. Long: `tests/soak/disk_faults.py`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.store.disk.shim import WHY_NOT, build, is_possible, run

STEP = 331


@pytest.mark.skipif(not is_possible(), reason=WHY_NOT)
def test_a_failing_disk_is_told_loses_nothing_and_is_got_over(tmp_path: Path) -> None:
    arguments = [str(tmp_path), "90", str(STEP)]
    days, told, faults = json.loads(run(build(tmp_path), tmp_path / "watched", None, "tests.ui.disk_faults", arguments))
    assert faults == []
    assert days >= 8
    assert {"DiskFull: The disk is full.", "StoreError: The disk reports an error."} <= told.keys()

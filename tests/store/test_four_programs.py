"""Four programs work on different cases of one store at once. The long run: `tests/soak/four_programs.py`."""

from __future__ import annotations

from pathlib import Path

from tests.store.four_programs import work_at_once


def test_four_programs_at_once_save_everything_in_order(tmp_path: Path) -> None:
    measured = work_at_once(tmp_path, 4, 50)
    assert measured.faults == []
    assert len(measured.saves_s) == 200

"""A short day of work leaves no name and no illness outside the encrypted files, and the search can fail."""

from __future__ import annotations

from pathlib import Path

from tests.pty.canary import DIAGNOSIS, DISCLOSED, FAMILY_NAME, MARKERS, Day, markers_in, search, spellings, work_a_day


def test_after_a_day_with_a_lock_a_backup_and_a_kill_no_marker_stands_anywhere(tmp_path: Path) -> None:
    day = Day()
    work_a_day(tmp_path, day)
    search(day, tmp_path, but=[tmp_path / DISCLOSED])
    assert day.finds == []
    assert day.files >= 3
    assert day.processes == 3
    assert list((tmp_path / "store" / "backups").iterdir()), "the day had no backup"


def test_the_search_finds_a_marker_wherever_it_is_planted(tmp_path: Path) -> None:
    cache = tmp_path / "home" / "cache"
    cache.mkdir(parents=True)
    (cache / "log").write_bytes(b"x" * ((1 << 20) - 4) + FAMILY_NAME.encode() + b"y" * 100)
    (cache / "core").write_bytes(b"\0" + DIAGNOSIS.encode("utf-16-le"))
    (cache / f"{FAMILY_NAME.lower()}.pdf").touch()
    (tmp_path / DISCLOSED).mkdir()
    (tmp_path / DISCLOSED / "record.json").write_text(FAMILY_NAME)
    day = Day()
    search(day, tmp_path, but=[tmp_path / DISCLOSED])
    assert {find.marker for find in day.finds} >= {FAMILY_NAME, DIAGNOSIS}
    assert len({find.where for find in day.finds}) == 3


def test_every_spelling_is_known() -> None:
    for marker in MARKERS:
        for spelling in spellings(marker):
            assert marker in markers_in(iter([b"..", spelling, b".."])) | {
                other for other in MARKERS if other in marker or marker in other
            }

"""What is done in one go is done as a whole or not at all, and the desk says which. Long: `tests/soak/one_shots.py`."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, event

from intake.store.failures import disk_full
from tests.ui.one_shots import ACTIONS, ready, tried


@contextmanager
def no_room_to_commit() -> Iterator[None]:
    event.listen(Engine, "commit", _full)
    try:
        yield
    finally:
        event.remove(Engine, "commit", _full)


def _full(_: Connection) -> None:
    raise disk_full()


async def test_what_cannot_be_written_is_kept_or_said_to_be_done_again_and_then_it_is(tmp_path: Path) -> None:
    ready(tmp_path / "ready")
    faults: list[str] = []
    for number, action in enumerate(each for each in ACTIONS if not each.takes_long):
        room = tmp_path / str(number)
        shutil.copytree(tmp_path / "ready", room)
        has_failed, found = await tried(room, action, no_room_to_commit())
        faults += found if has_failed else [f"{action.name} writes nothing"]
    assert faults == []

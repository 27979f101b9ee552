"""Any keys on the screens of the proposal, at any size, typed as fast as they come: the program goes on."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.ui.cases import stored
from tests.ui.pages import talking
from tests.ui.program import LOW, TINY, USUAL, WIDE, key_of
from tests.ui.test_staff_decide import SAMIR

ACTIONS = (
    "accept", "override", "change", "take-back", "new", "remove", "why-not", "compare", "chain", "all-lines", "confirm",
    "go-back", "next-steps", "saved", "help",
)  # fmt: skip
KEYS = [*map(key_of, ACTIONS), *"1234mxq", "down", "up", "pagedown", "tab", "space", "backspace"]


@pytest.mark.parametrize("seed", range(3))
async def test_any_keys_leave_the_program_running_and_decisions_whole(tmp_path: Path, seed: int) -> None:
    stored(tmp_path, SAMIR, at="goal_main", site="hannover")
    chance = random.Random(seed)
    async with talking(tmp_path, size=chance.choice([USUAL, LOW, WIDE]), code="H-") as talk:
        await talk.next_steps()
        for size in (WIDE, TINY, LOW):
            await talk.program.press_at_once(*chance.choices(KEYS, k=60))
            await talk.program.pilot.resize_terminal(*size)
            await talk.program.settled()
        assert talk.program.app.is_running
        for decision in await talk.program.work.decisions():
            assert decision.decision.value in ("accepted", "reopened") or len(decision.reason) >= 10

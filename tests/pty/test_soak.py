"""Short runs of the two soaks; the long ones are started by hand (`tests/soak/`)."""

from __future__ import annotations

import random
from pathlib import Path

from tests.pty.cutting import cut_off
from tests.pty.people import answers_of
from tests.pty.random_keys import press_at_random

KILLS, KEYS = 4, 150


def test_a_few_kills_lose_no_acknowledged_answer(tmp_path: Path) -> None:
    people = [answers_of("P03", "zebera"), answers_of("P05", "zebera")]
    report = cut_off(tmp_path, people, KILLS, random.Random(11))
    assert report.lost == []
    assert report.kills == KILLS


def test_random_keys_stop_nothing_and_lose_nothing(tmp_path: Path) -> None:
    report = press_at_random(tmp_path, answers_of("P05", "zebera"), KEYS, random.Random(12))
    assert report.keys >= KEYS
    assert report.looks > 0

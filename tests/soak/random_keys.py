"""Presses random keys on every screen: no traceback, and nothing that was saved may get lost.

    python tests/soak/random_keys.py [COUNT] [SEED]

COUNT keys, 20,000 where none is given; about ten a second. SEED repeats a run, as far as the machine allows.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.pty.people import answers_of
from tests.pty.random_keys import press_at_random


def main(count: int, seed: int) -> None:
    begun = time.monotonic()
    print(f"seed {seed}")
    with tempfile.TemporaryDirectory() as folder:
        report = press_at_random(Path(folder), answers_of("P05", "zebera"), count, random.Random(seed))
    print(f"{report}; {time.monotonic() - begun:.0f} s")


if __name__ == "__main__":
    main(int((sys.argv[1:] or ["20000"])[0]), int((sys.argv[2:] or [str(time.time_ns() % 10**6)])[0]))

"""Switches language and layout at random in the middle of typed answers: nothing may be stored or lost by it.

    python tests/soak/switches.py [COUNT] [SEED]

COUNT switches, 1000 where none is given. SEED repeats a run.
"""

from __future__ import annotations

import asyncio
import random
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.ui.switching import switch_at_random


def main(count: int, seed: int) -> None:
    begun = time.monotonic()
    print(f"seed {seed}")
    with tempfile.TemporaryDirectory() as folder:
        report = asyncio.run(switch_at_random(Path(folder), count, random.Random(seed)))
    print(f"{report}; {time.monotonic() - begun:.0f} s")


if __name__ == "__main__":
    main(int((sys.argv[1:] or ["1000"])[0]), int((sys.argv[2:] or [str(time.time_ns() % 10**6)])[0]))

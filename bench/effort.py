"""How much is measured: as much as a figure needs to be steady, or just enough to see that it is not far off."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Effort:
    """Numbers of runs. One run is never shared between figures."""

    starts: int = 11
    keys: int = 300
    walks: int = 4
    switches: int = 60
    rounds: int = 30
    cases: int = 100_000
    imports: int = 9


FULL = Effort()
QUICK = Effort(starts=3, keys=60, walks=1, switches=15, rounds=8, cases=5_000, imports=3)

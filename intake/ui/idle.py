"""How long nobody has touched a key or the mouse, and what that means for an open desk."""

from __future__ import annotations

import time
from collections.abc import Callable
from enum import Enum

WARNING_S = 30
"""The warning comes so long before the lock; a shorter time to the lock is halved."""
LOOK_S = 1.0
"""So often it is looked."""


class Look(Enum):
    """What is to be done: nothing, say that the desk will be locked, lock it."""

    NOTHING = "nothing"
    WARN = "warn"
    LOCK = "lock"


def uptime_s() -> float:
    """Seconds that pass also while the computer sleeps, whatever happens to its clock."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)  # Linux; elsewhere the monotonic clock counts sleep
    return time.clock_gettime(boot) if boot is not None else time.monotonic()


class Idle:
    """Watches the time since the last touch. `after_s` 0 never locks."""

    def __init__(self, after_s: float, uptime: Callable[[], float] = uptime_s) -> None:
        self.after_s = after_s
        self._uptime = uptime
        self._touched = uptime()
        self._has_warned = False

    @property
    def warning_s(self) -> float:
        """How long before the lock the warning comes."""
        return min(WARNING_S, self.after_s / 2)

    def touch(self) -> bool:
        """A key or the mouse was used. True where a warning stands that is over now."""
        self._touched = self._uptime()
        had_warned, self._has_warned = self._has_warned, False
        return had_warned

    def look(self) -> Look:
        """What the time that passed asks for; the warning is asked for once."""
        passed = self._uptime() - self._touched
        if not self.after_s or passed < self.after_s - self.warning_s:
            return Look.NOTHING
        if passed >= self.after_s:
            return Look.LOCK
        if self._has_warned:
            return Look.NOTHING
        self._has_warned = True
        return Look.WARN

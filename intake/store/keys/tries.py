"""Wrong passphrases: counted, and each further try waits longer, also in another program and after a restart.

The counts lie in a file beside the store, for its owner only: ids of slots and times, no names. A name that nobody has
is counted under a hash of it and waits just as long. What this slows down is guessing with this program at this desk.
Whoever may delete the file sets the counts back, and whoever copies the key file guesses elsewhere, as fast as argon2id
lets them: against that only a good passphrase helps. Where the disk takes no counts, each try waits a fixed time.

A try is counted before the passphrase is checked, and taken back where it was right: ending the program in between
gains nothing. Two clocks say how long the last try is ago. On the clock of the wall it can be made longer or shorter by
setting it; the time since the start of the computer can only be shortened, by starting it again. While the computer
runs, the shorter of the two counts; after it was started again the longer, and the time since the start alone where the
wall clock says that the try lies in the future. So a clock that is set back gives nobody a shorter wait, and nobody has
to wait longer than the longest delay.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from math import ceil
from typing import TypeVar

from intake.errors import KeyRefused, StoreError
from intake.interview.values import Json
from intake.store.folder import StoreFolder
from intake.store.keys.key_file import KeyFile, folded
from intake.store.keys.slots import plain_file, write_whole

FORMAT = "intake.tries/1"
FREE_TRIES = 3
FIRST_WAIT_S = 2
LONGEST_WAIT_S = 300
UNCOUNTED_WAIT_S = 5
MOST_TIMES = 20
MOST_UNKNOWN = 100
UNKNOWN = "unknown-"
RECOVERY = "recovery"
"""The id of the slot of the printed key."""

_KEPT = MOST_TIMES + 1  # one may be taken back
_MAX_BYTES = 200_000
_MAX_COUNT = 1_000_000

Uptime = Callable[[], float]
"""Seconds since the computer was started, the same for all programs."""


class MustWait(KeyRefused):
    """There were too many wrong tries. `seconds` is how long the next one has to wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__(
            "There were too many wrong tries.",
            "Nothing was opened; the next try is possible in {seconds} s.",
            seconds=seconds,
        )
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Tried:
    """The wrong tries of one slot since its last login. `times` are the latest of them, oldest first.

    `noted` of the times are in the audit chain already. `up` is the uptime in seconds at the last one. `recovered` is
    when the passphrase was replaced with the recovery key since then.
    """

    count: int = 0
    times: tuple[datetime, ...] = ()
    noted: int = 0
    up: float = 0.0
    recovered: datetime | None = None

    @property
    def last(self) -> datetime | None:
        return self.times[-1] if self.times else None


class Tries:
    """The counts of the store in `folder`."""

    def __init__(
        self,
        folder: StoreFolder,
        uptime: Uptime = time.monotonic,
        wait: Callable[[float], None] | None = None,
    ) -> None:
        """`wait` passes seconds; it is `time.sleep` where there is none."""
        self._folder = folder
        self._uptime = uptime
        self._wait = wait or time.sleep

    def begin(self, who: str, at: datetime) -> None:
        """Counts a try of this slot. Raises MustWait where it comes too early; then nothing is counted.

        Takes `UNCOUNTED_WAIT_S` where it cannot be counted: whoever makes the folder read-only guesses no faster.
        """
        with self._alone():
            all_ = dict(self._read())
            found = all_.get(who, Tried())
            up = self._uptime()
            if left := wait_s(found, at, up):
                raise MustWait(left)
            dropped = max(0, len(found.times) + 1 - _KEPT)
            all_[who] = replace(
                found,
                count=found.count + 1,
                times=(*found.times, at)[-_KEPT:],
                noted=max(0, found.noted - dropped),
                up=up,
            )
            is_kept = self._keep(all_)
        if not is_kept:
            self._wait(UNCOUNTED_WAIT_S)

    def take_back(self, who: str) -> None:
        """The try that was begun last was right."""
        with self._changing() as all_:
            found = all_.get(who, Tried())
            all_[who] = replace(found, count=max(0, found.count - 1), times=found.times[:-1])

    def of(self, who: str) -> Tried:
        return self._read().get(who, Tried())

    def not_noted(self) -> Mapping[str, tuple[datetime, ...]]:
        """Wrong tries that are not in the audit chain yet, by slot; names that nobody has are one."""
        found: dict[str, tuple[datetime, ...]] = {}
        for who, tried in self._read().items():
            slot = UNKNOWN.rstrip("-") if who.startswith(UNKNOWN) else who
            if times := tried.times[tried.noted :]:
                found[slot] = tuple(sorted((*found.get(slot, ()), *times)))[-MOST_TIMES:]
        return found

    def noted(self, who: str) -> None:
        """All tries are in the audit chain; those of `who`, who logged in, are forgotten."""
        with self._changing() as all_:
            all_.pop(who, None)
            for other, tried in all_.items():
                all_[other] = replace(tried, noted=len(tried.times))

    def are_noted(self, who: str) -> None:
        """The tries of `who` are in the audit chain; they are told at the next login all the same."""
        with self._changing() as all_:
            found = all_.get(who, Tried())
            all_[who] = replace(found, noted=len(found.times))

    def recovered(self, who: str, at: datetime) -> None:
        """The passphrase of this slot was replaced with the recovery key: its owner is told at the next login."""
        with self._changing() as all_:
            all_[who] = Tried(recovered=at)

    @contextmanager
    def _changing(self) -> Iterator[dict[str, Tried]]:
        """The counts, to be changed. A disk that takes no file is no reason to let nobody in."""
        with self._alone():
            all_ = dict(self._read())
            before = dict(all_)
            yield all_
            if _bounded(all_) != before:
                self._keep(all_)

    def _keep(self, all_: Mapping[str, Tried]) -> bool:
        """Writes the counts. False where the disk does not take them."""
        kept = _bounded(all_)
        try:
            if kept:
                write_whole(self._folder.tries, _as_json(kept))
            else:
                self._folder.tries.unlink(missing_ok=True)
        except (StoreError, OSError):
            return False
        return True

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """So that two programs do not count two tries for one; the key file holds the lock (not on Windows).

        Without one there is no store yet, and nobody else at it.
        """
        if os.name == "nt" or not self._folder.keys.exists():
            yield
            return
        import fcntl  # not on Windows

        with open(self._folder.keys, "rb", opener=plain_file) as file:
            for _ in range(100):
                with suppress(BlockingIOError):
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                time.sleep(0.01)
            yield

    def _read(self) -> Mapping[str, Tried]:
        """What cannot be read counts for nothing, as if it had been deleted."""
        try:
            with open(self._folder.tries, "rb", opener=plain_file) as file:
                raw = json.loads(file.read(_MAX_BYTES))
            if raw["format"] != FORMAT:
                return {}
            return {str(who): _tried(each) for who, each in dict(raw["slots"]).items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError):
            return {}


Opened = TypeVar("Opened")


def counted(tries: Tries, who: str, at: datetime, unlock: Callable[[], Opened]) -> Opened:
    """What `unlock` gives. A wrong try stays counted. Raises MustWait before any work, and what `unlock` raises."""
    tries.begin(who, at)
    try:
        opened = unlock()
    except KeyRefused:
        raise
    except StoreError:
        tries.take_back(who)
        raise
    tries.take_back(who)
    return opened


def who_of(keys: KeyFile, name: str) -> str:
    """Under what a try with this name is counted."""
    slot = keys.of(name)
    if slot is not None:
        return slot.id
    return (
        UNKNOWN
        + hashlib.blake2b(f"{keys.store_id} {folded(name)}".encode("utf-8", "replace"), digest_size=8).hexdigest()
    )


def wait_s(tried: Tried, at: datetime, up: float) -> int:
    """How many whole seconds the next try has to wait, 0 to `LONGEST_WAIT_S`."""
    if tried.last is None or tried.count < FREE_TRIES:
        return 0
    delay = float(min(LONGEST_WAIT_S, FIRST_WAIT_S * 2 ** min(20, tried.count - FREE_TRIES)))
    passed = _passed_s((at - tried.last) / timedelta(seconds=1), up, tried.up)
    return ceil(max(0.0, min(delay, delay - passed)))  # bounded first: the file may hold an infinite number


def _passed_s(on_the_wall: float, up: float, up_then: float) -> float:
    """How long a try is ago at least; see above."""
    was_started_again = up < up_then
    if was_started_again:
        return max(on_the_wall, up)
    return min(on_the_wall, up - up_then) if on_the_wall >= 0 else up - up_then


def _bounded(all_: Mapping[str, Tried]) -> dict[str, Tried]:
    """Without what says nothing, and without the oldest of too many names that nobody has."""
    kept = {who: tried for who, tried in all_.items() if tried.count or tried.recovered}
    unknown = [who for who in kept if who.startswith(UNKNOWN)]
    for who in unknown[: max(0, len(unknown) - MOST_UNKNOWN)]:
        del kept[who]
    return kept


def _as_json(all_: Mapping[str, Tried]) -> bytes:
    slots: dict[str, Json] = {
        who: {
            "count": tried.count,
            "times": [at.astimezone(UTC).isoformat() for at in tried.times],
            "noted": tried.noted,
            "up": tried.up,
            "recovered": tried.recovered.astimezone(UTC).isoformat() if tried.recovered else None,
        }
        for who, tried in all_.items()
    }
    return json.dumps({"format": FORMAT, "slots": slots}, indent=1).encode()


def _tried(raw: Mapping[str, object]) -> Tried:
    """Raises ValueError, KeyError or TypeError."""
    count, times, noted, up, recovered = (raw[key] for key in ("count", "times", "noted", "up", "recovered"))
    if not isinstance(count, int) or not isinstance(noted, int) or not isinstance(up, int | float):
        raise ValueError("a number is expected")
    if not isinstance(times, list) or not 0 <= count <= _MAX_COUNT or not 0 <= noted <= len(times):
        raise ValueError("out of bounds")
    read = tuple(_aware(str(each)) for each in times[-_KEPT:])
    return Tried(count, read, noted, float(up), _aware(str(recovered)) if recovered else None)


def _aware(text: str) -> datetime:
    read = datetime.fromisoformat(text)
    if read.tzinfo is None:
        raise ValueError("a time zone is missing")
    return read

"""Runs a terminal program in a real pty of 120x40 and notes when it sent what. Linux only.

Output is kept as it came, with its times, and read by a terminal emulator only while the clock stands still: the
emulator never competes with the program for the processor.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

COLUMNS, LINES = 120, 40

_REPLIES = {
    b"\x1b[?2026$p": b"\x1b[?2026;2$y",  # synchronised output: supported
    b"\x1b[?2048$p": b"\x1b[?2048;0$y",  # resizing told in band: not supported
    b"\x1b[>q": b"\x1bP>|XTerm(379)\x1b\\",  # by which the program knows how right-to-left text is written
    b"\x1b[c": b"\x1b[?62;22c",
    b"\x1b[6n": b"\x1b[1;1R",
}
"""What a terminal of today answers to the questions that programs ask at their start."""

_LONGEST_QUERY = max(map(len, _REPLIES))
_PATIENCE_S = 2.0


@dataclass(frozen=True, slots=True)
class Chunk:
    """What one read brought. `at` is in seconds since the process was started, `cpu_ms` what it had worked by then."""

    at: float
    data: bytes
    cpu_ms: float


class PtyApp:
    """A program under test, from its start on; leave the `with` block to end it."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self._command = list(command)
        self._environment = {
            **environment,
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "COLUMNS": str(COLUMNS),
            "LINES": str(LINES),
        }
        self._tail = b""
        self._started = 0.0
        self.pid = -1
        self._fd = -1

    def __enter__(self) -> Self:
        ready, go = os.pipe()
        self._started = time.perf_counter()
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            os.close(go)
            os.read(ready, 1)  # ends when the window has its size
            try:
                os.execvpe(self._command[0], self._command, self._environment)
            finally:
                os._exit(127)
        os.close(ready)
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        os.close(go)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for number in (signal.SIGTERM, signal.SIGKILL):
            os.kill(self.pid, number)
            end = self.now + _PATIENCE_S
            while self.now < end:
                for _ in self.read(calm_s=0.05, limit_s=0.2):
                    pass  # a full pty would hold up the exit
                if os.waitpid(self.pid, os.WNOHANG)[0]:
                    os.close(self._fd)
                    return
        os.close(self._fd)

    @property
    def now(self) -> float:
        """Seconds since the process was started."""
        return time.perf_counter() - self._started

    @property
    def cpu_ms(self) -> float:
        """Processor time of all threads that still run: what other programs do hardly moves it."""
        worked = 0
        for file in Path(f"/proc/{self.pid}/task").glob("*/schedstat"):
            with suppress(OSError):  # a thread that has ended meanwhile
                worked += int(file.read_text().split()[0])
        return worked / 1e6

    def memory_mb(self, kind: str = "VmRSS") -> float:
        """Resident memory now: all of it, or `RssAnon`, what no other program can share."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        found = next(line for line in status.splitlines() if line.startswith(f"{kind}:"))
        return int(found.split()[1]) / 1024

    def write(self, data: bytes) -> float:
        """Types. Returns when, in seconds since the start."""
        at = self.now
        os.write(self._fd, data)
        return at

    def read(self, calm_s: float, limit_s: float = 30.0) -> Iterator[Chunk]:
        """What the program sends, until it sends nothing for `calm_s`, or `limit_s` are over, or it has ended."""
        end = self.now + limit_s
        while (left := end - self.now) > 0:
            if not select.select([self._fd], [], [], min(calm_s, left))[0]:
                return
            try:
                data = os.read(self._fd, 65536)
            except OSError:  # how Linux says that the program has closed its terminal
                return
            if not data:
                return
            chunk = Chunk(self.now, data, self.cpu_ms)
            self._reply(data)
            yield chunk

    def _reply(self, data: bytes) -> None:
        seen = self._tail + data
        for query, answer in _REPLIES.items():
            if query in seen:
                os.write(self._fd, answer)
                seen = seen.replace(query, b"")
        self._tail = seen[1 - _LONGEST_QUERY :]

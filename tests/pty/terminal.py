"""A program in a real pty of a given size, used through its keys and read from its screen.

Nothing here waits for a fixed time: `wait_for` reads what the program paints until the screen shows what was awaited.
"""

from __future__ import annotations

import codecs
import os
import re
import signal
import sys
import time
import unicodedata
import warnings
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from types import TracebackType

import pytest

if sys.platform not in ("linux", "darwin"):
    pytest.skip("a real pty is to be had on Linux and macOS only", allow_module_level=True)

import pexpect
import pyte

from tests.languages.fake_terminal import KINDS, Kind

PATIENCE_S = 30.0
"""How long a screen may take to appear on a machine that is busy with other things."""

KEYS: Mapping[str, str] = {
    "enter": "\r", "esc": "\x1b", "tab": "\t", "s-tab": "\x1b[Z", "bksp": "\x7f", "space": " ",
    "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D", "home": "\x1b[H", "end": "\x1b[F",
    "pgup": "\x1b[5~", "pgdn": "\x1b[6~", "ins": "\x1b[2~", "del": "\x1b[3~",
    "c-up": "\x1b[1;5A", "c-down": "\x1b[1;5B", "c-right": "\x1b[1;5C", "c-left": "\x1b[1;5D",
    "s-up": "\x1b[1;2A", "s-down": "\x1b[1;2B", "s-right": "\x1b[1;2C", "s-left": "\x1b[1;2D",
    "f1": "\x1bOP", "f2": "\x1bOQ", "f3": "\x1bOR", "f4": "\x1bOS", "f5": "\x1b[15~", "f6": "\x1b[17~",
    "f7": "\x1b[18~", "f8": "\x1b[19~", "f9": "\x1b[20~", "f10": "\x1b[21~", "f11": "\x1b[23~", "f12": "\x1b[24~",
    **{f"c-{letter}": chr(ord(letter) - 96) for letter in "abcdefghijklmnopqrstuvwxyz"},
}  # fmt: skip
"""What a terminal of the xterm family sends for a key."""

REPLIES: Mapping[str, str] = {
    "\x1b[?2026$p": "\x1b[?2026;2$y",  # frames: supported, so that a half-painted screen is never read
    "\x1b[?2048$p": "\x1b[?2048;0$y",  # sizes within the input: not supported
    "\x1b[6n": "\x1b[1;1R",
}
"""What the terminal answers to what it is asked; all the rest depends on its kind."""
XTERM = KINDS["xterm 379"]

_UNKNOWN_TO_PYTE = re.compile(
    r"\x1b\[[<>=][0-9;]*[a-zA-Z]|\x1b\[\??[0-9;]*\$p|\x1b\[[0-9;?]*u|\x1b\[[0-9;]*t|\x1b\[[0-9]* q"
    r"|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1bP[^\x1b]*\x1b\\"
)
_SEQUENCE = re.compile(r"\x1b\[[0-9;:?<>=$ ]*[a-zA-Z]")
_UNFINISHED = re.compile(r"\x1b(?:\[[0-9;:?<>=$ ]*|[\]P][^\x07\x1b]*\x1b?)?$")
_MODES = re.compile(r"\x1b\[\?([0-9;]+)([hl])")
_SWITCHED_SCREEN = re.compile(r"(\x1b\[\?1049[hl])")
"""The other screen: pyte has one only, so it is wiped in both directions."""
_FRAMES = str.maketrans(dict.fromkeys("│┃▊▎", " "))
_FRAME, _ALTERNATE_SCREEN, _CURSOR = 2026, 1049, 25
_MOUSE_AND_PASTE = frozenset({1000, 1002, 1003, 1004, 1006, 1015, 1016, 2004})
_ROOT = Path(__file__).parents[2]


class Ended(AssertionError):
    """The program ended while something was still awaited from it."""


class Terminal:
    """One run of a program; leaving the `with` block kills what is left of it."""

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        folder: Path,
        *,
        cols: int = 120,
        rows: int = 40,
        kind: Kind = XTERM,
    ) -> None:
        self._kind = kind
        self.output = ""
        """Everything the program wrote, for what the screen does not show."""
        self.presses = 0
        self.modes: set[int] = {_CURSOR}
        self._screen = pyte.Screen(cols, rows)
        self._stream = pyte.Stream(self._screen)
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._held = ""
        self._lines: tuple[str, ...] | None = None
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # a fork from a process with threads: it execs at once
            self._child = pexpect.spawn(
                command[0],
                list(command[1:]),
                env=dict(environment),
                cwd=str(folder),
                dimensions=(rows, cols),
                timeout=0,
            )
        self._child.delaybeforesend = None
        self._has_ended = False

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()

    # Keys

    def press(self, *keys: str) -> None:
        """Sends keys in one go: `<enter>` or `<f5>` by its name, anything else as the text that is typed."""
        sent = []
        for key in keys:
            name = key[1:-1] if key.startswith("<") and key.endswith(">") else ""
            sent.append(KEYS[name] if name else key)
            self.presses += 1 if name else len(key)
        self.send("".join(sent))

    def paste(self, text: str) -> None:
        """Pastes a text the way terminals do, with brackets around it."""
        self.send(f"\x1b[200~{text}\x1b[201~")

    def send(self, text: str) -> None:
        """Sends characters as they are. A long text goes in parts, as the program reads them."""
        data = text.encode("utf-8")
        for start in range(0, len(data), 512):
            if self._has_ended:
                return
            with suppress(OSError):  # the program is gone: whoever waits for its screen is told
                self._child.send(data[start : start + 512])
            self.read()

    def resize(self, cols: int, rows: int) -> None:
        """Gives the window another size and tells the program."""
        self.read()
        self._screen.resize(rows, cols)
        self._lines = None
        self._child.setwinsize(rows, cols)

    # Screen

    @property
    def lines(self) -> tuple[str, ...]:
        if self._lines is None:
            self._lines = tuple(line.rstrip() for line in self._screen.display)
        return self._lines

    def screen_text(self) -> str:
        return "\n".join(self.lines).rstrip()

    def shows(self, text: str) -> bool:
        """Whether a text stands on the screen, on one line or wrapped over several."""
        return plain(text) in plain(self.screen_text().translate(_FRAMES))

    def wait_for(self, awaited: str | Callable[[], bool], timeout: float = PATIENCE_S) -> None:
        """Reads until the screen shows a text, or a condition holds. Fails with what is shown instead."""
        is_there: Callable[[], bool] = (lambda: self.shows(awaited)) if isinstance(awaited, str) else awaited
        end = time.monotonic() + timeout
        self.read()
        while self._is_mid_frame or not is_there():
            if self._has_ended or time.monotonic() > end:
                name = repr(awaited) if isinstance(awaited, str) else "what was awaited"
                seen = f"without {name} on the screen:\n{self.screen_text()}\n{self.traceback()}"
                if self._has_ended:
                    raise Ended(f"the program ended {seen}")
                raise AssertionError(f"{timeout:g} s passed {seen}")
            self.read(0.05)

    @property
    def has_ended(self) -> bool:
        """Whether the program ended, as far as was read."""
        return self._has_ended

    def read(self, timeout: float = 0.0) -> bool:
        """Takes in what the program wrote; waits for it at most `timeout` seconds. False where there was nothing."""
        found = False
        while not self._has_ended:
            try:
                data = self._child.read_nonblocking(65536, timeout=0 if found else timeout)
            except pexpect.TIMEOUT:
                return found
            except pexpect.EOF:
                self._has_ended = True
                return found
            found = True
            self._feed(self._decoder.decode(data))
        return found

    @property
    def _is_mid_frame(self) -> bool:
        return _FRAME in self.modes and not self._has_ended

    def _feed(self, text: str) -> None:
        self.output += text
        self._lines = None
        text = self._held + text
        unfinished = _UNFINISHED.search(text)
        self._held = text[unfinished.start() :] if unfinished else ""
        text = text[: unfinished.start()] if unfinished else text
        for query, reply in REPLIES.items():
            if query in text:
                with suppress(OSError):
                    self._child.send(reply.encode())
        if answers := self._kind.transcript(text):
            with suppress(OSError):
                self._child.send(answers.encode())
        for numbers, switch in _MODES.findall(text):
            changed = {int(number) for number in numbers.split(";") if number}
            self.modes = self.modes | changed if switch == "h" else self.modes - changed
        shown = _visible(_UNKNOWN_TO_PYTE.sub("", text))
        for part in _SWITCHED_SCREEN.split(shown):
            self._stream.feed(part)
            if _SWITCHED_SCREEN.match(part):
                self._screen.reset()

    # The end

    def strike(self) -> None:
        """Kills the program from another thread, whatever it is doing; reading it will tell."""
        with suppress(ProcessLookupError):
            os.kill(self._child.pid, signal.SIGKILL)

    def kill(self, how: signal.Signals = signal.SIGKILL) -> int | None:
        """Ends the program with a signal and waits until it is gone. Returns its exit code, if it has one."""
        if self._child.isalive():
            self._child.kill(how)
        code = self.wait_for_end()
        self._child.close(force=True)
        return code

    def send_signal(self, how: signal.Signals) -> None:
        """Sends a signal and waits for nothing."""
        self._child.kill(how)

    @property
    def pid(self) -> int:
        """The process of the program."""
        pid = self._child.pid
        assert isinstance(pid, int)
        return pid

    @property
    def is_stopped(self) -> bool:
        """Whether the program is suspended. It stays so until it gets SIGCONT."""
        return Path(f"/proc/{self._child.pid}/stat").read_text().rpartition(")")[2].split()[0] == "T"

    def hang_up(self) -> None:
        """Closes the terminal window: the program gets SIGHUP, and nothing can be written any more."""
        self.read()
        self._child.ptyproc.fileobj.close()
        self._has_ended = True
        self._child.wait()

    def wait_for_end(self, timeout: float = PATIENCE_S) -> int | None:
        """Reads until the program has ended by itself. Returns its exit code, None where a signal ended it."""
        end = time.monotonic() + timeout
        while not self._has_ended and time.monotonic() < end:
            self.read(0.05)
            if not self._child.isalive():
                self.read()
                break
        if self._child.isalive():
            raise AssertionError(f"the program still runs after {timeout:g} s:\n{self.screen_text()}")
        self._has_ended = True
        code = self._child.exitstatus
        return code if isinstance(code, int) else None

    def last_words(self) -> str:
        """The end of the output without colours, and on one line: a window may have been too small to read it."""
        return plain(_SEQUENCE.sub("", self.output[-20_000:]).replace("\r", "").replace("\n", ""))[-3_000:]

    def traceback(self) -> str:
        """The traceback that the program wrote, if any; empty for a program that is well."""
        at = self.output.find("Traceback (most recent call last)")
        return "" if at < 0 else _UNKNOWN_TO_PYTE.sub("", self.output[at : at + 4000])

    @property
    def is_clean(self) -> bool:
        """Whether the terminal is as it was before: main screen, cursor visible, no mouse and no brackets on paste."""
        return _CURSOR in self.modes and not self.modes & {_ALTERNATE_SCREEN, *_MOUSE_AND_PASTE}


@lru_cache(4096)
def plain(text: str) -> str:
    """A text as it can be found on a screen: one blank between words, without what takes no room there."""
    return " ".join(_visible(text).split())


def _visible(text: str) -> str:
    """The text without format characters: pyte drops the rest of a line behind one."""
    invisible = {ord(char): None for char in set(text) if not char.isascii() and unicodedata.category(char) == "Cf"}
    return text.translate(invisible) if invisible else text


def program(
    folder: Path,
    *,
    site: str = "zebera",
    store: str = "store",
    settings: Mapping[str, str] | None = None,
    cols: int = 120,
    rows: int = 40,
    kind: Kind = XTERM,
) -> Terminal:
    """The program as a user starts it, on a store below `folder`, with a home that holds nothing."""
    home = folder / "home"
    home.mkdir(exist_ok=True)
    export = folder / "export"
    export.mkdir(exist_ok=True)
    environment = {
        "HOME": str(home),
        **{f"XDG_{name}_HOME": str(home / name.lower()) for name in ("CONFIG", "DATA", "STATE", "CACHE")},
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "PYTHONPATH": str(_ROOT),
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        **kind.environment,
        "INTAKE_EXPORT": str(export),
        **{f"INTAKE_{name.upper()}": value for name, value in (settings or {}).items()},
    }
    command = [sys.executable, "-m", "intake", "--store", str(folder / store), "--site", site]
    return Terminal(command, environment, folder, cols=cols, rows=rows, kind=kind)

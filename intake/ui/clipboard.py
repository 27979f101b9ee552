"""The clipboard of the terminal, lent for a moment: what is copied is taken out again after a while, at the lock and at
the end.

Text goes there by OSC 52, in logical order. A terminal says neither whether it takes it nor whether it can be emptied.
So emptying first writes a blank, which every terminal that took the text takes as well, and then nothing. tmux keeps
each copy in a list of its own, from which it is taken by its own command.
"""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Final, Literal

from textual.timer import Timer

if TYPE_CHECKING:
    from textual.app import App

    from intake.ui.curtain import Curtain

BLANK: Final = " "
PATIENCE_S: Final = 2
"""So long tmux may take for its answer."""

Hindrance = Literal["none", "refused", "list", "console"]
"""What is known to stand in the way: nothing; it takes no text; it keeps a list of copies; it has no clipboard."""


class Clipboard:
    """What this program put into the clipboard, and when it has to go."""

    def __init__(self, app: App[int], curtain: Curtain, seconds: float, environment: Mapping[str, str]) -> None:
        """`seconds` is how long a text may stay there."""
        self._app = app
        self._curtain = curtain
        self._environment = environment
        self._timer: Timer | None = None
        self._copied: set[tuple[int, str]] = set()
        self.seconds = seconds
        self.is_at_work = False
        """Whether what is copied just now comes from here, and not from a field."""

    @property
    def is_holding(self) -> bool:
        """Whether something of ours may lie there."""
        return bool(self._copied)

    @property
    def hindrance(self) -> Hindrance:
        return hindrance(self._environment)

    def put(self, text: str) -> None:
        """Copy a text; the time until it goes begins anew."""
        self._write(text)
        self.lend(text)

    def lend(self, text: str) -> None:
        """A text that a field has copied by itself goes after the same time."""
        self._stop()
        self._copied.add(_mark(text))
        self._timer = self._app.set_timer(self.seconds, self.clear)

    def clear(self) -> None:
        """Take out what was copied, where anything was. It goes through the curtain: it holds nothing of a case."""
        self._stop()
        if not self._copied:
            return
        copied, self._copied = self._copied, set()
        with self._curtain.lifted():
            self._write(BLANK)
            self._write("")
        if self._environment.get("TMUX"):
            forgetting = threading.Thread(target=forget_in_tmux, args=(copied, self._environment), name="clipboard")
            forgetting.start()  # no daemon: at the end of the program it has its moment

    def _write(self, text: str) -> None:
        self.is_at_work = True
        try:
            self._app.copy_to_clipboard(text)
        finally:
            self.is_at_work = False

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None


def hindrance(environment: Mapping[str, str]) -> Hindrance:
    """What the environment tells of a terminal that takes no text, or keeps it."""
    if environment.get("TMUX"):
        return "list"
    if environment.get("TERM", "").startswith("linux"):
        return "console"
    if environment.get("TERM_PROGRAM") == "Apple_Terminal" or environment.get("VTE_VERSION"):
        return "refused"
    return "none"


def forget_in_tmux(copied: set[tuple[int, str]], environment: Mapping[str, str]) -> None:
    """Take our texts out of the list of tmux; what others put there stays. Nothing is said where that fails."""
    program = shutil.which("tmux", path=environment.get("PATH"))
    if program is None:
        return

    def ask(*arguments: str) -> bytes:
        done = subprocess.run(
            [program, *arguments], env=dict(environment), capture_output=True, timeout=PATIENCE_S, check=False
        )
        return done.stdout

    sizes = {size for size, _ in copied}
    with suppress(OSError, subprocess.SubprocessError):
        for line in ask("list-buffers", "-F", "#{buffer_size} #{buffer_name}").decode("utf-8", "replace").splitlines():
            size, _, name = line.partition(" ")
            if size.isdigit() and int(size) in sizes and _mark_of(ask("show-buffer", "-b", name)) in copied:
                ask("delete-buffer", "-b", name)


def _mark(text: str) -> tuple[int, str]:
    return _mark_of(text.encode())


def _mark_of(raw: bytes) -> tuple[int, str]:
    """What a text is known again by: its length in bytes and its hash; the text itself is not kept."""
    import hashlib  # OpenSSL, and nothing is copied before the first paint

    return len(raw), hashlib.sha256(raw).hexdigest()

#!/usr/bin/env python
"""Starts the program in real terminals and takes a picture of one question in each right-to-left language and in Ge'ez.

    python bench/terminals.py FOLDER [TERMINAL ...]

Needs Linux, Xvfb and ImageMagick (`import`), and uses those of the terminals below that are installed. The pictures
(TERMINAL-LANGUAGE.png) are for people to look at: no program can tell whether they are right. One line is printed for
each, with the profile that was chosen and what the terminal said of itself.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # this checkout, installed or not

from intake.handover.formats.as_pdf import font_folders

LANGUAGES = ("ar", "prs", "ps", "ckb", "ur", "ti")
QUESTION = "acute_need"
COLUMNS, LINES = 100, 30
SCREEN = "1280x800x24"
PATIENCE_S = 40.0
DRAWN_S = 1.0
"""So long a terminal may take to put on the screen what it got."""

SIZE = f"{COLUMNS}x{LINES}"
TERMINALS: Mapping[str, Sequence[str]] = {
    "xterm": ("xterm", "-fa", "DejaVu Sans Mono", "-fs", "12", "-geometry", SIZE, "-e"),
    "xfce4-terminal": ("xfce4-terminal", "--disable-server", f"--geometry={SIZE}", "-x"),
    "konsole": ("konsole", "--separate", "-p", f"TerminalColumns={COLUMNS}", "-p", f"TerminalRows={LINES}", "-e"),
    "mlterm": ("mlterm", "-g", SIZE, "-e"),
    "alacritty": (
        "alacritty", "-o", f"window.dimensions.columns={COLUMNS}", "-o", f"window.dimensions.lines={LINES}", "-e",
    ),
    "kitty": (
        "kitty", "-o", "remember_window_size=no", "-o", f"initial_window_width={COLUMNS}c",
        "-o", f"initial_window_height={LINES}c", "-e",
    ),
    "kitty-force-ltr": (
        "kitty", "-o", "force_ltr=yes", "-o", "remember_window_size=no", "-o", f"initial_window_width={COLUMNS}c",
        "-o", f"initial_window_height={LINES}c", "-e", "env", "INTAKE_TERMINAL=plain",
    ),
    "qterminal": ("qterminal", "-e"),
    "tmux": (
        "xfce4-terminal", "--disable-server", f"--geometry={SIZE}", "-x", "tmux", "-L", "intake-pictures", "-f",
        "/dev/null", "new",
    ),
}  # fmt: skip
"""How each is started; the command of the program stands behind it."""

APP = Path(__file__).with_name("apps") / "one_question.py"


@contextmanager
def display() -> Iterator[str]:
    """An X server without a screen; ends with the block."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", SCREEN, "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as number:
            yield f":{number.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


def picture(terminal: str, language: str, where: str, file: Path, *, has_fonts: bool) -> str:
    """Takes one picture. Returns what the program knew of the terminal, or what went wrong."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        folder = Path(place)
        fonts = folder / "HOME" / ".local" / "share" / "fonts"
        fonts.mkdir(parents=True)
        (folder / "RUN").mkdir(mode=0o700)
        if has_fonts:
            for number, found in enumerate(font_folders()):
                (fonts / str(number)).symlink_to(found)
        environment = {
            **{name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ},
            "DISPLAY": where,
            "HOME": str(folder / "HOME"),
            "XDG_RUNTIME_DIR": str(folder / "RUN"),
            "LC_ALL": "C.UTF-8",
            "LIBGL_ALWAYS_SOFTWARE": "1",
        }
        command = [*TERMINALS[terminal], sys.executable, str(APP), language, QUESTION, str(folder)]
        if terminal == "qterminal":  # takes one argument
            command = [*TERMINALS[terminal], " ".join(command[len(TERMINALS[terminal]) :])]
        if shutil.which("dbus-run-session"):
            command = ["dbus-run-session", "--", *command]
        started = subprocess.Popen(
            command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        try:
            return _taken(folder / "ready", file, where)
        finally:
            os.killpg(started.pid, signal.SIGTERM)
            try:
                started.wait(5)
            except subprocess.TimeoutExpired:
                os.killpg(started.pid, signal.SIGKILL)
                started.wait()


def _taken(ready: Path, file: Path, where: str) -> str:
    end = time.monotonic() + PATIENCE_S
    while not ready.exists() and time.monotonic() < end:
        time.sleep(0.2)
    time.sleep(DRAWN_S)
    subprocess.run(["import", "-display", where, "-window", "root", str(file)], check=True)
    return ready.read_text("utf-8").strip() if ready.exists() else "the question did not appear"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("terminals", nargs="*", metavar="TERMINAL", help=", ".join(TERMINALS))
    parser.add_argument("--languages", nargs="+", default=LANGUAGES, metavar="CODE")
    parser.add_argument("--no-fonts", action="store_true", help="only fonts of this computer, without those for paper")
    args = parser.parse_args()
    if unknown := set(args.terminals) - TERMINALS.keys():
        parser.error(f"no such terminal: {', '.join(sorted(unknown))}")
    args.folder.mkdir(parents=True, exist_ok=True)
    with display() as where:
        for terminal in args.terminals or TERMINALS:
            if any(shutil.which(program) is None for program in {TERMINALS[terminal][0], *({"tmux"} & {terminal})}):
                print(f"{terminal}: not installed")
                continue
            for language in args.languages:
                found = picture(
                    terminal, language, where, args.folder / f"{terminal}-{language}.png", has_fonts=not args.no_fonts
                )
                print(f"{terminal} {language}: {found}", flush=True)


if __name__ == "__main__":
    main()

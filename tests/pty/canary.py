"""A day of scripted work with marker names and markers of illness, and where on the disk they stand afterwards.

The markers may stand in the encrypted files, where nobody can read them, and in the records that were written out on
purpose. Everything else that is left on the machine is searched for them, in every spelling that bytes can have.
"""

from __future__ import annotations

import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from intake.interview.values import Json
from tests.pty.people import answers_of
from tests.pty.reading import Eyes, Sight
from tests.pty.staff import NAME, PASSPHRASE, begin_case, consent_and_write, ready_store, unlock, unlock_again
from tests.pty.terminal import XTERM, Terminal, program
from tests.pty.typist import Typist

FAMILY_NAME, GIVEN_NAME, HALF_TYPED = "Qwyzzmarkan", "Xolventira", "Jubbelwitz"
DIAGNOSIS = "Zoxalgie der Knochen"
MARKERS = (FAMILY_NAME, GIVEN_NAME, HALF_TYPED, DIAGNOSIS, "Zoxalgie")
DISCLOSED = "export"
"""The folder of records: what stands there was written out on purpose."""

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Find:
    """Where a marker stands. `where` is a file, or what else was searched."""

    where: str
    marker: str


@dataclass(slots=True)
class Day:
    """What was searched after a day, and what was found."""

    files: int = 0
    size_bytes: int = 0
    processes: int = 0
    finds: list[Find] = field(default_factory=list)

    def __str__(self) -> str:
        found = ", ".join(f"{find.marker} in {find.where}" for find in self.finds) or "nothing"
        size = f"{self.size_bytes / 1e6:.1f} MB"
        return f"{self.files} files ({size}) and {self.processes} processes searched: found {found}"


def spellings(marker: str) -> tuple[bytes, ...]:
    """The bytes that a marker can be written with: UTF-8, UTF-16, JSON, capitals, small letters, folded."""
    forms = {marker, marker.upper(), marker.lower(), marker.casefold(), marker.replace(" ", "%20"), marker[::-1]}
    encoded = {form.encode(code) for form in forms for code in ("utf-8", "utf-16-le", "utf-16-be")}
    return tuple(sorted(encoded))


WANTED = {spelling: marker for marker in MARKERS for spelling in spellings(marker)}
_OVERLAP = max(map(len, WANTED)) - 1


def markers_in(content: Iterator[bytes]) -> set[str]:
    """The markers that stand in a stream of bytes, also across its chunks."""
    found: set[str] = set()
    before = b""
    for chunk in content:
        window = before + chunk
        found |= {marker for spelling, marker in WANTED.items() if spelling in window}
        before = window[-_OVERLAP:]
    return found


def search(day: Day, *folders: Path, but: Sequence[Path] = ()) -> None:
    """Look through every file below these folders, their names included, but those that hold records."""
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if any(path.is_relative_to(each) for each in but):
                continue
            day.finds += [Find(f"the name of {path}", marker) for marker in markers_in(iter([path.name.encode()]))]
            if path.is_symlink() or not path.is_file():
                continue
            day.files += 1
            day.size_bytes += path.stat().st_size
            day.finds += [Find(str(path), marker) for marker in markers_in(_chunks(path))]


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def search_process(day: Day, pid: int) -> None:
    """What other people on the machine see of a process: its arguments; and its environment."""
    day.processes += 1
    for name in ("cmdline", "environ", "comm"):
        place = Path(f"/proc/{pid}/{name}")
        if place.exists():
            day.finds += [Find(str(place), marker) for marker in markers_in(iter([place.read_bytes()]))]


def answers() -> dict[str, Json]:
    """What the marked person answers before data protection and up to the name."""
    return {
        "interview_mode": "in_person",
        "preferred_language": "prs",
        "interpreter_type": "in_person_pro",
        "privacy": "yes",
        "understanding_ok": "well",
        "acute_need": "no",
        "privacy_info_given": "yes",
        "family_name": FAMILY_NAME,
        "given_name": GIVEN_NAME,
    }


def work_a_day(folder: Path, day: Day) -> None:
    """A case with the markers, a note on the illness, half-typed text, lock, print, kill -9, and the next start.

    `folder` gets home, temporary files, store and exports. The processes are searched while they run.
    """
    if not (folder / "store").exists():
        ready_store(folder / "store")
    with _started(folder) as terminal:
        eyes = Eyes(terminal)
        unlock(terminal, eyes)
        begin_case(terminal, eyes)
        Typist(terminal, answers(), eyes).interview(until=lambda sight: _asks(sight, "given_name"))
        _write_note(terminal, eyes)
        terminal.press(GIVEN_NAME, "<enter>")
        terminal.wait_for(lambda: not _asks(eyes.sight(), "given_name"))
        search_process(day, terminal.pid)
        terminal.press("<c-l>")
        unlock_again(terminal, eyes)
        terminal.wait_for(lambda: eyes.sight().screen == "interview")
        _go_to(terminal, eyes, "given_name")
        terminal.press("<home>", HALF_TYPED)
        terminal.wait_for(lambda: (eyes.prefilled() or "").startswith(HALF_TYPED))
        _wait_for_the_journal(folder)
        search_process(day, terminal.pid)
        terminal.kill(signal.SIGKILL)
    with _started(folder) as terminal:
        eyes = Eyes(terminal)
        unlock(terminal, eyes)
        terminal.wait_for(eyes.say("An interview was interrupted"))
        search_process(day, terminal.pid)
        terminal.press("1")
        terminal.wait_for(lambda: eyes.sight().screen == "interview")
        terminal.press("<c-q>")
        terminal.wait_for(eyes.say("Leave the program"))
        terminal.press("1")
        terminal.wait_for_end()


def export_a_record(folder: Path, day: Day) -> None:
    """A whole interview of the marked person, and the record of one office written out: that is meant to be read.

    Raises AssertionError where the record does not hold the name: then nothing was written out.
    """
    with _started(folder) as terminal:
        eyes = Eyes(terminal)
        unlock(terminal, eyes)
        terminal.wait_for(eyes.say("An interview was interrupted"))
        terminal.press("2")
        begin_case(terminal, eyes)
        whole = {**answers_of("P05", "zebera"), "family_name": FAMILY_NAME, "given_name": GIVEN_NAME}
        Typist(terminal, whole, eyes).interview()
        consent_and_write(terminal, eyes)
        search_process(day, terminal.pid)
        terminal.kill(signal.SIGKILL)
    written = Day()
    search(written, folder / DISCLOSED)
    assert FAMILY_NAME in {find.marker for find in written.finds}, "no record was written"


def _started(folder: Path) -> Terminal:
    (folder / "tmp").mkdir(exist_ok=True)
    environment = {**XTERM.environment, "TMPDIR": str(folder / "tmp")}
    return program(folder, settings={"backup": "auto"}, kind=replace(XTERM, environment=environment))


def _asks(sight: Sight, question: str) -> bool:
    return sight.question is not None and sight.question.id == question


def _write_note(terminal: Terminal, eyes: Eyes) -> None:
    """A note on the answer that holds the illness."""
    terminal.press("<f8>")
    terminal.wait_for(lambda: eyes.sight().screen == "dialog" or terminal.shows(eyes.say("Note")))
    terminal.press(DIAGNOSIS)
    terminal.wait_for("Zoxalgie")
    terminal.press("<enter>")
    terminal.wait_for(lambda: _asks(eyes.sight(), "given_name"))


def _go_to(terminal: Terminal, eyes: Eyes, question: str) -> None:
    terminal.press("<f9>")
    terminal.wait_for(eyes.say("Go to"))
    terminal.press(question.replace("_", " ") if " " in question else question)
    terminal.press("<enter>")
    terminal.wait_for(lambda: _asks(eyes.sight(), question))


def _wait_for_the_journal(folder: Path) -> None:
    """Half-typed text is written a moment after the last key: until the log of the store has grown."""
    log, end = folder / "store" / "cases.db-wal", time.monotonic() + 20
    size = log.stat().st_size if log.exists() else 0
    while time.monotonic() < end and (log.stat().st_size if log.exists() else 0) == size:
        time.sleep(0.05)


def commands_of_a_day(folder: Path, day: Day) -> None:
    """Backup, closing sheet, check of the audit trail and who saw the case, as typed in a shell.

    Raises AssertionError where one of them fails.
    """
    export, code = folder / DISCLOSED, ""
    for arguments in (
        ("backup",),
        ("closing", "--pdf", str(export / "closing.pdf")),
        ("audit", "verify"),
        ("audit", "show", "--staff", NAME),
        ("doctor", "--name", NAME),
        ("figures", "--csv", str(export / "figures.csv")),
    ):
        ran = subprocess.run(
            [sys.executable, "-m", "intake", *arguments, "--store", str(folder / "store")],
            input="".join(f"{line}\n" for line in ((PASSPHRASE,) if "--name" in arguments else (NAME, PASSPHRASE))),
            env=environment(folder), cwd=folder, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert ran.returncode in (0, 1), f"{arguments}: {ran.stderr}"
        output = f"{ran.stdout}{ran.stderr}"
        day.finds += [Find(f"output of intake {' '.join(arguments[:2])}", each) for each in _in(output)]
        code = code or next((word for word in output.split() if word.startswith("Z-")), "")
    assert code, "no case was named"


def environment(folder: Path) -> dict[str, str]:
    """The environment of a shell of the day: its home, temporary files and history lie below the folder."""
    home = folder / "home"
    return {
        "HOME": str(home),
        **{f"XDG_{name}_HOME": str(home / name.lower()) for name in ("CONFIG", "DATA", "STATE", "CACHE")},
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        "TMPDIR": str(folder / "tmp"),
        "HISTFILE": str(home / ".bash_history"),
        "INTAKE_EXPORT": str(folder / DISCLOSED),
    }


def in_tmux(folder: Path, day: Day) -> None:
    """The program in tmux: opened, the case looked at, left, then with a fault; and all that tmux has kept of it.

    Does nothing where there is no tmux.
    """
    tmux = shutil.which("tmux")
    if tmux is None:
        return
    with _Pane(tmux, folder) as pane:
        for ending in ("quit", "fault"):
            pane.type(_command(folder, has_fault=ending == "fault"), "Enter")
            pane.wait_for("Passphrase")
            pane.type(NAME, "Enter", PASSPHRASE, "Enter")
            pane.wait_for("Ein Gespräch wurde unterbrochen")
            pane.type("1")
            pane.wait_for(GIVEN_NAME)
            if ending == "quit":
                pane.type("C-q")
                pane.wait_for("Programm beenden")
                pane.type("1")
            else:
                pane.type("C-r")
                pane.wait_for("Das Programm hat einen Fehler")
            pane.wait_for("left it")
            day.finds += [Find(f"the scrollback of tmux after: {ending}", each) for each in _in(pane.history())]
        pane.type("exit", "Enter")


def _command(folder: Path, *, has_fault: bool) -> str:
    """The program as it is typed in a shell; with a fault in the review that holds a marker in a variable."""
    run = f"{sys.executable} -m intake"
    if has_fault:
        run = f"{sys.executable} {shlex.quote(str(_faulty(folder)))}"
    return f"{run} --store {folder / 'store'}; echo left it"


def _faulty(folder: Path) -> Path:
    """A start of the program whose review fails with the family name in its variables and in its message."""
    file = folder / "faulty.py"
    file.write_text(
        "import sys\n"
        "from intake.ui.screens.review import ReviewScreen\n"
        "def compose(self):\n"
        "    name = str(self.work.interview.answers['family_name'].value)\n"
        "    raise RuntimeError(name)\n"
        "ReviewScreen.compose = compose\n"
        "from intake.cli import main\n"
        "sys.exit(main())\n"
    )
    return file


class _Pane:
    """A shell in a tmux server of its own."""

    def __init__(self, tmux: str, folder: Path) -> None:
        self._tmux = [tmux, "-f", "/dev/null", "-S", str(folder / "tmux.socket")]
        self._environment = environment(folder)
        self._folder = folder

    def __enter__(self) -> _Pane:
        self._run("new-session", "-d", "-x", "120", "-y", "40", "-c", str(self._folder), "bash --norc -i")
        return self

    def __exit__(self, *_: object) -> None:
        self._run("kill-server")

    def type(self, *keys: str) -> None:
        for key in keys:
            named = key in ("Enter",) or key.startswith("C-")
            self._run("send-keys", *([] if named else ["-l"]), key)

    def wait_for(self, text: str) -> None:
        end = time.monotonic() + 60
        while text not in self._run("capture-pane", "-p"):
            assert time.monotonic() < end, f"without {text!r}:\n{self._run('capture-pane', '-p')}"
            time.sleep(0.1)

    def history(self) -> str:
        """All that the pane has kept, from its first line."""
        return self._run("capture-pane", "-p", "-J", "-S", "-")

    def _run(self, *arguments: str) -> str:
        done = subprocess.run(
            [*self._tmux, *arguments], env=self._environment, capture_output=True, text=True, check=False
        )
        return done.stdout


def _in(text: str) -> set[str]:
    return markers_in(iter([text.encode("utf-8", "replace")]))

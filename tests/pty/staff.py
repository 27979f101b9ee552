"""What one member of staff does at every start: sets up the store, unlocks it, begins a case; and reads the store."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from intake.store.kept.cases import CaseFile
from intake.store.kept.people import Role
from intake.store.keys.slots import Kdf
from intake.store.opening import create_store, open_store
from intake.store.store import Store
from tests.pty.reading import Eyes
from tests.pty.terminal import Terminal

QUICK = Kdf(time=1, memory_kib=1024, lanes=1)
NAME, COLLEAGUE = "Amira", "Jonas"
PASSPHRASE = "lampe kranich sieben ufer"
_RECOVERY_KEY = re.compile(r"\b([0-9A-Z]{4})(?:-[0-9A-Z]{4}){3,}")


def set_up(terminal: Terminal, eyes: Eyes) -> str:
    """Types name and passphrase for a new store and the first group of the recovery key. Returns the key."""
    terminal.wait_for(eyes.say("Passphrase again"))
    terminal.press(NAME, "<enter>", PASSPHRASE, "<enter>", PASSPHRASE, "<enter>")
    terminal.wait_for(lambda: bool(_RECOVERY_KEY.search(terminal.screen_text())))
    found = re.search(r"[0-9A-Z]{4}(?:-[0-9A-Z]+)+", terminal.screen_text())
    assert found is not None
    terminal.press(found[0].partition("-")[0], "<enter>")
    terminal.wait_for(eyes.say("New case"))
    return found[0]


def unlock(terminal: Terminal, eyes: Eyes, passphrase: str = PASSPHRASE, name: str = NAME) -> None:
    """Types name and passphrase of a store that is there."""
    terminal.wait_for(eyes.say("Please unlock the store."))
    terminal.press(name, "<enter>", passphrase, "<enter>")


def unlock_again(terminal: Terminal, eyes: Eyes) -> None:
    """Types the passphrase after a lock: the name stands there."""
    terminal.wait_for(eyes.say("Please unlock the store."))
    terminal.press(PASSPHRASE, "<enter>")


def ready_store(folder: Path) -> None:
    """A store of two people whose passphrases are checked at once: no test here is about their strength."""
    now = dt.datetime.now(dt.UTC)
    store = create_store(folder, NAME, PASSPHRASE, now, QUICK)[0]
    store.people.add(COLLEAGUE, PASSPHRASE, (Role.CLERK,), store.staff.id, now, QUICK)
    store.close()


def begin_case(terminal: Terminal, eyes: Eyes) -> None:
    """From the desk to the first question of a new case."""
    terminal.wait_for(eyes.say("New case"))
    terminal.press("+")
    terminal.wait_for(lambda: eyes.sight().screen == "interview")


def consent_and_write(terminal: Terminal, eyes: Eyes) -> str:
    """At the next steps: accepts the first line that can be, asks for the first office's consent, writes its record.

    Returns the name of the office.
    """
    refused = eyes.say("Nothing is decided about this line.")
    terminal.press("a")
    terminal.wait_for(lambda: terminal.shows("✓") or terminal.shows(refused))
    if not terminal.shows("✓"):  # covered
        terminal.press("<down>", "a")
        terminal.wait_for("✓")
    terminal.press("<c-t>")
    terminal.wait_for(lambda: eyes.sight().screen == "handover" and "●" in terminal.screen_text())
    office = next(line.partition("●")[2].strip() for line in terminal.lines if "●" in line)
    terminal.press("<enter>")
    repeat = eyes.questionnaire["consents"]
    for id_ in ("packages", "decision", "signer", "form", "signed_on", "valid_until"):
        field = repeat.field_named(id_)
        assert field is not None
        text = eyes.text(field).replace("{office}", office)
        terminal.wait_for(lambda: eyes.reads(text))  # noqa: B023  # asked before the next round
        terminal.press("<enter>" if id_ in ("packages", "signed_on", "valid_until") else "1")
    terminal.wait_for(lambda: eyes.sight().screen == "handover")
    terminal.press("x")
    written = eyes.say("Version {version} written to {folder}: {names}", version=1, folder="|", names="")
    terminal.wait_for(written.partition("|")[0])
    return office


@contextmanager
def opened(folder: Path) -> Iterator[Store]:
    """The store as the program left it."""
    store = open_store(folder, NAME, PASSPHRASE, dt.datetime.now(dt.UTC))
    try:
        yield store
    finally:
        store.close()


def only_case(store: Store) -> CaseFile:
    """The one case of a store."""
    (line,) = store.lists.list_cases(status=None)
    return store.load_case(line.id)

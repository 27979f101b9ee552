"""`intake doctor`: is all well with the store and what it needs; each line says what to do where it is not."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

from intake.commands.asking import ask_secret
from intake.commands.backup import shown, texts
from intake.commands.handover import Now, Say, utc_now
from intake.commands.login import logged_in
from intake.errors import ContentError, InputError, StoreError
from intake.interview.values import Problem
from intake.pathways.content import load_content
from intake.settings import Settings
from intake.store.backups.places import places
from intake.store.checkup.files import (
    Finding,
    Level,
    check_backups,
    check_clock,
    check_files,
    check_leftovers,
    check_rights,
    check_room,
    check_writing,
    fine,
)
from intake.store.checkup.inside import check_content, damage
from intake.store.failures import StoreDamaged
from intake.store.folder import StoreFolder
from intake.ui.backups import backup_plan

NARROWEST, LOWEST = 60, 15


@dataclass(frozen=True, slots=True)
class Order:
    """What was typed. Without a name nothing is unlocked."""

    name: str = ""
    is_full: bool = False
    repairs: bool = False


def run(order: Order, settings: Settings, say: Say, now: Now = utc_now) -> int:
    """Print every finding; repair what can be repaired safely, if wanted. Returns 0 ok, 1 look, 2 wrong."""
    worst = Level.OK
    for finding in _findings(order, settings, say, now()):
        worst = max(worst, _tell(finding, say, repairs=order.repairs))
    if not order.name:
        text = say(
            "Not checked without a passphrase: the pages of the store, the audit trail, people and their keys, "
            "the drill of the recovery key, the lists of erased cases. To check them too: intake doctor --name NAME"
        )
        sys.stdout.write(text + "\n")
    return int(worst)


def _findings(order: Order, settings: Settings, say: Say, at: dt.datetime) -> Iterator[Finding]:
    store, plan = StoreFolder(settings.store), backup_plan(settings)
    yield from check_files(store)
    if os.path.isdir(store.path):
        yield from check_rights(store)
        yield from check_writing(store)
        yield from check_room(store)
        yield from check_leftovers(store)
        yield from check_backups(store, plan, at)
        yield from check_clock(store, at)
    if order.name:
        yield from _inside(order, settings, say, at)
    yield from _terminal()
    yield from _settings(settings)


def _inside(order: Order, settings: Settings, say: Say, at: dt.datetime) -> Iterator[Finding]:
    passphrase = ask_secret(say("Passphrase: "))
    try:
        opened = logged_in(say, settings.store, order.name, passphrase, at)
    except StoreDamaged as error:
        yield damage(error)
        return
    except StoreError as error:
        yield Finding(Level.WRONG, Problem(error.title, error.params), Problem(error.message, error.params))
        return
    with closing(opened) as store:
        lists = (store.folder.path, *places(store.folder, backup_plan(settings)))
        yield from check_content(store, lists, at, is_full=order.is_full)


def _terminal() -> Iterator[Finding]:
    if not os.isatty(1):
        yield fine("The output goes to no terminal, so none was looked at.")
        return
    size = os.get_terminal_size(1)
    if size.columns < NARROWEST or size.lines < LOWEST:
        shown_size = {"columns": size.columns, "lines": size.lines}
        problem = Problem("The terminal has {columns} columns and {lines} lines.", shown_size)
        yield Finding(Level.LOOK, problem, Problem("Make the window larger: 80 columns and 24 lines are comfortable."))
    elif "utf" not in (sys.stdout.encoding or "").lower():
        problem = Problem("The terminal does not show all characters (no UTF-8).")
        yield Finding(Level.WRONG, problem, Problem("Set LANG to de_DE.UTF-8, or use another terminal."))
    else:
        yield fine("The terminal has {columns} columns and {lines} lines.", columns=size.columns, lines=size.lines)


def _settings(settings: Settings) -> Iterator[Finding]:
    folder = settings.export.expanduser()
    if not os.path.isdir(folder) or not os.access(folder, os.W_OK):
        problem = Problem("The folder for records, {folder}, cannot be written to.", {"folder": str(folder)})
        yield Finding(Level.WRONG, problem, Problem("Make it, or name another one in the settings: export."))
    try:
        content = load_content(own=settings.sites)
        content.site(settings.site)
    except (InputError, ContentError) as error:
        problem = Problem(error.title, error.params)
        yield Finding(Level.WRONG, problem, Problem(error.message, error.params))
        return
    for id_ in content.mistaken:
        problem = Problem("The own profile {site} has mistakes.", {"site": id_})
        yield Finding(Level.LOOK, problem, Problem("'intake check' names each with its line."))
    if not content.mistaken:
        yield fine("Settings and profiles can be used.")


def _tell(finding: Finding, say: Say, *, repairs: bool) -> Level:
    """Prints a finding, and puts it right where that is wanted. Returns how bad it is then."""
    marks = {Level.OK: say("ok"), Level.LOOK: say("look"), Level.WRONG: say("wrong")}
    widest = max(len(mark) for mark in marks.values())
    what = shown(say(finding.what.message, **texts(finding.what.params)))
    if repairs and finding.repair is not None:
        finding.repair()
        mark = say("repaired")
        sys.stdout.write(f"{mark:<{widest}}  {what}\n")
        return Level.OK
    sys.stdout.write(f"{marks[finding.level]:<{widest}}  {what}\n")
    if finding.advice is not None:
        advice = shown(say(finding.advice.message, **texts(finding.advice.params)))
        sys.stdout.write(f"{'':<{widest}}  → {advice}\n")
    return finding.level

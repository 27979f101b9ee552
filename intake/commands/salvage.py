"""`intake salvage`: what can be read of a damaged store, in a new one, and which cases lost what."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from intake.commands.asking import ask_line, ask_secret
from intake.commands.backup import shown, texts
from intake.commands.handover import Now, Say, utc_now
from intake.commands.new_login import new_login
from intake.interview.questionnaire import LATEST
from intake.settings import Settings
from intake.store.backups.places import places
from intake.store.folder import StoreFolder
from intake.store.keys.slots import Kdf
from intake.store.keys.tries import RECOVERY, Tries, counted, who_of
from intake.store.keys.unlocking import STANDARD, unlock, unlock_by_recovery
from intake.store.opening import keys_of
from intake.store.salvage.audit_rows import CarriedTrail
from intake.store.salvage.salvage import SalvageReport, named, salvage
from intake.ui.backups import backup_plan


@dataclass(frozen=True, slots=True)
class Order:
    """What was typed. `into` is the folder of the new store.

    `by_recovery`: with the printed recovery key, and `name` gets a new passphrase.
    """

    into: Path
    name: str = ""
    by_recovery: bool = False


def run(order: Order, settings: Settings, say: Say, now: Now = utc_now, kdf: Kdf = STANDARD) -> int:
    """Salvage the store. Returns 0 where all is complete, 1 where something is missing. Raises InputError, StoreError.

    `kdf` is the cost of the new passphrase after the recovery key was used.
    """
    source, into = StoreFolder(settings.store), order.into.expanduser()
    keys, tries, login = keys_of(source.path), Tries(source), None
    if order.by_recovery:
        login = new_login(order.name, say, kdf)
        key, name = login.recovery_key, login.name
        unlocked = counted(tries, RECOVERY, now(), lambda: named(keys, unlock_by_recovery(keys, key), name))
    else:
        name = order.name or ask_line(say("Your name: "))
        passphrase = ask_secret(say("Passphrase: "))
        unlocked = counted(tries, who_of(keys, name), now(), lambda: unlock(keys, name, passphrase))
    lists = places(source, backup_plan(settings))
    report = salvage(source, unlocked, into, now(), settings.site, LATEST, login, lists)
    for line in _lines(report, say):
        sys.stdout.write(line + "\n")
    sys.stdout.write(
        say("The new store is in {folder}. The damaged one was not changed.", folder=shown(str(into))) + "\n"
    )
    sys.stdout.write(say("To go on with it, name its folder in the settings: store.") + "\n")
    return 0 if report.is_complete else 1


def _lines(report: SalvageReport, say: Say) -> list[str]:
    lines = [say("Pages: {pages}, of these damaged: {damaged}", pages=report.pages, damaged=len(report.damaged))]
    if not report.is_authentic:
        lines.append(
            say("The salt of the file is lost: the pages could not be authenticated. Check what stands in the cases.")
        )
    if report.rows_lost or report.strangers:
        lost, strangers = report.rows_lost, report.strangers
        lines.append(
            say("Rows cut off by damaged pages: {lost}; not whole: {strangers}", lost=lost, strangers=strangers)
        )
    lines += _of_the_trail(report.trail, say)
    complete = [case for case in report.cases if case.is_complete]
    lines.append(say("Cases: {count}, of these complete: {complete}", count=len(report.cases), complete=len(complete)))
    for case in report.cases:
        losses = " ".join(say(loss.message, **texts(loss.params)) for loss in case.losses)
        lines.append(f"  {case.code}  {losses or say('complete')}")
    if report.vanished:
        text = say("{count} cases are only known from the audit trail: nothing of them is left.", count=report.vanished)
        lines.append(text)
    if report.without_roles:
        text = say(
            "The roles of {count} people are lost: {names}. They see no case until an administrator gives them roles "
            "anew; where none is left, unlock the new store with the recovery key.",
            count=len(report.without_roles),
            names=", ".join(shown(name) for name in report.without_roles),
        )
        lines.append(text)
    if report.damaged and not report.vanished:
        lines.append(say("What lay on damaged pages alone, and is named nowhere else, cannot be listed here."))
    return lines


def _of_the_trail(trail: CarriedTrail, say: Say) -> list[str]:
    lines = [say("Audit trail: {kept} of {found} entries were carried over.", kept=trail.kept, found=trail.last)]
    if trail.gaps:
        gaps = ", ".join(f"{gap.first}-{gap.last}" for gap in trail.gaps)
        text = say(
            "{count} entries of it are missing: {gaps}. After each gap the trail starts anew: nothing proves the first "
            "entry there, what follows fits it.",
            count=trail.missing,
            gaps=gaps,
        )
        lines.append(text)
    if trail.broken_at is not None:
        text = say("Entry {seq} of it was changed outside the program before the damage.", seq=trail.broken_at)
        lines.append(text)
    return lines

"""`intake recovery`: a new recovery key on paper, and the drill that proves that the printed one works."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from intake.commands.asking import ask_line, ask_secret
from intake.commands.handover import Now, Say, utc_now
from intake.commands.login import logged_in
from intake.commands.paper_files import insist_on_place
from intake.commands.printing import print_pdf, printer_of
from intake.errors import InputError
from intake.handover.export import write_record
from intake.interview.values import Problem
from intake.pathways.content import load_content
from intake.settings import Settings
from intake.store.keys.key_file import Kdf
from intake.store.keys.recovery_drill import drill
from intake.store.keys.recovery_key import read_recovery_key
from intake.store.keys.unlocking import STANDARD
from intake.store.opening import keys_of
from intake.ui.recovery_room import recovery_pdf


@dataclass(frozen=True, slots=True)
class Order:
    """What was typed after `intake recovery sheet`. `to` is None where no file is wanted: then it is printed."""

    name: str = ""
    to: Path | None = None
    printer: str = ""


def sheet(order: Order, settings: Settings, say: Say, now: Now = utc_now, kdf: Kdf = STANDARD) -> int:
    """Make a new recovery key, print it, and let it replace the old one once its first group was read from the paper.

    Raises InputError, OutputError, StoreError, KeyRefused; then the old key stays.
    """
    insist_on_place(order.to, settings)
    printer = printer_of(settings, order.printer, is_wanted=order.to is None)
    site = load_content(own=settings.sites).site(settings.site).name.de

    def on_paper(key: str, store_id: str) -> None:
        pdf = recovery_pdf(key, site, store_id, now())
        if order.to is not None:
            written = write_record(pdf, order.to)
            sys.stderr.write(say("written: {file}", file=str(written)) + "\n")
            sys.stderr.write(say("Print this file, then delete it: whoever has it can open the store.") + "\n")
        else:
            print_pdf(pdf, printer, say)

    return new_key(order.name, settings, say, on_paper, now, kdf)


def on_screen(name: str, settings: Settings, say: Say, now: Now = utc_now, kdf: Kdf = STANDARD) -> int:
    """Make a new recovery key and show it once, to be written on paper. Raises as `sheet`."""

    def shown(key: str, _: str) -> None:
        sys.stdout.write(
            say("The new recovery key. Write it on paper now; it is shown only once:") + f"\n\n  {key}\n\n"
        )
        sys.stdout.flush()

    return new_key(name, settings, say, shown, now, kdf)


def new_key(
    name: str, settings: Settings, say: Say, bring: Callable[[str, str], None], now: Now, kdf: Kdf = STANDARD
) -> int:
    """A new recovery key in the place of the old one, after `bring` gave it to the person and they read it back."""
    keys_of(settings.store)  # before anything is asked: there has to be a store
    name = name or ask_line(say("Your name: "))
    passphrase = ask_secret(say("Passphrase: "))
    with closing(logged_in(say, settings.store, name, passphrase, now())) as store:

        def is_kept(key: str) -> bool:
            bring(key, store.store_id)
            typed = ask_line(say("Type the first group of the new key, as it stands on the paper: "))
            return typed.strip().casefold() == key.split("-")[0].casefold()

        if not store.people.new_recovery_key(store.staff.id, now(), kdf, is_kept):
            raise InputError(
                "That is not the first group of the new key.",
                "The earlier recovery key still holds; destroy the new sheet, or type the command again.",
            )
    sys.stdout.write(
        say("The new recovery key holds. The earlier one opens nothing any more; destroy its sheet.") + "\n"
    )
    return 0


def try_key(settings: Settings, say: Say, now: Now = utc_now) -> int:
    """Prove that the printed key opens the store. Raises InputError, StoreError, KeyRefused."""
    keys_of(settings.store)
    typed = ask_secret(say("Recovery key, as it is printed (it is not shown): "))
    read = read_recovery_key(typed)
    if isinstance(read, Problem):
        raise InputError(read.message, "Nothing was tried. Type the key again.", **_texts(read))
    found = drill(settings.store, typed, now())
    lines = [
        say("The printed recovery key opens this store."),
        say("Read and found whole: all pages, the audit trail; cases: {count}.", count=found.cases)
        if found.pages_authenticated
        else say("Read and found whole: all tables, the audit trail; cases: {count}.", count=found.cases),
        say("It opens the answers on health and protection too.")
        if found.holds_sections
        else say("It does not open the answers on health and protection: make a new one with 'intake recovery sheet'."),
        say("Nothing was changed; the day of the drill is noted. Seal the envelope again."),
    ]
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return 0


def _texts(problem: Problem) -> dict[str, str]:
    return {str(name): str(value) for name, value in problem.params.items()}

"""Sealing at the command line: whose keys a file is sealed to, shown before it is written, or a phrase, shown once."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from intake.commands.parsers.common import Say
from intake.errors import InputError
from intake.handover.record.wording import date
from intake.handover.sealing.age_keys import FILE_NAME, keys_of_office, typed_keys
from intake.handover.sealing.phrase import SEAL_WORDS, new_phrase
from intake.handover.sealing.sealing import Sealing
from intake.languages.direction import strip_controls
from intake.settings import Settings


@dataclass(frozen=True, slots=True)
class Seal:
    """What was typed: keys, files of keys or offices, or a phrase. With neither, the keys of the office are taken."""

    to: tuple[str, ...] = ()
    by_phrase: bool = False


def recipients_file(settings: Settings) -> Path:
    """Where the keys of offices are noted."""
    return (settings.folder or Path()) / FILE_NAME


def sealing_of(seal: Seal, settings: Settings) -> Sealing:
    """What was typed as keys, or a new phrase. Raises InputError."""
    file = recipients_file(settings)
    keys = dict.fromkeys(key for typed in seal.to for key in typed_keys(typed, file))
    return Sealing(tuple(keys), new_phrase(SEAL_WORDS) if seal.by_phrase else "")


def sealing_for(sealing: Sealing, office: str, settings: Settings) -> Sealing:
    """The same, with the keys noted for the office where nothing was typed. Raises InputError."""
    if sealing.keys or sealing.phrase:
        return sealing
    file = recipients_file(settings)
    keys = keys_of_office(office, file)
    if not keys:
        raise InputError(
            "There is no key for this office.",
            "Nothing was written. Note one in {file}, give one with --seal-to, or take --seal-passphrase.",
            file=str(file),
        )
    return Sealing(keys)


def announce(sealing: Sealing, say: Say) -> None:
    """Say on stderr for whom the file will be, before it is written."""
    for line in announced(sealing, say):
        sys.stderr.write(line + "\n")


def announced(sealing: Sealing, say: Say) -> Iterator[str]:
    """One line for each key: the digits that are compared on the phone, and whether somebody noted that they were."""
    for key in sealing.keys:
        whose = strip_controls(key.office, visible=True) or f"{key.key[:12]}…"
        yield say("Sealed for {office}: {fingerprint}", office=whose, fingerprint=key.fingerprint)
        if key.checked_on is not None:
            by, day = strip_controls(key.checked_by, visible=True), date(key.checked_on)
            yield "  " + say("compared on {day} by {name}", day=day, name=by)
        else:
            yield "  " + say("Nobody has noted a check. Have these digits read to you on the phone before you send it.")


def tell_phrase(sealing: Sealing, say: Say) -> None:
    """The phrase on stderr, once: it is stored nowhere."""
    if sealing.phrase:
        sys.stderr.write(say("Passphrase of the sealed file: {phrase}", phrase=sealing.phrase) + "\n")
        text = say("It is shown this once. Send it by another way than the file: on the phone or on paper.")
        sys.stderr.write(text + "\n")

"""`intake settings`: what is in force, and where it comes from."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import fields

from intake.settings import Settings, settings_file


def run_printers(settings: Settings, say: Callable[..., str]) -> int:
    """Print the printers of this computer, one a line; the one of the settings is marked. Raises OutputError."""
    from intake.handover.print_queue import printers  # for this only

    found = printers()
    for name in found:
        mark = " " + say("(chosen in the settings)") if name == settings.printer else ""
        sys.stdout.write(f"{name}{mark}\n")
    if not found:
        sys.stdout.write(say("This computer has no printer.") + "\n")
    elif settings.printer and settings.printer not in found:
        sys.stdout.write(say("The printer of the settings is not there: {printer}", printer=settings.printer) + "\n")
    return 0


def run(settings: Settings, say: Callable[..., str]) -> int:
    """Print one line for each setting."""
    texts = {
        "store": say("folder of the encrypted store"),
        "site": say("profile of the site: its rules, offers and recipients"),
        "theme": say("dark, light or mono (no colour)"),
        "language": say("language of the staff: de or en"),
        "person_language": say("language of the person's pane until one is chosen in a case"),
        "law": say("date of the law set; empty: the one in force on the day"),
        "run": say("core (what decides at this site) or full"),
        "export": say("folder for records"),
        "sender": say("who hands over, as printed on records: role and phone, no person's name"),
        "sites": say("folder of own profiles of sites; one there wins over that of the program"),
        "terminal": say("how right-to-left text is written; auto: as this terminal wants it"),
        "letters": say("Pashto and Sorani letters that no font joins: auto, compose, raw or pua"),
        "marks": say("vowel signs of Arabic: auto, shown or hidden"),
        "printer": say("printer of this computer, as 'intake settings printers' lists them; empty: files only"),
        "lock_minutes": say("minutes without a key until the desk locks, 1 to 60"),
        "closing_staff": say("how the staff stand on the daily closing sheet: names, ids or nobody"),
        "clipboard_seconds": say("how long a copied field stays in the clipboard, in seconds"),
        "backup": say("auto: a backup is written after work; off: only by hand"),
        "backup_days": say("for how many days backups are kept"),
        "backup_second": say("second place for backups, such as a stick; used whenever it is there"),
        "backup_second_days": say("after how many days without the second place you are told"),
    }
    sys.stdout.write(say("settings file: {file}", file=str(settings_file())) + "\n\n")
    for field in fields(settings):
        if field.name in texts:
            value = str(getattr(settings, field.name))
            origin = settings.origins.get(field.name, say("default"))
            sys.stdout.write(f'{field.name} = "{value}"\n    {texts[field.name]} [{origin}]\n')
    return 0

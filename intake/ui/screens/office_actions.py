"""What can be done for an office whose consent holds, as a list to choose from."""

from __future__ import annotations

from collections.abc import Callable

from intake.ui.screens.dialog import Dialog, Item


def office_actions(say: Callable[..., str], name: str, standing: str, words: str, printer: str) -> Dialog:
    """The actions for the office of this name. `standing` is how it stands.

    `words` says how many words of staff go along, and is empty where there are none; so is `printer`.
    """
    return Dialog(
        name,
        [standing],
        [
            Item("preview", say("Preview: exactly what this office would see")),
            Item("export", say("Write the record: PDF, JSON and text")),
            Item("csv", say("Write the fields as a table (CSV)")),
            Item("sealed", say("Write a sealed file that only this office opens")),
            *([Item("print", say("Print the record on {printer}", printer=printer))] if printer else []),
            Item("copy", say("Copy field by field for the receiver")),
            *([Item("words", words)] if words else []),
            Item("change", say("Look at the consent again")),
            Item("withdraw", say("Withdraw the consent from today on")),
        ],
    )

"""The fields of a record to be copied one by one, and the note that they were: the back room of the screen for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from intake.handover.formats.as_csv import fields_of
from intake.handover.formats.spreadsheet import one_line
from intake.store.kept.audit import Action

if TYPE_CHECKING:
    from intake.handover.projection.view import View
    from intake.ui.outbox import Outbox

_NO_VALUES = ("record.", "change.", "not_asked.", "open.")
"""Keys of what a record says about itself, and of what is not there: nobody copies that."""

_PARTS = ("proposal.", "offer.", "deadline.", "to_do.", "panel.", "own_line.", "remark.")
"""Keys of what is no answer."""


@dataclass(frozen=True, slots=True)
class CopyField:
    """One field of a record to be copied: its key, its name, the value in words, and its code where it has one."""

    key: str
    label: str
    value: str
    code: str = ""


def fields_to_copy(outbox: Outbox, view: View) -> tuple[CopyField, ...]:
    """The fields of the record as the office gets it, in its order, as of the last refresh of the outbox."""
    record = outbox.record(view, 1, is_draft=False, ticked=outbox.ticked(view))
    found = (field for field in fields_of(record, outbox.record_wording) if not field.key.startswith(_NO_VALUES))
    return tuple(
        CopyField(field.key, one_line(field.label), one_line(field.words or field.code), one_line(field.code))
        for field in found
    )


def note_copied(outbox: Outbox, field: CopyField) -> None:
    """Note in the audit chain which field was copied: its question, never what was answered."""
    is_part = field.key.startswith(_PARTS)
    outbox.desk.saw(outbox.work, Action.TEXT_COPIED, field.key if is_part else field.key.partition(".")[0])

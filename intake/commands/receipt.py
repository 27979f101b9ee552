"""`intake handover confirm CODE`: closes a handover by the code of its receipt slip, or notes that it came back."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass

from intake.commands.asking import ask_line, ask_secret
from intake.commands.handover import Now, utc_now
from intake.commands.login import logged_in
from intake.errors import InputError
from intake.settings import Settings
from intake.store.handovers.receipt_code import read_code
from intake.store.ids import new_id
from intake.store.kept.handovers import HandoverStep, Record, Step
from intake.store.opening import keys_of

Say = Callable[..., str]
MOST_REASON = 500


@dataclass(frozen=True, slots=True)
class Order:
    """What was typed after `intake handover confirm`. With a `reason` the office returns the record."""

    code: str
    person: str
    day: str
    reason: str
    name: str


def run(order: Order, settings: Settings, say: Say, now: Now = utc_now) -> int:
    """Note what the slip says. Raises InputError, StoreError, KeyRefused."""
    code = read_code(order.code)
    if code is None:
        raise InputError(
            "This is no code of a slip, or one of its letters is wrong.",
            "Nothing was changed. A code looks like K7QM-4RXT. Look at the slip again.",
        )
    keys_of(settings.store)  # before anything is asked: there has to be a store
    name = order.name or ask_line(say("Your name: "))
    passphrase = ask_secret(say("Passphrase: "))
    with closing(logged_in(say, settings.store, name, passphrase, now())) as store:
        found = store.handovers.by_code(code)
        if found is None:
            raise InputError(
                "No record in this store has the code {code}.",
                "Nothing was changed. Look at the slip again: it may be one of another desk.",
                code=code,
            )
        at, record = now(), found.record
        kind = Step.RETURNED if order.reason else Step.CONFIRMED
        day = _day(order.day, record, at.astimezone().date())
        reason = order.reason.strip()[:MOST_REASON]
        step = HandoverStep(
            new_id(at), record.id, record.case_id, kind, day, store.staff.id, at, order.person.strip(), note=reason
        )
        store.handovers.note(step)
    said = say("Case {case}, version {version}: confirmed on {day}.", **_about(record, found.case.code, day))
    if kind is Step.RETURNED:
        said = say("Case {case}, version {version}: returned on {day}.", **_about(record, found.case.code, day))
    sys.stdout.write(said + "\n")
    return 0


def _about(record: Record, case: str, day: dt.date) -> dict[str, str | int]:
    return {"case": case, "version": record.version, "day": f"{day:%d.%m.%Y}"}


def _day(typed: str, record: Record, today: dt.date) -> dt.date:
    """The day that was typed, today where none was. Raises InputError."""
    if not typed:
        return today
    try:
        day = dt.date.fromisoformat(typed)
    except ValueError:
        raise InputError("This is no day.", "Nothing was changed. Type it as YYYY-MM-DD.") from None
    left = (record.exported_at or record.created_at).astimezone().date()
    if not left <= day <= today:
        raise InputError(
            "The record was not confirmed on this day.",
            "Nothing was changed. It left on {left}; a later day than today is none either.",
            left=f"{left:%d.%m.%Y}",
        )
    return day

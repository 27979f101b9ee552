"""`intake restrict`, `erase`, `retention`: what a person or the time asks for. Cases are named by their code."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

from intake.commands.asking import ask_line, ask_secret
from intake.commands.backup import texts as texts_of
from intake.commands.handover import Now, Say, find_case, utc_now
from intake.commands.login import logged_in
from intake.errors import InputError, StoreError
from intake.interview.values import Problem
from intake.pathways.content import Content, load_content
from intake.settings import Settings
from intake.store.ids import code_beginning
from intake.store.kept.cases import ErasureReason
from intake.store.opening import keys_of
from intake.store.people.rights import Right
from intake.store.store import Store
from intake.ui.backups import NOT_RENEWED, backup_plan, held_until
from intake.ui.retention import Expired, all_expired

_REASONS = {"person": ErasureReason.PERSON_ASKED, "mistake": ErasureReason.MISTAKE}


@dataclass(frozen=True, slots=True)
class EraseOrder:
    """What was typed after `intake erase`."""

    case: str
    reason: str
    name: str = ""
    is_sure: bool = False


@dataclass(frozen=True, slots=True)
class RetentionOrder:
    """What was typed after `intake retention run`."""

    erases: bool = False
    name: str = ""
    is_sure: bool = False


def restrict(
    code: str, reason: str, name: str, settings: Settings, say: Say, now: Now = utc_now, *, is_lifted: bool = False
) -> int:
    """Restrict a case to reading, or lift that. Raises InputError, StoreError, KeyRefused."""
    with closing(_opened(name, settings, say, now)) as store:
        case = find_case(store, code).header
        if is_lifted:
            store.care.release(case.id, reason, store.staff.id, now())
            text = say("The restriction of {code} is lifted.", code=case.code)
        else:
            store.care.restrict(case.id, reason, store.staff.id, now())
            text = say("{code} is restricted: it can be read, not changed, exported or counted.", code=case.code)
    sys.stdout.write(text + "\n")
    return 0


def erase(order: EraseOrder, settings: Settings, say: Say, now: Now = utc_now) -> int:
    """Erase a case for good. Raises InputError, StoreError, KeyRefused."""
    with closing(_opened(order.name, settings, say, now)) as store:
        store.insist(Right.ERASE)
        case = find_case(store, order.case).header
        recipients = _recipients(store, case.id)
        sys.stdout.write(say("Everything of {code} is erased: nobody can bring it back.", code=case.code) + "\n")
        if not order.is_sure:
            typed = ask_line(say("Type the code of the case once more: "))
            if code_beginning(typed) != case.code:
                raise InputError("Nothing was erased.", "The code was not the one of the case; all is as it was.")
        _erase(store, case.id, _REASONS[order.reason], settings, now())
        sys.stdout.write(say("{code} is erased.", code=case.code) + "\n")
        _tell_what_stays(store, recipients, settings, say, now())
    return 0


def retention(order: RetentionOrder, settings: Settings, say: Say, now: Now = utc_now) -> int:
    """List the cases that have had their time, and erase them if wanted. Raises InputError, StoreError, KeyRefused."""
    content = load_content(own=settings.sites)
    with closing(_opened(order.name, settings, say, now)) as store:
        store.insist(Right.ERASE)
        _insist_on_clock(store, say, now())
        store.care.remove_due(backup_plan(settings), now())
        found = all_expired(store, content, now())
        for line in _not_known(store, content, say):
            sys.stdout.write(line + "\n")
        for each in found:
            sys.stdout.write(f"{each.code}  {_reason(each, say)}\n")
        if not found:
            sys.stdout.write(say("No case has had its time.") + "\n")
            return 0
        if not order.erases:
            text = say("{count} cases have had their time. Nothing was erased; --erase does it.", count=len(found))
            sys.stdout.write(text + "\n")
            return 0
        if not order.is_sure:
            _confirm(len(found), say)
        erased = [each for each in found if store.care.erase_expired(each.case_id, *each.before, store.staff.id, now())]
        _keep_lists(store, settings)
        sys.stdout.write(say("{count} cases are erased.", count=len(erased)) + "\n")
        for each in found:
            if each not in erased:
                text = say("{code} is not: it was changed, restricted or erased meanwhile.", code=each.code)
                sys.stdout.write(text + "\n")
        if erased:
            _tell_what_stays(store, (), settings, say, now())
    return 0


def _opened(name: str, settings: Settings, say: Say, now: Now) -> Store:
    keys_of(settings.store)  # before anything is asked: there has to be a store
    name = name or ask_line(say("Your name: "))
    return logged_in(say, settings.store, name, ask_secret(say("Passphrase: ")), now())


def _erase(store: Store, case_id: str, reason: ErasureReason, settings: Settings, at: dt.datetime) -> None:
    store.care.erase(case_id, reason, store.staff.id, at)
    _keep_lists(store, settings)


def _keep_lists(store: Store, settings: Settings) -> None:
    second = backup_plan(settings).second
    store.care.keep_lists(*((second,) if second else ()))


def _not_known(store: Store, content: Content, say: Say) -> Iterator[str]:
    """What cannot be looked at, a sentence a line."""
    for site in set(content.mistaken).intersection(store.care.sites()):
        yield say(
            "The profile of {site} has mistakes: no case of it is looked at. 'intake check' names them.", site=site
        )


def _recipients(store: Store, case_id: str) -> tuple[str, ...]:
    records = store.handovers.of_case(case_id)
    return tuple(dict.fromkeys(record.office or record.recipient for record in records if record.exported_at))


def _tell_what_stays(store: Store, recipients: tuple[str, ...], settings: Settings, say: Say, at: dt.datetime) -> None:
    """Erasing ends at the door: what lies elsewhere is named, and a new backup ends those that hold it.

    Raises StoreError where that cannot be written.
    """
    plan, failed = backup_plan(settings), None
    try:
        renewed = store.care.renew_backups(plan, store.staff.id, at)
        held = tuple(held_until(store.folder, plan, at, renewed, dt.date.isoformat))
    except StoreError as error:
        held, failed = (Problem(NOT_RENEWED),), error
    texts = [
        *(say(each.message, **texts_of(each.params)) for each in held),
        say("Copies that 'intake backup --to' wrote elsewhere are not removed by the program: destroy them by hand."),
        say("Records and papers that were written or printed are not erased: look for them."),
        *(say("It was passed on to: {office}. Tell them.", office=office) for office in recipients),
    ]
    sys.stdout.write("".join(text + "\n" for text in texts))
    if failed is not None:
        raise failed


def _insist_on_clock(store: Store, say: Say, at: dt.datetime) -> None:
    """Nothing ends by a clock that may be wrong: somebody types the date. Raises InputError."""
    days, today = store.care.days_ahead(at), at.astimezone().date().isoformat()
    if not days:
        return
    text = say(
        "The clock of this computer says {day}: {days} days after anything was done here before.", day=today, days=days
    )
    sys.stdout.write(text + "\n")
    if ask_line(say("Look at a calendar, and type the date of today (YYYY-MM-DD): ")).strip() != today:
        raise InputError(
            "The date is not that of this computer.",
            "Nothing was erased and no backup was removed. Set the clock, then type the command again.",
        )
    store.care.confirm_clock(store.staff.id, at)


def _reason(each: Expired, say: Say) -> str:
    if each.is_draft:
        return say("nobody consented to passing it on; quiet since {day}", day=each.since.isoformat())
    return say("last handover or activity on {day}", day=each.since.isoformat())


def _confirm(count: int, say: Say) -> None:
    word = say("erase")
    typed = ask_line(say("Type '{word}' to erase {count} cases for good: ", word=word, count=count))
    if typed.strip().casefold() != word.casefold():
        raise InputError("Nothing was erased.", "The word was not typed, so everything is as it was.")

"""Closing an interview with what is still open in sight, and opening it again with a reason. For workers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from intake.errors import IntakeError
from intake.languages.dates import day as shown_day
from intake.ui.closing import close_case, may_close, reopen_case
from intake.ui.outbox import Outbox
from intake.ui.screens.dialog import Dialog, Item
from intake.ui.screens.typing import Typing
from intake.ui.waits import answer_of

if TYPE_CHECKING:
    from intake.ui.casework import CaseWork
    from intake.ui.navigation import Navigation

MIN_REASON = 10
_NAMED = 3


async def close_or_open(nav: Navigation, work: CaseWork) -> tuple[str, str, bool]:
    """Ask, then close the case in hand, or open it again. Gives a notice, its kind, and whether that was done."""
    say = nav.desk.wording(work).say
    if not work.is_stored:
        return say("The case is in memory only. Explain data protection first."), "problem", False
    if not may_close(nav.desk):
        return say("Your role does not close interviews or open them again. Ask a colleague who may."), "problem", False
    try:
        return await (_opened(nav, work) if work.is_closed else _closed(nav, work))
    except IntakeError as error:
        return nav.app.describe(error), "problem", False


async def _closed(nav: Navigation, work: CaseWork) -> tuple[str, str, bool]:
    say = nav.desk.wording(work).say
    await work.go_on()
    outbox = Outbox(nav.desk, work)
    await outbox.refresh()
    lines = [
        say("After that no answer is changed any more. What comes later is an addition with its day."),
        "",
        *_open_lines(nav, work, outbox),
    ]
    items = [Item("stay", say("Leave it open")), Item("close", say("Close the interview"))]
    title = say("Close the interview {code}?", code=work.code)
    if await answer_of(nav.app, Dialog(title, lines, items)) != "close":
        return "", "", False
    with nav.app.type_ahead.held():
        await close_case(nav.desk, work)
    return "", "", True


def _open_lines(nav: Navigation, work: CaseWork, outbox: Outbox) -> Iterator[str]:
    """What is still open: required questions, postponed ones, handovers without a record."""
    say, talk = nav.desk.wording(work).say, work.interview
    found = []
    if talk.required_left:
        found.append(say("Required and not asked yet: {questions}", questions=_named(nav, work, talk.required_left)))
    if talk.postponed:
        found.append(say("To be asked later: {questions}", questions=_named(nav, work, talk.postponed)))
    due = [office.name for office in outbox.offices() if office.is_due]
    if due:
        found.append(say("Handover now due: {offices}", offices=", ".join(due)))
    yield from found or [say("Nothing is open.")]


def _named(nav: Navigation, work: CaseWork, ids: tuple[str, ...]) -> str:
    """The first few questions by name, and how many there are beside them."""
    wording = nav.desk.wording(work)
    names = [wording.label(work.interview.logic.questionnaire[id_]) for id_ in ids[:_NAMED]]
    text = " · ".join(names)
    more = len(ids) - len(names)
    return wording.say("{names} and {count} more", names=text, count=more) if more else text


async def _opened(nav: Navigation, work: CaseWork) -> tuple[str, str, bool]:
    say = nav.desk.wording(work).say
    about = say("Usually an addition is enough. Opening is noted with your name and the reason.")
    title = say("Why is the interview opened again?")
    reason = await answer_of(nav.app, Typing(title, about, nav.desk.wording(work), least=MIN_REASON))
    if not reason:
        return "", "", False
    with nav.app.type_ahead.held():
        await reopen_case(nav.desk, work, reason)
    return say("The interview is open again."), "", True


def closed_text(nav: Navigation, work: CaseWork) -> str:
    """Since when the case in hand is closed, and what that means; empty where it is open."""
    wording, header = nav.desk.wording(work), work.header
    if not work.is_closed or header is None or header.closed_at is None:
        return ""
    day = shown_day(header.closed_at.astimezone().date(), wording.staff)
    return wording.say("Closed since {day}: what comes later is an addition with its day.", day=day)

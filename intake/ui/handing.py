"""Handing interviews on, seen from the screens: what was handed to whom, and where each goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from intake.store.kept.lists import HandedLine
from intake.store.kept.people import Staff
from intake.store.people.rights import Right
from intake.ui.cases import as_work
from intake.ui.screens.places import number_left

if TYPE_CHECKING:
    from intake.ui.casework import CaseWork
    from intake.ui.desk import Desk


@dataclass(frozen=True, slots=True)
class Handed:
    """An interview that nobody has opened yet since it was handed on.

    `number` is that of the screen where it goes on, of `total`; 0 after the last one, and where it is not known.
    """

    line: HandedLine
    number: int = 0
    total: int = 0


async def handed(desk: Desk) -> tuple[Handed, ...]:
    """What was handed to the person at the desk, and what they handed on. Raises StoreError."""
    if not desk.may(Right.INTERVIEWS, Right.HANDED_INTERVIEW):
        return ()
    me = desk.staff.id
    found = await desk.ask(lambda store: store.holds.handed(me))
    return tuple([await _placed(desk, line) for line in found])


async def _placed(desk: Desk, line: HandedLine) -> Handed:
    if not line.is_mine:
        return Handed(line)
    id_ = line.case.id
    work = as_work(desk, await desk.ask(lambda store: store.load_case(id_)))
    return Handed(line, *number_left(work.interview, work.where.place.question))


async def colleagues(desk: Desk, work: CaseWork) -> tuple[Staff, ...]:
    """Who may get the case in hand: first who handed it to this person."""
    me, id_ = desk.staff.id, work.new.id
    return await desk.ask(lambda store: store.holds.colleagues(me, id_))


async def hand_on(desk: Desk, work: CaseWork, to: str) -> None:
    """Makes a colleague (the id) the holder of the case in hand. Raises StoreError; then it is in hand still."""
    me, at, place, id_ = desk.staff.id, desk.now(), work.where.place, work.new.id
    await desk.write(lambda store: store.holds.hand_on(id_, to, place, me, at))


async def take_back(desk: Desk, line: HandedLine) -> None:
    """Takes back what the person handed on. Raises CaseHeld where the colleague has opened it meanwhile."""
    me, at, id_ = desk.staff.id, desk.now(), line.case.id
    await desk.write(lambda store: store.holds.take_back(id_, me, at))


def told(say: Callable[..., str], handed: Handed, today: date) -> str:
    """What a list says about an interview that was handed on."""
    line = handed.line
    at = line.at.astimezone()
    time = f"{at:%H:%M}" if at.date() == today else f"{at:%d.%m. %H:%M}"
    if not line.is_mine:
        return say("handed to {name} at {time}, not opened yet", name=line.case.holder_name, time=time)
    if not handed.number:
        return say("handed to you by {name} at {time}, after the last question", name=line.by_name, time=time)
    return say(
        "handed to you by {name} at {time}, question {number} of {total}",
        name=line.by_name,
        time=time,
        number=handed.number,
        total=handed.total,
    )

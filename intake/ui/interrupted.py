"""What is asked at the desk about an interview that was cut off."""

from __future__ import annotations

from intake.languages.direction import listed
from intake.store.kept.lists import CaseLine
from intake.store.people.rights import Right
from intake.ui.casework import CaseWork
from intake.ui.desk import Desk
from intake.ui.screens.dialog import Dialog, Item
from intake.ui.screens.places import number_left


def interrupted(desk: Desk, line: CaseLine, work: CaseWork) -> Dialog:
    """When the interview was interrupted and where: continue, or leave it."""
    say, at = desk.wording().say, line.last_activity.astimezone()
    day, time = f"{at:%d.%m.%Y}", f"{at:%H:%M}"
    number, total = number_left(work.interview, work.where.place.question)
    return Dialog(
        say("An interview was interrupted"),
        [
            f"{line.code}  {listed((line.family_name, line.given_name), 'ltr')}".rstrip(),
            say(
                "Last saved on {day} at {time}, question {number} of {total}. All of it is there.",
                day=day,
                time=time,
                number=number,
                total=total,
            )
            if number
            else say(
                "Last saved on {day} at {time}, after the last of {total} questions. All of it is there.",
                day=day,
                time=time,
                total=total,
            ),
        ],
        [
            Item("continue", say("Continue at the same question") if number else say("Go on with the next steps")),
            *([Item("leave", say("Leave it at the desk"))] if desk.may(Right.INTERVIEWS) else ()),
        ],
    )

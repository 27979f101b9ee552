"""Additions to a closed interview: an answer that is corrected, and words that change no answer."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from intake.errors import IntakeError
from intake.interview.answers import Change
from intake.languages.messages import N_
from intake.ui.closing import addition
from intake.ui.screens.record_steps import DaySpan, DayTyping
from intake.ui.screens.typing import Typing
from intake.ui.waits import answer_of

if TYPE_CHECKING:
    from intake.ui.casework import CaseWork
    from intake.ui.navigation import Navigation

MIN_REASON = 10
MIN_WORDS, MOST_WORDS = 3, 2000


async def correct_later(nav: Navigation, work: CaseWork, changes: tuple[Change, ...]) -> tuple[str, str]:
    """Ask why an answer is corrected, and note the change as an addition of today. What came of it, and its kind."""
    wording = nav.desk.wording(work)
    say = wording.say
    about = say("This interview is closed. The change is noted as an addition of today, with the reason.")
    reason = await answer_of(nav.app, Typing(say("Why is the answer corrected?"), about, wording, least=MIN_REASON))
    if not reason:
        return say("Nothing was changed: the interview is closed."), ""
    with nav.app.type_ahead.held():
        try:
            await work.save(*changes, happened=addition(nav.desk, work, work.today, reason))
        except IntakeError as error:
            return nav.app.describe(error), "problem"
    return say("Noted as an addition of today."), ""


async def ask_words(nav: Navigation, work: CaseWork) -> tuple[str, dt.date] | None:
    """The words of an addition and their day; None where somebody went back."""
    wording = nav.desk.wording(work)
    say = wording.say
    asking = Typing(say("What is added?"), "", wording, least=MIN_WORDS, most=MOST_WORDS)
    text = await answer_of(nav.app, asking)
    if not text:
        return None
    begun = work.header.created_at.astimezone().date() if work.header else work.today
    span = DaySpan(min(begun, work.today), work.today, N_("The case was begun later: on {day}."))
    day = await answer_of(nav.app, DayTyping(say("Of which day is that?"), text, wording, span))
    return (text, dt.date.fromisoformat(day)) if day else None

"""Takes back an event that was noted wrongly, with a reason: its answers become again what they were."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intake.interview.answers import AnswerGiven, Change, EntryRemoved, FieldGiven
from intake.pathways.case_events import taken_back
from intake.store.ids import new_id
from intake.store.kept.audit import Action
from intake.store.kept.happened import WITHDRAWN, CaseEvent
from intake.ui.looking_back import answers_around, history_of
from intake.ui.screens.dialog import Dialog, Item
from intake.ui.screens.typing import Typing
from intake.ui.waits import answer_of

if TYPE_CHECKING:
    from textual.app import App

    from intake.ui.casework import CaseWork
    from intake.ui.navigation import Navigation
    from intake.ui.wording import CaseWording

MIN_REASON = 10


async def take_back(app: App[int], nav: Navigation, work: CaseWork, event: CaseEvent, name: str) -> bool:
    """Ask, give the reason, write; True where the event was taken back. Raises StoreError."""
    wording = nav.desk.wording(work)
    say = wording.say
    nav.desk.saw(work, Action.HISTORY_VIEWED)
    before, after = answers_around(await history_of(nav.desk, work), event)
    changes = taken_back(before, after, work.interview.answers)
    lines = [name, "", *(_words(change, work, wording) for change in changes)]
    if not changes:
        lines.append(say("No answer changes: it changed none, or they were answered anew since."))
    items = [Item("keep", say("Keep the event")), Item("take", say("Take it back"))]
    if await answer_of(app, Dialog(say("Was this event noted wrongly?"), lines, items)) != "take":
        return False
    reason = await answer_of(app, Typing(say("Why is it taken back?"), name, wording, least=MIN_REASON))
    if not reason:
        return False
    with nav.app.type_ahead.held():
        at = work.now()
        gone = CaseEvent(
            new_id(at), work.new.id, WITHDRAWN, event.date, nav.desk.staff.id, at, event.entry, reason, event.id
        )
        await work.save(*changes, happened=gone)
    return True


def _words(change: Change, work: CaseWork, wording: CaseWording) -> str:
    """What an answer becomes again; private answers stay hidden where somebody could listen."""
    say = wording.say
    question = work.interview.logic.questionnaire[change.question]
    name = wording.label(question)
    match change:
        case AnswerGiven(_, answer):
            said = wording.answer(question, answer).staff
        case FieldGiven(_, _, field, answer):
            inner = question.field_named(field)
            name = wording.label(inner) if inner else name
            said = wording.answer(inner, answer).staff if inner else ""
        case EntryRemoved():
            said = say("the entry is taken away")
        case _:
            said = ""
    if question.private and work.interview.facts.lacks_privacy:
        said = say("(not shown: somebody could listen)")
    return say("{question}: again {answer}", question=name, answer=said)

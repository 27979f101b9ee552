"""Closes a handover by its receipt slip: the code is typed, or read by a scanner, which types it and presses Enter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intake.errors import IntakeError
from intake.interview.values import Problem
from intake.languages.direction import listed
from intake.store.handovers.receipt_code import read_code
from intake.store.handovers.steps import may_follow, refused
from intake.store.kept.handovers import HandoverStep, Step
from intake.store.kept.lists import RecordLine
from intake.ui.record_words import RecordWords
from intake.ui.screens.dialog import Dialog, Item
from intake.ui.screens.record_steps import StepAsker
from intake.ui.screens.typing import Typing
from intake.ui.waits import answer_of

if TYPE_CHECKING:
    from intake.ui.desk import Desk
    from intake.ui.navigation import Navigation

MOST_CODE = 40
"""More than a code has, so that a scanner's prefix is seen and not cut."""


class CodeTyping(Typing):
    """Asks for the code of a slip. A wrong one is told at once, with Enter, and can be typed again."""

    def read(self, text: str) -> str | Problem:
        code = read_code(text)
        if code is None:
            return Problem("This is no code of a slip, or one of its letters is wrong. A code looks like K7QM-4RXT.")
        return code


async def take_receipt(nav: Navigation) -> tuple[str, str]:
    """Ask for a code and for what the office says. Gives a notice and its kind; both empty: nothing. For workers."""
    wording = nav.desk.wording(nav.work)
    say = wording.say
    about = say("Type or scan the code of the slip.")
    try:
        await nav.desk.receipts.write_all()
    except IntakeError as error:
        return nav.app.describe(error), "problem"
    while True:
        code = await answer_of(nav.app, CodeTyping(say("Receipt of a handover"), about, wording, most=MOST_CODE))
        if not code:
            return "", ""
        try:
            found = await _record_of(nav.desk, code)
        except IntakeError as error:
            return nav.app.describe(error), "problem"
        if found is not None:
            return await _closed(nav, found)
        about = say("No record at this desk has the code {code}. Look at the slip again, or type it anew.", code=code)


async def _closed(nav: Navigation, found: RecordLine) -> tuple[str, str]:
    wording = nav.desk.wording(nav.work)
    record, words = found.record, RecordWords(wording, nav.desk.today)
    try:
        steps = await nav.desk.ask(lambda store: store.handovers.steps(record.case_id))
    except IntakeError as error:
        return nav.app.describe(error), "problem"
    kinds = [kind for kind in (Step.CONFIRMED, Step.RETURNED) if may_follow(kind, record.status)]
    if not kinds:
        return nav.app.describe(refused(record.status)), "problem"
    chosen = await answer_of(nav.app, _question(nav, found, steps, kinds))
    step = await StepAsker(nav, wording).step(Step(chosen), record) if chosen else None
    if step is None:
        return "", ""
    with nav.app.type_ahead.held():
        try:
            if nav.work is not None and nav.work.new.id == record.case_id:
                await nav.work.note_step(step)
            else:
                await nav.desk.receipts.note(step)
        except IntakeError as error:
            return nav.app.describe(error), "problem"
    case, office = found.case.code, record.office
    return wording.say("Noted for {case}, {office}: {step}", case=case, office=office, step=words.step(step)), ""


def _question(nav: Navigation, found: RecordLine, steps: tuple[HandoverStep, ...], kinds: list[Step]) -> Dialog:
    wording, record, case = nav.desk.wording(nav.work), found.record, found.case
    say, words = wording.say, RecordWords(wording, nav.desk.today)
    texts = {
        Step.CONFIRMED: say("The office has confirmed the receipt"),
        Step.RETURNED: say("The office returns the record"),
    }
    lines = [f"{case.code}  {listed((case.family_name, case.given_name), 'ltr')}", record.office]
    lines += [text for text, _ in words.lines(record, steps)]
    return Dialog(say("What does the slip say?"), lines, [Item(kind.value, texts[kind]) for kind in kinds])


async def _record_of(desk: Desk, code: str) -> RecordLine | None:
    """The record on whose receipt slip this code stands."""
    return await desk.ask(lambda store: store.handovers.by_code(code))

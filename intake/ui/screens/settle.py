"""Two statements to one question: who said what and when, and the choice which of them holds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from intake.errors import IntakeError
from intake.interview.answers import Answer, AnswerGiven, Change, FieldGiven
from intake.interview.questions import Question
from intake.languages import dates
from intake.store.kept.answers import Place, Statement, TwoStatements
from intake.ui.screens.dialog import Dialog, Item
from intake.ui.screens.uncover import uncover
from intake.ui.waits import answer_of
from intake.ui.wording import COVERED

if TYPE_CHECKING:
    from intake.ui.casework import CaseWork
    from intake.ui.navigation import Navigation
    from intake.ui.wording import CaseWording

ANSWER, LATER = "answer", "later"


def question_at(work: CaseWork, place: Place) -> Question:
    """The question of a place, or that of a field of an entry."""
    question = work.interview.logic.questionnaire[place.question]
    return next((field for field in question.fields if field.id == place.field), question)


def is_hidden(work: CaseWork, found: TwoStatements) -> bool:
    """Whether what was said is not to be seen now: somebody could listen, or it is covered."""
    question = question_at(work, found.place)
    return (question.private and work.interview.facts.lacks_privacy) or _is_covered(work, found)


def said(work: CaseWork, wording: CaseWording, found: TwoStatements, one: Statement) -> str:
    """What one of them said, who wrote it down, and when."""
    question = question_at(work, found.place)
    if is_hidden(work, found):
        answer = wording.say(COVERED)
    elif one.answer is None:
        answer = wording.say("not to be read")
    elif one.answer.value is not None:
        answer = wording.value(question, one.answer.value).staff
    else:
        answer = wording.state(one.answer).staff
    when = dates.moment(f"{one.at.astimezone():%Y-%m-%dT%H:%M}", wording.staff)
    return wording.say("{answer} ({name}, {when})", answer=answer, name=one.actor_name, when=when)


def told(work: CaseWork, wording: CaseWording, found: TwoStatements) -> str:
    """Both statements in one line, that which stands first."""
    return " / ".join(said(work, wording, found, one) for one in (found.kept, *found.others))


def disputed_hint(work: CaseWork, wording: CaseWording, question: str) -> str:
    """What stands at a question that is not settled; empty where it is."""
    return " ".join(
        wording.say(
            "Two statements: {statements}. What is answered here settles it; Review offers them to choose from.",
            statements=told(work, wording, each),
        )
        for each in work.disputes.at(question)
    )


async def settle(nav: Navigation, work: CaseWork, found: TwoStatements) -> str:
    """Lets a person say which one holds. Returns ANSWER where they want to answer anew. For workers."""
    wording, question = nav.desk.wording(work), question_at(work, found.place)
    if question.private and work.interview.facts.lacks_privacy:
        return ANSWER
    if _is_covered(work, found) and not await uncover(nav, work):
        return LATER
    statements = [one for one in (found.kept, *found.others) if one.answer is not None]
    holds = [
        Item(one.event, wording.say("It is: {statement}", statement=said(work, wording, found, one)))
        for one in statements
    ]
    more = [Item(ANSWER, wording.say("Another answer: go to the question")), Item(LATER, wording.say("Leave it open"))]
    lines = [
        wording.say("Two people answered this without having seen each other's answer. Both are kept."),
        wording.say("The first one stands until somebody settles it."),
    ]
    title = wording.say("Two statements: {question}", question=wording.label(question))
    chosen = await answer_of(nav.app, Dialog(title, lines, [*holds, *more]))
    one = next((each for each in statements if each.event == chosen), None)
    if one is not None and one.answer is not None:
        with nav.app.type_ahead.held():
            await _keep(nav, work, _given(work, found.place, one.answer))
    return chosen or LATER


async def _keep(nav: Navigation, work: CaseWork, change: Change) -> None:
    work.cover.gave(change.question)
    try:
        await work.save(change)
    except IntakeError as error:
        nav.app.notify(nav.app.describe(error), severity="error", timeout=30, markup=False)


def _given(work: CaseWork, place: Place, answer: Answer) -> Change:
    """The chosen answer, given anew: an event of its own. The marks of a list stay those of the list."""
    if place.field:
        return FieldGiven(place.question, place.entry, place.field, answer)
    if answer.value == ():
        answer = replace(answer, value=work.interview.answers[place.question].value)
    return AnswerGiven(place.question, answer)


def _is_covered(work: CaseWork, found: TwoStatements) -> bool:
    question = work.interview.logic.questionnaire[found.place.question]
    inner = question_at(work, found.place)
    answers = [one.answer for one in (found.kept, *found.others) if one.answer is not None]
    return any(work.cover.hides(each, answer) for each in (question, inner) for answer in answers)

"""Where one can go in an interview: every section, and every question that is asked."""

from __future__ import annotations

from collections.abc import Iterator

from intake.interview.answers import NOT_ASKED, State
from intake.interview.questions import Question
from intake.interview.session import PAPERS, Interview, Step
from intake.languages.direction import strip_controls
from intake.ui.screens.dialog import Item
from intake.ui.wording import CaseWording

SECTION = "section:"
FIELD = "field:"
LONGEST_ANSWER = 40


def places(talk: Interview, wording: CaseWording) -> Iterator[Item]:
    """Sections with how much of them is done, then questions with their answers; private answers stay hidden.

    Questions are found by their short names, too, and by the names of the fields of their entries.
    """
    for section in talk.logic.questionnaire.sections:
        asked = _asked(talk, section.code)
        if asked:
            name = wording.text(f"section.{section.code}", section.text).staff
            done = sum(talk.answers[question.id].state is not State.NOT_ASKED for question in asked)
            counts = wording.say("{done} of {total}", done=done, total=len(asked))
            yield Item(f"{SECTION}{section.code}", f"{section.code}  {name}", counts)
    for question in talk.questions:
        if _is_asked(talk, question):
            is_hidden = question.private and talk.facts.lacks_privacy
            answer = NOT_ASKED if is_hidden else talk.answers[question.id]
            text = wording.question(question).staff
            given = strip_controls(wording.answer(question, answer).staff)[:LONGEST_ANSWER]
            yield Item(question.id, text, given, wording.label(question))
    yield from _fields(talk, wording)


def _fields(talk: Interview, wording: CaseWording) -> Iterator[Item]:
    """The fields of the lists, each with the name of its list."""
    for question in talk.questions:
        for field in question.fields if _is_asked(talk, question) else ():
            name, of = wording.label(field), wording.label(question)
            words = f"{wording.question(field).staff} {of}"
            yield Item(f"{FIELD}{question.id}.{field.id}", name, of, words, is_found_only=True)


def step_at(talk: Interview, place: str) -> Step:
    """The screen of a place that was chosen: the first of a section, that of a question, or of the list of a field."""
    if place.startswith(FIELD):
        return talk.step_for(place.removeprefix(FIELD).partition(".")[0])
    if not place.startswith(SECTION):
        return talk.step_for(place)
    code = place.removeprefix(SECTION)
    first = next((step for step in talk.steps if step.section == code), None)
    return first or talk.step_for(_asked(talk, code)[0].id)


def papers_step(talk: Interview) -> Step:
    """The screen for what is copied from documents."""
    grid = talk.logic.questionnaire.grid(PAPERS)
    known = {question.id: question for question in talk.questions}
    rows = tuple(id_ for id_ in grid.items if id_ in known)
    return Step(PAPERS, known[rows[0]].section, rows, grid)


def step_left(talk: Interview, place: str) -> Step | None:
    """The screen on which an interview was left; None where that is not asked any more."""
    return papers_step(talk) if place == PAPERS else talk.step_of(place)


def number_left(talk: Interview, place: str) -> tuple[int, int]:
    """The number of the screen where an interview goes on, and how many there are; 0 after the last one."""
    step = talk.step_of(place) or talk.next_step()
    return talk.steps.index(step) + 1 if step in talk.steps else 0, len(talk.steps)


def _asked(talk: Interview, section: str) -> list[Question]:
    return [each for each in talk.questions if each.section == section and _is_asked(talk, each)]


def _is_asked(talk: Interview, question: Question) -> bool:
    return question.id not in talk.left_out and talk.facts.is_asked(question.id)

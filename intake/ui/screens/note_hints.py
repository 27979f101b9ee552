"""What a question says about a note that is half typed, or waits for its answer."""

from __future__ import annotations

from intake.interview.questions import Question
from intake.store.kept.answers import Place
from intake.ui.casework import CaseWork
from intake.ui.half_notes import HalfNotes, Marks, is_of_note
from intake.ui.keys import first_key
from intake.ui.wording import CaseWording


def note_hint(notes: HalfNotes, work: CaseWork, question: Question, wording: CaseWording) -> str:
    """How to go on with the note; empty where there is none, and while somebody could listen."""
    if question.private and work.interview.facts.lacks_privacy:
        return ""
    say, key, half = wording.say, first_key("note"), notes.at(Place(question.id))
    answer = work.interview.answers[question.id]
    if half is not None and half.marks == Marks(answer.source, answer.note, answer.recheck):
        return ""
    if half is not None and half.waits:
        return say("The note is saved with the answer; {key} shows it.", key=key)
    if half is not None:
        return say("A note to this question is half typed: {key} goes on with it.", key=key)
    if any(place.entry and is_of_note(place) for place in work.typed.of_question(question.id)):
        return say("A note to an answer in an entry is half typed: {key} at that answer goes on with it.", key=key)
    return ""

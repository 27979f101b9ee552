"""The interview: one question at a time, German and the person's language side by side, the answer, what to do next."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual.binding import BindingType

from intake.errors import IntakeError
from intake.interview.answers import (
    ASK_LATER,
    DECLINED,
    UNKNOWN,
    Answer,
    AnswerGiven,
    Change,
    FieldGiven,
    State,
)
from intake.interview.limits import refusals, warnings
from intake.interview.questions import Kind, Question
from intake.interview.session import PAPERS, PRIVACY_INFO, Interview, Step
from intake.interview.values import Problem
from intake.store.kept.answers import Place
from intake.ui.disputes import place_of
from intake.ui.half_notes import HalfNote, Marks
from intake.ui.keys import bindings, first_key
from intake.ui.language_choice import follow_language
from intake.ui.proposal import Stop
from intake.ui.screens.additions import correct_later
from intake.ui.screens.giving import changes_anything, given_answer, marked, warning_text
from intake.ui.screens.marks import MarksDialog
from intake.ui.screens.pointing import PointingScreen
from intake.ui.screens.stops import STOP_HERE, stop_card
from intake.ui.screens.uncover import uncover
from intake.ui.waits import answer_of
from intake.ui.widgets.covered import CoveredField
from intake.ui.widgets.entries import EntriesField
from intake.ui.widgets.field import Field
from intake.ui.widgets.grid import GridField
from intake.ui.widgets.lines import Notice

LANGUAGE_QUESTION = "preferred_language"


class InterviewScreen(PointingScreen):
    """Asks one step after the other. A confirmed answer is committed before the next question is drawn."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "go-back", "switch-language", "switch-layout", "unknown", "declined", "ask-later", "note", "go-to", "papers",
        "switch-run", "card",
    )  # fmt: skip
    KEYS: ClassVar[tuple[str, ...]] = (
        "confirm", "go-back", "unknown", "declined", "ask-later", "switch-language", "languages", "switch-layout",
        "note", "go-to", "papers", "review", "next-steps", "handover", "desk", "saved", "switch-run", "card",
        "lock", "quit", "help",
    )  # fmt: skip

    # Answers

    async def on_field_answered(self, message: Field.Answered) -> None:
        message.stop()
        question = message.question
        problems = refusals(question, message.value, self.work.day())
        if problems:
            self._refuse(problems[0])
            return
        if question.kind is Kind.REPEAT and message.value:
            await self._leave_list()
            return
        found = warnings(question, message.value, self.work.day())
        stored = self.talk.answers[question.id]
        given = AnswerGiven(question.id, given_answer(stored, message.value, self._suggested(question)))
        await self._save(self._marked(given), warning=found[0] if found else None)

    def _marked(self, change: Change) -> Change:
        if not isinstance(change, AnswerGiven | FieldGiven):
            return change
        return marked(change, self._notes.take(place_of(change)), from_papers=self._step.id == PAPERS)

    def on_covered_field_wanted(self, message: CoveredField.Wanted) -> None:
        message.stop()
        self.run_worker(self._see_covered(), exclusive=True, group="cover")

    async def _see_covered(self) -> None:
        if await uncover(self.nav, self.work):
            await self._show(self._step)

    async def cover_again(self) -> None:
        """A text that is half typed stays: it is being answered now."""
        if not self.work.typed.at(Place(self.asked_now.id)):
            await self._show(self._step)

    async def on_covered_field_passed(self, message: CoveredField.Passed) -> None:
        message.stop()
        following = self._after_grid(self.talk) if self._step.grid is not None else self._following(self.talk)
        if await self._write(place=_place(following)):
            await self._go(following)

    async def on_field_changed(self, message: Field.Changed) -> None:
        """An entry changed, or a row got a state: saved at once, the screen stays."""
        message.stop()
        await self._save(self._marked(message.change), stays=True)

    def on_field_refused(self, message: Field.Refused) -> None:
        message.stop()
        self._refuse(message.problem)

    def _refuse(self, problem: Problem) -> None:
        self._say_problem(self.wording.say(problem.message, **problem.params))

    async def _save(self, change: Change, *, stays: bool = False, warning: Problem | None = None) -> None:
        """Commit, then draw what comes next. A failed save stays on the screen until it is solved."""
        self._journal.forget(place_of(change))
        self.work.cover.gave(change.question)
        is_grid = self._step.grid is not None
        after = self.talk.change(*self.talk.with_consequences(change))
        following = None if stays or is_grid else self._following(after)
        place = None if stays or is_grid else _place(following)
        if not await self._write(change, place=place):
            return
        if change.question == LANGUAGE_QUESTION:
            await follow_language(self.nav)
        self._say_saved(change, warning)
        if stays or is_grid:
            self._update_field()
            self._draw_lines()
        stops = self.work.new_stops()
        if stops:
            self.nav.app.type_ahead.drop()
            self.run_worker(self._show_stops(stops, goes_on=not (stays or is_grid)), exclusive=True, group="stops")
        elif not stays and not is_grid:
            await self._go(following)

    async def _write(self, *changes: Change, place: Place | None) -> bool:
        """Commit. False where that failed: it is said, and the screen stays; also where the screen was left by now.

        A closed interview is not changed: what would change it is offered as an addition, and the screen stays.
        """
        if self.work.is_closed:
            changes = tuple(change for change in changes if changes_anything(self.talk.answers, change))
            if changes:
                self.run_worker(self._add_later(changes), exclusive=True, group="addition")
            return not changes and self.is_attached
        try:
            await self.work.save(*changes, place=place)
        except IntakeError as error:
            if self.is_attached:
                self._say_failure(error)
            return False
        return self.is_attached

    async def _add_later(self, changes: tuple[Change, ...]) -> None:
        said = await correct_later(self.nav, self.work, changes)
        if self.is_attached:
            await self._show(self._step)
            self.query_one(Notice).say(*said)

    async def _leave_list(self) -> None:
        """Go on from a list of entries. Each entry was saved by itself, so only the place changes."""
        self._journal.note(Place(self.question.id), "")
        following = self._following(self.talk)
        if await self._write(place=_place(following)):
            self.query_one(Notice).say("")
            await self._go(following)

    def _say_saved(self, change: Change, warning: Problem | None) -> None:
        """The notice for the next screen: a warning about the last answer, or nothing."""
        say, notice = self.wording.say, self.query_one(Notice)
        if warning is not None:
            question = self.talk.logic.questionnaire[change.question]
            notice.say(warning_text(question, warning, self.wording), "warning")
        elif change.question == PRIVACY_INFO and not self.work.is_stored:
            notice.say(
                say("Nothing is stored: the answers are in memory only, until data protection was explained."),
                "warning",
            )
        else:
            notice.say("")

    def _update_field(self) -> None:
        field = self.field
        if isinstance(field, GridField):
            field.update_answers({id_: self.talk.answers[id_] for id_ in self._step.questions})
        elif isinstance(field, EntriesField):
            field.update_answer(self.talk.answers[self.question.id])

    async def on_grid_field_finished(self) -> None:
        """The grid was left; rows without an answer are asked again by the next round."""
        talk = self.talk
        open_rows = [id_ for id_ in self._step.questions if talk.answers[id_].state is State.NOT_ASKED]
        if self._step.id == PAPERS:
            following = self._following(talk, after="")
        elif self.work.order is not None or not open_rows:
            following = self._following(talk)
        else:
            following = self._after_grid(talk)
        if await self._write(place=_place(following)):
            self._say_open(0 if self._step.id == PAPERS else len(open_rows))
            await self._go(following)

    def _after_grid(self, talk: Interview) -> Step | None:
        """The next step that is not this grid again."""
        following = talk.next_step(self._step.id)
        return following if following is None or following.id != self._step.id else None

    def _say_open(self, count: int) -> None:
        if count:
            self.query_one(Notice).say(self.wording.say("{count} rows are still open; Review lists them.", count=count))

    # Stops

    async def _show_stops(self, stops: tuple[Stop, ...], *, goes_on: bool) -> None:
        """Cards for what comes before everything else, then on with the interview or to the next steps."""
        for stop in stops:
            if await answer_of(self.app, stop_card(stop, self.wording)) == STOP_HERE:
                await self.nav.to_next_steps()
                return
        if goes_on:
            with self.nav.app.type_ahead.held():
                await self._go(self._following(self.talk))

    # States and marks

    async def action_unknown(self) -> None:
        await self._give_state(UNKNOWN)

    async def action_declined(self) -> None:
        await self._give_state(DECLINED)

    async def action_ask_later(self) -> None:
        await self._give_state(ASK_LATER)

    async def _give_state(self, answer: Answer) -> None:
        field = self.field
        if field.locked:
            return
        if isinstance(field, EntriesField | GridField) and field.give_state(answer.state):
            return
        if self._stands_on_entries:
            self._refuse_for_list()
        elif not isinstance(field, GridField):
            field.locked = True
            before = self.talk.answers[self.question.id]
            state = replace(before, state=answer.state, value=None, reason=answer.reason)
            await self._save(self._marked(AnswerGiven(self.question.id, state)))

    @property
    def _stands_on_entries(self) -> bool:
        """Whether the keys go to a list that has entries: a state would take their place, and a note has none."""
        field = self.field
        is_list = isinstance(field, EntriesField) and field.editing is None
        return is_list and bool(self.talk.answers.entries(self.question.id))

    def _refuse_for_list(self) -> None:
        self._say_problem(
            self.wording.say(
                "There are entries here. Notes and states belong to the answers in an entry: {confirm} opens it, "
                "{remove} takes it away.",
                confirm=first_key("confirm"),
                remove=first_key("remove"),
            )
        )

    def action_note(self) -> None:
        if self.is_covered:
            return
        if self.asked_now.private and self.talk.facts.lacks_privacy:
            self._say_problem(self.wording.say("Notes to this question stay hidden: somebody could listen."))
            return
        if self._stands_on_entries:
            self._refuse_for_list()
            return
        self.run_worker(self._change_marks(), exclusive=True, group="marks")

    async def _change_marks(self) -> None:
        question, place, stored = self.asked_now, self._asked_place, self._stored()
        before = self._notes.at(place)
        marks = before.marks if before else Marks(stored.source, stored.note, stored.recheck)
        dialog = MarksDialog(
            self.wording.question(question).staff,
            marks,
            self.wording,
            lambda typed: self._notes.put(place, HalfNote(typed)),
        )
        chosen = await answer_of(self.app, dialog)
        if chosen is None:
            self._notes.put(place, before)
            return
        with self.nav.app.type_ahead.held():
            if stored.state is State.NOT_ASKED:
                self._notes.put(place, HalfNote(chosen, waits=True))
                self.query_one(Notice).say(self.wording.say("The note is saved with the answer."))
            else:
                await self._save_marks(question, stored, chosen)
                self._notes.put(place, None)

    async def _save_marks(self, question: Question, stored: Answer, marks: Marks) -> None:
        field = self.field
        marked = replace(stored, source=marks.source, note=marks.note, recheck=marks.recheck)
        if isinstance(field, EntriesField) and field.editing is not None:
            field.mark_field(marked)
        else:
            await self._save(AnswerGiven(question.id, marked), stays=True)

    @property
    def _asked_place(self) -> Place:
        """Where the answer that is asked now belongs."""
        field = self.field
        if isinstance(field, EntriesField) and field.editing is not None:
            entry, inner = field.editing
            return Place(self.question.id, entry.id, inner.id)
        return Place(self.asked_now.id)

    def _stored(self) -> Answer:
        field = self.field
        if isinstance(field, EntriesField) and field.editing is not None:
            entry, inner = field.editing
            return entry.answer(inner.id)
        return self.talk.answers[self.asked_now.id]


def _place(following: Step | None) -> Place:
    """Where the interview goes on; after its last question nowhere, and the next steps are what comes."""
    return Place(following.id if following else "")

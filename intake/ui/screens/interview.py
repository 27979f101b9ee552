"""The interview: one question at a time, German and the person's language side by side, the answer, what to do next."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container

from intake.errors import IntakeError
from intake.interview.answers import (
    ASK_LATER,
    DECLINED,
    NOT_ASKED,
    UNKNOWN,
    Answer,
    AnswerGiven,
    Change,
    Entry,
    Source,
    State,
    Value,
)
from intake.interview.limits import refusals, warnings
from intake.interview.questions import Kind, Question, Who
from intake.interview.session import PAPERS, PRIVACY_INFO, Interview, Run, Step
from intake.interview.truth import Truth
from intake.interview.typed_text import shown
from intake.interview.values import PartialDate, Problem
from intake.store.records import Place
from intake.ui.casework import CaseWork, Stop, place_of, remade
from intake.ui.keys import ACTIONS, bindings, first_key
from intake.ui.navigation import Navigation
from intake.ui.screens.case_screen import CaseScreen
from intake.ui.screens.dialog import Chooser
from intake.ui.screens.journal import Journal
from intake.ui.screens.marks import Marks, MarksDialog
from intake.ui.screens.places import papers_step, places, step_at
from intake.ui.screens.stops import STOP_HERE, stop_card
from intake.ui.type_ahead import handled
from intake.ui.widgets.drawn import PadField, PadWidget
from intake.ui.widgets.entries import EntriesField
from intake.ui.widgets.factory import field_for
from intake.ui.widgets.field import Field, Layout
from intake.ui.widgets.footer import KeyFooter
from intake.ui.widgets.grid import GridField, GridRules
from intake.ui.widgets.lines import Notice, Title
from intake.ui.widgets.open_entry import EntryRules
from intake.ui.widgets.progress import Progress
from intake.ui.widgets.question_pane import QuestionPane, Shown

LANGUAGE_QUESTION = "preferred_language"
LAYOUTS = (Layout.BOTH, Layout.STAFF, Layout.PERSON)


class InterviewScreen(CaseScreen):
    """Asks one step after the other. A confirmed answer is committed before the next question is drawn."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "go-back", "switch-language", "switch-layout", "unknown", "declined", "ask-later", "note", "go-to", "papers",
        "switch-run",
    )  # fmt: skip
    KEYS: ClassVar[tuple[str, ...]] = (
        "confirm", "go-back", "unknown", "declined", "ask-later", "switch-language", "switch-layout", "note", "go-to",
        "papers", "review", "next-steps", "handover", "desk", "saved", "switch-run", "lock", "quit", "help",
    )  # fmt: skip

    def __init__(self, work: CaseWork, nav: Navigation, step: Step) -> None:
        super().__init__(work, nav)
        self._step = step
        self._marks = Marks()
        self._journal = Journal(self, self.work.keep_half_typed, self._say_failure)

    def compose(self) -> ComposeResult:
        yield Title()
        yield Progress(self.wording)
        yield QuestionPane(self.wording)
        yield Container(id="answer")
        yield Notice()
        yield KeyFooter(self.wording, self.KEYS)

    async def on_mount(self) -> None:
        await self._draw()

    @property
    def talk(self) -> Interview:
        return self.work.interview

    @property
    def layout_of_texts(self) -> Layout:
        return self.nav.text_layout

    # Drawing

    async def _show(self, step: Step) -> None:
        """Draw another step; keys typed ahead wait for it."""
        self._step = step
        self._marks = Marks()
        await self._draw()

    async def _draw(self) -> None:
        self.work.place = Place(self._step.id)
        self.nav.app.type_ahead.hold()
        try:
            await self._draw_field()
        finally:
            self.nav.app.type_ahead.release()

    async def _draw_field(self) -> None:
        holder = self.query_one("#answer", Container)
        shown = next(iter(holder.query(PadWidget)), None)
        if shown is not None:
            await handled(shown)
        field = self._field()
        if type(field) is PadField and type(shown) is PadField:
            shown.ask(field.pad)
        else:
            with self.app.batch_update():  # nobody should see the screen between the old field and the new one
                await holder.remove_children()
                await holder.mount(field)
        self._draw_lines()
        self._say_hint()
        self.field.focus()

    def _draw_lines(self) -> None:
        """Title, progress and question; everything but the answer."""
        say, talk = self.wording.say, self.talk
        section = talk.logic.questionnaire.section(self._step.section)
        name = self.wording.text(f"section.{section.code}", section.text).staff
        title = self.query_one(Title)
        title.left = f"{self.work.code or say('new case')} · {name}"
        title.right = self.saved_text()
        progress = talk.progress
        self.query_one(Progress).show(progress.done, progress.total, minutes_left=progress.minutes_left, section=name)
        self._draw_question()

    def _say_hint(self) -> None:
        """What helps at this step, where no message stands already."""
        notice, question, say = self.query_one(Notice), self.asked_now, self.wording.say
        if notice.text:
            return
        if self._step.id == PRIVACY_INFO:
            notice.say(
                say("{key}: type in what the papers say while data protection is explained.", key=first_key("papers"))
            )
        elif self.talk.suggestion(question) is not None:
            notice.say(say("Suggested from an earlier answer; confirm or change it."))

    def _draw_question(self) -> None:
        self.query_one(QuestionPane).show(self._shown(), self.layout_of_texts, self.wording)

    def _shown(self) -> Shown:
        """The question, or the heading of a screen with several questions."""
        grid, wording = self._step.grid, self.wording
        if grid is not None:
            hint = wording.text(f"grid.{grid.id}", grid.note).staff if grid.note else ""
            return Shown(wording.text(f"grid.{grid.id}", grid.text), hint=hint, is_staff=grid.who is Who.STAFF)
        question = self.question
        answer = self.talk.answers[question.id]
        return Shown(
            wording.question(question),
            hint=wording.hint(question),
            is_private=question.private,
            is_staff=question.who is Who.STAFF,
            state=wording.state(answer).staff if answer.state is not State.NOT_ASKED else "",
        )

    def _field(self) -> Field | GridField:
        """The answer field of the step."""
        private_hidden = self.talk.facts.lacks_privacy
        if self._step.grid is not None:
            rows = [self.talk.logic.questionnaire[id_] for id_ in self._step.questions]
            answers = {row.id: self._shown_answer(row) for row in rows}
            return GridField(
                rows,
                self.wording,
                answers,
                layout=self.layout_of_texts,
                private_hidden=private_hidden,
                half_typed={row.id: self.work.half_typed(Place(row.id)) for row in rows},
                rules=GridRules(lambda row: self.talk.facts.is_asked(row.id), self._row_problem),
            )
        question = self.question
        return field_for(
            question,
            self.wording,
            self._shown_answer(question),
            half_typed=self.work.half_typed(Place(question.id)) or self._suggested_text(question),
            layout=self.layout_of_texts,
            private_hidden=private_hidden,
            rules=EntryRules(self._is_relevant, self._field_problem),
        )

    def _shown_answer(self, question: Question) -> Answer:
        """The stored answer; hidden while somebody could listen."""
        if question.private and self.talk.facts.lacks_privacy:
            return NOT_ASKED
        suggested = self.talk.suggestion(question)
        if isinstance(suggested, tuple | str):
            return Answer(State.ANSWERED, suggested)
        return self.talk.answers[question.id]

    def _suggested_text(self, question: Question) -> str:
        """A suggestion for a line that is typed, so that Enter alone confirms it."""
        value = self.talk.suggestion(question)
        return shown(value) if isinstance(value, int | float | PartialDate) else ""

    def _is_relevant(self, entry: Entry, field: Question) -> bool:
        for found in self.talk.facts.entries(field.parent):
            if found.entry.id == entry.id:
                return found.relevance(field.id) is not Truth.FALSE
        return True

    def _field_problem(self, entry: Entry, field: Question, value: Value) -> Problem | None:
        found = refusals(field, value, self.work.day(lambda id_: entry.answer(id_).value))
        return found[0] if found else None

    def _row_problem(self, row: Question, value: Value) -> Problem | None:
        found = refusals(row, value, self.work.day())
        return found[0] if found else None

    @property
    def question(self) -> Question:
        """The question of the step; of several the first."""
        return self.talk.logic.questionnaire[self._step.questions[0]]

    @property
    def field(self) -> Field | GridField:
        found = self.query_one("#answer > .field")
        assert isinstance(found, Field | GridField)
        return found

    @property
    def asked_now(self) -> Question:
        """The question, row or field of an entry that the keys go to."""
        field = self.field
        if isinstance(field, EntriesField) and field.editing is not None:
            return field.editing[1]
        return field.question or self.question

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
        answer = self._marked(remade(self.talk.answers[question.id], message.value))
        await self._save(AnswerGiven(question.id, answer), warning=found[0] if found else None)

    def _marked(self, answer: Answer) -> Answer:
        """The answer with the marks set beforehand; what comes from the papers says so."""
        marks = self._marks
        if self._step.id == PAPERS:
            return replace(answer, source=Source.DOCUMENT)
        if marks == Marks():
            return answer
        return replace(answer, source=marks.source, note=marks.note or answer.note, recheck=marks.recheck)

    async def on_field_changed(self, message: Field.Changed) -> None:
        """An entry changed: saved at once, the screen stays."""
        message.stop()
        await self._save(message.change, stays=True)

    def on_field_refused(self, message: Field.Refused) -> None:
        message.stop()
        self._refuse(message.problem)

    def _refuse(self, problem: Problem) -> None:
        self._say_problem(self.wording.say(problem.message, **problem.params))

    def _say_problem(self, text: str) -> None:
        self.query_one(Notice).say(text, "problem")
        self.field.unlock()
        self.nav.app.type_ahead.drop()
        self.nav.app.type_ahead.release()

    async def _save(self, change: Change, *, stays: bool = False, warning: Problem | None = None) -> None:
        """Commit, then draw what comes next. A failed save stays on the screen until it is solved."""
        self._journal.forget(place_of(change))
        is_grid = self._step.grid is not None
        after = self.talk.change(*self.talk.with_consequences(change))
        following = None if stays or is_grid else self._following(after)
        place = Place(following.id) if following else None
        if not await self._write(change, place=place):
            return
        if change.question == LANGUAGE_QUESTION:
            await self.nav.follow_language()
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
        """Commit. False where that failed: it is said, and the screen stays; also where the screen was left by now."""
        try:
            await self.work.save(*changes, place=place)
        except IntakeError as error:
            if self.is_attached:
                self._say_failure(error)
            return False
        return self.is_attached

    def _say_failure(self, error: IntakeError) -> None:
        """What was not written, here and in the title."""
        self._say_problem(self.nav.app.describe(error))
        self._draw_lines()

    async def _leave_list(self) -> None:
        """Go on from a list of entries. Each entry was saved by itself, so only the place changes."""
        self._journal.forget(Place(self.question.id))
        following = self._following(self.talk)
        if await self._write(place=Place(following.id) if following else None):
            self.query_one(Notice).say("")
            await self._go(following)

    def _say_saved(self, change: Change, warning: Problem | None) -> None:
        """The notice for the next screen: a warning about the last answer, or nothing."""
        say, notice = self.wording.say, self.query_one(Notice)
        if warning is not None:
            question = self.talk.logic.questionnaire[change.question]
            text = say(warning.message, **warning.params)
            notice.say(
                say("{question} {warning} {key} goes back.", question=self.wording.question(question).staff,
                    warning=text, key=first_key("go-back")),
                "warning",
            )  # fmt: skip
        elif change.question == PRIVACY_INFO and not self.work.is_stored:
            notice.say(
                say("Nothing is stored: the answers are in memory only, until data protection was explained."),
                "warning",
            )
        else:
            notice.say("")

    def _following(self, talk: Interview) -> Step | None:
        return talk.next_step(self._step.id)

    async def _go(self, step: Step | None) -> None:
        if step is None:
            self.nav.app.type_ahead.drop()
            await self.nav.to_next_steps()
        else:
            await self._show(step)

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
            following = talk.next_step()
        else:
            following = self._after_grid(talk) if open_rows else talk.next_step(self._step.id)
        if await self._write(place=Place(following.id) if following else None):
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
            if await self.app.push_screen_wait(stop_card(stop, self.wording)) == STOP_HERE:
                await self.nav.to_next_steps()
                return
        if goes_on:
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
        if self._marks.note:
            answer = replace(answer, note=self._marks.note)
        if isinstance(field, EntriesField | GridField) and field.give_state(answer.state):
            return
        if self._stands_on_entries:
            self._refuse_for_list()
        elif not isinstance(field, GridField):
            field.locked = True
            await self._save(AnswerGiven(self.question.id, answer))

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
        if self._stands_on_entries:
            self._refuse_for_list()
            return
        self.run_worker(self._change_marks(), exclusive=True, group="marks")

    async def _change_marks(self) -> None:
        field = self.field
        question = self.asked_now
        stored = self._stored()
        marks = self._marks if self._marks != Marks() else Marks(stored.source, stored.note, stored.recheck)
        chosen = await self.app.push_screen_wait(
            MarksDialog(self.wording.question(question).staff, marks, self.wording)
        )
        if chosen is None:
            return
        if stored.state is State.NOT_ASKED:
            self._marks = chosen
            self.query_one(Notice).say(self.wording.say("The note is saved with the answer."))
            return
        marked = replace(stored, source=chosen.source, note=chosen.note, recheck=chosen.recheck)
        if isinstance(field, EntriesField) and field.editing is not None:
            field.mark_field(marked)
        else:
            await self._save(AnswerGiven(question.id, marked), stays=True)

    def _stored(self) -> Answer:
        field = self.field
        if isinstance(field, EntriesField) and field.editing is not None:
            entry, inner = field.editing
            return entry.answer(inner.id)
        return self.talk.answers[self.asked_now.id]

    # Half-typed text

    def on_field_typed(self, message: Field.Typed) -> None:
        message.stop()
        self._journal.note(Place(message.question.id), message.text)
        notice = self.query_one(Notice)
        if notice.kind == "problem" and not self.work.has_failed:
            notice.say("")

    async def keep_half_typed(self) -> None:
        """Put half-typed text into the store now."""
        await self._journal.write_now()

    async def on_unmount(self) -> None:
        await self._journal.close()

    # Moving

    async def action_go_back(self) -> None:
        """To the question before; from the first one to the desk. Half-typed text stays."""
        await self.keep_half_typed()
        before = self.talk.previous_step(self._step.id)
        if self._step.id == PAPERS:
            before = self.talk.next_step()
        if before is None:
            await self.action_to_desk()
        else:
            self.query_one(Notice).say("")
            await self._show(before)

    async def on_field_went_back(self, message: Field.WentBack) -> None:
        message.stop()
        await self.action_go_back()

    async def action_papers(self) -> None:
        await self.keep_half_typed()
        self.query_one(Notice).say("")
        await self._show(papers_step(self.talk))

    def action_go_to(self) -> None:
        self.run_worker(self._choose_place(), exclusive=True, group="place")

    async def _choose_place(self) -> None:
        say = self.wording.say
        items = list(places(self.talk, self.wording))
        chosen = await self.app.push_screen_wait(Chooser(say("Go to"), items, placeholder=say("Section or question")))
        if chosen:
            await self.keep_half_typed()
            self.query_one(Notice).say("")
            await self._show(step_at(self.talk, chosen))

    async def action_switch_run(self) -> None:
        run = await self.work.switch_run()
        say = self.wording.say
        text = say("All questions now.") if run is Run.FULL else say("Only what decides at this site now.")
        self.query_one(Notice).say(text)
        self._draw_lines()

    # Language and layout: a change of the view only

    async def action_switch_language(self) -> None:
        await self.nav.switch_language()
        self.reword()

    def action_switch_layout(self) -> None:
        self.nav.text_layout = LAYOUTS[(LAYOUTS.index(self.layout_of_texts) + 1) % len(LAYOUTS)]
        self.reword()

    def reword(self) -> None:
        self._draw_lines()
        self.field.reword(self.wording, self.layout_of_texts)

    def help_lines(self) -> list[str]:
        question, say = self.question, self.wording.say
        lines = [self.wording.question(question).staff]
        if hint := self.wording.hint(question):
            lines.append(hint)
        if question.check:
            lines.append(say("Check: {check}", check=question.check))
        if question.standard:
            lines.append(say("Standard: {standard}", standard=question.standard))
        if question.kind is Kind.REPEAT:
            lines.append(say("{key} begins a new entry.", key=first_key("new")))
        lines.append(say("Esc and {key} go back and lose nothing.", key=ACTIONS["go-back"].keys.split(",")[1].upper()))
        return lines

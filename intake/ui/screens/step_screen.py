"""One step of the interview on the screen: the question in both languages, the answer field, what helps."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Container

from intake.errors import IntakeError
from intake.interview.answers import (
    NOT_ASKED,
    Answer,
    Entry,
    State,
    Value,
)
from intake.interview.limits import refusals
from intake.interview.questions import Kind, Question, Who
from intake.interview.session import PRIVACY_INFO, Interview, Step
from intake.interview.short_case import CHILD
from intake.interview.truth import Truth
from intake.interview.values import Problem
from intake.store.people.rights import Right
from intake.store.records import Place
from intake.ui.allowed import allowed
from intake.ui.casework import LANGUAGE_LIST, CaseWork, Suggested
from intake.ui.keys import ACTIONS, first_key
from intake.ui.navigation import Navigation
from intake.ui.screens.case_screen import CaseScreen
from intake.ui.screens.journal import Journal
from intake.ui.screens.marks import Marks
from intake.ui.type_ahead import handled
from intake.ui.waits import finished
from intake.ui.widgets.covered import CoveredField
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

LAYOUTS = (Layout.BOTH, Layout.STAFF, Layout.PERSON)
PICKED = frozenset({Kind.SINGLE, Kind.CEFR, Kind.MULTI, Kind.MULTI_RECIPIENT, Kind.DOC_LIST})
"""Kinds that are not typed: what is suggested is where the cursor stands."""


class StepScreen(CaseScreen):
    """Draws one step of the interview: its question, its answer field, and what helps."""

    def __init__(self, work: CaseWork, nav: Navigation, step: Step) -> None:
        super().__init__(work, nav)
        self._step = step
        self._marks: dict[Place, Marks] = {}
        """Set beforehand, for answers that are not given yet."""
        self._journal = Journal(self, self.work.keep_half_typed, self._say_failure)

    def compose(self) -> ComposeResult:
        yield Title()
        yield Progress(self.wording)
        yield QuestionPane(self.wording)
        yield Container(id="answer")
        yield Notice()
        # Who only leads a handed interview is done when it is handed back: that key is always in sight.
        keys = self.KEYS if self.nav.desk.may(Right.INTERVIEWS) else (*self.KEYS, "hand-on")
        yield KeyFooter(self.wording, allowed(self.nav.desk.staff, keys))

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
        await self._draw()

    async def _draw(self) -> None:
        self.work.stands_at(Place(self._step.id))
        self.work.cover.stands_at(f"section:{self._step.section}")
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
                await finished(holder.remove_children())
                await finished(holder.mount(field))
        self._draw_lines()
        self._say_hint()
        self.field.focus()

    def _draw_lines(self) -> None:
        """Title, progress and question; everything but the answer."""
        talk = self.talk
        section = talk.logic.questionnaire.section(self._step.section)
        name = self.wording.text(f"section.{section.code}", section.text).staff
        title = self.query_one(Title)
        title.left = self.title_text(name)
        title.right = self.saved_text()
        progress = talk.progress
        self.query_one(Progress).show(progress.done, progress.total, minutes_left=progress.minutes_left, section=name)
        self._draw_question()

    def title_text(self, section: str) -> str:
        """What the title says: which case, and where in it."""
        say, code = self.wording.say, self.work.code or self.wording.say("new case")
        is_child = self.work.new.kind == CHILD
        return (
            say("{code} · short case of a child · {section}", code=code, section=section)
            if is_child
            else (f"{code} · {section}")
        )

    def heading_text(self) -> str:
        """What stands above the question, left of its marks."""
        return ""

    def _say_hint(self) -> None:
        """What helps at this step, where no message stands already."""
        notice, question, say = self.query_one(Notice), self.asked_now, self.wording.say
        if disputed := self._disputed_hint():
            notice.say(disputed, "warning")
            return
        if notice.text:
            return
        if self._step.id == PRIVACY_INFO:
            notice.say(
                say("{key}: type in what the papers say while data protection is explained.", key=first_key("papers"))
            )
        elif (suggested := self._suggested(question)) is not None:
            notice.say(self._suggestion_hint(question, suggested))

    def _disputed_hint(self) -> str:
        """What is not settled at this step; empty where everything is, and while somebody could listen."""
        if not self.work.disputes.found or (self.talk.facts.lacks_privacy and self.question.private):
            return ""
        from intake.ui.screens.settle import disputed_hint  # seldom

        return " ".join(filter(None, (disputed_hint(self.work, self.wording, id_) for id_ in self._step.questions)))

    def _draw_question(self) -> None:
        self.query_one(QuestionPane).show(self._shown(), self.layout_of_texts, self.wording)

    def _shown(self) -> Shown:
        """The question, or the heading of a screen with several questions."""
        grid, wording = self._step.grid, self.wording
        if grid is not None:
            hint = wording.text(f"grid.{grid.id}", grid.note).staff if grid.note else ""
            rows = [wording.question(self.talk.logic.questionnaire[id_]) for id_ in self._step.questions]
            text = wording.text(f"grid.{grid.id}", grid.text).with_marks_of(rows)
            return Shown(text, self.heading_text(), hint, is_staff=grid.who is Who.STAFF)
        question = self.question
        answer = self.talk.answers[question.id]
        is_told = answer.state is not State.NOT_ASKED and not self.is_covered
        state = wording.state(answer).staff if is_told else ""
        if (suggested := self._suggested(question)) is not None:
            state = wording.say("Suggestion: {origin}", origin=self._origin(suggested))
        return Shown(
            wording.question(question).with_marks_of(wording.question(field) for field in question.fields),
            self.heading_text(),
            wording.hint(question),
            is_private=question.private,
            is_staff=question.who is Who.STAFF,
            state=state,
        )

    @property
    def is_covered(self) -> bool:
        """Whether an answer of this step is covered."""
        questions = (self.talk.logic.questionnaire[id_] for id_ in self._step.questions)
        return any(self.work.cover.hides(question, self.talk.answers[question.id]) for question in questions)

    def _field(self) -> Field | GridField:
        """The answer field of the step."""
        if self.is_covered:
            return CoveredField(self.question, self.wording, self.layout_of_texts)
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
        suggested = self._suggested(question)
        return field_for(
            question,
            self.wording,
            Answer(State.ANSWERED, suggested.value) if suggested else self._shown_answer(question),
            half_typed=self.work.half_typed(Place(question.id)),
            is_suggested=suggested is not None,
            layout=self.layout_of_texts,
            private_hidden=private_hidden,
            rules=EntryRules(self._is_relevant, self._field_problem),
        )

    def _shown_answer(self, question: Question) -> Answer:
        """The stored answer; hidden while somebody could listen."""
        if question.private and self.talk.facts.lacks_privacy:
            return NOT_ASKED
        return self.talk.answers[question.id]

    def _suggested(self, question: Question) -> Suggested | None:
        """What is offered here; on a screen with several questions, and while somebody could listen, nothing is."""
        if self._step.grid is not None or (question.private and self.talk.facts.lacks_privacy):
            return None
        return self.work.suggested(question)

    def _origin(self, suggested: Suggested) -> str:
        if not suggested.origin:
            return self.wording.say("the case of the parent")
        if suggested.origin == LANGUAGE_LIST:
            return self.wording.say("the list of languages")
        return self.wording.label(self.talk.logic.questionnaire[suggested.origin])

    def _suggestion_hint(self, question: Question, suggested: Suggested) -> str:
        say, key = self.wording.say, first_key("confirm")
        origin = self._origin(suggested)
        if question.kind in PICKED:
            return say("Suggested from '{question}': {key} keeps it.", question=origin, key=key)
        return say(
            "Suggested from '{question}': {key} keeps it, typing replaces it, an arrow key goes into it.",
            question=origin,
            key=key,
        )

    def _is_relevant(self, entry: Entry, field: Question) -> bool:
        if field.context in self.talk.left_out:
            return False
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

    # Problems

    def _say_problem(self, text: str) -> None:
        self.query_one(Notice).say(text, "problem")
        self.field.unlock()
        self.nav.app.type_ahead.drop()
        self.nav.app.type_ahead.release()

    def _say_failure(self, error: IntakeError) -> None:
        """What was not written, here and in the title."""
        self._say_problem(self.nav.app.describe(error))
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

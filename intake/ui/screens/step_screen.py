"""One step of the interview on the screen: the question in both languages, the answer field, what helps."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Container

from intake.errors import IntakeError
from intake.interview.answers import State
from intake.interview.questions import Kind, Question, Who
from intake.interview.session import PRIVACY_INFO, Interview, Step
from intake.interview.short_case import CHILD
from intake.languages.catalogs import SOURCE_LANGUAGE
from intake.store.kept.answers import Place
from intake.store.people.rights import Right
from intake.ui.allowed import allowed
from intake.ui.casework import CaseWork
from intake.ui.half_notes import HalfNotes
from intake.ui.keys import ACTIONS, first_key
from intake.ui.navigation import Navigation
from intake.ui.screens.case_screen import CaseScreen
from intake.ui.screens.journal import Journal
from intake.ui.screens.note_hints import note_hint
from intake.ui.screens.step_fields import field_of, is_covered, questions_of, suggested_at
from intake.ui.screens.suggestions import origin_text, suggestion_hint
from intake.ui.suggested import Suggested
from intake.ui.type_ahead import handled
from intake.ui.waits import finished
from intake.ui.widgets.drawn import PadField, PadWidget
from intake.ui.widgets.entries import EntriesField
from intake.ui.widgets.field import Field, Layout
from intake.ui.widgets.footer import KeyFooter
from intake.ui.widgets.grid import GridField
from intake.ui.widgets.lines import Notice, Title
from intake.ui.widgets.progress import Progress
from intake.ui.widgets.question_pane import QuestionPane, Shown

LAYOUTS = (Layout.BOTH, Layout.STAFF, Layout.PERSON)


class StepScreen(CaseScreen):
    """Draws one step of the interview: its question, its answer field, and what helps."""

    def __init__(self, work: CaseWork, nav: Navigation, step: Step) -> None:
        super().__init__(work, nav)
        self._step = step
        self._journal = Journal(self, self.work.keep_half_typed, self._say_failure)
        self._notes = HalfNotes(self._journal, self.work.typed.at)

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
        field = field_of(self.work, self._step, self.wording, self.layout_of_texts)
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
        if not self.is_covered and (half := note_hint(self._notes, self.work, question, self.wording)):
            notice.say(half)
        elif self._step.id == PRIVACY_INFO:
            notice.say(
                say("{key}: type in what the papers say while data protection is explained.", key=first_key("papers"))
            )
        elif (suggested := self._suggested(question)) is not None:
            notice.say(suggestion_hint(question, self._origin(suggested), self.wording))

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
            rows = [wording.question(row) for row in questions_of(self.work, self._step)]
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
        return is_covered(self.work, self._step)

    def _suggested(self, question: Question) -> Suggested | None:
        return suggested_at(self.work, self._step, question)

    def _origin(self, suggested: Suggested) -> str:
        return origin_text(suggested, self.talk.logic.questionnaire, self.wording)

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
        if self.nav.desk.settings.language == SOURCE_LANGUAGE:  # notes of the content, which nobody translates
            if question.check:
                lines.append(say("Check: {check}", check=question.check))
            if question.standard:
                lines.append(say("Standard: {standard}", standard=question.standard))
        if question.kind is Kind.REPEAT:
            lines.append(say("{key} begins a new entry.", key=first_key("new")))
        lines.append(say("Esc and {key} go back and lose nothing.", key=ACTIONS["go-back"].keys.split(",")[1].upper()))
        return lines

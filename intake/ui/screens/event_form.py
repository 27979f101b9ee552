"""The few questions of one event: its day first, then what it asks. Nothing is saved before the last is answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container

from intake.interview.answers import NOT_ASKED, UNKNOWN, Answer, State, Value
from intake.interview.limits import Day, refusals
from intake.interview.questions import Kind, Limits, Question, Sensitivity, Who
from intake.interview.session import Interview
from intake.interview.values import PartialDate
from intake.pathways.case_events import EventKind, Happened, event_changes, is_asked, stored
from intake.ui.casework import CaseWork
from intake.ui.keys import bindings, first_key
from intake.ui.navigation import Navigation
from intake.ui.screens.dialog import Above, Reader, key_lines
from intake.ui.screens.line import in_staff_language
from intake.ui.waits import finished
from intake.ui.widgets.drawn import PadField
from intake.ui.widgets.factory import field_for
from intake.ui.widgets.field import Field, Pair
from intake.ui.widgets.footer import KeyFooter
from intake.ui.widgets.lines import Notice, Title
from intake.ui.widgets.question_pane import QuestionPane, Shown
from intake.ui.wording import CaseWording

DATE = "event_date"
"""The first step: the day of the event itself, which no question of the interview asks for."""

_BIRTH = "birth_date"
"""Nothing happened to a person before."""

OFFER = "offer"
"""Chosen from the list of the site before; nobody types the id of an offer."""


class EventForm(Above[Happened]):
    """Asks for one event. Going back from the first question gives nothing."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("go-back", "unknown", "ask-later", "switch-language", "help")
    KEYS: ClassVar[tuple[str, ...]] = ("confirm", "go-back", "unknown", "ask-later", "switch-language", "help")

    def __init__(
        self,
        work: CaseWork,
        nav: Navigation,
        kind: EventKind,
        entry: str = "",
        given: Mapping[str, Answer] | None = None,
    ) -> None:
        """`entry` is the id of the entry that the event is about, a new one or not; `given` what is offered for it."""
        super().__init__()
        self.work = work
        self.nav = nav
        self._kind = kind
        self._entry = entry
        self._offered = dict(given or {})
        self._given: dict[str, Answer] = {}
        today = work.today
        self._date = PartialDate(today.year, today.month, today.day)
        self._is_dated = False
        self._at = DATE
        self._typed = ""
        self._left_with: tuple[Happened | None] | tuple[()] = ()

    @property
    def wording(self) -> CaseWording:
        return self.nav.desk.wording(self.work)

    def compose(self) -> ComposeResult:
        yield Title(in_staff_language(self._kind.name, self.wording))
        yield QuestionPane(self.wording)
        yield Container(id="answer")
        yield Notice()
        yield KeyFooter(self.wording, self.KEYS)

    async def on_mount(self) -> None:
        await self._ask(DATE)

    # What is asked

    @property
    def _happened(self) -> Happened:
        return Happened(self._kind, self._date, {**self._offered, **self._given}, self._entry)

    @property
    def _trial(self) -> Interview:
        """The interview as it would be with what was answered so far."""
        return self.work.interview.change(*event_changes(self.work.interview, self._happened))

    def _question(self, name: str) -> Question:
        if name != DATE:
            return self._kind.question(self.work.interview, name)
        limits = Limits(not_future=True)
        if self._kind.date:
            limits = self._kind.question(self.work.interview, self._kind.date).limits
        limits = replace(limits, not_before=limits.not_before or _BIRTH)
        return Question(
            DATE, "", "When was that?", Kind.PARTIAL_DATE, Sensitivity.NORMAL, "", who=Who.STAFF, limits=limits
        )

    def _answer(self, name: str) -> Answer:
        """What stands in the field: what was given here, else what is offered, else what the case says already."""
        if name == DATE:
            return Answer(State.ANSWERED, self._date)
        found = self._given.get(name) or self._offered.get(name)
        if found is not None:
            return found
        before = stored(self.work.interview.answers, self._kind, self._entry, name)
        allowed = self._kind.allowed.get(name)
        is_over = name in self._kind.afresh or (allowed and before.value not in allowed)
        return NOT_ASKED if is_over else before

    def _order(self) -> tuple[str, ...]:
        trial = self._trial
        asked = (name for name in self._kind.asks if name != OFFER)
        return (DATE, *(name for name in asked if is_asked(trial, self._kind, self._entry, name)))

    # Drawing

    async def _ask(self, name: str) -> None:
        """Draw another question; keys typed ahead wait for it. Nothing is drawn on a screen that was left meanwhile."""
        if not self.is_attached:
            return
        self._at, self._typed = name, ""
        with self.nav.app.type_ahead.held():
            self._show_question()
            self.query_one(Notice).say(self._hint())
            answer = self._answer(name)
            widget = field_for(
                self._question(name),
                self.wording,
                answer,
                layout=self.nav.text_layout,
                private_hidden=self.work.interview.facts.lacks_privacy,
                is_suggested=self._is_suggested,
            )
            holder = self.query_one("#answer", Container)
            await finished(holder.remove_children())
            if holder.is_attached:
                await finished(holder.mount(widget))
                widget.focus_input()

    @property
    def _is_suggested(self) -> bool:
        if self._at == DATE:
            return not self._is_dated
        return self._at in self._offered and self._at not in self._given

    def _hint(self) -> str:
        say = self.wording.say
        if self._at == DATE:
            return say("Suggested: today. {key} keeps it, typing replaces it.", key=first_key("confirm"))
        is_empty = self._answer(self._at).state is State.NOT_ASKED
        return say("{key} leaves the answer as it is.", key=first_key("ask-later")) if is_empty else ""

    def _show_question(self) -> None:
        wording, question = self.wording, self._question(self._at)
        if self._at == DATE:
            said = wording.say("When was that?")
            shown = Shown(Pair(said, said), is_staff=True)
        else:
            is_staff = question.who is Who.STAFF
            shown = Shown(wording.question(question), hint=wording.hint(question), is_staff=is_staff)
        self.query_one(QuestionPane).show(shown, self.nav.text_layout, wording)

    # Answers

    async def on_field_answered(self, message: Field.Answered) -> None:
        message.stop()
        question, value = message.question, message.value
        problems = refusals(question, value, self._day())
        if problems:
            self._refuse(self.wording.say(problems[0].message, **problems[0].params))
            return
        if self._at == DATE:
            assert isinstance(value, PartialDate)
            self._date, self._is_dated = value, True
        else:
            before = stored(self.work.interview.answers, self._kind, self._entry, self._at)
            self._given[self._at] = replace(
                before, state=State.ANSWERED, value=value, source=self._kind.answer_source, reason="", recheck=False
            )
        await self._go_on()

    def _day(self) -> Day:
        """What limits need to know: the entry in hand first, then the answers as they would be."""
        trial = self._trial
        entry = trial.answers.entry(self._kind.entry, self._entry) if self._kind.entry else None

        def other(id_: str) -> Value | None:
            found = entry.answer(id_).value if entry else None
            return trial.answers[id_].value if found is None else found

        return Day(self.work.today, other)

    def on_field_refused(self, message: Field.Refused) -> None:
        message.stop()
        self._refuse(self.wording.say(message.problem.message, **message.problem.params))

    def on_field_typed(self, message: Field.Typed) -> None:
        message.stop()
        self._typed = message.text

    @property
    def is_half_typed(self) -> bool:
        """Whether something was answered or typed here: nothing of it is stored before the last question."""
        return bool(self._given or self._is_dated or self._typed)

    def _refuse(self, text: str) -> None:
        self.query_one(Notice).say(text, "problem")
        for field in self.query(PadField):
            field.unlock()

    async def _go_on(self) -> None:
        order = self._order()
        later = order[order.index(self._at) + 1 :] if self._at in order else ()
        if later:
            await self._ask(later[0])
        else:
            self._leave(self._happened)

    def _leave(self, happened: Happened | None) -> None:
        """Back to the list; where help was opened meanwhile, once that is closed."""
        self._left_with = (happened,)
        if self.is_current:
            self.dismiss(happened)

    def on_screen_resume(self) -> None:
        if self._left_with:
            self.dismiss(*self._left_with)

    async def action_unknown(self) -> None:
        if self._at != DATE:
            self._given[self._at] = UNKNOWN
            await self._go_on()

    async def action_ask_later(self) -> None:
        """Leave the answer as it is."""
        if self._at != DATE:
            self._given.pop(self._at, None)
            self._offered.pop(self._at, None)
            await self._go_on()

    async def action_go_back(self) -> None:
        order = self._order()
        at = order.index(self._at) if self._at in order else len(order)
        if at == 0:
            self._leave(None)
        else:
            await self._ask(order[at - 1])

    async def on_field_went_back(self, message: Field.WentBack) -> None:
        message.stop()
        await self.action_go_back()

    # Around

    async def action_switch_language(self) -> None:
        await self.nav.switch_language()
        self._show_question()
        for field in self.query(PadField):
            field.reword(self.wording, self.nav.text_layout)

    def action_help(self) -> None:
        say = self.wording.say
        lines = [say("Nothing is saved before the last question; going back from the first one leaves all as it was.")]
        lines += [say("{key} leaves the answer as it is.", key=first_key("ask-later"))]
        self.app.push_screen(Reader(say("Help"), [*lines, "", say("The keys"), *key_lines(say, self.KEYS)]))

"""The consent for one office: the preview of exactly what it would see, and the questions of the consent below it.

Nothing is allowed until the person said so and a signature is there.
"""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from intake.errors import IntakeError
from intake.interview.answers import DECLINED, UNKNOWN, Answer, Entry, FieldGiven, State
from intake.interview.limits import refusals
from intake.interview.questions import Question, Who
from intake.interview.typed_text import shown
from intake.interview.values import PartialDate
from intake.languages.direction import strip_controls
from intake.ui.casework import CaseWork, remade
from intake.ui.keys import bindings, first_key
from intake.ui.navigation import Navigation
from intake.ui.outbox import Outbox
from intake.ui.screens.dialog import Reader, key_lines
from intake.ui.widgets.drawn import PadField
from intake.ui.widgets.factory import field_for
from intake.ui.widgets.field import Field
from intake.ui.widgets.footer import KeyFooter
from intake.ui.widgets.lines import Notice, Title
from intake.ui.widgets.question_pane import QuestionPane, Shown
from intake.ui.wording import CaseWording

CONSENTS = "consents"
ORDER = ("packages", "secrecy_person", "decision", "signer", "form", "signed_on", "valid_until")


class ConsentScreen(ModalScreen[None]):
    """Asks the fields of one entry of `consents` in order; each is saved as it is answered."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "go-back", "unknown", "declined", "switch-language", "review", "help"
    )
    KEYS: ClassVar[tuple[str, ...]] = ("confirm", "go-back", "unknown", "declined", "switch-language", "help")

    def __init__(self, work: CaseWork, nav: Navigation, outbox: Outbox, entry: str) -> None:
        super().__init__()
        self.work = work
        self.nav = nav
        self._outbox = outbox
        self._entry = entry
        self._at = ORDER[0]

    @property
    def wording(self) -> CaseWording:
        office = self.entry.answer("office").value
        return replace(self.nav.desk.wording(self.work), office=office if isinstance(office, str) else "")

    @property
    def entry(self) -> Entry:
        return self.work.interview.answers.entry(CONSENTS, self._entry) or Entry(self._entry)

    def compose(self) -> ComposeResult:
        yield Title(self.wording.say("Consent · {office}", office=self.wording.office))
        with VerticalScroll(id="preview"):
            yield Static("", id="preview-text", markup=False)
        yield QuestionPane(self.wording)
        yield Container(id="answer")
        yield Notice()
        yield KeyFooter(self.wording, self.KEYS)

    async def on_mount(self) -> None:
        await self._ask(ORDER[0])

    def _field(self, id_: str) -> Question:
        repeat = self.work.interview.logic.questionnaire[CONSENTS]
        field = repeat.field_named(id_)
        assert field is not None
        if id_ != "packages":
            return field
        recipient = str(self.entry.answer("recipient").value)
        possible = self._outbox.possible_packages(recipient)
        return replace(field, choices=tuple(choice for choice in field.choices if choice.code in possible))

    def _half_typed(self, id_: str) -> str:
        """What is offered, so that Enter alone confirms it: today, and a year later."""
        if self.entry.answer(id_).state is not State.NOT_ASKED:
            return ""
        today = self.work.today
        if id_ == "signed_on":
            return shown(PartialDate(today.year, today.month, today.day))
        if id_ == "valid_until":
            last = self._outbox.usual_end()
            return shown(PartialDate(last.year, last.month, last.day))
        return ""

    async def _ask(self, id_: str) -> None:
        self._at = id_
        field = self._field(id_)
        self._show_preview()
        self._show_question(field)
        answer = self.query_one("#answer", Container)
        await answer.remove_children()
        widget = field_for(
            field,
            self.wording,
            self.entry.answer(id_),
            half_typed=self._half_typed(id_),
            private_hidden=self.work.interview.facts.lacks_privacy,
        )
        await answer.mount(widget)
        widget.focus_input()

    def _show_question(self, field: Question) -> None:
        wording = self.wording
        shown = Shown(wording.question(field), hint=wording.hint(field), is_staff=field.who is Who.STAFF)
        self.query_one(QuestionPane).show(shown, self.nav.text_layout, wording)

    def action_review(self) -> None:
        """The preview over the whole screen."""
        self.app.push_screen(Reader(self.wording.office, self._preview()))

    def _show_preview(self) -> None:
        lines = [
            self.wording.say(
                "If the person agrees, this office sees exactly this ({key} shows all):", key=first_key("review")
            )
        ]
        self.query_one("#preview-text", Static).update(
            "\n".join(strip_controls(line) for line in [*lines, "", *self._preview()])
        )

    def _preview(self) -> tuple[str, ...]:
        entry = self.entry
        packages = entry.answer("packages").value
        chosen = tuple(code for code in packages if isinstance(code, str)) if isinstance(packages, tuple) else ()
        person = entry.answer("secrecy_person").value
        view = self._outbox.trial(
            str(entry.answer("recipient").value), self.wording.office, chosen, person if isinstance(person, str) else ""
        )
        return self._outbox.preview(view)

    async def on_field_answered(self, message: Field.Answered) -> None:
        message.stop()
        field = message.question
        entry = self.entry
        problems = refusals(field, message.value, self.work.day(lambda id_: entry.answer(id_).value))
        if problems:
            self._refuse(self.wording.say(problems[0].message, **problems[0].params))
            return
        await self._give(remade(entry.answer(field.id), message.value))

    def on_field_refused(self, message: Field.Refused) -> None:
        message.stop()
        self._refuse(self.wording.say(message.problem.message, **message.problem.params))

    def _refuse(self, text: str) -> None:
        self.query_one(Notice).say(text, "problem")
        for field in self.query(PadField):
            field.unlock()

    async def _give(self, answer: Answer) -> None:
        try:
            await self.work.save(FieldGiven(CONSENTS, self._entry, self._at, answer))
        except IntakeError as error:
            self._refuse(self.nav.app.describe(error))
            return
        self.query_one(Notice).say("")
        following = self._following(self._at)
        if following is None:
            self.dismiss(None)
        else:
            await self._ask(following)

    def _following(self, id_: str) -> str | None:
        facts = {found.entry.id: found for found in self.work.interview.facts.entries(CONSENTS)}[self._entry]
        later = ORDER[ORDER.index(id_) + 1 :]
        return next((name for name in later if facts.is_asked(name)), None)

    async def action_unknown(self) -> None:
        await self._give(UNKNOWN)

    async def action_declined(self) -> None:
        await self._give(DECLINED)

    async def action_go_back(self) -> None:
        """To the question before; from the first one back to the offices. What was answered stays."""
        earlier = ORDER[: ORDER.index(self._at)]
        facts = {found.entry.id: found for found in self.work.interview.facts.entries(CONSENTS)}.get(self._entry)
        before = next((name for name in reversed(earlier) if facts and facts.is_asked(name)), None)
        if before is None:
            self.dismiss(None)
        else:
            await self._ask(before)

    async def on_field_went_back(self, message: Field.WentBack) -> None:
        message.stop()
        await self.action_go_back()

    def action_help(self) -> None:
        wording, field = self.wording, self._field(self._at)
        about = [text for text in (wording.question(field).staff, wording.hint(field)) if text]
        lines = [*about, "", wording.say("The keys"), *key_lines(wording.say, (*self.KEYS, "review", "lock", "quit"))]
        self.app.push_screen(Reader(wording.say("Help"), lines))

    async def action_switch_language(self) -> None:
        await self.nav.switch_language()
        self._show_question(self._field(self._at))
        for field in self.query(PadField):
            field.reword(self.wording, field.text_layout)

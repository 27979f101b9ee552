"""The consent for one office: the preview of exactly what it would see, and the questions of the consent below it.

Nothing is allowed until the person said so and a signature is there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, VerticalScroll
from textual.widgets import Static

from intake.errors import IntakeError
from intake.interview.answers import DECLINED, UNKNOWN, Answer, Entry, FieldGiven, State
from intake.interview.limits import refusals
from intake.interview.questions import Question, Who
from intake.interview.values import PartialDate, Plain
from intake.languages.direction import shown
from intake.ui.casework import CaseWork
from intake.ui.keys import bindings, first_key
from intake.ui.navigation import Navigation
from intake.ui.new_consent import end_from, possible_packages, signer_of, trial
from intake.ui.outbox import Outbox
from intake.ui.palette import Command
from intake.ui.print_room import PrintRoom
from intake.ui.screens.dialog import Above, Reader, key_lines
from intake.ui.screens.printing import print_paper
from intake.ui.screens.uncover import uncover
from intake.ui.waits import answer_of, finished
from intake.ui.widgets.drawn import PadField
from intake.ui.widgets.factory import field_for
from intake.ui.widgets.field import Field
from intake.ui.widgets.footer import KeyFooter
from intake.ui.widgets.lines import Notice, Title
from intake.ui.widgets.question_pane import QuestionPane, Shown
from intake.ui.wording import CaseWording

CONSENTS = "consents"
ORDER = ("packages", "secrecy_person", "decision", "signer", "form", "signed_on", "valid_until")

_FRAME = 6
"""Columns that border, padding and scrollbar take around the preview."""


class ConsentScreen(Above[None]):
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
        self._typed = ""
        self._is_done = False

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
        with suppress(IntakeError):  # a store that cannot be read is told by the next save
            await self._outbox.refresh()
        await self._ask(ORDER[0])

    def _field(self, id_: str) -> Question:
        repeat = self.work.interview.logic.questionnaire[CONSENTS]
        field = repeat.field_named(id_)
        assert field is not None
        if id_ != "packages":
            return field
        recipient = str(self.entry.answer("recipient").value)
        possible = possible_packages(recipient)
        return replace(field, choices=tuple(choice for choice in field.choices if choice.code in possible))

    def _suggested(self, id_: str) -> tuple[Plain, str] | None:
        """What is offered, so that Enter alone confirms it, and a sentence that says where it comes from."""
        if self.entry.answer(id_).state is not State.NOT_ASKED:
            return None
        say, today, last, key = self.wording.say, self.work.today, end_from(self.work.today), first_key("confirm")
        match id_:
            case "signed_on":
                return _day(today), say("Suggested: today. {key} keeps it, typing replaces it.", key=key)
            case "valid_until":
                hint = say("Suggested: one year from the signature. {key} keeps it, typing replaces it.", key=key)
                return _day(last), hint
            case "signer" if signer_of(self.work) == "guardian":
                return "guardian", say("Suggested: under 15 the guardian signs. {key} keeps it.", key=key)
            case _:
                return None

    async def _ask(self, id_: str) -> None:
        """Draw another question; keys typed ahead wait for it. Nothing is drawn on a screen that was left meanwhile."""
        if not self.is_attached:
            return
        self._at, self._typed = id_, ""
        with self.nav.app.type_ahead.held():
            field, suggested = self._field(id_), self._suggested(id_)
            self._show_preview()
            self._show_question(field)
            self.query_one(Notice).say(suggested[1] if suggested else "")
            widget = field_for(
                field,
                self.wording,
                Answer(State.ANSWERED, suggested[0]) if suggested else self.entry.answer(id_),
                private_hidden=self.work.interview.facts.lacks_privacy,
                is_suggested=suggested is not None,
            )
            holder = self.query_one("#answer", Container)
            await finished(holder.remove_children())
            if holder.is_attached:
                await finished(holder.mount(widget))
                widget.focus_input()

    def _show_question(self, field: Question) -> None:
        wording = self.wording
        state = wording.say("Suggestion") if self._suggested(field.id) else ""
        shown = Shown(wording.question(field), hint=wording.hint(field), is_staff=field.who is Who.STAFF, state=state)
        self.query_one(QuestionPane).show(shown, self.nav.text_layout, wording)

    def action_review(self) -> None:
        """The preview over the whole screen; what is covered in it is shown after the passphrase."""
        self.run_worker(self._read_preview(), exclusive=True, group="cover")

    async def _read_preview(self) -> None:
        if self._outbox.is_covered(trial(self.work, self.entry)):
            if not await uncover(self.nav, self.work):
                return
            self._show_preview()
        await answer_of(self.app, Reader(self.wording.office, self._preview()))

    def _show_preview(self) -> None:
        lines = [
            self.wording.say(
                "If the person agrees, this office sees exactly this ({key} shows all):", key=first_key("review")
            )
        ]
        self.query_one("#preview-text", Static).update(
            "\n".join(shown(line) for line in [*lines, "", *self._preview()])
        )

    def _preview(self) -> tuple[str, ...]:
        """The lines of the record; a rule across the page ends at the edge of the screen."""
        view = trial(self.work, self.entry)
        if self._outbox.is_covered(view):
            return (
                self.wording.say(
                    "There are answers on health or protection in it, which are covered. {key} shows the preview after "
                    "your passphrase.",
                    key=first_key("review"),
                ),
            )
        lines, room = self._outbox.preview(view), self.app.size.width - _FRAME
        return tuple(line[: max(room, 1)] if len(set(line)) == 1 else line for line in lines)

    async def on_field_answered(self, message: Field.Answered) -> None:
        message.stop()
        field = message.question
        entry = self.entry
        problems = refusals(field, message.value, self.work.day(lambda id_: entry.answer(id_).value))
        if problems:
            self._refuse(self.wording.say(problems[0].message, **problems[0].params))
            return
        await self._give(entry.answer(field.id).remade(message.value))

    def on_field_typed(self, message: Field.Typed) -> None:
        message.stop()
        self._typed = message.text

    @property
    def is_half_typed(self) -> bool:
        """Whether something is typed here and not confirmed."""
        return bool(self._typed)

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
            if self.is_attached:
                self._refuse(self.nav.app.describe(error))
            return
        following = self._following(self._at)
        if following is None:
            self._leave()
        else:
            await self._ask(following)

    def _leave(self) -> None:
        """Back to the offices; where help or the preview was opened during the last save, once that is closed."""
        self._is_done = True
        self.dismiss(None)

    def on_screen_resume(self) -> None:
        if self._is_done:
            self.dismiss(None)

    def _following(self, id_: str) -> str | None:
        later = ORDER[ORDER.index(id_) + 1 :]
        return next((name for name in later if self._is_asked(name)), None)

    def _is_asked(self, id_: str) -> bool:
        """Whether the field is asked; an entry that a colleague took away asks nothing any more."""
        entries = {found.entry.id: found for found in self.work.interview.facts.entries(CONSENTS)}
        return self._entry in entries and entries[self._entry].is_asked(id_)

    async def action_unknown(self) -> None:
        await self._give(UNKNOWN)

    async def action_declined(self) -> None:
        await self._give(DECLINED)

    async def action_go_back(self) -> None:
        """To the question before; from the first one back to the offices. What was answered stays."""
        earlier = ORDER[: ORDER.index(self._at)]
        before = next((name for name in reversed(earlier) if self._is_asked(name)), None)
        if before is None:
            self._leave()
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

    def commands(self) -> Iterator[Command]:
        """What the command palette offers beside the keys: the paper to sign."""
        say = self.wording.say
        yield Command(say("Release to sign"), say("Writes the paper that the person signs, as PDF."), self._print)

    def _print(self) -> None:
        room, entry = PrintRoom(self.nav.desk, self.work), self.entry
        recipient, office = (str(entry.answer(name).value or "") for name in ("recipient", "office"))
        self.run_worker(self._write_release(room, recipient, office), exclusive=True, group="print")

    async def _write_release(self, room: PrintRoom, recipient: str, office: str) -> None:
        if await room.may_be_signed(recipient, office):
            await print_paper(self, room, room.release(recipient, office))
        else:
            self._refuse(self.wording.say("There is nothing to sign: the person said no to this office."))

    async def action_switch_language(self) -> None:
        await self.nav.switch_language()
        self._show_question(self._field(self._at))
        for field in self.query(PadField):
            field.reword(self.wording, field.text_layout)


def _day(day: dt.date) -> PartialDate:
    return PartialDate(day.year, day.month, day.day)

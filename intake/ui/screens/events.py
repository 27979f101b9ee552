"""Events: what happened to a case since, what that changed in the proposal, and the handover that is due now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from intake.errors import IntakeError
from intake.interview.answers import Answer
from intake.languages.dates import partial_date
from intake.pathways.assess import Assessment
from intake.pathways.case_events import EventKind, Happened, event_changes
from intake.pathways.phases import handover_due
from intake.store.ids import new_id
from intake.store.kept.happened import ADDITION, CaseEvent
from intake.ui.casework import CaseWork
from intake.ui.closing import addition
from intake.ui.keys import bindings, first_key
from intake.ui.looking_back import look_back
from intake.ui.navigation import Navigation
from intake.ui.own_events import OWN_KINDS
from intake.ui.screens.additions import ask_words
from intake.ui.screens.case_screen import CaseScreen
from intake.ui.screens.changed_lines import CHANGED, changed_lines
from intake.ui.screens.closing import closed_text
from intake.ui.screens.dialog import Dialog, Item
from intake.ui.screens.event_entry import NEW, choose_entry
from intake.ui.screens.event_form import EventForm
from intake.ui.screens.line import Line, heading, in_staff_language
from intake.ui.screens.phase_lines import HANDOVER, handover_lines, phase_lines
from intake.ui.screens.taking_back import take_back
from intake.ui.waits import answer_of
from intake.ui.widgets.footer import KeyFooter
from intake.ui.widgets.hanging import hanging
from intake.ui.widgets.lines import Notice, Title

EVENT = "event"


@dataclass(frozen=True, slots=True)
class Before:
    """The proposal before the last event of this visit, to say what it changed."""

    event: str
    assessment: Assessment


class EventsScreen(CaseScreen):
    """The list of events, newest last; below it what is due, what the last one changed, where the case stands."""

    SEEN_AS: ClassVar[str] = "events"
    BINDINGS: ClassVar[list[BindingType]] = bindings("new", "remove")
    KEYS: ClassVar[tuple[str, ...]] = ("confirm", "new", "remove", "go-back", "next-steps", "handover", "help")

    def __init__(self, work: CaseWork, nav: Navigation) -> None:
        super().__init__(work, nav)
        self._lines: list[Line] = []
        self._events: dict[str, CaseEvent] = {}
        self._before: Before | None = None

    def compose(self) -> ComposeResult:
        say = self.wording.say
        yield Title(say("Events · {code}", code=self.work.code or say("not stored")), self.saved_text())
        yield OptionList(classes="lines")
        yield Notice()
        yield KeyFooter(self.wording, self.KEYS)

    async def on_mount(self) -> None:
        self.query_one(OptionList).focus()
        with self.told():
            await self._fill()
        if not self.work.is_stored:
            self._say(self.wording.say("The case is in memory only. Explain data protection first."), "problem")

    def _say(self, text: str, kind: str = "") -> None:
        if self.is_attached:
            self.query_one(Notice).say(text, kind)

    # The list

    async def _fill(self, at_kind: str = "") -> None:
        """Draw everything anew; the cursor goes to the first line of this kind, else it stays."""
        self._events = {event.id: event for event in await self.work.events()}
        await look_back(self.nav.desk, self.work)
        if not self.is_attached:
            return
        self._lines = list(self._all_lines())
        self.query_one(Title).right = self.saved_text()
        self._draw(at_kind)

    def _draw(self, at_kind: str = "") -> None:
        options = self.query_one(OptionList)
        at = options.highlighted
        options.clear_options()
        options.add_options([Option(self._content(line), disabled=not line.kind) for line in self._lines])
        usable = [index for index, line in enumerate(self._lines) if line.kind]
        wanted = next((index for index in usable if self._lines[index].kind == at_kind), None)
        options.highlighted = wanted if wanted is not None else at if at in usable else usable[0]

    def _all_lines(self) -> Iterator[Line]:
        say = self.wording.say
        yield heading(say("What happened"))
        yield from (self._line(event) for event in self._events.values())
        yield Line(NEW, NEW, say("+ New event"))
        yield from handover_lines(self.work, self.wording)
        if self._before is not None and self._before.event in self._events:
            yield from changed_lines(self._before.assessment, self.work.assessment, self.wording)
        yield from phase_lines(self.work, self.wording)

    def _line(self, event: CaseEvent) -> Line:
        say, wording = self.wording.say, self.wording
        kind = self._kinds.get(event.kind)
        name = in_staff_language(kind.name, wording) if kind else say(OWN_KINDS.get(event.kind, event.kind))
        details = [self._entry_name(kind, event), event.note]
        noted = say("noted on {day}", day=f"{event.at.astimezone():%d.%m.%Y, %H:%M}")
        shown = tuple(text for text in (*details, noted) if text)
        return Line(event.id, EVENT, f"{partial_date(event.date, wording.staff)}  {name}", shown)

    def _entry_name(self, kind: EventKind | None, event: CaseEvent) -> str:
        """What the entry is called that an event was about; empty where it is gone or there was none."""
        entry = self.work.interview.answers.entry(kind.entry, event.entry) if kind and kind.entry else None
        text = entry.answer("text").value if entry else None
        return text if isinstance(text, str) else ""

    def _content(self, line: Line) -> Content:
        if not line.kind:
            return Content.styled(line.head, "bold $primary")
        details = [(detail, "dim" if line.kind == EVENT else "") for detail in line.details]
        return hanging(line.head, details, self.size.width - 4, mark="●" if line.kind == HANDOVER else " ")

    def on_resize(self) -> None:
        if self._lines:
            self._draw()

    @property
    def _kinds(self) -> dict[str, EventKind]:
        return {kind.id: kind for kind in self.work.assessment.site.common.events}

    @property
    def _here(self) -> Line | None:
        at = self.query_one(OptionList).highlighted
        return self._lines[at] if at is not None and at < len(self._lines) else None

    def help_lines(self) -> list[str]:
        say = self.wording.say
        return [
            say("An event is what happened to the case later. The answers that follow from it are written with it."),
            say(
                "Going back leaves everything; {key} takes a wrong event back, with a reason.", key=first_key("remove")
            ),
        ]

    # Keys

    def on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            event.stop()
            self.query_one(OptionList).action_select()

    async def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        match self._lines[event.option_index].kind:
            case "new":
                self.action_new()
            case "event":
                self.action_remove()
            case "handover":
                await self.nav.to_handover()

    def action_new(self) -> None:
        if not self.work.is_stored:
            self._say(self.wording.say("The case is in memory only. Explain data protection first."), "problem")
            return
        self.run_worker(self._add(), exclusive=True, group="event")

    def action_remove(self) -> None:
        """Take back the event of this line; on any other line the one that was noted last on this visit."""
        line, last = self._here, self._before.event if self._before else ""
        event = self._events.get(line.id if line and line.kind == EVENT else last)
        if event is not None:
            self.run_worker(self._take_back(event, self._line(event).head), exclusive=True, group="event")

    # Adding

    async def _add(self) -> None:
        say = self.wording.say
        if not await self._is_written():
            return
        possible = [kind for kind in self._kinds.values() if kind.is_possible(self.work.interview)]
        items = [Item(kind.id, in_staff_language(kind.name, self.wording)) for kind in possible]
        about = []
        if self.work.is_closed:
            about = [closed_text(self.nav, self.work)]
            items.insert(0, Item(ADDITION, say("Addition in words of its own")))
        chosen = await answer_of(self.app, Dialog(say("What happened?"), about, items))
        if chosen == ADDITION:
            await self._add_words()
            return
        kind = self._kinds.get(chosen or "")
        if kind is None:
            return
        entry, given = "", dict[str, Answer]()
        if kind.entry:
            found = await choose_entry(self.nav, self.work, kind)
            if found is None:
                return
            entry, given = found
        happened = await answer_of(self.app, EventForm(self.work, self.nav, kind, entry, given))
        if happened is not None:
            with self.nav.app.type_ahead.held():
                await self._note(happened)

    async def _add_words(self) -> None:
        """An addition to a closed interview that changes no answer."""
        found, work, say = await ask_words(self.nav, self.work), self.work, self.wording.say
        if found is None:
            return
        text, day = found
        with self.nav.app.type_ahead.held():
            said, kind = say("Noted as an addition."), ""
            try:
                await work.add_event(addition(self.nav.desk, work, day, text))
            except IntakeError as error:
                said, kind = self.nav.app.describe(error), "problem"
            self._say(said, kind)
            await self._fill(NEW)

    async def _note(self, happened: Happened) -> None:
        """Write the event and what follows from it together, then say what changed."""
        work, at = self.work, self.work.now()
        before = work.assessment
        event = CaseEvent(
            new_id(at), work.new.id, happened.kind.id, happened.date, self.nav.desk.staff.id, at, happened.entry
        )
        self._before = Before(event.id, before)
        kind = ""
        try:
            await work.save(*event_changes(work.interview, happened), happened=event)
        except IntakeError as error:  # it is kept with its answers, and written by the next try
            said, kind = self.nav.app.describe(error), "problem"
        else:
            said = self._noted(is_due=bool(self._due(work.assessment) - self._due(before)))
        self._say(said, kind)
        await self._fill(CHANGED)

    def _due(self, assessment: Assessment) -> frozenset[str]:
        return frozenset(due.recipient for due in handover_due(assessment, self.work.made))

    def _noted(self, *, is_due: bool) -> str:
        say, key = self.wording.say, first_key("remove")
        if is_due:
            there = first_key("handover")
            return say(
                "Noted. A handover is due now: {there} goes there. {key} takes the event back.", there=there, key=key
            )
        return say("Noted. Below stands what changed; {key} takes the event back.", key=key)

    # Taking back

    async def _take_back(self, event: CaseEvent, name: str) -> None:
        if not await self._is_written():
            return
        said, kind = self.wording.say("Taken back. The history keeps it."), ""
        try:
            if not await take_back(self.app, self.nav, self.work, event, name):
                return
        except IntakeError as error:
            said, kind = self.nav.app.describe(error), "problem"
        self._say(said, kind)
        await self._fill(NEW)

    async def _is_written(self) -> bool:
        """Whether all before is in the store; what could not be written is tried again first."""
        if not self.work.has_failed:
            return True
        try:
            await self.work.retry()
        except IntakeError as error:
            self._say(self.nav.app.describe(error), "problem")
            return False
        self._say("")
        await self._fill()
        return True

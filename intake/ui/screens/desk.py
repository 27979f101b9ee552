"""The desk: find a case, open it, begin a new one; what is due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len, set_cell_size
from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from intake.errors import IntakeError
from intake.languages.direction import strip_controls
from intake.store.records import CaseLine, DueLine
from intake.ui.keys import bindings, first_key, key_name
from intake.ui.screens.dialog import Reader, key_lines
from intake.ui.widgets.footer import KeyFooter
from intake.ui.widgets.lines import Notice, Title

if TYPE_CHECKING:
    from intake.ui.navigation import Navigation

DUE_DAYS = 7
NEW = "new"


class DeskScreen(Screen[None]):
    """The cases of this desk. Nothing of what people answered stands here but their names."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("new", "saved", "help")
    KEYS: ClassVar[tuple[str, ...]] = ("confirm", "new", "lock", "quit", "help")

    def __init__(self, nav: Navigation) -> None:
        super().__init__()
        self.nav = nav
        self._wording = nav.desk.wording()
        self._listed: str | None = None
        """What was typed for the cases that are listed; None while they are being looked up."""

    def compose(self) -> ComposeResult:
        say = self._wording.say
        desk = self.nav.desk
        site = desk.site.name.de
        if desk.site.id in desk.content.own:
            site = say("{site} (own profile)", site=site)
        yield Title(f"intake · {site}", desk.staff.name)
        yield Input(id="desk-search", placeholder=say("Case code or name; + begins a new case"), max_length=200)
        yield OptionList(id="cases")
        yield Static(say("Due in the next {days} days", days=DUE_DAYS), classes="heading", markup=False)
        yield OptionList(id="due")
        yield Notice()
        yield KeyFooter(self._wording, self.KEYS)

    def on_mount(self) -> None:
        self.query_one(Input).focus()
        self.reload()

    def on_screen_resume(self) -> None:
        self.query_one(Input).focus()

    def reload(self) -> None:
        """Show the cases and dates as they are now."""
        self._list(self.query_one(Input).value)

    def _list(self, typed: str, then: Callable[[], None] | None = None) -> None:
        """List the cases for what is typed, and do something with them when they are there."""
        self._listed = None
        self.run_worker(self._fill_then(typed, then), exclusive=True, group="desk-list")

    async def _fill_then(self, typed: str, then: Callable[[], None] | None) -> None:
        try:
            await self._fill(typed)
        finally:
            if then is not None:
                self.nav.app.type_ahead.release()
        if then is not None and self._listed == typed:
            then()

    def _when_listed(self, act: Callable[[], None]) -> None:
        """Act on the list of what is typed, never on an older one: a fast Enter would open somebody else's case."""
        typed = self.query_one(Input).value
        if typed == self._listed:
            act()
        else:
            self.nav.app.type_ahead.hold()
            self._list(typed, act)

    def on_input_changed(self, event: Input.Changed) -> None:
        if event.value.strip() == "+":
            event.input.value = ""
            self.action_new()
            return
        self._list(event.value)

    async def _fill(self, typed: str) -> None:
        desk, say = self.nav.desk, self._wording.say
        try:
            cases, due = await desk.cases(typed), await desk.due(DUE_DAYS)
        except IntakeError as error:
            self.query_one(Notice).say(self.nav.app.describe(error), "problem")
            return
        listed = self.query_one("#cases", OptionList)
        listed.clear_options()
        listed.add_option(Option(Content(f"{key_name('plus')}  {say('New case')}"), id=NEW))
        listed.add_options([Option(self._case(line), id=line.id) for line in cases])
        listed.highlighted = 1 if typed.strip() and cases else 0
        if typed.strip() and not cases:
            self.query_one(Notice).say(say("No case fits. Check the spelling, or begin a new case."))
        else:
            self.query_one(Notice).say("")
        dates = self.query_one("#due", OptionList)
        dates.clear_options()
        dates.add_options([Option(self._due(line)) for line in due])
        if not due:
            dates.add_option(Option(Content(say("Nothing is due.")), disabled=True))
        self._due_cases = [line.case.id for line in due]
        self._listed = typed

    def _case(self, line: CaseLine) -> Content:
        name = strip_controls(f"{line.family_name}, {line.given_name}".strip(", "), visible=True)
        at = line.last_activity.astimezone()
        held = self._wording.say("open at {name}", name=line.holder_name) if line.holder else ""
        when = f"{at:%d.%m.%Y %H:%M}"
        room = self.size.width - len(line.code) - len(when) - cell_len(held) - 12
        return Content(f"{line.code}  {set_cell_size(name, min(40, max(8, room)))}  {when}  {held}")

    def _due(self, line: DueLine) -> Content:
        profile = self.nav.desk.content.sites.get(line.case.site)
        names = {deadline.id: deadline.name for deadline in profile.deadlines} if profile else {}
        name = names.get(line.due.deadline)
        text = (name.de if self._wording.staff == "de" else name.en) if name else line.due.deadline
        day = f"{line.due.date:%d.%m.%Y}"
        approximate = self._wording.say("about {day}", day=day) if line.due.approximate else day
        return Content(f"{self._when(line.due.date):<12} {approximate:<18} {line.case.code}  {text}")

    def _when(self, day: dt.date) -> str:
        say, today = self._wording.say, self.nav.desk.today
        if day < today:
            return say("overdue")
        return say("today") if day == today else say("this week")

    def on_key(self, event: events.Key) -> None:
        """From the search line the arrows move in the list, and Enter opens."""
        listed = self.query_one("#cases", OptionList)
        if isinstance(self.focused, Input) and event.key in ("down", "up", "pagedown", "pageup"):
            event.stop()
            event.prevent_default()
            moves: dict[str, Callable[[], None]] = {
                "down": listed.action_cursor_down,
                "up": listed.action_cursor_up,
                "pagedown": listed.action_page_down,
                "pageup": listed.action_page_up,
            }
            self._when_listed(moves[event.key])

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._when_listed(self._open_highlighted)

    def _open_highlighted(self) -> None:
        listed = self.query_one("#cases", OptionList)
        if listed.highlighted is not None:
            self._open(listed.get_option_at_index(listed.highlighted).id)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option_list.id == "due":
            self._open(self._due_cases[event.option_index])
        else:
            self._open(event.option_id)

    def _open(self, id_: str | None) -> None:
        if id_ == NEW:
            self.action_new()
        elif id_ is not None:
            self.nav.app.type_ahead.hold()
            self.run_worker(self.nav.open(id_), exclusive=True, group="open")

    def action_new(self) -> None:
        self.nav.app.type_ahead.hold()
        self.run_worker(self.nav.new(), exclusive=True, group="open")

    def action_say_saved(self) -> None:
        self.query_one(Notice).say(self._wording.say("Everything confirmed is saved."))

    def action_help(self) -> None:
        say = self._wording.say
        about = say("Type a code or the beginning of a name; arrows and {key} open the case.", key=first_key("confirm"))
        lines = [about, "", *key_lines(say, self.KEYS[1:])]
        self.app.push_screen(Reader(say("Help"), lines))

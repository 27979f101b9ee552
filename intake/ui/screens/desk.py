"""The desk: find a case, open it, begin a new one; what is due; filters, the overview and the figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from intake.errors import IntakeError
from intake.store.people.rights import Right
from intake.store.records import RecordLine
from intake.ui.allowed import action_allowed, allowed
from intake.ui.case_opening import begin_case, open_case, take_or_ask
from intake.ui.desk_views import (
    EVERYTHING_OPEN,
    NAMES,
    PAGE,
    DeskFilter,
    DeskList,
    DeskPage,
    DueCounts,
    Line,
    View,
    case_of,
    with_handed,
)
from intake.ui.handing import Handed
from intake.ui.keys import ACTIONS, bindings, first_key, key_name
from intake.ui.palette import Command
from intake.ui.retention import count_expired
from intake.ui.screens.desk_filters import filter_items, filter_name, filter_of
from intake.ui.screens.desk_lines import DeskLines
from intake.ui.screens.dialog import Chooser, Reader, key_lines
from intake.ui.screens.home import HomeScreen, who_works_here
from intake.ui.waits import answer_of
from intake.ui.widgets.footer import KeyFooter
from intake.ui.widgets.line_input import LineInput
from intake.ui.widgets.lines import Notice, Title

if TYPE_CHECKING:
    from intake.ui.navigation import Navigation

DUE_DAYS = 7


class DeskScreen(HomeScreen):
    """The cases of this desk. Nothing of what people answered stands here but their names."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "new", "saved", "help", "filter", "receipt", "overview", "figures", "people", "go-back"
    )
    KEYS: ClassVar[tuple[str, ...]] = (
        "confirm",
        "new",
        "filter",
        "receipt",
        "overview",
        "figures",
        "lock",
        "quit",
        "help",
    )

    def __init__(self, nav: Navigation) -> None:
        super().__init__(nav)
        self._wording = nav.desk.wording()
        self._listed: tuple[DeskFilter, str] | None = None
        """Filter and text of the cases that are listed; None while they are being looked up."""
        self._list_of = DeskList(nav.desk)
        self._filter = EVERYTHING_OPEN
        self._lines: list[Line] = []
        self._has_more = False
        self._due_cases: list[Line] = []
        self._counts: DueCounts | None = None

    def compose(self) -> ComposeResult:
        say = self._wording.say
        desk = self.nav.desk
        site = desk.site.name.de
        if desk.site.id in desk.content.own:
            site = say("{site} (own profile)", site=site)
        yield Title(f"intake: {site}", who_works_here(desk, self.app.size.width))
        yield LineInput(placeholder=say("Case code or name; + begins a new case"), most=200, id_="desk-search")
        yield Static("", id="filter", markup=False)
        yield OptionList(id="cases")
        yield Static(say("Due in the next {days} days", days=DUE_DAYS), id="windows", classes="heading", markup=False)
        yield OptionList(id="due")
        yield Notice()
        yield KeyFooter(self._wording, allowed(desk.staff, self.KEYS))

    def on_mount(self) -> None:
        self.query_one(LineInput).focus()
        self._name_mistaken_profiles()
        self.reload()
        self.run_worker(self._tell_of_backups(), exclusive=True, group="desk-backups")

    def _name_mistaken_profiles(self) -> None:
        if mistaken := ", ".join(self.nav.desk.content.mistaken):
            said = self._wording.say(
                "Own profiles with mistakes: {ids}. Their cases are kept and cannot be opened until the profiles are "
                "corrected; 'intake check' names the lines.",
                ids=mistaken,
            )
            self.nav.app.notify(said, severity="warning", timeout=30, markup=False)

    async def _tell_of_backups(self) -> None:
        clock = await self.nav.desk.clock_trouble()
        for trouble in (*([clock] if clock else []), *await self.nav.desk.backup_troubles()):
            self.nav.app.notify(self.nav.app.describe(trouble), severity="error", timeout=60, markup=False)

    def on_screen_resume(self) -> None:
        self.query_one(LineInput).focus()

    def reload(self) -> None:
        """Show the cases, dates and counts as they are now."""
        self._list(self.query_one(LineInput).value)
        self.run_worker(self._count(), exclusive=True, group="desk-count")

    # The list

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
        if then is not None and self._listed == (self._filter, typed):
            then()

    def _when_listed(self, act: Callable[[], None]) -> None:
        """Act on the list of what is typed, never on an older one: a fast Enter would open somebody else's case."""
        typed = self.query_one(LineInput).value
        if (self._filter, typed) == self._listed:
            act()
        else:
            self.nav.app.type_ahead.hold()
            self._list(typed, act)

    def on_line_input_changed(self, event: LineInput.Changed) -> None:
        if event.value.strip() == "+":
            self.query_one(LineInput).value = ""
            self.action_new()
            return
        self._list(event.value)

    async def _fill(self, typed: str) -> None:
        desk, say, chosen = self.nav.desk, self._wording.say, self._filter
        try:
            page, due = await self._list_of.page(chosen, typed), await desk.due(DUE_DAYS)
            pressing = await self._list_of.pressing(DUE_DAYS)
            handed = await self.look_up_handed()
        except IntakeError as error:
            if self.is_attached:
                self.query_one(Notice).say(self.nav.app.describe(error), "problem")
            return
        if not self.is_attached:
            return
        lines = self._drawer()
        listed = self.query_one("#cases", OptionList)
        listed.clear_options()
        listed.add_option(self._first_line())
        self._lines = []
        if chosen == EVERYTHING_OPEN and not typed.strip():
            page = with_handed(page, handed)
        self._append(page)
        listed.highlighted = 1 if typed.strip() and page.lines else 0
        self.query_one(Notice).say("" if page.lines else self._nothing(typed))
        dates = self.query_one("#due", OptionList)
        dates.clear_options()
        dates.add_options([Option(lines.record(line)) for line in pressing])
        dates.add_options([Option(lines.due(line)) for line in due])
        if not due and not pressing:
            dates.add_option(Option(Content(say("Nothing is due.")), disabled=True))
        self._due_cases = [*pressing, *due]
        self._listed = chosen, typed
        self._say_filter(typed)

    def _first_line(self) -> Option:
        say = self._wording.say
        if self.nav.desk.may(Right.INTERVIEWS):
            return Option(Content(f"{key_name('plus')}  {say('New case')}"))
        return Option(Content(say("Your roles: look into cases, no interviews.")), disabled=True)

    def _append(self, page: DeskPage) -> None:
        """More lines at the end of the list, and below them a line for those behind."""
        listed, lines = self.query_one("#cases", OptionList), self._drawer()
        self._lines += page.lines
        self._has_more = page.has_more
        options = [Option(lines.line(line)) for line in page.lines]
        if page.has_more:
            options.append(Option(Content(self._wording.say("… the next {count}", count=PAGE))))
        listed.add_options(options)

    def _drawer(self) -> DeskLines:
        return DeskLines(self._wording, self._list_of, self.nav.desk.today, self.size.width)

    def _nothing(self, typed: str) -> str:
        say = self._wording.say
        if self._filter != EVERYTHING_OPEN:
            name = filter_name(say, self._filter)
            return say(
                "Nothing here under '{filter}'. {key} shows all open cases.", filter=name, key=first_key("go-back")
            )
        return say("No case fits. Check the spelling, or begin a new case.") if typed.strip() else ""

    def _say_filter(self, typed: str) -> None:
        """The filter in force, always in sight."""
        say = self._wording.say
        name = filter_name(say, self._filter)
        if typed.strip() and self._filter == EVERYTHING_OPEN:
            name = say("All cases, open and closed")
        shown = f"{len(self._lines)}+" if self._has_more else str(len(self._lines))
        text = say("▸ {filter}: {count} · {key} another filter", filter=name, count=shown, key=first_key("filter"))
        self.query_one("#filter", Static).update(text)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """On the line behind the last one the next page is read."""
        event.stop()
        if event.option_list.id == "cases" and self._has_more and event.option_index == len(self._lines) + 1:
            self.nav.app.type_ahead.hold()
            self.run_worker(self._read_on(), exclusive=True, group="desk-list")

    async def _read_on(self) -> None:
        listed = self._listed
        try:
            if listed is None or not self._has_more:
                return
            page = await self._list_of.page(*listed, self._lines[-1])
            if not self.is_attached:
                return
            options = self.query_one("#cases", OptionList)
            at = len(self._lines) + 1
            options.remove_option_at_index(at)
            self._append(page)
            options.highlighted = min(at, options.option_count - 1)
            self._say_filter(listed[1])
        except IntakeError as error:
            self.query_one(Notice).say(self.nav.app.describe(error), "problem")
        finally:
            self.nav.app.type_ahead.release()

    async def _count(self) -> None:
        try:
            self._counts = await self._list_of.due_counts()
        except IntakeError as error:
            self.query_one(Notice).say(self.nav.app.describe(error), "problem")
            return
        text = self._wording.say("Due: {windows}", windows=self._drawer().windows(self._counts))
        self.query_one("#windows", Static).update(text)
        await self._count_expired(text)

    async def _count_expired(self, text: str) -> None:
        """How many cases have had their time, for those who may erase them."""
        desk = self.nav.desk
        if not desk.may(Right.ERASE):
            return
        sites, at = tuple(desk.content.sites), desk.now()
        count = await desk.reckon(lambda store: count_expired(store, sites, at))
        if count and self.is_attached:
            over = self._wording.say("{count} cases have had their time", count=count)
            self.query_one("#windows", Static).update(f"{text} · {over}")

    # Keys

    def on_key(self, event: events.Key) -> None:
        """From the search line the arrows move in the list, and Enter opens."""
        listed = self.query_one("#cases", OptionList)
        if isinstance(self.focused, LineInput) and event.key in ("down", "up", "pagedown", "pageup"):
            event.stop()
            event.prevent_default()
            moves: dict[str, Callable[[], None]] = {
                "down": listed.action_cursor_down,
                "up": listed.action_cursor_up,
                "pagedown": listed.action_page_down,
                "pageup": listed.action_page_up,
            }
            self._when_listed(moves[event.key])

    def on_line_input_submitted(self, event: LineInput.Submitted) -> None:
        event.stop()
        self._when_listed(self._open_highlighted)

    def _open_highlighted(self) -> None:
        highlighted = self.query_one("#cases", OptionList).highlighted
        if highlighted is not None:
            self._open_at(highlighted)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option_list.id == "due":
            self._open_line(self._due_cases[event.option_index])
        else:
            self._open_at(event.option_index)

    def _open_at(self, index: int) -> None:
        """The line for a new case stands before the others."""
        if index == 0:
            self.action_new()
        elif index <= len(self._lines):
            line = self._lines[index - 1]
            if isinstance(line, Handed):
                take_or_ask(self.nav, line)
            else:
                self._open_line(line)

    def _open_line(self, line: Line) -> None:
        """The case of a line; that of a record at its handover."""
        self._open(case_of(line).id, to_handover=isinstance(line, RecordLine))

    def _open(self, id_: str, *, to_handover: bool = False) -> None:
        self.nav.app.type_ahead.hold()
        self.run_worker(open_case(self.nav, id_, to_handover=to_handover), exclusive=True, group="open")

    def action_receipt(self) -> None:
        self.run_worker(self._take_receipt(), exclusive=True, group="receipt")

    async def _take_receipt(self) -> None:
        from intake.ui.screens.receipt import take_receipt

        said = await take_receipt(self.nav)
        await self._fill(self.query_one(LineInput).value)
        self.run_worker(self._count(), exclusive=True, group="desk-count")
        self.query_one(Notice).say(*said)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return (action != ACTIONS["new"].action or self.nav.desk.may(Right.INTERVIEWS)) and action_allowed(
            self.nav.desk.staff, action
        )

    def action_new(self) -> None:
        self.nav.app.type_ahead.hold()
        self.run_worker(begin_case(self.nav), exclusive=True, group="open")

    def action_go_back(self) -> None:
        """Takes the filter away, then what was typed."""
        if self._filter != EVERYTHING_OPEN:
            self._use(EVERYTHING_OPEN)
        else:
            self.query_one(LineInput).value = ""

    # Filters and other screens

    def action_filter(self) -> None:
        self.run_worker(self._choose_filter(), exclusive=True, group="desk-filter")

    async def _choose_filter(self) -> None:
        say = self._wording.say
        items = filter_items(self._wording, self._list_of, self._counts)
        chosen = await answer_of(
            self.app, Chooser(say("What the desk lists"), items, placeholder=say("Name of a filter"))
        )
        if chosen:
            self._use(filter_of(chosen, self._wording, self._list_of))

    def _use(self, chosen: DeskFilter) -> None:
        """List another choice of cases from its beginning."""
        self._filter = chosen
        self._list(self.query_one(LineInput).value)

    def action_overview(self) -> None:
        self.run_worker(self._look_over(), exclusive=True, group="desk-filter")

    async def _look_over(self) -> None:
        from intake.ui.screens.overview import OverviewScreen

        chosen = await answer_of(self.app, OverviewScreen(self.nav))
        if isinstance(chosen, DeskFilter):
            self._use(chosen)
        elif chosen:
            self._open(chosen)

    def action_people(self) -> None:
        self.nav.to_people()

    def action_figures(self) -> None:
        from intake.ui.screens.figures import FiguresScreen

        self.app.push_screen(FiguresScreen(self.nav))

    def commands(self) -> Iterator[Command]:
        """The closing sheet, who did what, and every filter as commands of the palette."""
        say = self._wording.say
        yield Command(
            say("Daily closing sheet"),
            say("Writes the day in numbers and the end of the audit trail as PDF."),
            self._close_day,
        )
        if self.nav.desk.may(Right.AUDIT):
            yield Command(say("Who did what today"), say("The audit trail of today, in words."), self._show_today)
        yield Command(say("Rights of the person"), say("All that is stored, restriction, erasure."), self._offer_rights)
        for view in View:
            if view not in (View.SITE, View.PERSON):
                name = say("Filter: {name}", name=say(NAMES[view]))
                yield Command(name, say("Lists these at the desk."), partial(self._use, DeskFilter(view)))

    def _offer_rights(self) -> None:
        """For the case that is highlighted."""
        highlighted = self.query_one("#cases", OptionList).highlighted
        if highlighted and highlighted <= len(self._lines):
            case_id = case_of(self._lines[highlighted - 1]).id
            self.run_worker(self._person_rights(case_id), exclusive=True, group="rights")
        else:
            self.query_one(Notice).say(self._wording.say("Choose a case in the list first."))

    async def _person_rights(self, case_id: str) -> None:
        from intake.ui.screens.person_rights import person_rights  # seldom

        if await person_rights(self.nav, case_id) and self.is_attached:
            self.reload()

    def _close_day(self) -> None:
        self.run_worker(self._write_closing_sheet(), exclusive=True, group="closing")

    async def _write_closing_sheet(self) -> None:
        from intake.ui.closing_room import print_closing  # once a day

        try:
            file = await print_closing(self.nav.desk)
        except IntakeError as error:
            text, kind = self.nav.app.describe(error), "problem"
        else:
            text, kind = self._wording.say("The closing sheet is written: {file}", file=str(file)), ""
        if self.is_attached:
            self.query_one(Notice).say(text, kind)

    def _show_today(self) -> None:
        from intake.ui.audit_room import told_of_today
        from intake.ui.screens.audit import AuditScreen  # for few people, and seldom

        title = self._wording.say("Who did what today")
        self.app.push_screen(AuditScreen(self.nav, title, partial(told_of_today, self.nav.desk)))

    def action_say_saved(self) -> None:
        self.query_one(Notice).say(self._wording.say("Everything confirmed is saved."))

    def action_help(self) -> None:
        say = self._wording.say
        about = say("Type a code or the beginning of a name; arrows and {key} open the case.", key=first_key("confirm"))
        lines = [about, "", *key_lines(say, self.KEYS[1:])]
        self.app.push_screen(Reader(say("Help"), lines))

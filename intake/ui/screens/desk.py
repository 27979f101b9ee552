"""The desk: find a case, open it, begin a new one; what is due; filters, the overview and the figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import OptionList, Static

from intake.errors import IntakeError
from intake.store.kept.lists import RecordLine
from intake.store.people.rights import Right
from intake.ui.allowed import action_allowed, allowed
from intake.ui.case_opening import begin_case, open_case, take_or_ask
from intake.ui.desk_views import (
    EVERYTHING_OPEN,
    DeskFilter,
    DeskList,
    DueCounts,
    Line,
    case_of,
    with_handed,
)
from intake.ui.handing import Handed
from intake.ui.keys import ACTIONS, bindings, first_key
from intake.ui.screens.desk_filters import filter_chooser, filter_line, filter_of, nothing_listed
from intake.ui.screens.desk_lines import DeskLines
from intake.ui.screens.desk_lists import CaseList, DueList
from intake.ui.screens.dialog import Reader, key_lines
from intake.ui.screens.home import HomeScreen, who_works_here
from intake.ui.told_troubles import tell_mistaken_profiles, tell_troubles
from intake.ui.waits import answer_of
from intake.ui.widgets.footer import KeyFooter
from intake.ui.widgets.line_input import LineInput
from intake.ui.widgets.lines import Notice, Title

if TYPE_CHECKING:
    from intake.ui.navigation import Navigation
    from intake.ui.palette import Command

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
        "people",
        "saved",
        "help",
    )

    def __init__(self, nav: Navigation) -> None:
        super().__init__(nav)
        self._wording = nav.desk.wording()
        self._listed: tuple[DeskFilter, str] | None = None
        """Filter and text of the cases that are listed; None while they are being looked up."""
        self._list_of = DeskList(nav.desk)
        self._filter = EVERYTHING_OPEN
        self._counts: DueCounts | None = None

    def compose(self) -> ComposeResult:
        say = self._wording.say
        desk = self.nav.desk
        site = desk.site.name.de
        if desk.site.id in desk.content.own:
            site = say("{site} (own profile)", site=site)
        yield Title(f"intake: {site}", who_works_here(desk, self.app.size.width))
        wanted = say("Case code or name")
        if desk.may(Right.INTERVIEWS):
            wanted = say("Case code or name; + begins a new case")
        yield LineInput(placeholder=wanted, most=200, id_="desk-search")
        yield Static("", id="filter", markup=False)
        yield CaseList(self._wording, begins_cases=desk.may(Right.INTERVIEWS), id_="cases")
        yield Static(say("Due in the next {days} days", days=DUE_DAYS), id="windows", classes="heading", markup=False)
        yield DueList(self._wording, id_="due")
        yield Notice()
        yield KeyFooter(self._wording, allowed(desk.staff, self.KEYS))

    def on_mount(self) -> None:
        self.query_one(LineInput).focus()
        tell_mistaken_profiles(self.nav)
        self.reload()
        self.run_worker(tell_troubles(self.nav), exclusive=True, group="desk-backups")

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
                self.tell(self.nav.app.describe(error), "problem")
            return
        if not self.is_attached:
            return
        if chosen == EVERYTHING_OPEN and not typed.strip():
            page = with_handed(page, handed)
        lines = self._drawer()
        self.query_one(CaseList).show(page, lines, finds=bool(typed.strip()))
        self.query_one(DueList).show(pressing, due, lines)
        self.tell("" if page.lines else nothing_listed(say, chosen, typed))
        self._listed = chosen, typed
        self._say_filter(typed)

    def _drawer(self) -> DeskLines:
        return DeskLines(self._wording, self._list_of, self.nav.desk.today, self.size.width)

    def _say_filter(self, typed: str) -> None:
        """The filter in force, always in sight."""
        text = filter_line(self._wording.say, self._filter, typed, self.query_one(CaseList).count)
        self.query_one("#filter", Static).update(text)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """On the line behind the last one the next page is read."""
        event.stop()
        if isinstance(event.option_list, CaseList) and event.option_list.is_behind_last(event.option_index):
            self.nav.app.type_ahead.hold()
            self.run_worker(self._read_on(), exclusive=True, group="desk-list")

    async def _read_on(self) -> None:
        listed, cases = self._listed, self.query_one(CaseList)
        try:
            if listed is None or cases.last_line is None:
                return
            page = await self._list_of.page(*listed, cases.last_line)
            if not self.is_attached:
                return
            cases.read_on(page, self._drawer())
            self._say_filter(listed[1])
        except IntakeError as error:
            self.tell(self.nav.app.describe(error), "problem")
        finally:
            self.nav.app.type_ahead.release()

    async def _count(self) -> None:
        try:
            self._counts = await self._list_of.due_counts()
        except IntakeError as error:
            self.tell(self.nav.app.describe(error), "problem")
            return
        heading, say = self.query_one("#windows", Static), self._wording.say
        text = say("Due: {windows}", windows=self._drawer().windows(self._counts))
        heading.update(text)
        if (expired := await self._list_of.expired()) and self.is_attached:
            heading.update(f"{text} · {say('{count} cases have had their time', count=expired)}")

    # Keys

    def on_key(self, event: events.Key) -> None:
        """From the search line the arrows move in the list, and Enter opens."""
        move = self.query_one(CaseList).move(event.key)
        if isinstance(self.focused, LineInput) and move is not None:
            event.stop()
            event.prevent_default()
            self._when_listed(move)

    def on_line_input_submitted(self, event: LineInput.Submitted) -> None:
        event.stop()
        self._when_listed(self._open_highlighted)

    def _open_highlighted(self) -> None:
        highlighted = self.query_one(CaseList).highlighted
        if highlighted is not None:
            self._open_at(highlighted)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if isinstance(event.option_list, DueList):
            self._open_line(event.option_list.line(event.option_index))
        else:
            self._open_at(event.option_index)

    def _open_at(self, index: int) -> None:
        """The line for a new case stands before the others."""
        if index == 0:
            self.action_new()
            return
        match self.query_one(CaseList).line(index):
            case None:
                pass
            case Handed() as handed:
                take_or_ask(self.nav, handed)
            case line:
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
        self.tell(*said)

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
            self.use(EVERYTHING_OPEN)
        else:
            self.query_one(LineInput).value = ""

    # Filters and other screens

    def action_filter(self) -> None:
        self.run_worker(self._choose_filter(), exclusive=True, group="desk-filter")

    async def _choose_filter(self) -> None:
        chosen = await answer_of(self.app, filter_chooser(self._wording, self._list_of, self._counts))
        if chosen:
            self.use(filter_of(chosen, self._wording, self._list_of))

    def use(self, chosen: DeskFilter) -> None:
        """List another choice of cases from its beginning."""
        self._filter = chosen
        self._list(self.query_one(LineInput).value)

    def action_overview(self) -> None:
        self.run_worker(self._look_over(), exclusive=True, group="desk-filter")

    async def _look_over(self) -> None:
        from intake.ui.screens.overview import OverviewScreen

        chosen = await answer_of(self.app, OverviewScreen(self.nav))
        if isinstance(chosen, DeskFilter):
            self.use(chosen)
        elif chosen:
            self._open(chosen)

    def action_people(self) -> None:
        self.nav.to_people()

    def action_figures(self) -> None:
        from intake.ui.screens.figures import FiguresScreen

        self.app.push_screen(FiguresScreen(self.nav))

    def commands(self) -> Iterator[Command]:
        """What the palette offers beside the actions."""
        from intake.ui.screens.desk_commands import desk_commands  # only where the palette is opened

        return desk_commands(self)

    def tell(self, text: str, kind: str = "") -> None:
        """Say something below the lists; `kind` is `problem`, `warning` or empty."""
        self.query_one(Notice).say(text, kind)

    def action_say_saved(self) -> None:
        self.tell(self._wording.say("Everything confirmed is saved."))

    def action_help(self) -> None:
        say = self._wording.say
        about = say("Type a code or the beginning of a name; arrows and {key} open the case.", key=first_key("confirm"))
        lines = [about, "", *key_lines(say, allowed(self.nav.desk.staff, (*self.KEYS[1:], "palette")))]
        self.app.push_screen(Reader(say("Help"), lines))

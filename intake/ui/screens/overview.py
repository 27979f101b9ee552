"""The coordinator's overview: cases per adviser against the caseload, and first talks that wait too long."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.cells import set_cell_size
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from intake.errors import IntakeError
from intake.languages.direction import strip_controls
from intake.store.desk_counts import WAITING_DAYS, StaffLoad
from intake.store.people.rights import Right
from intake.ui.desk_views import DeskFilter, DeskList, Overview, View
from intake.ui.keys import bindings
from intake.ui.screens.desk_lines import DeskLines
from intake.ui.screens.dialog import Reader, key_lines
from intake.ui.widgets.bars import load_bar
from intake.ui.widgets.footer import KeyFooter
from intake.ui.widgets.lines import Notice, Title

if TYPE_CHECKING:
    from intake.ui.navigation import Navigation

_NAME_SHARE = 0.3
_LONGEST_NAME, _LONGEST_BAR, _SHORTEST_BAR = 30, 50, 8

ALL_WAITING = DeskFilter(View.WAITING)


class OverviewScreen(Screen[DeskFilter | str]):
    """Counts for the desk itself. It answers with a filter for the list of the desk, or the id of a case to open."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("go-back", "desk", "help")
    KEYS: ClassVar[tuple[str, ...]] = ("confirm", "go-back", "help")

    def __init__(self, nav: Navigation) -> None:
        super().__init__()
        self.nav = nav
        self._wording = nav.desk.wording()
        self._list_of = DeskList(nav.desk)
        self._targets: list[DeskFilter | str] = []
        """What each line leads to; '' for a heading."""

    def compose(self) -> ComposeResult:
        desk, say = self.nav.desk, self._wording.say
        yield Title(say("Overview · {site}", site=desk.site.name.de), desk.staff.name)
        yield OptionList(classes="lines")
        yield Notice()
        yield KeyFooter(self._wording, self.KEYS)

    def on_mount(self) -> None:
        self.query_one(OptionList).focus()
        self.query_one(Notice).say(self._wording.say("Counting …"))
        self.run_worker(self._fill(), exclusive=True, group="overview")

    async def _fill(self) -> None:
        try:
            overview = await self._list_of.overview()
        except IntakeError as error:
            if self.is_attached:
                self.query_one(Notice).say(self.nav.app.describe(error), "problem")
            return
        if not self.is_attached:
            return
        self.query_one(Notice).say("")
        self._targets = []
        self.query_one(OptionList).clear_options()
        self._add_loads(overview)
        self._add_records(overview)
        self._add_waiting(overview)
        options = self.query_one(OptionList)
        first = next((at for at, option in enumerate(options.options) if not option.disabled), None)
        options.highlighted = first

    def _add_loads(self, overview: Overview) -> None:
        say = self._wording.say
        heading = (
            say("Open cases per adviser; the site names {limit} at most", limit=overview.limit)
            if overview.is_of_site
            else say("Open cases per adviser; the site names no number, compared with {limit}", limit=overview.limit)
        )
        self._add(Content.styled(heading, "bold"))
        if not overview.loads:
            self._add(Content(say("There is no open case.")))
        largest = max((load.cases for load in overview.loads), default=0)
        for load in overview.loads:
            self._add(self._load(load, overview.limit, largest), DeskFilter(View.PERSON, load.staff, load.name))

    def _load(self, load: StaffLoad, limit: int, largest: int) -> Content:
        say, cells = self._wording.say, self.size.width - 4
        name = strip_controls(load.name, visible=True)
        over = say("over the limit") if load.is_over else ""
        columns = min(_LONGEST_NAME, int(cells * _NAME_SHARE))
        count = f"{load.cases:>{len(str(largest))}}"
        room = cells - columns - len(count) - len(say("over the limit")) - 6
        bar = load_bar(load.cases, limit, largest, min(_LONGEST_BAR, room)) if room >= _SHORTEST_BAR else ""
        return Content.assemble(f"{set_cell_size(name, columns)}  {count}  {bar}  ", (over, "bold"))

    def _add_records(self, overview: Overview) -> None:
        say = self._wording.say
        self._add(Content(""))
        self._add(Content.styled(say("Handovers"), "bold"))
        if not overview.unconfirmed and not overview.untold:
            self._add(Content(say("No confirmation is overdue, and no office has to be told of a withdrawal.")))
        if overview.unconfirmed:
            text = say("Records whose confirmation is overdue: {count}", count=overview.unconfirmed)
            self._add(Content(text), DeskFilter(View.UNCONFIRMED))
        if overview.untold:
            text = say("Offices to be told of a withdrawn consent: {count}", count=overview.untold)
            self._add(Content(text), DeskFilter(View.UNTOLD))

    def _add_waiting(self, overview: Overview) -> None:
        say, waiting = self._wording.say, overview.waiting
        count = f"{waiting.count}+" if waiting.has_more else str(waiting.count)
        heading = say(
            "First talk older than {days} days, no admission and no decision: {count}", days=WAITING_DAYS, count=count
        )
        self._add(Content(""))
        self._add(Content.styled(heading, "bold"))
        if not waiting.cases:
            self._add(Content(say("Nobody waits that long.")))
        lines = DeskLines(self._wording, self._list_of, self.nav.desk.today, self.size.width)
        for line in waiting.cases:
            self._add(lines.case(line), line.id)
        if waiting.count > len(waiting.cases):
            self._add(Content(say("All of them, at the desk")), ALL_WAITING)

    def _add(self, line: Content, target: DeskFilter | str = "") -> None:
        target = target if self.nav.desk.may(Right.DESK) else ""
        self._targets.append(target)
        self.query_one(OptionList).add_option(Option(line, disabled=not target))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        target = self._targets[event.option_index]
        if target:
            self.dismiss(target)

    def action_go_back(self) -> None:
        self.dismiss("")

    def action_to_desk(self) -> None:
        self.dismiss("")

    def action_help(self) -> None:
        say = self._wording.say
        about = say("Enter on a person lists their cases at the desk; Enter on a case opens it.")
        self.app.push_screen(Reader(say("Help"), [about, "", *key_lines(say, self.KEYS[1:])]))

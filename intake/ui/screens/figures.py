"""The monitoring figures of the site: a bar chart of each, its table with remarks, and files of all of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from intake.errors import IntakeError
from intake.ui.figure_room import ALL_TALKS, Chart, FigureRoom, Report, Stopped, Term
from intake.ui.keys import bindings, first_key
from intake.ui.screens.dialog import Chooser, Item, Reader, key_lines
from intake.ui.waits import answer_of
from intake.ui.widgets.footer import KeyFooter
from intake.ui.widgets.lines import Notice, Title

if TYPE_CHECKING:
    from intake.ui.navigation import Navigation

_BARS = 6
"""Groups that a chart in the list shows at most; the table has all."""

_WIDEST = 110


class FiguresScreen(Screen[None]):
    """Counts only, small groups hidden. The count runs in a thread; leaving the screen stops it."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("period", "export", "go-back", "desk", "help")
    KEYS: ClassVar[tuple[str, ...]] = ("confirm", "period", "export", "go-back", "help")

    def __init__(self, nav: Navigation) -> None:
        super().__init__()
        self.nav = nav
        self._wording = nav.desk.wording()
        self._room = FigureRoom(nav.desk)
        self._term = ALL_TALKS
        self._report: Report | None = None
        """None while the figures are being counted."""

    def compose(self) -> ComposeResult:
        say = self._wording.say
        yield Title(say("Monitoring figures · {site}", site=self.nav.desk.site.name.de), "")
        yield OptionList(classes="lines")
        yield Notice()
        yield KeyFooter(self._wording, self.KEYS)

    def on_mount(self) -> None:
        self.query_one(OptionList).focus()
        self._count(ALL_TALKS)

    def on_unmount(self) -> None:
        """Nobody waits for the count any more."""
        self._room.leave()

    def _say(self, text: str, kind: str = "") -> None:
        if self.is_attached:  # what was counted or written may come when the screen is gone
            self.query_one(Notice).say(text, kind)

    # Counting

    def _count(self, term: Term) -> None:
        self._room.leave()
        self._term = term
        self.query_one(Title).right = term_name(self._wording.say, term)
        self._report = None
        self.query_one(OptionList).clear_options()
        self._hear(0)
        self.run_worker(self._fill(term), exclusive=True, group="figures")

    def _hear(self, done: int) -> None:
        say = self._wording.say
        self._say(say("Counting: {count} cases so far. {key} leaves it.", count=done, key=first_key("go-back")))

    async def _fill(self, term: Term) -> None:
        def heard(done: int) -> None:
            self.app.call_later(self._hear_of, term, done)

        try:
            report = await self._room.count(term, heard)
        except Stopped:
            return
        except IntakeError as error:
            self._say(self.nav.app.describe(error), "problem")
            return
        if not self.is_attached:
            return
        self._report = report
        options = self.query_one(OptionList)
        options.add_options([Option(self._content(chart)) for chart in report.charts])
        options.highlighted = 0 if report.charts else None
        self._say(" ".join(report.legend[:2]))

    def _hear_of(self, term: Term, done: int) -> None:
        if self.is_attached and self._report is None and term == self._term:
            self._hear(done)

    def _content(self, chart: Chart) -> Content:
        """Its name and its bars; where nothing is shown, why."""
        cells = min(_WIDEST, self.size.width - 6)
        lines = [Content.styled(chart.name, "bold"), Content.styled(chart.by, "dim")]
        if chart.problem:
            lines.append(Content(f"  {chart.problem}"))
        lines += [Content(f"  {line}") for line in chart.lines(cells, _BARS)]
        if hidden := chart.hidden_rows(_BARS):
            lines.append(Content(self._wording.say("  {count} more groups in the table", count=hidden)))
        return Content("\n").join([*lines, Content("")])

    # Keys

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if self._report is not None:
            self.app.push_screen(FigureScreen(self.nav, self._report.charts[event.option_index]))

    def action_period(self) -> None:
        self.run_worker(self._choose_term(), exclusive=True, group="period")

    async def _choose_term(self) -> None:
        say = self._wording.say
        terms = {term.id: term for term in self._room.terms()}
        items = [
            Item(id_, term_name(say, term), "" if self._room.is_settled(term) else say("only to look at"))
            for id_, term in terms.items()
        ]
        chosen = await answer_of(self.app, Chooser(say("Whose first talk counts"), items, placeholder=say("2026-Q1")))
        if chosen:
            self._count(terms[chosen])

    def action_export(self) -> None:
        say = self._wording.say
        if self._report is None:
            self._say(say("The figures are still being counted."))
        elif not self._room.is_settled(self._term):
            self._say(
                say(
                    "Only a month, quarter or year that has ended is written: figures that differ by a few days could "
                    "be subtracted from each other. {key} chooses one.",
                    key=first_key("period"),
                ),
                "warning",
            )
        else:
            self.run_worker(self._export(self._report), exclusive=True, group="export")

    async def _export(self, report: Report) -> None:
        say = self._wording.say
        self._say(say("Writing …"))
        try:
            files = await self._room.export(report)
        except IntakeError as error:
            self._say(self.nav.app.describe(error), "problem")
            return
        names = ", ".join(file.name for file in files)
        self._say(say("Written to {folder}: {names}", folder=str(files[0].parent), names=names))

    def action_go_back(self) -> None:
        self.dismiss(None)

    def action_to_desk(self) -> None:
        self.dismiss(None)

    def action_help(self) -> None:
        say = self._wording.say
        about = say("Enter opens the table of a figure with its remarks.")
        legend = list(self._report.legend) if self._report else []
        self.app.push_screen(Reader(say("Help"), [about, *legend, "", *key_lines(say, self.KEYS[1:])]))


class FigureScreen(Screen[None]):
    """The whole table of one figure."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("go-back", "desk")
    KEYS: ClassVar[tuple[str, ...]] = ("go-back",)

    def __init__(self, nav: Navigation, chart: Chart) -> None:
        super().__init__()
        self._wording = nav.desk.wording()
        self._chart = chart

    def compose(self) -> ComposeResult:
        yield Title(self._chart.name, "")
        with VerticalScroll(classes="lines"):
            yield Static("", id="figure", markup=False)
        yield KeyFooter(self._wording, self.KEYS)

    def on_mount(self) -> None:
        self.query_one(VerticalScroll).focus()

    def on_resize(self) -> None:
        """A table has as many columns beside each other as there is room for."""
        self.query_one("#figure", Static).update("\n".join(self._chart.details(self.size.width - 4)))

    def action_go_back(self) -> None:
        self.dismiss(None)

    def action_to_desk(self) -> None:
        """From here the figures are left too."""
        below = self.app.screen_stack[-2]
        self.dismiss(None)
        if isinstance(below, FiguresScreen):
            below.action_to_desk()


def term_name(say: Callable[..., str], term: Term) -> str:
    """A period in words."""
    match term.months:
        case 0:
            return say("all first talks")
        case 12:
            return say("year {year}", year=f"{term.first:%Y}")
        case 3:
            return say("quarter {number} of {year}", number=1 + term.first.month // 3, year=f"{term.first:%Y}")
        case _:
            return say("month {month}", month=f"{term.first:%m/%Y}")

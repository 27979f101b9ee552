"""The two lists of the desk: the cases of a filter, and what is due."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from intake.store.kept.lists import DueLine, RecordLine
from intake.ui.desk_views import PAGE, DeskPage, Line
from intake.ui.keys import key_name
from intake.ui.list_moves import moves
from intake.ui.screens.desk_lines import DeskLines
from intake.ui.wording import CaseWording


class CaseList(OptionList):
    """A line for a new case, the lines that were read, and below them one for those behind."""

    def __init__(self, wording: CaseWording, *, begins_cases: bool, id_: str) -> None:
        """`begins_cases`: whether the person may begin one; else the first line says what they may do."""
        super().__init__(id=id_)
        self._say = wording.say
        self._begins_cases = begins_cases
        self._listed: list[Line] = []
        self._has_more = False

    def show(self, page: DeskPage, lines: DeskLines, *, finds: bool) -> None:
        """List the first page. Where it `finds` what was typed, the first case is highlighted, not the new one."""
        self.clear_options()
        self._listed = []
        self.add_option(self._first_line())
        self._append(page, lines)
        self.highlighted = 1 if finds and page.lines else 0

    def read_on(self, page: DeskPage, lines: DeskLines) -> None:
        """The next page in the place of the line that stood for it."""
        at = len(self._listed) + 1
        self.remove_option_at_index(at)
        self._append(page, lines)
        self.highlighted = min(at, self.option_count - 1)

    def _first_line(self) -> Option:
        if self._begins_cases:
            return Option(Content(f"{key_name('plus')}  {self._say('New case')}"))
        return Option(Content(self._say("Your roles: look into cases, no interviews.")), disabled=True)

    def _append(self, page: DeskPage, lines: DeskLines) -> None:
        self._listed += page.lines
        self._has_more = page.has_more
        options = [Option(lines.line(line)) for line in page.lines]
        if page.has_more:
            options.append(Option(Content(self._say("… the next {count}", count=PAGE))))
        self.add_options(options)

    @property
    def highlighted_line(self) -> Line | None:
        """What is highlighted; None on the line for a new case."""
        return self.line(self.highlighted)

    @property
    def last_line(self) -> Line | None:
        """The last line that was read; None where the list ends with it."""
        return self._listed[-1] if self._has_more else None

    @property
    def count(self) -> str:
        """How many cases are listed: `12`, or `50+` where there are more behind them."""
        return f"{len(self._listed)}+" if self._has_more else str(len(self._listed))

    def is_behind_last(self, index: int) -> bool:
        """Whether this is the line that stands for the next page."""
        return self._has_more and index == len(self._listed) + 1

    def move(self, key: str) -> Callable[[], None] | None:
        """What a key of the search line does in this list; None where it does nothing."""
        return moves(self).get(key)

    def line(self, index: int | None) -> Line | None:
        """What stands in a line; None for those of a new case and of the next page."""
        return self._listed[index - 1] if index and index <= len(self._listed) else None


class DueList(OptionList):
    """Records that press, then dates that are due."""

    def __init__(self, wording: CaseWording, *, id_: str) -> None:
        super().__init__(id=id_)
        self._say = wording.say
        self._listed: list[RecordLine | DueLine] = []

    def show(self, pressing: Sequence[RecordLine], due: Sequence[DueLine], lines: DeskLines) -> None:
        self._listed = [*pressing, *due]
        self.clear_options()
        self.add_options([Option(lines.record(line)) for line in pressing])
        self.add_options([Option(lines.due(line)) for line in due])
        if not self._listed:
            self.add_option(Option(Content(self._say("Nothing is due.")), disabled=True))

    def line(self, index: int) -> Line:
        return self._listed[index]

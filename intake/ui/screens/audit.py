"""A long list of what was done, to read: one line for each entry of the audit trail, the newest first."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from intake.errors import IntakeError
from intake.languages.direction import shown
from intake.ui.keys import bindings
from intake.ui.screens.dialog import Above, Reader, key_lines
from intake.ui.widgets.footer import KeyFooter
from intake.ui.widgets.lines import Notice, Title

if TYPE_CHECKING:
    from intake.ui.navigation import Navigation

_MOST = 5_000
"""So many lines are shown; 'intake audit show' has them all."""


class AuditScreen(Above[None]):
    """Shows what `read` finds. Going back closes it."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("go-back", "help")
    KEYS: ClassVar[tuple[str, ...]] = ("go-back", "lock", "help")

    def __init__(self, nav: Navigation, title: str, read: Callable[[], Awaitable[Sequence[str]]]) -> None:
        super().__init__()
        self.nav = nav
        self._title = title
        self._read = read
        self._wording = nav.desk.wording()

    def compose(self) -> ComposeResult:
        yield Title(self._title, self.nav.desk.staff.name)
        yield Notice()
        yield OptionList(classes="lines")
        yield KeyFooter(self._wording, self.KEYS)

    def on_mount(self) -> None:
        self.query_one(OptionList).focus()
        self.run_worker(self._fill(), exclusive=True, group="audit")

    async def _fill(self) -> None:
        try:
            lines = await self._read()
        except IntakeError as error:
            if self.is_attached:
                self.query_one(Notice).say(self.nav.app.describe(error), "problem")
            return
        if not self.is_attached:
            return
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options([Option(Content(shown(line))) for line in lines[:_MOST]])
        options.highlighted = 0 if lines else None
        say = self._wording.say
        more = say("The newest {count} of {total} entries.", count=_MOST, total=len(lines))
        self.query_one(Notice).say(
            more if len(lines) > _MOST else say("{count} entries, the newest first", count=len(lines))
        )

    def action_go_back(self) -> None:
        self.dismiss(None)

    def action_help(self) -> None:
        say = self._wording.say
        about = say("Who saw and changed what. What was answered never stands here. Reading this is noted too.")
        self.app.push_screen(Reader(say("Help"), [about, "", *key_lines(say, self.KEYS)]))

"""Page objects of the desk's filters, the overview and the figures, and stores for them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from textual.widgets import OptionList, Static

from intake.interview.session import Run
from intake.store.ids import new_id
from intake.store.kept.answers import event
from intake.store.kept.cases import CaseSettings, DueDate, NewCase
from intake.store.kept.saving import Saving
from intake.store.store import Store
from tests.store.making import said
from tests.ui.pages import DeskPage, Page
from tests.ui.program import AT, new_store, open_as


class FilteredDesk(DeskPage):
    """The desk with its filter line and its counts."""

    @property
    def filter(self) -> str:
        return str(self.program.app.screen.query_one("#filter", Static).content)

    @property
    def windows(self) -> str:
        return str(self.program.app.screen.query_one("#windows", Static).content)

    async def choose_filter(self, typed: str) -> None:
        """Open the filters, type a part of the name and take the first."""
        await self.do("filter")
        await self.program.paste(typed)
        await self.do("confirm")

    async def look_over(self) -> Page:
        await self.do("overview")
        assert self.program.screen == "OverviewScreen"
        return Page(self.program)

    async def figures(self) -> FiguresPage:
        await self.do("figures")
        assert self.program.screen == "FiguresScreen"
        return FiguresPage(self.program)

    @property
    def listed(self) -> list[str]:
        """The lines below the one for a new case."""
        return self.lines[1:]


class FiguresPage(Page):
    """The charts of the monitoring figures."""

    def chart(self, name: str) -> list[str]:
        """The lines of one chart, without those of its heading."""
        found = next(prompt for prompt in self.lines if prompt.startswith(name))
        return [line.strip() for line in found.splitlines()[2:] if line.strip()]

    async def table(self, name: str) -> str:
        """Open a figure, read its table, and go back."""
        await self.choose(name)
        text = str(self.program.app.screen.query_one("#figure", Static).content)
        await self.do("go-back")
        return text

    async def choose_period(self, typed: str) -> None:
        await self.do("period")
        await self.program.paste(typed)
        await self.do("confirm")

    @property
    def count(self) -> int:
        return len(self.program.app.screen.query_one(OptionList).options)


def fill(tmp_path: Path, work: Callable[[Store], None]) -> None:
    """Write into the store of a test before the program starts; the store is made where there is none."""
    folder = tmp_path / "desk"
    if not folder.exists():
        new_store(tmp_path)
    store = open_as(folder)
    work(store)
    store.close()


def taken_by(name: str, store: Store, case: str, program: str = "") -> None:
    """A colleague opens the interview, in a program of their own."""
    with closing(open_as(store.folder.path, name)) as theirs:
        theirs.holds.take(case, theirs.staff.id, AT, program=program)


def begin(
    store: Store,
    name: str,
    *,
    at: dt.datetime = AT,
    kind: str = "full",
    site: str = "zebera",
    due: tuple[DueDate, ...] = (),
) -> str:
    """A case of this family name that nobody has open; returns its id."""
    new = NewCase(new_id(at), kind, site, "2", CaseSettings(Run.CORE, ("en",)))
    events = (event(said("family_name", name), at),)
    store.begin_case(new, Saving(new.id, events, store.staff.id, at, due_dates=due))
    store.holds.put_back(new.id, store.staff.id, at)
    return new.id

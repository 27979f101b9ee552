"""The page object of the events of a case."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from intake.interview.answers import Answer
from intake.interview.questions import Question
from intake.interview.values import Json
from intake.pathways.phases import Made
from intake.store.kept.answers import PastChange
from intake.store.kept.happened import CaseEvent
from intake.ui.screens.event_form import EventForm
from intake.ui.widgets.field import Field
from tests.ui.pages import DialogPage, Page, keys_for, talking
from tests.ui.program import BROAD, Program


class EventsPage(Page):
    """What happened to the case, and what is asked of a new event."""

    @property
    def is_shown(self) -> bool:
        return self.program.screen == "EventsScreen"

    @property
    def dialog(self) -> DialogPage:
        assert self.program.screen == "Dialog", self.program.screen
        return DialogPage(self.program)

    @property
    def question(self) -> Question:
        """The question that the form asks now."""
        screen = self.program.app.screen
        assert isinstance(screen, EventForm), self.program.screen
        return screen.query_one(".field", Field).question

    def under(self, heading: str) -> list[str]:
        """The lines under a heading, each on one line."""
        lines = self.lines
        start = lines.index(heading) + 1
        found = []
        for line in lines[start:]:
            if not line.startswith((" ", "●")):
                break
            found.append(" ".join(line.split()))
        return found

    async def begin(self, kind: str) -> None:
        """A new event of this kind."""
        await self.do("new")
        await self.dialog.pick(kind)

    async def answer(self, id_: str, value: Json) -> None:
        assert self.question.id == id_, f"{self.question.id} is asked, not {id_}; {self.program.notice}"
        await self.program.press_at_once(*keys_for(self.question, value))

    async def keep(self, *ids: str) -> None:
        """Enter alone: what is offered, or stands there already."""
        for id_ in ids:
            assert self.question.id == id_, f"{self.question.id} is asked, not {id_}; {self.program.notice}"
            await self.do("confirm")

    async def add(self, kind: str, answers: Mapping[str, Json]) -> None:
        """A whole event; None keeps what stands in the field."""
        await self.begin(kind)
        for id_, value in answers.items():
            if value is None:
                await self.keep(id_)
            else:
                await self.answer(id_, value)
        assert self.is_shown, self.program.screen

    async def take_back(self, event: str, reason: str) -> None:
        await self.go_to_line(event)
        await self.do("remove")
        await self.dialog.pick("zurücknehmen")
        await self.program.paste(reason)
        await self.do("confirm")

    # What the store holds

    async def events(self) -> tuple[CaseEvent, ...]:
        case = self.program.work.new.id
        return await self.program.desk.ask(lambda store: store.events_of(case))

    async def history(self) -> tuple[PastChange, ...]:
        case = self.program.work.new.id
        return await self.program.desk.ask(lambda store: store.history(case))

    async def stored(self, id_: str) -> Answer:
        case = self.program.work.new.id
        return (await self.program.desk.ask(lambda store: store.load_case(case))).answers[id_]

    @property
    def made(self) -> tuple[Made, ...]:
        return self.program.work.made


async def events_of(program: Program) -> EventsPage:
    """The events of the case in hand."""
    page = EventsPage(program)
    await page.do("events")
    assert page.is_shown, program.screen
    return page


@asynccontextmanager
async def at_the_events(tmp_path: Path) -> AsyncIterator[EventsPage]:
    """The events of the one stored case."""
    async with talking(tmp_path, size=BROAD) as talk:
        yield await events_of(talk.program)

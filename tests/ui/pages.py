"""Page objects: what a person at the desk does and sees on each screen, in words of the desk."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from textual.widgets import OptionList

from intake.interview.answers import Answer, Answers
from intake.interview.questions import Kind, Question
from intake.interview.values import Json
from intake.store.kept.answers import PastChange
from intake.store.kept.cases import CaseFile
from intake.store.kept.decisions import Decision
from intake.store.kept.handovers import Record
from intake.store.store import Store
from intake.ui.screens.consent import ConsentScreen
from intake.ui.screens.interview import InterviewScreen
from intake.ui.terminal import Terminal
from intake.ui.widgets.entries import EntriesField
from intake.ui.widgets.field import Field
from intake.ui.widgets.grid import GridField
from intake.ui.widgets.pick import MAX_DIGITS
from intake.ui.widgets.question_pane import QuestionPane
from tests.ui.program import AMIRA, USUAL, Clock, Program, key_of, locked, typed, unlock


class Page:
    """What all screens have in common."""

    def __init__(self, program: Program) -> None:
        self.program = program

    @property
    def title(self) -> str:
        return self.program.title

    @property
    def notice(self) -> str:
        return self.program.notice

    async def do(self, *actions: str) -> None:
        await self.program.do(*actions)

    @property
    def lines(self) -> list[str]:
        """The lines of the first list on the screen."""
        return [str(option.prompt) for option in self.program.app.screen.query(OptionList).first().options]

    def _line(self, text: str) -> int:
        """The first line that can be chosen and holds this text."""
        listed = self.program.app.screen.query(OptionList).first()
        found = [n for n, each in enumerate(listed.options) if text in str(each.prompt) and not each.disabled]
        assert found, f"no line with {text!r} in {self.lines}"
        return found[0]

    async def go_to_line(self, text: str) -> None:
        """Put the cursor on the first line with this text, by arrows."""
        target = self._line(text)
        listed = self.program.app.screen.query(OptionList).first()
        for _ in range(2 * len(listed.options)):
            at = listed.highlighted
            if at == target:
                return
            await self.program.press("down" if at is None or at < target else "up")
        raise AssertionError(f"the arrows do not reach {text!r}")

    async def choose(self, text: str) -> None:
        """Enter on the first line with this text."""
        await self.go_to_line(text)
        await self.do("confirm")


class DialogPage(Page):
    """A question with named actions."""

    async def pick(self, text: str) -> None:
        """The digit of the action with this text."""
        await self.program.press(str(self._line(text) + 1))


class DeskPage(Page):
    """The list of cases."""

    @property
    def dialog(self) -> DialogPage:
        assert self.program.screen == "Dialog", self.program.screen
        return DialogPage(self.program)

    async def begin_case(self) -> InterviewPage:
        await self.do("new")
        return interview(self.program)

    async def search(self, text: str) -> list[str]:
        """The lines of cases that are left after typing."""
        await self.program.type(text)
        return self.lines[1:]

    async def open(self, text: str) -> InterviewPage:
        """Enter on the case with this text in its line."""
        await self.choose(text)
        return interview(self.program)

    @property
    def due(self) -> list[str]:
        return [str(option.prompt) for option in self.program.app.screen.query_one("#due", OptionList).options]

    async def cases(self) -> list[CaseFile]:
        """What the store holds."""
        listed = await self.program.desk.ask(lambda store: store.lists.list_cases())
        return [await self.program.desk.ask(partial(Store.load_case, case_id=line.id)) for line in listed]


class InterviewPage(Page):
    """One question after the other."""

    # What is shown

    @property
    def _screen(self) -> InterviewScreen:
        screen = self.program.app.screen
        assert isinstance(screen, InterviewScreen), self.program.screen
        return screen

    @property
    def is_shown(self) -> bool:
        return isinstance(self.program.app.screen, InterviewScreen)

    @property
    def field(self) -> Field | GridField:
        return self._screen.field

    @property
    def shown_question(self) -> str:
        """The id of the question, row or field that the keys go to; of a finished grid the last word is ''."""
        field = self.field
        if isinstance(field, EntriesField) and field.editing is not None:
            return f"{field.question.id}.{field.editing[1].id}"
        return field.question.id if field.question is not None else ""

    @property
    def half_typed(self) -> str:
        return self.field.typed

    @property
    def question_text(self) -> list[str]:
        """The lines of the question, as they are drawn."""
        pane = self._screen.query_one(QuestionPane)
        return [pane.render_line(y).text.strip() for y in range(pane.size.height)]

    @property
    def answers(self) -> Answers:
        """The answers as the program has them."""
        return self._screen.work.interview.answers

    async def keep_half_typed(self) -> None:
        """Have half-typed text written now, as it is a moment after the last key."""
        await self._screen.keep_half_typed()

    # Answering

    async def answer(self, id_: str, value: Json) -> None:
        """Answer the question that is shown, by its keys; it has to be this one. `value` as in an answers file."""
        assert self.shown_question == id_, f"{self.shown_question} is asked, not {id_}; {self.notice}"
        field = self.field
        question = field.question
        if isinstance(field, EntriesField) and field.editing is not None:
            question = field.editing[1]
        assert question is not None
        await self.program.press_at_once(*keys_for(question, value))

    async def answer_all(self, answers: Mapping[str, Json]) -> None:
        for id_, value in answers.items():
            await self.answer(id_, value)

    async def back(self) -> None:
        await self.do("go-back")

    async def go_to(self, place: str) -> None:
        """Type the id of a question, or a part of a section or question, and go there."""
        await self.do("go-to")
        await self.program.paste(place)
        listed = self.program.app.screen.query_one(OptionList)
        ids = [option.id for option in listed.options]
        await self.program.press_at_once(*["down"] * (ids.index(place) if place in ids else 0))
        await self.do("confirm")

    async def add_note(self, text: str, *, source_steps: int = 0, again: bool = False) -> None:
        """Type a note, go down so many sources, and perhaps mark 'ask again'."""
        await self.do("note")
        await self.program.paste(text)
        await self.program.press(*["down"] * source_steps, *(["tab"] if again else []))
        await self.do("confirm")

    # Other screens

    async def desk(self) -> DeskPage:
        await self.do("desk")
        return DeskPage(self.program)

    async def review(self) -> ReviewPage:
        await self.do("review")
        return review(self.program)

    async def next_steps(self) -> NextStepsPage:
        await self.do("next-steps")
        return NextStepsPage(self.program)

    async def handover(self) -> HandoverPage:
        await self.do("handover")
        return HandoverPage(self.program)

    @property
    def dialog(self) -> DialogPage:
        assert self.program.screen == "Dialog", self.program.screen
        return DialogPage(self.program)

    # The store

    @property
    def case_id(self) -> str:
        return self._screen.work.new.id

    async def stored(self, id_: str) -> Answer:
        """The answer as the store has it."""
        return (await self.stored_case()).answers[id_]

    async def stored_case(self) -> CaseFile:
        case = self.case_id
        return await self.program.desk.ask(lambda store: store.load_case(case))

    async def history(self) -> tuple[PastChange, ...]:
        case = self.case_id
        return await self.program.desk.ask(lambda store: store.history(case))


class ReviewPage(Page):
    """All answers with their states."""

    async def go_to(self, text: str) -> InterviewPage:
        """Enter on the first line with this text."""
        await self.choose(text)
        return interview(self.program)

    def under(self, heading: str) -> list[str]:
        """The lines below a heading."""
        lines = self.lines
        at = next(n for n, line in enumerate(lines) if line.startswith(heading))
        rest = lines[at + 1 :]
        end = next((n for n, line in enumerate(rest) if not line.startswith("  ")), len(rest))
        return rest[:end]


class NextStepsPage(Page):
    """The proposal, line by line."""

    def line(self, text: str) -> str:
        return self.lines[self._line(text)]

    async def accept(self, text: str) -> None:
        await self.go_to_line(text)
        await self.do("accept")

    async def override(self, text: str, reason: str) -> None:
        await self.go_to_line(text)
        await self.do("override")
        await self.program.paste(reason)
        await self.do("confirm")

    async def add_line(self, text: str, reason: str) -> None:
        await self.do("new")
        await self.program.paste(text)
        await self.do("confirm")
        await self.program.paste(reason)
        await self.do("confirm")

    async def change(self, text: str, words: str, reason: str) -> None:
        """Say what holds instead of a line, and why."""
        await self.go_to_line(text)
        await self.do("change")
        await self.program.paste(words)
        await self.do("confirm")
        await self.program.paste(reason)
        await self.do("confirm")

    async def choose_value(self, text: str, value: str, reason: str) -> None:
        """Choose another value in the place of a computed one, and say why."""
        await self.go_to_line(text)
        await self.do("change")
        await DialogPage(self.program).pick(value)
        await self.program.paste(reason)
        await self.do("confirm")

    async def take_back(self, text: str) -> None:
        await self.go_to_line(text)
        await self.do("take-back")

    async def decisions(self) -> tuple[Decision, ...]:
        return await self.program.work.decisions()

    async def reasons(self, text: str) -> str:
        """What a line opens to."""
        await self.choose(text)
        shown = await self.program.seen()
        await self.do("go-back")
        return shown

    async def compare(self) -> ComparePage:
        await self.do("compare")
        return ComparePage(self.program)

    async def chain(self) -> str:
        """The chain as it is drawn."""
        await self.do("chain")
        return await self.program.seen()


class ComparePage(Page):
    """The same answers at other sites and under other law sets."""

    @property
    def dialog(self) -> DialogPage:
        assert self.program.screen == "Dialog", self.program.screen
        return DialogPage(self.program)

    async def with_law(self, day: str) -> None:
        """The same site under the law set of this day, as it is asked for when nothing is compared yet."""
        await self.dialog.pick(self.program.say("… another law set applies here"))
        await self._choose(day)

    async def moved_to(self, site: str) -> None:
        await self.dialog.pick(self.program.say("… the person moves to another town"))
        await self._choose(site)

    async def _choose(self, text: str) -> None:
        await self.program.paste(text)
        await self.do("confirm")

    def line(self, text: str) -> str:
        return self.lines[self._line(text)]


class ConsentPage(Page):
    """The questions of one consent, below the preview."""

    @property
    def _screen(self) -> ConsentScreen:
        screen = self.program.app.screen
        assert isinstance(screen, ConsentScreen), self.program.screen
        return screen

    @property
    def is_shown(self) -> bool:
        return isinstance(self.program.app.screen, ConsentScreen)

    @property
    def shown_question(self) -> str:
        return self._screen.query_one(".field", Field).question.id

    @property
    def half_typed(self) -> str:
        return self._screen.query_one(".field", Field).typed

    @property
    def preview(self) -> list[str]:
        """The lines of the preview, without its heading."""
        return str(self._screen.query_one("#preview-text").render()).splitlines()[2:]

    async def answer(self, id_: str, value: Json) -> None:
        assert self.shown_question == id_, f"{self.shown_question} is asked, not {id_}; {self.notice}"
        await self.program.press_at_once(*keys_for(self._screen.query_one(".field", Field).question, value))

    def open_help(self) -> None:
        """What the help key does, while something is being saved."""
        self._screen.action_help()

    def close(self) -> None:
        """Take the consent down, while something is being saved."""
        self._screen.dismiss(None)

    async def confirm(self, id_: str) -> None:
        """Enter alone: what is offered."""
        assert self.shown_question == id_, f"{self.shown_question} is asked, not {id_}; {self.notice}"
        await self.do("confirm")


class HandoverPage(Page):
    """The offices of the site."""

    @property
    def dialog(self) -> DialogPage:
        assert self.program.screen == "Dialog", self.program.screen
        return DialogPage(self.program)

    def line(self, office: str) -> str:
        return self.lines[self._line(office)]

    async def ask_consent(self, office: str) -> ConsentPage:
        await self.choose(office)
        return ConsentPage(self.program)

    async def grant(self, office: str) -> None:
        """The usual consent, on paper, signed today by the person, for a year."""
        consent = await self.ask_consent(office)
        await consent.confirm("packages")
        await consent.answer("decision", "granted")
        await consent.answer("signer", "self")
        await consent.answer("form", "paper")
        await consent.confirm("signed_on")
        await consent.confirm("valid_until")

    async def records(self) -> tuple[Record, ...]:
        return await self.program.work.records()


def interview(program: Program) -> InterviewPage:
    assert program.screen == "InterviewScreen", program.screen
    return InterviewPage(program)


def review(program: Program) -> ReviewPage:
    assert program.screen == "ReviewScreen", program.screen
    return ReviewPage(program)


def keys_for(question: Question, value: Json) -> list[str]:
    """The keys with which staff give this answer."""
    confirm = key_of("confirm")
    match question.kind:
        case Kind.SINGLE | Kind.CEFR if not question.groups and len(question.choices) <= MAX_DIGITS:
            return [str(1 + [choice.code for choice in question.choices].index(str(value)))]
        case Kind.SINGLE if question.groups:
            at = next(n for n, group in enumerate(question.groups, 1) if value in group.codes)
            group = question.groups[at - 1].codes
            inside = [*["down"] * (group.index(str(value)) + 1), confirm] if len(group) > 1 else []
            return [*["down"] * at, confirm, *inside]
        case Kind.MULTI if len(question.choices) <= MAX_DIGITS and isinstance(value, list):
            codes = [choice.code for choice in question.choices]
            return [*(str(1 + codes.index(str(code))) for code in value), confirm]
        case Kind.MULTI_COUNTRY | Kind.MULTI_LANGUAGE if isinstance(value, list):
            return [*(key for code in value for key in (*typed(str(code)), confirm)), confirm]
        case Kind.LIST_NUMBER if isinstance(value, list):
            return [*typed(" ".join(str(number) for number in value) or "-"), confirm]
        case Kind.REPEAT:
            return ["0"]
        case _:
            text = value["text"] if isinstance(value, dict) else value
            return [*typed(str(text)), confirm]


@asynccontextmanager
async def at_the_desk(
    tmp_path: Path,
    *,
    name: str = AMIRA,
    size: tuple[int, int] = USUAL,
    clock: Clock | None = None,
    more: Mapping[str, str] | None = None,
    terminal: Terminal | None = None,
) -> AsyncIterator[DeskPage]:
    """The desk after unlocking, with what is in the folder; a new store where there is none. `more` are settings."""
    async with locked(tmp_path, size=size, clock=clock, more=more, terminal=terminal) as program:
        await unlock(program, name)
        yield DeskPage(program)


@asynccontextmanager
async def talking(
    tmp_path: Path,
    *,
    size: tuple[int, int] = USUAL,
    more: Mapping[str, str] | None = None,
    code: str = "Z-",
    terminal: Terminal | None = None,
) -> AsyncIterator[InterviewPage]:
    """The interview of the one stored case; its code begins with the letter of its site."""
    async with at_the_desk(tmp_path, size=size, more=more, terminal=terminal) as desk:
        yield await desk.open(code)

"""Tiny apps around one field, and the questions that the tests of fields ask."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TypeVar

from textual import events
from textual.app import App, ComposeResult
from textual.message import Message
from textual.pilot import Pilot

from intake.interview.answers import NOT_ASKED, Answer, State, Value
from intake.interview.questions import Choice, ChoiceGroup, Kind, Limits, Question, Sensitivity
from intake.ui.keys import ACTIONS
from intake.ui.type_ahead import handled
from intake.ui.widgets.drawn import Drawn, PadWidget
from intake.ui.widgets.factory import field_for
from intake.ui.widgets.field import Field, Layout
from intake.ui.widgets.grid import GridField
from intake.ui.widgets.open_entry import EntryRules
from tests.ui.wordings import SmallWording

ENTER = ACTIONS["confirm"].keys
BACK = ACTIONS["go-back"].keys.split(",")[0]
NEW = ACTIONS["new"].keys
REMOVE = ACTIONS["remove"].keys.split(",")[0]
UP, DOWN = ACTIONS["move-up"].keys, ACTIONS["move-down"].keys
UNKNOWN_KEY = ACTIONS["unknown"].keys

M = TypeVar("M", bound=Message)


class FieldApp(App[None]):
    """One field, what it said, and the keys it handed back."""

    pilot: Pilot[None]

    def __init__(self, field: PadWidget) -> None:
        super().__init__()
        self.field = field
        self.said: list[Message] = []
        self.held: list[str] = []
        self.passed: list[str] = []

    def compose(self) -> ComposeResult:
        yield self.field

    def on_mount(self) -> None:
        self.field.focus()

    async def press(self, *names: str) -> None:
        """Send keys as the terminal does, all at once, and wait until they are dealt with."""
        for name in names:
            self.post_message(events.Key(name, character(name)))
        await self.settle()

    async def paste(self, text: str) -> None:
        self.post_message(events.Paste(text))
        await self.settle()

    async def settle(self) -> None:
        """Wait until everything that was sent has been dealt with, by the field and by what hears it."""
        for pump in (self, self.field, self.screen, self) * 2:
            await handled(pump)

    def hold_key(self, event: events.Key) -> None:
        self.held.append(event.key)

    def on_key(self, event: events.Key) -> None:
        self.passed.append(event.key)

    def on_field_answered(self, message: Field.Answered) -> None:
        self.said.append(message)

    def on_field_changed(self, message: Field.Changed) -> None:
        self.said.append(message)

    def on_field_typed(self, message: Field.Typed) -> None:
        self.said.append(message)

    def on_field_refused(self, message: Field.Refused) -> None:
        self.said.append(message)

    def on_field_went_back(self, message: Field.WentBack) -> None:
        self.said.append(message)

    def on_grid_field_finished(self, message: GridField.Finished) -> None:
        self.said.append(message)

    def of(self, kind: type[M]) -> list[M]:
        return [message for message in self.said if isinstance(message, kind)]

    @property
    def values(self) -> list[Value]:
        """The values that were answered."""
        return [message.value for message in self.of(Field.Answered)]

    @property
    def value(self) -> Value:
        """The one value that was answered."""
        (value,) = self.values
        return value

    @property
    def problems(self) -> list[str]:
        return [str(message.problem) for message in self.of(Field.Refused)]


@asynccontextmanager
async def asked(field: Field | GridField, *keys: str, size: tuple[int, int] = (80, 24)) -> AsyncIterator[FieldApp]:
    """The field in its app, after these keys."""
    assert isinstance(field, PadWidget)
    app = FieldApp(field)
    async with app.run_test(size=size) as pilot:
        app.pilot = pilot
        await app.press(*keys)
        yield app


async def answering(field: Field | GridField, *keys: str, size: tuple[int, int] = (80, 24)) -> FieldApp:
    """What became of the field by these keys."""
    async with asked(field, *keys, size=size) as app:
        return app


def lines(widget: Drawn) -> list[str]:
    """What the widget shows, line by line, as it goes to the filter for the terminal."""
    return [widget.render_line(y).text.rstrip() for y in range(widget.size.height)]


def text(widget: Drawn) -> str:
    return "\n".join(lines(widget))


NAMES = {
    " ": "space",
    ".": "full_stop",
    ":": "colon",
    ",": "comma",
    "-": "minus",
    "/": "slash",
    "+": "plus",
    "?": "question_mark",
}


def typing(words: str) -> list[str]:
    """The keys that type these words."""
    return [NAMES.get(char, char) for char in words]


def character(name: str) -> str | None:
    """What a key of this name types, if anything."""
    return next((char for char, each in NAMES.items() if each == name), name if len(name) == 1 else None)


def question(
    kind: Kind,
    id_: str = "q",
    text: str = "What?",
    *,
    parent: str = "",
    limits: Limits | None = None,
    choices: tuple[Choice, ...] = (),
    groups: tuple[ChoiceGroup, ...] = (),
    fields: tuple[Question, ...] = (),
) -> Question:
    made = Question(id_, "A", text, kind, Sensitivity.NORMAL, "IDN", parent=parent, groups=groups, fields=fields)
    return replace(made, choices=choices, limits=limits or Limits())


def choices(*texts: str, private: Sequence[str] = ()) -> tuple[Choice, ...]:
    """Choices whose code is their text in small letters."""
    return tuple(Choice(text.casefold().replace(" ", "_"), text, private=text in private) for text in texts)


def make(
    asked_question: Question,
    answer: Answer = NOT_ASKED,
    *,
    half_typed: str = "",
    layout: Layout = Layout.BOTH,
    private_hidden: bool = False,
    is_suggested: bool = False,
    wording: SmallWording | None = None,
    rules: EntryRules | None = None,
) -> Field:
    return field_for(
        asked_question,
        wording or SmallWording(),
        answer,
        half_typed=half_typed,
        layout=layout,
        private_hidden=private_hidden,
        is_suggested=is_suggested,
        rules=rules,
    )


def answered(value: Value) -> Answer:
    return Answer(State.ANSWERED, value)


MANY = ("Apple", "Pear", "Plum", "Cherry", "Grape", "Melon", "Lemon", "Orange", "Fig", "Date", "Olive")
YES_NO = question(Kind.SINGLE, choices=choices("Yes", "No"))
FRUIT = question(Kind.SINGLE, choices=choices(*MANY))
PAPERS = question(
    Kind.SINGLE,
    choices=(
        Choice("permission", "Permission (§ 55 AsylG)"),
        Choice("tol_a", "Duldung (§ 60a)"),
        Choice("tol_b", "Duldung (§ 60b)"),
        Choice("tol_c", "Duldung (§ 60c)"),
        Choice("tol_d", "Duldung (§ 60d)"),
        Choice("res_25_1", "§ 25 Abs. 1"),
        Choice("res_25_2", "§ 25 Abs. 2"),
        Choice("res_25ab", "§ 25a oder § 25b"),
        Choice("res_24", "§ 24 (temporary protection)"),
        Choice("none", "No paper"),
    ),
    groups=(
        ChoiceGroup("asylum", "Asylum", ("permission",)),
        ChoiceGroup("duldung", "Toleration", ("tol_a", "tol_b", "tol_c", "tol_d")),
        ChoiceGroup("protection", "Protection", ("res_25_1", "res_25_2", "res_25ab", "res_24")),
        ChoiceGroup("nothing", "Nothing", ("none",)),
    ),
)
BENEFITS = question(
    Kind.MULTI, choices=choices("Wage", "Family", "Office", "Nothing"), limits=Limits(alone=("nothing",))
)
FRUITS = question(Kind.MULTI, choices=choices(*MANY))
DOCUMENTS = question(Kind.DOC_LIST, choices=choices("Passport", "Identity card", "Birth certificate", "Baptism"))
NAME = question(Kind.TEXT, limits=Limits(max_length=20))
FREE = question(Kind.TEXT)
MONTHS = question(Kind.NUMBER, limits=Limits(unit="months"))
NUMBER = question(Kind.NUMBER)
AGES = question(Kind.LIST_NUMBER)
DATE = question(Kind.PARTIAL_DATE)
UNTIL = question(Kind.PARTIAL_DATE, choices=choices("Still going on"))
APPOINTMENT = question(Kind.APPOINTMENT)
COUNTRY = question(Kind.COUNTRY)
COUNTRIES = question(Kind.MULTI_COUNTRY)
LANGUAGE = question(Kind.LANGUAGE)
SIGN = question(Kind.LANGUAGE_OR_NO)
LANGUAGES = question(Kind.MULTI_LANGUAGE)
JOB = question(Kind.TEXT_CODE)
TOWN = question(Kind.MUNICIPALITY)
FAMILY = question(
    Kind.REPEAT,
    "family",
    fields=(
        question(Kind.SINGLE, "relation", "Who?", parent="family", choices=choices("Child", "Parent")),
        question(Kind.TEXT, "name", "Which name?", parent="family"),
        question(Kind.PARTIAL_DATE, "born", "Born when?", parent="family"),
    ),
)
ALL_KINDS = (
    YES_NO, FRUIT, PAPERS, BENEFITS, FRUITS, DOCUMENTS, NAME, MONTHS, AGES, DATE, UNTIL, APPOINTMENT, COUNTRY,
    COUNTRIES, LANGUAGE, SIGN, LANGUAGES, JOB, TOWN, FAMILY,
)  # fmt: skip

"""Types the answers of an invented person into the program, by keyboard alone and by what the screen shows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import assert_never

from intake.interview.answer_file import value_from_json
from intake.interview.questions import Kind, Question
from intake.interview.typed_text import shown
from intake.interview.values import DOCUMENT_MARKS, Appointment, Json, Municipality, OwnWords, PartialDate, Problem
from tests.pty.reading import Eyes, Sight
from tests.pty.terminal import Terminal, plain

NO_ANSWER: Mapping[str, str] = {"unknown": "<f5>", "declined": "<f6>", "ask_later": "<f7>"}
MOST_LETTERS = 30


@dataclass
class Tally:
    """Key presses by question, and how many questions got a value or a state."""

    presses: Counter[str] = field(default_factory=Counter)
    letters: Counter[str] = field(default_factory=Counter)
    """Of these the characters of names, own words, numbers and dates: nobody can answer with fewer."""
    values: Counter[str] = field(default_factory=Counter)
    states: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        return sum(self.presses.values())

    @property
    def answered(self) -> int:
        """Questions, rows and fields with a value or a state."""
        return sum(self.values.values()) + sum(self.states.values())

    def __str__(self) -> str:
        dear = ", ".join(f"{id_} {count}" for id_, count in self.presses.most_common(12))
        return (
            f"{self.total} key presses for {self.answered} answered questions"
            f" ({sum(self.values.values())} with a value): {self.keys_each:.2f} each,"
            f" {self.keys_each_without_text:.2f} without the characters of typed answers; most: {dear}"
        )

    @property
    def keys_each(self) -> float:
        return self.total / max(1, self.answered)

    @property
    def keys_each_without_text(self) -> float:
        return (self.total - sum(self.letters.values())) / max(1, self.answered)


class Typist:
    """Answers whatever the screen asks. `typed` holds what was confirmed and acknowledged by the next question."""

    def __init__(self, terminal: Terminal, answers: Mapping[str, Json], eyes: Eyes | None = None) -> None:
        self.terminal = terminal
        self.eyes = eyes or Eyes(terminal)
        self.answers = answers
        self.tally = Tally()
        self.typed: dict[str, Json] = {}
        self.entries: dict[str, list[dict[str, Json]]] = {}
        self._hides_private = False

    # Going through the interview

    def see(self, screen: str = "") -> Sight:
        """Waits until something known is on the screen."""
        self.terminal.wait_for(lambda: self.eyes.sight().screen == screen if screen else bool(self.eyes.sight().screen))
        return self.eyes.sight()

    def interview(self, until: Callable[[Sight], bool] = lambda sight: False) -> Sight:
        """Types until the next steps are shown, or `until` says so. Returns what is shown then."""
        sight = self.see()
        while sight.screen in ("interview", "dialog") and not until(sight):
            sight = self.step(sight)
        return sight

    def step(self, sight: Sight) -> Sight:
        """Answers what is asked, waits for what is shown next, and takes note of what that acknowledges."""
        before = self.terminal.presses
        done = self._deal_with(sight)
        self.terminal.wait_for(lambda: (now := self.eyes.sight()) != sight and bool(now.screen))
        done()
        self.tally.presses[_name(sight)] += self.terminal.presses - before
        return self.eyes.sight()

    def _deal_with(self, sight: Sight) -> Callable[[], None]:
        """Presses the keys. What is returned notes the answer, once it is acknowledged."""
        if sight.screen == "dialog":
            self.terminal.press("1")
            return lambda: None
        if sight.is_end:
            self.terminal.press("<enter>")
            return lambda: None
        asked = sight.asked
        assert asked is not None, self.terminal.screen_text()
        if asked.fields:
            return self._list(asked)
        known: Json = self._field_value(sight) if sight.field else self.answers.get(asked.id)
        return self._answer(sight, asked, known)

    def _field_value(self, sight: Sight) -> Json:
        assert sight.question is not None
        assert sight.field is not None
        entries = self.answers[sight.question.id]
        assert isinstance(entries, list)
        entry = entries[sight.entry - 1]
        assert isinstance(entry, dict)
        return entry.get(sight.field.id)

    def _list(self, repeat: Question) -> Callable[[], None]:
        """The entries of a repeat: another one, or no more."""
        wanted = self.answers.get(repeat.id)
        done = self.entries.setdefault(repeat.id, [])
        if wanted is None:
            self.terminal.press("<f7>")
            return lambda: self._note_state(repeat.id, "ask_later")
        assert isinstance(wanted, list)
        if len(done) < len(wanted):
            self.terminal.press("+")
            return lambda: done.append({})
        self.terminal.press("<enter>")
        return lambda: self._note_value(repeat.id, repeat.id, wanted)

    def _answer(self, sight: Sight, asked: Question, known: Json) -> Callable[[], None]:
        state = known.get("state") if isinstance(known, dict) else None
        if known is None or isinstance(state, str):
            name = state if isinstance(state, str) else "unknown" if sight.field else "ask_later"
            self.terminal.press(NO_ANSWER[name])
            if sight.field and sight.question:
                entry, field_id = self.entries[sight.question.id][sight.entry - 1], sight.field.id
                return lambda: self._note_field(entry, sight, field_id, {"state": name})
            return lambda: self._note_state(asked.id, name)
        self._type(asked, known)
        if sight.field and sight.question:
            entry, field_id = self.entries[sight.question.id][sight.entry - 1], sight.field.id
            return lambda: self._note_field(entry, sight, field_id, known)
        return lambda: self._note_value(asked.id, asked.id, known)

    def _note_field(self, entry: dict[str, Json], sight: Sight, field_id: str, value: Json) -> None:
        entry[field_id] = value
        counter = self.tally.states if isinstance(value, dict) and "state" in value else self.tally.values
        counter[_name(sight)] += 1

    def _note_value(self, id_: str, name: str, value: Json) -> None:
        self.typed[id_] = value
        self.tally.values[name] += 1

    def _note_state(self, id_: str, state: str) -> None:
        self.typed[id_] = {"state": state}
        self.tally.states[id_] += 1

    # Keys for one answer

    def _type(self, asked: Question, raw: Json) -> None:
        match asked.kind:
            case Kind.SINGLE | Kind.CEFR:
                self._pick(asked, raw)
            case Kind.MULTI | Kind.MULTI_RECIPIENT:
                self._pick_several(asked, raw)
            case Kind.COUNTRY | Kind.LANGUAGE | Kind.LANGUAGE_OR_NO:
                self._search(self._name_of(asked, raw))
                self.terminal.press("<enter>")
            case Kind.MULTI_COUNTRY | Kind.MULTI_LANGUAGE:
                self._search_several(asked, raw)
            case Kind.DOC_LIST:
                self._mark_documents(asked, raw)
            case Kind.REPEAT:
                raise AssertionError("a repeat is typed entry by entry")
            case (
                Kind.TEXT | Kind.NUMBER | Kind.LIST_NUMBER | Kind.PARTIAL_DATE | Kind.APPOINTMENT | Kind.MUNICIPALITY
            ) | Kind.TEXT_CODE:
                self._type_line(asked, raw)
            case _:
                assert_never(asked.kind)

    def _type_line(self, asked: Question, raw: Json) -> None:
        """A line of text, with what has to be picked below it."""
        value = value_from_json(asked, raw, self.eyes.questionnaire.codes)
        match value:
            case PartialDate():
                self._fill(asked, _shortest(value), shown(value))
            case OwnWords():
                self._clear()
                self.terminal.press(value.text)
                self.tally.letters[asked.id] += len(value.text)
                if value.isco08:
                    self._down_to(value.isco08)
                self.terminal.press("<enter>")
            case Municipality():
                self._search(value.text, f"{value.text} {value.ags}" if value.ags else "")
                self.terminal.press("<enter>")
            case Appointment():
                self.terminal.press(_moment(value), "<enter>", value.place, "<enter>", value.with_whom, "<enter>")
            case str() if asked.kind is Kind.PARTIAL_DATE:
                choice = asked.choice(value)
                assert choice is not None
                self.terminal.press(self.eyes.choice(asked, choice)[0].lower(), "<enter>")
            case str() | int() | float():
                self._fill(asked, shown(value))
            case tuple() if asked.kind is Kind.LIST_NUMBER:
                self._fill(asked, shown(tuple(item for item in value if isinstance(item, int))))
            case Problem() | tuple() | _:
                raise AssertionError(f"{asked.id} cannot be typed as a line")

    def _fill(self, asked: Question, text: str, offered: str = "") -> None:
        """Types a text into the line; what is offered there is taken where it is right, and wiped where it is not."""
        before = self.eyes.prefilled()
        if before and before in (text, offered):
            self.terminal.press("<enter>")
        else:
            self.terminal.press(*(["<c-u>"] if before else []), text, "<enter>")
            self.tally.letters[asked.id] += len(text)

    def _pick(self, asked: Question, raw: Json) -> None:
        choice = asked.choice(str(raw))
        assert choice is not None
        text = self.eyes.choice(asked, choice)
        if asked.groups:
            self._pick_in_group(asked, choice.code, text)
        elif not self.eyes.is_searched:
            self.terminal.press(self._digit(asked, choice.code, text))
        else:
            self._search(text)
            self.terminal.press("<enter>")

    def _digit(self, asked: Question, code: str, text: str) -> str:
        """The digit beside the choice, or above its column in a table."""
        if digit := self.eyes.digit_of(text):
            return digit
        assert re.search(r"^\s*1 +2\b", "\n".join(self.eyes.right), re.M), self.terminal.screen_text()
        return str([choice.code for choice in asked.choices].index(code) + 1)

    def _pick_in_group(self, asked: Question, code: str, text: str) -> None:
        """A digit for the group, one for the choice, and one more where the field asks what was meant."""
        group = next(group for group in asked.groups if code in group.codes)
        self._clear()
        name = plain(self.eyes.text_of(asked.context, group.text))
        self.terminal.wait_for(lambda: bool(self.eyes.digit_of(name)))
        self.terminal.press(self.eyes.digit_of(name))
        if len(group.codes) == 1:
            return
        self.terminal.wait_for(lambda: bool(self.eyes.digit_of(text)))
        self.terminal.press(self.eyes.digit_of(text))
        asks = self.eyes.say("{digits} can mean more than one paper. Which one is it?", digits="").strip()
        self.terminal.wait_for(lambda: self.terminal.shows(asks) or self.eyes.sight().asked is not asked)
        if self.terminal.shows(asks):
            self.terminal.press(self.eyes.digit_of(text))

    def _pick_several(self, asked: Question, raw: Json) -> None:
        assert isinstance(raw, list)
        for code in raw:
            choice = asked.choice(str(code))
            assert choice is not None
            text = self.eyes.choice(asked, choice)
            if self.eyes.is_chosen(text):
                continue
            if not self.eyes.is_searched:
                self.terminal.press(self._digit(asked, choice.code, text))
            else:
                self._search(text)
                self.terminal.press("<enter>")
        self.terminal.press("<enter>", *([] if raw else ["<enter>"]))

    def _mark_documents(self, asked: Question, raw: Json) -> None:
        """Goes to each document by its first letter, and sets its marks by their digits."""
        assert isinstance(raw, dict)
        for code, marks in raw.items():
            choice = asked.choice(code)
            assert choice is not None
            assert isinstance(marks, list)
            text = self.eyes.choice(asked, choice)
            while not self.eyes.is_marked(text):
                at = self.eyes.marked()
                self.terminal.press(text[0].lower())
                self.terminal.wait_for(lambda: self.eyes.marked() != at)  # noqa: B023
            self.terminal.press(*(str(DOCUMENT_MARKS.index(str(mark)) + 1) for mark in marks))
        self.terminal.press("<enter>", *([] if raw else ["<enter>"]))

    def _search_several(self, asked: Question, raw: Json) -> None:
        assert isinstance(raw, list)
        for name in (self._name_of(asked, code) for code in raw):
            if not self.eyes.is_chosen(name):
                self._search(name)
                self.terminal.press("<enter>")
        self._clear()
        self.terminal.press("<enter>", *([] if raw else ["<enter>"]))

    def _name_of(self, asked: Question, raw: Json) -> str:
        if asked.kind in (Kind.COUNTRY, Kind.MULTI_COUNTRY):
            return plain(self.eyes.names.country(str(raw), "de"))
        if raw == "no":
            return self.eyes.text_of("", "No")
        return plain(self.eyes.names.language(str(raw), "de"))

    def _clear(self) -> None:
        """Takes away what was half typed before."""
        if self.eyes.typed_filter() not in ("", self.eyes.say("Type to search")):
            self.terminal.press("<c-u>")

    def _search(self, text: str, shown: str = "") -> None:
        """Types the beginning of a name until the marker stands on it, or on `shown` where more stands there."""
        self._clear()
        for count in range(1, len(text) + 1):
            self.terminal.press(text[count - 1])
            self.terminal.wait_for(lambda: self.eyes.typed_filter() == text[:count].rstrip())  # noqa: B023
            if self.eyes.is_marked(shown or text):
                return
        raise AssertionError(f"{text!r} was not found:\n{self.terminal.screen_text()}")

    def _down_to(self, code: str) -> None:
        """Presses Down until the marker stands on an occupation."""
        self.terminal.wait_for(lambda: any(f" {code} " in line for line in self.eyes.right))
        for _ in range(MOST_LETTERS):
            if any(re.search(rf"› {code} ", line) for line in self.eyes.right):
                return
            at = self.eyes.marked()
            self.terminal.press("<down>")
            self.terminal.wait_for(lambda: self.eyes.marked() != at)  # noqa: B023
        raise AssertionError(f"{code} was not found:\n{self.terminal.screen_text()}")


def _name(sight: Sight) -> str:
    if sight.screen != "interview":
        return sight.screen
    if sight.field is not None:
        return sight.field.context
    if sight.row is not None:
        return sight.row.id
    return sight.grid.id if sight.grid is not None else sight.question.id if sight.question is not None else ""


def _shortest(date: PartialDate) -> str:
    """A date with the fewest keys: `1999`, `51999` is no date, so `5.1999`, `17051999` or `1.5.1999`."""
    dotted = ".".join(str(part) for part in (date.day, date.month, date.year) if part is not None)
    together = shown(date).replace(".", "")
    return min(dotted, together, key=len)


def _moment(value: Appointment) -> str:
    day = value.day
    time = value.at[11:]
    return f"{day.day}.{day.month}.{day.year}" + (f" {time}" if time else "")

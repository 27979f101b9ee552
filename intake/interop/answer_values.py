"""The answer to one question from the rows of a submission: a value, a state, or why it could not be taken.

Nothing is guessed. Where a part of an answer can be kept, it is kept with the mark 'ask again'.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, assert_never

from intake.interop import nodes
from intake.interop.submission import Values
from intake.interview.answer_file import value_from_json
from intake.interview.answers import NOT_ASKED, Answer, Entry, State, Value
from intake.interview.questionnaire import Codes
from intake.interview.questions import Kind, Question
from intake.interview.typed_text import read_numbers
from intake.interview.values import DOCUMENT_MARKS, Json, PartialDate, Problem

_NUMBER: Final = re.compile(r"-?[0-9]{1,9}(?:\.[0-9]{1,6})?")
_TIME: Final = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])(?::.*)?")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Loss(StrEnum):
    """What happened to an answer that did not come through whole (message ids)."""

    UNKNOWN_CODE = "{question}: a code that the questionnaire does not know was left out."
    NO_VALUE = "{question}: the value cannot be an answer here, and was left out."
    SHORTENED = "{question}: the text was longer than can be kept, and was shortened. It is to be asked again."
    LESS_PRECISE = "{question}: the answer was kept less precisely than it was sent. It is to be asked again."
    SEVERAL = "{question}: a choice that stands alone was sent with others. What fits was kept, to be asked again."


@dataclass(frozen=True, slots=True)
class Found:
    """An answer, and what was lost of it; NOT_ASKED where nothing could be kept."""

    answer: Answer
    loss: Loss | None = None


NOTHING: Final = Found(NOT_ASKED)


@dataclass(frozen=True, slots=True)
class AnswerReader:
    """Reads answers for the questions of one questionnaire."""

    codes: Codes

    def answer(self, question: Question, values: Values) -> Found:
        """The answer to a question that is no repeat. `values` are those of the submission, or of one entry."""
        name = nodes.name_of(question)
        value = values.get(name, "").strip()
        match question.kind:
            case Kind.SINGLE | Kind.CEFR | Kind.COUNTRY | Kind.LANGUAGE | Kind.LANGUAGE_OR_NO:
                return _state(value) or self._coded(question, value)
            case Kind.MULTI | Kind.MULTI_COUNTRY | Kind.MULTI_LANGUAGE | Kind.MULTI_RECIPIENT:
                return self._list(question, value)
            case Kind.DOC_LIST:
                return self._documents(question, value, values)
            case Kind.PARTIAL_DATE:
                found = self._date(question, value, values)
            case Kind.APPOINTMENT:
                found = self._appointment(question, values)
            case Kind.TEXT | Kind.TEXT_CODE | Kind.MUNICIPALITY:
                found = self._words(question, value, values)
            case Kind.NUMBER:
                found = self._number(question, value)
            case Kind.LIST_NUMBER:
                found = self._numbers(question, value)
            case Kind.REPEAT:
                raise ValueError("a repeat is read entry by entry")
            case _:
                assert_never(question.kind)
        if found is not NOTHING:
            return found
        state = values.get(nodes.part(name, "state"), "").strip()
        return _state(state) or (self._coded(question, state) if question.choices else _unless_empty(state))

    def _checked(self, question: Question, raw: Json, loss: Loss | None = None) -> Found:
        value = value_from_json(question, raw, self.codes)
        if isinstance(value, Problem):
            return Found(NOT_ASKED, Loss.NO_VALUE)
        return kept(value, loss)

    def _coded(self, question: Question, code: str) -> Found:
        if not code:
            return NOTHING
        found = self._checked(question, code)
        return found if found.loss is None else Found(NOT_ASKED, Loss.UNKNOWN_CODE)

    def _list(self, question: Question, value: str) -> Found:
        """The codes that are known; a state among them counts only where it stands alone."""
        typed = list(dict.fromkeys(value.split()))
        if not typed:
            return NOTHING
        if len(typed) == 1 and (state := _state(typed[0])):
            return state
        if typed == [nodes.NOTHING]:
            return kept(())
        codes: list[Json] = [code for code in typed if self._is_known(question, code)]
        if not codes:
            return Found(NOT_ASKED, Loss.UNKNOWN_CODE)
        strangers = [code for code in typed if code not in codes]
        beside = any(code in (*nodes.STATES, nodes.NOTHING) for code in strangers)
        loss = Loss.SEVERAL if beside else Loss.UNKNOWN_CODE if strangers else None
        if len(codes) > 1 and any(code in question.limits.alone for code in codes):
            return Found(NOT_ASKED, Loss.NO_VALUE)
        return self._checked(question, codes, loss)

    def _is_known(self, question: Question, code: str) -> bool:
        return not isinstance(value_from_json(question, [code], self.codes), Problem)

    def _documents(self, question: Question, value: str, values: Values) -> Found:
        typed = list(dict.fromkeys(value.split()))
        if not typed:
            return NOTHING
        if len(typed) == 1 and (state := _state(typed[0])):
            return state
        if typed == [nodes.NOTHING]:
            return self._checked(question, {})
        known = [code for code in typed if question.choice(code)]
        name = nodes.name_of(question)
        marks: dict[str, Json] = {}
        loss = Loss.UNKNOWN_CODE if len(known) < len(typed) else None
        for code in known:
            given = values.get(nodes.part(name, code), "").split()
            marks[code] = [mark for mark in DOCUMENT_MARKS if mark in given]
            if any(mark not in DOCUMENT_MARKS and mark not in nodes.STATES for mark in given):
                loss = Loss.UNKNOWN_CODE
        return self._checked(question, marks, loss) if known else Found(NOT_ASKED, Loss.UNKNOWN_CODE)

    def _words(self, question: Question, value: str, values: Values) -> Found:
        words = plain(value)
        if not words:
            return NOTHING
        limit = question.limits.max_length
        loss = Loss.SHORTENED if limit and len(words) > limit else None
        words = words[:limit] if loss else words
        suffix, key = {Kind.TEXT_CODE: ("isco08", "isco08"), Kind.MUNICIPALITY: ("ags", "ags")}.get(
            question.kind, ("", "")
        )
        code = values.get(nodes.part(nodes.name_of(question), suffix), "").strip() if suffix else ""
        if code and code not in nodes.STATES:
            found = self._checked(question, {"text": words, key: code}, loss)
            if found.answer.value is not None:
                return found
            loss = Loss.UNKNOWN_CODE
        return self._checked(question, words, loss)

    def _number(self, question: Question, value: str) -> Found:
        if not value:
            return NOTHING
        if not _NUMBER.fullmatch(value):
            return Found(NOT_ASKED, Loss.NO_VALUE)
        number = float(value)
        return self._checked(question, int(number) if number.is_integer() else number)

    def _numbers(self, question: Question, value: str) -> Found:
        if not value:
            return NOTHING
        numbers = read_numbers(value)
        if isinstance(numbers, Problem):
            return Found(NOT_ASKED, Loss.NO_VALUE)
        return self._checked(question, list(numbers))

    def _date(self, question: Question, value: str, values: Values) -> Found:
        """The date that the form made; where there is no such day, its month."""
        name = nodes.name_of(question)
        if not value:
            parts = [values.get(nodes.part(name, suffix), "").strip() for suffix in ("year", "month", "day")]
            value = "-".join(part.zfill(2) for part in parts if part)
        if not value:
            return NOTHING
        date, loss = PartialDate.parse(value), None
        if isinstance(date, Problem) and _DAY.fullmatch(value):
            date, loss = PartialDate.parse(value[:7]), Loss.LESS_PRECISE
        if isinstance(date, Problem):
            return Found(NOT_ASKED, Loss.NO_VALUE)
        return self._checked(question, str(date), loss)

    def _appointment(self, question: Question, values: Values) -> Found:
        name = nodes.name_of(question)
        date, time, place, whom = (
            plain(values.get(nodes.part(name, suffix), "")) for suffix in ("date", "time", "place", "with")
        )
        if not (date or place or whom):
            return NOTHING
        hour = _TIME.fullmatch(time)
        loss = Loss.LESS_PRECISE if time and not hour else None
        at = f"{date}T{hour[1]}:{hour[2]}" if hour else date
        raw: dict[str, Json] = {"at": at, "place": place, "with": whom}
        return self._checked(question, {key: value for key, value in raw.items() if value}, loss)

    def entries(
        self, question: Question, entries: tuple[Values, ...]
    ) -> tuple[tuple[Entry, ...], list[tuple[str, Loss]]]:
        """The entries that hold an answer, and what was lost: the field and why."""
        found: list[Entry] = []
        losses: list[tuple[str, Loss]] = []
        for values in entries:
            fields: dict[str, Answer] = {}
            for field in question.fields:
                read = self.answer(field, values)
                if read.answer is not NOT_ASKED:
                    fields[field.id] = read.answer
                if read.loss:
                    losses.append((field.context, read.loss))
            if fields:
                found.append(Entry(str(len(found) + 1), fields))
        return tuple(found), losses


def kept(value: Value, loss: Loss | None = None) -> Found:
    """An answered question; to be asked again where something of it was lost."""
    return Found(Answer(State.ANSWERED, value, recheck=loss is not None), loss)


def _state(code: str) -> Found | None:
    return Found(Answer(State(code))) if code in nodes.STATES else None


def _unless_empty(state: str) -> Found:
    return Found(NOT_ASKED, Loss.UNKNOWN_CODE) if state else NOTHING


def plain(text: str) -> str:
    """What was typed, on one line where it was one, without control characters and invisible directions."""
    return "".join(_plain(text)).strip()


def _plain(text: str) -> Iterator[str]:
    for char in text.replace("\r\n", "\n"):
        if char == "\n" or unicodedata.category(char) not in ("Cc", "Cs", "Zl", "Zp"):
            yield char
        else:
            yield " "

"""Reads answers from the JSON form of an answers file, and writes them back.

Source: decisions.md 2, interview.md 1.5. Every problem is reported, not only the first.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping

from intake.interview.answers import NOT_ASKED, Answer, Answers, Entry, Source, State, Value
from intake.interview.limits import range_problems
from intake.interview.questionnaire import Codes, Questionnaire
from intake.interview.questions import Kind, Question
from intake.interview.values import (
    DOCUMENT_MARKS,
    Appointment,
    Documents,
    Json,
    Municipality,
    OwnWords,
    PartialDate,
    Problem,
    as_json,
    said_date,
)

MAX_ENTRIES = 500
_MARKS = frozenset({"value", "source", "note", "recheck"})
_STATES = frozenset({"unknown", "declined", "ask_later", "not_asked"})


def answers_from_json(questionnaire: Questionnaire, data: Json) -> Answers | tuple[Problem, ...]:
    """All answers, or every problem: unknown ids and codes, impossible values. Each names its question."""
    if not isinstance(data, dict):
        return (Problem("The file has to hold one JSON object: question id to value."),)
    reader = _Reader(questionnaire.codes)
    found: dict[str, Answer] = {}
    for id_, raw in data.items():
        question = questionnaire.by_id.get(id_)
        if question is None:
            reader.wrong(_clip(id_), "unknown question id")
            continue
        answer = reader.answer(question, raw, question.id)
        if answer is not NOT_ASKED:
            found[id_] = answer
    return tuple(reader.problems) or Answers(found)


def answers_as_json(answers: Answers) -> dict[str, Json]:
    """The answers in the same form; marks are written where they say more than 'said'."""
    return {id_: _position(answers[id_]) for id_ in answers if answers[id_].state is not State.NOT_ASKED}


def value_from_json(question: Question, raw: Json, codes: Codes) -> Value | Problem:
    """A plain value for one question, checked against its codes and ranges."""
    reader = _Reader(codes)
    value = reader.value(question, raw, question.context)
    return value if value is not None else reader.problems[0]


def _position(answer: Answer) -> Json:
    if answer.value is None:
        return {"state": answer.state.value}
    value: Json
    if isinstance(answer.value, tuple) and any(isinstance(item, Entry) for item in answer.value):
        return [
            {name: _position(field) for name, field in entry.fields.items() if field.state is not State.NOT_ASKED}
            for entry in answer.value
            if isinstance(entry, Entry)
        ]
    value = as_json(answer.value)  # type: ignore[arg-type]  # a tuple of entries was returned above
    marks: dict[str, Json] = {}
    if answer.source is not Source.SAID:
        marks["source"] = answer.source.value
    if answer.note:
        marks["note"] = answer.note
    if answer.recheck:
        marks["recheck"] = True
    return {"value": value, **marks} if marks else value


def _clip(text: object) -> str:
    """What was found, short and without control characters, for a message."""
    shown = repr(text)
    return shown if len(shown) <= 60 else shown[:57] + "..."


class _Reader:
    def __init__(self, codes: Codes) -> None:
        self.codes = codes
        self.problems: list[Problem] = []

    def wrong(self, where: str, what: str) -> None:
        self.problems.append(Problem("{where}: {what}", {"where": where, "what": what}))

    def answer(self, question: Question, raw: Json, where: str) -> Answer:
        """The answer at one value position; a problem leaves NOT_ASKED behind."""
        if raw is None:
            return NOT_ASKED
        if isinstance(raw, dict) and "value" in raw:
            return self._marked(question, raw, where)
        if isinstance(raw, dict) and "state" in raw:
            state = raw["state"]
            if set(raw) != {"state"} or not isinstance(state, str) or state not in _STATES:
                self.wrong(where, f"no such state: {_clip(raw)}")
                return NOT_ASKED
            return NOT_ASKED if state == "not_asked" else Answer(State(state))
        value = self.value(question, raw, where)
        return NOT_ASKED if value is None else Answer(State.ANSWERED, value)

    def _marked(self, question: Question, raw: dict[str, Json], where: str) -> Answer:
        for key in sorted(set(raw) - _MARKS):
            self.wrong(where, f"unknown mark {_clip(key)}")
        source, note, recheck = raw.get("source", "said"), raw.get("note") or "", raw.get("recheck") or False
        if source not in list(Source):
            self.wrong(where, f"unknown source {_clip(source)}")
            source = "said"
        if not isinstance(note, str) or not isinstance(recheck, bool):
            self.wrong(where, "`note` has to be a text, `recheck` true or false")
            return NOT_ASKED
        if raw["value"] is None:
            return NOT_ASKED
        value = self.value(question, raw["value"], where)
        if value is None:
            return NOT_ASKED
        return Answer(State.ANSWERED, value, Source(str(source)), note, recheck)

    def value(self, question: Question, raw: Json, where: str) -> Value | None:
        """A plain value, or None after the problem was reported."""
        before = len(self.problems)
        value = self._value(question, raw, where)
        if value is None:
            if len(self.problems) == before:
                self.wrong(where, f"{_clip(raw)} is no value for the type {question.kind}")
            return None
        if isinstance(value, bool | int | float) or question.kind is Kind.LIST_NUMBER:
            for problem in range_problems(question, value):
                self.wrong(where, f"impossible value {_clip(raw)}: {problem}")
        return value if len(self.problems) == before else None

    def _value(self, question: Question, raw: Json, where: str) -> Value | None:
        match question.kind, raw:
            case Kind.REPEAT, list():
                return self._entries(question, raw, where)
            case Kind.TEXT, str():
                return raw
            case Kind.NUMBER, int() | float() if not isinstance(raw, bool):
                return raw
            case Kind.PARTIAL_DATE, str():
                return self._date(question, raw, where)
            case Kind.PARTIAL_DATE, dict():
                date = said_date(raw)
                return date if isinstance(date, PartialDate) else None
            case Kind.LIST_NUMBER, list():
                numbers = tuple(item for item in raw if isinstance(item, int) and not isinstance(item, bool))
                return numbers if len(numbers) == len(raw) else None
            case Kind.DOC_LIST, dict():
                return self._documents(question, raw, where)
            case Kind.APPOINTMENT, dict():
                return self._appointment(raw, where)
            case Kind.TEXT_CODE, str():
                return OwnWords(raw)
            case Kind.TEXT_CODE, {"text": str(words), **rest} if set(rest) <= {"isco08"}:
                return self._own_words(words, rest.get("isco08"), where)
            case Kind.MUNICIPALITY, str():
                return Municipality(raw)
            case Kind.MUNICIPALITY, {"text": str(name), **rest} if set(rest) <= {"ags"}:
                return self._municipality(name, rest.get("ags"), where)
            case ((Kind.SINGLE | Kind.CEFR | Kind.COUNTRY | Kind.LANGUAGE | Kind.LANGUAGE_OR_NO), str()):
                return raw if self._known(question, raw, where) else None
            case ((Kind.MULTI | Kind.MULTI_COUNTRY | Kind.MULTI_LANGUAGE | Kind.MULTI_RECIPIENT), list()):
                codes = tuple(item for item in raw if isinstance(item, str))
                if len(codes) != len(raw):
                    return None
                if len(set(codes)) != len(codes):
                    self.wrong(where, "a code stands twice")
                known = [self._known(question, code, where) for code in codes]
                return codes if all(known) else None
            case _:
                return None

    def _known(self, question: Question, code: str, where: str) -> bool:
        match question.kind:
            case Kind.COUNTRY | Kind.MULTI_COUNTRY:
                known = code in self.codes.countries
            case Kind.LANGUAGE | Kind.MULTI_LANGUAGE:
                known = code in self.codes.languages
            case Kind.LANGUAGE_OR_NO:
                known = code == "no" or code in self.codes.languages
            case _:
                known = question.choice(code) is not None
        if not known:
            self.wrong(where, f"unknown code {_clip(code)}")
        return known

    def _date(self, question: Question, raw: str, where: str) -> Value | None:
        if question.choice(raw):
            return raw
        value = PartialDate.parse(raw)
        if isinstance(value, Problem):
            self.wrong(where, f"impossible value {_clip(raw)}: {value}")
            return None
        return value

    def _documents(self, question: Question, raw: Mapping[str, Json], where: str) -> Documents | None:
        marks: dict[str, tuple[str, ...]] = {}
        for code, given in raw.items():
            if not self._known(question, code, where) or not isinstance(given, list):
                return None
            unknown = [mark for mark in given if mark not in DOCUMENT_MARKS]
            if unknown:
                self.wrong(where, f"unknown mark {_clip(unknown[0])}")
                return None
            marks[code] = tuple(mark for mark in DOCUMENT_MARKS if mark in given)
        return Documents(marks)

    def _appointment(self, raw: Mapping[str, Json], where: str) -> Appointment | None:
        at, place, whom = raw.get("at"), raw.get("place") or "", raw.get("with") or ""
        if set(raw) - {"at", "place", "with"} or not all(isinstance(part, str) for part in (at, place, whom)):
            return None
        if not re.fullmatch(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d)?([+-]\d\d:\d\d|Z)?)?", str(at)):
            return None
        try:
            dt.datetime.fromisoformat(str(at))
        except ValueError:
            self.wrong(where, f"impossible value: {_clip(at)} does not exist")
            return None
        return Appointment(str(at), str(place), str(whom))

    def _own_words(self, words: str, code: object, where: str) -> OwnWords | None:
        if code is not None and not (isinstance(code, str) and re.fullmatch(r"\d{4}", code)):
            self.wrong(where, f"`isco08` has four digits, not {_clip(code)}")
            return None
        return OwnWords(words, code)

    def _municipality(self, name: str, key: object, where: str) -> Municipality | None:
        if key is not None and not (isinstance(key, str) and re.fullmatch(r"\d{8}", key)):
            self.wrong(where, f"`ags` has eight digits, not {_clip(key)}")
            return None
        return Municipality(name, key)

    def _entries(self, question: Question, raw: list[Json], where: str) -> tuple[Entry, ...] | None:
        if len(raw) > MAX_ENTRIES:
            self.wrong(where, f"more than {MAX_ENTRIES} entries")
            return None
        return tuple(self._entry(question, item, f"{where}[{n + 1}]", str(n + 1)) for n, item in enumerate(raw))

    def _entry(self, question: Question, raw: Json, where: str, id_: str) -> Entry:
        if not isinstance(raw, dict):
            self.wrong(where, "an entry has to be an object: field to value")
            return Entry(id_)
        return Entry(id_, dict(self._fields(question, raw, where)))

    def _fields(self, question: Question, raw: Mapping[str, Json], where: str) -> Iterator[tuple[str, Answer]]:
        for name, position in raw.items():
            field = question.field_named(name)
            if field is None:
                self.wrong(where, f"unknown field {_clip(name)}")
                continue
            answer = self.answer(field, position, f"{where}.{name}")
            if answer is not NOT_ASKED:
                yield name, answer

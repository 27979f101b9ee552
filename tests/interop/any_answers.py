"""Answers of nobody: random ones for every question, relevant or not, with states and empty lists."""

from __future__ import annotations

import datetime as dt
from random import Random

from intake.interop import nodes
from intake.interview.answers import Answer, Answers, Entry, State, Value
from intake.interview.questionnaire import Questionnaire
from intake.interview.questions import Kind, Question
from intake.interview.values import (
    DOCUMENT_MARKS,
    Appointment,
    Documents,
    Municipality,
    OwnWords,
    PartialDate,
)

_STATES = tuple(State(state) for state in nodes.STATES)
_WORDS = ("Schneiderin", "خياطة", "a < b & 'c' \"d\"", "=1+1", "Ж " * 3, "ሓደ")


def any_answers(random: Random, questionnaire: Questionnaire, kind: str, day: dt.date) -> Answers:
    """About four of five questions are answered, some of them by a state."""
    found: dict[str, Answer] = {}
    for question in nodes.questions_in(questionnaire, kind):
        if random.random() < 0.8:
            found[question.id] = _answer(random, question, questionnaire, day)
    found["privacy_info_given"] = Answer(State.ANSWERED, "yes")
    for grid in questionnaire.grids:
        if grid.opener in found and found[grid.opener].value is None:  # its state stands for the whole screen
            found = {id_: answer for id_, answer in found.items() if id_ not in grid.items}
    return Answers(found)


def _answer(random: Random, question: Question, questionnaire: Questionnaire, day: dt.date) -> Answer:
    if random.random() < 0.1:
        return Answer(random.choice(_STATES))
    return Answer(State.ANSWERED, _value(random, question, questionnaire, day))


def _value(random: Random, question: Question, questionnaire: Questionnaire, day: dt.date) -> Value:
    limits, codes = question.limits, questionnaire.codes
    match question.kind:
        case Kind.SINGLE | Kind.CEFR:
            return random.choice(question.choices).code
        case Kind.MULTI | Kind.MULTI_RECIPIENT:
            choices = [choice.code for choice in question.choices if choice.code not in limits.alone]
            if limits.alone and random.random() < 0.3:
                return (limits.alone[0],)
            least = 1 if limits.alone else 0
            return tuple(random.sample(choices, random.randint(least, min(3, len(choices)))))
        case Kind.COUNTRY:
            return random.choice((*codes.countries, "XXA", "SYR", "AFG"))
        case Kind.MULTI_COUNTRY:
            return tuple(
                random.sample(["XXA", "SYR", "UKR", "ERI", "ALB", *codes.countries][:12], random.randint(1, 2))
            )
        case Kind.LANGUAGE | Kind.LANGUAGE_OR_NO:
            return random.choice((*codes.languages, "ara"))
        case Kind.MULTI_LANGUAGE:
            return tuple(random.sample(list(codes.languages), random.randint(1, 3)))
        case Kind.TEXT:
            return (random.choice(_WORDS) * 10)[: limits.max_length].strip()
        case Kind.TEXT_CODE:
            return OwnWords(random.choice(_WORDS).strip(), random.choice((None, "7531", "2221")))
        case Kind.NUMBER:
            low, high = limits.min or 0, limits.max or 30
            return random.choice((int(low), int(high), random.randint(int(low), int(high))))
        case Kind.LIST_NUMBER:
            return tuple(random.randint(0, 30) for _ in range(random.randint(0, 4)))
        case Kind.PARTIAL_DATE:
            if question.choices and random.random() < 0.5:
                return question.choices[0].code
            return _date(random, day)
        case Kind.MUNICIPALITY:
            return Municipality("Wuppertal", random.choice((None, "05124000")))
        case Kind.DOC_LIST:
            chosen = random.sample(question.choices, random.randint(0, 4))
            return Documents({choice.code: tuple(_marks(random)) for choice in chosen})
        case Kind.APPOINTMENT:
            at = (day + dt.timedelta(days=random.randint(1, 60))).isoformat()
            return Appointment(random.choice((at, f"{at}T10:30")), random.choice(("", "Zimmer 3")), "")
        case Kind.REPEAT:
            count = random.randint(0, 3)
            return tuple(_entry(random, question, questionnaire, day, str(n + 1)) for n in range(count))


def _entry(random: Random, question: Question, questionnaire: Questionnaire, day: dt.date, id_: str) -> Entry:
    """An entry with at least one answer: what holds none is no entry."""
    fields = {inner.id: _answer(random, inner, questionnaire, day) for inner in question.fields}
    kept = {name: answer for name, answer in fields.items() if random.random() < 0.85}
    return Entry(id_, kept or fields)


def _marks(random: Random) -> list[str]:
    chosen = random.sample(DOCUMENT_MARKS, random.randint(0, 3))
    return [mark for mark in DOCUMENT_MARKS if mark in chosen]


def _date(random: Random, day: dt.date) -> PartialDate:
    """Often near a birthday that decides something, and near the ends of months."""
    year = day.year - random.choice((5, 6, 14, 15, 16, 17, 18, 19, 20, 22, 40, 66))
    month = random.choice((1, 2, 7, day.month, 12))
    last = PartialDate(year, month).last.day
    near = random.choice((1, min(day.day, last), min(day.day + 1, last), last))
    return random.choice((PartialDate(year), PartialDate(year, month), PartialDate(year, month, near)))

"""The lists that questions are chosen from: their own choices, countries, languages, occupations, states."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from intake.interop import nodes
from intake.interop.form_texts import FormTexts
from intake.interop.question_rows import (
    COUNTRIES,
    GATE,
    LANGUAGES,
    LANGUAGES_OR_NO,
    MARKS,
    OCCUPATIONS,
    STATES,
    list_of,
    words_of,
)
from intake.interop.rows import Item
from intake.interview.questionnaire import Codes
from intake.interview.questions import Kind, Question
from intake.interview.values import DOCUMENT_MARKS

_SHARED = frozenset({COUNTRIES, LANGUAGES, LANGUAGES_OR_NO})


def items(questions: Iterable[Question], codes: Codes, texts: FormTexts) -> Iterator[Item]:
    """All items of all lists, those of the questions in order. Lists for many questions stand once."""
    lists: set[str] = set()
    for question in (inner for outer in questions for inner in (outer, *outer.fields)):
        if question.kind in nodes.SELECTS:
            name = list_of(question)
            if name in _SHARED:
                lists.add(name)
            else:
                yield from _own(question, name, texts)
            if question.kind is Kind.DOC_LIST:
                lists.add(MARKS)
        elif question.kind is Kind.REPEAT:
            lists.add(GATE)
        else:
            if question.choices:
                yield from _words(question, texts)
            lists.add(words_of(question))
            lists.update({OCCUPATIONS} if question.kind is Kind.TEXT_CODE else ())
    for name in (COUNTRIES, LANGUAGES, LANGUAGES_OR_NO, OCCUPATIONS, MARKS, GATE, STATES):
        if name in lists:
            yield from _shared(name, codes, texts)


def _own(question: Question, name: str, texts: FormTexts) -> Iterator[Item]:
    for choice in question.choices:
        yield Item(name, choice.code, texts.choice(question, choice), choice.private)
    if nodes.has_nothing(question):
        yield Item(name, nodes.NOTHING, texts.nothing())
    yield from _states(name, texts)


def _words(question: Question, texts: FormTexts) -> Iterator[Item]:
    name = words_of(question)
    yield from (Item(name, choice.code, texts.choice(question, choice)) for choice in question.choices)
    yield from _states(name, texts)


def _states(name: str, texts: FormTexts) -> Iterator[Item]:
    return (Item(name, state, texts.state(state)) for state in nodes.STATES)


def _shared(name: str, codes: Codes, texts: FormTexts) -> Iterator[Item]:
    match name:
        case "countries":
            yield from (Item(name, code, texts.coded(Kind.COUNTRY, code)) for code in codes.countries)
        case "languages" | "languages_or_no":
            if name == LANGUAGES_OR_NO:
                yield Item(name, "no", texts.say("No"))
            yield from (Item(name, code, texts.coded(Kind.LANGUAGE, code)) for code in codes.languages)
        case "occupations":
            named = {occupation.isco08: occupation for occupation in reversed(texts.occupations)}
            yield from (Item(name, code, texts.occupation(named[code])) for code in sorted(named))
            return
        case "document_marks":
            yield from (Item(name, mark, texts.mark(mark)) for mark in DOCUMENT_MARKS)
            return
        case "entries_or_state":
            yield from (Item(name, code, texts.gate(code)) for code in (nodes.ENTRIES, nodes.NO_ENTRY))
    yield from _states(name, texts)

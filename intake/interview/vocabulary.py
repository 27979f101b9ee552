"""The names that conditions may use, with the type of each and its codes. Source: interview.md 2.3, 2.4."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import assert_never

from intake.interview.context import LAW_LISTS
from intake.interview.questionnaire import Codes, Questionnaire
from intake.interview.questions import Kind, Question
from intake.interview.values import CEFR_LEVELS


class ValueType(Enum):
    """What the value of an id is, as far as conditions care."""

    CODE = "a code"
    LANGUAGE = "a language"
    LEVEL = "a level"
    TEXT = "a text"
    NUMBER = "a number"
    DATE = "a date"
    CODES = "a list of codes"
    NUMBERS = "a list of numbers"
    OTHER = "no value to compare"


@dataclass(frozen=True, slots=True)
class Term:
    """One id: its type, and its codes where it has some (None: any text)."""

    type: ValueType
    codes: frozenset[str] | None = None


@dataclass(frozen=True)
class Vocabulary:
    """All ids, lists and recipients known to conditions; configuration keys are those of `context.CONFIG_KEYS`.

    `questions` are the ids that a deadline can count from.
    """

    terms: Mapping[str, Term]
    questions: frozenset[str] = frozenset()
    lists: frozenset[str] = frozenset(LAW_LISTS)
    recipients: frozenset[str] = frozenset()
    fields: Mapping[str, Mapping[str, Term]] = field(default_factory=dict)

    def with_terms(self, terms: Mapping[str, Term]) -> Vocabulary:
        return replace(self, terms={**self.terms, **terms})

    def with_lists(self, names: Iterable[str]) -> Vocabulary:
        return replace(self, lists=self.lists | frozenset(names))

    def inside(self, repeat: str) -> Vocabulary:
        """The vocabulary of a field's `when`: a name means the field of the same entry first."""
        return self.with_terms(self.fields.get(repeat, {}))


def question_vocabulary(questionnaire: Questionnaire) -> Vocabulary:
    """The questions of a questionnaire and the fields of their entries; derived values are added by `load_logic`."""
    consents = questionnaire.get("consents.recipient")
    recipients = frozenset(choice.code for choice in consents.choices) if consents else frozenset()

    def terms(questions: Iterable[Question]) -> dict[str, Term]:
        return {question.id: _term(question, questionnaire.codes, recipients) for question in questions}

    return Vocabulary(
        terms=terms(questionnaire.questions),
        questions=frozenset(question.id for question in questionnaire.questions),
        recipients=recipients,
        fields={question.id: terms(question.fields) for question in questionnaire.questions if question.fields},
    )


def _term(question: Question, codes: Codes, recipients: frozenset[str]) -> Term:
    choices = frozenset(choice.code for choice in question.choices)
    match question.kind:
        case Kind.SINGLE:
            return Term(ValueType.CODE, choices)
        case Kind.MULTI | Kind.DOC_LIST:
            return Term(ValueType.CODES, choices)
        case Kind.CEFR:
            return Term(ValueType.LEVEL, choices or frozenset(CEFR_LEVELS))
        case Kind.COUNTRY:
            return Term(ValueType.CODE, frozenset(codes.countries))
        case Kind.MULTI_COUNTRY:
            return Term(ValueType.CODES, frozenset(codes.countries))
        case Kind.LANGUAGE:
            return Term(ValueType.LANGUAGE, frozenset(codes.languages))
        case Kind.LANGUAGE_OR_NO:
            return Term(ValueType.LANGUAGE, frozenset(codes.languages) | {"no"})
        case Kind.MULTI_LANGUAGE:
            return Term(ValueType.CODES, frozenset(codes.languages))
        case Kind.MULTI_RECIPIENT:
            return Term(ValueType.CODES, recipients)
        case Kind.NUMBER:
            return Term(ValueType.NUMBER)
        case Kind.LIST_NUMBER:
            return Term(ValueType.NUMBERS)
        case Kind.PARTIAL_DATE:
            return Term(ValueType.DATE)
        case Kind.TEXT:
            return Term(ValueType.TEXT)
        case Kind.TEXT_CODE | Kind.MUNICIPALITY | Kind.APPOINTMENT | Kind.REPEAT:
            return Term(ValueType.OTHER)
        case _:
            assert_never(question.kind)

"""The field for each kind of question. A new kind fails the type checker here."""

from __future__ import annotations

from typing import assert_never

from intake.interview.answers import Answer
from intake.interview.questions import Kind, Question
from intake.ui.widgets.appointment import AppointmentPad
from intake.ui.widgets.dates import DatePad
from intake.ui.widgets.documents import DocumentsPad
from intake.ui.widgets.drawn import PadField
from intake.ui.widgets.entries import EntriesField, EntriesPad
from intake.ui.widgets.field import Field, Layout, Wording
from intake.ui.widgets.filter import FilterPad
from intake.ui.widgets.open_entry import EntryRules
from intake.ui.widgets.own_words import OwnWordsPad, TownPad
from intake.ui.widgets.pad import AnswerPad, Asked
from intake.ui.widgets.pick import MAX_DIGITS, PickPad
from intake.ui.widgets.pick_groups import GroupPad
from intake.ui.widgets.pick_many import MultiPad
from intake.ui.widgets.search import SearchManyPad, SearchPad
from intake.ui.widgets.text import NumberPad, TextPad


def pad_for(asked: Asked) -> AnswerPad:
    """The pad of one question. The entries of a repeat know no rules here: every field of theirs is asked."""
    match asked.question.kind:
        case Kind.SINGLE | Kind.CEFR:
            return _pick(asked)
        case Kind.MULTI | Kind.MULTI_RECIPIENT:
            return MultiPad(asked)
        case Kind.DOC_LIST:
            return DocumentsPad(asked)
        case Kind.TEXT:
            return TextPad(asked)
        case Kind.NUMBER | Kind.LIST_NUMBER:
            return NumberPad(asked)
        case Kind.PARTIAL_DATE:
            return DatePad(asked)
        case Kind.APPOINTMENT:
            return AppointmentPad(asked)
        case Kind.COUNTRY | Kind.LANGUAGE | Kind.LANGUAGE_OR_NO:
            return SearchPad(asked)
        case Kind.MULTI_COUNTRY | Kind.MULTI_LANGUAGE:
            return SearchManyPad(asked)
        case Kind.TEXT_CODE:
            return OwnWordsPad(asked)
        case Kind.MUNICIPALITY:
            return TownPad(asked)
        case Kind.REPEAT:
            return EntriesPad(asked, pad_for, EntryRules())
        case _:
            assert_never(asked.question.kind)


def _pick(asked: Asked) -> AnswerPad:
    if asked.question.groups:
        return GroupPad(asked)
    offered = [choice for choice in asked.question.choices if not (choice.private and asked.private_hidden)]
    return PickPad(asked) if len(offered) <= MAX_DIGITS else FilterPad(asked)


def field_for(
    question: Question,
    wording: Wording,
    answer: Answer,
    *,
    half_typed: str = "",
    layout: Layout = Layout.BOTH,
    private_hidden: bool = False,
    is_suggested: bool = False,
    rules: EntryRules | None = None,
) -> Field:
    """The field of a question. `rules` matter to a repeat only: which of its fields are asked, what refuses a value.

    `is_suggested` says that the answer is only offered, and not stored.
    """
    asked = Asked(question, wording, answer, half_typed, layout, private_hidden, is_suggested)
    if question.kind is Kind.REPEAT:
        return EntriesField(EntriesPad(asked, pad_for, rules or EntryRules()))
    return PadField(pad_for(asked))

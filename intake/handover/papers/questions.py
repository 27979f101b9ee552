"""The room that a question needs on paper, by its kind: boxes, lines, a table with a column for each entry."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from intake.handover.papers.paper import Both, Box, Boxes, Field, Lines, Paragraph, Plain, Table
from intake.handover.papers.tongues import Tongues
from intake.interview.questions import Kind, Question, Who

ENTRY_COLUMNS = 3
_LONG_TEXT = 160
_MONTHS = "months"


def answer_room(question: Question, tongues: Tongues) -> Iterator[Plain]:
    """What stands below the question, so that it can be answered with a pen."""
    say = tongues.say
    match question.kind:
        case Kind.SINGLE | Kind.CEFR:
            yield Boxes(boxes(question, tongues))
        case Kind.MULTI | Kind.DOC_LIST | Kind.MULTI_RECIPIENT:
            yield Paragraph(read_by(question, say("Several answers are possible.")), is_small=True)
            yield Boxes(boxes(question, tongues))
        case Kind.LANGUAGE_OR_NO:
            yield Boxes((Box(read_by(question, say("No"))),))
            yield Lines(1)
        case Kind.PARTIAL_DATE:
            if question.choices:
                yield Boxes(boxes(question, tongues))
            yield Lines(1, read_by(question, say("Day, month, year: as far as they are known.")))
        case Kind.APPOINTMENT:
            yield Lines(2, read_by(question, say("Day and time, place, with whom")))
        case Kind.TEXT:
            yield Lines(3 if (question.limits.max_length or 0) > _LONG_TEXT else 1)
        case Kind.MULTI_COUNTRY | Kind.MULTI_LANGUAGE | Kind.LIST_NUMBER:
            yield Lines(1, read_by(question, say("Several answers are possible.")))
        case Kind.NUMBER if question.limits.unit == _MONTHS:
            yield Lines(1, read_by(question, say("Years and months")))
        case Kind.TEXT_CODE | Kind.NUMBER | Kind.COUNTRY | Kind.LANGUAGE | Kind.MUNICIPALITY:
            yield Lines(1)
        case Kind.REPEAT:
            rows = tuple(_field(field, tongues) for field in question.fields)
            yield Table(rows, ENTRY_COLUMNS)
        case _:
            assert_never(question.kind)


def boxes(question: Question, tongues: Tongues, *, without_private: bool = False) -> tuple[Box, ...]:
    """The choices, numbered as they are on the screen."""
    choices = [choice for choice in question.choices if not (without_private and choice.private)]
    return tuple(
        Box(read_by(question, tongues.choice(question, choice)), number=str(number))
        for number, choice in enumerate(choices, 1)
    )


def read_by(question: Question, text: Both) -> Both:
    """The text as it is printed: what only staff read has no other language than German."""
    return Both(text.german) if question.who is Who.STAFF else text


def _field(field: Question, tongues: Tongues) -> Field:
    return Field(read_by(field, tongues.question(field)), boxes(field, tongues))

"""Where each row of a form stands: the names of its repeats, and the path of each row as tables write it."""

from __future__ import annotations

from collections.abc import Iterator

from intake.interop import nodes
from intake.interop.table_csv import Columns
from intake.interview.questionnaire import Questionnaire
from intake.interview.questions import Kind, Question

_PAGE_PARTS = {
    Kind.TEXT: ("",),
    Kind.TEXT_CODE: ("", "isco08"),
    Kind.NUMBER: ("",),
    Kind.LIST_NUMBER: ("",),
    Kind.PARTIAL_DATE: ("year", "month", "day"),
    Kind.MUNICIPALITY: ("", "ags"),
    Kind.APPOINTMENT: ("date", "time", "place", "with"),
}


def repeats_of(questionnaire: Questionnaire, kind: str) -> tuple[str, ...]:
    return tuple(question.id for question in nodes.questions_in(questionnaire, kind) if question.fields)


def columns_of(questionnaire: Questionnaire, kind: str) -> Columns:
    """The rows that hold answers, by their path: `section_A-family_name__page-family_name`."""
    paths = {path: path.rpartition("-")[2] for path in _paths(questionnaire, kind)}
    return Columns(paths, repeats_of(questionnaire, kind))


def _paths(questionnaire: Questionnaire, kind: str) -> Iterator[str]:
    yield from (nodes.IDENTITY, nodes.DAY, nodes.START)
    for question in nodes.questions_in(questionnaire, kind):
        grid = questionnaire.grid_of.get(question.id)
        section = f"section_{question.section}"
        place = f"{section}-grid_{grid.id}" if grid else section
        if question.kind is Kind.REPEAT:
            yield f"{place}-{nodes.part(question.id, 'entries')}"
            for field in question.fields:
                yield from _of(field, f"{place}-{question.id}")
        else:
            yield from _of(question, place)


def _of(question: Question, place: str) -> Iterator[str]:
    name = nodes.name_of(question)
    if question.kind in nodes.SELECTS:
        yield f"{place}-{name}"
        if question.kind is Kind.DOC_LIST:
            marks = nodes.part(name, "marks")
            yield from (f"{place}-{marks}-{nodes.part(name, choice.code)}" for choice in question.choices)
        return
    page = f"{place}-{nodes.part(name, 'page')}"
    for suffix in (*_PAGE_PARTS[question.kind], "state"):
        yield f"{page}-{nodes.part(name, suffix) if suffix else name}"
    if question.kind is Kind.PARTIAL_DATE:
        yield f"{place}-{name}"

"""Checks the conditions of a questionnaire beyond its grammar: questions nobody can reach, dead rows, order.

Unknown ids, functions, codes and cycles are found when `logic` reads them. Source: interview.md 2.4.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from intake.interview.conditions.functions import RESERVED
from intake.interview.conditions.nodes import Always
from intake.interview.conditions.reach import can_be_true
from intake.interview.content_file import Mistake
from intake.interview.derived import Table, line_of
from intake.interview.logic import Logic, place_of, read_logic
from intake.interview.questionnaire import Questionnaire
from intake.interview.questions import Question


@dataclass(frozen=True, slots=True)
class Findings:
    """Mistakes have to be corrected; warnings are worth a look."""

    mistakes: tuple[Mistake, ...]
    warnings: tuple[Mistake, ...] = ()


def check_conditions(questionnaire: Questionnaire, name: str, derived: str) -> Findings:
    """Everything wrong with the conditions of a questionnaire and its derived.toml (`name` and text)."""
    logic, mistakes = read_logic(questionnaire, name, derived)
    if logic is None or mistakes:
        return Findings(mistakes)
    return Findings(
        (*_reserved_ids(logic), *_unreachable_questions(logic), *_dead_rows(logic)), tuple(_later_ids(logic))
    )


def _reserved_ids(logic: Logic) -> Iterator[Mistake]:
    for question in logic.questionnaire:
        for each in (question, *question.fields):
            if each.id in RESERVED:
                file, line = place_of(logic.questionnaire, each, "id")
                yield Mistake(file, line, f"{each.context}: this id is a word of the condition language")


def _unreachable_questions(logic: Logic) -> Iterator[Mistake]:
    for question in logic.questionnaire:
        if not can_be_true(logic.relevance[question.id], logic.vocabulary):
            yield _unreachable(logic, question)
        words = logic.vocabulary.inside(question.id)
        for field in question.fields:
            if not can_be_true(logic.field_relevance[question.id][field.id], words):
                yield _unreachable(logic, field)


def _unreachable(logic: Logic, question: Question) -> Mistake:
    file, line = place_of(logic.questionnaire, question)
    return Mistake(file, line, f"{question.context}: no answers ever make `when` true")


def _dead_rows(logic: Logic) -> Iterator[Mistake]:
    file = logic.derivations.file
    for index, table in enumerate(logic.derivations.tables.values()):
        start = file.line("table", index, "rows")
        for number in _dead(table, logic):
            text = table.rows[number].condition.text
            what = f"{table.id}: row {number + 1} is never reached"
            yield Mistake(file.name, line_of(file, text, start), what)


def _dead(table: Table, logic: Logic) -> Iterator[int]:
    closed = False
    for number, row in enumerate(table.rows):
        if closed or not can_be_true(row.condition, logic.vocabulary):
            yield number
        closed = closed or isinstance(row.condition.root, Always)


def _later_ids(logic: Logic) -> Iterator[Mistake]:
    """`when` uses earlier questions only, also through derived values."""
    for question in logic.questionnaire:
        place = logic.questionnaire.order(question.id)
        read = _questions_read(logic, logic.relevance[question.id].ids)
        late = [id_ for id_ in read if logic.questionnaire.order(id_) > place]
        if late:
            file, line = place_of(logic.questionnaire, question)
            yield Mistake(file, line, f"{question.id}: `when` reads later questions: {', '.join(late)}")


def _questions_read(logic: Logic, ids: tuple[str, ...]) -> list[str]:
    """The questions behind ids: those of derived values are followed."""
    found: dict[str, None] = {}
    pending = list(ids)
    seen: set[str] = set()
    while pending:
        id_ = pending.pop(0)
        if id_ in seen:
            continue
        seen.add(id_)
        if id_ in logic.derivations.tables:
            pending += [name for row in logic.derivations.tables[id_].rows for name in row.condition.ids]
        elif id_ in logic.derivations.computed:
            pending += logic.derivations.computed[id_].sources
        else:
            found[id_] = None
    return list(found)

"""The questionnaire as an XLSForm: a group for each section, a page for each screen with several questions.

The form is made for a site, a law set and a day: what they decide is decided in the form. Source: xlsform.org,
docs.getodk.org (form logic).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from intake.interop import nodes
from intake.interop.derived_rows import (
    asked,
    calculate,
    computed_rows,
    interval_rows,
    not_applicable_row,
    relevant,
    table_row,
)
from intake.interop.form_texts import FormTexts, default_heading
from intake.interop.items import items
from intake.interop.question_rows import QuestionRows, gate_row, repeat_ends
from intake.interop.relevance import Reader
from intake.interop.rows import Row, XlsForm
from intake.interop.subjects import Demand, Subjects
from intake.interop.xpath import all_of, any_of, negated, none_of, one_of, ref, text
from intake.interview.conditions.nodes import Node
from intake.interview.context import Context
from intake.interview.facts import LISTENERS
from intake.interview.household import HOUSEHOLD
from intake.interview.logic import Logic
from intake.interview.questions import Kind, Question

_INTERPRETER, _PRIVACY = "interpreter_type", "privacy"


@dataclass(frozen=True)
class Builder:
    """Makes the form of one kind of case. `demand` collects what the conditions read, and what the form cannot."""

    logic: Logic
    context: Context
    kind: str
    texts: FormTexts
    demand: Demand = field(default_factory=Demand)

    def form(self) -> XlsForm:
        """The whole form. Its version changes with everything in it, its beginning with what reads answers back."""
        rows = (*self._first_rows(), *self._sections(), *self._computed())
        found = tuple(items(self.questions, self.logic.questionnaire.codes, self.texts))
        headings = self.texts.headings
        form = XlsForm(rows, found, headings, {}, tuple(self._open_conditions))
        return replace(form, settings=self._settings(form))

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        return nodes.questions_in(self.logic.questionnaire, self.kind)

    @cached_property
    def _open_conditions(self) -> dict[str, None]:
        return {}

    @cached_property
    def _reader(self) -> Reader:
        return Reader(Subjects(self.logic, self.context, self.kind, self.demand))

    @cached_property
    def _makes(self) -> QuestionRows:
        return QuestionRows(self.texts, self._listening)

    @cached_property
    def _listening(self) -> str:
        """Somebody who is not bound to secrecy could listen. Source: interview.md 1.3."""
        ids = {question.id for question in self.questions}
        listeners = one_of(ref(_INTERPRETER), LISTENERS) if _INTERPRETER in ids else ""
        return any_of(part for part in (listeners, f"{ref(_PRIVACY)} = 'no'" if _PRIVACY in ids else "") if part)

    def _first_rows(self) -> Iterator[Row]:
        yield Row("start", nodes.START)
        yield Row("today", nodes.DAY)
        yield calculate(nodes.IDENTITY, text(nodes.identity(self.logic.questionnaire, self.kind)))
        yield Row("note", "intake_note", self.texts.first_note())

    # Sections and questions

    def _sections(self) -> Iterator[Row]:
        for section in self.logic.questionnaire.sections:
            inside = [question for question in self.questions if question.section == section.code]
            if inside:
                group = f"section_{section.code}"
                label = self.texts.content(f"section.{section.code}", section.text)
                yield Row("begin_group", group, label)
                yield from self._questions(inside)
                yield Row("end_group", group)

    def _questions(self, questions: list[Question]) -> Iterator[Row]:
        """The questions of a section, those of a grid on one page; a note before what needs a private room."""
        grid_of = self.logic.questionnaire.grid_of
        for place, question in enumerate(questions):
            before = questions[place - 1] if place else None
            after = questions[place + 1] if place + 1 < len(questions) else None
            grid = grid_of.get(question.id)
            if question.private and not (before and before.private):
                yield from self._private_notes(question)
            if grid and not (before and grid_of.get(before.id) is grid):
                label = self.texts.content(f"grid.{grid.id}", grid.text)
                yield Row("begin_group", f"grid_{grid.id}", label, appearance="field-list")
            yield from self._question(question)
            if grid and not (after and grid_of.get(after.id) is grid):
                yield Row("end_group", f"grid_{grid.id}")
        for question in questions:
            yield from self._not_applicable(question)

    def _private_notes(self, question: Question) -> Iterator[Row]:
        name = nodes.part(nodes.name_of(question), "private")
        yield Row("note", name, self.texts.say("For a talk in private"), relevant=relevant(negated(self._listening)))
        hidden = self.texts.say("(not shown: somebody could listen)")
        yield Row("note", nodes.part(name, "hidden"), hidden, relevant=self._listening)

    def _question(self, question: Question) -> Iterator[Row]:
        when = all_of((self._asked(question, self._reader), *self._around(question)))
        if question.kind is Kind.REPEAT:
            yield from self._repeat(question, when)
        else:
            yield from self._makes.rows(question, when)

    def _asked(self, question: Question, reader: Reader) -> str:
        """When a question is asked, by its own condition. One that the form cannot read is noted, and asked."""
        root = self._condition(question)
        demand = Demand()
        own = Reader(replace(reader.subjects, demand=demand))
        own.pair(root)
        self._follow(own)
        is_filled = question.id in self.logic.derivations.from_household  # then it is not asked beside entries at all
        if demand.unread or (demand.filled and not is_filled):
            self._open_conditions.setdefault(question.context)
        return asked(reader.pair(root).false)

    def _condition(self, question: Question) -> Node:
        if question.parent:
            return self.logic.field_relevance[question.parent][question.id].root
        return self.logic.relevance[question.id].root

    def _around(self, question: Question) -> Iterator[str]:
        """What else decides whether a question is put: the household, the opener of its grid, who listens."""
        if question.id in self.logic.derivations.from_household and self._has(HOUSEHOLD):
            yield f"{ref(nodes.part(HOUSEHOLD, 'entries'))} != '{nodes.ENTRIES}'"
        grid = self.logic.questionnaire.grid_of.get(question.id)
        if grid and grid.opener and self._has(grid.opener):
            yield none_of(ref(grid.opener), nodes.STATES)  # its state is taken over for the whole screen
        if question.private:
            yield negated(self._listening)

    def _has(self, id_: str) -> bool:
        return any(question.id == id_ for question in self.questions)

    def _repeat(self, question: Question, when: str) -> Iterator[Row]:
        yield gate_row(question, self.texts, when)
        begin, end = repeat_ends(question, self.texts)
        reader = Reader(replace(self._reader.subjects, repeat=question.id))
        yield begin
        for inner in question.fields:
            yield from self._makes.rows(inner, self._asked(inner, reader))
        for inner in question.fields:
            yield from self._not_applicable(inner, reader)
        yield end

    # Rows that compute

    def _not_applicable(self, question: Question, reader: Reader | None = None) -> Iterator[Row]:
        """Whether the question is n/a, where a condition asks for it; all conditions are read before."""
        reader = reader or self._reader
        if nodes.name_of(question) in self._read.relevances:
            yield not_applicable_row(question, reader, reader.pair(self._condition(question)).false)
        if nodes.name_of(question) in self._read.intervals:
            yield from interval_rows(question)

    @cached_property
    def _read(self) -> Demand:
        """Everything that the conditions of the form read, and that what they read reads."""
        for question in self.questions:
            self._reader.pair(self._condition(question))
            inside = Reader(replace(self._reader.subjects, repeat=question.id))
            for inner in question.fields:
                inside.pair(self._condition(inner))
        self._follow(self._reader)
        if {"age", "school_year_end"} & self.demand.computed.keys():
            self._reader.subjects.subject("birth_date")
            self._reader.subjects.subject("assessment_day")
        return self.demand

    def _follow(self, reader: Reader) -> None:
        """Read the tables that were demanded, and those that their rows demand."""
        demand, done = reader.subjects.demand, set[str]()
        outside = Reader(replace(reader.subjects, repeat=""))
        while left := [id_ for id_ in demand.tables if id_ not in done]:
            for id_ in left:
                done.add(id_)
                table_row(self.logic.derivations.tables[id_], outside)

    def _computed(self) -> Iterator[Row]:
        for id_ in sorted(self._read.computed):
            yield from computed_rows(id_)
        for id_, table in self.logic.derivations.tables.items():
            if id_ in self._read.tables:
                yield table_row(table, self._reader)

    # Settings

    def _settings(self, form: XlsForm) -> Mapping[str, str]:
        questionnaire = self.logic.questionnaire
        kind = questionnaire.case_kind(self.kind)
        content = hashlib.sha256(repr((form.rows, form.items, form.languages)).encode()).hexdigest()[:8]
        title = self.texts.content(f"case_kind.{kind.id}", kind.text)
        version = f"{questionnaire.version}-{nodes.structure(questionnaire, self.kind)}-{content}"
        return {
            "form_title": f"intake: {title[form.languages[0].code]}",
            "form_id": nodes.form_id(self.kind),
            "version": version,
            "default_language": default_heading(form.languages),
            "instance_name": f"concat('intake ', format-date-time({ref(nodes.START)}, '%Y-%m-%d %H:%M'))",
        }

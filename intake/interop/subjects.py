"""What the ids of conditions are in the form: the rows that hold them, when they are known, when they are n/a.

Numbers and dates are intervals of two rows. A date is the number that its figures make, 19990517: such numbers keep
the order of days, and years and months can be read off them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from intake.interop import nodes
from intake.interop.xpath import FALSE, TRUE, all_of, any_of, negated, none_of, one_of, ref
from intake.interview.computed import COMPUTED
from intake.interview.context import Context
from intake.interview.household import HOUSEHOLD
from intake.interview.logic import Logic
from intake.interview.questions import Kind, Question
from intake.interview.vocabulary import Term, ValueType

COMPUTABLE = frozenset({"assessment_day", "age", "school_year_end"})
"""The computed values that the form can compute."""


@dataclass(frozen=True, slots=True)
class Subject:
    """One id. `known`, `not_applicable` and `counts` are conditions; `codes` are all its codes, empty for any text.

    `low` and `high` are the ends of a number or date; both are the same where it is exact. While `counts` is not true,
    the answer stands back behind the entries of the household.
    """

    name: str
    known: str
    not_applicable: str = FALSE
    counts: str = TRUE
    low: str = ""
    high: str = ""
    codes: tuple[str, ...] = ()

    @property
    def value(self) -> str:
        return ref(self.name)

    def true(self, fact: str) -> str:
        """Certain: the value is known, and the fact holds for it."""
        return all_of((negated(self.not_applicable), self.known, fact))

    def false(self, fact: str) -> str:
        """Certainly not: n/a, or the value is known and the fact does not hold for it."""
        return any_of((self.not_applicable, all_of((self.known, negated(fact)))))


@dataclass(slots=True)
class Demand:
    """What the conditions read beyond the questions: `tables` and `computed` values, dates as intervals, n/a rows.

    `unread` are ids that a condition names and the form cannot read; there the condition stays open. So it does for
    `filled`, what the household says, once it has entries.
    """

    tables: dict[str, None] = field(default_factory=dict)
    computed: dict[str, None] = field(default_factory=dict)
    intervals: dict[str, Question] = field(default_factory=dict)
    relevances: dict[str, Question] = field(default_factory=dict)
    unread: dict[str, None] = field(default_factory=dict)
    filled: dict[str, None] = field(default_factory=dict)


@dataclass(frozen=True)
class Subjects:
    """The ids that a condition can name, in one repeat or outside of all (`repeat` is empty)."""

    logic: Logic
    context: Context
    kind: str
    demand: Demand
    repeat: str = ""

    @cached_property
    def asked(self) -> frozenset[str]:
        return frozenset(question.id for question in nodes.questions_in(self.logic.questionnaire, self.kind))

    @cached_property
    def terms(self) -> Mapping[str, Term]:
        vocabulary = self.logic.vocabulary
        return (vocabulary.inside(self.repeat) if self.repeat else vocabulary).terms

    def type_of(self, id_: str) -> ValueType:
        return self.terms[id_].type

    def question(self, id_: str) -> Question | None:
        """The question or field behind an id, if the form has it."""
        outer = self.logic.questionnaire.by_id.get(self.repeat)
        inner = outer.field_named(id_) if outer else None
        return inner or (self.logic.questionnaire.by_id[id_] if id_ in self.asked else None)

    def subject(self, id_: str) -> Subject | None:
        """The rows of an id; None where the form has none, so that its value stays open."""
        question = self.question(id_)
        if question is not None:
            return self._of_question(question)
        if id_ in self.logic.derivations.tables:
            self.demand.tables.setdefault(id_)
            codes = tuple(sorted(self.terms[id_].codes or ()))
            return Subject(id_, one_of(ref(id_), codes), codes=codes)
        if id_ in COMPUTED:
            return self._of_computed(id_)
        return None  # a question that this kind of case never asks is open, here as at the desk

    def _of_computed(self, id_: str) -> Subject | None:
        if id_ not in COMPUTABLE:
            self.demand.unread.setdefault(id_)
            return None
        self.demand.computed.setdefault(id_)
        low, high = nodes.part(id_, "low"), nodes.part(id_, "high")
        return Subject(id_, f"string-length({ref(low)}) > 0", low=ref(low), high=ref(high))

    def _of_question(self, question: Question) -> Subject:
        name = nodes.name_of(question)
        value = ref(name)
        known = f"string-length({value}) > 0"
        low = high = ""
        codes: tuple[str, ...] = ()
        match question.kind:
            case Kind.NUMBER:
                low = high = value
            case Kind.PARTIAL_DATE:
                self.demand.intervals[name] = question
                low, high = ref(nodes.part(name, "low")), ref(nodes.part(name, "high"))
                known = f"string-length({low}) > 0"
            case Kind.SINGLE | Kind.CEFR:
                codes = tuple(choice.code for choice in question.choices)
                known = one_of(value, codes) if len(codes) <= len(nodes.STATES) else self._no_state(value)
            case kind if kind in nodes.LISTS:
                known = all_of((f"{value} != ''", *(f"not(selected({value}, '{state}'))" for state in nodes.STATES)))
            case kind if kind in nodes.SELECTS:
                known = self._no_state(value)
            case _:
                pass
        counts = self._counts(question)
        known, absent = (all_of((counts, each)) for each in (known, self._not_applicable(question)))
        return Subject(name, known, absent, counts, low, high, codes)

    def _counts(self, question: Question) -> str:
        """Whether the household has no entries, where they would say what this question asks."""
        if question.parent or question.id not in self.logic.derivations.from_household or HOUSEHOLD not in self.asked:
            return TRUE
        self.demand.filled.setdefault(question.id)
        return f"{ref(nodes.part(HOUSEHOLD, 'entries'))} != '{nodes.ENTRIES}'"

    def _no_state(self, value: str) -> str:
        return all_of((f"{value} != ''", none_of(value, nodes.STATES)))

    def _not_applicable(self, question: Question) -> str:
        if question.when in ("always", "True"):
            return FALSE
        name = nodes.name_of(question)
        self.demand.relevances[name] = question
        return f"{ref(nodes.part(name, 'na'))} = '1'"

"""What conditions see: the values and states of one case on one day, at one site.

Everything is computed when it is asked for, once. Source: interview.md 1.2, 1.3, 1.5, 5, 6.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from intake.interview.answers import Answer, Answers, Entry, State
from intake.interview.computed import COMPUTED
from intake.interview.conditions.condition import Condition
from intake.interview.context import Context
from intake.interview.derived import PanelRow, Row
from intake.interview.household import FILLED, HOUSEHOLD
from intake.interview.logic import Logic
from intake.interview.questions import Question
from intake.interview.reasons import Missing, Reason, because, decided_in, missing
from intake.interview.truth import NA, OPEN, Datum, Interval, Truth, Value
from intake.interview.values import Documents, Json, PartialDate

NO_PRIVATE_SETTING = "no private setting"
"""The reason of a private question that has to wait (a message id)."""

LISTENERS = ("volunteer", "adult_relative")
"""Who interprets without being bound to secrecy."""
_SPECIAL_NEEDS = "special_needs_self"


class QuestionState(StrEnum):
    """The one state a question or field is in: stored, or computed from its relevance."""

    PARKED = "parked"
    NOT_RELEVANT = "not_relevant"
    ANSWERED = "answered"
    UNKNOWN = "unknown"
    DECLINED = "declined"
    ASK_LATER = "ask_later"
    NOT_ASKED = "not_asked"


class PanelState(StrEnum):
    """What the panel says of one letter of Art. 24."""

    YES = "yes"
    ASSESS = "assess"
    NOT_ASKED = "not_asked"
    OPEN = "open"
    NO = "no"


@dataclass(frozen=True, slots=True)
class PanelLine:
    """One letter of the panel, with the answers that decided it."""

    letter: str
    state: PanelState
    because: tuple[Reason, ...]


class Facts:
    """One case as conditions see it. Answers and context never change; take new Facts for new answers.

    `decided` are derived values by id that staff decided otherwise: they stand in the place of the computed ones.
    """

    def __init__(
        self, logic: Logic, answers: Answers, context: Context, decided: Mapping[str, str] | None = None
    ) -> None:
        self.logic = logic
        self.answers = answers
        self._context = context
        self.decided: Mapping[str, str] = decided or {}
        self._values: dict[str, Value] = {}
        self._relevance: dict[str, Truth] = {}
        self._entries: dict[str, tuple[EntryFacts, ...]] = {}
        self._tables = logic.derivations.tables
        self._filled = frozenset(logic.derivations.from_household) if answers.entries(HOUSEHOLD) else frozenset()
        self.lacks_privacy = answers["interpreter_type"].value in LISTENERS or answers["privacy"].value == "no"

    @property
    def context(self) -> Context:
        return self._context

    # Values

    def value(self, id_: str, /) -> Value:
        """The value of a question or derived value, OPEN, or NA."""
        try:
            return self._values[id_]
        except KeyError:
            value = self._values[id_] = self._find(id_)
            return value

    def _find(self, id_: str) -> Value:
        if id_ in self.decided:
            return self.decided[id_]
        table = self._tables.get(id_)
        if table is not None:
            return self._from_rows(table.rows)
        if id_ in self.logic.derivations.computed:
            return COMPUTED[id_](self)
        if id_ in self._filled:
            return FILLED[id_](self.entries(HOUSEHOLD))
        return NA if self.relevance(id_) is Truth.FALSE else value_of(self.answers[id_])

    def _from_rows(self, rows: tuple[Row, ...]) -> Value:
        for row in rows:
            truth = row.condition.truth(self)
            if truth is Truth.TRUE:
                return OPEN if row.then is None else row.then
            if truth is Truth.OPEN:
                return OPEN
        return OPEN

    @property
    def is_birth_date_possible(self) -> bool:
        """False where the birth date lies after the day of assessment: such a case cannot be assessed."""
        birth = self.answers["birth_date"].value
        return not isinstance(birth, PartialDate) or birth.first <= self.context.day

    # States

    def relevance(self, id_: str, /) -> Truth:
        """The truth of a question's `when`. Open counts as relevant."""
        truth = self._relevance.get(id_)
        if truth is None:
            truth = self._relevance[id_] = self.logic.relevance[id_].truth(self)
        return truth

    def is_asked(self, id_: str) -> bool:
        """Whether the question is put to the person: relevant or open, and not filled from the household."""
        return id_ not in self._filled and self.relevance(id_) is not Truth.FALSE

    def state(self, id_: str) -> QuestionState:
        """The one state of a question."""
        return _state(self.answers[id_], self.is_asked(id_), self.waits_for_privacy(id_))

    def waits_for_privacy(self, id_: str) -> bool:
        """Whether a private question is not put in this session, because somebody could listen."""
        question = self.logic.questionnaire[id_]
        return self.lacks_privacy and question.private and self.answers[id_].state is State.NOT_ASKED

    def later_reason(self, id_: str) -> str:
        """Why a question waits: the stored reason, or that there is no private setting. A message id, or typed text."""
        return NO_PRIVATE_SETTING if self.waits_for_privacy(id_) else self.answers[id_].reason

    @property
    def parked(self) -> tuple[str, ...]:
        """The questions whose answer is kept, but does not count now. In interview order."""
        found = [id_ for id_ in self.answers if self.answers[id_].state is State.ANSWERED and not self.is_asked(id_)]
        return tuple(sorted(found, key=self.order))

    def entries(self, repeat: str) -> tuple[EntryFacts, ...]:
        """The entries of a repeat, each as its fields' conditions see it."""
        found = self._entries.get(repeat)
        if found is None:
            question = self.logic.questionnaire[repeat]
            found = tuple(EntryFacts(self, question, entry) for entry in self.answers.entries(repeat))
            self._entries[repeat] = found
        return found

    # Reasons

    def because(self, condition: Condition) -> tuple[Reason, ...]:
        """The answers that decided a condition, in interview order."""
        return because(self, condition)

    def missing(self, condition: Condition) -> Missing:
        """The ids that would decide an open condition; nothing for a decided one."""
        return missing(self, condition)

    def decided_in(self, condition: Condition) -> tuple[str, ...]:
        """The derived values on which the condition rests because staff decided them."""
        return decided_in(self, condition)

    @cached_property
    def computed(self) -> Facts:
        """The same case with all values as they are computed, whatever staff decided."""
        return Facts(self.logic, self.answers, self.context) if self.decided else self

    def relevance_of(self, id_: str, /) -> Condition:
        return self.logic.relevance[id_]

    def sources_of(self, id_: str, /) -> tuple[str, ...] | None:
        computed = self.logic.derivations.computed.get(id_)
        return computed.sources if computed else None

    def rows_of(self, id_: str, /) -> tuple[Row, ...] | None:
        table = self._tables.get(id_)
        return table.rows if table else None

    def is_filled(self, id_: str, /) -> bool:
        """Whether the value comes from the entries of the household."""
        return id_ in self._filled

    def is_decided(self, id_: str, /) -> bool:
        """Whether staff decided the value."""
        return id_ in self.decided

    def stored_state(self, id_: str, /) -> State:
        return self.answers[id_].state

    def order(self, id_: str, /) -> int:
        return self.logic.questionnaire.order(id_)

    # Output

    def derived_output(self) -> dict[str, Json]:
        """The derived values in the form of an assessment: null where open, `n/a`, an interval as two numbers."""
        computed = [value.id for value in self.logic.derivations.computed.values() if value.in_output]
        return {id_: as_output(self.value(id_)) for id_ in sorted((*computed, *self._tables))}

    def panel(self) -> tuple[PanelLine, ...]:
        """The indication for staff under Directive (EU) 2024/1346 Art. 24; never a finding."""
        return tuple(self._panel_line(row) for row in self.logic.derivations.panel)

    def _panel_line(self, row: PanelRow) -> PanelLine:
        first = row.yes.truth(self)
        if first is Truth.TRUE:
            return PanelLine(row.letter, PanelState.YES, self.because(row.yes))
        if row.assess is not None and row.assess.truth(self) is Truth.TRUE:
            return PanelLine(row.letter, PanelState.ASSESS, self.because(row.assess))
        if _SPECIAL_NEEDS in row.yes.ids and self.value(_SPECIAL_NEEDS) is NA:
            return PanelLine(row.letter, PanelState.NOT_ASKED, self.because(row.yes))
        state = PanelState.OPEN if first is Truth.OPEN else PanelState.NO
        return PanelLine(row.letter, state, self.because(row.yes))


class EntryFacts:
    """One entry of a repeat: a name means the field of the same entry first, else the question."""

    def __init__(self, facts: Facts, repeat: Question, entry: Entry) -> None:
        self.facts = facts
        self.repeat = repeat
        self.entry = entry
        self._whens: Mapping[str, Condition] = facts.logic.field_relevance[repeat.id]
        self._values: dict[str, Value] = {}

    @property
    def context(self) -> Context:
        return self.facts.context

    def value(self, id_: str, /) -> Value:
        if id_ not in self._whens:
            return self.facts.value(id_)
        if id_ not in self._values:
            relevant = self.relevance(id_) is not Truth.FALSE
            self._values[id_] = value_of(self.entry.answer(id_)) if relevant else NA
        return self._values[id_]

    def relevance(self, field: str) -> Truth:
        return self._whens[field].truth(self)

    def is_asked(self, field: str) -> bool:
        return self.facts.is_asked(self.repeat.id) and self.relevance(field) is not Truth.FALSE

    def state(self, field: str) -> QuestionState:
        """The one state of a field."""
        return _state(self.entry.answer(field), self.is_asked(field), self.waits_for_privacy(field))

    def waits_for_privacy(self, field: str) -> bool:
        question = self.repeat.field_named(field)
        is_private = self.repeat.private or (question is not None and question.private)
        return self.facts.lacks_privacy and is_private and self.entry.answer(field).state is State.NOT_ASKED


def _state(answer: Answer, is_asked: bool, waits: bool) -> QuestionState:
    if not is_asked:
        return QuestionState.PARKED if answer.state is State.ANSWERED else QuestionState.NOT_RELEVANT
    return QuestionState.ASK_LATER if waits else QuestionState(answer.state.value)


def value_of(answer: Answer) -> Value:
    """A stored answer as conditions see it."""
    value = answer.value
    match value:
        case None:
            return OPEN
        case PartialDate():
            return Interval.of_date(value)
        case int() | float():
            return Interval.exact(value)
        case Documents():
            return tuple(code for code, marks in value.marks.items() if marks)
        case tuple():
            return _list_value(value)
        case _:
            return value


def _list_value(values: tuple[str, ...] | tuple[int, ...] | tuple[Entry, ...]) -> Datum:
    numbers = tuple(Interval.exact(item) for item in values if isinstance(item, int))
    if numbers:
        return numbers
    codes = tuple(item for item in values if isinstance(item, str))
    return codes or tuple(item for item in values if isinstance(item, Entry))


def as_output(value: Value) -> Json:
    """A derived value in the form of an assessment."""
    match value:
        case Interval():
            return value.low if value.is_exact else [value.low, value.high]
        case str():
            return value
        case _:
            return NA.value if value is NA else None

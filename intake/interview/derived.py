"""Derived values: tables, computed values, the panel, and what the household fills in. Source: interview.md 5, 6.

`read_derivations` reads `content/<version>/derived.toml`; `facts` evaluates it for one case.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from intake.interview.computed import COMPUTED
from intake.interview.conditions.condition import Condition, parse_condition
from intake.interview.conditions.tokens import ConditionError
from intake.interview.content_file import ContentFile, Mistake, Mistakes
from intake.interview.household import FILLED
from intake.interview.questionnaire import Questionnaire
from intake.interview.vocabulary import Term, ValueType, Vocabulary

_COMPUTED_TYPES = {"number": ValueType.NUMBER, "date": ValueType.DATE, "code": ValueType.CODE}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table. `then` is None where the table itself decides that the value stays open."""

    condition: Condition
    then: str | None


@dataclass(frozen=True, slots=True)
class Table:
    """A derived value: the first true row gives it, an open row before that leaves it open."""

    id: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Computed:
    """A value that code computes from answers; `in_output` says whether an assessment prints it."""

    id: str
    type: ValueType
    sources: tuple[str, ...]
    in_output: bool


@dataclass(frozen=True, slots=True)
class PanelRow:
    """One letter of the panel: when it is a yes, and when staff are asked to assess."""

    letter: str
    yes: Condition
    assess: Condition | None


@dataclass(frozen=True, slots=True)
class Derivations:
    """All derived values of one version of the questionnaire."""

    tables: Mapping[str, Table]
    computed: Mapping[str, Computed]
    panel: tuple[PanelRow, ...]
    from_household: tuple[str, ...]
    file: ContentFile

    @property
    def ids(self) -> tuple[str, ...]:
        return (*self.computed, *self.tables)


def read_derivations(
    file: ContentFile, vocabulary: Vocabulary, questionnaire: Questionnaire, mistakes: Mistakes
) -> tuple[Derivations, Vocabulary]:
    """The derived values and the vocabulary that knows them too; mistakes are collected with their lines."""
    reader = _Reader(file, questionnaire, mistakes)
    computed = {value.id: value for value in reader.computed()}
    codes = dict(reader.table_codes())
    terms = {value.id: Term(value.type, reader.codes_of(value.id)) for value in computed.values()}
    terms |= {id_: Term(ValueType.CODE, found) for id_, found in codes.items()}
    full = vocabulary.with_terms(terms)
    derivations = Derivations(
        tables={table.id: table for table in reader.tables(full)},
        computed=computed,
        panel=tuple(reader.panel(full)),
        from_household=reader.from_household(),
        file=file,
    )
    return derivations, full


class _Reader:
    """Reads the tables of derived.toml one after the other."""

    def __init__(self, file: ContentFile, questionnaire: Questionnaire, mistakes: Mistakes) -> None:
        self._file = file
        self._questionnaire = questionnaire
        self._mistakes = mistakes
        self._seen = set(questionnaire.by_id)

    def computed(self) -> Iterator[Computed]:
        for index, item in enumerate(self._items("computed")):
            id_ = self._new_id("computed", index, item)
            type_ = _COMPUTED_TYPES.get(str(item.get("type")))
            sources = item.get("from", [])
            if id_ not in COMPUTED:
                self._wrong(f"nothing computes `{id_}`", "computed", index, "id")
            elif type_ is None:
                self._wrong(f"{id_}: `type` has to be one of {', '.join(_COMPUTED_TYPES)}", "computed", index, "type")
            elif not isinstance(sources, list) or not all(source in self._questionnaire.by_id for source in sources):
                self._wrong(f"{id_}: `from` names a question that does not exist", "computed", index, "from")
            else:
                yield Computed(id_, type_, tuple(sources), bool(item.get("in_output", False)))

    def codes_of(self, computed: str) -> frozenset[str] | None:
        item = next(item for item in self._items("computed") if item.get("id") == computed)
        return frozenset(item["codes"]) if "codes" in item else None

    def table_codes(self) -> Iterator[tuple[str, frozenset[str]]]:
        for index, item in enumerate(self._items("table")):
            yield (
                self._new_id("table", index, item),
                frozenset(
                    row["then"]
                    for row in item.get("rows", ())
                    if isinstance(row, dict) and isinstance(row.get("then"), str) and row["then"] != "open"
                ),
            )

    def tables(self, vocabulary: Vocabulary) -> Iterator[Table]:
        for index, item in enumerate(self._items("table")):
            rows = item.get("rows")
            if not isinstance(rows, list) or not rows:
                self._wrong(f"{item.get('id')}: `rows` are missing", "table", index, "rows")
                continue
            read = [self._row(row, number, index, vocabulary) for number, row in enumerate(rows)]
            if isinstance(rows[-1], dict) and rows[-1].get("if") != "True":
                self._wrong(f"{item.get('id')}: the last row has to be `True`", "table", index, "rows")
            yield Table(str(item.get("id")), tuple(row for row in read if row is not None))

    def _row(self, row: object, number: int, index: int, vocabulary: Vocabulary) -> Row | None:
        if not isinstance(row, dict) or set(row) != {"if", "then"} or not all(isinstance(x, str) for x in row.values()):
            self._wrong(f"row {number + 1} needs `if` and `then`, both texts", "table", index, "rows")
            return None
        condition = self._parse(row["if"], vocabulary, lambda: self._line_of_row(row["if"], index))
        return Row(condition, None if row["then"] == "open" else row["then"]) if condition else None

    def panel(self, vocabulary: Vocabulary) -> Iterator[PanelRow]:
        for index, item in enumerate(self._items("panel")):
            letter, yes, assess = item.get("letter"), item.get("yes"), item.get("assess")
            if not isinstance(letter, str) or not isinstance(yes, str) or not isinstance(assess, str | None):
                self._wrong("a row of the panel needs `letter` and `yes`", "panel", index)
                continue
            first = self._parse(yes, vocabulary, partial(self._file.line, "panel", index, "yes"))
            line = partial(self._file.line, "panel", index, "assess")
            second = None if assess is None else self._parse(assess, vocabulary, line)
            if first:
                yield PanelRow(letter, first, second)

    def from_household(self) -> tuple[str, ...]:
        named = self._file.data.get("from_household", [])
        expected = [question.id for question in self._questionnaire if question.filled_by == "household"]
        if not isinstance(named, list) or sorted(map(str, named)) != sorted(expected):
            what = "`from_household` has to name the questions that are `filled_by` the household"
            self._wrong(what, key="from_household")
        elif not set(expected) <= set(FILLED):
            self._wrong(f"the household can fill only {', '.join(FILLED)}", key="from_household")
        else:
            return tuple(named)
        return ()

    def _line_of_row(self, text: str, index: int) -> int:
        return line_of(self._file, text, self._file.line("table", index, "rows"))

    def _parse(self, text: str, vocabulary: Vocabulary, line: Callable[[], int]) -> Condition | None:
        try:
            return parse_condition(text, vocabulary)
        except ConditionError as error:
            self._mistakes.found.append(Mistake(self._file.name, line(), str(error)))
            return None

    def _items(self, name: str) -> list[dict[str, Any]]:
        items = self._file.data.get(name, [])
        return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []

    def _new_id(self, head: str, index: int, item: Mapping[str, Any]) -> str:
        id_ = item.get("id")
        if not isinstance(id_, str) or not id_:
            self._wrong(f"{head} number {index + 1}: `id` is missing", head, index)
            return ""
        if id_ in self._seen:
            self._wrong(f"`{id_}` exists already", head, index, "id")
        self._seen.add(id_)
        return id_

    def _wrong(self, what: str, head: str = "", index: int = 0, key: str = "") -> None:
        self._mistakes.add(self._file, what, head, index, key)


def line_of(file: ContentFile, text: str, start: int) -> int:
    """The line, from `start` on, on which a text stands; `start` where it is written over several lines."""
    for number, line in enumerate(file.text.splitlines()[start - 1 :], start):
        if text in line:
            return number
    return start

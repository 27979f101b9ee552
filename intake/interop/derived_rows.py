"""Rows that compute: derived values, the ends of partial dates, and whether a question is n/a.

Days are numbers such as 19990517 (see `subjects`). Source: interview.md 2.1, 5.1.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from intake.interop import nodes
from intake.interop.relevance import Reader
from intake.interop.rows import Row
from intake.interop.xpath import TRUE, all_of, choose, negated, ref, text
from intake.interview.computed import MAJORITY
from intake.interview.derived import Table
from intake.interview.questions import Question

_DAYS: Final = "312831303130313130313031"
"""The days of the months, two figures each; the leap day is added where there is one."""


def calculate(name: str, expression: str) -> Row:
    return Row("calculate", name, calculation=expression)


def table_row(table: Table, reader: Reader) -> Row:
    """A derived value: the first true row gives it, an open row before that leaves it empty."""
    expression = text("")
    for row in reversed(table.rows):
        pair = reader.pair(row.condition.root)
        behind = choose(pair.false, expression, text(""))
        expression = choose(pair.true, text(row.then or ""), behind)
    return calculate(table.id, expression)


def not_applicable_row(question: Question, reader: Reader, false: str) -> Row:
    """1 where the question certainly does not arise: n/a is a value, open is not."""
    return calculate(nodes.part(nodes.name_of(question), "na"), f"if({false}, '1', '')")


def interval_rows(question: Question) -> Iterator[Row]:
    """The first and the last day that a partial date may mean."""
    name = nodes.name_of(question)
    year, month, day = (ref(nodes.part(name, suffix)) for suffix in ("year", "month", "day"))
    figures = f"{year} * 10000 + {month} * 100"
    is_leap = f"(({year} mod 4 = 0 and {year} mod 100 != 0) or {year} mod 400 = 0)"
    last = f"number(substr({text(_DAYS)}, {month} * 2 - 2, {month} * 2)) + if({month} = 2 and {is_leap}, 1, 0)"
    has_month, has_day = f"string-length({month}) > 0", f"string-length({day}) > 0"
    for suffix, first_of_year, end_of_month in (("low", "101", "1"), ("high", "1231", last)):
        of_month = choose(has_day, f"{figures} + {day}", f"{figures} + {end_of_month}")
        known = choose(has_month, of_month, f"{year} * 10000 + {first_of_year}")
        yield calculate(nodes.part(name, suffix), choose(f"string-length({year}) > 0", known, text("")))


def computed_rows(id_: str) -> Iterator[Row]:
    """Both ends of a computed value; empty while what it is computed from is not known or not possible."""
    today = f"number(format-date({ref(nodes.DAY)}, '%Y%m%d'))"
    low, high = ref("birth_date__low"), ref("birth_date__high")
    day = ref("assessment_day__low")
    is_possible = all_of((f"string-length({low}) > 0", f"{low} <= {day}"))
    match id_:
        case "assessment_day":
            ends = (today, today)
        case "age":
            until = f"if({high} > {day}, {day}, {high})"
            ages = (f"int(({day} - {until}) div 10000)", f"int(({day} - {low}) div 10000)")
            ends = (choose(is_possible, ages[0], text("")), choose(is_possible, ages[1], text("")))
        case "school_year_end":
            first, last = (choose(is_possible, _school_year_end(end), text("")) for end in (low, high))
            ends = (first, last)
        case _:
            raise ValueError(f"the form cannot compute {id_}")
    for suffix, expression in zip(("low", "high"), ends, strict=True):
        yield calculate(nodes.part(id_, suffix), expression)


def _school_year_end(birth: str) -> str:
    """The first 31 July on or after the 18th birthday."""
    year = f"int({birth} div 10000) + {MAJORITY}"
    return f"({year} + if({birth} mod 10000 <= 731, 0, 1)) * 10000 + 731"


def relevant(*conditions: str) -> str:
    """What stands in the column; empty for a row that is always asked."""
    joined = all_of(conditions)
    return "" if joined == TRUE else joined


def asked(false: str) -> str:
    """A question is asked where its condition is not certainly false."""
    return negated(false)

"""Cases for conditions: a small vocabulary with a view of plain values, and facts of the real questionnaire."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from intake.interview.answer_file import answers_from_json
from intake.interview.answers import Answers
from intake.interview.conditions.condition import parse_condition
from intake.interview.context import ConfigValue, Context, full_config
from intake.interview.facts import Facts
from intake.interview.logic import Logic, load_logic
from intake.interview.questionnaire import load_questionnaire
from intake.interview.truth import OPEN, Interval, Truth, Value
from intake.interview.values import CEFR_LEVELS, Json
from intake.interview.vocabulary import Term, ValueType, Vocabulary

DAY = dt.date(2016, 2, 15)
LAW: Mapping[str, ConfigValue] = {"ik_rule": "list", "s24_circle": "asylblg", "pension_age": 65}
LISTS = {"good_prospect": frozenset({"SYR", "ERI"}), "safe_origin": frozenset({"ALB", "SRB"})}

YES_NO = Term(ValueType.CODE, frozenset({"yes", "no"}))
WORDS = Vocabulary(
    terms={
        **{name: YES_NO for name in ("a", "b", "c", "d")},
        "status": Term(ValueType.CODE, frozenset({"red", "green", "blue"})),
        "speech": Term(ValueType.LANGUAGE, frozenset({"ara", "apc", "tir"})),
        "level": Term(ValueType.LEVEL, frozenset(CEFR_LEVELS)),
        "other_level": Term(ValueType.LEVEL, frozenset(CEFR_LEVELS)),
        "town": Term(ValueType.TEXT),
        "months": Term(ValueType.NUMBER),
        "years": Term(ValueType.NUMBER),
        "born": Term(ValueType.DATE),
        "arrived": Term(ValueType.DATE),
        "needs": Term(ValueType.CODES, frozenset({"x", "y", "z"})),
        "ages": Term(ValueType.NUMBERS),
        "note": Term(ValueType.OTHER),
        "nationality": Term(ValueType.CODES, frozenset({"SYR", "ERI", "ALB", "SRB", "AFG", "XXA", "XXX"})),
        "origin_country": Term(ValueType.CODE, frozenset({"SYR", "ALB", "AFG"})),
    },
    questions=frozenset({"born", "arrived"}),
    recipients=frozenset({"aa", "jc"}),
)


CONTEXT = Context(DAY, full_config(LAW), LISTS, frozenset({"aa"}), frozenset({"arrived"}))


@dataclass(frozen=True)
class PlainView:
    """Values by id; everything else is open."""

    values: Mapping[str, Value] = field(default_factory=dict)
    context: Context = CONTEXT

    def value(self, id_: str, /) -> Value:
        return self.values.get(id_, OPEN)


def truth(text: str, **values: Value) -> Truth:
    """What a condition over the small vocabulary comes to."""
    return parse_condition(text, WORDS).truth(PlainView(values))


def number(low: float, high: float | None = None) -> Interval:
    return Interval(low, low if high is None else high)


def days(first: str, last: str = "") -> Interval:
    ends = [dt.date.fromisoformat(day).toordinal() for day in (first, last or first)]
    return Interval(*ends)


@cache
def real_logic() -> Logic:
    return load_logic(load_questionnaire())


def facts_of(answers: Mapping[str, Json], day: dt.date = DAY, **config: ConfigValue) -> Facts:
    """Facts of the real questionnaire for answers in the form of an answers file."""
    read = answers_from_json(real_logic().questionnaire, dict(answers))
    assert isinstance(read, Answers), read
    return Facts(real_logic(), read, Context(day, full_config(LAW, config), LISTS, frozenset({"aa"})))

"""Reads the JSON form of a value back by its kind alone, without any list of codes.

A stored answer stays readable when its code was retired since; whether a code is possible is checked where answers
come in. Source: decisions.md 2.
"""

from __future__ import annotations

import math
import re
from typing import assert_never

from intake.interview.answers import Entry, Value
from intake.interview.questions import Kind
from intake.interview.values import (
    Appointment,
    Documents,
    Json,
    Municipality,
    OwnWords,
    PartialDate,
    Plain,
    Problem,
    said_date,
)


def value_of_kind(kind: Kind, raw: Json) -> Plain | Problem:
    """The value whose `as_json` is `raw`, or the Problem that `raw` is no value of this kind.

    A partial date may hold a code of its question instead ("not yet"). A repeat is read only where it is empty, as
    its entries are answers of their own.
    """
    match kind, raw:
        case ((Kind.SINGLE | Kind.TEXT | Kind.CEFR | Kind.COUNTRY | Kind.LANGUAGE | Kind.LANGUAGE_OR_NO), str()):
            return raw
        case Kind.PARTIAL_DATE, str():
            return PartialDate.parse(raw) if re.match(r"[0-9]", raw) else raw
        case Kind.PARTIAL_DATE, dict():
            return said_date(raw)
        case Kind.NUMBER, int() | float() if not isinstance(raw, bool) and math.isfinite(raw):
            return raw
        case ((Kind.MULTI | Kind.MULTI_COUNTRY | Kind.MULTI_LANGUAGE | Kind.MULTI_RECIPIENT), list()):
            codes = _texts(raw)
            return _no_value(kind) if codes is None else codes
        case Kind.LIST_NUMBER, list():
            numbers = tuple(item for item in raw if isinstance(item, int) and not isinstance(item, bool))
            return numbers if len(numbers) == len(raw) else _no_value(kind)
        case Kind.TEXT_CODE, str():
            return OwnWords(raw)
        case Kind.TEXT_CODE, {"text": str(text), "isco08": str(code)}:
            return OwnWords(text, code)
        case Kind.MUNICIPALITY, str():
            return Municipality(raw)
        case Kind.MUNICIPALITY, {"text": str(text), "ags": str(key)}:
            return Municipality(text, key)
        case Kind.DOC_LIST, dict():
            return _documents(raw)
        case Kind.APPOINTMENT, dict():
            return _appointment(raw)
        case Kind.REPEAT, []:
            return ()
        case _:
            return _no_value(kind)


def plainest_kind(value: Value) -> Kind:
    """The simplest kind that reads this value back from its JSON, whatever question it belongs to.

    Raises ValueError for entries, for truth values and for numbers that are not finite: none of them is a value.
    """
    match value:
        case bool():
            raise ValueError("a truth value is no value of an answer")
        case str():
            return Kind.TEXT
        case int() | float():
            if not math.isfinite(value):
                raise ValueError("a number has to be finite")
            return Kind.NUMBER
        case PartialDate():
            return Kind.PARTIAL_DATE
        case OwnWords():
            return Kind.TEXT_CODE
        case Municipality():
            return Kind.MUNICIPALITY
        case Documents():
            return Kind.DOC_LIST
        case Appointment():
            return Kind.APPOINTMENT
        case tuple():
            if any(isinstance(item, Entry) for item in value):
                raise ValueError("entries have their own changes")
            return Kind.LIST_NUMBER if value and isinstance(value[0], int) else Kind.MULTI
        case _:
            assert_never(value)


def _no_value(kind: Kind) -> Problem:
    return Problem("This is no value of the kind {kind}.", {"kind": kind.value})


def _texts(raw: list[Json]) -> tuple[str, ...] | None:
    texts = tuple(item for item in raw if isinstance(item, str))
    return texts if len(texts) == len(raw) else None


def _documents(raw: dict[str, Json]) -> Documents | Problem:
    marks: dict[str, tuple[str, ...]] = {}
    for code, given in raw.items():
        found = _texts(given) if isinstance(given, list) else None
        if found is None:
            return _no_value(Kind.DOC_LIST)
        marks[code] = found
    return Documents(marks)


def _appointment(raw: dict[str, Json]) -> Appointment | Problem:
    match raw.get("at", ""), raw.get("place", ""), raw.get("with", ""):
        case str(at), str(place), str(whom) if not set(raw) - {"at", "place", "with"}:
            return Appointment(at, place, whom)
        case _:
            return _no_value(Kind.APPOINTMENT)

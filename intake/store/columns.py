"""Column types of a STRICT table: every one of them is TEXT in the file and a plain Python value in the program."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime

from sqlalchemy import ColumnElement, Dialect, Text, literal_column
from sqlalchemy.types import TypeDecorator

from intake.interview.values import Json, PartialDate, Problem, as_json

AS_WRITTEN: ColumnElement[int] = literal_column("rowid")
"""Orders the rows of one table as they were written, whatever the clock said then."""

_SURROGATE = re.compile("[\ud800-\udfff]")


def json_text(value: Json) -> str:
    """JSON as it is stored: letters as they are, and lone surrogates escaped, as no database can hold them.

    Reading it back gives the same value, with one exception: two surrogates that make a pair come back as the
    character they stand for. Raises ValueError for numbers that are not finite.
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def utc_text(at: datetime) -> str:
    """`2026-05-17T09:41:00.000000Z`: fixed width, so that times sort as text. Raises ValueError without a zone."""
    if at.tzinfo is None:
        raise ValueError("a time needs a time zone")
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class UtcText(TypeDecorator[datetime]):
    """An aware time, in UTC."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        return None if value is None else utc_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


class DayText(TypeDecorator[date]):
    """A day, `2026-05-17`."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:
        return None if value is None else date.fromisoformat(value)


class PartialDateText(TypeDecorator[PartialDate]):
    """A day, a month or a year, as the JSON of an answer: `"2026-05"`."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: PartialDate | None, dialect: Dialect) -> str | None:
        return None if value is None else json_text(as_json(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> PartialDate | None:
        if value is None:
            return None
        date = PartialDate.parse(str(json.loads(value)))
        if isinstance(date, Problem):
            raise ValueError("a stored date is no date")
        return date


class FreeText(TypeDecorator[str]):
    """What a person typed, as a JSON string: every character comes back, lone surrogates and NUL too."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else json_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else str(json.loads(value))


class CodesText(TypeDecorator[tuple[str, ...]]):
    """A short list of codes, as a JSON array."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str | None:
        return None if value is None else json_text(list(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...] | None:
        return None if value is None else tuple(json.loads(value))

"""Column types: what stands in the file, and the plain Python value that it is in the program.

Here every cell becomes a value, so here it is seen that one is not as this program writes it: edited with other tools,
or damaged. Then NotAsWritten is raised; nothing is guessed, and nothing is taken for what it might have been.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import TypeVar, cast

from sqlalchemy import ColumnElement, Dialect, Integer, LargeBinary, Text, literal_column
from sqlalchemy.types import TypeDecorator

from intake.interview.questionnaire import versions
from intake.interview.values import Json, PartialDate, Problem, as_json
from intake.store.failures import not_as_written
from intake.store.kept.people import Role

AS_WRITTEN: ColumnElement[int] = literal_column("rowid")
"""Orders the rows of one table as they were written, whatever the clock said then."""

MOST = 2**53
"""No number in the store gets so large; far below where SQLite and Python part ways."""

_SURROGATE = re.compile("[\ud800-\udfff]")
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z", re.ASCII)
_FIRST_YEAR, _LAST_YEAR = 1970, 2999
"""No clock of a computer says anything else, however wrong it is. What is outside cannot be reckoned with."""

Value = TypeVar("Value")


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


def utc_of(text: str) -> datetime:
    """The time that `utc_text` wrote. Raises ValueError for anything else."""
    if not _TIME.fullmatch(text):
        raise ValueError("no time as it is written")
    found = datetime.fromisoformat(text)
    if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        raise ValueError("no time of any clock")
    return found


def text_of(json_string: str) -> str:
    """The text in a JSON string. Raises ValueError for other JSON, or none."""
    found = json.loads(json_string)
    if not isinstance(found, str):
        raise ValueError("no JSON string")
    return found


def texts_of(json_array: str) -> tuple[str, ...]:
    """The texts in a JSON array. Raises ValueError for other JSON, or none."""
    found = json.loads(json_array)
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        raise ValueError("no JSON array of strings")
    return tuple(found)


class Kept(TypeDecorator[Value]):
    """A column as this program writes it. Reading anything else raises NotAsWritten.

    `place` names table and column, `is_required` says that there is always a value; both are set with the tables.
    """

    cache_ok = True
    stored: type = str
    place = ""
    is_required = False

    def belongs_to(self, table: str, column: str, *, is_required: bool) -> None:
        self.place, self.is_required = f"{table}.{column}", is_required

    def written(self, value: Value) -> object:
        """What stands in the file for a value."""
        return value

    def read(self, found: str) -> Value:
        """The value of what stands in the file. Raises ValueError or RecursionError where it is none."""
        raise NotImplementedError

    def process_bind_param(self, value: Value | None, dialect: Dialect) -> object:
        return None if value is None else self.written(value)

    def process_result_value(self, value: object, dialect: Dialect) -> Value | None:
        if value is None and not self.is_required:
            return None
        if not isinstance(value, self.stored):
            raise not_as_written(self.place)
        try:
            return self.read(cast("str", value))  # of the type that `stored` says; most are texts
        except (ValueError, RecursionError):  # without it as the cause: it may quote an answer
            raise not_as_written(self.place) from None


class WordText(Kept[str]):
    """An id, a name or another text of the program itself."""

    impl = Text
    cache_ok = True

    def read(self, found: str) -> str:
        return found


class OneOfText(Kept[str]):
    """One of a few words."""

    impl = Text
    cache_ok = True
    words: frozenset[str] = frozenset()

    def read(self, found: str) -> str:
        if found not in self.words:
            raise ValueError("an unknown word")
        return found


def one_of(words: Iterable[str]) -> type[OneOfText]:
    """The type of a column that holds one of these words."""
    return type("OneOfText", (OneOfText,), {"words": frozenset(words), "cache_ok": True})


class VersionText(Kept[str]):
    """A version of the questionnaire that the program knows."""

    impl = Text
    cache_ok = True

    def read(self, found: str) -> str:
        if found not in versions():
            raise ValueError("an unknown questionnaire")
        return found


class Number(Kept[int]):
    """A number from 0 on, as things are counted here."""

    impl = Integer
    cache_ok = True
    stored = int
    least, most = 0, MOST

    def read(self, found: object) -> int:
        if not isinstance(found, int) or not self.least <= found <= self.most:
            raise ValueError("no number that is possible here")
        return found


class Position(Number):
    """Where an entry was put; before the first is at the beginning."""

    cache_ok = True
    least = -MOST


class Flag(Number):
    """1 or 0."""

    cache_ok = True
    most = 1


class HashBytes(Kept[bytes]):
    """A hash of 32 bytes."""

    impl = LargeBinary
    cache_ok = True
    stored = bytes

    def read(self, found: object) -> bytes:
        if not isinstance(found, bytes) or len(found) != 32:
            raise ValueError("no hash")
        return found


class UtcText(Kept[datetime]):
    """An aware time, in UTC."""

    impl = Text
    cache_ok = True

    def written(self, value: datetime) -> str:
        return utc_text(value)

    def read(self, found: str) -> datetime:
        return utc_of(found)


class DayText(Kept[date]):
    """A day, `2026-05-17`."""

    impl = Text
    cache_ok = True

    def written(self, value: date) -> str:
        return value.isoformat()

    def read(self, found: str) -> date:
        day = date.fromisoformat(found)
        if day.isoformat() != found:
            raise ValueError("no day as it is written")
        return day


class PartialDateText(Kept[PartialDate]):
    """A day, a month or a year, as the JSON of an answer: `"2026-05"`."""

    impl = Text
    cache_ok = True

    def written(self, value: PartialDate) -> str:
        return json_text(as_json(value))

    def read(self, found: str) -> PartialDate:
        day = PartialDate.parse(text_of(found))
        if isinstance(day, Problem):
            raise ValueError("a stored date is no date")
        return day


class FreeText(Kept[str]):
    """What a person typed, as a JSON string: every character comes back, lone surrogates and NUL too."""

    impl = Text
    cache_ok = True

    def written(self, value: str) -> str:
        return json_text(value)

    def read(self, found: str) -> str:
        return text_of(found)


class CodesText(Kept[tuple[str, ...]]):
    """A short list of codes, as a JSON array."""

    impl = Text
    cache_ok = True

    def written(self, value: tuple[str, ...]) -> str:
        return json_text(list(value))

    def read(self, found: str) -> tuple[str, ...]:
        return texts_of(found)


class RolesText(CodesText):
    """The roles of a person."""

    cache_ok = True

    def read(self, found: str) -> tuple[str, ...]:
        return tuple(Role(each).value for each in texts_of(found))

"""Reads the tables of a profile or law set key by key; what is wrong is collected with its line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from enum import StrEnum
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

from intake.interview.conditions.condition import ALWAYS, Condition, parse_condition
from intake.interview.conditions.tokens import ConditionError
from intake.interview.content_file import ContentFile, Mistake, Mistakes
from intake.interview.values import PartialDate
from intake.interview.vocabulary import Vocabulary
from intake.pathways.profile_rows import Text

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)


def read_file(path: Traversable, mistakes: Mistakes) -> ContentFile | None:
    """The parsed file; None where it cannot be read, with the mistake noted."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError:
        mistakes.found.append(Mistake(path.name, 1, "the file cannot be read"))
        return None
    except UnicodeDecodeError:
        mistakes.found.append(Mistake(path.name, 1, "the file is not UTF-8"))
        return None
    return parse_file(path.name, text, mistakes)


def parse_file(name: str, text: str, mistakes: Mistakes) -> ContentFile | None:
    parsed = ContentFile.parse(name, text)
    if isinstance(parsed, Mistake):
        mistakes.found.append(parsed)
        return None
    return parsed


def mistakes_text(mistakes: Iterable[Mistake]) -> tuple[str, ...]:
    return tuple(str(mistake) for mistake in mistakes)


class TableReader:
    """One table of a file: the top level, or the `index`th `[[head]]`. Every read key is remembered."""

    def __init__(
        self, file: ContentFile, mistakes: Mistakes, data: dict[str, Any] | None = None, head: str = "", index: int = 0
    ) -> None:
        self.file = file
        self.head = head
        self.index = index
        self._mistakes = mistakes
        self._data = file.data if data is None else data
        self._read: set[str] = set()

    @property
    def name(self) -> str:
        """How the table is called in messages."""
        id_ = self._data.get("id") or self._data.get("code")
        return f"{self.head} {id_}" if self.head and isinstance(id_, str) else self.head

    def wrong(self, what: str, head: str | None = None, key: str = "") -> None:
        """Notes a mistake at a key of this table, or of another head of the same file."""
        message = f"{self.name}: {what}" if self.name else what
        at = self.head if head is None else head
        self._mistakes.add(self.file, message, at, self.index if head is None else 0, key)

    def tables(self, head: str) -> Iterator[TableReader]:
        """The `[[head]]` tables of a file."""
        items = self.optional(head, list, [])
        for index, item in enumerate(items):
            if isinstance(item, dict):
                yield TableReader(self.file, self._mistakes, item, head, index)
            else:
                self.wrong(f"`{head}` has to be a list of tables: [[{head}]]")

    def table(self, head: str) -> TableReader:
        """The `[head]` table; an empty one, and a mistake, where it is missing."""
        item = self.optional(head, dict, {})
        if not item:
            self.wrong(f"the table [{head}] is missing")
        return TableReader(self.file, self._mistakes, item, head)

    def inline(self, key: str, head: str = "") -> TableReader:
        """The table at a key; its mistakes are those of this table, or of a `head` of its own."""
        data = self.optional(key, dict, {})
        return TableReader(self.file, self._mistakes, data, head or self.head, 0 if head else self.index)

    def refuse_others(self) -> None:
        """Every key that nobody has read is unknown."""
        for key in self._data:
            if key not in self._read:
                self.wrong(f"unknown key `{key}`", key=key)

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(self._data)

    def optional(self, key: str, type_: type[T], default: T) -> T:
        """The value where it is there and of this type; noted as a mistake where it is of another."""
        self._read.add(key)
        value = self._data.get(key)
        if value is None:
            return default
        if not isinstance(value, type_) or (isinstance(value, bool) and type_ is not bool):
            self.wrong(f"`{key}` has to be {_TYPE_NAMES.get(type_, type_.__name__)}", key=key)
            return default
        return value

    def text(self, key: str) -> str:
        """A text that has to be there."""
        value = self.optional(key, str, "")
        if not value and not isinstance(self._data.get(key), str):
            if key not in self._data:
                self.wrong(f"`{key}` is missing")
        elif not value:
            self.wrong(f"`{key}` is empty", key=key)
        return value

    def short(self, key: str) -> str:
        """A text that may be missing."""
        return self.optional(key, str, "")

    def flag(self, key: str) -> bool:
        return self.optional(key, bool, False)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty where it is missing."""
        values = self.optional(key, list, [])
        if not all(isinstance(value, str) for value in values):
            self.wrong(f"`{key}` has to be a list of texts", key=key)
            return ()
        return tuple(values)

    def member(self, key: str, kinds: type[E]) -> E | None:
        """One of the codes of an enumeration."""
        value = self.text(key)
        if not value:
            return None
        if value not in list(kinds):
            self.wrong(f"`{key}` has to be one of {', '.join(kinds)}", key=key)
            return None
        return kinds(value)

    def members(self, key: str, kinds: type[E]) -> tuple[E, ...]:
        values = self.texts(key)
        for value in values:
            if value not in list(kinds):
                self.wrong(f"`{key}`: there is no `{value}`; possible are {', '.join(kinds)}", key=key)
        return tuple(kinds(value) for value in values if value in list(kinds))

    def date(self, key: str, needed: bool = True) -> dt.date | None:
        """A day, written as a date or as a text `YYYY-MM-DD`."""
        self._read.add(key)
        value = self._data.get(key)
        if value is None:
            if needed:
                self.wrong(f"`{key}` is missing")
            return None
        if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
            return value
        day = PartialDate.parse(value) if isinstance(value, str) else None
        if not isinstance(day, PartialDate) or not day.is_full:
            self.wrong(f"`{key}` has to be a day: YYYY-MM-DD", key=key)
            return None
        return day.first

    def localized(self, key: str, needed: bool = True) -> Text | None:
        """A text in German and English."""
        value = self.optional(key, dict, {})
        if not value:
            if needed and key not in self._data:
                self.wrong(f"`{key}` is missing")
            return None
        if set(value) != {"de", "en"} or not all(isinstance(text, str) and text for text in value.values()):
            self.wrong(f"`{key}` needs the texts `de` and `en`", key=key)
            return None
        return Text(value["de"], value["en"])

    def words(self, key: str) -> Text:
        """A text in German and English that has to be there; empty where it is not, and noted."""
        return self.localized(key) or Text("", "")

    def condition(self, vocabulary: Vocabulary, key: str = "when") -> Condition:
        """A condition; one that cannot be read is noted, and stands as 'always'."""
        text = self.text(key)
        try:
            return parse_condition(text, vocabulary) if text else ALWAYS
        except ConditionError as error:
            self.wrong(f"`{key}`, {error}", key=key)
            return ALWAYS


_TYPE_NAMES: dict[type, str] = {
    str: "a text",
    bool: "true or false",
    list: "a list",
    dict: "a table",
}

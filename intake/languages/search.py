"""Finds codes by typing part of a name, in any of the languages and scripts that the names are in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)

_SAME: Final = str.maketrans(
    {
        **dict.fromkeys("-‐‑–—/,.()·&", " "),
        **dict.fromkeys("'’ʼ`´‘\"ـ\u200b\u200c\u200d\u200e\u200f", None),
        **{"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ə": "e"},
        **dict.fromkeys("یىېێے", "ي"),
        **dict.fromkeys("کڪ", "ك"),
        **dict.fromkeys("ةەھہۃ", "ه"),
        **{"ۆ": "و", "ٱ": "ا"},
    }
)
_FEMININE: Final = re.compile(r"(?<=\w)/-?in\b")
_UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})

_EQUAL, _BEGINS, _WORDS_BEGIN, _HOLDS = range(4)


def folded(text: str) -> str:
    """Without capitals, accents and signs, with variants of a letter made one: `Côte d’Ivoire` is `cote divoire`."""
    lower = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text.casefold()).casefold())
    plain = "".join(char for char in lower if unicodedata.category(char) != "Mn")
    return " ".join(plain.translate(_SAME).split())


@dataclass(frozen=True, slots=True)
class _Entry(Generic[Key]):
    key: Key
    names: tuple[str, ...]


class NameIndex(Generic[Key]):
    """Keys with the names that find them. Among equal finds those in `first` lead, then the order of `names`.

    `code` gives the code that can be typed for a key; where several keys have the same, it means the first one.
    """

    def __init__(
        self, names: Mapping[Key, Iterable[str]], first: Sequence[Key] = (), code: Callable[[Key], str] = str
    ) -> None:
        order = dict.fromkeys([*(key for key in first if key in names), *names])
        self._entries = tuple(_Entry(key, _spellings(names[key])) for key in order)
        self._codes: dict[str, Key] = {}
        for key in order:
            self._codes.setdefault(folded(code(key)), key)

    def __len__(self) -> int:
        return len(self._entries)

    def search(self, typed: str, limit: int = 20) -> tuple[Key, ...]:
        """The keys that fit, best first: by code, by a whole name, its beginning, that of its words, any part of it.

        Nothing typed gives the first keys of the index.
        """
        wanted = folded(typed)
        if not wanted:
            return tuple(entry.key for entry in self._entries[: max(0, limit)])
        words = tuple(" " + word for word in wanted.split())
        ranked: tuple[list[Key], ...] = ([], [], [], [])
        for entry in self._entries:
            rank = _rank(entry.names, wanted, words)
            if rank is not None:
                ranked[rank].append(entry.key)
        exact = [self._codes[wanted]] if wanted in self._codes else []
        return tuple(dict.fromkeys((*exact, *(key for rank in ranked for key in rank))))[: max(0, limit)]


def _spellings(names: Iterable[str]) -> tuple[str, ...]:
    """Each name folded, with a blank before it; `ü` both as `u` and as `ue`, `Landwirt/in` also as `Landwirtin`."""
    found: dict[str, None] = {}
    for name in names:
        lower = name.casefold()
        joined = _FEMININE.sub("in", lower)
        for spelling in (lower, joined, lower.translate(_UMLAUTS), joined.translate(_UMLAUTS)):
            found[" " + folded(spelling)] = None
    return tuple(found)


def _rank(names: Iterable[str], wanted: str, words: tuple[str, ...]) -> int | None:
    best: int | None = None
    beginning = " " + wanted
    for name in names:
        if wanted not in name and (len(words) == 1 or any(word not in name for word in words)):
            continue
        if name == beginning:
            return _EQUAL
        if name.startswith(beginning):
            rank = _BEGINS
        elif all(word in name for word in words):
            rank = _WORDS_BEGIN
        else:
            rank = _HOLDS
        best = rank if best is None else min(best, rank)
    return best

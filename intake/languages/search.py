"""Finds codes by typing part of a name, in any of the languages and scripts that the names are in."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

_SAME: Final = str.maketrans(
    {
        **dict.fromkeys("-‐‑–—/,.()·&", " "),
        **dict.fromkeys("'’ʼ`´‘\"ـ\u200b\u200c\u200d\u200e\u200f", None),
        **{"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ə": "e"},
        **{"ی": "ي", "ى": "ي", "ې": "ي", "ک": "ك", "ة": "ه", "ە": "ه", "ھ": "ه", "ۆ": "و", "ٱ": "ا"},
    }
)
_UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})

_EQUAL, _BEGINS, _WORDS_BEGIN, _HOLDS = range(4)


def folded(text: str) -> str:
    """Without capitals, accents and signs, with variants of a letter made one: `Côte d’Ivoire` is `cote divoire`."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_SAME))
    return " ".join("".join(char for char in plain if unicodedata.category(char) != "Mn").translate(_SAME).split())


@dataclass(frozen=True, slots=True)
class _Entry:
    code: str
    names: tuple[str, ...]


class NameIndex:
    """Codes with the names that find them. Among equal finds those in `first` lead, then the order of `names` counts."""

    def __init__(self, names: Mapping[str, Iterable[str]], first: Sequence[str] = ()) -> None:
        order = dict.fromkeys([*(code for code in first if code in names), *names])
        self._entries = tuple(_Entry(code, _spellings(names[code])) for code in order)
        self._codes = {folded(code): code for code in order}

    def __len__(self) -> int:
        return len(self._entries)

    def search(self, typed: str, limit: int = 20) -> tuple[str, ...]:
        """The codes that fit, best first: the code itself, a whole name, its beginning, that of its words, any part.

        Nothing typed gives the first codes of the index.
        """
        wanted = folded(typed)
        if not wanted:
            return tuple(entry.code for entry in self._entries[:limit])
        words = tuple(" " + word for word in wanted.split())
        ranked: list[list[str]] = [[], [], [], []]
        for entry in self._entries:
            rank = _rank(entry, wanted, words)
            if rank is not None:
                ranked[rank].append(entry.code)
        exact = self._codes.get(wanted)
        codes = [code for rank in ranked for code in rank if code != exact]
        return tuple(([exact, *codes] if exact else codes)[: max(0, limit)])


def _spellings(names: Iterable[str]) -> tuple[str, ...]:
    """Each name folded, with a blank before it; `ü` both as `u` and as `ue`."""
    found: dict[str, None] = {}
    for name in names:
        found[" " + folded(name)] = None
        lower = name.casefold()
        if lower != lower.translate(_UMLAUTS):
            found[" " + folded(lower.translate(_UMLAUTS))] = None
    return tuple(found)


def _rank(entry: _Entry, wanted: str, words: tuple[str, ...]) -> int | None:
    best: int | None = None
    beginning = " " + wanted
    for name in entry.names:
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

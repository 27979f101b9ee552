"""One word for one thing: the glossary of each language, kept beside its catalog as `glossary.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from intake.errors import ContentError

_SHORTEST_STEM = 4


@dataclass(frozen=True, slots=True)
class Term:
    """A German term and what stands for it. Variants of `term` are separated by ` / `, a gloss stands in brackets."""

    german: str
    term: str
    note: str = ""

    def stands_in(self, german: str) -> bool:
        """Whether the German text has the term as a word of its own, whatever its ending."""
        return re.search(rf"\b{re.escape(self.german)}", german) is not None

    def is_kept(self, text: str) -> bool:
        """Whether a translation uses the term, as far as its beginning shows it: endings differ with the case."""
        folded = text.casefold()
        return self.german.casefold() in folded or any(stem in folded for stem in self._stems())

    def _stems(self) -> Iterator[str]:
        for variant in re.split(r"\s*/\s*", self.term):
            words = re.sub(r"\([^)]*\)", "", variant).split()
            if words:
                longest = max(words, key=len)
                yield longest[: max(_SHORTEST_STEM, len(longest) * 2 // 3)].casefold()


def load_glossary(locales: Path, language: str) -> tuple[Term, ...]:
    """The terms of a language; none where there is no glossary. Raises ContentError where it cannot be read."""
    file = locales / language / "glossary.toml"
    if not file.is_file():
        return ()
    try:
        data = tomllib.loads(file.read_text("utf-8"))
        return tuple(Term(str(row["german"]), str(row["term"]), str(row.get("note", ""))) for row in data["term"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ContentError(
            "A glossary cannot be read.",
            "Nothing was changed. Correct the file named, then start again.",
            (f"{language}/glossary.toml: {error!r}",),
        ) from error

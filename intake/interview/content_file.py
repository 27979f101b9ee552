"""A TOML file of content that knows on which line each of its tables and keys stands."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from typing import Any

MAX_BYTES = 2_000_000


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing wrong in a content file: where, and what."""

    file: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}"


@dataclass(slots=True)
class Mistakes:
    """Collects mistakes, so that a check reports all of them at once."""

    found: list[Mistake] = field(default_factory=list)

    def add(self, file: ContentFile, what: str, table: str = "", index: int = 0, key: str = "") -> None:
        self.found.append(Mistake(file.name, file.line(table, index, key), what))


def syntax_line(text: str, error: tomllib.TOMLDecodeError) -> int:
    """The line (from 1) that a syntax error names; the last line where it names the end of the document."""
    line = re.search(r"line (\d+)", str(error))
    return int(line[1]) if line else text.rstrip("\n").count("\n") + 1


@dataclass(frozen=True, slots=True)
class ContentFile:
    """The parsed data of one file, with its text for finding lines.

    `data` is what `tomllib` returns; readers check each key before they use it.
    """

    name: str
    text: str
    data: dict[str, Any]

    @classmethod
    def parse(cls, name: str, text: str) -> ContentFile | Mistake:
        """The file, or the first syntax mistake with its line."""
        if len(text) > MAX_BYTES:
            return Mistake(name, 1, f"the file is larger than {MAX_BYTES} bytes")
        try:
            return cls(name, text, tomllib.loads(text))
        except tomllib.TOMLDecodeError as error:
            return Mistake(name, syntax_line(text, error), f"no valid TOML: {error}")
        except RecursionError:
            return Mistake(name, 1, "the file is nested too deeply")

    def line(self, table: str = "", index: int = 0, key: str = "") -> int:
        """The line (from 1) of the `index`th `[[table]]` or of `key` in it; `table` empty for the top level."""
        lines = self.text.splitlines()
        start = 0
        if table:
            heads = [n for n, text in enumerate(lines) if text.strip() in (f"[[{table}]]", f"[{table}]")]
            if not heads:
                return 1
            start = heads[min(index, len(heads) - 1)]
        if not key:
            return start + 1
        for n in range(start + bool(table), len(lines)):
            if lines[n].startswith("["):
                break
            if re.match(rf"\s*{re.escape(key)}\s*[=.]", lines[n]):
                return n + 1
        return start + 1

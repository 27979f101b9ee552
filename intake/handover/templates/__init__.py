"""The layout of the paper. Data never become markup, and nothing is fetched from anywhere."""

from __future__ import annotations

import re
from pathlib import Path

TEMPLATES = Path(__file__).parent
RECORD_TEMPLATE = "record.typ"
FIGURES_TEMPLATE = "figures.typ"
PAPERS_TEMPLATE = "papers.typ"
CARD_TEMPLATE = "card.typ"

_REFUSED = (
    (re.compile(r"\"\s*@"), "imports a package from the network"),
    (re.compile(r"\beval\s*\("), "turns text into code"),
    (re.compile(r"\bplugin\s*\("), "runs a program"),
    (re.compile(r"\bread\s*\("), "reads a file"),
)


def template_problems(folder: Path = TEMPLATES) -> tuple[str, ...]:
    """What no template may do, one line each: file, line, what."""
    return tuple(
        f"{path.name}:{number}: the template {what}"
        for path in sorted(folder.glob("*.typ"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        for pattern, what in _REFUSED
        if pattern.search(line)
    )

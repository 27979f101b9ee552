"""SECURITY.md claims nothing without a test: every test that it names is there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")


def test_every_test_that_it_names_exists() -> None:
    missing = []
    for file, name in NAMED.findall(PAGE):
        path = ROOT / file
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        if not text or (name and not re.search(rf"^(?:async )?def {name}\(", text, re.MULTILINE)):
            missing.append(f"{file}::{name}")
    assert missing == []


def test_every_row_of_its_tables_names_one() -> None:
    rows = [
        line
        for line in PAGE.splitlines()
        if line.startswith("| ") and not line.startswith(("| Who |", "| What happens"))
    ]
    assert len(rows) > 15
    assert [row[:60] for row in rows if not NAMED.search(row)] == []

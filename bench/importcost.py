"""imports: what importing costs, each time in a fresh interpreter, and which heavy packages come along."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.effort import Effort
from bench.figures import Figure, median
from bench.program import environment

STATEMENTS = {
    "command line": "import intake.cli",
    "first screen": "import intake.ui.app",
    "store": "import intake.store.opening",
    "paper": "import intake.handover.formats.as_pdf",
}
BARE = "from textual.app import App; from textual.widgets import Input"
HEAVY = ("textual", "sqlmodel", "sqlalchemy", "pydantic", "babel", "typst", "cryptography", "argon2")

_PROBE = """
import sys, time
before = len(sys.modules)
start = time.perf_counter()
{statement}
print((time.perf_counter() - start) * 1000, len(sys.modules) - before, *[n for n in {heavy} if n in sys.modules])
"""


def probe(statement: str, variables: dict[str, str]) -> tuple[float, int, tuple[str, ...]]:
    """Milliseconds, number of modules, and the heavy packages among them."""
    code = _PROBE.format(statement=statement, heavy=HEAVY)
    out = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, env=variables).stdout
    took, count, *heavy = out.split()
    return float(took), int(count), tuple(heavy)


def measure(effort: Effort) -> Iterator[Figure]:
    """Each import in turn, against what a bare app imports."""
    times: dict[str, list[float]] = {name: [] for name in ("", *STATEMENTS)}
    notes: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as place:
        variables = environment(Path(place))
        for run in range(effort.imports + 1):
            for name, statement in {"": BARE, **STATEMENTS}.items():
                took, count, heavy = probe(statement, variables)
                notes[name] = f"{count} modules: {', '.join(heavy) or 'none of the heavy ones'}"
                if run:
                    times[name].append(took)
    for name in STATEMENTS:
        yield Figure("imports", name, median(times[name]), median(times[""]), note=notes[name])

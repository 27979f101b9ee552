"""The answers of the invented people, as they are typed."""

from __future__ import annotations

import json
from pathlib import Path

from intake.interview.values import Json

_FILE = Path(__file__).parents[1] / "pathways" / "personas.jsonl"


def answers_of(id_: str, site: str) -> dict[str, Json]:
    """The answers of a person at a site, without consents: those are given in the program."""
    for line in map(json.loads, _FILE.read_text("utf-8").splitlines()):
        if (line["id"], line["site"]) == (id_, site):
            return {name: value for name, value in line["answers"].items() if name != "consents"}
    raise LookupError(id_)

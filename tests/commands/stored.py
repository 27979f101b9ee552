"""A store with one invented case, for commands that open one."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from intake.commands.demo_cases import changes_of
from intake.interview.answer_file import answers_from_json
from intake.interview.answers import Answers
from intake.interview.values import Json
from intake.pathways.content import Content, load_content
from intake.store.ids import new_id
from intake.store.kept.answers import event
from intake.store.kept.cases import CaseSettings, NewCase
from intake.store.kept.saving import Saving
from intake.store.opening import create_store, open_store
from intake.store.store import Store
from tests.store.making import CHEAP, PASSPHRASE

PERSONAS = Path(__file__).parents[1] / "pathways" / "personas.jsonl"
NAME = "Amira"
NOW = dt.datetime(2026, 5, 17, 9, 41, 12, 345678, tzinfo=dt.UTC)
LOGIN = f"{NAME}\n{PASSPHRASE}\n"
PLAIN = ["IDN", "IDB", "LNC", "LNS", "EDU", "WRK", "GOA", "RES"]


@cache
def content() -> Content:
    """Read once for all cases."""
    return load_content()


@dataclass(frozen=True, slots=True)
class Stored:
    """Where the store is, and the case in it."""

    folder: Path
    id: str
    code: str

    @contextmanager
    def open(self) -> Iterator[Store]:
        store = open_store(self.folder, NAME, PASSPHRASE, NOW)
        try:
            yield store
        finally:
            store.close()


def consent(recipient: str, office: str, **fields: Json) -> Json:
    """A consent that holds on any day the tests may run, unless a field says otherwise."""
    given: dict[str, Json] = {
        "recipient": recipient,
        "office": office,
        "packages": [*PLAIN],
        "purpose": "Beratung",
        "decision": "granted",
        "signer": "self",
        "form": "paper",
        "signed_on": "2020-01-02",
        "valid_until": "2999-12-31",
    }
    return {**given, **fields}


def noor(*consents: Json, **changes: Json) -> dict[str, Json]:
    """The answers of P05 at zebera, with these consents."""
    lines = map(json.loads, PERSONAS.read_text(encoding="utf-8").splitlines())
    answers = next(line["answers"] for line in lines if (line["id"], line["site"]) == ("P05", "zebera"))
    return {**answers, "consents": [*consents], **changes}


def stored(folder: Path, answers: dict[str, Json], site: str = "zebera", law: dt.date | None = None) -> Stored:
    """A new store with this case."""
    read = answers_from_json(content().questionnaire, answers)
    assert isinstance(read, Answers), read
    store, _ = create_store(folder, NAME, PASSPHRASE, NOW, CHEAP)
    new = NewCase(new_id(NOW), "full", site, "2", CaseSettings(languages=("ar",), law=law))
    events = tuple(event(change, NOW) for change in changes_of(read))
    header = store.begin_case(new, Saving(new.id, events, store.staff.id, NOW))
    store.close()
    return Stored(folder, new.id, header.code)

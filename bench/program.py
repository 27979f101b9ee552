"""How the program and the bare apps are started, and the stores they are started on."""

from __future__ import annotations

import compileall
import datetime as dt
import os
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import intake
from bench.terminal import KEYS, Terminal
from intake.interview.answers import Answer, AnswerGiven, State, Value
from intake.interview.questionnaire import load_questionnaire
from intake.interview.session import Run
from intake.languages.catalogs import Catalog, Catalogs
from intake.languages.compiled import compile_all
from intake.languages.languages import load_languages
from intake.store.ids import new_id
from intake.store.kept.answers import Place, event
from intake.store.kept.cases import CaseSettings, NewCase
from intake.store.kept.saving import Saving
from intake.store.keys.slots import Kdf
from intake.store.opening import create_store
from intake.store.store import Store

SITE = "zebera"
STAFF, PASSPHRASE = "Amira", "vier Wörter am Tresen"
CHEAP = Kdf(time=1, memory_kib=1024, lanes=1)
"""A key derivation that takes no time, where unlocking is not what is measured."""

WANTED_LANGUAGES = ("ar", "fa", "uk", "tr")
"""Of the person's pane: the first two that there are, right-to-left ones first."""

BEGUN: dict[str, Value] = {
    "interview_mode": "in_person",
    "preferred_language": "ukr",
    "interpreter_type": "in_person_pro",
    "privacy": "yes",
    "understanding_ok": "well",
    "acute_need": "no",
    "privacy_info_given": "yes",
}
"""A case up to where it may be stored; the name is asked next."""

LEAST_ON_A_LINE = 40
"""So much of a question stands on its first line, whatever stands beside it."""

APPS = Path(__file__).parent / "apps"
PACKAGE = Path(intake.__file__).parent


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def compile_first() -> None:
    """Compiles bytecode and catalogs, as an installation has them: without, a start takes three times as long."""
    compileall.compile_dir(PACKAGE, quiet=1)
    compileall.compile_dir(APPS, quiet=1)
    locales = PACKAGE.parent / "locales"
    if locales.is_dir():
        compile_all(locales)


def environment(folder: Path) -> dict[str, str]:
    """The environment without what would change the program: no settings of whoever measures."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("INTAKE_", "TEXTUAL"))}
    kept.pop("NO_COLOR", None)
    settings = folder / "settings.toml"
    settings.write_text(f'site = "{SITE}"\n', encoding="utf-8")
    checkout = {"PYTHONPATH": str(PACKAGE.parent), "PYTHONSAFEPATH": "1"}  # wherever the measurement is started
    return {**kept, **checkout, "INTAKE_SETTINGS": str(settings), "LANG": "de_DE.UTF-8"}


def command(store: Path) -> list[str]:
    """The program on a store, in the Python that measures."""
    return [sys.executable, "-m", "intake", "--store", str(store)]


def bare(app: str, *arguments: str) -> list[str]:
    return [sys.executable, str(APPS / f"{app}.py"), *arguments]


def program(folder: Path, store: Path) -> Terminal:
    return Terminal(command(store), environment(folder))


def bare_app(folder: Path, app: str, *arguments: str) -> Terminal:
    return Terminal(bare(app, *arguments), environment(folder))


def two_languages() -> tuple[str, ...]:
    known = load_languages()
    return tuple(code for code in WANTED_LANGUAGES if code in known)[:2]


def given(answers: dict[str, Value]) -> list[AnswerGiven]:
    return [AnswerGiven(id_, Answer(State.ANSWERED, value)) for id_, value in answers.items()]


def saving(store: Store, case_id: str, changes: Sequence[AnswerGiven], place: Place | None = None) -> Saving:
    at = now()
    return Saving(case_id, tuple(event(change, at) for change in changes), store.staff.id, at, place)


def store_with_case(
    folder: Path,
    kdf: Kdf = CHEAP,
    run: Run = Run.CORE,
    languages: tuple[str, ...] | None = None,
    place: str = "family_name",
) -> str:
    """A store with one case that is in the hand of `STAFF`, at the family name. Returns the id of the case."""
    store, _ = create_store(folder, STAFF, PASSPHRASE, now(), kdf)
    case = NewCase(new_id(now()), "full", SITE, "2", CaseSettings(run, languages or two_languages()))
    store.begin_case(case, saving(store, case.id, given(BEGUN), Place(place)))
    store.close()
    return case.id


@cache
def german() -> Catalog:
    return Catalogs()["de"]


def said(message: str, context: str = "") -> str:
    """A text as the program shows it to the staff."""
    return german().lookup(context, message).text


def unlock(terminal: Terminal) -> None:
    """From the first screen to the desk, where the one case of the store is offered."""
    terminal.wait_for(said("Passphrase"))
    terminal.type(f"{STAFF}\r".encode())
    terminal.type(f"{PASSPHRASE}\r".encode())
    terminal.wait_for(said("Continue at the same question"))


def enter_interview(terminal: Terminal, place: str = "family_name") -> None:
    """From the first screen to the question at which the case was left: the family name."""
    unlock(terminal)
    terminal.type(KEYS["enter"])
    question = load_questionnaire()[place]
    terminal.wait_for(said(question.text, question.context)[:LEAST_ON_A_LINE])

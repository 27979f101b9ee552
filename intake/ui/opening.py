"""What is loaded after the first paint, and the way from name and passphrase to an open desk. Runs in threads."""

from __future__ import annotations

import datetime as dt
import gc
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from intake.errors import IntakeError
from intake.settings import Settings

if TYPE_CHECKING:
    from intake.store.migrate import UpdateStep
    from intake.store.programs import RunningProgram
    from intake.ui.desk import Desk, Now, Parts


class Refused(IntakeError):
    """What was typed for a new store cannot be used."""


def load_parts(settings: Settings) -> Parts:
    """Content, names and catalogs, and the modules of the store. Raises ContentError and InputError.

    What was imported stays: the garbage collector, which may rest during the start, works on without looking at it.
    """
    try:
        return _load_parts(settings)
    finally:
        gc.freeze()
        gc.enable()


def _load_parts(settings: Settings) -> Parts:
    from importlib.resources import files

    from intake.handover.record.layout import load_layout
    from intake.interview.occupations import load_occupations
    from intake.interview.protected import protected_questions
    from intake.languages.catalogs import Catalogs
    from intake.languages.languages import load_languages
    from intake.languages.names import Names
    from intake.pathways.content import load_content
    from intake.store import opening, writer  # noqa: F401  # imported here so that unlocking need not wait for it
    from intake.ui.desk import Parts
    from intake.ui.wording import lexicon

    content = load_content(own=settings.sites)
    site = content.site(settings.site)
    version = content.questionnaire.version
    occupations = (files("intake.interview") / "content" / version / "occupations.toml").read_text("utf-8")
    names, codes = site.config.get("area_names", ()), site.config.get("area_codes", ())
    towns = zip(names, codes, strict=False) if isinstance(names, tuple) and isinstance(codes, tuple) else ()
    parts = Parts(
        content,
        lexicon(
            content.questionnaire,
            Catalogs(),
            Names(content.questionnaire.codes),
            load_occupations(occupations, "occupations.toml"),
            towns,
            load_layout(content.questionnaire).labels,
        ),
        load_languages(),
    )
    # Last, and here: so that neither the first key, the first answer nor the first Arabic line has to wait for it.
    protected_questions(version)
    from intake.languages.bidi import visual  # noqa: F401

    return parts


def has_store(folder: Path) -> bool:
    """Whether there is a store, or a part of one. Cheap: asked before the first paint.

    Where that cannot be seen there may be one of somebody else: unlocking it says why it cannot be opened.
    """
    from intake.store.folder import StoreFolder

    try:
        return StoreFolder(folder).is_set_up
    except OSError:
        return True


def missing_store(folder: Path) -> IntakeError | None:
    """Says that the store is not there, or that nobody here may look. None where it is."""
    from intake.store.failures import gone, read_only
    from intake.store.folder import StoreFolder

    try:
        is_there = StoreFolder(folder).is_set_up
    except PermissionError:
        return read_only(StoreFolder(folder).database)
    except OSError:  # so says a disk that was pulled out while it was in use
        is_there = False
    return None if is_there else gone(StoreFolder(folder).database)


def running_program(settings: Settings) -> RunningProgram:
    """This program among those that have the store open. It enters with the first desk."""
    from intake.store.folder import StoreFolder
    from intake.store.programs import RunningProgram

    return RunningProgram(StoreFolder(settings.store).programs)


def open_desk(
    parts: Parts,
    settings: Settings,
    name: str,
    passphrase: str,
    now: Now,
    running: RunningProgram,
    progress: Callable[[UpdateStep], bool] | None = None,
) -> Desk:
    """Unlock the store (about 0.7 s), and bring an older one up to date. Raises StoreError, KeyRefused.

    `progress` is told before each step of an update, and stops it with False.
    """
    from intake.store.opening import open_store
    from intake.store.writer import Writer
    from intake.ui.desk import Desk

    store = open_store(settings.store, name, passphrase, now(), progress)
    return Desk(store, Writer(store), parts, settings, now, running.enter())


def recover_desk(
    parts: Parts,
    settings: Settings,
    recovery_key: str,
    name: str,
    passphrase: str,
    now: Now,
    running: RunningProgram,
) -> Desk:
    """Open the store with the recovery key and give this person a new passphrase. Raises Refused, StoreError."""
    from intake.interview.values import Problem
    from intake.store.keys.recovery_key import read_recovery_key
    from intake.store.keys.unlocking import passphrase_problem
    from intake.store.opening import open_by_recovery
    from intake.store.writer import Writer
    from intake.ui.desk import Desk

    read = read_recovery_key(recovery_key)
    for problem in (read if isinstance(read, Problem) else None, passphrase_problem(passphrase)):
        if problem is not None:
            raise Refused(problem.message, "Nothing was changed. Please type it again.", **_texts(problem.params))
    store = open_by_recovery(settings.store, recovery_key, name, passphrase, now())
    return Desk(store, Writer(store), parts, settings, now, running.enter())


def set_up_desk(
    parts: Parts, settings: Settings, name: str, passphrase: str, now: Now, running: RunningProgram
) -> tuple[Desk, str]:
    """Set up a store (about 1.4 s): the desk, and the recovery key as it is printed. Raises Refused, StoreError."""
    from intake.store.keys.unlocking import name_problem, passphrase_problem
    from intake.store.opening import create_store
    from intake.store.writer import Writer
    from intake.ui.desk import Desk

    for problem in (name_problem(name), passphrase_problem(passphrase)):
        if problem is not None:
            raise Refused(problem.message, "Nothing was set up. Please type it again.", **_texts(problem.params))
    store, recovery_key = create_store(settings.store, name, passphrase, now())
    return Desk(store, Writer(store), parts, settings, now, running.enter()), recovery_key


def waits_s(error: IntakeError) -> int:
    """How many seconds the next try has to wait; 0 where the store was closed for another reason."""
    from intake.store.keys.tries import MustWait

    return error.seconds if isinstance(error, MustWait) else 0


def _texts(params: object) -> dict[str, str]:
    return {str(name): str(value) for name, value in dict(params).items()}  # type: ignore[call-overload]


def utc_now() -> dt.datetime:
    """The clock of the program: read here and in commands, and passed to everything else."""
    return dt.datetime.now(dt.UTC)

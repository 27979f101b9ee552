"""`intake demo`: the app on a throw-away store with invented people. Nothing of it is left when it ends."""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from intake.commands.app import prepare_terminal
from intake.commands.demo_cases import By, DemoCase, Stage, changes_of, load_demo_cases
from intake.commands.terminal import terminal_asked, wish_of
from intake.commands.throw_away import throw_away_folder
from intake.interview.answer_file import answers_from_json
from intake.interview.answers import Answers
from intake.interview.values import Json
from intake.languages.catalogs import Catalogs
from intake.settings import Settings

if TYPE_CHECKING:
    from intake.ui.app import IntakeApp
    from intake.ui.casework import CaseWork
    from intake.ui.desk import Desk, Parts
    from intake.ui.terminal import Terminal

NAME, COLLEAGUE = "Demonstration", "Amira"
PASSPHRASE = "demo demo"
"""No secret: it stands on the screen, for those who lock the demonstration."""

Now = Callable[[], dt.datetime]


def utc_now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def run(settings: Settings) -> int:
    """Show the demonstration until the user leaves. Returns the exit code."""
    settings = prepare_terminal(settings)
    notice = notice_of(settings)
    sys.stdout.write(notice + "\n")
    sys.stdout.flush()
    with throw_away_folder("intake-demo-") as folder:
        with terminal_asked(settings) as answers:
            from intake.ui.terminal import Terminal
            from intake.ui.terminal_choices import TerminalChoices

            choices = TerminalChoices(settings.folder, is_kept=False) if settings.folder else None
            terminal = Terminal(os.environ, answers(), wish_of(settings), choices)
        app = demo_app(replace(settings, store=folder / "store", backup="off"), notice, terminal=terminal)
        app.run()
        return app.return_code or 0


def notice_of(settings: Settings) -> str:
    """What the demonstration is, in the language of the staff."""
    return Catalogs()[settings.language].say(
        "Demonstration: all people are invented, and nothing is kept. To unlock: {name}, {passphrase}",
        {"name": NAME, "passphrase": PASSPHRASE},
    )


def demo_app(settings: Settings, notice: str, now: Now = utc_now, terminal: Terminal | None = None) -> IntakeApp:
    """The app that enters by itself, on a new store full of invented cases in the folder of the settings."""
    from intake.ui.app import IntakeApp  # Textual, and only where there is a screen
    from intake.ui.opening import load_parts

    parts = load_parts(settings)
    asyncio.run(fill_store(parts, settings, now()))
    return IntakeApp(settings, now, lambda _: parts, enter_as=(NAME, PASSPHRASE), notice=notice, terminal=terminal)


@dataclass(slots=True)
class _Clock:
    """The time at which a case of the demonstration was written."""

    at: dt.datetime

    def __call__(self) -> dt.datetime:
        return self.at


async def fill_store(parts: Parts, settings: Settings, at: dt.datetime) -> None:
    """Set up the store with two people and their cases, written the way the app writes them."""
    from intake.store.kept.people import EVERY_ROLE_BUT_INTERPRETER
    from intake.store.keys.slots import Kdf
    from intake.store.opening import create_store, open_store
    from intake.store.writer import Writer
    from intake.ui.desk import Desk

    cheap = Kdf(time=1, memory_kib=1024, lanes=1)  # there is nothing to protect, and it has to start fast
    first = at - dt.timedelta(days=40)
    store, _ = create_store(settings.store, COLLEAGUE, PASSPHRASE, first, cheap)
    store.people.add(NAME, PASSPHRASE, EVERY_ROLE_BUT_INTERPRETER, store.staff.id, first, cheap)
    store.close()
    site, day = parts.content.site(settings.site), at.astimezone().date()
    cases = load_demo_cases(parts.content.questionnaire, site, day)
    for by, name in ((By.COLLEAGUE, COLLEAGUE), (By.ME, NAME)):
        clock = _Clock(first)
        store = open_store(settings.store, name, PASSPHRASE, first)
        desk = Desk(store, Writer(store), parts, settings, clock)
        for case in sorted((case for case in cases if case.by is by), key=lambda case: -case.hours):
            clock.at = at - dt.timedelta(hours=case.hours)
            await _write(desk, case)
        desk.close()


async def _write(desk: Desk, case: DemoCase) -> None:
    """One case as its talk left it; the colleague's stays open at the colleague."""
    from intake.store.kept.answers import Place
    from intake.store.kept.cases import Status
    from intake.ui.cases import new_case

    work = new_case(desk)
    await work.settings.use_languages(_languages(desk, case.answers))
    await work.save(*changes_of(case.answers))
    step = work.interview.next_step()
    if step is not None:
        await work.save(place=Place(step.id))
    if case.stage is Stage.CONSENTED:
        await work.save(*changes_of(_consents(desk, work)))
    if case.stage is not Stage.INTERRUPTED and case.by is By.ME:
        await desk.put_back(work)
    if case.stage is Stage.CLOSED:
        at = desk.now()
        await desk.write(lambda store: store.set_status(work.new.id, Status.CLOSED, desk.staff.id, at))


def _languages(desk: Desk, answers: Answers) -> tuple[str, ...]:
    """The language that the person speaks, where the screens have it, and the usual one."""
    usual = desk.settings.person_language
    spoken = answers["preferred_language"].value
    known = desk.content.questionnaire.codes.languages.get(spoken) if isinstance(spoken, str) else None
    found = desk.parts.languages.read_by(known.code, known.macro) if known else None
    return tuple(dict.fromkeys((found.code, usual) if found else (usual,)))


def _consents(desk: Desk, work: CaseWork) -> Answers:
    """Consents for the offices that the proposal names, or for the first one of the site, signed on the day."""
    from intake.ui.new_consent import usual_packages
    from intake.ui.offices import offices_of

    offices = offices_of(work, ())
    named = [office for office in offices if office.is_named] or offices[:1]
    entries: list[Json] = [
        {
            "recipient": office.recipient,
            "office": office.name,
            "packages": [*usual_packages(office.recipient)],
            "purpose": office.purpose,
            "decision": "granted",
            "signer": "self",
            "form": "paper",
            "signed_on": work.today.isoformat(),
        }
        for office in named
    ]
    read = answers_from_json(desk.content.questionnaire, {"consents": entries})
    assert isinstance(read, Answers), "offices and packages come from the program itself"
    return read

"""Asking for the passphrase before what is covered is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from intake.errors import IntakeError
from intake.languages.direction import shown
from intake.ui.screens.dialog import BACK_KEYS, Above
from intake.ui.waits import answer_of

if TYPE_CHECKING:
    from intake.ui.casework import CaseWork
    from intake.ui.navigation import Navigation
    from intake.ui.wording import CaseWording


class PassphraseDialog(Above[str]):
    """One line for a passphrase. Going back gives ''."""

    def __init__(self, wording: CaseWording, name: str, problem: str = "") -> None:
        super().__init__()
        self._wording = wording
        self._staff = name
        self._problem = problem

    def compose(self) -> ComposeResult:
        say = self._wording.say
        with Vertical(classes="box"):
            yield Static(shown(say("Answers on health and protection")), classes="box-title", markup=False)
            yield Static(shown(say("Passphrase of {name}", name=self._staff)), markup=False)
            yield Input(password=True, max_length=1000)
            yield Static(shown(self._problem), classes="problem", markup=False)

    def on_mount(self) -> None:
        self.query_one(Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.dismiss(event.value)

    def on_key(self, event: events.Key) -> None:
        if event.key in BACK_KEYS:
            event.stop()
            self.dismiss("")


async def uncover(nav: Navigation, work: CaseWork) -> bool:
    """Ask for the passphrase until it is right or given up; then nothing of the case is covered at this place.

    Who, when and where is noted in the audit chain before anything is shown.
    """
    desk, wording = nav.desk, nav.desk.wording(work)
    place, problem = work.cover.place, ""
    while True:
        typed = await answer_of(nav.app, PassphraseDialog(wording, desk.staff.name, problem))
        if not typed:
            return False
        with nav.app.type_ahead.held():
            try:
                await desk.uncover(work.new.id if work.is_stored else "", place, typed)
            except IntakeError as error:
                problem = nav.app.describe(error)
                continue
        if work.cover.place == place:
            work.cover.lift()
        return True

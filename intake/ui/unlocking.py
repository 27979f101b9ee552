"""From a name and a passphrase, or the recovery key, to an open desk; and what is loaded meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING

from intake.errors import IntakeError
from intake.settings import Settings
from intake.ui.keys import first_key
from intake.ui.opening import missing_store, open_desk, recover_desk, running_program, set_up_desk, waits_s
from intake.ui.screens.unlock import RecoverScreen, RecoveryScreen, UnlockScreen

if TYPE_CHECKING:
    from intake.store.migrate import UpdateStep
    from intake.ui.app import IntakeApp
    from intake.ui.desk import Parts


class Unlocking:
    """Opens desks for the app. `load` gives content and names; it is called once, in a thread."""

    def __init__(self, app: IntakeApp, load: Callable[[Settings], Parts]) -> None:
        self._app = app
        self._load_parts = load
        self._program = running_program(app.settings)
        self._loader = ThreadPoolExecutor(1, thread_name_prefix="loader")
        self._loading: Future[Parts] | None = None

    def load(self) -> None:
        """Begin to load, unless that was begun."""
        self._begun()

    def _begun(self) -> Future[Parts]:
        if self._loading is None:
            self._loading = self._loader.submit(self._load_parts, self._app.settings)
        return self._loading

    async def unlock(self, screen: UnlockScreen, name: str, passphrase: str) -> None:
        """Open the store, or set one up, and go to the desk. For a worker of the app."""
        app, recovery_key = self._app, ""
        gone = await asyncio.to_thread(missing_store, app.settings.store)
        if gone is not None and not screen.is_new:
            screen.fail(app.describe(gone))
            return
        if gone is None and screen.is_new:
            app.show_unlock(name, app.say("There is a store in this folder now. Nothing was set up: unlock it."))
            return
        try:
            parts = await asyncio.wrap_future(self._begun())
            if screen.is_new:
                desk, recovery_key = await asyncio.to_thread(
                    set_up_desk, parts, app.settings, name, passphrase, app.now, self._program
                )
            else:
                tell = partial(self._tell_update, screen)
                desk = await asyncio.to_thread(
                    open_desk, parts, app.settings, name, passphrase, app.now, self._program, tell
                )
        except IntakeError as error:
            seconds = waits_s(error)
            screen.wait(seconds) if seconds else screen.fail(app.describe(error))
            return
        if recovery_key:
            app.desk = desk
            await app.switch_screen(RecoveryScreen(app.say, recovery_key, app.settings.printer))
        else:
            await app.locking.enter(desk)

    def _tell_update(self, screen: UnlockScreen, step: UpdateStep) -> bool:
        """Called from the thread that brings an older store up to date; False stops the update before this step."""
        say = self._app.say
        text = say(
            "Updating the store, step {done} of {total}: {step}. {key} stops it; the store stays as it was.",
            done=step.done + 1,
            total=step.total,
            step=say(step.message),
            key=first_key("go-back"),
        )
        self._app.call_from_thread(screen.busy, True, text)
        return not screen.is_cancelled

    async def recover(self, screen: RecoverScreen, recovery_key: str, name: str, passphrase: str) -> None:
        """Open the store with the recovery key and a new passphrase. For a worker of the app."""
        app = self._app
        try:
            parts = await asyncio.wrap_future(self._begun())
            desk = await asyncio.to_thread(
                recover_desk, parts, app.settings, recovery_key, name, passphrase, app.now, self._program
            )
        except IntakeError as error:
            screen.fail(app.describe(error))
            return
        await app.locking.enter(desk)

    def close(self) -> None:
        """The program ends: it is none any more of those that have the store open."""
        self._program.leave()
        self._loader.shutdown(wait=False, cancel_futures=True)

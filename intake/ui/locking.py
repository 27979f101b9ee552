"""Hiding the screen, locking the desk, and the way back to where the person was.

The key that locks hides and locks in one step, and only the passphrase leads back: at a shared desk nobody can tell by
a key who comes back, the person who pressed it or the next one at the desk. The screens themselves stay as they are, in
a mode of the app that nothing draws, so that every half-typed text, cursor and open dialog is there again. The store is
closed and its key forgotten meanwhile; what is asked of it waits.
"""

from __future__ import annotations

import asyncio
from math import inf
from typing import TYPE_CHECKING, ClassVar, Final

from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Input

from intake.ui.idle import LOOK_S, Idle, Look
from intake.ui.told_tries import tell_tries
from intake.ui.waiting import Hidden, HiddenScreens, Loss
from intake.ui.waits import finished

if TYPE_CHECKING:
    from intake.ui.app import IntakeApp
    from intake.ui.curtain import Curtain
    from intake.ui.desk import Desk

LOCK_MODE: Final = "lock"
HIGH: Final = "-high"
"""The class of screens in a window that is not low. Those of the start have it from the beginning: given to them by
their first size, it would have their styles read and their parts laid out twice before the first paint.
"""
PATIENCE_S = 2.0
"""So long the key that locks may wait behind other keys. The screen is hidden meanwhile."""


class Ground(Screen[None]):
    """What lies below the screens of a person, and is never seen."""

    BINDINGS: ClassVar = []
    DEFAULT_CLASSES = HIGH


class Locking:
    """The lock of the app. `hidden` are the screens of those who locked the desk."""

    def __init__(self, app: IntakeApp, curtain: Curtain, idle: Idle) -> None:
        self._app = app
        self._curtain = curtain
        self.idle = idle
        self.hidden = HiddenScreens()
        self._is_locking = False
        self._since = inf
        """When the key that locks was pressed."""
        self._at_latest: Timer | None = None
        self._closing: asyncio.Task[None] | None = None

    # Time

    def watch(self) -> None:
        """Look every second whether somebody is still there."""
        self._app.set_interval(LOOK_S, self.look)

    def touch(self) -> None:
        """A key or the mouse was used."""
        if self.idle.touch():
            self._app.clear_notifications()

    async def look(self) -> None:
        """Warn, or lock, where nobody has touched anything for long."""
        if self._app.desk is None:
            return
        match self.idle.look():
            case Look.WARN:
                self._warn()
            case Look.LOCK:
                await self.lock("idle")
            case Look.NOTHING:
                pass

    def _warn(self) -> None:
        say, left_s = self._app.say, self.idle.warning_s
        text = say("The desk locks in {seconds} seconds. Any key keeps it open.", seconds=round(left_s))
        self._app.notify(text, severity="warning", timeout=left_s, markup=False)

    # Lock

    def hide(self, since: float) -> None:
        """Show nothing from now on; what is typed from the time `since` on is for the lock.

        The lock follows, at the latest after a moment.
        """
        if self._app.desk is not None and self._app.navigation is not None:
            self._curtain.close()
            self._since = min(self._since, since)
            if self._at_latest is None:
                self._at_latest = self._app.set_timer(PATIENCE_S, self.lock)

    async def lock(self, why: str = "key") -> None:
        """Hide everything, close the store and ask for the passphrase. What was typed stays."""
        app = self._app
        desk, nav = app.desk, app.navigation
        if self._is_locking or desk is None or nav is None:
            return
        self._is_locking = True
        self._curtain.close()
        self._curtain.is_armed = False
        if self._at_latest is not None:
            self._at_latest.stop()
            self._at_latest = None
        try:
            keys = app.type_ahead.step_aside(self._since)
            app.clear_notifications()
            app.lent.clear()
            await nav.come_to_rest()
            desk.opened.pause()
            app.desk = None
            self.hidden.put(desk.staff.id, Hidden(nav, keys, tuple(app.screen_stack)))
            self._forget_passphrases()
            app.show_unlock(desk.staff.name, self._what_waits())
            app.switch_mode(LOCK_MODE)
            self._closing = asyncio.create_task(asyncio.to_thread(desk.close, why))
        finally:
            self._is_locking = False
            self._since = inf
        self._curtain.open()
        app.screen.refresh()
        app.type_ahead.let_through()
        await self.closed()

    def _what_waits(self) -> str:
        """For the lock: whose last changes are not on the disk yet; nothing of what they are."""
        names = self.hidden.losses.get(Loss.CONFIRMED, ())
        if not names:
            return ""
        return self._app.say(
            "Something that {names} confirmed is not on the disk yet. It is kept as long as this program runs, and "
            "written when {names} unlocks.",
            names=", ".join(names),
        )

    def _forget_passphrases(self) -> None:
        """None that was half typed stays behind the lock."""
        for screen in self._app.screen_stack:
            for line in screen.query(Input):
                if line.password:
                    line.value = ""

    async def closed(self) -> None:
        """Return once the store that was locked last is closed."""
        if self._closing is not None:
            await asyncio.shield(self._closing)

    # Unlock

    async def enter(self, fresh: Desk) -> None:
        """To the screens of the person who unlocked the store, or to the desk. For a worker of the app."""
        from intake.ui.arrival import come_back, cover_again, enter  # screens need content and store, loaded by now
        from intake.ui.navigation import Navigation  # as above

        app = self._app
        await self.closed()
        hidden = self.hidden.take(fresh.staff.id)
        if hidden is None:
            nav = Navigation(app, fresh)
        else:
            nav = hidden.navigation
            nav.desk.reopen(fresh)
        app.navigation, app.desk = nav, nav.desk
        if hidden is not None:
            await cover_again(nav, app.get_screen_stack(self._mode(fresh)))
        await self._show_screens(self._mode(fresh), is_new=hidden is None)
        self.idle.touch()
        self._curtain.is_armed = True
        app.type_ahead.come_back(hidden.keys if hidden else ())
        tell_tries(app, fresh)
        await (come_back(nav) if hidden else enter(nav))

    def _mode(self, desk: Desk) -> str:
        """What Textual calls the screens of the person at this desk."""
        return f"staff {desk.staff.id}"

    async def _show_screens(self, mode: str, *, is_new: bool) -> None:
        """Those of the person in the place of the lock, and nothing of the passphrase is kept."""
        app = self._app
        app.workers.cancel_group(app, f"leave {LOCK_MODE}")  # a question above the lock that nobody answers any more
        with app.batch_update():
            while len(app.screen_stack) > 1:
                await finished(app.pop_screen())
            if is_new:
                app.add_mode(mode, Ground)
            app.switch_mode(mode)

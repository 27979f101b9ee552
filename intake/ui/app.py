"""The app: first paint before anything heavy, keys in order, unlock, lock and leave. It holds no rule and no SQL."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import App, SystemCommand
from textual.binding import BindingType
from textual.filter import LineFilter
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.widgets import Input

from intake.errors import IntakeError
from intake.languages.catalogs import Catalogs
from intake.languages.terminal_text import Wish
from intake.settings import Settings
from intake.ui.clipboard import Clipboard
from intake.ui.curtain import LOCK_KEYS
from intake.ui.ending import Ending
from intake.ui.idle import Idle, uptime_s
from intake.ui.keys import ACTIONS, bindings
from intake.ui.locking import HIGH, LOCK_MODE, Ground, Locking
from intake.ui.meant_keys import MeantKeys
from intake.ui.opening import has_store, load_parts
from intake.ui.rtl_driver import TurnsTextRound
from intake.ui.screens.unlock import RecoverScreen, RecoveryScreen, UnlockScreen
from intake.ui.telling import TellingApp
from intake.ui.terminal import Terminal
from intake.ui.themes import THEMES
from intake.ui.type_ahead import TypeAhead, chain_of
from intake.ui.unlocking import Unlocking

if TYPE_CHECKING:
    from intake.ui.desk import Desk, Now, Parts
    from intake.ui.navigation import Navigation
    from intake.ui.widgets.drawn import PadWidget

NEVER_HELD = frozenset(key for id_ in ("lock", "quit", "interrupt") for key in ACTIONS[id_].keys.split(","))


class IntakeApp(TellingApp):
    """The program on the screen. `now` gives aware times."""

    CSS_PATH = Path(__file__).with_name("app.tcss")
    TITLE = "intake"
    VERTICAL_BREAKPOINTS = [(0, "-low"), (24, HIGH)]  # noqa: RUF012  # declared as an attribute of instances
    BINDINGS: ClassVar[list[BindingType]] = bindings("lock", "quit", "interrupt")
    DEFAULT_MODE = LOCK_MODE
    # Copying has its own key, which notes what goes where and clears it. What a drag lit up would stay lit, and a press
    # on a part that is just going away ends the program: the selection asks for the parent that it no longer has.
    ALLOW_SELECT = False

    def __init__(
        self,
        settings: Settings,
        now: Now,
        load: Callable[[Settings], Parts] = load_parts,
        *,
        enter_as: tuple[str, str] | None = None,
        notice: str = "",
        terminal: Terminal | None = None,
        uptime: Callable[[], float] = uptime_s,
    ) -> None:
        """`load` gives content and names; it is called once, in a thread, after the first paint.

        A demonstration enters with the name and passphrase of `enter_as`, and says in `notice` that it is one.
        `terminal` is the one that was asked about right-to-left text; without, one that shows cells as they come.
        `uptime` gives the seconds by which it is known how long nobody has touched a key.
        """
        self.terminal = terminal or Terminal.plain()
        # Without colour the terminal's own two are used, and nothing else.
        super().__init__(
            driver_class=self.terminal.driver(self.get_driver_class()),
            ansi_color=True if settings.theme == "mono" else None,
        )
        self.settings = settings
        self.now = now
        self._enter_as = enter_as
        self._unlocking = Unlocking(self, load)
        self._notice = notice
        self.desk: Desk | None = None
        self.navigation: Navigation | None = None
        self.lent = Clipboard(self, self.terminal.curtain, settings.clipboard_s, self.terminal.environment)
        self.locking = Locking(self, self.terminal.curtain, Idle(settings.lock_s, uptime))
        self.type_ahead = TypeAhead(
            partial(App.on_event, self), self._keys_go_to, lambda error: self.call_later(_raised, error)
        )
        self._ending = Ending(self._keep_half_typed, lambda code: self.exit(return_code=code), self.locking.lock)
        self._catalogs = Catalogs()
        self._meant = MeantKeys(self._tell_letter)
        for theme in THEMES.values():
            self.register_theme(theme)
        # Setting `theme` would have all styles read a second time before the first paint.
        self.set_reactive(App.theme, THEMES[settings.theme].name)
        self.stylesheet.set_variables(self.get_css_variables())

    def get_default_screen(self) -> Screen[None]:
        return Ground()

    # Right-to-left text

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Each finished line is turned round, the last thing before the terminal gets it."""
        return [*super().get_line_filters(), self.terminal.filter]

    def use_for_terminal(self, wish: Wish) -> bool:
        """Write right-to-left text in another way from now on. Returns whether the desk will remember it."""
        is_kept = self.terminal.choose(wish)
        if isinstance(self._driver, TurnsTextRound):
            self._driver.use_profile(self.terminal.profile)
        for screen in self.screen_stack:
            screen.refresh(layout=True)
        return is_kept

    def action_which_line(self) -> None:
        """Ask which line looks right in this terminal."""
        from intake.ui.terminal_offer import ask_which_line  # screens need nothing before the first paint

        self.run_worker(ask_which_line(self), exclusive=True, group="terminal")

    def get_system_commands(self, screen: Screen[object]) -> Iterator[SystemCommand]:
        """What the command palette offers: our actions and no others; a picture of the screen would hold answers."""
        from intake.ui.palette import commands  # only where the palette is opened

        for command in commands(self, screen, self.say):
            yield SystemCommand(command.name, command.help, command.run)

    def action_command_palette(self) -> None:
        from intake.ui.palette import Palette  # as above

        nothing = self.say("No command has this name. Type less of it.")
        self.push_screen(Palette(self.say("Type the name of a command"), nothing))

    def on_mount(self) -> None:
        asyncio.get_running_loop().set_debug(False)  # it would write down what functions are called with
        # Declared before, it would have all styles read a second time before the first paint.
        self.add_mode(LOCK_MODE, Ground)
        self._ending.watch()
        self.locking.watch()
        self.show_unlock(is_new=not has_store(self.settings.store))
        self.call_after_refresh(self._unlocking.load)
        if self._notice:
            self.notify(self._notice, timeout=30, markup=False)
        if self._enter_as is not None:
            self.post_message(UnlockScreen.Submitted(*self._enter_as))

    def show_unlock(self, name: str = "", waiting: str = "", *, is_new: bool = False) -> None:
        """The first screen; after a lock with the `name` of who locked, and what is not stored yet.

        `is_new` sets a store up. Only the start can ask for that: later a store that is not there has gone away.
        """
        place = self._notice or str(self.settings.store.absolute() if is_new else self.settings.store)
        screen = UnlockScreen(self.say, is_new=is_new, place=place, name=name, waiting=waiting)
        self.push_screen(screen, mode=LOCK_MODE)

    # Keys

    async def on_event(self, event: events.Event) -> None:
        """Line keys up, read Ctrl+O and a letter, and split a fast Esc from the key behind it."""
        is_urgent = isinstance(event, events.Key) and event.key in NEVER_HELD and self.type_ahead.is_holding
        if isinstance(event, events.Key | events.Paste | events.MouseEvent):
            self.locking.touch()
        if is_urgent and isinstance(event, events.Key) and event.key in LOCK_KEYS and not event.is_forwarded:
            self.locking.hide(event.time)
        if event.is_forwarded or is_urgent or not isinstance(event, events.Key | events.Paste):
            await super().on_event(event)
        else:
            for meant in self._meant.read(event):
                if isinstance(meant, events.Key) and meant.key in LOCK_KEYS:
                    self.locking.hide(meant.time)
                self.type_ahead.take(meant)

    def on_paste_stalled(self) -> None:
        text = self.say("What is pasted has not ended yet: nothing presses a key. Is all of it there, press Esc.")
        self.notify(text, severity="warning", timeout=10, markup=False)

    def _tell_letter(self) -> None:
        self.notify(self.say("Ctrl+O: now the letter of a command; F1 shows them all."), timeout=3, markup=False)

    def on_pad_widget_letters_wanted(self, message: PadWidget.LettersWanted) -> None:
        from intake.ui.screens.letters import LettersDialog  # only where it is asked for

        message.stop()
        if self.desk is not None and self.navigation is not None and self.screen is message.field.screen:
            wording = self.desk.wording(self.navigation.work)
            try:
                dialog = LettersDialog(message.field, wording, wording.person)
            except IntakeError as error:
                self.notify(self.describe(error), severity="error", markup=False)
                return
            self.push_screen(dialog)

    def _keys_go_to(self) -> list[MessagePump] | None:
        """The parts of the screen that get the next key; None while the program ends, when there is no screen."""
        return chain_of(self.focused or self.screen) if self.screen_stack else None

    def hold_key(self, event: events.Key) -> None:
        """Keep a key that a locked field got, for the question that comes next."""
        self.type_ahead.take(event)

    # Unlock and lock

    async def on_unlock_screen_submitted(self, message: UnlockScreen.Submitted) -> None:
        screen = self.screen
        if isinstance(screen, UnlockScreen):
            work = self._unlocking.unlock(screen, message.name, message.passphrase)
            self.run_worker(work, exclusive=True, group="unlock")

    async def on_recover_screen_submitted(self, message: RecoverScreen.Submitted) -> None:
        screen = self.screen
        if isinstance(screen, RecoverScreen):
            work = self._unlocking.recover(screen, message.recovery_key, message.name, message.passphrase)
            self.run_worker(work, exclusive=True, group="unlock")

    async def on_recovery_screen_print_wanted(self, message: RecoveryScreen.PrintWanted) -> None:
        from intake.ui.recovery_room import print_key  # needed once in the life of a store

        if isinstance(self.screen, RecoveryScreen) and self.desk is not None:
            work = print_key(self, self.desk, self.screen, message.recovery_key)
            self.run_worker(work, exclusive=True, group="print")

    async def on_recovery_screen_noted(self) -> None:
        assert self.desk is not None
        self.run_worker(self.locking.enter(self.desk), exclusive=True, group="unlock")

    async def action_lock(self) -> None:
        """Hide everything, close the store and ask for the passphrase. What was typed stays."""
        await self.locking.lock()

    def copy_to_clipboard(self, text: str) -> None:
        """Fields copy by themselves: that goes after the same time and is noted; a passphrase is never copied."""
        is_ours = self.lent.is_at_work  # also at the end, when no screen is left to have a focus
        if not is_ours and isinstance(self.focused, Input) and self.focused.password:
            return
        super().copy_to_clipboard(text)
        if text.strip() and not is_ours:
            self.lent.lend(text)
            if self.desk is not None and self.navigation is not None:
                self.navigation.note_copy()

    def action_screenshot(self, filename: str | None = None, path: str | None = None) -> None:
        """Nothing: a picture of the screen would hold answers."""

    # Leaving

    async def action_leave(self) -> None:
        """Say what leaving would do, then leave. Asked once at a time."""
        is_locked = self.desk is None or self.navigation is None
        group = f"leave {self.current_mode}"
        if is_locked and self.locking.hidden.are_safe:
            self.exit(0)
        elif not any(worker.group == group and not worker.is_finished for worker in self.workers):
            self.run_worker(self._leave(), group=group)

    async def _leave(self) -> None:
        from intake.ui.leaving import may_leave  # dialogs need nothing before the first paint

        if await may_leave(self):
            self.exit(0)

    async def _keep_half_typed(self) -> None:
        if self.navigation is not None and self.desk is not None:
            await self.navigation.keep_half_typed()

    async def on_unmount(self) -> None:
        self.lent.clear()
        self._ending.unwatch()
        await self.locking.closed()
        if self.desk is not None:
            await asyncio.to_thread(self.desk.close)
        self._unlocking.close()


def _raised(error: BaseException) -> None:
    raise error

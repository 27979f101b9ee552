"""The whole program on a real store, driven by keys. It waits for what the program does, never for a clock."""

from __future__ import annotations

import asyncio
import atexit
import datetime as dt
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any
from weakref import WeakSet

from textual import events
from textual.message_pump import MessagePump
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static

from intake.settings import Settings
from intake.store.kept.people import Role
from intake.store.keys.slots import Kdf
from intake.store.opening import create_store, open_store
from intake.store.store import Store
from intake.ui.app import IntakeApp
from intake.ui.casework import CaseWork
from intake.ui.desk import Desk, Parts
from intake.ui.keys import ACTIONS
from intake.ui.opening import load_parts
from intake.ui.screens.unlock import UnlockScreen
from intake.ui.terminal import Terminal
from intake.ui.type_ahead import handled
from intake.ui.widgets.drawn import Drawn
from intake.ui.widgets.lines import Notice, Title
from tests.ui.sparing import Pictures, spare

spare()

AT = dt.datetime(2026, 5, 18, 8, 41, tzinfo=dt.UTC)
CHEAP = Kdf(time=1, memory_kib=1024, lanes=1)
PASSPHRASE = "vier Wörter am Tresen"
AMIRA, BORIS = "Amira", "Boris"
LONGEST_S = 20
THREAD_STEP_S = 0.002
WIDE, USUAL, LOW, TINY = (120, 40), (80, 24), (60, 15), (20, 5)
BROAD = (120, 18)
"""As wide as the widest, and low: a line of a list is not broken, and there is little to paint."""

KEY_NAMES = {" ": "space", ".": "full_stop", ":": "colon", ",": "comma", "-": "minus", "/": "slash", "+": "plus"}
CHARACTERS = {name: character for character, name in KEY_NAMES.items()} | {"question_mark": "?"}


class Clock:
    """A clock that a test moves. Each look at it takes a millisecond, so that what comes later is later."""

    def __init__(self, at: dt.datetime = AT) -> None:
        self.at = at

    def __call__(self) -> dt.datetime:
        self.at += dt.timedelta(milliseconds=1)
        return self.at

    def pass_by(self, **time: float) -> None:
        self.at += dt.timedelta(**time)


class WatchedApp(IntakeApp):
    """Knows the dialogs that a worker waits for (such a worker is at rest, all others work), and what was told."""

    def __init__(
        self, settings: Settings, now: Clock, load: Callable[[Settings], Parts], terminal: Terminal | None = None
    ) -> None:
        super().__init__(settings, now, load, terminal=terminal)
        self.told: list[str] = []
        self.pictures = Pictures()
        self._asked: WeakSet[object] = WeakSet()

    @property
    def asking(self) -> int:
        """How many screens wait for an answer."""
        stacks = self._screen_stacks.values()  # those that a lock has hidden wait too
        return sum(screen in self._asked for stack in stacks for screen in stack)

    def push_screen(self, screen: Any, callback: Any = None, *rest: Any, **more: Any) -> Any:
        if callback is not None or more.get("wait_for_dismiss"):
            self._asked.add(screen)
        return super().push_screen(screen, callback, *rest, **more)

    def notify(self, message: str, **more: Any) -> None:
        self.told.append(message)
        super().notify(message, **more)


class Program:
    """The running program: keys in, screens out."""

    def __init__(self, app: WatchedApp, pilot: Pilot[int], clock: Clock) -> None:
        self.app = app
        self.pilot = pilot
        self.clock = clock

    @property
    def desk(self) -> Desk:
        assert self.app.desk is not None
        return self.app.desk

    @property
    def work(self) -> CaseWork:
        """The case in hand."""
        assert self.app.navigation is not None
        assert self.app.navigation.work is not None
        return self.app.navigation.work

    def say(self, message: str, **params: str | int) -> str:
        """A message of the program in the language of the staff."""
        return self.app.say(message, **params)

    # Keys

    async def press(self, *keys: str) -> None:
        """Each key after the program has dealt with the last."""
        for key in keys:
            self.send(key)
            await self.settled()

    async def press_at_once(self, *keys: str) -> None:
        """All keys before the program has seen the first: a fast typist, a scanner."""
        for key in keys:
            self.send(key)
        await self.settled()

    async def do(self, *actions: str) -> None:
        """The first key of each action."""
        for action in actions:
            await self.press(key_of(action))

    async def type(self, text: str) -> None:
        """The keys that write this text, as fast as they come."""
        await self.press_at_once(*typed(text))

    async def paste(self, text: str) -> None:
        self.app.post_message(events.Paste(text))
        await self.settled()

    def send(self, key: str) -> None:
        """Give the program a key, and wait for nothing."""
        character = key if len(key) == 1 else CHARACTERS.get(key)
        self.app.post_message(events.Key(key, character))

    # Rest

    async def settled(self) -> None:
        """Return once nothing is under way: no key, no message, no worker but those that wait for a dialog."""
        start = time.monotonic()
        quiet = 0
        while quiet < 2:
            at_work = [pump for pump in self._pumps() if not is_at_rest(pump)]
            for pump in at_work:
                await handled(pump, LONGEST_S)
            if not at_work and self._busy():  # a thread is at work: it needs the processor more than this loop does
                await asyncio.sleep(THREAD_STEP_S)
            quiet = 0 if at_work or self._busy() else quiet + 1
            assert time.monotonic() - start < LONGEST_S, f"not at rest: {self._busy()}"
            await asyncio.sleep(0)
        self.app.pictures.make_first(self.app.screen)

    def _busy(self) -> list[str]:
        """What is under way."""
        app = self.app
        at_work = [worker.name for worker in app.workers if not worker.is_finished]
        return [
            *(f"messages for {pump}" for pump in self._pumps() if not is_at_rest(pump)),
            *([] if app.type_ahead.is_idle else ["keys"]),
            *(at_work if len(at_work) > app.asking else []),
        ]

    def _pumps(self) -> list[MessagePump]:
        return [self.app, *(pump for screen in self.app.screen_stack for pump in screen.walk_children(with_self=True))]

    async def drawn(self) -> None:
        """Return once the screen on top is painted."""
        painted = asyncio.Event()
        self.app.screen.call_after_refresh(painted.set)
        await asyncio.wait_for(painted.wait(), LONGEST_S)
        self.app.pictures.make(self.app.screen)

    # What is seen

    @property
    def screen(self) -> str:
        """The kind of the screen on top."""
        return type(self.app.screen).__name__

    @property
    def title(self) -> str:
        title = self.app.screen.query_one(Title)
        return f"{title.left} {title.right}"

    @property
    def notice(self) -> str:
        return self.app.screen.query_one(Notice).text

    @property
    def notice_kind(self) -> str:
        return self.app.screen.query_one(Notice).kind

    async def seen(self) -> str:
        """All texts of the screen on top, as they are drawn or would be with room enough."""
        await self.drawn()
        return "\n".join(text_of(widget) for widget in self.app.screen.walk_children(Widget) if widget.display)


def is_at_rest(pump: MessagePump) -> bool:
    """Whether this part of the program has dealt with every message and waits for the next."""
    queue: Any = pump._message_queue
    return not pump.is_running or (queue.empty() and any(not waiting.done() for waiting in queue.ready_event._waiters))


def text_of(widget: Widget) -> str:
    match widget:
        case Drawn():
            return "\n".join(widget.render_line(y).text.rstrip() for y in range(widget.size.height))
        case Title():
            return f"{widget.left} {widget.right}"
        case Notice():
            return widget.text
        case Static():
            return str(widget.content)
        case OptionList():
            return "\n".join(str(option.prompt) for option in widget.options)
        case _:
            return ""


def key_of(action: str) -> str:
    return ACTIONS[action].keys.split(",")[0]


def typed(text: str) -> list[str]:
    """The keys that write this text."""
    return [KEY_NAMES.get(character, character) for character in text]


@cache
def parts(site: str) -> Parts:
    """Content and names, read once for all tests."""
    return load_parts(Settings(store=Path(), site=site, origins={}))


def kept_folder() -> Path:
    """An empty folder for what several tests copy; gone when the tests end."""
    folder = Path(tempfile.mkdtemp(prefix="intake-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@cache
def _empty_store() -> Path:
    """A store with two people and no case, made once; each test works on a copy."""
    folder = kept_folder() / "desk"
    store, _ = create_store(folder, AMIRA, PASSPHRASE, AT, CHEAP)
    store.people.add(BORIS, PASSPHRASE, (Role.CLERK,), store.staff.id, AT, CHEAP)
    store.close()
    return folder


def new_store(tmp_path: Path) -> Path:
    """The folder of a store with two people and no case."""
    folder = tmp_path / "desk"
    shutil.copytree(_empty_store(), folder)
    return folder


def open_as(folder: Path, name: str = AMIRA) -> Store:
    """The store itself, while the program is not running."""
    return open_store(folder, name, PASSPHRASE, AT)


def settings(tmp_path: Path, more: Mapping[str, str] | None = None) -> Settings:
    plain = Settings(store=tmp_path / "desk", export=tmp_path / "out", origins={})
    given: dict[str, str | Path] = {**(more or {})}
    if "backup_second" in given:
        given["backup_second"] = Path(given["backup_second"])
    return plain.with_arguments(**given)


@asynccontextmanager
async def locked(
    tmp_path: Path,
    *,
    size: tuple[int, int] = USUAL,
    clock: Clock | None = None,
    more: Mapping[str, str] | None = None,
    terminal: Terminal | None = None,
) -> AsyncIterator[Program]:
    """The program as it starts, on the store in `tmp_path`, which is made where there is none."""
    if not (tmp_path / "desk").exists():
        new_store(tmp_path)
    async with starting(tmp_path, size=size, clock=clock, more=more, terminal=terminal) as program:
        yield program


@asynccontextmanager
async def starting(
    tmp_path: Path,
    *,
    size: tuple[int, int] = USUAL,
    clock: Clock | None = None,
    more: Mapping[str, str] | None = None,
    terminal: Terminal | None = None,
) -> AsyncIterator[Program]:
    """The program as it starts, with whatever is in the folder."""
    clock = clock or Clock()
    app = WatchedApp(settings(tmp_path, more), clock, lambda given: parts(given.site), terminal)
    async with app.run_test(size=size) as pilot:
        program = Program(app, pilot, clock)
        await program.settled()
        yield program
        if app.is_running:
            app.pictures.make(app.screen)


async def unlock(program: Program, name: str = AMIRA, passphrase: str = PASSPHRASE) -> None:
    """Type the passphrase, and the name where another one or none stands there; return when what follows is shown."""
    screen = program.app.screen
    assert isinstance(screen, UnlockScreen)
    line = screen.query_one("#name", Input)
    if line.value != name:
        if not line.has_focus:
            await program.press("shift+tab")
        await program.paste(name)
        await program.do("confirm")
    await program.paste(passphrase)
    await program.do("confirm")


def bytes_of(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file below a folder with its content."""
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            yield file.name, file.read_bytes()

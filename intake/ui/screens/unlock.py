"""The first screen: name and passphrase, or the set-up of a new store. Nothing about any case stands here."""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Input, Static

from intake.ui.keys import ACTIONS, bindings, first_key, key_name
from intake.ui.locking import HIGH
from intake.ui.widgets.lines import Notice, Title

Say = Callable[..., str]
BACK_KEYS = frozenset(ACTIONS["go-back"].keys.split(","))
PAGES = {"pageup": -1, "pagedown": 1}
LINES = {"up": -1, "down": 1}


def moved(screen: Screen[None], key: str) -> bool:
    """Moves what is too high for the window by pages, or by lines. False where the key does not."""
    place = screen.query_one("#unlock")
    step = PAGES.get(key, 0) * place.size.height or LINES.get(key, 0)
    if step:
        place.scroll_relative(y=step, animate=False, immediate=True)
    return step != 0


class UnlockScreen(Screen[None]):
    """Asks for name and passphrase. With `is_new` it asks for the passphrase twice and sets up a store."""

    BINDINGS = bindings("quit", "recover")
    DEFAULT_CLASSES = HIGH

    class Submitted(Message):
        """Both were typed. `passphrase` stays in this message only."""

        def __init__(self, name: str, passphrase: str) -> None:
            super().__init__()
            self.name = name
            self.passphrase = passphrase

    def __init__(self, say: Say, *, is_new: bool, place: str, name: str = "", waiting: str = "") -> None:
        """`place` is shown so that staff see which store they open. `name` is who locked the desk, so that only the
        passphrase is left to type; at the start nobody is known. `waiting` says what is not stored yet behind the lock.
        """
        super().__init__()
        self._say = say
        self.is_new = is_new
        self._place = place
        self._name = name
        self._waits = waiting
        self.is_cancelled = False
        self._left_s = 0
        self._countdown: Timer | None = None

    def compose(self) -> ComposeResult:
        say = self._say
        yield Title("intake", say("{key} quits", key=first_key("quit")))
        with Vertical(id="unlock"):
            if self.is_new:
                new = say("There is no store here yet. A new one is made in this folder:")
                yield Static(new, classes="label", markup=False)
                yield Static(self._place, id="place", markup=False)
                unplugged = say(
                    "Is yours on a stick or another disk? That is not plugged in: leave with {key}, plug it in, start "
                    "again.",
                    key=first_key("quit"),
                )
                yield Static(unplugged, id="unplugged", markup=False)
                yield Static(
                    say("Choose a passphrase of several words. Nobody can read the store without it."), markup=False
                )
            else:
                yield Static(say("Please unlock the store."), markup=False)
                yield Static(self._place, id="place", markup=False)
            yield Static(self._name_label(), classes="label", markup=False)
            yield Input(self._name, id="name", max_length=100)
            yield Static(say("Passphrase"), classes="label", markup=False)
            yield Input(id="passphrase", password=True, max_length=1000)
            if self.is_new:
                yield Static(say("Passphrase again"), classes="label", markup=False)
                yield Input(id="again", password=True, max_length=1000)
            else:
                forgotten = say("{key}: the passphrase is forgotten, use the recovery key", key=first_key("recover"))
                yield Static(forgotten, id="forgotten", markup=False)
        yield Notice()  # below what scrolls: it is seen in a low window too

    def _name_label(self) -> str:
        if not self._name:
            return self._say("Your name")
        return self._say("Your name ({key}: somebody else)", key=key_name("up"))

    def on_mount(self) -> None:
        """A passphrase that is typed by habit must not stand in the line of the name."""
        self.query_one("#passphrase" if self._name else "#name", Input).focus()
        if self._waits:
            self.query_one(Notice).say(self._waits, "warning")

    def on_resize(self) -> None:
        """The line that is typed in stays in sight where the window gets lower."""
        if self.focused is not None:
            self.call_after_refresh(self.focused.scroll_visible, animate=False)

    def on_key(self, event: events.Key) -> None:
        """Arrow keys go from line to line, as Tab does; going back stops an update of the store."""
        if event.key in BACK_KEYS:
            event.stop()
            self.is_cancelled = True
        if event.key in LINES:
            event.stop()
            self.focus_next() if event.key == "down" else self.focus_previous()
        elif moved(self, event.key):
            event.stop()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        order = [each for each in self.query(Input) if not each.disabled]
        empty = next((each for each in order if not each.value), None)
        if empty is not None:
            empty.focus()
            return
        name, passphrase, *again = (each.value for each in order)
        if again and again[0] != passphrase:
            self.fail(self._say("The two passphrases differ. Nothing was set up. Please type both again."))
            return
        self.is_cancelled = False
        self.busy(True)
        self.post_message(self.Submitted(name.strip(), passphrase))

    def action_recover(self) -> None:
        if not self.is_new:
            self.app.push_screen(RecoverScreen(self._say))

    def busy(self, is_busy: bool, message: str = "") -> None:
        """While the store is being opened nothing can be typed."""
        self._stop_counting()
        for each in self.query(Input):
            each.disabled = is_busy
        self.query_one(Notice).say(message or (self._say("Opening the store …") if is_busy else ""))

    def wait(self, seconds: int) -> None:
        """Show how long the next try has to wait, and count down. Typing goes on meanwhile, also of another name."""
        self.fail(self._waiting(seconds))
        self._left_s = seconds
        self._countdown = self.set_interval(1, self.second_passed)

    def second_passed(self) -> None:
        """One second of the wait is over."""
        self._left_s -= 1
        if self._left_s > 0:
            self.query_one(Notice).say(self._waiting(self._left_s), "problem")
        else:
            self._stop_counting()
            self.query_one(Notice).say(self._say("You can try again now."))

    def _waiting(self, seconds: int) -> str:
        return self._say(
            "There were too many wrong tries. Nothing was opened; the next try is possible in {seconds} s.",
            seconds=seconds,
        )

    def _stop_counting(self) -> None:
        if self._countdown is not None:
            self._countdown.stop()
            self._countdown = None

    def fail(self, message: str) -> None:
        """Show why the store stayed closed; the name stays, the passphrase is typed again."""
        self.busy(False)
        self.query_one(Notice).say(message, "problem")
        for each in self.query(Input):
            if each.id != "name":
                each.value = ""
        self.query_one("#passphrase", Input).focus()


class RecoverScreen(Screen[None]):
    """Opens a store whose passphrase is forgotten: recovery key, name, and a new passphrase twice."""

    AUTO_FOCUS = ""  # it would move the line to the middle, and its label out of sight
    BINDINGS = bindings("quit", "go-back")

    class Submitted(Message):
        """All was typed. Key and passphrase stay in this message only."""

        def __init__(self, recovery_key: str, name: str, passphrase: str) -> None:
            super().__init__()
            self.recovery_key = recovery_key
            self.name = name
            self.passphrase = passphrase

    def __init__(self, say: Say) -> None:
        super().__init__()
        self._say = say

    def compose(self) -> ComposeResult:
        say = self._say
        yield Title("intake", say("recovery key"))
        with Vertical(id="unlock"):
            yield Static(say("The recovery key from the sealed envelope opens the store."), markup=False)
            for id_, label in (
                ("key", say("Recovery key")),
                ("name", say("Your name")),
                ("passphrase", say("New passphrase")),
                ("again", say("New passphrase again")),
            ):
                yield Static(label, classes="label", markup=False)
                yield Input(id=id_, password=id_ in ("passphrase", "again"), max_length=1000)
        yield Notice()

    def on_mount(self) -> None:
        self.query_one("#key", Input).focus(scroll_visible=False)

    def on_key(self, event: events.Key) -> None:
        if moved(self, event.key):
            event.stop()

    def action_go_back(self) -> None:
        self.dismiss(None)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        typed = {str(each.id): each.value for each in self.query(Input)}
        empty = next((each for each in self.query(Input) if not each.value), None)
        if empty is not None:
            empty.focus()
        elif typed["passphrase"] != typed["again"]:
            self.fail(self._say("The two passphrases differ. Nothing was changed. Please type both again."))
        else:
            self.query_one(Notice).say(self._say("Opening the store …"))
            self.post_message(self.Submitted(typed["key"], typed["name"].strip(), typed["passphrase"]))

    def fail(self, message: str) -> None:
        """Show why the store stayed closed; key and name stay, the passphrase is typed again."""
        self.query_one(Notice).say(message, "problem")
        for id_ in ("#passphrase", "#again"):
            self.query_one(id_, Input).value = ""
        self.query_one("#key", Input).focus()


class RecoveryScreen(Screen[None]):
    """Shows the recovery key once, after the set-up. It goes on only after its first group was typed."""

    AUTO_FOCUS = ""  # it would move to the line below, away from the key
    BINDINGS = bindings("quit", "print-key")

    class Noted(Message):
        """The key was written down or printed."""

    class PrintWanted(Message):
        """The key is to be printed on the sheet for its envelope. It stays in this message only."""

        def __init__(self, recovery_key: str) -> None:
            super().__init__()
            self.recovery_key = recovery_key

    def __init__(self, say: Say, recovery_key: str, printer: str = "") -> None:
        """`printer` is where the sheet goes; empty where none is set, then it cannot be printed."""
        super().__init__()
        self._say = say
        self._key = recovery_key
        self._printer = printer

    def compose(self) -> ComposeResult:
        say = self._say
        yield Title("intake", say("recovery key"))
        with Vertical(id="unlock"):
            yield Static(say("This is the recovery key. It is shown only now."), markup=False)
            yield Static(self._key, id="recovery-key", markup=False)
            yield Static(
                say(
                    "Write it on paper or print it, seal it in an envelope and lock it away. "
                    "Whoever has it can read the store; without it and all passphrases the store is lost."
                ),
                markup=False,
            )
            if self._printer:
                prints = say("{key} prints it on {printer}.", key=first_key("print-key"), printer=self._printer)
                yield Static(prints, markup=False)
            yield Static(say("Type the first group of the key to go on."), classes="label", markup=False)
            yield Input(id="first-group", max_length=20)
        yield Notice()

    def on_mount(self) -> None:
        """In a low window the key comes first, and what is to be typed below it."""
        self.query_one(Input).focus(scroll_visible=False)

    def on_key(self, event: events.Key) -> None:
        if moved(self, event.key):
            event.stop()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if event.value.strip().casefold() == self._key.split("-")[0].casefold():
            self.post_message(self.Noted())
        else:
            self.tell(self._say("That is not the first group. Please look at the key again."), "problem")
            event.input.value = ""
            self.query_one("#unlock").scroll_home(animate=False, immediate=True)

    def action_print_key(self) -> None:
        self.tell(self._say("The key is being printed …"))
        self.post_message(self.PrintWanted(self._key))

    def tell(self, message: str, kind: str = "") -> None:
        """Say what became of the paper, or that what was typed is wrong."""
        self.query_one(Notice).say(message, kind)

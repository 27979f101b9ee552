"""Small dialogs about a person who works here: a name, roles to tick, a passphrase typed twice."""

from __future__ import annotations

from collections.abc import Callable, Collection

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from intake.languages.direction import shown
from intake.store.kept.people import Role
from intake.store.keys.unlocking import passphrase_problem
from intake.ui.keys import first_key
from intake.ui.role_names import ROLE_NAMES, ROLE_TEXTS
from intake.ui.screens.dialog import BACK_KEYS, Above

Say = Callable[..., str]
ROLES = tuple(Role)


class Typed(Above[str]):
    """Lines to type in, one after the other; the last Enter answers with the first line. Going back gives ''."""

    def __init__(self, title: str, labels: Collection[str], *, is_secret: bool, about: str = "") -> None:
        super().__init__()
        self._title = title
        self._labels = labels
        self._is_secret = is_secret
        self._about = about

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield Static(shown(self._title), classes="box-title", markup=False)
            if self._about:
                yield Static(shown(self._about), markup=False)
            for label in self._labels:
                yield Static(shown(label), classes="label", markup=False)
                yield Input(password=self._is_secret, max_length=1000)
            yield Static("", classes="problem", markup=False)

    def on_mount(self) -> None:
        self.query(Input).first().focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        empty = next((each for each in self.query(Input) if not each.value), None)
        if empty is not None:
            empty.focus()
            return
        problem = self.problem([each.value for each in self.query(Input)])
        if problem:
            self.query_one(".problem", Static).update(shown(problem))
            for each in self.query(Input):
                each.value = ""
            self.query(Input).first().focus()
        else:
            self.dismiss(self.query(Input).first().value)

    def problem(self, typed: list[str]) -> str:
        """Why what was typed is asked for again; '' where it is not."""
        return ""

    @property
    def is_half_typed(self) -> bool:
        """Whether something is typed here and not confirmed. A passphrase is never kept."""
        return not self._is_secret and any(each.value for each in self.query(Input))

    def on_key(self, event: events.Key) -> None:
        if event.key in BACK_KEYS:
            event.stop()
            self.dismiss("")
        elif event.key in ("down", "up"):
            event.stop()
            self.focus_next(Input) if event.key == "down" else self.focus_previous(Input)


class NameAndPassphrase(Above[tuple[str, str] | None]):
    """Name and passphrase of a colleague who sits here too. Going back gives None."""

    def __init__(self, say: Say, title: str, problem: str = "") -> None:
        super().__init__()
        self._say = say
        self._title = title
        self._problem = problem

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield Static(shown(self._title), classes="box-title", markup=False)
            yield Static(self._say("Name"), classes="label", markup=False)
            yield Input(id="name", max_length=100)
            yield Static(self._say("Passphrase"), classes="label", markup=False)
            yield Input(id="passphrase", password=True, max_length=1000)
            yield Static(shown(self._problem), classes="problem", markup=False)

    def on_mount(self) -> None:
        self.query_one("#name", Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        empty = next((each for each in self.query(Input) if not each.value), None)
        if empty is not None:
            empty.focus()
        else:
            name, passphrase = (each.value for each in self.query(Input))
            self.dismiss((name.strip(), passphrase))

    def on_key(self, event: events.Key) -> None:
        if event.key in BACK_KEYS:
            event.stop()
            self.dismiss(None)
        elif event.key in ("down", "up"):
            event.stop()
            self.focus_next(Input) if event.key == "down" else self.focus_previous(Input)


class PassphraseTwice(Typed):
    """A new passphrase, typed twice."""

    def __init__(self, say: Say, title: str, about: str) -> None:
        super().__init__(title, (say("New passphrase"), say("New passphrase again")), is_secret=True, about=about)
        self._say = say

    def problem(self, typed: list[str]) -> str:
        if len(set(typed)) > 1:
            return self._say("The two passphrases differ. Nothing was changed. Please type both again.")
        found = passphrase_problem(typed[0])
        return self._say(found.message, **found.params) if found else ""


class RolesDialog(Above[tuple[Role, ...] | None]):
    """The four roles: digits and Space tick, Enter takes them. Going back changes nothing."""

    def __init__(self, say: Say, title: str, ticked: Collection[Role]) -> None:
        super().__init__()
        self._say = say
        self._title = title
        self._ticked = set(ticked)

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield Static(shown(self._title), classes="box-title", markup=False)
            keys = self._say("A digit or Space ticks, {key} takes the roles.", key=first_key("confirm"))
            yield Static(keys, markup=False)
            yield OptionList()

    def on_mount(self) -> None:
        self._show(0)
        self.query_one(OptionList).focus()

    def _show(self, highlighted: int) -> None:
        listed = self.query_one(OptionList)
        listed.clear_options()
        listed.add_options([self._line(number, role) for number, role in enumerate(ROLES, 1)])
        listed.highlighted = highlighted

    def _line(self, number: int, role: Role) -> Option:
        mark = "[x]" if role in self._ticked else "[ ]"
        text = f"{number}  {mark} {self._say(ROLE_NAMES[role])}: "
        return Option(Content.assemble(text, (self._say(ROLE_TEXTS[role]), "dim")))

    def _tick(self, at: int) -> None:
        self._ticked ^= {ROLES[at]}
        self._show(at)

    def on_key(self, event: events.Key) -> None:
        at = self.query_one(OptionList).highlighted or 0
        if event.key in BACK_KEYS:
            event.stop()
            self.dismiss(None)
        elif event.key == "space":
            event.stop()
            event.prevent_default()
            self._tick(at)
        elif event.character and event.character in "1234"[: len(ROLES)]:
            event.stop()
            self._tick(int(event.character) - 1)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(tuple(role for role in ROLES if role in self._ticked))

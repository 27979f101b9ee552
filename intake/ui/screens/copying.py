"""Copy for the receiver: the fields of a record in its order, each into the clipboard by one key.

The list is made from the record as the office gets it, so nothing can be copied that it may not see.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from intake.languages.direction import isolate, shown
from intake.ui.clipboard import Clipboard, Hindrance
from intake.ui.keys import ACTIONS, first_key
from intake.ui.screens.dialog import BACK_KEYS, Above, Reader
from intake.ui.screens.uncover import uncover
from intake.ui.waits import answer_of
from intake.ui.widgets.drawing import GAP, cut

if TYPE_CHECKING:
    from intake.ui.copy_room import CopyField
    from intake.ui.navigation import Navigation
    from intake.ui.offices import Office
    from intake.ui.outbox import Outbox

LABEL: Final = 28
DIGITS: Final = 9
_COPYING: Final = frozenset({"enter", "space"})
_CODE: Final = frozenset({"c"})
_HELP: Final = frozenset(ACTIONS["help"].keys.split(","))


class CopyScreen(Above[None]):
    """One line for each field. Enter copies the value and goes on; a digit copies that of the line it stands at."""

    def __init__(
        self,
        office: str,
        fields: Sequence[CopyField],
        clipboard: Clipboard,
        say: Callable[..., str],
        when_copied: Callable[[CopyField], None],
    ) -> None:
        """`when_copied` hears of each field that was copied."""
        super().__init__()
        self._office = office
        self._fields = fields
        self._clipboard = clipboard
        self._say = say
        self._when_copied = when_copied

    def compose(self) -> ComposeResult:
        say = self._say
        with Vertical(classes="box -tall"):
            yield Static(shown(say("Copy for the receiver · {office}", office=self._office)), classes="box-title")
            yield OptionList()
            yield Static(self._about(), id="copied", markup=False)

    def on_mount(self) -> None:
        self.query_one(OptionList).focus()
        self._fill(0)

    def on_resize(self) -> None:
        self._fill(self._here)

    @property
    def _here(self) -> int:
        return self.query_one(OptionList).highlighted or 0

    def _about(self) -> str:
        """What the keys do, and what is known of this terminal."""
        say = self._say
        keys = say(
            "Enter copies the value and goes on, a digit copies that line, c the code. After {seconds} seconds it is "
            "taken out of the clipboard again; {key} says more.",
            seconds=self._clipboard.seconds,
            key=first_key("help"),
        )
        known = hindrance_text(self._clipboard.hindrance, say)
        return shown(f"{keys} {known}".strip())

    def _fill(self, at: int) -> None:
        options = self.query_one(OptionList)
        if not self._fields:
            options.clear_options()
            options.add_option(Option(Content(self._say("There is nothing to copy for this office.")), disabled=True))
            return
        cells = max(20, options.size.width - 2)
        options.clear_options()
        options.add_options([Option(self._line(index, at, cells)) for index in range(len(self._fields))])
        options.highlighted = at

    def _line(self, index: int, at: int, cells: int) -> Content:
        field, step = self._fields[index], index - at
        digit = str(step + 1) if 0 <= step < DIGITS else " "
        broad = min(LABEL, cells // 2)
        label, room = cut(isolate(field.label), broad), cells - broad - 5
        value = cut(isolate(field.value), room)
        code = field.code if field.code != field.value else ""
        is_room = cell_len(value) + cell_len(code) + GAP <= room
        padding = " " * (broad - cell_len(label) + 2)
        parts = (f"{digit}  ", (label, "dim"), padding, (value, "bold"))
        return Content.assemble(*parts, (" " * GAP + code, "dim")) if code and is_room else Content.assemble(*parts)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """The digits stand at the lines from here on."""
        event.stop()
        options = self.query_one(OptionList)
        cells = max(20, options.size.width - 2)
        for index in range(len(self._fields)):
            if abs(index - event.option_index) <= DIGITS + options.size.height:
                options.replace_option_prompt_at_index(index, self._line(index, event.option_index, cells))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._copy(event.option_index)

    def _copy(self, index: int, *, is_code: bool = False) -> None:
        """Copy a field, say so, and go to the next one."""
        if not 0 <= index < len(self._fields):
            return
        field = self._fields[index]
        text = field.code if is_code else field.value
        if not text:
            self.query_one("#copied", Static).update(self._say("This field has no code."))
            return
        self._clipboard.put(text)
        self._when_copied(field)
        said = self._say("Copied: {field}", field=isolate(field.label))
        self.query_one("#copied", Static).update(Content(shown(f"{said}. {self._about()}")))
        if index + 1 < len(self._fields):
            self.query_one(OptionList).highlighted = index + 1

    def on_key(self, event: events.Key) -> None:
        if event.key in BACK_KEYS:
            event.stop()
            self.dismiss(None)
        elif event.key in _COPYING or event.key in _CODE:
            event.stop()
            event.prevent_default()
            self._copy(self._here, is_code=event.key in _CODE)
        elif event.key in _HELP:
            event.stop()
            self.app.push_screen(Reader(self._say("Copy for the receiver"), copy_help(self._say, self._clipboard)))
        elif event.character and event.character.isdecimal() and event.character != "0":
            event.stop()
            self._copy(self._here + int(event.character) - 1)


async def copy_fields(nav: Navigation, outbox: Outbox, office: Office) -> None:
    """Let the fields of the record be copied one by one. For workers. The audit chain notes which were."""
    if office.view is None:
        return
    if outbox.is_covered(office.view) and not await uncover(nav, outbox.work):
        return
    from intake.ui.copy_room import fields_to_copy, note_copied  # what writes records, only where something is copied

    fields, say = fields_to_copy(outbox, office.view), outbox.desk.wording(outbox.work).say
    noting = partial(note_copied, outbox)
    await answer_of(nav.app, CopyScreen(office.name, fields, nav.app.lent, say, noting))


def hindrance_text(hindrance: Hindrance, say: Callable[..., str]) -> str:
    """What is known of a terminal that does not take texts, or keeps them; empty where nothing is known."""
    match hindrance:
        case "list":
            return say("tmux keeps copies in a list of its own; they are taken out of it as well.")
        case "refused":
            return say("This terminal is known to take no text from a program. Try it with the first field.")
        case "console":
            return say("The Linux console has no clipboard: nothing can be copied here.")
        case "none":
            return ""


def copy_help(say: Callable[..., str], clipboard: Clipboard) -> list[str]:
    """What the person at the desk has to know about copying."""
    return [
        say("Each field of the record stands here as this office gets it, in its order; nothing else can be copied."),
        "",
        say("The text goes to the clipboard of the terminal by OSC 52. A program cannot find out whether a terminal "
            "takes it: if nothing arrives when you paste, it does not, or it is switched off there."),
        say("In tmux: 'set -g set-clipboard on'. In xterm: the resource 'allowWindowOps' or 'disallowedWindowOps'. The "
            "terminals of GNOME and macOS mostly take nothing."),
        "",
        say("After {seconds} seconds, at the lock and when the program ends, the clipboard is emptied: setting "
            "clipboard_seconds. A terminal that does not let it be emptied keeps what was copied last. A clipboard "
            "manager that keeps a history keeps what it has seen: switch it off on this computer.",
            seconds=clipboard.seconds),
    ]  # fmt: skip

"""Every key of the program, in one table: bindings, footer, help and the README are made from it.

Terminals keep F10, F11, F12, Shift+F-keys and Alt+digits for themselves, so none of those is here. Each F-key has a
second way, Ctrl+O and a letter, for laptops and browsers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from textual.binding import Binding, BindingType


@dataclass(frozen=True, slots=True)
class Action:
    """A key and what it does. `action` is Textual's action name, `label` and `help` are message ids.

    `letter` is the second way after Ctrl+O. `show` ranks the action in the footer (0: not there); `short` is the label
    there while the line has no room for the other.
    """

    id: str
    keys: str
    action: str
    label: str
    help: str
    letter: str = ""
    show: int = 0
    priority: bool = False
    short: str = ""

    @property
    def second(self) -> str:
        """The letter as it is named to people."""
        return key_name("space") if self.letter == " " else self.letter


LEADER = "ctrl+o"
LINE_FEED = "ctrl+j"
"""What Enter sends while the terminal is not yet set up: it means Enter, or a passphrase would end up in the name."""

ACTIONS: dict[str, Action] = {
    action.id: action
    for action in (
        Action("confirm", "enter", "confirm", "Confirm", "Confirms the answer and goes on.", show=1),
        Action("go-back", "escape,f4", "go_back", "Back", "Goes back one question. Nothing is lost.", "b", show=2),
        Action("help", "f1,question_mark", "help", "All keys", "Help for this question, and all keys.", "h", show=9),
        Action(
            "switch-language", "f2", "switch_language", "Language", "Switches between the languages in use.", "l", 6
        ),
        Action(
            "languages",
            "ctrl+right_square_bracket",
            "languages",
            "All languages",
            "The languages for the person's pane, and what to do where none of them fits.",
            "5",
        ),
        Action("language-card", "f8", "language_card", "Language card", "Writes the card to point at as PDF.", "6"),
        Action("switch-layout", "f3", "switch_layout", "Layout", "Both languages, staff only, person only.", "y"),
        Action("unknown", "f5", "unknown", "Unknown", "The person does not know.", "u", show=3),
        Action("declined", "f6", "declined", "Declined", "The person does not want to answer.", "d", show=4),
        Action(
            "ask-later", "f7", "ask_later", "Ask later", "Postpones the question; it stays on the list.", "a", show=5
        ),
        Action("note", "f8", "note", "Note", "A note, the source, or 'ask again' for this answer.", "n"),
        Action(
            "go-to", "f9", "go_to", "Go to", "Goes to a section or a question; Tab there: only what still decides.", "g"
        ),
        Action("lock", "ctrl+l", "lock", "Lock", "Hides everything and locks the desk.", "x", 8, True),
        Action("palette", "ctrl+p", "command_palette", "Commands", "Finds any command by typing.", "p", priority=True),
        Action("saved", "ctrl+s", "say_saved", "Saved?", "Says when the last answer was saved.", "s", priority=True),
        Action(
            "quit", "ctrl+q", "leave", "Quit", "Says what leaving would do, then leaves.", "q", 8, True, short="End"
        ),
        Action("new", "plus", "new", "New", "A new entry, or a new case at the desk.", "w", 2),
        Action("remove", "delete,minus", "remove", "Remove", "Takes the entry away; the history keeps it.", "r"),
        Action("move-up", "ctrl+up", "move_up", "Up", "Moves the entry up.", "k"),
        Action("move-down", "ctrl+down", "move_down", "Down", "Moves the entry down.", "j"),
        Action("calendar", "ctrl+e", "calendar", "Calendar", "Reads a date in the next of four calendars.", "m"),
        Action("review", "ctrl+r", "review", "Review", "All answers, what is missing, what is parked.", "v", 7),
        Action(
            "next-steps",
            "ctrl+n",
            "next_steps",
            "Next steps",
            "The proposals of this site, with reasons.",
            "e",
            6,
            short="Steps",
        ),
        Action("handover", "ctrl+t", "handover", "Handover", "Consents, preview and the record.", "t", 7),
        Action("events", "ctrl+f", "events", "Events", "What happened since, and what it changes.", "i"),
        Action("papers", "ctrl+b", "papers", "From the papers", "Types in what the papers say, on one screen.", "f"),
        Action("desk", "ctrl+g", "to_desk", "Desk", "Back to the desk; the case stays as it is.", "z"),
        Action("interrupt", "ctrl+c", "leave", "Quit", "The same as quit.", priority=True),
        Action("accept", "a", "accept", "Accept", "Accepts the line: it is the decision of the staff.", show=3),
        Action("override", "o", "override", "Set aside", "Sets the line aside, with a reason that is kept.", show=4),
        Action("change", "c", "change", "Change", "Says what holds instead of the line, and why.", show=5),
        Action("take-back", "u", "take_back", "Take back", "Takes back what was decided about the line."),
        Action("compare", "v", "compare", "What if", "Compares sites and law sets for the same answers.", show=6),
        Action("all-lines", "d", "all_lines", "All lines", "All lines, or only those that differ.", show=4),
        Action("chain", "k", "chain", "Chain", "Draws the chain of steps, and what lies on it.", show=7),
        Action("why-not", "y", "why_not", "Why not?", "Offers and rules that do not apply, and why.", show=5),
        Action("recover", "f9", "recover", "Recovery key", "Opens the store with the printed recovery key.", "o"),
        Action("print-key", "f9", "print_key", "Print the key", "Prints a new recovery key for its envelope.", "0"),
        Action("audit", "w", "audit", "Who saw it", "Who saw and changed what of this case."),
        Action(
            "close-case",
            "l",
            "close_case",
            "Close",
            "Closes the interview, or opens it again.",
            show=8,
        ),
        Action("family", "f", "family", "Family", "The short cases of the children, or the parent's case.", show=8),
        Action(
            "uncover", "s", "uncover", "Show", "Shows answers on health and protection, after your passphrase.", show=5
        ),
        Action("withdraw", "w", "withdraw", "Withdraw", "Withdraws the consent from today on.", show=5),
        Action("dismiss", "d", "dismiss_draft", "Dismiss", "Dismisses the draft of a record that never left."),
        Action("export", "x", "export", "Write files", "Writes the record as PDF, JSON and text.", show=4),
        Action("copy-fields", "k", "copy_fields", "Copy", "Copies field by field for the receiver's system.", show=6),
        Action(
            "print", "p", "print_papers", "Papers", "Release to sign, the person's copy, slips, cards: as PDF.", show=4
        ),
        Action(
            "card",
            "ctrl+@",
            "card",
            "Card",
            "Writes this question as a card in large letters, to point at.",
            "4",
        ),
        Action(
            "without-consent", "o", "without_consent", "No consent", "Passes on without consent, where a law allows it."
        ),
        Action("handed-over", "h", "handed_over", "Handed over", "Notes how and to whom a record was given.", show=5),
        Action("confirmed", "c", "confirmed", "Confirmed", "Notes that the office has confirmed the record.", show=6),
        Action("returned", "r", "returned", "Returned", "Notes that the office returned the record, and why.", show=7),
        Action("told", "t", "told", "Told", "Notes that the office was told of a withdrawal.", show=8),
        Action("receipt", "f5", "receipt", "Receipt", "Closes a handover by the code of its slip.", "7", show=6),
        Action("filter", "f9", "filter", "Filter", "Chooses which cases or dates the desk lists.", "1", show=3),
        Action(
            "overview", "f6", "overview", "Overview", "Cases per adviser, and first talks that wait too long.", "2", 5
        ),
        Action(
            "figures",
            "f7",
            "figures",
            "Figures",
            "The monitoring figures of the site, as charts and files.",
            "3",
            9,
            short="Numbers",
        ),
        Action(
            "hand-on",
            "ctrl+x",
            "hand_on",
            "Hand on",
            "Hands the interview to a colleague, who goes on where it is.",
            "8",
            show=2,
        ),
        Action("people", "f3", "people", "People", "Who works here, their roles and keys.", "9", show=9),
        Action(
            "second-person", "z", "second_person", "Two of you", "Health and protection, beside a colleague.", show=3
        ),
        Action("period", "p", "period", "Period", "Chooses the month, quarter or year that counts.", show=3),
        Action(
            "letters",
            "ctrl+backslash",
            "letters",
            "Letters",
            "The letters of a language, to be chosen on the screen.",
            "#",
        ),
        Action("non-joiner", "shift+space", "non_joiner", "Non-joiner", "Keeps two letters apart (Persian).", " "),
        Action("undo", "ctrl+underscore", "undo", "Undo", "Takes back what was typed, step by step.", "<"),
        Action("redo", "ctrl+circumflex_accent", "redo", "Redo", "Types again what was taken back.", ">"),
        Action("switch-run", "ctrl+y", "switch_run", "Core / full", "Only what decides, or all questions.", "c"),
    )
}


_NAMES = {
    "escape": "Esc", "enter": "Enter", "plus": "+", "minus": "-", "delete": "Del", "up": "↑", "down": "↓",
    "question_mark": "?", "right_square_bracket": "]", "backslash": "\\", "underscore": "_", "circumflex_accent": "^",
    "@": "Space",
}  # fmt: skip
"""Terminals send the same for Ctrl+Space and Ctrl+@; the first is on every keyboard."""


def bindings(*ids: str) -> list[BindingType]:
    """Textual bindings for these actions, with their ids. A letter is one with the shift or caps lock key, too."""
    return [
        Binding(
            _with_capitals(action.keys), action.action, action.label, show=False, id=action.id, priority=action.priority
        )
        for action in (ACTIONS[id_] for id_ in ids)
    ]


def _with_capitals(keys: str) -> str:
    """The footer shows letters as capitals: whoever types what it shows means the same key."""
    own = keys.split(",")
    return ",".join([*own, *(key.upper() for key in own if len(key) == 1 and key.isalpha())])


class KeyName(str):
    """A key as English keyboards name it. Screens show it as the keyboards of the staff do: `Strg+L`, `Entf`."""

    __slots__ = ()

    def said(self, say: Callable[[str], str]) -> str:
        """The name in the language that `say` speaks."""
        own = {"Ctrl": say("Ctrl"), "Del": say("Del"), "Shift": say("Shift"), "Space": say("Space")}
        return str(self) if self == "+" else "+".join(own.get(part, part) for part in self.split("+"))


def first_key(id_: str) -> KeyName:
    """The key to show for an action: `F5`, `Esc`, `Ctrl+L`."""
    return key_name(ACTIONS[id_].keys.split(",")[0])


def key_name(key: str) -> KeyName:
    parts = [_NAMES.get(part, part.upper() if len(part) <= 2 else part.title()) for part in key.split("+")]
    return KeyName("+".join(parts))


def in_words(params: Mapping[str, str | int | float], say: Callable[[str], str]) -> dict[str, str | int | float]:
    """What a message is filled with, keys by the names that they have in the language of the message."""
    return {name: value.said(say) if isinstance(value, KeyName) else value for name, value in params.items()}


def by_letter(letter: str) -> Action | None:
    """The action that Ctrl+O and this letter mean."""
    return next((action for action in ACTIONS.values() if action.letter == letter), None)


def footer(ids: Iterable[str], count: int = 6) -> tuple[Action, ...]:
    """The actions that matter most now, in the order of their rank; help stands last, always."""
    shown = sorted((ACTIONS[id_] for id_ in ids if ACTIONS[id_].show), key=lambda action: action.show)
    return (*[action for action in shown if action.id != "help"][: count - 1], ACTIONS["help"])


def key_table() -> str:
    """All keys as a Markdown table, as it stands in the README."""
    rows = ["| Key | Second way | What it does |", "|---|---|---|"]
    for action in ACTIONS.values():
        keys = ", ".join(f"`{key_name(key)}`" for key in action.keys.split(","))
        second = f"`{key_name(LEADER)}` `{action.second}`" if action.letter else ""
        rows.append(f"| {keys} | {second} | {action.help} |")
    return "\n".join(rows)

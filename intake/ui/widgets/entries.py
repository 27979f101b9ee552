"""A list of entries, each with fields of its own: added, changed, moved and removed, one event at a time."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from typing import ClassVar

from textual.binding import BindingType

from intake.interview.answers import Answer, Change, Entry, EntryAdded, EntryMoved, EntryRemoved, State
from intake.interview.questions import Question
from intake.interview.values import Problem
from intake.ui.keys import ACTIONS, bindings, first_key
from intake.ui.widgets.choice_rows import Line, stacked
from intake.ui.widgets.drawing import Row, beside, row, wrapped
from intake.ui.widgets.drawn import PadField
from intake.ui.widgets.field import Field, Layout, Pair, Wording
from intake.ui.widgets.one_by_one import MakePad
from intake.ui.widgets.open_entry import EntryHost, EntryRules, OpenEntry, summary_of
from intake.ui.widgets.pad import CONFIRM, Asked, Drawing, Key
from intake.ui.widgets.pick import MAX_DIGITS, PickList
from intake.ui.widgets.stored_entries import StoredEntries
from intake.ui.widgets.typed_line import TypedLine

BESIDE = 106
"""From so many cells on, the list stays in sight beside the entry: a terminal of 110, less its margins."""

NEW, DONE = "+", "0"
"""The last two rows. They cannot be entries: those have `#` before their id."""


class EntriesPad(PickList):
    """The list, or one entry of it with its fields one after the other."""

    def __init__(self, asked: Asked, make: MakePad, rules: EntryRules) -> None:
        super().__init__(asked)
        self._stored = StoredEntries(asked.question, asked.answer)
        self._host = EntryHost(
            asked.question,
            self._stored,
            rules,
            make,
            asked.private_hidden,
            self._say,
            lambda message: self.post(message),
            self._close,
        )
        self._open_entry: OpenEntry | None = None
        self._half_typed: dict[str, dict[str, str]] = {}
        self._fresh: str | None = None
        self._note = ""
        self._removing: str | None = None
        self.cursor = DONE if self.entries else NEW
        self._restore(asked.half_typed)

    @property
    def entries(self) -> tuple[Entry, ...]:
        return self._stored.entries

    @property
    def codes(self) -> Sequence[str]:
        return [*(f"#{entry.id}" for entry in self.entries), NEW, DONE]

    @property
    def open_entry(self) -> OpenEntry | None:
        """The entry whose fields are asked now; None while the list has the keys."""
        return self._open_entry

    @property
    def line(self) -> TypedLine | None:
        pad = self._open_entry.fields.pad if self._open_entry is not None else None
        return pad.line if pad is not None else None

    @property
    def typed(self) -> str:
        """What is half-typed in a field, with its entry and field, so that it finds its place again."""
        pad = self._open_entry.fields.pad if self._open_entry is not None else None
        if self._open_entry is None or pad is None or not pad.typed:
            return ""
        return f"{self._open_entry.id}/{pad.question.id}/{pad.typed}"

    def _restore(self, half_typed: str) -> None:
        entry, _, rest = half_typed.partition("/")
        field, _, text = rest.partition("/")
        question = self.question.field_named(field)
        if question is not None and self._stored.entry(entry) is not None:
            self._half_typed[entry] = {field: text}
            self._open(entry, question)

    def update_answer(self, answer: Answer) -> None:
        """The stored answer after a change was saved."""
        self.answer = answer
        self._stored.update(answer)
        if self._open_entry is not None and self._stored.entry(self._open_entry.id) is None:
            self._open_entry = None
        if self.cursor not in self.codes:
            self.cursor = DONE if self.entries else NEW

    def reword(self, wording: Wording, layout: Layout) -> None:
        super().reword(wording, layout)
        if self._open_entry is not None:
            self._open_entry.reword(wording, layout)

    def press(self, key: Key) -> bool:
        if self._open_entry is not None:
            return self._open_entry.press(key)
        if key.name in _keys("remove"):
            self.remove()
            return True
        self._note, self._removing = "", None
        if key.name in _keys("new"):
            self.add()
        elif key.name == CONFIRM:
            self.confirm()
        elif key.name in _keys("move-up"):
            self.move_entry(-1)
        elif key.name in _keys("move-down"):
            self.move_entry(1)
        elif key.digit is not None:
            self._press_digit(key.digit)
        elif key.name == "backspace":
            self.go_back()
        else:
            return self.move(key.name)
        return True

    def insert(self, text: str) -> None:
        if self._open_entry is not None:
            self._open_entry.insert(text)

    def _press_digit(self, number: int) -> None:
        if number == 0:
            self.give(self.entries)
        elif number <= len(self.entries):
            self._open(self.entries[number - 1].id)
        else:
            self.refuse(Problem("There is no entry {number}.", {"number": number}))

    def confirm(self) -> None:
        if self.cursor == DONE:
            self.give(self.entries)
        elif self.cursor is None or self.cursor == NEW:
            self.add()
        else:
            self._open(self.cursor[1:])

    def _open(self, entry: str, field: Question | None = None) -> None:
        half_typed = self._half_typed.setdefault(entry, {})
        opened = OpenEntry(entry, self._host, self.wording, self.layout, half_typed)
        if opened.open(field):
            self._open_entry = opened
            self.cursor = f"#{entry}"

    def _close(self, forwards: bool) -> None:
        """Back to the list. A new entry in which nothing was answered is taken away again."""
        opened, self._open_entry = self._open_entry, None
        if opened is None:
            return
        opened.fields.leave()
        if opened.id == self._fresh and not opened.entry.fields and not self._half_typed.get(opened.id):
            self._say(EntryRemoved(self.question.id, opened.id))
            self.cursor = NEW
        elif forwards:
            self.cursor = DONE
        self._fresh = None

    def _under_cursor(self) -> Entry | None:
        if self._open_entry is not None:
            return None
        return next((entry for entry in self.entries if f"#{entry.id}" == self.cursor), None)

    def add(self) -> None:
        """A new entry, and its first field."""
        if self._open_entry is not None:
            return
        entry = self._host.rules.new_id()
        self._say(EntryAdded(self.question.id, entry))
        self._fresh = entry
        self._open(entry)

    def remove(self) -> None:
        """Asks once, then takes the entry under the cursor away."""
        entry = self._under_cursor()
        if entry is None:
            return
        if self._removing != entry.id:
            self._removing = entry.id
            self._note = self.wording.say("{key} again removes this entry.", key=first_key("remove"))
            return
        at = self.codes.index(f"#{entry.id}")
        self._note, self._removing = "", None
        self._say(EntryRemoved(self.question.id, entry.id))
        self.cursor = self.codes[at] if self.entries else NEW

    def move_entry(self, step: int) -> None:
        """Moves the entry under the cursor up or down."""
        entry = self._under_cursor()
        if entry is None:
            return
        position = self.entries.index(entry) + step
        if 0 <= position < len(self.entries):
            self._say(EntryMoved(self.question.id, entry.id, position))

    def _say(self, change: Change) -> None:
        self._stored.post(change)
        self.post(Field.Changed(change))

    def click(self, hit: Hashable, x: int) -> None:
        match hit:
            case ("inner", inner) if self._open_entry is not None:
                self._open_entry.click(inner, x)
            case str() if hit in self.codes:
                self._close(False)
                self.cursor = hit if hit in self.codes else NEW
                self.confirm()
            case _:
                return

    def draw(self, cells: int, height: int, *, focused: bool) -> Drawing:
        opened = self._open_entry
        if opened is None:
            return Drawing(self._list_rows(cells, height))
        number = next((n for n, entry in enumerate(self.entries, 1) if entry.id == opened.id), 0)
        if cells < BESIDE:
            return opened.draw(number, cells, height, focused=focused)
        left = cells * 2 // 5
        right = cells - left - 3
        drawing = opened.draw(number, right, height, focused=focused)
        rows = beside(self._list_rows(left, height), drawing.rows, left, right, " │ ")
        caret = (drawing.caret[0] + left + 3, drawing.caret[1]) if drawing.caret else None
        return Drawing(rows, caret)

    def _list_rows(self, cells: int, height: int) -> list[Row]:
        say = self.wording.say
        lines = [
            Line(f"#{entry.id}", self._summary(entry), key=str(n) if n <= MAX_DIGITS else "")
            for n, entry in enumerate(self.entries, 1)
        ]
        new, done = say("New entry"), say("No more entries") if lines else say("No entries")
        lines += [Line(NEW, Pair(new, new), key=first_key("new")), Line(DONE, Pair(done, done), key=DONE)]
        note = [row(line, "warn") for line in wrapped(self._note, cells)] if self._note else []
        # One language is enough here: names and dates would only stand there twice.
        layout = Layout.PERSON if self.layout is Layout.PERSON else Layout.STAFF
        rows = stacked(lines, self.cursor, cells, max(1, height - len(note)), layout)
        return [*rows, *note][: max(1, height)]

    def _summary(self, entry: Entry) -> Pair:
        empty = self.wording.say("(still empty)")
        return summary_of(entry, self.question, self.wording) or Pair(empty, empty)


class EntriesField(PadField):
    """The field of a repeat. The keys of the list also have actions, for the second way to each key."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("new", "remove", "move-up", "move-down")

    def __init__(self, pad: EntriesPad) -> None:
        super().__init__(pad)
        self._entries = pad

    @property
    def editing(self) -> tuple[Entry, Question] | None:
        """The entry and the field that is asked now; None while the list has the keys."""
        opened = self._entries.open_entry
        return (opened.entry, opened.field) if opened is not None and opened.field is not None else None

    def update_answer(self, answer: Answer) -> None:
        """Show the stored answer, after a change was saved."""
        self.answer = answer
        self._entries.update_answer(answer)
        self.show_change()

    def give_state(self, state: State) -> bool:
        """Gives a state to the field that is asked now and goes on. False in the list: the state is the question's."""
        editing = self.editing
        if editing is None:
            return False
        entry, field = editing
        return self._give(replace(entry.answer(field.id), state=state, value=None, reason=""))

    def _give(self, answer: Answer) -> bool:
        opened = self._entries.open_entry
        if opened is None or self.locked:
            return False
        opened.give(answer)
        self.show_change()
        return True

    def mark_field(self, answer: Answer) -> bool:
        """Gives the field that is asked now other marks (source, note, 'ask again'). False in the list."""
        opened = self._entries.open_entry
        if opened is None or self.locked:
            return False
        opened.mark(answer)
        return True

    def action_new(self) -> None:
        self._act(self._entries.add)

    def action_remove(self) -> None:
        self._act(self._entries.remove)

    def action_move_up(self) -> None:
        self._act(lambda: self._entries.move_entry(-1))

    def action_move_down(self) -> None:
        self._act(lambda: self._entries.move_entry(1))

    def _act(self, act: Callable[[], None]) -> None:
        if not self.locked:
            act()
            self.show_change()


def _keys(id_: str) -> list[str]:
    return ACTIONS[id_].keys.split(",")

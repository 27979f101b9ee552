"""The letters of a language to choose from, for desks whose keyboard lacks them: one key or click, one letter.

A key of the Latin keyboard jumps to letters that are like it. It never writes one: what is in the line was chosen.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Hashable, Iterator, Sequence

from rich.cells import cell_len

from intake.languages.bidi.properties import mirrored
from intake.languages.languages import InterfaceLanguages
from intake.languages.letters import Letters, LetterSets
from intake.ui.keys import ACTIONS, first_key, key_name
from intake.ui.widgets.drawing import Row, Span, cut, row, window, wrapped
from intake.ui.widgets.drawn import PadWidget
from intake.ui.widgets.field import Layout, Wording
from intake.ui.widgets.measured_text import ZWNJ, ZWNJ_MARK
from intake.ui.widgets.pad import CONFIRM, Drawing, Key, Pad
from intake.ui.widgets.typed_line import TypedLine, input_rows

BLANK, BACKSPACE = " ", "\b"
"""What is no letter but stands among them. Backspace takes the last letter away."""
_SIGNS = {BLANK: "␣", BACKSPACE: "⌫", ZWNJ: ZWNJ_MARK}
_CARRIER = "◌"
"""What a mark is drawn on."""
_PITCH = 4
"""Cells from one letter to the next: blanks between keep letters from joining, and the filter from turning rows."""
_MOST_IN_A_ROW = 16
_PROMPT = "› "
_PASSED_ON = frozenset(key for id_ in ("undo", "redo", "non-joiner") for key in ACTIONS[id_].keys.split(","))


class LetterPad(Pad):
    """The letters of one language at a time. `put` brings each key that is chosen to the `target`."""

    def __init__(
        self,
        sets: Sequence[Letters],
        known: LetterSets,
        languages: InterfaceLanguages,
        wording: Wording,
        target: TypedLine,
        put: Callable[[Key], None],
    ) -> None:
        super().__init__(wording, Layout.STAFF)
        self._sets = sets
        self._known = known
        self._languages = languages
        self._target = target
        self._put = put
        self._set = 0
        self._base = ""
        """Of a syllabary: the letter whose orders are shown."""
        self._at = 0
        self._in_a_row = _MOST_IN_A_ROW

    @property
    def letters(self) -> Letters:
        """The language that is shown."""
        return self._sets[self._set]

    @property
    def chosen(self) -> str:
        """The letter under the cursor."""
        return self._all[self._at]

    @property
    def is_rtl(self) -> bool:
        """Whether the rows begin on the right."""
        return self._languages[self.letters.language].direction == "rtl"

    @property
    def _groups(self) -> tuple[str, ...]:
        """What stands on rows of its own."""
        letters = self.letters
        if self._base:
            return (letters.orders[self._base],)
        others = f"{letters.punctuation}{BLANK}{ZWNJ if letters.has_non_joiner else ''}{BACKSPACE}"
        return tuple(filter(None, (*letters.groups, letters.marks, letters.digits, others)))

    @property
    def _all(self) -> str:
        return "".join(self._groups)

    def _rows(self) -> list[tuple[int, str]]:
        """The rows of letters, each with the place of its first letter among all."""
        rows, at = [], 0
        for group in self._groups:
            for start in range(0, len(group), self._in_a_row):
                rows.append((at + start, group[start : start + self._in_a_row]))
            at += len(group)
        return rows

    # Keys

    def press(self, key: Key) -> bool:
        if key.name == CONFIRM:
            self._choose(self.chosen)
        elif key.name in ("tab", "shift+tab"):
            self._set = (self._set + (1 if key.name == "tab" else -1)) % len(self._sets)
            self._base, self._at = "", 0
        elif key.name in ACTIONS["go-back"].keys.split(",") and self._base:
            self._leave_orders()
        elif key.name == "backspace":
            self._take_away()
        elif key.name in _PASSED_ON or key.typed == BLANK or (key.typed and not key.typed.isascii()):
            self._put(key)
        elif key.typed:
            self._jump(key.typed)
        else:
            return self._move(key.name)
        return True

    def _choose(self, letter: str) -> None:
        if letter == BACKSPACE:
            self._take_away()
        elif letter == ZWNJ:
            self._put(Key(ACTIONS["non-joiner"].keys))
        elif letter in self.letters.orders and not self._base:
            self._base, self._at = letter, 0
        else:
            self._put(Key(letter, letter))
            if self._base:
                self._leave_orders()

    def _leave_orders(self) -> None:
        base, self._base = self._base, ""
        self._at = self._all.index(base)

    def _take_away(self) -> None:
        """An empty line would take the key for 'go back'."""
        if self._target.text:
            self._put(Key("backspace"))

    def _jump(self, key: str) -> None:
        """To the letter that is most like the key; pressed again, to the next one."""
        everything = self._all
        like = [letter for letter in self._known.like(self.letters.script, key) if letter in everything]
        if like:
            following = like.index(self.chosen) + 1 if self.chosen in like else 0
            self._at = everything.index(like[following % len(like)])

    def _move(self, key: str) -> bool:
        forward, back = ("left", "right") if self.is_rtl else ("right", "left")
        rows = self._rows()
        number, (start, letters) = next(
            (n, each) for n, each in enumerate(rows) if each[0] <= self._at < each[0] + len(each[1])
        )
        if key in (forward, back):
            self._at = (self._at + (1 if key == forward else -1)) % len(self._all)
        elif key in ("up", "down"):
            first, others = rows[min(max(0, number + (1 if key == "down" else -1)), len(rows) - 1)]
            self._at = first + min(self._at - start, len(others) - 1)
        elif key in ("home", "end"):
            self._at = start if key == "home" else start + len(letters) - 1
        else:
            return False
        return True

    def click(self, hit: Hashable, x: int) -> None:
        match hit:
            case ("letters", int(start), str(letters)):
                column = x // _PITCH
                place = self._in_a_row - 1 - column if self.is_rtl else column
                if 0 <= place < len(letters):
                    self._at = start + place
                    self._choose(letters[place])
            case _:
                return

    def say_typed(self) -> None:
        """What is typed here is said by the field that it goes to."""

    # Drawing

    def draw(self, cells: int, height: int, *, focused: bool) -> Drawing:
        self._in_a_row = max(1, min(_MOST_IN_A_ROW, cells // _PITCH))
        typed, _ = input_rows(self._target, cells, 1, focused=True, prefix=_PROMPT)
        head = [row(cut(self._title(), cells), "title"), *(Row(each.spans, each.style) for each in typed)]
        head = head[max(0, len(head) + 1 - height) :]  # one row of letters is there in any room
        foot = [row(line, "quiet") for line in wrapped(self._help(), cells)][: max(0, height - 5)]
        grid: list[Row] = []
        at = 0
        for start, letters in self._rows():
            if start <= self._at < start + len(letters):
                at = len(grid)
            grid.append(Row(tuple(self._spans(start, letters)), hit=("letters", start, letters)))
        seen = window(grid, max(1, height - len(head) - len(foot)), at, at)
        caret = next(((self._column(each), len(head) + n) for n, each in enumerate(seen) if each is grid[at]), None)
        return Drawing([*head, *seen, *foot], caret)

    def _spans(self, start: int, letters: str) -> Iterator[Span]:
        drawn = []
        for at, letter in enumerate(letters, start):
            sign = self._sign(letter)
            is_here = at == self._at
            before, behind = ("[", "]") if is_here else (" ", " ")
            blanks = " " * max(1, _PITCH - cell_len(sign) - 2)
            drawn.append((Span(f"{before}{sign}{behind}", "caret" if is_here else ""), Span(blanks)))
        if self.is_rtl:
            yield Span(" " * _PITCH * (self._in_a_row - len(letters)))
            drawn.reverse()
        for pair in drawn:
            yield from pair

    def _sign(self, letter: str) -> str:
        """How a letter is drawn: by itself, and brackets as they will look among letters of its direction."""
        if unicodedata.category(letter) == "Mn":
            return _CARRIER + letter
        return _SIGNS.get(letter) or (mirrored(letter) if self.is_rtl else letter)

    def _column(self, drawn: Row) -> int:
        """The cell of the letter under the cursor in its row."""
        styles = [span.style for span in drawn.spans]
        return 1 + sum(cell_len(span.text) for span in drawn.spans[: styles.index("caret")])

    def _title(self) -> str:
        language = self._languages[self.letters.language]
        named = dict.fromkeys((self.wording.language(language.iso).staff, language.own_name))
        name = self.wording.say("{language}: letters {place} of {count}", language=" · ".join(named),
                                place=self._set + 1, count=len(self._sets))  # fmt: skip
        return f"{name} · {self._base}" if self._base else name

    def _help(self) -> str:
        match self.chosen:
            case " ":
                said = self.wording.say("a blank")
            case "\b":
                said = self.wording.say("takes the last letter away")
            case "\u200c":
                said = self.wording.say("keeps two letters apart (zero width non-joiner)")
            case _:
                said = ""
        keys = self.wording.say(
            "{key} writes the letter · {tab} another language · a to z jump · {back} closes",
            key=first_key("confirm"),
            tab=key_name("tab"),
            back=first_key("go-back"),
        )
        return f"{said} · {keys}" if said else keys


class LetterGrid(PadWidget):
    """The place of the letters on the screen: as high as they need."""

    DEFAULT_CSS = "LetterGrid { height: auto; max-height: 100%; padding: 0; }"

    def __init__(self, pad: LetterPad) -> None:
        super().__init__()
        self.pad = pad

    def show_change(self) -> None:
        """Another language may need more rows, or fewer."""
        self.redraw(layout=True)
        self.place_cursor()

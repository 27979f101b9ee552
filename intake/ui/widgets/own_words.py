"""Own words with a code where one fits: occupations, and towns with their official key."""

from __future__ import annotations

from intake.interview.values import Municipality, OwnWords
from intake.languages.search import folded
from intake.ui.widgets.choice_rows import Line
from intake.ui.widgets.drawing import row, wrapped
from intake.ui.widgets.field import Pair
from intake.ui.widgets.pad import Asked, Drawing, key_names, nothing_typed
from intake.ui.widgets.search import SearchList
from intake.ui.widgets.typed_line import confirmed

AS_TYPED = "as typed"
"""The row that keeps a town as it was typed. No key of a town has a blank in it."""


class OwnWordsPad(SearchList):
    """The person's own words first; the arrow down adds an occupation of the list to them."""

    def __init__(self, asked: Asked) -> None:
        value = asked.answer.value
        self._stored = value if isinstance(value, OwnWords) else OwnWords("")
        super().__init__(asked, asked.half_typed or self._stored.text)
        self.select_suggestion(asked)
        self._picked = self._stored.isco08 if not asked.half_typed else None
        self.search()

    @property
    def typed(self) -> str:
        return "" if self._input.text == self._stored.text else self._input.text

    def find(self) -> tuple[Line, ...]:
        codes = list(self.wording.search_occupations(self.text_typed)) if self.text_typed else []
        if self._picked is not None and self.text_typed == self._stored.text and self._picked not in codes:
            codes.insert(0, self._picked)
        named = [(code, self.wording.occupation(code)) for code in codes]
        return tuple(Line(code, name, key=code, mark=self._mark(code)) for code, name in named if name is not None)

    def _mark(self, code: str) -> str:
        return "(x)" if code == self._picked else "( )"

    def highlighted(self) -> str | None:
        """The code that was chosen, for as long as it fits the words."""
        return self._picked if self._picked in self.codes else None

    def move(self, key: str) -> bool:
        """Up from the first code goes back to the words alone."""
        if key == "up" and (self.cursor is None or self.cursor == next(iter(self.codes), None)):
            was_on_code = self.cursor is not None
            self.cursor = self._picked = None
            return was_on_code
        if not self._found:
            return False
        moved = super().move(key)
        self._picked = self.cursor
        self._found = self.find()
        return moved

    def confirm(self) -> None:
        if self.text_typed:
            self.give(OwnWords(confirmed(self.text_typed), self.cursor))
        else:
            self.refuse(nothing_typed())

    def draw(self, cells: int, height: int, *, focused: bool) -> Drawing:
        drawing = self.draw_search((), cells, height, focused=focused)
        if self._found and self.cursor is None and len(drawing.rows) < height:
            hint = self.wording.say("{down} adds an occupation of the list to these words.", **key_names())
            return Drawing(
                [*drawing.rows, *(row(each, "quiet") for each in wrapped(hint, cells))][:height], drawing.caret
            )
        return drawing

    def nothing_found(self) -> str:
        return self.wording.say("No occupation of the list fits. The words are kept as typed.")


class TownPad(SearchList):
    """A town of the list with its key, or any other as typed."""

    def __init__(self, asked: Asked) -> None:
        value = asked.answer.value
        self._stored = value if isinstance(value, Municipality) else Municipality("")
        super().__init__(asked, asked.half_typed or self._stored.text)
        self.select_suggestion(asked)
        self.search()

    @property
    def typed(self) -> str:
        return "" if self._input.text == self._stored.text else self._input.text

    def find(self) -> tuple[Line, ...]:
        typed = self.text_typed
        towns = [Line(key, Pair(f"{name}  {key}", f"{name}  {key}")) for name, key in self._towns()]
        if typed:
            kept = self.wording.say("'{typed}' as typed, without a key", typed=typed)
            towns.append(Line(AS_TYPED, Pair(kept, kept)))
        return tuple(towns)

    def _towns(self) -> tuple[tuple[str, str], ...]:
        return self.wording.search_municipalities(self.text_typed)[:7]

    def highlighted(self) -> str | None:
        """The stored key, else the first town that begins as typed, else the text as typed."""
        typed = self.text_typed
        if not typed:
            return None
        if typed == self._stored.text:
            return self._stored.ags if self._stored.ags in self.codes else AS_TYPED
        return next((key for name, key in self._towns() if folded(name).startswith(folded(typed))), AS_TYPED)

    def confirm(self) -> None:
        town = next(((name, key) for name, key in self._towns() if key == self.cursor), None)
        if town is not None:
            self.give(Municipality(*town))
        elif self.text_typed:
            self.give(Municipality(confirmed(self.text_typed)))
        else:
            self.refuse(nothing_typed())

    def draw(self, cells: int, height: int, *, focused: bool) -> Drawing:
        return self.draw_search((), cells, height, focused=focused)

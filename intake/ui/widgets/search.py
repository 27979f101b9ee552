"""Finding countries and languages by typing: the matches stand below the line, the best one highlighted."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Hashable, Sequence

from intake.interview.answers import Value
from intake.interview.limits import most_typed
from intake.interview.questions import Kind
from intake.interview.values import Problem
from intake.languages.search import folded
from intake.ui.widgets.choice_rows import Line, stacked
from intake.ui.widgets.drawing import Row, cut, row, wrapped
from intake.ui.widgets.field import Layout, Pair, Wording
from intake.ui.widgets.pad import CONFIRM, Asked, Drawing, Key, key_names
from intake.ui.widgets.pick import PickList
from intake.ui.widgets.pick_many import CHOSEN_MARK, half_picked, read_half_picked
from intake.ui.widgets.typed_line import TypedLine, input_rows

MAX_MATCHES = 8
NO_LANGUAGE = "no"
_PROMPT = "/ "


class SearchList(PickList):
    """A line of text with what fits below it. The search runs at each key that changes the text."""

    def __init__(self, asked: Asked, text: str = "") -> None:
        super().__init__(asked)
        self._input = TypedLine(text, room=most_typed(asked.question))
        self._found: tuple[Line, ...] = ()

    def select_suggestion(self, asked: Asked) -> None:
        """A suggestion in the line is replaced by what is typed."""
        if asked.is_suggested and not asked.half_typed:
            self._input.select_all()

    @property
    def line(self) -> TypedLine | None:
        return self._input

    @property
    def text_typed(self) -> str:
        return self._input.text.strip()

    @property
    def typed(self) -> str:
        return self._input.text

    @property
    def codes(self) -> Sequence[str]:
        return [line.code for line in self._found]

    @abstractmethod
    def find(self) -> tuple[Line, ...]:
        """What fits the typed text, best first."""

    @abstractmethod
    def confirm(self) -> None:
        """Enter."""

    def go_back_from_empty(self) -> None:
        """Backspace where nothing is typed."""
        self.go_back()

    def highlighted(self) -> str | None:
        """What is highlighted after the text changed."""
        return self._found[0].code if self._found and self.text_typed else None

    def search(self) -> None:
        self._found = self.find()[:MAX_MATCHES]
        self.cursor = self.highlighted()

    def press(self, key: Key) -> bool:
        if key.name == CONFIRM:
            self.confirm()
            return True
        if key.name in ("up", "down", "pageup", "pagedown"):
            return self.move(key.name)
        if key.typed == "?" and not self._input.text:
            return False
        before = self._input.text
        if self._input.take(key.name, key.character):
            if self._input.text != before:
                self.search()
            return True
        if key.name == "backspace":
            self.go_back_from_empty()
            return True
        return False

    def insert(self, text: str) -> None:
        self._input.insert(text)
        self.search()

    def click(self, hit: Hashable, x: int) -> None:
        super().click(hit, x - len(_PROMPT))

    def reword(self, wording: Wording, layout: Layout) -> None:
        super().reword(wording, layout)
        cursor = self.cursor
        self._found = self.find()[:MAX_MATCHES]
        self.cursor = cursor if cursor in self.codes else self.highlighted()

    def draw_search(self, above: Sequence[Row], cells: int, height: int, *, focused: bool, note: str = "") -> Drawing:
        """Rows above the line, the line, what was found, and a note."""
        hint = cut(self.wording.say("Type to search"), cells - 3)
        below = [row(each, "warn") for each in wrapped(note, cells)] if note else []
        if self.text_typed and not self._found:
            below = [row(cut(self.nothing_found(), cells), "warn"), *below]
        drafts = self.mark_rows([line.text for line in self._found], cells)
        above = list(above)[max(0, len(above) - max(0, height - 4)) :]
        shown, caret = input_rows(self._input, cells, 1, focused=focused, prefix=_PROMPT, hint=hint)
        room = max(1, height - len(above) - len(shown) - len(below) - len(drafts))
        rows = stacked(self._found, self.cursor, cells, room, self.layout)
        place = (caret[0], caret[1] + len(above)) if caret else None
        return Drawing([*above, *shown, *rows, *below, *drafts][:height], place)

    def nothing_found(self) -> str:
        return self.wording.say("Nothing fits '{typed}'.", typed=self.text_typed)

    def refuse_nothing_picked(self) -> None:
        if self.text_typed:
            self.refuse(Problem("Nothing fits '{typed}'.", {"typed": self.text_typed[:40]}))
        else:
            self.refuse(Problem("Nothing is picked yet. Type a part of the name, then {key}.", key_names()))


class CodeSearch(SearchList):
    """What the search for one and for several codes share: which codes there are for the kind of question."""

    def code_text(self, code: str) -> Pair:
        match self.question.kind:
            case Kind.COUNTRY | Kind.MULTI_COUNTRY:
                return self.wording.country(code)
            case Kind.LANGUAGE_OR_NO if code == NO_LANGUAGE:
                return self.wording.value(self.question, NO_LANGUAGE)
            case _:
                return self.wording.language(code)

    def find_codes(self) -> list[str]:
        typed = self.text_typed
        match self.question.kind:
            case Kind.COUNTRY | Kind.MULTI_COUNTRY:
                return list(self.wording.search_countries(typed))
            case Kind.LANGUAGE | Kind.MULTI_LANGUAGE:
                return list(self.wording.search_languages(typed))
            case Kind.LANGUAGE_OR_NO:
                no = self.code_text(NO_LANGUAGE)
                fits = any(folded(name).startswith(folded(typed)) for name in (no.staff, no.person))
                return [*([NO_LANGUAGE] if fits else []), *self.wording.search_languages(typed)]
            case _:
                raise ValueError(f"{self.question.kind} is not searched for by code")


class SearchPad(CodeSearch):
    """One country or language."""

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked, asked.half_typed)
        self.search()

    @property
    def _stored(self) -> str | None:
        return self.answer.value if isinstance(self.answer.value, str) else None

    def find(self) -> tuple[Line, ...]:
        codes = self.find_codes()
        if self._stored is not None and not self.text_typed:
            codes = [self._stored, *(code for code in codes if code != self._stored)]
        return tuple(Line(code, self.code_text(code), mark=self._mark(code)) for code in codes)

    def _mark(self, code: str) -> str:
        if self._stored is None or self.is_suggested:
            return ""
        return "(x)" if code == self._stored else "( )"

    def highlighted(self) -> str | None:
        return super().highlighted() or (None if self.text_typed else self._stored)

    def confirm(self) -> None:
        if self.cursor is None:
            self.refuse_nothing_picked()
        else:
            self.give(self.cursor)

    def draw(self, cells: int, height: int, *, focused: bool) -> Drawing:
        return self.draw_search((), cells, height, focused=focused)


class SearchManyPad(CodeSearch):
    """Several countries or languages: Enter adds what is highlighted, on an empty line it confirms them all."""

    def __init__(self, asked: Asked) -> None:
        known = [item for item in self._values(asked.answer.value)]
        half, text = read_half_picked(asked.half_typed, self._codes_in(asked)) if asked.half_typed else (None, "")
        super().__init__(asked, text)
        self.chosen: tuple[str, ...] = half if half is not None else tuple(known)
        self._is_offered = asked.is_suggested and half is None
        """A list that is only suggested goes as soon as something is typed; an arrow keeps it, to add to it."""
        self._note = ""
        self._asks_empty = False
        self.search()

    @staticmethod
    def _values(value: Value | None) -> list[str]:
        return [item for item in value if isinstance(item, str)] if isinstance(value, tuple) else []

    @staticmethod
    def _codes_in(asked: Asked) -> list[str]:
        """What can stand before the bar in half-typed text: words of three letters are codes there."""
        return [word for word in asked.half_typed.partition("|")[0].split() if len(word) == 3 and word.isalpha()]

    @property
    def typed(self) -> str:
        text = self._input.text
        if self.chosen == tuple(self._values(self.answer.value)):
            return half_picked((), text) if "|" in text else text
        return half_picked(self.chosen, text)

    def find(self) -> tuple[Line, ...]:
        return tuple(
            Line(code, self.code_text(code), mark=CHOSEN_MARK if code in self.chosen else "[ ]")
            for code in self.find_codes()
            if self.text_typed or code not in self.chosen
        )

    def press(self, key: Key) -> bool:
        if key.name != CONFIRM:
            self._note, self._asks_empty = "", False
            if key.typed and not (key.typed == "?" and not self._input.text):
                self._drop_offer()
            self._is_offered = False
        return super().press(key)

    def insert(self, text: str) -> None:
        self._drop_offer()
        super().insert(text)

    def _drop_offer(self) -> None:
        if self._is_offered:
            self.chosen, self._is_offered = (), False

    def go_back_from_empty(self) -> None:
        if self.chosen:
            self.chosen = self.chosen[:-1]
            self.search()
        else:
            self.go_back()

    def confirm(self) -> None:
        if self.cursor is not None:
            self._note, self._asks_empty = "", False
            self._add(self.cursor)
        elif self.text_typed:
            self.refuse_nothing_picked()
        elif self.chosen or self._asks_empty or self.answer.value == ():
            self.give(self.chosen)
        else:
            self._asks_empty = True
            self._note = self.wording.say("Nothing is chosen. {key} again confirms that.", **key_names())

    def _add(self, code: str) -> None:
        if code in self.chosen:
            self._note = self.wording.say("'{choice}' is chosen already.", choice=self.code_text(code).staff)
        else:
            self.chosen = (*self.chosen, code)
        self._input.text = ""
        self.search()

    def draw(self, cells: int, height: int, *, focused: bool) -> Drawing:
        chosen = [Line(code, self.code_text(code), mark=CHOSEN_MARK, style="chosen") for code in self.chosen]
        rows = [Row(each.spans, each.style) for each in stacked(chosen, None, cells, 10_000, self.layout)]
        return self.draw_search(rows, cells, height, focused=focused, note=self._note)

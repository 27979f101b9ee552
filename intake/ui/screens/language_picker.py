"""The languages of the person's pane to choose from, the ones most used here first, and ways on where none fits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from intake.languages.languages import InterfaceLanguage
from intake.languages.search import folded
from intake.ui.keys import bindings, first_key
from intake.ui.screens.dialog import Chooser, Item
from intake.ui.widgets.drawing import aligned, cut
from intake.ui.widgets.line_input import LineInput
from intake.ui.wording import CaseWording

OTHER, NO_READING, SIGNING, CARD = "way:other", "way:no-reading", "way:signing", "way:card"
_DIGITS = "123456789"
_NUMBER_MARK = "#"
"""What is typed before the number of a language on the card: a digit alone picks a line."""
_OWN, _NAME, _LATIN, _LAST, _GAP = 16, 22, 14, 10, 2
"""Columns of a line, in cells. Two blanks between them: a right-to-left name is then a text of its own."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A language as it is offered: its number on the card, its name for the staff, and whether it is in use."""

    language: InterfaceLanguage
    number: int
    name: str
    now: str = ""

    @property
    def item(self) -> Item:
        language = self.language
        names = (language.latin_name, language.german_name, language.english_name, f"{_NUMBER_MARK}{self.number}")
        return Item(language.code, language.own_name, words=" ".join(names))

    def text(self, cells: int) -> str:
        """The line: own name, name for the staff, and where there is room the Latin name and the number on the card."""
        own, language = min(_OWN, max(1, cells // 2 - _GAP)), self.language
        latin = language.latin_name if language.latin_name != language.own_name else ""
        columns = [aligned(cut(language.own_name, own), own, False), aligned(self.name, _NAME, False)]
        if cells >= _OWN + _NAME + _LATIN + _LAST + 3 * _GAP:
            columns.append(aligned(latin, _LATIN, False))
        columns.append(f"{_NUMBER_MARK}{self.number} {self.now}".rstrip())
        line = (" " * _GAP).join(columns)
        return line if cell_len(line) <= cells else cut(line, cells)


class LanguageLine(LineInput):
    """A line to type a name in; a digit picks, unless the number on the card is being typed."""

    class Picked(Message):
        """A digit, from 1."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    def on_key(self, event: events.Key) -> None:
        if event.character and event.character in _DIGITS and not self.value.startswith(_NUMBER_MARK):
            event.stop()
            event.prevent_default()
            self.post_message(self.Picked(int(event.character)))


class LanguagePicker(Chooser):
    """Answers the code of a language, or one of the ways on. Digits pick one of the first nine lines."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("language-card")

    def __init__(self, offered: Sequence[Offered], wording: CaseWording) -> None:
        say = wording.say
        self._offered = {each.language.code: each for each in offered}
        self._ways = (
            Item(OTHER, say("None of these: ask for the language")),
            Item(NO_READING, say("Cannot read: read everything aloud")),
            Item(SIGNING, say("Sign language")),
        )
        self._hint = say("{key}: language card to point at, as PDF", key=first_key("language-card"))
        super().__init__(
            say("Language of the person"),
            [each.item for each in offered],
            placeholder=say("Name of the language, or # and its number on the card"),
        )

    def line(self) -> LineInput:
        return LanguageLine(placeholder=self._placeholder, most=200)

    def below(self) -> ComposeResult:
        yield Static(self._hint, id="switch", markup=False)

    def _fill(self, typed: str) -> None:
        wanted = folded(typed).split()
        found = [item for item in self._items if all(word in item.folded for word in wanted)]
        options = self.query_one(OptionList)
        at = options.highlighted_option.id if options.highlighted_option else None
        cells = max(10, self._cells(options))
        lines = [
            *((item.id, self._offered[item.id].text(cells)) for item in found),
            *((way.id, cut(way.text, cells)) for way in self._ways),
        ]
        options.clear_options()
        options.add_options(
            Option(Content.assemble((f"{_DIGITS[n : n + 1]:1}{' ' * _GAP}", "bold"), text), id=id_)
            for n, (id_, text) in enumerate(lines)
        )
        ids = [id_ for id_, _ in lines]
        options.highlighted = ids.index(at) if at in ids and not typed else 0

    def _cells(self, options: OptionList) -> int:
        """The room of a line after its digit."""
        return options.scrollable_content_region.width - 1 - _GAP

    def on_resize(self) -> None:
        self._fill(self.query_one(LineInput).value)

    def on_language_line_picked(self, message: LanguageLine.Picked) -> None:
        message.stop()
        options = self.query_one(OptionList)
        if message.number <= options.option_count:
            self.dismiss(options.get_option_at_index(message.number - 1).id or "")

    def action_language_card(self) -> None:
        self.dismiss(CARD)

"""The letters above a field, as a person at the desk uses them."""

from __future__ import annotations

from intake.ui.screens.letters import LettersDialog
from intake.ui.widgets.letter_grid import LetterGrid, LetterPad
from tests.ui.program import Program


class LettersPage:
    """The grid of letters that is open."""

    def __init__(self, program: Program) -> None:
        self.program = program

    @property
    def is_open(self) -> bool:
        return isinstance(self.program.app.screen, LettersDialog)

    @property
    def grid(self) -> LetterGrid:
        return self.program.app.screen.query_one(LetterGrid)

    @property
    def pad(self) -> LetterPad:
        pad = self.grid.pad
        assert isinstance(pad, LetterPad)
        return pad

    @property
    def language(self) -> str:
        return self.pad.letters.language

    def rows(self) -> list[str]:
        return [row.text for row in self.grid.drawing.rows]

    async def open(self) -> None:
        await self.program.do("letters")
        assert self.is_open, self.program.screen

    async def choose(self, *letters: str) -> None:
        """Go to each letter by the arrow that goes forward, and write it."""
        forward = "left" if self.pad.is_rtl else "right"
        for letter in letters:
            for _ in range(400):
                if self.pad.chosen == letter:
                    break
                await self.program.press(forward)
            assert self.pad.chosen == letter
            await self.program.do("confirm")

"""How the case in hand is asked: the languages of the person's pane, and whether all questions or only some are."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from intake.interview.session import Run
from intake.store.kept.cases import CaseSettings


class SettingsInUse:
    """The settings of a case. `keep` writes them and says False where that has to be tried again."""

    def __init__(self, settings: CaseSettings, keep: Callable[[CaseSettings], Awaitable[bool]]) -> None:
        self.kept = settings
        self.languages = settings.languages
        """The languages in use in the person's pane, the current one first."""
        self._keep = keep
        self._are_behind = False

    def switch_language(self) -> None:
        """The other of the two languages in use comes first. A change of the view only: nothing is written."""
        first, second, *rest = self.languages
        self.languages = (second, first, *rest)

    async def use_languages(self, languages: tuple[str, ...]) -> None:
        """The languages of the person's pane, the current one first. They are kept where others come into use."""
        self.languages = languages
        if set(languages) != set(self.kept.languages):
            await self._change(replace(self.kept, languages=languages))

    async def use_run(self, run: Run) -> None:
        """Ask all questions, or only what decides."""
        await self._change(replace(self.kept, run=run))

    async def write(self) -> None:
        """Write what could not be written before."""
        if self._are_behind:
            await self._change(self.kept)

    async def _change(self, settings: CaseSettings) -> None:
        self.kept = settings
        self._are_behind = True
        self._are_behind = not await self._keep(settings)

"""What the app says at the edge of the screen, and what becomes of a fault: it is told, and no answer stands in it."""

from __future__ import annotations

import sys
from typing import Any

from rich.text import Text
from textual.app import App
from textual.css.query import NoMatches
from textual.dom import DOMNode
from textual.notifications import Notify, SeverityLevel
from textual.screen import Screen
from textual.widgets import OptionList
from textual.worker import WorkerFailed, active_worker

from intake.errors import IntakeError
from intake.languages.catalogs import Catalogs
from intake.settings import Settings
from intake.ui.crash import places
from intake.ui.fates import described
from intake.ui.keys import in_words
from intake.ui.list_moves import has_pages
from intake.ui.notices import Notice
from intake.ui.type_ahead import TypeAhead


class TellingApp(App[int]):
    """An app that speaks the language of the staff. What fails is told in plain words and ends no program."""

    settings: Settings
    type_ahead: TypeAhead
    _catalogs: Catalogs

    def say(self, message: str, **params: str | int | float) -> str:
        """An interface text in the language of the staff."""
        catalog = self._catalogs[self.settings.language]
        return catalog.say(message, in_words(params, catalog.gettext))

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = True,
    ) -> None:
        """Tell something at the edge of the screen for `timeout` seconds."""
        lasts_s = self.NOTIFICATION_TIMEOUT if timeout is None else timeout
        self.post_message(Notify(Notice(message, title, severity, lasts_s, markup)))

    def describe(self, error: IntakeError) -> str:
        """What happened, what was kept, what to do."""
        return described(error, self.say)

    async def _dispatch_action(self, namespace: DOMNode, action_name: str, params: Any) -> bool:
        """Textual's lists know no page before they are laid out, or where there is no room for one line of them."""
        if action_name in ("page_up", "page_down") and isinstance(namespace, OptionList) and not has_pages(namespace):
            return True
        try:
            return await super()._dispatch_action(namespace, action_name, params)
        except IntakeError as error:
            self._tell(error)
            return True

    def _handle_exception(self, error: Exception) -> None:
        """What a worker cannot do because of the store is told. One of a screen that was left meanwhile finds its
        parts gone. Neither is a fault of the program.
        """
        failed = error.error if isinstance(error, WorkerFailed) else None
        if isinstance(failed, IntakeError):
            self._tell(failed)
        elif not (isinstance(failed, NoMatches) and self._was_left(active_worker.get().node)):
            super()._handle_exception(error)

    def _tell(self, error: IntakeError) -> None:
        """Say it where no screen has. What was typed ahead was meant for what did not come."""
        self.type_ahead.drop()
        self.type_ahead.release()
        self.notify(self.describe(error), severity="error", timeout=20, markup=False)

    def _was_left(self, node: DOMNode) -> bool:
        screens = [each for each in node.ancestors_with_self if isinstance(each, Screen)]
        return bool(screens) and not any(screens[0] in stack for stack in self._screen_stacks.values())

    def _fatal_error(self) -> None:
        """Stop after a fault of the program. Textual would print all variables here, and those are people's answers."""
        message = self.say(
            "The program has a fault and had to stop. Every confirmed answer is saved; start it again and go on. "
            "Please send the lines below to whoever looks after the program; no answer stands in them."
        )
        self.panic(Text("\n".join([message, "", *places(sys.exc_info()[1])])))

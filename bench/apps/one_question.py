"""The program on a new store, at one question in one language, in whatever terminal it is started in.

    python one_question.py LANGUAGE QUESTION FOLDER

When the question is on the screen the file `ready` appears in FOLDER. SIGTERM ends it.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ["TEXTUAL_DISABLE_KITTY_KEY"] = "1"

from bench.program import PASSPHRASE, STAFF, now, store_with_case
from intake.commands.terminal import terminal_asked, wish_of
from intake.settings import Settings
from intake.ui.app import IntakeApp
from intake.ui.screens.dialog import Dialog
from intake.ui.screens.interview import InterviewScreen
from intake.ui.terminal import Terminal

LOOK_EVERY_S = 0.3


class OneQuestion(IntakeApp):
    """Enters by itself, goes on with the interrupted interview, and says when its question is drawn."""

    ready: Path
    _was_seen = False

    async def on_ready(self) -> None:
        self.set_interval(LOOK_EVERY_S, self.look)

    async def look(self) -> None:
        screen = self.screen
        if isinstance(screen, Dialog):
            screen.dismiss("continue")
        elif isinstance(screen, InterviewScreen) and self._was_seen:
            self.ready.write_text(f"{self.terminal.profile.name} {self.terminal.likeness}\n", "utf-8")
        elif isinstance(screen, InterviewScreen):
            self._was_seen = True
            screen.refresh()


def main(language: str, question: str, folder: Path) -> None:
    store = folder / "store"
    store_with_case(store, languages=(language, "en"), place=question)
    settings = Settings(store=store, terminal=os.environ.get("INTAKE_TERMINAL", "auto"), origins={})
    with terminal_asked(settings) as answers:
        terminal = Terminal(os.environ, answers(), wish_of(settings))
    app = OneQuestion(settings, now, enter_as=(STAFF, PASSPHRASE), terminal=terminal)
    app.ready = folder / "ready"
    app.run()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]))

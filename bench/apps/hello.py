"""A bare Textual app with one Input: what everything else is measured against."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Input


class Hello(App[None]):
    def compose(self) -> ComposeResult:
        yield Input(placeholder="Hello")


if __name__ == "__main__":
    Hello().run()

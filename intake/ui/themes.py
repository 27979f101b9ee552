"""Light, dark, and one without colour, for terminals and eyes that have none."""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="intake-dark",
    primary="#7fb4d8",
    secondary="#a7b8c4",
    accent="#e3b86b",
    warning="#e3b86b",
    error="#e07a6a",
    success="#8fbf88",
    background="#12181d",
    surface="#1a2229",
    panel="#232d36",
    foreground="#e6ebef",
    dark=True,
)
LIGHT = Theme(
    name="intake-light",
    primary="#1f5f8b",
    secondary="#52616b",
    accent="#8a5a00",
    warning="#8a5a00",
    error="#a3271c",
    success="#2f6b2a",
    background="#f7f7f4",
    surface="#ffffff",
    panel="#e8eaea",
    foreground="#1c2429",
    dark=False,
)
MONO = Theme(
    name="intake-mono",
    primary="ansi_default",
    secondary="ansi_default",
    accent="ansi_default",
    warning="ansi_default",
    error="ansi_default",
    success="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    foreground="ansi_default",
    boost="ansi_default",
    dark=True,
)
THEMES = {"dark": DARK, "light": LIGHT, "mono": MONO}

"""What is printed when the program itself has a fault: where, and never what anybody answered."""

from __future__ import annotations

import traceback


def places(error: BaseException | None) -> list[str]:
    """The kind of each error in the chain and its frames as `file:line function`, without messages and values."""
    lines: list[str] = []
    while error is not None:
        lines.append(type(error).__name__)
        for frame in traceback.extract_tb(error.__traceback__):
            lines.append(f"  {frame.filename}:{frame.lineno} {frame.name}")
        error = error.__cause__ or error.__context__
    return lines

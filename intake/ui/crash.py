"""What is printed when the program itself has a fault: where, and never what anybody answered.

Textual prints tracebacks with the values of all variables; in this program those are people's answers.
"""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.traceback import Traceback


class DiscreetConsole(Console):
    """An error console that shows of a traceback the kind of error and the places, without values and messages."""

    def __init__(self, message: str) -> None:
        super().__init__(stderr=True, markup=False, highlight=False)
        self._message = message

    def print(self, *objects: Any, **options: Any) -> None:
        """Print tracebacks discreetly, everything else as it is."""
        for renderable in objects:
            if isinstance(renderable, Traceback):
                super().print("\n".join([self._message, "", *places(renderable)]))
            else:
                super().print(renderable, **options)


def places(traceback: Traceback) -> list[str]:
    """The kind of each error in the chain, and its frames as `file:line function`."""
    lines: list[str] = []
    for stack in traceback.trace.stacks:
        lines.append(str(stack.exc_type))
        lines += [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in stack.frames]
    return lines

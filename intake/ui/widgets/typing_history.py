"""Taking back what was typed, and doing it again: steps as large as a person thinks of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, auto


class Kind(Enum):
    """How a change came about. Changes of the last three kinds are joined while they follow each other."""

    WHOLE = auto()
    TYPED = auto()
    DELETED_BEFORE = auto()
    DELETED_BEHIND = auto()


@dataclass(frozen=True, slots=True)
class Edit:
    """`put` took the place of `gone` at an index; before that the caret and the other end of the selection stood so."""

    at: int
    gone: str
    put: str
    caret: int
    anchor: int
    kind: Kind = Kind.WHOLE

    def undone(self, text: str) -> str:
        return text[: self.at] + self.gone + text[self.at + len(self.put) :]

    def done(self, text: str) -> str:
        return text[: self.at] + self.put + text[self.at + len(self.gone) :]

    def joined(self, after: Edit) -> Edit | None:
        """This edit and the next as one step: letters up to the end of a word, or what was deleted one by one."""
        match self.kind, after.kind:
            case Kind.TYPED, Kind.TYPED if after.at == self.at + len(self.put) and not after.gone:
                begins_a_word = self.put[-1:].isspace() and not after.put.isspace()
                return None if begins_a_word else replace(self, put=self.put + after.put)
            case Kind.DELETED_BEFORE, Kind.DELETED_BEFORE if after.at + len(after.gone) == self.at:
                return replace(self, at=after.at, gone=after.gone + self.gone)
            case Kind.DELETED_BEHIND, Kind.DELETED_BEHIND if after.at == self.at:
                return replace(self, gone=self.gone + after.gone)
            case _:
                return None


class History:
    """The steps of one line, back to its first text. It ends with the line: a step never crosses questions."""

    def __init__(self) -> None:
        self._done: list[Edit] = []
        self._undone: list[Edit] = []
        self._is_closed = True

    def note(self, edit: Edit) -> None:
        """A change was made: as a step of its own, or as part of the last one."""
        joined = None if self._is_closed or not self._done else self._done[-1].joined(edit)
        if joined is not None:
            self._done[-1] = joined
        else:
            self._done.append(edit)
        self._undone.clear()
        self._is_closed = False

    def close(self) -> None:
        """What comes next is a step of its own: the caret was moved."""
        self._is_closed = True

    def undo(self) -> Edit | None:
        """The step to take back, if there is one."""
        self._is_closed = True
        if not self._done:
            return None
        self._undone.append(self._done.pop())
        return self._undone[-1]

    def redo(self) -> Edit | None:
        """The step to do again, if one was taken back and nothing was typed since."""
        self._is_closed = True
        if not self._undone:
            return None
        self._done.append(self._undone.pop())
        return self._done[-1]

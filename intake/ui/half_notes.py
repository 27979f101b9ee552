"""Notes to answers that are half typed, or were confirmed before there is an answer.

They are kept where half-typed answers are, in the journal of the case, so that they outlive the screen, the lock and a
crash. A place of its own, beside that of the answer, is theirs.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, Protocol

from intake.interview.answers import Source
from intake.interview.values import Json
from intake.store.kept.answers import Place

_NOTE: Final = "#note"
"""What the field of such a place ends with. No field of the questionnaire has such a name."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What belongs to an answer besides its value."""

    source: Source = Source.SAID
    note: str = ""
    recheck: bool = False


@dataclass(frozen=True, slots=True)
class HalfNote:
    """The marks of an answer as they are being given; with `waits` they are confirmed, and go along with the answer."""

    marks: Marks
    waits: bool = False


class KeepsText(Protocol):
    """Where half-typed text is put: the journal of a screen."""

    def note(self, place: Place, text: str) -> None: ...

    def waiting(self, place: Place) -> str | None: ...


class HalfNotes:
    """Those of one case. `kept` is what it holds for a place, without what the journal has yet to write."""

    def __init__(self, journal: KeepsText, kept: Callable[[Place], str]) -> None:
        self._journal = journal
        self._kept = kept

    def at(self, place: Place) -> HalfNote | None:
        """What is half typed for the answer of this place."""
        waiting = self._journal.waiting(place_of_note(place))
        return read_note(self._kept(place_of_note(place)) if waiting is None else waiting)

    def put(self, place: Place, note: HalfNote | None) -> None:
        """Keep this one from now on; None where there is none any more."""
        self._journal.note(place_of_note(place), "" if note is None or note.marks == Marks() else _written(note))

    def take(self, place: Place) -> Marks | None:
        """What goes along with the answer that is given now."""
        found = self.at(place)
        if found is None or not found.waits:
            return None
        self.put(place, None)
        return found.marks


def place_of_note(place: Place) -> Place:
    """Where the half-typed note for the answer of a place is kept."""
    return replace(place, field=f"{place.field}{_NOTE}")


def is_of_note(place: Place) -> bool:
    """Whether a half-typed text is that of a note."""
    return place.field.endswith(_NOTE)


def read_note(text: str) -> HalfNote | None:
    """A half-typed note from its text; None where there is none. A text of another kind is taken for the words."""
    if not text:
        return None
    try:
        found: Json = json.loads(text)
        match found:
            case [str() as source, str() as note, bool() as recheck, bool() as waits]:
                return HalfNote(Marks(Source(source), note, recheck), waits)
    except ValueError:
        pass
    return HalfNote(Marks(note=text))


def _written(half: HalfNote) -> str:
    marks = half.marks
    return json.dumps([marks.source.value, marks.note, marks.recheck, half.waits], ensure_ascii=False)

"""Half-typed text of the case in hand, on its way into the store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable, Iterable

from intake.interview.limits import MOST_TYPED
from intake.store.kept.answers import HalfTyped, Place


class HalfTypedTexts:
    """The texts by their place. `found` are those that the store knew when the case was opened."""

    def __init__(self, found: Iterable[HalfTyped]) -> None:
        self._texts = {each.place: each.text for each in found}
        self._behind: set[Place] = set()
        """Where the store does not have what is typed here, or still has what is gone."""

    @property
    def is_safe(self) -> bool:
        """Whether every text is in the store."""
        return not any(self._texts.get(place) for place in self._behind)

    def at(self, place: Place) -> str:
        return self._texts.get(place, "")

    def of_question(self, question: str) -> tuple[Place, ...]:
        """The places of a question and its entries where something is half typed."""
        return tuple(place for place in self._texts if place.question == question)

    def change(self, place: Place, text: str) -> bool:
        """Take a text, as much of it as any field takes; an empty one takes it away. False where it stands there."""
        text = text[:MOST_TYPED]
        if self.at(place) == text:
            return False
        self._texts[place] = text
        if not text:
            del self._texts[place]
        self._behind.add(place)
        return True

    def answered(self, place: Place) -> None:
        """Here is an answer now. With it the store forgets the text as well."""
        self._texts.pop(place, None)

    def all_behind(self) -> None:
        """The case is new in the store, which knows none of the texts."""
        self._behind.update(self._texts)

    async def write(self, keep: Callable[[HalfTyped], Awaitable[bool]], now: Callable[[], dt.datetime]) -> None:
        """Bring the store up to date. `keep` writes one text, and says False where nothing more is to be written."""
        for place in sorted(self._behind, key=lambda place: (place.question, place.entry, place.field)):
            text = self.at(place)
            if not await keep(HalfTyped(place, text, len(text), now())):
                return
            self._behind.discard(place)

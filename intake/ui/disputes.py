"""What the editor of a case has seen of it, and the answers that contradict each other because they had not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from intake.errors import OutputError
from intake.interview.answers import Change
from intake.store.kept.answers import Event, Place, TwoStatements, event
from intake.store.kept.cases import CaseFile
from intake.store.kept.saving import Saved


def place_of(change: Change) -> Place:
    """Where a change belongs: a question, or a field of an entry."""
    return Place(change.question, getattr(change, "entry", ""), getattr(change, "field", ""))


def unsettled(names: Iterable[str]) -> OutputError:
    """Why no office gets a record: one of two statements would stand there as if there were no other."""
    return OutputError(
        "Two statements are not settled.",
        "Nothing was written. {questions}: two people answered differently. Review shows both; settle which "
        "holds, then export again.",
        questions=", ".join(names),
    )


class Disputes:
    """The two statements of one case. What is answered at their place by somebody who was shown both settles them."""

    def __init__(self, file: CaseFile | None = None) -> None:
        """`file` is the case as it was opened; None for one that no store knows yet."""
        self._bases = dict(file.bases) if file else {}
        self._seq = file.seq if file else 0
        self._settling: set[Place] = set()
        self.found: tuple[TwoStatements, ...] = file.two_statements if file else ()
        self.when_found: Callable[[tuple[TwoStatements, ...]], None] = lambda _: None
        """Told of those that came up while the case was open."""

    @property
    def questions(self) -> tuple[str, ...]:
        """The questions whose answer is not settled."""
        return tuple(dict.fromkeys(each.place.question for each in self.found))

    def at(self, question: str) -> tuple[TwoStatements, ...]:
        """What is not settled at a question and in its entries."""
        return tuple(each for each in self.found if each.place.question == question)

    def event(self, change: Change, at: dt.datetime) -> Event:
        """The event of a change, with what its editor saw there."""
        place = place_of(change)
        made = event(change, at, self._bases.get(place, ""))
        self._bases[place] = made.id
        if any(each.place == place for each in self.found):
            self._settling.add(place)
        return made

    def settles(self, events: Iterable[Event]) -> tuple[Place, ...]:
        """The places that these events settle."""
        places = dict.fromkeys(place_of(each.change) for each in events)
        return tuple(place for place in places if place in self._settling)

    def begun(self, events: int) -> None:
        """The case was written for the first time."""
        self._seq = events

    def saved(self, saved: Saved, settled: Iterable[Place]) -> bool:
        """Takes what the store says. True where others wrote meanwhile, so that the case has to be read again."""
        self._settling.difference_update(settled)
        self.found = tuple(each for each in self.found if each.place not in settled)
        is_alone = saved.seq == self._seq + saved.written and not saved.disputed
        self._seq = saved.seq
        return not is_alone

    def is_behind(self, file: CaseFile) -> bool:
        """Whether others have written since."""
        return file.seq != self._seq

    def read(self, file: CaseFile) -> None:
        """Goes on from the case as it is in the store."""
        known = {(each.place, each.kept.event) for each in self.found}
        new = tuple(each for each in file.two_statements if (each.place, each.kept.event) not in known)
        self._bases, self._seq, self.found = dict(file.bases), file.seq, file.two_statements
        if new:
            self.when_found(new)

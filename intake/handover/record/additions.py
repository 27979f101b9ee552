"""What came to an interview after it was closed, as far as it may go into a record.

An addition about an answer goes where the answer goes, and only where all of it can be seen: else its day would tell
that something withheld has changed. Words of their own go only where staff ticked them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Added:
    """An addition in words of its own, of a day. `id` is that of the event at the desk; it is in no file."""

    day: dt.date
    text: str
    id: str = ""


@dataclass(frozen=True, slots=True)
class Additions:
    """`answers` are the days by question and field (empty for the answer itself); `words` those that go along.

    An entry that was added, moved or removed has the field ''.
    """

    answers: Mapping[tuple[str, str], dt.date] = field(default_factory=dict)
    words: tuple[Added, ...] = ()

    def day_of(self, question: str, fields: Collection[str] = ("",)) -> dt.date | None:
        """The day of the latest addition about these fields of a question; None where another field was changed too.

        `fields` are those that the receiver sees.
        """
        days = {field_: day for (id_, field_), day in self.answers.items() if id_ == question}
        return max(days.values()) if days and set(days) <= {"", *fields} else None


NO_ADDITIONS = Additions()

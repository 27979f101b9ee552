"""A text in two languages, and which of them are on the screen. The first screen needs it, so it knows no question."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum


class Mark(StrEnum):
    """What a text in the language of the person lacks. A stale one is a draft of an earlier wording."""

    DRAFT = "draft"
    STALE = "stale"
    MISSING = "missing"


class Layout(StrEnum):
    """Whose language is on the screen."""

    BOTH = "both"
    STAFF = "staff"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Pair:
    """One text in the language of the staff and in that of the person.

    A draft is no reviewed translation, a stale one belongs to an earlier wording, and for a missing one German stands.
    """

    staff: str
    person: str
    is_draft: bool = False
    is_stale: bool = False
    is_missing: bool = False

    @property
    def marks(self) -> frozenset[Mark]:
        """What has to be said of it; that it is stale says that it is a draft."""
        is_set = {Mark.DRAFT: self.is_draft and not self.is_stale, Mark.STALE: self.is_stale,
                  Mark.MISSING: self.is_missing}  # fmt: skip
        return frozenset(mark for mark, holds in is_set.items() if holds)

    def with_marks_of(self, others: Iterable[Pair]) -> Pair:
        """The same text, marked for all that it stands above."""
        all_ = [self, *others]
        return replace(
            self,
            is_draft=any(each.is_draft for each in all_),
            is_stale=any(each.is_stale for each in all_),
            is_missing=any(each.is_missing for each in all_),
        )

"""The audit trail of a damaged store: every entry that can be read goes over as it was, with its number and its MAC.

Where entries are missing the trail has a gap. The first entry after one is bound to an entry that is gone, so nothing
proves it any more; what it says is sealed anew with the note about the gap, and what follows is bound to it as before.
An entry that does not fit although nothing is missing before it was changed: it goes over too, and stays a breach.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from intake.store.audit.chain import AuditChain
from intake.store.audit.gaps import Gap, gap_text
from intake.store.columns import MOST
from intake.store.kept.audit import Action
from intake.store.salvage.target import Target
from intake.store.salvage.view import Raw

_CHAINED = ("at", "actor", "action", "case_id", "subject")
_AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class CarriedTrail:
    """What became of it. `last` is the greatest number, `broken_at` the first entry that was changed, if any was."""

    kept: int = 0
    last: int = 0
    gaps: tuple[Gap, ...] = ()
    broken_at: int | None = None

    @property
    def missing(self) -> int:
        return sum(gap.entries for gap in self.gaps)

    def subjects(self) -> tuple[str, ...]:
        """What the trail notes about itself: how much was kept, and each gap with what follows it."""
        gaps = [gap_text(gap) for gap in self.gaps]
        parts = [" ".join(gaps[at : at + _AT_ONCE]) for at in range(0, len(gaps), _AT_ONCE)]
        return (f"{self.kept}/{self.last}", *parts)


def carry(target: Target, found: Iterable[Raw], chain: AuditChain) -> CarriedTrail:
    """Puts the entries into the file, which must not ask for numbers without gaps meanwhile."""
    rows: Mapping[int, Raw] = {int(str(row["seq"])): row for row in found}
    kept, gaps, broken_at = 0, list[Gap](), None
    mac, last = chain.origin(), 0
    for seq in sorted(rows):
        row = rows[seq]
        stored = row["mac"]
        if not 0 < seq <= MOST or not isinstance(stored, bytes) or not target.insert("audit_event", row):
            continue
        at, actor, action, case_id, subject = (str(row[name]) for name in _CHAINED)
        if seq > last + 1:
            gaps.append(Gap(last + 1, seq - 1, chain.mac_after(stored, seq, at, actor, action, case_id, subject).hex()))
        elif broken_at is None:
            expected = chain.mac_after(mac, seq, at, actor, action, case_id, subject)
            broken_at = None if hmac.compare_digest(expected, stored) else seq
        kept, mac, last = kept + 1, stored, seq
    return CarriedTrail(kept, last, tuple(gaps), broken_at)


def questions_said(found: Iterable[Raw]) -> dict[str, set[str]]:
    """The questions that the entries say were answered, by case: a hint at what is missing."""
    said: dict[str, set[str]] = {}
    for row in found:
        if row["action"] in (Action.ANSWER_SAVED, Action.CASE_BEGUN):
            said.setdefault(str(row["case_id"]), set()).add(str(row["subject"]))
    return said

"""The audit chain: who did what to which case, each entry bound to the one before by a keyed BLAKE2b.

It shows an entry that was changed, removed or moved. It does not show a tail that was cut off; for that its head is
written into every backup. Source: storage.md 6.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import insert
from sqlmodel import Session, col, func, select

from intake.store import tables
from intake.store.audit.gaps import Gap, Left, gaps_in, left_in
from intake.store.columns import utc_text
from intake.store.kept.audit import Action, AuditEntry, AuditHead, AuditReport, Breach
from intake.store.people.rights import not_allowed

Progress = Callable[[int, int], None]
"""Told how many entries of how many are checked."""

_TEXTS = "at", "actor", "action", "case_id", "subject"
_ENTRIES = (
    f"SELECT seq, {', '.join(f'CAST({name} AS BLOB)' for name in _TEXTS)}, mac "
    "FROM audit_event WHERE seq >= ? ORDER BY seq"
)
"""The texts as bytes: one that is no UTF-8 is an entry that was changed, not an error."""
_TOLD_EVERY = 5_000


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody did. `subject` is a question, record, staff or site id, never what was answered."""

    action: Action
    case_id: str = ""
    subject: str = ""


SEEN = frozenset({
    Action.STORE_LOCKED,
    Action.SECTION_UNLOCKED,
    Action.CASE_VIEWED,
    Action.HISTORY_VIEWED,
    Action.PREVIEW_VIEWED,
    Action.PAPER_PRINTED,
    Action.TEXT_COPIED,
})  # fmt: skip
"""What the store does not do itself, and is told by the screens: who saw, printed or copied something."""


@dataclass(frozen=True, slots=True)
class AuditChain:
    """Writes and checks the chain of one store.

    `author` is who unlocked the store, and the only one whom its entries name. Empty while a store is being made,
    opened or salvaged: then nobody has it open yet.
    """

    key: bytes
    store_id: str
    author: str = ""

    def written_by(self, staff_id: str) -> AuditChain:
        """The same chain for somebody else, whose passphrase was right a moment ago."""
        return replace(self, author=staff_id)

    def append(self, session: Session, deeds: Iterable[Deed], actor: str, at: datetime) -> None:
        """Adds entries in the transaction of the session, which has to be an immediate one.

        Raises NotAllowed for another `actor` than the author. Whatever is stored is noted here with it, so this is
        what keeps answers, decisions and steps from being stored under a name that did not unlock the store.
        """
        if self.author and actor != self.author:
            raise not_allowed()
        head = session.exec(
            select(tables.AuditEvent.seq, tables.AuditEvent.mac).order_by(col(tables.AuditEvent.seq).desc()).limit(1)
        ).first()
        seq, mac = (head[0], head[1]) if head else (0, self.origin())
        rows = []
        for deed in deeds:
            seq += 1
            mac = self.mac_after(mac, seq, utc_text(at), actor, deed.action.value, deed.case_id, deed.subject)
            rows.append(
                {
                    "seq": seq,
                    "at": at,
                    "actor": actor,
                    "action": deed.action.value,
                    "case_id": deed.case_id,
                    "subject": deed.subject,
                    "mac": mac,
                }
            )
        if rows:
            session.execute(insert(tables.AuditEvent), rows)

    def head(self, session: Session) -> AuditHead:
        seq = session.exec(select(func.coalesce(func.max(tables.AuditEvent.seq), 0))).one()
        return AuditHead(seq, (self._mac_at(session, seq) or self.origin()).hex())

    def verify(
        self,
        session: Session,
        last: int | None = None,
        anchors: Iterable[AuditHead] = (),
        progress: Progress = lambda done, total: None,
    ) -> AuditReport:
        """Checks the whole chain, or its last entries (about 10 us an entry).

        Heads that were written down elsewhere are the `anchors`: with them it also finds a tail that was cut off or
        rewritten. A gap that a salvage left is none of these, as long as what follows it is what the chain noted then;
        nor is a head of entries that only the store had that a backup replaced.
        `progress` hears now and then how many entries of how many are checked.
        """
        head = self.head(session)
        start = max(1, head.seq - last + 1) if last is not None else 1
        written_down = sorted(set(anchors), key=lambda anchor: anchor.seq)
        kept = {anchor.seq: self._mac_at(session, anchor.seq) for anchor in written_down if anchor.seq < start}
        wanted, gaps = {anchor.seq for anchor in written_down}, list[tuple[int, int]]()
        known = self._known_gaps(session)
        checked = self._last_before(session, start)
        mac = self._mac_at(session, checked) or self.origin()
        for done, (seq, *texts, found) in enumerate(
            session.connection().exec_driver_sql(_ENTRIES, (checked + 1,)), start=1
        ):
            if not isinstance(found, bytes) or any(text is None for text in texts):
                return AuditReport(head.seq, checked + 1, head, Breach.CHANGED)
            at, actor, action, case_id, subject = (text.decode("utf-8", "replace") for text in texts)
            if gap := known.get((checked + 1, seq - 1)):
                expected = bytes.fromhex(gap.after)
                proven = self.mac_after(found, seq, at, actor, action, case_id, subject)
                gaps.append((gap.first, gap.last))
                checked = seq
            else:
                expected, proven = self.mac_after(mac, seq, at, actor, action, case_id, subject), found
                checked += 1
            if seq != checked or not hmac.compare_digest(expected, proven):
                return AuditReport(head.seq, checked, head, Breach.CHANGED)
            mac = found
            if seq in wanted:
                kept[seq] = mac
            if done % _TOLD_EVERY == 0:
                progress(done, head.seq - start + 1)
        lost, left, elsewhere = tuple(gaps), self._left_behind(session), list[AuditHead]()
        for anchor in written_down:
            there = kept.get(anchor.seq)
            if there is not None and hmac.compare_digest(there.hex(), anchor.mac):
                continue
            if any(each.explains(anchor) for each in left):
                elsewhere.append(anchor)
            elif anchor.seq > head.seq:
                return AuditReport(head.seq, head.seq + 1, head, Breach.CUT, lost)
            elif there is not None or not any(first <= anchor.seq <= end for first, end in known):
                return AuditReport(head.seq, anchor.seq, head, Breach.REWRITTEN, lost)
            # else lost with the damage: nothing here says that it was another one
        entries = head.seq - sum(end - first + 1 for first, end in lost)
        replaced = tuple((each.first, each.last) for each in left)
        return AuditReport(entries, None, head, None, lost, replaced, tuple(elsewhere))

    def fits(self, session: Session, head: AuditHead) -> bool:
        """Whether this entry is in the chain as it was when the head was written down."""
        there = self._mac_at(session, head.seq)
        return there is not None and hmac.compare_digest(there.hex(), head.mac)

    def _left_behind(self, session: Session) -> tuple[Left, ...]:
        """What the chain notes about entries that only a replaced store had."""
        row = tables.AuditEvent
        query = select(row.subject, row.at).where(row.action == Action.BACKUP_RESTORED.value)
        return left_in(session.exec(query).all())

    def _known_gaps(self, session: Session) -> Mapping[tuple[int, int], Gap]:
        """What the chain notes about gaps. That these notes were not changed, checking it shows."""
        row = tables.AuditEvent
        query = select(row.subject).where(row.action == Action.STORE_SALVAGED.value)
        return gaps_in(session.exec(query).all())

    def _last_before(self, session: Session, seq: int) -> int:
        row = tables.AuditEvent
        return session.exec(select(func.coalesce(func.max(row.seq), 0)).where(row.seq < seq)).one()

    def has(self, session: Session, action: Action) -> bool:
        """Whether this was ever done."""
        query = select(tables.AuditEvent.seq).where(tables.AuditEvent.action == action.value).limit(1)
        return session.exec(query).first() is not None

    def entries(self, session: Session, last: int) -> tuple[AuditEntry, ...]:
        """The last entries, newest first."""
        rows = session.exec(select(tables.AuditEvent).order_by(col(tables.AuditEvent.seq).desc()).limit(last))
        return tuple(_entry(row) for row in rows)

    def _mac_at(self, session: Session, seq: int) -> bytes | None:
        return session.exec(select(tables.AuditEvent.mac).where(tables.AuditEvent.seq == seq)).first()

    def origin(self) -> bytes:
        """What the first entry is bound to."""
        return hashlib.blake2b(self.store_id.encode(), key=self.key, digest_size=32).digest()

    def mac_after(self, before: bytes, seq: int, at: str, actor: str, action: str, case_id: str, subject: str) -> bytes:
        """Each field with its length in front, so that no two entries read the same. `at` is the text in the table."""
        mac = hashlib.blake2b(before, key=self.key, digest_size=32)
        for field in (str(seq), at, actor, action, case_id, subject):
            raw = field.encode()
            mac.update(len(raw).to_bytes(4, "big") + raw)
        return mac.digest()


def _entry(row: tables.AuditEvent) -> AuditEntry:
    return AuditEntry(row.seq, row.at, row.actor, row.action, row.case_id, row.subject)

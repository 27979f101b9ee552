"""What staff decided, as it may stand in a record: the decisions always, their own words only where they ticked them.

A reason, what holds instead, a line of their own and a note to an answer are free words: nobody can know what they
tell, so each goes along only where staff ticked it for the record at hand. A tick is for the words as they were read:
where they change, it falls away. Source: sites.md 10, rule 5 (free notes unless ticked).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from intake.handover.projection.view import View
from intake.handover.record.parts import EntryTable, Record
from intake.handover.record.proposal_parts import Decided, Decision, OwnLine, StaffDecisions
from intake.store.kept.decisions import DERIVED, DecisionKind
from intake.store.kept.decisions import Decision as Kept
from intake.ui.decisions import Decisions

_DECIDED: Mapping[DecisionKind, Decided] = {
    DecisionKind.ACCEPTED: Decided.ACCEPTED,
    DecisionKind.OVERRIDDEN: Decided.SET_ASIDE,
    DecisionKind.CHANGED: Decided.CHANGED,
}


@dataclass(frozen=True, slots=True)
class StaffWords:
    """Free words that can be ticked for a record. `id` names decision and part, or with `is_note` the answer."""

    id: str
    text: str
    is_note: bool = False


def record_decisions(standing: Decisions, ticked: Collection[str] | None = ()) -> StaffDecisions:
    """The decisions for one record; `ticked` are the ids of words that go along, None lets all of them."""

    def words(decision: str, part: str, text: str) -> str:
        return text if ticked is None or words_id(decision, part) in ticked else ""

    def of(kept: Kept) -> Decision:
        text = "" if kept.line_kind == DERIVED else words(kept.id, "text", kept.text)
        return Decision(_DECIDED[kept.decision], text, words(kept.id, "reason", kept.reason), kept.id)

    return StaffDecisions(
        lines={key: of(kept) for key, kept in standing.lines.items() if key[0] != DERIVED},
        own=tuple(
            OwnLine(words(own.last.id, "text", own.text), words(own.last.id, "reason", own.reason), own.last.id)
            for own in standing.own
        ),
        values={id_: of(kept) for (kind, id_), kept in standing.lines.items() if kind == DERIVED},
    )


def words_id(decision: str, part: str) -> str:
    """The id of the words of a decision: its `text`, or its `reason`."""
    return f"{decision}.{part}"


def note_id(question: str, note: str) -> str:
    """The id of a note to an answer, for exactly these words."""
    return f"{question}.note.{hashlib.sha256(note.encode()).hexdigest()[:12]}"


def noted_questions(view: View, ticked: Collection[str] | None) -> frozenset[str]:
    """The questions whose note goes along; all that have one for this office where `ticked` is None."""
    return frozenset(
        id_ for id_, found in view.seen.items() if found.note and (ticked is None or note_id(id_, found.note) in ticked)
    )


def words_in(record: Record, say: Callable[..., str]) -> Iterator[StaffWords]:
    """The notes and words of staff that stand in a record made with all of them, in the order of the paper."""
    for added in record.additions:
        yield StaffWords(added.id, say("Addition of {day}: {text}", day=f"{added.day:%d.%m.%Y}", text=added.text))
    for block in record.blocks:
        items = (each.item if isinstance(each, EntryTable) else each for each in block.answers)
        for item in items:
            if item.note:
                text = say("Note to '{question}': {note}", question=item.label, note=item.note)
                yield StaffWords(note_id(item.question, item.note), text, is_note=True)
            if item.decided:
                yield from _words(item.label, item.decided.decision, say)
        for line in block.lines:
            if line.decision:
                yield from _words(line.title or line.kind_words, line.decision, say)
        for offer in (offer for group in block.offers for offer in group.offers):
            if offer.decision:
                yield from _words(offer.name, offer.decision, say)
        for due in block.deadlines:
            if due.decision:
                yield from _words(due.name, due.decision, say)
        for own in block.own_lines:
            yield StaffWords(words_id(own.id, "text"), say("Line of staff: {text}", text=own.text))
            if own.reason:
                reason = say("Why '{line}': {reason}", line=own.text, reason=own.reason)
                yield StaffWords(words_id(own.id, "reason"), reason)


def included_in(record: Record) -> tuple[str, ...]:
    """The ids of the notes and words that stand in a record."""
    return tuple(each.id for each in words_in(record, lambda message, **_: message))


def _words(about: str, decision: Decision, say: Callable[..., str]) -> Iterator[StaffWords]:
    if decision.text:
        text = say("Instead of '{line}': {text}", line=about, text=decision.text)
        yield StaffWords(words_id(decision.id, "text"), text)
    if decision.reason:
        reason = say("Why '{line}': {reason}", line=about, reason=decision.reason)
        yield StaffWords(words_id(decision.id, "reason"), reason)

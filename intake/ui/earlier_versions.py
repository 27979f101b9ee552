"""Makes earlier versions of a record again from the history of the case, and says what a new one changes.

A record is kept as its hash only. It is made again from the answers, decisions and additions as they stood when it was
made, with the words that were noted to have gone along. Where the hash is the noted one, it is what was handed over.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from intake.handover.projection.consent import office_name
from intake.handover.projection.view import Statute, View, record_views, view_by_statute
from intake.handover.record.changes import Earlier, changes_since
from intake.handover.record.occasion import occasion
from intake.handover.record.parts import Cover, Record
from intake.handover.record.record import build_record
from intake.interview.answers import Answers
from intake.store.kept.answers import PastChange
from intake.store.kept.cases import CaseHeader, Status
from intake.store.kept.decisions import Decision
from intake.store.kept.handovers import HandoverStep, Step
from intake.store.kept.handovers import Record as Noted
from intake.store.kept.happened import ADDITION, CaseEvent
from intake.ui.closing import Additions, additions_in
from intake.ui.decisions import standing_decisions
from intake.ui.looking_back import answers_until
from intake.ui.record_decisions import noted_questions, record_decisions

if TYPE_CHECKING:
    from intake.handover.record.wording import Wording
    from intake.pathways.assess import Assessment
    from intake.store.store import Store

AssessThen = Callable[[Answers, dt.date, Mapping[str, str]], "Assessment"]
"""The proposal for answers of a day, with the derived values that staff had decided."""


@dataclass(frozen=True, slots=True)
class Sender:
    """What a record says of the desk, as it would say it today."""

    role: str
    law_chosen: bool = False


@dataclass(frozen=True, slots=True)
class CasePast:
    """Everything of a case that its records were made of."""

    header: CaseHeader
    history: tuple[PastChange, ...] = ()
    decisions: tuple[Decision, ...] = ()
    events: tuple[CaseEvent, ...] = ()
    records: tuple[Noted, ...] = ()
    steps: tuple[HandoverStep, ...] = ()


def past_of(store: Store, header: CaseHeader) -> CasePast:
    """What the store knows of a case. Reads nothing more where no record has left: then there is nothing to compare."""
    records = store.handovers.of_case(header.id)
    if not any(record.status.has_left for record in records):
        return CasePast(header, records=records)
    return CasePast(
        header,
        store.history(header.id),
        store.decisions(header.id),
        store.events_of(header.id),
        records,
        store.handovers.steps(header.id),
    )


@dataclass(frozen=True)
class EarlierVersions:
    """Compares a record with the version before."""

    past: CasePast
    assess: AssessThen
    wording: Wording
    sender: Sender

    def compared(self, record: Record, at: dt.datetime) -> Record:
        """The record with what it changes since the last version that had left by then and was not withdrawn."""
        noted = self._before(record, at)
        earlier = self._again(noted) if noted is not None else None
        return record if earlier is None else replace(record, changes=changes_since(earlier, record))

    def _before(self, record: Record, at: dt.datetime) -> Noted | None:
        gone = {step.record_id for step in self.past.steps if step.step is Step.WITHDRAWN and step.at <= at}
        left = [
            noted
            for noted in self.past.records
            if (noted.recipient, office_name(noted.office)) == (record.recipient, office_name(record.office))
            and noted.exported_at is not None
            and noted.exported_at <= at
            and noted.version < record.cover.version
            and noted.id not in gone
        ]
        return max(left, key=lambda noted: noted.version, default=None)

    def _again(self, noted: Noted) -> Earlier | None:
        """A version made again; None where nothing of then lets its office see anything."""
        at = noted.created_at
        day = at.astimezone().date()
        standing = standing_decisions(tuple(each for each in self.past.decisions if each.at <= at))
        assessment = self.assess(answers_until(self.past.history, at), day, standing.values)
        view = self._view(noted, assessment)
        if view is None:
            return None
        closed_at = self.past.header.closed_at
        is_closed = self.past.header.status is Status.CLOSED and closed_at is not None and closed_at <= at
        cover = Cover(
            case=self.past.header.code,
            version=noted.version,
            event=occasion(assessment, view.recipient, view.office, is_closed=is_closed),
            sender_role=self.sender.role,
            law_chosen=self.sender.law_chosen,
        )
        along = frozenset(noted.included)
        decisions, notes = record_decisions(standing, along), noted_questions(view, along)
        additions = self._additions(at).for_record(along)
        made = build_record(assessment, view, cover, self.wording, notes, decisions, additions)
        made = self.compared(made, at)
        return Earlier(made, day, _hash(made) == noted.sha256)

    def _view(self, noted: Noted, assessment: Assessment) -> View | None:
        if noted.basis:
            statute = Statute(noted.basis, noted.reason, noted.packages)
            try:
                return view_by_statute(assessment.facts, noted.recipient, noted.office, statute)
            except ValueError:  # only what needs the named person of then, who is not kept
                return None
        key = (noted.recipient, office_name(noted.office))
        views = record_views(assessment)
        return next((view for view in views if (view.recipient, office_name(view.office)) == key), None)

    def _additions(self, at: dt.datetime) -> Additions:
        events = {each.id: each for each in self.past.events if each.kind == ADDITION and each.at <= at}
        history = tuple(each for each in self.past.history if each.event.at <= at)
        return additions_in(history, events) if events else Additions()


def _hash(record: Record) -> str:
    from intake.handover.formats.as_json import record_bytes

    return hashlib.sha256(record_bytes(record)).hexdigest()

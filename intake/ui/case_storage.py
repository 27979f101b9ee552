"""How the case in hand reaches the open store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from concurrent.futures import Future

from intake.store.kept.answers import HalfTyped, Place
from intake.store.kept.cases import CaseFile, CaseHeader, CaseLink, CaseSettings, Hold, NewCase
from intake.store.kept.decisions import Decision
from intake.store.kept.handovers import HandoverStep, Record
from intake.store.kept.happened import CaseEvent
from intake.store.kept.saving import Saved, Saving
from intake.ui.open_store import OpenStore


class CaseStorage:
    """The `CaseStore` of the cases at this desk. What is written is of the person `actor` (the id) in `program`."""

    def __init__(self, opened: OpenStore, actor: str, program: str, now: Callable[[], dt.datetime]) -> None:
        self._opened = opened
        self._actor = actor
        self._program = program
        self._now = now

    def begin(self, new: NewCase, saving: Saving, link: CaseLink | None) -> Future[CaseHeader]:
        return self._opened.submit(lambda store: store.begin_case(new, saving, link, self._program), new.id)

    def save(self, saving: Saving) -> Future[Saved]:
        return self._opened.save(saving)

    def load(self, case_id: str) -> Future[CaseFile]:
        return self._opened.read(lambda store: store.holds.reread(case_id))

    def hold(self, case_id: str) -> Future[Hold]:
        return self._opened.read(lambda store: store.holds.of_case(case_id))

    def retry(self) -> Future[None]:
        return self._opened.retry()

    def keep_half_typed(self, case_id: str, half_typed: HalfTyped) -> Future[Hold]:
        by = Hold(self._actor, self._program or None)
        return self._opened.submit(lambda store: store.keep_half_typed(case_id, half_typed, by), case_id)

    def keep_place(self, case_id: str, place: Callable[[], Place]) -> Future[Place]:
        by = Hold(self._actor, self._program or None)
        return self._opened.note(lambda store: store.holds.stand_at(case_id, place(), by))

    def keep_settings(self, case_id: str, settings: CaseSettings) -> Future[CaseHeader]:
        at = self._now()
        return self._opened.submit(lambda store: store.keep_settings(case_id, settings, self._actor, at), case_id)

    def decide(self, decision: Decision) -> Future[None]:
        return self._opened.submit(lambda store: store.decide(decision), decision.case_id)

    def note_step(self, step: HandoverStep, confirm_by: dt.date | None) -> Future[Record]:
        return self._opened.submit(lambda store: store.handovers.note(step, confirm_by), step.case_id)

    def decisions(self, case_id: str) -> Future[tuple[Decision, ...]]:
        return self._opened.read(lambda store: store.decisions(case_id))

    def add_event(self, event: CaseEvent) -> Future[None]:
        return self._opened.submit(lambda store: store.add_event(event), event.case_id)

    def events(self, case_id: str) -> Future[tuple[CaseEvent, ...]]:
        return self._opened.read(lambda store: store.events_of(case_id))

    def records(self, case_id: str) -> Future[tuple[Record, ...]]:
        return self._opened.read(lambda store: store.handovers.of_case(case_id))

"""What the case in hand needs of the store behind the screens."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from concurrent.futures import Future
from typing import Protocol

from intake.store.kept.answers import HalfTyped, Place
from intake.store.kept.cases import CaseFile, CaseHeader, CaseLink, CaseSettings, Hold, NewCase
from intake.store.kept.decisions import Decision
from intake.store.kept.handovers import HandoverStep, Record
from intake.store.kept.happened import CaseEvent
from intake.store.kept.saving import Saved, Saving


class CaseStore(Protocol):
    """What a case needs of the store. The futures finish when COMMIT has returned."""

    def begin(self, new: NewCase, saving: Saving, link: CaseLink | None) -> Future[CaseHeader]: ...

    def save(self, saving: Saving) -> Future[Saved]: ...

    def load(self, case_id: str) -> Future[CaseFile]: ...

    def hold(self, case_id: str) -> Future[Hold]: ...

    def retry(self) -> Future[None]: ...

    def keep_half_typed(self, case_id: str, half_typed: HalfTyped) -> Future[Hold]: ...

    def keep_place(self, case_id: str, place: Callable[[], Place]) -> Future[Place]: ...

    def keep_settings(self, case_id: str, settings: CaseSettings) -> Future[CaseHeader]: ...

    def decide(self, decision: Decision) -> Future[None]: ...

    def note_step(self, step: HandoverStep, confirm_by: dt.date | None) -> Future[Record]: ...

    def decisions(self, case_id: str) -> Future[tuple[Decision, ...]]: ...

    def records(self, case_id: str) -> Future[tuple[Record, ...]]: ...

    def add_event(self, event: CaseEvent) -> Future[None]: ...

    def events(self, case_id: str) -> Future[tuple[CaseEvent, ...]]: ...

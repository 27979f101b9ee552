"""A record and what became of it, in words for staff."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from enum import StrEnum

from intake.handover.projection.ceilings import IN_FILE_NAMES
from intake.languages.dates import day as shown_day
from intake.languages.messages import N_
from intake.store.kept.handovers import HandoverStep, Record, RecordStatus, Step
from intake.ui.wording import COVERED, CaseWording


class Way(StrEnum):
    """How a record went to the office, or how the office was told."""

    BY_HAND = "by_hand"
    TAKEN_ALONG = "taken_along"
    POST = "post"
    FAX = "fax"
    PORTAL = "portal"
    EMAIL = "email"
    SEALED_FILE = "sealed_file"
    BY_PHONE = "by_phone"


WAYS: Mapping[Way, str] = {
    Way.BY_HAND: N_("by hand, from staff to staff"),
    Way.TAKEN_ALONG: N_("taken along by the person"),
    Way.POST: N_("by post"),
    Way.FAX: N_("by fax"),
    Way.PORTAL: N_("in a portal or an electronic mailbox"),
    Way.EMAIL: N_("by e-mail"),
    Way.SEALED_FILE: N_("as a sealed file"),
    Way.BY_PHONE: N_("by phone"),
}
"""Message ids."""

WAYS_OF_RECORDS = tuple(way for way in Way if way is not Way.BY_PHONE)
WAYS_OF_TELLING = (Way.BY_HAND, Way.BY_PHONE, Way.POST, Way.FAX, Way.PORTAL, Way.EMAIL)

STATUS: Mapping[RecordStatus, str] = {
    RecordStatus.DRAFT: N_("being written, or cut off: files of it may lie in the export folder"),
    RecordStatus.EXPORTED: N_("written"),
    RecordStatus.HANDED_OVER: N_("handed over"),
    RecordStatus.CONFIRMED: N_("confirmed"),
    RecordStatus.RETURNED: N_("returned"),
    RecordStatus.WITHDRAWN: N_("consent withdrawn"),
    RecordStatus.DISMISSED: N_("draft dismissed"),
}
"""Message ids."""


def way_name(code: str, wording: CaseWording) -> str:
    """The words of a way; one that an older or newer program wrote stands as it is."""
    return wording.say(WAYS[Way(code)]) if code in list(Way) else code


class RecordWords:
    """Says one case's records as of a day. `overtaken` are the ids of those that wait for no confirmation."""

    def __init__(self, wording: CaseWording, today: dt.date, overtaken: Collection[str] = ()) -> None:
        self._wording = wording
        self._today = today
        self._overtaken = overtaken

    def lines(self, record: Record, steps: Iterable[HandoverStep]) -> Iterator[tuple[str, str]]:
        """The version with its status, then each step, then what is still to come; with a style for each line."""
        say = self._wording.say
        own = [step for step in steps if step.record_id == record.id]
        status = say(STATUS[record.status])
        yield say("version {version} · {code}: {status}", version=record.version, code=record.code, status=status), ""
        if record.basis:
            yield f"  {say('without consent, on the basis of {basis}', basis=record.basis)}", "bold"
        for step in own:
            yield f"  {self.step(step, record)}", "dim"
        open_ = self.still_to_come(record, own)
        if open_:
            yield f"  {open_}", "bold" if self.is_pressing(record, own) else ""

    def _reason(self, step: HandoverStep, record: Record | None) -> str:
        """Why a record came back; covered where it comes from an office that may be one of health or protection."""
        cover = self._wording.cover
        is_open = record is None or cover is None or cover.is_lifted or record.recipient in IN_FILE_NAMES
        return step.note if is_open else self._wording.say(COVERED)

    def step(self, step: HandoverStep, record: Record | None = None) -> str:
        """One step with its day, and with whom and how as far as that is known.

        With its record as it may be seen now; without it in full, as it was typed a moment ago.
        """
        say, day, person = self._wording.say, self.day(step.day), step.person
        way = way_name(step.way, self._wording) if step.way else ""
        match step.step:
            case Step.EXPORTED:
                return say("written on {day}", day=day)
            case Step.HANDED_OVER if person:
                return say("handed over on {day} to {person}, {way}", day=day, person=person, way=way)
            case Step.HANDED_OVER:
                return say("handed over on {day}, {way}", day=day, way=way)
            case Step.CONFIRMED if person:
                return say("confirmed on {day} by {person}", day=day, person=person)
            case Step.CONFIRMED:
                return say("confirmed on {day}", day=day)
            case Step.RETURNED:
                return say("returned on {day}: {reason}", day=day, reason=self._reason(step, record))
            case Step.WITHDRAWN:
                return say("consent withdrawn on {day}", day=day)
            case Step.TOLD if person:
                return say("{person} was told of the withdrawal on {day}, {way}", day=day, person=person, way=way)
            case Step.TOLD:
                return say("the office was told of the withdrawal on {day}, {way}", day=day, way=way)

    def still_to_come(self, record: Record, steps: Iterable[HandoverStep]) -> str:
        """What the desk waits for, or has to do."""
        say = self._wording.say
        if record.status is RecordStatus.WITHDRAWN:
            return "" if is_told(steps) else say("the office has to be told of the withdrawal")
        is_away = record.status in (RecordStatus.EXPORTED, RecordStatus.HANDED_OVER)
        if record.confirm_by is None or not is_away or record.id in self._overtaken:
            return ""
        day = self.day(record.confirm_by)
        if record.confirm_by < self._today:
            return say("confirmation overdue since {day}", day=day)
        return say("to be confirmed by {day}", day=day)

    def is_pressing(self, record: Record, steps: Iterable[HandoverStep]) -> bool:
        """Whether it is late, or somebody has to be told."""
        if record.status is RecordStatus.WITHDRAWN:
            return not is_told(steps)
        return record.confirm_by is not None and record.confirm_by < self._today

    def day(self, day: dt.date) -> str:
        return shown_day(day, self._wording.staff)


def is_told(steps: Iterable[HandoverStep]) -> bool:
    """Whether one of these steps of a record says that its office knows of the withdrawal."""
    return any(step.step is Step.TOLD for step in steps)

"""Why a record is handed over: a change of agency, the end of the case, an appointment, or else a referral.

Source: sites.md 10, head.
"""

from __future__ import annotations

from intake.handover.record.parts import Event
from intake.interview.values import Appointment
from intake.pathways.assess import Assessment
from intake.pathways.phases import handover_number

_HANDOVERS = {1: Event.HANDOVER_1, 2: Event.HANDOVER_2}
_APPOINTMENT = "next_appointment"


def occasion(assessment: Assessment, recipient: str, office: str = "", *, is_closed: bool = False) -> Event:
    """The first or second handover where the case changes to this kind of office now; else the closing of the case.

    An appointment where the next one is at this office, today or later; else a referral. `is_closed` says that the
    interview is closed.
    """
    number = handover_number(assessment, recipient)
    if number in _HANDOVERS:
        return _HANDOVERS[number]
    if is_closed:
        return Event.CLOSING
    return Event.APPOINTMENT if _has_appointment(assessment, office) else Event.REFERRAL


def _has_appointment(assessment: Assessment, office: str) -> bool:
    """Whether the next appointment is at the office: its place, or whom it is with, names the office."""
    value = assessment.facts.answers[_APPOINTMENT].value
    name = _plain(office)
    if not isinstance(value, Appointment) or not name:
        return False
    if value.day < assessment.on:
        return False
    return any(name in _plain(place) for place in (value.place, value.with_whom))


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()

"""Why a record is handed over: a change of agency, or a referral. Source: sites.md 10, head."""

from __future__ import annotations

from intake.handover.record_parts import Event
from intake.pathways.assess import Assessment
from intake.pathways.phases import handover_number

_HANDOVERS = {1: Event.HANDOVER_1, 2: Event.HANDOVER_2}


def occasion(assessment: Assessment, recipient: str) -> Event:
    """The first or second handover where the case changes to this kind of office now, else a referral."""
    return _HANDOVERS.get(handover_number(assessment, recipient), Event.REFERRAL)

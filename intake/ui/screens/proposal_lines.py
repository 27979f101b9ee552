"""The proposal as lines, from top to bottom: one builder for each part, then what staff added.

A new part of the screen is a builder of its own, named in `PARTS`.
"""

from __future__ import annotations

from collections.abc import Iterator

from intake.ui.casework import CaseWork
from intake.ui.decisions import OWN, Decisions
from intake.ui.screens.due_lines import due_lines
from intake.ui.screens.line import Line, LineBuilder, heading, in_staff_language, still_to_ask
from intake.ui.screens.offer_lines import offer_lines
from intake.ui.screens.phase_lines import handover_lines, phase_lines
from intake.ui.screens.rule_lines import open_lines, prerule_lines, result_lines
from intake.ui.screens.value_lines import value_lines
from intake.ui.wording import CaseWording

__all__ = ["PARTS", "Line", "LineBuilder", "heading", "in_staff_language", "proposal_lines", "still_to_ask"]

PARTS: tuple[LineBuilder, ...] = (
    prerule_lines,
    result_lines,
    value_lines,
    phase_lines,
    handover_lines,
    offer_lines,
    open_lines,
    due_lines,
)


def proposal_lines(work: CaseWork, wording: CaseWording, decided: Decisions) -> Iterator[Line]:
    """All lines, each part under its heading."""
    for part in PARTS:
        yield from part(work, wording)
    if decided.own:
        yield heading(wording.say("Added by staff"))
    for own in decided.own:
        yield Line(own.id, OWN, own.text, (wording.say("added by staff: {reason}", reason=own.reason),))

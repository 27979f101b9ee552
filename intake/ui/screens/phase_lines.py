"""Where a case stands on its way through the site, and the handover that is due now, as lines of the proposal."""

from __future__ import annotations

from collections.abc import Iterator

from intake.interview.truth import Truth
from intake.languages.dates import partial_date
from intake.pathways.phases import HandoverDue, PhaseLine, handover_due, phases
from intake.ui.casework import CaseWork
from intake.ui.keys import first_key
from intake.ui.screens.line import Line, heading, in_staff_language, still_to_ask
from intake.ui.wording import CaseWording

HANDOVER = "handover"
"""The kind of a line that leads to the handover."""


def phase_lines(work: CaseWork, wording: CaseWording) -> Iterator[Line]:
    """The phases in which the case stands, then those in which it may stand; none where the site has none."""
    found = phases(work.assessment)
    if not found:
        return
    yield heading(wording.say("Where this case stands"))
    shown = [line for line in found if line.state is not Truth.FALSE]
    for line in sorted(shown, key=lambda line: line.state is not Truth.TRUE):
        yield _phase(line, work, wording)
    if not shown:
        yield Line("", "phase", wording.say("No phase of this site fits this case."))


def _phase(line: PhaseLine, work: CaseWork, wording: CaseWording) -> Line:
    say, phase = wording.say, line.phase
    name = in_staff_language(phase.name, wording)
    agency = say("Responsible: {agency}", agency=in_staff_language(phase.agency, wording))
    if line.state is Truth.OPEN:
        wanted = still_to_ask(line.open, work, wording)
        details = tuple(text for text in (agency, wanted) if text)
        return Line("", "phase", say("Perhaps: {line}", line=name), details, line.because, phase.origin)
    details = (agency, in_staff_language(phase.content, wording))
    return Line("", "phase", name, details, line.because, phase.origin)


def handover_lines(work: CaseWork, wording: CaseWording) -> Iterator[Line]:
    """The offices that are responsible now and have no record of this time yet; with the measures to keep."""
    found = handover_due(work.assessment, work.made)
    if found:
        yield heading(wording.say("Handover now due"))
    for due in found:
        yield _due(due, wording)


def _due(due: HandoverDue, wording: CaseWording) -> Line:
    say = wording.say
    phase = in_staff_language(due.phase.name, wording)
    why = say("Responsible in the phase '{phase}'; no record was made for it yet.", phase=phase)
    if due.is_again:
        why = say("Responsible in the phase '{phase}'; its record is from before the change of agency.", phase=phase)
    details = [why, *(f"→ {in_staff_language(station.name, wording)}" for station in due.stations)]
    for measure in due.measures:
        until = partial_date(measure.planned_end, wording.staff)
        details.append(
            say("'{measure}' ends after the change of circle ({day}): keep funding", measure=measure.text, day=until)
        )
    details.append(say("{key} goes to the handover.", key=first_key("handover")))
    return Line("", HANDOVER, wording.recipient(due.recipient).staff, tuple(details), due.because, due.phase.origin)

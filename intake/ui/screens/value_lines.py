"""The derived values that staff of the site may decide otherwise, each with the computed and the decided value."""

from __future__ import annotations

from collections.abc import Iterator

from intake.interview.conditions.condition import Condition, parse_condition
from intake.pathways.sites import StaffValue
from intake.store.kept.decisions import DERIVED
from intake.ui.casework import CaseWork
from intake.ui.screens.line import Line, heading, in_staff_language, still_to_ask, value_words
from intake.ui.wording import CaseWording


def value_lines(work: CaseWork, wording: CaseWording) -> Iterator[Line]:
    """Nothing where something comes before all rules: then no offer rests on them."""
    values = () if work.assessment.is_suspended else work.assessment.site.staff_values
    if values:
        yield heading(wording.say("Estimates that staff decide"))
    for value in values:
        yield _value(value, work, wording)


def _value(value: StaffValue, work: CaseWork, wording: CaseWording) -> Line:
    say, facts = wording.say, work.assessment.facts
    computed = facts.computed
    head = say(
        "{name}: {value}",
        name=in_staff_language(value.name, wording),
        value=value_words(value, facts.value(value.id), wording),
    )
    details = [say("computed from the answers: {value}", value=value_words(value, computed.value(value.id), wording))]
    details.append(still_to_ask(computed.missing(_any_of(value, work)), work, wording))
    return Line(
        id=value.id,
        kind=DERIVED,
        head=head,
        details=tuple(filter(None, details)),
        because=computed.because(_any_of(value, work)),
        origin=value.origin,
    )


def _any_of(value: StaffValue, work: CaseWork) -> Condition:
    """True with any value, open where the value is: what decides it is what decides the value."""
    codes = ",".join(f"'{code}'" for code in value.choices)
    return parse_condition(f"{value.id} in ({codes})", work.interview.logic.vocabulary)

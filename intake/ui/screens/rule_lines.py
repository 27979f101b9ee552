"""Pre-rules, results and open points as lines."""

from __future__ import annotations

from collections.abc import Iterator

from intake.interview.truth import Truth
from intake.pathways.assess import OpenLine, PreruleLine, ResultLine
from intake.pathways.present import present
from intake.store.kept.decisions import RESULT
from intake.ui.casework import CaseWork
from intake.ui.comparison_words import rule_kind
from intake.ui.cover import is_prerule_covered
from intake.ui.keys import first_key
from intake.ui.screens.line import Line, decided_basis, heading, in_staff_language, still_to_ask, ways
from intake.ui.wording import COVERED, CaseWording


def prerule_lines(work: CaseWork, wording: CaseWording) -> Iterator[Line]:
    found = present(work.assessment).prerules
    if found:
        yield heading(wording.say("Before all else"))
    for line in found:
        yield _prerule(line, work, wording)


def result_lines(work: CaseWork, wording: CaseWording) -> Iterator[Line]:
    found = present(work.assessment).results
    if found:
        yield heading(wording.say("Result"))
    for line in found:
        yield _result(line, work, wording)


def open_lines(work: CaseWork, wording: CaseWording) -> Iterator[Line]:
    found = present(work.assessment).open
    if found:
        yield heading(wording.say("To be clarified"))
    for line in found:
        yield _open(line, work, wording)


def _prerule(line: PreruleLine, work: CaseWork, wording: CaseWording) -> Line:
    say, rule = wording.say, line.rule
    if rule.is_private and work.interview.facts.lacks_privacy:
        return Line("", "prerule", say("For a talk in private"), (say("(not shown: somebody could listen)"),))
    if is_prerule_covered(wording.cover, line, work.interview.facts):
        head = say("For a talk in private") if rule.is_private else say("Rests on health or protection")
        return Line("", "prerule", head, (say(COVERED),))
    name, reason = in_staff_language(rule.name, wording), in_staff_language(rule.reason, wording)
    if line.state is Truth.OPEN:
        head = say("Perhaps: {line}", line=name)
        wanted = still_to_ask(line.open, work, wording)
        return Line(rule.id, "prerule", head, (wanted,), line.because, rule.origin, more=(reason,))
    details = (reason, *ways(line.stations, wording), *decided_basis(rule.condition, work, wording))
    if rule.opens:
        details = (*details, say("{key}: the short cases of the children", key=first_key("family")))
    return Line(rule.id, "prerule", name, details, line.because, rule.origin, rule.opens)


def _result(line: ResultLine, work: CaseWork, wording: CaseWording) -> Line:
    rule = line.rule
    head = f"{rule_kind(rule.kind.value, wording.say)} · {rule.id}"
    if rule.step:
        step = work.assessment.site.common.steps.get(rule.step)
        name = in_staff_language(step, wording) if step else ""
        head = wording.say("Step {step}: {name}", step=rule.step, name=name)
    reason = in_staff_language(rule.reason, wording)
    details = (reason, *ways(line.stations, wording), *decided_basis(rule.condition, work, wording))
    return Line(rule.id, RESULT, head, details, line.because, rule.origin)


def _open(line: OpenLine, work: CaseWork, wording: CaseWording) -> Line:
    """`because` is what the answers say so far."""
    rule = line.rule
    wanted = wording.say("The responsible office has to decide.")
    if not line.is_left_to_office:
        wanted = still_to_ask(line.open, work, wording)
    details = (wanted, *decided_basis(rule.condition, work, wording))
    because = work.assessment.facts.because(rule.condition)
    stations = (work.assessment.site.stations[id_] for id_ in rule.stations)
    more = (wording.say("If it applies:"), *ways(tuple(stations), wording)) if rule.stations else ()
    return Line(rule.id, "open", in_staff_language(rule.reason, wording), details, because, rule.origin, more=more)

"""The proposal as lines of text: pre-rules, results, offers, open points, deadlines, and what staff added.

Free of widgets. Each part of the screen is one builder in `PARTS`; a new part is a new builder there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from intake.interview.reasons import Missing, Reason
from intake.interview.truth import Truth
from intake.languages.dates import day as shown_day
from intake.pathways.assess import OfferLine, OfferState, OpenLine, PreruleLine, ResultLine
from intake.pathways.due import DeadlineLine, DueState
from intake.pathways.present import OfferChoice, present
from intake.pathways.sites import Origin, Station, Text
from intake.ui.casework import CaseWork
from intake.ui.wording import CaseWording


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the proposal as it is shown.

    `kind` is empty for headings, `id` for lines nobody decides about. `opens` names the case that a pre-rule opens.
    """

    id: str
    kind: str
    head: str
    details: tuple[str, ...] = ()
    because: tuple[Reason, ...] = ()
    origin: Origin = field(default_factory=Origin)
    opens: str = ""


LineBuilder = Callable[[CaseWork, CaseWording], Iterator[Line]]


def proposal_lines(work: CaseWork, wording: CaseWording) -> Iterator[Line]:
    """All lines from top to bottom, each part under its heading. A part without lines has none."""
    for part in PARTS:
        yield from part(work, wording)


def heading(text: str) -> Line:
    return Line("", "", text)


def in_staff_language(text: Text, wording: CaseWording) -> str:
    return text.de if wording.staff == "de" else text.en


def still_to_ask(missing: Missing, work: CaseWork, wording: CaseWording) -> str:
    """The questions that would decide a line; empty where there are none."""
    questionnaire = work.interview.logic.questionnaire
    ids = (*missing.missing, *missing.blocked)
    texts = [wording.label(questionnaire[id_]) for id_ in ids if id_ in questionnaire.by_id]
    return wording.say("still to ask: {questions}", questions=" · ".join(texts)) if texts else ""


# Parts


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


def offer_lines(work: CaseWork, wording: CaseWording) -> Iterator[Line]:
    found = present(work.assessment).offers
    if found:
        yield heading(wording.say("Offers"))
    for choice in found:
        for line in choice.lines:
            yield _offer(line, choice, work, wording)


def open_lines(work: CaseWork, wording: CaseWording) -> Iterator[Line]:
    found = present(work.assessment).open
    if found:
        yield heading(wording.say("To be clarified"))
    for line in found:
        yield _open(line, work, wording)


def due_lines(work: CaseWork, wording: CaseWording) -> Iterator[Line]:
    found = present(work.assessment).deadlines
    if found:
        yield heading(wording.say("Deadlines"))
    for line in found:
        name = in_staff_language(line.deadline.name, wording)
        yield Line(line.deadline.id, "deadline", _date(line, wording), (name,), origin=line.deadline.origin)


PARTS: tuple[LineBuilder, ...] = (prerule_lines, result_lines, offer_lines, open_lines, due_lines)
"""What the screen shows, from top to bottom."""


# Lines


def _prerule(line: PreruleLine, work: CaseWork, wording: CaseWording) -> Line:
    say, rule = wording.say, line.rule
    if rule.is_private and work.interview.facts.lacks_privacy:
        return Line("", "prerule", say("For a talk in private"), (say("(not shown: somebody could listen)"),))
    name = in_staff_language(rule.name, wording)
    if line.state is Truth.OPEN:
        wanted = still_to_ask(line.open, work, wording)
        return Line(rule.id, "prerule", say("Perhaps: {line}", line=name), (wanted,), origin=rule.origin)
    details = (in_staff_language(rule.reason, wording), *_ways(line.stations, wording))
    return Line(rule.id, "prerule", name, details, line.because, rule.origin, rule.opens)


def _result(line: ResultLine, work: CaseWork, wording: CaseWording) -> Line:
    rule = line.rule
    head = f"{_kind(rule.kind.value, wording)} · {rule.id}"
    if rule.step:
        step = work.assessment.site.common.steps.get(rule.step)
        name = in_staff_language(step, wording) if step else ""
        head = wording.say("Step {step}: {name}", step=rule.step, name=name)
    details = (in_staff_language(rule.reason, wording), *_ways(line.stations, wording))
    return Line(rule.id, "rule", head, details, line.because, rule.origin)


def _offer(line: OfferLine, choice: OfferChoice, work: CaseWork, wording: CaseWording) -> Line:
    say, offer = wording.say, line.offer
    details = [
        in_staff_language(text, wording)
        for key in ("for_whom", "provider", "duration")
        if (text := offer.note(key))
    ]  # fmt: skip
    if choice.is_alternative:
        details.insert(0, say("one of {count} language offers to choose from", count=len(choice.lines)))
    if line.state is OfferState.MAYBE:
        details.append(still_to_ask(line.open, work, wording))
    if line.changed_by:
        details.append(say("rests on {rules}", rules=", ".join(line.changed_by)))
    states = {OfferState.PROPOSED: say("proposed"), OfferState.LATER: say("later"), OfferState.MAYBE: say("perhaps")}
    head = f"{in_staff_language(offer.name, wording)} · {states[line.state]}"
    return Line(offer.id, "offer", head, tuple(details), (*line.because, *line.inherited), offer.origin)


def _open(line: OpenLine, work: CaseWork, wording: CaseWording) -> Line:
    wanted = wording.say("The responsible office has to decide.")
    if not line.is_left_to_office:
        wanted = still_to_ask(line.open, work, wording)
    return Line(line.rule.id, "open", in_staff_language(line.rule.reason, wording), (wanted,), origin=line.rule.origin)


def _ways(stations: tuple[Station, ...], wording: CaseWording) -> tuple[str, ...]:
    lines: list[str] = []
    for station in stations:
        lines.append(f"→ {in_staff_language(station.name, wording)}")
        lines.append(wording.say("  to bring: {things}", things=in_staff_language(station.bring, wording)))
    return tuple(lines)


def _kind(kind: str, wording: CaseWording) -> str:
    say = wording.say
    return {
        "ADMIT": say("Responsible here"),
        "REJECT": say("Another office is responsible"),
        "ROUTE": say("Referral"),
        "OPEN": say("Clarify"),
        "STEP": say("Step"),
    }[kind]


def _date(line: DeadlineLine, wording: CaseWording) -> str:
    say = wording.say
    if line.date is None:
        return say("date open")
    day = shown_day(line.date, wording.staff)
    day = say("about {day}", day=day) if line.approximate else day
    states = {
        DueState.DUE: day,
        DueState.PAST: say("{day}, overdue", day=day),
        DueState.OPEN: say("{day}, if it applies", day=day),
    }
    return states[line.state]

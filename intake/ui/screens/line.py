"""One line of the proposal as it is shown, and what the builders of lines share. Free of widgets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from intake.interview.conditions.condition import Condition
from intake.interview.reasons import Missing, Reason
from intake.interview.truth import NoValue
from intake.pathways.profile_rows import Origin, Text
from intake.pathways.sites import StaffValue
from intake.pathways.stations import Station
from intake.ui.casework import CaseWork
from intake.ui.wording import CaseWording


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the proposal.

    `kind` is empty for headings, `id` for lines nobody decides about. `details` stand below the head, `more` only where
    the line is opened. `opens` names the kind of case that a pre-rule opens.
    """

    id: str
    kind: str
    head: str
    details: tuple[str, ...] = ()
    because: tuple[Reason, ...] = ()
    origin: Origin = field(default_factory=Origin)
    opens: str = ""
    more: tuple[str, ...] = ()


LineBuilder = Callable[[CaseWork, CaseWording], Iterator[Line]]
"""Builds the lines of one part of the screen, its heading first; nothing where there are none."""


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


def ways(stations: tuple[Station, ...], wording: CaseWording) -> Iterator[str]:
    """Where to go, and what to bring."""
    for station in stations:
        yield f"→ {in_staff_language(station.name, wording)}"
        yield wording.say("  to bring: {things}", things=in_staff_language(station.bring, wording))


def decided_basis(condition: Condition, work: CaseWork, wording: CaseWording) -> Iterator[str]:
    """That a line rests on a value which staff decided, one text for each."""
    facts = work.assessment.facts
    decided = facts.decided_in(condition)
    for value in work.assessment.site.staff_values:
        if value.id in decided:
            yield wording.say(
                "rests on what staff decided: {name}: {value}",
                name=in_staff_language(value.name, wording),
                value=value_words(value, facts.value(value.id), wording),
            )


def value_words(value: StaffValue, found: object, wording: CaseWording) -> str:
    """A derived value in words, or that it is open."""
    if isinstance(found, NoValue) or not isinstance(found, str):
        return wording.say("open")
    choice = value.choices.get(found)
    return in_staff_language(choice, wording) if choice else found

"""Offers as lines: language offers stand together as one choice, and what is not printed is marked."""

from __future__ import annotations

from collections.abc import Iterator

from intake.languages.dates import day as shown_day
from intake.pathways.assess import OfferLine, OfferState
from intake.pathways.present import MAX_PRINTED_OFFERS, OfferChoice, present
from intake.ui.casework import CaseWork
from intake.ui.cover import offers_with_unseen_state
from intake.ui.screens.line import Line, decided_basis, heading, in_staff_language, still_to_ask
from intake.ui.wording import COVERED, CaseWording

_SHOWN = ("for_whom", "provider", "duration")
_ON_OPENING = ("places", "entry_level", "age", "law_note")


def offer_lines(work: CaseWork, wording: CaseWording) -> Iterator[Line]:
    say = wording.say
    found = present(work.assessment).offers
    if found:
        yield heading(say("Offers"))
    for number, choice in enumerate(found):
        if number == MAX_PRINTED_OFFERS:
            yield heading(say("Offers that are not on paper: at most {count} are printed", count=MAX_PRINTED_OFFERS))
        if choice.is_alternative:
            yield heading(say("One of these {count} language offers:", count=len(choice.lines)))
        for line in choice.lines:
            yield _offer(line, choice, work, wording)


def _offer(line: OfferLine, choice: OfferChoice, work: CaseWork, wording: CaseWording) -> Line:
    say, offer = wording.say, line.offer
    details = [in_staff_language(text, wording) for key in _SHOWN if (text := offer.note(key))]
    if offer.legal_basis:
        details.append(say("legal basis: {law}", law=bilingual(offer.legal_basis, wording)))
    if line.state is OfferState.MAYBE:
        details.append(still_to_ask(line.open, work, wording))
    is_covered = offer.id in offers_with_unseen_state(work.assessment, wording.cover)
    if line.changed_by and not is_covered:
        details.append(say("rests on {rules}", rules=", ".join(line.changed_by)))
    details += decided_basis(work.assessment.site.offer_conditions[offer.id], work, wording)
    states = {OfferState.PROPOSED: say("proposed"), OfferState.LATER: say("later"), OfferState.MAYBE: say("perhaps")}
    state = say(COVERED) if is_covered else states[line.state]
    head = f"{in_staff_language(offer.name, wording)} · {state}"
    if choice.is_alternative:
        head = f"· {head}"
    return Line(
        id=offer.id,
        kind="offer",
        head=head,
        details=tuple(details),
        because=line.because if is_covered else (*line.because, *line.inherited),
        origin=offer.origin,
        more=tuple(_more(line, work, wording)),
    )


def _more(line: OfferLine, work: CaseWork, wording: CaseWording) -> Iterator[str]:
    say, offer = wording.say, line.offer
    yield from (in_staff_language(text, wording) for key in _ON_OPENING if (text := offer.note(key)))
    if offer.steps:
        yield say("steps of the chain: {steps}", steps=", ".join(offer.steps))
    if offer.ends:
        yield say("It ends on {day}.", day=shown_day(offer.ends, wording.staff))
    decider = offer.decided_by
    if decider and decider.since <= work.assessment.on:
        station = work.assessment.site.stations[decider.station]
        since, name = shown_day(decider.since, wording.staff), in_staff_language(station.name, wording)
        yield say("Since {day} this office decides: {station}", day=since, station=name)


def bilingual(text: str, wording: CaseWording) -> str:
    """The part of a text that is in the language of the staff, where it stands there twice: `German | English`."""
    german, _, english = text.partition(" | ")
    return english if english and wording.staff != "de" else german

"""Which entry of a list an event is about: one that is there, or a new one with what an offer of the site says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intake.interview.answers import Answer, State
from intake.pathways.case_events import EventKind
from intake.pathways.offers import Offer
from intake.store.ids import new_id
from intake.ui.screens.dialog import Chooser, Item
from intake.ui.screens.line import in_staff_language
from intake.ui.waits import answer_of

if TYPE_CHECKING:
    from intake.ui.casework import CaseWork
    from intake.ui.navigation import Navigation
    from intake.ui.wording import CaseWording

NEW = "new"
OWN_MEASURE = "-"
"""What is chosen for a measure that is no offer of the site."""


async def choose_entry(nav: Navigation, work: CaseWork, kind: EventKind) -> tuple[str, dict[str, Answer]] | None:
    """The id of an entry, with what is known about a new one; None where somebody went back."""
    wording = nav.desk.wording(work)
    say, question = wording.say, work.interview.logic.questionnaire[kind.entry]
    known = [Item(each.id, wording.entry(question, each).staff) for each in kind.entries(work.interview.answers)]
    chosen = NEW
    if known:
        items = [*known, Item(NEW, say("Another one"))] if kind.adds else known
        chosen = await answer_of(nav.app, Chooser(say("Which one?"), items)) or ""
    if chosen != NEW:
        return (chosen, {}) if chosen else None
    offers = {offer.id: offer for offer in work.assessment.site.offers}
    picked = await answer_of(nav.app, Chooser(say("Which offer is it?"), _offers(work, offers, wording)))
    return (new_id(work.now()), _said_by(offers.get(picked), kind)) if picked else None


def _offers(work: CaseWork, offers: dict[str, Offer], wording: CaseWording) -> list[Item]:
    """Those of the proposal first, then the others of the site, and at last a measure of its own."""
    ordered = dict.fromkeys([*(line.offer.id for line in work.assessment.offers), *offers])
    items = [Item(id_, in_staff_language(offers[id_].name, wording), id_) for id_ in ordered]
    return [*items, Item(OWN_MEASURE, wording.say("None of these: a measure of its own"))]


def _said_by(offer: Offer | None, kind: EventKind) -> dict[str, Answer]:
    """What an offer of the site says about a measure: its id, its German name, its provider."""
    if offer is None:
        return {}
    provider = offer.note("provider")
    texts = {"offer": offer.id, "text": offer.name.de, "provider": provider.de if provider else ""}
    return {
        name: Answer(State.ANSWERED, text, kind.answer_source)
        for name, text in texts.items()
        if text and name in kind.asks
    }

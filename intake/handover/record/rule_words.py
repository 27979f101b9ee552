"""The words for what rules say: kinds of lines, states of offers, admission, the panel."""

from __future__ import annotations

from typing import assert_never

from intake.handover.record.proposal_parts import OfferWords
from intake.handover.record.wording import Wording
from intake.interview.facts import PanelLine, PanelState
from intake.interview.truth import Truth
from intake.pathways.assess import OfferState
from intake.pathways.offers import Offer, OfferKind
from intake.pathways.rules import RuleKind


def kind_words(wording: Wording, kind: str) -> str:
    """What a line of this kind proposes; the code itself for the result of a pre-rule."""
    match kind:
        case RuleKind.ADMIT:
            return wording.say("Admission here")
        case RuleKind.REJECT:
            return wording.say("Another office is responsible")
        case RuleKind.ROUTE:
            return wording.say("Referral")
        case RuleKind.OPEN:
            return wording.say("To be clarified")
        case RuleKind.STEP:
            return wording.say("Next step")
        case _:
            return kind


def offer_words(wording: Wording, offer: Offer, state: OfferState | None) -> OfferWords:
    """An offer in German; without a state where none may be shown."""
    provider = offer.note("provider")
    return OfferWords(
        offer=offer.id,
        name=offer.name.de,
        kind=_offer_kind(wording, offer.kind),
        state=state.value if state else "",
        state_words=_offer_state(wording, state) if state else "",
        provider=provider.de if provider else "",
        legal_basis=offer.legal_basis,
        source=offer.origin.source or offer.origin.law,
    )


def _offer_state(wording: Wording, state: OfferState) -> str:
    match state:
        case OfferState.PROPOSED:
            return wording.say("proposed")
        case OfferState.LATER:
            return wording.say("later")
        case OfferState.MAYBE:
            return wording.say("possible, something is still to be clarified")
        case _:
            assert_never(state)


def _offer_kind(wording: Wording, kind: OfferKind) -> str:
    match kind:
        case OfferKind.LANGUAGE:
            return wording.say("Language", context="offer")
        case OfferKind.ADVICE:
            return wording.say("Advice", context="offer")
        case OfferKind.SUPPORT:
            return wording.say("Support", context="offer")
        case OfferKind.SCHOOL:
            return wording.say("School", context="offer")
        case OfferKind.ORIENTATION:
            return wording.say("Orientation", context="offer")
        case OfferKind.SKILLS:
            return wording.say("Skills", context="offer")
        case OfferKind.WORK:
            return wording.say("Work", context="offer")
        case OfferKind.PLACEMENT:
            return wording.say("Placement", context="offer")
        case _:
            assert_never(kind)


def admission_words(wording: Wording, admission: Truth) -> tuple[str, str]:
    """What the rules say of the admission, and the code for it."""
    match admission:
        case Truth.TRUE:
            return wording.say("proposed: yes"), "yes"
        case Truth.FALSE:
            return wording.say("proposed: no"), "no"
        case Truth.OPEN:
            return wording.say("open"), "open"
        case _:
            assert_never(admission)


def market_words(wording: Wording, code: str) -> str:
    match code:
        case "yes":
            return wording.say("yes")
        case "no":
            return wording.say("not yet")
        case _:
            return wording.say("to be checked")


def panel_words(wording: Wording, line: PanelLine) -> tuple[str, str]:
    """What a letter of Art. 24 means, and what the panel says of it."""
    is_yes = line.state is PanelState.YES
    return _letter(wording, line.letter), wording.say("indication") if is_yes else wording.say("please assess")


def _letter(wording: Wording, letter: str) -> str:
    match letter.strip("()"):
        case "a":
            return wording.say("Minors")
        case "b":
            return wording.say("Unaccompanied minors")
        case "c":
            return wording.say("People with disabilities")
        case "d":
            return wording.say("Elderly people")
        case "e":
            return wording.say("Pregnant women")
        case "f":
            return wording.say("LGBTI people")
        case "g":
            return wording.say("Single parents with minor children")
        case "h":
            return wording.say("Victims of trafficking in human beings")
        case "i":
            return wording.say("People with serious illnesses")
        case "j":
            return wording.say("People with mental disorders")
        case "k":
            return wording.say("Victims of torture, rape or other serious violence")
        case _:
            return letter

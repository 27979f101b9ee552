"""The chain of steps, drawn in plain characters: for the screen and for text output, readable without colour.

Each step has its state in brackets; below it a line for each measure and offer, with a letter at every step that it
joins. All lines are at most `cells` wide.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from intake.interview.truth import Truth
from intake.pathways.assess import OfferLine, OfferState
from intake.pathways.chain import Chain, ChainStep, Measure, Progress, Standing, links
from intake.pathways.profile_rows import Text
from intake.ui.wording import COVERED

Say = Callable[..., str]

_STANDINGS: Mapping[Standing, str] = {Standing.OPEN: "[ ]", Standing.RUNNING: "[>]", Standing.DONE: "[x]"}
_PROGRESS: Mapping[Progress, str] = {
    Progress.RUNNING: ">",
    Progress.PLANNED: "p",
    Progress.ENDED: "x",
    Progress.STOPPED: "/",
    Progress.UNKNOWN: "?",
}
_OFFERS: Mapping[OfferState, str] = {OfferState.PROPOSED: "o", OfferState.LATER: "l", OfferState.MAYBE: "?"}
_PITCHES = ((100, 7), (70, 5), (0, 4))
"""From which width on how many cells a step takes."""
_SHORTEST_LABEL = 20


@dataclass(frozen=True, slots=True)
class ChainWords:
    """The language of the drawing: `say` translates, `language` picks the texts of profiles (`de` or `en`).

    `unseen` are the ids of offers whose state is not to be seen now.
    """

    say: Say
    language: str
    unseen: frozenset[str] = frozenset()

    def mark(self, link: Measure | OfferLine) -> str:
        """The letter of a measure or an offer."""
        if isinstance(link, Measure):
            return _PROGRESS[link.progress]
        return "?" if link.offer.id in self.unseen else _OFFERS[link.state]

    def text(self, text: Text) -> str:
        return text.de if self.language == "de" else text.en

    def standing(self, standing: Standing) -> str:
        say = self.say
        return {Standing.OPEN: say("open"), Standing.RUNNING: say("running"), Standing.DONE: say("done")}[standing]

    def state(self, link: Measure | OfferLine) -> str:
        say = self.say
        if isinstance(link, OfferLine):
            if link.offer.id in self.unseen:
                return say(COVERED)
            return {
                OfferState.PROPOSED: say("proposed"),
                OfferState.LATER: say("later"),
                OfferState.MAYBE: say("perhaps"),
            }[link.state]
        return {
            Progress.RUNNING: say("running"),
            Progress.PLANNED: say("planned"),
            Progress.ENDED: say("ended"),
            Progress.STOPPED: say("broken off"),
            Progress.UNKNOWN: say("state not known"),
        }[link.progress]

    def need(self, need: Truth | None) -> str:
        """What the rules of the chain say of a step; empty where none speaks of it."""
        say = self.say
        if need is None:
            return ""
        return {
            Truth.TRUE: say("called for"),
            Truth.FALSE: say("not called for now"),
            Truth.OPEN: say("to be clarified"),
        }[need]

    def circle(self, code: str | None) -> str:
        say = self.say
        words = {
            "with_parents": say("with the parents"),
            "asylblg_sgb3": say("AsylbLG and SGB III"),
            "sgb2": say("SGB II"),
            "sgb2_soon": say("SGB II soon"),
            "sgb12": say("SGB XII"),
            "check": say("to be checked"),
            "none_or_limited": say("none or limited"),
        }
        return say("open") if code is None else words.get(code, code)

    def law(self, link: Measure | OfferLine) -> str:
        """Who pays: the legal basis of the offer, and the funder of a measure."""
        offer = link.offer
        basis = offer.legal_basis if offer else ""
        german, _, english = basis.partition(" | ")
        basis = english if english and self.language != "de" else german
        funder = link.funder if isinstance(link, Measure) else ""
        return ", ".join(dict.fromkeys(filter(None, (basis, funder))))

    def name(self, link: Measure | OfferLine) -> str:
        own = link.text if isinstance(link, Measure) else ""
        return own or (self.text(link.offer.name) if link.offer else self.say("a measure without a name"))


def chain_drawing(chain: Chain, words: ChainWords, cells: int) -> Iterator[str]:
    """The picture, with its legend and the circles that pay."""
    say = words.say
    pitch = next(pitch for least, pitch in _PITCHES if cells >= least)
    yield from textwrap.wrap(say("Legal circle now: {circle}", circle=words.circle(chain.circle)), cells)
    if chain.circles:
        yield from textwrap.wrap(
            say("What is in the chain is paid under: {laws}", laws=", ".join(chain.circles)), cells
        )
    yield ""
    yield ("-" * (pitch - 3)).join(f" {step.id} " for step in chain.steps).rstrip()
    yield (" " * (pitch - 3)).join(_STANDINGS[step.standing] for step in chain.steps)
    numbers = [step.id for step in chain.steps]
    room = pitch * len(numbers)
    for link in links(chain):
        yield from _beside(_bar(link, numbers, pitch, words), _label(link, numbers, words), room, cells)
    for step in chain.alongside:
        text = f"{step.id} {words.text(step.name)}"
        lane = "." if step.standing is Standing.OPEN else "="
        yield from _beside(f"{_STANDINGS[step.standing]}{lane * (room - pitch)}", text, room, cells)
    yield ""
    legend = say(
        "Steps: [x] done, [>] running, [ ] open. Measures: > running, p planned, x ended, / broken off, ? not known."
    )
    yield from textwrap.wrap(legend, cells)
    yield from textwrap.wrap(
        say("Offers: o proposed, l later, ? perhaps. A line joins all steps with a letter."), cells
    )


def step_lines(step: ChainStep, words: ChainWords, cells: int) -> Iterator[str]:
    """One step in words: its state, whether it is called for, and all that lies on it with who pays."""
    say = words.say
    need = words.need(step.need)
    state = words.standing(step.standing)
    text = say(
        "{id} {name}: {state}", id=step.id, name=words.text(step.name), state=f"{state}, {need}" if need else state
    )
    yield from textwrap.wrap(f"{_STANDINGS[step.standing]} {text}", cells, subsequent_indent="      ")
    if step.reason is not None and step.need is Truth.TRUE:
        yield from _inside(words.text(step.reason), cells)
    taken = {measure.offer.id for measure in step.measures if measure.offer and measure.is_active}
    offers = (line for line in step.offers if line.offer.id not in taken)
    on_it: tuple[Measure | OfferLine, ...] = (*step.measures, *offers)
    for link in on_it:
        yield from _inside(f"- {link_text(link, words)}", cells)


def link_text(link: Measure | OfferLine, words: ChainWords) -> str:
    """A measure or an offer in words: its state, the law that pays, and whether it is to be paid on."""
    say = words.say
    name, state, law = words.name(link), words.state(link), words.law(link)
    text = say("{name}: {state}; {law}", name=name, state=state, law=law) if law else f"{name}: {state}"
    if isinstance(link, Measure) and link.keep_funding:
        return say("{measure}; ends after the change of circle: keep funding", measure=text)
    return text


def _bar(link: Measure | OfferLine, numbers: list[str], pitch: int, words: ChainWords) -> str:
    """A letter at each step, and a line between them."""
    mark = words.mark(link)
    steps = link.offer.steps if link.offer else ()
    places = sorted(numbers.index(id_) * pitch + 1 for id_ in steps if id_ in numbers)
    row = [" "] * (pitch * len(numbers))
    for place in range(places[0], places[-1]) if places else ():
        row[place] = "-"
    for place in places:
        row[place] = mark
    return "".join(row)


def _label(link: Measure | OfferLine, numbers: list[str], words: ChainWords) -> str:
    """The name, the steps that run beside the nine, and the law."""
    steps = link.offer.steps if link.offer else ()
    beside = [id_ for id_ in steps if id_ not in numbers]
    is_beside_only = len(beside) == len(steps)
    parts = [
        f"[{words.mark(link)}]" if is_beside_only else "",
        words.name(link),
        f"+{','.join(beside)}" if beside else "",
    ]
    law = words.law(link)
    return " ".join(filter(None, (*parts, f"({law})" if law else "")))


def _beside(drawn: str, label: str, room: int, cells: int) -> Iterator[str]:
    """The label to the right of the drawing, or below it where there is too little space."""
    space = cells - room - 1
    if space < _SHORTEST_LABEL:
        if drawn.strip():
            yield drawn.rstrip()
        yield from textwrap.wrap(label, cells - 4, initial_indent="    ", subsequent_indent="    ")
        return
    for number, part in enumerate(textwrap.wrap(label, space) or [""]):
        yield f"{(drawn if number == 0 else '').ljust(room)} {part}".rstrip()


def _inside(text: str, cells: int) -> list[str]:
    return textwrap.wrap(text, cells, initial_indent="      ", subsequent_indent="        ")

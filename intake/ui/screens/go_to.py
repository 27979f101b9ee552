"""Going to a section or a question; a key in the list shows only what still decides, in the order in which it does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual import events
from textual.app import ComposeResult
from textual.widgets import Static

from intake.interview.session import Interview
from intake.pathways.assess import Assessment
from intake.pathways.deciding import Deciding
from intake.ui.deciding_order import deciding_later, deciding_now, what_it_decides
from intake.ui.keys import ACTIONS, key_name
from intake.ui.screens.dialog import Chooser, Item
from intake.ui.screens.places import places
from intake.ui.widgets.line_input import LineInput
from intake.ui.wording import CaseWording

DECIDING = "deciding:"
ALL_AGAIN = "order:all"
NEXT_STEPS = "order:next-steps"
SWITCH = "tab"


class GoTo(Chooser):
    """All sections and questions, or only what still decides. Going back gives ''."""

    SWITCHING = frozenset({SWITCH, *ACTIONS["go-to"].keys.split(",")})

    def __init__(self, everything: Sequence[Item], deciding: Sequence[Item], wording: CaseWording) -> None:
        say = wording.say
        self._lists = (everything, deciding)
        self._titles = (say("Go to"), say("Only what still decides"))
        key = key_name(SWITCH)
        self._hints = (
            say("{key}: only what still decides, question by question", key=key),
            say("{key}: all sections and questions", key=key),
        )
        self._is_deciding = False
        super().__init__(self._titles[0], everything, placeholder=say("Section or question"))

    def below(self) -> ComposeResult:
        yield Static(self._hints[0], id="switch", markup=False)

    def on_key(self, event: events.Key) -> None:
        if event.key in self.SWITCHING:
            event.stop()
            event.prevent_default()
            self._switch()

    def _switch(self) -> None:
        self._is_deciding = not self._is_deciding
        self._items = self._lists[self._is_deciding]
        self.query_one(".box-title", Static).update(self._titles[self._is_deciding])
        self.query_one("#switch", Static).update(self._hints[self._is_deciding])
        self._fill(self.query_one(LineInput).value)


def all_places(talk: Interview, wording: CaseWording, *, is_in_order: bool) -> list[Item]:
    """Every section and question; first the way out, where only what decides is asked now."""
    out = [Item(ALL_AGAIN, wording.say("Ask all questions again, from here on"))] if is_in_order else []
    return [*out, *places(talk, wording)]


def deciding_places(talk: Interview, assessment: Assessment, wording: CaseWording) -> list[Item]:
    """What still decides, in its order, then what waits; where nothing does, the way to the next steps."""
    return [*_deciding(talk, assessment, wording)] or [
        Item(NEXT_STEPS, wording.say("Nothing that is open decides any more: to the next steps"))
    ]


def _deciding(talk: Interview, assessment: Assessment, wording: CaseWording) -> Iterator[Item]:
    questionnaire = talk.logic.questionnaire

    def item(each: Deciding, more: str) -> Item:
        question = questionnaire[each.question]
        return Item(f"{DECIDING}{each.question}", wording.label(question), more, wording.question(question).staff)

    for each in deciding_now(talk, assessment):
        yield item(each, what_it_decides(each, wording))
    for each in deciding_later(talk, assessment):
        reason = talk.facts.later_reason(each.question)
        say = wording.say
        yield item(each, say("ask later: {reason}", reason=say(reason)) if reason else say("ask later"))

"""The chain of steps across legal circles: which is open, running or done, and what lies on it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from intake.interview.reasons import Reason
from intake.languages.dates import day as shown_day
from intake.languages.direction import shown
from intake.pathways.chain import Chain, ChainStep, chain, chain_rules, offers_by_id
from intake.ui.casework import CaseWork
from intake.ui.chain_drawing import ChainWords, chain_drawing, link_text, step_lines
from intake.ui.cover import offers_with_unseen_state
from intake.ui.navigation import Navigation
from intake.ui.screens.case_screen import CaseScreen
from intake.ui.screens.line import still_to_ask
from intake.ui.widgets.footer import KeyFooter
from intake.ui.widgets.lines import Notice, Title

MARGIN = 4
"""Cells that the border, the padding and the bar for scrolling take."""


class ChainScreen(CaseScreen):
    """The drawing, then each step in words with the answers behind it."""

    SEEN_AS: ClassVar[str] = "chain"
    BINDINGS: ClassVar[list[BindingType]] = []
    KEYS: ClassVar[tuple[str, ...]] = ("go-back", "next-steps", "help")

    def __init__(self, work: CaseWork, nav: Navigation) -> None:
        super().__init__(work, nav)
        content = nav.desk.content
        assessment = work.assessment
        rules = chain_rules(content.sites, assessment.site.id)
        self._chain: Chain = chain(assessment, rules, offers_by_id(content.sites))

    def compose(self) -> ComposeResult:
        say = self.wording.say
        yield Title(say("Chain of steps · {code}", code=self.work.code or say("not stored")), self.saved_text())
        yield Notice()
        with VerticalScroll(classes="chain"):
            yield Static(markup=False)
        yield KeyFooter(self.wording, self.KEYS)

    def on_mount(self) -> None:
        say, assessment = self.wording.say, self.work.assessment
        self.query_one(VerticalScroll).focus()
        law = shown_day(assessment.law.date, self.wording.staff)
        self.query_one(Notice).say(say("Proposal – staff decide. Law set of {law}.", law=law))

    def on_resize(self, event: events.Resize) -> None:
        lines = self._lines(max(40, event.size.width - MARGIN))
        text = "\n".join(shown(line) for line in lines)
        self.query_one(Static).update(Content(text))

    def _lines(self, cells: int) -> Iterator[str]:
        say, found = self.wording.say, self._chain
        unseen = offers_with_unseen_state(self.work.assessment, self.wording.cover)
        words = ChainWords(say, self.wording.staff, unseen)
        yield from chain_drawing(found, words, cells)
        yield ""
        for step in (*found.steps, *found.alongside):
            yield from step_lines(step, words, cells)
            yield from (f"      {text}" for text in self._why(step))
        if found.unplaced:
            yield ""
            yield say("Measures that lie on no step, as they name no offer:")
            yield from (f"      - {link_text(measure, words)}" for measure in found.unplaced)

    def _why(self, step: ChainStep) -> Iterator[str]:
        """What is still to be asked, and the answers by which the step is called for or not."""
        wanted = still_to_ask(step.open, self.work, self.wording)
        if wanted:
            yield wanted
        if step.because:
            answers = " · ".join(self._answer(reason) for reason in step.because)
            yield self.wording.say("because of: {answers}", answers=answers)

    def _answer(self, reason: Reason) -> str:
        interview = self.work.interview
        question = interview.logic.questionnaire[reason.question]
        if question.private and interview.facts.lacks_privacy:
            return self.wording.say("(not shown: somebody could listen)")
        answer = self.wording.answer(question, interview.answers[reason.question]).staff
        return f"{self.wording.label(question)}: {answer}"

    async def action_go_back(self) -> None:
        await self.nav.to_next_steps()

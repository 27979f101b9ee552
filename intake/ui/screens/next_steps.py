"""Next steps: what the site proposes, each line with its reason. Staff decide."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from intake.errors import IntakeError
from intake.languages.dates import day as shown_day
from intake.store.ids import new_id
from intake.store.records import Decision, DecisionKind
from intake.ui.casework import CaseWork
from intake.ui.keys import bindings
from intake.ui.navigation import Navigation
from intake.ui.screens.case_screen import CaseScreen
from intake.ui.screens.dialog import Reader
from intake.ui.screens.hidden_lines import hidden_lines
from intake.ui.screens.line_reasons import line_reasons
from intake.ui.screens.proposal_lines import Line, proposal_lines
from intake.ui.screens.typing import Typing
from intake.ui.waits import answer_of
from intake.ui.widgets.footer import KeyFooter
from intake.ui.widgets.hanging import hanging
from intake.ui.widgets.lines import Notice, Title

MIN_REASON = 10


class NextStepsScreen(CaseScreen):
    """The proposal: pre-rules, results, offers, open points, deadlines."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("accept", "override", "new", "why-not")
    KEYS: ClassVar[tuple[str, ...]] = ("confirm", "accept", "override", "why-not", "go-back", "handover", "help")

    def __init__(self, work: CaseWork, nav: Navigation) -> None:
        super().__init__(work, nav)
        self._lines: list[Line] = []

    def compose(self) -> ComposeResult:
        say = self.wording.say
        yield Title(say("Next steps · {code}", code=self.work.code or say("not stored")), self.saved_text())
        yield Notice()
        yield OptionList(classes="lines")
        yield KeyFooter(self.wording, self.KEYS)

    async def on_mount(self) -> None:
        self.query_one(OptionList).focus()
        await self._fill()

    async def _fill(self, at: int = 0) -> None:
        say, assessment = self.wording.say, self.work.assessment
        self.query_one(Notice).say(
            say(
                "Proposal – staff decide. {site}, law set of {law}, day {day}.",
                site=assessment.site.name.de,
                law=shown_day(assessment.law.date, self.wording.staff),
                day=shown_day(assessment.on, self.wording.staff),
            )
        )
        decisions = await self.work.decisions()
        decided = {(found.line_kind, found.line): found for found in decisions}
        self._lines = list(proposal_lines(self.work, self.wording))
        for own in (found for found in decisions if found.decision is DecisionKind.OWN_LINE):
            self._lines.append(Line("", "own", own.text, (say("added by staff: {reason}", reason=own.reason),)))
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options(
            [
                Option(self._content(line, decided.get((line.kind, line.id))), disabled=not line.kind)
                for line in self._lines
            ]
        )
        usable = [index for index, line in enumerate(self._lines) if line.kind]
        if usable:
            options.highlighted = at if at in usable else usable[0]

    def _content(self, line: Line, decision: Decision | None) -> Content:
        say = self.wording.say
        if not line.kind:
            return Content.styled(line.head, "bold $primary")
        marks = {DecisionKind.ACCEPTED: "✓", DecisionKind.OVERRIDDEN: "✗"}
        mark = marks.get(decision.decision, " ") if decision else " "
        details = [(detail, "") for detail in line.details]
        if decision and decision.decision is DecisionKind.OVERRIDDEN:
            details.append((say("set aside by staff: {reason}", reason=decision.reason), "italic"))
        return hanging(line.head, details, self.size.width - 4, mark=mark)

    async def on_resize(self) -> None:
        if self._lines:
            await self._fill(self.query_one(OptionList).highlighted or 0)

    # Keys

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        line = self._lines[event.option_index]
        self.app.push_screen(Reader(line.head, line_reasons(line, self.work, self.wording)))

    @property
    def _here(self) -> Line | None:
        at = self.query_one(OptionList).highlighted
        return self._lines[at] if at is not None else None

    def action_confirm(self) -> None:
        self.query_one(OptionList).action_select()

    async def action_accept(self) -> None:
        await self._decide(DecisionKind.ACCEPTED, "")

    def action_why_not(self) -> None:
        """Everything of the site that does not stand here, and why."""
        self.app.push_screen(Reader(self.wording.say("Why not?"), hidden_lines(self.work, self.wording)))

    def action_override(self) -> None:
        self.run_worker(self._override(), exclusive=True, group="decide")

    async def _override(self) -> None:
        line, say = self._here, self.wording.say
        if line is None or not line.id:
            return
        reason = await answer_of(
            self.app, Typing(say("Why is this line set aside?"), line.head, self.wording, least=MIN_REASON)
        )
        if reason:
            with self.nav.app.type_ahead.held():
                await self._decide(DecisionKind.OVERRIDDEN, reason)

    def action_new(self) -> None:
        self.run_worker(self._own_line(), exclusive=True, group="decide")

    async def _own_line(self) -> None:
        say = self.wording.say
        text = await answer_of(self.app, Typing(say("A line of your own"), "", self.wording, least=3))
        if not text:
            return
        reason = await answer_of(self.app, Typing(say("Why?"), text, self.wording, least=MIN_REASON))
        if reason:
            with self.nav.app.type_ahead.held():
                await self._decide(DecisionKind.OWN_LINE, reason, text)

    async def _decide(self, kind: DecisionKind, reason: str, text: str = "") -> None:
        line, say = self._here, self.wording.say
        if not self.work.is_stored:
            self.query_one(Notice).say(say("The case is in memory only. Explain data protection first."), "problem")
            return
        if kind is not DecisionKind.OWN_LINE and (line is None or not line.id):
            return
        line_kind, line_id = ("own", "") if line is None or kind is DecisionKind.OWN_LINE else (line.kind, line.id)
        at = self.work.now()
        actor = self.nav.desk.staff.id
        try:
            await self.work.decide(
                Decision(new_id(at), self.work.new.id, line_kind, line_id, kind, reason, text, actor, at)
            )
        except IntakeError as error:
            self.query_one(Notice).say(self.nav.app.describe(error), "problem")
            return
        await self._fill(self.query_one(OptionList).highlighted or 0)

    def on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            event.stop()
            self.action_confirm()

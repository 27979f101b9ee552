"""Next steps: what the site proposes, each line with its reason. Staff decide."""

from __future__ import annotations

from collections.abc import Awaitable
from contextlib import suppress
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from intake.errors import IntakeError
from intake.languages.dates import day as shown_day
from intake.store.kept.decisions import DERIVED, Decision, DecisionKind
from intake.ui.casework import CaseWork
from intake.ui.decisions import NOTHING_DECIDED, OWN, standing_decisions
from intake.ui.keys import bindings, first_key
from intake.ui.looking_back import look_back
from intake.ui.navigation import Navigation
from intake.ui.screens.case_screen import CaseScreen
from intake.ui.screens.closing import close_or_open
from intake.ui.screens.decide import Decider
from intake.ui.screens.dialog import Reader
from intake.ui.screens.hidden_lines import hidden_lines
from intake.ui.screens.line import Line
from intake.ui.screens.line_reasons import decision_texts, is_reason_covered, line_reasons
from intake.ui.screens.proposal_lines import proposal_lines
from intake.ui.screens.uncover import uncover
from intake.ui.widgets.footer import KeyFooter
from intake.ui.widgets.hanging import hanging
from intake.ui.widgets.lines import Notice, Title

_MARKS = {DecisionKind.ACCEPTED: "✓", DecisionKind.OVERRIDDEN: "✗", DecisionKind.CHANGED: "≠"}


class NextStepsScreen(CaseScreen):
    """The proposal: pre-rules, results, offers, open points, deadlines."""

    SEEN_AS: ClassVar[str] = "next_steps"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "accept", "override", "change", "take-back", "new", "why-not", "compare", "chain", "family", "uncover",
        "close-case",
    )  # fmt: skip
    KEYS: ClassVar[tuple[str, ...]] = (
        "confirm", "accept", "override", "change", "take-back", "why-not", "compare", "chain", "family",
        "close-case", "go-back", "handover", "uncover", "help",
    )  # fmt: skip

    def __init__(self, work: CaseWork, nav: Navigation) -> None:
        super().__init__(work, nav)
        self._lines: list[Line] = []
        self._decided = NOTHING_DECIDED
        self._decider = Decider(work, nav)

    async def show_again(self) -> None:
        await self.nav.to_next_steps()

    def compose(self) -> ComposeResult:
        say = self.wording.say
        yield Title(say("Next steps · {code}", code=self.work.code or say("not stored")), self.saved_text())
        yield Notice()
        yield OptionList(classes="lines")
        yield KeyFooter(self.wording, self.KEYS)

    async def on_mount(self) -> None:
        self.query_one(OptionList).focus()
        with suppress(IntakeError):  # a store that cannot be read is told by the next save
            await self.work.look_for_news()
        with self.told():
            await self._fill()

    async def _fill(self) -> None:
        """Show all lines as they stand, with the cursor on the line where it was."""
        decisions = await self.work.decisions()
        decided = standing_decisions(decisions)
        await look_back(self.nav.desk, self.work)
        if not self.is_attached:
            return
        here, self._decided = self._here, decided
        self.query_one(Title).right = self.saved_text()
        self._decider.latest = max((each.at for each in decisions), default=None)
        self._lines = list(proposal_lines(self.work, self.wording, decided))
        self._say_what_it_is()
        self._draw()
        usable = [index for index, line in enumerate(self._lines) if line.kind]
        again = [index for index in usable if here and _key(self._lines[index]) == _key(here)]
        if usable:
            self.query_one(OptionList).highlighted = (again or usable)[0]

    def _say_what_it_is(self) -> None:
        if disputed := self.work.disputes.questions:
            questionnaire = self.work.interview.logic.questionnaire
            self.query_one(Notice).say(
                self.wording.say(
                    "Two statements, to be settled in Review: {questions}. The proposal goes by the later ones.",
                    questions=", ".join(self.wording.label(questionnaire[id_]) for id_ in disputed),
                ),
                "warning",
            )
            return
        assessment, staff = self.work.assessment, self.wording.staff
        self.query_one(Notice).say(
            self.wording.say(
                "Proposal – staff decide. {site}, law set of {law}, day {day}.",
                site=assessment.site.name.de,
                law=shown_day(assessment.law.date, staff),
                day=shown_day(assessment.on, staff),
            )
        )

    def _draw(self) -> None:
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options([Option(self._content(line), disabled=not line.kind) for line in self._lines])

    def _content(self, line: Line) -> Content:
        if not line.kind:
            return Content.styled(line.head, "bold $primary")
        decision = self._about(line)
        details = [(detail, "") for detail in line.details]
        if decision and line.kind != OWN:
            is_covered = is_reason_covered(line, self.work, self.wording)
            details += [(text, "italic") for text in decision_texts(decision, self.wording, is_covered=is_covered)]
        mark = _MARKS.get(decision.decision, " ") if decision else " "
        return hanging(line.head, details, self.size.width - 4, mark=mark)

    def _about(self, line: Line) -> Decision | None:
        """What holds about a line; of a line of staff's own its last words."""
        if line.kind == OWN:
            return next((own.last for own in self._decided.own if own.id == line.id), None)
        return self._decided.about(line.kind, line.id) if line.id else None

    def on_resize(self) -> None:
        options = self.query_one(OptionList)
        at = options.highlighted
        if self._lines:
            self._draw()
            options.highlighted = at

    # Reading

    @property
    def _here(self) -> Line | None:
        at = self.query_one(OptionList).highlighted
        return self._lines[at] if at is not None and at < len(self._lines) else None

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        line = self._lines[event.option_index]
        self.app.push_screen(Reader(line.head, line_reasons(line, self.work, self.wording, self._about(line))))

    def action_confirm(self) -> None:
        self.query_one(OptionList).action_select()

    def on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            event.stop()
            self.action_confirm()

    def action_uncover(self) -> None:
        self.run_worker(self._see_covered(), exclusive=True, group="cover")

    async def _see_covered(self) -> None:
        if await uncover(self.nav, self.work):
            await self._fill()

    def action_why_not(self) -> None:
        """Everything of the site that does not stand here, and why."""
        self.app.push_screen(Reader(self.wording.say("Why not?"), hidden_lines(self.work, self.wording)))

    async def action_compare(self) -> None:
        await self.nav.to_compare()

    async def action_chain(self) -> None:
        await self.nav.to_chain()

    def action_close_case(self) -> None:
        self.run_worker(self._close_or_open(), exclusive=True, group="close")

    async def _close_or_open(self) -> None:
        said, kind, is_done = await close_or_open(self.nav, self.work)
        if is_done and self.work.is_closed:
            await self.action_to_desk()
        elif said:
            self._say(said, kind)

    # Deciding

    async def action_accept(self) -> None:
        line = self._decidable()
        if line is None or self._refuses(line):
            return
        await self._keep(self._decider.accepted(line))

    def action_override(self) -> None:
        """Another value stands in the place of one that staff do not agree with."""
        line = self._decidable()
        if line is not None and line.kind == DERIVED:
            self._ask(self._decider.changed(line))
        elif line is not None and not self._refuses(line):
            self._ask(self._decider.set_aside(line))

    def action_change(self) -> None:
        line = self._decidable()
        if line is not None:
            self._ask(self._decider.changed(line))

    async def action_take_back(self) -> None:
        line = self._decidable()
        if line is None:
            return
        if self._about(line) is None:
            self._say(self.wording.say("Nothing was decided about this line."))
            return
        await self._keep(self._decider.taken_back(line))

    def action_new(self) -> None:
        if self._is_stored():
            self._ask(self._decider.own_line())

    def _decidable(self) -> Line | None:
        """The line under the cursor, where something can be decided about it now."""
        line = self._here
        if line is None or not self._is_stored():
            return None
        if not line.id:
            self._say(self.wording.say("Nothing is decided about this line."))
        return line if line.id else None

    def _is_stored(self) -> bool:
        if not self.work.is_stored:
            self._say(self.wording.say("The case is in memory only. Explain data protection first."), "problem")
        return self.work.is_stored

    def _refuses(self, line: Line) -> bool:
        """A line of staff's own, or a value that they decided, is not accepted or set aside as well."""
        say, back, change = self.wording.say, first_key("take-back"), first_key("change")
        if line.kind == OWN:
            self._say(say("This line is a decision of staff: {key} takes it back.", key=back))
            return True
        decision = self._about(line)
        if line.kind == DERIVED and decision and decision.decision is DecisionKind.CHANGED:
            self._say(say("Staff decided this value: {key} takes that back, {change} chooses another.",
                          key=back, change=change))  # fmt: skip
            return True
        return False

    def _say(self, text: str, kind: str = "warning") -> None:
        self.query_one(Notice).say(text, kind)

    def _ask(self, asking: Awaitable[Decision | None]) -> None:
        self.run_worker(self._kept(asking), exclusive=True, group="decide")

    async def _kept(self, asking: Awaitable[Decision | None]) -> None:
        decision = await asking
        if decision is not None:
            with self.nav.app.type_ahead.held():
                await self._keep(decision)

    async def _keep(self, decision: Decision) -> None:
        try:
            await self.work.decide(decision)
        except IntakeError as error:  # it is kept, and written by the next try
            await self._fill_if_readable()
            self._say(self.nav.app.describe(error), "problem")
            return
        await self._fill()

    def show_saved(self) -> None:
        """What is written now may be about a value of the proposal."""
        super().show_saved()
        self.run_worker(self._fill_if_readable(), exclusive=True, group="fill")

    async def _fill_if_readable(self) -> None:
        with suppress(IntakeError):  # what failed is told, and a store that cannot be read fails again
            await self._fill()


def _key(line: Line) -> tuple[str, str, str]:
    """What makes a line the same after something was decided: its id, or its words where it has none."""
    return (line.kind, line.id, "" if line.id else line.head)

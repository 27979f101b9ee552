"""Next steps: what the site proposes, each line with its reason. Staff decide."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from intake.errors import IntakeError
from intake.interview.reasons import Reason
from intake.interview.truth import Truth
from intake.languages.dates import day as shown_day
from intake.pathways.assess import OfferState, PreruleLine
from intake.pathways.due import DeadlineLine, DueState
from intake.pathways.present import OfferChoice, present
from intake.pathways.sites import Origin, Station, Text
from intake.store.ids import new_id
from intake.store.records import Decision, DecisionKind
from intake.ui.casework import CaseWork
from intake.ui.keys import bindings
from intake.ui.navigation import Navigation
from intake.ui.screens.case_screen import CaseScreen
from intake.ui.screens.dialog import Reader
from intake.ui.screens.hidden_lines import hidden_lines
from intake.ui.screens.typing import Typing
from intake.ui.waits import answer_of
from intake.ui.widgets.footer import KeyFooter
from intake.ui.widgets.hanging import hanging
from intake.ui.widgets.lines import Notice, Title

MIN_REASON = 10


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the proposal as it is shown. `id` is empty for headings and for lines nobody decides about."""

    id: str
    kind: str
    head: str
    details: tuple[str, ...] = ()
    because: tuple[Reason, ...] = ()
    origin: Origin = field(default_factory=Origin)


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
        self._lines = list(self._all_lines())
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

    # Lines

    def _all_lines(self) -> Iterator[Line]:
        say, shown = self.wording.say, present(self.work.assessment)
        if shown.prerules:
            yield Line("", "", say("Before all else"))
        yield from map(self._prerule_line, shown.prerules)
        if shown.results:
            yield Line("", "", say("Result"))
        for result in shown.results:
            head = f"{self._kind(result.rule.kind.value)} · {result.rule.id}"
            if result.rule.step:
                step = self.work.assessment.site.common.steps.get(result.rule.step)
                head = say("Step {step}: {name}", step=result.rule.step, name=self._in(step) if step else "")
            details = (self._in(result.rule.reason), *self._ways(result.stations))
            yield Line(result.rule.id, "rule", head, details, result.because, result.rule.origin)
        yield from self._offer_lines(shown.offers)
        if shown.open:
            yield Line("", "", say("To be clarified"))
        for open_line in shown.open:
            wanted = say("The responsible office has to decide.")
            if not open_line.is_left_to_office:
                wanted = self._questions((*open_line.open.missing, *open_line.open.blocked))
            yield Line(
                open_line.rule.id, "open", self._in(open_line.rule.reason), (wanted,), origin=open_line.rule.origin
            )
        if shown.deadlines:
            yield Line("", "", say("Deadlines"))
        for deadline in shown.deadlines:
            yield Line(
                deadline.deadline.id, "deadline", self._date(deadline), (self._in(deadline.deadline.name),),
                origin=deadline.deadline.origin,
            )  # fmt: skip

    def _prerule_line(self, prerule: PreruleLine) -> Line:
        say, rule = self.wording.say, prerule.rule
        if rule.is_private and self.work.interview.facts.lacks_privacy:
            return Line("", "prerule", say("For a talk in private"), (say("(not shown: somebody could listen)"),))
        if prerule.state is Truth.OPEN:
            head = say("Perhaps: {line}", line=self._in(rule.name))
            return Line(rule.id, "prerule", head, (self._questions(prerule.open.missing),), origin=rule.origin)
        details = (self._in(rule.reason), *self._ways(prerule.stations))
        return Line(rule.id, "prerule", self._in(rule.name), details, prerule.because, rule.origin)

    def _offer_lines(self, choices: tuple[OfferChoice, ...]) -> Iterator[Line]:
        say = self.wording.say
        if choices:
            yield Line("", "", say("Offers"))
        states = {
            OfferState.PROPOSED: say("proposed"),
            OfferState.LATER: say("later"),
            OfferState.MAYBE: say("perhaps"),
        }
        for choice in choices:
            for line in choice.lines:
                details = [
                    self._in(text) for key in ("for_whom", "provider", "duration") if (text := line.offer.note(key))
                ]
                if choice.is_alternative:
                    details.insert(0, say("one of {count} language offers to choose from", count=len(choice.lines)))
                if line.state is OfferState.MAYBE:
                    details.append(self._questions((*line.open.missing, *line.open.blocked)))
                if line.changed_by:
                    details.append(say("rests on {rules}", rules=", ".join(line.changed_by)))
                head = f"{self._in(line.offer.name)} · {states[line.state]}"
                yield Line(
                    line.offer.id, "offer", head, tuple(details), (*line.because, *line.inherited), line.offer.origin
                )

    def _in(self, text: Text) -> str:
        return text.de if self.wording.staff == "de" else text.en

    def _ways(self, stations: tuple[Station, ...]) -> tuple[str, ...]:
        say = self.wording.say
        lines: list[str] = []
        for station in stations:
            lines.append(f"→ {self._in(station.name)}")
            lines.append(say("  to bring: {things}", things=self._in(station.bring)))
        return tuple(lines)

    def _kind(self, kind: str) -> str:
        say = self.wording.say
        return {
            "ADMIT": say("Responsible here"),
            "REJECT": say("Another office is responsible"),
            "ROUTE": say("Referral"),
            "OPEN": say("Clarify"),
            "STEP": say("Step"),
        }[kind]

    def _date(self, line: DeadlineLine) -> str:
        say = self.wording.say
        if line.date is None:
            return say("date open")
        day = shown_day(line.date, self.wording.staff)
        day = say("about {day}", day=day) if line.approximate else day
        states = {
            DueState.DUE: day,
            DueState.PAST: say("{day}, overdue", day=day),
            DueState.OPEN: say("{day}, if it applies", day=day),
        }
        return states[line.state]

    def _questions(self, ids: tuple[str, ...]) -> str:
        questionnaire, wording = self.work.interview.logic.questionnaire, self.wording
        texts = [wording.label(questionnaire[id_]) for id_ in ids if id_ in questionnaire.by_id]
        return wording.say("still to ask: {questions}", questions=" · ".join(texts)) if texts else ""

    # Keys

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.app.push_screen(Reader(self._lines[event.option_index].head, self._why(self._lines[event.option_index])))

    def _why(self, line: Line) -> list[str]:
        """The reason of a line: its texts, the answers behind it, where the rule comes from."""
        say, wording = self.wording.say, self.wording
        questionnaire, answers = self.work.interview.logic.questionnaire, self.work.interview.answers
        lines = [*line.details, ""]
        if line.because:
            lines.append(say("Because of these answers:"))
            for reason in line.because:
                question = questionnaire[reason.question]
                answer = wording.answer(question, answers[reason.question]).staff or say("from the household")
                if question.private and self.work.interview.facts.lacks_privacy:
                    answer = say("(not shown: somebody could listen)")
                lines.append(f"  {wording.question(question).staff} {answer}")
        law = shown_day(self.work.assessment.law.date, wording.staff)
        for text in (
            say("Source: {source}", source=line.origin.source) if line.origin.source else "",
            say("Law: {law}", law=line.origin.law) if line.origin.law else "",
            say("Not in the source documents: {ours}", ours=line.origin.ours) if line.origin.ours else "",
            say("Law set of {law}", law=law),
            say("Proposal – staff decide."),
        ):
            if text:
                lines.append(text)
        return lines

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

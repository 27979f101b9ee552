"""Review: all answers with their states, what is missing and for whom, what is parked, and the check of the CV."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import zip_longest
from typing import ClassVar

from rich.cells import set_cell_size
from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from intake.errors import IntakeError
from intake.interview.facts import QuestionState
from intake.interview.questions import Question
from intake.interview.timeline import Timeline, Told, timeline
from intake.interview.values import PartialDate
from intake.languages.dates import partial_date
from intake.languages.direction import shown
from intake.store.kept.answers import TwoStatements
from intake.ui.allowed import allowed
from intake.ui.casework import CaseWork
from intake.ui.closing import Additions, additions_of
from intake.ui.keys import bindings
from intake.ui.navigation import Navigation
from intake.ui.screens.case_screen import CaseScreen
from intake.ui.screens.closing import close_or_open, closed_text
from intake.ui.screens.family import family_rows
from intake.ui.screens.settle import ANSWER, question_at, settle, told
from intake.ui.screens.uncover import uncover
from intake.ui.widgets.drawing import wrapped
from intake.ui.widgets.footer import KeyFooter
from intake.ui.widgets.lines import Notice, Title
from intake.ui.wording import COVERED

STATIONS = "cv_stations"
FAMILY = "family"
"""Where a line leads that is about another case of the family."""
DISPUTED = "two statements "
"""Where a line leads that is to be settled; its number follows."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line: a heading, or a question to go to."""

    text: str
    more: str = ""
    question: str = ""
    is_heading: bool = False


class ReviewScreen(CaseScreen):
    """Everything that was answered, and everything that was not. Enter goes to the question."""

    SEEN_AS: ClassVar[str] = "review"
    BINDINGS: ClassVar[list[BindingType]] = bindings("switch-run", "family", "uncover", "audit", "close-case")
    KEYS: ClassVar[tuple[str, ...]] = (
        "confirm",
        "go-back",
        "next-steps",
        "handover",
        "uncover",
        "family",
        "close-case",
        "audit",
        "help",
    )

    def __init__(self, work: CaseWork, nav: Navigation) -> None:
        super().__init__(work, nav)
        self._rows: list[Row] = []
        self._family: tuple[tuple[str, str], ...] = ()
        self._additions = Additions()

    async def show_again(self) -> None:
        await self.nav.to_review()

    def compose(self) -> ComposeResult:
        say = self.wording.say
        yield Title(say("Review · {code}", code=self.work.code or say("not stored")), self.saved_text())
        yield Notice()
        yield OptionList(classes="lines")
        yield KeyFooter(self.wording, allowed(self.nav.desk.staff, self.KEYS))

    async def on_mount(self) -> None:
        with suppress(IntakeError):  # a store that cannot be read is told by the next save
            await self.work.look_for_news()
        with self.told():
            self._family = await family_rows(self.nav.desk, self.work, self.wording)
            self._additions = await additions_of(self.nav.desk, self.work)
        if not self.is_attached:
            return
        self._show_all()
        options = self.query_one(OptionList)
        options.focus()
        first = next((at for at, row in enumerate(self._rows) if row.question), None)
        if first is not None:
            options.highlighted = first

    def _show_all(self) -> None:
        progress = self.work.interview.progress
        told = self.wording.say(
            "{done} of {total} screens done, about {minutes} minutes left.",
            done=progress.done,
            total=progress.total,
            minutes=progress.minutes_left,
        )
        self.query_one(Notice).say(closed_text(self.nav, self.work) or told)
        self._rows = list(self._all_rows())
        self._fill()

    def action_audit(self) -> None:
        from intake.ui.audit_room import told_of_case
        from intake.ui.screens.audit import AuditScreen  # for few people, and seldom

        if not self.work.is_stored:
            return
        title = self.wording.say("Who saw and changed what · {code}", code=self.work.code)
        self.app.push_screen(AuditScreen(self.nav, title, partial(told_of_case, self.nav.desk, self.work)))

    def action_close_case(self) -> None:
        self.run_worker(self._close_or_open(), exclusive=True, group="close")

    async def _close_or_open(self) -> None:
        said, kind, is_done = await close_or_open(self.nav, self.work)
        if is_done and self.work.is_closed:
            await self.action_to_desk()
            return
        if is_done:
            self._show_all()
        if said:
            self.query_one(Notice).say(said, kind)

    async def action_go_back(self) -> None:
        """Back to the interview; a closed one has no question to go back to."""
        if self.work.is_closed:
            await self.action_to_desk()
        else:
            await super().action_go_back()

    async def action_switch_run(self) -> None:
        await self.work.switch_run()
        self._show_all()

    def action_uncover(self) -> None:
        self.run_worker(self._see_covered(), exclusive=True, group="cover")

    async def _see_covered(self) -> None:
        if await uncover(self.nav, self.work):
            self._show_all()

    async def cover_again(self) -> None:
        self._show_all()

    def _fill(self) -> None:
        options, cells = self.query_one(OptionList), self.size.width - 4
        at = options.highlighted
        options.clear_options()
        options.add_options([Option(_content(row, cells), disabled=not row.question) for row in self._rows])
        options.highlighted = at

    def on_resize(self) -> None:
        if self._rows:
            self._fill()

    def _all_rows(self) -> Iterator[Row]:
        say, talk = self.wording.say, self.work.interview
        yield from self._disputed()
        yield from self._named(say("Required and not asked yet"), talk.required_left)
        yield from self._named(say("To be asked later"), talk.postponed)
        yield from self._named(say("Kept, but not counting now (parked)"), talk.parked)
        yield from self._recipients()
        if self._family:
            yield Row(say("Family"), is_heading=True)
            yield from (Row(text, more, FAMILY) for text, more in self._family)
        yield Row(say("Curriculum vitae"), is_heading=True)
        yield Row(self._timeline(), question=STATIONS)
        for section in talk.logic.questionnaire.sections:
            rows = [self._row(each) for each in talk.questions if each.section == section.code and self._is_shown(each)]
            if rows:
                yield Row(self.wording.text(f"section.{section.code}", section.text).staff, is_heading=True)
                yield from rows

    def _disputed(self) -> Iterator[Row]:
        """What two people answered differently, without having seen each other's answer."""
        found = self.work.disputes.found
        if found:
            yield Row(self.wording.say("Two statements, to be settled ({count})", count=len(found)), is_heading=True)
        for number, each in enumerate(found):
            name = self.wording.label(question_at(self.work, each.place))
            yield Row(name, told(self.work, self.wording, each), f"{DISPUTED}{number}")

    async def _settle(self, found: TwoStatements) -> None:
        chosen = await settle(self.nav, self.work, found)
        if chosen == ANSWER:
            with self.nav.app.type_ahead.held():
                await self.nav.to_interview(self.work.interview.step_for(found.place.question))
        elif self.is_attached:
            self._show_all()

    def _is_shown(self, question: Question) -> bool:
        return self.work.interview.facts.state(question.id) is not QuestionState.NOT_RELEVANT

    def _named(self, heading: str, ids: tuple[str, ...]) -> Iterator[Row]:
        if ids:
            yield Row(f"{heading} ({len(ids)})", is_heading=True)
            for id_ in ids:
                yield self._row(self.work.interview.logic.questionnaire[id_])

    def _recipients(self) -> Iterator[Row]:
        """For each recipient the proposal names: what it could use and nobody has asked yet."""
        from intake.ui.offices import unasked_for  # the handover, for the review only

        say, wording = self.wording.say, self.wording
        rows = []
        for code, ids in unasked_for(self.work):
            name = wording.recipient(code).staff
            if ids:
                first = wording.label(self.work.interview.logic.questionnaire[ids[0]])
                rows.append(
                    Row(name, say("{count} not asked, first: {question}", count=len(ids), question=first), ids[0])
                )
            else:
                rows.append(Row(name, say("nothing is missing"), "consents"))
        if rows:
            yield Row(say("Missing for each recipient"), is_heading=True)
            yield from rows

    def _row(self, question: Question) -> Row:
        facts, wording = self.work.interview.facts, self.wording
        answer = self.work.interview.answers[question.id]
        state = facts.state(question.id)
        if question.private and facts.lacks_privacy:
            more = wording.say("(not shown: somebody could listen)")
        elif self.work.cover.hides(question, answer):
            more = wording.say(COVERED)
        elif answer.value is not None:
            more = wording.value(question, answer.value).staff
            if state is QuestionState.PARKED:
                more = wording.say("parked: {answer}", answer=more)
        elif state is QuestionState.ASK_LATER:
            reason = facts.later_reason(question.id)
            more = (
                wording.say("ask later: {reason}", reason=wording.say(reason)) if reason else wording.say("ask later")
            )
        else:
            more = wording.state(answer).staff
        marks = ["?"] if answer.recheck else []
        marks += ["✎"] if answer.note else []
        if (added := self._additions.of_question(question.id)) is not None:
            day = partial_date(added.date, wording.staff)
            marks.append(wording.say("(addition of {day})", day=day))
        return Row(wording.label(question), " ".join([more, *marks]), question.id)

    def _timeline(self) -> str:
        """Does the CV begin before the entry to Germany? A gap is information, not an error."""
        say = self.wording.say
        answers = self.work.interview.answers
        birth, arrival = answers["birth_date"].value, answers["arrival_date"].value
        found = timeline(
            answers.entries(STATIONS) if STATIONS in answers else None,
            birth if isinstance(birth, PartialDate) else None,
            arrival if isinstance(arrival, PartialDate) else None,
            self.work.today,
        )
        return say(
            "Before entry: {before}. In all: {all}.", before=self._told(found.before_entry), all=self._told(found)
        )

    def _told(self, found: Timeline) -> str:
        say = self.wording.say
        match found.told:
            case Told.COMPLETE:
                return say("complete")
            case Told.NOT_ASKED:
                return say("not asked")
            case Told.GAPS:
                gaps = [say("{first} to {last}", first=str(gap.first), last=str(gap.last)) for gap in found.gaps]
                return say("gap from {gaps}", gaps=", ".join(gaps))

    async def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        question = self._rows[event.option_index].question
        if question.startswith(DISPUTED):
            found = self.work.disputes.found[int(question.removeprefix(DISPUTED))]
            self.run_worker(self._settle(found), exclusive=True, group="settle")
        elif question == "consents":
            await self.nav.to_handover()
        elif question == FAMILY:
            self.action_family()
        elif question:
            await self.nav.to_interview(self.work.interview.step_for(question))

    def on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            event.stop()
            self.query_one(OptionList).action_select()


def _content(row: Row, cells: int) -> Content:
    """The name of the question at the left, the answer beside it, both wrapped."""
    if row.is_heading:
        return Content.styled(shown(row.text), "bold $primary")
    left = min(40, max(16, cells * 2 // 5))
    names = wrapped(shown(row.text), left - 2)
    answers = wrapped(shown(row.more), max(10, cells - left - 2))
    lines = []
    for name, answer in zip_longest(names, answers, fillvalue=""):
        lines.append(Content.assemble("  " + set_cell_size(name, left), (answer, "bold")))
    return Content("\n").join(lines)

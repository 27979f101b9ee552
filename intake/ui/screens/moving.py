"""Moving through an interview: on, back, to another place, and in the order of what still decides."""

from __future__ import annotations

from intake.interview.session import PAPERS, Interview, Run, Step
from intake.store.kept.answers import Place
from intake.ui.deciding_order import DecidingOrder, what_it_decides
from intake.ui.keys import first_key, key_name
from intake.ui.screens.go_to import ALL_AGAIN, DECIDING, NEXT_STEPS, SWITCH, GoTo, all_places, deciding_places
from intake.ui.screens.places import papers_step, step_at
from intake.ui.screens.step_screen import StepScreen
from intake.ui.waits import answer_of
from intake.ui.widgets.field import Field
from intake.ui.widgets.lines import Notice


class MovingScreen(StepScreen):
    """A step of the interview with the ways away from it. Half-typed text is kept on all of them."""

    # Half-typed text

    def on_field_typed(self, message: Field.Typed) -> None:
        message.stop()
        self._journal.note(Place(message.question.id), message.text)
        notice = self.query_one(Notice)
        if notice.kind == "problem" and not self.work.has_failed:
            notice.say("")

    async def keep_half_typed(self) -> None:
        """Put half-typed text into the store now."""
        await self._journal.write_now()

    async def on_unmount(self) -> None:
        await self._journal.close()

    # On

    def _following(self, talk: Interview, *, after: str | None = None) -> Step | None:
        """The screen after this one, or after another; where only what decides is asked, what decides most."""
        if self.work.order is None:
            return talk.next_step(self._step.id if after is None else after)
        left = self.work.order.left(talk, self.work.proposal.trial(talk))
        return talk.step_for(left[0].question) if left else None

    async def _go(self, step: Step | None) -> None:
        if step is None:
            self.nav.app.type_ahead.drop()
            if self.work.order is not None:
                self._say_nothing_decides()
            await self.nav.to_next_steps()
        else:
            await self._show(step)

    def _say_nothing_decides(self) -> None:
        self.work.order = None
        self.app.notify(
            self.wording.say("Nothing that can be asked now decides any more. These are the next steps."),
            timeout=8,
            markup=False,
        )

    # Only what decides

    async def _draw(self) -> None:
        if self.work.order is not None:
            self.work.order.visit(self._step.id, self._step.questions)
        await super()._draw()

    def title_text(self, section: str) -> str:
        order = self.work.order
        if order is None:
            return super().title_text(section)
        count = len(order.left(self.talk, self.work.assessment))
        say = self.wording.say
        code = self.work.code or say("new case")
        return say("{code} · only what still decides, {count} more", code=code, count=count)

    def heading_text(self) -> str:
        """The keys that lead back to all questions, and what the answer decides."""
        if self.work.order is None:
            return ""
        found = {each.question: each for each in self.work.deciding}
        here = [found[id_] for id_ in self._step.questions if id_ in found]
        return " · ".join([self._way_out, *(what_it_decides(each, self.wording) for each in here[:1])])

    @property
    def _way_out(self) -> str:
        keys = f"{first_key('go-to')} {key_name(SWITCH)} {first_key('confirm')}"
        return self.wording.say("{keys}: all questions", keys=keys)

    def help_lines(self) -> list[str]:
        lines = super().help_lines()
        return lines if self.work.order is None else [*lines, self._way_out]

    # Back and elsewhere

    async def action_go_back(self) -> None:
        """To the question before; from the first one to the desk. Half-typed text stays."""
        await self.keep_half_typed()
        before = self._before()
        if before is None:
            await self.action_to_desk()
        else:
            self.query_one(Notice).say("")
            await self._show(before)

    def _before(self) -> Step | None:
        if self.work.order is not None:
            if earlier := self.work.order.back():
                return papers_step(self.talk) if earlier == PAPERS else self.talk.step_for(earlier)
            self.work.order = None
        if self._step.id == PAPERS:
            return self.talk.next_step()
        return self.talk.previous_step(self._step.id)

    async def on_field_went_back(self, message: Field.WentBack) -> None:
        message.stop()
        await self.action_go_back()

    async def action_papers(self) -> None:
        await self.keep_half_typed()
        self.query_one(Notice).say("")
        await self._show(papers_step(self.talk))

    def action_go_to(self) -> None:
        self.run_worker(self._choose_place(), exclusive=True, group="place")

    async def _choose_place(self) -> None:
        everything = all_places(self.talk, self.wording, is_in_order=self.work.order is not None)
        deciding = deciding_places(self.talk, self.work.assessment, self.wording)
        chosen = await answer_of(self.app, GoTo(everything, deciding, self.wording))
        if chosen:
            with self.nav.app.type_ahead.held():
                await self.keep_half_typed()
                self.query_one(Notice).say("")
                await self._go_to(chosen)

    async def _go_to(self, chosen: str) -> None:
        if chosen == NEXT_STEPS:
            await self.nav.to_next_steps()
            return
        if chosen.startswith(DECIDING):
            self.work.order = self.work.order or DecidingOrder()
            await self._show(self.talk.step_for(chosen.removeprefix(DECIDING)))
            if not self.query_one(Notice).text:  # a narrow screen has no room for it above the question
                self.query_one(Notice).say(self._way_out)
            return
        self.work.order = None
        await self._show(self._step if chosen == ALL_AGAIN else step_at(self.talk, chosen))

    async def action_switch_run(self) -> None:
        run = await self.work.switch_run()
        say = self.wording.say
        text = say("All questions now.") if run is Run.FULL else say("Only what decides at this site now.")
        self.query_one(Notice).say(text)
        self._draw_lines()

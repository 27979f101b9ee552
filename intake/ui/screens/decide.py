"""How staff decide about a line: accept it, set it aside, change it, take that back, or add a line of their own.

Each is a decision with what was asked for it; None where staff went back, and nothing is decided.
"""

from __future__ import annotations

import datetime as dt

from intake.store.ids import new_id
from intake.store.kept.decisions import DERIVED, Decision, DecisionKind
from intake.ui.casework import CaseWork
from intake.ui.decisions import OWN
from intake.ui.navigation import Navigation
from intake.ui.screens.dialog import Dialog, Item
from intake.ui.screens.line import Line, in_staff_language, value_words
from intake.ui.screens.typing import Typing
from intake.ui.waits import answer_of
from intake.ui.wording import CaseWording

MIN_REASON = 10
MIN_WORDS = 3


class Decider:
    """Asks for what a decision needs, above the screen that is shown. For workers, as it waits for answers."""

    def __init__(self, work: CaseWork, nav: Navigation) -> None:
        self._work = work
        self._nav = nav
        self.latest: dt.datetime | None = None
        """When the last decision was made. A new one is later, even where the clock was set back meanwhile."""

    @property
    def _wording(self) -> CaseWording:
        return self._nav.desk.wording(self._work)

    def accepted(self, line: Line) -> Decision:
        return self._decision(DecisionKind.ACCEPTED, line.kind, line.id)

    def taken_back(self, line: Line) -> Decision:
        return self._decision(DecisionKind.REOPENED, line.kind, line.id)

    async def set_aside(self, line: Line) -> Decision | None:
        reason = await self._reason(self._wording.say("Why is this line set aside?"), line.head)
        return self._decision(DecisionKind.OVERRIDDEN, line.kind, line.id, reason) if reason else None

    async def changed(self, line: Line) -> Decision | None:
        """What holds instead, and why; of a derived value one of its other codes."""
        say = self._wording.say
        text = await (self._value(line) if line.kind == DERIVED else self._words(say("What holds instead?"), line.head))
        reason = text and await self._reason(say("Why is this line changed?"), line.head, follows=True)
        return self._decision(DecisionKind.CHANGED, line.kind, line.id, reason, text) if reason else None

    async def own_line(self) -> Decision | None:
        say = self._wording.say
        text = await self._words(say("A line of your own"), "")
        reason = text and await self._reason(say("Why?"), text, follows=True)
        return self._decision(DecisionKind.OWN_LINE, OWN, "", reason, text) if reason else None

    async def _value(self, line: Line) -> str:
        wording, facts = self._wording, self._work.assessment.facts
        value = next(each for each in self._work.assessment.site.staff_values if each.id == line.id)
        computed = value_words(value, facts.computed.value(value.id), wording)
        about = wording.say("computed from the answers: {value}", value=computed)
        items = [Item(code, in_staff_language(name, wording)) for code, name in value.choices.items()]
        return await answer_of(self._nav.app, Dialog(in_staff_language(value.name, wording), [about], items)) or ""

    async def _words(self, title: str, about: str) -> str:
        return await answer_of(self._nav.app, Typing(title, about, self._wording, least=MIN_WORDS)) or ""

    async def _reason(self, title: str, about: str, *, follows: bool = False) -> str:
        asking = Typing(title, about, self._wording, least=MIN_REASON, follows=follows)
        return await answer_of(self._nav.app, asking) or ""

    def _decision(self, kind: DecisionKind, line_kind: str, line: str, reason: str = "", text: str = "") -> Decision:
        at = self._work.now()
        if self.latest is not None:
            at = max(at, self.latest + dt.timedelta(microseconds=1))
        actor = self._nav.desk.staff.id
        return Decision(new_id(at), self._work.new.id, line_kind, line, kind, reason, text, actor, at)

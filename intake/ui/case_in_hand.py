"""The case in hand as it stands: its interview, the proposal for it, and what belongs to this visit only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from intake.interview.answers import Value
from intake.interview.limits import Day
from intake.interview.session import Interview
from intake.interview.truth import Interval, completed_years
from intake.interview.values import PartialDate
from intake.pathways.assess import Assessment
from intake.pathways.deciding import Deciding, deciding_questions
from intake.pathways.phases import Made
from intake.store.kept.audit import Action
from intake.store.kept.cases import CaseHeader, DueDate, NewCase, Status
from intake.ui.cover import Cover
from intake.ui.dates_due import due_dates
from intake.ui.deciding_order import DecidingOrder
from intake.ui.proposal import Assess, Proposal, Stop

FAMILIAR_BELOW = 16
"""Source: interview.md 1.7: the familiar form is read to a child under 16."""


class CaseInHand:
    """The case that is open, to look at. `CaseWork` changes it."""

    def __init__(
        self,
        new: NewCase,
        interview: Interview,
        assess: Assess,
        *,
        header: CaseHeader | None = None,
        decided: Mapping[str, str] | None = None,
    ) -> None:
        """`header` is that of a case in the store. `decided` are derived values that staff decided otherwise, by id."""
        self.new = new
        self.interview = interview
        self.header = header
        self.proposal = Proposal(assess, decided or {})
        self.from_parent: Mapping[str, Value] = {}
        """What the case of the parent suggests, where this is the short case of a child."""
        self.cover = Cover()
        """What of the case is covered on the screen."""
        self.offered: dict[str, Value] = {}
        """What was chosen in the list of languages suggests, by question."""
        self.order: DecidingOrder | None = None
        """Set while only what still decides is asked."""
        self.ticked: dict[tuple[str, str], frozenset[str]] = {}
        """By recipient and office: the words of staff that go along in its record. Not kept beyond the talk."""
        self.seen: set[tuple[Action, str]] = set()
        """What was looked at in this visit, as the audit chain notes it."""
        self.made: tuple[Made, ...] = ()
        """What records that left say about who is responsible; `looking_back` fills it."""
        self.new_stops()

    @property
    def is_stored(self) -> bool:
        return self.header is not None

    @property
    def is_closed(self) -> bool:
        """Whether the interview is closed: what comes later is an addition with its date."""
        return self.header is not None and self.header.status is Status.CLOSED

    @property
    def code(self) -> str:
        """The code of the case; empty while it lives in memory only."""
        return self.header.code if self.header else ""

    @property
    def is_familiar(self) -> bool:
        """Whether a child under 16 is spoken to, as far as that is certain; first by what its parent said."""
        age, said = self.interview.facts.value("age"), self.from_parent.get("birth_date")
        if isinstance(age, Interval):
            return age.high < FAMILIAR_BELOW
        return isinstance(said, PartialDate) and completed_years(said.first, self.today) < FAMILIAR_BELOW

    @property
    def assessment(self) -> Assessment:
        """The proposal for the answers as they stand."""
        return self.proposal.of(self.interview)

    @property
    def deciding(self) -> tuple[Deciding, ...]:
        """The open questions that still decide, most deciding first."""
        return deciding_questions(self.assessment)

    @property
    def today(self) -> dt.date:
        return self.interview.context.day

    def day(self, entry: Callable[[str], Value | None] | None = None) -> Day:
        """What limits need to know. `entry` gives the fields of the entry in hand, which come first."""

        def other(id_: str) -> Value | None:
            found = entry(id_) if entry else None
            return self.interview.answers[id_].value if found is None else found

        return Day(self.today, other)

    def new_stops(self) -> tuple[Stop, ...]:
        """What stops the interview since the last call."""
        return self.proposal.new_stops(self.interview)

    @property
    def due_dates(self) -> tuple[DueDate, ...]:
        """The dates that are due by the answers as they stand."""
        return due_dates(self.assessment, self.today)

"""The proposal in a record: lines with their reasons, offers, dates, what is to do, and what staff decided about them.

Source: sites.md 10.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from intake.handover.projection.ceilings import AGE
from intake.handover.projection.projection import Projection
from intake.handover.projection.proposal import ProposalLine
from intake.handover.record.answers import printable, seen_as_json
from intake.handover.record.parts import Item
from intake.handover.record.proposal_parts import (
    Decided,
    DecidedValue,
    Decision,
    Due,
    Line,
    OfferGroup,
    OwnLine,
    ReasonWords,
    StaffDecisions,
    ToDo,
)
from intake.handover.record.rule_words import kind_words, offer_words
from intake.handover.record.wording import Wording
from intake.handover.record.words import Words
from intake.interview.questions import Question
from intake.pathways.due import DueState


@dataclass(frozen=True, slots=True)
class RecordProposal:
    """The lines of a projection in words, beside them what staff decided."""

    projection: Projection
    wording: Wording
    decisions: StaffDecisions
    questions: Mapping[str, Question]

    def lines(self) -> Iterator[Line]:
        for line in self.projection.lines:
            yield Line(
                rule=line.rule,
                kind=line.kind,
                kind_words=line.title or kind_words(self.wording, line.kind),
                title=line.title,
                reason=line.reason,
                stations=tuple(station.name.de for station in line.stations),
                because=tuple(self._reasons(line)),
                source=line.source,
                decision=self.decisions.lines.get(("prerule" if line.is_prerule else "rule", line.rule)),
            )

    def _reasons(self, line: ProposalLine) -> Iterator[ReasonWords]:
        for id_ in line.because:
            found = self.projection.view.seen[id_]
            value = printable(found.value)
            if value is None:
                continue
            question = self.questions[found.asked]
            is_repeat = bool(question.fields)
            words = (Words(self.wording.say("see there")),) if is_repeat else self.wording.values(question, value)
            data = seen_as_json(value, is_list=id_ != AGE)
            yield ReasonWords(id_, self.wording.label(id_), words, data)

    def offers(self) -> Iterator[OfferGroup]:
        for group in self.projection.offers:
            states = group.states or (None,) * len(group.offers)
            words = (offer_words(self.wording, offer, state) for offer, state in zip(group.offers, states, strict=True))
            yield OfferGroup(
                tuple(
                    replace(each, decision=self.decisions.lines.get(("offer", each.offer)) if each.state else None)
                    for each in words
                )
            )

    def own_lines(self) -> Iterator[OwnLine]:
        """What staff added goes to the offices that see the outcome; a line without its words is none."""
        if self.projection.view.receiver.has("RES"):
            yield from (line for line in self.decisions.own if line.text)

    def decided_values(self) -> Iterator[Item]:
        for found in self.projection.decided_values:
            value, decision = found.value, self.decisions.values.get(found.value.id, Decision(Decided.CHANGED))
            computed = Words(value.choices[found.computed].de, found.computed) if found.computed else None
            words = (Words(value.choices[found.code].de, found.code),)
            decided = DecidedValue(decision, computed)
            yield Item(value.id, value.name.de, words, found.code, decided=decided)

    def deadlines(self) -> Iterator[Due]:
        """By their date."""
        dated = ((line.date, line) for line in self.projection.deadlines if line.date is not None)
        for day, line in sorted(dated, key=lambda pair: pair[0]):
            name, is_past = line.deadline.name.de, line.state is DueState.PAST
            id_ = f"{line.deadline.id}:{line.entry}" if line.entry else line.deadline.id
            decision = self.decisions.lines.get(("deadline", id_))
            yield Due(line.deadline.id, name, day, line.approximate, is_past, decision)

    def to_do(self) -> Iterator[ToDo]:
        rules: dict[str, list[str]] = {}
        stations = {station.id: station for line in self.projection.lines for station in line.own}
        for line in self.projection.lines:
            for station in line.own:
                rules.setdefault(station.id, []).append(line.rule)
        for id_, station in stations.items():
            yield ToDo(id_, station.name.de, station.bring.de, tuple(rules[id_]))

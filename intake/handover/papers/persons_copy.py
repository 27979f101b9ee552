"""What the person takes along: where to go, what to bring, dates, what may be passed on to whom, and how to stop that.

Lines that an answer on health or protection decided, and everything in the free words of staff, are printed only where
the person asked for it in private: a paper is seen by others. Nothing internal, no source and no reason that staff keep
to themselves ever stands here. Source: interview.md 4.2.5 (7), 1.3; sites.md 0, step 13.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from intake.handover.papers.making import PERSON_LEADS, made
from intake.handover.papers.paper import (
    Both,
    Bullets,
    Element,
    Fact,
    Facts,
    Heading,
    Paper,
    Paragraph,
    Place,
    joined,
)
from intake.handover.papers.purposes import is_usual, purpose_text
from intake.handover.papers.slips import appointment_facts
from intake.handover.papers.tongues import Tongues
from intake.handover.projection.ceilings import CEILINGS, CODE_PACKAGES, NAMED_PERSON_PACKAGES
from intake.handover.projection.consent import Consent, office_name
from intake.handover.projection.view import case_standings
from intake.handover.record.proposal_parts import Decided, Decision, StaffDecisions
from intake.interview.questions import Question, Sensitivity, class_of_package
from intake.interview.reasons import Reason
from intake.interview.truth import Truth
from intake.interview.values import Appointment
from intake.pathways.assess import Assessment, OfferLine, OfferState, PreruleLine
from intake.pathways.due import DueState
from intake.pathways.present import MAX_PRINTED_OFFERS, ordered_offers, present
from intake.pathways.profile_rows import Text
from intake.pathways.stations import Station

CONSENTS, APPOINTMENT = "consents", "next_appointment"
_GUARDED = (Sensitivity.HEALTH, Sensitivity.PROTECTION)
_NEVER = frozenset({"stay_prospect", "stay_prospect_entry"})
"""Nobody's paper says what the law expects of their stay: a reason that rests on it needs words for the person."""

_TEAM = "TEAM"


@dataclass(frozen=True, slots=True)
class Handed:
    """A record that left, and when.

    `basis` is the statute of one that left without consent, `reason` why, `packages` what; all empty where a consent
    carries it. `withdrawn` is the day from which that does no longer, `told` the day on which the office learned it.
    """

    recipient: str
    office: str
    day: dt.date
    basis: str = ""
    reason: str = ""
    packages: tuple[str, ...] = ()
    withdrawn: dt.date | None = None
    told: dt.date | None = None

    @property
    def office_key(self) -> tuple[str, str]:
        return self.recipient, office_name(self.office)


@dataclass(frozen=True, slots=True)
class CopyOrder:
    """How the copy was asked for. `in_private`: alone with the person, who wants to have everything on paper."""

    case: str
    in_private: bool = False
    handed: tuple[Handed, ...] = ()
    decisions: StaffDecisions = field(default_factory=StaffDecisions)


def persons_copy(assessment: Assessment, order: CopyOrder, tongues: Tongues) -> Paper:
    """The person's copy of what was said to come next."""
    return _Copy(assessment, order, tongues).paper()


@dataclass(frozen=True, slots=True)
class _Copy:
    assessment: Assessment
    order: CopyOrder
    tongues: Tongues

    def paper(self) -> Paper:
        site = self.assessment.site
        title = self.tongues.say("Your next steps")
        elements = tuple(self._elements())
        return made(self.tongues, title, elements, author=site.name.de, case=self.order.case, leads=PERSON_LEADS)

    def _elements(self) -> Iterator[Element]:
        say, sender = self.tongues.say, self.assessment.site.name.de
        yield Paragraph(say("This is a proposal. The team decides, and explains it to you."))
        yield from self._steps()
        appointment = self.assessment.facts.answers[APPOINTMENT].value
        if isinstance(appointment, Appointment):
            yield Heading(say("Your appointment"))
            yield from appointment_facts(appointment, sender, self.order.case, self.tongues)
        if dates := tuple(self._dates()):
            yield Heading(say("Deadlines"))
            yield Facts(dates)
        if offers := tuple(self._offers()):
            yield Heading(say("Offers"))
            yield Bullets(offers)
        yield Heading(say("What may be passed on, and to whom"))
        released = tuple(self._released())
        yield from released
        if not released and self.order.in_private:
            yield Paragraph(say("Nothing is passed on to any office."))
        if not self.order.in_private:  # said of everybody: what is left out here must not show
            yield Paragraph(say("More can be printed for you when you are alone with us. Ask us."))
        yield Heading(say("How to withdraw a permission"))
        yield Paragraph(
            say(
                "You can withdraw each permission at any time and without a reason. You only have to tell {sender}. "
                "From then on nothing more is passed on.",
                sender=sender,
            )
        )

    # What comes next

    def _steps(self) -> Iterator[Element]:
        places = tuple(self._places())
        team = self.assessment.site.stations[_TEAM]
        yield from places or (Place(self.tongues.site(team.name), ()),)

    def _places(self) -> Iterator[Place]:
        for line in self.assessment.prerules:
            if line.state is Truth.TRUE and self._may_print_prerule(line):
                decision = self.order.decisions.lines.get(("prerule", line.rule.id))
                yield from self._place(self._reason(line.rule.reason, None, line.because), line.stations, decision)
        for result in present(self.assessment).results:
            if self.may_print(result.because):
                rule = result.rule
                decision = self.order.decisions.lines.get(("rule", rule.id))
                reason = self._reason(rule.reason, rule.person, result.because)
                yield from self._place(reason, result.stations, decision)
        if self.order.in_private:
            yield from (Place(self.tongues.value(own.text), ()) for own in self.order.decisions.own if own.text)

    def _may_print_prerule(self, line: PreruleLine) -> bool:
        """By its own word on paper and by what decided it. One that suspends all others is all there is to print."""
        if line.rule.is_private and not self.order.in_private:
            return False
        return line.rule.suspends or self.may_print(line.because)

    def _reason(self, reason: Text, person: Text | None, because: Iterable[Reason]) -> Both:
        """The words for the person where there are some; none where the reason is nothing for their paper."""
        if person is not None:
            return self.tongues.site(person)
        return Both("") if self._is_never(because) else self.tongues.site(reason)

    def _is_never(self, because: Iterable[Reason]) -> bool:
        return any(reason.question in _NEVER for reason in because)

    def _place(self, reason: Both, stations: tuple[Station, ...], decision: Decision | None) -> Iterator[Place]:
        """A line with its stations. What staff decided otherwise stands in its place, or nothing does."""
        if decision is not None and decision.decided is Decided.SET_ASIDE:
            return
        if decision is not None and decision.decided is Decided.CHANGED:
            team = self.assessment.site.stations[_TEAM]
            is_shown = self.order.in_private and decision.text
            yield Place(self.tongues.value(decision.text) if is_shown else self.tongues.site(team.name), ())
            return
        yield Place(reason, tuple(fact for station in stations for fact in self._station(station)))

    def _station(self, station: Station) -> Iterator[Fact]:
        """The name is what stands at the door; a station of every site is a sentence, and said in both languages."""
        say, common = self.tongues.say, self.assessment.site.common.stations
        is_sentence = station.id in common
        name = self.tongues.site(station.name) if is_sentence else self.tongues.value(station.name.de)
        yield Fact(say("Where"), name)
        yield Fact(say("What to bring"), self.tongues.site(station.bring))

    def _dates(self) -> Iterator[Fact]:
        for line in self.assessment.deadlines:
            if line.date is None or line.state is not DueState.DUE:
                continue
            because = self.assessment.facts.because(line.deadline.condition)
            base = line.deadline.base.partition(".")[0]
            key = f"{line.deadline.id}:{line.entry}" if line.entry else line.deadline.id
            decision = self.order.decisions.lines.get(("deadline", key))
            is_kept = decision is None or decision.decided is Decided.ACCEPTED
            if is_kept and self.may_print(because) and not self._is_guarded(base) and not self._is_never(because):
                day = self.tongues.day(line.date)
                about = joined((day, self.tongues.say("approximate")), ", ") if line.approximate else day
                yield Fact(about, self.tongues.site(line.deadline.name))

    def _offers(self) -> Iterator[Both]:
        """The offers that are proposed now. None where the state of one would tell an answer on health."""
        assessment = self.assessment
        lines = [line for line in assessment.offers if self.may_print(line.because)]
        if not all(self.may_print(line.inherited) for line in lines):
            return
        found = [line for line in ordered_offers(lines, assessment.site, assessment.facts) if self._is_offered(line)]
        yield from (self.tongues.site(line.offer.name) for line in found[:MAX_PRINTED_OFFERS])

    def _is_offered(self, line: OfferLine) -> bool:
        decision = self.order.decisions.lines.get(("offer", line.offer.id))
        is_kept = decision is None or decision.decided is Decided.ACCEPTED
        return line.state is OfferState.PROPOSED and is_kept

    def may_print(self, because: Iterable[Reason]) -> bool:
        """Whether nothing that decided this is of health or protection, or the person asked for it in private."""
        return self.order.in_private or not any(self._tells(reason) for reason in because)

    def _tells(self, reason: Reason) -> bool:
        if self._is_guarded(reason.question):
            return True
        value = self.assessment.facts.value(reason.question) if reason.whole else ()
        tested = {
            *reason.codes,
            *(code for code in (value if isinstance(value, tuple) else ()) if isinstance(code, str)),
        }
        return any((reason.question, code) in CODE_PACKAGES for code in tested)

    def _is_guarded(self, id_: str) -> bool:
        return self.assessment.facts.logic.questionnaire[id_].sensitivity in _GUARDED

    # What may be passed on

    def _released(self) -> Iterator[Place]:
        """Each permission that holds, then the offices that got a record before theirs ended."""
        consents = [standing.consent for standing in case_standings(self.assessment.facts) if standing.consent]
        hidden = {each.office_key for each in consents if self._is_private(each)}
        shown = [each for each in consents if each.office_key not in hidden]
        for consent in shown:
            yield Place(self.tongues.value(consent.office), tuple(self._permission(consent)))
        known = hidden | {each.office_key for each in shown}
        for handed in self.order.handed:
            if handed.office_key not in known and (self.order.in_private or not self._was_private(handed)):
                yield Place(self.tongues.value(handed.office), tuple(self._passed(handed)))

    def _was_private(self, handed: Handed) -> bool:
        """Whether an entry for this office names what only a named person may receive, whether it holds or not.

        So is a transfer without consent that held such a thing.
        """
        if handed.basis:
            return any(code in NAMED_PERSON_PACKAGES for code in handed.packages)
        for entry in self.assessment.facts.answers.entries(CONSENTS):
            office, packages = (entry.answer(name).value for name in ("office", "packages"))
            if isinstance(office, str) and office_name(office) == handed.office_key[1] and isinstance(packages, tuple):
                return any(code in NAMED_PERSON_PACKAGES for code in packages)
        return False

    def _is_private(self, consent: Consent) -> bool:
        return not self.order.in_private and any(code in NAMED_PERSON_PACKAGES for code in consent.packages)

    def _permission(self, consent: Consent) -> Iterator[Fact]:
        tongues, site = self.tongues, self.assessment.site
        yield self._packages(consent.packages)
        if self._may_tell_purpose(consent):
            purpose = purpose_text(consent.purpose, consent.recipient, site, tongues)
            yield Fact(self._label("purpose"), purpose)
        if consent.secrecy_person:
            yield Fact(self._label("secrecy_person"), tongues.value(consent.secrecy_person))
        yield Fact(self._label("valid_until"), tongues.say("until {day}", day=tongues.day(consent.valid_until)))
        for handed in self.order.handed:
            if handed.office_key == consent.office_key:
                yield from self._passed(handed)

    def _may_tell_purpose(self, consent: Consent) -> bool:
        """Not the words of staff in the open, nor what says that an office is one of health or protection."""
        if self.order.in_private:
            return True
        is_guarded = bool(NAMED_PERSON_PACKAGES & set(CEILINGS[consent.recipient]))
        return not is_guarded and is_usual(consent.purpose, consent.recipient, self.assessment.site)

    def _passed(self, handed: Handed) -> Iterator[Fact]:
        """When a record left, by which law where there was no permission, and that its office knows of a withdrawal."""
        say, tongues = self.tongues.say, self.tongues
        yield Fact(say("Passed on on"), tongues.day(handed.day))
        if handed.basis:
            yield Fact(
                say("Passed on without your permission, because this law allows it"), self._statute(handed.basis)
            )
            yield self._packages(handed.packages)
            if self.order.in_private:
                yield Fact(say("Reason of the team"), tongues.value(handed.reason))
        if handed.withdrawn is not None:
            yield Fact(say("Permission withdrawn on"), tongues.day(handed.withdrawn))
            told = tongues.day(handed.told) if handed.told else say("not yet")
            yield Fact(say("The office was told on"), told)

    def _packages(self, packages: Iterable[str]) -> Fact:
        codes = [code for code in packages if self.order.in_private or class_of_package(code) not in _GUARDED]
        return Fact(self._label("packages"), joined(tuple(self._package(code) for code in codes), "; "))

    def _statute(self, citation: str) -> Both:
        """A statute of the list with its name in both languages; another as staff wrote it."""
        found = next((each for each in self.assessment.site.common.legal_bases if each.citation == citation), None)
        cited = self.tongues.value(citation)
        return joined((cited, self.tongues.site(found.name)), ": ") if found else cited

    def _field(self, name: str) -> Question:
        found = self.assessment.facts.logic.questionnaire[CONSENTS].field_named(name)
        if found is None:
            raise KeyError(name)
        return found

    def _label(self, name: str) -> Both:
        return self.tongues.question(self._field(name))

    def _package(self, code: str) -> Both:
        field_ = self._field("packages")
        choice = field_.choice(code)
        return self.tongues.choice(field_, choice) if choice else self.tongues.value(code)

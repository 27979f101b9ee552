"""`intake site show`: a profile for reading, with its conditions and what the words in them ask."""

from __future__ import annotations

import re
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from intake.commands.assess import name_own_profiles
from intake.commands.side_by_side import WIDTH, Say, Words
from intake.interview.conditions.condition import Condition
from intake.interview.logic import Logic
from intake.interview.questions import Question
from intake.languages.catalogs import Catalog, Catalogs
from intake.languages.dates import day
from intake.languages.direction import strip_controls
from intake.pathways.case_events import EventKind
from intake.pathways.content import load_content
from intake.pathways.offers import Offer
from intake.pathways.period import Period
from intake.pathways.rules import Prerule, Rule
from intake.pathways.sites import Deadline, Phase, SiteProfile
from intake.pathways.stations import RecipientProfile, Station

_CODE = re.compile(r"'([^']+)'")


def run(site: str, own: Path | None, say: Say, language: str) -> int:
    """Print the profile. Raises InputError where there is no such site, ContentError."""
    content = load_content(own=own)
    profile = content.site(site)
    name_own_profiles(content, (profile.id,), own, say)
    shown = _Shown(profile, content.logic, Words(say, language), Catalogs()[language])
    sys.stdout.write("\n".join(map(strip_controls, shown.lines())) + "\n")
    return 0


@dataclass(frozen=True, slots=True)
class _Shown:
    """One profile in the language of the staff."""

    site: SiteProfile
    logic: Logic
    words: Words
    catalog: Catalog

    def lines(self) -> Iterator[str]:
        say, site, text = self.words.say, self.site, self.words.text
        yield f"{text(site.name)} ({site.id})"
        yield from _hanging(say("For whom: {target}", target=text(site.target)), 0)
        yield from _hanging(say("Longest stay: {stay}", stay=text(site.longest_stay)), 0)
        names = site.config.get("area_names")
        if isinstance(names, tuple) and names:
            yield from _hanging(say("Responsible for: {towns}", towns=", ".join(map(str, names))), 0)
        yield from self._section(say("Before all else (the same at every site)"), map(self._prerule, site.prerules))
        yield from self._section(say("Rules"), map(self._rule, site.rules))
        yield from self._section(say("Offers"), map(self._offer, site.offers))
        yield from self._section(say("Recipients"), map(self._recipient, site.recipients))
        yield from self._section(say("Deadlines"), map(self._deadline, site.deadlines))
        yield from self._section(say("Phases"), map(self._phase, site.phases))
        yield from self._section(
            say("What can happen later (the same at every site)"), map(self._event, site.common.events)
        )
        yield from self._section(say("The words in the conditions"), map(self._word, self._ids()))

    def _section(self, title: str, rows: Iterator[Iterator[str]]) -> Iterator[str]:
        found = [line for row in rows for line in row]
        if found:
            yield ""
            yield title
            yield from found

    # Rows

    def _prerule(self, rule: Prerule) -> Iterator[str]:
        yield from _hanging(f"{rule.id}  {self.words.text(rule.name)}", 2)
        yield from self._condition(rule.condition)

    def _rule(self, rule: Rule) -> Iterator[str]:
        yield from _hanging(f"{rule.id}  {self.words.kind(rule.kind.value)}: {self.words.text(rule.reason)}", 2)
        yield from self._condition(rule.condition)
        yield from self._ways(rule.stations)

    def _offer(self, offer: Offer) -> Iterator[str]:
        say, text = self.words.say, self.words.text
        yield from _hanging(f"{offer.id}  {text(offer.name)}", 2)
        target, provider = offer.note("for_whom"), offer.note("provider")
        if target:
            yield from _hanging(say("For whom: {target}", target=text(target)), 6)
        if provider:
            yield from _hanging(say("Provider: {provider}", provider=text(provider)), 6)
        yield from self._condition(offer.condition)
        if offer.needs_admission:
            yield from _hanging(say("only where a rule of this site admits"), 6)
        if offer.ends:
            yield from _hanging(say("until {day}", day=day(offer.ends, self.words.language)), 6)

    def _recipient(self, recipient: RecipientProfile) -> Iterator[str]:
        yield from _hanging(f"{recipient.code}  {self.words.text(recipient.purpose)}", 2)
        yield from self._ways(recipient.stations)

    def _deadline(self, deadline: Deadline) -> Iterator[str]:
        say = self.words.say
        yield from _hanging(f"{deadline.id}  {self.words.text(deadline.name)}", 2)
        period = self._period(deadline.add)
        if period:
            yield from _hanging(say("{period} after {base}", period=period, base=deadline.base), 6)
        else:
            yield from _hanging(say("on the day of {base}", base=deadline.base), 6)
        yield from self._condition(deadline.condition)

    def _phase(self, phase: Phase) -> Iterator[str]:
        say, text = self.words.say, self.words.text
        yield from _hanging(f"{phase.id}  {text(phase.name)}", 2)
        yield from _hanging(say("Responsible: {agency}", agency=text(phase.agency)), 6)
        if phase.condition is None:
            yield from _hanging(say("describes the work of the office; no case stands in it"), 6)
            return
        yield from self._condition(phase.condition)
        yield from self._ways(phase.stations)
        if phase.handover:
            yield from _hanging(say("handover number {number}", number=phase.handover), 6)

    def _event(self, kind: EventKind) -> Iterator[str]:
        say = self.words.say
        yield from _hanging(f"{kind.id}  {self.words.text(kind.name)}", 2)
        place = f"{kind.entry}." if kind.entry else ""
        if kind.asks:
            yield from _hanging(say("asks: {questions}", questions=", ".join(f"{place}{id_}" for id_ in kind.asks)), 6)
        if kind.date:
            yield from _hanging(say("its day answers: {question}", question=f"{place}{kind.date}"), 6)
        for id_, code in kind.follows.items():
            yield from _hanging(say("answers by itself: {question} = '{code}'", question=f"{place}{id_}", code=code), 6)

    def _period(self, period: Period) -> str:
        say = self.words.say
        parts = []
        if period.months:
            parts.append(say("1 month") if period.months == 1 else say("{count} months", count=period.months))
        if period.days:
            parts.append(say("1 day") if period.days == 1 else say("{count} days", count=period.days))
        return ", ".join(parts)

    def _condition(self, condition: Condition) -> Iterator[str]:
        say = self.words.say
        is_always = not condition.ids and condition.text in ("True", "always")
        yield from _hanging(say("always") if is_always else say("if: {condition}", condition=condition.text), 6)

    def _ways(self, ids: tuple[str, ...]) -> Iterator[str]:
        for station in (self.site.stations[id_] for id_ in ids):
            yield from self._way(station)

    def _way(self, station: Station) -> Iterator[str]:
        yield from _hanging(f"→ {self.words.text(station.name)}", 6)

    # Words

    def _conditions(self) -> tuple[Condition, ...]:
        site = self.site
        rows = (*site.prerules, *site.rules, *site.offers, *site.deadlines)
        phases = (phase.condition for phase in site.phases)
        return (*(row.condition for row in rows), *(condition for condition in phases if condition is not None))

    def _ids(self) -> Iterator[str]:
        """The ids in all conditions and bases, those of questions in the order of the interview, then the others."""
        found = {id_ for condition in self._conditions() for id_ in condition.ids}
        found |= {deadline.base.partition(".")[0] for deadline in self.site.deadlines}
        questions = self.logic.questionnaire.by_id
        yield from sorted((id_ for id_ in found if id_ in questions), key=self.logic.questionnaire.order)
        yield from sorted(id_ for id_ in found if id_ not in questions)

    def _word(self, id_: str) -> Iterator[str]:
        question = self.logic.questionnaire.get(id_)
        if question is None:
            yield from _hanging(f"{id_}  {self.words.say('worked out from other answers')}", 2)
            return
        yield from _hanging(f"{id_}  {self._said(question, question.text)}", 2)
        used = {
            code for condition in self._conditions() if id_ in condition.ids for code in _CODE.findall(condition.text)
        }
        for choice in question.choices:
            if choice.code in used:
                yield from _hanging(f"'{choice.code}' = {self._said(question, choice.text)}", 6)

    def _said(self, question: Question, message: str) -> str:
        return self.catalog.say(message, {"office": "…"}, context=question.context)


def _hanging(text: str, indent: int) -> list[str]:
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + 4),
        break_long_words=False,
        break_on_hyphens=False,
    )

"""Whether the names in a profile exist: stations, recipients, offers, steps, bases. Source: sites.md 0."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from intake.interview.conditions.condition import parse_condition
from intake.interview.conditions.tokens import ConditionError
from intake.interview.content_file import ContentFile, Mistakes
from intake.interview.vocabulary import ValueType, Vocabulary
from intake.pathways.due import MEASURES
from intake.pathways.rules import RuleKind
from intake.pathways.sites import Common, Deadline, Figure, SiteProfile

_PLAIN_DIMENSIONS = frozenset({"step", "stage", "staff", "recipient", "month"})
_CHILD = "child"
_KINDS = {
    "stations": "station",
    "common": "station of all sites",
    "to": "recipient",
    "to_child": "recipient",
    "rule_recipients": "recipient",
    "recipient": "recipient",
    "code": "recipient",
    "steps": "step",
    "step": "step",
    "offer": "offer",
    "sections": "block",
    "by": "dimension",
}


@dataclass(frozen=True, slots=True)
class Names:
    """Checks the names in one file and notes every one that does not exist."""

    file: ContentFile
    words: Vocabulary
    mistakes: Mistakes

    def wrong(self, what: str, head: str, index: int = 0, key: str = "") -> None:
        self.mistakes.add(self.file, what, head, index, key)

    def once(self, head: str, ids: Iterable[str], taken: Collection[str] = ()) -> None:
        """Every id of a kind of table stands once."""
        seen = set(taken)
        for index, id_ in enumerate(ids):
            if id_ in seen:
                self.wrong(
                    f"{head} {id_}: this id exists already", head, index, "code" if head == "recipient" else "id"
                )
            seen.add(id_)

    def known(self, name: str, head: str, index: int, key: str, values: Iterable[str], known: Collection[str]) -> None:
        for value in values:
            if value not in known:
                self.wrong(f"{head} {name}: unknown {_KINDS[key]} `{value}`", head, index, key)

    def deadlines(self, deadlines: tuple[Deadline, ...], offers: Collection[str]) -> None:
        for index, deadline in enumerate(deadlines):
            if not self._is_base(deadline.base):
                what = f"deadline {deadline.id}: `{deadline.base}` is no date that a deadline can count from"
                self.wrong(what, "deadline", index, "base")
            if deadline.offer:
                self.known(deadline.id, "deadline", index, "offer", (deadline.offer,), offers)
                if not deadline.base.startswith(f"{MEASURES}."):
                    what = f"deadline {deadline.id}: `offer` needs a base in `{MEASURES}`"
                    self.wrong(what, "deadline", index, "offer")

    def _is_base(self, base: str) -> bool:
        """A date question, or a date of a measure."""
        repeat, _, field = base.partition(".")
        if not field:
            return base in self.words.questions and self.words.terms[base].type is ValueType.DATE
        term = self.words.fields.get(repeat, {}).get(field)
        return repeat == MEASURES and term is not None and term.type is ValueType.DATE

    def dimension(self, text: str, rules: Collection[str]) -> bool:
        """An id, `month(id)`, `year(id)`, a comparison, `rule:ID`, or a fixed word. Source: sites.md 0."""
        if text in _PLAIN_DIMENSIONS or text in self.words.terms or self._is_field(text):
            return True
        if text.startswith("rule:"):
            return text.removeprefix("rule:") in rules
        dated = re.fullmatch(r"(?:month|year)\(([a-z_0-9.]+)\)", text)
        if dated:
            return self._is_base(dated[1])
        try:
            parse_condition(text, self.words)
        except ConditionError:
            return False
        return True

    def figures(self, figures: Iterable[Figure], rules: Collection[str]) -> None:
        """The dimensions of monitoring figures."""
        for index, figure in enumerate(figures):
            for dimension in figure.by:
                if not self.dimension(dimension, rules):
                    self.wrong(f"figure {figure.id}: unknown dimension `{dimension}`", "figure", index, "by")

    def _is_field(self, text: str) -> bool:
        repeat, _, field = text.partition(".")
        return field in self.words.fields.get(repeat, {})


def check_common_names(common: Common, file: ContentFile, words: Vocabulary, mistakes: Mistakes) -> None:
    """The names in what all sites share."""
    names = Names(file, words, mistakes)
    names.once("prerule", (rule.id for rule in common.prerules), {common.fallback.id})
    names.once("deadline", (deadline.id for deadline in common.deadlines))
    names.once("station", (str(table.get("id")) for table in file.data.get("station", [])))
    for index, rule in enumerate(common.prerules):
        names.known(rule.id, "prerule", index, "common", rule.common, common.stations)
        names.known(rule.id, "prerule", index, "to", rule.to, words.recipients)
        if rule.opens not in ("", _CHILD):
            names.wrong(f"prerule {rule.id}: it can open only `{_CHILD}`", "prerule", index, "opens")
    names.once("figure", (figure.id for figure in common.figures))
    names.figures(common.figures, {rule.id for rule in common.prerules})
    for key, codes in (("to", common.fallback.to), ("to_child", common.fallback.to_child)):
        names.known(common.fallback.id, "fallback", 0, key, codes, words.recipients)
    names.known("", "child_case", 0, "rule_recipients", common.child_case.rule_recipients, words.recipients)
    names.deadlines(common.deadlines, ())


def check_site_names(site: SiteProfile, file: ContentFile, vocabulary: Vocabulary, mistakes: Mistakes) -> None:
    """The names in one profile."""
    names = Names(file, vocabulary.with_lists(site.lists), mistakes)
    _ids(site, names)
    _stations(site, names)
    _rules(site, names)
    _offers(site, names)
    names.deadlines(site.own_deadlines, {offer.id for offer in site.offers})
    _lists(site, names)
    names.figures(site.figures, {rule.id for rule in (*site.rules, *site.common.prerules)})


def _ids(site: SiteProfile, names: Names) -> None:
    common = site.common
    names.once("station", (station.id for station in site.own_stations), common.stations)
    names.once("rule", (rule.id for rule in site.rules), {common.fallback.id, *(rule.id for rule in common.prerules)})
    names.once("offer", (offer.id for offer in site.offers))
    names.once("recipient", (recipient.code for recipient in site.recipients))
    names.once("staff_value", (value.id for value in site.staff_values))
    names.once("deadline", (line.id for line in site.own_deadlines), [line.id for line in common.deadlines])
    names.once("figure", (figure.id for figure in site.figures), [figure.id for figure in common.figures])


def _stations(site: SiteProfile, names: Names) -> None:
    for index, station in enumerate(site.own_stations):
        if station.recipient and station.recipient not in site.recipient_codes:
            known = "a [[recipient]]" if station.recipient in names.words.recipients else "a known recipient"
            names.wrong(f"station {station.id}: `{station.recipient}` is not {known}", "station", index, "recipient")
    for index, recipient in enumerate(site.recipients):
        names.known("", "recipient", index, "code", (recipient.code,), names.words.recipients)
        names.known(recipient.code, "recipient", index, "stations", recipient.stations, site.stations)
        for id_ in recipient.stations:
            found = site.stations.get(id_)
            if found and found.recipient != recipient.code:
                what = f"recipient {recipient.code}: the station {id_} has another recipient"
                names.wrong(what, "recipient", index, "stations")


def _rules(site: SiteProfile, names: Names) -> None:
    for index, rule in enumerate(site.rules):
        names.known(rule.id, "rule", index, "stations", rule.stations, site.stations)
        if rule.kind is RuleKind.STEP:
            names.known(rule.id, "rule", index, "step", (rule.step,), site.common.steps)
        elif not rule.stations:
            names.wrong(f"rule {rule.id}: it needs a station", "rule", index, "stations")


def _offers(site: SiteProfile, names: Names) -> None:
    admits = any(rule.kind is RuleKind.ADMIT for rule in site.rules)
    for index, offer in enumerate(site.offers):
        names.known(offer.id, "offer", index, "steps", offer.steps, site.common.steps)
        if not offer.steps:
            names.wrong(f"offer {offer.id}: `steps` is missing", "offer", index, "steps")
        if offer.needs_admission and not admits:
            what = f"offer {offer.id}: no rule of this site admits"
            names.wrong(what, "offer", index, "needs_admission")
        if offer.decided_by and offer.decided_by.station not in site.stations:
            what = f"offer {offer.id}: unknown station `{offer.decided_by.station}`"
            names.wrong(what, "offer", index, "decided_by")


def _lists(site: SiteProfile, names: Names) -> None:
    countries = names.words.terms["nationality"].codes or frozenset()
    for name, codes in site.lists.items():
        for code in sorted(codes - countries):
            head, key = ("config.lists", name) if "[config.lists]" in names.file.text else ("config", "lists")
            names.wrong(f"the list `{name}` holds the unknown country `{code}`", head, 0, key)

"""The dimensions of monitoring figures: how a unit finds its group. Source: sites.md 0, last lines.

What is open, parked, declined or does not apply is one group, so that none of them can be told from the others.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from intake.interview.answers import State
from intake.interview.conditions.condition import Condition, parse_condition
from intake.interview.conditions.reach import Fixed, can_be_true
from intake.interview.logic import Logic
from intake.interview.questions import Kind, Question
from intake.interview.truth import NA, Interval, Truth, Value, equal
from intake.interview.values import Municipality
from intake.pathways.due import MEASURES
from intake.pathways.figure_remarks import Remark
from intake.pathways.figure_units import FigureCase, Unit
from intake.pathways.offers import Offer
from intake.pathways.rules import Prerule, Rule
from intake.pathways.sites import SiteProfile

_BIRTH_DATE = "birth_date"
_DATED = re.compile(r"(month|year)\(([a-z_0-9.]+)\)")
_RUNNING = "running"
_ADMISSION = "admission_date"
_FREE = frozenset({Kind.TEXT, Kind.TEXT_CODE, Kind.APPOINTMENT, Kind.REPEAT})
_KNOWN_TEXTS = frozenset({f"{MEASURES}.offer", f"{MEASURES}.provider"})
"""Texts that are shown where the profile knows them, and are 'other' where it does not."""


class Sort(StrEnum):
    """What a dimension is. STEP, STAGE and RULE overlap: one case may be in several of their groups."""

    ANSWER = "answer"
    FIELD = "field"
    MONTH = "month"
    YEAR = "year"
    CONDITION = "condition"
    RULE = "rule"
    STEP = "step"
    STAGE = "stage"
    STAFF = "staff"
    RECIPIENT = "recipient"
    BEGUN = "begun"
    BEGUN_YEAR = "begun_year"

    @property
    def overlaps(self) -> bool:
        return self in (Sort.STEP, Sort.STAGE, Sort.RULE)


class GroupKind(StrEnum):
    """CODE is a code of the dimension; the others need no dimension to be put into words."""

    CODE = "code"
    NUMBER = "number"
    MONTH = "month"
    YEAR = "year"
    YES = "yes"
    NO = "no"
    NONE = "none"
    SEVERAL = "several"
    HERE = "here"
    OTHER = "other"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Group:
    """One group of a dimension. `key` is a code, a number, a month `2016-02` or a year."""

    kind: GroupKind
    key: str = ""


OPEN_GROUP = Group(GroupKind.OPEN)
YES, NO = Group(GroupKind.YES), Group(GroupKind.NO)


@dataclass(frozen=True, slots=True)
class Dimension:
    """A dimension as it is written, read. `id` is what it looks at, `problem` why it cannot be used.

    `is_stand_in`: the first talk stands in for an admission that the site never asks for.
    """

    text: str
    sort: Sort
    id: str = ""
    condition: Condition | None = None
    problem: Remark | None = None
    is_stand_in: bool = False

    @property
    def ids(self) -> tuple[str, ...]:
        """The questions and derived values that it reads."""
        if self.sort in (Sort.STEP, Sort.STAGE):
            return (MEASURES,)
        own = (self.id.partition(".")[0],) if self.sort in (Sort.ANSWER, Sort.FIELD, Sort.MONTH, Sort.YEAR) else ()
        return (*own, *(self.condition.ids if self.condition else ()))


_WORDS = {"step": Sort.STEP, "stage": Sort.STAGE, "staff": Sort.STAFF, "recipient": Sort.RECIPIENT, "month": Sort.BEGUN}


def read_dimension(text: str, site: SiteProfile, logic: Logic, has_entries: bool) -> Dimension:
    """The dimension of a figure. `has_entries`: what is counted are entries of `measures`."""
    if text in _WORDS:
        return Dimension(text, _WORDS[text], problem=Remark.NO_RECIPIENTS if text == "recipient" else None)
    if text.startswith("rule:"):
        id_ = text.removeprefix("rule:")
        rule = find_rule(site, id_)
        return Dimension(text, Sort.RULE, id_, rule.condition if rule else None)
    dated = _DATED.fullmatch(text)
    id_ = dated[2] if dated else text
    repeat, _, field = id_.partition(".")
    question = logic.questionnaire.get(repeat)
    if question is None and not logic.vocabulary.terms.get(id_):
        condition = parse_condition(text, logic.vocabulary.with_lists(site.lists))
        return Dimension(text, Sort.CONDITION, condition=condition)
    asked = question.field_named(field) if question and field else question
    if field and (not has_entries or repeat != MEASURES):
        return Dimension(text, Sort.FIELD, id_, problem=Remark.NEEDS_ENTRIES)
    is_never = is_never_asked(repeat, site, logic)
    if is_never and dated and id_ == _ADMISSION:
        return Dimension(text, Sort.BEGUN if dated[1] == "month" else Sort.BEGUN_YEAR, is_stand_in=True)
    problem = _problem(id_, asked) or (Remark.NEVER_ASKED if is_never else None)
    if dated:
        return Dimension(text, Sort.MONTH if dated[1] == "month" else Sort.YEAR, id_, problem=problem)
    if asked and asked.kind is Kind.PARTIAL_DATE:
        return Dimension(text, Sort.MONTH, id_, problem=problem)
    return Dimension(text, Sort.FIELD if field else Sort.ANSWER, id_, problem=problem)


def _problem(id_: str, question: Question | None) -> Remark | None:
    if id_.rpartition(".")[2] == _BIRTH_DATE:
        return Remark.BIRTH_DATES
    return Remark.FREE_TEXT if question and question.kind in _FREE and id_ not in _KNOWN_TEXTS else None


def is_never_asked(id_: str, site: SiteProfile, logic: Logic) -> bool:
    """Whether no answers make the site ask a question, as for a date that no deadline of the site counts from."""
    when = logic.relevance.get(id_)
    bases = frozenset(deadline.base for deadline in site.deadlines)
    return when is not None and not can_be_true(when, logic.vocabulary, Fixed({}, site.recipient_codes, bases))


def find_rule(site: SiteProfile, id_: str) -> Rule | Prerule | None:
    rules: Iterable[Rule | Prerule] = (*site.rules, *site.prerules)
    return next((rule for rule in rules if rule.id == id_), None)


def group_of(dimension: Dimension, unit: Unit, site: SiteProfile) -> Group:
    """The one group of a unit in a dimension that does not overlap."""
    facts = unit.case.facts
    match dimension.sort:
        case Sort.BEGUN:
            return Group(GroupKind.MONTH, f"{unit.case.created:%Y-%m}")
        case Sort.BEGUN_YEAR:
            return Group(GroupKind.YEAR, f"{unit.case.created:%Y}")
        case Sort.STAFF:
            return Group(GroupKind.CODE, unit.case.staff)
        case Sort.CONDITION if dimension.condition:
            truth = dimension.condition.truth(facts)
            is_open = truth is not Truth.TRUE and any(facts.value(id_) is NA for id_ in dimension.condition.ids)
            return OPEN_GROUP if is_open else of_truth(truth)
        case Sort.MONTH | Sort.YEAR:
            return _period(_value(dimension, unit), dimension.sort)
        case _:
            return _of_value(dimension, unit, site)


def of_truth(truth: Truth) -> Group:
    if truth is Truth.OPEN:
        return OPEN_GROUP
    return YES if truth is Truth.TRUE else NO


def _value(dimension: Dimension, unit: Unit) -> Value:
    if "." in dimension.id and unit.entry:
        return unit.entry.value(dimension.id.partition(".")[2])
    return unit.case.facts.value(dimension.id)


def _period(value: Value, sort: Sort) -> Group:
    """The month or year of a date as far as it is known for sure."""
    if not isinstance(value, Interval):
        return OPEN_GROUP
    first, last = (_month(ordinal) for ordinal in (value.low, value.high))
    if sort is Sort.YEAR:
        return Group(GroupKind.YEAR, first[:4]) if first[:4] == last[:4] else OPEN_GROUP
    return Group(GroupKind.MONTH, first) if first == last else OPEN_GROUP


def _month(ordinal: float) -> str:
    return dt.date.fromordinal(int(ordinal)).isoformat()[:7]


def _of_value(dimension: Dimension, unit: Unit, site: SiteProfile) -> Group:
    value = _value(dimension, unit)
    if dimension.id in _KNOWN_TEXTS:
        return _known(dimension.id, value, unit, site)
    match value:
        case Municipality():
            return _area(unit.case)
        case Interval():
            return Group(GroupKind.NUMBER, f"{value.low:g}") if value.is_exact else OPEN_GROUP
        case str() if value:
            return Group(GroupKind.CODE, value)
        case tuple():
            codes = [code for code in value if isinstance(code, str)]
            if len(value) > 1:
                return Group(GroupKind.SEVERAL)
            return Group(GroupKind.CODE, codes[0]) if codes else Group(GroupKind.NONE)
        case _:
            return OPEN_GROUP


def _area(case: FigureCase) -> Group:
    """A municipality is only ever the site's own area, or another one that is not named."""
    inside = case.facts.value("in_site_area")
    if inside == "yes":
        return Group(GroupKind.HERE)
    return Group(GroupKind.OTHER) if inside == "no" else OPEN_GROUP


def _known(id_: str, typed: Value, unit: Unit, site: SiteProfile) -> Group:
    """An offer of the profile, or its provider. What was typed freely could name a person and is not shown."""
    offer = offers_by_id(site).get(str(unit.entry.value("offer")) if unit.entry else "")
    unknown = Group(GroupKind.OTHER) if isinstance(typed, str) else OPEN_GROUP
    if id_.endswith(".offer"):
        return Group(GroupKind.CODE, offer.id) if offer else unknown
    known = [provider for each in site.offers if (provider := each.note("provider"))]
    found = offer.note("provider") if offer else None
    found = found or next((each for each in known if isinstance(typed, str) and each.de == typed.strip()), None)
    return Group(GroupKind.CODE, found.de) if found else unknown


def offers_by_id(site: SiteProfile) -> Mapping[str, Offer]:
    return {offer.id: offer for offer in site.offers}


def truths_of(dimension: Dimension, unit: Unit, site: SiteProfile) -> Mapping[Group, Truth]:
    """For each group of an overlapping dimension: whether the unit is in it."""
    match dimension.sort:
        case Sort.STEP:
            return _steps(unit.case, site)
        case Sort.STAGE:
            return _by_measures(unit.case, site, stages(site), lambda offer: (offer.stage,))
        case _:
            return {Group(GroupKind.CODE, dimension.id): rule_truth(unit.case, site, dimension.id)}


def stages(site: SiteProfile) -> tuple[str, ...]:
    """The stages of the chain of a site in the order of its offers."""
    return tuple(dict.fromkeys(offer.stage for offer in site.offers if offer.stage))


def rule_truth(case: FigureCase, site: SiteProfile, id_: str) -> Truth:
    """Whether a rule gave a result: not where a pre-rule suspends those of the site, or a child's case has it not."""
    prerule = next((rule for rule in site.prerules if rule.id == id_), None)
    if prerule:
        return prerule.condition.truth(case.facts)
    strands = site.for_child if case.kind == "child" else site
    rule = next((rule for rule in strands.rules if rule.id == id_), None)
    suspending = (each.condition for each in site.prerules if each.suspends)
    if rule is None or any(condition.truth(case.facts) is Truth.TRUE for condition in suspending):
        return Truth.FALSE
    return rule.condition.truth(case.facts)


def _steps(case: FigureCase, site: SiteProfile) -> Mapping[Group, Truth]:
    """Where the site has rules of the chain, the steps these lead to; else the steps of the running measures."""
    by_rule = {rule.step: rule.id for rule in site.rules if rule.step}
    if by_rule:
        return {Group(GroupKind.CODE, step): rule_truth(case, site, rule) for step, rule in by_rule.items()}
    offered = dict.fromkeys(step for offer in site.offers for step in offer.steps)
    return _by_measures(case, site, tuple(offered), lambda offer: offer.steps)


def _by_measures(
    case: FigureCase, site: SiteProfile, names: tuple[str, ...], of: Callable[[Offer], tuple[str, ...]]
) -> Mapping[Group, Truth]:
    """The steps or stages of the offers whose measures are running; all open where nobody knows of measures."""
    is_known = case.facts.answers[MEASURES].state is State.ANSWERED
    found = dict.fromkeys(names, Truth.FALSE if is_known else Truth.OPEN)
    offers = offers_by_id(site)
    for entry in case.facts.entries(MEASURES):
        offer = offers.get(str(entry.value("offer")))
        state = equal(entry.value("state"), _RUNNING)
        for name in of(offer) if offer and state is not Truth.FALSE else ():
            if name in found and found[name] is not Truth.TRUE:
                found[name] = state
    return {Group(GroupKind.CODE, name): truth for name, truth in found.items()}

"""Says the groups and dimensions of monitoring figures in the language of the staff."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from typing import Any, Protocol, TypeAlias

from intake.interview.logic import Logic
from intake.interview.questions import Kind, Question
from intake.pathways.disclosure import Mark
from intake.pathways.figure_groups import Dimension, Group, GroupKind, Sort, find_rule
from intake.pathways.figure_table import Shown
from intake.pathways.figure_units import Measure
from intake.pathways.profile_rows import Text
from intake.pathways.sites import SiteProfile

WITHHELD = "–"
FEW = "<5"
_COUNTRIES = (Kind.COUNTRY, Kind.MULTI_COUNTRY)
_LANGUAGES = (Kind.LANGUAGE, Kind.LANGUAGE_OR_NO, Kind.MULTI_LANGUAGE)

Labels: TypeAlias = Mapping[str, Mapping[str, str]]


class Speaker(Protocol):
    """A catalog of the interface."""

    def say(self, msgid: str, params: Mapping[str, object] | None = None, *, context: str = "") -> str: ...

    def pgettext(self, context: str, msgid: str, /) -> str: ...


class CodeNames(Protocol):
    """The names of countries and languages in a language."""

    def country(self, code: str, language: str, /) -> str: ...

    def language(self, code: str, language: str, /) -> str: ...


@dataclass(frozen=True)
class FigureWording:
    """Everything that figures need to speak one language of the staff, `de` or `en`."""

    catalog: Speaker
    language: str
    names: CodeNames
    site: SiteProfile
    logic: Logic

    def say(self, msgid: str, **params: str | int) -> str:
        return self.catalog.say(msgid, params)

    def text(self, text: Text) -> str:
        """A text of a profile."""
        return text.en if self.language == "en" else text.de

    def count(self, shown: Shown) -> str:
        match shown.mark:
            case Mark.SHOWN:
                return str(shown.value or 0)
            case Mark.FEW:
                return FEW
            case Mark.WITHHELD:
                return WITHHELD

    def mean(self, shown: Shown, measure: Measure) -> str:
        """The average with a decimal or two; empty where there is none."""
        if shown.mean is None:
            return ""
        digits = 2 if measure in (Measure.HOUSEHOLD, Measure.PER_PERSON) else 1
        return self.decimal(shown.mean, digits)

    def decimal(self, number: float, digits: int) -> str:
        text = f"{number:.{digits}f}"
        return text if self.language == "en" else text.replace(".", ",")

    def mean_head(self, measure: Measure) -> str:
        """The head of the column with averages; empty where nothing is averaged."""
        match measure:
            case Measure.NONE:
                return ""
            case Measure.DAYS:
                return self.say("Average in days")
            case Measure.MONTHS:
                return self.say("Average in months")
            case Measure.HOUSEHOLD:
                return self.say("Average per household")
            case Measure.PER_PERSON:
                return self.say("Average per person")

    # Dimensions

    def dimension(self, by: Dimension) -> str:
        """The head of a dimension."""
        match by.sort:
            case Sort.RULE:
                return self.say("Rule")
            case Sort.STEP:
                return self.say("Step")
            case Sort.STAGE:
                return self.say("Stage")
            case Sort.STAFF:
                return self.say("Staff member")
            case Sort.RECIPIENT:
                return self.say("Receiver")
            case Sort.BEGUN:
                return self.say("Month of the first talk")
            case Sort.BEGUN_YEAR:
                return self.say("Year of the first talk")
            case Sort.MONTH:
                return self.say("{date}, by month", date=self._label(by.id))
            case Sort.YEAR:
                return self.say("{date}, by year", date=self._label(by.id))
            case Sort.CONDITION:
                return self._label(by.text)
            case Sort.ANSWER | Sort.FIELD:
                return self._label(by.id)

    def _label(self, id_: str) -> str:
        found = self._labels.get(id_) or self._own_names.get(id_)
        return found.get(self.language, id_) if found else id_

    def group(self, group: Group, by: Dimension, number: int = 0) -> str:
        """A group of a dimension. `number` (from 1) stands for the name of a staff member, which is not shown."""
        match group.kind:
            case GroupKind.CODE:
                return self._code(group.key, by, number)
            case GroupKind.NUMBER | GroupKind.MONTH | GroupKind.YEAR:
                return group.key
            case GroupKind.YES:
                return self.say("yes")
            case GroupKind.NO:
                return self.say("no")
            case GroupKind.NONE:
                return self.say("none")
            case GroupKind.SEVERAL:
                return self.say("several")
            case GroupKind.HERE:
                return self.site.town
            case GroupKind.OTHER:
                return self.say("others")
            case GroupKind.OPEN:
                return self.say("open or not asked")

    def _code(self, code: str, by: Dimension, number: int) -> str:
        match by.sort:
            case Sort.STAFF:
                return self.say("Staff member {number}", number=number)
            case Sort.RULE:
                return self._rule(code)
            case Sort.STEP:
                step = self.site.common.steps.get(code)
                return f"{code} {self.text(step)}" if step else code
            case Sort.FIELD:
                offer = next((offer for offer in self.site.offers if offer.id == code), None)
                return self.text(offer.name) if offer else self._choice(code, by)
            case _:
                return self._choice(code, by)

    def _rule(self, id_: str) -> str:
        rule = find_rule(self.site, id_)
        return f"{id_}: {self.text(rule.reason)}" if rule else id_

    def _choice(self, code: str, by: Dimension) -> str:
        own = self._own_codes.get(by.id, {}).get(code)
        question = self._question(by.id)
        if own or question is None:
            return own.get(self.language, code) if own else code
        choice = question.choice(code)
        if choice is not None:
            return self.catalog.pgettext(question.context, choice.text)
        if question.kind in _COUNTRIES:
            return self.names.country(code, self.language)
        return self.names.language(code, self.language) if question.kind in _LANGUAGES else code

    def _question(self, id_: str) -> Question | None:
        head, _, field = id_.partition(".")
        question = self.logic.questionnaire.get(head)
        return question.field_named(field) if question and field else question

    @cached_property
    def _labels(self) -> Labels:
        labels: Labels = _read("labels.toml")["label"]
        return labels

    @cached_property
    def _own_names(self) -> Labels:
        names: Labels = _read("figure_labels.toml")["name"]
        return names

    @cached_property
    def _own_codes(self) -> Mapping[str, Labels]:
        codes: Mapping[str, Labels] = _read("figure_labels.toml")["code"]
        return codes


def _read(name: str) -> dict[str, Any]:
    """A file of ours; a test looks at every row of it."""
    return tomllib.loads((files("intake.handover") / name).read_text(encoding="utf-8"))

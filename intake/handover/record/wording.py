"""Says values in the German of the record: plain words, with the code beside them.

Texts are looked up by the callable that comes in; what people typed is passed on as it is. Source: sites.md 10.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeAlias, assert_never

from intake.handover.projection.filters import Ages, SeenEntry, SeenValue, Years
from intake.handover.record.layout import Layout
from intake.handover.record.words import Words
from intake.interview.answers import Source
from intake.interview.occupations import Occupation
from intake.interview.questions import Kind, Question
from intake.interview.timeline import Month
from intake.interview.typed_text import shown_date
from intake.interview.values import Appointment, Documents, Municipality, OwnWords, PartialDate, Plain

LANGUAGE = "de"
"""The binding language of every record."""

Translate: TypeAlias = Callable[[str, str], str]
"""Context (empty for none) and message id to the German text."""

_NO = "no"
_HIDDEN_DOCUMENT = "medical"
_MONTHS = "months"
_RULED = frozenset({"desired_occupation", "training_title"})
"""Occupations with which it matters whether the law asks for a recognised qualification."""


class Names(Protocol):
    """The names of countries (alpha-3) and languages (ISO 639-3) in a language."""

    def country(self, code: str, language: str, /) -> str: ...

    def language(self, code: str, language: str, /) -> str: ...


@dataclass(frozen=True)
class Wording:
    """Everything a record needs to speak German. `occupations` are found by their ISCO-08 code."""

    translate: Translate
    names: Names
    layout: Layout
    occupations: Mapping[str, Occupation]

    def say(self, msgid: str, *, context: str = "", **params: str) -> str:
        """A message with its `{named}` placeholders filled."""
        text = self.translate(context, msgid)
        return text.format_map(params) if params else text

    def label(self, id_: str) -> str:
        return self.layout.labels[id_]

    def source(self, source: Source | None) -> str:
        """The mark of a source; empty for a computed value."""
        return self.translate(f"source.{source.value}", SOURCE_TEXTS[source]) if source else ""

    def values(self, question: Question, value: SeenValue) -> tuple[Words, ...]:
        """A value in words. The entries of a repeat are said field by field, see `entry`."""
        match value:
            case Ages():
                return tuple(Words(self.years(each)) for each in value.years) or (Words(self.say("none")),)
            case tuple():
                said = tuple(self._item(question, item) for item in value if not isinstance(item, SeenEntry))
                return said if value else (Words(self.say("none")),)
            case Documents():
                return self._documents(question, value)
            case PartialDate():
                return (Words(self.precise_date(value)),)
            case OwnWords() if question.id in _RULED:
                return (self._own_words(value), *self._regulation(value))
            case _:
                return (self._one(question, value),)

    def entry(self, question: Question, entry: SeenEntry) -> dict[str, tuple[Words, ...]]:
        """The fields of an entry in words, short enough for the columns of a table."""
        found: dict[str, tuple[Words, ...]] = {}
        for id_, value in entry.fields.items():
            field = question.field_named(id_)
            if field is not None:
                found[id_] = self.brief(field, value)
        return found

    def brief(self, field: Question, value: Plain) -> tuple[Words, ...]:
        """A date without its precision, a level without its description; anything else as usual."""
        if isinstance(value, PartialDate):
            return (Words(date(value)),)
        said = self.values(field, value)
        if field.kind is Kind.CEFR:
            return tuple(Words(each.text.partition(":")[0], each.code) for each in said)
        return said

    def years(self, years: Years) -> str:
        match years:
            case None:
                return self.say("age not known")
            case (low, high):
                return self.say("{low} to {high}", low=str(low), high=str(high))
            case _:
                return str(years)

    def precise_date(self, value: PartialDate) -> str:
        """A date that says how precise it is."""
        if value.is_full:
            return date(value)
        month = value.said.month if value.said else value.month
        known = self.say("only the year is known") if month is None else self.say("only month and year are known")
        return f"{date(value)} ({known})"

    def moment(self, value: Appointment) -> str:
        """Day and time, place and person of an appointment."""
        at = dt.datetime.fromisoformat(value.at)
        parts = [date(at.date())]
        if "T" in value.at:
            parts.append(self.say("{time} h", time=f"{at:%H:%M}"))
        parts += [value.place] if value.place else []
        parts += [self.say("with {person}", person=value.with_whom)] if value.with_whom else []
        return ", ".join(parts)

    def _one(self, question: Question, value: Plain) -> Words:
        match value:
            case OwnWords():
                return self._own_words(value)
            case Municipality():
                return Words(value.text, value.ags or "")
            case Appointment():
                return Words(self.moment(value))
            case str():
                return self._item(question, value)
            case int() | float():
                return Words(self._number(question, value))
            case PartialDate():
                return Words(date(value))
            case tuple() | Documents():
                raise TypeError("lists are said item by item")
            case _:
                assert_never(value)

    def _item(self, question: Question, item: str | int) -> Words:
        """A code or number of a list, or the one code of an answer."""
        if isinstance(item, int):
            return Words(str(item))
        choice = question.choice(item)
        if choice is not None:
            return Words(self.translate(question.context, choice.text), item)
        match question.kind:
            case Kind.COUNTRY | Kind.MULTI_COUNTRY:
                return Words(self.names.country(item, LANGUAGE), item)
            case Kind.LANGUAGE | Kind.MULTI_LANGUAGE:
                return Words(self.names.language(item, LANGUAGE), item)
            case Kind.LANGUAGE_OR_NO:
                return Words(self.say("No") if item == _NO else self.names.language(item, LANGUAGE), item)
            case _:
                return Words(item)

    def _own_words(self, value: OwnWords) -> Words:
        """The person's own words, with the name of the occupation where it says more."""
        occupation = self.occupations.get(value.isco08 or "")
        if occupation is None or occupation.de.casefold() == value.text.strip().casefold():
            return Words(value.text, value.isco08 or "")
        return Words(f"{value.text} ({occupation.de})", value.isco08 or "")

    def _regulation(self, value: OwnWords) -> tuple[Words, ...]:
        """Whether the law regulates the occupation; nothing where the list does not know it."""
        occupation = self.occupations.get(value.isco08 or "")
        if occupation is None:
            return ()
        is_regulated = occupation.regulated
        return (Words(self.say("regulated profession") if is_regulated else self.say("not a regulated profession")),)

    def _number(self, question: Question, value: float) -> str:
        if question.limits.unit != _MONTHS:
            return f"{value:g}".replace(".", ",")
        years, months = divmod(int(value), 12)
        parts = [self.say("{count} years", count=str(years))] if years > 1 else [self.say("1 year")] if years else []
        if months or not years:
            parts.append(self.say("1 month") if months == 1 else self.say("{count} months", count=str(months)))
        return " ".join(parts)

    def _documents(self, question: Question, value: Documents) -> tuple[Words, ...]:
        """Each document with what was done with it. Medical papers are never listed."""
        said: list[Words] = []
        for code, marks in value.marks.items():
            if code == _HIDDEN_DOCUMENT:
                continue
            name = self._item(question, code)
            done = ", ".join(self._mark(mark) for mark in marks)
            said.append(Words(f"{name.text}: {done}" if done else name.text, code))
        return tuple(said) if value.marks else (Words(self.say("none")),)

    def _mark(self, mark: str) -> str:
        match mark:
            case "seen":
                return self.say("seen")
            case "copied":
                return self.say("copied")
            case "handed_over":
                return self.say("handed over")
            case "returned":
                return self.say("returned")
            case _:
                return mark


def date(value: PartialDate | dt.date) -> str:
    """A date in German figures, as precise as it is known: `17.05.1999`, `05/1999`, `1999`.

    One of another calendar is the days that it covers, and what was said: `20.03.1996–20.03.1997 (SH 1375)`.
    """
    if isinstance(value, dt.date):
        return f"{value.day:02d}.{value.month:02d}.{value.year:04d}"
    if value.said is not None:
        ours = date(value.first) if value.is_full else f"{date(value.first)}–{date(value.last)}"
        return f"{ours} ({shown_date(value)})"
    if value.day is not None:
        return date(value.first)
    return f"{value.year:04d}" if value.month is None else f"{value.month:02d}/{value.year:04d}"


def month(value: Month) -> str:
    return f"{value.month:02d}/{value.year:04d}"


SOURCE_TEXTS: Mapping[Source, str] = {
    Source.SAID: "Said",
    Source.DOCUMENT: "From a document",
    Source.OBSERVED: "Observed",
    Source.ESTIMATED: "Estimated",
    Source.THIRD_PARTY: "From another person",
}
"""Message ids of the questionnaire, with the context `source.` and the code."""

"""What the screens say: texts of questions, names behind codes and answers in words, in two languages at once.

The staff read German or English; the person's pane is in the language of the case. All text is logical order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import assert_never

from intake.interview.answers import Answer, Entry, State, Value
from intake.interview.occupations import Occupation
from intake.interview.questionnaire import Questionnaire
from intake.interview.questions import Choice, Kind, Question
from intake.interview.values import Appointment, Documents, Municipality, OwnWords, PartialDate
from intake.languages import dates
from intake.languages.catalogs import Catalogs
from intake.languages.direction import (
    fill,
    isolate_citations,
    listed,
    piece,
    reading_direction,
    shown,
    strip_controls,
)
from intake.languages.names import Names
from intake.languages.search import NameIndex
from intake.ui.cover import Cover
from intake.ui.keys import in_words
from intake.ui.widgets.field import Pair

MATCHES = 8
COVERED = "(covered)"
"""What stands in the place of an answer on health or protection."""

_MONTHS = "months"
_STATE_TEXTS: Mapping[State, str] = {
    State.UNKNOWN: "Does not know",
    State.DECLINED: "Does not want to answer",
    State.ASK_LATER: "Ask later",
    State.NOT_ASKED: "Not asked",
}


@dataclass(frozen=True)
class Lexicon:
    """Everything texts and names come from; read once, shared by all screens."""

    questionnaire: Questionnaire
    catalogs: Catalogs
    names: Names
    occupations: Mapping[str, Occupation]
    occupation_index: NameIndex[str]
    towns: tuple[tuple[str, str], ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    """Short German names of questions, as on the record."""


def lexicon(
    questionnaire: Questionnaire,
    catalogs: Catalogs,
    names: Names,
    occupations: Iterable[Occupation],
    towns: Iterable[tuple[str, str]] = (),
    labels: Mapping[str, str] | None = None,
) -> Lexicon:
    """The lexicon of one site. The first occupation with a code gives the code its name; `towns` are name and key."""
    by_code: dict[str, Occupation] = {}
    found: dict[str, list[str]] = {}
    for occupation in occupations:
        by_code.setdefault(occupation.isco08, occupation)
        found.setdefault(occupation.isco08, []).extend((occupation.de, occupation.en, *occupation.also))
    return Lexicon(questionnaire, catalogs, names, by_code, NameIndex(found), tuple(towns), labels or {})


@dataclass(frozen=True)
class CaseWording:
    """Texts for one case: the language of the staff, that of the person, and whether a child is spoken to."""

    lexicon: Lexicon
    staff: str = "de"
    person: str = "en"
    is_familiar: bool = False
    office: str = ""
    cover: Cover | None = None

    def in_language(self, person: str) -> CaseWording:
        return replace(self, person=person)

    # Interface

    def say(self, message: str, **params: str | int | float) -> str:
        catalog = self.lexicon.catalogs[self.staff]
        return catalog.say(message, in_words(params, catalog.gettext))

    def count(self, singular: str, plural: str, n: int) -> str:
        """An interface text with a number in it: `{n}` in both forms."""
        return fill(self.lexicon.catalogs[self.staff].ngettext(singular, plural, n), {"n": n})

    # Questions and choices

    def question(self, question: Question) -> Pair:
        return self._pair(question.context, question.text, question.familiar)

    def label(self, question: Question) -> str:
        """A short name of the question for lists, in the language of the staff."""
        short = self.lexicon.labels.get(question.context) if self.staff == "de" else None
        return short or self.question(question).staff

    def hint(self, question: Question) -> str:
        """The hint for staff and interpreter, in the language of the staff; empty where there is none."""
        return self.lexicon.catalogs[self.staff].pgettext(question.context, question.hint) if question.hint else ""

    def choice(self, question: Question, choice: Choice) -> Pair:
        return self._pair(question.context, choice.text, choice.familiar)

    def text(self, context: str, message: str) -> Pair:
        """A text of the content that is no question: a section, a grid, a group of choices."""
        return self._pair(context, message, False)

    def state(self, answer: Answer) -> Pair:
        if answer.state is State.ANSWERED:
            return Pair("", "")
        return self._pair(f"state.{answer.state.value}", _STATE_TEXTS[answer.state], False)

    def _pair(self, context: str, message: str, is_familiar: bool) -> Pair:
        catalogs = self.lexicon.catalogs
        context = f"{context}/familiar" if is_familiar and self.is_familiar else context
        person = catalogs[self.person].lookup(context, message)
        staff = catalogs[self.staff].lookup(context, message).text
        params = {"office": self.office or "…"}
        is_missing = person.is_missing and self.person != self.staff
        return Pair(
            fill(staff, params),
            fill(isolate_citations(person.text), params),
            person.is_draft,
            person.is_stale,
            is_missing,
        )

    # Names

    def country(self, code: str) -> Pair:
        return self._both(lambda language: self.lexicon.names.country(code, language))

    def language(self, code: str) -> Pair:
        return self._both(lambda language: self.lexicon.names.language(code, language))

    def occupation(self, isco08: str) -> Pair | None:
        found = self.lexicon.occupations.get(isco08)
        if found is None:
            return None
        return self._both(lambda language: found.de if language == "de" else found.en)

    def _both(self, name: Callable[[str], str]) -> Pair:
        return Pair(name(self.staff), name(self.person))

    def search_countries(self, typed: str) -> tuple[str, ...]:
        return self.lexicon.names.countries(self.person).search(typed, MATCHES)

    def search_languages(self, typed: str) -> tuple[str, ...]:
        return self.lexicon.names.languages(self.person).search(typed, MATCHES)

    def search_occupations(self, typed: str) -> tuple[str, ...]:
        return self.lexicon.occupation_index.search(typed, MATCHES) if typed.strip() else ()

    def search_municipalities(self, typed: str) -> tuple[tuple[str, str], ...]:
        wanted = typed.strip().casefold()
        return tuple(town for town in self.lexicon.towns if town[0].casefold().startswith(wanted))[:MATCHES]

    def recipient(self, code: str) -> Pair:
        """The kind of office behind a code."""
        field = self.lexicon.questionnaire.get("consents.recipient")
        choice = field.choice(code) if field else None
        return self.choice(field, choice) if field and choice else Pair(code, code)

    # Answers in words

    def answer(self, question: Question, answer: Answer) -> Pair:
        """An answer or its state in words, on one line; what is covered says only that."""
        if self.cover is not None and self.cover.hides(question, answer):
            covered = self.say(COVERED)
            return Pair(covered, covered)
        return self.state(answer) if answer.value is None else self.value(question, answer.value)

    def value(self, question: Question, value: Value) -> Pair:
        pair = self._value(question, value)
        return replace(pair, staff=shown(pair.staff), person=shown(pair.person))

    def _value(self, question: Question, value: Value) -> Pair:
        match value:
            case PartialDate():
                return self._both(lambda language: dates.partial_date(value, language))
            case OwnWords():
                named = self.occupation(value.isco08) if value.isco08 else None
                if named is None:
                    return _typed(value.text)
                return Pair(f"{piece(value.text)} ({named.staff})", f"{piece(value.text)} ({named.person})")
            case Municipality():
                return _typed(value.text)
            case Documents():
                return self._documents(question, value)
            case Appointment():
                return self._appointment(value)
            case tuple():
                return self._joined([self._item(question, item) for item in value])
            case str() | int() | float():
                return self._item(question, value)
            case _:
                assert_never(value)

    def _item(self, question: Question, item: str | int | float | Entry) -> Pair:
        if isinstance(item, Entry):
            return self.entry(question, item)
        if not isinstance(item, str):
            number = f"{item:g}"
            return self._months(number) if question.limits.unit == _MONTHS else Pair(number, number)
        match question.kind:
            case Kind.COUNTRY | Kind.MULTI_COUNTRY:
                return self.country(item)
            case Kind.LANGUAGE | Kind.MULTI_LANGUAGE | Kind.LANGUAGE_OR_NO if item != "no":
                return self.language(item)
            case Kind.LANGUAGE_OR_NO:
                return self._pair("", "No", False)
            case _:
                choice = question.choice(item)
                return self.choice(question, choice) if choice else _typed(item)

    def _months(self, count: str) -> Pair:
        catalogs = self.lexicon.catalogs
        return self._both(lambda language: catalogs[language].say("{count} months", {"count": count}))

    def entry(self, question: Question, entry: Entry) -> Pair:
        """The answered fields of an entry, in the order of the questionnaire."""
        answers = ((field, entry.answer(field.id)) for field in question.fields)
        return self._joined([self.answer(field, answer) for field, answer in answers if answer.value is not None])

    def _joined(self, pairs: list[Pair]) -> Pair:
        if not pairs:
            return Pair("–", "–")
        persons = [pair.person for pair in pairs]
        base = reading_direction(" ".join(persons))
        joined = Pair(listed([pair.staff for pair in pairs], "ltr"), listed(persons, base))
        return joined.with_marks_of(pairs)

    def _documents(self, question: Question, value: Documents) -> Pair:
        parts = []
        for code, marks in value.marks.items():
            choice = question.choice(code)
            name = self.choice(question, choice) if choice else Pair(code, code)
            done = ", ".join(self.mark(mark) for mark in marks)
            parts.append(Pair(f"{name.staff} ({done})" if done else name.staff, name.person))
        return self._joined(parts)

    def mark(self, mark: str) -> str:
        """What was done with a document."""
        marks = {
            "seen": self.say("seen"),
            "copied": self.say("copied"),
            "handed_over": self.say("handed over"),
            "returned": self.say("returned"),
        }
        return marks[mark]

    def _appointment(self, value: Appointment) -> Pair:
        at = self._both(lambda language: dates.moment(value.at, language))
        rest = [piece(part) for part in (value.place, value.with_whom) if part]
        return Pair(listed([at.staff, *rest], "ltr"), listed([at.person, *rest], reading_direction(at.person)))


def _typed(text: str) -> Pair:
    """What was typed, the same in both languages; controls in it are made visible."""
    plain = strip_controls(text, visible=True)
    return Pair(plain, plain)

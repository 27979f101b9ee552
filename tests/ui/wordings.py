"""A small wording for tests of fields, with dictionaries in the place of catalogs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from intake.interview.answers import Answer, Entry, State, Value
from intake.interview.questions import Choice, Kind, Question
from intake.interview.typed_text import shown
from intake.interview.values import Appointment, Documents, Municipality, OwnWords, PartialDate
from intake.ui.widgets.field import Pair

COUNTRIES = {
    "SYR": ("Syrien", "سوريا", "Сирія"),
    "AFG": ("Afghanistan", "أفغانستان", "Афганістан"),
    "IRQ": ("Irak", "العراق", "Ірак"),
    "IRN": ("Iran", "إيران", "Іран"),
    "UKR": ("Ukraine", "أوكرانيا", "Україна"),
}
LANGUAGES = {
    "ara": ("Arabisch", "العربية", "арабська"),
    "prs": ("Dari", "الدرية", "дарі"),
    "ukr": ("Ukrainisch", "الأوكرانية", "українська"),
}
OCCUPATIONS = {"5120": ("Koch", "طباخ", "кухар"), "7212": ("Schweißer", "لحام", "зварник")}
TOWNS = (("Wuppertal", "05124000"), ("Wülfrath", "05158036"), ("Münster", "05515000"))
TEXTS = {
    "Yes": ("Ja", "نعم", "Так"),
    "No": ("Nein", "لا", "Ні"),
    "Draft": ("Entwurf", "مسودة", "Чернетка"),
}
PERSON = {"ar": 1, "uk": 2}


@dataclass(frozen=True)
class SmallWording:
    """German for the staff, Arabic or Ukrainian for the person. Texts without a translation stay English."""

    person: str = "uk"
    draft: frozenset[str] = frozenset()

    def in_language(self, person: str) -> SmallWording:
        return replace(self, person=person)

    def _pair(self, names: tuple[str, str, str]) -> Pair:
        return Pair(names[0], names[PERSON[self.person]])

    def _text(self, text: str) -> Pair:
        pair = self._pair(TEXTS.get(text, (text, f"{text} {self.person}", f"{text} {self.person}")))
        return replace(pair, is_draft=text in self.draft)

    def question(self, question: Question) -> Pair:
        return self._text(question.text)

    def choice(self, question: Question, choice: Choice) -> Pair:
        return self._text(choice.text)

    def country(self, code: str) -> Pair:
        return self._pair(COUNTRIES.get(code, (code, code, code)))

    def language(self, code: str) -> Pair:
        return self._pair(LANGUAGES.get(code, (code, code, code)))

    def occupation(self, isco08: str) -> Pair | None:
        found = OCCUPATIONS.get(isco08)
        return self._pair(found) if found else None

    def search_countries(self, typed: str) -> tuple[str, ...]:
        return _found(COUNTRIES, typed)

    def search_languages(self, typed: str) -> tuple[str, ...]:
        return _found(LANGUAGES, typed)

    def search_occupations(self, typed: str) -> tuple[str, ...]:
        return _found(OCCUPATIONS, typed)

    def search_municipalities(self, typed: str) -> tuple[tuple[str, str], ...]:
        return tuple(town for town in TOWNS if town[0].casefold().startswith(typed.casefold()))

    def value(self, question: Question, value: Value) -> Pair:
        match value:
            case PartialDate():
                return Pair(shown(value), shown(value))
            case OwnWords() | Municipality():
                return Pair(value.text, value.text)
            case Documents():
                return Pair(" ".join(value.marks), " ".join(value.marks))
            case Appointment():
                return Pair(value.at, value.at)
            case tuple():
                items = [self._item(question, item) for item in value if not isinstance(item, Entry)]
                return Pair(", ".join(pair.staff for pair in items), ", ".join(pair.person for pair in items))
            case str() | int() | float():
                return self._item(question, value)

    def _item(self, question: Question, item: str | int | float) -> Pair:
        if isinstance(item, str) and item in COUNTRIES and "country" in question.kind:
            return self.country(item)
        if isinstance(item, str) and item in LANGUAGES and "language" in question.kind:
            return self.language(item)
        if question.kind is Kind.LANGUAGE_OR_NO:
            return self._text("No")
        choice = question.choice(item) if isinstance(item, str) else None
        return self.choice(question, choice) if choice is not None else Pair(str(item), str(item))

    def state(self, answer: Answer) -> Pair:
        texts = {State.UNKNOWN: "Weiß nicht", State.DECLINED: "Möchte nicht antworten"}
        text = texts.get(answer.state, answer.state.value)
        return Pair(text, text)

    def say(self, message: str, **params: str | int | float) -> str:
        return message.format(**params)


def _found(names: Mapping[str, tuple[str, ...]], typed: str) -> tuple[str, ...]:
    wanted = typed.strip().casefold()
    return tuple(
        code
        for code, each in names.items()
        if wanted == code.casefold() or any(name.casefold().startswith(wanted) for name in each)
    )

"""The texts of a form in each of its languages: from the catalogs, names of countries and languages, occupations."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from intake.interop import nodes
from intake.interop.rows import Heading, Texts
from intake.interview.answers import State
from intake.interview.occupations import Occupation
from intake.interview.questions import Choice, Kind, Question
from intake.languages.catalogs import BINDING_LANGUAGE, Catalog, Catalogs
from intake.languages.languages import InterfaceLanguage, Status
from intake.languages.names import Names

_STATE_TEXTS: Mapping[str, str] = {
    State.UNKNOWN.value: "Does not know",
    State.DECLINED.value: "Does not want to answer",
    State.ASK_LATER.value: "Ask later",
}
"""Message ids of the questionnaire, with the context `state.` and the code."""


@dataclass(frozen=True)
class FormTexts:
    """Texts in the languages of one form."""

    languages: Sequence[InterfaceLanguage]
    catalogs: Catalogs
    names: Names
    occupations: Sequence[Occupation]

    @property
    def headings(self) -> tuple[Heading, ...]:
        """`Deutsch (de)`. The code in parentheses has to be the only ones: converters take the first they find."""
        plain = str.maketrans("", "", "()")
        return tuple(Heading(each.code, f"{each.own_name.translate(plain)} ({each.code})") for each in self.languages)

    def _each(self, text_in: Callable[[Catalog], str]) -> Texts:
        found = {each.code: text_in(self.catalogs[each.code]) for each in self.languages}
        return {code: one_line(text) for code, text in found.items()}

    def say(self, message: str) -> Texts:
        """A text of the program."""
        return self._each(lambda catalog: catalog.gettext(message))

    def content(self, context: str, message: str) -> Texts:
        """A text of the questionnaire; nothing for an empty one."""
        return self._each(lambda catalog: catalog.pgettext(context, message)) if message else {}

    def question(self, question: Question) -> Texts:
        return self.content(question.context, question.text)

    def hint(self, question: Question) -> Texts:
        return self.content(question.context, question.hint)

    def choice(self, question: Question, choice: Choice) -> Texts:
        return self.content(question.context, choice.text)

    def state(self, state: str) -> Texts:
        return self.content(f"state.{state}", _STATE_TEXTS[state])

    def coded(self, kind: Kind, code: str) -> Texts:
        """The name behind a code of a country or language."""
        if kind in (Kind.COUNTRY, Kind.MULTI_COUNTRY):
            return {each.code: self.names.country(code, each.code) for each in self.languages}
        return {each.code: self.names.language(code, each.code) for each in self.languages}

    def occupation(self, occupation: Occupation) -> Texts:
        """Occupations have a German and an English name."""
        return {each.code: occupation.en if each.code == "en" else occupation.de for each in self.languages}

    def mark(self, mark: str) -> Texts:
        """What was done with a paper."""
        marks = {
            "seen": self.say("seen"),
            "copied": self.say("copied"),
            "handed_over": self.say("handed over"),
            "returned": self.say("returned"),
        }
        return marks[mark]

    def nothing(self) -> Texts:
        return self.say("none")

    def gate(self, code: str) -> Texts:
        """What is chosen before the entries of a list."""
        return self.say("Entries follow") if code == nodes.ENTRIES else self.say("No entries")

    def first_note(self) -> Texts:
        """What stands before the first question; in languages that nobody has reviewed, that too."""
        note = self.say("Explain data protection before the first answer: the device keeps what is typed.")
        draft = self.say("Draft translation, not yet reviewed")
        is_draft = {each.code: each.status is Status.DRAFT for each in self.languages}
        return {code: f"{text} [{draft[code]}]" if is_draft[code] else text for code, text in note.items()}


def one_line(text: str) -> str:
    """A text in which a form finds no reference to a row: `${` begins one."""
    return " ".join(text.replace("${", "$ {").split())


def default_heading(headings: Sequence[Heading]) -> str:
    """The language in which the form opens: the binding one where it is there."""
    return next((each.title for each in headings if each.code == BINDING_LANGUAGE), headings[0].title)

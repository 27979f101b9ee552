"""What is worth a look in a translation: a term of the glossary that is not used, a text too long for the screen.

Terms count where a person is asked or told something, so in messages with a context. These are no mistakes: a language
may say it otherwise. Mistakes are found by `checks`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from rich.cells import cell_len

from intake.interview.questionnaire import Questionnaire
from intake.languages.catalogs import Catalog
from intake.languages.messages import Key, SourceMessage
from intake.languages.translation.glossaries import Term

SCREEN: Final = 76
"""Cells of text on a screen of 80 columns."""

QUESTION_LINES: Final = 4
CHOICE_CELLS: Final = 70

_SHOWN: Final = 50


def worth_a_look(
    catalog: Catalog,
    messages: Sequence[SourceMessage],
    german: Mapping[Key, str],
    terms: Sequence[Term],
    questionnaire: Questionnaire,
) -> tuple[str, ...]:
    """One line for each finding of one language, in the order of the messages."""
    cells = dict(_room(questionnaire))
    found: list[str] = []
    for message in messages:
        for form in catalog.forms(message.context, message.msgid, message.plural):
            found += [_line(message, what) for what in _findings(message, form.text, german, terms, cells)]
    return tuple(found)


def _findings(
    message: SourceMessage, text: str, german: Mapping[Key, str], terms: Sequence[Term], cells: Mapping[Key, int]
) -> Iterator[str]:
    binding = german.get(message.key, "")
    for term in terms if message.context else ():
        if term.stands_in(binding) and not term.is_kept(text):
            yield f"does not use the term for {term.german}: {term.term}"
    room = cells.get((message.context.removesuffix("/familiar"), message.msgid))
    if room is not None and cell_len(text) > room:
        yield f"takes {cell_len(text)} cells of {room}"


def _room(questionnaire: Questionnaire) -> Iterator[tuple[Key, int]]:
    """How many cells there are for each question and choice on a screen of 80 columns."""
    for question in questionnaire:
        for each in (question, *question.fields):
            yield (each.context, each.text), QUESTION_LINES * SCREEN
            for choice in each.choices:
                yield (each.context, choice.text), CHOICE_CELLS


def _line(message: SourceMessage, what: str) -> str:
    shown = message.msgid if len(message.msgid) <= _SHOWN else message.msgid[: _SHOWN - 1] + "…"
    return f"{f'[{message.context}] ' if message.context else ''}{shown!r} {what}"

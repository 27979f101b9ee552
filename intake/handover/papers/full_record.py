"""All that is stored about a person, for this person: every answer with where it comes from and what it was before, who
saw it, to whom it went, and how long it is kept. Source: GDPR Art. 15.

The texts come in both languages and finished; nothing is chosen here but their order.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from intake.handover.papers.making import PERSON_LEADS, made
from intake.handover.papers.paper import NO_TEXT, Both, Element, Fact, Facts, Heading, Paper, Paragraph, Place
from intake.handover.papers.tongues import Tongues


@dataclass(frozen=True, slots=True)
class Told:
    """One answer: the question, what stands now, where that comes from, and what stood before, the newest first."""

    question: Both
    value: Both
    source: Both = NO_TEXT
    note: Both = NO_TEXT
    earlier: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class ToldSection:
    """A section of the questionnaire, or of what staff added."""

    title: Both
    answers: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class FullRecord:
    """Everything about one case. `is_whole` is false where what is private was left out."""

    case: str
    author: str
    sections: tuple[ToldSection, ...]
    given: tuple[Place, ...]
    seen: tuple[Fact, ...]
    kept: tuple[Fact, ...]
    is_whole: bool


def full_record(record: FullRecord, tongues: Tongues) -> Paper:
    """The record as a paper in the language of the person, with German beside it."""
    title = tongues.say("All that is stored about you")
    elements = tuple(_elements(record, tongues))
    return made(tongues, title, elements, author=record.author, case=record.case, leads=PERSON_LEADS)


def _elements(record: FullRecord, tongues: Tongues) -> Iterator[Element]:
    say = tongues.say
    yield Paragraph(
        say("You have the right to know this. If something is wrong, tell us: we correct it, and both stay visible.")
    )
    if not record.is_whole:
        yield Paragraph(say("More can be printed for you when you are alone with us. Ask us."))
    for section in record.sections:
        yield Heading(section.title)
        for told in section.answers:
            yield Place(told.question, tuple(_facts(told, tongues)))
    yield Heading(say("To whom it was passed on"))
    yield from record.given
    if not record.given and record.is_whole:
        yield Paragraph(say("Nothing is passed on to any office."))
    if not record.is_whole:
        yield Paragraph(say("More can be printed for you when you are alone with us. Ask us."))
    yield Heading(say("Who saw or changed it"))
    yield Facts(record.seen)
    yield Heading(say("How long it is kept"))
    yield Facts(record.kept)


def _facts(told: Told, tongues: Tongues) -> Iterator[Fact]:
    yield Fact(tongues.say("Answer"), told.value)
    if told.source != NO_TEXT:
        yield Fact(tongues.say("Where it comes from"), told.source)
    if told.note != NO_TEXT:
        yield Fact(tongues.say("Note"), told.note)
    yield from told.earlier

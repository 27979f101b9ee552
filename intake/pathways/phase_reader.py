"""Reads phases, kinds of events and changes of the legal circle from TOML."""

from __future__ import annotations

from intake.interview.answers import Source
from intake.interview.vocabulary import Vocabulary
from intake.pathways.case_events import CircleChange, EventKind
from intake.pathways.profile_rows import Origin
from intake.pathways.sites import Phase
from intake.pathways.tables import TableReader


def read_origin(table: TableReader) -> Origin:
    return Origin(table.short("source"), table.short("law"), table.short("ours"))


def read_phase(table: TableReader, words: Vocabulary) -> Phase:
    """A phase; one without `when` describes the work of the office, and needs no id."""
    is_stood_in = "when" in table.keys
    phase = Phase(
        id=table.text("id") if is_stood_in else table.short("id"),
        name=table.words("name"),
        agency=table.words("agency"),
        content=table.words("content"),
        condition=table.condition(words) if is_stood_in else None,
        stations=table.texts("stations"),
        handover=table.optional("handover", int, 0),
        origin=read_origin(table),
    )
    if phase.handover not in (0, 1, 2):
        table.wrong("`handover` has to be 1 or 2", key="handover")
    table.refuse_others()
    return phase


def read_event(table: TableReader) -> EventKind:
    kind = EventKind(
        id=table.text("id"),
        name=table.words("name"),
        asks=table.texts("asks"),
        date=table.short("date"),
        follows=_texts_by_name(table, "follows"),
        allowed=_codes_by_name(table, "allowed"),
        afresh=table.texts("afresh") if "afresh" in table.keys else (),
        entry=table.short("entry"),
        states=table.texts("states"),
        adds=table.flag("adds"),
        answer_source=(table.member("answers_are", Source) if "answers_are" in table.keys else None) or Source.SAID,
        origin=read_origin(table),
    )
    table.refuse_others()
    return kind


def _texts_by_name(table: TableReader, key: str) -> dict[str, str]:
    inner = table.inline(key)
    return {name: inner.text(name) for name in inner.keys}


def _codes_by_name(table: TableReader, key: str) -> dict[str, tuple[str, ...]]:
    inner = table.inline(key)
    return {name: inner.texts(name) for name in inner.keys}


def read_circle_change(table: TableReader, words: Vocabulary) -> CircleChange:
    change = CircleChange(
        id=table.text("id"),
        condition=table.condition(words),
        date=table.text("date"),
        from_=table.words("from"),
        to=table.words("to"),
        origin=read_origin(table),
    )
    table.refuse_others()
    return change

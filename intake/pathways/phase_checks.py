"""Whether the names in phases, kinds of events and changes of circle exist, and whether a phase can ever be true."""

from __future__ import annotations

import re
from collections.abc import Iterator

from intake.interview.conditions.reach import Fixed, can_be_true
from intake.interview.content_file import ContentFile, Mistakes
from intake.interview.vocabulary import Term, ValueType, Vocabulary
from intake.pathways.case_events import EventKind
from intake.pathways.profile_checks import Names
from intake.pathways.sites import Common, Phase, SiteProfile

MAX_EVENTS = 9
"""As many as digits pick."""

RESERVED = "withdrawn"
"""The kind of an event that takes another one back."""

_ID = re.compile(r"[a-z][a-z0-9_]*")


def check_phases(site: SiteProfile, file: ContentFile, vocabulary: Vocabulary, mistakes: Mistakes) -> None:
    """Phases of one profile: each id once, stations that exist and get a record."""
    names = Names(file, vocabulary, mistakes)
    names.once("phase", (phase.id or str(index) for index, phase in enumerate(site.phases)))
    for index, phase in enumerate(site.phases):
        for what, key in _phase_mistakes(phase, site):
            names.wrong(f"phase {phase.id}: {what}", "phase", index, key)


def _phase_mistakes(phase: Phase, site: SiteProfile) -> Iterator[tuple[str, str]]:
    for id_ in phase.stations:
        station = site.stations.get(id_)
        if station is None:
            yield f"unknown station `{id_}`", "stations"
        elif not station.recipient:
            yield f"the station {id_} has no recipient and gets no record", "stations"
    if phase.condition is None and (phase.stations or phase.handover):
        yield "without `when` no case stands in it, so nothing is handed over", "stations"
    if phase.handover and not phase.stations:
        yield "`handover` needs a station to hand over to", "handover"


def check_reach(site: SiteProfile, file: ContentFile, vocabulary: Vocabulary, fixed: Fixed, mistakes: Mistakes) -> None:
    """Phases in which nobody can ever be."""
    words = vocabulary.with_lists(site.lists)
    for index, phase in enumerate(site.phases):
        if phase.condition is not None and not can_be_true(phase.condition, words, fixed):
            mistakes.add(file, f"phase {phase.id}: no answers ever make `when` true", "phase", index, "when")


def check_events(common: Common, file: ContentFile, vocabulary: Vocabulary, mistakes: Mistakes) -> None:
    """Kinds of events and changes of circle: ids once, questions, fields and codes that exist, dates that are dates."""
    names = Names(file, vocabulary, mistakes)
    names.once("event", (kind.id for kind in common.events))
    names.once("circle_change", (change.id for change in common.circle_changes))
    for index, kind in enumerate(common.events):
        for what, key in _event_mistakes(kind, vocabulary):
            names.wrong(f"event {kind.id}: {what}", "event", index, key)
    if len(common.events) > MAX_EVENTS:
        names.wrong(f"there are more than {MAX_EVENTS} kinds of events", "event", MAX_EVENTS, "id")
    for index, change in enumerate(common.circle_changes):
        if not _is_date(vocabulary.terms.get(change.date), change.date in vocabulary.questions):
            what = f"circle_change {change.id}: `{change.date}` is no question for a date"
            names.wrong(what, "circle_change", index, "date")


def _event_mistakes(kind: EventKind, words: Vocabulary) -> Iterator[tuple[str, str]]:
    if not _ID.fullmatch(kind.id) or kind.id == RESERVED:
        yield f"`id` has to be small letters, digits and `_`, and not `{RESERVED}`", "id"
    if kind.entry and kind.entry not in words.fields:
        yield f"`{kind.entry}` is no question with entries", "entry"
        return
    if kind.adds and not kind.entry:
        yield "`adds` needs an `entry`", "adds"
    terms = words.fields[kind.entry] if kind.entry else {id_: words.terms[id_] for id_ in words.questions}
    states = terms["state"].codes if kind.entry and "state" in terms else None
    for code in kind.states:
        if code not in (states or ()):
            yield f"an entry never has the state `{code}`", "states"
    for key, found in (("asks", kind.asks), ("date", (kind.date,) if kind.date else ()), ("follows", kind.follows)):
        for name in found:
            if name not in terms:
                yield f"unknown {'field' if kind.entry else 'question'} `{name}`", key
    if kind.date in terms and not _is_date(terms[kind.date], True):
        yield f"`{kind.date}` is no question for a date", "date"
    for key, pairs in (
        ("follows", [(name, code) for name, code in kind.follows.items()]),
        ("allowed", [(name, code) for name, codes in kind.allowed.items() for code in codes]),
    ):
        for name, code in pairs:
            if name in terms and code not in (terms[name].codes or ()):
                yield f"`{name}` never has the code `{code}`", key
    for name in kind.allowed:
        if name not in kind.asks:
            yield f"`{name}` is not asked, so `allowed` says nothing", "allowed"
    for name in kind.afresh:
        if name not in kind.asks:
            yield f"`{name}` is not asked, so `afresh` says nothing", "afresh"


def _is_date(term: Term | None, is_question: bool) -> bool:
    return is_question and term is not None and term.type is ValueType.DATE

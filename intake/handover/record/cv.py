"""Puts the CV page together from what a view holds: nothing that was not released can come into it.

Dates stay as precise as they were said. Source: peers.md D27, D28; decisions.md 3.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from intake.handover.projection.filters import Seen, SeenEntry
from intake.handover.projection.projection import Projection
from intake.handover.record.cv_parts import (
    LANGUAGES,
    SKILLS,
    STATIONS,
    Cv,
    CvLanguage,
    CvStation,
    NotAsked,
    Reach,
    When,
)
from intake.handover.record.layout import Block
from intake.handover.record.wording import LANGUAGE, Wording
from intake.handover.record.words import Words
from intake.interview.questions import Question
from intake.interview.timeline import STILL, Month
from intake.interview.values import PartialDate

_MOTHER_TONGUE, _ARRIVAL = "mother_tongue", "arrival_date"
_CARRIERS = ("EDU", "WRK")
"""An office that has neither schooling nor work gets no CV."""


def cv_of(
    projection: Projection, today: Month, blocks: tuple[Block, ...], questions: Mapping[str, Question], wording: Wording
) -> Cv | None:
    """The CV page for the office of this projection; None where it is not for it."""
    view, layout = projection.view, wording.layout.cv
    if view.recipient not in layout.recipients or not any(view.receiver.has(package) for package in _CARRIERS):
        return None
    arrival = view.seen.get(_ARRIVAL)
    entry = arrival.value if arrival and isinstance(arrival.value, PartialDate) else None
    builder = _Builder(projection, today, blocks, questions, wording)
    return Cv(
        heading=layout.heading,
        stations=stations_in_order(_entries(view.seen.get(STATIONS)), entry, today),
        languages=tuple(builder.languages()),
        certificates=tuple(id_ for id_ in layout.certificates if id_ in view.seen),
        activities=tuple(id_ for id_ in layout.activities if id_ in view.seen),
        not_asked=tuple(builder.not_asked()),
        timeline=projection.timeline,
        entry=Month.of(entry.last) if entry else None,
        today=today,
    )


# Stations


def stations_in_order(
    entries: tuple[SeenEntry, ...], arrival: PartialDate | None, today: Month
) -> tuple[CvStation, ...]:
    """The stations by their beginning, those without any date last, each with what goes on at the same time."""
    found = [
        CvStation(index, 0, _when(entry, arrival, today), _reach(entry, today)) for index, entry in enumerate(entries)
    ]
    found.sort(key=_order)
    numbered = [replace(station, number=number) for number, station in enumerate(found, 1)]
    return tuple(
        replace(
            station,
            overlaps=tuple(other.number for other in numbered if other is not station and _overlap(station, other)),
        )
        for station in numbered
    )


def _order(station: CvStation) -> tuple[bool, int, int, int]:
    reach = station.reach
    if reach is None:
        return True, 0, 0, station.entry
    return False, reach.earliest, reach.latest, station.entry


def _overlap(one: CvStation, other: CvStation) -> bool:
    """Whether both surely went on in the same month, beyond one that ends when the other begins."""
    if one.reach is None or other.reach is None:
        return False
    first, last = max(one.reach.first, other.reach.first), min(one.reach.last, other.reach.last)
    is_handed_on = first == last and (one.reach.last, other.reach.last).count(first) == 1
    return first <= last and not is_handed_on


def _reach(entry: SeenEntry, today: Month) -> Reach | None:
    begin, end = (_date(entry, name) for name in ("from", "to"))
    if entry.fields.get("to") == STILL:
        ends = (today.number, today.number)
    elif end is not None:
        ends = (Month.of(end.first).number, Month.of(end.last).number)
    elif begin is not None:
        ends = (Month.of(begin.first).number, Month.of(begin.last).number)
    else:
        return None
    begins = (Month.of(begin.first).number, Month.of(begin.last).number) if begin is not None else ends
    return Reach(begins[0], begins[1], ends[0], max(begins[0], ends[1]))


def _when(entry: SeenEntry, arrival: PartialDate | None, today: Month) -> When | None:
    """Where a station lies beside the entry, by months; None where the entry, or any date of it, is not known."""
    reach = _reach(entry, today)
    if arrival is None or reach is None:
        return None
    first, last = Month.of(arrival.first).number, Month.of(arrival.last).number
    is_end_told, is_begin_told = "to" in entry.fields, "from" in entry.fields
    if is_begin_told and reach.earliest >= last:
        return When.AFTER
    if is_end_told and reach.latest <= first:
        return When.BEFORE
    if is_begin_told and is_end_told and reach.first < first and reach.last > last:
        return When.ACROSS
    return When.OPEN


def _date(entry: SeenEntry, name: str) -> PartialDate | None:
    value = entry.fields.get(name)
    return value if isinstance(value, PartialDate) else None


def _entries(found: Seen | None) -> tuple[SeenEntry, ...]:
    value = found.value if found else ()
    return tuple(entry for entry in value if isinstance(entry, SeenEntry)) if isinstance(value, tuple) else ()


# Languages and open questions


@dataclass(frozen=True, slots=True)
class _Builder:
    projection: Projection
    today: Month
    blocks: tuple[Block, ...]
    questions: Mapping[str, Question]
    wording: Wording

    @property
    def seen(self) -> Mapping[str, Seen]:
        return self.projection.view.seen

    def languages(self) -> Iterator[CvLanguage]:
        """Mother tongues, then the languages with questions of their own, then the others as they were told.

        Two answers about one language stand in one line as long as they say nothing different.
        """
        found: list[CvLanguage] = []
        for language in (*self._mother_tongues(), *self._asked_for(), *self._others()):
            at = next((index for index, each in enumerate(found) if _agree(each, language)), None)
            if at is None:
                found.append(language)
            else:
                found[at] = _joined(found[at], language)
        yield from found

    def _mother_tongues(self) -> Iterator[CvLanguage]:
        found = self.seen.get(_MOTHER_TONGUE)
        codes = found.value if found and isinstance(found.value, tuple) else ()
        for code in codes:
            if isinstance(code, str):
                yield CvLanguage(code, self._name(code), {}, is_mother_tongue=True)

    def _asked_for(self) -> Iterator[CvLanguage]:
        for code, asked in self.wording.layout.cv.languages.items():
            skills: dict[str, Words] = {}
            for skill, id_ in asked.items():
                found = self.seen.get(id_)
                if found is not None and isinstance(found.value, str):
                    skills[skill] = self.wording.brief(self.questions[id_], found.value)[0]
            if skills:
                yield CvLanguage(code, self._name(code), skills)

    def _others(self) -> Iterator[CvLanguage]:
        for entry in _entries(self.seen.get(LANGUAGES)):
            code = entry.fields.get("language")
            words = self.wording.entry(self.questions[LANGUAGES], entry)
            yield CvLanguage(
                code if isinstance(code, str) else "",
                self._name(code) if isinstance(code, str) else Words("–"),
                {skill: words[skill][0] for skill in SKILLS if skill in words},
                learned=words.get("learned", ()),
            )

    def _name(self, code: str) -> Words:
        return Words(self.wording.names.language(code, LANGUAGE), code)

    def not_asked(self) -> Iterator[NotAsked]:
        """By the block in which the answer would stand, in the order of the record."""
        layout = self.wording.layout
        rooms: dict[str, list[str]] = {}
        for id_ in self.projection.not_asked:
            block = layout.home_of(self.questions[id_], self.blocks, self.projection.view.receiver)
            rooms.setdefault(block.id, []).append(id_)
        for block in self.blocks:
            if block.id in rooms:
                labelled = tuple((id_, self.wording.label(id_)) for id_ in rooms[block.id])
                yield NotAsked(block.id, block.heading, labelled)


def _agree(one: CvLanguage, other: CvLanguage) -> bool:
    """Whether both are about one language and say nothing different about it."""
    if not one.code or one.code != other.code:
        return False
    return all(one.skills[skill] == words for skill, words in other.skills.items() if skill in one.skills)


def _joined(one: CvLanguage, other: CvLanguage) -> CvLanguage:
    return replace(
        one,
        skills={**one.skills, **other.skills},
        is_mother_tongue=one.is_mother_tongue or other.is_mother_tongue,
        learned=one.learned or other.learned,
    )

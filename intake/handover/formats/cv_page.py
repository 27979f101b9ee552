"""Lays the CV page out: a table of times with bars, languages by skill, certificates, activities, what is to be asked.

German texts, everything cleaned and isolated, as the rest of the sheet. Times are in words; the bar only repeats them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from intake.handover.formats.sheet import Bar, Element, Entries, Pairs, Remark, Row, Section, TimeRow, Times
from intake.handover.record.cv_parts import SKILLS, STATIONS, Cv, CvLanguage, CvStation, Reach, When
from intake.handover.record.parts import EntryRow, EntryTable, Item, Record
from intake.handover.record.wording import Wording, month
from intake.handover.record.words import Words
from intake.handover.sanitize import shown
from intake.interview.timeline import Gap, Timeline, Told

_SEPARATOR = " · "


def cv_section(record: Record, wording: Wording) -> Section | None:
    """The CV as a section that fills a page of its own; None where the record has none."""
    return _Page(record, record.cv, wording).section() if record.cv else None


def timeline_row(timeline: Timeline, wording: Wording) -> Row:
    """Whether the CV is told without gaps: before the entry to Germany, or since the 15th birthday."""
    say = wording.say
    label = say("CV before entry") if timeline.entry else say("CV since the 15th birthday")
    before = timeline.before_entry
    match before.told:
        case Told.NOT_ASKED:
            return Row(label, (Words(say("no statement")),))
        case Told.COMPLETE:
            return Row(label, (Words(say("complete")),))
        case Told.GAPS:
            return Row(label, tuple(Words(_gap(gap, wording)) for gap in before.gaps))


def _gap(gap: Gap, wording: Wording) -> str:
    return wording.say("gap from {first} to {last}", first=month(gap.first), last=month(gap.last))


@dataclass(frozen=True, slots=True)
class _Axis:
    """The time that the bars cover, in months; both ends belong to it."""

    first: int
    last: int

    def share(self, number: int) -> float:
        """Where a month begins, as a share of the whole."""
        return round((number - self.first) / (self.last + 1 - self.first), 4)

    def bar(self, reach: Reach) -> Bar:
        sure = (reach.first, reach.last + 1) if reach.first <= reach.last else (reach.earliest, reach.earliest)
        ends = (reach.earliest, *sure, reach.latest + 1)
        earliest, first, last, latest = (self.share(min(max(each, self.first), self.last + 1)) for each in ends)
        return Bar(earliest, first, last, latest)


class _Page:
    def __init__(self, record: Record, cv: Cv, wording: Wording) -> None:
        self.cv = cv
        self.wording = wording
        self.say = wording.say
        self.items: dict[str, Item] = {}
        self.tables: dict[str, EntryTable] = {}
        for answer in (answer for block in record.blocks for answer in block.answers):
            if isinstance(answer, EntryTable):
                self.tables[answer.item.question] = answer
            else:
                self.items[answer.question] = answer

    def section(self) -> Section:
        return Section(shown(self.cv.heading), tuple(self._elements()))

    def _elements(self) -> Iterator[Element]:
        cv = self.cv
        if cv.timeline:
            yield Pairs((timeline_row(cv.timeline, self.wording),))
        if cv.stations:
            yield self._times()
        if cv.languages:
            yield self._languages()
        for caption, ids in ((self.say("Certificates"), cv.certificates), (self.say("Activities"), cv.activities)):
            rows = tuple(self._row(self.items[id_]) for id_ in ids if id_ in self.items)
            if rows:
                yield Pairs(rows, caption=caption)
        yield from self._not_asked()

    # Times

    def _times(self) -> Times:
        cv, table = self.cv, self.tables[STATIONS]
        axis = self._axis()
        rows = [row for _, _, row in sorted(self._dated(axis, table), key=lambda each: each[:2])]
        marks = [table.item.source_words, self.say("to be checked again") if table.item.recheck else ""]
        notes = [
            self.say("Dark: for sure. Light: possible, as the date is known by year or month only."),
            self.say("The line in the bars is the entry to Germany.") if cv.entry else "",
            self.say("Note: {note}", note=shown(table.item.note)) if table.item.note else "",
        ]
        return Times(
            caption=_SEPARATOR.join(part for part in (shown(table.item.label), *marks) if part),
            heads=(
                self.say("No."),
                self.say("Time span"),
                f"{axis.first // 12:04d} – {axis.last // 12:04d}" if axis else "",
                self.say("What"),
                self.say("Proof"),
            ),
            entry=axis.share(cv.entry.number) if axis and cv.entry else None,
            rows=tuple(rows),
            notes=tuple(note for note in notes if note),
        )

    def _axis(self) -> _Axis | None:
        reached = [station.reach for station in self.cv.stations if station.reach]
        if not reached:
            return None
        gaps = self._gaps()
        first = min(*(reach.earliest for reach in reached), *(gap.first.number for gap in gaps), self.cv.today.number)
        last = max(*(reach.latest for reach in reached), self.cv.today.number)
        entry = self.cv.entry
        return _Axis(min(first, entry.number) if entry else first, max(last, entry.number) if entry else last)

    def _gaps(self) -> tuple[Gap, ...]:
        return self.cv.timeline.gaps if self.cv.timeline else ()

    def _dated(self, axis: _Axis | None, table: EntryTable) -> Iterator[tuple[int, int, TimeRow]]:
        """The rows with the month that they are sorted by; one line says where the time in Germany begins."""
        last = 9999 * 12
        for station in self.cv.stations:
            reach = station.reach
            bar = axis.bar(reach) if axis and reach else None
            row = self._station(station, table.rows[station.entry], bar)
            yield (reach.earliest if reach else last), 2, row
        for gap in self._gaps():
            reach = Reach(gap.first.number, gap.first.number, gap.last.number, gap.last.number)
            time = self._span(month(gap.first), month(gap.last))
            cells = ((), (Words(time),), (Words(self.say("gap: nothing was told")),), ())
            yield reach.earliest, 1, TimeRow("gap", cells, axis.bar(reach) if axis else None)
        if self.cv.entry:
            words = self.say("Entry to Germany: {month}", month=month(self.cv.entry))
            yield self.cv.entry.number, 0, TimeRow("entry", ((Words(words),),))

    def _station(self, station: CvStation, row: EntryRow, bar: Bar | None) -> TimeRow:
        words = row.words
        begin, end = (self._plain(words.get(name, ())) for name in ("from", "to"))
        time = self._span(begin or "?", end or "?") if begin or end else "?"
        what = [*words.get("kind", ()), *words.get("what", ()), *words.get("place", ()), *words.get("country", ())]
        proof = [
            Words(self.say("{label}: {value}", label=self.wording.label(f"{STATIONS}.{name}"), value=word.text))
            for name in ("finished", "proof")
            for word in words.get(name, ())
        ]
        cells = (
            (Words(str(station.number)),),
            (Words(shown(time, in_table=True)),),
            _cleaned((*what, *self._remarks(station))),
            _cleaned(tuple(proof)),
        )
        return TimeRow("station", cells, bar)

    def _remarks(self, station: CvStation) -> Iterator[Words]:
        match station.when:
            case When.ACROSS:
                yield Words(self.say("before and after the entry"))
            case When.OPEN:
                yield Words(self.say("before or after the entry: the dates do not tell"))
            case When.BEFORE | When.AFTER | None:
                pass
        if station.overlaps:
            numbers = ", ".join(str(number) for number in station.overlaps)
            yield Words(self.say("at the same time as no. {numbers}", numbers=numbers))

    def _span(self, begin: str, end: str) -> str:
        return begin if begin == end else f"{begin} – {end}"

    def _plain(self, words: tuple[Words, ...]) -> str:
        return ", ".join(each.text for each in words)

    # The rest

    def _languages(self) -> Entries:
        asked = [skill for skill in SKILLS if any(skill in each.skills for each in self.cv.languages)]
        names = {
            "understanding": self.say("Understanding"),
            "speaking": self.say("Speaking"),
            "reading": self.say("Reading"),
            "writing": self.say("Writing"),
        }
        is_remarked = any(each.is_mother_tongue or each.learned for each in self.cv.languages)
        return Entries(
            caption=self.say("Languages by skill"),
            heads=(self.say("Language"), *(names[skill] for skill in asked), *([self.say("Remark")] * is_remarked)),
            widths=("text",) * (1 + len(asked) + is_remarked),
            rows=tuple(self._language(each, asked, is_remarked) for each in self.cv.languages),
        )

    def _language(self, language: CvLanguage, asked: list[str], is_remarked: bool) -> tuple[tuple[Words, ...], ...]:
        levels = tuple(_cleaned((language.skills[skill],)) if skill in language.skills else () for skill in asked)
        mother = (Words(self.say("mother tongue")),) if language.is_mother_tongue else ()
        remark = _cleaned((*mother, *language.learned))
        return (_cleaned((language.name,)), *levels, *((remark,) if is_remarked else ()))

    def _row(self, item: Item) -> Row:
        return Row(shown(item.label), tuple(Words(shown(each.text), shown(each.code)) for each in item.words))

    def _not_asked(self) -> Iterator[Element]:
        if not self.cv.not_asked:
            return
        rows = tuple(
            Row(shown(block.heading), tuple(Words(shown(label)) for _, label in block.questions))
            for block in self.cv.not_asked
        )
        yield Pairs(rows, caption=self.say("Not asked yet"))
        yield Remark(self.say("Please ask only what is listed here."))


def _cleaned(words: tuple[Words, ...]) -> tuple[Words, ...]:
    return tuple(Words(shown(each.text, in_table=True), shown(each.code, in_table=True)) for each in words)

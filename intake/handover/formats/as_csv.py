"""A record as CSV, one key per field, to be copied into the receiver's system.

A German Excel opens it by a double click: UTF-8 with a byte order mark, semicolons, CRLF, quotes doubled (RFC 4180).
Each field is one line, and each line has these columns:

| column | what it holds |
|---|---|
| Schlüssel | the key: the same for the same field in every record, unique in the file |
| Bezeichnung | the name of the field, in German |
| Code | the value as a code, a number or a date by ISO 8601; empty where it is words only |
| Wert | the value in plain words |
| Quelle | where the answer comes from; empty for what was computed |
| Stand | the day of assessment, and whether the answer is to be checked again |

Keys: `record.…` for the record itself; the id of the question for an answer (`family_name`); question, number of the
entry and field for a list (`cv_stations.1.from`); `….note` for its note; `proposal.<rule>`, `offer.<id>`,
`deadline.<rule>`, `to_do.<station>`, `open.<question>`, `panel.<letter>`, `cv`, `not_asked.<question>`,
`change.<question>` for what is new since an earlier version, `own_line.<number>` and `remark.<number>` for the rest.
Numbers count from 1. What a part of the record is decided by is not repeated.

Cells that a spreadsheet would change are guarded, see `spreadsheet`; where one is, `record.cells` says so in the first
line. It is a view for people: a program reads the JSON.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from intake.handover.formats.as_json import FORMAT
from intake.handover.formats.check_code import check_code
from intake.handover.formats.spreadsheet import GUARD, guarded, one_line
from intake.handover.record.parts import Basis, Changes, EntryTable, Item, Record, RecordBlock
from intake.handover.record.proposal_parts import Decision, Line, OfferWords
from intake.handover.record.wording import Wording, date, month
from intake.handover.record.words import Words
from intake.interview.timeline import Timeline, Told
from intake.interview.values import Json

ENCODING = "utf-8-sig"
TIMELINE = "cv"


@dataclass(frozen=True, slots=True)
class Field:
    """One line of the file."""

    key: str
    label: str
    code: str = ""
    words: str = ""
    source: str = ""
    marks: tuple[str, ...] = ()


def record_csv(record: Record, wording: Wording) -> bytes:
    """The file. The same bytes for the same record."""
    say, day = wording.say, date(record.on)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    heads = say("Key"), say("Field"), say("Code"), say("Value"), say("Source")
    writer.writerow((*heads, say("As of")))
    lines = [_cells(field, day) for field in fields_of(record, wording)]
    if any(cell.startswith(GUARD) for line in lines for cell in line):
        note = say("An apostrophe at the beginning of a cell is no part of it: leave it out when you copy.")
        lines.insert(0, _cells(Field("record.cells", say("Apostrophe"), words=note), day))
    writer.writerows(lines)
    return text.getvalue().encode(ENCODING)


def _cells(field: Field, day: str) -> list[str]:
    cells = (field.key, field.label, field.code, field.words, field.source, ", ".join((day, *field.marks)))
    return [guarded(one_line(cell)) for cell in cells]


def fields_of(record: Record, wording: Wording) -> Iterator[Field]:
    """All fields, each with a key of its own."""
    taken: dict[str, int] = {}
    for field in _Fields(record, wording).all():
        taken[field.key] = number = taken.get(field.key, 0) + 1
        key = field.key if number == 1 else f"{field.key}.{number}"
        yield Field(key, field.label, field.code, field.words, field.source, field.marks)


@dataclass(frozen=True, slots=True)
class _Fields:
    record: Record
    wording: Wording

    def all(self) -> Iterator[Field]:
        yield from self._head()
        for block in self.record.blocks:
            yield from self._block(block)
        for not_asked in self.record.cv.not_asked if self.record.cv else ():
            for question, label in not_asked.questions:
                yield Field(f"not_asked.{question}", self.wording.say("Not asked yet"), question, label)
        if self.record.changes:
            yield from self._changes(self.record.changes)

    def _changes(self, changes: Changes) -> Iterator[Field]:
        """What is new since an earlier version; its lines are numbered."""
        say, version = self.wording.say, str(changes.version)
        label = say("Changed since version {version} of {day}", version=version, day=date(changes.day))
        yield Field("record.changes", label, version)
        for each in changes.added:
            yield Field(f"change.{each.question}", label, "new", say("new: {label}", label=each.label))
        for each in changes.changed:
            before = "; ".join(word.text for word in each.before)
            words = say("changed: {label}, before: {value}", label=each.label, value=before) if before else each.label
            yield Field(f"change.{each.question}", label, "changed", words)
        for number, line in enumerate(changes.lines, 1):
            yield Field(f"change.line.{number}", label, "line", say("new line of the proposal: {line}", line=line))

    def _head(self) -> Iterator[Field]:
        record, cover, say = self.record, self.record.cover, self.wording.say
        yield Field("record.format", say("Format"), FORMAT)
        yield Field("record.code", say("Check code"), check_code(record).text)
        yield Field("record.case", say("Case"), cover.case)
        yield Field("record.version", say("Version"), str(cover.version))
        yield Field("record.event", say("Occasion"), cover.event.value)
        if cover.is_draft:
            yield Field("record.draft", say("Draft: not to be passed on."), "true")
        yield Field("record.sender", say("Sender"), record.site, f"{record.site_name}, {cover.sender_role}")
        if cover.sender_phone:
            yield Field("record.sender.phone", say("Phone of the sender"), words=cover.sender_phone)
        yield Field("record.recipient", say("Receiver"), record.recipient, record.office)
        if record.person:
            yield Field("record.person", say("Only for this person"), words=record.person)
        yield Field("record.on", say("Assessed on"), record.on.isoformat(), date(record.on))
        chosen = say("chosen by hand") if cover.law_chosen else ""
        yield Field("record.law", say("Law set"), record.law.isoformat(), chosen or date(record.law))
        yield Field("record.questionnaire", say("Questionnaire"), record.questionnaire)
        if record.statute:
            yield Field("record.statute", say("Handed over without consent on the basis of"), words=record.statute)
        for number, basis in enumerate(record.basis, 1):
            yield from self._basis(f"record.consent.{number}", basis)
        for number, added in enumerate(record.additions, 1):
            yield Field(f"record.addition.{number}", say("Addition"), added.day.isoformat(), added.text)
        for number, remark in enumerate(record.remarks, 1):
            yield Field(f"record.remark.{number}", say("Remark"), words=remark)

    def _basis(self, key: str, basis: Basis) -> Iterator[Field]:
        say = self.wording.say
        yield Field(f"{key}.signed_on", say("Consent signed on"), basis.signed_on.isoformat(), date(basis.signed_on))
        until = basis.valid_until
        yield Field(f"{key}.valid_until", say("Consent valid until"), until.isoformat(), date(until))
        yield Field(f"{key}.form", say("Form of the consent"), basis.form, basis.form_words)
        yield Field(f"{key}.signer", say("Consent signed by"), basis.signer, basis.signer_words)
        yield Field(f"{key}.purpose", say("Purpose"), words=basis.purpose)

    def _block(self, block: RecordBlock) -> Iterator[Field]:
        say = self.wording.say
        for answer in block.answers:
            yield from self._table(answer) if isinstance(answer, EntryTable) else self._item(answer)
        if block.timeline:
            yield self._timeline(block.timeline)
        for line in block.lines:
            yield from self._line(line)
        for offer in (offer for group in block.offers for offer in group.offers):
            yield from self._offer(offer)
        for number, own in enumerate(block.own_lines, 1):
            yield Field(f"own_line.{number}", say("Added by staff"), words=own.text)
            if own.reason:
                yield Field(f"own_line.{number}.reason", say("Reason"), words=own.reason)
        for station in block.to_do:
            yield Field(f"to_do.{station.station}", say("What is to be done at your office"), station.station,
                        f"{station.name}: {station.bring}")  # fmt: skip
        for due in block.deadlines:
            marks = [say("approximate") if due.is_approximate else "", say("past") if due.is_past else ""]
            words = ", ".join(part for part in (date(due.date), *marks) if part)
            yield Field(f"deadline.{due.rule}", due.name, due.date.isoformat(), words)
            yield from self._decision(f"deadline.{due.rule}", due.decision)
        for point in block.to_clarify:
            yield Field(f"open.{point.question}", say("To be clarified"), point.question, point.label)
        for panel in block.panel:
            yield Field(f"panel.{panel.letter}", panel.words, panel.state, panel.state_words)
        for number, remark in enumerate(block.remarks, 1):
            yield Field(f"remark.{block.id}.{number}", say("Remark"), words=remark)

    # Answers

    def _item(self, item: Item) -> Iterator[Field]:
        words = "; ".join(each.text for each in item.words)
        code = _code(item.words, item.data)
        yield Field(item.question, item.label, code, words, item.source_words, self._marks(item))
        yield from self._beside(item)
        if item.decided is not None:
            computed = item.decided.computed
            if computed is not None:
                label = self.wording.say("Computed value")
                yield Field(f"{item.question}.computed", label, computed.code, computed.text)
            yield from self._decision(item.question, item.decided.decision)

    def _marks(self, item: Item) -> tuple[str, ...]:
        """What is to be known of the state of an answer."""
        say = self.wording.say
        added = say("addition of {day}", day=date(item.added)) if item.added else ""
        again = say("to be checked again") if item.recheck else ""
        return tuple(mark for mark in (added, again) if mark)

    def _beside(self, item: Item) -> Iterator[Field]:
        if item.note:
            label = self.wording.say("{field}: note", field=item.label)
            yield Field(f"{item.question}.note", label, words=item.note)

    def _table(self, table: EntryTable) -> Iterator[Field]:
        item = table.item
        data = item.data if isinstance(item.data, list) else []
        for number, row in enumerate(table.rows, 1):
            raw = data[number - 1] if number <= len(data) else None
            for field, label in zip(table.fields, table.labels, strict=True):
                if field not in row.words:
                    continue
                value = raw.get(field) if isinstance(raw, Mapping) else None
                yield Field(
                    f"{item.question}.{number}.{field}",
                    f"{item.label} {number}: {label}",
                    _code(row.words[field], value),
                    "; ".join(each.text for each in row.words[field]),
                    item.source_words,
                    self._marks(item),
                )
            if row.remark:
                label = f"{item.label} {number}: {self.wording.say('Remark')}"
                yield Field(f"{item.question}.{number}.remark", label, words=row.remark)
        yield from self._beside(item)

    def _timeline(self, timeline: Timeline) -> Field:
        say, before = self.wording.say, timeline.before_entry
        label = say("CV before entry") if timeline.entry else say("CV since the 15th birthday")
        match before.told:
            case Told.NOT_ASKED:
                words = say("no statement")
            case Told.COMPLETE:
                words = say("complete")
            case Told.GAPS:
                gaps = ((month(gap.first), month(gap.last)) for gap in before.gaps)
                words = "; ".join(say("gap from {first} to {last}", first=first, last=last) for first, last in gaps)
        return Field(TIMELINE, label, before.told.value, words)

    # The proposal

    def _line(self, line: Line) -> Iterator[Field]:
        key = f"proposal.{line.rule}"
        yield Field(key, line.kind_words, line.kind, line.reason)
        if line.stations:
            yield Field(f"{key}.stations", self.wording.say("station"), words="; ".join(line.stations))
        yield from self._decision(key, line.decision)

    def _offer(self, offer: OfferWords) -> Iterator[Field]:
        key = f"offer.{offer.offer}"
        yield Field(key, offer.name, offer.state, offer.state_words)
        if offer.legal_basis:
            yield Field(f"{key}.legal_basis", self.wording.say("Legal basis"), words=offer.legal_basis)
        yield from self._decision(key, offer.decision)

    def _decision(self, key: str, decision: Decision | None) -> Iterator[Field]:
        if decision is None:
            return
        say = self.wording.say
        yield Field(f"{key}.decision", say("Decision of staff"), decision.decided.value, decision.text)
        if decision.reason:
            yield Field(f"{key}.reason", say("Reason of staff"), words=decision.reason)


def _code(words: tuple[Words, ...], data: Json) -> str:
    """The codes of a value, else the number or ISO date behind its words; nothing for what is words only."""
    if codes := [each.code for each in words if each.code]:
        return "; ".join(codes)
    match data:
        case bool():
            return ""
        case int() | float():
            return f"{data:g}"
        case str() if [each.text for each in words] != [data]:
            return data
        case {"at": str(at)}:
            return at
        case _:
            return ""

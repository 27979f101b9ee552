"""Lays a record out as a sheet: German texts, everything cleaned and isolated, ready for paper or plain text."""

from __future__ import annotations

from collections.abc import Iterator

from intake.handover.formats.check_words import check_of
from intake.handover.formats.cv_page import cv_section, timeline_row
from intake.handover.formats.decision_words import decision_rows, own_line, value_marks
from intake.handover.formats.sheet import (
    Bullets,
    DateRow,
    Dates,
    Element,
    Entries,
    Pairs,
    Proposal,
    Proposals,
    Receipt,
    Remark,
    Row,
    Section,
    Sheet,
)
from intake.handover.record.cv_parts import LANGUAGES, STATIONS
from intake.handover.record.parts import Changes, EntryRow, EntryTable, Event, Item, PanelItem, Record, RecordBlock
from intake.handover.record.proposal_parts import Due, Line, OfferGroup, OfferWords
from intake.handover.record.wording import Wording, date
from intake.handover.record.words import Words
from intake.handover.sanitize import shown

_NARROW_FIELDS = frozenset({"from", "planned_end", "birth_date"})
"""Their columns are as wide as a date."""
_SEPARATOR = " · "


def record_sheet(record: Record, wording: Wording) -> Sheet:
    """The record as a sheet. The title names the case and the version, never a person."""
    return _Pages(record, wording).sheet()


class _Pages:
    def __init__(self, record: Record, wording: Wording) -> None:
        self.record = record
        self.wording = wording
        self.say = wording.say

    def sheet(self) -> Sheet:
        record, cover = self.record, self.record.cover
        case = shown(cover.case)
        version = self.say("Version {number}", number=str(cover.version))
        title = self.say("Handover record")
        parts = (self.say("Case {code}", code=case), version, shown(record.office), self.say("confidential"))
        return Sheet(
            document_title=f"{title} {case}, {version}",
            author=shown(record.site_name),
            title=title,
            subtitle=self.say("to: {office}", office=shown(record.office)),
            case=case,
            version=version,
            running=_SEPARATOR.join(parts),
            page_of=self.say("Page {page} of {pages}"),
            banners=tuple(self._banners()),
            head=Pairs(tuple(self._head())),
            sections=tuple(self._section(block) for block in self._blocks()),
            check=None if cover.is_draft else check_of(record, self.wording),
            pages=tuple(page for page in (cv_section(record, self.wording),) if page),
        )

    def _blocks(self) -> Iterator[RecordBlock]:
        """The blocks of the record, and below them the receipt."""
        yield from self.record.blocks
        yield RecordBlock("receipt", self.wording.layout.blocks["receipt"].heading)

    # Head

    def _banners(self) -> Iterator[str]:
        if self.record.cover.is_draft:
            yield self.say("Draft: not to be passed on.")
        if self.record.cover.law_chosen:
            yield self.say(
                "Assessed by the law set of {law}, which is not the one in force on the day.", law=date(self.record.law)
            )

    def _head(self) -> Iterator[Row]:
        record, cover = self.record, self.record.cover
        receiver = [Words(shown(record.office), record.recipient)]
        if record.person:
            receiver.append(Words(self.say("for {person} personally", person=shown(record.person))))
        yield Row(self.say("Receiver"), tuple(receiver))
        phone = self.say("phone {number}", number=shown(cover.sender_phone)) if cover.sender_phone else ""
        sender = ", ".join(part for part in (shown(record.site_name), shown(cover.sender_role), phone) if part)
        yield Row(self.say("Sender"), (Words(sender),))
        yield Row(self.say("Occasion"), (Words(self._event(cover.event)),))
        if record.statute:
            text = self.say("handed over without consent on the basis of {statute}", statute=shown(record.statute))
            yield Row(self.say("Legal basis"), (Words(text),))
        for basis in record.basis:
            consent = self.say(
                "consent of {day}, valid until {until}", day=date(basis.signed_on), until=date(basis.valid_until)
            )
            signed = f"{shown(basis.form_words)}: {shown(basis.signer_words)}"
            yield Row(self.say("Legal basis"), (Words(consent), Words(signed)))
            yield Row(self.say("Purpose"), (Words(shown(basis.purpose)),))
        day = self.say("{day}, law set of {law}", day=date(record.on), law=date(record.law))
        yield Row(self.say("Assessed on"), (Words(day),))
        if record.changes is not None:
            yield from self._changes(record.changes)
        for added in record.additions:
            yield Row(self.say("Addition of {day}", day=date(added.day)), (Words(shown(added.text)),))
        for remark in record.remarks:
            yield Row(self.say("Remark"), (Words(shown(remark)),))

    def _changes(self, changes: Changes) -> Iterator[Row]:
        """What is new since an earlier version, and the sentence about what is not there any more."""
        say = self.say
        since = say("Changed since version {version} of {day}", version=str(changes.version), day=date(changes.day))
        words = [Words(say("new: {label}", label=shown(each.label))) for each in changes.added]
        for each in changes.changed:
            before = ", ".join(word.text for word in _shown(each.before))
            words.append(
                Words(say("changed: {label}, before: {value}", label=shown(each.label), value=before))
                if before
                else Words(say("changed: {label}", label=shown(each.label)))
            )
        words += [Words(say("new line of the proposal: {line}", line=shown(line))) for line in changes.lines]
        if changes.is_empty:
            words.append(Words(say("nothing that stands here has changed")))
        yield Row(since, tuple(words))
        remarks = [
            say("What stood in an earlier version and does not stand here is no longer passed on; use this one.")
        ]
        if not changes.is_exact:
            remarks.insert(0, say("The earlier version was made again from the case; it may differ from yours."))
        for remark in remarks:
            yield Row(say("Remark"), (Words(remark),))

    def _event(self, event: Event) -> str:
        match event:
            case Event.HANDOVER_1:
                return self.say("first handover")
            case Event.HANDOVER_2:
                return self.say("second handover")
            case Event.REFERRAL:
                return self.say("referral")
            case Event.APPOINTMENT:
                return self.say("appointment")
            case Event.CLOSING:
                return self.say("closing of the case")

    # Blocks

    def _section(self, block: RecordBlock) -> Section:
        if block.id == "receipt":
            return Section(shown(block.heading), (self._receipt(),), unbroken=True)
        elements = tuple(self._elements(block)) or (Remark(self.say("no statement")),)
        return Section(shown(block.heading), elements)

    def _elements(self, block: RecordBlock) -> Iterator[Element]:
        items = [each for each in block.answers if isinstance(each, Item)]
        tables = [each for each in block.answers if isinstance(each, EntryTable)]
        on_cv = [each for each in tables if self.record.cv and each.item.question in (STATIONS, LANGUAGES)]
        tables = [each for each in tables if each not in on_cv]
        rows = [self._row(item) for item in items] + [self._on_cv(table) for table in on_cv]
        if block.timeline:
            rows.append(timeline_row(block.timeline, self.wording))
        if rows:
            yield Pairs(tuple(rows))
        yield from (self._entries(table) for table in tables)
        if block.lines:
            caption = self.say("What is proposed") if block.offers else ""
            yield Proposals(tuple(self._line(line) for line in block.lines), self._proposal(), caption)
        if block.offers:
            yield Proposals(tuple(self._offers(group) for group in block.offers), self._proposal(), self.say("Offers"))
        if block.own_lines:
            own = tuple(own_line(line, self.wording, self._fine("", "")) for line in block.own_lines)
            yield Proposals(own, self.say("Decision of staff"), self.say("Added by staff"))
        if block.to_do:
            names = tuple(self._to_do(each.name, each.bring, each.rules) for each in block.to_do)
            yield Bullets(names, self.say("What is to be done at your office"))
        if block.deadlines:
            yield Dates(tuple(self._due(due) for due in block.deadlines), self.say("Deadlines"))
        if block.to_clarify:
            yield Bullets(tuple(f"{shown(each.label)} ({each.question})" for each in block.to_clarify))
        if block.panel:
            items_ = tuple(self._panel(each) for each in block.panel)
            yield Bullets(items_, self.say("Indications under Directive (EU) 2024/1346 Art. 24; no finding"))
        yield from (Remark(shown(remark)) for remark in block.remarks)

    def _row(self, item: Item) -> Row:
        marks = [item.source_words, self.say("to be checked again") if item.recheck else "", self._added(item)]
        note = self.say("Note: {note}", note=shown(item.note)) if item.note else ""
        if item.decided is not None:
            marks += value_marks(item.decided, self.wording)
            reason = item.decided.decision.reason
            note = self.say("Reason of staff: {reason}", reason=shown(reason)) if reason else ""
        return Row(shown(item.label), _shown(item.words), _SEPARATOR.join(mark for mark in marks if mark), note)

    def _added(self, item: Item) -> str:
        return self.say("addition of {day}", day=date(item.added)) if item.added else ""

    def _entries(self, table: EntryTable) -> Entries:
        item = table.item
        marks = [item.source_words, self.say("to be checked again") if item.recheck else "", self._added(item)]
        caption = shown(item.label)
        mark = ", ".join(mark for mark in marks if mark)
        has_remarks = any(row.remark for row in table.rows)
        return Entries(
            caption=f"{caption} ({mark})" if mark else caption,
            heads=(*(shown(label) for label in table.labels), *([self.say("Remark")] if has_remarks else [])),
            widths=tuple(
                "date" if field in _NARROW_FIELDS else "text" for field in (*table.fields, *(["remark"] * has_remarks))
            ),
            rows=tuple(self._entry(table, row, has_remarks) for row in table.rows),
            note=self.say("Note: {note}", note=shown(item.note)) if item.note else "",
        )

    def _entry(self, table: EntryTable, row: EntryRow, has_remarks: bool) -> tuple[tuple[Words, ...], ...]:
        cells = tuple(_shown(row.words.get(field, ()), in_table=True) for field in table.fields)
        remark = (Words(shown(row.remark, in_table=True)),) if row.remark else ()
        return (*cells, remark) if has_remarks else cells

    def _on_cv(self, table: EntryTable) -> Row:
        """A table that stands on the page of the CV: each answer is printed once."""
        heading = self.wording.layout.cv.heading
        return Row(shown(table.item.label), (Words(self.say("see the page '{page}'", page=shown(heading))),))

    # The proposal

    def _proposal(self) -> str:
        return self.say("Proposal – the team decides")

    def _line(self, line: Line) -> Proposal:
        facts = []
        if line.stations:
            facts.append(Row(self.say("station"), tuple(Words(shown(name)) for name in line.stations)))
        if line.because:
            facts.append(
                Row(self.say("because of"), tuple(self._reason(each.label, each.words) for each in line.because))
            )
        facts += decision_rows(line.decision, self.wording)
        return Proposal(
            title=shown(line.kind_words),
            reason=shown(line.reason),
            facts=tuple(facts),
            fine=self._fine(self.say("rule {id}", id=line.rule), line.source),
        )

    def _reason(self, label: str, words: tuple[Words, ...]) -> Words:
        said = ", ".join(each.text for each in _shown(words))
        return Words(f"{shown(label)}: {said}")

    def _fine(self, first: str, source: str) -> str:
        law = self.say("law set of {law}", law=date(self.record.law))
        return _SEPARATOR.join(part for part in (first, shown(source), law) if part)

    def _offers(self, group: OfferGroup) -> Proposal:
        first = group.offers[0]
        if len(group.offers) == 1:
            return Proposal(
                title=shown(first.name),
                tag=_SEPARATOR.join(part for part in (first.kind, first.state_words) if part),
                reason=self._provided(first),
                facts=tuple(decision_rows(first.decision, self.wording)),
                fine=self._fine(first.offer, first.source),
            )
        rows = tuple(
            Row(shown(offer.state_words) or "–", (Words(shown(offer.name), offer.offer), *self._decided(offer)))
            for offer in group.offers
        )
        return Proposal(self.say("One of these offers"), first.kind, facts=rows, fine=self._fine("", ""))

    def _decided(self, offer: OfferWords) -> list[Words]:
        rows = decision_rows(offer.decision, self.wording)
        words = [word for row in rows[:1] for word in row.values]
        return words + [Words(f"{row.label}: {word.text}") for row in rows[1:] for word in row.values]

    def _provided(self, offer: OfferWords) -> str:
        return _SEPARATOR.join(shown(part) for part in (offer.provider, offer.legal_basis) if part)

    # Next steps

    def _to_do(self, name: str, bring: str, rules: tuple[str, ...]) -> str:
        return self.say(
            "{station}: the person comes to you and brings: {bring} (rule {rules})",
            station=shown(name),
            bring=shown(bring),
            rules=", ".join(rules),
        )

    def _due(self, due: Due) -> DateRow:
        marks = [
            self.say("approximate") if due.is_approximate else "",
            self.say("past") if due.is_past else "",
            due.rule,
            *(f"{row.label}: {word.text}" for row in decision_rows(due.decision, self.wording) for word in row.values),
        ]
        return DateRow(date(due.date), shown(due.name), _SEPARATOR.join(mark for mark in marks if mark))

    def _panel(self, item: PanelItem) -> str:
        return f"{item.letter}) {shown(item.words)}: {shown(item.state_words)}"

    def _receipt(self) -> Receipt:
        return Receipt(
            text=self.say("Received. Please send this part back signed; that closes the handover."),
            lines=(self.say("Name and office"), self.say("Date and signature")),
        )


def _shown(words: tuple[Words, ...], *, in_table: bool = False) -> tuple[Words, ...]:
    return tuple(Words(shown(each.text, in_table=in_table), shown(each.code, in_table=in_table)) for each in words)

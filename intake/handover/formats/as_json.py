"""A record as JSON: the machine copy, with every value as it was given. Format `intake.handover/1.1`.

The schema is published as `intake/handover/handover.schema.json` (JSON Schema 2020-12), those of older formats in
`schemas/` beside it. The number after the dot goes up where parts are added that a reader may pass over, the one before
it where something that was there changes or goes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from importlib.resources import files

from intake.handover.formats.cv_json import cv_as_json
from intake.handover.record.parts import Changes, EntryTable, Item, Record, RecordBlock
from intake.handover.record.proposal_parts import Decision, Line, OfferGroup
from intake.handover.record.wording import LANGUAGE
from intake.handover.record.words import Words
from intake.handover.sanitize import valid_unicode
from intake.interview.timeline import Timeline, Told
from intake.interview.values import Json

FORMAT = "intake.handover/1.1"
SCHEMA_FILE = "handover.schema.json"
OLDER_SCHEMAS = {"intake.handover/1": "schemas/handover-1.schema.json"}
"""The schema of each format that was written before this one."""


def record_bytes(record: Record) -> bytes:
    """The canonical bytes: sorted keys, UTF-8, one line end at the end. Texts are unchanged but for lone surrogates."""
    text = json.dumps(record_as_json(record), ensure_ascii=False, indent=1, sort_keys=True)
    return valid_unicode(text).encode() + b"\n"


def schema(format_: str = FORMAT) -> Mapping[str, Json]:
    """The published schema of a format. KeyError for one that never was."""
    name = SCHEMA_FILE if format_ == FORMAT else OLDER_SCHEMAS[format_]
    found: dict[str, Json] = json.loads((files("intake.handover") / name).read_text(encoding="utf-8"))
    return found


def record_hash(record: Record) -> str:
    """The sha256 of the JSON as it is written, in hex: what the desk notes, and what the paper is told by."""
    return hashlib.sha256(record_bytes(record)).hexdigest()


def record_as_json(record: Record) -> dict[str, Json]:
    """The record as one object. Parts without content are left out."""
    cover = record.cover
    return _filled(
        {
            "format": FORMAT,
            "language": LANGUAGE,
            "case": cover.case,
            "version": cover.version,
            "event": cover.event.value,
            "draft": cover.is_draft or None,
            "site": {"id": record.site, "name": record.site_name},
            "questionnaire": record.questionnaire,
            "law": record.law.isoformat(),
            "law_chosen": cover.law_chosen or None,
            "on": record.on.isoformat(),
            "sender": _filled({"role": cover.sender_role, "phone": cover.sender_phone}),
            "recipient": _filled({"code": record.recipient, "office": record.office, "person": record.person}),
            "basis": _basis(record),
            "remarks": list(record.remarks),
            "additions": [{"on": each.day.isoformat(), "text": each.text} for each in record.additions],
            "blocks": [_block(block) for block in record.blocks],
            "changes": _changes(record.changes) if record.changes else None,
            "cv": cv_as_json(record.cv) if record.cv else None,
        }
    )


def _basis(record: Record) -> list[Json]:
    """The consents, or the statute of a transfer without consent."""
    if record.statute:
        return [{"kind": "statute", "citation": record.statute}]
    return [
        {
            "kind": "consent",
            "signed_on": basis.signed_on.isoformat(),
            "valid_until": basis.valid_until.isoformat(),
            "form": basis.form,
            "signer": basis.signer,
            "purpose": basis.purpose,
        }
        for basis in record.basis
    ]


def _changes(changes: Changes) -> Json:
    """What is new since an earlier version; `exact` where that version is proved to be the one handed over."""
    return _filled(
        {
            "since": changes.version,
            "made_on": changes.day.isoformat(),
            "exact": changes.is_exact or None,
            "added": [{"question": each.question, "label": each.label} for each in changes.added],
            "changed": [
                _filled({"question": each.question, "label": each.label, "before": _words(each.before)})
                for each in changes.changed
            ],
            "lines": list(changes.lines),
        }
    )


def _block(block: RecordBlock) -> Json:
    return _filled(
        {
            "id": block.id,
            "heading": block.heading,
            "answers": [_answer(each) for each in block.answers],
            "timeline": _timeline(block.timeline) if block.timeline else None,
            "lines": [_line(line) for line in block.lines],
            "offers": [_offers(group) for group in block.offers],
            "own_lines": [_filled({"text": line.text, "reason": line.reason}) for line in block.own_lines],
            "deadlines": [
                _filled(
                    {
                        "rule": due.rule,
                        "name": due.name,
                        "date": due.date.isoformat(),
                        "approximate": due.is_approximate,
                        "past": due.is_past,
                        **_decision(due.decision),
                    }
                )
                for due in block.deadlines
            ],
            "to_do": [
                {"station": each.station, "name": each.name, "bring": each.bring, "rules": list(each.rules)}
                for each in block.to_do
            ],
            "to_clarify": [{"question": each.question, "label": each.label} for each in block.to_clarify],
            "panel": [{"letter": each.letter, "state": each.state, "words": each.words} for each in block.panel],
            "remarks": list(block.remarks),
        }
    )


def _answer(answer: Item | EntryTable) -> Json:
    item = answer.item if isinstance(answer, EntryTable) else answer
    shown = _filled(
        {
            "question": item.question,
            "label": item.label,
            "source": item.source.value if item.source else None,
            "recheck": item.recheck or None,
            "added": item.added.isoformat() if item.added else None,
            "note": item.note,
            "decision": item.decided.decision.decided.value if item.decided else None,
            "decision_reason": item.decided.decision.reason if item.decided else None,
            "computed": item.decided.computed.code if item.decided and item.decided.computed else None,
        }
    )
    shown["value"] = item.data
    if isinstance(answer, EntryTable):
        shown["words"] = [
            {label: _words(row.words[field]) for field, label in _labelled(answer) if field in row.words}
            for row in answer.rows
        ]
        remarks: list[Json] = [
            {"entry": number, "text": row.remark} for number, row in enumerate(answer.rows) if row.remark
        ]
        return shown | ({"remarks": remarks} if remarks else {})
    shown["words"] = _words(item.words)
    return shown


def _labelled(table: EntryTable) -> list[tuple[str, str]]:
    return list(zip(table.fields, table.labels, strict=True))


def _words(words: tuple[Words, ...]) -> str:
    return "; ".join(each.text for each in words)


def _timeline(timeline: Timeline) -> Json:
    before = timeline.before_entry
    gaps: list[Json] = [{"first": str(gap.first), "last": str(gap.last)} for gap in before.gaps]
    until: Json = str(timeline.entry) if timeline.entry and timeline.told is not Told.NOT_ASKED else None
    return _filled({"told": before.told.value, "gaps": gaps, "until": until})


def _line(line: Line) -> Json:
    return _filled(
        {
            "rule": line.rule,
            "kind": line.kind,
            "words": line.kind_words,
            "reason": line.reason,
            "stations": list(line.stations),
            "because": [
                {"question": each.question, "label": each.label, "value": each.data, "words": _words(each.words)}
                for each in line.because
            ],
            "source": line.source,
            **_decision(line.decision),
        }
    )


def _offers(group: OfferGroup) -> Json:
    return [
        _filled(
            {
                "offer": each.offer,
                "name": each.name,
                "state": each.state,
                "legal_basis": each.legal_basis,
                **_decision(each.decision),
            }
        )
        for each in group.offers
    ]


def _decision(decision: Decision | None) -> dict[str, Json]:
    """What staff decided, with their words where they ticked them."""
    if decision is None:
        return {}
    return {
        "decision": decision.decided.value,
        "decision_text": decision.text,
        "decision_reason": decision.reason,
    }


def _filled(data: dict[str, Json]) -> dict[str, Json]:
    """The object without keys that say nothing."""
    return {key: value for key, value in data.items() if value is not None and value != "" and value != []}

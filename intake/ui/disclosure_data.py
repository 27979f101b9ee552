"""Parts of a disclosure for machines: what is stored as it is, ids and codes instead of texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from intake.interview.answers import Answer, Entry
from intake.interview.values import Documents, Json, as_json
from intake.store.kept.answers import HalfTyped
from intake.store.kept.cases import CaseHeader
from intake.store.kept.decisions import Decision
from intake.store.kept.handovers import HandoverStep, Record
from intake.store.kept.happened import CaseEvent
from intake.ui.half_notes import is_of_note, read_note


def answer_data(answer: Answer) -> Json:
    shown: dict[str, Json] = {"state": answer.state.value, "source": answer.source.value}
    if isinstance(answer.value, tuple) and any(isinstance(each, Entry) for each in answer.value):
        shown["entries"] = [
            {"id": each.id, **{name: answer_data(given) for name, given in each.fields.items()}}
            for each in answer.value
            if isinstance(each, Entry)
        ]
    elif answer.value is not None:
        plain = answer.value
        if not isinstance(plain, tuple) or isinstance(plain, Documents):
            shown["value"] = as_json(plain)
        else:
            shown["value"] = [item for item in plain if not isinstance(item, Entry)]
    for name, text in (("note", answer.note), ("reason", answer.reason)):
        if text:
            shown[name] = text
    if answer.recheck:
        shown["recheck"] = True
    return shown


def half_typed_text(half: HalfTyped) -> str:
    note = read_note(half.text) if is_of_note(half.place) else None
    return half.text if note is None else note.marks.note


def event_data(event: CaseEvent, staff: Mapping[str, str]) -> Json:
    return {
        "id": event.id,
        "kind": event.kind,
        "date": as_json(event.date),
        "note": event.note,
        "replaces": event.replaces,
        "at": event.at.isoformat(timespec="seconds"),
        "by": staff.get(event.actor, "?"),
    }


def decision_data(decision: Decision, staff: Mapping[str, str]) -> Json:
    return {
        "line": decision.line,
        "decision": decision.decision.value,
        "reason": decision.reason,
        "text": decision.text,
        "at": decision.at.isoformat(timespec="seconds"),
        "by": staff.get(decision.actor, "?"),
    }


def record_data(record: Record, steps: Iterable[HandoverStep], staff: Mapping[str, str]) -> Json:
    return {
        "office": record.office,
        "recipient": record.recipient,
        "version": record.version,
        "status": record.status.value,
        "made_at": record.created_at.isoformat(timespec="seconds"),
        "at": record.exported_at.isoformat(timespec="seconds") if record.exported_at else None,
        "sha256": record.sha256,
        "basis": record.basis,
        "reason": record.reason,
        "packages": [*record.packages],
        "steps": [
            {
                "step": step.step.value,
                "day": step.day.isoformat(),
                "person": step.person,
                "way": step.way,
                "note": step.note,
                "at": step.at.isoformat(timespec="seconds"),
                "by": staff.get(step.actor, "?"),
            }
            for step in steps
            if step.record_id == record.id
        ],
    }


def header_data(header: CaseHeader) -> dict[str, Json]:
    """How the case stands and is asked."""
    settings = header.settings
    return {
        "site": header.site,
        "questionnaire": header.questionnaire,
        "kind": header.kind,
        "run": settings.run.value,
        "languages": [*settings.languages],
        "law": settings.law.isoformat() if settings.law else None,
        "begun_at": header.created_at.isoformat(timespec="seconds"),
        "closed_at": header.closed_at.isoformat(timespec="seconds") if header.closed_at else None,
        "status": header.status.value,
        "restricted": header.restricted,
    }

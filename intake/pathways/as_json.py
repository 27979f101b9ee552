"""An assessment as the JSON object of an answers run. Source: decisions.md 2.

Keys and lists stand in a fixed order, so one input gives the same bytes in every run.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from intake.interview.answers import Entry, Value
from intake.interview.facts import EntryFacts, Facts
from intake.interview.questions import Kind
from intake.interview.reasons import Missing, Reason
from intake.interview.values import Json, as_json
from intake.pathways.assess import Assessment, OfferLine, OpenLine, PreruleLine, ResultLine
from intake.pathways.due import DeadlineLine

FORMAT = "intake.assessment/1"


def assessment_as_json(assessment: Assessment, views: Mapping[str, Sequence[str]] | None = None) -> dict[str, Json]:
    """The object with its keys in order; texts in German. `views` are left out where they are None."""
    facts = assessment.facts
    data: dict[str, Json] = {
        "format": FORMAT,
        "site": assessment.site.id,
        "on": assessment.on.isoformat(),
        "law": assessment.law.date.isoformat(),
        "derived": facts.derived_output(),
        "prerules": [_prerule(line) for line in assessment.prerules],
        "results": [_result(line, facts) for line in assessment.results],
        "open": [_open(line) for line in assessment.open],
        "offers": [_offer(line) for line in assessment.offers],
        "deadlines": [_deadline(line) for line in assessment.deadlines],
    }
    if views is not None:
        data["views"] = {recipient: list(ids) for recipient, ids in views.items()}
    data["parked"] = list(facts.parked)
    return data


def as_line(data: Mapping[str, Json]) -> str:
    """One line of JSON without a line end."""
    return json.dumps(data, ensure_ascii=False)


def _missing(missing: Missing) -> dict[str, Json]:
    return {"missing": list(missing.missing), "blocked": list(missing.blocked)}


def _prerule(line: PreruleLine) -> Json:
    return {"rule": line.rule.id, "result": line.rule.result, "state": line.state.value, **_missing(line.open)}


def _result(line: ResultLine, facts: Facts) -> Json:
    return {
        "rule": line.rule.id,
        "kind": line.rule.kind.value,
        "stations": [station.id for station in line.stations],
        "reason": line.rule.reason.de,
        "source": line.rule.origin.source,
        "because": [{"question": reason.question, "value": _value(reason, facts)} for reason in line.because],
    }


def _value(reason: Reason, facts: Facts) -> Json:
    """The answer as it counts: of an entry the answered fields that are relevant, without their marks."""
    if facts.logic.questionnaire[reason.question].kind is Kind.REPEAT:
        return [_entry(entry) for entry in facts.entries(reason.question)]
    return _plain(facts.answers[reason.question].value)


def _entry(entry: EntryFacts) -> Json:
    return {
        id_: _plain(answer.value)
        for id_, answer in entry.entry.fields.items()
        if answer.value is not None and entry.is_asked(id_)
    }


def _plain(value: Value | None) -> Json:
    if isinstance(value, tuple):
        items: list[Json] = [item for item in value if not isinstance(item, Entry)]
        return items
    return None if value is None else as_json(value)


def _open(line: OpenLine) -> Json:
    return {"rule": line.rule.id, **_missing(line.open)}


def _offer(line: OfferLine) -> Json:
    return {"offer": line.offer.id, "state": line.state.value, **_missing(line.open)}


def _deadline(line: DeadlineLine) -> Json:
    return {
        "id": line.deadline.id,
        "date": line.date.isoformat() if line.date else None,
        "approximate": line.approximate,
        "state": line.state.value,
    }

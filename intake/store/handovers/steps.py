"""The life of a record as a table: which step may follow which status, and which status it leads to.

A record that was returned can go out again as it is, or a new version takes its place. What was withdrawn stays so.
A draft has never left: withdrawing it dismisses it, and nobody has to be told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from intake.store.failures import StepRefused
from intake.store.kept.audit import Action
from intake.store.kept.handovers import Record, RecordStatus, Step

_AWAY = frozenset({RecordStatus.EXPORTED, RecordStatus.HANDED_OVER})

FOLLOWS: Mapping[Step, frozenset[RecordStatus]] = {
    Step.EXPORTED: frozenset({RecordStatus.DRAFT}),
    Step.HANDED_OVER: _AWAY | {RecordStatus.RETURNED},
    Step.CONFIRMED: _AWAY,
    Step.RETURNED: _AWAY | {RecordStatus.CONFIRMED},
    Step.WITHDRAWN: _AWAY | {RecordStatus.CONFIRMED, RecordStatus.RETURNED, RecordStatus.DRAFT},
    Step.TOLD: frozenset({RecordStatus.WITHDRAWN}),
}
"""After which status a step is possible."""

_LEADS_TO: Mapping[Step, RecordStatus] = {
    Step.EXPORTED: RecordStatus.EXPORTED,
    Step.HANDED_OVER: RecordStatus.HANDED_OVER,
    Step.CONFIRMED: RecordStatus.CONFIRMED,
    Step.RETURNED: RecordStatus.RETURNED,
    Step.WITHDRAWN: RecordStatus.WITHDRAWN,
    Step.TOLD: RecordStatus.WITHDRAWN,
}

_NOTED_AS: Mapping[Step, Action] = {
    Step.EXPORTED: Action.RECORD_EXPORTED,
    Step.HANDED_OVER: Action.RECORD_HANDED_OVER,
    Step.CONFIRMED: Action.RECORD_CONFIRMED,
    Step.RETURNED: Action.RECORD_RETURNED,
    Step.WITHDRAWN: Action.RECORD_WITHDRAWN,
    Step.TOLD: Action.RECORD_TOLD,
}


def leads_to(step: Step, status: RecordStatus) -> RecordStatus:
    """The status after a step that may follow this one."""
    is_dismissal = step is Step.WITHDRAWN and status is RecordStatus.DRAFT
    return RecordStatus.DISMISSED if is_dismissal else _LEADS_TO[step]


def noted_as(step: Step, status: RecordStatus) -> Action:
    """What the audit chain says of a step after this status."""
    is_dismissal = leads_to(step, status) is RecordStatus.DISMISSED
    return Action.RECORD_DISMISSED if is_dismissal else _NOTED_AS[step]


def may_follow(step: Step, status: RecordStatus, *, is_told: bool = False) -> bool:
    """Whether a step is possible after this status; `is_told` says that the office knows of the withdrawal."""
    return status in FOLLOWS[step] and not (step is Step.TOLD and is_told)


def overtaken(records: Iterable[Record]) -> frozenset[str]:
    """The ids of those that were only written before a newer version for the same office was.

    Nobody has to confirm them: the office gets the newer one. `lists.to_confirm` says the same in SQL.
    """
    found = [each for each in records if each.status.has_left]
    newest: dict[tuple[str, str, str], int] = {}
    for each in found:
        key = (each.case_id, each.recipient, each.office)
        newest[key] = max(newest.get(key, 0), each.version)
    return frozenset(
        each.id
        for each in found
        if each.status is RecordStatus.EXPORTED and each.version < newest[each.case_id, each.recipient, each.office]
    )


def refused(status: RecordStatus, *, is_told: bool = False) -> StepRefused:
    """Why a step is not possible after this status."""
    title = "This step is not possible for the record."
    if is_told:
        return StepRefused(title, "The office was told of the withdrawal already. Nothing was changed.")
    match status:
        case RecordStatus.DRAFT:
            return StepRefused(title, "This record has not left the desk. Nothing was changed. Write its files first.")
        case RecordStatus.EXPORTED:
            return StepRefused(title, "This record has only been written so far. Nothing was changed.")
        case RecordStatus.HANDED_OVER:
            return StepRefused(title, "This record was handed over already. Nothing was changed.")
        case RecordStatus.CONFIRMED:
            return StepRefused(title, "The office has confirmed this record already. Nothing was changed.")
        case RecordStatus.RETURNED:
            return StepRefused(
                title,
                "The office has returned this record. Nothing was changed. Hand it over again, or write a new version.",
            )
        case RecordStatus.WITHDRAWN:
            return StepRefused(title, "The person has withdrawn the consent for this record. Nothing was changed.")
        case RecordStatus.DISMISSED:
            return StepRefused(title, "This draft was dismissed. Nothing was changed. Write a new version.")

"""The days by which something has to happen in a case, as the desk keeps them."""

from __future__ import annotations

import datetime as dt

from intake.pathways.assess import Assessment
from intake.pathways.due import DueState
from intake.store.kept.cases import DueDate


def due_dates(assessment: Assessment, today: dt.date) -> tuple[DueDate, ...]:
    """One day for each deadline: where several measures have it, the next one, else the one that passed last."""

    def nearness(due: DueDate) -> tuple[bool, int]:
        return (due.date < today, abs((due.date - today).days))

    found: dict[str, DueDate] = {}
    for line in assessment.deadlines:
        if line.date is not None and line.state is not DueState.OPEN:
            due = DueDate(line.deadline.id, line.date, line.approximate)
            found[due.deadline] = min(found.get(due.deadline, due), due, key=nearness)
    return tuple(found.values())

"""Which rights the actions of screens need: an action that somebody may not do has no key, no line and no command.

The store refuses by itself (`guard.py`); here is only what is offered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from intake.store.kept.people import Staff
from intake.store.people.rights import Right, may
from intake.ui.keys import ACTIONS

NEEDS: Final[Mapping[str, Right]] = {
    "new": Right.INTERVIEWS,
    "filter": Right.DESK,
    "receipt": Right.HAND_OVER,
    "overview": Right.OVERVIEW,
    "figures": Right.FIGURES,
    "audit": Right.AUDIT,
    "people": Right.PEOPLE,
    "review": Right.READ,
    "next-steps": Right.INTERVIEWS,
    "compare": Right.INTERVIEWS,
    "chain": Right.INTERVIEWS,
    "events": Right.INTERVIEWS,
    "family": Right.INTERVIEWS,
    "handover": Right.HAND_OVER,
    "papers": Right.INTERVIEWS,
    "note": Right.INTERVIEWS,
    "switch-run": Right.INTERVIEWS,
    "desk": Right.DESK,
}
"""The ids of actions with the right that each needs; one that is not here is for everybody."""

NEW_ENTRY: Final = "new"
"""At the desk it begins a case. In a list of entries it begins an entry, which whoever leads the interview may do."""

_BY_NAME: Final = {
    ACTIONS[id_].action: right for id_, right in NEEDS.items() if id_ not in (NEW_ENTRY, "desk") and id_ in ACTIONS
}


def action_allowed(staff: Staff, action: str) -> bool:
    """Whether a screen of a case offers this action (Textual's name of it) to somebody."""
    return action not in _BY_NAME or may(staff, _BY_NAME[action])


def allowed(staff: Staff, ids: Iterable[str]) -> tuple[str, ...]:
    """Those of these actions that somebody may do."""
    return tuple(id_ for id_ in ids if id_ not in NEEDS or may(staff, NEEDS[id_]))

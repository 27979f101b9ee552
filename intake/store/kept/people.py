"""Who works here, and in which roles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """What a staff member does here; one person can have several.

    A clerk works at the desk, an interpreter in the interview that is handed to them, a coordinator with profiles and
    figures, an administrator with people, keys and backups.
    """

    CLERK = "clerk"
    INTERPRETER = "interpreter"
    COORDINATOR = "coordinator"
    ADMINISTRATOR = "administrator"


EVERY_ROLE_BUT_INTERPRETER = (Role.CLERK, Role.COORDINATOR, Role.ADMINISTRATOR)
"""Who sets a store up does everything, until there are others."""


@dataclass(frozen=True, slots=True)
class Staff:
    id: str
    name: str
    roles: tuple[Role, ...]
    added_at: datetime
    left_at: datetime | None = None

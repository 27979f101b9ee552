"""Who may do what: the rights that each role has, in one table. A person has those of all their roles.

Pure: it reads no store. `guard.py` asks it inside the store, screens ask it for what they offer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from typing import Final

from intake.errors import StoreError
from intake.store.kept.people import Role, Staff


class NotAllowed(StoreError):
    """The roles of this person do not include what was to be done."""


class Right(StrEnum):
    """Something that not everybody may do here."""

    DESK = "desk"
    """See the list of cases, search it, and see which dates are due."""

    INTERVIEWS = "interviews"
    """Begin a case, open any and lead its interview, decide about its next steps."""

    HANDED_INTERVIEW = "handed_interview"
    """Lead the interview that a colleague has handed to them, and no other."""

    READ = "read"
    """Look into a case without leading its interview."""

    SECTIONS = "sections"
    """Read the answers on health and protection: hold the second key."""

    HAND_OVER = "hand_over"
    """Consents, records and papers that leave the desk."""

    WITHOUT_CONSENT = "without_consent"
    """A record that a statute carries in the place of a consent."""

    CLOSE = "close"
    """Close an interview, and open it again."""

    RESTRICT = "restrict"
    """Restrict a case to reading, and lift that."""

    DISCLOSE = "disclose"
    """Give a person all that is stored about them."""

    ERASE = "erase"
    """Erase a case for good, because a person asks for it or its time is over."""

    PROFILES = "profiles"
    """Make and change profiles of sites."""

    OVERVIEW = "overview"
    """Cases per adviser, and how many wait."""

    FIGURES = "figures"
    """The monitoring figures, without names."""

    PEOPLE = "people"
    """Add and remove people, and say what their roles are."""

    KEYS = "keys"
    """A new recovery key, and new keys for the store."""

    BACKUPS = "backups"
    """Write backups to other places, and restore one."""

    AUDIT = "audit"
    """Read who did what."""


_AT_THE_DESK: Final = frozenset({
    Right.DESK,
    Right.INTERVIEWS,
    Right.HANDED_INTERVIEW,
    Right.READ,
    Right.SECTIONS,
    Right.HAND_OVER,
    Right.WITHOUT_CONSENT,
    Right.CLOSE,
    Right.RESTRICT,
    Right.DISCLOSE,
})  # fmt: skip

RIGHTS: Final[Mapping[Role, frozenset[Right]]] = {
    Role.CLERK: _AT_THE_DESK,
    Role.INTERPRETER: frozenset({Right.HANDED_INTERVIEW, Right.SECTIONS}),
    Role.COORDINATOR: frozenset({Right.PROFILES, Right.OVERVIEW, Right.FIGURES, Right.AUDIT}),
    Role.ADMINISTRATOR: frozenset({
        Right.DESK,
        Right.READ,
        Right.RESTRICT,
        Right.DISCLOSE,
        Right.ERASE,
        Right.PEOPLE,
        Right.KEYS,
        Right.BACKUPS,
        Right.AUDIT,
    }),
}  # fmt: skip
"""An administrator has no SECTIONS: what a case says on health and protection they read beside a second person."""


def rights_of(roles: Iterable[Role]) -> frozenset[Right]:
    """The rights of a person with these roles."""
    return frozenset().union(*(RIGHTS[role] for role in roles))


def may(staff: Staff, *rights: Right) -> bool:
    """Whether somebody who works here has one of these rights. Who has left has none."""
    return staff.left_at is None and not rights_of(staff.roles).isdisjoint(rights)


def holds_second_key(roles: Collection[Role]) -> bool:
    """Whether people with these roles get the second key."""
    return Right.SECTIONS in rights_of(roles)


def not_allowed() -> NotAllowed:
    """What is said to somebody without the right."""
    return NotAllowed(
        "Your roles here do not include this.",
        "Nothing was done. Ask a colleague whose roles do, or an administrator to change yours.",
    )

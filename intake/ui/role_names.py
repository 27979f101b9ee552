"""What the roles are called, as message ids."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from intake.languages.messages import N_
from intake.store.kept.people import Role

ROLE_NAMES: Final[Mapping[Role, str]] = {
    Role.CLERK: N_("Desk work"),
    Role.INTERPRETER: N_("Interpreting"),
    Role.COORDINATOR: N_("Coordination"),
    Role.ADMINISTRATOR: N_("Administration"),
}

ROLE_TEXTS: Final[Mapping[Role, str]] = {
    Role.CLERK: N_("All cases, interviews with health and protection, handover."),
    Role.INTERPRETER: N_("Only the interview that a colleague hands to them."),
    Role.COORDINATOR: N_("Profiles, overview and figures without names, audit."),
    Role.ADMINISTRATOR: N_("People, keys, backups, audit, erasing; health and protection only beside a colleague."),
}
"""What somebody with the role does here."""

"""Who may salvage a store, and what people may do in the new one whose roles are lost.

A salvaged store is a full copy. So the roles that can be read of whoever typed a passphrase have to say that they may
take one; where those lie on a damaged page, only the printed recovery key makes up for them.
"""

from __future__ import annotations

import json

from intake.errors import StoreError
from intake.store.columns import utc_of
from intake.store.kept.people import Role, Staff
from intake.store.keys.unlocking import Unlocked, refused
from intake.store.people.rights import Right, may, not_allowed
from intake.store.salvage.rows import Sorted
from intake.store.salvage.view import Raw


class RolesLost(StoreError):
    """The roles of who typed the passphrase cannot be read."""


LEAST = Role.INTERPRETER
"""The role of those whose own are lost: they see no list, and no case that nobody hands to them."""


def allow(found: Sorted, unlocked: Unlocked, *, by_recovery: bool) -> None:
    """Raises NotAllowed for who may not take a copy away, KeyRefused for who has left, RolesLost where their roles
    are lost and it was not the recovery key that was typed.
    """
    rows = [row.cells for row in found.rows("staff")]
    if any("roles" not in row for row in rows):
        return  # of the time before roles: everybody at the desk could do all
    people = {staff.id: staff for row in rows if (staff := staff_of(row)) is not None}
    me = people.get(unlocked.staff_id)
    if me is None and not by_recovery:
        raise RolesLost(
            "What you may do here stood on a damaged page.",
            "Nothing was written. Type the command again with --recovery: the printed recovery key lets an "
            "administrator in, who gives the roles anew.",
        )
    if me is not None and me.left_at is not None:
        raise refused()
    somebody = any(may(each, Right.BACKUPS) for each in people.values())
    if me is not None and not may(me, Right.BACKUPS) and (somebody or not by_recovery):
        raise not_allowed()


def staff_of(row: Raw) -> Staff | None:
    """The person of a row; None where their roles cannot be read."""
    try:
        roles = tuple(Role(each) for each in json.loads(str(row["roles"])))
        left = row["left_at"]
        added = utc_of(str(row["added_at"]))
        return Staff(str(row["id"]), str(row["name"]), roles, added, utc_of(str(left)) if left else None)
    except (ValueError, TypeError, KeyError):
        return None

"""What data says about a record after it left: by when it should be confirmed, and what allows one without consent.

`[confirmation]` stands in what all sites share and may stand in a profile; a recipient can have days of its own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from intake.interview.content_file import ContentFile, Mistakes
from intake.interview.vocabulary import Vocabulary
from intake.pathways.profile_rows import Origin, Text
from intake.pathways.sites import Common, SiteProfile
from intake.pathways.tables import TableReader

BASIS = "legal_basis"
CONFIRMATION = "confirmation"
MOST_DAYS = 366
USUAL_DAYS = 14


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """A statute that allows a transfer without consent to these kinds of offices. `citation` is German."""

    id: str
    citation: str
    name: Text
    to: tuple[str, ...]
    origin: Origin


def read_legal_bases(top: TableReader) -> Iterator[LegalBasis]:
    """Each statute, in the order in which it is offered."""
    for table in top.tables(BASIS):
        origin = Origin(table.short("source"), table.short("law"), table.short("ours"))
        yield LegalBasis(table.text("id"), table.text("citation"), table.words("name"), table.texts("to"), origin)
        table.refuse_others()


def read_days(top: TableReader, *, is_needed: bool = False) -> int | None:
    """The days of `[confirmation]`; None where there is no such table and none is needed."""
    if not is_needed and not top.optional(CONFIRMATION, dict, {}):
        return None
    table = top.table(CONFIRMATION)
    table.short("ours"), table.short("source")
    days = read_confirm_days(table, "days")
    if days is None and "days" not in table.keys:
        table.wrong("`days` is missing")
    table.refuse_others()
    return days


def read_confirm_days(table: TableReader, key: str) -> int | None:
    """A number of days from 1 to 366; None where it is missing or none of these."""
    days = table.optional(key, int, 0)
    if 1 <= days <= MOST_DAYS:
        return days
    if key in table.keys:
        table.wrong(f"`{key}` has to be a number of days from 1 to {MOST_DAYS}", key=key)
    return None


def check_legal_bases(common: Common, file: ContentFile, vocabulary: Vocabulary, mistakes: Mistakes) -> None:
    """Each stands once and names kinds of offices that exist."""
    seen: set[str] = set()
    for index, basis in enumerate(common.legal_bases):
        if basis.id in seen:
            mistakes.add(file, f"{BASIS} {basis.id}: this id exists already", BASIS, index, "id")
        seen.add(basis.id)
        if not basis.to:
            mistakes.add(file, f"{BASIS} {basis.id}: `to` names no recipient", BASIS, index, "id")
        for code in basis.to:
            if code not in vocabulary.recipients:
                mistakes.add(file, f"{BASIS} {basis.id}: unknown recipient `{code}`", BASIS, index, "to")


def confirm_by(site: SiteProfile, recipient: str, handed_over: dt.date) -> dt.date:
    """The last day on which an office of this kind should confirm what was handed over on that day."""
    profile = site.recipient(recipient)
    days = (profile.confirm_days if profile else None) or site.confirm_days or site.common.confirm_days
    return handed_over + dt.timedelta(days=days)


def legal_bases(site: SiteProfile, recipient: str) -> tuple[LegalBasis, ...]:
    """The statutes that can allow a transfer to this kind of office."""
    return tuple(basis for basis in site.common.legal_bases if recipient in basis.to)

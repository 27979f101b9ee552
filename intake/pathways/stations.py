"""Where a person can be sent, who receives a record there, and who else works at the site."""

from __future__ import annotations

from dataclasses import dataclass

from intake.pathways.profile_rows import Text


@dataclass(frozen=True, slots=True)
class Station:
    """A place to go to. One without a recipient code gets no record; the person goes there alone."""

    id: str
    name: Text
    bring: Text
    recipient: str = ""


@dataclass(frozen=True, slots=True)
class RecipientProfile:
    """A recipient code that this site uses: its stations, the purpose, and the blocks of its record.

    `confirm_days` after a handover the office should have confirmed it; None where it is as for the others.
    """

    code: str
    stations: tuple[str, ...]
    purpose: Text
    origin: str
    sections: tuple[str, ...]
    confirm_days: int | None = None


@dataclass(frozen=True, slots=True)
class Partner:
    name: Text
    role: Text

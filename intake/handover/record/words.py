"""A value of a record as it is read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """A value in plain words, with its code where it has one."""

    text: str
    code: str = ""

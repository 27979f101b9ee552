"""Notices at the edge of the screen that end on time, however busy the program is."""

from __future__ import annotations

from textual.notifications import Notification

LEAST_S = 0.05
"""A notice that was seen too late stays so long."""


class Notice(Notification):
    """A notification that always has time left, in seconds, also when its time ran out while it was being drawn.

    Textual starts a timer with what is left, and a timer that begins below zero never gives the program back.
    """

    @property
    def time_left(self) -> float:
        return max(super().time_left, LEAST_S)

    @property
    def has_expired(self) -> bool:
        return super().time_left <= 0

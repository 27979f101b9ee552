"""Which cases have had their time, by the values of their sites. For the desk and the command line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from intake.pathways.retention import Retention
from intake.store.kept.lists import CaseLine

if TYPE_CHECKING:
    from intake.pathways.content import Content
    from intake.store.store import Store

MOST = 10_000


@dataclass(frozen=True, slots=True)
class Expired:
    """A case that has had its time. `since` is the last activity of a draft, or what its time is counted from.

    `before` are the moments that its site keeps drafts and records from.
    """

    case_id: str
    code: str
    is_draft: bool
    since: dt.date
    before: tuple[dt.datetime, dt.datetime]


def all_expired(store: Store, content: Content, at: dt.datetime) -> tuple[Expired, ...]:
    """All cases that have had their time, the quietest first. Raises NotAllowed, StoreError."""
    found = [each for site, keeps in _kept(store, content) for each in _expired(store, site, keeps.before(at))]
    return tuple(sorted(found, key=lambda each: (each.since, each.code)))


def count_expired(store: Store, content: Content, at: dt.datetime) -> int:
    """How many cases have had their time. Raises NotAllowed, StoreError."""
    return sum(store.care.count_expired(*keeps.before(at), site) for site, keeps in _kept(store, content))


def _kept(store: Store, content: Content) -> Iterator[tuple[str, Retention]]:
    """How long the sites of the cases keep them. One whose profile is gone keeps as all do; where a profile has
    mistakes nobody knows, so none of its cases ends.
    """
    for site in store.care.sites():
        if site not in content.mistaken:
            profile = content.sites.get(site)
            yield site, profile.retention if profile else content.sites.common.retention


def _expired(store: Store, site: str, before: tuple[dt.datetime, dt.datetime]) -> Iterator[Expired]:
    lines = store.care.expired(*before, MOST, site)
    kept = {line.id for line in store.care.expired(_NEVER, before[1], MOST, site)}
    for line in lines:
        yield _of(store, line, before, is_draft=line.id not in kept)


_NEVER = dt.datetime(1, 1, 1, tzinfo=dt.UTC)


def _of(store: Store, line: CaseLine, before: tuple[dt.datetime, dt.datetime], *, is_draft: bool) -> Expired:
    left = [record.exported_at for record in store.handovers.of_case(line.id) if record.exported_at is not None]
    since = max(left) if left and not is_draft else line.last_activity
    return Expired(line.id, line.code, is_draft, since.date(), before)

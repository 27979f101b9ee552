"""Which cases have had their time, by the values of their sites. For the desk and the command line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from intake.pathways.retention import Retention
from intake.store.kept.lists import CaseLine

if TYPE_CHECKING:
    from intake.pathways.sites import SiteProfile
    from intake.store.store import Store

MOST = 10_000


@dataclass(frozen=True, slots=True)
class Expired:
    """A case that has had its time. `since` is the last activity of a draft, or what its time is counted from."""

    case_id: str
    code: str
    is_draft: bool
    since: dt.date


def all_expired(store: Store, sites: Iterable[SiteProfile], at: dt.datetime) -> tuple[Expired, ...]:
    """All cases of these sites that have had their time, the quietest first. Raises NotAllowed, StoreError."""
    found: list[Expired] = []
    for site in sites:
        found += _expired(store, site.id, site.retention, at)
    return tuple(sorted(found, key=lambda each: (each.since, each.code)))


def count_expired(store: Store, sites: Iterable[SiteProfile], at: dt.datetime) -> int:
    """How many cases have had their time. Raises NotAllowed, StoreError."""
    return sum(store.care.count_expired(*site.retention.before(at), site.id) for site in sites)


def _expired(store: Store, site: str, keeps: Retention, at: dt.datetime) -> list[Expired]:
    drafts, records = keeps.before(at)
    lines = store.care.expired(drafts, records, MOST, site)
    kept = {line.id for line in store.care.expired(_NEVER, records, MOST, site)}
    return [_of(store, line, is_draft=line.id not in kept) for line in lines]


_NEVER = dt.datetime(1, 1, 1, tzinfo=dt.UTC)


def _of(store: Store, line: CaseLine, *, is_draft: bool) -> Expired:
    left = [record.exported_at for record in store.handovers.of_case(line.id) if record.exported_at is not None]
    since = max(left) if left and not is_draft else line.last_activity
    return Expired(line.id, line.code, is_draft, since.date())

"""What the core run has to ask at a site: the ids that its pre-rules, rules, offers and deadlines read."""

from __future__ import annotations

from collections.abc import Iterator

from intake.pathways.sites import SiteProfile


def needed_ids(site: SiteProfile) -> frozenset[str]:
    """Ids of questions and derived values; the interview adds what these depend on. Source: interview.md 3."""
    return frozenset(_ids(site))


def _ids(site: SiteProfile) -> Iterator[str]:
    for row in (*site.prerules, *site.rules, *site.offers, *site.deadlines):
        yield from row.condition.ids
    for deadline in site.deadlines:
        yield deadline.base.partition(".")[0]

"""Reads the offers of a site from TOML."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from intake.interview.vocabulary import Vocabulary
from intake.pathways.offers import DecidedBy, Offer, OfferKind
from intake.pathways.phase_reader import read_origin
from intake.pathways.tables import TableReader

_NOTES = ("for_whom", "provider", "entry_level", "duration", "age", "places", "law_note")


def read_offers(top: TableReader, words: Vocabulary) -> Iterator[Offer]:
    for table in top.tables("offer"):
        kind = table.member("kind", OfferKind)
        notes = {key: note for key in _NOTES if (note := table.localized(key, needed=False))}
        offer = Offer(
            id=table.text("id"),
            condition=table.condition(words),
            name=table.words("name"),
            kind=kind or OfferKind.SUPPORT,
            steps=table.texts("steps"),
            needs_admission=table.flag("needs_admission"),
            ends=table.date("ends", needed=False),
            ends_status=table.short("ends_status"),
            stage=table.short("stage"),
            legal_basis=table.short("legal_basis"),
            notes=notes,
            decided_by=_decided_by(table),
            origin=read_origin(table),
        )
        table.refuse_others()
        yield offer


def _decided_by(table: TableReader) -> DecidedBy | None:
    if "decided_by" not in table.keys:
        return None
    inner = table.inline("decided_by")
    since = inner.date("since")
    decided = DecidedBy(since or dt.date.max, inner.text("station"), inner.text("note"))
    inner.refuse_others()
    return decided

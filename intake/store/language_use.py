"""Which languages the cases of this desk are held in: counted over the latest cases only, by their index."""

from __future__ import annotations

from collections import Counter

from sqlmodel import Session, col, select

from intake.store import tables

LATEST = 300
"""So many cases say what is spoken at a desk these months; reading them takes a few milliseconds."""


def languages_used(session: Session, cases: int) -> tuple[str, ...]:
    """The languages that the latest cases were shown in, the most used first; of equals the one used last."""
    case = tables.CaseFile
    newest = select(case.languages).order_by(col(case.last_activity).desc()).limit(cases)
    counted = Counter(languages[0] for languages in session.exec(newest) if languages)
    return tuple(language for language, _ in counted.most_common())

"""The cases of a site for its monitoring figures. Reached as `store.figures`."""

from __future__ import annotations

from collections.abc import Collection, Generator
from dataclasses import dataclass
from datetime import datetime

from intake.store import walking
from intake.store.audit.chain import AuditChain, Deed
from intake.store.kept.audit import Action
from intake.store.kept.cases import CaseFile
from intake.store.people.access import Access
from intake.store.people.hidden import guarded_questions
from intake.store.people.rights import Right


@dataclass(frozen=True, slots=True)
class Figures:
    """Reads what figures count, and notes that they were made."""

    access: Access
    chain: AuditChain

    def walk(
        self, site: str, questions: Collection[str], first: datetime | None = None, last: datetime | None = None
    ) -> Generator[CaseFile, None, None]:
        """The cases of a site begun from `first` on and before `last`, with these answers only, as of one moment.

        Few of them are in memory at a time. Close the generator if it is not read to its end. Answers on health and
        protection are left out for somebody who may not read them.
        """
        with self.access.reading(Right.FIGURES) as session:
            if not self.access.guard.has(session, Right.SECTIONS):
                questions = set(questions) - guarded_questions()
            yield from walking.walk(session, site, questions, first, last)

    def note(self, site: str, actor: str, at: datetime) -> None:
        """Notes in the audit chain that the figures of a site were made."""
        with self.access.writing(Right.FIGURES) as session:
            self.chain.append(session, [Deed(Action.FIGURES_EXPORTED, subject=site)], actor, at)

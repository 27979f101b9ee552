"""What the store holds of a case for its person, and what of that is told while somebody else may read along."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from intake.handover.projection.ceilings import CEILINGS, NAMED_PERSON_PACKAGES
from intake.handover.projection.consent import office_name
from intake.handover.projection.view import CONSENTS
from intake.interview.questionnaire import Questionnaire
from intake.store.disclosed import Beside
from intake.store.kept.answers import PastChange
from intake.store.kept.audit import Action, AuditEntry
from intake.store.kept.cases import CaseFile
from intake.store.kept.decisions import Decision
from intake.store.kept.handovers import Record


@dataclass(frozen=True)
class Sources:
    """What the store holds of a case."""

    file: CaseFile
    history: tuple[PastChange, ...]
    decisions: tuple[Decision, ...]
    records: tuple[Record, ...]
    beside: Beside
    staff: Mapping[str, str]


@dataclass(frozen=True)
class ToldOf:
    """What is told of: all of it `in_private`, else nothing that others must not hear or read."""

    sources: Sources
    questionnaire: Questionnaire
    in_private: bool

    def question(self, id_: str) -> bool:
        """Whether the answers to a question are told."""
        question = self.questionnaire.get(id_)
        if self.in_private or question is None:
            return self.in_private
        return id_ != CONSENTS and not question.private and not question.sensitivity.is_guarded

    def left(self) -> list[Record]:
        """The records that left, without those of health or protection where others may read along."""
        return [each for each in self.sources.records if each.exported_at is not None and self._record(each)]

    def not_left(self) -> list[Record]:
        """Drafts and what was dismissed, with the same left out."""
        return [each for each in self.sources.records if each.exported_at is None and self._record(each)]

    def entry(self, entry: AuditEntry) -> bool:
        """Whether an entry of the audit chain is told: not where it names what was asked, or an office, in private."""
        if self.in_private:
            return True
        names = (entry.subject, entry.subject.partition(":")[2])
        is_private = (
            entry.action == Action.SECTION_UNLOCKED
            or any(each.id == entry.subject and not self._record(each) for each in self.sources.records)
            or any(self.questionnaire.get(name) is not None and not self.question(name) for name in names)
            or any(NAMED_PERSON_PACKAGES & CEILINGS.get(name, {}).keys() for name in names)
        )
        return not is_private

    def _record(self, record: Record) -> bool:
        """Not where what only a named person may receive was ever released to the office, or passed on by a statute."""
        released = set(record.packages)
        for entry in self.sources.file.answers.entries(CONSENTS):
            office, packages = (entry.answer(name).value for name in ("office", "packages"))
            is_same = isinstance(office, str) and office_name(office) == office_name(record.office)
            if is_same and isinstance(packages, tuple):
                released.update(code for code in packages if isinstance(code, str))
        return self.in_private or not released & NAMED_PERSON_PACKAGES

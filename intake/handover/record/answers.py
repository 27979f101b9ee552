"""The answers of a record: each with its label, its words, its value as data and its marks, entries as a table.

Source: sites.md 10.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from intake.handover.projection.ceilings import AGE
from intake.handover.projection.filters import Ages, Seen, SeenEntry, SeenValue, packages_of_code
from intake.handover.projection.projection import Projection
from intake.handover.record.additions import Additions
from intake.handover.record.parts import (
    EntryRow,
    EntryTable,
    Item,
)
from intake.handover.record.wording import Wording
from intake.handover.record.words import Words
from intake.interview.questions import Question
from intake.interview.values import Documents, Json, PartialDate, as_json
from intake.pathways.assess import Assessment

_HIDDEN_DOCUMENT = "medical"
_ACTIVE = ("planned", "running")


@dataclass(frozen=True, slots=True)
class RecordAnswers:
    """What is seen, in the words of the record."""

    assessment: Assessment
    projection: Projection
    wording: Wording
    additions: Additions

    @property
    def questions(self) -> Mapping[str, Question]:
        return self.assessment.facts.logic.questionnaire.by_id

    def items(self, seen: Sequence[Seen]) -> Iterator[Item | EntryTable]:
        for found in seen:
            question = self.questions[found.asked]
            if isinstance(found.value, tuple) and any(isinstance(entry, SeenEntry) for entry in found.value):
                yield self._table(question, found)
            elif item := self._item(question, found):
                yield item

    def _item(self, question: Question, found: Seen) -> Item | None:
        value = printable(found.value)
        return None if value is None else self._said(question, found, self.wording.values(question, value), value)

    def _said(
        self,
        question: Question,
        found: Seen,
        words: tuple[Words, ...],
        value: SeenValue,
        fields: tuple[str, ...] = (),
    ) -> Item:
        tells_changes = self._may_tell_change(question, found)
        return Item(
            question=found.question,
            label=self.wording.label(found.question),
            words=words,
            data=seen_as_json(value, is_list=found.question != AGE),
            source=found.source,
            source_words=self.wording.source(found.source),
            recheck=found.recheck,
            note=found.note,
            added=self.additions.day_of(found.asked, fields) if tells_changes else None,
            tells_changes=tells_changes,
        )

    def _may_tell_change(self, question: Question, found: Seen) -> bool:
        """Whether a change can only be one of what is seen: nothing of the answer stays here, and no code ever does."""
        return found.is_whole and not any(packages_of_code(question, choice.code) for choice in question.choices)

    def _table(self, question: Question, found: Seen) -> EntryTable:
        entries = (
            [entry for entry in found.value if isinstance(entry, SeenEntry)] if isinstance(found.value, tuple) else []
        )
        fields = tuple(field.id for field in question.fields if any(field.id in entry.fields for entry in entries))
        return EntryTable(
            item=self._said(question, found, (), found.value, fields),
            fields=fields,
            labels=tuple(self.wording.label(f"{question.id}.{field}") for field in fields),
            rows=tuple(EntryRow(self._entry(question, entry), self._remark(question, entry)) for entry in entries),
        )

    def _entry(self, question: Question, entry: SeenEntry) -> dict[str, tuple[Words, ...]]:
        words = self.wording.entry(question, entry)
        offer = next((each for each in self.assessment.site.offers if each.id == entry.fields.get("offer")), None)
        if question.id == "measures" and offer is not None:
            words["offer"] = (Words(offer.name.de, offer.id),)
        return words

    def _remark(self, question: Question, entry: SeenEntry) -> str:
        """A measure that ends after the change of circle is to be kept funded (B:96)."""
        end = entry.fields.get("planned_end")
        decided = self.projection.view.seen.get("decision_date")
        if question.id != "measures" or entry.fields.get("state") not in _ACTIVE or decided is None:
            return ""
        if isinstance(end, PartialDate) and isinstance(decided.value, PartialDate) and end.first > decided.value.last:
            return self.wording.say("ends after the change of circle: keep funding")
        return ""


def seen_as_json(value: SeenValue, *, is_list: bool) -> Json:
    """A seen value in the form of an answers file. Ages are a list, but for the age of the person."""
    if isinstance(value, Ages):
        years: list[Json] = [list(each) if isinstance(each, tuple) else each for each in value.years]
        return years if is_list else years[0]
    if isinstance(value, tuple):
        entries = [entry for entry in value if isinstance(entry, SeenEntry)]
        if entries:
            return [{id_: as_json(field) for id_, field in entry.fields.items()} for entry in entries]
        return [item for item in value if not isinstance(item, SeenEntry)]
    return as_json(value)


def printable(value: SeenValue) -> SeenValue | None:
    """The value without what no record lists; None where nothing is left."""
    if not isinstance(value, Documents) or _HIDDEN_DOCUMENT not in value.marks:
        return value
    marks = {code: marks for code, marks in value.marks.items() if code != _HIDDEN_DOCUMENT}
    return Documents(marks) if marks else None

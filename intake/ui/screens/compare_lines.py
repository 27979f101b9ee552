"""What changes if, as lines: each line of the proposals with what it says in each of them. Free of widgets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from intake.languages.dates import day as shown_day
from intake.pathways.assess import Assessment
from intake.pathways.compare import Comparison, Part, Row, Variant
from intake.pathways.profile_rows import Origin
from intake.ui.casework import CaseWork
from intake.ui.comparison_words import Words
from intake.ui.cover import offers_with_unseen_state, unseen_prerules
from intake.ui.screens.line import in_staff_language
from intake.ui.wording import CaseWording

LETTERS = "ABCDEF"
"""One for each proposal that is compared; more fit on no screen."""


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """One line in all proposals: its words, and what it says in each. `row` is None for the heading of a part."""

    head: str
    cells: tuple[str, ...] = ()
    row: Row | None = None


def variant_texts(variants: Sequence[Variant], wording: CaseWording) -> Iterator[str]:
    """What is compared: the letter, site and law set of each."""
    say = wording.say
    for letter, variant in zip(LETTERS, variants, strict=False):
        site, law = variant.site, shown_day(variant.law.date, wording.staff)
        name = f"{site.town} ({site.id})" if site.town else in_staff_language(site.name, wording)
        if variant.lives_there:
            town = variant.site.town
            yield say(
                "{letter}: {site}, law set of {law}, as if the person lived in {town}",
                letter=letter, site=name, law=law, town=town,
            )  # fmt: skip
        else:
            yield say("{letter}: {site}, law set of {law}", letter=letter, site=name, law=law)


def compared_lines(
    comparison: Comparison, work: CaseWork, wording: CaseWording, *, only_differences: bool
) -> Iterator[ComparedLine]:
    """The lines part by part; those that differ, or all of them with a mark at those that differ."""
    words = words_of(comparison, work, wording)
    rows = comparison.differences if only_differences else comparison.rows
    unseen = _unseen(comparison, work, wording)
    for part, group in groupby(rows, key=lambda row: row.part):
        yield ComparedLine(words.part(part))
        for row in group:
            if (row.part, row.id) in unseen:
                continue
            mark = "≠ " if row.differs and not only_differences else ""
            cells = tuple(words.cell(row.part, cell) for cell in row.cells)
            yield ComparedLine(f"{mark}{_head(row, words)}", cells, row)


def words_of(comparison: Comparison, work: CaseWork, wording: CaseWording) -> Words:
    """The words of a comparison, with the names of questions and stations."""
    questions = work.interview.logic.questionnaire
    stations = {id_: each for found in comparison.assessments for id_, each in found.site.stations.items()}

    def question(id_: str) -> str:
        return wording.label(questions[id_])

    def station(id_: str) -> str:
        return in_staff_language(stations[id_].name, wording)

    return Words(wording.say, wording.staff, question, station)


def compared_reasons(row: Row, comparison: Comparison, work: CaseWork, wording: CaseWording) -> list[str]:
    """What a line opens to: its full words in each proposal, with source and law set."""
    say, words = wording.say, words_of(comparison, work, wording)
    lines: list[str] = []
    for letter, cell, assessment in zip(LETTERS, row.cells, comparison.assessments, strict=False):
        lines.append(f"{letter}: {words.cell(row.part, cell)}")
        if cell is not None:
            lines.append(f"    {words.text(cell.text)}")
            if cell.bring:
                lines.append(say("    to bring: {things}", things=words.text(cell.bring)))
        origin = _origin(row, assessment)
        if cell is not None and origin.source:
            lines.append(say("    Source: {source}", source=origin.source))
        law = shown_day(assessment.law.date, wording.staff)
        site = in_staff_language(assessment.site.name, wording)
        lines += [say("    {site}, law set of {law}", site=site, law=law), ""]
    return [*lines, say("Nothing of this is stored."), say("Proposal – staff decide.")]


def _head(row: Row, words: Words) -> str:
    cell = next(cell for cell in row.cells if cell is not None)
    text = words.text(cell.text)
    return f"{row.id} · {text}" if row.part in (Part.PRERULE, Part.RESULT, Part.OPEN) else text


def _unseen(comparison: Comparison, work: CaseWork, wording: CaseWording) -> set[tuple[Part, str]]:
    """The pre-rules that are not to be seen now, the stations that they alone lead to, the offers that would tell."""
    lacks_privacy = work.interview.facts.lacks_privacy
    found: set[tuple[Part, str]] = set()
    for assessment in comparison.assessments:
        for line in unseen_prerules(assessment, wording.cover, lacks_privacy=lacks_privacy):
            found.add((Part.PRERULE, line.rule.id))
            found |= {(Part.STATION, station.id) for station in line.stations}
        found |= {(Part.OFFER, offer) for offer in offers_with_unseen_state(assessment, wording.cover)}
    return found


def _origin(row: Row, assessment: Assessment) -> Origin:
    site = assessment.site
    match row.part:
        case Part.PRERULE:
            return next((rule.origin for rule in site.prerules if rule.id == row.id), Origin())
        case Part.RESULT | Part.OPEN:
            return next((rule.origin for rule in site.rules if rule.id == row.id), Origin())
        case Part.OFFER:
            return next((offer.origin for offer in site.offers if offer.id == row.id), Origin())
        case Part.DEADLINE:
            return next((line.origin for line in site.deadlines if line.id == row.id), Origin())
        case Part.STATION:
            return Origin()

"""What an event changed in the proposal: the lines that came, went or read differently, in words."""

from __future__ import annotations

from collections.abc import Iterator

from intake.pathways.assess import Assessment
from intake.pathways.compare import Change, Part, Row, side_by_side
from intake.pathways.phases import current
from intake.ui.comparison_words import Words
from intake.ui.cover import offers_with_unseen_state, unseen_prerules
from intake.ui.screens.line import Line, heading, in_staff_language
from intake.ui.wording import CaseWording

CHANGED = "changed"
"""The kind of these lines."""


def changed_lines(before: Assessment, after: Assessment, wording: CaseWording) -> Iterator[Line]:
    """The differences from one assessment to the other: phases first, then part by part; one line where none is."""
    yield heading(wording.say("What changed"))
    found = [*_phases(before, after, wording), *_rows(before, after, wording)]
    if not found:
        yield Line("", CHANGED, wording.say("Nothing changes."))
    yield from found


def _phases(before: Assessment, after: Assessment, wording: CaseWording) -> Iterator[Line]:
    say = wording.say
    left = {line.phase.id: line.phase for line in current(before)}
    entered = {line.phase.id: line.phase for line in current(after)}
    for id_, phase in {**left, **entered}.items():
        if id_ in left and id_ in entered:
            continue
        name, agency = (in_staff_language(text, wording) for text in (phase.name, phase.agency))
        said = say("new phase; responsible: {agency}", agency=agency) if id_ in entered else say("no longer here")
        yield Line("", CHANGED, f"{'+' if id_ in entered else '-'} {name}", (said,))


def _rows(before: Assessment, after: Assessment, wording: CaseWording) -> Iterator[Line]:
    """Nothing is shown of a pre-rule that is not to be seen now, in either assessment."""
    lacks_privacy = after.facts.lacks_privacy
    hidden = {key for each in (before, after) for key in _unseen(each, wording, lacks_privacy=lacks_privacy)}
    questionnaire = after.facts.logic.questionnaire
    stations = {**before.site.stations, **after.site.stations}
    words = Words(
        wording.say,
        wording.staff,
        lambda id_: wording.label(questionnaire[id_]) if id_ in questionnaire.by_id else id_,
        lambda id_: in_staff_language(stations[id_].name, wording),
    )
    for row in side_by_side((before, after)).rows:
        if row.change is not None and (row.part, row.id) not in hidden:
            yield _row(row, row.change, words)


def _unseen(assessment: Assessment, wording: CaseWording, *, lacks_privacy: bool) -> Iterator[tuple[Part, str]]:
    for line in unseen_prerules(assessment, wording.cover, lacks_privacy=lacks_privacy):
        yield Part.PRERULE, line.rule.id
        yield from ((Part.STATION, station.id) for station in line.stations)
    yield from ((Part.OFFER, offer) for offer in offers_with_unseen_state(assessment, wording.cover))


def _row(row: Row, change: Change, words: Words) -> Line:
    """The text of the line with a sign before it; below it what became of it."""
    say, old, new = words.say, row.cells[0], row.cells[-1]
    shown = new or old
    text, part = words.text(shown.text) if shown else row.id, words.part(row.part)
    before, after = words.cell(row.part, old), words.cell(row.part, new)
    match change:
        case Change.ADDED:
            return Line("", CHANGED, f"+ {text}", (f"{part}: {after}",))
        case Change.REMOVED:
            return Line("", CHANGED, f"- {text}", (say("{part}: does not apply any more", part=part),))
        case Change.CHANGED:
            said = say("{before}; new: {after}", before=before, after=after) if before != after else after
            details = [f"{part}: {said}"]
            if old and new and old.text != new.text:
                details.append(say("before: {text}", text=words.text(old.text)))
            return Line("", CHANGED, f"~ {text}", tuple(details))

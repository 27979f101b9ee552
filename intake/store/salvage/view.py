"""The current view of a case from its changes, on rows as they are stored: sealed answers stay sealed, so nobody needs
the second key to salvage them. It follows the same rules as `Answers.apply`; a test compares the two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from intake.store.salvage.cells import Cell

Raw: TypeAlias = Mapping[str, Cell]
Place: TypeAlias = tuple[str, str, str]

MARKS: Final = ("state", "form", "value", "source", "note", "recheck", "reason")
_NO_MARKS: Final[Raw] = dict.fromkeys(MARKS)
_OPENED: Final[Raw] = {
    "state": "answered",
    "form": "multi",
    "value": "[]",
    "source": "said",
    "note": '""',
    "recheck": 0,
    "reason": '""',
}
"""What stands for a list of entries that nobody gave an answer of its own."""


@dataclass(slots=True)
class _Question:
    own: Raw | None = None
    entries: dict[str, dict[str, Raw]] = field(default_factory=dict)


def replayed(events: Iterable[Raw]) -> dict[Place, Raw]:
    """The rows of `answer` that these rows of `answer_event` of one case add up to, by their place."""
    found: dict[str, _Question] = {}
    for event in events:
        _apply(found.setdefault(str(event["question"]), _Question()), event)
    return dict(row for question, each in found.items() for row in _rows(question, each))


def marks_of(row: Raw) -> Raw:
    """What a row says of an answer."""
    return {name: row[name] for name in MARKS}


def repaired(view: Mapping[Place, Raw]) -> dict[Place, Raw]:
    """A view some rows of which are lost: whatever an answer hangs on is there again."""
    found = dict(view)
    for question, entry, _ in list(view):
        if entry and (question, "", "") not in found:
            found[question, "", ""] = {**_OPENED, "position": None}
        if entry and (question, entry, "") not in found:
            taken = [row["position"] for (other, _, name), row in found.items() if other == question and not name]
            last = max((each for each in taken if isinstance(each, int)), default=-1)
            found[question, entry, ""] = {**_NO_MARKS, "position": last + 1}
    return found


def missing_changes(
    now: Mapping[Place, Raw],
    view: Mapping[Place, Raw],
    stale: frozenset[Place],
    is_same: Callable[[Place, Raw, Raw], bool],
) -> Iterator[Raw]:
    """The changes that lead from what the events say to what the view says, each as the columns of an event.

    A row of the view was written with the last event of its place. So where they differ, that event is lost; unless
    the row is `stale`, taken from an earlier version of its page, and the events say something there. Entries have no
    marks to compare.
    """
    wanted = repaired(view)
    for place in sorted(wanted, key=lambda place: (place[0], place[1] != "", _position(wanted, place), place[2])):
        row, (question, entry, name) = wanted[place], place
        there = now.get(place)
        if there is not None and (place in stale or is_same(place, there, row)):
            continue
        if entry and not name:
            if there is None:
                yield _change("entry_added", question, entry)
        elif entry:
            yield {**_change("field_given", question, entry, name), **marks_of(row)}
        elif not (there is None and row["value"] == "[]" and _has_entries(wanted, question)):
            keeps_entries = there is not None and any(other[0] == question and other[1] for other in now)
            if not keeps_entries:
                yield {**_change("answer_given", question), **marks_of(row)}


def _apply(question: _Question, event: Raw) -> None:
    entry, name = str(event["entry"]), str(event["field"])
    match event["change"]:
        case "answer_given":
            question.own, question.entries = marks_of(event), {}
        case "entry_added":
            question.entries.setdefault(entry, {})
            _open(question)
        case "field_given" if entry in question.entries:
            question.entries[entry][name] = marks_of(event)
        case "entry_moved" if entry in question.entries:
            at = event["position"] if isinstance(event["position"], int) else 0
            order = [other for other in question.entries if other != entry]
            order.insert(max(0, at), entry)
            question.entries = {other: question.entries[other] for other in order}
        case "entry_removed":
            question.entries.pop(entry, None)
        case _:
            pass


def _open(question: _Question) -> None:
    if question.own is None or question.own["state"] != "answered":
        question.own = _OPENED


def _rows(name: str, question: _Question) -> Iterator[tuple[Place, Raw]]:
    if question.own is not None:
        yield (name, "", ""), {**question.own, "position": None}
    for position, (entry, fields) in enumerate(question.entries.items()):
        yield (name, entry, ""), {**_NO_MARKS, "position": position}
        for field_name, given in fields.items():
            yield (name, entry, field_name), {**given, "position": None}


def _position(view: Mapping[Place, Raw], place: Place) -> int:
    row = view.get((place[0], place[1], ""))
    position = row["position"] if row is not None and place[1] else None
    return position if isinstance(position, int) else -1


def _has_entries(view: Mapping[Place, Raw], question: str) -> bool:
    return any(other == question and entry for other, entry, _ in view)


def _change(change: str, question: str, entry: str = "", name: str = "") -> dict[str, Cell]:
    return {**_NO_MARKS, "change": change, "question": question, "entry": entry, "field": name, "position": None}

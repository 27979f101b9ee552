"""desk: opening the list of cases and dates due in a store with many cases, against one with a hundred."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from bench.assessing import cases, took_ms
from bench.effort import Effort
from bench.figures import Budget, Figure, median
from bench.filling import family_name, fill
from bench.program import CHEAP, PASSPHRASE, SITE, STAFF, now
from intake.commands.demo_cases import changes_of
from intake.interview.answer_file import answers_from_json
from intake.interview.answers import Answers
from intake.interview.questionnaire import load_questionnaire
from intake.store.ids import new_id
from intake.store.kept.answers import event
from intake.store.kept.cases import NewCase
from intake.store.kept.saving import Saving
from intake.store.opening import create_store
from intake.store.store import Store

FEW = 100
DUE_BACK, DUE_AHEAD = dt.timedelta(days=366), dt.timedelta(days=7)
"""What the desk asks for: overdue since a year, due in the next week."""

_WITHIN = Budget(1.5)


def filled(folder: Path, count: int) -> tuple[Store, str]:
    """A store with so many cases, and the id of one more that has all the answers of a whole interview."""
    store, _ = create_store(folder, STAFF, PASSPHRASE, now(), CHEAP)
    fill(folder, count)
    longest = max(cases().values(), key=lambda case: len(str(case["answers"])))["answers"]
    assert isinstance(longest, dict)
    answers = answers_from_json(load_questionnaire(), longest)
    assert isinstance(answers, Answers)
    at = now()
    new = NewCase(new_id(at), "full", SITE, "2")
    events = tuple(event(change, at) for change in changes_of(answers))
    store.begin_case(new, Saving(new.id, events, store.staff.id, at))
    return store, new.id


def open_desk(store: Store) -> None:
    """What the desk reads when it is opened."""
    today = now().date()
    assert store.lists.list_cases()
    assert store.lists.due(today - DUE_BACK, today + DUE_AHEAD)


def measure(effort: Effort) -> Iterator[Figure]:
    """The same reads in both stores, in turn. The small store is `bare`."""
    rare = family_name(42)
    reads: dict[str, tuple[Callable[[Store, str], object], Budget | None]] = {
        "opening the desk": (lambda store, _: open_desk(store), _WITHIN),
        "search, a rare name": (lambda store, _: store.lists.search(rare), None),
        "search, two letters": (lambda store, _: store.lists.search("ha"), None),
        "loading one whole case": (lambda store, case_id: store.load_case(case_id), None),
    }
    with tempfile.TemporaryDirectory() as place:
        small, small_case = filled(Path(place) / "small", FEW)
        large, large_case = filled(Path(place) / "large", effort.cases)
        try:
            for what, (read, budget) in reads.items():
                times = [
                    (took_ms(partial(read, small, small_case)), took_ms(partial(read, large, large_case)))
                    for _ in range(effort.rounds + 1)
                ][1:]
                bare, ours = median([pair[0] for pair in times]), median([pair[1] for pair in times])
                yield Figure("desk", what, ours, bare, budget=budget, note=f"{effort.cases:,} cases against {FEW}")
        finally:
            small.close()
            large.close()

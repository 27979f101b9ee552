"""By which answers a step of the chain is running or done: `running` and `done` of a `[step.…]` in `common.toml`."""

from __future__ import annotations

from collections.abc import Mapping

from intake.interview.conditions.condition import Condition
from intake.interview.vocabulary import Vocabulary
from intake.pathways.sites import StepState
from intake.pathways.tables import TableReader


def read_step_states(steps: TableReader, words: Vocabulary) -> Mapping[str, StepState]:
    """The steps that have a condition of their own; `name` is read elsewhere."""
    found: dict[str, StepState] = {}
    for key in steps.keys:
        table = steps.inline(key, f"step.{key}")
        running, done = (_condition(table, name, words) for name in ("running", "done"))
        table.optional("name", dict, {})
        ours = table.short("ours")
        table.refuse_others()
        if running or done:
            found[key] = StepState(running, done, ours)
    return found


def _condition(table: TableReader, key: str, words: Vocabulary) -> Condition | None:
    return table.condition(words, key) if key in table.keys else None

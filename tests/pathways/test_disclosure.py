"""No hidden small count can be computed back: an attacker tries every table that fits what is visible."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from intake.pathways.disclosure import THRESHOLD, Flow, Mark, protect


def line(counts: Sequence[int]) -> list[Flow]:
    total = sum(counts)
    small = total < THRESHOLD
    return [
        *(Flow("in", "out", count, count < THRESHOLD) for count in counts),
        Flow("out", "in", total, small, is_total=True, is_fixed=not small),
    ]


def cross(rows: Sequence[Sequence[int]]) -> list[Flow]:
    columns = list(zip(*rows, strict=True))
    everything = sum(map(sum, rows))

    def total(value: int, start: str, end: str, fixed: bool = False) -> Flow:
        small = value < THRESHOLD
        return Flow(start, end, value, small, is_total=True, is_fixed=fixed and not small)

    return [
        *(
            Flow(f"r{r}", f"c{c}", count, count < THRESHOLD, low=0)
            for r, row in enumerate(rows)
            for c, count in enumerate(row)
        ),
        *(total(sum(row), "rows", f"r{r}") for r, row in enumerate(rows)),
        *(total(sum(column), f"c{c}", "columns") for c, column in enumerate(columns)),
        total(everything, "columns", "rows", fixed=True),
    ]


def possible(flows: Sequence[Flow], marks: Sequence[Mark]) -> list[set[int]]:
    """For each flow values it can have, as far as an outsider knows; withheld ones are tried one up and one down."""
    spans = []
    for flow, mark in zip(flows, marks, strict=True):
        match mark:
            case Mark.SHOWN:
                spans.append(range(flow.value, flow.value + 1))
            case Mark.FEW:
                spans.append(range(flow.low, THRESHOLD))
            case Mark.WITHHELD:
                spans.append(range(max(THRESHOLD, flow.value - 1), flow.value + 2))
    free = [index for index, flow in enumerate(flows) if not flow.is_total]
    totals = [index for index, flow in enumerate(flows) if flow.is_total]
    found: list[set[int]] = [set() for _ in flows]
    for values in product(*(spans[index] for index in free)):
        guess = dict(zip(free, values, strict=True))
        for index in totals:
            guess[index] = _sum(flows, guess, flows[index])
        if all(guess[index] in spans[index] for index in totals):
            for index, value in guess.items():
                found[index].add(value)
    return found


def _sum(flows: Sequence[Flow], guess: dict[int, int], total: Flow) -> int:
    """What a total is, from the cells: those that leave its end, or come to its start, or all."""
    cells = [(index, flow) for index, flow in enumerate(flows) if not flow.is_total]
    if total.start == "rows":
        return sum(guess[index] for index, flow in cells if flow.start == total.end)
    if total.end == "columns":
        return sum(guess[index] for index, flow in cells if flow.end == total.start)
    return sum(guess[index] for index, _ in cells)


def few(flows: Sequence[Flow], marks: Sequence[Mark]) -> list[int]:
    """The places of small counts of somebody."""
    return [index for index, flow in enumerate(flows) if marks[index] is Mark.FEW and flow.value > 0]


def test_one_small_group_hides_a_second_one() -> None:
    assert protect(line([2, 30, 40])) == (Mark.FEW, Mark.WITHHELD, Mark.SHOWN, Mark.SHOWN)


def test_two_small_groups_need_no_other_where_their_sum_says_nothing() -> None:
    assert protect(line([2, 3, 40])) == (Mark.FEW, Mark.FEW, Mark.SHOWN, Mark.SHOWN)


def test_small_groups_whose_sum_tells_them_all_hide_another_one() -> None:
    marks = protect(line([1, 1, 40]))
    assert marks == (Mark.FEW, Mark.FEW, Mark.WITHHELD, Mark.SHOWN)


def test_a_table_that_cannot_be_protected_is_not_shown() -> None:
    assert protect(line([4, 4])) is None
    assert protect(line([1, 5])) is None


def test_a_table_of_large_groups_hides_nothing() -> None:
    assert protect(cross([[5, 6], [7, 8]])) == (Mark.SHOWN,) * 9


def test_a_small_cell_hides_a_rectangle() -> None:
    marks = protect(cross([[2, 20], [20, 20]]))
    assert marks is not None
    assert marks[:4] == (Mark.FEW, Mark.WITHHELD, Mark.WITHHELD, Mark.WITHHELD)
    assert set(marks[4:]) == {Mark.SHOWN}


@given(st.lists(st.integers(1, 12), min_size=1, max_size=5))
@settings(max_examples=150)
def test_no_attacker_learns_a_small_group(counts: list[int]) -> None:
    flows = line(counts)
    marks = protect(flows)
    if marks is not None:
        assert all(len(possible(flows, marks)[index]) > 1 for index in few(flows, marks))


def has_no_empty_line(rows: list[list[int]]) -> bool:
    """Groups that nobody is in are not listed."""
    return all(map(sum, rows)) and all(map(sum, zip(*rows, strict=True))) and sum(map(sum, rows)) >= THRESHOLD


tables = st.lists(st.lists(st.sampled_from([0, 1, 2, 4, 5, 6, 9]), min_size=3, max_size=3), min_size=2, max_size=2)


@given(tables.filter(has_no_empty_line))
@settings(max_examples=60)
def test_no_attacker_learns_a_small_cell(rows: list[list[int]]) -> None:
    flows = cross(rows)
    marks = protect(flows)
    if marks is not None:
        guesses = possible(flows, marks)
        assert all(len(guesses[index]) > 1 for index in few(flows, marks))

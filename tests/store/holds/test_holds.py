"""Who has an interview open: one person, in one program that runs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from intake.store.failures import CaseHeld
from intake.store.ids import new_id
from intake.store.kept.answers import Place
from intake.store.kept.cases import DueDate, Hold, NewCase, Status
from intake.store.kept.people import Role
from intake.store.kept.saving import Saving
from intake.store.programs import RunningProgram
from intake.store.store import Store
from tests.store.making import AT, CHEAP, begin, later, opened_by, said, saving


@pytest.fixture
def here(store: Store) -> Iterator[RunningProgram]:
    yield from running(store)


@pytest.fixture
def there(store: Store) -> Iterator[RunningProgram]:
    yield from running(store)


def running(store: Store) -> Iterator[RunningProgram]:
    program = RunningProgram(store.folder.programs)
    program.enter()
    yield program
    program.leave()


def begun_in(store: Store, program: RunningProgram) -> str:
    new = NewCase(new_id(AT), "full", "zebera", "2")
    store.begin_case(new, saving(store, new.id), program=program.id)
    return new.id


def offered(store: Store, program: RunningProgram) -> list[str]:
    return [line.id for line in store.holds.interrupted(store.staff.id, program.id)]


def test_an_interview_that_goes_on_in_another_program_is_not_interrupted(
    store: Store, here: RunningProgram, there: RunningProgram
) -> None:
    case = begun_in(store, there)
    assert offered(store, here) == []
    assert offered(store, there) == [case]
    there.leave()
    assert offered(store, here) == [case]


def test_an_interview_of_a_program_that_nobody_knows_is_interrupted(store: Store, here: RunningProgram) -> None:
    case = begin(store)
    assert store.holds.of_case(case) == Hold(store.staff.id, None)
    assert offered(store, here) == [case]


def test_ones_own_interview_in_another_program_is_opened_only_over(
    store: Store, here: RunningProgram, there: RunningProgram
) -> None:
    case = begun_in(store, there)
    with pytest.raises(CaseHeld, match="in another program"):
        store.holds.take(case, store.staff.id, later(1), program=here.id)
    assert store.holds.of_case(case) == Hold(store.staff.id, there.id)
    store.holds.take(case, store.staff.id, later(2), over=True, program=here.id)
    assert store.holds.of_case(case) == Hold(store.staff.id, here.id)
    assert store.trail.entries(1)[0].action == "case.taken_over"


def test_an_interview_of_a_program_that_ended_is_opened_at_once(
    store: Store, here: RunningProgram, there: RunningProgram
) -> None:
    case = begun_in(store, there)
    there.leave()
    store.holds.take(case, store.staff.id, later(1), program=here.id)
    assert store.holds.of_case(case) == Hold(store.staff.id, here.id)
    assert store.trail.entries(1)[0].action == "case.opened"


def test_putting_back_here_leaves_an_interview_open_there(
    store: Store, here: RunningProgram, there: RunningProgram
) -> None:
    case = begun_in(store, there)
    store.holds.put_back(case, store.staff.id, later(1), here.id)
    assert store.holds.of_case(case) == Hold(store.staff.id, there.id)
    store.holds.put_back(case, store.staff.id, later(2), there.id)
    assert store.holds.of_case(case) == Hold(None, None)


def test_a_save_says_in_which_program_the_interview_is_open(
    store: Store, here: RunningProgram, there: RunningProgram
) -> None:
    case = begun_in(store, there)
    assert store.save(saving(store, case, said("gender", "f"))).program == there.id
    store.holds.take(case, store.staff.id, later(1), over=True, program=here.id)
    saved = store.save(saving(store, case, said("gender", "m")))
    assert (saved.holder, saved.program) == (store.staff.id, here.id)


def test_a_closed_case_is_open_in_no_program(store: Store, here: RunningProgram) -> None:
    case = begun_in(store, here)
    store.set_status(case, Status.CLOSED, store.staff.id, later(1))
    assert store.holds.of_case(case) == Hold(None, None)


def test_a_late_answer_moves_neither_the_place_nor_the_dates_of_who_has_taken_over(store: Store) -> None:
    colleague = store.people.add("Jonas", "auch lang genug", (Role.CLERK,), store.staff.id, AT, CHEAP)
    case = begin(store)
    dates = (DueDate("visa", AT.date()),)
    with opened_by(store, "Jonas") as theirs:
        theirs.holds.take(case, colleague.id, later(1), over=True)
        theirs.save(Saving(case, (), colleague.id, later(2), Place("gender"), dates))
    late = saving(store, case, said("family_name", "Mansour"), at=later(3))
    store.save(Saving(case, late.events, late.actor, late.at, Place("given_name"), ()))
    assert store.load_case(case).header.place == Place("gender")
    assert store.load_case(case).answers["family_name"].value == "Mansour"
    assert [line.due for line in store.lists.due(AT.date(), AT.date())] == list(dates)

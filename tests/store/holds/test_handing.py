"""An interview is handed to a colleague in the middle: with its place and its half-typed text, until it is opened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from intake.errors import StoreError
from intake.store.failures import CaseClosed, CaseHeld
from intake.store.kept.answers import HalfTyped, Place
from intake.store.kept.audit import Action
from intake.store.kept.cases import Hold, Status
from intake.store.kept.people import Role
from intake.store.opening import open_store
from intake.store.people.rights import NotAllowed
from intake.store.store import Store
from tests.store.making import AT, CHEAP, PASSPHRASE, begin, later, opened_by, said, saving

HERE, THERE = "program-1", "program-2"
NAME = Place("family_name")


@pytest.fixture
def people(store: Store) -> dict[str, str]:
    """Ids of Boris (desk), Inge (interpreter) and Kim (coordination), by name; Amira set the store up."""
    roles = {"Boris": Role.CLERK, "Inge": Role.INTERPRETER, "Kim": Role.COORDINATOR}
    added = {
        name: store.people.add(name, PASSPHRASE, (role,), store.staff.id, AT, CHEAP) for name, role in roles.items()
    }
    return {name: staff.id for name, staff in added.items()} | {"Amira": store.staff.id}


@pytest.fixture
def inge(folder: Path, people: dict[str, str]) -> Iterator[Store]:
    with closing(open_store(folder, "Inge", PASSPHRASE, later(1))) as opened:
        yield opened


def hand(store: Store, case: str, to: str, minutes: float = 2) -> None:
    store.holds.hand_on(case, to, NAME, store.staff.id, later(minutes))


def test_the_colleague_becomes_the_holder_and_the_list_says_by_whom_when_and_where(
    store: Store, people: dict[str, str]
) -> None:
    case = begin(store, said("given_name", "Dima"))
    hand(store, case, people["Boris"])
    assert store.holds.of_case(case) == Hold(people["Boris"], None)
    (line,) = store.holds.handed(people["Amira"])
    assert (line.by_name, line.at, line.is_mine, line.case.place) == ("Amira", later(2), False, NAME)
    assert line.case.holder_name == "Boris"


def test_opening_it_takes_the_mark_away_and_brings_the_half_typed_text(store: Store, people: dict[str, str]) -> None:
    case = begin(store)
    store.keep_half_typed(case, HalfTyped(NAME, "Mansou", 6, AT))
    hand(store, case, people["Boris"])
    with opened_by(store, "Boris", PASSPHRASE) as theirs:
        file = theirs.holds.take(case, people["Boris"], later(3), program=THERE)
    assert [each.text for each in file.half_typed] == ["Mansou"]
    assert file.header.handed_by is None
    assert store.holds.handed(people["Amira"]) == ()


def test_what_was_handed_is_no_interrupted_interview_before_it_was_opened(store: Store, people: dict[str, str]) -> None:
    case = begin(store)
    hand(store, case, people["Boris"])
    assert store.holds.interrupted(people["Boris"]) == ()
    with opened_by(store, "Boris", PASSPHRASE) as theirs:
        theirs.holds.take(case, people["Boris"], later(3))
    assert [line.id for line in store.holds.interrupted(people["Boris"])] == [case]


def test_it_can_be_taken_back_until_it_is_opened(store: Store, people: dict[str, str]) -> None:
    case = begin(store)
    hand(store, case, people["Boris"])
    store.holds.take_back(case, people["Amira"], later(3))
    store.holds.take_back(case, people["Amira"], later(3))
    assert store.holds.of_case(case).holder == people["Amira"]
    hand(store, case, people["Boris"], 4)
    with opened_by(store, "Boris", PASSPHRASE) as theirs:
        theirs.holds.take(case, people["Boris"], later(5))
    with pytest.raises(CaseHeld, match="has opened this interview"):
        store.holds.take_back(case, people["Amira"], later(6))


def test_only_who_has_the_interview_can_hand_it_on(store: Store, people: dict[str, str]) -> None:
    case = begin(store)
    store.holds.put_back(case, people["Amira"], later(1))
    with pytest.raises(CaseHeld, match="any more"):
        hand(store, case, people["Boris"])


@pytest.mark.parametrize("name", ["Kim", "Amira"])
def test_it_goes_only_to_somebody_else_who_may_lead_an_interview(
    store: Store, people: dict[str, str], name: str
) -> None:
    case = begin(store)
    with pytest.raises(StoreError, match="cannot lead an interview"):
        hand(store, case, people[name])
    assert store.holds.of_case(case).holder == people["Amira"]


def test_it_does_not_go_to_who_has_left(store: Store, people: dict[str, str]) -> None:
    case = begin(store)
    store.people.remove(people["Boris"], people["Amira"], later(1))
    with pytest.raises(StoreError, match="cannot lead an interview"):
        hand(store, case, people["Boris"])


def test_a_closed_case_stays_where_it_is(store: Store, people: dict[str, str]) -> None:
    case = begin(store)
    store.set_status(case, Status.CLOSED, people["Amira"], later(2))
    store.holds.take(case, people["Amira"], later(3))
    with pytest.raises(CaseClosed):
        hand(store, case, people["Boris"], 4)


def test_a_case_that_was_restricted_meanwhile_is_in_nobodys_hand(store: Store, people: dict[str, str]) -> None:
    case = begin(store)
    store.care.restrict(case, "Grund", people["Amira"], later(2))
    with pytest.raises(CaseHeld):
        hand(store, case, people["Boris"], 4)


def test_colleagues_are_those_who_may_lead_it_and_first_who_handed_it(
    store: Store, people: dict[str, str], inge: Store
) -> None:
    case = begin(store)
    assert [each.name for each in store.holds.colleagues(people["Amira"], case)] == ["Boris", "Inge"]
    hand(store, case, people["Inge"])
    assert [each.name for each in store.holds.colleagues(people["Inge"], case)] == ["Amira", "Boris"]
    inge.holds.hand_on(case, people["Boris"], NAME, people["Inge"], later(3))
    assert [each.name for each in store.holds.colleagues(people["Boris"], case)] == ["Inge", "Amira"]


def test_handing_on_and_taking_back_stand_in_the_audit_chain(store: Store, people: dict[str, str]) -> None:
    case = begin(store)
    hand(store, case, people["Boris"])
    store.holds.take_back(case, people["Amira"], later(3))
    back, handed, *_ = store.trail.entries()
    assert (handed.action, handed.subject, handed.case_id) == (Action.CASE_HANDED_ON, people["Boris"], case)
    assert (back.action, back.actor) == (Action.CASE_TAKEN_OVER, people["Amira"])


def test_half_typed_text_of_the_first_holder_does_not_overwrite_that_of_the_new_one(
    store: Store, people: dict[str, str]
) -> None:
    case = begin(store)
    store.holds.take(case, people["Amira"], later(1), program=HERE)
    mine, theirs = Hold(people["Amira"], HERE), Hold(people["Boris"], THERE)
    assert store.keep_half_typed(case, HalfTyped(NAME, "Mans", 4, later(1)), mine) == mine
    with opened_by(store, "Boris", PASSPHRASE) as other:
        other.holds.take(case, people["Boris"], later(2), over=True, program=THERE)
    store.keep_half_typed(case, HalfTyped(NAME, "Mansour", 7, later(2)), theirs)
    assert store.keep_half_typed(case, HalfTyped(NAME, "Mans", 4, later(3)), mine) == theirs
    assert store.keep_half_typed(case, HalfTyped(NAME, "", 0, later(3)), mine) == theirs
    assert [each.text for each in store.load_case(case).half_typed] == ["Mansour"]


# An interpreter


def test_an_interpreter_reads_and_answers_only_what_was_handed_to_them(
    store: Store, people: dict[str, str], inge: Store
) -> None:
    mine, other = begin(store), begin(store, at=later(1))
    hand(store, mine, people["Inge"])
    assert [each.case.id for each in inge.holds.handed(people["Inge"])] == [mine]
    inge.holds.take(mine, people["Inge"], later(3))
    inge.save(saving(inge, mine, said("given_name", "Dima"), at=later(4)))
    assert inge.load_case(mine).answers["given_name"].value == "Dima"
    for refused in (
        lambda: inge.load_case(other),
        lambda: inge.holds.take(other, people["Inge"], later(3), over=True),
        lambda: inge.save(saving(inge, other, said("given_name", "Dima"), at=later(4))),
        lambda: inge.history(other),
        lambda: inge.holds.handed(people["Amira"]),
    ):
        with pytest.raises(NotAllowed):
            refused()


def test_an_interpreter_hands_it_back_and_then_sees_nothing_of_it(
    store: Store, people: dict[str, str], inge: Store
) -> None:
    case = begin(store)
    hand(store, case, people["Inge"])
    inge.holds.take(case, people["Inge"], later(3))
    inge.holds.hand_on(case, people["Amira"], NAME, people["Inge"], later(4))
    with pytest.raises(NotAllowed, match="not handed to you"):
        inge.load_case(case)
    assert [each.case.id for each in store.holds.handed(people["Amira"])] == [case]


def test_the_last_answer_of_an_interpreter_is_kept_where_the_interview_was_taken_over(
    store: Store, people: dict[str, str], inge: Store
) -> None:
    case = begin(store)
    hand(store, case, people["Inge"])
    inge.holds.take(case, people["Inge"], later(3))
    store.holds.take(case, people["Amira"], later(4), over=True)
    saved = inge.save(saving(inge, case, said("given_name", "Dima"), at=later(5)))
    assert saved.holder == people["Amira"]
    assert store.load_case(case).answers["given_name"].value == "Dima"

"""Two people answered the same without having seen each other's answer: both are kept until a person settles it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from intake.interview.answers import Answer, Change, EntryAdded, FieldGiven, State
from intake.store.kept.answers import Place, TwoStatements, event
from intake.store.kept.cases import ErasureReason
from intake.store.kept.people import Role
from intake.store.kept.saving import Saved, Saving
from intake.store.opening import open_store
from intake.store.store import Store
from tests.store.making import AT, CHEAP, PASSPHRASE, answered, begin, later, said

FAMILY = Place("family_name")


@pytest.fixture
def colleague(store: Store, folder: Path) -> Store:
    store.people.add("Boris", PASSPHRASE, [Role.CLERK], store.staff.id, AT, CHEAP)
    return open_store(folder, "Boris", PASSPHRASE, AT)


def give(store: Store, case: str, change: Change, base: str | None, minute: float = 1, *settles: Place) -> Saved:
    """Saves a change by somebody who saw the event `base` there."""
    at = later(minute)
    return store.save(Saving(case, (event(change, at, base),), store.staff.id, at, settles=settles))


def seen(store: Store, case: str, place: Place = FAMILY) -> str:
    return store.load_case(case).bases.get(place, "")


def disputes(store: Store, case: str) -> tuple[TwoStatements, ...]:
    return store.load_case(case).two_statements


def values(found: TwoStatements) -> list[object]:
    return [each.answer.value if each.answer else None for each in (found.kept, *found.others)]


def test_both_answers_are_kept_and_the_later_stands(store: Store, colleague: Store) -> None:
    case = begin(store)
    assert give(store, case, said("family_name", "Haddad"), "").disputed == ()
    assert give(colleague, case, said("family_name", "Hadad"), "", 2).disputed == ("family_name",)
    (found,) = disputes(store, case)
    assert (found.place, values(found)) == (FAMILY, ["Hadad", "Haddad"])
    assert [(each.actor_name, each.at) for each in (found.kept, *found.others)] == [
        ("Boris", later(2)),
        ("Amira", later(1)),
    ]
    assert store.load_case(case).answers["family_name"].value == "Hadad"
    assert [entry.action for entry in store.trail.entries(2)] == ["answer.disputed", "answer.saved"]
    colleague.close()


def test_who_saw_the_answer_that_stands_corrects_it_and_contradicts_nobody(store: Store, colleague: Store) -> None:
    case = begin(store, said("family_name", "Haddad"))
    give(colleague, case, said("family_name", "Hadad"), seen(colleague, case))
    assert disputes(store, case) == ()
    colleague.close()


def test_the_same_answer_twice_is_one_statement(store: Store) -> None:
    case = begin(store, said("family_name", "Haddad"))
    give(store, case, replace(said("family_name", "Haddad"), answer=answered("Haddad", "laut Pass")), "")
    assert disputes(store, case) == ()


@pytest.mark.parametrize("state", [State.UNKNOWN, State.DECLINED, State.ASK_LATER])
def test_a_state_is_a_statement_too(store: Store, state: State) -> None:
    case = begin(store, said("family_name", "Haddad"))
    give(store, case, replace(said("family_name", ""), answer=Answer(state)), "")
    assert len(disputes(store, case)) == 1


def test_where_nobody_knows_what_the_editor_saw_nobody_is_contradicted(store: Store) -> None:
    case = begin(store, said("family_name", "Haddad"))
    give(store, case, said("family_name", "Hadad"), None)
    assert disputes(store, case) == ()


def test_a_field_of_an_entry_has_its_own_statements(store: Store) -> None:
    case = begin(store, EntryAdded("stations", "e1"), FieldGiven("stations", "e1", "where", answered("Idlib")))
    give(store, case, FieldGiven("stations", "e1", "until", answered("2015")), "")
    assert disputes(store, case) == ()
    give(store, case, FieldGiven("stations", "e1", "where", answered("Aleppo")), "")
    (found,) = disputes(store, case)
    assert (found.place, values(found)) == (Place("stations", "e1", "where"), ["Aleppo", "Idlib"])


def test_a_person_settles_it_with_an_answer_of_their_own(store: Store) -> None:
    case = begin(store, said("family_name", "Haddad"))
    give(store, case, said("family_name", "Hadad"), "")
    events = len(store.history(case))
    give(store, case, said("family_name", "Haddād"), seen(store, case), 3, FAMILY)
    assert disputes(store, case) == ()
    assert len(store.history(case)) == events + 1
    assert [entry.action for entry in store.trail.entries(2)] == ["answer.settled", "answer.saved"]


def test_choosing_the_other_one_or_agreeing_with_it_settles_it(store: Store) -> None:
    for settles in ((FAMILY,), ()):
        case = begin(store, said("family_name", "Haddad"))
        give(store, case, said("family_name", "Hadad"), "")
        give(store, case, said("family_name", "Haddad"), seen(store, case), 3, *settles)
        assert disputes(store, case) == ()
        assert store.load_case(case).answers["family_name"].value == "Haddad"


def test_keeping_the_one_that_stands_settles_it_only_where_both_were_seen(store: Store) -> None:
    case = begin(store, said("family_name", "Haddad"))
    give(store, case, said("family_name", "Hadad"), "")
    give(store, case, said("family_name", "Hadad"), seen(store, case))
    assert len(disputes(store, case)) == 1
    give(store, case, said("family_name", "Hadad"), seen(store, case), 3, FAMILY)
    assert disputes(store, case) == ()


def test_a_correction_by_who_knew_of_no_other_leaves_both(store: Store) -> None:
    case = begin(store, said("family_name", "Haddad"))
    give(store, case, said("family_name", "Hadad"), "")
    give(store, case, said("family_name", "Hadat"), seen(store, case), 3)
    (found,) = disputes(store, case)
    assert values(found) == ["Hadat", "Haddad"]


def test_three_people_leave_three_statements_that_one_answer_settles(store: Store) -> None:
    case = begin(store, said("family_name", "A"))
    first = seen(store, case)
    give(store, case, said("family_name", "B"), "")
    give(store, case, said("family_name", "C"), first, 3)
    (found,) = disputes(store, case)
    assert values(found) == ["C", "A", "B"]
    give(store, case, said("family_name", "B"), seen(store, case), 4, FAMILY)
    assert disputes(store, case) == ()


def test_changes_of_one_editor_in_one_saving_contradict_nobody(store: Store) -> None:
    case, at = begin(store), later(1)
    first = event(said("family_name", "A"), at, "")
    second = event(said("family_name", "B"), at, first.id)
    store.save(Saving(case, (first, second), store.staff.id, at))
    assert disputes(store, case) == ()
    assert seen(store, case) == second.id


def test_saving_again_what_contradicts_is_saving_it_once(store: Store) -> None:
    case, at = begin(store, said("family_name", "A")), later(1)
    what = Saving(case, (event(said("family_name", "B"), at, ""),), store.staff.id, at)
    assert [store.save(what).written, store.save(what).written] == [1, 0]
    assert len(disputes(store, case)) == 1
    assert store.replayed(case) == store.load_case(case).answers


def test_an_erased_case_leaves_none(store: Store, colleague: Store) -> None:
    case = begin(store, said("family_name", "A"))
    give(colleague, case, said("family_name", "B"), "")
    store.care.erase(case, ErasureReason.MISTAKE, store.staff.id, AT)
    again = begin(store)
    assert disputes(store, again) == ()
    with pytest.raises(Exception, match="not in the store"):
        store.load_case(case)
    colleague.close()

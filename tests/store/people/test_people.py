"""People come, change what they do, forget their passphrase, and leave; the second key goes along."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine, delete, event
from sqlmodel import col

from intake.errors import KeyRefused, StoreError
from intake.store import tables
from intake.store.failures import CaseMissing, DiskFull, disk_full
from intake.store.folder import StoreFolder
from intake.store.kept.answers import Place
from intake.store.kept.audit import Action
from intake.store.kept.cases import Hold
from intake.store.kept.people import Role, Staff
from intake.store.keys.tries import MustWait
from intake.store.opening import open_store
from intake.store.people.rights import NotAllowed
from intake.store.store import Store
from tests.store.making import AT, CHEAP, PASSPHRASE, begin, later, said, saving

OTHER = "ein anderer langer Satz"


def add(store: Store, name: str, *roles: Role, once: bool = False) -> Staff:
    return store.people.add(name, PASSPHRASE, roles, store.staff.id, later(1), CHEAP, is_for_once=once)


def person(store: Store, name: str) -> tuple[tuple[Role, ...], bool]:
    """Roles of somebody, and whether they hold the second key."""
    found = next(each for each in store.people.all() if each.staff.name == name)
    return found.staff.roles, found.holds_sections


def opened(folder: Path, name: str, passphrase: str = PASSPHRASE) -> Store:
    return open_store(folder, name, passphrase, later(9))


def cut_off(*_: object) -> None:
    raise disk_full()


def test_where_the_store_cannot_be_written_no_key_is_given_changed_or_taken(store: Store, folder: Path) -> None:
    boris, keys, me = add(store, "Boris", Role.CLERK), StoreFolder(folder).keys, store.staff.id
    before = keys.read_bytes()
    changes: list[Callable[[], object]] = [
        lambda: add(store, "Carla", Role.CLERK, once=True),
        lambda: store.people.remove(boris.id, me, later(2)),
        lambda: store.people.replace_passphrase(boris.id, OTHER, me, later(3), CHEAP),
        lambda: store.people.change_own_passphrase(OTHER, me, later(4), CHEAP),
        lambda: store.people.withdraw_sections(boris.id, me, later(5)),
    ]
    for change in changes:
        event.listen(Engine, "commit", cut_off)
        try:
            with pytest.raises(DiskFull):
                change()
        finally:
            event.remove(Engine, "commit", cut_off)
        assert keys.read_bytes() == before
    for change in (changes[0], changes[3]):
        change()
    assert sorted(each.name for each in folder.glob("keys*")) == ["keys.json"]
    with closing(opened(folder, "Carla")) as carla:
        assert carla.people.must_change_passphrase()
    with closing(opened(folder, "Amira", OTHER)) as mine:
        assert mine.staff.id == me


def test_roles_and_the_second_key_change_together_or_not_at_all(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    boris = add(store, "Boris", Role.CLERK)
    with monkeypatch.context() as disk:
        disk.setattr("intake.store.people.staffing.write_key_file", cut_off)
        with pytest.raises(DiskFull):
            store.people.set_roles(boris.id, (Role.COORDINATOR,), store.staff.id, later(2))
    assert person(store, "Boris") == ((Role.CLERK,), True)
    store.people.set_roles(boris.id, (Role.COORDINATOR,), store.staff.id, later(3))
    assert person(store, "Boris") == ((Role.COORDINATOR,), False)


def test_a_person_whose_key_a_crash_left_without_a_name_in_the_store_can_be_added(store: Store, folder: Path) -> None:
    add(store, "Carla", Role.CLERK)
    with store.care.database.writing() as session:
        session.exec(delete(tables.Staff).where(col(tables.Staff.name) == "Carla"))
    add(store, "Carla", Role.COORDINATOR)
    with closing(opened(folder, "Carla")) as carla:
        assert carla.staff.roles == (Role.COORDINATOR,)


@pytest.mark.parametrize(
    ("role", "holds"),
    [
        (Role.CLERK, True),
        (Role.INTERPRETER, True),
        (Role.COORDINATOR, False),
        (Role.ADMINISTRATOR, False),
    ],
)
def test_who_may_read_health_and_protection_gets_the_second_key(
    store: Store, folder: Path, role: Role, holds: bool
) -> None:
    add(store, "Neu", role)
    assert person(store, "Neu") == ((role,), holds)
    with closing(opened(folder, "Neu")) as theirs:
        assert theirs.holds_sections is holds


def test_the_second_key_goes_with_the_roles(store: Store) -> None:
    boris = add(store, "Boris", Role.CLERK)
    store.people.set_roles(boris.id, (Role.COORDINATOR,), store.staff.id, later(2))
    assert person(store, "Boris") == ((Role.COORDINATOR,), False)
    store.people.set_roles(boris.id, (Role.COORDINATOR, Role.INTERPRETER), store.staff.id, later(3))
    assert person(store, "Boris") == ((Role.INTERPRETER, Role.COORDINATOR), True)
    actions = [entry.action for entry in store.trail.entries(5) if entry.subject == boris.id]
    assert actions[:4] == [
        Action.SECTIONS_GRANTED, Action.ROLES_CHANGED, Action.SECTIONS_WITHDRAWN, Action.ROLES_CHANGED,
    ]  # fmt: skip


def test_where_nobody_here_holds_the_second_key_it_is_given_later_by_who_does(store: Store, folder: Path) -> None:
    add(store, "Adrian", Role.ADMINISTRATOR)
    with closing(opened(folder, "Adrian")) as admin:
        boris = add(admin, "Boris", Role.CLERK)
        assert person(admin, "Boris") == ((Role.CLERK,), False)
        (waiting,) = [each for each in admin.people.all() if each.should_hold and not each.holds_sections]
        assert waiting.staff.name == "Boris"
        with pytest.raises(StoreError, match="You do not hold the second key yourself"):
            admin.people.grant_sections(boris.id, admin.staff.id, later(10))
    store.people.grant_sections(boris.id, store.staff.id, later(11))
    assert person(store, "Boris") == ((Role.CLERK,), True)


def test_the_last_administrator_stays_and_stays_administrator(store: Store) -> None:
    me = store.staff.id
    add(store, "Boris", Role.CLERK)
    with pytest.raises(StoreError, match="last administrator"):
        store.people.remove(me, me, later(2))
    with pytest.raises(StoreError, match="last administrator"):
        store.people.set_roles(me, (Role.CLERK,), me, later(2))
    add(store, "Adrian", Role.ADMINISTRATOR)
    store.people.set_roles(me, (Role.CLERK,), me, later(3))
    assert store.myself().roles == (Role.CLERK,)


def test_nobody_is_without_a_role(store: Store) -> None:
    with pytest.raises(StoreError, match="at least one role"):
        add(store, "Boris")
    with pytest.raises(StoreError, match="at least one role"):
        store.people.set_roles(store.staff.id, (), store.staff.id, later(2))


def test_who_was_removed_cannot_log_in_and_holds_no_interview(store: Store, folder: Path) -> None:
    boris = add(store, "Boris", Role.CLERK)
    case = begin(store)
    store.holds.hand_on(case, boris.id, Place("family_name"), store.staff.id, later(2))
    store.people.remove(boris.id, store.staff.id, later(3))
    assert store.holds.of_case(case) == Hold(None, None)
    with pytest.raises(KeyRefused):
        opened(folder, "Boris")
    with pytest.raises(StoreError, match="does not work here any more"):
        store.people.set_roles(boris.id, (Role.CLERK,), store.staff.id, later(4))


def test_who_loses_the_desk_in_the_middle_of_an_interview_loses_it_and_keeps_the_last_answer(
    store: Store, folder: Path
) -> None:
    boris = add(store, "Boris", Role.CLERK)
    with closing(opened(folder, "Boris")) as theirs:
        case = begin(theirs, at=later(9))
        other = begin(store, at=later(9.5))
        store.people.set_roles(boris.id, (Role.COORDINATOR,), store.staff.id, later(10))
        assert store.holds.of_case(case) == Hold(None, None)
        saved = theirs.save(saving(theirs, case, said("given_name", "Dima"), at=later(11)))
        assert saved.holder is None
        assert store.load_case(case).answers["given_name"].value == "Dima"
        with pytest.raises(NotAllowed):
            theirs.load_case(case)
        with pytest.raises(NotAllowed):
            theirs.save(saving(theirs, other, said("given_name", "Dima"), at=later(11)))


def test_a_store_that_is_open_elsewhere_refuses_who_was_removed(store: Store, folder: Path) -> None:
    boris = add(store, "Boris", Role.CLERK)
    with closing(opened(folder, "Boris")) as theirs:
        store.people.remove(boris.id, store.staff.id, later(10))
        with pytest.raises(StoreError, match="Your roles here do not include this"):
            theirs.lists.list_cases()


def test_a_passphrase_that_a_colleague_made_has_to_be_changed_once(store: Store, folder: Path) -> None:
    add(store, "Typed", Role.CLERK)
    add(store, "Made", Role.CLERK, once=True)
    with closing(opened(folder, "Typed")) as theirs:
        assert not theirs.people.must_change_passphrase()
    with closing(opened(folder, "Made")) as theirs:
        assert theirs.people.must_change_passphrase()
        theirs.people.change_own_passphrase(OTHER, theirs.staff.id, later(10), CHEAP)
        assert not theirs.people.must_change_passphrase()
    with closing(opened(folder, "Made", OTHER)) as theirs:
        assert theirs.holds_sections
        assert not theirs.people.must_change_passphrase()


def test_who_forgot_the_passphrase_gets_a_new_one_and_changes_it(store: Store, folder: Path) -> None:
    boris = add(store, "Boris", Role.CLERK)
    store.people.replace_passphrase(boris.id, OTHER, store.staff.id, later(2), CHEAP)
    with pytest.raises(KeyRefused):
        opened(folder, "Boris")
    with closing(opened(folder, "Boris", OTHER)) as theirs:
        assert theirs.people.must_change_passphrase()
        assert theirs.holds_sections


def test_an_administrator_does_not_get_at_health_by_replacing_a_passphrase(store: Store, folder: Path) -> None:
    boris = add(store, "Boris", Role.CLERK)
    add(store, "Adrian", Role.ADMINISTRATOR)
    case = begin(store, said("health_limits", "limited"))
    with closing(opened(folder, "Adrian")) as admin:
        admin.people.replace_passphrase(boris.id, OTHER, admin.staff.id, later(10), CHEAP)
    with closing(opened(folder, "Boris", OTHER)) as taken:
        assert not taken.holds_sections
        assert taken.load_case(case).answers["health_limits"].value != "limited"


def test_the_list_says_when_somebody_was_here_last(store: Store, folder: Path) -> None:
    add(store, "Boris", Role.CLERK)
    add(store, "Nie", Role.CLERK)
    opened(folder, "Boris").close()
    logins = {each.staff.name: each.last_login for each in store.people.all()}
    assert logins == {"Amira": AT, "Boris": later(9), "Nie": None}


# Beside a second person


@pytest.fixture
def with_admin(store: Store, folder: Path) -> tuple[Path, str]:
    add(store, "Adrian", Role.ADMINISTRATOR)
    add(store, "Kim", Role.COORDINATOR)
    return folder, begin(store, said("health_limits", "limited"), said("family_name", "Mansour"))


def test_beside_a_clerk_an_administrator_reads_all_and_both_stand_in_the_chain(with_admin: tuple[Path, str]) -> None:
    folder, case = with_admin
    with closing(opened(folder, "Adrian")) as admin:
        assert admin.load_case(case).answers["health_limits"].value is None
        file = admin.beside.read(case, "Amira", PASSPHRASE, later(10))
        assert file.answers["health_limits"].value == "limited"
        noted = {(entry.actor, entry.subject) for entry in admin.trail.entries(2)}
        amira = next(each.id for each in admin.people.staff() if each.name == "Amira")
        assert noted == {(admin.staff.id, amira), (amira, admin.staff.id)}
        assert {entry.action for entry in admin.trail.entries(2)} == {Action.SECTION_UNLOCKED}
        assert admin.load_case(case).answers["health_limits"].value is None


@pytest.mark.parametrize(
    ("name", "why"), [("Adrian", "somebody else"), ("Kim", "may not read about health and protection either")]
)
def test_the_second_person_is_another_one_who_may(with_admin: tuple[Path, str], name: str, why: str) -> None:
    folder, case = with_admin
    with closing(opened(folder, "Adrian")) as admin, pytest.raises(StoreError, match=why):
        admin.beside.read(case, name, PASSPHRASE, later(10))


def test_a_wrong_passphrase_of_the_second_person_is_noted(with_admin: tuple[Path, str]) -> None:
    folder, case = with_admin
    with closing(opened(folder, "Adrian")) as admin:
        with pytest.raises(KeyRefused):
            admin.beside.read(case, "Amira", "falsch geraten", later(10))
        (entry,) = admin.trail.entries(1)
        assert (entry.action, entry.actor, entry.case_id) == (Action.UNLOCK_FAILED, admin.staff.id, case)
    with closing(opened(folder, "Amira")) as amira:
        assert amira.tried.count == 1
        assert entry.subject == f"beside:{amira.staff.id}"
        assert [each for each in amira.trail.entries(9) if each.action == Action.UNLOCK_FAILED] == [entry]


def test_guessing_the_passphrase_of_the_second_person_has_to_wait(with_admin: tuple[Path, str]) -> None:
    folder, case = with_admin
    with closing(opened(folder, "Adrian")) as admin:
        for guess in ("eins zwei drei", "vier fünf sechs", "sieben acht neun"):
            with pytest.raises(KeyRefused):
                admin.beside.read(case, "Amira", guess, later(10))
        with pytest.raises(MustWait):
            admin.beside.read(case, "Amira", PASSPHRASE, later(10))


def test_an_unknown_case_is_told_before_any_passphrase_is_tried(with_admin: tuple[Path, str]) -> None:
    folder, _ = with_admin
    with closing(opened(folder, "Adrian")) as admin, pytest.raises(CaseMissing):
        admin.beside.read("unknown", "Amira", PASSPHRASE, later(10))

"""The second key (health and protection): who holds it, how it is given and taken, and how old stores get one."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from intake.errors import StoreError
from intake.store.failures import KeysChanged
from intake.store.folder import StoreFolder
from intake.store.kept.people import Role
from intake.store.keys.changes import granted, signed, with_new_sections_key, with_renewed, withdrawn
from intake.store.keys.codec import from_json
from intake.store.keys.key_file import KeyFile
from intake.store.keys.slots import read_key_file
from intake.store.keys.unlocking import (
    DataKey,
    new_data_key,
    passphrase_slot,
    recovery_slot,
    unlock,
    unlock_by_recovery,
)
from intake.store.opening import create_store, open_by_recovery, open_store, open_unlocked
from intake.store.store import Store
from tests.store.making import AT, CHEAP, PASSPHRASE, begin, key_of, later, said
from tests.store.old_keys import AUDIT_KEY, DATA_KEY, RECOVERY, STORE, WRITTEN_BY_AN_EARLIER_VERSION, make_old

OTHER = "ganz andere Wörter"
KEY = new_data_key()


def two_people() -> KeyFile:
    """Amira holds the second key, Jonas does not."""
    amira = passphrase_slot(STORE, "a", "Amira", KEY, PASSPHRASE, CHEAP)
    jonas = passphrase_slot(STORE, "j", "Jonas", KEY, OTHER, CHEAP, with_sections=False)
    return signed(KeyFile(STORE, (amira, jonas)), KEY)


def sections_of(folder: Path, name: str, passphrase: str) -> bytes | None:
    return unlock(read_key_file(StoreFolder(folder).keys), name, passphrase).key.sections


def test_who_holds_the_second_key_is_seen_without_any_secret() -> None:
    keys = two_people()
    assert [keys.holds_sections(id_) for id_ in ("a", "j", "nobody")] == [True, False, False]


def test_only_who_holds_it_gets_it_at_login() -> None:
    keys = two_people()
    assert unlock(keys, "Amira", PASSPHRASE).key.sections == KEY.sections
    jonas = unlock(keys, "Jonas", OTHER).key
    assert (jonas.sections, jonas.sections_id, jonas.raw) == (None, "", KEY.raw)


def test_it_is_given_without_the_passphrase_of_the_other() -> None:
    keys = signed(granted(two_people(), "j", unlock(two_people(), "Amira", PASSPHRASE).key), KEY)
    assert keys.holds_sections("j")
    assert unlock(keys, "Jonas", OTHER).key.sections == KEY.sections


def test_who_does_not_hold_it_cannot_give_it() -> None:
    keys = two_people()
    with pytest.raises(StoreError, match="do not hold the second key"):
        granted(keys, "j", unlock(keys, "Jonas", OTHER).key)


def test_it_is_given_to_nobody_who_is_gone() -> None:
    with pytest.raises(StoreError, match="no key any more"):
        granted(two_people(), "x", KEY)
    with pytest.raises(StoreError, match="no key any more"):
        withdrawn(two_people(), "x")


def test_it_is_taken_away_again_but_never_from_the_last() -> None:
    both = granted(two_people(), "j", KEY)
    one = signed(withdrawn(both, "a"), KEY)
    assert unlock(one, "Amira", PASSPHRASE).key.sections is None
    assert unlock(one, "Jonas", OTHER).key.sections == KEY.sections
    with pytest.raises(StoreError, match="last holder"):
        withdrawn(one, "j")


def test_a_store_gives_and_takes_it_and_notes_both(store: Store, folder: Path) -> None:
    jonas = store.people.add("Jonas", OTHER, (Role.CLERK,), store.staff.id, AT, CHEAP)
    assert sections_of(folder, "Jonas", OTHER) == key_of(folder).sections
    store.people.withdraw_sections(jonas.id, store.staff.id, later(1))
    assert sections_of(folder, "Jonas", OTHER) is None
    store.people.grant_sections(jonas.id, store.staff.id, later(2))
    assert sections_of(folder, "Jonas", OTHER) == key_of(folder).sections
    assert [(entry.action, entry.subject) for entry in store.trail.entries(4)] == [
        ("sections.granted", jonas.id),
        ("sections.withdrawn", jonas.id),
        ("sections.granted", jonas.id),
        ("staff.added", jonas.id),
    ]


def test_a_session_without_it_adds_people_without_it(store: Store, folder: Path) -> None:
    store.people.add("Jonas", OTHER, (Role.ADMINISTRATOR,), store.staff.id, AT, CHEAP)
    theirs = open_store(folder, "Jonas", OTHER, later(1))
    assert not theirs.holds_sections
    assert store.holds_sections
    mina = theirs.people.add("Mina", "auch lang genug", (Role.CLERK,), theirs.staff.id, later(2), CHEAP)
    assert sections_of(folder, "Mina", "auch lang genug") is None
    with pytest.raises(StoreError, match="do not hold the second key"):
        theirs.people.grant_sections(mina.id, theirs.staff.id, AT)
    with pytest.raises(StoreError, match="do not hold the second key"):
        theirs.people.new_recovery_key(theirs.staff.id, later(3), CHEAP)
    theirs.close()


def test_a_new_passphrase_keeps_what_the_slot_held(store: Store, folder: Path) -> None:
    store.people.add("Jonas", OTHER, (Role.COORDINATOR,), store.staff.id, AT, CHEAP)
    store.people.change_passphrase("Jonas", OTHER, "ganz neue Wörter", later(1), CHEAP)
    store.people.change_passphrase("Amira", PASSPHRASE, "auch neue Wörter", later(1), CHEAP)
    assert sections_of(folder, "Jonas", "ganz neue Wörter") is None
    assert sections_of(folder, "Amira", "auch neue Wörter") is not None


def test_the_recovery_key_gives_it_back_to_who_held_it_and_to_nobody_else(folder: Path) -> None:
    store, recovery = create_store(folder, "Amira", PASSPHRASE, AT, CHEAP)
    store.people.add("Jonas", OTHER, (Role.COORDINATOR,), store.staff.id, AT, CHEAP)
    store.close()
    open_by_recovery(folder, recovery, "Jonas", "ganz neue Wörter", later(1), CHEAP).close()
    assert sections_of(folder, "Jonas", "ganz neue Wörter") is None
    open_by_recovery(folder, recovery, "Amira", "ganz neue Wörter", later(2), CHEAP).close()
    assert sections_of(folder, "Amira", "ganz neue Wörter") is not None


def test_a_store_never_loses_its_last_holder(store: Store) -> None:
    """The recovery key holds the second key too, so a person can go; taking both away is refused."""
    jonas = store.people.add("Jonas", OTHER, (Role.ADMINISTRATOR,), store.staff.id, AT, CHEAP)
    store.people.withdraw_sections("recovery", store.staff.id, later(1))
    for change in (store.people.remove, store.people.withdraw_sections):
        with pytest.raises(StoreError, match="last holder"):
            change(store.staff.id, jonas.id, later(2))


# stores of format 1


def old() -> KeyFile:
    return from_json(WRITTEN_BY_AN_EARLIER_VERSION.encode())


def logged_in(keys: KeyFile, name: str, passphrase: str) -> tuple[KeyFile, DataKey]:
    """The file after this person logged in."""
    found = unlock(keys, name, passphrase)
    renewed = with_renewed(keys, found.slot, found.renewed)
    if renewed.current.sections == 0:
        renewed, key = with_new_sections_key(renewed, found.key)
        return signed(renewed, key), key
    return signed(renewed, found.key), found.key


def test_a_file_of_an_earlier_version_opens_with_all_its_keys() -> None:
    for found in (
        unlock(old(), "Amira", PASSPHRASE),
        unlock(old(), "jonas öztürk", OTHER),
        unlock_by_recovery(old(), RECOVERY),
    ):
        assert (found.key.raw, found.key.sections, found.key.audit_key) == (DATA_KEY, None, AUDIT_KEY)
        assert found.renewed is not None


def test_the_first_login_makes_the_second_key_and_each_later_one_gets_it() -> None:
    keys, key = logged_in(old(), "Amira", PASSPHRASE)
    assert key.sections is not None
    assert [slot.id for slot in keys.not_upgraded] == ["j", "recovery"]
    assert keys.interim
    assert keys.interim.waiting == ("j", "recovery")
    assert all(keys.holds_sections(slot.id) for slot in keys.slots)
    keys, theirs = logged_in(keys, "Jonas Öztürk", OTHER)
    assert theirs == key
    assert keys.interim
    assert keys.interim.waiting == ("recovery",)
    assert unlock(keys, "Jonas Öztürk", OTHER).key == key
    assert unlock(keys, "Amira", PASSPHRASE).renewed is None


def test_the_interim_copy_goes_with_the_last_old_slot() -> None:
    keys, key = logged_in(logged_in(old(), "Amira", PASSPHRASE)[0], "Jonas Öztürk", OTHER)
    slot, printed = recovery_slot(STORE, key, CHEAP)
    upgraded = unlock_by_recovery(keys, RECOVERY)
    done = signed(with_renewed(keys, upgraded.slot, upgraded.renewed), key)
    assert done.interim is None
    assert done.not_upgraded == ()
    assert unlock_by_recovery(done, RECOVERY).key == key
    assert unlock_by_recovery(signed(keys.with_slot(slot), key), printed).key == key


def test_an_old_slot_can_lose_the_second_key_before_its_owner_ever_logged_in() -> None:
    keys, key = logged_in(old(), "Amira", PASSPHRASE)
    keys = signed(withdrawn(keys, "j"), key)
    assert not keys.holds_sections("j")
    keys, theirs = logged_in(keys, "Jonas Öztürk", OTHER)
    assert (theirs.sections, theirs.raw) == (None, key.raw)
    assert not keys.holds_sections("j")
    with pytest.raises(StoreError, match="log in once"):
        granted(keys, "recovery", key)


def test_a_slot_that_another_program_changed_meanwhile_is_left_alone() -> None:
    found = unlock(old(), "Amira", PASSPHRASE)
    keys, _ = logged_in(old(), "Amira", PASSPHRASE)
    assert with_renewed(keys, found.slot, found.renewed) is keys


def test_an_old_store_is_upgraded_at_login_and_keeps_its_cases_and_its_chain(folder: Path) -> None:
    store, recovery = create_store(folder, "Amira", PASSPHRASE, AT, CHEAP)
    store.people.add("Jonas", OTHER, (Role.CLERK,), store.staff.id, AT, CHEAP)
    case = begin(store, said("gender", "f"))
    store.close()
    raw = make_old(folder, {"Amira": PASSPHRASE, "Jonas": OTHER}, recovery).raw
    amira = open_store(folder, "Amira", PASSPHRASE, later(1))
    assert amira.holds_sections
    assert amira.load_case(case).answers["gender"].value == "f"
    assert amira.trail.verify().broken_at is None
    assert [entry.action for entry in amira.trail.entries(2)] == ["store.opened", "sections_key.made"]
    amira.close()
    jonas = open_store(folder, "Jonas", OTHER, later(2))
    assert jonas.holds_sections
    jonas.close()
    open_by_recovery(folder, recovery, "Jonas", "ganz neue Wörter", later(3), CHEAP).close()
    keys = read_key_file(StoreFolder(folder).keys)
    assert (keys.not_upgraded, keys.interim, key_of(folder).raw) == ((), None, raw)


def test_the_recovery_key_alone_upgrades_an_old_store(folder: Path) -> None:
    store, recovery = create_store(folder, "Amira", PASSPHRASE, AT, CHEAP)
    store.close()
    make_old(folder, {"Amira": PASSPHRASE}, recovery)
    again = open_by_recovery(folder, recovery, "Amira", "ganz neue Wörter", later(1), CHEAP)
    assert again.holds_sections
    again.close()
    assert read_key_file(StoreFolder(folder).keys).not_upgraded == ()


def test_an_older_key_file_makes_no_second_key_over_the_first(folder: Path) -> None:
    store, recovery = create_store(folder, "Amira", PASSPHRASE, AT, CHEAP)
    store.close()
    make_old(folder, {"Amira": PASSPHRASE}, recovery)
    before = StoreFolder(folder).keys.read_bytes()
    open_store(folder, "Amira", PASSPHRASE, later(1)).close()
    StoreFolder(folder).keys.write_bytes(before)
    with pytest.raises(StoreError, match="older than the store"):
        open_store(folder, "Amira", PASSPHRASE, later(2))
    assert StoreFolder(folder).keys.read_bytes() == before


def test_an_older_key_file_put_there_while_somebody_works_is_not_signed(folder: Path) -> None:
    store, recovery = create_store(folder, "Amira", PASSPHRASE, AT, CHEAP)
    store.close()
    place, today = StoreFolder(folder), StoreFolder(folder).keys.read_bytes()
    make_old(folder, {"Amira": PASSPHRASE}, recovery)
    before = place.keys.read_bytes()
    place.keys.write_bytes(today)
    with closing(open_store(folder, "Amira", PASSPHRASE, later(1))) as working:
        place.keys.write_bytes(before)
        with pytest.raises(KeysChanged):
            working.people.add("Jonas", "auch lang genug", (Role.CLERK,), working.staff.id, later(2), CHEAP)
    assert place.keys.read_bytes() == before


def test_two_logins_at_once_ask_the_second_to_try_again(folder: Path) -> None:
    store, recovery = create_store(folder, "Amira", PASSPHRASE, AT, CHEAP)
    store.close()
    make_old(folder, {"Amira": PASSPHRASE}, recovery)
    late = unlock(read_key_file(StoreFolder(folder).keys), "Amira", PASSPHRASE)
    open_store(folder, "Amira", PASSPHRASE, later(1)).close()
    with pytest.raises(StoreError, match="changed a moment ago"):
        open_unlocked(folder, late, later(1))


def test_what_is_sealed_to_a_slot_is_never_shown(store: Store) -> None:
    assert "sections" not in repr(store._key)
    assert repr(KEY) == "DataKey()"


def test_keys_are_overwritten_when_the_store_closes(folder: Path) -> None:
    store, _ = create_store(folder, "Amira", PASSPHRASE, AT, CHEAP)
    key = store._key
    store.close()
    with pytest.raises(StoreError, match="locked"):
        _ = key.raw

"""Key slots: who gets the data key, and that a changed slot file gives it to nobody."""

from __future__ import annotations

import dataclasses
import json
import os
import stat
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.errors import KeyRefused
from intake.interview.values import Problem
from intake.store.failures import DiskFull, KeysChanged, KeysDamaged, KeysMissing
from intake.store.keys.changes import signed
from intake.store.keys.slots import Kdf, KeyFile, Slot, read_key_file, write_key_file
from intake.store.keys.unlocking import (
    DataKey,
    name_problem,
    new_data_key,
    passphrase_problem,
    passphrase_slot,
    recovery_slot,
    unlock,
    unlock_by_recovery,
)
from tests.store.making import CHEAP, PASSPHRASE

STORE = "019e354f-73e0-7cee-88e9-12fe78ea5b61"
KEY = new_data_key()
OTHER = "ganz andere Wörter"


def key_file(*, with_recovery: bool = False) -> KeyFile:
    amira = passphrase_slot(STORE, "a", "Amira", KEY, PASSPHRASE, CHEAP)
    jonas = passphrase_slot(STORE, "j", "Jonas Öztürk", KEY, OTHER, CHEAP)
    return made_of(amira, jonas, *([recovery_slot(STORE, KEY, CHEAP)[0]] if with_recovery else []))


def made_of(*slots: Slot) -> KeyFile:
    """A key file as the program writes it."""
    return signed(KeyFile(STORE, slots), KEY)


def refusal(keys: KeyFile, name: str, passphrase: str) -> tuple[str, str]:
    with pytest.raises(KeyRefused) as caught:
        unlock(keys, name, passphrase)
    return caught.value.title, caught.value.message


def test_each_staff_member_gets_the_same_data_key() -> None:
    keys = key_file()
    assert unlock(keys, "Amira", PASSPHRASE).key == KEY
    assert unlock(keys, "Jonas Öztürk", OTHER).key == KEY


@pytest.mark.parametrize("typed", ["amira", " AMIRA ", "Amira"])
def test_capitals_and_blanks_around_the_name_make_no_difference(typed: str) -> None:
    assert unlock(key_file(), typed, PASSPHRASE).staff_id == "a"


def test_a_passphrase_is_the_same_however_its_accents_were_typed() -> None:
    keys = key_file()
    for form in ("NFC", "NFD"):
        assert unlock(keys, "Amira", unicodedata.normalize(form, PASSPHRASE)).key == KEY


def test_wrong_name_and_wrong_passphrase_read_the_same() -> None:
    keys = key_file()
    assert refusal(keys, "Amira", "not this one") == refusal(keys, "Nobody", PASSPHRASE)
    assert refusal(keys, "Amira", OTHER) == refusal(keys, "", "")


def test_an_unknown_name_costs_the_same_work(monkeypatch: pytest.MonkeyPatch) -> None:
    costs: list[object] = []

    def counting(secret: bytes, salt: bytes, **cost: object) -> bytes:
        costs.append(cost)
        return bytes(32)

    keys = key_file()
    monkeypatch.setattr("intake.store.keys.unlocking.hash_secret_raw", counting)
    refusal(keys, "Amira", "not this one")
    refusal(keys, "Nobody", "not this one")
    assert len(costs) == 2
    assert costs[0] == costs[1]


def test_swapped_slots_open_nothing() -> None:
    amira, jonas = key_file().slots
    swapped = KeyFile(
        STORE,
        (
            dataclasses.replace(jonas, id=amira.id, name=amira.name),
            dataclasses.replace(amira, id=jonas.id, name=jonas.name),
        ),
    )
    refusal(swapped, "Amira", OTHER)
    refusal(swapped, "Jonas Öztürk", PASSPHRASE)


def test_a_slot_of_another_store_opens_nothing() -> None:
    refusal(dataclasses.replace(key_file(), store_id="another"), "Amira", PASSPHRASE)


@pytest.mark.parametrize(
    "change",
    [
        {"kdf": Kdf(2, 1024, 1)},
        {"kdf": Kdf(1, 2048, 1)},
        {"kdf": Kdf(1, 1024, 2)},
        {"name": "Amira B"},
        {"id": "b"},
        {"salt": bytes(16)},
        {"nonce": bytes(12)},
        {"wrapped": bytes(80)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_every_part_of_a_slot_is_authenticated(change: dict[str, object]) -> None:
    amira, _ = key_file().slots
    changed: Slot = dataclasses.replace(amira, **change)  # type: ignore[arg-type]
    refusal(KeyFile(STORE, (changed,)), changed.name, PASSPHRASE)


def test_the_recovery_key_opens_the_store_and_no_other_key_does() -> None:
    slot, printed = recovery_slot(STORE, KEY, CHEAP)
    keys = made_of(slot)
    assert unlock_by_recovery(keys, printed.lower()).key == KEY
    another, wrong = recovery_slot(STORE, KEY, CHEAP)
    assert another.salt != slot.salt
    with pytest.raises(KeyRefused, match="not the recovery key"):
        unlock_by_recovery(keys, wrong)
    with pytest.raises(KeyRefused, match="not the recovery key"):
        unlock_by_recovery(key_file(), printed)


def test_the_recovery_slot_is_nobody_who_can_log_in() -> None:
    keys = key_file(with_recovery=True)
    assert keys.names == ("Amira", "Jonas Öztürk")
    refusal(keys, "", PASSPHRASE)


def test_a_data_key_is_never_shown() -> None:
    shown = repr(unlock(key_file(), "Amira", PASSPHRASE))
    assert KEY.raw.hex() not in shown
    assert repr(KEY.raw) not in shown


def test_the_audit_key_is_another_key() -> None:
    assert KEY.audit_key != KEY.raw
    assert KEY.audit_key != DataKey(bytes(32)).audit_key


@pytest.mark.parametrize(
    ("passphrase", "fits"),
    [
        ("1234567", False),
        ("12345678", True),
        ("e\u0301" * 7, False),
        ("é" * 8, True),
        (" " * 9, False),
        ("x" * 1001, False),
    ],
)
def test_a_passphrase_needs_eight_characters(passphrase: str, fits: bool) -> None:
    assert (passphrase_problem(passphrase) is None) == fits


def test_the_problem_says_how_long_it_has_to_be() -> None:
    assert str(passphrase_problem("kurz")) == "A passphrase needs at least 8 characters; this one has 4."


@pytest.mark.parametrize("name", ["", "  ", "x" * 61, "a\nb", "a\x00", "\ud800"])
def test_a_name_that_cannot_be_shown_is_a_problem(name: str) -> None:
    assert isinstance(name_problem(name), Problem)


def test_a_name_is_taken_once() -> None:
    assert isinstance(name_problem(" aMIRA", key_file()), Problem)
    assert name_problem("Amira B.", key_file()) is None


def test_the_key_file_comes_back_and_is_for_its_owner_only(tmp_path: Path) -> None:
    keys = key_file(with_recovery=True)
    write_key_file(tmp_path / "keys.json", keys)
    assert read_key_file(tmp_path / "keys.json") == keys
    assert [path.name for path in tmp_path.iterdir()] == ["keys.json"]
    if os.name != "nt":
        assert stat.S_IMODE((tmp_path / "keys.json").stat().st_mode) == 0o600


def test_a_leftover_of_a_crash_is_in_nobodys_way(tmp_path: Path) -> None:
    (tmp_path / "keys.json.new").write_text("half of a fi")
    write_key_file(tmp_path / "keys.json", key_file())
    assert [path.name for path in tmp_path.iterdir()] == ["keys.json"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_leaves_the_key_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "keys.json"
    write_key_file(path, key_file())
    before = path.read_bytes()
    really_open = os.open
    monkeypatch.setattr(os, "open", lambda name, flags, mode=0o777: really_open("/dev/full", os.O_WRONLY))
    with pytest.raises(DiskFull):
        write_key_file(path, key_file())
    assert path.read_bytes() == before


def test_a_missing_key_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(KeysMissing, match="keys of the store are missing"):
        read_key_file(tmp_path / "keys.json")


def test_a_key_file_without_its_mac_is_never_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="MAC"):
        write_key_file(tmp_path / "keys.json", key_file().without("j"))


def changed_file(path: Path, **kdf: object) -> None:
    write_key_file(path, key_file())
    raw = json.loads(path.read_text(encoding="utf-8"))
    raw["slots"][0]["kdf"] |= kdf
    path.write_text(json.dumps(raw), encoding="utf-8")


@pytest.mark.parametrize(
    "kdf",
    [
        {"m_kib": 100 * 1024 * 1024},
        {"m_kib": 8},
        {"t": 1000},
        {"t": 0},
        {"p": 255},
        {"p": True},
        {"t": 1.5},
        {"name": "md5"},
    ],
    ids=str,
)
def test_a_hostile_cost_is_refused_before_any_work(tmp_path: Path, kdf: dict[str, object]) -> None:
    changed_file(tmp_path / "keys.json", **kdf)
    with pytest.raises(KeysDamaged):
        read_key_file(tmp_path / "keys.json")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe",
        b'{"format": "intake.keys/3", "store": "s", "slots": []}',
        b'{"format": "intake.keys/2", "store": "s", "slots": []}',
        b'{"format": "intake.keys/1", "store": "s", "slots": []}',
        b'{"format": "intake.keys/1", "store": "s", "slots": [7]}',
        b"[" * 100_000,
        b" " * 1_000_001 + b"{}",
    ],
    ids=lambda content: content[:20],
)
def test_what_is_no_key_file_is_called_damaged(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "keys.json").write_bytes(content)
    with pytest.raises(KeysDamaged):
        read_key_file(tmp_path / "keys.json")


def test_a_name_or_id_that_stands_twice_is_damage(tmp_path: Path) -> None:
    amira, jonas = key_file().slots
    for twice in (dataclasses.replace(jonas, id="a"), dataclasses.replace(jonas, name="AMIRA")):
        write_key_file(tmp_path / "keys.json", made_of(amira, twice))
        with pytest.raises(KeysDamaged):
            read_key_file(tmp_path / "keys.json")


@given(st.data())
def test_a_flipped_bit_never_opens_a_slot(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    path = tmp_path_factory.mktemp("flip") / "keys.json"
    keys = made_of(passphrase_slot(STORE, "a", "Amira", KEY, PASSPHRASE, CHEAP))
    write_key_file(path, keys)
    raw = bytearray(path.read_bytes())
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= 1 << data.draw(st.integers(0, 6))
    path.write_bytes(raw)
    try:
        found = unlock(read_key_file(path), "Amira", PASSPHRASE)
    except (KeysChanged, KeysDamaged, KeyRefused):
        return
    assert found.key == KEY
    assert read_key_file(path).slots == keys.slots

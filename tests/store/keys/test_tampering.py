"""Whoever can write the key file but has no secret: what they change is refused, or gains them nothing."""

from __future__ import annotations

import base64
import dataclasses
import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from intake.errors import KeyRefused
from intake.store.failures import KeysChanged
from intake.store.folder import StoreFolder
from intake.store.kept.people import Role
from intake.store.keys.changes import granted, signed
from intake.store.keys.codec import as_json, from_json
from intake.store.keys.data_key import KEY_BYTES
from intake.store.keys.key_file import Box, KeyFile
from intake.store.keys.sealing import NotOpened, context, public_of, seal, unseal, unwrap, wrap
from intake.store.keys.slot_keys import DATA, place, vouched, with_data
from intake.store.keys.slots import read_key_file
from intake.store.keys.unlocking import new_data_key, passphrase_slot, recovery_slot, unlock
from intake.store.opening import open_store
from intake.store.store import Store
from tests.store.making import AT, CHEAP, PASSPHRASE, later
from tests.store.old_keys import STORE

KEY = new_data_key()
THEIRS = new_data_key()
OTHER = "ganz andere Wörter"
AMIRA = passphrase_slot(STORE, "a", "Amira", KEY, PASSPHRASE, CHEAP)
JONAS = passphrase_slot(STORE, "j", "Jonas", KEY, OTHER, CHEAP, with_sections=False)
RECOVERY = recovery_slot(STORE, KEY, CHEAP)[0]
WHOLE = signed(KeyFile(STORE, (AMIRA, JONAS, RECOVERY)), KEY)

Json = dict[str, object]


def places(raw: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The path of every value in the file."""
    if isinstance(raw, dict):
        for key, value in raw.items():
            yield from places(value, (*path, key))
    elif isinstance(raw, list):
        for number, value in enumerate(raw):
            yield from places(value, (*path, number))
    else:
        yield path


def changed(value: object) -> object:
    if isinstance(value, int):
        return value + 1
    assert isinstance(value, str)
    return value[:-1] + ("B" if value.endswith("A") else "A") if value else "x"


def flipped(value: object, where: int) -> object:
    """A base64 text with one bit of what it stands for turned around."""
    raw = bytearray(base64.b64decode(str(value)))
    raw[where % len(raw)] ^= 1
    return base64.b64encode(raw).decode()


def with_value(path: tuple[str | int, ...], change: Callable[[object], object]) -> bytes:
    raw = json.loads(as_json(WHOLE))
    inner = raw
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = change(inner[path[-1]])
    return json.dumps(raw).encode()


def refused(raw: bytes) -> bool:
    """Whether nobody gets a key out of the file."""
    for name, passphrase in (("Amira", PASSPHRASE), ("Jonas", OTHER)):
        try:
            unlock(from_json(raw), name, passphrase)
        except (KeysChanged, KeyRefused, ValueError):
            continue
        return False
    return True


ALL = tuple(places(json.loads(as_json(WHOLE))))
BINARY = ("salt", "nonce", "wrapped", "public", "content", "mac")


def test_the_untouched_file_opens() -> None:
    assert not refused(as_json(WHOLE))
    assert len(ALL) > 50


@pytest.mark.parametrize("path", ALL, ids=lambda path: ".".join(map(str, path)))
def test_every_value_of_the_file_is_authenticated(path: tuple[str | int, ...]) -> None:
    assert refused(with_value(path, changed))


@pytest.mark.parametrize(
    "path", [path for path in ALL if path[-1] in BINARY], ids=lambda path: ".".join(map(str, path))
)
def test_every_byte_of_every_secret_and_key_is_authenticated(path: tuple[str | int, ...]) -> None:
    raw = json.loads(as_json(WHOLE))
    for step in path:
        raw = raw[step]
    for where in range(len(base64.b64decode(raw))):
        assert refused(with_value(path, partial(flipped, where=where))), where


def test_other_blanks_and_another_order_are_the_same_file() -> None:
    raw = json.loads(as_json(WHOLE))
    shuffled = json.dumps({key: raw[key] for key in reversed(raw)}, indent=7).encode()
    assert unlock(from_json(shuffled), "Amira", PASSPHRASE).key == KEY


def test_a_slot_that_is_taken_out_put_in_or_moved_is_seen() -> None:
    stranger = passphrase_slot(STORE, "s", "Sven", THEIRS, "ich will hinein", CHEAP)
    for slots in (
        (AMIRA, JONAS),
        (AMIRA, RECOVERY, JONAS),
        (AMIRA, JONAS, RECOVERY, stranger),
        (AMIRA, dataclasses.replace(stranger, id="j", name="Jonas"), RECOVERY),
    ):
        with pytest.raises(KeysChanged, match="was changed"):
            unlock(dataclasses.replace(WHOLE, slots=slots), "Amira", PASSPHRASE)


def test_the_refusal_says_what_to_do() -> None:
    with pytest.raises(KeysChanged) as caught:
        unlock(dataclasses.replace(WHOLE, mac=bytes(32)), "Amira", PASSPHRASE)
    assert "Copy keys.json back from the newest backup" in str(caught.value)


def test_a_wrong_passphrase_is_not_called_tampering() -> None:
    with pytest.raises(KeyRefused, match="Name or passphrase"):
        unlock(dataclasses.replace(WHOLE, mac=bytes(32)), "Amira", OTHER)


def test_a_stranger_who_puts_their_own_public_key_into_a_slot_gets_nothing() -> None:
    assert AMIRA.pair
    swapped = dataclasses.replace(AMIRA, pair=dataclasses.replace(AMIRA.pair, public=public_of(bytes(32))))
    keys = dataclasses.replace(WHOLE, slots=(swapped, JONAS, RECOVERY))
    with pytest.raises(KeyRefused):
        unlock(keys, "Amira", PASSPHRASE)
    with pytest.raises(KeysChanged):
        unlock(keys, "Jonas", OTHER)


def test_nobody_is_led_into_a_store_with_keys_of_a_stranger() -> None:
    """A public key is public: without the voucher anybody could seal another data key to it, and sign the file."""
    assert AMIRA.pair
    for voucher in (bytes(KEY_BYTES), THEIRS.raw):
        empty = dataclasses.replace(AMIRA, pair=dataclasses.replace(AMIRA.pair, data=(), vouchers=()))
        forged = with_data(STORE, empty, voucher, THEIRS)
        assert forged.pair
        vouchers = (vouched(STORE, "a", voucher, THEIRS),)
        forged = dataclasses.replace(forged, pair=dataclasses.replace(forged.pair, vouchers=vouchers))
        with pytest.raises(KeysChanged):
            unlock(signed(KeyFile(STORE, (forged,)), THEIRS), "Amira", PASSPHRASE)


def test_boxes_of_two_slots_or_two_purposes_are_not_exchanged() -> None:
    assert AMIRA.pair
    assert RECOVERY.pair
    for pair in (
        dataclasses.replace(AMIRA.pair, data=RECOVERY.pair.data),
        dataclasses.replace(AMIRA.pair, data=AMIRA.pair.sections),
        dataclasses.replace(AMIRA.pair, sections=AMIRA.pair.data),
        dataclasses.replace(AMIRA.pair, data=tuple(Box(2, box.content) for box in AMIRA.pair.data)),
    ):
        keys = dataclasses.replace(WHOLE, slots=(dataclasses.replace(AMIRA, pair=pair),))
        with pytest.raises(KeysChanged):
            unlock(keys, "Amira", PASSPHRASE)
    for pair in (
        dataclasses.replace(AMIRA.pair, data=RECOVERY.pair.data),
        dataclasses.replace(AMIRA.pair, sections=AMIRA.pair.data),
    ):
        signed_by_a_colleague = signed(WHOLE.with_slot(dataclasses.replace(AMIRA, pair=pair)), KEY)
        with pytest.raises(KeysChanged):
            unlock(signed_by_a_colleague, "Amira", PASSPHRASE)


def test_the_second_key_cannot_be_taken_from_a_colleague_by_copying_their_box() -> None:
    """Jonas holds the data key and may sign the file, but a box for Amira opens nothing in his slot."""
    assert AMIRA.pair
    assert JONAS.pair
    copied = dataclasses.replace(JONAS, pair=dataclasses.replace(JONAS.pair, sections=AMIRA.pair.sections))
    with pytest.raises(KeysChanged):
        unlock(signed(WHOLE.with_slot(copied), KEY), "Jonas", OTHER)


def test_a_file_of_another_store_is_refused_even_with_the_right_passphrase() -> None:
    with pytest.raises(KeyRefused):
        unlock(signed(dataclasses.replace(WHOLE, store_id="another"), KEY), "Amira", PASSPHRASE)


def test_an_older_whole_file_of_the_same_data_key_is_accepted() -> None:
    """What the MAC does not show, as it says: only another data key ends an older file."""
    newer = signed(granted(WHOLE, "j", KEY), KEY)
    assert unlock(newer, "Jonas", OTHER).key.sections == KEY.sections
    assert unlock(WHOLE, "Jonas", OTHER).key.sections is None


def test_who_was_removed_does_not_come_back_with_an_older_key_file(store: Store, folder: Path) -> None:
    place = StoreFolder(folder)
    jonas = store.people.add("Jonas", OTHER, (Role.CLERK,), store.staff.id, AT, CHEAP)
    kept = place.keys.read_bytes()
    store.people.remove(jonas.id, store.staff.id, later(1))
    store.close()
    place.keys.write_bytes(kept)
    with pytest.raises(KeyRefused):
        open_store(folder, "Jonas", OTHER, later(2))
    again = open_store(folder, "Amira", PASSPHRASE, later(3))
    assert [entry.action for entry in again.trail.entries(2)] == ["store.opened", "staff.removed"]
    again.close()
    assert read_key_file(place.keys).names == ("Amira",)


def test_a_file_that_is_changed_while_somebody_works_is_not_signed_with_the_next_change(
    store: Store, folder: Path
) -> None:
    place = StoreFolder(folder)
    raw = json.loads(place.keys.read_text(encoding="utf-8"))
    raw["slots"][1]["name"] = "Sven"
    place.keys.write_text(json.dumps(raw), encoding="utf-8")
    before = place.keys.read_bytes()
    with pytest.raises(KeysChanged):
        store.people.add("Jonas", OTHER, (Role.CLERK,), store.staff.id, AT, CHEAP)
    with pytest.raises(KeysChanged):
        store.rotate_keys(later(1))
    assert place.keys.read_bytes() == before


@pytest.mark.parametrize(
    "break_it",
    [
        lambda raw: raw.update(generation=-1),
        lambda raw: raw.update(generation=10**9),
        lambda raw: raw.update(mac=None),
        lambda raw: raw.update(audit=[{"generation": 1, "content": "AA=="}]),
        lambda raw: raw.update(audit=raw["slots"][0]["pair"]["vouchers"] * 3),
        lambda raw: raw.update(audit=raw["slots"][0]["pair"]["vouchers"] * 2),
        lambda raw: raw.update(interim={"waiting": [], "box": raw["slots"][0]["pair"]["vouchers"]}),
        lambda raw: raw.update(interim={"waiting": ["a"], "box": []}),
        lambda raw: raw.update(next={"generation": 2}),
        lambda raw: raw["slots"][0].update(name="\ud800"),
        lambda raw: raw["slots"][0].update(changed=7),
        lambda raw: raw["slots"][0].update(pair=[]),
        lambda raw: raw["slots"].extend(raw["slots"] * 300),
    ],
)
def test_what_is_out_of_bounds_is_no_key_file(break_it: Callable[[Json], None]) -> None:
    raw = json.loads(as_json(WHOLE))
    break_it(raw)
    with pytest.raises(ValueError):  # noqa: PT011  # each says something else, read_key_file calls them all damage
        from_json(json.dumps(raw).encode())


def test_sealing_opens_only_with_all_that_it_was_bound_to() -> None:
    private, voucher = bytes(range(32)), bytes(reversed(range(32)))
    box = seal(public_of(private), voucher, KEY.raw, place(STORE, "a", DATA, 1))
    assert unseal(private, voucher, box, place(STORE, "a", DATA, 1)) == KEY.raw
    for wrong in (
        (private, bytes(32), box, place(STORE, "a", DATA, 1)),
        (voucher, voucher, box, place(STORE, "a", DATA, 1)),
        (private, voucher, box, place(STORE, "a", DATA, 2)),
        (private, voucher, box, place(STORE, "b", DATA, 1)),
        (private, voucher, bytes(32) + box[32:], place(STORE, "a", DATA, 1)),
    ):
        with pytest.raises(NotOpened):
            unseal(*wrong)
    wrapped = wrap(KEY.raw, voucher, b"one")
    for another in ((KEY.raw, wrapped, b"other"), (THEIRS.raw, wrapped, b"one"), (KEY.raw, b"", b"one")):
        with pytest.raises(NotOpened):
            unwrap(*another)


def test_two_lists_of_parts_never_read_the_same() -> None:
    assert context("a", "b") != context("ab")
    assert context("a", 1) != context("a", "1")

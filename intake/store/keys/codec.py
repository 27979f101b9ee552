"""The key file as JSON: `intake.keys/2` is read and written, `intake.keys/1` is read.

Every number and length has bounds: a made-up file cannot cost memory or time. What the program does not know is left
out of the MAC and has no effect.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping

from intake.interview.values import Json
from intake.store.keys.key_file import Box, Generations, Interim, Kdf, KeyFile, Pair, Slot, SlotKind, folded

FORMAT = "intake.keys/2"
OLD_FORMAT = "intake.keys/1"
MAX_SLOTS = 500
SALT_BYTES, NONCE_BYTES, PUBLIC_BYTES, MAC_BYTES = 16, 12, 32, 32
OLD_WRAPPED_BYTES, PAIR_WRAPPED_BYTES = 48, 80
UNDER_KEY_BYTES, SEALED_BYTES = 60, 80
_MAX_GENERATION = 1_000_000
_MAX_BOXES = 2  # old and new, while keys are rotated


def as_json(keys: KeyFile) -> bytes:
    """The file as it is written. Raises ValueError where its MAC is missing."""
    if len(keys.mac) != MAC_BYTES:
        raise ValueError("the key file has no MAC")
    return json.dumps(_shown(keys) | {"mac": _text_of(keys.mac)}, indent=1, ensure_ascii=False).encode("utf-8")


def authenticated(keys: KeyFile) -> bytes:
    """What the MAC is made of: everything else in the file, always in the same form."""
    return json.dumps(_shown(keys), sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode("ascii")


def from_json(raw: bytes) -> KeyFile:
    """Raises ValueError or RecursionError for what is no key file."""
    read = _object(json.loads(raw.decode("utf-8")))
    is_old = read.get("format") == OLD_FORMAT
    if not is_old and read.get("format") != FORMAT:
        raise ValueError("unknown format")
    slots = tuple(_slot(_object(slot), is_old=is_old) for slot in _list(read, "slots", MAX_SLOTS))
    if not slots:
        raise ValueError("no slots")
    _refuse_twice(slots)
    if is_old:
        return KeyFile(_text(read, "store"), slots, Generations(1, 0), is_old=True)
    coming, interim = read.get("next"), read.get("interim")
    return KeyFile(
        _text(read, "store"),
        slots,
        _generations(read),
        None if coming is None else _generations(_object(coming)),
        _boxes(read, "audit", UNDER_KEY_BYTES),
        None if interim is None else _interim(_object(interim)),
        _bytes(read, "mac", MAC_BYTES),
    )


def _refuse_twice(slots: tuple[Slot, ...]) -> None:
    marks = [slot.id for slot in slots] + [f"name {folded(slot.name)}" for slot in slots]
    if len(set(marks)) != len(marks):
        raise ValueError("an id or a name stands twice")


def _shown(keys: KeyFile) -> dict[str, Json]:
    shown: dict[str, Json] = {
        "format": FORMAT,
        "store": keys.store_id,
        "generation": keys.current.data,
        "sections_generation": keys.current.sections,
        "slots": [_shown_slot(slot) for slot in keys.slots],
        "audit": _shown_boxes(keys.audit),
    }
    if keys.coming:
        shown["next"] = {"generation": keys.coming.data, "sections_generation": keys.coming.sections}
    if keys.interim:
        shown["interim"] = {"waiting": list(keys.interim.waiting), "box": _shown_boxes((keys.interim.box,))}
    return shown


def _shown_slot(slot: Slot) -> dict[str, Json]:
    shown: dict[str, Json] = {
        "id": slot.id,
        "kind": slot.kind.value,
        "name": slot.name,
        "kdf": {"name": "argon2id", "t": slot.kdf.time, "m_kib": slot.kdf.memory_kib, "p": slot.kdf.lanes},
        "salt": _text_of(slot.salt),
        "nonce": _text_of(slot.nonce),
        "wrapped": _text_of(slot.wrapped),
        "changed": slot.changed,
    }
    if slot.pair:
        shown["pair"] = {
            "public": _text_of(slot.pair.public),
            "made": slot.pair.made,
            "vouchers": _shown_boxes(slot.pair.vouchers),
            "data": _shown_boxes(slot.pair.data),
            "sections": _shown_boxes(slot.pair.sections),
        }
    return shown


def _shown_boxes(boxes: tuple[Box, ...]) -> list[Json]:
    return [{"generation": box.generation, "content": _text_of(box.content)} for box in boxes]


def _text_of(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _slot(raw: Mapping[str, object], *, is_old: bool) -> Slot:
    kdf = _object(raw.get("kdf"))
    if kdf.get("name") != "argon2id":
        raise ValueError("unknown key derivation")
    pair = None if is_old or raw.get("pair") is None else _pair(_object(raw.get("pair")))
    return Slot(
        id=_text(raw, "id"),
        kind=SlotKind(_text(raw, "kind")),
        name=_text(raw, "name", empty=True),
        kdf=Kdf(_number(kdf, "t"), _number(kdf, "m_kib"), _number(kdf, "p")),
        salt=_bytes(raw, "salt", SALT_BYTES),
        nonce=_bytes(raw, "nonce", NONCE_BYTES),
        wrapped=_bytes(raw, "wrapped", PAIR_WRAPPED_BYTES if pair else OLD_WRAPPED_BYTES),
        pair=pair,
        changed="" if is_old else _text(raw, "changed", empty=True),
    )


def _pair(raw: Mapping[str, object]) -> Pair:
    return Pair(
        _bytes(raw, "public", PUBLIC_BYTES),
        _generation(raw, "made"),
        _boxes(raw, "vouchers", UNDER_KEY_BYTES),
        _boxes(raw, "data", SEALED_BYTES),
        _boxes(raw, "sections", SEALED_BYTES),
    )


def _interim(raw: Mapping[str, object]) -> Interim:
    waiting = _list(raw, "waiting", MAX_SLOTS)
    boxes = _boxes(raw, "box", UNDER_KEY_BYTES)
    if len(boxes) != 1 or not waiting:
        raise ValueError("interim: one box, and somebody who waits for it")
    return Interim(tuple(_short_text(each, "waiting") for each in waiting), boxes[0])


def _boxes(raw: Mapping[str, object], key: str, length: int) -> tuple[Box, ...]:
    read = [_object(each) for each in _list(raw, key, _MAX_BOXES)]
    boxes = tuple(Box(_generation(each, "generation"), _bytes(each, "content", length)) for each in read)
    if len({box.generation for box in boxes}) != len(boxes):
        raise ValueError(f"{key}: a generation stands twice")
    return boxes


def _generations(raw: Mapping[str, object]) -> Generations:
    return Generations(_generation(raw, "generation"), _generation(raw, "sections_generation"))


def _generation(raw: Mapping[str, object], key: str) -> int:
    value = _number(raw, key)
    if not 0 <= value <= _MAX_GENERATION:
        raise ValueError(f"{key}: out of bounds")
    return value


def _object(raw: object) -> Mapping[str, object]:
    if not isinstance(raw, dict):
        raise ValueError("an object is expected")
    return raw


def _list(raw: Mapping[str, object], key: str, most: int) -> list[object]:
    value = raw.get(key)
    if not isinstance(value, list) or len(value) > most:
        raise ValueError(f"{key}: a list is expected, with at most {most} entries")
    return value


def _text(raw: Mapping[str, object], key: str, *, empty: bool = False) -> str:
    return _short_text(raw.get(key), key, empty=empty)


def _short_text(value: object, key: str, *, empty: bool = False) -> str:
    if not isinstance(value, str) or len(value) > 200 or not (value or empty):
        raise ValueError(f"{key}: a short text is expected")
    value.encode()  # half a surrogate pair is a ValueError
    return value


def _number(raw: Mapping[str, object], key: str) -> int:
    value = raw.get(key)
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError(f"{key}: a whole number is expected")
    return value


def _bytes(raw: Mapping[str, object], key: str, length: int) -> bytes:
    try:
        value = base64.b64decode(_text(raw, key), validate=True)
    except binascii.Error as error:
        raise ValueError(f"{key}: no base64") from error
    if len(value) != length:
        raise ValueError(f"{key}: {length} bytes are expected")
    return value

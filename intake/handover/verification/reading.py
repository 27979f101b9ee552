"""Reads a record that came back as JSON, whoever wrote it: what is too big, too deep or no record is told, not tried.

What is said about a file names a place in it, never what stands there.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NoReturn

from intake.handover.formats.as_json import FORMAT, OLDER_SCHEMAS, schema
from intake.handover.formats.check_code import CheckCode, code_of
from intake.handover.sanitize import valid_unicode
from intake.interview.values import Json, Problem

MAX_BYTES = 16 * 1024 * 1024
"""A record has some ten thousand bytes."""

MAX_DEPTH = 24
"""A record nests nine deep."""

_NAME = re.compile(r"[a-z_]{1,30}")


@dataclass(frozen=True, slots=True)
class ReadRecord:
    """A record by its schema. `sha256` is that of its content; the file has just those bytes if it `is_as_written`."""

    data: Mapping[str, Json]
    sha256: str
    is_as_written: bool
    code: CheckCode


class _Repeated(ValueError):
    """An object names a key twice: two readers could see two records."""


def read_record(content: bytes) -> ReadRecord | Problem:
    """The record in a file, or why it is none."""
    if len(content) > MAX_BYTES:
        return Problem("The file has more than {size} MB. No record is that big.", {"size": MAX_BYTES // 1024**2})
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return Problem("The file is no text in UTF-8, so it is no JSON.")
    if _depth(text) > MAX_DEPTH:
        return Problem("The file is nested more deeply than a record is.")
    try:
        data = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        return Problem("The file is no JSON, or was cut off: line {line}.", {"line": error.lineno})
    except _Repeated:
        return Problem("The file names something twice, so it could be read in two ways.")
    except ValueError:
        return Problem("The file holds a number that no record has.")
    return _checked(data, content)


def canonical(data: Mapping[str, Json]) -> bytes:
    """The bytes that a record with this content is written in."""
    text = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True)
    return valid_unicode(text).encode() + b"\n"


def _checked(data: Json, content: bytes) -> ReadRecord | Problem:
    if not isinstance(data, dict) or not isinstance(data.get("format"), str):
        return Problem("The file is JSON, but no record of a handover.")
    format_ = str(data["format"])
    if format_ not in (FORMAT, *OLDER_SCHEMAS):
        known = ", ".join((*OLDER_SCHEMAS, FORMAT))
        return Problem("The record has a format that this version does not know. Known: {known}.", {"known": known})
    place = _broken_place(data, format_)
    if place is not None:
        return Problem("The file does not keep to the schema of a record, here: {place}.", {"place": place})
    written = canonical(data)
    digest = hashlib.sha256(written).hexdigest()
    receiver, version = data["recipient"], data["version"]
    if not isinstance(receiver, dict) or not isinstance(version, int):
        raise TypeError("the schema says so")
    code = code_of(str(data["case"]), str(receiver["code"]), version, digest)
    return ReadRecord(data, digest, written == content, code)


def _broken_place(data: Json, format_: str) -> str | None:
    """Where the schema is broken first, as a path of its own names; None where it is not."""
    from jsonschema import Draft202012Validator  # 150 ms, for this only
    from jsonschema.exceptions import best_match

    found = best_match(Draft202012Validator(schema(format_)).iter_errors(data))
    if found is None:
        return None
    steps = (f"[{step}]" if isinstance(step, int) else _known(str(step)) for step in found.absolute_path)
    return "record" + "".join(steps)


def _known(name: str) -> str:
    """A name of the schema; what is none could be something that was answered."""
    return f".{name}" if _NAME.fullmatch(name) else ".…"


def _depth(text: str) -> int:
    """How deeply lists and objects are nested, found without nesting."""
    deepest = depth = 0
    for bracket in re.findall(r'"(?:[^"\\]|\\.)*"?|[\[\]{}]', text):
        if bracket in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif bracket in "]}":
            depth -= 1
    return deepest


def _once(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Repeated
    return found


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)

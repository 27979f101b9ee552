"""What comes back as JSON is read as a record, or told why it is none: never a traceback, never without end."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.handover.formats.as_json import FORMAT, record_as_json, record_bytes
from intake.handover.formats.check_code import check_code
from intake.handover.verification.reading import MAX_BYTES, MAX_DEPTH, ReadRecord, canonical, read_record
from intake.interview.values import Json, Problem
from tests.handover.formats.test_as_json import rich_record
from tests.handover.handover_cases import PERSON, consent, record_for


def changed(change: Callable[[dict[str, Json]], None]) -> bytes:
    data = record_as_json(rich_record())
    change(data)
    return canonical(data)


def add_secret(data: dict[str, Json]) -> None:
    data["Al-Jabiri"] = "Zeichen007"


def wrong_value(data: dict[str, Json]) -> None:
    data["case"] = {"Zeichen007": ["Zeichen008"]}


FILES: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "cut off"),
    "cut off": (record_bytes(rich_record())[:-300], "cut off"),
    "no utf-8": (b"\xff\xfe\x00", "UTF-8"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "UTF-8"),
    "deep lists": (b"[" * 200_000 + b"]" * 200_000, "deeply"),
    "deep objects": (b'{"a":' * 200_000 + b"1" + b"}" * 200_000, "deeply"),
    "deep in a record": (changed(lambda data: data.update(case=json.loads("[" * 30 + "]" * 30))), "deeply"),
    "huge": (b" " * (MAX_BYTES + 1), "more than"),
    "huge number": (b'{"format": ' + b"9" * 10_000 + b"}", "number"),
    "no number": (b'{"format": NaN}', "number"),
    "twice": (b'{"format": "intake.handover/1", "format": "intake.handover/1.1"}', "twice"),
    "a list": (b"[1, 2]", "no record"),
    "another file": (b'{"name": "Al-Jabiri"}', "no record"),
    "a later format": (changed(lambda data: data.update(format="intake.handover/99")), "does not know"),
    "one more part": (changed(add_secret), "schema"),
    "a wrong value": (changed(wrong_value), "schema"),
    "without a part": (changed(lambda data: data.__delitem__("basis")), "schema"),
}


@pytest.mark.parametrize("name", list(FILES))
def test_what_is_no_record_is_told_without_its_content(name: str) -> None:
    content, why = FILES[name]
    found = read_record(content)
    assert isinstance(found, Problem)
    assert why in str(found)
    for secret in ("Zeichen", "Jabiri", "Tesfay"):
        assert secret not in str(found)


def test_a_record_is_read_with_the_code_that_its_paper_has() -> None:
    record = rich_record()
    found = read_record(record_bytes(record))
    assert isinstance(found, ReadRecord)
    assert found.is_as_written
    assert found.code == check_code(record)


def test_a_file_that_was_formatted_anew_keeps_its_hash_and_says_so() -> None:
    record = rich_record()
    data = json.loads(record_bytes(record))
    for content in (
        json.dumps(data).encode(),
        record_bytes(record).replace(b"\n", b"\r\n"),
        b"\xef\xbb\xbf" + record_bytes(record),
        json.dumps(dict(reversed(data.items())), indent=4, ensure_ascii=False).encode(),
    ):
        found = read_record(content)
        assert isinstance(found, ReadRecord)
        assert not found.is_as_written
        assert found.code == check_code(record)


def test_a_record_of_an_older_format_is_read_by_its_own_schema() -> None:
    data = record_as_json(record_for({**PERSON, "consents": [consent("lang", ["IDN"])]}, "lang"))
    old = {**{key: value for key, value in data.items() if key != "cv"}, "format": "intake.handover/1"}
    assert old["format"] != FORMAT
    assert isinstance(read_record(canonical(old)), ReadRecord)
    assert isinstance(read_record(canonical({**old, "cv": {}})), Problem)


def test_brackets_in_texts_do_not_count_as_depth() -> None:
    record = record_for({**PERSON, "family_name": '["\\' * 40, "consents": [consent("jc")]}, "jc")
    assert isinstance(read_record(record_bytes(record)), ReadRecord)
    assert MAX_DEPTH < 40


@given(st.binary())
def test_any_bytes_are_a_record_or_a_problem(content: bytes) -> None:
    assert isinstance(read_record(content), ReadRecord | Problem)


@given(st.integers(0, 5_000), st.binary(min_size=1, max_size=3))
def test_a_damaged_record_has_another_hash_or_is_none(at: int, garbage: bytes) -> None:
    content = record_bytes(rich_record())
    place = at % (len(content) - 3)
    damaged = content[:place] + garbage + content[place + len(garbage) :]
    found = read_record(damaged)
    if isinstance(found, ReadRecord) and json.loads(damaged) != json.loads(content):
        assert found.code != check_code(rich_record())

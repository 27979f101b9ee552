"""Answers on health and protection: sealed with the second key, and of use to nobody who holds the first key alone."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import pytest
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from intake.errors import StoreError
from intake.interview.answers import DECLINED, AnswerGiven, Source
from intake.store.backups.backup import write_backup
from intake.store.connection import RawConnection
from intake.store.folder import StoreFolder
from intake.store.kept.answers import HalfTyped, Place
from intake.store.kept.people import Role
from intake.store.keys.data_key import DataKey
from intake.store.opening import create_store, open_store
from intake.store.schema import current_schema, fingerprint, fingerprint_of_sql
from intake.store.sealed_answers import Columns, NotHeld, Seal
from intake.store.sealing_rows import is_sealed, seal_rows
from intake.store.store import Store
from tests.store.making import AT, CHEAP, PASSPHRASE, answered, begin, key_of, later, raw_connection, said, saving
from tests.store.old_keys import make_old

MARKER, OTHER = "Herzschrittmacher", "auch lang genug"


class AnswerRowOf(NamedTuple):
    """A row of `answer`."""

    case_id: str
    question: str
    entry: str
    field: str
    state: str | None
    form: str | None
    value: str | None
    source: str | None
    note: str | None
    recheck: int | None
    reason: str | None


def tell(store: Store) -> str:
    """A case with a health answer, a note to a refusal, and a half-typed text; the marker stands in each."""
    case = begin(
        store,
        said("gender", "f"),
        AnswerGiven("health_limits", answered(f"{MARKER} eins", note=f"{MARKER} zwei")),
        AnswerGiven("wb_sleep", replace(DECLINED, note=f"{MARKER} drei", source=Source.SAID)),
    )
    store.keep_half_typed(case, HalfTyped(Place("support_tools"), f"{MARKER} vier", 3, AT))
    return case


def texts(connection: RawConnection) -> list[str]:
    tables = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
    rows = (row for (name,) in tables for row in connection.execute(f"SELECT * FROM {name}").fetchall())
    return [value for row in rows for value in row if isinstance(value, str)]


@contextmanager
def as_clerk_without_the_second_key(store: Store, folder: Path) -> Iterator[Store]:
    jonas = store.people.add("Jonas", OTHER, (Role.CLERK,), store.staff.id, AT, CHEAP)
    store.people.withdraw_sections(jonas.id, store.staff.id, AT)
    theirs = open_store(folder, "Jonas", OTHER, later(1))
    try:
        yield theirs
    finally:
        theirs.close()


def test_the_data_key_alone_opens_no_such_answer(store: Store, folder: Path) -> None:
    tell(store)
    with raw_connection(folder, key_of(folder)) as connection:
        found = texts(connection)
    assert not any(MARKER in text for text in found)
    assert '"f"' in found, "other answers are no more than encrypted with the file"


def test_whoever_holds_the_second_key_reads_everything(store: Store) -> None:
    case = tell(store)
    loaded = store.load_case(case)
    assert loaded.answers["health_limits"] == answered(f"{MARKER} eins", note=f"{MARKER} zwei")
    assert loaded.answers["wb_sleep"].note == f"{MARKER} drei"
    assert [typed.text for typed in loaded.half_typed] == [f"{MARKER} vier"]
    assert store.replayed(case) == loaded.answers
    assert MARKER in repr(store.history(case, "health_limits")[0].event.change)


def test_saving_the_same_again_writes_no_row_anew(store: Store, folder: Path) -> None:
    case = tell(store)
    with raw_connection(folder, key_of(folder)) as connection:
        before = connection.execute("SELECT value FROM answer WHERE question = 'health_limits'").fetchall()
    store.save(saving(store, case, AnswerGiven("health_limits", store.load_case(case).answers["health_limits"])))
    with raw_connection(folder, key_of(folder)) as connection:
        assert connection.execute("SELECT value FROM answer WHERE question = 'health_limits'").fetchall() == before


def test_without_the_second_key_they_are_as_if_nobody_had_asked(store: Store, folder: Path) -> None:
    case = tell(store)
    with as_clerk_without_the_second_key(store, folder) as theirs:
        loaded = theirs.load_case(case)
        assert loaded.answers["gender"].value == "f"
        assert "health_limits" not in {question for question in loaded.answers if loaded.answers[question].value}
        assert (loaded.half_typed, MARKER in repr(theirs.history(case))) == ((), False)


def test_without_the_second_key_none_is_written_and_nothing_else_is_lost(store: Store, folder: Path) -> None:
    case = tell(store)
    with as_clerk_without_the_second_key(store, folder) as theirs:
        with pytest.raises(NotHeld):
            theirs.save(saving(theirs, case, said("health_limits", "anders"), at=later(2)))
        theirs.save(saving(theirs, case, said("gender", "x"), at=later(3)))
    assert store.load_case(case).answers["health_limits"].value == f"{MARKER} eins"
    assert store.load_case(case).answers["gender"].value == "x"


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE answer SET value = (SELECT value FROM answer WHERE question = 'wg_seeing') "
        "WHERE question = 'health_limits'",
        "UPDATE answer SET value = (SELECT other.value FROM answer AS other "
        "WHERE other.question = 'health_limits' AND other.case_id <> answer.case_id) "
        "WHERE question = 'health_limits' AND case_id = (SELECT min(id) FROM case_file)",
        "UPDATE answer SET value = json_quote(substr(value, 2, 20)) WHERE question = 'health_limits'",
        "UPDATE answer SET value = '\"none\"' WHERE question = 'health_limits'",
        "UPDATE answer SET value = '{' WHERE question = 'health_limits'",
    ],
    ids=["moved", "moved to another case", "cut", "replaced", "no JSON"],
)
def test_what_was_changed_or_moved_opens_nothing_and_is_told(store: Store, folder: Path, sql: str) -> None:
    case = tell(store)
    store.save(saving(store, case, said("wg_seeing", "lot"), at=later(1)))
    begin(store, said("health_limits", "limited"), at=later(2))
    with raw_connection(folder, key_of(folder)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON").fetchall()
        connection.execute(sql)
    with pytest.raises(StoreError, match="changed outside"):
        store.load_case(case)


def test_what_an_earlier_version_left_unsealed_is_sealed_at_the_next_opening(folder: Path) -> None:
    store, recovery = create_store(folder, "Amira", PASSPHRASE, AT, CHEAP)
    case = tell(store)
    before = store.load_case(case)
    store.close()
    unseal(folder)
    make_old(folder, {"Amira": PASSPHRASE}, recovery)
    again = open_store(folder, "Amira", PASSPHRASE, later(1))
    try:
        assert (again.load_case(case).answers, again.load_case(case).half_typed) == (before.answers, before.half_typed)
        assert "sections.sealed" in [entry.action for entry in again.trail.entries(3)]
        assert again.care.check().audit.broken_at is None
    finally:
        again.close()
    with raw_connection(folder, key_of(folder)) as connection:
        assert not any(MARKER in text for text in texts(connection))
        assert fingerprint(connection) == fingerprint_of_sql(current_schema().sql)


class Nothing(Seal):
    """Writes in clear, as earlier versions of the program did."""

    def sealed(self, version: str, place: tuple[str, str, str, str], columns: Columns) -> Columns:
        return columns

    def text(self, version: str, place: tuple[str, str, str, str], text: str) -> str:
        return text


def unseal(folder: Path) -> None:
    key = key_of(folder)
    with raw_connection(folder, key) as connection:
        connection.execute("BEGIN IMMEDIATE")
        assert seal_rows(connection, Seal(key), Nothing(key)) > 0
        connection.execute("PRAGMA user_version = 0")
        connection.execute("COMMIT")
        assert sum(MARKER in text for text in texts(connection)) == 7


def test_another_second_key_takes_the_place_of_the_first(store: Store, folder: Path) -> None:
    tell(store)
    key = key_of(folder)
    other = DataKey(key.raw, bytes(range(32)))
    with raw_connection(folder, key) as connection:
        connection.execute("BEGIN IMMEDIATE")
        assert seal_rows(connection, Seal(key), Seal(other)) == 5
        connection.execute("COMMIT")
        row = connection.execute("SELECT case_id, value FROM answer WHERE question = 'health_limits'").fetchone()
    assert row is not None
    token = str(json.loads(str(row[1])))
    place = (str(row[0]), "health_limits", "", "")
    assert MARKER in str(Seal(other)._decrypted(token, place))
    with pytest.raises(StoreError, match="changed outside"):
        Seal(key)._decrypted(token, place)


def test_a_backup_is_sealed_as_the_store_is(store: Store, folder: Path, tmp_path: Path) -> None:
    tell(store)
    moment: datetime = later(1)
    backup = write_backup(StoreFolder(folder), key_of(folder), tmp_path / "backups", moment)
    with raw_connection(backup.folder, key_of(folder)) as connection:
        assert is_sealed(connection)
        assert not any(MARKER in text for text in texts(connection))


def test_the_length_of_what_is_sealed_does_not_tell_which_option_was_chosen() -> None:
    version = "2"
    seal, place = Seal(DataKey(bytes(32), bytes([7]) * 32)), ("case", "health_limits", "", "")
    short, long = (
        seal.sealed(version, place, Columns("answered", "code", json.dumps(code), "said", "", 0, ""))
        for code in ("no", "chronic_illness_under_treatment")
    )
    assert short.value is not None
    assert long.value is not None
    assert len(short.value) == len(long.value)
    assert len(seal.text(version, place, "a")) == len(seal.text(version, place, "a longer word"))


def test_what_was_sealed_before_it_was_filled_up_still_opens() -> None:
    key, place = DataKey(bytes(32), bytes([7]) * 32), ("case", "health_limits", "", "")
    nonce = bytes(12)
    bound = json.dumps(["intake.answer.1", *place]).encode()
    content = json.dumps(["code", '"no"', "", ""]).encode()
    token = base64.b64encode(nonce + ChaCha20Poly1305(bytes([7]) * 32).encrypt(nonce, content, bound)).decode()
    row = AnswerRowOf(*place, "answered", "sealed", json.dumps(token), "said", "", 0, "")
    opened = Seal(key).opened(row)
    assert opened is not None
    assert opened.value == '"no"'

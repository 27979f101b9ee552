"""Sealing what is in the store already: answers from before there was a second key, and all of them when it changes.

Rows that say what happened are never changed otherwise; here only how they are written changes, in one transaction.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from intake.interview.protected import protected_questions
from intake.store.columns import json_text, text_of
from intake.store.connection import RawConnection
from intake.store.keys.data_key import DataKey
from intake.store.schema import trigger
from intake.store.sealed_answers import Seal, StoredAnswer, changed

SEALED_FILE: Final = 1
"""The `user_version` of a file in which every such answer is sealed."""

_TRIGGER = "answer_event_is_never_changed"
_PLACE = "item.rowid, item.case_id, item.question, item.entry, item.field"
_COLUMNS = "item.state, item.form, item.value, item.source, item.note, item.recheck, item.reason"


def is_sealed(connection: RawConnection) -> bool:
    """Whether every answer on health and protection was sealed before."""
    return connection.execute("PRAGMA user_version").fetchone() == (SEALED_FILE,)


def seal_rows(connection: RawConnection, old: Seal, new: Seal) -> int:
    """Seals all such answers and half-typed texts with `new`, after opening what `old` has sealed; how many there were.

    The connection has to be inside a transaction: all of it happens, or nothing. Raises NotHeld, and StoreError where
    something cannot be opened with `old`.
    """
    connection.execute(f"DROP TRIGGER {_TRIGGER}")
    done = sum(_seal_answers(connection, table, old, new) for table in ("answer_event", "answer"))
    done += _seal_texts(connection, old, new)
    connection.execute(trigger(_TRIGGER))
    connection.execute(f"PRAGMA user_version = {SEALED_FILE}")
    return done


def reseal(connection: RawConnection, old: DataKey, new: DataKey) -> int:
    """Seals everything that the second key of `old` opens with that of `new`, for a rotation of the keys."""
    return seal_rows(connection, Seal(old), Seal(new))


def _seal_answers(connection: RawConnection, table: str, old: Seal, new: Seal) -> int:
    done = 0
    for version, found in _protected(connection, table, f"{_PLACE}, {_COLUMNS}"):
        number, row = _stored(found)
        clear = old.opened(row)
        if clear is None:
            raise changed()
        kept = new.sealed(version, row.place, clear)
        connection.execute(
            f"UPDATE {table} SET form = ?, value = ?, note = ?, reason = ? WHERE rowid = ?",
            (kept.form, kept.value, _as_json(kept.note), _as_json(kept.reason), number),
        )
        done += 1
    return done


def _seal_texts(connection: RawConnection, old: Seal, new: Seal) -> int:
    done = 0
    for version, found in _protected(connection, "journal", f"{_PLACE}, item.text"):
        number, *rest = found
        case_id, question, entry, field, text = (str(each) for each in rest)
        place = (case_id, question, entry, field)
        clear = old.opened_text(place, _from_json(text) or "")
        if clear is None:
            raise changed()
        kept = json_text(new.text(version, place, clear))
        connection.execute("UPDATE journal SET text = ? WHERE rowid = ?", (kept, number))
        done += 1
    return done


def _protected(connection: RawConnection, table: str, columns: str) -> Iterator[tuple[str, tuple[object, ...]]]:
    """The rows about health and protection, each with the version of its questionnaire."""
    versions = [str(row[0]) for row in connection.execute("SELECT DISTINCT questionnaire FROM case_file").fetchall()]
    for version in versions:
        questions = sorted(protected_questions(version))
        marks = ", ".join("?" * len(questions))
        rows = connection.execute(
            f"SELECT {columns} FROM {table} AS item JOIN case_file ON case_file.id = item.case_id "
            f"WHERE case_file.questionnaire = ? AND item.question IN ({marks})",
            (version, *questions),
        ).fetchall()
        yield from ((version, row) for row in rows)


def _stored(row: tuple[object, ...]) -> tuple[int, StoredAnswer]:
    number, case_id, question, entry, field, state, form, value, source, note, recheck, reason = row
    if not isinstance(number, int) or not isinstance(recheck, int | None):
        raise changed()
    return number, StoredAnswer(
        str(case_id),
        str(question),
        str(entry),
        str(field),
        _text(state),
        _text(form),
        _text(value),
        _text(source),
        _from_json(note),
        recheck,
        _from_json(reason),
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _from_json(value: object) -> str | None:
    try:
        return None if value is None else text_of(str(value))
    except (ValueError, RecursionError):
        raise changed() from None


def _as_json(text: str | None) -> str | None:
    return None if text is None else json_text(text)

"""Fills a store with many cases at once, in the rows that the program itself would write for the desk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from bench.program import PASSPHRASE, SITE, STAFF, now
from intake.store.columns import json_text, utc_text
from intake.store.connection import connect
from intake.store.folder import StoreFolder
from intake.store.ids import new_code, new_id
from intake.store.keys.slots import read_key_file
from intake.store.keys.unlocking import unlock
from intake.store.names import FAMILY_NAME, GIVEN_NAME, words

DUE_IN_DAYS = 400
"""Dates due are spread over so many days around today, as they are where people come day by day."""

_FAMILY = ("Haddad", "Kovalenko", "Yılmaz", "Tesfay", "Ahmadi", "Nguyen", "Petrović", "Diallo", "Sahin", "Okafor")
_GIVEN = ("Amira", "Olena", "Mehmet", "Selam", "Farid", "Linh", "Jelena", "Mariama", "Ayşe", "Chidi", "Noor")
_CASE = (
    "INSERT INTO case_file (id, code, kind, site, questionnaire, created_at, created_by, status, at_question, at_entry,"
    " at_field, run, languages, last_activity)"
    " VALUES (?, ?, 'full', ?, '2', ?, ?, 'open', '', '', '', 'core', '[\"en\"]', ?)"
)
_ANSWER = (
    "INSERT INTO answer (case_id, question, entry, field, state, form, value, source, note, recheck, reason)"
    " VALUES (?, ?, '', '', 'answered', 'text', ?, 'said', '\"\"', 0, '\"\"')"
)
_NAME = "INSERT OR IGNORE INTO case_name (token, case_id) VALUES (?, ?)"
_DUE = "INSERT INTO due_date (case_id, deadline, date, approximate) VALUES (?, ?, ?, 0)"


def family_name(number: int) -> str:
    """One of ten names, with a second part that few share."""
    return f"{_FAMILY[number % 10]}-Q{number // 10 % 1000:03}"


def fill(folder: Path, count: int) -> None:
    """Adds `count` open cases, each with two names and a date due, in one transaction."""
    place = StoreFolder(folder)
    unlocked = unlock(read_key_file(place.keys), STAFF, PASSPHRASE)
    connection = connect(place.database, unlocked.key)
    try:
        connection.execute("BEGIN IMMEDIATE")
        for statement, row in _rows(count, unlocked.staff_id, now()):
            connection.execute(statement, row)
        connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    finally:
        connection.close()


def _rows(count: int, staff: str, today: dt.datetime) -> Iterator[tuple[str, tuple[object, ...]]]:
    codes: set[str] = set()
    for number in range(count):
        at = today - dt.timedelta(minutes=count - number)
        while (code := new_code(SITE)) in codes:
            pass
        codes.add(code)
        case_id, when = new_id(at), utc_text(at)
        yield _CASE, (case_id, code, SITE, when, staff, when)
        for question, name in ((FAMILY_NAME, family_name(number)), (GIVEN_NAME, _GIVEN[number % 11])):
            yield _ANSWER, (case_id, question, json_text(name))
            for token in {*words(name), "".join(words(name))}:
                yield _NAME, (token, case_id)
        day = today.date() + dt.timedelta(days=number % DUE_IN_DAYS - DUE_IN_DAYS // 2)
        yield _DUE, (case_id, "benefit_application", day.isoformat())

"""Which languages are used most at a desk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Engine, event

from intake.store.store import Store
from tests.store.making import begin, key_of, later, raw_connection


def shown_in(store: Store, *languages: str, minute: float) -> None:
    case = begin(store, at=later(minute))
    settings = replace(store.load_case(case).header.settings, languages=languages)
    store.keep_settings(case, settings, store.staff.id, later(minute))


def test_the_first_language_of_each_case_counts_and_the_most_used_comes_first(store: Store) -> None:
    for minute, languages in enumerate([("uk", "en"), ("ar", "en"), ("ar", "de"), ("tr",), ("ar",), ("tr", "en")]):
        shown_in(store, *languages, minute=minute)
    assert store.lists.languages_used() == ("ar", "tr", "uk")


def test_only_the_latest_cases_count(store: Store) -> None:
    for minute, language in enumerate(["uk", "uk", "uk", "ti", "ti"]):
        shown_in(store, language, minute=minute)
    assert store.lists.languages_used() == ("uk", "ti")
    assert store.lists.languages_used(2) == ("ti",)


def test_a_desk_without_cases_has_used_none(store: Store) -> None:
    assert store.lists.languages_used() == ()


def test_the_latest_cases_are_read_through_their_index_however_many_there_are(store: Store, folder: Path) -> None:
    asked: list[tuple[str, Sequence[object]]] = []

    def keep(connection: object, cursor: object, sql: str, parameters: Sequence[object], *rest: object) -> None:
        asked.append((sql, parameters))

    listening = (Engine, "before_cursor_execute", keep)
    event.listen(*listening)
    try:
        store.lists.languages_used()
    finally:
        event.remove(*listening)
    (query,) = [each for each in asked if "SELECT" in each[0]]
    with raw_connection(folder, key_of(folder)) as connection:
        plan = [str(row[3]) for row in connection.execute(f"EXPLAIN QUERY PLAN {query[0]}", query[1]).fetchall()]
    assert plan == ["SCAN case_file USING INDEX case_file_by_activity"]

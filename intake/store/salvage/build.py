"""Builds a store of the rows that were salvaged: in the version they were written in, whole, and with a sound chain."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime

from intake.interview.values import Problem
from intake.store.audit.chain import AuditChain
from intake.store.backups.tombstones import mark_of
from intake.store.columns import utc_text
from intake.store.connection import RawConnection, connect
from intake.store.folder import StoreFolder
from intake.store.ids import new_code
from intake.store.keys.slots import OWNER_ONLY, KeyFile, sync_folder
from intake.store.keys.unlocking import Unlocked
from intake.store.migrate import build_version
from intake.store.salvage.audit_rows import CarriedTrail, carry, questions_said
from intake.store.salvage.case_answers import CaseAnswers, SalvagedCase
from intake.store.salvage.cells import Cell
from intake.store.salvage.pages import Pages
from intake.store.salvage.people import LEAST
from intake.store.salvage.rows import FoundRow, Sorted, sort_rows, stated_version, table_texts
from intake.store.salvage.target import Target
from intake.store.salvage.view import Place, Raw
from intake.store.schema import VERSION, current_schema
from intake.store.sqlite_errors import failures_of

_REBUILT = frozenset(
    {"store_info", "staff", "case_file", "answer_event", "answer", "case_name", "erasure", "audit_event"}
)
_NO_GAPS = "audit_event_has_no_gaps"
_SHOWN_LATER = ("status", "closed_at", "restricted")
"""Columns of a case that forbid changes: they are set when everything else is in its place."""


@dataclass(slots=True)
class Made:
    """What was built. `cases` maps the code of each case to what is missing of it, `without_roles` names the people
    whose roles are lost.
    """

    version: int
    cases: dict[str, tuple[Problem, ...]] = field(default_factory=dict)
    vanished: int = 0
    trail: CarriedTrail = field(default_factory=CarriedTrail)
    rows_lost: int = 0
    strangers: int = 0
    without_roles: tuple[str, ...] = ()


@dataclass(slots=True)
class Builder:
    """Builds one store. `erased` are the marks of cases that must not come back."""

    target: StoreFolder
    unlocked: Unlocked
    keys: KeyFile
    at: datetime
    site: str
    questionnaire: str
    erased: frozenset[str]

    def build(self, pages: Pages, allow: Callable[[Sorted], None]) -> Made:
        """The file is on the disk when this returns, under the name it has until the set-up is complete.

        `allow` sees what was found before anything of it is written, and raises where nothing may be.
        """
        file, key = self.target.unfinished, self.unlocked.key
        version = min(stated_version(pages) or VERSION, VERSION)
        with failures_of(file):
            os.close(os.open(file, OWNER_ONLY, 0o600))
            build_version(file, key, current_schema(), version)
            with closing(connect(file, key)) as connection:
                connection.execute("PRAGMA foreign_keys = OFF").fetchall()
                made = Made(version)
                found = sort_rows(pages, table_texts(connection))
                allow(found)
                connection.execute("BEGIN IMMEDIATE")
                _Filling(self, connection, found, made).fill()
                connection.execute("COMMIT")
                if any(row.cells.get("form") == "sealed" for row in found.rows("answer_event")):
                    connection.execute("PRAGMA user_version = 1")
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            sync_folder(file.parent)
        return made


class _Filling:
    """Puts the rows of one salvage into an empty file, within one transaction."""

    def __init__(self, builder: Builder, connection: RawConnection, found: Sorted, made: Made) -> None:
        self._builder = builder
        self._target = Target(connection)
        self._found = found
        self._made = made
        self._cases: dict[str, SalvagedCase] = {}

    def fill(self) -> None:
        self._store_info()
        people = self._staff()
        gone = self._erasures(people)
        audit = self._audit()
        self._case_files(people, gone)
        self._answers(people, audit)
        self._others(people)
        self._show_as_it_was()
        self._name_losses(gone, audit)

    # who and what

    def _store_info(self) -> None:
        rows = [row.cells for row in self._found.rows("store_info")]
        info: dict[str, Cell] = dict(rows[0]) if rows else {"created_at": utc_text(self._builder.at)}
        info.update(id=1, store_id=self._builder.keys.store_id, schema_version=self._made.version)
        self._target.insert("store_info", info)

    def _staff(self) -> frozenset[str]:
        """Everybody that any row names. Who is only in the key file, or nowhere any more, gets a row."""
        known = {str(row.cells["id"]): dict(row.cells) for row in self._found.rows("staff")}
        names = {slot.id: slot.name for slot in self._builder.keys.slots if slot.name}
        named = {
            str(row.cells[column]) for _, column, row in self._references("staff") if row.cells[column] is not None
        }
        whole = {id_ for id_, row in known.items() if self._target.insert("staff", row)}
        kept = set(whole)
        for id_ in sorted((named | names.keys() | known.keys()) - kept):
            kept |= {id_} if self._target.insert("staff", self._without_roles(id_, names.get(id_))) else set()
        self._made.without_roles = tuple(sorted(names[id_] for id_ in names.keys() - whole))
        return frozenset(kept)

    def _without_roles(self, id_: str, name: str | None) -> dict[str, Cell]:
        """The row of somebody whose own is lost. Who has no slot any more has left."""
        at = utc_text(self._builder.at)
        left = at if name is None else None
        role: dict[str, Cell] = {"role": "desk", "roles": f'["{LEAST.value}"]'}
        return {"id": id_, "name": name or f"? {id_[:8]}", "added_at": at, "left_at": left, **role}

    def _erasures(self, people: frozenset[str]) -> frozenset[str]:
        rows = [row.cells for row in self._found.rows("erasure")]
        return frozenset(
            str(row["case_id"]) for row in rows if str(row["actor"]) in people and self._target.insert("erasure", row)
        )

    def _is_gone(self, case_id: str, gone: frozenset[str]) -> bool:
        return case_id in gone or mark_of(self._builder.keys.store_id, case_id) in self._builder.erased

    def _audit(self) -> dict[str, set[str]]:
        """Carries every entry that can be read. Returns the questions that they say were answered, by case."""
        rows = [row.cells for row in self._found.rows("audit_event")]
        chain = AuditChain(self._builder.unlocked.key.audit_key, self._builder.keys.store_id)
        trigger = self._target.without_trigger(_NO_GAPS)
        self._made.trail = carry(self._target, rows, chain)
        self._target.make(trigger)
        return questions_said(rows)

    # cases

    def _case_files(self, people: frozenset[str], gone: frozenset[str]) -> None:
        for found in self._found.rows("case_file"):
            row = dict(found.cells)
            for column in ("holder", "handed_by"):
                if row.get(column) is not None and str(row[column]) not in people:
                    row.update(holder=None, program=None)
                    row.update({"handed_by": None} if "handed_by" in row else {})
            if not self._is_gone(str(row["id"]), gone):
                self._begin(row, is_new=False)
        orphans: dict[str, list[Raw]] = defaultdict(list)
        for table in ("answer_event", "answer"):
            for found in self._found.rows(table):
                case_id = str(found.cells["case_id"])
                if case_id not in self._cases and not self._is_gone(case_id, gone):
                    orphans[case_id].append(found.cells)
        for case_id, rows in orphans.items():
            self._begin(self._header(case_id, rows), is_new=True)

    def _begin(self, row: dict[str, Cell], *, is_new: bool) -> None:
        plain = {**row, "status": "open"}
        plain.update({name: None for name in _SHOWN_LATER[1:] if name in row})
        if self._target.insert("case_file", plain):
            self._cases[str(row["id"])] = SalvagedCase(row, is_new)

    def _header(self, case_id: str, rows: list[Raw]) -> dict[str, Cell]:
        """A header for a case that lost its own."""
        at = min((str(row["at"]) for row in rows if row.get("at")), default=utc_text(self._builder.at))
        actor = next((row["actor"] for row in rows if row.get("actor")), None) or self._builder.unlocked.staff_id
        header: dict[str, Cell] = dict.fromkeys(self._target.columns["case_file"])
        header.update(
            id=case_id,
            code=new_code(self._builder.site),
            kind="full",
            site=self._builder.site,
            questionnaire=self._builder.questionnaire,
            created_at=at,
            created_by=actor,
            status="open",
            at_question="",
            at_entry="",
            at_field="",
            run="full",
            languages="[]",
            last_activity=utc_text(self._builder.at),
        )
        return header

    def _answers(self, people: frozenset[str], audit: Mapping[str, set[str]]) -> None:
        events: dict[str, list[Raw]] = defaultdict(list)
        for found in self._found.rows("answer_event"):
            if str(found.cells["actor"]) in people:
                events[str(found.cells["case_id"])].append(found.cells)
        views: dict[str, dict[Place, FoundRow]] = defaultdict(dict)
        for found in self._found.rows("answer"):
            place = (str(found.cells["question"]), str(found.cells["entry"]), str(found.cells["field"]))
            views[str(found.cells["case_id"])][place] = found
        fill = CaseAnswers(self._target, self._builder.unlocked, self._builder.at).fill
        for case_id, case in self._cases.items():
            fill(case, events[case_id], views[case_id], audit.get(case_id, set()))

    # the rest

    def _others(self, people: frozenset[str]) -> None:
        """Tables that only hang on people, cases and each other: a row whose parent is lost is lost."""
        kept: dict[str, set[str]] = {"staff": set(people), "case_file": set(self._cases)}
        names = [name for name in self._found.tables if name not in _REBUILT]
        for table in sorted(names, key=lambda name: len(self._target.parents(name))):
            kept[table] = set()
            rows = sorted(self._found.rows(table), key=lambda row: (str(row.cells.get("at")), str(row.cells.get("id"))))
            for found in rows:
                row = self._with_known_parents(table, dict(found.cells), kept)
                if row is not None and self._target.insert(table, row):
                    kept[table].add(str(row.get("id")))
                else:
                    self._note_lost(str(found.cells.get("case_id")))

    def _with_known_parents(self, table: str, row: dict[str, Cell], kept: Mapping[str, set[str]]) -> Raw | None:
        for column, parent in self._target.parents(table):
            if row[column] is not None and str(row[column]) not in kept.get(parent, set()):
                return None
        replaces = row.get("replaces")
        if replaces is not None and str(replaces) not in kept[table]:
            if row.get("kind") == "withdrawn":
                return None
            row["replaces"] = None
        return row

    def _note_lost(self, case_id: str) -> None:
        case = self._cases.get(case_id)
        if case is not None:
            case.losses.append(Problem("A decision, an event or a record lost what it belongs to."))

    def _references(self, parent: str) -> Iterator[tuple[str, str, FoundRow]]:
        for table in self._found.tables:
            for column, other in self._target.parents(table):
                if other == parent:
                    yield from ((table, column, row) for row in self._found.rows(table))

    def _show_as_it_was(self) -> None:
        for case_id, case in self._cases.items():
            names = [name for name in _SHOWN_LATER if name in self._target.columns["case_file"]]
            shown = {name: case.header.get(name) for name in names}
            if list(shown.values()) != ["open", *[None] * (len(names) - 1)]:
                self._target.change_case(case_id, shown)

    def _name_losses(self, gone: frozenset[str], audit: Mapping[str, set[str]]) -> None:
        self._made.cases = {str(case.header["code"]): tuple(case.losses) for case in self._cases.values()}
        lost = [id_ for id_ in audit if id_ and id_ not in self._cases and not self._is_gone(id_, gone)]
        self._made.vanished = len(lost)
        self._made.rows_lost, self._made.strangers = self._found.lost, self._found.strangers + self._target.refused

"""Builds a store of the rows that were salvaged: in the version they were written in, whole, and with a sound chain."""

from __future__ import annotations

import hmac
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime

from sqlcipher3 import dbapi2

from intake.interview.values import Problem
from intake.store.audit.chain import AuditChain
from intake.store.backups.tombstones import mark_of
from intake.store.columns import utc_text
from intake.store.connection import RawConnection, connect
from intake.store.folder import StoreFolder
from intake.store.ids import new_code, new_id
from intake.store.keys.slots import OWNER_ONLY, KeyFile, sync_folder
from intake.store.keys.unlocking import Unlocked
from intake.store.migrate import build_version
from intake.store.records import Action
from intake.store.salvage.cells import Cell
from intake.store.salvage.compare import Comparing, losses
from intake.store.salvage.pages import Pages
from intake.store.salvage.rows import FoundRow, Sorted, sort_rows, stated_version, table_texts
from intake.store.salvage.view import Raw, missing_changes, replayed
from intake.store.schema import VERSION, current_schema
from intake.store.sealed_answers import Seal
from intake.store.sqlite_errors import failures_of

_REBUILT = frozenset(
    {"store_info", "staff", "case_file", "answer_event", "answer", "case_name", "erasure", "audit_event"}
)
_NOT_WHOLE = {1, 19, 20}
"""What SQLite says of a row that breaks a rule, a type, or the JSON that a rule looks into."""
_CHAINED = ("at", "actor", "action", "case_id", "subject")
_SHOWN_LATER = ("status", "closed_at", "restricted")
"""Columns of a case that forbid changes: they are set when everything else is in its place."""


@dataclass(slots=True)
class Made:
    """What was built. `cases` maps the code of each case to what is missing of it."""

    version: int
    cases: dict[str, tuple[Problem, ...]] = field(default_factory=dict)
    vanished: int = 0
    audit_kept: int = 0
    audit_found: int = 0
    rows_lost: int = 0
    strangers: int = 0


@dataclass(slots=True)
class _Case:
    header: dict[str, Cell]
    is_new: bool
    losses: list[Problem] = field(default_factory=list)


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

    def build(self, pages: Pages) -> Made:
        """The file is on the disk when this returns, under the name it has until the set-up is complete."""
        file, key = self.target.unfinished, self.unlocked.key
        version = min(stated_version(pages) or VERSION, VERSION)
        with failures_of(file):
            os.close(os.open(file, OWNER_ONLY, 0o600))
            build_version(file, key, current_schema(), version)
            with closing(connect(file, key)) as connection:
                connection.execute("PRAGMA foreign_keys = OFF").fetchall()
                made = Made(version)
                found = sort_rows(pages, table_texts(connection))
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
        self._connection = connection
        self._found = found
        self._made = made
        self._cases: dict[str, _Case] = {}
        self._columns = {name: _columns(connection, name) for name in table_texts(connection)}

    def fill(self) -> None:
        self._made.rows_lost, self._made.strangers = self._found.lost, self._found.strangers
        self._store_info()
        people = self._staff()
        gone = self._erasures(people)
        audit = self._audit()
        self._case_files(people, gone)
        self._answers(people, gone, audit)
        self._others(people, gone)
        self._show_as_it_was()
        self._namelosses(gone, audit)

    # who and what

    def _store_info(self) -> None:
        rows = [row.cells for row in self._found.rows("store_info")]
        info: dict[str, Cell] = dict(rows[0]) if rows else {"created_at": utc_text(self._builder.at)}
        info.update(id=1, store_id=self._builder.keys.store_id, schema_version=self._made.version)
        self._insert("store_info", info)

    def _staff(self) -> frozenset[str]:
        """Everybody that any row names. Who is only in the key file, or nowhere any more, gets a row."""
        known = {str(row.cells["id"]): dict(row.cells) for row in self._found.rows("staff")}
        names = {slot.id: slot.name for slot in self._builder.keys.slots if slot.name}
        named = {
            str(row.cells[column]) for _, column, row in self._references("staff") if row.cells[column] is not None
        }
        for id_ in sorted((named | names.keys()) - known.keys()):
            left = None if id_ in names else utc_text(self._builder.at)
            name = names.get(id_, f"? {id_[:8]}")
            role: dict[str, Cell] = {"role": "desk", "roles": '["clerk"]'}
            known[id_] = {"id": id_, "name": name, "added_at": utc_text(self._builder.at), "left_at": left, **role}
        return frozenset(id_ for id_, row in known.items() if self._insert("staff", row))

    def _erasures(self, people: frozenset[str]) -> frozenset[str]:
        rows = [row.cells for row in self._found.rows("erasure")]
        return frozenset(
            str(row["case_id"]) for row in rows if str(row["actor"]) in people and self._insert("erasure", row)
        )

    def _is_gone(self, case_id: str, gone: frozenset[str]) -> bool:
        return case_id in gone or mark_of(self._builder.keys.store_id, case_id) in self._builder.erased

    def _audit(self) -> dict[str, set[str]]:
        """Carries the chain as far as it holds. Returns the questions that it says were answered, by case."""
        key = self._builder.unlocked.key
        chain = AuditChain(key.audit_key, self._builder.keys.store_id)
        rows = {int(str(row.cells["seq"])): row.cells for row in self._found.rows("audit_event")}
        self._made.audit_found = max(rows, default=0)
        said: dict[str, set[str]] = defaultdict(set)
        mac, seq = chain.origin(), 1
        while (row := rows.get(seq)) is not None:
            at, actor, action, case_id, subject = (str(row[name]) for name in _CHAINED)
            mac = chain.mac_after(mac, seq, at, actor, action, case_id, subject)
            stored = row["mac"]
            if not isinstance(stored, bytes) or not hmac.compare_digest(mac, stored):
                break
            self._insert("audit_event", row)
            seq += 1
        self._made.audit_kept = seq - 1
        for row in rows.values():  # what the rest says is no proof, but a hint at what is missing
            if row["action"] in (Action.ANSWER_SAVED, Action.CASE_BEGUN):
                said[str(row["case_id"])].add(str(row["subject"]))
        return said

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
        if self._insert("case_file", plain):
            self._cases[str(row["id"])] = _Case(row, is_new)

    def _header(self, case_id: str, rows: list[Raw]) -> dict[str, Cell]:
        """A header for a case that lost its own."""
        at = min((str(row["at"]) for row in rows if row.get("at")), default=utc_text(self._builder.at))
        actor = next((row["actor"] for row in rows if row.get("actor")), None) or self._builder.unlocked.staff_id
        header: dict[str, Cell] = dict.fromkeys(self._columns["case_file"])
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

    def _answers(self, people: frozenset[str], gone: frozenset[str], audit: Mapping[str, set[str]]) -> None:
        events: dict[str, list[Raw]] = defaultdict(list)
        for found in self._found.rows("answer_event"):
            if str(found.cells["actor"]) in people:
                events[str(found.cells["case_id"])].append(found.cells)
        views: dict[str, dict[tuple[str, str, str], FoundRow]] = defaultdict(dict)
        for found in self._found.rows("answer"):
            place = (str(found.cells["question"]), str(found.cells["entry"]), str(found.cells["field"]))
            views[str(found.cells["case_id"])][place] = found
        for case_id, case in self._cases.items():
            self._answers_of(case_id, case, events[case_id], views[case_id], audit.get(case_id, set()))

    def _answers_of(
        self,
        case_id: str,
        case: _Case,
        events: list[Raw],
        view: Mapping[tuple[str, str, str], FoundRow],
        said: set[str],
    ) -> None:
        ordered = _without_twins(sorted(events, key=lambda row: int(str(row["seq"]))))
        numbers = [int(str(row["seq"])) for row in ordered]
        missing = (numbers[-1] if numbers else 0) - len(numbers)
        kept: list[Raw] = []
        for row in ordered:
            if self._insert("answer_event", {**row, "seq": len(kept) + 1}):
                kept.append(row)
        stale = frozenset(place for place, row in view.items() if row.is_older)
        now = replayed(kept)
        known = {place: row.cells for place, row in view.items()}
        added = list(missing_changes(now, known, stale, Comparing(case_id, Seal(self._builder.unlocked.key)).is_same))
        made = [row for row in (self._as_event(case_id, case, change) for change in added) if row is not None]
        for (question, entry, name), row in replayed([*kept, *made]).items():
            self._insert("answer", {"case_id": case_id, "question": question, "entry": entry, "field": name, **row})
        questions = {str(row["question"]) for row in (*kept, *made)}
        case.losses += losses(missing, len(made), len(said - questions - {""}), is_new=case.is_new)

    def _next(self, case_id: str) -> int:
        row = self._connection.execute("SELECT count(*) FROM answer_event WHERE case_id = ?", (case_id,)).fetchone()
        return 1 + int(str(row[0] if row else 0))

    def _as_event(self, case_id: str, case: _Case, change: Raw) -> Raw | None:
        """A change that is only known from the view, as an event of today."""
        builder = self._builder
        actor = builder.unlocked.staff_id or case.header["created_by"]
        row: dict[str, Cell] = dict.fromkeys(self._columns["answer_event"])
        row.update(change)
        row.update(
            id=new_id(builder.at), case_id=case_id, seq=self._next(case_id), actor=actor, at=utc_text(builder.at)
        )
        return row if self._insert("answer_event", row) else None

    # the rest

    def _others(self, people: frozenset[str], gone: frozenset[str]) -> None:
        """Tables that only hang on people, cases and each other: a row whose parent is lost is lost."""
        kept: dict[str, set[str]] = {"staff": set(people), "case_file": set(self._cases)}
        names = [name for name in self._found.tables if name not in _REBUILT]
        for table in sorted(names, key=lambda name: len(self._parents(name))):
            kept[table] = set()
            rows = sorted(self._found.rows(table), key=lambda row: (str(row.cells.get("at")), str(row.cells.get("id"))))
            for found in rows:
                row = self._with_known_parents(table, dict(found.cells), kept)
                if row is not None and self._insert(table, row):
                    kept[table].add(str(row.get("id")))
                else:
                    self._note_lost(str(found.cells.get("case_id")))

    def _with_known_parents(self, table: str, row: dict[str, Cell], kept: Mapping[str, set[str]]) -> Raw | None:
        for column, parent in self._parents(table):
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

    def _parents(self, table: str) -> list[tuple[str, str]]:
        rows = self._connection.execute(f'PRAGMA foreign_key_list("{table}")').fetchall()
        return [(str(row[3]), str(row[2])) for row in rows]

    def _references(self, parent: str) -> Iterator[tuple[str, str, FoundRow]]:
        for table in self._found.tables:
            for column, other in self._parents(table):
                if other == parent:
                    yield from ((table, column, row) for row in self._found.rows(table))

    def _show_as_it_was(self) -> None:
        for case_id, case in self._cases.items():
            names = [name for name in _SHOWN_LATER if name in self._columns["case_file"]]
            values = [case.header.get(name) for name in names]
            if values != ["open", *[None] * (len(names) - 1)]:
                marks = ", ".join(f"{name} = ?" for name in names)
                self._connection.execute(f"UPDATE case_file SET {marks} WHERE id = ?", (*values, case_id))

    def _namelosses(self, gone: frozenset[str], audit: Mapping[str, set[str]]) -> None:
        self._made.cases = {str(case.header["code"]): tuple(case.losses) for case in self._cases.values()}
        lost = [id_ for id_ in audit if id_ and id_ not in self._cases and not self._is_gone(id_, gone)]
        self._made.vanished = len(lost)

    def _insert(self, table: str, row: Raw) -> bool:
        """Whether the file took the row: one that is not whole is refused by its CHECKs."""
        columns = [name for name in self._columns[table] if name in row]
        names, marks = ", ".join(f'"{name}"' for name in columns), ", ".join("?" for _ in columns)
        try:
            self._connection.execute(
                f'INSERT INTO "{table}" ({names}) VALUES ({marks})', tuple(row[name] for name in columns)
            )
        except dbapi2.Error as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF not in _NOT_WHOLE:
                raise
            self._made.strangers += 1
            return False
        return True


def _without_twins(events: Iterable[Raw]) -> list[Raw]:
    """Each number once, each event once: an earlier version of a page can hold a row twice."""
    by_number = {int(str(row["seq"])): row for row in events}
    return list({str(row["id"]): row for row in by_number.values()}.values())


def _columns(connection: RawConnection, table: str) -> tuple[str, ...]:
    return tuple(str(row[1]) for row in connection.execute(f'PRAGMA table_info("{table}")').fetchall())

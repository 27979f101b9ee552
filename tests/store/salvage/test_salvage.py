"""Whatever does not lie on a damaged page is in the salvaged store, and the damaged files stay as they are."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.errors import StoreError
from intake.interview.answers import Answers, Change, EntryAdded, EntryMoved, EntryRemoved, FieldGiven
from intake.interview.values import PartialDate
from intake.store import answer_rows
from intake.store.backups.tombstones import mark_of, read_tombstones
from intake.store.backups.unlocking import NewLogin
from intake.store.columns import json_text
from intake.store.failures import AlreadySetUp
from intake.store.folder import StoreFolder
from intake.store.ids import new_id
from intake.store.kept.answers import HalfTyped, Place, event
from intake.store.kept.audit import Action, AuditHead
from intake.store.kept.cases import CaseLink, DueDate, ErasureReason, Status
from intake.store.kept.decisions import Decision, DecisionKind
from intake.store.kept.handovers import RecordDraft
from intake.store.kept.happened import CaseEvent
from intake.store.kept.people import Role
from intake.store.kept.saving import Saving
from intake.store.keys.slots import read_key_file
from intake.store.keys.unlocking import Unlocked, unlock, unlock_by_recovery
from intake.store.opening import create_store, open_store
from intake.store.people.rights import NotAllowed
from intake.store.salvage.cells import Cell, leaf, tree
from intake.store.salvage.pages import PAGE, read_pages
from intake.store.salvage.people import RolesLost
from intake.store.salvage.rows import roots
from intake.store.salvage.salvage import SalvageReport, named, salvage
from intake.store.salvage.view import replayed
from intake.store.store import Store
from tests.store.making import (
    AT,
    CHEAP,
    PASSPHRASE,
    answered,
    begin,
    changes,
    key_of,
    later,
    raw_connection,
    said,
    saving,
)

LONG = "ä" * 9000
SHEET = "sheet"
KEPT_AS_THEY_ARE = (
    "staff",
    "staff_decision",
    "case_event",
    "handover_record",
    "journal",
    "due_date",
    "case_link",
    "erasure",
)


@dataclass(frozen=True)
class Original:
    """A healthy store with all its rows, and the pages that each of them lies on."""

    folder: Path
    rows: dict[str, dict[tuple[Cell, ...], frozenset[int]]]
    closed: str
    erased: str


def fill(store: Store, chance: random.Random) -> tuple[str, str]:
    cases = [begin(store, said("family_name", f"Name{number}")) for number in range(6)]
    for number in range(160):
        case = chance.choice(cases)
        entry = f"e{chance.randrange(4)}"
        possible: list[Change] = [
            said(f"q{chance.randrange(25)}", chance.choice(["kurz", "x" * 300, LONG])),
            EntryAdded("stations", entry),
            FieldGiven("stations", entry, "where", answered("Aleppo" * chance.randrange(30))),
            EntryMoved("stations", entry, chance.randrange(4)),
            EntryRemoved("stations", entry),
        ]
        store.save(saving(store, case, chance.choice(possible), at=later(number)))
    actor = store.staff.id
    for number, case in enumerate(cases):
        decision = Decision(new_id(AT), case, "rule", f"M{number}", DecisionKind.ACCEPTED, "", "", actor, AT)
        store.decide(decision)
        store.add_event(CaseEvent(new_id(AT), case, "moved", PartialDate(2026), actor, AT, note="n" * 400))
        draft = RecordDraft(new_id(AT), case, "jc", "Jobcenter", "0" * 64)
        store.handovers.export(store.handovers.draft(draft, actor, AT).id, actor, AT)
        store.save(Saving(case, (), actor, AT, due_dates=(DueDate("phase1_end", date(2026, 6, 1)),)))
        store.keep_half_typed(case, HalfTyped(Place("q1"), "halb getippt", 3, AT))
    store.link_cases(CaseLink(cases[0], cases[1], actor, AT))
    erased = begin(store, said("q1", "wird vergessen"))
    store.care.erase(erased, ErasureReason.PERSON_ASKED, actor, later(200))
    store.set_status(cases[2], Status.CLOSED, actor, later(201))
    return cases[2], erased


def located(folder: Path) -> dict[str, dict[tuple[Cell, ...], frozenset[int]]]:
    pages = read_pages(StoreFolder(folder).database, key_of(folder).raw)
    assert pages.damaged == frozenset()
    found: dict[str, dict[tuple[Cell, ...], frozenset[int]]] = {}
    for name, root in roots(pages.content).items():
        rows = found.setdefault(name, {})
        for number in tree(root, pages.content):
            page = leaf(number, pages.content)
            assert page is not None
            assert page.lost == 0
            rows.update({row.cells: frozenset(row.pages) for row in page.rows})
    return found


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Original:
    folder = tmp_path_factory.mktemp("healthy") / "desk"
    store, printed = create_store(folder, "Amira", PASSPHRASE, AT, CHEAP)
    (folder / SHEET).write_text(printed)
    closed, erased = fill(store, random.Random(7))
    store.close()
    return Original(folder, located(folder), closed, erased)


def _unlocked(folder: Path) -> Unlocked:
    return unlock(read_key_file(StoreFolder(folder).keys), "Amira", PASSPHRASE)


def _salvaged(folder: Path, into: Path) -> SalvageReport:
    """By Amira; where her roles are lost, with the printed recovery key, which lies beside the store."""
    before = {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}
    try:
        report = salvage(StoreFolder(folder), _unlocked(folder), into, later(500), "zebera", "2")
    except RolesLost:
        report = _by_recovery(folder, into, (folder / SHEET).read_text())
    if not report.is_authentic or report.damaged:  # in a whole one it is noted that a copy was made
        assert {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()} == before
    return report


def _by_recovery(folder: Path, into: Path, printed: str) -> SalvageReport:
    place, login = StoreFolder(folder), NewLogin(printed, "Amira", PASSPHRASE, CHEAP)
    keys = read_key_file(place.keys)
    unlocked = named(keys, unlock_by_recovery(keys, printed), "Amira")
    return salvage(place, unlocked, into, later(500), "zebera", "2", login)


def _rows(folder: Path, table: str) -> set[tuple[object, ...]]:
    with raw_connection(folder, key_of(folder)) as connection:
        return set(connection.execute(f"SELECT * FROM {table}").fetchall())


def damage(original: Original, folder: Path, numbers: set[int], how: str, chance: random.Random) -> Path:
    shutil.copytree(original.folder, folder)
    file = StoreFolder(folder).database
    raw = bytearray(file.read_bytes())
    for number in numbers:
        at = (number - 1) * PAGE
        match how:
            case "zero":
                raw[at : at + PAGE] = bytes(PAGE)
            case "random":
                raw[at : at + PAGE] = chance.randbytes(PAGE)
            case _:
                raw[at + 16 + chance.randrange(PAGE - 16)] ^= 1 << chance.randrange(8)
    file.write_bytes(raw)
    return folder


def check(original: Original, trial: Path, into: Path, gone: set[int]) -> None:
    """Everything that does not lie on a damaged page is there again."""
    report = _salvaged(trial, into)
    with closing(open_store(into, "Amira", PASSPHRASE, later(600))) as again:
        assert again.care.check().audit.broken_at is None
        for line in again.lists.list_cases(None):
            assert again.replayed(line.id) == again.load_case(line.id).answers
        assert original.erased not in {line.id for line in again.lists.list_cases(None)}
        texts = {past.event.id for line in again.lists.list_cases(None) for past in again.history(line.id)}
    alive = {
        table: [cells for cells, pages in rows.items() if not pages & gone] for table, rows in original.rows.items()
    }
    assert {str(cells[0]) for cells in alive["answer_event"]} <= texts
    cases = {str(row[0]) for row in _rows(into, "case_file")}
    assert {str(cells[0]) for cells in alive["case_file"]} <= cases
    for table in KEPT_AS_THEY_ARE:
        columns = [cells for cells in alive[table] if _has_its_case(table, cells, cases)]
        assert set(columns) <= _rows(into, table), table
    entries = sorted((row[1:] for row in _rows(into, "audit_event")), key=str)
    kept = [cells[1:] for cells in sorted(alive["audit_event"], key=lambda cells: str(cells))]
    assert set(kept) <= set(entries)
    assert report.trail.kept == len(kept)
    assert report.trail.kept + report.trail.missing == report.trail.last
    assert report.trail.broken_at is None
    view = {(row[0], row[1], row[2], row[3]): row for row in _rows(into, "answer")}
    for cells in alive["answer"]:
        assert (cells[0], cells[1], cells[2], cells[3]) in view
    if not gone:
        assert all(case.is_complete for case in report.cases)
        assert report.trail.kept == len(original.rows["audit_event"])


def _has_its_case(table: str, cells: tuple[Cell, ...], cases: set[str]) -> bool:
    place = {"staff": None, "erasure": None, "case_link": 1, "journal": 0, "due_date": 0}.get(table, 1)
    return place is None or str(cells[place]) in cases


def test_a_healthy_store_is_salvaged_whole(original: Original, tmp_path: Path) -> None:
    shutil.copytree(original.folder, tmp_path / "desk")
    check(original, tmp_path / "desk", tmp_path / "new", set())
    report = _salvaged(tmp_path / "desk", tmp_path / "again")
    assert (report.damaged, report.rows_lost, report.strangers, report.vanished) == ((), 0, 0, 0)
    with closing(open_store(tmp_path / "again", "Amira", PASSPHRASE, later(600))) as store:
        assert {line.code for line in store.lists.list_cases(None)} == {case.code for case in report.cases}
        assert store.load_case(original.closed).header.status is Status.CLOSED
        assert Action.STORE_SALVAGED in {entry.action for entry in store.trail.entries(5)}
        assert len(store.lists.search("name1")) == 1


@pytest.mark.parametrize("seed", range(24))
def test_whatever_is_not_on_a_damaged_page_is_there(original: Original, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    count = StoreFolder(original.folder).database.stat().st_size // PAGE
    numbers = set(chance.sample(range(1, count + 1), chance.choice([1, 2, 5, count // 4])))
    if seed % 6 == 0:
        numbers.add(1)
    trial = damage(original, tmp_path / "desk", numbers, chance.choice(["zero", "random", "bit"]), chance)
    check(original, trial, tmp_path / "new", numbers)


def test_each_gap_of_the_audit_trail_is_noted_and_what_stands_around_it_holds(
    original: Original, tmp_path: Path
) -> None:
    pages = sorted({number for found in original.rows["audit_event"].values() for number in found})
    folder = damage(original, tmp_path / "desk", {pages[0], pages[2]}, "zero", random.Random(1))
    into = tmp_path / "new"
    trail = _salvaged(folder, into).trail
    with raw_connection(original.folder, key_of(original.folder)) as connection:
        rows = connection.execute("SELECT seq, hex(mac) FROM audit_event").fetchall()
    written_down = {int(str(seq)): str(mac).lower() for seq, mac in rows}
    first, second = trail.gaps
    assert (first.first, first.entries + second.entries) == (1, len(written_down) - trail.kept)
    anchors = [AuditHead(seq, written_down[seq]) for seq in (first.last, second.last + 9, trail.last)]
    with closing(open_store(into, "Amira", PASSPHRASE, later(600))) as again:
        report = again.trail.verify(anchors)
        assert (report.broken_at, report.gaps) == (None, ((1, first.last), (second.first, second.last)))
        assert report.entries == report.head.seq - report.missing
        assert again.trail.verify(last=20).broken_at is None
        for seq, found_at in ((trail.last, trail.last), (second.last + 1, second.last + 1), (first.last + 2, 0)):
            with raw_connection(into, key_of(into)) as connection:
                for trigger in ("never_changed", "never_deleted"):
                    connection.execute(f"DROP TRIGGER IF EXISTS audit_event_is_{trigger}")
                sql = "UPDATE audit_event SET subject = 'x' WHERE seq = ?"
                connection.execute(sql if found_at else "DELETE FROM audit_event WHERE seq = ?", (seq,))
            assert again.trail.verify().broken_at == (found_at or seq)


@pytest.mark.parametrize("left", [0.9, 0.5, 0.15])
def test_a_file_that_was_cut_off_is_read_up_to_its_end(original: Original, tmp_path: Path, left: float) -> None:
    trial = tmp_path / "desk"
    shutil.copytree(original.folder, trial)
    file = StoreFolder(trial).database
    raw = file.read_bytes()
    end = int(len(raw) * left)
    file.write_bytes(raw[:end])
    gone = set(range(end // PAGE + 1, len(raw) // PAGE + 1))
    check(original, trial, tmp_path / "new", gone)


def test_the_tables_are_told_apart_where_the_list_of_tables_is_lost(original: Original, tmp_path: Path) -> None:
    """All inner pages and the list of tables are gone; only leaves are left."""
    pages = read_pages(StoreFolder(original.folder).database, key_of(original.folder).raw)
    gone = {1, *(number for number, page in pages.content.items() if page[0] != 0x0D)}
    gone |= set(tree(1, pages.content))
    overflow = {number for rows in original.rows.values() for used in rows.values() for number in used}
    trial = damage(original, tmp_path / "desk", gone - overflow, "zero", random.Random(1))
    check(original, trial, tmp_path / "new", gone - overflow)


def test_changes_that_are_only_in_the_log_are_salvaged(tmp_path: Path) -> None:
    store, _ = create_store(tmp_path / "desk", "Amira", PASSPHRASE, AT, CHEAP)
    case = begin(store, said("q1", "eins"))
    store.save(saving(store, case, said("q2", "zwei")))
    trial = tmp_path / "trial"
    shutil.copytree(tmp_path / "desk", trial)
    store.close()
    assert (trial / "cases.db-wal").stat().st_size > 0
    _salvaged(trial, tmp_path / "new")
    with closing(open_store(tmp_path / "new", "Amira", PASSPHRASE, later(9))) as again:
        assert again.load_case(case).answers["q2"].value == "zwei"


@pytest.mark.parametrize("seed", range(8))
def test_a_damaged_log_loses_only_what_it_held(tmp_path: Path, seed: int) -> None:
    store, _ = create_store(tmp_path / "desk", "Amira", PASSPHRASE, AT, CHEAP)
    case = begin(store, said("q0", "sicher"))
    with store._database.raw() as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    for number in range(1, 12):
        store.save(saving(store, case, said(f"q{number}", "x" * 700)))
    trial = tmp_path / "trial"
    shutil.copytree(tmp_path / "desk", trial)
    store.close()
    log = trial / "cases.db-wal"
    raw = bytearray(log.read_bytes())
    chance = random.Random(seed)
    match seed % 4:
        case 0:
            raw[:32] = bytes(32)
        case 1:
            raw = raw[: chance.randrange(40, len(raw))]
        case 2:
            at = chance.randrange(32, len(raw) - 3000)
            raw[at : at + 3000] = chance.randbytes(3000)
        case _:
            raw[chance.randrange(len(raw))] ^= 1
    log.write_bytes(raw)
    _salvaged(trial, tmp_path / "new")
    with closing(open_store(tmp_path / "new", "Amira", PASSPHRASE, later(9))) as again:
        answers = again.load_case(case).answers
        assert answers["q0"].value == "sicher"
        assert again.replayed(case) == answers


def test_what_is_missing_is_said_by_code_and_never_by_name(original: Original, tmp_path: Path) -> None:
    gone = set().union(*list(original.rows["answer_event"].values())[:40])
    trial = damage(original, tmp_path / "desk", gone, "zero", random.Random(1))
    report = _salvaged(trial, tmp_path / "new")
    shown = str(report)
    assert any(not case.is_complete for case in report.cases)
    assert "Name" not in shown.replace("Named", "")
    assert set(report.damaged) == gone


def test_answers_whose_change_is_lost_come_from_the_view(original: Original, tmp_path: Path) -> None:
    gone = set().union(*original.rows["answer_event"].values())
    trial = damage(original, tmp_path / "desk", gone, "zero", random.Random(1))
    _salvaged(trial, tmp_path / "new")
    with (
        closing(open_store(original.folder, "Amira", PASSPHRASE, later(700))) as before,
        closing(open_store(tmp_path / "new", "Amira", PASSPHRASE, later(700))) as after,
    ):
        for line in before.lists.list_cases(None):
            assert after.load_case(line.id).answers == before.load_case(line.id).answers


@pytest.mark.parametrize("is_event_lost", [False, True])
def test_sealed_answers_are_salvaged_sealed_and_open(tmp_path: Path, is_event_lost: bool) -> None:
    """Event and view are sealed each for itself: that they differ as they are stored is no loss."""
    store, _ = create_store(tmp_path / "desk", "Amira", PASSPHRASE, AT, CHEAP)
    case = begin(store, said("wg_seeing", "lot"), said("gender", "f"))
    store.close()
    healthy = Original(tmp_path / "desk", located(tmp_path / "desk"), "", "")
    events = set().union(*healthy.rows["answer_event"].values())
    trial = damage(healthy, tmp_path / "trial", events if is_event_lost else set(), "zero", random.Random(1))
    report = _salvaged(trial, tmp_path / "new")
    assert [each.is_complete for each in report.cases] == [not is_event_lost]
    with closing(open_store(tmp_path / "new", "Amira", PASSPHRASE, later(700))) as again:
        assert again.load_case(case).answers["wg_seeing"].value == "lot"
        assert len(again.history(case)) == 2
    text = b"".join(read_pages(tmp_path / "new" / "cases.db", key_of(tmp_path / "new").raw).content.values())
    assert b'"lot"' not in text


def test_erased_cases_do_not_come_back_from_the_list_beside_the_store(original: Original, tmp_path: Path) -> None:
    gone = set().union(*original.rows["erasure"].values())
    trial = damage(original, tmp_path / "desk", gone, "zero", random.Random(1))
    _salvaged(trial, tmp_path / "new")
    with closing(open_store(tmp_path / "new", "Amira", PASSPHRASE, later(700))) as store:
        assert original.erased not in {line.id for line in store.lists.list_cases(None)}
        assert mark_of(store.store_id, original.erased) in read_tombstones(tmp_path / "new", store.store_id)


def test_a_lost_salt_is_no_lost_store(original: Original, tmp_path: Path) -> None:
    trial = tmp_path / "desk"
    shutil.copytree(original.folder, trial)
    file = StoreFolder(trial).database
    raw = bytearray(file.read_bytes())
    raw[:16] = b"sixteen zeroes .."[:16]
    file.write_bytes(raw)
    report = _salvaged(trial, tmp_path / "new")
    assert not report.is_authentic
    assert len(report.cases) == len(original.rows["case_file"])


def _noise(raw: bytes) -> bytes:
    return random.Random(3).randbytes(len(raw))


def _nothing(raw: bytes) -> bytes:
    return b""


@pytest.mark.parametrize("spoil", [_noise, _nothing])
def test_where_nothing_is_left_nothing_is_made(
    original: Original, tmp_path: Path, spoil: Callable[[bytes], bytes]
) -> None:
    trial = tmp_path / "desk"
    shutil.copytree(original.folder, trial)
    file = StoreFolder(trial).database
    file.write_bytes(spoil(file.read_bytes()))
    if spoil is _nothing:
        with pytest.raises(StoreError, match="Nothing of the store"):
            _salvaged(trial, tmp_path / "new")
        return
    report = _salvaged(trial, tmp_path / "new")
    assert (report.cases, report.is_authentic) == ((), False)


def test_the_new_store_lies_elsewhere_and_over_nothing(original: Original, tmp_path: Path) -> None:
    trial = tmp_path / "desk"
    shutil.copytree(original.folder, trial)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "file").touch()
    for place in (trial, trial / "new", tmp_path / "full"):
        with pytest.raises(AlreadySetUp):
            _salvaged(trial, place)


def _raw_events(made: list[Change]) -> list[dict[str, Cell]]:
    rows = []
    for number, change in enumerate(made, 1):
        row = answer_rows.event_row(event(change, AT), number, "case", "staff", None)
        for name in ("note", "reason"):
            row[name] = None if row[name] is None else json_text(str(row[name]))
        rows.append({name: cell for name, cell in row.items() if isinstance(cell, str | int | float | bytes | None)})
    return rows


@settings(max_examples=300)
@given(st.lists(changes, max_size=25))
def test_the_view_from_rows_is_that_of_the_interview(made: list[Change]) -> None:
    answers = Answers().apply_all(made)
    wanted = {}
    for question in answers:
        for row in answer_rows.rows_of(question, answers[question]):
            columns: dict[str, Cell] = {**row.columns}  # type: ignore[dict-item]  # a TypedDict of cells
            for name in ("note", "reason"):
                columns[name] = None if columns[name] is None else json_text(str(columns[name]))
            wanted[row.place] = columns
    found = {place: {name: row[name] for name in row} for place, row in replayed(_raw_events(made)).items()}
    assert found.keys() == wanted.keys()
    for place, columns in wanted.items():
        same = [name for name in columns if name != "form" or columns["value"] != "[]"]
        assert {name: found[place][name] for name in same} == {name: columns[name] for name in same}


def _four(folder: Path) -> str:
    """A store with somebody of each role; returns the recovery key. The passphrases are the same."""
    store, printed = create_store(folder, "Amira", PASSPHRASE, AT, CHEAP)
    begin(store, said("family_name", "Haddad"))
    for role in (Role.CLERK, Role.INTERPRETER, Role.COORDINATOR):
        store.people.add(role.value, PASSPHRASE, (role,), store.staff.id, AT, CHEAP)
    store.close()
    return printed


def _by(folder: Path, name: str, into: Path) -> SalvageReport:
    unlocked = unlock(read_key_file(StoreFolder(folder).keys), name, PASSPHRASE)
    return salvage(StoreFolder(folder), unlocked, into, later(500), "zebera", "2")


def test_a_store_is_copied_by_who_may_take_backups_alone_and_a_whole_one_notes_it(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    _four(folder)
    for role in (Role.CLERK, Role.INTERPRETER, Role.COORDINATOR):
        with pytest.raises(NotAllowed):
            _by(folder, role.value, tmp_path / "on" / "the" / "way")
        assert [path.name for path in tmp_path.iterdir()] == ["desk"]
    assert _by(folder, "Amira", tmp_path / "new").is_complete
    with closing(open_store(folder, "Amira", PASSPHRASE, later(600))) as store:
        assert Action.STORE_SALVAGED in {entry.action for entry in store.trail.entries(5)}


def test_where_the_roles_are_lost_nobody_gets_new_ones_but_by_the_recovery_key(tmp_path: Path) -> None:
    folder, new = tmp_path / "desk", tmp_path / "new"
    printed = _four(folder)
    place = StoreFolder(folder)
    (root,) = [root for name, root in roots(read_pages(place.database, key_of(folder).raw).content).items()
               if name == "staff"]  # fmt: skip
    raw = bytearray(place.database.read_bytes())
    raw[(root - 1) * PAGE : root * PAGE] = random.Random(3).randbytes(PAGE)
    place.database.write_bytes(raw)
    with pytest.raises(RolesLost):
        _by(folder, "Amira", new)
    assert not new.exists()
    new.mkdir()
    with pytest.raises(RolesLost):
        _by(folder, "coordinator", new)
    assert list(new.iterdir()) == []
    report = _by_recovery(folder, new, printed)
    assert report.without_roles == ("Amira", "clerk", "coordinator", "interpreter")
    assert not report.is_complete
    with closing(open_store(new, "Amira", PASSPHRASE, later(600))) as store:
        may_do = {each.name: each.roles for each in store.people.staff()}
        assert may_do.pop("Amira") == (Role.INTERPRETER, Role.ADMINISTRATOR)
        assert set(may_do.values()) == {(Role.INTERPRETER,)}
    with closing(open_store(new, "coordinator", PASSPHRASE, later(601))) as store, pytest.raises(NotAllowed):
        store.lists.list_cases(None)

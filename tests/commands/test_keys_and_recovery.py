"""`intake keys` and `intake recovery` on a real store: what they ask, what they change, what they print."""

from __future__ import annotations

import io
import os
import re
import shutil
import stat
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pypdf
import pytest

from intake.cli import speaker
from intake.commands import keys, recovery, restore
from intake.errors import InputError, KeyRefused, StoreError
from intake.handover.papers.recovery_sheet import RecoverySheet, store_mark
from intake.settings import Settings
from intake.store.folder import StoreFolder
from intake.store.kept.people import Role
from intake.store.keys.recovery_drill import last_drill
from intake.store.keys.slots import read_key_file
from intake.store.keys.unlocking import unlock, unlock_by_recovery
from intake.store.opening import create_store, open_store
from tests.store.making import CHEAP, PASSPHRASE
from tests.store.old_keys import make_old

AT = datetime(2026, 5, 17, 9, 41, tzinfo=UTC)
SAY = speaker("en")
KEY = re.compile(r"[0-9A-Z]{4} – ")
OTHER = "ganz andere Wörter"


class Desk:
    """A store, its settings, and what is typed at it."""

    def __init__(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        store, self.recovery = create_store(tmp_path / "desk", "Amira", PASSPHRASE, AT, CHEAP)
        store.people.add("Jonas", OTHER, (Role.CLERK,), store.staff.id, AT, CHEAP)
        self.store_id = store.store_id
        store.close()
        self.place = StoreFolder(tmp_path / "desk")
        self.settings = Settings(store=self.place.path, export=tmp_path / "out", origins={})
        self._patch = monkeypatch

    def types(self, *lines: str) -> None:
        self._patch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))

    def opens(self, name: str, passphrase: str) -> bool:
        try:
            unlock(read_key_file(self.place.keys), name, passphrase)
        except KeyRefused:
            return False
        return True

    def recovers(self, key: str) -> bool:
        try:
            unlock_by_recovery(read_key_file(self.place.keys), key)
        except KeyRefused:
            return False
        return True


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return Desk(tmp_path, monkeypatch)


def now() -> datetime:
    return AT


# keys


def test_the_list_names_everybody_without_any_secret(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert keys.show(desk.settings, SAY) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("  ")[0] for line in lines[:3]] == ["Amira", "recovery key", "Jonas"]
    assert lines[0] == "Amira  here since 2026-05-17  passphrase of 2026-05-17  holds the second key"
    assert lines[3:] == ["data key number 1", "The recovery key was never tried: 'intake recovery drill'."]


def test_the_list_says_what_an_old_store_still_lacks(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    make_old(desk.place.path, {"Amira": PASSPHRASE, "Jonas": OTHER}, desk.recovery)
    open_store(desk.place.path, "Amira", PASSPHRASE, AT).close()
    keys.show(desk.settings, SAY)
    shown = capsys.readouterr().out
    assert "Jonas  here since 2026-05-17  passphrase of not known  holds the second key  old format" in shown
    assert "protects nothing yet" in shown
    assert "recovery key, Jonas" in shown


def test_a_passphrase_is_changed(desk: Desk) -> None:
    desk.types("Jonas", OTHER, "ganz neue Wörter", "ganz neue Wörter")
    assert keys.passphrase(keys.Order(), desk.settings, SAY, now, CHEAP) == 0
    assert desk.opens("Jonas", "ganz neue Wörter")
    assert not desk.opens("Jonas", OTHER)


@pytest.mark.parametrize(("new", "again"), [("kurz", "kurz"), ("ganz neue Wörter", "ganz neue Worte")])
def test_a_bad_or_mistyped_passphrase_changes_nothing(desk: Desk, new: str, again: str) -> None:
    desk.types(OTHER, new, again)
    with pytest.raises(InputError):
        keys.passphrase(keys.Order("Jonas"), desk.settings, SAY, now, CHEAP)
    assert desk.opens("Jonas", OTHER)


def test_a_key_is_taken_away_after_the_word_was_typed(desk: Desk) -> None:
    desk.types("Amira", PASSPHRASE, "no")
    with pytest.raises(InputError, match="Nothing was changed"):
        keys.remove(keys.Order(person="jonas"), desk.settings, SAY, now)
    assert desk.opens("Jonas", OTHER)
    desk.types("Amira", PASSPHRASE, "Remove")
    assert keys.remove(keys.Order(person="jonas"), desk.settings, SAY, now) == 0
    assert not desk.opens("Jonas", OTHER)
    with pytest.raises(InputError, match="Nobody of this name"):
        keys.remove(keys.Order(person="Jonas"), desk.settings, SAY, now)


def test_who_may_not_change_keys_rotates_none(desk: Desk) -> None:
    desk.types("Jonas", OTHER, "rotate")
    with pytest.raises(StoreError):
        keys.rotate(keys.Order(), desk.settings, SAY, now)
    assert read_key_file(desk.place.keys).current.data == 1


def test_the_keys_are_rotated_and_the_backup_is_named(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.types("Amira", PASSPHRASE, "rotate")
    assert keys.rotate(keys.Order(new_sections=True), desk.settings, SAY, now) == 0
    shown = capsys.readouterr().out
    assert "data key 2, second key 2" in shown
    assert str(next(desk.place.backups.iterdir())) in shown
    assert desk.opens("Jonas", OTHER)
    assert desk.recovers(desk.recovery)


# recovery


def text_of(file: Path) -> str:
    (page,) = pypdf.PdfReader(file).pages
    return page.extract_text()


def key_on(file: Path) -> str:
    """What a person reads off the sheet."""
    return "-".join(line.replace(" ", "").replace("–", "-") for line in text_of(file).splitlines() if KEY.match(line))


class Typist:
    """Somebody who types these lines, and then what `reads` says."""

    def __init__(self, reads: Callable[[], str], *lines: str) -> None:
        self._reads = reads
        self._lines = list(lines)

    def isatty(self) -> bool:
        return False

    def readline(self) -> str:
        return (self._lines.pop(0) if self._lines else self._reads()) + "\n"


def test_the_sheet_is_one_page_for_its_owner_only_and_names_no_person(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "sheet.pdf"
    monkeypatch.setattr("sys.stdin", Typist(lambda: key_on(file).split("-")[0], "Amira", PASSPHRASE))
    assert recovery.sheet(recovery.Order(to=file), desk.settings, SAY, now, CHEAP) == 0
    if os.name != "nt":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    text = text_of(file)
    assert desk.recovers(key_on(file))
    assert not desk.recovers(desk.recovery)
    assert store_mark(desk.store_id) in text
    assert "Amira" not in text
    assert "Wiederherstellungsschlüssel" in text


def test_the_old_key_holds_until_the_new_one_was_read_from_the_paper(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "sheet.pdf"
    monkeypatch.setattr("sys.stdin", Typist(lambda: "XXXX", "Amira", PASSPHRASE))
    with pytest.raises(InputError, match="not the first group"):
        recovery.sheet(recovery.Order(to=file), desk.settings, SAY, now, CHEAP)
    assert desk.recovers(desk.recovery)


def test_a_printer_that_takes_nothing_leaves_the_old_key(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.types("Amira", PASSPHRASE, "")

    def jammed(*_: object) -> None:
        raise InputError("No paper.", "Nothing was printed.")

    monkeypatch.setattr(recovery, "print_pdf", jammed)
    with pytest.raises(InputError, match="No paper"):
        recovery.sheet(recovery.Order(printer="desk"), desk.settings, SAY, now, CHEAP)
    assert desk.recovers(desk.recovery)


def test_printing_writes_no_file(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    printed: list[bytes] = []
    monkeypatch.setattr(recovery, "print_pdf", lambda content, printer, say: printed.append(content))
    desk.types("Amira", PASSPHRASE, "wrong")
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    with pytest.raises(InputError):
        recovery.sheet(recovery.Order(printer="desk"), desk.settings, SAY, now, CHEAP)
    assert printed[0].startswith(b"%PDF")
    assert {path for path in tmp_path.rglob("*") if path.is_file()} - before <= {desk.place.keys, desk.place.database}


def test_no_sheet_goes_into_the_folder_of_the_store(desk: Desk) -> None:
    with pytest.raises(InputError, match="folder of the store"):
        recovery.sheet(recovery.Order(to=desk.place.path / "sheet.pdf"), desk.settings, SAY, now, CHEAP)


def test_without_a_printer_and_a_file_nothing_happens(desk: Desk) -> None:
    with pytest.raises(InputError, match="No printer"):
        recovery.sheet(recovery.Order(), desk.settings, SAY, now, CHEAP)


def test_the_new_key_on_the_screen_holds_after_its_first_group(
    desk: Desk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []

    def read() -> str:
        shown.append(capsys.readouterr().out.strip().splitlines()[-1].strip())
        return shown[0].split("-")[0]

    monkeypatch.setattr("sys.stdin", Typist(read, "Amira", PASSPHRASE))
    assert recovery.on_screen("", desk.settings, SAY, now, CHEAP) == 0
    assert desk.recovers(shown[0])
    assert not desk.recovers(desk.recovery)


def test_the_drill_proves_the_key_and_notes_the_day(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    before = desk.place.keys.read_bytes()
    desk.types(desk.recovery.lower())
    assert recovery.try_key(desk.settings, SAY, now) == 0
    assert "opens this store" in capsys.readouterr().out
    assert last_drill(desk.place) == AT
    assert desk.place.keys.read_bytes() == before
    store = open_store(desk.place.path, "Amira", PASSPHRASE, AT)
    assert [entry.action for entry in store.trail.entries(2)] == ["store.opened", "recovery.drilled"]
    assert store.trail.verify().broken_at is None
    store.close()
    keys.show(desk.settings, SAY)
    assert "last drill with the recovery key: 17.05.2026" in capsys.readouterr().out


def test_a_wrong_key_is_no_drill(desk: Desk) -> None:
    desk.types("0" * 33)
    with pytest.raises(KeyRefused):
        recovery.try_key(desk.settings, SAY, now)
    desk.types("1234")
    with pytest.raises(InputError, match="33 letters and digits"):
        recovery.try_key(desk.settings, SAY, now)
    assert last_drill(desk.place) is None


def test_a_drill_finds_a_damaged_store(desk: Desk) -> None:
    raw = bytearray(desk.place.database.read_bytes())
    raw[len(raw) // 2] ^= 1
    desk.place.database.write_bytes(raw)
    desk.types(desk.recovery)
    with pytest.raises(StoreError):
        recovery.try_key(desk.settings, SAY, now)
    assert last_drill(desk.place) is None


def test_a_drill_brings_an_old_recovery_key_up_to_date(desk: Desk) -> None:
    make_old(desk.place.path, {"Amira": PASSPHRASE, "Jonas": OTHER}, desk.recovery)
    desk.types(desk.recovery)
    recovery.try_key(desk.settings, SAY, now)
    assert [slot.name for slot in read_key_file(desk.place.keys).not_upgraded] == ["Amira", "Jonas"]


@pytest.mark.parametrize("content", [b"", b"7", b"{", b'{"format": "intake.drill/1", "at": "2026-05-17"}', b"\xff"])
def test_a_note_of_a_drill_that_cannot_be_read_is_none(desk: Desk, content: bytes) -> None:
    desk.place.drill.write_bytes(content)
    assert last_drill(desk.place) is None


def test_the_key_stands_on_short_lines() -> None:
    sheet = RecoverySheet("AAAA-BBBB-CCCC-DDDD-EEEE-FFFF-GGGG-HHHH-J", "Ort", "12345678", AT.date())
    assert sheet.lines == ("AAAA – BBBB – CCCC – DDDD – EEEE", "FFFF – GGGG – HHHH – J")


# restore with the recovery key


def test_the_recovery_key_restores_a_backup_where_nobody_knows_a_passphrase(
    desk: Desk, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with closing(open_store(desk.place.path, "Amira", PASSPHRASE, AT)) as store:
        backup = store.care.write_backup(store.staff.id, AT, tmp_path / "stick").folder
    shutil.rmtree(desk.place.path)
    order, new = restore.Order(str(backup), by_recovery=True), "ganz neue Wörter hier"
    for typed, refused in (
        (("0000-0000",), InputError),
        ((desk.recovery, "Amira", "kurz"), InputError),
        ((desk.recovery, "Amira", new, "etwas anderes"), InputError),
        ((desk.recovery, "Jonas", new, new, "restore"), StoreError),
        ((desk.recovery, "Amira", new, new, "no"), InputError),
    ):
        desk.types(*typed)
        with pytest.raises(refused):
            restore.run(order, desk.settings, SAY, now, CHEAP)
        assert not desk.place.is_set_up
    desk.types(desk.recovery, "Amira", new, new, "restore")
    assert restore.run(order, desk.settings, SAY, now, CHEAP) == 0
    shown = capsys.readouterr().out
    assert "Amira logs in with the new passphrase from now on." in shown
    assert desk.recovery not in shown
    assert (desk.opens("Amira", new), desk.opens("Amira", PASSPHRASE)) == (True, False)
    assert desk.opens("Jonas", OTHER)

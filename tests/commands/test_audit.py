"""`intake audit` finds every tampering with the trail and tells in words who saw and changed what."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake.commands.audit import read_anchor
from intake.errors import InputError
from intake.handover.formats.check_code import grouped
from intake.interview.questionnaire import load_questionnaire
from intake.store.audit.chain import Deed
from intake.store.kept.audit import Action
from intake.store.kept.cases import ErasureReason
from intake.store.kept.people import Role
from tests.commands.running import Run
from tests.commands.stored import LOGIN, NAME, NOW, Stored, noor, stored
from tests.store.making import CHEAP, PASSPHRASE, key_of, raw_connection


@pytest.fixture
def kept(tmp_path: Path) -> Stored:
    return stored(tmp_path / "desk", noor())


def tamper(folder: Path, *sql: str) -> None:
    """What somebody with the key could do, after taking the triggers away."""
    with raw_connection(folder, key_of(folder)) as connection:
        for (trigger,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {trigger}")
        for statement in sql:
            connection.execute(statement)


def test_a_whole_trail_is_said_to_be_whole_with_its_end(run: Run, kept: Stored) -> None:
    ran = run("audit", "verify", "--language", "en", "--store", kept.folder, typed=LOGIN)
    assert ran.code == 0
    assert "The audit trail is whole" in ran.out
    assert "Nothing is written down elsewhere" in ran.out
    seq, _, mac = ran.out.splitlines()[-1].partition(":")
    again = run("audit", "verify", "--language", "en", "--anchor", f"{seq}:{mac}", "--store", kept.folder, typed=LOGIN)
    assert again.code == 0
    assert "1 entries that were typed" in again.out


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("UPDATE audit_event SET actor = 'x' WHERE seq = 4", "entry 4 was changed"),
        ("DELETE FROM audit_event WHERE seq = 4", "entry 4 was changed"),
        ("UPDATE audit_event SET action = (SELECT action FROM audit_event WHERE seq = 3) WHERE seq = 4", "entry 4"),
        ("DELETE FROM audit_event WHERE seq >= 4", "cut off: it ends before entry"),
    ],
)
def test_each_tampering_is_found_and_named(run: Run, kept: Stored, sql: str, said: str) -> None:
    with kept.open() as store:
        store.care.write_backup(store.staff.id, NOW)
    tamper(kept.folder, sql)
    ran = run("audit", "verify", "--language", "en", "--store", kept.folder, typed=LOGIN)
    if said not in ran.out:  # unlocking wrote an entry behind the cut: then another one stands there
        assert "written anew" in ran.out
        assert "DELETE" in sql
    assert ran.code == 4


def test_what_happened_to_a_case_is_told_in_words(run: Run, kept: Stored) -> None:
    with kept.open() as store:
        seen, printed = Deed(Action.CASE_VIEWED, kept.id, "review"), Deed(Action.PAPER_PRINTED, kept.id, "release:jc")
        looked, letter = (
            Deed(Action.CASE_VIEWED, kept.id, "reading"),
            Deed(Action.PAPER_PRINTED, kept.id, "copy-locked"),
        )
        store.trail.note([seen, printed, looked, letter], store.staff.id, NOW)
    ran = run("audit", "show", kept.code, "--store", kept.folder, typed=LOGIN)
    assert ran.code == 0
    assert f"{NAME} hat angesehen: alle Antworten (Durchsicht)." in ran.out
    assert f"{NAME} hat eine Antwort geschrieben: " in ran.out
    assert f"{NAME} hat angesehen: reading" not in ran.out
    assert "copy-locked" not in ran.out
    english = run("audit", "show", kept.code, "--language", "en", "--store", kept.folder, typed=LOGIN)
    assert f"{NAME} looked at: all answers (review)." in english.out
    assert f"{NAME} looked at who did what." in english.out


def test_who_does_not_read_about_health_is_not_told_which_of_its_questions_was_answered(
    run: Run, tmp_path: Path
) -> None:
    desk = stored(tmp_path / "desk", noor(wg_seeing="lot"))
    question = load_questionnaire()["wg_seeing"].text
    with desk.open() as store:
        store.people.add("Karla", PASSPHRASE, (Role.COORDINATOR,), store.staff.id, NOW, CHEAP, is_for_once=False)
        seen = ("card:wg_seeing", "release:psych", "release:jc"), ("psych", "jc"), ("offer.trauma_help", "gender")
        for action, subjects in zip(
            (Action.PAPER_PRINTED, Action.PREVIEW_VIEWED, Action.TEXT_COPIED), seen, strict=True
        ):
            store.trail.note([Deed(action, desk.id, subject) for subject in subjects], store.staff.id, NOW)
    for about in ((desk.code,), ("--staff", NAME)):
        typed = ("audit", "show", *about, "--language", "en", "--store", desk.folder)
        told = run(*typed, typed=f"Karla\n{PASSPHRASE}\n")
        assert told.code == 0, told.err
        assert f"{NAME} wrote an answer: on health or protection" in told.out
        assert "card of a question (on health or protection)" in told.out
        assert question not in told.out
        assert "release of confidentiality to sign (an office that is not named here)" in told.out
        assert "looked at what an office that is not named here would get" in told.out
        assert "copied a text: a part of a record or of the proposal" in told.out
        assert "release of confidentiality to sign (jc)" in told.out
        assert [word for word in ("wg_seeing", "psych", "Psych", "trauma_help") if word in told.out] == []
        all_ = run(*typed, typed=LOGIN).out
        assert [word for word in (question, "psych", "trauma_help") if word not in all_] == []


def test_an_erased_case_is_told_by_its_id(run: Run, kept: Stored) -> None:
    with kept.open() as store:
        store.people.add("Karla", PASSPHRASE, (Role.COORDINATOR,), store.staff.id, NOW, CHEAP, is_for_once=False)
        store.care.erase(kept.id, ErasureReason.PERSON_ASKED, store.staff.id, NOW)
    typed = f"Karla\n{PASSPHRASE}\n"
    at = ("--language", "en", "--store", kept.folder)
    assert f"{kept.id}  {NAME} erased the case." in run("audit", "show", "--staff", NAME, *at, typed=typed).out
    told = run("audit", "show", kept.id, *at, typed=typed)
    assert (told.code, told.err) == (0, "")
    assert f"{NAME} erased the case." in told.out
    assert "type its id" in run("audit", "show", kept.code, *at, typed=typed).err


def test_what_a_colleague_did_since_a_day_is_told_with_the_code_of_the_case(run: Run, kept: Stored) -> None:
    ran = run("audit", "show", "--staff", NAME.lower(), "--language", "en", "--since", "2026-05-01",
              "--store", kept.folder, typed=LOGIN)  # fmt: skip
    assert ran.code == 0
    assert f"{kept.code}  {NAME} began the case." in ran.out
    later = run("audit", "show", "--staff", NAME, "--since", "2099-01-01", "--store", kept.folder, typed=LOGIN)
    assert later.out == ""


def test_nobody_of_that_name_ends_with_2(run: Run, kept: Stored) -> None:
    assert run("audit", "show", "--staff", "Niemand", "--store", kept.folder, typed=LOGIN).code == 2


@pytest.mark.parametrize("arguments", [("verify", "Z-1"), ("show",), ("show", "Z-1", "--staff", "A")])
def test_arguments_that_do_not_go_together_end_with_2(run: Run, arguments: tuple[str, ...]) -> None:
    assert run("audit", *arguments).code == 2


def test_an_anchor_is_read_as_it_is_printed_and_as_it_is_scanned() -> None:
    mac = "0123456789abcdef" * 4
    for typed in (f"12:{mac}", f"12: {grouped(mac.upper())}", f"INTAKE-AUDIT:1:12:{mac.upper()}"):
        assert (read_anchor(typed).seq, read_anchor(typed).mac) == (12, mac)
    for wrong in ("", "12", f"12:{mac}0", f"x:{mac}"):
        with pytest.raises(InputError):
            read_anchor(wrong)

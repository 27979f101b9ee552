"""`intake import odk` stores submissions as cases, once each, and reports ids and counts, never an answer."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from intake.commands import import_odk
from intake.interop import nodes
from intake.interview.answers import Source, State
from intake.interview.values import PartialDate
from intake.store.kept.audit import Action
from intake.store.kept.cases import ErasureReason
from intake.store.opening import create_store, open_store
from intake.store.store import Store
from tests.commands.running import Ran, Run
from tests.commands.stored import LOGIN, NAME, NOW, content
from tests.interop.filled_form import as_instance, fill
from tests.interop.forms import form
from tests.pathways.personas import answers_of, persona
from tests.store.making import CHEAP, PASSPHRASE

FORM = nodes.identity(content().questionnaire, "full")
NOOR = persona("P05", "zebera")


@pytest.fixture(autouse=True)
def _content_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_odk, "load_content", lambda own: content())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    store, _ = create_store(tmp_path / "desk", NAME, PASSPHRASE, NOW, CHEAP)
    store.close()
    return tmp_path / "desk"


@contextmanager
def opened(folder: Path) -> Iterator[Store]:
    store = open_store(folder, NAME, PASSPHRASE, NOW)
    try:
        yield store
    finally:
        store.close()


def instance(number: int = 1, earlier: str = "", form: str = FORM, **rows: str) -> bytes:
    values = {"intake_form": form, "privacy_info_given": "yes", **rows}
    inner = "".join(f"<{name}>{value}</{name}>" for name, value in values.items())
    ids = f"<instanceID>uuid:{number}</instanceID>" + (f"<deprecatedID>{earlier}</deprecatedID>" if earlier else "")
    return f'<data id="intake_full">{inner}<meta>{ids}</meta></data>'.encode()


def imported(run: Run, folder: Path, content: bytes, *arguments: str, name: str = "s.xml") -> Ran:
    (file := folder.parent / name).write_bytes(content)
    return run("import", "odk", file, "--store", folder, *arguments, typed=LOGIN)


def cases(folder: Path) -> list[str]:
    with opened(folder) as store:
        return [line.code for line in store.lists.list_cases()]


def test_a_submission_becomes_a_case_with_all_its_answers(run: Run, folder: Path) -> None:
    answers = answers_of(NOOR.answers)
    made = form("zebera", "full", NOOR.on, NOOR.law)
    filled = fill(made, content().questionnaire, "full", answers, NOOR.on)
    done = imported(run, folder, as_instance(filled, made, "uuid:noor"))
    assert (done.code, done.err) == (0, "")
    with opened(folder) as store:
        (line,) = store.lists.list_cases()
        case = store.load_case(line.id)
        assert store.holds.interrupted(store.staff.id) == ()
        assert store.holds.interrupted(store.staff.id) == ()
    assert case.header.code in done.out
    assert case.header.kind == "full"
    assert case.header.settings.languages[0] != ""
    assert case.answers["family_name"] == answers["family_name"]
    assert case.answers.entries("cv_stations") == answers.entries("cv_stations")
    assert "consents" not in case.answers
    assert case.header.place is not None


def test_no_answer_stands_in_the_report(run: Run, folder: Path) -> None:
    done = imported(run, folder, instance(family_name="Haddad", phone="0151 2345678", birth_date="1999-02-30"))
    assert "Haddad" not in done.out + done.err
    assert "0151" not in done.out + done.err
    assert "birth_date: the answer was kept less precisely" in done.out
    assert "4 answers carried" in done.out


def test_what_lost_precision_is_to_be_asked_again(run: Run, folder: Path) -> None:
    imported(run, folder, instance(birth_date="1999-02-30", family_name="Haddad", gender="declined"))
    with opened(folder) as store:
        answers = store.load_case(store.lists.list_cases()[0].id).answers
    assert (answers["birth_date"].value, answers["birth_date"].recheck) == (PartialDate(1999, 2), True)
    assert (answers["family_name"].source, answers["family_name"].recheck) == (Source.SAID, False)
    assert answers["gender"].state is State.DECLINED


def test_importing_twice_stores_once(run: Run, folder: Path) -> None:
    imported(run, folder, instance(family_name="Haddad"))
    again = imported(run, folder, instance(family_name="Haddad"))
    assert again.code == 0
    (code,) = cases(folder)
    assert f"it is in the store already, as case {code}" in again.out


def test_a_case_that_was_erased_does_not_come_back(run: Run, folder: Path) -> None:
    imported(run, folder, instance(family_name="Haddad"))
    with opened(folder) as store:
        store.care.erase(store.lists.list_cases()[0].id, ErasureReason.PERSON_ASKED, store.staff.id, NOW)
    assert "erased" in imported(run, folder, instance(family_name="Haddad")).out
    assert cases(folder) == []


def test_an_edited_submission_does_not_change_a_case(run: Run, folder: Path) -> None:
    imported(run, folder, instance(1, family_name="Haddad"))
    done = imported(run, folder, instance(2, earlier="uuid:1", family_name="Other"))
    (code,) = cases(folder)
    assert f"an earlier version of it is case {code}" in done.out


def test_nothing_is_stored_where_data_protection_was_not_explained(run: Run, folder: Path) -> None:
    done = imported(run, folder, instance(privacy_info_given="no", family_name="Haddad"))
    assert done.code == 2
    assert "Data protection was not explained" in done.out
    assert cases(folder) == []


def test_one_that_is_refused_leaves_the_others_alone(run: Run, folder: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("1.xml", instance(1, family_name="Haddad"))
        made.writestr("2.xml", instance(2, form="survey 1"))
        made.writestr("3.xml", b"<torn")
        made.writestr("4.xml", instance(4, privacy_info_given="yes"))
    done = imported(run, folder, out.getvalue(), name="all.zip")
    assert done.code == 2
    assert len(cases(folder)) == 2
    assert "filled in with another form" in done.out
    assert "left out" in done.err


def test_a_dry_run_opens_no_store(run: Run, folder: Path) -> None:
    (file := folder.parent / "s.xml").write_bytes(instance(family_name="Haddad"))
    done = run("import", "odk", file, "--dry-run", "--store", folder.parent / "none")
    assert done.code == 0
    assert "can be stored; nothing was written" in done.out
    assert cases(folder) == []


def test_a_child_becomes_a_short_case(run: Run, folder: Path) -> None:
    identity = nodes.identity(content().questionnaire, "child")
    imported(run, folder, instance(form=identity, given_name="Samir", birth_date="2017"))
    with opened(folder) as store:
        (line,) = store.lists.list_cases()
        assert store.load_case(line.id).header.kind == "child"


def test_dates_due_come_with_the_case(run: Run, folder: Path) -> None:
    imported(run, folder, instance(residence_status="res_25_2_r", status_valid_until="2900-01-01"))
    with opened(folder) as store:
        (due,) = store.lists.due(dt.date(2900, 1, 1), dt.date(2900, 1, 1))
    assert due.due.deadline == "permit_expiry"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<torn", "no XML"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "no XML"),
        (b"PK\x03\x04", "damaged or protected ZIP"),
        (b"a,b\n1,2\n", "refused"),
    ],
)
def test_a_file_that_is_none_is_refused_before_anything_is_stored(
    run: Run, folder: Path, content: bytes, said: str
) -> None:
    done = imported(run, folder, content)
    assert done.code == 2
    assert said in done.out + done.err
    with opened(folder) as store:
        actions = {entry.action for entry in store.trail.entries(50)}
    assert Action.CASE_BEGUN not in actions


def test_escape_sequences_in_an_instance_id_do_not_reach_the_terminal(run: Run, folder: Path) -> None:
    done = imported(run, folder, instance().replace(b"uuid:1", "uuid:\u202e1\u009b31m".encode()))
    assert "\u202e" not in done.out
    assert "\u009b" not in done.out


def test_without_a_store_nothing_is_asked(run: Run, tmp_path: Path) -> None:
    (file := tmp_path / "s.xml").write_bytes(instance())
    assert run("import", "odk", file, "--store", tmp_path / "none").code == 4


def test_what_stands_in_the_place_of_a_name_in_a_damaged_table_is_not_shown(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "s.csv"
    file.write_text('instanceID,intake_form\n"""value"": ""Al-Jabiri""",x\nuuid:1-a,x\n', encoding="utf-8")
    ran = run("import", "odk", file, "--dry-run", "--language", "en")
    assert "Submission 1 of 2, -: refused" in ran.out
    assert "Submission 2 of 2, uuid:1-a: refused" in ran.out
    assert "Jabiri" not in ran.out + ran.err

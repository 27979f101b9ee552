"""A slip closes its handover from the command line."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from intake.store.ids import new_id
from intake.store.kept.handovers import HandoverStep, Record, RecordDraft, RecordStatus, Step
from tests.commands.running import Run
from tests.commands.stored import LOGIN, NOW, Stored, consent, noor, stored

JC = "Jobcenter Wuppertal"


@pytest.fixture
def case(tmp_path: Path) -> Stored:
    return stored(tmp_path / "desk", noor(consent("jc", JC)))


def left(case: Stored) -> Record:
    with case.open() as store:
        made = store.handovers.draft(RecordDraft(new_id(NOW), case.id, "jc", JC, "ab" * 32), store.staff.id, NOW)
        return store.handovers.export(made.id, store.staff.id, NOW)


def kept(case: Stored) -> tuple[RecordStatus, HandoverStep]:
    with case.open() as store:
        (record,) = store.handovers.of_case(case.id)
        return record.status, store.handovers.steps(case.id)[-1]


def test_the_code_of_a_slip_confirms_its_record(case: Stored, run: Run) -> None:
    code = left(case).code.lower().replace("-", "")
    typed = ("handover", "confirm", code, "--by", "Frau Öz", "--on", "2026-05-18", "--store", case.folder)
    ran = run(*typed, typed=LOGIN)
    assert (ran.code, ran.err) == (0, "")
    assert case.code in ran.out
    status, step = kept(case)
    assert (status, step.step, step.person, step.day) == (
        RecordStatus.CONFIRMED, Step.CONFIRMED, "Frau Öz", dt.date(2026, 5, 18)
    )  # fmt: skip
    again = run(*typed, typed=LOGIN)
    assert again.code != 0
    assert "confirmed" in again.err or "bestätigt" in again.err


def test_a_reason_returns_it(case: Stored, run: Run) -> None:
    ran = run(
        "handover", "confirm", left(case).code, "--returned", "nicht zuständig", "--store", case.folder, typed=LOGIN
    )
    assert ran.code == 0
    status, step = kept(case)
    assert (status, step.note) == (RecordStatus.RETURNED, "nicht zuständig")


@pytest.mark.parametrize("day", ["2026-05-16", "2999-01-01", "17.05.2026"])
def test_a_day_that_cannot_be_is_refused(case: Stored, run: Run, day: str) -> None:
    ran = run("handover", "confirm", left(case).code, "--on", day, "--store", case.folder, typed=LOGIN)
    assert ran.code == 2
    assert kept(case)[0] is RecordStatus.EXPORTED


def test_a_wrong_code_is_told_before_anything_is_asked_and_an_unknown_one_after(case: Stored, run: Run) -> None:
    code = left(case).code
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    assert run("handover", "confirm", wrong, "--store", case.folder, typed="").code == 2
    unknown = run("handover", "confirm", "0000-0000", "--store", case.folder, typed=LOGIN)
    assert unknown.code == 2
    assert "0000-0000" in unknown.err

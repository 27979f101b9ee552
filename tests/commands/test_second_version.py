"""A second version says what is new since the first, proved by its hash, and names nothing that is not passed on."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from intake.commands import handover
from intake.handover.formats.as_json import schema
from intake.interview.answers import Answer, AnswerGiven, Change, FieldGiven, State
from intake.store.ids import new_id
from intake.store.kept.answers import event
from intake.store.kept.handovers import HandoverStep, Step
from intake.store.kept.saving import Saving
from tests.commands.running import Run
from tests.commands.stored import LOGIN, NOW, Stored, consent, content, noor, stored
from tests.store.making import said

JC = "Jobcenter Wuppertal"


@pytest.fixture(autouse=True)
def _content_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handover, "load_content", lambda own: content())


@pytest.fixture
def case(tmp_path: Path) -> Stored:
    return stored(tmp_path / "desk", noor(consent("jc", JC), english_level={"state": "declined"}))


def written(case: Stored, run: Run, tmp_path: Path, name: str, *more: str) -> dict[str, Any]:
    """The JSON of a new version."""
    file = tmp_path / f"{name}.json"
    ran = run("handover", case.code, "--to", "jc", "--store", case.folder, "--json", file, *more, typed=LOGIN)
    assert (ran.code, ran.err) == (0, "")
    data: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema()).validate(data)
    return data


def change(case: Stored, *changes: Change) -> None:
    with case.open() as store:
        at = dt.datetime.now(dt.UTC)
        store.save(Saving(case.id, tuple(event(each, at) for each in changes), store.staff.id, at))


def hand_over(case: Stored) -> None:
    """The office has the newest version now: what is written next is another one."""
    with case.open() as store:
        at, newest = dt.datetime.now(dt.UTC), max(store.handovers.of_case(case.id), key=lambda each: each.version)
        step = HandoverStep(new_id(at), newest.id, case.id, Step.HANDED_OVER, at.date(), store.staff.id, at, "", "post")
        store.handovers.note(step)


def questions(data: dict[str, Any], part: str) -> list[str]:
    return [each["question"] for each in data["changes"].get(part, [])]


def test_the_first_version_compares_itself_with_nothing(case: Stored, run: Run, tmp_path: Path) -> None:
    assert "changes" not in written(case, run, tmp_path, "one")


def test_a_version_without_a_change_says_so_and_is_proved_by_the_hash(case: Stored, run: Run, tmp_path: Path) -> None:
    written(case, run, tmp_path, "one")
    hand_over(case)
    second = written(case, run, tmp_path, "two")
    today = dt.datetime.now().astimezone().date().isoformat()
    assert second["changes"] == {"since": 1, "made_on": today, "exact": True}
    assert written(case, run, tmp_path, "again") == second
    hand_over(case)
    third = written(case, run, tmp_path, "three")
    assert third["changes"] == {"since": 2, "made_on": today, "exact": True}


def test_new_and_changed_answers_are_named_with_what_stood_there(case: Stored, run: Run, tmp_path: Path) -> None:
    first = written(case, run, tmp_path, "one")
    before = next(
        answer for block in first["blocks"] for answer in block.get("answers", []) if answer["question"] == "given_name"
    )
    change(case, said("given_name", "Nour"), said("english_level", "b1"))
    second = written(case, run, tmp_path, "two")
    assert second["changes"]["exact"] is True
    assert questions(second, "added") == ["english_level"]
    (changed,) = second["changes"]["changed"]
    assert (changed["question"], changed["before"]) == ("given_name", before["words"])


def test_what_is_no_longer_passed_on_is_neither_named_nor_counted(case: Stored, run: Run, tmp_path: Path) -> None:
    first = written(case, run, tmp_path, "one")
    assert any(answer["question"] == "given_name" for block in first["blocks"] for answer in block.get("answers", []))
    declined = Answer(State.DECLINED)
    change(case, AnswerGiven("given_name", declined))
    second = written(case, run, tmp_path, "two")
    untouched = {"since": 1, "made_on": second["changes"]["made_on"], "exact": True}
    assert second["changes"] == untouched
    assert "given_name" not in json.dumps(second)


def test_a_consent_that_shrank_leaves_no_trace_of_what_it_held(case: Stored, run: Run, tmp_path: Path) -> None:
    written(case, run, tmp_path, "one")
    with case.open() as store:
        (entry,) = store.load_case(case.id).answers.entries("consents")
    fewer = Answer(State.ANSWERED, ("IDN", "RES"))
    change(case, FieldGiven("consents", entry.id, "packages", fewer))
    second = written(case, run, tmp_path, "two")
    assert "added" not in second["changes"]
    assert "changed" not in second["changes"]


def test_a_withdrawn_version_is_nothing_to_compare_with(case: Stored, run: Run, tmp_path: Path) -> None:
    written(case, run, tmp_path, "one")
    with case.open() as store:
        (record,) = store.handovers.of_case(case.id)
        at = dt.datetime.now(dt.UTC)
        store.handovers.note(
            HandoverStep(new_id(at), record.id, case.id, Step.WITHDRAWN, at.date(), store.staff.id, at)
        )
    assert "changes" not in written(case, run, tmp_path, "two")


def test_where_the_hash_does_not_fit_that_is_said(case: Stored, run: Run, tmp_path: Path) -> None:
    from intake.store.kept.handovers import RecordDraft

    with case.open() as store:
        made = store.handovers.draft(RecordDraft(new_id(NOW), case.id, "jc", JC, "ab" * 32), store.staff.id, NOW)
        store.handovers.export(made.id, store.staff.id, NOW)
    assert "exact" not in written(case, run, tmp_path, "two")["changes"]

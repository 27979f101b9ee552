"""`intake handover` writes no record while something that the office would see has two statements."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake.commands import handover
from intake.interview.answers import Answer, AnswerGiven, State
from intake.store.kept.answers import Place, event
from intake.store.kept.saving import Saving
from tests.commands.running import Run
from tests.commands.stored import LOGIN, NOW, Stored, consent, content, noor, stored


@pytest.fixture(autouse=True)
def _content_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handover, "load_content", lambda own: content())


@pytest.fixture
def case(tmp_path: Path) -> Stored:
    return stored(tmp_path / "desk", noor(consent("jc", "Jobcenter Wuppertal")))


def say(case: Stored, question: str, value: str, base: str = "", *settles: Place) -> None:
    with case.open() as store:
        change = AnswerGiven(question, Answer(State.ANSWERED, value))
        store.save(Saving(case.id, (event(change, NOW, base),), store.staff.id, NOW, settles=settles))


def test_a_disputed_answer_that_the_office_would_see_stops_the_record(case: Stored, run: Run, tmp_path: Path) -> None:
    say(case, "family_name", "Al-Dschabiri")
    text = tmp_path / "r.txt"
    order: list[str | Path] = ["handover", case.code, "--to", "jc", "--store", case.folder, "--text", text]
    ran = run(*order, typed=LOGIN)
    assert ran.code == 6
    assert "Two statements are not settled." in ran.err
    assert "Familienname" in ran.err
    assert not (tmp_path / "r.txt").exists()
    with case.open() as store:
        assert store.handovers.of_case(case.id) == ()
        (found,) = store.load_case(case.id).two_statements
    say(case, "family_name", "Al-Dschabiri", found.kept.event, found.place)
    assert run(*order, typed=LOGIN).code == 0
    assert "Al-Dschabiri" in (tmp_path / "r.txt").read_text(encoding="utf-8")


def test_one_that_it_would_not_see_does_not(case: Stored, run: Run, tmp_path: Path) -> None:
    say(case, "health_limits", "none")
    say(case, "health_limits", "limited")
    with case.open() as store:
        assert [each.place.question for each in store.load_case(case.id).two_statements] == ["health_limits"]
    ran = run("handover", case.code, "--to", "jc", "--store", case.folder, "--text", tmp_path / "r.txt", typed=LOGIN)
    assert (ran.code, ran.err) == (0, "")

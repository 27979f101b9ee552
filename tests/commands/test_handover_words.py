"""Notes and words of staff go along only where they are chosen by their numbers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from intake.commands import handover
from intake.interview.values import Json
from intake.store.ids import new_id
from intake.store.kept.audit import Action
from intake.store.kept.decisions import Decision, DecisionKind
from intake.store.kept.handovers import RecordStatus
from tests.commands.running import Ran, Run
from tests.commands.stored import LOGIN, NOW, Stored, consent, content, noor, stored

JC = "Jobcenter Wuppertal"
FIRST, SECOND, HIDDEN = "kam mit dem Bruder", "zeigt Fotos der Werkstatt", "weint beim Thema Zuhause"
WHY = "wünscht sich Kontakt im Viertel"


@pytest.fixture(autouse=True)
def _content_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handover, "load_content", lambda own: content())


@pytest.fixture
def case(tmp_path: Path) -> Stored:
    """Noor, with two notes that the job centre could get, one that it could not, and a line of staff with a reason."""
    notes: dict[str, Json] = {
        "preferred_language": {"value": "ara", "note": FIRST},
        "work_months": {"value": 60, "note": SECOND},
        "wg_opener": {"value": "no", "note": HIDDEN},
    }
    made = stored(tmp_path / "desk", noor(consent("jc", JC), **notes))
    with made.open() as store:
        text = "Termin beim Sportverein"
        own = Decision(new_id(NOW), made.id, "own", "", DecisionKind.OWN_LINE, WHY, text, store.staff.id, NOW)
        store.decide(own)
    return made


def handed(case: Stored, run: Run, folder: Path, *more: str) -> tuple[Ran, str]:
    file = folder / "r.json"
    ran = run("handover", case.code, "--to", "jc", "--store", case.folder, "--json", file, *more, typed=LOGIN)
    return ran, file.read_text(encoding="utf-8") if file.exists() else ""


def test_the_list_numbers_what_could_go_along_and_writes_nothing(case: Stored, run: Run) -> None:
    ran = run("handover", case.code, "--to", "jc", "--store", case.folder, "--list", typed=LOGIN)
    assert (ran.code, ran.err) == (0, "")
    assert [line[:6].strip() for line in ran.out.splitlines() if line.startswith(" ")] == ["1", "2", "1", "2"]
    assert FIRST in ran.out
    assert WHY in ran.out
    assert HIDDEN not in ran.out
    with case.open() as store:
        assert store.handovers.of_case(case.id) == ()
        assert Action.PREVIEW_VIEWED in {entry.action for entry in store.trail.entries(3)}


def test_without_a_choice_no_word_goes_along(case: Stored, run: Run, tmp_path: Path) -> None:
    ran, data = handed(case, run, tmp_path)
    assert ran.code == 0
    assert not [words for words in (FIRST, SECOND, HIDDEN, WHY, "Sportverein") if words in data]
    with case.open() as store:
        assert store.handovers.of_case(case.id)[0].included == ()


def test_exactly_what_is_chosen_goes_along_and_is_noted(case: Stored, run: Run, tmp_path: Path) -> None:
    ran, data = handed(case, run, tmp_path, "--with-notes", "2", "--with-words", "1")
    assert (ran.code, ran.err) == (0, "")
    assert [words in data for words in (FIRST, SECOND, "Sportverein", WHY)] == [False, True, True, False]
    notes = [answer.get("note") for block in json.loads(data)["blocks"] for answer in block.get("answers", ())]
    assert [note for note in notes if note] == [SECOND]
    with case.open() as store:
        (noted,) = store.handovers.of_case(case.id)
    assert len(noted.included) == 2
    assert any(each.startswith("work_months.note.") for each in noted.included)
    assert SECOND not in "".join(noted.included)


def test_all_is_all_that_this_office_could_get(case: Stored, run: Run, tmp_path: Path) -> None:
    ran, data = handed(case, run, tmp_path, "--with-notes", "all", "--with-words", "all")
    assert ran.code == 0
    assert [words in data for words in (FIRST, SECOND, WHY, HIDDEN)] == [True, True, True, False]


@pytest.mark.parametrize("typed", ["3", "0", "x", "1,9", "²", "-1"])
def test_a_number_that_is_not_in_the_list_ends_with_2_and_makes_no_record(
    typed: str, case: Stored, run: Run, tmp_path: Path
) -> None:
    ran, data = handed(case, run, tmp_path, f"--with-notes={typed}")
    assert (ran.code, data) == (2, "")
    assert "no such number" in ran.err
    with case.open() as store:
        assert [each.status for each in store.handovers.of_case(case.id)] == []


@pytest.mark.parametrize("more", [["--json", "r.json"], ["--with-notes", "1"]])
def test_a_list_goes_alone(more: list[str], case: Stored, run: Run) -> None:
    ran = run("handover", case.code, "--to", "jc", "--store", case.folder, "--list", *more, typed=LOGIN)
    assert ran.code == 2


def test_where_there_is_nothing_to_choose_the_list_says_so(run: Run, tmp_path: Path) -> None:
    case = stored(tmp_path / "desk", noor(consent("jc", JC)))
    ran = run("handover", case.code, "--to", "jc", "--store", case.folder, "--list", typed=LOGIN)
    assert "There are no notes" in ran.out


def test_a_record_that_was_written_is_noted_as_written(case: Stored, run: Run, tmp_path: Path) -> None:
    handed(case, run, tmp_path, "--with-notes", "1")
    with case.open() as store:
        assert [each.status for each in store.handovers.of_case(case.id)] == [RecordStatus.EXPORTED]

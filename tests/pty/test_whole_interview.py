"""Whole interviews, typed in the real program from its start to the files that leave the desk."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import jsonschema
import pytest
from pypdf import PdfReader

import intake.handover
from intake.interview.answer_file import answers_as_json
from intake.interview.values import Json, OwnWords
from tests.pty.people import answers_of
from tests.pty.reading import Eyes
from tests.pty.staff import begin_case, consent_and_write, only_case, opened, ready_store, set_up, unlock
from tests.pty.terminal import Terminal, plain, program
from tests.pty.typist import Typist

SCHEMA = Path(intake.handover.__file__).with_name("handover.schema.json")
CONSENTS = frozenset({"consents"})
MOST_KEYS_EACH = 2.2
MOST_KEYS_EACH_WITHOUT_TEXT = 1.5


def check_store(folder: Path, typist: Typist, besides: frozenset[str] = frozenset()) -> str:
    """Everything that was typed is stored as it was typed, and nothing `besides` these. Returns the case's code."""
    with opened(folder / "store") as store:
        assert store.care.check().audit.broken_at is None
        case = only_case(store)
        assert store.replayed(case.header.id) == case.answers
    stored = answers_as_json(case.answers)
    typed = {**typist.typed, **{id_: list[Json](entries) for id_, entries in typist.entries.items() if entries}}
    assert {id_: stored.get(id_) for id_ in typed} == typed
    assert stored.keys() - typed.keys() == besides
    assert case.half_typed == ()
    return case.header.code


def check_files(folder: Path, code: str, office: str, family_name: str) -> None:
    """The record is valid data and a readable PDF, and both are about this case."""
    files = {file.suffix: file for file in (folder / "export").iterdir()}
    assert files.keys() == {".pdf", ".json", ".txt"}
    record = json.loads(files[".json"].read_bytes())
    jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text("utf-8"))).validate(record)
    text = plain(" ".join(page.extract_text() for page in PdfReader(files[".pdf"]).pages))
    for known in (code, office, family_name):
        assert known in json.dumps(record, ensure_ascii=False)
        assert known in text


def leave(terminal: Terminal, eyes: Eyes) -> None:
    terminal.press("<c-q>")
    terminal.wait_for(eyes.say("Leave the program"))
    terminal.press("1")
    assert terminal.wait_for_end() == 0
    assert terminal.is_clean


def say_figure(capsys: pytest.CaptureFixture[str], name: str, typist: Typist) -> None:
    with capsys.disabled():
        sys.stdout.write(f"\n{name}: {typist.tally}\n")


def test_a_first_interview_from_the_set_up_to_the_record(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with program(tmp_path, site="zebera") as terminal:
        eyes = Eyes(terminal)
        set_up(terminal, eyes)
        begin_case(terminal, eyes)
        typist = Typist(terminal, answers_of("P05", "zebera"), eyes)
        assert typist.interview().screen == "next steps"
        office = consent_and_write(terminal, eyes)
        leave(terminal, eyes)
    say_figure(capsys, "core run of P05 at zebera", typist)
    check_files(tmp_path, check_store(tmp_path, typist, CONSENTS), office, "Al-Jabiri")
    assert typist.tally.keys_each <= MOST_KEYS_EACH
    assert typist.tally.keys_each_without_text <= MOST_KEYS_EACH_WITHOUT_TEXT


def test_an_interview_on_the_smallest_usual_window(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ready_store(tmp_path / "store")
    with program(tmp_path, site="muenster", cols=80, rows=24) as terminal:
        eyes = Eyes(terminal)
        unlock(terminal, eyes)
        begin_case(terminal, eyes)
        typist = Typist(terminal, answers_of("P03", "muenster"), eyes)
        assert typist.interview().screen == "next steps"
        office = consent_and_write(terminal, eyes)
        leave(terminal, eyes)
    say_figure(capsys, "core run of P03 at muenster", typist)
    check_files(tmp_path, check_store(tmp_path, typist, CONSENTS), office, "Tesfay")


MORE: dict[str, Json] = {
    "contact_safe": ["phone", "letter"],
    "country_of_birth": {"state": "declined"},
    "place_of_birth": {"state": "unknown"},
    "other_names": [{"name": "نور الجابري", "kind": "original_script", "source": "passport"}],
    "household": [
        {"relation": "partner", "given_name": "Ali", "birth_date": "1985", "nationality": ["IRQ"], "where": "abroad"},
        {
            "relation": "child",
            "given_name": "Lina",
            "birth_date": "2021-03",
            "nationality": ["IRQ", "DEU"],
            "where": "here",
            "school_or_childcare": "waiting",
        },
    ],
    "languages_known": [{"language": "kmr", "understanding": "b1", "speaking": "a2", "learned": "home"}],
    "documents": {"passport": ["seen", "copied"], "degree": ["seen"]},
    "next_appointment": {"at": "2027-01-14T10:30", "place": "Zimmer 3", "with": "Amira"},
}
"""What P05 does not answer, so that every kind of question is typed."""


def test_all_questions_with_lists_and_rows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ready_store(tmp_path / "store")
    with program(tmp_path, site="zebera") as terminal:
        eyes = Eyes(terminal)
        unlock(terminal, eyes)
        begin_case(terminal, eyes)
        terminal.press("<c-y>")
        terminal.wait_for(eyes.say("All questions now."))
        typist = Typist(terminal, {**answers_of("P05", "zebera"), **MORE}, eyes)
        assert typist.interview().screen == "next steps"
        leave(terminal, eyes)
    assert typist.typed.keys() >= MORE.keys()
    say_figure(capsys, "full run of P05 at zebera", typist)
    # What is answered at the question that opens these six holds for them too.
    check_store(tmp_path, typist, frozenset(eyes.questionnaire.grid("functioning").items))
    with opened(tmp_path / "store") as store:
        case = only_case(store)
    said = [entry.answer("what").value for entry in case.answers.entries("cv_stations")]
    assert said == [OwnWords("Schule"), OwnWords("Krankenpflege"), OwnWords("Station für Innere Medizin"), None]

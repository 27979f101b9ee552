from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from intake.errors import ContentError
from intake.interview.questionnaire import LATEST, Questionnaire, content_folder, load_questionnaire
from intake.interview.questions import Kind, Sensitivity, package_fits


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A copy of the content that a test may break."""
    return Path(shutil.copytree(str(content_folder()), tmp_path / LATEST))


def mistakes(content: Path) -> tuple[str, ...]:
    with pytest.raises(ContentError) as caught:
        load_questionnaire(LATEST, content)
    return caught.value.problems


def change(file: Path, old: str, new: str) -> int:
    """Replace the first `old`; the line where it stood."""
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_all_questions_of_the_first_interview_are_there(questionnaire: Questionnaire) -> None:
    assert len(questionnaire.questions) == 148
    assert sum(question.kind is Kind.REPEAT for question in questionnaire) == 7
    assert sum(len(question.fields) for question in questionnaire) == 44
    assert [section.code for section in questionnaire.sections] == list("ACDJFGHIKELMBN")


def test_every_answer_sits_in_a_package_of_its_class(questionnaire: Questionnaire) -> None:
    for question in questionnaire:
        for each in (question, *question.fields):
            assert package_fits(each.sensitivity, each.package), each.context


def test_health_fits_health_packages_only() -> None:
    assert package_fits(Sensitivity.HEALTH, "MED")
    assert not package_fits(Sensitivity.HEALTH, "WRK")
    assert not package_fits(Sensitivity.SOCIAL, "FUN")
    assert not package_fits(Sensitivity.INTERNAL, "IDN")


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('type = "partial_date"', 'type = "day"', "unknown type 'day'"),
        ('class = "H"', 'class = "N"', "must not sit in package MED"),
        ('who = "staff"', 'who = "boss"', "person or staff"),
        ('package = "LNC"', 'package = "XYZ"', "unknown package"),
        ("required = true", "requird = true", "unknown key `requird`"),
        ('id = "privacy"', 'id = "interpreter_type"', "two questions with the id"),
        ("limits = { max_length = 60 }", "limits = { max_lenght = 60 }", "unknown limit"),
        ('{ code = "phone", text = "By phone" }', '{ code = "in_person", text = "By phone" }', "two choices"),
    ],
)
def test_a_mistake_is_named_with_file_and_line(content: Path, old: str, new: str, what: str) -> None:
    line = change(content / "A.toml", old, new)
    found = mistakes(content)
    assert any(what in mistake for mistake in found), found
    named = next(mistake for mistake in found if what in mistake)
    assert named.startswith("A.toml:")
    assert abs(int(named.split(":")[1]) - line) <= 12


def test_broken_toml_is_named_with_its_line(content: Path) -> None:
    line = change(content / "C.toml", 'id = "gender"', 'id = gender"')
    assert any(mistake.startswith(f"C.toml:{line}:") for mistake in mistakes(content))


def test_a_missing_file_is_named(content: Path) -> None:
    (content / "D.toml").unlink()
    assert any("D.toml" in mistake and "missing" in mistake for mistake in mistakes(content))


def test_a_grid_of_unknown_questions_is_refused(content: Path) -> None:
    change(content / "questionnaire.toml", '"wg_seeing"', '"wg_smelling"')
    assert any("wg_smelling" in mistake for mistake in mistakes(content))


def test_deep_nesting_is_a_mistake_and_no_crash(content: Path) -> None:
    (content / "D.toml").write_text("a = " + "[" * 5000, "utf-8")
    assert any("D.toml" in mistake for mistake in mistakes(content))


def test_the_short_case_of_a_child_asks_less(questionnaire: Questionnaire) -> None:
    child = {question.id for question in questionnaire.questions_of("child")}
    full = {question.id for question in questionnaire.questions_of("full")}
    assert child < full
    assert "family_status" not in child
    assert {"guardian_contact", "consents", "next_appointment"} <= child

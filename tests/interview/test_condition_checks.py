from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from intake.interview.condition_checks import Findings, check_conditions
from intake.interview.logic import load_logic, read_logic
from intake.interview.questionnaire import Questionnaire, content_folder, read_questionnaire

DERIVED = "derived.toml"


def changed(tmp_path: Path, file: str, old: str, new: str) -> tuple[Findings, int]:
    """What the checks find after one change to a content file, and the line of the change."""
    folder = tmp_path / "content"
    shutil.copytree(Path(str(content_folder())), folder)
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    questionnaire, mistakes = read_questionnaire("2", folder)
    assert questionnaire is not None
    assert not mistakes
    derived = (folder / DERIVED).read_text(encoding="utf-8")
    return check_conditions(questionnaire, DERIVED, derived), text[: text.index(old)].count("\n") + 1


def test_the_questionnaire_has_no_mistakes_and_no_warnings(questionnaire: Questionnaire) -> None:
    derived = (content_folder() / DERIVED).read_text(encoding="utf-8")
    assert check_conditions(questionnaire, DERIVED, derived) == Findings((), ())


LITERACY = '''when = "literacy in ('little','slow','well')"'''
CHILD = '''when = "relation == 'child' and where == 'here'"'''

WHENS = [
    (
        "I.toml",
        LITERACY,
        '''when = "literacy in ('little','fast')"''',
        "fast",
    ),
    ("I.toml", '''when = "german_speaking != 'none'"''', '''when = "german_spoken != 'none'"''', "german_spoken"),
    ("A.toml", '''when = "maybe(age < 18)"''', '''when = "perhaps(age < 18)"''', "perhaps"),
    ("A.toml", '''when = "maybe(age < 18)"''', '''when = "maybe(age < '18')"''', "column 13"),
    ("C.toml", '''when = "age < 18"''', '''when = "age"''', "alone"),
    (
        "C.toml",
        """when = "relation == 'child' and where""",
        """when = "relation == 'kid' and where""",
        "household.school",
    ),
    ("F.toml", '''when = "study_state in ('started','finished')"''', '''when = "study_state in ('x',)"''', "'x'"),
    ("D.toml", '''when = "deadline_base('grant_start')"''', '''when = "deadline_base('grant')"''', "'grant'"),
]


@pytest.mark.parametrize(("file", "old", "new", "word"), WHENS)
def test_a_when_that_cannot_be_read_is_reported_with_its_line(
    tmp_path: Path, file: str, old: str, new: str, word: str
) -> None:
    found, line = changed(tmp_path, file, old, new)
    assert [(mistake.file, mistake.line) for mistake in found.mistakes] == [(file, line)]
    assert word in found.mistakes[0].what


UNREACHABLE = [
    ("A.toml", '''when = "maybe(age < 18)"''', '''when = "age < 18 and age > 20"''', "minor_company"),
    (
        "C.toml",
        CHILD,
        '''when = "relation == 'child' and relation == 'partner'"''',
        "household.school_or_childcare",
    ),
    (
        "H.toml",
        '''when = "work_months > 0"''',
        '''when = "work_months < 0 and work_months > 0"''',
        "last_occupation",
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "name"), UNREACHABLE)
def test_an_unreachable_question_is_reported_with_its_line(
    tmp_path: Path, file: str, old: str, new: str, name: str
) -> None:
    found, line = changed(tmp_path, file, old, new)
    assert [(mistake.file, mistake.line) for mistake in found.mistakes] == [(file, line)]
    assert found.mistakes[0].what.startswith(f"{name}: no answers ever")


ROWS = [
    ("""{ if = "residence_status == 'res_24'", then""", """{ if = "residence_status == 'res_99'", then""", "res_99"),
    ("""{ if = "age < 6", then = "no" }""", """{ if = "age < 6 and age > 7", then = "no" }""", "row 1 is never"),
    ("""{ if = "literate == 'no'", then = "literacy_course" }""", """{ if = "True", then = "x" }""", "never reached"),
    ("""{ if = "literate == 'no'", then""", """{ if = "literate == 'maybe'", then""", "'maybe'"),
    ("""from = ["birth_date"]""", """from = ["birthday"]""", "does not exist"),
    ('''id = "age"''', '''id = "ages"''', "nothing computes `ages`"),
    ('''id = "higher_ed"''', '''id = "age"''', "`age` exists already"),
    ('''type = "number"''', '''type = "int"''', "`type`"),
    ('''yes = "age >= 65"''', '''yes = "age >= old"''', "old"),
    ('''assess = "doctor_appointment == 'yes'"''', '''assess = "doctor_appointment == 'no'x"''', "column"),
    ("""from_household = ["children_ages", """, """from_household = [""", "filled_by"),
]


@pytest.mark.parametrize(("old", "new", "word"), ROWS)
def test_mistakes_in_derived_values_are_reported_with_their_line(tmp_path: Path, old: str, new: str, word: str) -> None:
    found, line = changed(tmp_path, DERIVED, old, new)
    assert any(word in mistake.what for mistake in found.mistakes), found.mistakes
    first = next(mistake for mistake in found.mistakes if word in mistake.what)
    assert first.file == DERIVED
    assert abs(first.line - line) <= (5 if "never reached" in word else 0)


def test_a_table_ends_with_true(tmp_path: Path) -> None:
    found, _ = changed(tmp_path, DERIVED, """  { if = "True", then = "unsettled" },\n""", "")
    assert any("status_group: the last row has to be `True`" in mistake.what for mistake in found.mistakes)


CYCLES = [
    ("D.toml", '''when = "status_group in ('recognised','asylum_pending','tolerated')"''',
     '''when = "residence_obligation == 'no'"''', "residence_obligation -> residence_obligation"),
    ("I.toml", LITERACY, '''when = "latin_script == 'no' and literate == 'yes'"''',
     "latin_script -> latin_script"),
    ("C.toml", CHILD, '''when = "any_between(children_ages,0,9)"''',
     "household -> children_ages -> household"),
    ("C.toml", CHILD, '''when = "school_or_childcare == 'yes'"''',
     "depend on each other: school_or_childcare -> school_or_childcare"),
    ("derived.toml", '''{ if = "literacy in ('slow','well')"''', '''{ if = "course_type == 'youth_course'"''',
     "literate -> course_type -> literate"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "path"), CYCLES)
def test_a_cycle_is_reported_with_its_path(tmp_path: Path, file: str, old: str, new: str, path: str) -> None:
    found, _ = changed(tmp_path, file, old, new)
    assert any(path in mistake.what for mistake in found.mistakes), found.mistakes


def test_a_when_that_reads_a_later_question_is_a_warning(tmp_path: Path) -> None:
    found, line = changed(tmp_path, "A.toml", '''when = "maybe(age < 18)"''', '''when = "maybe(literate == 'no')"''')
    assert not found.mistakes
    assert [(warning.file, warning.line) for warning in found.warnings] == [("A.toml", line)]
    assert found.warnings[0].what == "minor_company: `when` reads later questions: literacy"


def test_a_word_of_the_language_is_no_id(tmp_path: Path) -> None:
    found, _ = changed(tmp_path, "H.toml", 'id = "computer_skills"', 'id = "known"')
    assert any("word of the condition language" in mistake.what for mistake in found.mistakes)


def test_loading_refuses_what_the_checks_find(questionnaire: Questionnaire) -> None:
    logic, mistakes = read_logic(questionnaire, DERIVED, "not = [toml")
    assert logic is None
    assert mistakes[0].file == DERIVED
    assert load_logic(questionnaire).relevance.keys() == questionnaire.by_id.keys()

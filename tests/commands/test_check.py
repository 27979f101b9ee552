from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from intake.commands import check, content_areas
from intake.commands.content_areas import Area, ContentAreas
from intake.languages.catalogs import PACKAGE, Catalogs
from tests.commands.running import Run, copy_of_locales, run_apart

INTERVIEW = "intake/interview/content/2"
PATHWAYS = "intake/pathways"
HANDOVER = "intake/handover"
AREAS = ("questionnaires", "conditions", "occupations", "law_sets", "sites", "record", "schema", "catalogs")


def say(message: str, /, **params: str | int) -> str:
    return Catalogs()["en"].say(message, params)


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of the program's content in which mistakes can be made."""

    top: Path

    def area(self, name: str) -> Area:
        found: Area = getattr(ContentAreas(self.top / "intake", say), name)()
        return found

    @contextmanager
    def changed(self, file: str, old: str, new: str) -> Iterator[int]:
        """The file with one text replaced, and the line on which it stands."""
        path = self.top / file
        before = path.read_text(encoding="utf-8")
        assert old in before, f"{file} does not hold what is to be broken"
        path.write_text(before.replace(old, new, 1), encoding="utf-8")
        try:
            yield before[: before.index(old)].count("\n") + 1
        finally:
            path.write_text(before, encoding="utf-8")

    @contextmanager
    def without(self, file: str) -> Iterator[None]:
        path = self.top / file
        before = path.read_bytes()
        path.unlink()
        try:
            yield
        finally:
            path.write_bytes(before)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    top = tmp_path_factory.mktemp("copy")
    shutil.copytree(PACKAGE, top / "intake", ignore=shutil.ignore_patterns("__pycache__"))
    copy_of_locales(top / "locales", "de", "tr")
    shutil.copy(PACKAGE.parent / "schema.sql", top)
    return Copy(top)


@pytest.mark.parametrize("name", [name for name in AREAS if name != "catalogs"])
def test_the_content_of_the_program_has_no_mistakes_and_no_warnings(name: str) -> None:
    area: Area = getattr(ContentAreas(PACKAGE, say), name)()
    assert (area.mistakes, area.warnings, area.is_checked) == ((), (), True)


@dataclass(frozen=True, slots=True)
class Slip:
    """A mistake: where it is made, and the words with which its area finds it. `line` 0 is the line of the change."""

    area: str
    file: str
    old: str
    new: str
    words: str
    line: int = 0


SLIPS = {
    "type": Slip("questionnaires", f"{INTERVIEW}/A.toml", 'type = "single"', 'type = "singel"', "type"),
    "syntax": Slip("questionnaires", f"{INTERVIEW}/A.toml", 'type = "single"', "type = single", "no valid TOML"),
    "question id": Slip(
        "questionnaires", f"{INTERVIEW}/A.toml", 'id = "preferred_language"', 'id = "interview_mode"', "two questions"
    ),
    "unknown key": Slip("questionnaires", f"{INTERVIEW}/A.toml", "familiar = true", "familar = true", "familar"),
    "package": Slip("questionnaires", f"{INTERVIEW}/A.toml", 'package = "LNC"', 'package = "LNX"', "LNX"),
    "unknown id": Slip(
        "conditions",
        f"{INTERVIEW}/A.toml",
        "macro_language(preferred_language)",
        "macro_language(preferred)",
        "preferred",
    ),
    "grammar": Slip("conditions", f"{INTERVIEW}/D.toml", "residence_status not in", "residence_status nor in", "when"),
    "unreachable": Slip(
        "conditions",
        f"{INTERVIEW}/D.toml",
        "residence_status not in ('eu','none')",
        "residence_status == 'eu' and residence_status == 'none'",
        "no answers ever make `when` true",
    ),
    "cycle": Slip(
        "conditions",
        f"{INTERVIEW}/A.toml",
        "macro_language(preferred_language)",
        "known(language_variety)",
        "depend on each other",
    ),
    "occupation": Slip("occupations", f"{INTERVIEW}/occupations.toml", 'isco08 = "2', 'isco08 = "', "isco08"),
    "law key": Slip(
        "law_sets",
        f"{PATHWAYS}/law/2016-08-01.toml",
        "pension_age = 65",
        "pension_ag = 65",
        "unknown configuration key",
    ),
    "law country": Slip("law_sets", f"{PATHWAYS}/law/2016-08-01.toml", '"SOM"', '"SOX"', "unknown country `SOX`"),
    "law date": Slip("law_sets", f"{PATHWAYS}/law/2016-08-01.toml", "2016-08-01", "2015-10-24", "another law set"),
    "station": Slip("sites", f"{PATHWAYS}/profiles/zebera.toml", '["Z_ZEBERA"]', '["Z_ZEBRA"]', "Z_ZEBRA"),
    "rule": Slip(
        "sites",
        f"{PATHWAYS}/profiles/zebera.toml",
        "when = \"title_pending == 'yes'\"",
        "when = \"title_pending == 'maybe'\"",
        "maybe",
    ),
    "dead rule": Slip(
        "sites",
        f"{PATHWAYS}/profiles/zebera.toml",
        "when = \"title_pending == 'yes'\"",
        "when = \"title_pending == 'yes' and title_pending == 'no'\"",
        "no answers ever make `when` true",
    ),
    "dead pre-rule": Slip(
        "sites",
        f"{PATHWAYS}/common.toml",
        "when = \"in_site_area == 'no'\"",
        "when = \"in_site_area == 'no' and in_site_area == 'yes'\"",
        "no answers ever make `when` true",
    ),
    "block": Slip("sites", f"{PATHWAYS}/profiles/zebera.toml", 'sections = ["head"', 'sections = ["haed"', "haed"),
    "excepted site": Slip("sites", f"{PATHWAYS}/common.toml", '["gib_chain"]', '["gib_chian"]', "gib_chian"),
    "layout": Slip("record", f"{HANDOVER}/layout.toml", '"next", "insurance"', '"next", "insurence"', "insurence"),
    "label": Slip("record", f"{HANDOVER}/labels.toml", "reading_help =", "reading_halp =", "reading_halp"),
    "forbidden": Slip(
        "record", f"{HANDOVER}/templates/record.typ", "#let ink", '#let x = read("a")\n#let ink', "reads a file"
    ),
    "template": Slip(
        "record", f"{HANDOVER}/templates/record.typ", "fill: ink", "fill: inc", "unknown variable: inc", line=1
    ),
    "not archival": Slip(
        "record", f"{HANDOVER}/templates/record.typ", "title: sheet.document_title, ", "", "PDF/A and PDF/UA", line=1
    ),
    "demo case": Slip(
        "record",
        "intake/commands/demo_cases.jsonl",
        '"preferred_language"',
        '"favourite_language"',
        "unknown question id",
    ),
    "schema": Slip("schema", "schema.sql", "CREATE TABLE staff (", "CREATE TABEL staff (", "syntax error"),
    "names": Slip("catalogs", "intake/languages/names.toml", "[country", "[country.", "no valid TOML"),
    "letters": Slip(
        "catalogs", "intake/languages/letters.toml", '"ءأإآؤئةى"', '"ءأإآؤئةىx"', "U+0078 is no letter of Arab", line=15
    ),
}


@pytest.fixture
def _no_catalogs(monkeypatch: pytest.MonkeyPatch) -> None:
    """The texts themselves are not looked at, which takes seconds: not what the test is about."""
    monkeypatch.setattr(content_areas, "catalog_problems", lambda package, places: ())


@pytest.mark.usefixtures("_no_catalogs")
@pytest.mark.parametrize("slip", list(SLIPS.values()), ids=list(SLIPS))
def test_a_mistake_of_each_kind_is_found_with_file_and_line(slip: Slip, copy: Copy) -> None:
    with copy.changed(slip.file, slip.old, slip.new) as line:
        area = copy.area(slip.area)
    place = f"{slip.file}:{slip.line or line}: "
    found = [mistake for mistake in area.mistakes if mistake.startswith(place)]
    assert found, area.mistakes
    assert any(slip.words in mistake for mistake in found)
    assert all(mistake.count("\n") == 0 for mistake in area.mistakes)


MISSING = {
    "questionnaires": f"{INTERVIEW}/N.toml",
    "conditions": f"{INTERVIEW}/derived.toml",
    "occupations": f"{INTERVIEW}/occupations.toml",
    "sites": f"{PATHWAYS}/profiles/hamm.toml",
    "record": f"{HANDOVER}/labels.toml",
    "schema": "schema.sql",
    "catalogs": "intake/languages/own_names.toml",
}


@pytest.mark.usefixtures("_no_catalogs")
@pytest.mark.parametrize(("name", "file"), list(MISSING.items()), ids=list(MISSING))
def test_a_missing_file_is_a_mistake(name: str, file: str, copy: Copy) -> None:
    with copy.without(file):
        area = copy.area(name)
    assert [mistake for mistake in area.mistakes if Path(file).name in mistake]


@pytest.mark.parametrize(
    ("name", "file"), [(name, file) for name, file in MISSING.items() if name != "catalogs"], ids=lambda value: value
)
def test_a_file_that_is_not_utf_8_is_a_mistake(name: str, file: str, copy: Copy) -> None:
    path = copy.top / file
    before = path.read_bytes()
    path.write_bytes(before + b"# \xfc\n")
    try:
        area = copy.area(name)
    finally:
        path.write_bytes(before)
    assert [mistake for mistake in area.mistakes if Path(file).name in mistake]


def test_a_value_of_a_wrong_type_is_a_mistake_and_no_crash(copy: Copy) -> None:
    with copy.changed(f"{INTERVIEW}/A.toml", "limits = { max_length = 60 }", "limits = 60"):
        assert copy.area("questionnaires").mistakes


def test_a_condition_that_reads_later_questions_is_a_warning(copy: Copy) -> None:
    old = "macro_language(preferred_language)"
    with copy.changed(f"{INTERVIEW}/A.toml", old, f"{old} and gender == 'f'") as line:
        area = copy.area("conditions")
    assert area.mistakes == ()
    assert area.warnings == (f"{INTERVIEW}/A.toml:{line}: language_variety: `when` reads later questions: gender",)


def test_a_profile_that_the_program_does_not_offer_is_checked_and_named(copy: Copy) -> None:
    profiles = copy.top / PATHWAYS / "profiles"
    text = (profiles / "hamm.toml").read_text(encoding="utf-8").replace('id = "hamm"', 'id = "soest"', 1)
    (profiles / "soest.toml").write_text(text, encoding="utf-8")
    try:
        area = copy.area("sites")
        (profiles / "soest.toml").write_text(text.replace('"HA_', '"XX_', 1), encoding="utf-8")
        broken = copy.area("sites")
    finally:
        (profiles / "soest.toml").unlink()
    assert (area.mistakes, len(area.warnings)) == ((), 1)
    assert "soest.toml" in area.warnings[0]
    assert any("soest.toml" in mistake for mistake in broken.mistakes)


def test_what_builds_on_a_wrong_questionnaire_is_not_checked(copy: Copy) -> None:
    with copy.changed(f"{INTERVIEW}/A.toml", 'type = "single"', 'type = "singel"'):
        areas = [copy.area(name) for name in ("conditions", "sites", "record")]
    assert [(area.is_checked, area.mistakes) for area in areas] == [(False, ())] * 3
    assert all("not checked" in area.said for area in areas)


def test_a_translation_with_another_placeholder_is_a_mistake(copy: Copy) -> None:
    with copy.changed("locales/de/LC_MESSAGES/intake.po", "{", "{x"):
        assert any(mistake.startswith("de: ") for mistake in copy.area("catalogs").mistakes)


@pytest.mark.usefixtures("_no_catalogs")
def test_findings_come_first_and_each_area_ends_with_its_line(copy: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    assert check.run(say, copy.top / "intake") == 0
    sound = capsys.readouterr().out.splitlines()
    assert sound[0] == "questionnaire: 148 questions, 0 mistakes"
    assert len(sound) == len(AREAS)
    assert all(line.endswith(", 0 mistakes") for line in sound)
    old = "macro_language(preferred_language)"
    with (
        copy.changed(f"{INTERVIEW}/A.toml", old, f"{old} and gender == 'f'"),
        copy.changed("schema.sql", "CREATE TABLE staff (", "CREATE TABEL staff ("),
    ):
        assert check.run(say, copy.top / "intake") == 3
    broken = capsys.readouterr().out.splitlines()
    assert len(broken) == len(AREAS) + 2
    assert broken[1].endswith("gender (warning)")
    assert broken[2].endswith(", 0 mistakes, 1 warning")
    assert broken[-3].startswith("schema.sql:")
    assert broken[-2].endswith(", 1 mistake")


@pytest.mark.usefixtures("_no_catalogs")
def test_the_command_says_the_same_in_both_languages(run: Run) -> None:
    codes = {language: run("check", "--language", language).code for language in ("de", "en")}
    assert codes == {"de": 0, "en": 0}


def test_the_real_program_checks_itself() -> None:
    ran = run_apart("check", "--language", "en")
    lines = ran.stdout.decode().splitlines()
    assert ran.stderr == b""
    assert all(line.endswith(", 0 mistakes") for line in lines[: len(AREAS) - 1])
    assert lines[-1].startswith("catalogs: ")
    assert ran.returncode == (0 if lines[-1].endswith(", 0 mistakes") else 3)

"""What the check of the catalogs finds."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake.languages.messages import placeholders
from intake.languages.translation.all_messages import all_messages
from intake.languages.translation.checks import Completeness, catalog_problems, completeness
from intake.languages.translation.po_files import template
from tests.languages.catalogs_on_disk import write_po

SOURCES = """
_("Save")
_("{done} of {total} answered")
ngettext("{n} case", "{n} cases", n)
"""
GERMAN = """
msgid "Save"
msgstr "Speichern"

msgid "{done} of {total} answered"
msgstr "{done} von {total} beantwortet"

msgid "{n} case"
msgid_plural "{n} cases"
msgstr[0] "{n} Fall"
msgstr[1] "{n} Fälle"
"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    folder = tmp_path / "package"
    (folder / "ui").mkdir(parents=True)
    (folder / "interview" / "content").mkdir(parents=True)
    (folder / "ui" / "desk.py").write_text(SOURCES)
    return folder


def problems(package: Path, german: str = GERMAN, **others: str) -> tuple[str, ...]:
    place = package.parent / "locales"
    write_po(place, "de", german)
    for language, entries in others.items():
        write_po(place, language, entries)
    (place / "intake.pot").write_bytes(template(all_messages(package)))
    return catalog_problems(package, (place,))


def test_a_complete_german_catalog_has_no_problems(package: Path) -> None:
    assert problems(package) == ()


def test_missing_german_is_a_problem(package: Path) -> None:
    german = GERMAN.replace('"Speichern"', '""').replace('"{n} Fälle"', '""')
    assert problems(package, german) == (
        "de: 'Save' has no translation",
        "de: '{n} case' has no translation",
    )


def test_a_german_draft_is_a_problem(package: Path) -> None:
    german = GERMAN.replace('\nmsgid "Save"', '\n#, fuzzy\nmsgid "Save"')
    assert problems(package, german) == ("de: 'Save' is a draft (fuzzy)",)


def test_missing_and_draft_texts_in_other_languages_are_none(package: Path) -> None:
    assert problems(package, tr='#, fuzzy\nmsgid "Save"\nmsgstr "Kaydet"') == ()


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("{done} tamam", "has the placeholders ['done'] instead of ['done', 'total']"),
        ("{done} / {toplam}", "has the placeholders ['done', 'toplam'] instead of ['done', 'total']"),
        ("{done} / {total", "has a wrong placeholder: expected '}' before end of string"),
        ("{done!r} / {total}", "has a wrong placeholder: a placeholder is a name in braces and nothing else: {done}"),
        ("{done} / {total} ", "begins or ends with a blank"),
        ("{done} \u202e/ {total}", "holds the control character U+202E"),
        ("{done} \u200f/ {total}", "holds the control character U+200F"),
        ("{done} \x1b/ {total}", "holds the control character U+001B"),
    ],
)
def test_what_would_be_wrong_on_screen_is_a_problem_in_any_language(package: Path, text: str, what: str) -> None:
    entry = f'#, fuzzy\nmsgid "{{done}} of {{total}} answered"\nmsgstr "{text}"'
    assert problems(package, tr=entry) == (f"tr: '{{done}} of {{total}} answered' {what}",)


def test_placeholders_are_compared_in_every_plural_form(package: Path) -> None:
    entry = 'msgid "{n} case"\nmsgid_plural "{n} cases"\nmsgstr[0] "{n} справа"\nmsgstr[1] "справи"\nmsgstr[2] "{n} с"'
    assert problems(package, uk=entry) == ("uk: '{n} case' has the placeholders [] instead of ['n']",)


def test_joiners_and_line_ends_are_no_controls(package: Path) -> None:
    assert problems(package, tr='msgid "Save"\nmsgstr "می\u200cخواهم\\nabc"') == ()


def test_a_stale_template_is_a_problem(package: Path) -> None:
    assert problems(package) == ()
    (package / "ui" / "new.py").write_text("# nothing to say")
    place = package.parent / "locales"
    assert catalog_problems(package, (place,)) == ()
    (package / "ui" / "new.py").write_text('_("Open")')
    found = catalog_problems(package, (place,))
    assert found == (
        "intake.pot is stale: run `python -m intake.languages.extraction`",
        "de: 'Open' has no translation",
    )


def test_a_catalog_for_a_language_that_is_not_listed_is_a_problem(package: Path) -> None:
    (package.parent / "locales" / "xx" / "LC_MESSAGES").mkdir(parents=True)
    assert problems(package) == ("xx: there is a catalog, but languages.toml does not name the language",)


def test_a_catalog_or_a_source_that_cannot_be_read_is_a_problem_and_no_crash(package: Path) -> None:
    (found,) = problems(package, tr="msgid Save")
    assert "intake.po" in found
    (package / "ui" / "broken.py").write_text("def (")
    (found,) = catalog_problems(package, (package.parent / "locales",))
    assert found.startswith("ui/broken.py:1: no valid Python")


def test_a_message_id_put_together_at_run_time_is_a_problem(package: Path) -> None:
    (package / "ui" / "glued.py").write_text('_(f"{n} saved")')
    assert problems(package)[0].startswith("ui/glued.py:1: a message id has to be one literal text")


def test_completeness_counts_translated_draft_and_missing(package: Path) -> None:
    problems(package, tr='#, fuzzy\nmsgid "Save"\nmsgstr "Kaydet"', uk='msgid "Save"\nmsgstr "Зберегти"')
    counted = {each.language: each for each in completeness(package, (package.parent / "locales",))}
    assert [counted[code] for code in ("de", "en", "tr", "uk", "ar")] == [
        Completeness("de", total=3, translated=3, draft=0, missing=0),
        Completeness("en", total=3, translated=3, draft=0, missing=0),
        Completeness("tr", total=3, translated=0, draft=1, missing=2),
        Completeness("uk", total=3, translated=1, draft=0, missing=2),
        Completeness("ar", total=3, translated=0, draft=0, missing=3),
    ]


def test_placeholders_are_names_only() -> None:
    assert placeholders("{a} and {b_2} {{no}}") == {"a", "b_2"}
    for wrong in ("{}", "{0}", "{a.b}", "{a[0]}", "{a:d}", "{a!r}", "{", "}"):
        with pytest.raises(ValueError, match=r"."):
            placeholders(wrong)


def test_no_translation_of_the_program_would_be_wrong_on_screen() -> None:
    unfinished = ("has no translation", "intake.pot is stale")
    assert not [problem for problem in catalog_problems() if not any(what in problem for what in unfinished)]

"""What a message becomes in a language, and how far that can be trusted."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from intake.errors import ContentError
from intake.interview.questionnaire import Questionnaire
from intake.languages.catalogs import PACKAGE, Catalogs, Translation
from intake.languages.compiled import DRAFT_MARK, compile_all
from tests.languages.catalogs_on_disk import write_po

GERMAN = """
msgid "Save"
msgstr "Speichern"

msgctxt "birth_date"
msgid "When were you born?"
msgstr "Wann sind Sie geboren?"

msgctxt "birth_date/familiar"
msgid "When were you born?"
msgstr "Wann bist du geboren?"

msgid "{n} case"
msgid_plural "{n} cases"
msgstr[0] "{n} Fall"
msgstr[1] "{n} Fälle"

msgid "Only in English"
msgstr ""
"""
TURKISH = """
#, fuzzy
msgctxt "birth_date"
msgid "When were you born?"
msgstr "Ne zaman doğdunuz?"
"""
UKRAINIAN = """
msgid "Save"
msgstr "Зберегти"

#, fuzzy
msgid "{n} case"
msgid_plural "{n} cases"
msgstr[0] "{n} справа"
msgstr[1] "{n} справи"
msgstr[2] "{n} справ"
"""


@pytest.fixture
def catalogs(tmp_path: Path) -> Catalogs:
    for language, entries in (("de", GERMAN), ("tr", TURKISH), ("uk", UKRAINIAN)):
        write_po(tmp_path, language, entries)
    return Catalogs(tmp_path)


def test_a_message_is_found_in_its_own_language(catalogs: Catalogs) -> None:
    assert catalogs["uk"].lookup("", "Save") == Translation("Зберегти", "uk")
    assert catalogs["de"].gettext("Save") == "Speichern"
    assert catalogs["de"].pgettext("birth_date", "When were you born?") == "Wann sind Sie geboren?"


def test_the_context_is_part_of_the_message(catalogs: Catalogs) -> None:
    assert catalogs["de"].lookup("", "When were you born?").is_missing
    assert catalogs["de"].lookup("birth_date", "Save").is_missing


def test_a_draft_is_used_and_says_so(catalogs: Catalogs) -> None:
    found = catalogs["tr"].lookup("birth_date", "When were you born?")
    assert found == Translation("Ne zaman doğdunuz?", "tr", is_draft=True)


def test_the_mark_of_a_draft_is_never_shown(catalogs: Catalogs) -> None:
    uk = catalogs["uk"]
    assert DRAFT_MARK not in uk.ngettext("{n} case", "{n} cases", 5)
    assert DRAFT_MARK not in catalogs["tr"].pgettext("birth_date", "When were you born?")
    assert uk.forms("", "{n} case", "{n} cases") == tuple(
        Translation(text, "uk", is_draft=True) for text in ("{n} справа", "{n} справи", "{n} справ")
    )


def test_what_is_missing_is_shown_in_german_then_in_english_and_says_so(catalogs: Catalogs) -> None:
    assert catalogs["tr"].lookup("", "Save") == Translation("Speichern", "de", is_missing=True)
    only_english = Translation("Only in English", "en", is_missing=True)
    assert catalogs["tr"].lookup("", "Only in English") == only_english
    assert catalogs["de"].lookup("", "Only in English") == only_english


def test_english_is_the_message_itself_and_never_missing(catalogs: Catalogs) -> None:
    assert catalogs["en"].lookup("birth_date/familiar", "When were you born?") == Translation(
        "When were you born?", "en"
    )
    assert catalogs["en"].ngettext("{n} case", "{n} cases", 2) == "{n} cases"


def test_the_familiar_form_falls_back_to_the_polite_one_of_the_same_language(catalogs: Catalogs) -> None:
    context = "birth_date/familiar"
    assert catalogs["de"].pgettext(context, "When were you born?") == "Wann bist du geboren?"
    assert catalogs["tr"].lookup(context, "When were you born?").text == "Ne zaman doğdunuz?"


def test_a_language_without_the_question_falls_back_to_the_familiar_form_in_german(catalogs: Catalogs) -> None:
    found = catalogs["uk"].lookup("birth_date/familiar", "When were you born?")
    assert found == Translation("Wann bist du geboren?", "de", is_missing=True)


@pytest.mark.parametrize(("n", "text"), [(1, "справа"), (2, "справи"), (5, "справ"), (21, "справа"), (111, "справ")])
def test_plural_forms_are_those_of_the_language(catalogs: Catalogs, n: int, text: str) -> None:
    assert catalogs["uk"].ngettext("{n} case", "{n} cases", n) == "{n} " + text


def test_a_missing_plural_takes_the_german_form_for_the_number(catalogs: Catalogs) -> None:
    assert catalogs["tr"].lookup_plural("", "{n} case", "{n} cases", 1) == Translation(
        "{n} Fall", "de", is_missing=True
    )
    assert catalogs["tr"].ngettext("{n} case", "{n} cases", 0) == "{n} Fälle"


def test_an_incomplete_plural_counts_as_missing(tmp_path: Path) -> None:
    write_po(
        tmp_path, "uk", 'msgid "{n} case"\nmsgid_plural "{n} cases"\nmsgstr[0] "{n} справа"\nmsgstr[1] ""\nmsgstr[2] ""'
    )
    assert Catalogs(tmp_path)["uk"].lookup_plural("", "{n} case", "{n} cases", 1).is_missing


def test_a_language_without_a_catalog_is_missing_everywhere_but_never_blank(catalogs: Catalogs) -> None:
    assert catalogs["ar"].lookup("", "Save") == Translation("Speichern", "de", is_missing=True)


def test_placeholders_are_filled(catalogs: Catalogs) -> None:
    assert catalogs["tr"].say("No {thing}", {"thing": "room"}) == "No room"


def test_a_catalog_edited_after_it_was_compiled_is_used_as_edited(tmp_path: Path) -> None:
    po = write_po(tmp_path, "de", GERMAN)
    (mo,) = compile_all(tmp_path)
    newer = mo.stat().st_mtime + 100
    po.write_text(po.read_text("utf-8").replace("Speichern", "Sichern"), "utf-8")
    os.utime(mo, (newer, newer))
    assert Catalogs(tmp_path)["de"].gettext("Save") == "Sichern"


def test_the_first_place_that_has_a_catalog_wins(tmp_path: Path) -> None:
    write_po(tmp_path, "de", GERMAN)
    assert Catalogs(tmp_path / "nowhere", tmp_path)["de"].gettext("Save") == "Speichern"
    first = tmp_path / "first"
    (first / "de" / "LC_MESSAGES").mkdir(parents=True)
    (first / "de" / "LC_MESSAGES" / "intake.po").write_bytes(
        (tmp_path / "de" / "LC_MESSAGES" / "intake.po").read_bytes().replace(b"Speichern", b"Sichern")
    )
    assert Catalogs(first, tmp_path)["de"].gettext("Save") == "Sichern"


@pytest.mark.parametrize("content", [b"", b"no catalog at all", b"\xde\x12\x04\x95" + bytes(10)])
def test_a_damaged_catalog_is_an_error_that_names_the_file(tmp_path: Path, content: bytes) -> None:
    mo = tmp_path / "de" / "LC_MESSAGES" / "intake.mo"
    mo.parent.mkdir(parents=True)
    mo.write_bytes(content)
    with pytest.raises(ContentError) as caught:
        Catalogs(tmp_path)["de"]
    assert "de/LC_MESSAGES/intake.mo" in str(caught.value)


def test_a_damaged_file_beside_its_source_is_not_needed(tmp_path: Path) -> None:
    po = write_po(tmp_path, "de", GERMAN)
    po.with_suffix(".mo").write_bytes(b"half a fi")
    assert Catalogs(tmp_path)["de"].gettext("Save") == "Speichern"


@pytest.mark.parametrize("code", ["../de", "de/../../etc", "", "DE", "d"])
def test_what_is_no_language_code_never_becomes_a_path(tmp_path: Path, code: str) -> None:
    with pytest.raises(ValueError, match="language code"):
        Catalogs(tmp_path)[code]


def test_compiled_catalogs_are_read_without_babel(tmp_path: Path) -> None:
    write_po(tmp_path, "de", GERMAN)
    compile_all(tmp_path)
    program = (
        "import pathlib, sys\n"
        "from intake.languages.catalogs import Catalogs\n"
        "print(Catalogs(pathlib.Path(sys.argv[1]))['tr'].gettext('Save'))\n"
        "print(sorted({'babel', 'hashlib'} & set(sys.modules) - {'hashlib'}))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
        cwd=PACKAGE.parent,
    )
    assert done.stdout.splitlines() == ["Speichern", "[]"]


def test_every_question_has_german_in_both_forms(questionnaire: Questionnaire) -> None:
    german = Catalogs()["de"]
    for question in questionnaire:
        for each in (question, *question.fields):
            assert german.forms(each.context, each.text), each.context
            assert german.forms(f"{each.context}/familiar", each.text) or not each.familiar, each.context

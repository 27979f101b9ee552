"""What a compiled catalog holds, read where it lies."""

from __future__ import annotations

import gettext
import io

import pytest

from intake.languages.catalogs import CATALOG_PLACES
from intake.languages.compiled import compile_catalog
from intake.languages.mo_file import EMPTY, MoFile
from tests.languages.catalogs_on_disk import as_po

ENTRIES = """
msgid "Save"
msgstr "Зберегти"

msgctxt "goal"
msgid "Save"
msgstr "Заощадити"

msgid "{n} case"
msgid_plural "{n} cases"
msgstr[0] "{n} справа"
msgstr[1] "{n} справи"
msgstr[2] "{n} справ"

msgid "Case"
msgstr "Справа"
"""
CASES = "{n} справа", "{n} справи", "{n} справ"


@pytest.fixture(scope="module")
def compiled() -> bytes:
    return compile_catalog(as_po("uk", ENTRIES).encode(), "uk")


def test_a_text_is_found_by_context_and_message(compiled: bytes) -> None:
    mo = MoFile(compiled)
    assert mo.texts("", "Save") == ("Зберегти",)
    assert mo.texts("goal", "Save") == ("Заощадити",)
    assert mo.texts("", "{n} case") == mo.texts("", "{n} case", True) == CASES
    assert [CASES[mo.form(n)] for n in (1, 2, 5, 21)] == [CASES[0], CASES[1], CASES[2], CASES[0]]


@pytest.mark.parametrize("msgid", ["Sav", "Save ", "Zz", "A", "Case\0Save", "goal\x04", "\ud800"])
def test_what_it_does_not_hold_is_nothing(compiled: bytes, msgid: str) -> None:
    assert MoFile(compiled).texts("", msgid) == ()
    assert MoFile(EMPTY).texts("", msgid) == ()


def test_a_text_without_all_plural_forms_is_no_plural(compiled: bytes) -> None:
    assert MoFile(compiled).texts("", "Case", True) == ()


def test_a_file_that_was_cut_off_anywhere_is_refused(compiled: bytes) -> None:
    for length in range(len(compiled)):
        with pytest.raises(ValueError, match=r"cut off|multiple of item size"):
            MoFile(compiled[:length])


def test_bytes_that_are_no_text_are_refused(compiled: bytes) -> None:
    with pytest.raises(ValueError, match="utf-8"):
        MoFile(compiled.replace("Справа".encode(), b"\xff" * 12))


def test_every_german_text_is_found_as_the_standard_library_finds_it() -> None:
    locales = next(each for each in CATALOG_PLACES if each.is_dir())
    data = compile_catalog((locales / "de" / "LC_MESSAGES" / "intake.po").read_bytes(), "de")
    mo, theirs = MoFile(data), gettext.GNUTranslations(io.BytesIO(data))
    keys = [key for key in vars(theirs)["_catalog"] if isinstance(key, str)]
    assert len(keys) > 3000
    for key in keys:
        context, _, msgid = key.rpartition("\x04")
        assert mo.texts(context, msgid)[0] == (theirs.pgettext(context, msgid) if context else theirs.gettext(msgid))

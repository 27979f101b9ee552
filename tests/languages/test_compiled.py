"""The .mo of a .po."""

from __future__ import annotations

import gettext
import io
from pathlib import Path

import pytest

from intake.languages.compiled import (
    DRAFT_MARK,
    SOURCE_CONTEXT,
    SOURCE_KEY,
    compile_all,
    compile_catalog,
    digest_of,
    read_catalog,
)
from tests.languages.catalogs_on_disk import as_po, write_po

TWO = 'msgid "Save"\nmsgstr "Kaydet"\n\n#, fuzzy\nmsgctxt "goal"\nmsgid "Work"\nmsgstr "İş"\n'


def _texts(po: str) -> gettext.GNUTranslations:
    return gettext.GNUTranslations(io.BytesIO(compile_catalog(po.encode(), "tr")))


def test_the_same_catalog_always_gives_the_same_bytes() -> None:
    po = as_po("tr", TWO).encode()
    assert compile_catalog(po, "tr") == compile_catalog(po, "tr")
    assert not [name for name in _texts(po.decode()).info() if "date" in name]


def test_drafts_are_in_and_carry_their_mark() -> None:
    texts = _texts(as_po("tr", TWO))
    assert texts.gettext("Save") == "Kaydet"
    assert texts.pgettext("goal", "Work") == DRAFT_MARK + "İş"


def test_it_names_the_catalog_it_was_made_from() -> None:
    po = as_po("tr", TWO)
    assert _texts(po).pgettext(SOURCE_CONTEXT, SOURCE_KEY) == digest_of(po.encode())


def test_it_holds_no_text_for_what_is_not_translated() -> None:
    assert "Open" not in compile_catalog(as_po("tr", 'msgid "Open"\nmsgstr ""').encode(), "tr").decode("latin-1")


def test_a_catalog_from_windows_reads_the_same() -> None:
    po = as_po("tr", TWO)
    windows = b"\xef\xbb\xbf" + po.replace("\n", "\r\n").encode()
    assert [message.string for message in read_catalog(windows, "tr")][1:] == ["Kaydet", "İş"]


@pytest.mark.parametrize(
    ("entries", "what"),
    [
        ('msgid "Save"\nmsgstr "A"\n\nmsgid "Save"\nmsgstr "B"', "twice: 'Save'"),
        ('msgctxt "a"\nmsgid "Save"\nmsgstr "A"\n\nmsgctxt "a"\nmsgid ""\n"Save"\nmsgstr "B"', "twice"),
        ('msgid "Save"\n', "missing msgstr"),
        ("msgid Save\nmsgsstr A", "Unknown or misformatted keyword"),
    ],
)
def test_a_catalog_that_cannot_be_trusted_is_refused(entries: str, what: str) -> None:
    with pytest.raises(ValueError, match=what):
        compile_catalog(as_po("tr", entries).encode(), "tr")


def test_the_same_text_in_two_contexts_is_no_repetition() -> None:
    entries = 'msgid "Yes"\nmsgstr "Evet"\n\nmsgctxt "a"\nmsgid "Yes"\nmsgstr "Evet"'
    assert _texts(as_po("tr", entries)).pgettext("a", "Yes") == "Evet"


def test_a_catalog_that_is_no_text_is_refused() -> None:
    with pytest.raises(ValueError, match="utf-8"):
        compile_catalog(b"\xff\xfe\x00", "tr")


def test_every_language_in_a_folder_is_compiled_beside_its_source(tmp_path: Path) -> None:
    write_po(tmp_path, "tr", TWO)
    write_po(tmp_path, "de", TWO)
    (tmp_path / "tr" / "glossary.toml").write_text("")
    assert compile_all(tmp_path) == tuple(tmp_path / code / "LC_MESSAGES" / "intake.mo" for code in ("de", "tr"))
    assert not list(tmp_path.rglob("*.new"))

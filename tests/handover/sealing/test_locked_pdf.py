"""The person's copy behind a password: nothing of it can be read without, everything with it."""

from __future__ import annotations

import io
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, StreamObject

from intake.handover.sealing.locked_pdf import locked
from intake.handover.sealing.phrase import new_number
from tests.handover.papers.papers_cases import paper, pdf

PASSWORD = new_number()


@cache
def plain() -> bytes:
    return pdf(paper("copy", "ar")).content


@cache
def copy() -> bytes:
    return locked(plain(), PASSWORD)


def test_without_the_password_nothing_opens() -> None:
    reader = PdfReader(io.BytesIO(copy()))
    assert reader.is_encrypted
    for wrong in ("", "passwort", PASSWORD + "0", PASSWORD[:-1]):
        assert not reader.decrypt(wrong)


def test_it_is_aes_with_256_bits() -> None:
    reader = PdfReader(io.BytesIO(copy()))
    rules = reader.trailer["/Encrypt"].get_object()
    assert isinstance(rules, DictionaryObject)
    assert f"{rules['/V']} {rules['/R']}" == "5 6"
    assert "/AESV3" in str(rules)


def test_with_the_password_every_page_says_what_it_said() -> None:
    reader = PdfReader(io.BytesIO(copy()), password=PASSWORD)
    before = PdfReader(io.BytesIO(plain()))
    assert [page.extract_text() for page in reader.pages] == [page.extract_text() for page in before.pages]
    root = reader.root_object
    marked = root["/MarkInfo"].get_object()
    assert isinstance(marked, DictionaryObject)
    assert marked["/Marked"]
    assert "/StructTreeRoot" in root


def test_neither_title_nor_text_can_be_read_from_outside() -> None:
    title = str(PdfReader(io.BytesIO(plain())).metadata)
    assert "Title" in title
    assert b"xpacket" in plain()
    assert not any(text in copy() for text in (b"pdfaid", b"xpacket", b"Die Person"))


def test_it_does_not_claim_to_be_an_archive() -> None:
    reader = PdfReader(io.BytesIO(copy()), password=PASSWORD)
    stream = reader.root_object["/Metadata"].get_object()
    assert isinstance(stream, StreamObject)
    packet = stream.get_data()
    assert b"<pdfuaid:part>1</pdfuaid:part>" in packet
    assert b"<pdfaid:part>" not in packet
    assert b"<pdfaid:conformance>" not in packet


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler is not installed")
def test_another_reader_opens_it_with_the_password_only(tmp_path: Path) -> None:
    file = tmp_path / "copy.pdf"
    file.write_bytes(copy())
    opened = subprocess.run(["pdftotext", "-upw", PASSWORD, file, "-"], capture_output=True, check=False)
    refused = subprocess.run(["pdftotext", file, "-"], capture_output=True, check=False)
    assert opened.returncode == 0
    assert len(opened.stdout) > 500
    assert refused.returncode != 0
    assert refused.stdout == b""


def test_every_file_is_different() -> None:
    assert locked(plain(), PASSWORD) != copy()

"""The check code ties paper and JSON together, and says nothing about anybody."""

from __future__ import annotations

import hashlib
import io
import struct
import zlib
from dataclasses import replace

import segno
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from intake.handover.formats.as_json import record_bytes
from intake.handover.formats.as_text import record_text
from intake.handover.formats.check_code import LENGTH, check_code, code_of, codes_in, typed_digits
from intake.handover.formats.pages import record_sheet
from intake.handover.record.parts import Record
from tests.handover.handover_cases import MADE_AT, PERSON, consent, printer, record_for, wording


def record() -> Record:
    return record_for({**PERSON, "consents": [consent("jc")]}, "jc")


def test_the_code_is_reference_and_hash_of_the_json() -> None:
    code = check_code(record())
    digest = hashlib.sha256(record_bytes(record())).hexdigest()
    assert (code.case, code.recipient, code.version) == ("K-2026-0417", "JC", 2)
    assert digest.upper().startswith(code.digits)
    assert len(code.digits) == 32


def test_the_json_holds_no_code_so_that_its_hash_can_be_in_one() -> None:
    assert check_code(record()).digits.encode() not in record_bytes(record()).upper()


def test_another_answer_is_another_code() -> None:
    other = record_for({**PERSON, "given_name": "Selma", "consents": [consent("jc")]}, "jc")
    assert check_code(other).digits != check_code(record()).digits


@given(st.text(), st.text(min_size=1), st.integers(0, 10**9 - 1))
def test_no_code_is_too_long_for_print_or_holds_what_a_qr_code_spells_out(
    case: str, recipient: str, version: int
) -> None:
    text = code_of(case, recipient, version, "0" * 64).text
    assert len(text.encode()) <= LENGTH
    assert segno.make_qr(text).mode == "alphanumeric"


@given(st.text(alphabet="ABCZ019-", min_size=1, max_size=20), st.sampled_from(("jc", "psych")), st.integers(1, 99))
def test_a_code_is_found_again_in_any_text(case: str, recipient: str, version: int) -> None:
    code = code_of(case, recipient, version, hashlib.sha256(case.encode()).hexdigest())
    spoiled = code.text.lower().replace(":", " :\n")
    assert codes_in(f"Prüfcode {spoiled}. {code.text}") == (code,)


def test_digits_can_be_typed_as_they_are_printed_or_scanned() -> None:
    code = check_code(record())
    for typed in (code.groups, code.digits.lower(), code.text, f" {code.groups.lower()}\n", code.digits + "0" * 32):
        assert typed_digits(typed).startswith(code.digits)
    for typed in ("", "jc", code.digits[:-1], "x" * 32, "INTAKE:1:"):
        assert typed_digits(typed) == ""


def test_paper_and_text_say_the_code_and_the_file_holds_it() -> None:
    code = check_code(record())
    pdf = PdfReader(io.BytesIO(printer().pdf(record_sheet(record(), wording()), MADE_AT, "nicht archivfest").content))
    text = "\n".join(page.extract_text() for page in pdf.pages)
    assert codes_in(text) == (code,)
    assert code.groups in text
    assert pdf.metadata is not None
    assert pdf.metadata.keywords == code.text
    assert codes_in(record_text(record(), wording())) == (code,)


def test_a_draft_has_no_code() -> None:
    draft = replace(record(), cover=replace(record().cover, is_draft=True))
    assert record_sheet(draft, wording()).check is None
    assert codes_in(record_text(draft, wording())) == ()


def grey(png: bytes) -> list[bytes]:
    """The rows of an 8-bit RGBA picture, one byte a point."""
    width, height = struct.unpack(">II", png[16:24])
    parts, at = [], 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        if png[at + 4 : at + 8] == b"IDAT":
            parts.append(png[at + 8 : at + 8 + length])
        at += length + 12
    raw, stride = zlib.decompress(b"".join(parts)), width * 4
    rows, above = [], bytearray(stride)
    for number in range(height):
        start = number * (stride + 1)
        above = unfiltered(raw[start], bytearray(raw[start + 1 : start + 1 + stride]), above)
        rows.append(bytes(above[::4]))
    return rows


def unfiltered(kind: int, row: bytearray, above: bytearray) -> bytearray:
    for at in range(len(row)):
        left, upper = row[at - 4] if at >= 4 else 0, above[at]
        corner = above[at - 4] if at >= 4 else 0
        best = min(
            (abs(upper - corner), 0, left), (abs(left - corner), 1, upper), (abs(left + upper - 2 * corner), 2, corner)
        )
        row[at] = (row[at] + (0, left, upper, (left + upper) // 2, best[2])[kind]) & 255
    return row


def test_the_printed_picture_shows_the_modules_of_the_code() -> None:
    dots = 125
    sheet = record_sheet(record(), wording())
    pages = [grey(page) for page in printer().pages(sheet, dots)]
    wanted = [bytes(row) for row in segno.make_qr(check_code(record()).text, error="m").matrix]
    module = 22 / (len(wanted) + 8) / 25.4 * dots
    left = 22 / 25.4 * dots + 4.5 * module  # the left margin, and the quiet zone
    columns = [round(left + number * module) for number in range(len(wanted))]

    def stands_at(page: list[bytes], top: int) -> bool:
        lines = (page[round(top + number * module)] for number in range(len(wanted)))
        return all(
            [line[at] < 128 for at in columns] == [*map(bool, row)] for line, row in zip(lines, wanted, strict=True)
        )

    room = round(len(wanted) * module) + 1
    assert any(stands_at(page, top) for page in pages for top in range(len(page) - room))

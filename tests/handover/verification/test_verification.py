"""Paper, data and notes are held against each other, and a verdict is no surer than that."""

from __future__ import annotations

import dataclasses
import io
import sys
from functools import cache

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject

from intake.handover.formats.as_json import record_bytes
from intake.handover.formats.pages import record_sheet
from intake.handover.record.parts import Record
from intake.handover.verification.pdf_reading import MAX_BYTES, ReadPdf, is_pdf, read_pdf
from intake.handover.verification.reading import ReadRecord, canonical, read_record
from intake.handover.verification.verification import NotedRecord, Verdict, of_data, of_paper, reference_of, worst
from intake.interview.values import Json, Problem
from tests.handover.formats.test_as_csv import persona_records
from tests.handover.handover_cases import COVER, MADE_AT, PERSON, consent, printer, record_for, wording


def record(**fields: Json) -> Record:
    return record_for({**PERSON, **fields, "consents": [consent("jc")]}, "jc")


def read(of: Record) -> ReadRecord:
    found = read_record(record_bytes(of))
    assert isinstance(found, ReadRecord)
    return found


@cache
def printed(name: str = "Tesfay") -> bytes:
    return printer().pdf(record_sheet(record(family_name=name), wording()), MADE_AT, "nicht archivfest").content


def paper(content: bytes) -> ReadPdf:
    found = read_pdf(content)
    assert isinstance(found, ReadPdf)
    return found


def test_data_and_the_paper_made_of_it_are_the_same() -> None:
    ours = read(record())
    assert of_paper(paper(printed()), [ours], "").verdict is Verdict.SAME
    assert worst(of_data(ours, ours.code.groups.replace(" ", ""), None, [paper(printed())])) is Verdict.SAME


def test_another_answer_in_the_data_is_not_the_paper() -> None:
    other = read(record(family_name="Tesfai"))
    assert of_paper(paper(printed()), [other], "").verdict is Verdict.DIFFERENT
    assert worst(of_data(other, "", None, [paper(printed())])) is Verdict.DIFFERENT


def test_a_page_that_was_changed_behind_its_code_is_noticed() -> None:
    ours = read(record())
    forged = dataclasses.replace(paper(printed()), text=paper(printed()).text.replace("Tesfay", "Testay"))
    assert of_paper(forged, [ours], "").verdict is Verdict.DIFFERENT


def test_a_file_with_two_codes_is_not_the_same() -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(printed())))
    writer.add_metadata({"/Keywords": read(record(family_name="Tesfai")).code.text})
    changed = io.BytesIO()
    writer.write(changed)
    assert of_paper(paper(changed.getvalue()), [read(record())], "").verdict is Verdict.DIFFERENT


def test_the_code_on_the_pages_is_found_where_the_metadata_are_gone() -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(printed())))
    writer.metadata = None
    writer.root_object.pop(NameObject("/Metadata"))
    changed = io.BytesIO()
    writer.write(changed)
    found = paper(changed.getvalue())
    assert found.codes == (read(record()).code,)
    assert of_paper(found, [read(record())], "").verdict is Verdict.SAME


@pytest.mark.parametrize("digits", [8, 31])
def test_one_wrong_digit_of_a_typed_code_is_not_the_same(digits: int) -> None:
    ours = read(record())
    right = ours.code.digits
    wrong = right[:digits] + ("0" if right[digits] != "0" else "1") + right[digits + 1 :]
    assert worst(of_data(ours, right, None, [])) is Verdict.SAME
    assert worst(of_data(ours, wrong, None, [])) is Verdict.DIFFERENT
    assert of_paper(paper(printed()), [ours], wrong).verdict is Verdict.DIFFERENT


def test_what_the_desk_noted_decides_for_its_own_records_only() -> None:
    ours = read(record())
    reference = reference_of(ours.code)
    assert reference == (COVER.case, "JC", COVER.version)
    cases = {
        Verdict.SAME: [NotedRecord(reference, ours.sha256), NotedRecord(reference, "0" * 64)],
        Verdict.DIFFERENT: [NotedRecord(reference, "0" * 64)],
        Verdict.UNCHECKED: [NotedRecord((COVER.case, "JC", 1), ours.sha256)],
    }
    for verdict, noted in cases.items():
        assert worst(of_data(ours, "", noted, [])) is verdict


def test_what_cannot_be_compared_is_not_called_the_same() -> None:
    ours = read(record())
    assert worst(of_data(ours, "", None, [])) is Verdict.UNCHECKED
    assert of_paper(paper(printed()), [], "").verdict is Verdict.UNCHECKED
    assert of_paper(paper(printed()), [], ours.code.digits).verdict is Verdict.UNCHECKED
    assert of_paper(ReadPdf((), "Al-Jabiri"), [ours], "").verdict is Verdict.UNCHECKED


def test_a_file_formatted_anew_is_the_same_and_says_so() -> None:
    content = record_bytes(record()).replace(b"\n", b"\r\n")
    found = read_record(content)
    assert isinstance(found, ReadRecord)
    findings = of_data(found, found.code.digits, None, [])
    assert worst(findings) is Verdict.SAME
    assert "formatted anew" in str(findings[-1].reason)


def test_the_records_of_the_personas_are_the_same_as_their_papers() -> None:
    for ours in list(persona_records())[::12]:
        content = printer().pdf(record_sheet(ours, wording()), MADE_AT, "nicht archivfest").content
        reader = PdfReader(io.BytesIO(content))
        found = ReadPdf((read(ours).code,), "\n".join(page.extract_text() for page in reader.pages))
        finding = of_paper(found, [read(ours)], "")
        assert finding.verdict is Verdict.SAME, finding.reason


HOSTILE = 'Ein Name mit 😀, "Zeichen" - und ' + "überlangeworte" * 30 + " أحمد"


def test_hostile_names_are_found_on_the_paper_as_they_are_shown_there() -> None:
    content = printed(HOSTILE)
    assert of_paper(paper(content), [read(record(family_name=HOSTILE))], "").verdict is Verdict.SAME


BROKEN = {
    "cut off": printed()[:20_000],
    "only a head": b"%PDF-1.7\n",
    "garbage": b"%PDF-1.7\n" + bytes(range(256)) * 100,
    "no end": b"%PDF-1.7\n1 0 obj\n<<" + b"/A [" * 50_000,
    "loop": b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 1 0 R/Kids[1 0 R]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF",
}


@pytest.mark.parametrize("name", list(BROKEN))
def test_a_broken_pdf_is_no_reason_to_fail(name: str) -> None:
    content = BROKEN[name]
    assert is_pdf(content)
    found = read_pdf(content)
    assert isinstance(found, Problem) or not found.codes


def test_a_pdf_that_takes_too_long_or_too_much_is_given_up() -> None:
    assert isinstance(read_pdf(printed(), timeout_s=0.0), Problem)
    assert isinstance(read_pdf(b"%PDF-" + b" " * MAX_BYTES), Problem)
    assert isinstance(read_pdf(printed(), memory_bytes=2**24), Problem) or sys.platform in ("win32", "darwin")


def test_a_locked_pdf_says_that_it_is_locked() -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(printed())))
    writer.encrypt("geheim", algorithm="AES-256")
    locked = io.BytesIO()
    writer.write(locked)
    found = read_pdf(locked.getvalue())
    assert isinstance(found, Problem)
    assert "password" in str(found)


def test_the_canonical_bytes_are_those_that_are_written() -> None:
    assert canonical(read(record()).data) == record_bytes(record())

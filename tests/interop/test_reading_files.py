"""Submissions in files: instances, archives, tables. What is hostile is refused, and leaves the others alone."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import pytest

from intake.interop import nodes, submission
from intake.interop.files import read_submissions
from intake.interop.layout import columns_of
from intake.interop.submission import Submission, Unreadable
from tests.interop.filled_form import ORX, nodes_of
from tests.interop.forms import form
from tests.pathways.personas import logic

COLUMNS = columns_of(logic().questionnaire, "full")
FORM = nodes.identity(logic().questionnaire, "full")


def instance(body: str = "", head: str = "", id_: str = "uuid:1") -> bytes:
    meta = f'<x:meta xmlns:x="{ORX}"><x:instanceID>{id_}</x:instanceID></x:meta>'
    return f'{head}<data id="aKobo" version="v9"><intake_form>{FORM}</intake_form>{body}{meta}</data>'.encode()


def one(content: bytes, name: str = "submission.xml") -> Submission:
    (found,) = read_submissions(name, content, COLUMNS).submissions
    return found


def archive(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def test_an_instance_is_read_whatever_groups_it_stands_in() -> None:
    read = one(instance("<section_A><a><family_name>Haddad</family_name></a></section_A><gender>f</gender>"))
    assert read.values == {"intake_form": FORM, "family_name": "Haddad", "gender": "f"}
    assert (read.instance, read.form) == ("uuid:1", FORM)


def test_entries_of_a_repeat_stay_apart() -> None:
    fields = "<household__relation>{}</household__relation><page><household__own_case>x</household__own_case></page>"
    entries = "".join(f"<household>{fields.format(relation)}</household>" for relation in ("child", "partner"))
    read = one(instance(f"<section_C>{entries}</section_C>"))
    assert [each["household__relation"] for each in read.repeats["household"]] == ["child", "partner"]
    assert "household__relation" not in read.values


def test_what_the_server_calls_the_form_counts_only_where_the_form_says_nothing() -> None:
    plain = instance().replace(b"<intake_form>" + FORM.encode() + b"</intake_form>", b"")
    assert one(plain).form == "aKobo v9"


def test_an_edited_submission_names_what_it_replaces() -> None:
    edited = instance().replace(b"</x:meta>", b"<x:deprecatedID>uuid:0</x:deprecatedID></x:meta>")
    assert one(edited).earlier == "uuid:0"


@pytest.mark.parametrize(
    "content",
    [
        instance(head='<!DOCTYPE data [<!ENTITY a "aaaa">]>', body="<gender>&a;</gender>"),
        instance(head='<!DOCTYPE data SYSTEM "file:///etc/passwd">'),
        instance(body="<a>" * 40 + "</a>" * 40),
        instance(body="<a>" * 20_000 + "</a>" * 20_000),
        instance(body="<gender>" + "x" * 30_000 + "</gender>"),
        instance(body="<household><household__where>here</household__where></household>" * 501),
        instance(body="<x/>" * 100_001),
        b"<data><open></data>",
        b"<",
    ],
    ids=["entity", "external", "deep", "very deep", "long value", "many entries", "many values", "torn", "nothing"],
)
def test_a_hostile_instance_is_refused(content: bytes) -> None:
    with pytest.raises(Unreadable):
        one(content)


def test_in_an_archive_a_hostile_instance_leaves_the_others_alone() -> None:
    found = read_submissions("a.zip", archive({"1/s.xml": instance(), "2/s.xml": b"<a", "3/photo.jpg": b"x"}), COLUMNS)
    assert [each.instance for each in found.submissions] == ["uuid:1"]
    assert len(found.unreadable) == 1


def test_an_archive_that_unpacks_to_more_than_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("intake.interop.files.LARGEST_FILE", 2_000)
    bomb = archive({f"{number}.xml": instance(body=" " * 900) for number in range(5)})
    assert len(bomb) < 2_000
    with pytest.raises(Unreadable, match="larger than can be read"):
        read_submissions("a.zip", bomb, COLUMNS)
    assert submission.LARGEST_INSTANCE < submission.LARGEST_FILE


@pytest.mark.parametrize("content", [b"PK\x03\x04 torn", archive({"readme.txt": b"x"})], ids=["torn", "no submission"])
def test_an_archive_without_submissions_is_refused(content: bytes) -> None:
    with pytest.raises(Unreadable):
        read_submissions("a.zip", content, COLUMNS)


def test_a_spreadsheet_is_refused_with_what_to_do() -> None:
    with pytest.raises(Unreadable, match="spreadsheet"):
        read_submissions(
            "kobo.xlsx", archive({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<w/>"}), COLUMNS
        )


# Tables


def central() -> dict[str, bytes]:
    """The files of ODK Central: paths with dashes, entries in tables of their own."""
    main = (
        "SubmissionDate,intake_form,section_A-family_name__page-family_name,section_A-privacy_info_given,"
        "section_C-contact_safe,section_C-contact_safe/phone,meta-instanceID,KEY\r\n"
        f'2026-11-25,{FORM},"Haddad, geb. ""X""",yes,phone letter,1,uuid:1,uuid:1\r\n'
        f"2026-11-25,{FORM},Tesfay,yes,,0,uuid:2,uuid:2\r\n"
    )
    entries = (
        "household__relation,household__birth_date,household__given_name__page-household__given_name,PARENT_KEY,KEY\r\n"
        "child,2015-05,Samir,uuid:1,uuid:1/section_C-household[1]\r\n"
        "partner,,Noor,uuid:1,uuid:1/section_C-household[2]\r\n"
    )
    return {"intake_full.csv": main.encode("utf-8-sig"), "intake_full-household.csv": entries.encode()}


def test_the_tables_of_odk_central_are_read_with_their_entries() -> None:
    first, second = read_submissions("central.zip", archive(central()), COLUMNS).submissions
    assert first.values["family_name"] == 'Haddad, geb. "X"'
    assert first.values["contact_safe"] == "phone letter"
    assert "phone" not in first.values
    assert first.repeats["household"][0] == {
        "household__relation": "child",
        "household__birth_date": "2015-05",
        "household__given_name": "Samir",
    }
    assert (second.instance, second.form, second.repeats) == ("uuid:2", FORM, {})


def test_a_table_of_kobotoolbox_has_semicolons_and_may_have_no_groups() -> None:
    heads = '"intake_form";"family_name";"contact_safe";"contact_safe/phone";"_uuid"'
    read = one(f'{heads}\n"{FORM}";"Haddad";"phone";"1";"7f0f"\n'.encode(), "kobo.csv")
    assert read.values == {"intake_form": FORM, "family_name": "Haddad", "contact_safe": "phone"}
    assert read.instance == "7f0f"


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe", b'a,b\n"torn', b"PARENT_KEY,KEY\n1,2\n"],
    ids=["empty", "not UTF-8", "torn", "entries only"],
)
def test_a_table_that_is_none_is_refused(content: bytes) -> None:
    with pytest.raises(Unreadable):
        read_submissions("a.csv", content, COLUMNS)


def test_a_table_of_entries_that_belongs_to_no_list_is_refused() -> None:
    parts = {**central(), "intake_full-secrets.csv": b"x,PARENT_KEY,KEY\n1,uuid:1,2\n"}
    with pytest.raises(Unreadable, match="no list of the form"):
        read_submissions("central.zip", archive(parts), COLUMNS)


def test_the_paths_of_tables_are_those_of_the_form() -> None:
    there = {"-".join((*(group.name for group in node.around), name)) for name, node in nodes_of(form()).items()}
    assert set(COLUMNS.paths) <= there
    assert len(set(COLUMNS.paths.values())) == len(COLUMNS.paths)

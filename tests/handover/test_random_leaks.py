"""Random people, random permissions: nothing that was not released is in any form, and nothing tells that it exists."""

from __future__ import annotations

import contextlib
import io
import logging
import warnings
from collections.abc import Callable
from dataclasses import replace

import pytest

from intake.handover.formats.rendering import bundled
from intake.handover.projection.view import View
from intake.handover.record.parts import Item, Record
from intake.handover.record.proposal_parts import Line
from intake.handover.record.words import Words
from intake.handover.sealing.sealed import new_identity, opened_with_identity, sealed_to, unbundled
from tests.handover.handover_cases import MADE_AT, wording
from tests.handover.leak_cases import (
    FORMATS,
    Files,
    files_of,
    leaks,
    marks_in,
    proposed,
    released,
    said,
    same_office,
    without_guarded,
    written,
)
from tests.handover.random_cases import RandomCase, random_case, records

SEEDS = range(100)
PRINTED = range(100, 112)


def test_nothing_unreleased_is_in_data_table_text_code_or_name() -> None:
    count = 0
    for case in map(random_case, SEEDS):
        for view, record in records(case):
            assert [*leaks(case, view, files_of(record))] == [], (case.seed, view.recipient)
            count += 1
    assert count > 50


def test_a_transfer_by_law_holds_what_the_law_names_and_never_why_staff_chose_it() -> None:
    count = 0
    for case in map(random_case, range(1000, 1060)):
        for view, record in records(case):
            if view.statute is None or case.by_law is None:
                continue
            assert [*leaks(case, view, files_of(record))] == []
            assert case.by_law.reason not in "".join(files_of(record).parts.values())
            count += 1
    assert count > 5


def test_nothing_unreleased_is_in_a_pdf_its_streams_or_its_metadata() -> None:
    count = 0
    for case in map(random_case, PRINTED):
        for view, record in records(case):
            assert [*leaks(case, view, files_of(record, with_pdf=True))] == [], (case.seed, view.recipient)
            count += 1
    assert count > 5


def test_a_sealed_file_holds_the_same_and_names_nobody() -> None:
    identity, key = new_identity()
    for case in map(random_case, (3, 5, 8)):
        for view, record in records(case):
            hidden = marks_in(dict(case.data)) - released(case, view)
            sealed = sealed_to(bundled(record, wording(), MADE_AT).content, [key])
            parts = unbundled(opened_with_identity(sealed, identity))
            text = "\n".join(parts) + "".join(
                content.decode("utf-8") for name, content in parts.items() if not name.endswith(".pdf")
            )
            assert not [mark for mark in hidden if any(form in text for form in written(mark))]
            assert not [mark for mark in marks_in(dict(case.data)) if any(mark in name for name in parts)]


def test_nothing_is_logged_or_printed_while_records_are_made() -> None:
    said_ = io.StringIO()
    handler = logging.StreamHandler(said_)
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        with contextlib.redirect_stdout(said_), contextlib.redirect_stderr(said_), warnings.catch_warnings():
            warnings.simplefilter("always")
            for case in map(random_case, range(4)):
                for _, record in records(case):
                    files_of(record, with_pdf=True)
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
    assert "Wort" not in said_.getvalue()
    assert "Notiz" not in said_.getvalue()


# No trace


def test_an_answer_on_health_that_is_withheld_changes_nothing_that_was_said_and_adds_nothing() -> None:
    count = same = 0
    for case in map(random_case, range(200, 280)):
        for view, record in records(case):
            other = same_office(without_guarded(case, view), view)
            assert said(record) == said(other), (case.seed, view.recipient)
            assert proposed(record) <= proposed(other), (case.seed, view.recipient)
            count += 1
            if record == other:
                same += 1
                assert files_of(record).parts == files_of(other).parts
    assert same > count * 0.8


def test_where_the_data_are_the_same_the_paper_has_the_same_bytes() -> None:
    for case in map(random_case, range(200, 206)):
        for view, record in records(case):
            other = same_office(without_guarded(case, view), view)
            if record == other:
                assert files_of(record, with_pdf=True).parts == files_of(other, with_pdf=True).parts


# The checks can fail


@pytest.fixture(scope="module")
def leaking() -> tuple[RandomCase, View, Record, str]:
    """A case with a record, and a mark that this office may not see."""
    for case in map(random_case, SEEDS):
        for view, record in records(case):
            hidden = sorted(mark for mark in marks_in(dict(case.data)) - released(case, view) if mark[0].isalpha())
            if hidden and record.basis and record.blocks[0].answers:
                return case, view, record, hidden[0]
    raise AssertionError("no case hides anything")


def in_the_record(record: Record, mark: str) -> Record:
    first = record.blocks[0]
    item = Item("family_name", "Familienname", (Words(mark),), mark)
    return replace(record, blocks=(replace(first, answers=(*first.answers, item)), *record.blocks[1:]))


@pytest.mark.parametrize("form", [form for form in FORMATS if form not in ("qr", "names")])
def test_a_planted_answer_is_seen_in_each_form(form: str, leaking: tuple[RandomCase, View, Record, str]) -> None:
    case, view, record, mark = leaking
    files = files_of(in_the_record(record, mark), with_pdf=form == "pdf")
    assert f"{form}: {mark}" in [*leaks(case, view, files)]


@pytest.mark.parametrize("form", FORMATS)
def test_a_mark_planted_in_one_form_only_is_seen(form: str, leaking: tuple[RandomCase, View, Record, str]) -> None:
    case, view, record, mark = leaking
    files = files_of(record)
    planted = Files(record, {**files.parts, form: files.parts.get(form, "") + f' "{mark}"'})
    if form == "json":
        planted = Files(record, {**files.parts, form: files.parts[form].replace('"language"', f'"{mark}"')})
    assert [*leaks(case, view, planted)] == [f"{form}: {mark}"]


PLANTS: dict[str, Callable[[Record, str], Record]] = {
    "site": lambda record, mark: replace(record, site_name=mark),
    "purpose": lambda record, mark: replace(record, basis=tuple(replace(each, purpose=mark) for each in record.basis)),
    "phone": lambda record, mark: replace(record, cover=replace(record.cover, sender_phone=mark)),
    "case": lambda record, mark: replace(record, cover=replace(record.cover, case=mark)),
}


@pytest.mark.parametrize("place", list(PLANTS))
def test_a_mark_planted_in_head_or_metadata_is_seen(place: str, leaking: tuple[RandomCase, View, Record, str]) -> None:
    case, view, record, mark = leaking
    found = {leak.partition(":")[0] for leak in leaks(case, view, files_of(PLANTS[place](record, mark), with_pdf=True))}
    assert {"json", "csv", "text", "pdf"} <= found
    assert ("names" in found) == (place == "case")


def test_a_question_or_its_name_that_does_not_belong_there_is_seen(
    leaking: tuple[RandomCase, View, Record, str],
) -> None:
    case, view, record, _ = leaking
    first = record.blocks[0]
    item = Item("pregnancy", wording().label("pregnancy"), (Words("Ja", "yes"),), "yes")
    planted = replace(record, blocks=(replace(first, answers=(*first.answers, item)), *record.blocks[1:]))
    assert "pregnancy" not in view.seen
    assert {"json: pregnancy", "csv: pregnancy"} <= {*leaks(case, view, files_of(planted))}
    files = files_of(record)
    label = wording().label("doctor_appointment")
    for kind in ("text", "csv"):
        said_ = Files(record, {**files.parts, kind: files.parts[kind] + label})
        assert [*leaks(case, view, said_)] == [f"{kind}: doctor_appointment"] or label in files.parts["json"]


def test_a_view_that_no_permission_names_is_seen(leaking: tuple[RandomCase, View, Record, str]) -> None:
    case, view, record, _ = leaking
    refused = {**case.data, "consents": []}
    found = {*leaks(replace(case, data=refused), view, files_of(record))}
    assert any(leak.startswith("view: ") for leak in found)


def test_a_trace_of_something_withheld_is_seen(leaking: tuple[RandomCase, View, Record, str]) -> None:
    record = leaking[2]
    assert said(in_the_record(record, "Wort99999")) != said(record)
    first = record.blocks[0]
    line = Line("G5", "OFFER_PSYCHOSOCIAL", "Gespräch", "", "Ein Gespräch wird angeboten.", (), (), "")
    assert proposed(replace(record, blocks=(replace(first, lines=(line,)), *record.blocks[1:]))) > proposed(record)

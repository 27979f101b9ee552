"""Whatever people or files bring along: every document is laid out, nothing overlaps, nothing stands the wrong way."""

from __future__ import annotations

import pytest

from intake.handover.formats.pages import record_sheet
from intake.handover.projection.ceilings import RECIPIENTS
from intake.interview.values import Json
from tests.handover.boxes import HAS_POPPLER, overlaps, stand_in_order
from tests.handover.formats.test_as_pdf import HOSTILE
from tests.handover.handover_cases import ALL_PACKAGES, MADE_AT, PERSON, consent, printer, record_for, wording
from tests.handover.hostile_cases import (
    PAPERS,
    PER_RECORD,
    cards,
    hostile_paper,
    hostile_record,
    random_texts,
    record_problems,
)
from tests.handover.papers.papers_cases import PHONE, WITH_EVERYTHING, paper, pdf

LONG = [HOSTILE["long"][:100], HOSTILE["long arabic"][:100], "Wolfeschlegelsteinhausenbergerdorff" * 3]
poppler = pytest.mark.skipif(not HAS_POPPLER, reason="poppler is not installed")


def test_there_are_as_many_hostile_values_as_a_record_has_places_for() -> None:
    assert len(HOSTILE) == PER_RECORD


@pytest.mark.parametrize("recipient", RECIPIENTS)
def test_a_record_for_each_kind_of_office_holds_all_hostile_values(recipient: str) -> None:
    assert [*record_problems(hostile_record(recipient, [*HOSTILE.values()]))] == []


@pytest.mark.parametrize("kind", PAPERS)
@pytest.mark.parametrize("language", ["ar", "ti", "uk"])
def test_papers_for_the_person_hold_all_hostile_values(kind: str, language: str) -> None:
    for texts in ([*HOSTILE.values()], [*HOSTILE.values()][::-1]):
        result = hostile_paper(kind, language, texts)
        assert result.is_archival, result.problem


def test_random_texts_are_laid_out_in_every_document() -> None:
    for number, recipient in enumerate(("jc", "school", "health", "provider")):
        texts = random_texts(PER_RECORD, number)
        assert [*record_problems(hostile_record(recipient, texts))] == []
        for kind in PAPERS:
            result = hostile_paper(kind, "ckb", texts)
            assert result.is_archival, result.problem


def test_cards_hold_no_text_of_a_person_and_are_laid_out() -> None:
    assert cards("ar").is_archival


@poppler
@pytest.mark.parametrize("recipient", ["jc", "health"])
def test_long_names_lie_on_no_neighbour_in_a_record(recipient: str) -> None:
    sheet = record_sheet(hostile_record(recipient, LONG), wording())
    assert [*overlaps(printer().pdf(sheet, MADE_AT, "nicht archivfest").content)] == []


@poppler
@pytest.mark.parametrize("language", ["ar", "de", "ti"])
@pytest.mark.parametrize("kind", PAPERS)
def test_long_names_lie_on_no_neighbour_in_a_paper(kind: str, language: str) -> None:
    assert [*overlaps(hostile_paper(kind, language, LONG).content)] == []


@poppler
@pytest.mark.parametrize("language", ["ar", "prs", "ckb", "ur"])
def test_a_phone_number_stands_the_right_way_in_right_to_left_text(language: str) -> None:
    for kind in ("copy", "slips"):
        assert stand_in_order(pdf(paper(kind, language)).content, PHONE.split())


@poppler
@pytest.mark.parametrize("language", ["ar", "de", "uk"])
def test_a_phone_number_in_arabic_words_stands_the_right_way_on_a_paper(language: str) -> None:
    words = f"هاتف {PHONE} مساء"
    data: dict[str, Json] = {
        **WITH_EVERYTHING,
        "next_appointment": {"at": "2016-09-20T10:30", "place": words, "with": words},
    }
    assert stand_in_order(pdf(paper("copy", language, data)).content, PHONE.split())


@poppler
def test_a_phone_number_in_arabic_words_stands_the_right_way_in_a_record() -> None:
    data: dict[str, Json] = {
        **PERSON,
        "documents_missing": f"هاتف {PHONE} مساء",
        "consents": [consent("jc", ALL_PACKAGES)],
    }
    sheet = record_sheet(record_for(data, "jc"), wording())
    content = printer().pdf(sheet, MADE_AT, "nicht archivfest").content
    assert stand_in_order(content, PHONE.split())

"""Slips: the appointment for the person, and a receipt for each office that names nobody."""

from __future__ import annotations

from intake.handover.papers.case_papers import Left
from intake.handover.papers.paper import Facts, Slip, texts_in
from intake.handover.papers.persons_copy import Handed
from tests.handover.handover_cases import DAY, PERSON
from tests.handover.papers.papers_cases import CODE, PHONE, germans, papers, tongues


def slips(left: tuple[Left, ...] = ()) -> list[str]:
    return [
        " | ".join(germans_of(part))
        for part in papers(language="de", left=left).slips().paper.elements
        if isinstance(part, Slip)
    ]


def germans_of(part: Slip) -> list[str]:
    return [text.german for text in texts_in(part)]


def test_the_appointment_slip_says_when_where_and_with_whom() -> None:
    appointment = slips()[0]
    for words in ("20. September 2016, 10:30", PHONE, "Frau Müller", CODE):
        assert words in appointment


def test_without_an_appointment_there_are_lines_to_fill_in() -> None:
    paper = papers(PERSON, "de").slips().paper
    (slip,) = [part for part in paper.elements if isinstance(part, Slip)]
    (facts,) = [part for part in slip.elements if isinstance(part, Facts)]
    assert [row.value.german for row in facts.rows] == ["", "", "", CODE]


def test_each_office_that_may_get_a_record_has_a_receipt_with_its_version() -> None:
    _, first, *others = slips((Left(Handed("jc", "Stelle jc", DAY), 3),))
    assert "Stelle jc" in first
    assert tongues("de").say("Version {number}", number="3").german in first
    assert "0511 1234" in first
    assert tongues("de").say("Date and signature").german in first
    assert ["Stelle youth" in other or "Stelle aa" in other for other in others] == [True, True]


def test_a_receipt_is_sent_back_to_the_site() -> None:
    found = papers(language="ar")
    assert found.assessment.site.name.de in germans(found.slips().paper)
    assert "Tesfay" not in germans(found.slips().paper)

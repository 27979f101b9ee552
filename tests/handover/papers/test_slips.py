"""Slips: the appointment for the person, and a receipt for each office that names nobody."""

from __future__ import annotations

from intake.handover.papers.case_papers import Left
from intake.handover.papers.paper import Facts, Slip, SlipCode, texts_in
from intake.handover.papers.persons_copy import Handed
from tests.handover.handover_cases import DAY, PERSON
from tests.handover.papers.papers_cases import CODE, PHONE, SLIP, bare, germans, pages, papers, pdf, tongues


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


def test_what_an_office_keeps_tells_nothing_of_the_language_of_the_person() -> None:
    paper = papers(language="uk", left=(Left(Handed("jc", "Stelle jc", DAY), 3, SLIP),)).slips().paper
    appointment, *receipts = [part for part in paper.elements if isinstance(part, Slip)]
    assert receipts
    assert {text.person for slip in receipts for text in texts_in(slip)} == {""}
    assert tongues("uk").language.german_name not in paper.running
    assert any(text.person for text in texts_in(appointment))
    assert paper.is_cut
    assert not papers(PERSON, "uk").slips().paper.is_cut


def test_a_receipt_bears_the_code_of_its_record_to_read_and_to_scan() -> None:
    paper = papers(language="ar", left=(Left(Handed("jc", "Stelle jc", DAY), 3, SLIP),)).slips().paper
    codes = [each for part in paper.elements if isinstance(part, Slip) for each in part.elements]
    (code,) = [each for each in codes if isinstance(each, SlipCode)]
    assert code.code == SLIP
    assert code.svg.startswith("<svg")
    result = pdf(paper)
    assert result.is_archival, result.problem
    assert bare(SLIP) in bare("".join(pages(result.content)))


def test_what_the_office_answered_or_the_person_withdrew_needs_no_slip() -> None:
    left = (Left(Handed("jc", "Stelle jc", DAY), 3, SLIP, is_open=False),)
    assert not [slip for slip in slips(left) if "Stelle jc" in slip]
    newer = (*left, Left(Handed("jc", "Stelle jc", DAY), 4, SLIP))
    assert len([slip for slip in slips(newer) if "Stelle jc" in slip]) == 1

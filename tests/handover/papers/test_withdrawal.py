"""The notice to an office whose record was withdrawn names the record, and nothing that stood in it."""

from __future__ import annotations

from intake.handover.papers.case_papers import Left
from intake.handover.papers.persons_copy import Handed
from tests.handover.handover_cases import DAY
from tests.handover.papers.papers_cases import CODE, SLIP, all_texts, germans, lacking, papers, pdf, tongues

WITHDRAWN = Left(Handed("jc", "Stelle jc", DAY, withdrawn=DAY), 3, SLIP, is_open=False)


def test_it_says_which_record_by_its_reference_and_from_which_day() -> None:
    named = papers(language="tr").notice(WITHDRAWN)
    text = germans(named.paper)
    version = tongues("de").say("Version {number}", number="3").german
    for words in ("Stelle jc", CODE, SLIP, version, tongues("de").day(DAY).german, "0511 1234"):
        assert words in text
    assert named.file == f"{CODE}_withdrawal-jc-v3_de.pdf"


def test_it_names_nobody_and_tells_nothing_of_what_stood_in_the_record() -> None:
    found = papers(language="ar")
    answers = [str(answer.value) for answer in found.assessment.facts.answers.by_id.values() if answer.value]
    texts = " ".join(f"{each.german} {each.person}" for each in all_texts(found.notice(WITHDRAWN).paper))
    assert "Tesfay" not in texts
    assert not [answer for answer in answers if len(answer) > 4 and answer in texts]


def test_it_does_not_tell_the_language_of_the_person() -> None:
    paper = papers(language="ar").notice(WITHDRAWN).paper
    assert tongues("ar").language.german_name not in paper.running
    assert paper.language == ""


def test_it_is_laid_out_by_the_standards_with_all_its_german() -> None:
    paper = papers(language="ar").notice(WITHDRAWN).paper
    result = pdf(paper)
    assert result.is_archival, result.problem
    assert lacking(paper, result.content) == []

"""The release to sign: exactly what the entry says, who signs at which age, and how to withdraw."""

from __future__ import annotations

import pytest

from intake.handover.papers.paper import Boxes, Facts, Signatures
from intake.handover.papers.paper import Paper as Paper_
from intake.interview.values import Json
from tests.handover.handover_cases import ALL_PACKAGES, PLAIN_PACKAGES, consent
from tests.handover.papers.papers_cases import WITH_EVERYTHING, germans, papers, tongues, with_consents

GUARDIAN, PERSON, YOUTH = "Vormund", "Die Person selbst", "Jugendamt"


def signed(birth: str | None, **fields: Json) -> list[tuple[str, str]]:
    """Who signs, with the note below the line; the line of whoever translated stands last."""
    data = with_consents(consent("jc", **fields))
    data["birth_date"] = birth or {"state": "unknown"}
    found = papers(data, "de")
    (lines,) = [part for part in found.release(found.terms("jc")[0]).paper.elements if isinstance(part, Signatures)]
    return [(line.who.german, line.note.german) for line in lines.lines][:-1]


def boxes(found: Paper_) -> list[str]:
    (part,) = [part for part in found.elements if isinstance(part, Boxes)]
    assert all(box.is_ticked for box in part.items)
    return [box.text.german for box in part.items]


def test_an_adult_signs_alone() -> None:
    ((who, _),) = signed("1990-09-02")
    assert who == PERSON


def test_under_15_the_guardian_signs_and_the_child_is_asked() -> None:
    (first, _), (second, note) = signed("2005-09-02")
    assert GUARDIAN in first
    assert (second, note) == (PERSON, tongues("de").say("The child was asked. A no of the child counts.").german)


def test_from_15_to_17_the_young_person_signs_and_the_guardian_may() -> None:
    (first, none), (second, note) = signed("1999-09-02")
    assert (first, none) == (PERSON, "")
    assert GUARDIAN in second
    assert note == tongues("de").say("If wanted. Not necessary.").german


def test_without_insight_whoever_staff_named_signs_for_a_young_person() -> None:
    lacking_insight: Json = {"value": "youth_office", "note": "versteht die Folgen nicht"}
    (first, _), (second, _) = signed("1999-09-02", signer=lacking_insight)
    assert YOUTH in first
    assert second == PERSON


@pytest.mark.parametrize("birth", [None, "2001", "1998"])
def test_where_the_age_is_open_both_lines_say_from_which_age(birth: str | None) -> None:
    say = tongues("de").say
    notes = [note for _, note in signed(birth)]
    assert notes == [say("From the age of 15.").german, say("Under the age of 15.").german]


def test_a_legal_representative_signs_for_an_adult() -> None:
    ((who, _),) = signed("1990-09-02", signer="legal_rep")
    assert "Betreuer" in who


def test_only_what_was_named_and_may_go_there_is_on_the_paper() -> None:
    found = papers(with_consents(consent("jc", ["IDN", "EDU", "MED"])), "de")
    (terms,) = found.terms("jc")
    assert terms.packages == ("IDN", "EDU", "NXT")
    assert terms.secrecy_person == ""
    assert len(boxes(found.release(terms).paper)) == 3


def test_health_and_protection_need_a_named_person() -> None:
    found = papers(with_consents(consent("youth", ALL_PACKAGES, secrecy_person="")), "de")
    assert not {"MED", "PRO"} & set(found.terms("youth")[0].packages)
    found = papers(with_consents(consent("youth", ALL_PACKAGES)), "de")
    (terms,) = found.terms("youth")
    assert {"MED", "PRO"} <= set(terms.packages)
    assert "Frau Beispiel" in germans(found.release(terms).paper)


def test_it_says_for_what_until_when_and_that_it_can_be_withdrawn() -> None:
    found = papers(with_consents(consent("jc", valid_until="2016-12-24")), "de")
    text = germans(found.release(found.terms("jc")[0]).paper)
    assert "Beratung und Vermittlung" in text
    assert "24.12.2016" in text
    assert "jederzeit" in text
    assert "freiwillig" in text
    assert "Tesfay" in text


def test_without_an_end_it_holds_for_a_year_from_the_signature() -> None:
    found = papers(WITH_EVERYTHING, "de")
    text = germans(found.release(found.terms("jc")[0]).paper)
    assert tongues("de").say("one year from the day of signing").german in text


def test_it_tells_no_answer() -> None:
    data = with_consents(consent("jc"), pregnancy="yes", skills_note="kann schweissen")
    text = germans(papers(data, "de").release(papers(data, "de").terms("jc")[0]).paper)
    assert "schweissen" not in text
    assert "ERI" not in text
    assert "Eritrea" not in text


def test_before_anything_was_asked_the_usual_is_proposed_for_each_office() -> None:
    found = papers(with_consents(), "de")
    stations = [each.name.de for each in found.assessment.site.own_stations if each.recipient == "jc"]
    terms = found.terms("jc")
    assert [each.office for each in terms] == stations
    assert all(not {"FUN", "MED", "PRO"} & set(each.packages) for each in terms)
    assert {"IDN", "NXT"} <= set(terms[0].packages)


def test_where_the_person_said_no_there_is_nothing_to_sign() -> None:
    refusal = consent("jc", office="", decision="refused")
    assert papers(with_consents(refusal), "de").terms("jc") == ()
    assert papers(with_consents(refusal), "de").terms("aa")
    lifted = {**refusal, "withdrawn_on": "2016-08-20"}
    assert papers(with_consents(lifted), "de").terms("jc")


def test_a_withdrawn_entry_is_not_signed_again_as_it_was() -> None:
    found = papers(with_consents(consent("jc", ["IDN"], office="Anderswo", withdrawn_on="2016-08-20")), "de")
    assert "Anderswo" not in [terms.office for terms in found.terms("jc")]


def test_each_office_of_a_kind_has_a_file_of_its_own() -> None:
    two = [consent("jc", office="Erste"), consent("jc", office="Zweite")]
    found = papers(with_consents(*two), "de")
    assert [terms.office for terms in found.terms("jc")] == ["Erste", "Zweite"]
    assert [terms.office for terms in found.terms("jc", " zweite ")] == ["Zweite"]


def test_the_usual_purpose_is_said_in_both_languages() -> None:
    found = papers(with_consents(), "en")
    paper = found.release(found.terms("jc")[0]).paper
    profile = found.assessment.site.recipient("jc")
    assert profile is not None
    values = [
        (row.value.german, row.value.person) for part in paper.elements if isinstance(part, Facts) for row in part.rows
    ]
    assert (profile.purpose.de, profile.purpose.en) in values


def test_every_package_of_a_paper_is_said_in_plain_words() -> None:
    found = papers(with_consents(consent("jc", PLAIN_PACKAGES)), "de")
    for text in boxes(found.release(found.terms("jc")[0]).paper):
        assert text not in PLAIN_PACKAGES

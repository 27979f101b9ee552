"""What a permission is given for, as the person reads it on the release and on their copies."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from intake.handover.papers.paper import Both, Fact, Facts, Lack, Paper, Place
from intake.handover.papers.purposes import purpose_text
from intake.handover.papers.release import Terms
from intake.handover.sanitize import display
from intake.interview.values import Json
from intake.languages.catalogs import Catalogs
from intake.languages.languages import load_languages
from intake.pathways.sites import SiteProfile
from intake.pathways.stations import RecipientProfile
from tests.handover.handover_cases import consent, content
from tests.handover.papers.papers_cases import papers, tongues, with_consents

READ = ("ar", "ti", "tr")
OTHERS = tuple(each.code for each in load_languages() if each.code not in ("de", "en"))
CATALOGS = Catalogs()
TYPED = "Suche nach einer Tanzschule"


def every_purpose() -> Iterator[tuple[SiteProfile, RecipientProfile]]:
    return ((site, recipient) for site in content().sites for recipient in site.recipients)


def facts(paper: Paper) -> Iterator[Fact]:
    for part in paper.elements:
        if isinstance(part, Facts):
            yield from part.rows
        elif isinstance(part, Place):
            yield from part.facts


def purposes(paper: Paper) -> list[Both]:
    field = content().logic.questionnaire["consents"].field_named("purpose")
    assert field is not None
    label = tongues("de").question(field).german
    return [fact.value for fact in facts(paper) if fact.label.german == label]


def said(recipient: RecipientProfile, language: str) -> str:
    return display(CATALOGS[language].lookup("site", recipient.purpose.en).text)


def given(recipient: RecipientProfile, purpose: str) -> dict[str, Json]:
    """A consent under which something may go to the office whichever it is."""
    return with_consents(consent(recipient.code, ["IDN"], purpose=purpose))


@pytest.mark.parametrize("language", OTHERS)
def test_the_purpose_of_every_recipient_of_every_site_has_words_in_every_language(language: str) -> None:
    for site, recipient in every_purpose():
        for stored in (recipient.purpose.de, recipient.purpose.en, f" {recipient.purpose.de} "):
            text = purpose_text(stored, recipient.code, site, tongues(language))
            assert (text.german, text.person) == (display(recipient.purpose.de), said(recipient, language)), site.id
            assert text.person != text.german, (site.id, recipient.code)
            assert text.lack in (Lack.NOTHING, Lack.DRAFT), (site.id, recipient.code)


@pytest.mark.parametrize("language", READ)
def test_the_release_says_it_in_the_language_of_the_person(language: str) -> None:
    for site, recipient in every_purpose():
        found = papers(given(recipient, recipient.purpose.de), language, site.id)
        terms = Terms(recipient.code, "Stelle", ("IDN",), recipient.purpose.de)
        (purpose,) = purposes(found.release(terms).paper)
        assert (purpose.german, purpose.person) == (display(recipient.purpose.de), said(recipient, language))


@pytest.mark.parametrize("language", READ)
def test_the_copy_says_it_in_the_language_of_the_person(language: str) -> None:
    for site, recipient in every_purpose():
        found = papers(given(recipient, recipient.purpose.de), language, site.id)
        shown = purposes(found.copy(in_private=True).paper)
        assert [(each.german, each.person) for each in shown] == [
            (display(recipient.purpose.de), said(recipient, language))
        ]


def test_in_the_open_the_copy_does_not_tell_which_office_is_one_of_health_or_protection() -> None:
    told: dict[bool, set[str]] = {True: set(), False: set()}
    for site, recipient in every_purpose():
        shown = purposes(papers(given(recipient, recipient.purpose.de), "tr", site.id).copy().paper)
        told[bool(shown)].add(recipient.code)
    assert told[False] == {"youth", "health", "psych", "advice"}
    assert not told[True] & told[False]


def test_what_staff_typed_is_shown_as_typed_and_marked() -> None:
    found = papers(with_consents(consent("jc", purpose=TYPED)), "ar")
    for paper in (found.release(found.terms("jc")[0]).paper, found.copy(in_private=True).paper):
        (purpose,) = purposes(paper)
        assert TYPED in purpose.german
        assert TYPED in purpose.person
        assert purpose.lack is Lack.MISSING


def test_what_staff_typed_needs_no_mark_where_the_person_reads_german() -> None:
    found = papers(with_consents(consent("jc", purpose=TYPED)), "de")
    assert purposes(found.release(found.terms("jc")[0]).paper) == [Both(TYPED)]


def test_what_staff_typed_is_on_the_copy_in_private_only() -> None:
    found = papers(with_consents(consent("jc", purpose=TYPED)), "ar")
    assert purposes(found.copy().paper) == []


def test_the_purpose_of_another_recipient_counts_as_typed() -> None:
    site = content().sites["hannover"]
    school = site.recipient("school")
    assert school is not None
    assert purpose_text(school.purpose.de, "jc", site, tongues("tr")).lack is Lack.MISSING

"""The person's copy: where to go and what was allowed; nothing private unasked, nothing internal ever."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import cast

import pytest

from intake.handover.papers.case_papers import CasePapers, Left
from intake.handover.papers.persons_copy import CopyOrder, Handed, persons_copy
from intake.handover.record.proposal_parts import Decided, Decision, OwnLine, StaffDecisions
from intake.interview.truth import Truth
from intake.interview.values import Json
from tests.handover.handover_cases import ALL_PACKAGES, DAY, PERSON, assessed, consent, content, personas
from tests.handover.papers.papers_cases import (
    CODE,
    WITH_EVERYTHING,
    all_texts,
    germans,
    papers,
    papers_of,
    tongues,
    with_consents,
)

NEVER = ("bleibeperspektive", "bleibeaussicht", "prospect")


def text_of(data: Mapping[str, Json], site: str = "hannover", *, in_private: bool = False, language: str = "de") -> str:
    return germans(papers(data, language, site).copy(in_private=in_private).paper)


def decided(lines: dict[tuple[str, str], Decision], *own: OwnLine, in_private: bool = False) -> str:
    assessment = assessed(PERSON)
    order = CopyOrder(CODE, in_private, decisions=StaffDecisions(lines, tuple(own)))
    return germans(persons_copy(assessment, order, tongues("de")))


def cases() -> list[tuple[str, str, CasePapers]]:
    """Each persona at each site, on the day of the expected lines."""
    found = []
    for line in personas():
        site, on, law = (str(line[name]) for name in ("site", "on", "law"))
        day, set_of = dt.date.fromisoformat(on), dt.date.fromisoformat(law)
        assessment = assessed(cast("dict[str, Json]", line["answers"]), site, day, set_of)
        found.append((str(line["id"]), site, papers_of(assessment, "en")))
    return found


def test_no_copy_of_anybody_anywhere_tells_the_prospect_to_stay_or_a_source() -> None:
    for persona, site, found in cases():
        for in_private in (False, True):
            paper = found.copy(in_private=in_private).paper
            text = (germans(paper) + " ".join(each.person for each in all_texts(paper))).casefold()
            assert not [word for word in NEVER if word in text], (persona, site)
            sources = {rule.origin.source for rule in found.assessment.site.rules} - {""}
            assert not [source for source in sources if source.casefold() in text], (persona, site)


def test_lines_that_health_or_protection_decided_are_printed_in_private_only() -> None:
    hidden_somewhere = 0
    for persona, site, found in cases():
        questions = found.assessment.facts.logic.questionnaire
        public, private = (germans(found.copy(in_private=each).paper) for each in (False, True))
        for line in found.assessment.results:
            guarded = any(questions[reason.question].sensitivity.value in "HX" for reason in line.because)
            reason = (line.rule.person or line.rule.reason).de
            others = [each for each in found.assessment.results if (each.rule.person or each.rule.reason).de == reason]
            if guarded and len(others) == 1:
                hidden_somewhere += 1
                assert reason not in public, (persona, site)
                assert reason in private or line.rule.person is None, (persona, site)
        for prerule in found.assessment.prerules:
            if prerule.state is Truth.TRUE and prerule.rule.is_private:
                hidden_somewhere += 1
                assert prerule.rule.reason.de not in public, (persona, site)
                assert prerule.rule.reason.de in private, (persona, site)
    assert hidden_somewhere


def test_the_words_for_the_person_stand_in_the_place_of_the_reason() -> None:
    seen = 0
    for _, _, found in cases():
        text = germans(found.copy(in_private=True).paper)
        for line in found.assessment.results:
            if line.rule.person is not None:
                seen += 1
                assert line.rule.person.de in text
                assert line.rule.reason.de not in text
    assert seen


def test_a_private_talk_is_on_the_paper_only_when_asked_for_in_private() -> None:
    data = {**PERSON, "feels_safe": "no"}
    reason = "geschützt"
    station = content().sites["hannover"].common.stations["PROTECTION_STAFF"].name.de
    assert station not in text_of(data)
    assert reason not in text_of(data)
    assert station in text_of(data, in_private=True)


def test_urgent_help_is_always_on_the_paper() -> None:
    station = content().sites["hannover"].common.stations["EMERGENCY"].name.de
    assert station in text_of({**PERSON, "acute_need": "yes"})


def test_every_station_stands_there_with_what_to_bring() -> None:
    text = text_of(PERSON)
    for line in papers(PERSON).assessment.results:
        for station in line.stations:
            assert station.name.de in text
            assert station.bring.de in text


def test_appointment_and_deadlines_stand_there() -> None:
    text = text_of(WITH_EVERYTHING)
    assert "20. September 2016, 10:30" in text
    assert "Frau Müller" in text
    assert "01.12.2016" in text


def test_what_was_allowed_stands_there_by_office_with_its_end() -> None:
    text = text_of(with_consents(consent("jc", ["IDN", "EDU"])))
    assert "Stelle jc" in text
    assert "Schule und Studium" in text
    assert "15.08.2017" in text


def test_health_and_protection_among_the_permissions_are_told_in_private_only() -> None:
    data = with_consents(consent("youth", ALL_PACKAGES), consent("jc", ["IDN", "FUN"]))
    public, private = text_of(data), text_of(data, in_private=True)
    assert "Stelle youth" not in public
    assert "Hilfe Sie brauchen" not in public
    assert "Stelle jc" in public
    assert "Stelle youth" in private
    assert "Hilfe Sie brauchen" in private


def test_a_consent_that_does_not_hold_is_no_permission() -> None:
    data = with_consents(consent("jc", withdrawn_on="2016-08-20"), consent("aa", form="oral"))
    text = text_of(data, in_private=True)
    assert tongues("de").say("Nothing is passed on to any office.").german in text
    assert "Stelle jc" not in text


def test_nobody_is_told_that_nothing_is_passed_on_where_a_private_permission_is_left_out() -> None:
    nothing = tongues("de").say("Nothing is passed on to any office.").german
    more = tongues("de").say("More can be printed for you when you are alone with us. Ask us.").german
    with_health, without = (text_of(with_consents(*each)) for each in ((consent("youth", ALL_PACKAGES),), ()))
    assert nothing not in with_health
    assert more in with_health
    assert with_health == without


def test_what_left_is_told_even_after_the_permission_was_withdrawn() -> None:
    data = with_consents(consent("jc", withdrawn_on="2016-08-20"))
    left = (Left(Handed("jc", "Stelle jc", dt.date(2016, 8, 18)), 1),)
    text = germans(papers(data, "de", left=left).copy().paper)
    assert "Stelle jc" in text
    assert "18.08.2016" in text


def test_what_left_on_health_is_told_in_private_only() -> None:
    data = with_consents(consent("youth", ALL_PACKAGES, withdrawn_on="2016-08-20"))
    left = (Left(Handed("youth", "Stelle youth", DAY), 1),)
    assert "Stelle youth" not in germans(papers(data, "de", left=left).copy().paper)
    assert "Stelle youth" in germans(papers(data, "de", left=left).copy(in_private=True).paper)


def test_it_always_says_that_and_how_a_permission_is_withdrawn() -> None:
    for data in (PERSON, WITH_EVERYTHING):
        assert "jederzeit" in text_of(data)


def test_a_line_that_staff_set_aside_is_not_on_the_paper() -> None:
    line = papers(PERSON).assessment.results[0]
    said = (line.rule.person or line.rule.reason).de
    assert said in decided({})
    assert said not in decided({("rule", line.rule.id): Decision(Decided.SET_ASIDE)})
    assert said in decided({("rule", line.rule.id): Decision(Decided.ACCEPTED)})


def test_free_words_of_staff_are_on_the_paper_in_private_only() -> None:
    line = papers(PERSON).assessment.results[0]
    lines = {("rule", line.rule.id): Decision(Decided.CHANGED, "stattdessen zur Klinik", "weil krank")}
    own = OwnLine("Tafel am Dienstag", "arm")
    public, private = (decided(lines, own, in_private=each) for each in (False, True))
    for words in ("Klinik", "Tafel"):
        assert words not in public
        assert words in private
    for text in (public, private):
        assert (line.rule.person or line.rule.reason).de not in text
        assert "weil krank" not in text
        assert "arm" not in text.split()


@pytest.mark.parametrize("language", ["ar", "ti"])
def test_the_german_is_the_same_whatever_the_language(language: str) -> None:
    assert text_of(WITH_EVERYTHING, language=language) == text_of(WITH_EVERYTHING)


def test_nothing_internal_stands_there_even_in_private() -> None:
    data = {**WITH_EVERYTHING, "obs_note": "wirkt müde", "route_reason": "Absprache mit Kollegin"}
    text = text_of(data, in_private=True)
    assert "müde" not in text
    assert "Absprache" not in text


BY_LAW = Handed("youth", "Stelle youth", DAY, "§ 4 Abs. 3 KKG", "Gefahr für das Kind", ("IDN", "STA"))
HEALTH_BY_LAW = Handed("psych", "Praxis", DAY, "§ 34 StGB", "Gefahr", ("IDN", "MED"))


def copy_with(*handed: Handed, in_private: bool = False) -> str:
    found = papers(PERSON, "de", left=tuple(Left(each, 1) for each in handed))
    return germans(found.copy(in_private=in_private).paper)


def test_what_was_passed_on_without_consent_stands_on_the_copy_with_its_statute() -> None:
    text = copy_with(BY_LAW)
    for words in ("Stelle youth", "§ 4 Abs. 3 KKG", "Gefährdung des Wohls eines Kindes"):
        assert words in text
    assert "Gefahr für das Kind" not in text
    assert "Gefahr für das Kind" in copy_with(BY_LAW, in_private=True)


def test_a_statute_that_staff_named_themselves_stands_there_as_it_was_typed() -> None:
    assert "§ 99 ABC" in copy_with(replace(BY_LAW, basis="§ 99 ABC"))


def test_a_transfer_of_health_or_protection_stands_on_the_private_copy_only() -> None:
    assert "Praxis" not in copy_with(HEALTH_BY_LAW)
    assert "Praxis" in copy_with(HEALTH_BY_LAW, in_private=True)


def test_a_withdrawal_stands_there_with_the_day_on_which_the_office_was_told() -> None:
    say = tongues("de").say
    withdrawn = Handed("jc", "Stelle jc", DAY, withdrawn=DAY + dt.timedelta(days=3))
    text = copy_with(withdrawn)
    assert say("Permission withdrawn on").german in text
    assert say("not yet").german in text
    told = copy_with(replace(withdrawn, told=DAY + dt.timedelta(days=5)))
    assert say("not yet").german not in told
    assert tongues("de").day(DAY + dt.timedelta(days=5)).german in told

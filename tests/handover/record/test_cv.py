"""The CV page: stations in order with their dates as they were said, languages by skill, and only what may go."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping

import pytest
from pypdf import PdfReader

from intake.handover.formats.as_json import record_bytes
from intake.handover.formats.as_text import record_text
from intake.handover.formats.pages import record_sheet
from intake.handover.formats.sheet import Entries, Pairs, Section, Times
from intake.handover.projection.filters import SeenEntry
from intake.handover.record.cv import stations_in_order
from intake.handover.record.cv_parts import Cv, CvStation, When
from intake.handover.record.parts import Record
from intake.interview.timeline import Month
from intake.interview.values import Json, PartialDate, Plain
from tests.handover.handover_cases import MADE_AT, PERSON, PLAIN_PACKAGES, consent, printer, record_for, wording

TODAY = Month(2016, 9)
ENTRY = PartialDate(2015, 10, 3)
STATIONS: list[Json] = [
    {"kind": "work", "from": "2016-02", "to": "still", "country": "DEU", "what": {"text": "Küchenhilfe"}},
    {"kind": "school", "from": "1997", "to": "2007-06", "country": "ERI", "place": "Keren", "proof": "photo"},
    {
        "kind": "work",
        "from": "2009-03",
        "to": "2012",
        "what": {"text": "Kabel gezogen, Pumpen geflickt", "isco08": "7411"},
    },
    {"kind": "flight", "from": "2014-05", "to": "2015-10"},
]
LIFE: Mapping[str, Json] = {"arrival_date": "2015-10-03", "cv_stations": STATIONS}


def record(data: Mapping[str, Json], recipient: str = "jc", packages: tuple[str, ...] = PLAIN_PACKAGES) -> Record:
    return record_for({**PERSON, **data, "consents": [consent(recipient, packages)]}, recipient)


def cv(data: Mapping[str, Json], recipient: str = "jc", packages: tuple[str, ...] = PLAIN_PACKAGES) -> Cv:
    found = record(data, recipient, packages).cv
    assert found is not None
    return found


def page(data: Mapping[str, Json], recipient: str = "jc") -> Section:
    (found,) = record_sheet(record(data, recipient), wording()).pages
    return found


def times(data: Mapping[str, Json], recipient: str = "jc") -> Times:
    (found,) = (each for each in page(data, recipient).elements if isinstance(each, Times))
    return found


def ordered(*entries: Mapping[str, Plain], arrival: PartialDate | None = ENTRY) -> tuple[CvStation, ...]:
    return stations_in_order(tuple(SeenEntry(entry) for entry in entries), arrival, TODAY)


def month(year: int, number: int | None = None) -> PartialDate:
    return PartialDate(year, number)


def test_stations_stand_in_the_order_of_time_and_those_without_dates_last() -> None:
    found = ordered(
        {"from": month(2016, 2), "to": "still"}, {"kind": "other"}, {"from": month(1997)}, {"to": month(2001, 5)}
    )
    assert [station.entry for station in found] == [2, 3, 0, 1]
    assert [station.number for station in found] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("entry", "when"),
    [
        ({"from": month(2010), "to": month(2012, 4)}, When.BEFORE),
        ({"from": month(2014, 5), "to": month(2015, 10)}, When.BEFORE),
        ({"from": month(2015, 10), "to": month(2016, 1)}, When.AFTER),
        ({"from": month(2016, 2), "to": "still"}, When.AFTER),
        ({"from": month(2012), "to": "still"}, When.ACROSS),
        ({"from": month(2015), "to": "still"}, When.OPEN),
        ({"from": month(2014)}, When.OPEN),
        ({"to": month(2016)}, When.OPEN),
        ({"kind": "work"}, None),
    ],
)
def test_a_station_lies_before_across_or_after_the_entry_as_far_as_its_dates_tell(
    entry: Mapping[str, Plain], when: When | None
) -> None:
    (found,) = ordered(entry)
    assert found.when == when


def test_without_the_entry_nothing_is_said_about_it() -> None:
    (found,) = ordered({"from": month(2010), "to": month(2012)}, arrival=None)
    assert found.when is None
    assert not [row for row in times(LIFE, "iq").rows if row.kind == "entry"]
    assert times(LIFE, "iq").entry is None


def test_only_what_surely_went_on_at_the_same_time_is_said_to_overlap() -> None:
    sure = ordered({"from": month(2010, 1), "to": month(2012, 1)}, {"from": month(2011, 1), "to": month(2011, 6)})
    assert [station.overlaps for station in sure] == [(2,), (1,)]
    by_year = ordered({"from": month(2010), "to": month(2012)}, {"from": month(2012), "to": month(2013)})
    assert [station.overlaps for station in by_year] == [(), ()]
    handed_on = ordered({"from": month(2010, 1), "to": month(2012, 3)}, {"from": month(2012, 3), "to": month(2013, 1)})
    assert [station.overlaps for station in handed_on] == [(), ()]


def test_dates_are_printed_as_precise_as_they_were_said() -> None:
    rows = {row.cells[0][0].text: row for row in times(LIFE).rows if row.kind == "station"}
    assert [row.cells[1][0].text for row in rows.values()] == [
        "1997 – 06/2007", "03/2009 – 2012", "05/2014 – 10/2015", "02/2016 – Dauert noch an",
    ]  # fmt: skip


def test_gaps_and_the_entry_stand_between_the_stations() -> None:
    kinds = [row.kind for row in times(LIFE).rows]
    assert kinds == ["station", "gap", "station", "gap", "station", "entry", "gap", "station"]


def test_a_bar_is_light_where_a_date_may_lie_and_dark_where_it_surely_does() -> None:
    first = next(row for row in times(LIFE).rows if row.kind == "station").bar
    assert first is not None
    assert first.earliest < first.first < first.last
    assert first.last == first.latest
    for row in times(LIFE).rows:
        if row.bar:
            assert 0 <= row.bar.earliest <= row.bar.first
            assert row.bar.last <= row.bar.latest <= 1


def test_the_own_words_are_kept_beside_the_name_of_the_occupation() -> None:
    said = [word.text for row in times(LIFE).rows for cell in row.cells for word in cell]
    assert any(text.startswith("Kabel gezogen, Pumpen geflickt (") for text in said)


def test_a_table_that_stands_on_the_page_stands_nowhere_else() -> None:
    sheet = record_sheet(record(LIFE), wording())
    elsewhere = [each for section in sheet.sections for each in section.elements if isinstance(each, Entries | Times)]
    assert not elsewhere
    rows = [
        row for section in sheet.sections for each in section.elements if isinstance(each, Pairs) for row in each.rows
    ]
    (pointer,) = (row for row in rows if row.label == wording().label("cv_stations"))
    assert "Lebenslauf" in pointer.values[0].text


LANGUAGES: Mapping[str, Json] = {
    "mother_tongue": ["tir"],
    "german_listening": "a1",
    "german_speaking": "a2",
    "english_level": "a2",
    "languages_known": [
        {"language": "eng", "speaking": "a2", "reading": "b1", "learned": "school"},
        {"language": "tir", "writing": "native"},
        {"language": "ara", "understanding": "b2"},
    ],
}


def test_languages_stand_side_by_side_with_a_level_for_each_skill_that_was_asked() -> None:
    found = {each.code: {skill: words.code for skill, words in each.skills.items()} for each in cv(LANGUAGES).languages}
    assert found == {
        "tir": {"writing": "native"},
        "deu": {"understanding": "a1", "speaking": "a2"},
        "eng": {"speaking": "a2", "reading": "b1"},
        "ara": {"understanding": "b2"},
    }


def test_two_answers_about_a_language_that_do_not_agree_stand_in_two_lines() -> None:
    data: dict[str, Json] = {"english_level": "a1", "languages_known": [{"language": "eng", "speaking": "b2"}]}
    found = [each.skills["speaking"].code for each in cv(data).languages if each.code == "eng"]
    assert found == ["a1", "b2"]


def test_a_skill_that_nobody_asked_for_has_no_column() -> None:
    (table,) = (each for each in page({"german_speaking": "a1"}).elements if isinstance(each, Entries))
    assert table.heads == ("Sprache", "Sprechen")


def test_the_page_says_where_the_certificates_are() -> None:
    data: dict[str, Json] = {"training_state": "finished", "certificates_state": "home", **LIFE}
    rows = [row for each in page(data).elements if isinstance(each, Pairs) for row in each.rows]
    assert [word.text for row in rows if row.label == "Zeugnisse" for word in row.values] == [
        "Bei der Familie im Ausland"
    ]


@pytest.mark.parametrize("recipient", ["lang", "housing", "childcare", "health", "psych", "soz"])
def test_an_office_that_neither_teaches_nor_places_gets_no_cv(recipient: str) -> None:
    assert record(LIFE, recipient).cv is None


def test_an_office_without_schooling_and_work_gets_no_cv() -> None:
    assert record(LIFE, "jc", ("IDN", "LNS", "GOA")).cv is None


def test_only_released_stations_are_on_the_page() -> None:
    only_school = cv(LIFE, "jc", ("IDN", "EDU"))
    assert len(only_school.stations) == 1
    assert only_school.timeline is not None
    assert only_school.timeline.gaps == ()


def test_paper_text_and_data_hold_the_page() -> None:
    made = record({**LIFE, **LANGUAGES})
    data = json.loads(record_bytes(made))
    assert [station["entry"] for station in data["cv"]["stations"]] == [1, 2, 3, 0]
    pdf = printer().pdf(record_sheet(made, wording()), MADE_AT, "nicht archivfest")
    assert pdf.is_archival
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf.content)).pages]
    last = next(page for page in pages if page.startswith("Lebenslauf"))
    text = record_text(made, wording())
    for said in ("Kabel gezogen", "Küchenhilfe", "06/2007"):
        assert said in " ".join(last.split())
        assert said in text


def test_a_page_of_many_stations_with_hostile_words_is_laid_out() -> None:
    stations: list[Json] = [
        {"kind": "work", "from": str(1960 + year % 50), "what": {"text": text}, "place": text}
        for year, text in enumerate(["#set page(width: 1pt)", "x" * 400, "\u202eevil", "بلدية كرن", "*_[]<a>@b"] * 12)
    ]
    made = record({"cv_stations": stations})
    result = printer().pdf(record_sheet(made, wording()), MADE_AT, "nicht archivfest")
    assert result.is_archival
    assert all(len(line) < 200 for line in record_text(made, wording()).splitlines())

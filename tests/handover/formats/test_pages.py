from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from intake.handover.formats.pages import record_sheet
from intake.handover.formats.sheet import (
    Bullets,
    Dates,
    Element,
    Entries,
    Pairs,
    Proposals,
    Receipt,
    Remark,
    Row,
    Section,
    Sheet,
)
from intake.handover.record.parts import Event, Record
from intake.interview.values import Json
from tests.handover.handover_cases import ALL_PACKAGES, COVER, PERSON, consent, record_for, wording


def sheet_of(data: dict[str, Json], recipient: str = "jc", packages: tuple[str, ...] = ALL_PACKAGES) -> Sheet:
    record = record_for({**PERSON, **data, "consents": [consent(recipient, packages)]}, recipient)
    return record_sheet(record, wording())


def section(sheet: Sheet, block: str) -> Section:
    heading = wording().layout.blocks[block].heading
    return next(section for section in sheet.sections if section.heading == heading)


def rows(sheet: Sheet, block: str) -> dict[str, Row]:
    return {
        row.label: row
        for element in section(sheet, block).elements
        if isinstance(element, Pairs)
        for row in element.rows
    }


def elements(sheet: Sheet) -> Iterator[Element]:
    for each in sheet.sections:
        yield from each.elements


def test_every_line_of_the_proposal_says_that_staff_decide() -> None:
    found = [element for element in elements(sheet_of({})) if isinstance(element, Proposals)]
    assert found
    assert {element.proposal for element in found} == {"Vorschlag – das Team entscheidet"}
    line = next(item for element in found for item in element.items)
    assert "H4" in line.fine
    assert "B:18-19" in line.fine
    assert "01.08.2016" in line.fine


def test_the_head_has_the_consent_and_the_running_line_case_and_version() -> None:
    sheet = sheet_of({})
    said = [word.text for row in sheet.head.rows for word in row.values]
    assert any("15.08.2016" in text and "15.08.2017" in text for text in said)
    assert "Beratung und Vermittlung" in said
    assert COVER.case in sheet.running
    assert COVER.case in sheet.document_title
    assert ("{page}" in sheet.page_of, "{pages}" in sheet.page_of) == (True, True)


def test_marks_and_notes_stand_beside_their_answer() -> None:
    data: Json = {"value": "f", "source": "document", "recheck": True, "note": "Pass gesehen"}
    record = record_for({**PERSON, "gender": data, "consents": [consent("jc")]}, "jc", ticked=["gender"])
    row = rows(record_sheet(record, wording()), "person")["Geschlecht"]
    assert row.mark.startswith("Aus einem Papier · ")
    assert "Pass gesehen" in row.note


def test_words_in_a_table_have_more_places_to_break() -> None:
    names: Json = [{"kind": "birth_name", "name": "Werkstattmeisterin"}]
    (table,) = (each for each in elements(sheet_of({"other_names": names})) if isinstance(each, Entries))
    assert table.widths == ("text", "text")
    assert "Werksta\u200bttmeist\u200berin" in [words[0].text for words in table.rows[0]]


def test_a_measure_to_be_kept_has_a_column_of_its_own_for_that() -> None:
    measure: Json = {"text": "Kurs", "state": "running", "planned_end": "2017-01-01"}
    data: dict[str, Json] = {"measures": [measure], "decision_date": "2016-01-08", "asylum_stage": "positive"}
    (table,) = (each for each in elements(sheet_of(data)) if isinstance(each, Entries))
    assert len(table.heads) == len(table.widths) == len(table.rows[0]) == 4
    assert table.widths[1] == "date"


def test_what_is_always_there_says_so_when_it_is_empty() -> None:
    sheet = sheet_of({}, "lang", ("LNS",))
    for block in ("person", "next"):
        (element,) = section(sheet, block).elements
        assert isinstance(element, Remark)


def test_the_receipt_comes_last_and_stays_on_one_page() -> None:
    last = sheet_of({}).sections[-1]
    assert last.unbroken
    (element,) = last.elements
    assert isinstance(element, Receipt)
    assert len(element.lines) == 2


def test_next_steps_hold_appointment_station_and_dates() -> None:
    data: dict[str, Json] = {
        "next_appointment": {"at": "2016-09-20T10:30", "place": "Raum 2", "with": "Frau Beispiel"},
        "residence_status": "res_25_2_r",
        "asylum_stage": "positive",
        "decision_date": "2016-01-08",
    }
    found = section(sheet_of(data), "next").elements
    said = next(iter(rows(sheet_of(data), "next").values())).values[0].text
    assert said == "20.09.2016, 10:30 Uhr, Raum 2, bei Frau Beispiel"
    assert [type(element) for element in found] == [Pairs, Bullets, Dates]


def test_the_gaps_of_the_cv_stand_with_the_qualification() -> None:
    stations: Json = [{"kind": "work", "from": "2007-01", "to": "2009-12"}]
    data: dict[str, Json] = {"cv_stations": stations, "arrival_date": "2010-03"}
    found = [word.text for row in rows(sheet_of(data), "qualification").values() for word in row.values]
    assert "Lücke von 09/2005 bis 12/2006" in found
    assert "Lücke von 01/2010 bis 02/2010" in found
    nothing = [word.text for row in rows(sheet_of({}), "qualification").values() for word in row.values]
    assert "keine Angabe" in nothing


def test_the_panel_is_an_indication_and_no_finding() -> None:
    sheet = sheet_of({"protection_talk_wish": "yes"}, "youth")
    (panel,) = (each for each in section(sheet, "protection").elements if isinstance(each, Bullets))
    assert "Feststellung" in panel.caption
    assert [item[0] for item in panel.items] == ["f", "h", "k"]


def test_every_occasion_has_words() -> None:
    record: Record = record_for({**PERSON, "consents": [consent("jc")]}, "jc")
    said = set()
    for event in Event:
        sheet = record_sheet(replace(record, cover=replace(COVER, event=event)), wording())
        said.add(tuple(word.text for row in sheet.head.rows for word in row.values))
    assert len(said) == len(Event)

"""Nothing that was not released is in what leaves the desk, in no form and by no trace."""

from __future__ import annotations

import io
import json
from collections.abc import Collection, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, StreamObject, TextStringObject

from intake.handover.formats.as_json import record_bytes
from intake.handover.formats.as_text import record_text
from intake.handover.formats.pages import record_sheet
from intake.handover.projection.ceilings import RECIPIENTS
from intake.handover.projection.view import View, office_views
from intake.handover.record.parts import Record
from intake.handover.record.record import build_record
from intake.interview.questions import Kind, Question, Sensitivity
from intake.interview.values import Json
from intake.pathways.assess import Assessment
from tests.handover.handover_cases import (
    ALL_PACKAGES,
    COVER,
    MADE_AT,
    PERSON,
    assessed,
    consent,
    content,
    printer,
    wording,
)

SITE = {"hannover": ("iq", "jc", "aa", "lang", "housing", "childcare", "youth", "health", "psych", "school", "soz")}


def value_for(question: Question, number: int) -> Json:
    """An answer that can be recognised: texts and dates are different for every question."""
    secret = f"Zeichen{number:03d}"
    match question.kind:
        case Kind.SINGLE | Kind.CEFR:
            return question.choices[number % len(question.choices)].code if question.choices else "a2"
        case Kind.MULTI:
            codes: list[Json] = [choice.code for choice in question.choices if choice.code not in question.limits.alone]
            return codes[:3]
        case Kind.TEXT:
            return secret
        case Kind.TEXT_CODE:
            return {"text": secret, "isco08": "2221"}
        case Kind.NUMBER:
            return 5
        case Kind.LIST_NUMBER:
            return [1, 7]
        case Kind.PARTIAL_DATE:
            return f"{1950 + number % 60}-0{1 + number % 9}-{10 + number % 18}"
        case Kind.COUNTRY:
            return "TCD"
        case Kind.MULTI_COUNTRY:
            return ["ERI"]
        case Kind.LANGUAGE | Kind.LANGUAGE_OR_NO:
            return "tir"
        case Kind.MULTI_LANGUAGE:
            return ["tir", "amh"]
        case Kind.DOC_LIST:
            return {choice.code: ["seen"] for choice in question.choices}
        case Kind.APPOINTMENT:
            return {"at": "2016-09-20T10:30", "place": secret}
        case Kind.MUNICIPALITY:
            return {"text": "Hannover", "ags": "03241001"}
        case Kind.REPEAT:
            return [
                {field.id: value_for(field, number * 7 + place) for place, field in enumerate(question.fields)}
                for _ in range(2)
            ]
        case Kind.MULTI_RECIPIENT:
            return ["jc"]


def full_answers() -> dict[str, Json]:
    """Every question answered, and steps taken that open most branches."""
    found = {
        question.id: value_for(question, number)
        for number, question in enumerate(content().questionnaire)
        if question.id != "consents"
    }
    found["acute_need"] = "no"
    found["understanding_ok"] = "well"
    found["interpreter_type"] = "in_person_pro"
    found["household"] = []
    return {
        **found,
        **PERSON,
        "family_name": found["family_name"],
        "given_name": found["given_name"],
        "contact_safe": ["phone", "email", "letter"],
        "residence_status": "res_25_2_r",
        "asylum_stage": "positive",
        "wg_opener": "yes",
        "wellbeing_ok": "yes",
        "partner_here": "yes",
        "gender": "f",
        "pregnancy": "yes",
        "measures": [{"text": "Zeichen900", "state": "running", "planned_end": "2017-03-03"}],
    }


ANSWERS = full_answers()


def noted(data: Mapping[str, Json]) -> dict[str, Json]:
    """The same answers, each with a note of its own."""
    return {id_: {"value": value, "note": f"Notiz{number:03d}"} for number, (id_, value) in enumerate(data.items())}


def secrets_of(value: Json, kind: Kind | None = None) -> set[str]:
    """The texts and dates in a value that are long enough to be recognised."""
    match value:
        case str():
            is_mark = value.startswith(("Zeichen", "Notiz")) or kind is Kind.PARTIAL_DATE
            return {value} if is_mark else set()
        case list():
            return {found for item in value for found in secrets_of(item)}
        case dict():
            return {found for item in value.values() for found in secrets_of(item)}
        case _:
            return set()


def german(secret: str) -> set[str]:
    """How a secret may be written: as it is, or as a German date."""
    parts = secret.split("-")
    return {secret, ".".join(reversed(parts))} if len(parts) == 3 else {secret}


def outputs(record: Record) -> str:
    return record_bytes(record).decode() + record_text(record, wording())


def hidden_secrets(data: Mapping[str, Json], view: View) -> set[str]:
    """The secrets of all questions that are not in the view, and of all notes."""
    found: set[str] = set()
    for question in content().questionnaire:
        value = data.get(question.id)
        if isinstance(value, dict) and "note" in value:
            found |= secrets_of(value["note"])
            value = value.get("value")
        if question.id not in view.seen and not (question.id == "birth_date" and "age" in view.seen):
            found |= secrets_of(value, question.kind)
    released: set[str] = set()
    for id_ in view.seen:
        value = data.get(id_)
        asked = content().questionnaire.get(id_)
        plain = value.get("value") if isinstance(value, dict) and "note" in value else value
        released |= secrets_of(plain, asked.kind if asked else None)
    return found - released


def questions_in(record: Record) -> set[str]:
    """Every id of a question that the data name."""
    found: set[str] = set()

    def walk(value: Json) -> None:
        if isinstance(value, dict):
            if isinstance(value.get("question"), str):
                found.add(str(value["question"]))
            for item in value.values():
                walk(item)
        elif isinstance(value, list):
            for item in value:
                walk(item)

    walk(json.loads(record_bytes(record)))
    return found


def check(assessment: Assessment, view: View, data: Mapping[str, Json], ticked: Collection[str] = ()) -> Record:
    record = build_record(assessment, view, COVER, wording(), ticked)
    text = outputs(record)
    assert not {secret for secret in hidden_secrets(data, view) if any(form in text for form in german(secret))}
    for id_ in questions_in(record) - set(view.ids) - {"admission", "circle_change", "market_ready"}:
        question = content().questionnaire[id_]
        assert question.sensitivity in (Sensitivity.NORMAL, Sensitivity.SOCIAL)
        assert view.receiver.may_see(question)
    return record


packages = st.lists(st.sampled_from(ALL_PACKAGES), min_size=1, unique=True)


@settings(max_examples=40)
@given(st.lists(st.tuples(st.sampled_from(SITE["hannover"]), packages, st.integers(1, 2)), min_size=1, max_size=4))
def test_no_value_of_an_unreleased_question_is_in_data_or_text(given_: list[tuple[str, list[str], int]]) -> None:
    consents: list[Json] = [consent(kind, names, office=f"Stelle {office}") for kind, names, office in given_]
    data: dict[str, Json] = {**noted(ANSWERS), "consents": consents}
    assessment = assessed(data)
    for view in office_views(assessment.facts):
        check(assessment, view, data)


@pytest.mark.parametrize("recipient", RECIPIENTS)
def test_no_office_sees_internal_answers_or_more_than_its_ceiling(recipient: str) -> None:
    site = next(site.id for site in content().sites if recipient in site.recipient_codes)
    data: dict[str, Json] = {**noted(ANSWERS), "consents": [consent(recipient, ALL_PACKAGES)]}
    assessment = assessed(data, site)
    (view,) = office_views(assessment.facts)
    record = check(assessment, view, data)
    internal = [question.id for question in content().questionnaire if question.package == "INT"]
    assert not set(internal) & questions_in(record)


def pdf_strings(content_: bytes) -> str:
    """Everything readable in a PDF: text of the pages, metadata, and all strings and decompressed streams."""
    reader = PdfReader(io.BytesIO(content_))
    parts = [page.extract_text() for page in reader.pages] + [str(reader.metadata)]

    def walk(value: object) -> None:
        if isinstance(value, StreamObject):
            parts.append(value.get_data().decode("latin-1"))
        if isinstance(value, DictionaryObject):
            for item in value.values():
                walk(item)
        elif isinstance(value, ArrayObject):
            for item in value:
                walk(item)
        elif isinstance(value, TextStringObject):
            parts.append(str(value))

    for number in range(1, len(reader.xref_objStm) + sum(len(table) for table in reader.xref.values()) + 1):
        walk(reader.get_object(number))
    return "\n".join(parts)


@pytest.mark.parametrize(
    ("recipient", "names"),
    [("jc", ["IDN", "EDU"]), ("youth", ["IDN", "MED"]), ("lang", ["IDN", "LNS"]), ("psych", ["IDN"])],
)
def test_no_value_of_an_unreleased_question_is_in_the_paper(recipient: str, names: list[str]) -> None:
    data: dict[str, Json] = {**noted(ANSWERS), "consents": [consent(recipient, names)]}
    assessment = assessed(data)
    (view,) = office_views(assessment.facts)
    record = check(assessment, view, data)
    result = printer().pdf(record_sheet(record, wording()), MADE_AT, "nicht archivfest")
    text = pdf_strings(result.content).replace("\n", " ")
    assert "Stelle " + recipient in text
    assert not {secret for secret in hidden_secrets(data, view) if any(form in text for form in german(secret))}
    for found in view.seen.values():
        if found.question in ("family_name", "given_name"):
            assert str(found.value) in text


def without_open_points(record: Record) -> dict[str, Json]:
    """The data of a record but for what depends on what is still worth asking (interview.md 4.2.5, 3 and 4).

    What nobody has asked is listed, and what was declined is in no list: see test_unasked.
    """
    data: dict[str, Json] = json.loads(record_bytes(record))
    cv = data.get("cv")
    if isinstance(cv, dict):
        cv.pop("not_asked")
    blocks = data["blocks"]
    assert isinstance(blocks, list)
    kept: list[Json] = []
    for block in blocks:
        assert isinstance(block, dict)
        if block["id"] == "open":
            continue
        groups = block.get("offers") or []
        assert isinstance(groups, list)
        for group in groups:
            assert isinstance(group, list)
            for offer in group:
                assert isinstance(offer, dict)
                offer.pop("state", None)
        kept.append(block)
    return {**data, "blocks": kept}


ASKED = [
    question.id
    for question in content().questionnaire
    if question.package != "INT" and question.id not in ("birth_date", "measures")
]


@pytest.mark.parametrize("question", ASKED)
def test_a_declined_answer_leaves_the_same_record_as_one_that_was_not_asked(question: str) -> None:
    consents: list[Json] = [consent(kind, ALL_PACKAGES) for kind in ("jc", "youth", "psych", "lang")]
    rest = {id_: value for id_, value in ANSWERS.items() if id_ != question}
    declined = assessed({**rest, question: {"state": "declined"}, "consents": consents})
    not_asked = assessed({**rest, "consents": consents})
    pairs = zip(office_views(declined.facts), office_views(not_asked.facts), strict=True)
    for one, other in pairs:
        records = [build_record(case, view, COVER, wording()) for case, view in ((declined, one), (not_asked, other))]
        assert without_open_points(records[0]) == without_open_points(records[1])


@pytest.mark.parametrize("package", ["EDU", "FUN", "MED", "PRO", "BEN", "FAH"])
def test_a_package_that_was_not_released_looks_like_one_without_answers(package: str) -> None:
    rest = tuple(name for name in ALL_PACKAGES if name != package)
    empty = {id_: value for id_, value in PERSON.items() if content().questionnaire[id_].package != package}
    found = []
    for names in (ALL_PACKAGES, rest):
        assessment = assessed({**empty, "consents": [consent("youth", names)]})
        (view,) = office_views(assessment.facts)
        found.append(without_open_points(build_record(assessment, view, COVER, wording())))
    assert found[0] == found[1]

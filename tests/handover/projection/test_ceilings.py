from __future__ import annotations

import operator
from typing import cast

import pytest

from intake.handover.projection.ceilings import (
    AGE,
    CEILINGS,
    CODE_PACKAGES,
    CONTACT_WAYS,
    FILE_NUMBERS,
    NEXT_STEPS,
    NOT_CODES,
    ONLY_CODES,
    RECIPIENTS,
    WHOLE,
    may_hold,
)
from tests.handover.handover_cases import content

TABLE = """
| | IDN | IDB | IDX | LNC | LNS | STA | BEN | FAC | FAH | EDU | WRK | GOA | MOB | DOC | FUN | MED | PRO | NXT | RES |
| aa | x | x | x | x | x | x | a | x |  | x | x | x | x | x | x |  |  | x | x |
| bb | x | x |  | x | x | b |  |  |  | x | x | x | x | x | x |  |  | x | x |
| jc | x | x | x | x | x | x | x | x | x | x | x | x | x | x | x |  |  | x | x |
| soz | x | x | x | x |  | x | x | x | x |  |  |  | x | c | x |  |  | x | x |
| school | x | x |  | x | x |  |  | x | d | x |  | x |  | e | x |  |  | x | x |
| youth | x | x | x | x | x | x |  | x | x | x | x | x | x | x | x | x | x | x | x |
| health | x | x | f | x |  |  | g |  |  |  |  |  |  |  | x | x |  | x |  |
| psych | x | x | f | x |  |  | g |  |  |  |  |  |  |  | x | x | x | x |  |
| iq | x | x |  | x | x |  |  |  |  | x | x | x |  | x |  |  |  | x |  |
| uni | x | x | h | x | x | i |  |  |  | x |  | x |  | x |  |  |  | x |  |
| chamber | x | j |  | k | l |  |  |  |  | x | x | x |  |  |  |  |  | x |  |
| advice | x | x | h | x |  | x | a |  | m |  |  |  |  |  |  |  | x | x | x |
| lang | x | j |  | x | x |  |  |  |  |  |  |  |  |  | x |  |  | x |  |
| provider | x | j |  | x | x |  |  |  |  | x | x | x | n |  | x |  |  | x | x |
| housing | x | j | f | x |  |  |  | o |  |  |  |  | x |  | x |  |  | x |  |
| childcare | x |  |  | x |  |  |  | x |  |  |  |  |  |  |  |  |  | x |  |
"""
LISTS = {
    "a": "current_benefits prior_sgb2_elsewhere eu_basis health_insurance",
    "b": "residence_status work_permit_entry file_numbers",
    "c": "documents",
    "d": "guardian_contact",
    "e": "documents certificates_state certificates_translated",
    "f": "gender",
    "g": "health_insurance health_insurer",
    "h": "nationality",
    "i": "residence_status",
    "j": "age",
    "k": "preferred_language language_variety reading_help",
    "l": "german_speaking german_certificate",
    "m": "partner_here family_abroad",
    "n": "constraints shift_work travel_limit",
    "o": "children_ages",
}


def test_the_ceilings_are_those_of_the_table() -> None:
    head, *rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in TABLE.strip().splitlines()]
    expected = {
        row[0]: {
            package: WHOLE if cell == "x" else frozenset(LISTS[cell].split())
            for package, cell in zip(head[1:], row[1:], strict=True)
            if cell
        }
        for row in rows
    }
    assert {recipient: dict(rooms) for recipient, rooms in CEILINGS.items()} == expected
    assert list(CEILINGS) == list(expected)


def test_internal_answers_are_in_no_ceiling_and_next_steps_in_each() -> None:
    assert all("INT" not in rooms for rooms in CEILINGS.values())
    assert all(rooms[NEXT_STEPS] is WHOLE for rooms in CEILINGS.values())
    assert not may_hold("jc", "INT", "obs_note")


def test_a_cell_with_ids_names_questions_of_its_package() -> None:
    questionnaire = content().logic.questionnaire
    for rooms in CEILINGS.values():
        for package, cell in rooms.items():
            for id_ in cell - WHOLE:
                asked = "birth_date" if id_ == AGE else id_
                assert questionnaire[asked].package == package


def test_the_ceilings_cannot_be_widened_while_the_program_runs() -> None:
    for constant in (CEILINGS, CODE_PACKAGES, ONLY_CODES, NOT_CODES, FILE_NUMBERS, CONTACT_WAYS):
        with pytest.raises(TypeError, match="does not support item"):
            operator.delitem(cast("dict[object, object]", constant), next(iter(constant)))


def test_the_single_codes_of_the_filters_exist_in_the_questionnaire() -> None:
    questionnaire = content().logic.questionnaire
    for question, code in CODE_PACKAGES:
        choice = questionnaire[question].choice(code)
        assert choice is not None
        assert choice.package == CODE_PACKAGES[question, code]
    for (recipient, question), codes in [*ONLY_CODES.items(), *NOT_CODES.items()]:
        assert recipient in RECIPIENTS
        assert all(questionnaire[question].choice(code) for code in codes)
    kinds = questionnaire["file_numbers"].field_named("kind")
    assert kinds is not None
    assert all(kinds.choice(kind) for kind in FILE_NUMBERS)
    assert all(questionnaire["contact_safe"].choice(code) for codes in CONTACT_WAYS.values() for code in codes)


def test_no_code_of_the_content_has_a_package_that_the_constants_do_not_know() -> None:
    found = {
        (question.id, choice.code): choice.package
        for question in content().logic.questionnaire
        for choice in question.choices
        if choice.package
    }
    assert found == dict(CODE_PACKAGES)

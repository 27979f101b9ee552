from __future__ import annotations

import pytest

from intake.errors import ContentError
from intake.pathways.profile_reader import load_site
from tests.pathways.figure_cases import OFFERS, figure
from tests.pathways.personas import logic, sites
from tests.pathways.small_site import RULES, text_of


def problem(*parts: str) -> tuple[str, ...]:
    text = text_of(RULES, OFFERS, *parts)
    with pytest.raises(ContentError) as error:
        load_site("small.toml", text, sites(), logic())
    return error.value.problems


def line_of(start: str, text: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if line.startswith(start))


@pytest.mark.parametrize(
    ("dimension", "id_"),
    [
        ("doctor_appointment", "doctor_appointment"),
        ("health_limits == 'not_now'", "health_limits"),
        ("month(pregnancy_due)", "pregnancy_due"),
        ("wb_count", "wb_sleep"),
        ("feels_safe", "feels_safe"),
        ("constraints", "constraints"),
    ],
)
def test_health_and_protection_are_no_dimension(dimension: str, id_: str) -> None:
    part = figure("case", dimension)
    found = problem(part)
    assert any(f"`{id_}` holds answers about health or protection" in each for each in found)
    line = line_of("by = [", text_of(RULES, OFFERS, part))
    assert all(each.startswith(f"small.toml:{line}: figure f: ") for each in found)


def test_health_chooses_nobody_for_a_figure() -> None:
    part = figure("case", "gender", when="doctor_appointment == 'yes'")
    (found,) = problem(part)
    line = max(n for n, text in enumerate(text_of(RULES, OFFERS, part).splitlines(), 1) if text.startswith("when = "))
    assert found.startswith(f"small.toml:{line}: figure f: `doctor_appointment` holds")


@pytest.mark.parametrize("dimension", ["birth_date", "month(birth_date)", "year(birth_date)"])
def test_a_birth_date_is_no_dimension(dimension: str) -> None:
    (found,) = problem(figure("case", dimension))
    assert "a birth date is no dimension" in found


def test_a_count_that_nobody_can_count_is_a_mistake() -> None:
    part = figure("happy case", "gender")
    (found,) = problem(part)
    line = line_of("count = ", text_of(RULES, OFFERS, part))
    assert found == f"small.toml:{line}: figure f: `happy case` is nothing that can be counted"


def test_a_rule_may_be_a_dimension_whatever_it_rests_on() -> None:
    assert load_site("small.toml", text_of(RULES, OFFERS, figure("case", "rule:G10b")), sites(), logic()).figures

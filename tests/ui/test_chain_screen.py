"""The chain of steps on the screen and in plain text: readable without colour at every width."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import pytest

from intake.interview.values import Json
from intake.languages.catalogs import Catalogs
from intake.pathways.assess import assess
from intake.pathways.chain import Chain, chain, chain_rules, offers_by_id
from intake.ui.chain_drawing import ChainWords, chain_drawing, step_lines
from tests.pathways.personas import answers_of, laws, logic, personas, sites
from tests.ui.cases import DIMA, stored
from tests.ui.pages import talking
from tests.ui.program import BROAD, LOW, USUAL, WIDE

DAY = dt.date(2026, 5, 18)
GERMAN = Catalogs()["de"]
WORDS = ChainWords(lambda message, /, **params: GERMAN.say(message, params), "de")
MEASURES: Json = [
    {"offer": "zeb_skills", "text": "Kompetenzfeststellung im Betrieb", "state": "running", "funder": "Jobcenter"},
    {"offer": "zeb_recog", "text": "Anerkennung", "state": "ended"},
    {"text": "Nachhilfe im Verein", "state": "running"},
]
DRAWN: Mapping[str, Json] = {**DIMA, "measures": MEASURES}


def chain_of(answers: Mapping[str, Json], site: str = "zebera") -> Chain:
    assessment = assess(logic(), answers_of(answers), sites()[site], laws().in_force(DAY), DAY)
    return chain(assessment, chain_rules(sites(), site), offers_by_id(sites()))


@pytest.mark.parametrize("cells", [40, 56, 76, 100, 116])
def test_no_line_of_the_drawing_is_wider_than_the_screen(cells: int) -> None:
    for persona in personas():
        found = chain_of(persona.answers, persona.site)
        lines = [*chain_drawing(found, WORDS, cells)]
        lines += [line for step in found.steps for line in step_lines(step, WORDS, cells)]
        assert max(map(len, lines)) <= cells


@pytest.mark.parametrize("cells", [56, 76, 116])
def test_the_state_of_each_step_stands_below_its_number(cells: int) -> None:
    lines = [*chain_drawing(chain_of(DRAWN), WORDS, cells)]
    at = next(number for number, line in enumerate(lines) if line.startswith(" 1 -"))
    numbers, states = lines[at], lines[at + 1]
    found = {digit: states[place - 1 : place + 2] for place, digit in enumerate(numbers) if digit.isdigit()}
    assert found == {str(n): "[>]" if n in (3, 4, 5) else "[ ]" for n in range(1, 10)}


def test_a_measure_is_drawn_as_a_line_that_joins_its_steps_with_who_pays() -> None:
    lines = [*chain_drawing(chain_of(DRAWN), WORDS, 116)]
    numbers = next(line for line in lines if line.startswith(" 1 -"))
    bar = next(line for line in lines if "Kompetenzfeststellung im Betrieb" in line)
    places = [numbers.index(step) for step in "345"]
    assert [bar[place] for place in places] == [">"] * 3
    assert set(bar[places[0] : places[-1] + 1]) == {">", "-"}
    label = " ".join(line[63:].strip() for line in lines[lines.index(bar) : lines.index(bar) + 2])
    assert label == "Kompetenzfeststellung im Betrieb (§ 45 SGB III i. V. m. § 16 SGB II, Jobcenter)"


def test_only_plain_characters_are_drawn() -> None:
    lines = chain_drawing(chain_of({**DRAWN, "measures": None}), WORDS, 76)
    drawn = [line[:45] for line in lines if line.startswith((" 1 -", "["))]
    assert drawn
    assert all(line.isascii() for line in drawn)


@pytest.mark.parametrize("size", [USUAL, WIDE, LOW])
async def test_the_chain_is_drawn_from_the_next_steps_and_leads_back(tmp_path: Path, size: tuple[int, int]) -> None:
    stored(tmp_path, DRAWN, at="goal_main")
    async with talking(tmp_path, size=size) as talk:
        steps = await talk.next_steps()
        shown = await steps.chain()
        assert " 1 -" in shown
        assert "[>]" in shown
        assert "Nachhilfe im Verein" in shown
        assert "Anerkennung von Qualifikationen" in shown
        await talk.do("go-back")
        assert talk.program.screen == "NextStepsScreen"


async def test_a_step_names_the_answers_by_which_it_is_called_for(tmp_path: Path) -> None:
    stored(tmp_path, DRAWN, at="goal_main")
    async with talking(tmp_path, size=BROAD) as talk:
        shown = await (await talk.next_steps()).chain()
        said = talk.program.say("because of: {answers}", answers="").strip()
        assert said in shown
        assert "Möchte jetzt arbeiten und kann sich verständigen." in shown

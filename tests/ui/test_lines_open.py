"""Every line of the next steps opens to its reason, the answers behind it, its source and the law set's date."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from textual.widgets import OptionList

from intake.interview.values import Json
from intake.pathways.present import MAX_PRINTED_OFFERS, present
from intake.ui.screens.line import Line
from intake.ui.screens.next_steps import NextStepsScreen
from tests.ui.cases import DIMA, stored
from tests.ui.pages import InterviewPage, NextStepsPage, talking
from tests.ui.program import BROAD

RICH: Mapping[str, Json] = {
    **DIMA,
    "residence_municipality": {"text": "Hannover", "ags": "03241001"},
    "german_speaking": "a1",
    "literacy": "well",
    "english_level": "a1",
    "family_abroad": "yes",
    "status_valid_until": "2027-03",
    "measures": [
        {"offer": "h_perf", "text": "PerF Gruppe 7", "state": "running", "planned_end": "2026-09-30"},
        {"offer": "h_mag", "text": "Probe bei Bäckerei", "state": "planned", "from": "2026-06-01"},
    ],
}
"""A person at Hannover with pre-rules, results, several language offers, open points and deadlines of each kind."""
UNSURE = {id_: value for id_, value in RICH.items() if id_ not in ("decision_date", "work_months", "school_years")}


@pytest.fixture(params=[RICH, UNSURE], ids=["known", "unsure"])
def at_hannover(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    stored(tmp_path, request.param, at="goal_main", site="hannover")
    return tmp_path


def lines_of(talk: InterviewPage) -> list[Line]:
    screen = talk.program.app.screen
    assert isinstance(screen, NextStepsScreen)
    return list(screen._lines)


async def opened(talk: InterviewPage, index: int) -> str:
    listed = talk.program.app.screen.query_one(OptionList)
    listed.highlighted = index
    await talk.do("confirm")
    assert talk.program.screen == "Reader"
    shown = await talk.program.seen()
    await talk.do("go-back")
    return shown


async def test_every_line_opens_to_reason_answers_source_and_law_set(at_hannover: Path) -> None:
    async with talking(at_hannover, size=BROAD, code="H-") as talk:
        steps = await talk.next_steps()
        await steps.add_line("Termin beim Sportverein", "wünscht sich Kontakt im Viertel")
        lines = lines_of(talk)
        kinds = {line.kind for line in lines} - {""}
        assert {"prerule", "derived", "offer", "deadline", "own"} <= kinds
        assert kinds & {"rule", "open"}
        say = talk.program.say
        for index, line in enumerate(lines):
            if not line.kind:
                continue
            shown = await opened(talk, index)
            assert say("Law set of {law}", law="09.02.2026") in shown, line
            assert say("Proposal – staff decide.") in shown, line
            for text in (line.origin.source, line.origin.law, line.origin.ours):
                assert text in shown, line
            assert (say("Because of these answers:") in shown) == bool(line.because), line
            assert all(detail.strip() in shown for detail in line.details), line


async def test_a_line_whose_condition_reads_answers_names_them(at_hannover: Path) -> None:
    async with talking(at_hannover, size=BROAD, code="H-") as talk:
        await talk.next_steps()
        for line in lines_of(talk):
            if line.kind in ("rule", "derived", "prerule", "open") and line.id != "X0":
                assert line.because, line


async def test_a_deadline_opens_to_what_it_counts_from_and_the_period(tmp_path: Path) -> None:
    stored(tmp_path, RICH, at="goal_main", site="hannover")
    async with talking(tmp_path, size=BROAD, code="H-") as talk:
        steps = await talk.next_steps()
        shown = await steps.reasons("Familiennachzug ohne weitere")
        assert "12.03.2026" in shown
        assert talk.program.say("Added: {period}", period="3 Monate") in shown
        shown = await steps.reasons("24.08.2026\n")
        assert "Probe bei Bäckerei" in shown
        assert "01.06.2026" in shown
        assert talk.program.say("Added: {period}", period="12 Wochen") in shown


async def test_a_deadline_of_one_measure_is_decided_apart_from_that_of_another(tmp_path: Path) -> None:
    two: Json = [
        {"offer": "", "text": "Kurs am Morgen", "state": "running", "planned_end": "2026-09-30"},
        {"offer": "", "text": "Kurs am Abend", "state": "running", "planned_end": "2026-10-30"},
    ]
    stored(tmp_path, {**RICH, "measures": two}, at="goal_main", site="hannover")
    async with talking(tmp_path, size=BROAD, code="H-") as talk:
        steps = await talk.next_steps()
        evening, morning = "30.10.2026\n", "30.09.2026\n"  # the heads of their lines
        await steps.accept(evening)
        assert steps.line(evening).startswith("✓")
        assert not steps.line(morning).startswith("✓")


async def test_an_open_point_opens_to_where_it_would_lead(tmp_path: Path) -> None:
    open_case = {id_: value for id_, value in DIMA.items() if id_ != "prior_sgb2_elsewhere"}
    stored(tmp_path, open_case, at="goal_main")
    async with talking(tmp_path, size=BROAD) as talk:
        steps = await talk.next_steps()
        shown = await steps.reasons("zebera ist zuständig")
        assert talk.program.say("If it applies:") in shown
        assert "zebera, Erstantrag und Beratung" in shown
        assert "A:345-348" in shown


# Alternatives


async def test_language_offers_stand_together_as_one_choice(tmp_path: Path) -> None:
    stored(tmp_path, RICH, at="goal_main", site="hannover")
    async with talking(tmp_path, size=BROAD, code="H-") as talk:
        steps = await talk.next_steps()
        choice = next(each for each in present(talk.program.work.assessment).offers if each.is_alternative)
        heads = [line.head for line in lines_of(talk)]
        title = talk.program.say("One of these {count} language offers:", count=len(choice.lines))
        at = heads.index(title)
        names = [line.offer.name.de for line in choice.lines]
        assert len(names) > 1
        assert [head.startswith(f"· {name}") for name, head in zip(names, heads[at + 1 :], strict=False)] == [
            True
        ] * len(names)
        await _one_is_accepted(steps, names)


async def _one_is_accepted(steps: NextStepsPage, names: list[str]) -> None:
    await steps.accept(names[0])
    assert [steps.line(name).startswith("✓") for name in names] == [True] + [False] * (len(names) - 1)


async def test_what_is_not_on_paper_is_marked_on_the_screen(tmp_path: Path) -> None:
    stored(tmp_path, RICH, at="goal_main", site="hannover")
    async with talking(tmp_path, size=BROAD, code="H-") as talk:
        await talk.next_steps()
        shown = present(talk.program.work.assessment)
        assert len(shown.offers) > MAX_PRINTED_OFFERS
        heads = [line.head for line in lines_of(talk)]
        marked = talk.program.say("Offers that are not on paper: at most {count} are printed", count=MAX_PRINTED_OFFERS)
        first_unprinted = shown.offers[MAX_PRINTED_OFFERS].lines[0].offer.name.de
        last_printed = shown.offers[MAX_PRINTED_OFFERS - 1].lines[-1].offer.name.de
        places = [next(n for n, head in enumerate(heads) if name in head) for name in (last_printed, first_unprinted)]
        assert places[0] < heads.index(marked) < places[1]


async def test_two_measures_that_end_do_not_stop_the_program(tmp_path: Path) -> None:
    two: Json = [
        {"text": "Kurs am Morgen", "state": "running", "planned_end": "2026-04-30"},
        {"text": "Kurs am Abend", "state": "running", "planned_end": "2026-10-30"},
        {"text": "Kurs am Mittag", "state": "planned", "planned_end": "2026-09-30"},
    ]
    stored(tmp_path, {**DIMA, "measures": two}, at="goal_main")
    async with talking(tmp_path, size=BROAD) as talk:
        await talk.go_to("goal_main")
        await talk.answer("goal_main", "work")
        due = await talk.program.desk.due(365)
        assert [str(line.due.date) for line in due if line.due.deadline == "measure_end"] == ["2026-09-30"]

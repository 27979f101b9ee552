"""Next steps: each line with its reason; staff accept, set aside with a reason, or add a line of their own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from intake.interview.values import Json
from intake.store.kept.decisions import DecisionKind
from tests.ui.cases import DIMA, TALK, stored
from tests.ui.pages import NextStepsPage, at_the_desk, talking
from tests.ui.program import AT, BROAD

RESULT = "Z1"
OFFER = "Integrationskurs"


@pytest.fixture
def at_goals(tmp_path: Path) -> Path:
    stored(tmp_path, DIMA, at="goal_main")
    return tmp_path


async def test_the_proposal_says_that_staff_decide_and_on_which_law_it_stands(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        steps = await talk.next_steps()
        assert "zebera" in steps.notice
        assert "18.05.2026" in steps.notice
        assert "09.02.2026" in steps.notice


async def test_a_result_shows_its_reason_where_to_go_and_what_to_bring(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        steps = await talk.next_steps()
        line = steps.line(RESULT)
        assert "zebera ist zuständig" in " ".join(line.split())
        assert "→ zebera, Erstantrag und Beratung" in line
        assert "Aufenthaltspapier" in line


async def test_enter_shows_the_answers_behind_a_line_and_where_its_rule_comes_from(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        steps = await talk.next_steps()
        await steps.choose(RESULT)
        shown = await talk.program.seen()
        assert "A:345-348" in shown
        assert "Wuppertal" in shown
        assert "Nein" in shown
        await steps.do("go-back")
        assert talk.program.screen == "NextStepsScreen"


async def test_accepting_a_line_is_kept_with_who_and_when(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        steps = await talk.next_steps()
        await steps.accept(RESULT)
        assert steps.line(RESULT).startswith("✓")
        (decision,) = await steps.decisions()
        assert (decision.line_kind, decision.line, decision.decision) == ("rule", RESULT, DecisionKind.ACCEPTED)
        assert decision.actor == talk.program.desk.staff.id
        assert AT < decision.at < talk.program.clock()


async def test_setting_a_line_aside_asks_for_a_reason_that_is_kept_and_shown(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        steps = await talk.next_steps()
        await steps.override(OFFER, "Kurs ist bis Herbst ausgebucht")
        line = steps.line(OFFER)
        assert line.startswith("✗")
        assert "ausgebucht" in line
        (decision,) = await steps.decisions()
        assert decision.decision is DecisionKind.OVERRIDDEN
        assert decision.reason == "Kurs ist bis Herbst ausgebucht"


async def test_a_reason_that_says_nothing_is_refused(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        steps = await talk.next_steps()
        await steps.override(OFFER, "nein")
        assert talk.program.screen == "Typing"
        assert talk.program.notice_kind == "problem"
        await steps.do("go-back")
        assert await steps.decisions() == ()
        assert not steps.line(OFFER).startswith("✗")


async def test_a_line_of_ones_own_is_kept_with_its_reason(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        steps = await talk.next_steps()
        await steps.add_line("Termin beim Sportverein", "wünscht sich Kontakt im Viertel")
        line = steps.line("Sportverein")
        assert "wünscht sich Kontakt" in line
        (decision,) = await steps.decisions()
        assert (decision.decision, decision.text) == (DecisionKind.OWN_LINE, "Termin beim Sportverein")


async def test_two_lines_of_ones_own_both_stay(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        steps = await talk.next_steps()
        await steps.add_line("Termin beim Sportverein", "wünscht sich Kontakt im Viertel")
        await steps.add_line("Bibliotheksausweis", "liest gern, sucht ruhigen Platz")
        assert steps.line("Sportverein")
        assert steps.line("Bibliotheksausweis")


async def test_the_last_decision_about_a_line_is_the_one_that_holds(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        steps = await talk.next_steps()
        await steps.accept(OFFER)
        await steps.override(OFFER, "Kurs ist bis Herbst ausgebucht")
        assert steps.line(OFFER).startswith("✗")
        await steps.accept(OFFER)
        assert steps.line(OFFER).startswith("✓")
        assert len(await steps.decisions()) == 3


async def test_decisions_are_there_again_the_next_time(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        steps = await talk.next_steps()
        await steps.accept(RESULT)
        await talk.do("desk")
    async with talking(at_goals, size=BROAD) as talk:
        steps = await talk.next_steps()
        assert steps.line(RESULT).startswith("✓")


async def test_an_open_line_names_the_questions_that_would_decide_it(tmp_path: Path) -> None:
    open_case = {id_: value for id_, value in DIMA.items() if id_ != "prior_sgb2_elsewhere"}
    stored(tmp_path, open_case, at="goal_main")
    async with talking(tmp_path, size=BROAD) as talk:
        steps = await talk.next_steps()
        assert any("SGB" in line or "Jobcenter" in line for line in steps.lines if RESULT not in line)
        wanted = talk.program.say("still to ask: {questions}", questions="").strip()
        assert any(wanted in line for line in steps.lines)


async def test_a_case_in_memory_shows_the_proposal_and_takes_no_decision(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, size=BROAD) as desk:
        talk = await desk.begin_case()
        await talk.answer("interview_mode", "phone")
        steps = await talk.next_steps()
        await steps.do("accept")
        assert steps.notice == desk.program.say("The case is in memory only. Explain data protection first.")
        assert await steps.decisions() == ()


# Stop cards


@pytest.mark.parametrize(
    ("question", "value", "words"),
    [
        ("acute_need", "yes", "112"),
        ("understanding_ok", "poorly", "Neuer Termin"),
    ],
)
async def test_what_comes_before_everything_else_stops_the_interview_with_a_card(
    tmp_path: Path, question: str, value: str, words: str
) -> None:
    before: Mapping[str, Json] = {id_: value for id_, value in TALK.items() if id_ != question}
    stored(tmp_path, before, at=question)
    async with talking(tmp_path, size=BROAD) as talk:
        await talk.answer(question, value)
        assert talk.program.screen == "Dialog"
        assert words in await talk.program.seen()
        await talk.dialog.pick(talk.program.say("Go on with the interview"))
        assert talk.is_shown
        assert talk.shown_question != question
        assert (await talk.stored(question)).value is not None


async def test_the_card_leads_to_the_next_steps_which_hold_nothing_else(tmp_path: Path) -> None:
    stored(tmp_path, {**TALK, "acute_need": {"state": "unknown"}}, at="acute_need")
    async with talking(tmp_path, size=BROAD) as talk:
        await talk.answer("acute_need", "yes")
        await talk.dialog.pick(talk.program.say("Stop here: show the next steps"))
        steps = NextStepsPage(talk.program)
        assert talk.program.screen == "NextStepsScreen"
        assert "112" in steps.line("Zuerst Hilfe")
        assert len([line for line in steps.lines if "Zuerst Hilfe" in line]) == 1
        assert not any(OFFER in line for line in steps.lines)


async def test_keys_typed_ahead_do_not_answer_a_card_that_nobody_has_seen(tmp_path: Path) -> None:
    before: Mapping[str, Json] = {id_: value for id_, value in TALK.items() if id_ != "acute_need"}
    stored(tmp_path, before, at="acute_need")
    async with talking(tmp_path, size=BROAD) as talk:
        await talk.program.press_at_once("1", "2", "2", "1")
        assert talk.program.screen == "Dialog"
        assert (await talk.program.desk.ask(lambda store: store.lists.list_cases()))[0].place is not None


async def test_a_card_is_shown_once_and_again_only_after_the_answer_changed(tmp_path: Path) -> None:
    before: Mapping[str, Json] = {id_: value for id_, value in TALK.items() if id_ != "acute_need"}
    stored(tmp_path, before, at="acute_need")
    async with talking(tmp_path, size=BROAD) as talk:
        await talk.answer("acute_need", "yes")
        await talk.dialog.pick(talk.program.say("Go on with the interview"))
        await talk.do("unknown")
        assert talk.is_shown
        await talk.go_to("acute_need")
        await talk.answer("acute_need", "no")
        assert talk.is_shown
        await talk.go_to("acute_need")
        await talk.answer("acute_need", "yes")
        assert talk.program.screen == "Dialog"


async def test_a_card_takes_arrows_and_enter_as_well(tmp_path: Path) -> None:
    before: Mapping[str, Json] = {id_: value for id_, value in TALK.items() if id_ != "acute_need"}
    stored(tmp_path, before, at="acute_need")
    async with talking(tmp_path, size=BROAD) as talk:
        await talk.answer("acute_need", "yes")
        await talk.program.press("down")
        await talk.do("confirm")
        assert talk.program.screen == "NextStepsScreen"

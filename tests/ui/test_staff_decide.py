"""Staff decide on the screen: they change a line, take a decision back, and choose another customer group."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from intake.interview.values import Json
from intake.store.kept.decisions import DERIVED, DecisionKind
from intake.ui.decisions import OWN
from tests.ui.cases import DIMA, stored
from tests.ui.pages import HandoverPage, NextStepsPage, at_the_desk, talking
from tests.ui.program import BROAD, key_of

RESULT = "Z1"
OFFER = "Integrationskurs"
WHY = "so ist es heute besprochen"

SAMIR: Mapping[str, Json] = {
    **DIMA,
    "residence_municipality": {"text": "Hannover", "ags": "03241001"},
    "english_level": "a1",
    "school_certificate": "upper",
}
"""At Hannover he is close to the labour market, as far as the answers tell."""


@pytest.fixture
def at_goals(tmp_path: Path) -> Path:
    stored(tmp_path, DIMA, at="goal_main")
    return tmp_path


@pytest.fixture
def at_hannover(tmp_path: Path) -> Path:
    stored(tmp_path, SAMIR, at="goal_main", site="hannover")
    (tmp_path / "out").mkdir()
    return tmp_path


def has(page: NextStepsPage, text: str) -> bool:
    return any(text in line for line in page.lines)


# Lines


async def test_a_changed_line_keeps_the_proposal_and_says_what_holds_instead_and_why(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        steps = await talk.next_steps()
        await steps.change(RESULT, "Erst nach dem Umzug zu zebera", WHY)
        line = steps.line(RESULT)
        assert line.startswith("≠")
        assert "zebera ist zuständig" in " ".join(line.split())
        assert "Erst nach dem Umzug" in line
        assert WHY in line
        (decision,) = await steps.decisions()
        assert (decision.decision, decision.text, decision.reason) == (
            DecisionKind.CHANGED, "Erst nach dem Umzug zu zebera", WHY,
        )  # fmt: skip


async def test_a_line_is_not_changed_without_a_reason(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        steps = await talk.next_steps()
        await steps.change(RESULT, "Erst nach dem Umzug", "nein")
        assert talk.program.screen == "Typing"
        assert talk.program.notice_kind == "problem"
        await steps.do("go-back")
        assert await steps.decisions() == ()


async def test_a_decision_is_taken_back_and_the_history_keeps_it(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        steps = await talk.next_steps()
        await steps.override(OFFER, WHY)
        await steps.take_back(OFFER)
        assert not steps.line(OFFER).startswith("✗")
        assert WHY not in steps.line(OFFER)
        assert [each.decision for each in await steps.decisions()] == [DecisionKind.OVERRIDDEN, DecisionKind.REOPENED]


async def test_where_nothing_was_decided_nothing_is_taken_back(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        steps = await talk.next_steps()
        await steps.take_back(OFFER)
        assert steps.notice == talk.program.say("Nothing was decided about this line.")
        assert await steps.decisions() == ()


async def test_a_line_of_ones_own_is_changed_and_taken_back(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        steps = await talk.next_steps()
        await steps.add_line("Termin beim Sportverein", WHY)
        await steps.accept("Sportverein")
        assert len(await steps.decisions()) == 1
        await steps.change("Sportverein", "Termin im Nachbarschaftshaus", WHY)
        assert not has(steps, "Sportverein")
        assert WHY in await steps.reasons("Nachbarschaftshaus")
        await steps.take_back("Nachbarschaftshaus")
        assert not has(steps, "Nachbarschaftshaus")
        assert [each.line_kind for each in await steps.decisions()] == [OWN] * 3


async def test_a_case_in_memory_is_not_asked_for_reasons_that_cannot_be_kept(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, size=BROAD) as desk:
        talk = await desk.begin_case()
        await talk.answer("interview_mode", "phone")
        steps = await talk.next_steps()
        for action in ("override", "change", "take-back", "new"):
            await steps.do(action)
            assert talk.program.screen == "NextStepsScreen", action
            assert steps.notice == desk.program.say("The case is in memory only. Explain data protection first.")


# The customer group


async def test_the_customer_group_stands_there_with_the_answers_behind_it(at_hannover: Path) -> None:
    async with talking(at_hannover, size=BROAD, code="H-") as talk:
        steps = await talk.next_steps()
        assert "G2 arbeitsmarktnah" in steps.line("Kundengruppe")
        shown = await steps.reasons("Kundengruppe")
        assert "B:152-179" in shown
        assert talk.program.say("Because of these answers:") in shown


async def test_another_group_with_a_reason_changes_the_offers_and_shows_both(at_hannover: Path) -> None:
    async with talking(at_hannover, size=BROAD, code="H-") as talk:
        steps = await talk.next_steps()
        assert has(steps, "Jobbüro")
        assert not has(steps, "Arbeitsgelegenheit mit Sprachunterricht")
        await steps.choose_value("Kundengruppe", "G3 langfristig", WHY)
        line = steps.line("Kundengruppe")
        assert line.startswith("≠")
        assert "G3 langfristig" in line.splitlines()[0]
        assert talk.program.say("computed from the answers: {value}", value="G2 arbeitsmarktnah") in line
        assert WHY in line
        assert not has(steps, "Jobbüro")
        rests = talk.program.say(
            "rests on what staff decided: {name}: {value}", name="Kundengruppe", value="G3 langfristig"
        )
        assert rests in " ".join(steps.line("Arbeitsgelegenheit mit Sprachunterricht").split())
        (decision,) = await steps.decisions()
        assert (decision.line_kind, decision.line, decision.text) == (DERIVED, "hannover_group", "G3_long_term")


async def test_the_group_that_was_decided_holds_the_next_time_and_until_it_is_taken_back(at_hannover: Path) -> None:
    async with talking(at_hannover, size=BROAD, code="H-") as talk:
        await (await talk.next_steps()).choose_value("Kundengruppe", "G3 langfristig", WHY)
        await talk.do("desk")
    async with talking(at_hannover, size=BROAD, code="H-") as talk:
        steps = await talk.next_steps()
        assert has(steps, "Arbeitsgelegenheit mit Sprachunterricht")
        await steps.accept("Kundengruppe")
        assert has(steps, "Arbeitsgelegenheit mit Sprachunterricht")
        await steps.take_back("Kundengruppe")
        assert not has(steps, "Arbeitsgelegenheit mit Sprachunterricht")
        assert has(steps, "Jobbüro")


async def test_setting_the_group_aside_means_choosing_another(at_hannover: Path) -> None:
    async with talking(at_hannover, size=BROAD, code="H-") as talk:
        steps = await talk.next_steps()
        await steps.go_to_line("Kundengruppe")
        await steps.do("override")
        assert talk.program.screen == "Dialog"
        await steps.do("go-back")
        assert await steps.decisions() == ()


async def test_other_sites_have_no_customer_group(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        assert not has(await talk.next_steps(), "Kundengruppe")


async def test_why_not_names_the_group_that_staff_decided(at_hannover: Path) -> None:
    async with talking(at_hannover, size=BROAD, code="H-") as talk:
        steps = await talk.next_steps()
        await steps.choose_value("Kundengruppe", "G3 langfristig", WHY)
        await steps.do("why-not")
        shown = await talk.program.seen()
        assert talk.program.say("Its condition is not met by what staff decided:") in shown
        below = shown.split("Jobbüro (work first)")[1].split("\n\n")[0]
        assert "Kundengruppe: G3 langfristig" in below


# The record

OFFICE = "Jobcenter Kabelkamp, Zentrale Organisationseinheit Flüchtlinge"


async def test_words_of_staff_go_along_only_where_they_are_ticked_and_the_preview_shows_it(at_hannover: Path) -> None:
    async with talking(at_hannover, size=BROAD, code="H-") as talk:
        steps = await talk.next_steps()
        await steps.choose_value("Kundengruppe", "G3 langfristig", WHY)
        await steps.add_line("Termin beim Sportverein", "wünscht sich Kontakt im Viertel")
        await steps.do("handover")
        page = HandoverPage(talk.program)
        await page.grant(OFFICE)
        say = talk.program.say
        await page.choose(OFFICE)
        await page.dialog.pick(say("Preview: exactly what this office would see"))
        shown = await talk.program.seen()
        assert "G3 langfristig" in shown
        assert "Sportverein" not in shown
        assert WHY not in shown
        await page.do("go-back")
        await page.choose(OFFICE)
        await page.dialog.pick(say("Notes and words of staff: {count} of {total} go along", count=0, total=3))
        assert talk.program.screen == "Ticks"
        await talk.program.press("1", "down", "space", key_of("go-back"))
        shown = " ".join((await talk.program.seen()).split())
        assert WHY in shown
        assert "Sportverein" in shown
        assert "wünscht sich Kontakt" not in shown
        await page.do("go-back")
        await page.go_to_line(OFFICE)
        await page.do("export")
        (text,) = (at_hannover / "out").glob("*.txt")
        content = " ".join(text.read_text(encoding="utf-8").split())
        assert WHY in content
        assert "Sportverein" in content
        assert "wünscht sich Kontakt" not in content


async def test_where_staff_said_nothing_there_is_nothing_to_tick(at_hannover: Path) -> None:
    async with talking(at_hannover, size=BROAD, code="H-") as talk:
        await (await talk.next_steps()).do("handover")
        page = HandoverPage(talk.program)
        await page.grant(OFFICE)
        await page.choose(OFFICE)
        words = talk.program.say("Notes and words of staff: {count} of {total} go along").partition(":")[0]
        assert page.lines
        assert not [line for line in page.lines if words in line]

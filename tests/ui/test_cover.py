"""Answers on health and protection are covered until the passphrase is typed, and again after leaving."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from textual.widgets import Input, Static

from intake.interview.values import Json
from intake.ui.cover import Cover, unseen_prerules
from intake.ui.widgets.covered import CoveredField
from tests.handover.handover_cases import PERSON, assessed
from tests.ui.cases import DIMA, stored
from tests.ui.pages import InterviewPage, ReviewPage, review, talking
from tests.ui.program import BROAD, PASSPHRASE

HEALTHY: Mapping[str, Json] = {
    **DIMA,
    "wg_opener": "no",
    "health_limits": {"state": "declined"},
    "feels_safe": "no",
}
LABEL = "Fühlt sich am Wohnort sicher"
COVERED = "(verdeckt)"


def line_of(page: ReviewPage) -> str:
    return next(line for line in page.lines if LABEL in line)


async def type_passphrase(talk: InterviewPage, typed: str) -> None:
    await talk.program.paste(typed)
    await talk.program.press("enter")


async def at_feels_safe(talk: InterviewPage) -> None:
    await talk.go_to("feels_safe")
    assert isinstance(talk.field, CoveredField)


async def test_a_stored_answer_is_covered_and_shown_after_the_passphrase(tmp_path: Path) -> None:
    stored(tmp_path, HEALTHY, at="goal_main")
    async with talking(tmp_path, size=BROAD) as talk:
        await at_feels_safe(talk)
        assert "verdeckt" in str(talk.field.render())
        await talk.program.press("enter")
        assert talk.program.screen == "PassphraseDialog"
        await type_passphrase(talk, PASSPHRASE)
        assert not isinstance(talk.field, CoveredField)
        assert talk.shown_question == "feels_safe"
        actions = [entry.action for entry in await talk.program.desk.ask(lambda store: store.trail.entries(1))]
        assert actions == ["section.unlocked"]


async def test_a_wrong_passphrase_shows_nothing_and_is_said(tmp_path: Path) -> None:
    stored(tmp_path, HEALTHY, at="goal_main")
    async with talking(tmp_path, size=BROAD) as talk:
        await at_feels_safe(talk)
        await talk.program.press("enter")
        await type_passphrase(talk, "falsch und lang")
        assert talk.program.screen == "PassphraseDialog"
        assert str(talk.program.app.screen.query(Static).last().content)
        assert talk.program.app.screen.query_one(Input).value == ""
        await talk.program.press("escape")
        assert isinstance(talk.field, CoveredField)


async def test_leaving_the_section_covers_it_again(tmp_path: Path) -> None:
    stored(tmp_path, HEALTHY, at="goal_main")
    async with talking(tmp_path, size=BROAD) as talk:
        await at_feels_safe(talk)
        await talk.program.press("enter")
        await type_passphrase(talk, PASSPHRASE)
        await talk.go_to("wg_opener")
        assert not isinstance(talk.field, CoveredField), "the same section stays open"
        await talk.go_to("gender")
        await talk.go_to("feels_safe")
        assert isinstance(talk.field, CoveredField)


async def test_what_is_being_answered_is_not_covered_until_the_section_is_left(tmp_path: Path) -> None:
    stored(tmp_path, {id_: value for id_, value in HEALTHY.items() if id_ != "feels_safe"}, at="goal_main")
    async with talking(tmp_path, size=BROAD) as talk:
        await talk.go_to("feels_safe")
        await talk.answer("feels_safe", "no")
        await talk.go_to("feels_safe")
        assert not isinstance(talk.field, CoveredField)
        await talk.go_to("gender")
        await talk.go_to("feels_safe")
        assert isinstance(talk.field, CoveredField)


async def test_one_can_go_on_without_seeing_it_and_nothing_changes(tmp_path: Path) -> None:
    stored(tmp_path, HEALTHY, at="goal_main")
    async with talking(tmp_path, size=BROAD) as talk:
        before = talk.answers
        await at_feels_safe(talk)
        await talk.do("unknown", "declined", "ask-later", "note")
        await talk.program.press("1", "x", "delete")
        assert isinstance(talk.field, CoveredField)
        await talk.program.press("down")
        assert talk.shown_question != "feels_safe"
        assert talk.answers == before


async def test_the_review_says_that_they_are_covered_until_the_passphrase(tmp_path: Path) -> None:
    stored(tmp_path, HEALTHY, at="goal_main")
    async with talking(tmp_path, size=BROAD) as talk:
        page = await talk.review()
        assert COVERED in line_of(page)
        await page.do("uncover")
        await type_passphrase(talk, PASSPHRASE)
        assert COVERED not in line_of(page)
        await page.do("go-back")
        page = await InterviewPage(talk.program).review()
        assert COVERED in line_of(review(talk.program))


async def test_the_list_of_places_tells_no_covered_answer(tmp_path: Path) -> None:
    stored(tmp_path, HEALTHY, at="goal_main")
    async with talking(tmp_path, size=BROAD) as talk:
        await talk.do("go-to")
        await talk.program.paste("feels_safe")
        assert COVERED in await talk.program.seen()


async def test_the_next_steps_name_no_line_whose_name_would_tell_a_covered_answer(tmp_path: Path) -> None:
    stored(tmp_path, HEALTHY, at="goal_main")
    async with talking(tmp_path, size=BROAD) as talk:
        page = await talk.next_steps()
        assert "geschütztes Gespräch" not in "\n".join(page.lines)
        assert COVERED in "\n".join(page.lines)
        await page.do("uncover")
        await type_passphrase(talk, PASSPHRASE)
        assert "geschütztes Gespräch" in "\n".join(page.lines)


async def test_next_steps_tell_no_health_limit_by_what_it_puts_off_until_it_is_shown(tmp_path: Path) -> None:
    stored(tmp_path, {**DIMA, "health_limits": "not_now"}, at="goal_main")
    async with talking(tmp_path, size=BROAD) as talk:
        page = await talk.next_steps()
        later = f"· {talk.program.say('later')}"
        covered = "\n".join(page.lines)
        assert "Arbeitsangebote später" not in covered
        assert "G9" not in covered
        assert later not in covered
        assert f"· {COVERED}" in covered
        chain = await page.chain()
        assert f": {talk.program.say('later')}" not in chain
        assert f": {COVERED}" in chain
        await page.do("next-steps", "uncover")
        await type_passphrase(talk, PASSPHRASE)
        assert "Arbeitsangebote später" in "\n".join(page.lines)
        assert later in "\n".join(page.lines)
        line = next(each for each in page.lines if later in each).splitlines()[0].strip()
        name = line.removesuffix(later).strip(" ·")
        await page.change(name, "erst die Reha", "wegen der Schmerzen")
        assert "wegen der Schmerzen" in page.line(name)
        await page.do("handover", "next-steps")
        for shown in (page.line(name), await page.reasons(name)):
            assert [word for word in ("Reha", "Schmerzen", later) if word in shown] == []
            assert talk.program.say("changed by staff: {reason}", reason=COVERED) in " ".join(shown.split())


def test_urgent_help_is_named_while_it_is_covered() -> None:
    assessment = assessed({**PERSON, "acute_need": "yes", "health_limits": "not_now"})
    assert {"G1", "G9"} <= {line.rule.id for line in assessment.prerules}
    assert [line.rule.id for line in unseen_prerules(assessment, Cover(), lacks_privacy=False)] == ["G9"]


async def test_a_comparison_names_neither_such_a_line_nor_where_it_leads(tmp_path: Path) -> None:
    stored(tmp_path, HEALTHY, at="goal_main")
    async with talking(tmp_path, size=BROAD) as talk:
        page = await (await talk.next_steps()).compare()
        await page.moved_to("münster")
        await page.do("all-lines")
        shown = "\n".join(page.lines)
        assert "Schutz" not in shown
        assert "geschütztes Gespräch" not in shown


async def test_the_offices_of_a_covered_answer_are_not_named_until_it_is_shown(tmp_path: Path) -> None:
    stored(tmp_path, {**HEALTHY, "wb_wants_help": "yes"}, at="goal_main")
    named = "named by the proposal; not asked yet"
    async with talking(tmp_path, size=BROAD) as talk:
        page = await talk.handover()
        covered = sum(talk.program.say(named) in line for line in page.lines)
        await page.do("uncover")
        await type_passphrase(talk, PASSPHRASE)
        assert sum(talk.program.say(named) in line for line in page.lines) > covered

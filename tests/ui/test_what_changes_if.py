"""What changes if: sites and law sets side by side for the same answers. Nothing is stored by looking."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from intake.store.kept.audit import Action
from intake.store.store import Store
from intake.ui.screens.compare import CompareScreen
from tests.ui.cases import DIMA, stored
from tests.ui.pages import ComparePage, InterviewPage, talking
from tests.ui.program import BROAD, LOW, USUAL, WIDE, Program, key_of

OLD = "24.10.2015"


@pytest.fixture
def at_goals(tmp_path: Path) -> Path:
    stored(tmp_path, DIMA, at="goal_main")
    return tmp_path


async def everything_stored(talk: InterviewPage) -> tuple[object, ...]:
    """All that the store holds of the case, and what was done to it; that it was looked at is noted and left out."""
    case = talk.program.work.new.id

    def read(store: Store) -> tuple[object, ...]:
        return (
            store.load_case(case), store.history(case), store.decisions(case), store.handovers.of_case(case),
            [entry for entry in store.trail.entries(10_000) if entry.action != Action.CASE_VIEWED],
        )  # fmt: skip

    return await talk.program.desk.ask(read)


async def comparing(talk: InterviewPage) -> ComparePage:
    return await (await talk.next_steps()).compare()


async def test_another_town_and_another_law_set_stand_beside_the_case_as_it_is(at_goals: Path) -> None:
    async with talking(at_goals, size=WIDE) as talk:
        page = await comparing(talk)
        await page.moved_to("münster")
        shown = await talk.program.seen()
        assert "zebera" in shown
        assert "Münster" in shown
        line = page.line("zebera ist zuständig")
        assert talk.program.say("Responsible here") in line
        await page.do("new")
        await page.with_law(OLD)
        assert OLD in await talk.program.seen()
        assert "C: " in page.line("zebera ist zuständig")


async def test_who_moves_is_no_longer_from_another_town(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        page = await comparing(talk)
        await page.moved_to("münster")
        assert not any("G0" in line for line in page.lines)
        await page.do("remove", "new")
        await page.dialog.pick(talk.program.say("… another site looks at it, without a move"))
        await talk.program.paste("münster")
        await page.do("confirm")
        assert "B: " in page.line("G0")


async def test_differences_come_first_and_all_lines_on_request(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        page = await comparing(talk)
        await page.with_law(OLD)
        differing = [line for line in page.lines if "A: " in line]
        assert not any(line.lstrip().startswith("≠") for line in differing)
        await page.do("all-lines")
        everything = [line for line in page.lines if "A: " in line]
        assert len(everything) > len(differing)
        assert sum(line.lstrip().startswith("≠") for line in everything) == len(differing)
        await page.do("all-lines")
        assert [line for line in page.lines if "A: " in line] == differing


@pytest.mark.parametrize(("size", "rows"), [(WIDE, 1), (USUAL, 2)])
async def test_columns_stand_side_by_side_where_there_is_room_else_below_each_other(
    at_goals: Path, size: tuple[int, int], rows: int
) -> None:
    async with talking(at_goals, size=size) as talk:
        page = await comparing(talk)
        await page.moved_to("münster")
        cells = [row for row in page.line("Jobcenter").splitlines() if row.strip().startswith(("A: ", "B: "))]
        assert len(cells) == rows


async def test_a_line_opens_to_its_words_source_and_law_set_in_each(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        page = await comparing(talk)
        await page.with_law(OLD)
        await page.do("all-lines")
        await page.choose("zebera ist zuständig")
        shown = await talk.program.seen()
        assert "A:345-348" in shown
        assert OLD in shown
        assert "09.02.2026" in shown
        assert talk.program.say("Nothing of this is stored.") in shown
        await page.do("go-back")
        assert talk.program.screen == "CompareScreen"


async def test_every_site_and_every_law_set_can_be_chosen(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        content = talk.program.desk.content
        page = await comparing(talk)
        await page.dialog.pick(talk.program.say("… the person moves, and another law set applies"))
        assert len(page.lines) == len(content.sites.by_id)
        await page.do("confirm")
        assert len(page.lines) == len(content.laws.sets)
        assert talk.program.say("in force today") in page.line("09.02.2026")


async def test_going_back_leads_to_the_next_steps(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        page = await comparing(talk)
        await page.do("go-back")
        assert talk.program.screen == "CompareScreen"
        assert page.notice == talk.program.say("Only the case as it is: {key} adds what to compare it with.", key="+")
        await page.do("go-back")
        assert talk.program.screen == "NextStepsScreen"


async def test_at_most_six_can_be_compared_and_the_case_itself_stays(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        page = await comparing(talk)
        for number in range(5):
            if number:
                await page.do("new")
            await page.with_law(OLD)
        await page.do("new")
        assert page.notice == talk.program.say("At most {count} can be compared.", count=6)
        for _ in range(8):
            await page.do("remove")
        assert page.lines == []
        assert isinstance(talk.program.app.screen, CompareScreen)


async def test_looking_stores_nothing(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        steps = await talk.next_steps()
        before = await everything_stored(talk)
        page = await steps.compare()
        await page.moved_to("münster")
        await page.do("new")
        await page.with_law(OLD)
        await page.do("all-lines")
        await page.choose("zebera ist zuständig")
        await page.do("go-back", "remove", "go-back")
        await steps.do("chain", "go-back")
        assert await everything_stored(talk) == before


KEYS = ("new", "remove", "all-lines", "confirm", "confirm")


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("size", [USUAL, LOW])
async def test_whatever_is_pressed_while_comparing_stores_nothing(
    at_goals: Path, seed: int, size: tuple[int, int]
) -> None:
    chance = random.Random(seed)
    async with talking(at_goals, size=size) as talk:
        steps = await talk.next_steps()
        before = await everything_stored(talk)
        await steps.compare()
        for _ in range(25):
            await talk.program.press(_any_key(chance, talk.program))
            if talk.program.screen == "NextStepsScreen":
                await steps.compare()
        assert await everything_stored(talk) == before


def _any_key(chance: random.Random, program: Program) -> str:
    """A key of the screen, a digit of a dialog, arrows, or nonsense."""
    if program.screen in ("Dialog", "Chooser"):
        return chance.choice(["1", "2", "3", "4", "down", "enter", "enter", "m", "x", "escape"])
    return chance.choice([*map(key_of, KEYS), "down", "up", "z", "q", "7", "pagedown"])

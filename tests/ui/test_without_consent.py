"""Passing on without consent asks for everything, is typed to the end, and is silent nowhere."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from intake.store.kept.audit import Action
from intake.ui.new_consent import package_names
from tests.ui.cases import DIMA, stored
from tests.ui.pages import HandoverPage, talking
from tests.ui.program import BROAD, typed

OFFICE = "zebera, Erstantrag und Beratung"
CITATION = "§ 50 Abs. 1 SGB II"
REASON = "Frist heute, Person nicht erreichbar"


@pytest.fixture
def at_goals(tmp_path: Path) -> Path:
    stored(tmp_path, DIMA, at="goal_main")
    (tmp_path / "out").mkdir()
    return tmp_path


async def begin(page: HandoverPage) -> None:
    await page.go_to_line(OFFICE)
    await page.do("without-consent")


async def ask(page: HandoverPage, *packages: str) -> None:
    """Up to the preview: the first statute, a reason, these packages by their number."""
    await begin(page)
    await page.program.press("1", *typed(REASON), "enter", *packages, "escape")


async def test_a_record_leaves_with_statute_reason_and_packages_noted(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        page = await talk.handover()
        await ask(page, "1", "2")
        assert talk.program.screen == "Reader"
        assert "Mansour" in await talk.program.seen()
        await talk.program.press("escape", *typed(talk.program.work.code), "enter")
        assert sorted(path.suffix for path in (at_goals / "out").iterdir()) == [".json", ".pdf", ".txt"]
        (record,) = await page.records()
        assert (record.basis, record.reason) == (CITATION, REASON)
        assert set(record.packages) == {"IDN", "IDB", "NXT"}
        assert talk.program.say("without consent, on the basis of {basis}", basis=CITATION) in page.line(OFFICE)
        data = json.loads(next((at_goals / "out").glob("*.json")).read_text("utf-8"))
        assert data["basis"] == [{"kind": "statute", "citation": CITATION}]
        assert REASON not in json.dumps(data, ensure_ascii=False)
        audit = await talk.program.desk.ask(lambda store: store.trail.entries(20))
        assert (Action.RECORD_WITHOUT_CONSENT.value, record.id) in [(each.action, each.subject) for each in audit]


async def test_a_wrong_code_of_the_case_passes_nothing_on(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        page = await talk.handover()
        await ask(page, "1")
        await talk.program.press("escape", *typed("Z-0000-00"), "enter")
        assert talk.program.screen == "CaseCodeTyping"
        assert talk.program.notice_kind == "problem"
        await talk.program.press("enter", "escape")
        assert await page.records() == ()
        assert list((at_goals / "out").iterdir()) == []


@pytest.mark.parametrize("keys", [("escape",), ("1", "escape"), ("1", *typed(REASON), "enter", "escape")])
async def test_going_back_anywhere_or_ticking_nothing_passes_nothing_on(at_goals: Path, keys: tuple[str, ...]) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        page = await talk.handover()
        await begin(page)
        await talk.program.press(*keys)
        assert talk.program.screen == "HandoverScreen"
        assert await page.records() == ()


async def test_support_needs_is_confirmed_on_its_own_and_the_first_choice_stops(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        page = await talk.handover()
        await begin(page)
        await talk.program.press("1", *typed(REASON), "enter")
        work = talk.program.work
        codes = [code for code, _ in package_names(work, talk.program.desk.wording(work), "jc")]
        await talk.program.press(*["down"] * codes.index("FUN"), "space", "escape")
        assert talk.program.screen == "Dialog"
        await talk.program.press("1")
        assert talk.program.screen == "HandoverScreen"
        assert await page.records() == ()


async def test_a_statute_of_ones_own_is_typed(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        page = await talk.handover()
        await begin(page)
        await talk.program.press("3", *typed("§ 99 ABC"), "enter", *typed(REASON), "enter", "1", "escape", "escape")
        await talk.program.press(*typed(talk.program.work.code), "enter")
        (record,) = await page.records()
        assert record.basis == "§ 99 ABC"


async def test_with_a_consent_that_holds_there_is_nothing_to_set_aside(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        page = await talk.handover()
        await page.grant(OFFICE)
        await begin(page)
        assert talk.program.screen == "HandoverScreen"
        assert talk.program.notice_kind == "problem"

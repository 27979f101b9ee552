"""A closed interview is not changed; what comes later stands there as an addition with its day."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake.interview.answers import AnswerGiven
from intake.store.failures import CaseClosed
from intake.store.kept.cases import Status
from intake.store.kept.happened import ADDITION, CONSENT_CHANGED, REOPENED, CaseEvent
from intake.ui.case_opening import open_case
from tests.store.making import answered
from tests.ui.cases import DIMA, stored
from tests.ui.events_page import events_of
from tests.ui.pages import HandoverPage, InterviewPage, Page, ReviewPage, talking
from tests.ui.program import BROAD, typed

OFFICE = "zebera, Erstantrag und Beratung"
REASON = "Im Pass steht es anders"


@pytest.fixture
def at_goals(tmp_path: Path) -> Path:
    stored(tmp_path, DIMA, at="goal_main")
    (tmp_path / "out").mkdir()
    return tmp_path


async def events(page: Page) -> list[tuple[str, str]]:
    return [(event.kind, event.note) for event in await all_events(page)]


async def all_events(page: Page) -> tuple[CaseEvent, ...]:
    case = page.program.work.new.id
    return await page.program.desk.ask(lambda store: store.events_of(case))


async def closed(talk: InterviewPage) -> ReviewPage:
    """The case of the talk, closed and opened again from the desk."""
    await talk.do("review", "close-case")
    await talk.program.press("2")
    assert talk.program.screen == "DeskScreen"
    case = await talk.program.desk.ask(lambda store: store.lists.list_cases(Status.CLOSED))
    assert talk.program.app.navigation is not None
    talk.program.app.run_worker(open_case(talk.program.app.navigation, case[0].id))
    await talk.program.settled()
    assert talk.program.screen == "ReviewScreen"
    return ReviewPage(talk.program)


async def test_closing_says_what_is_open_and_asks(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        await talk.do("ask-later", "review", "close-case")
        assert talk.program.screen == "Dialog"
        told = talk.program.say("To be asked later: {questions}", questions="").strip()
        assert told in await talk.program.seen()
        await talk.program.press("1")
        assert talk.program.screen == "ReviewScreen"
        assert not talk.program.work.is_closed


async def test_a_changed_answer_becomes_an_addition_with_its_reason(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        page = await closed(talk)
        await page.choose("Vorname")
        assert talk.program.screen == "InterviewScreen"
        await talk.program.press(*["backspace"] * 4, *typed("Dina"), "enter")
        assert talk.program.screen == "Typing"
        await talk.program.press(*typed(REASON), "enter")
        assert await events(page) == [(ADDITION, REASON)]
        case = talk.program.work.new.id
        (*_, last) = await talk.program.desk.ask(lambda store: store.history(case, "given_name"))
        assert isinstance(last.event.change, AnswerGiven)
        assert last.event.change.answer.value == "Dina"
        assert last.addition == (await all_events(page))[0].id
        await talk.do("review")
        line = next(line for line in ReviewPage(talk.program).lines if "Dina" in line)
        assert talk.program.say("(addition of {day})", day="18.05.2026") in line


async def test_without_a_reason_nothing_is_changed_and_the_answer_stands_there_again(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        page = await closed(talk)
        await page.choose("Vorname")
        await talk.program.press(*typed("x"), "enter", "escape")
        assert talk.program.work.interview.answers["given_name"].value == "Dima"
        assert talk.program.work.is_safe
        assert await events(page) == []
        assert talk.program.notice == talk.program.say("Nothing was changed: the interview is closed.")


async def test_confirming_an_answer_as_it_stands_is_no_change(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        page = await closed(talk)
        await page.choose("Vorname")
        await talk.program.press("enter")
        assert talk.program.screen == "InterviewScreen"
        assert await events(page) == []


async def test_nothing_else_can_write_an_answer(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        await closed(talk)
        work = talk.program.work
        with pytest.raises(CaseClosed):
            await work.save(AnswerGiven("given_name", answered("Dina")))
        assert work.is_safe
        assert work.interview.answers["given_name"].value == "Dima"


async def test_words_of_their_own_are_added_with_their_day(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        page = await closed(talk)
        await page.do("events", "new")
        await talk.program.press("1", *typed("Hat jetzt ein Konto"), "enter", "enter")
        assert await events(page) == [(ADDITION, "Hat jetzt ein Konto")]
        assert any(talk.program.say("Addition") in line for line in page.lines)


async def test_a_consent_and_its_withdrawal_are_dated_by_themselves(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        await closed(talk)
        await talk.do("handover")
        page = HandoverPage(talk.program)
        await page.grant(OFFICE)
        await page.go_to_line(OFFICE)
        await page.do("export", "withdraw")
        await talk.program.press("2")
        assert [kind for kind, _ in await events(page)] == [CONSENT_CHANGED]
        assert len(await page.records()) == 1


async def test_an_event_goes_on_working_with_the_answers_that_follow_from_it(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        await closed(talk)
        page = await events_of(talk.program)
        await page.add("Leistungen bewilligt", {"event_date": "01.04.2025"})
        assert len(await events(page)) == 1
        case = talk.program.work.new.id
        file = await talk.program.desk.ask(lambda store: store.load_case(case))
        assert str(file.answers["grant_start"].value) == "2025-04-01"
        assert talk.program.work.is_safe


async def test_it_is_opened_again_with_a_reason(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        page = await closed(talk)
        await page.do("close-case")
        await talk.program.press(*typed("zu früh geschlossen"), "enter")
        assert await events(page) == [(REOPENED, "zu früh geschlossen")]
        work = talk.program.work
        assert not work.is_closed
        await work.save(AnswerGiven("given_name", answered("Dina")))
        file = await talk.program.desk.ask(lambda store: store.load_case(work.new.id))
        assert (file.header.status, file.header.closed_at) == (Status.OPEN, None)
        assert file.answers["given_name"].value == "Dina"


async def test_words_of_their_own_go_along_in_a_record_only_where_they_are_ticked(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        page = await closed(talk)
        await page.do("events", "new")
        await talk.program.press("1", *typed("Hat jetzt ein Konto"), "enter", "enter")
        await page.do("handover")
        handover = HandoverPage(talk.program)
        await handover.grant(OFFICE)
        await handover.go_to_line(OFFICE)
        await handover.do("export")
        await handover.choose(OFFICE)
        await handover.dialog.pick(
            talk.program.say("Notes and words of staff: {count} of {total} go along", count=0, total=1)
        )
        await talk.program.press("1", "escape")
        assert "Hat jetzt ein Konto" in await talk.program.seen()
        await talk.program.press("escape")
        await handover.do("export")
        first, second = (path.read_text("utf-8") for path in sorted((at_goals / "out").glob("*.json")))
        assert "Konto" not in first
        assert "Hat jetzt ein Konto" in second
        assert [len(record.included) for record in await handover.records()] == [0, 1]


async def test_a_second_version_shows_in_the_preview_what_has_changed(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        await talk.do("handover")
        handover = HandoverPage(talk.program)
        await handover.grant(OFFICE)
        await handover.go_to_line(OFFICE)
        await handover.do("export")
        talk.program.clock.pass_by(minutes=1)
        await talk.program.work.save(AnswerGiven("given_name", answered("Dina")))
        await talk.do("next-steps", "handover")
        await handover.choose(OFFICE)
        await talk.program.press("1")
        shown = " ".join((await talk.program.seen()).split())
        assert "Dima" in shown
        assert "Dina" in shown
        assert talk.program.say("nothing that stands here has changed") not in shown

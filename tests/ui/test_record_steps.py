"""What becomes of a record is noted on the list of offices, and a slip closes it from anywhere."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from textual import events
from textual.containers import VerticalScroll

from intake.errors import StoreError
from intake.store.handovers.handovers import Handovers
from intake.store.kept.audit import Action
from intake.store.kept.handovers import Record, RecordStatus, Step
from intake.ui.record_words import STATUS
from intake.ui.widgets.line_input import LineInput
from tests.ui.cases import DIMA, stored
from tests.ui.pages import HandoverPage, InterviewPage, talking
from tests.ui.program import BROAD, typed

OFFICE = "zebera, Erstantrag und Beratung"
BRANCH = "Geschäftsstelle des Jobcenters Wuppertal"


@pytest.fixture
def at_goals(tmp_path: Path) -> Path:
    stored(tmp_path, DIMA, at="goal_main")
    (tmp_path / "out").mkdir()
    return tmp_path


async def written(talk: InterviewPage, office: str = OFFICE) -> HandoverPage:
    """The list of offices, with a record for one that was written."""
    page = HandoverPage(talk.program) if talk.program.screen == "HandoverScreen" else await talk.handover()
    await page.grant(office)
    await page.go_to_line(office)
    await page.do("export")
    return page


def flat(text: str) -> str:
    """Without the places where it was wrapped."""
    return " ".join(text.split())


def changed(page: HandoverPage, sender: str = "Beratung") -> None:
    """What is written next is another version."""
    page.program.desk.settings = replace(page.program.desk.settings, sender=sender)


async def steps(page: HandoverPage) -> list[tuple[Step, str, str, str, str]]:
    case = page.program.work.new.id
    found = await page.program.desk.ask(lambda store: store.handovers.steps(case))
    return [(each.step, f"{each.day:%d.%m.}", each.person, each.way, each.note) for each in found]


async def the_record(page: HandoverPage) -> Record:
    return (await page.records())[-1]


async def hand_over(page: HandoverPage, name: str = "Frau Öz") -> None:
    await page.do("handed-over")
    await page.program.press("1", *typed(name), "enter", "enter")


async def test_a_record_is_handed_over_with_way_name_and_day(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        page = await written(talk)
        await hand_over(page)
        assert await steps(page) == [
            (Step.EXPORTED, "18.05.", "", "", ""),
            (Step.HANDED_OVER, "18.05.", "Frau Öz", "by_hand", ""),
        ]
        way = talk.program.say("by hand, from staff to staff")
        said = talk.program.say("handed over on {day} to {person}, {way}", day="18.05.2026", person="Frau Öz", way=way)
        assert said in page.line(OFFICE)
        assert talk.program.say("to be confirmed by {day}", day="01.06.2026") in page.line(OFFICE)


async def test_a_dash_stands_for_no_name_and_another_day_can_be_typed(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        page = await written(talk)
        talk.program.clock.pass_by(days=3)
        await page.do("confirmed")
        await talk.program.press(*typed("-"), "enter", *["backspace"] * 10, *typed("20.5.2026"), "enter")
        assert (await steps(page))[-1] == (Step.CONFIRMED, "20.05.", "", "", "")
        assert (await the_record(page)).status is RecordStatus.CONFIRMED


@pytest.mark.parametrize("day", ["19.05.2026", "17.05.2026", "05.2026", "32.05.2026", "nonsense"])
async def test_a_day_before_the_record_after_today_or_not_full_is_refused(at_goals: Path, day: str) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        page = await written(talk)
        await page.do("confirmed")
        await talk.program.press(*typed("-"), "enter", *["backspace"] * 10, *typed(day), "enter")
        assert talk.program.screen == "DayTyping"
        assert talk.program.notice_kind == "problem"
        await talk.program.press("escape")
        assert len(await steps(page)) == 1


async def test_a_typed_day_takes_the_place_of_the_day_that_is_offered(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        page = await written(talk)
        await page.do("handed-over")
        await page.program.press("1", *typed("Frau Öz"), "enter", *typed("01.05.2026"), "enter")
        first = talk.program.say("The record was written later: on {day}.", day="18.05.2026")
        assert first in await talk.program.seen()


async def test_a_paste_that_is_too_long_is_heard_and_told(at_goals: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        page = await written(talk)
        await page.do("handed-over")
        await page.program.press("1")
        rung: list[bool] = []
        monkeypatch.setattr(page.program.app, "bell", lambda: rung.append(True))
        page.program.app.screen.query_one(LineInput).post_message(events.Paste("x" * 201))
        await page.program.press("a")
        text = talk.program.say("There is room for {count} characters. What does not fit was not taken.", count=120)
        assert text in await talk.program.seen()
        assert rung == [True]


async def test_capital_letters_do_what_the_footer_shows(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        page = await written(talk)
        await page.program.press("H", "1", *typed("Frau Öz"), "enter", "enter")
        assert [each[0] for each in await steps(page)] == [Step.EXPORTED, Step.HANDED_OVER]


async def test_a_returned_record_has_its_reason_and_its_handover_is_due_again(tmp_path: Path) -> None:
    stored(tmp_path, {**DIMA, "grant_start": "2025-04-01"}, at="goal_main")
    (tmp_path / "out").mkdir()
    async with talking(tmp_path, size=BROAD) as talk:
        page, due = await talk.handover(), talk.program.say("handover now due")
        assert due in page.line(BRANCH)
        await written(talk, BRANCH)
        assert due not in page.line(BRANCH)
        await page.do("returned")
        await talk.program.press(*typed("falscher Ort"), "enter", *typed("Herr Kern"), "enter", "enter")
        assert (await steps(page))[-1] == (Step.RETURNED, "18.05.", "Herr Kern", "", "falscher Ort")
        assert due in page.line(BRANCH)
        await page.go_to_line(BRANCH)
        await hand_over(page)
        assert due not in page.line(BRANCH)


async def test_what_cannot_follow_is_said_and_nothing_is_asked(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        page = await talk.handover()
        await page.go_to_line(OFFICE)
        await page.do("handed-over")
        assert talk.program.notice == talk.program.say("No record has left for this office yet.")
        await page.grant(OFFICE)
        await page.go_to_line(OFFICE)
        await page.do("export", "told")
        assert talk.program.screen == "HandoverScreen"
        assert talk.program.notice_kind == "problem"


async def test_of_several_versions_the_meant_one_is_asked_for(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        page = await written(talk)
        changed(page)
        await page.do("export", "handed-over")
        assert talk.program.screen == "Dialog"
        await talk.program.press("2", "1", *typed("-"), "enter", "enter")
        assert [record.status for record in await page.records()] == [RecordStatus.HANDED_OVER, RecordStatus.EXPORTED]


async def test_a_withdrawal_lists_what_left_and_waits_until_the_office_is_told(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        page = await written(talk)
        await hand_over(page)
        await page.do("withdraw")
        shown = await talk.program.seen()
        assert "Frau Öz" in shown
        await talk.program.press("2")
        assert talk.program.work.is_safe
        assert talk.program.notice_kind == "warning"
        assert (await the_record(page)).status is RecordStatus.WITHDRAWN
        assert talk.program.say("the office has to be told of the withdrawal") in page.line(OFFICE)
        await page.do("told")
        await talk.program.press("2", *typed("Frau Öz"), "enter", "enter")
        assert (await steps(page))[-2:] == [
            (Step.WITHDRAWN, "18.05.", "", "", ""),
            (Step.TOLD, "18.05.", "Frau Öz", "by_phone", ""),
        ]
        assert talk.program.say("the office has to be told of the withdrawal") not in page.line(OFFICE)
        await page.do("told")
        assert talk.program.notice_kind == "problem"


async def test_a_withdrawal_tells_apart_what_the_office_has_and_what_it_may_have(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        page, say = await written(talk), talk.program.say
        await page.do("withdraw")
        assert say("The office has these records and has to be told:") not in await talk.program.seen()
        await talk.program.press("1")
        await hand_over(page)
        changed(page)
        await page.do("export", "withdraw")
        shown = flat(await talk.program.seen())
        known = say("The office has these records and has to be told:")
        unknown = say("Only written, or returned. Whether the office has them is not known: it has to be told of them:")
        assert shown.index(known) < shown.index("Frau Öz") < shown.index(unknown)


async def test_what_was_cut_off_while_it_was_written_stands_in_the_list_and_in_the_withdrawal(
    at_goals: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut_off(self: Handovers, record: str, actor: str, at: dt.datetime) -> None:
        raise StoreError("It could not be noted.", "The record is a draft still.")

    async with talking(at_goals, size=BROAD) as talk:
        with monkeypatch.context() as cut:
            cut.setattr(Handovers, "export", cut_off)
            page = await written(talk)
        assert flat(say_draft := talk.program.say(STATUS[RecordStatus.DRAFT])) in flat(page.line(OFFICE))
        await page.do("withdraw")
        assert flat(say_draft) in flat(await talk.program.seen())
        await talk.program.press("1")
        await page.do("export")
        assert [(each.version, each.status) for each in await page.records()] == [(1, RecordStatus.EXPORTED)]
        assert flat(say_draft) not in flat(page.line(OFFICE))


async def test_a_draft_can_be_dismissed_and_the_next_record_is_a_new_version(
    at_goals: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut_off(self: Handovers, record: str, actor: str, at: dt.datetime) -> None:
        raise StoreError("It could not be noted.", "The record is a draft still.")

    async with talking(at_goals, size=BROAD) as talk:
        with monkeypatch.context() as cut:
            cut.setattr(Handovers, "export", cut_off)
            page = await written(talk)
        assert flat(say_draft := talk.program.say(STATUS[RecordStatus.DRAFT])) in flat(page.line(OFFICE))
        await page.do("dismiss")
        await talk.program.press("1")
        assert flat(say_draft) in flat(page.line(OFFICE)), "kept"
        await page.do("dismiss")
        await talk.program.press("2")
        assert flat(say_draft) not in flat(page.line(OFFICE))
        actions = [entry.action for entry in await talk.program.desk.ask(lambda store: store.trail.entries(1))]
        assert actions == [Action.RECORD_DISMISSED]
        await page.do("export")
        kept = [(each.version, each.status) for each in await page.records()]
        assert kept == [(1, RecordStatus.DISMISSED), (2, RecordStatus.EXPORTED)]


async def test_a_withdrawal_with_more_versions_than_fit_says_so_and_can_be_moved(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        page, more = await written(talk), talk.program.say("Page Up and Page Down move the text.")
        for number in range(2, 9):
            changed(page, f"Beratung {number}")
            await page.do("export")
        await page.do("withdraw")
        assert more in await talk.program.seen()
        text = talk.program.app.screen.query_one(VerticalScroll)
        assert text.scroll_y < text.max_scroll_y
        await talk.program.press(*["pagedown"] * 5)
        assert text.scroll_y == text.max_scroll_y
        await talk.program.press("1")
        assert talk.program.screen == "HandoverScreen"


async def test_a_withdrawal_noted_elsewhere_reaches_the_records_too(at_goals: Path) -> None:
    from intake.interview.answers import Answer, FieldGiven, State
    from intake.interview.values import PartialDate

    async with talking(at_goals, size=BROAD) as talk:
        page = await written(talk)
        work = talk.program.work
        (entry,) = work.interview.answers.entries("consents")
        day = Answer(State.ANSWERED, PartialDate(2026, 5, 18))
        await work.save(FieldGiven("consents", entry.id, "withdrawn_on", day))
        await page.do("next-steps", "handover")
        assert (await the_record(page)).status is RecordStatus.WITHDRAWN


async def test_a_slip_closes_a_handover_from_the_case(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        page = await written(talk)
        code = (await the_record(page)).code
        await page.do("receipt")
        await talk.program.press(*typed(code.lower().replace("-", " ")), "enter")
        assert talk.program.screen == "Dialog"
        await talk.program.press("1", *typed("Frau Öz"), "enter", "enter")
        assert (await the_record(page)).status is RecordStatus.CONFIRMED
        assert code not in talk.program.notice
        assert talk.program.say("confirmed on {day} by {person}", day="18.05.2026", person="Frau Öz") in page.line(
            OFFICE
        )


async def test_a_wrong_and_an_unknown_code_are_told_and_can_be_typed_again(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        page = await written(talk)
        code = (await the_record(page)).code
        wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
        await page.do("receipt")
        await talk.program.press(*typed(wrong), "enter")
        assert talk.program.screen == "CodeTyping"
        assert talk.program.notice_kind == "problem"
        await talk.program.press("escape")
        await page.do("receipt")
        await talk.program.press(*typed("0000-0000"), "enter")
        assert talk.program.screen == "CodeTyping"
        assert "0000-0000" in await talk.program.seen()
        await talk.program.press(*typed(code), "enter", "2", *typed("falsch"), "enter", *typed("-"), "enter", "enter")
        assert (await the_record(page)).status is RecordStatus.RETURNED

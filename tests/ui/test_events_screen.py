"""Events: each kind is asked in a few questions, written with its answers, and says what it changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from intake.interview.answers import Source, State
from intake.interview.values import Json, PartialDate
from intake.store.kept.happened import WITHDRAWN
from intake.ui.keys import key_name
from tests.ui.cases import DIMA, TALK, stored
from tests.ui.events_page import EventsPage, at_the_events, events_of
from tests.ui.pages import HandoverPage, at_the_desk, talking
from tests.ui.program import BROAD, LOW, key_of
from tests.ui.test_failed_saves import Disk

TODAY = PartialDate(2026, 5, 18)
PENDING: Mapping[str, Json] = {
    **DIMA,
    "residence_status": "permission",
    "asylum_stage": "pending",
    "decision_date": None,
    "prior_sgb2_elsewhere": None,
}
PLANNED: Mapping[str, Json] = {"text": "PerF", "provider": "Träger", "planned_end": "2026-12-31", "state": "planned"}
RUNNING: Mapping[str, Json] = {**PLANNED, "state": "running"}

DECISION, TITLE, MOVED = "Entscheidung des BAMF erhalten", "Aufenthaltspapier erhalten", "Umgezogen"
GRANT, COURSE, COURSE_END = "Leistungen bewilligt", "Deutschkurs begonnen", "Deutschkurs beendet"
MEASURE, MEASURE_END, WORK = "Maßnahme begonnen", "Maßnahme beendet", "Arbeit oder Ausbildung begonnen"
CHANGED, DUE, PHASE = "Was sich geändert hat", "Übergabe jetzt fällig", "Wo dieser Fall steht"


def case(tmp_path: Path, answers: Mapping[str, Json] = DIMA, **more: Json) -> Path:
    known = {id_: value for id_, value in {**answers, **more}.items() if value is not None}
    stored(tmp_path, known, at="goal_main")
    (tmp_path / "out").mkdir()
    return tmp_path


@pytest.mark.parametrize(
    ("before", "kind", "asked", "expected"),
    [
        (
            PENDING,
            DECISION,
            {"event_date": "12.03.2026", "asylum_stage": "positive"},
            {"asylum_stage": "positive", "decision_date": PartialDate(2026, 3, 12)},
        ),
        (
            {**DIMA, "residence_status": None},
            TITLE,
            {
                "event_date": None,
                "residence_status": "res_25_1",
                "status_doc_seen": "yes",
                "status_valid_until": "03.2029",
                "residence_obligation": "no",
                "work_permit_entry": "allowed",
            },
            {"residence_status": "res_25_1", "status_valid_until": PartialDate(2029, 3)},
        ),
        (
            DIMA,
            MOVED,
            {"event_date": None, "residence_municipality": None, "accommodation_type": "private", "address": "Hang 1"},
            {"accommodation_type": "private", "address": "Hang 1"},
        ),
        (DIMA, GRANT, {"event_date": "01.04.2026"}, {"grant_start": PartialDate(2026, 4, 1)}),
        (
            DIMA,
            COURSE,
            {
                "event_date": None,
                "german_course_type": "integration",
                "german_course_provider": "VHS",
                "german_course_hours_done": "0",
                "german_course_hours_total": "600",
            },
            {"german_course": "attending", "german_course_type": "integration", "german_course_hours_total": 600},
        ),
        (
            {**DIMA, "german_course": "attending"},
            COURSE_END,
            {"event_date": None, "german_course": "stopped", "german_course_hours_done": "120", "german_speaking": "b1",
             "german_certificate": "a2"},
            {"german_course": "stopped", "german_speaking": "b1", "german_certificate": "a2"},
        ),
        (DIMA, WORK, {"event_date": None, "current_activity_de": "minijob"}, {"current_activity_de": "minijob"}),
    ],
    ids=["decision", "title", "moved", "grant", "course", "course-end", "work"],
)  # fmt: skip
async def test_an_event_gives_its_answers(
    tmp_path: Path, before: Mapping[str, Json], kind: str, asked: Mapping[str, Json], expected: Mapping[str, object]
) -> None:
    async with at_the_events(case(tmp_path, before)) as page:
        await page.add(kind, asked)
        (noted,) = await page.events()
        assert noted.kind in {each.id for each in page.program.work.assessment.site.common.events}
        for id_, value in expected.items():
            assert (await page.stored(id_)).value == value, id_
        assert CHANGED in page.lines
        assert any(kind in line for line in page.under("Was geschehen ist"))


async def test_nothing_happened_before_the_person_was_born(tmp_path: Path) -> None:
    async with at_the_events(case(tmp_path, {**DIMA, "birth_date": "1985-03-03"})) as page:
        await page.begin(COURSE)
        await page.answer("event_date", "02.03.1985")
        assert page.question.id == "event_date"
        assert "03.03.1985" in page.program.notice
        assert await page.events() == ()


async def test_what_stood_on_the_old_paper_is_not_offered_for_the_new_one(tmp_path: Path) -> None:
    old: Mapping[str, Json] = {**DIMA, "residence_status": "permission", "status_valid_until": "2026-04-01"}
    async with at_the_events(case(tmp_path, old)) as page:
        await page.begin(TITLE)
        await page.keep("event_date")
        await page.answer("residence_status", "res_25_1")
        await page.answer("status_doc_seen", "yes")
        assert page.question.id == "status_valid_until"
        await page.program.press("enter")
        assert page.question.id == "status_valid_until"
        await page.answer("status_valid_until", "03.2029")
        assert page.question.id == "residence_obligation"


async def test_the_answers_of_a_letter_say_where_they_come_from(tmp_path: Path) -> None:
    async with at_the_events(case(tmp_path, PENDING)) as page:
        await page.add(DECISION, {"event_date": None, "asylum_stage": "positive"})
        assert (await page.stored("asylum_stage")).source is Source.DOCUMENT
        (noted,) = await page.events()
        assert noted.date == TODAY
        assert (await page.stored("decision_date")).value == TODAY


async def test_a_planned_measure_begins_in_its_entry(tmp_path: Path) -> None:
    async with at_the_events(case(tmp_path, DIMA, measures=[dict(PLANNED)])) as page:
        await page.begin(MEASURE)
        await page.choose("PerF")
        await page.keep("event_date", "text", "provider")
        await page.do("unknown")
        await page.keep("planned_end")
        (entry,) = page.program.work.interview.answers.entries("measures")
        assert (entry.answer("state").value, entry.answer("from").value) == ("running", TODAY)
        assert entry.answer("funder").state is State.UNKNOWN
        (noted,) = await page.events()
        assert noted.entry == entry.id
        assert any("PerF" in line for line in page.under("Was geschehen ist"))


async def test_a_new_measure_comes_from_the_list_of_offers(tmp_path: Path) -> None:
    async with at_the_events(case(tmp_path)) as page:
        await page.begin(MEASURE)
        await page.program.type("Integrationskurs")
        await page.do("confirm")
        await page.keep("event_date", "text", "provider")
        await page.answer("funder", "BAMF")
        await page.answer("planned_end", "12.2026")
        (entry,) = page.program.work.interview.answers.entries("measures")
        assert entry.answer("state").value == "running"
        assert entry.answer("offer").value in {offer.id for offer in page.program.work.assessment.site.offers}
        assert "Integrationskurs" in str(entry.answer("text").value)


async def test_a_measure_of_its_own_is_named_by_hand(tmp_path: Path) -> None:
    async with at_the_events(case(tmp_path)) as page:
        await page.begin(MEASURE)
        await page.choose("eine andere Maßnahme")
        await page.keep("event_date")
        await page.answer("text", "Werkstatt")
        await page.do("ask-later", "ask-later", "ask-later")
        (entry,) = page.program.work.interview.answers.entries("measures")
        assert {name: answer.value for name, answer in entry.fields.items()} == {
            "state": "running", "text": "Werkstatt", "from": TODAY,
        }  # fmt: skip


async def test_a_measure_ends_or_is_stopped_and_nothing_else(tmp_path: Path) -> None:
    async with at_the_events(case(tmp_path, DIMA, measures=[dict(RUNNING)])) as page:
        await page.begin(MEASURE_END)
        await page.do("confirm")
        await page.keep("event_date")
        assert [choice.code for choice in page.question.choices] == ["ended", "stopped"]
        await page.answer("state", "stopped")
        (entry,) = page.program.work.interview.answers.entries("measures")
        assert entry.answer("state").value == "stopped"


async def test_only_what_can_happen_is_offered(tmp_path: Path) -> None:
    async with at_the_events(case(tmp_path)) as page:
        await page.do("new")
        assert MEASURE_END not in " ".join(page.lines)
        assert GRANT in " ".join(page.lines)


# What it changed


async def test_a_positive_decision_says_what_came_and_what_went(tmp_path: Path) -> None:
    async with at_the_events(case(tmp_path, PENDING)) as page:
        await page.add(DECISION, {"event_date": None, "asylum_stage": "positive"})
        changed = " | ".join(page.under(CHANGED))
        assert "Ergebnis" in changed
        assert "+ " in changed
        assert "- " in changed
        assert page.program.app.screen.focused is not None


async def test_an_event_without_a_change_says_so(tmp_path: Path) -> None:
    async with at_the_events(case(tmp_path)) as page:
        await page.begin(MOVED)
        await page.keep("event_date", "residence_municipality", "accommodation_type")
        await page.do("ask-later")
        assert page.under(CHANGED) == ["Nichts ändert sich."]
        assert len(await page.events()) == 1


async def test_the_handover_that_is_due_leads_there_and_is_marked(tmp_path: Path) -> None:
    grant = {"event_date": "01.04.2025"}
    async with at_the_events(case(tmp_path)) as page:
        assert DUE not in page.lines
        await page.add(GRANT, grant)
        assert any("Verteilung" in line for line in page.under(PHASE))
        assert key_name(key_of("handover")).said(page.program.say) in page.notice
        (line,) = page.under(DUE)
        assert "Geschäftsstelle" in line
        await page.choose("Jobcenter")
        assert page.program.screen == "HandoverScreen"
        handover = HandoverPage(page.program)
        assert "Übergabe jetzt fällig" in handover.line("Geschäftsstelle")


async def test_a_record_made_now_settles_the_handover_and_a_later_change_of_agency_does_not_forget_it(
    tmp_path: Path,
) -> None:
    async with at_the_events(case(tmp_path)) as page:
        await page.add(GRANT, {"event_date": "01.04.2025"})
        await page.do("handover")
        handover = HandoverPage(page.program)
        await handover.grant("Geschäftsstelle")
        await handover.go_to_line("Geschäftsstelle")
        await handover.do("export")
        assert "Übergabe jetzt fällig" not in handover.line("Geschäftsstelle")
        again = await events_of(page.program)
        assert DUE not in again.lines
        assert [made.was_responsible for made in again.made] == [True]


async def test_a_record_from_before_the_change_of_agency_does_not_settle_it(tmp_path: Path) -> None:
    async with at_the_events(case(tmp_path)) as page:
        await page.do("handover")
        handover = HandoverPage(page.program)
        await handover.grant("Geschäftsstelle")
        await handover.go_to_line("Geschäftsstelle")
        await handover.do("export")
        again = await events_of(page.program)
        await again.add(GRANT, {"event_date": "01.04.2025"})
        (line,) = again.under(DUE)
        assert "vor dem Wechsel der Zuständigkeit" in line
        assert [made.was_responsible for made in again.made] == [False]


async def test_next_steps_say_where_the_case_stands_and_what_is_due(tmp_path: Path) -> None:
    async with at_the_events(case(tmp_path, DIMA, grant_start="2025-04-01")) as page:
        await page.do("next-steps")
        assert any("Verteilung" in line for line in page.under(PHASE))
        assert page.under(DUE)


# Taking back


async def test_an_event_is_taken_back_with_a_reason_and_its_answers_with_it(tmp_path: Path) -> None:
    async with at_the_events(case(tmp_path, PENDING)) as page:
        await page.add(DECISION, {"event_date": None, "asylum_stage": "positive"})
        await page.do("remove")
        shown = await page.program.seen()
        assert "wieder Der Antrag läuft" in " ".join(shown.split())
        await page.dialog.pick("zurücknehmen")
        await page.program.paste("kurz")
        await page.do("confirm")
        assert page.program.screen == "Typing"
        await page.program.paste(" und falsch gelesen")
        await page.do("confirm")
        assert page.is_shown
        assert await page.events() == ()
        assert (await page.stored("asylum_stage")).value == "pending"
        assert (await page.stored("decision_date")).state is State.NOT_ASKED
        assert DECISION not in " ".join(page.lines)
        assert page.program.work.is_safe


async def test_what_was_answered_since_stays_when_an_event_is_taken_back(tmp_path: Path) -> None:
    async with at_the_events(case(tmp_path)) as page:
        await page.add(WORK, {"event_date": None, "current_activity_de": "minijob"})
        await page.add(WORK, {"event_date": None, "current_activity_de": "training"})
        first, second = await page.events()
        await page.take_back(WORK, "war die andere Person")
        assert await page.events() == (second,)
        assert (await page.stored("current_activity_de")).value == "training"
        assert first.id != second.id


async def test_keeping_an_event_changes_nothing(tmp_path: Path) -> None:
    async with at_the_events(case(tmp_path)) as page:
        await page.add(WORK, {"event_date": None, "current_activity_de": "work"})
        before = await page.history()
        await page.choose(WORK)
        await page.dialog.pick("behalten")
        assert page.is_shown
        assert await page.history() == before
        assert WITHDRAWN not in {each.kind for each in await page.events()}


# Before and around


@pytest.mark.parametrize("backs", [1, 2])
async def test_going_back_from_the_first_question_leaves_all_as_it_was(tmp_path: Path, backs: int) -> None:
    async with at_the_events(case(tmp_path, PENDING)) as page:
        before = await page.history()
        await page.begin(DECISION)
        if backs == 2:
            await page.keep("event_date")
        for _ in range(backs):
            await page.do("go-back")
        assert page.is_shown
        assert await page.events() == ()
        assert await page.history() == before


async def test_a_day_that_is_still_to_come_is_refused_where_the_question_refuses_it(tmp_path: Path) -> None:
    async with at_the_events(case(tmp_path, PENDING)) as page:
        await page.begin(DECISION)
        await page.answer("event_date", "19.05.2026")
        assert page.question.id == "event_date"
        assert page.program.notice_kind == "problem"
        await page.program.press(*["backspace"] * 10)
        await page.answer("event_date", "12.03.2026")
        assert page.question.id == "asylum_stage"


async def test_keys_that_are_typed_ahead_answer_the_questions_in_order(tmp_path: Path) -> None:
    async with at_the_events(case(tmp_path, PENDING)) as page:
        await page.begin(DECISION)
        await page.program.press_at_once("enter", "1")
        assert page.is_shown
        assert (await page.stored("asylum_stage")).value == "positive"


async def test_an_event_is_reached_from_every_screen_of_a_case(tmp_path: Path) -> None:
    async with talking(case(tmp_path), size=BROAD) as talk:
        for screen in ("review", "next-steps", "handover", "events"):
            await talk.do(screen)
            page = await events_of(talk.program)
            assert page.is_shown
        await page.do("go-back")
        assert talk.program.screen == "InterviewScreen"


async def test_a_case_in_memory_has_no_events_yet(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as desk:
        await desk.begin_case()
        page = await events_of(desk.program)
        assert page.program.notice_kind == "problem"
        await page.do("new")
        assert page.is_shown


async def test_help_and_languages_work_in_the_form(tmp_path: Path) -> None:
    async with at_the_events(case(tmp_path, PENDING)) as page:
        await page.begin(DECISION)
        await page.do("help")
        assert page.program.screen == "Reader"
        await page.do("go-back")
        await page.keep("event_date")
        await page.do("switch-language")
        await page.do("go-back")
        assert page.question.id == "asylum_stage"


async def test_the_list_fits_a_low_terminal(tmp_path: Path) -> None:
    async with talking(case(tmp_path, TALK), size=LOW) as talk:
        page = await events_of(talk.program)
        assert isinstance(page, EventsPage)
        assert any("Vielleicht" in line for line in page.under(PHASE))


# Full disks and closed programs


@pytest.fixture
def disk() -> Iterator[Disk]:
    disk = Disk()
    event.listen(Engine, "begin", disk.limit)
    yield disk
    event.remove(Engine, "begin", disk.limit)


async def work_until_it_fails(page: EventsPage) -> int:
    """Note one job after the other until one cannot be written; how many were noted before."""
    for number in range(150):
        await page.add(WORK, {"event_date": None, "current_activity_de": ("work", "training")[number % 2]})
        if page.program.work.has_failed:
            return number
    raise AssertionError("the disk was never full")


async def test_an_event_that_could_not_be_written_is_kept_with_its_answers_until_there_is_room(
    tmp_path: Path, disk: Disk
) -> None:
    async with at_the_events(case(tmp_path)) as page:
        disk.is_full = True
        written = await work_until_it_fails(page)
        assert page.program.notice_kind == "problem"
        assert page.program.say("NOT SAVED") in page.title
        assert len(await page.events()) == written
        assert len(page.under("Was geschehen ist")) == written + 2
        await page.do("new")
        assert page.is_shown
        disk.is_full = False
        await page.do("new", "go-back")
        assert len(await page.events()) == written + 1
        assert page.program.say("NOT SAVED") not in page.title
        now = page.program.work.interview.answers["current_activity_de"].value
        assert (await page.stored("current_activity_de")).value == now


async def test_events_are_there_when_the_case_is_opened_again(tmp_path: Path) -> None:
    async with at_the_events(case(tmp_path, PENDING)) as page:
        await page.add(DECISION, {"event_date": "03.2026", "asylum_stage": "positive"})
    async with at_the_desk(tmp_path, size=BROAD) as desk:
        await desk.dialog.pick("Bei derselben Frage weitermachen")
        again = await events_of(desk.program)
        (line,) = [line for line in again.under("Was geschehen ist") if DECISION in line]
        assert line.startswith("März 2026")
        await again.take_back(DECISION, "falscher Bescheid")
        assert await again.events() == ()
        assert (await again.stored("asylum_stage")).value == "pending"

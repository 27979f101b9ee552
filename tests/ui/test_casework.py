"""A case behind the screens: what happened in it, and whose child it is about, in memory and in the store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, event

from intake.errors import StoreError
from intake.interview.answer_file import answers_from_json
from intake.interview.answers import Answer, AnswerGiven, Answers, State
from intake.interview.values import PartialDate
from intake.store.ids import new_id
from intake.store.kept.cases import ErasureReason, Status
from intake.store.kept.happened import WITHDRAWN, CaseEvent
from intake.store.writer import Writer
from intake.ui.cases import new_case
from intake.ui.casework import CaseWork
from intake.ui.desk import Desk
from intake.ui.holding import TakenOver
from tests.ui.cases import TALK, changes_of
from tests.ui.program import AT, Clock, new_store, open_as, parts, settings


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    new_store(tmp_path)
    store = open_as(tmp_path / "desk")
    made = Desk(store, Writer(store), parts("zebera"), settings(tmp_path), Clock())
    yield made
    made.close()


def full(connection: Connection) -> None:
    connection.exec_driver_sql("PRAGMA max_page_count = 1")


def room(connection: Connection) -> None:
    connection.exec_driver_sql("PRAGMA max_page_count = 2000000")


async def explain_data_protection(work: CaseWork) -> None:
    """All that comes before, and the answer from which the case is stored."""
    found = answers_from_json(parts("zebera").content.questionnaire, dict(TALK))
    assert isinstance(found, Answers)
    await work.save(*changes_of(found))
    assert work.is_stored


async def stored_case(desk: Desk) -> CaseWork:
    work = new_case(desk)
    await explain_data_protection(work)
    return work


def happened(work: CaseWork, desk: Desk, kind: str = "course_began", replaces: str | None = None) -> CaseEvent:
    at = desk.now()
    return CaseEvent(new_id(at), work.new.id, kind, PartialDate(2026, 5), desk.staff.id, at, replaces=replaces)


async def test_what_happened_is_in_the_store_at_once(desk: Desk) -> None:
    work = await stored_case(desk)
    first, second = happened(work, desk), happened(work, desk, "course_ended")
    await work.add_event(first)
    await work.add_event(second)
    assert await desk.ask(lambda store: store.events_of(work.new.id)) == (first, second)
    await work.add_event(happened(work, desk, WITHDRAWN, replaces=first.id))
    assert await work.events() == (second,)
    assert work.is_safe


async def test_what_happened_waits_in_memory_until_the_case_is_stored(desk: Desk) -> None:
    work = new_case(desk)
    noted = happened(work, desk)
    await work.add_event(noted)
    assert await work.events() == (noted,)
    assert not work.is_safe
    assert await desk.ask(lambda store: store.lists.list_cases()) == ()
    await explain_data_protection(work)
    assert await desk.ask(lambda store: store.events_of(work.new.id)) == (noted,)
    assert await work.events() == (noted,)
    assert work.is_safe


async def test_what_could_not_be_written_is_written_by_the_next_try(desk: Desk) -> None:
    work = await stored_case(desk)
    noted: list[CaseEvent] = []

    async def fill_the_disk() -> None:
        for number in range(400):
            noted.append(happened(work, desk, f"kind_{number}"))
            await work.add_event(noted[-1])

    event.listen(Engine, "begin", full)
    try:
        with pytest.raises(StoreError):
            await fill_the_disk()
    finally:
        event.remove(Engine, "begin", full)
    assert work.has_failed
    assert not work.is_safe
    event.listen(Engine, "begin", room)
    try:
        await work.retry()
    finally:
        event.remove(Engine, "begin", room)
    assert work.is_safe
    assert await work.events() == tuple(noted)


async def test_the_case_of_a_child_is_stored_together_with_its_link(desk: Desk) -> None:
    parent = await stored_case(desk)
    child = new_case(desk, "child", parent.new.id, "e1")
    assert await desk.children(parent) == ()
    link = await desk.parent(child)
    assert link is not None
    assert (link.parent_id, link.child_id, link.entry) == (parent.new.id, child.new.id, "e1")
    await explain_data_protection(child)
    assert await desk.children(parent) == (link,)
    assert await desk.parent(child) == link
    again = await desk.open_case(child.new.id, resume=True)
    assert await desk.parent(again) == link
    assert await desk.parent(parent) is None


async def test_a_child_stays_where_the_case_of_the_parent_is_erased_before(desk: Desk) -> None:
    parent = await stored_case(desk)
    child = new_case(desk, "child", parent.new.id, "e1")
    await desk.write(
        lambda store: store.care.erase(parent.new.id, ErasureReason.PERSON_ASKED, desk.staff.id, AT + dt.timedelta(1))
    )
    await explain_data_protection(child)
    assert await desk.parent(child) is None
    assert [line.id for line in await desk.ask(lambda store: store.lists.list_cases())] == [child.new.id]


async def test_an_answer_after_a_colleague_closed_the_interview_is_kept_as_an_addition(desk: Desk) -> None:
    work = await stored_case(desk)
    await desk.write(lambda store: store.set_status(work.new.id, Status.CLOSED, desk.staff.id, AT))
    with pytest.raises(TakenOver):
        await work.save(AnswerGiven("family_name", Answer(State.ANSWERED, "Mansour")))
    assert work.is_safe
    assert not work.has_failed
    found = await desk.ask(lambda store: store.load_case(work.new.id))
    assert found.answers["family_name"].value == "Mansour"
    assert [each.kind for each in await desk.ask(lambda store: store.events_of(work.new.id))] == ["addition"]
    other = await stored_case(desk)
    await other.save(AnswerGiven("family_name", Answer(State.ANSWERED, "Haddad")))
    assert other.is_safe

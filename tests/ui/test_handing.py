"""An interview goes on with a colleague: two programs on one store, in the middle of a word."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.widgets import Static

from intake.store.kept.people import Role
from intake.store.opening import open_store
from intake.ui.keys import ACTIONS
from intake.ui.screens.family import MEMORY_ONLY
from intake.ui.screens.reading import ReadingScreen
from tests.ui.cases import DIMA, PERSON, TALK, stored
from tests.ui.pages import DeskPage, DialogPage, InterviewPage, Page, interview, talking
from tests.ui.program import AMIRA, AT, BORIS, CHEAP, PASSPHRASE, Clock, Program, locked, open_as, unlock

INGE, KIM, ADRIAN = "Inge", "Kim", "Adrian"
HANDED = "handed to you by {name} at {time}, question {number} of {total}"


@pytest.fixture
def at_names(tmp_path: Path) -> Path:
    """A talk that stands at the family name, and an interpreter and a coordinator beside the two at the desk."""
    stored(tmp_path, TALK, at="family_name")
    with_people(tmp_path)
    return tmp_path


def with_people(folder: Path) -> None:
    store = open_as(folder / "desk")
    for name, role in ((INGE, Role.INTERPRETER), (KIM, Role.COORDINATOR), (ADRIAN, Role.ADMINISTRATOR)):
        store.people.add(name, PASSPHRASE, (role,), store.staff.id, AT, CHEAP)
    store.close()


@asynccontextmanager
async def as_person(folder: Path, name: str, *, size: tuple[int, int] = (120, 40)) -> AsyncIterator[Program]:
    async with locked(folder, size=size, clock=Clock(AT + dt.timedelta(minutes=30))) as program:
        await unlock(program, name)
        yield program


async def hand_to(talk: Page, name: str) -> None:
    """Choose a colleague in the list."""
    await talk.do("hand-on")
    assert talk.program.screen == "Chooser"
    await talk.program.paste(name)
    await talk.do("confirm")


async def look(program: Program) -> None:
    """What the desk does every few seconds."""
    program.app.screen.look()  # type: ignore[attr-defined]
    await program.settled()


async def test_the_colleague_goes_on_at_the_same_question_with_the_half_typed_text(at_names: Path) -> None:
    async with talking(at_names) as talk:
        await talk.program.type("Mansou")
        await hand_to(talk, BORIS)
        assert talk.program.screen == "DeskScreen"
        async with as_person(at_names, BORIS) as there:
            desk = DeskPage(there)
            assert "Amira" in desk.lines[1]
            await desk.choose("Amira")
            theirs = interview(there)
            assert theirs.shown_question == "family_name"
            assert theirs.half_typed == "Mansou"
            await there.type("r")
            await there.do("confirm")
            (line,) = await there.desk.ask(lambda store: store.lists.list_cases())
            assert line.family_name == "Mansour"


async def test_at_the_top_of_the_desk_it_says_by_whom_when_and_which_question(at_names: Path) -> None:
    async with talking(at_names) as talk:
        await hand_to(talk, BORIS)
    async with as_person(at_names, BORIS) as there:
        line = DeskPage(there).lines[1].replace("\n", " ")
        number, total = (int(word) for word in line.split() if word.isdigit())
        time = f"{AT.astimezone():%H:%M}"
        assert there.say(HANDED, name=AMIRA, time=time, number=number, total=total) in line


async def test_a_desk_that_is_open_finds_it_by_itself(at_names: Path) -> None:
    async with as_person(at_names, BORIS) as there:
        assert not any("Amira" in line for line in DeskPage(there).lines)
        async with talking(at_names) as talk:
            await hand_to(talk, BORIS)
        await look(there)
        assert "Amira" in DeskPage(there).lines[1]


async def test_until_it_is_opened_it_can_be_taken_back(at_names: Path) -> None:
    async with talking(at_names) as talk:
        await talk.program.type("Mansou")
        await hand_to(talk, BORIS)
        desk = DeskPage(talk.program)
        assert "Boris" in desk.lines[1]
        await desk.choose("Boris")
        await desk.dialog.pick(talk.program.say("Take the interview back"))
        assert interview(talk.program).shown_question == "family_name"
        assert interview(talk.program).half_typed == "Mansou"


async def test_what_was_opened_meanwhile_is_not_taken_back(at_names: Path) -> None:
    async with talking(at_names) as talk:
        await hand_to(talk, BORIS)
        desk = DeskPage(talk.program)
        async with as_person(at_names, BORIS) as there:
            await DeskPage(there).choose("Amira")
            await desk.choose("Boris")
            await desk.dialog.pick(talk.program.say("Take the interview back"))
            assert talk.program.screen == "DeskScreen"
            assert talk.program.say("Your colleague has opened this interview meanwhile.") in talk.program.app.told[-1]


async def test_going_back_in_the_list_of_colleagues_keeps_the_interview(at_names: Path) -> None:
    async with talking(at_names) as talk:
        await talk.program.type("Mansou")
        await talk.do("hand-on", "go-back")
        assert talk.shown_question == "family_name"
        assert talk.half_typed == "Mansou"
        await talk.program.type("r")
        assert talk.half_typed == "Mansour"


async def test_it_can_be_handed_on_from_the_review(at_names: Path) -> None:
    async with talking(at_names) as talk:
        await talk.do("review")
        await hand_to(talk, BORIS)
        assert talk.program.screen == "DeskScreen"
        assert "Boris" in DeskPage(talk.program).lines[1]


async def test_a_case_that_is_not_stored_yet_is_not_handed_on(tmp_path: Path) -> None:
    async with locked(tmp_path) as program:
        await unlock(program)
        talk = await DeskPage(program).begin_case()
        await talk.do("hand-on")
        assert talk.is_shown
        assert program.app.told[-1] == program.say(MEMORY_ONLY)


# The interpreter


async def test_an_interpreter_sees_no_list_and_waits(at_names: Path) -> None:
    async with as_person(at_names, INGE) as program:
        assert program.screen == "StartScreen"
        assert Page(program).lines == []
        seen = await program.seen()
        assert "Z-" not in seen
        for key in ("new", "filter", "overview", "figures", "people", "receipt", "review", "handover", "desk"):
            await program.do(key)
            assert program.screen == "StartScreen"


async def test_what_is_handed_to_an_interpreter_comes_by_itself_and_is_led_there(at_names: Path) -> None:
    async with as_person(at_names, INGE) as program:
        async with talking(at_names) as talk:
            await talk.program.type("Man")
            await hand_to(talk, INGE)
        await look(program)
        assert len(Page(program).lines) == 1
        await program.do("confirm")
        theirs = interview(program)
        assert theirs.half_typed == "Man"
        await program.do("help")
        shown = {line for each in program.app.screen.query(Static) for line in str(each.render()).splitlines()}
        assert any(line.endswith(program.say(ACTIONS["confirm"].help)) for line in shown)
        assert not any("characters" in line for line in shown)
        assert not any(line.endswith(program.say(ACTIONS["review"].help)) for line in shown)
        assert not any(line.endswith(program.say(ACTIONS["desk"].help)) for line in shown)
        await program.do("help")
        await program.type("sour")
        await program.do("confirm")
        assert theirs.shown_question == "given_name"


async def led_by_inge(folder: Path, program: Program) -> InterviewPage:
    store = open_as(folder / "desk")
    (line,) = store.lists.list_cases()
    store.holds.take(line.id, store.staff.id, AT)
    inge = next(each.id for each in store.people.staff() if each.name == INGE)
    place = line.place
    assert place is not None
    store.holds.hand_on(line.id, inge, place, store.staff.id, AT)
    store.close()
    await look(program)
    await program.do("confirm")
    return interview(program)


@pytest.mark.parametrize("key", ["review", "next-steps", "handover", "events", "papers", "note", "switch-run", "desk"])
async def test_an_interpreter_stays_in_the_interview(at_names: Path, key: str) -> None:
    async with as_person(at_names, INGE) as program:
        talk = await led_by_inge(at_names, program)
        await program.do(key)
        assert talk.is_shown
        assert program.screen == "InterviewScreen"
        active = {binding.binding.id for binding in program.app.screen.active_bindings.values()}
        assert key not in active


async def test_an_interpreter_is_not_asked_what_staff_note_for_the_desk(tmp_path: Path) -> None:
    stored(tmp_path, DIMA, at="family_name")
    with_people(tmp_path)
    async with as_person(tmp_path, INGE) as program:
        await led_by_inge(tmp_path, program)
        steps = {id_ for step in program.work.interview.steps for id_ in step.questions}
        assert {"interpreter_type", "privacy", "obs_note", "route_decision"}.isdisjoint(steps)
        assert {"family_name", "health_limits"} <= steps
        await program.do("go-to")
        assert not any("obs_note" in line for line in Page(program).lines)


async def test_an_interpreter_hands_it_back_first_to_who_handed_it(at_names: Path) -> None:
    async with as_person(at_names, INGE) as program:
        await led_by_inge(at_names, program)
        await program.type("Mansou")
        await program.do("hand-on")
        assert Page(program).lines[0].startswith(AMIRA)
        await program.do("confirm")
        assert program.screen == "StartScreen"
        assert "Z-" in Page(program).lines[0]
    async with as_person(at_names, AMIRA) as program:
        await DeskPage(program).choose("Inge")
        assert interview(program).half_typed == "Mansou"


async def test_after_the_last_question_an_interpreter_is_asked_to_hand_it_back(tmp_path: Path) -> None:
    stored(tmp_path, PERSON, at="family_name")
    with_people(tmp_path)
    async with as_person(tmp_path, INGE) as program:
        talk = await led_by_inge(tmp_path, program)
        assert program.app.navigation is not None
        await program.app.navigation.to_next_steps()
        await program.settled()
        assert program.screen == "Chooser"
        await program.do("go-back")
        assert talk.is_shown


async def test_an_interpreter_whose_program_was_killed_goes_on(at_names: Path) -> None:
    async with as_person(at_names, INGE) as program:
        await led_by_inge(at_names, program)
    async with as_person(at_names, INGE) as program:
        assert program.screen == "Dialog"
        assert len(DialogPage(program).lines) == 1
        await program.do("confirm")
        assert interview(program).shown_question == "family_name"


# Coordination and administration


async def test_a_coordinator_sees_counts_and_no_names(tmp_path: Path) -> None:
    stored(tmp_path, PERSON)
    with_people(tmp_path)
    async with as_person(tmp_path, KIM) as program:
        assert program.screen == "StartScreen"
        program.clock.pass_by(days=100)
        await program.do("overview")
        assert program.screen == "OverviewScreen"
        seen = await program.seen()
        assert program.notice_kind != "problem"
        assert "Z-" in seen
        assert "Mansour" not in seen
        await program.do("go-back", "figures")
        assert program.screen == "FiguresScreen"
        await program.do("go-back")
        await program.do("people")
        assert program.screen == "StartScreen"


async def test_an_administrator_looks_into_a_case_and_reads_health_only_beside_a_colleague(tmp_path: Path) -> None:
    stored(tmp_path, DIMA)
    with_people(tmp_path)
    async with as_person(tmp_path, ADRIAN) as program:
        assert program.say("Case code or name; + begins a new case") not in await program.seen()
        await program.do("new")
        assert program.screen == "DeskScreen"
        await program.do("help")
        seen = await program.seen()
        assert program.say(ACTIONS["people"].help) in seen
        assert program.say(ACTIONS["new"].help) not in seen
        await program.do("go-back")
        await DeskPage(program).choose("Mansour")
        assert isinstance(program.app.screen, ReadingScreen)
        hidden = program.say("(only beside a colleague)")
        seen = await program.seen()
        assert "Mansour" in seen
        assert hidden in seen
        await program.do("second-person")
        await program.paste(AMIRA)
        await program.do("confirm")
        await program.paste(PASSPHRASE)
        await program.do("confirm")
        seen = await program.seen()
        assert hidden not in seen
        question = program.desk.content.questionnaire["health_limits"]
        assert program.desk.wording().value(question, "limited").staff in seen
        assert "Amira" in program.notice
        await program.do("lock")
        await unlock(program, ADRIAN)
        assert program.screen == "ReadingScreen"
        assert hidden in await program.seen()
        await program.do("go-back")
        assert program.screen == "DeskScreen"
        await DeskPage(program).choose("Mansour")
        assert hidden in await program.seen()


async def test_a_wrong_passphrase_of_the_second_person_shows_nothing(tmp_path: Path) -> None:
    stored(tmp_path, DIMA)
    with_people(tmp_path)
    async with as_person(tmp_path, ADRIAN) as program:
        await DeskPage(program).choose("Mansour")
        await program.do("second-person")
        await program.paste(AMIRA)
        await program.do("confirm")
        await program.paste("falsch geraten")
        await program.do("confirm")
        assert program.screen == "NameAndPassphrase"
        await program.do("go-back")
        assert program.say("(only beside a colleague)") in await program.seen()


async def test_roles_that_are_changed_meanwhile_change_the_screen(at_names: Path) -> None:
    async with as_person(at_names, BORIS) as program:
        store = open_store(at_names / "desk", AMIRA, PASSPHRASE, AT)
        boris = next(each.id for each in store.people.staff() if each.name == BORIS)
        store.people.set_roles(boris, (Role.INTERPRETER,), store.staff.id, AT)
        store.close()
        await look(program)
        assert program.screen == "StartScreen"
        assert "Z-" not in await program.seen()


async def test_the_desk_says_who_works_here_as_what(at_names: Path) -> None:
    async with as_person(at_names, BORIS) as program:
        assert f"{BORIS} · {program.say('Desk work')}" in program.title

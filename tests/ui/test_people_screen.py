"""The people of a store on the screen: added, changed, removed; and the first login of somebody new."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.widgets import Static

from intake.store.kept.people import Role
from intake.store.opening import create_store
from intake.store.people import people as store_people
from intake.ui import people_room
from tests.ui.pages import DialogPage, Page
from tests.ui.program import AMIRA, AT, BORIS, CHEAP, PASSPHRASE, Program, locked, new_store, open_as, unlock

MADE = "abcd-efgh-jkmn-pqrs"
ALONE = (
    "You are alone here and may do everything: nobody looks over your shoulder when you read, erase or export. Add a "
    "colleague, and give the administration to somebody who does no desk work."
)
OTHER = "ein anderer langer Satz"


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Slots that cost little, and one made passphrase."""
    for method in ("add", "replace_passphrase", "change_own_passphrase"):
        function = getattr(store_people.People, method)
        monkeypatch.setattr(function, "__defaults__", (CHEAP,))
    monkeypatch.setattr("intake.ui.screens.people.made_passphrase", lambda: MADE)


@asynccontextmanager
async def people(folder: Path, *, size: tuple[int, int] = (120, 40)) -> AsyncIterator[Program]:
    async with locked(folder, size=size) as program:
        await unlock(program)
        await program.do("people")
        assert program.screen == "PeopleScreen"
        yield program


def lines(program: Program) -> list[str]:
    return Page(program).lines[1:]


async def test_it_says_who_works_here_as_what_since_when_and_with_which_key(tmp_path: Path) -> None:
    async with people(tmp_path) as program:
        first, second = sorted(lines(program))
        assert first.startswith(AMIRA)
        assert program.say("Administration") in first
        assert program.say("second key") in first
        assert second.startswith(BORIS)
        assert program.say("never logged in") in second


async def add(program: Program, name: str, *ticks: str) -> None:
    """Name and roles; the dialog about the passphrase is open then."""
    await program.do("new")
    await program.paste(name)
    await program.do("confirm")
    assert program.screen == "RolesDialog"
    await program.press(*ticks)
    await program.do("confirm")
    assert program.screen == "Dialog"


async def test_somebody_new_types_the_passphrase_and_logs_in(tmp_path: Path) -> None:
    async with people(tmp_path) as program:
        await add(program, "Inge", "1", "2")
        await DialogPage(program).pick(program.say("{name} is here and types it now", name="Inge"))
        for _ in range(2):
            await program.paste(OTHER)
            await program.do("confirm")
        assert program.screen == "PeopleScreen"
        assert any("Inge" in line and program.say("Interpreting") in line for line in lines(program))
        await program.do("lock")
        await unlock(program, "Inge", OTHER)
        assert program.screen == "StartScreen"


async def test_a_made_passphrase_is_shown_once_and_changed_at_the_first_login(tmp_path: Path) -> None:
    async with people(tmp_path) as program:
        await add(program, "Inge", "1", "2")
        await DialogPage(program).pick(program.say("Make one for the first login; it has to be changed then"))
        assert MADE in await program.seen()
        await program.do("go-back", "lock")
        assert MADE not in await program.seen()
        await unlock(program, "Inge", MADE)
        assert program.screen == "PassphraseTwice"
        await program.paste("kurz")
        await program.do("confirm")
        await program.paste("kurz")
        await program.do("confirm")
        assert program.screen == "PassphraseTwice"
        for _ in range(2):
            await program.paste(OTHER)
            await program.do("confirm")
        assert program.screen == "StartScreen"
        await program.do("lock")
        await unlock(program, "Inge", OTHER)
        assert program.screen == "StartScreen"


async def test_who_chooses_no_passphrase_of_their_own_is_locked_out_again(tmp_path: Path) -> None:
    new_store(tmp_path)
    store = open_as(tmp_path / "desk")
    store.people.add("Inge", MADE, (Role.CLERK,), store.staff.id, AT, CHEAP, is_for_once=True)
    store.close()
    async with locked(tmp_path) as program:
        await unlock(program, "Inge", MADE)
        assert program.screen == "PassphraseTwice"
        await program.do("go-back")
        assert program.screen == "UnlockScreen"


async def test_two_passphrases_that_differ_are_typed_again(tmp_path: Path) -> None:
    async with people(tmp_path) as program:
        await add(program, "Inge")
        await DialogPage(program).pick(program.say("{name} is here and types it now", name="Inge"))
        for typed in (OTHER, OTHER + "x"):
            await program.paste(typed)
            await program.do("confirm")
        assert program.screen == "PassphraseTwice"
        problem = program.app.screen.query_one(".problem", Static).content
        assert str(problem) == program.say("The two passphrases differ. Nothing was changed. Please type both again.")


async def test_a_passphrase_that_is_too_short_is_said_where_it_was_typed(tmp_path: Path) -> None:
    async with people(tmp_path) as program:
        await add(program, "Inge")
        await DialogPage(program).pick(program.say("{name} is here and types it now", name="Inge"))
        for _ in range(2):
            await program.paste("kurz")
            await program.do("confirm")
        assert program.screen == "PassphraseTwice"
        assert "8" in str(program.app.screen.query_one(".problem", Static).content)
        await program.do("go-back")
        assert len(lines(program)) == 2


async def test_a_name_that_is_taken_is_said_and_nobody_is_added(tmp_path: Path) -> None:
    async with people(tmp_path) as program:
        await add(program, "boris")
        await DialogPage(program).pick(program.say("Make one for the first login; it has to be changed then"))
        assert program.notice_kind == "problem"
        assert len(lines(program)) == 2


async def test_roles_are_changed_and_the_second_key_goes_along(tmp_path: Path) -> None:
    async with people(tmp_path) as program:
        await Page(program).choose(BORIS)
        await DialogPage(program).pick(program.say("Change the roles"))
        await program.press("1", "3")
        await program.do("confirm")
        (line,) = [line for line in lines(program) if BORIS in line]
        assert program.say("Coordination") in line
        assert program.say("second key") not in line


async def test_the_last_administrator_stays(tmp_path: Path) -> None:
    async with people(tmp_path) as program:
        await Page(program).choose(AMIRA)
        await DialogPage(program).pick(program.say("Change the roles"))
        await program.press("4")
        await program.do("confirm")
        assert program.say("The last administrator has to stay.") in program.notice


async def test_who_was_removed_stands_below_and_cannot_log_in(tmp_path: Path) -> None:
    async with people(tmp_path) as program:
        await Page(program).choose(BORIS)
        await DialogPage(program).pick(program.say("Remove {name}: no login any more", name=BORIS))
        await DialogPage(program).pick(program.say("Remove {name}", name=BORIS))
        assert BORIS in lines(program)[-1]
        assert program.notice == program.say(ALONE)
        await program.do("go-back", "lock")
        await unlock(program, BORIS)
        assert program.screen == "UnlockScreen"


async def test_who_forgot_the_passphrase_gets_one_for_the_next_login(tmp_path: Path) -> None:
    async with people(tmp_path) as program:
        await Page(program).choose(BORIS)
        await DialogPage(program).pick(program.say("A new passphrase: theirs is forgotten"))
        assert MADE in await program.seen()
        await program.do("go-back", "go-back", "lock")
        await unlock(program, BORIS, MADE)
        assert program.screen == "PassphraseTwice"


async def test_who_has_no_right_has_no_key_to_it(tmp_path: Path) -> None:
    new_store(tmp_path)
    async with locked(tmp_path) as program:
        await unlock(program, BORIS)
        bound = {binding.binding.id for binding in program.app.screen.active_bindings.values()}
        assert not bound & {"people", "overview", "figures"}
        await program.do("people", "overview", "figures")
        assert program.screen == "DeskScreen"
        assert program.app.navigation is not None
        program.app.navigation.to_people()
        await program.settled()
        assert program.screen == "DeskScreen"
        assert program.say("Your roles here do not include this.") in program.app.told[-1]


async def test_who_is_alone_here_is_told_what_that_means(tmp_path: Path) -> None:
    store, _ = create_store(tmp_path / "desk", AMIRA, PASSPHRASE, AT, CHEAP)
    store.close()
    async with locked(tmp_path) as program:
        await unlock(program)
        assert any("F3" in told for told in program.app.told)


def test_a_made_passphrase_has_79_bits_of_letters_that_do_not_look_alike() -> None:
    made = people_room.made_passphrase()
    assert [len(part) for part in made.split("-")] == [4, 4, 4, 4]
    assert set(made) <= {*people_room.LETTERS, "-"}
    assert made != people_room.made_passphrase()
    assert {"i", "l", "o", "0", "1"}.isdisjoint(people_room.LETTERS)

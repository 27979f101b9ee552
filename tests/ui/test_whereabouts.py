"""The store knows where an interview stands, at the price of one write at most, and nobody waits for it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

from intake.store.kept.answers import Place
from intake.ui.whereabouts import Whereabouts
from tests.ui.cases import TALK, stored
from tests.ui.pages import talking

NAME, GENDER, AGE = Place("family_name"), Place("gender"), Place("birth_date")


class Turns:
    """Writes that wait for their turn."""

    def __init__(self) -> None:
        self._asked: list[tuple[Callable[[], Place], Future[Place]]] = []
        self.written: list[Place] = []

    def ask(self, place: Callable[[], Place]) -> Future[Place]:
        self._asked.append((place, Future()))
        return self._asked[-1][1]

    def come(self, *, fails: bool = False) -> None:
        asked, self._asked = self._asked, []
        for place, done in asked:
            found = place()
            if fails:
                done.set_exception(OSError())
            else:
                self.written.append(found)
                done.set_result(found)


def test_screens_that_are_passed_quickly_are_one_write() -> None:
    where, turns = Whereabouts(NAME), Turns()
    for place in (GENDER, AGE, GENDER, AGE):
        where.stands_at(place)
        where.keep(turns.ask)
    turns.come()
    assert turns.written == [AGE]
    where.saved(GENDER)  # with an answer, whose next question is shown then
    where.stands_at(GENDER)
    where.keep(turns.ask)
    turns.come()
    assert turns.written == [AGE]


def test_a_place_that_could_not_be_written_is_written_with_the_next_screen() -> None:
    where, turns = Whereabouts(NAME), Turns()
    where.stands_at(GENDER)
    where.keep(turns.ask)
    turns.come(fails=True)
    assert turns.written == []
    where.stands_at(GENDER)
    where.keep(turns.ask)
    turns.come()
    assert turns.written == [GENDER]


async def test_a_place_that_was_reached_without_an_answer_is_in_the_store(tmp_path: Path) -> None:
    stored(tmp_path, TALK, at="family_name")
    async with talking(tmp_path) as talk:
        before = await talk.stored_case()
        await talk.go_to("gender")
        await talk.program.desk.write(lambda _: None)  # behind what is being written
        after = await talk.stored_case()
        assert (before.header.place, after.header.place) == (NAME, GENDER)
        assert after.header.last_activity == before.header.last_activity

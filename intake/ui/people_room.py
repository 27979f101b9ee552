"""The people of the store for the screens: who works here, what they may do, and their first passphrases."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from intake.interview.values import Problem
from intake.store.kept.people import Role, Staff
from intake.store.keys.unlocking import name_problem, passphrase_problem
from intake.store.people.people import Person
from intake.ui.opening import Refused

if TYPE_CHECKING:
    from intake.store.store import Store
    from intake.ui.desk import Desk

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""None of them looks like another."""

GROUPS, GROUP = 4, 4


def made_passphrase(choice: Callable[[str], str] = secrets.choice) -> str:
    """A passphrase for the first login: four groups of four letters and digits, 79 bits."""
    return "-".join("".join(choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS))


class PeopleRoom:
    """Reads and changes the people of the store that a desk has open. Raises StoreError, Refused."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def all(self) -> tuple[Person, ...]:
        return await self._desk.ask(lambda store: store.people.all())

    async def add(self, name: str, roles: Sequence[Role], passphrase: str, *, is_for_once: bool) -> Staff:
        """Another person. `is_for_once`: they have to change the passphrase at the first login."""
        _insist(name_problem(name), passphrase_problem(passphrase))
        me, at = self._desk.staff.id, self._desk.now()

        def add(store: Store) -> Staff:
            if any(each.staff.name.casefold() == name.casefold() for each in store.people.all() if _works(each)):
                _insist(Problem("This name is taken at this store. Add a letter or the family name."))
            return store.people.add(name, passphrase, roles, me, at, is_for_once=is_for_once)

        return await self._desk.write(add)

    async def set_roles(self, staff_id: str, roles: Sequence[Role]) -> None:
        me, at = self._desk.staff.id, self._desk.now()
        await self._desk.write(lambda store: store.people.set_roles(staff_id, roles, me, at))
        await self._desk.read_roles()

    async def remove(self, staff_id: str) -> None:
        me, at = self._desk.staff.id, self._desk.now()
        await self._desk.write(lambda store: store.people.remove(staff_id, me, at))

    async def replace_passphrase(self, staff_id: str, passphrase: str) -> None:
        """A new passphrase for a colleague who forgot theirs; they change it at the next login."""
        _insist(passphrase_problem(passphrase))
        me, at = self._desk.staff.id, self._desk.now()
        await self._desk.write(lambda store: store.people.replace_passphrase(staff_id, passphrase, me, at))

    async def give_second_key(self, staff_id: str) -> None:
        me, at = self._desk.staff.id, self._desk.now()
        await self._desk.write(lambda store: store.people.grant_sections(staff_id, me, at))

    async def must_change_passphrase(self) -> bool:
        """Whether a colleague knows the passphrase of the person at the desk."""
        return await self._desk.ask(lambda store: store.people.must_change_passphrase())

    async def change_own_passphrase(self, passphrase: str) -> None:
        _insist(passphrase_problem(passphrase))
        me, at = self._desk.staff.id, self._desk.now()
        await self._desk.write(lambda store: store.people.change_own_passphrase(passphrase, me, at))


def _works(person: Person) -> bool:
    return person.staff.left_at is None


def _insist(*problems: Problem | None) -> None:
    for problem in problems:
        if problem is not None:
            params = {name: str(value) for name, value in problem.params.items()}
            raise Refused(problem.message, "Nothing was changed. Please type it again.", **params)

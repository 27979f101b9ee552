"""Who works here: their roles, since when, the last login, the second key. Add, change, remove."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from intake.errors import IntakeError
from intake.languages.direction import strip_controls
from intake.store.kept.people import Role
from intake.store.people.people import Person
from intake.ui.keys import bindings, first_key, key_name
from intake.ui.people_room import PeopleRoom, made_passphrase
from intake.ui.role_names import ROLE_NAMES
from intake.ui.screens.dialog import Dialog, Item, Reader, key_lines
from intake.ui.screens.person_dialogs import PassphraseTwice, RolesDialog, Typed
from intake.ui.waits import answer_of
from intake.ui.widgets.footer import KeyFooter
from intake.ui.widgets.lines import Notice, Title

if TYPE_CHECKING:
    from intake.ui.navigation import Navigation

MAX_NAME = 40
"""Characters of a name that the list shows."""


class PeopleScreen(Screen[None]):
    """For who looks after people. Changes count at once, also in programs that are open."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("new", "go-back", "desk", "help")
    KEYS: ClassVar[tuple[str, ...]] = ("confirm", "new", "go-back", "lock", "help")

    def __init__(self, nav: Navigation) -> None:
        super().__init__()
        self.nav = nav
        self._say = nav.desk.wording().say
        self._room = PeopleRoom(nav.desk)
        self._people: tuple[Person, ...] = ()

    def compose(self) -> ComposeResult:
        yield Title(self._say("People"), self.nav.desk.staff.name)
        yield OptionList(classes="lines")
        yield Notice()
        yield KeyFooter(self.nav.desk.wording(), self.KEYS)

    def on_mount(self) -> None:
        self.query_one(OptionList).focus()
        self._do(self._fill)

    # The list

    async def _fill(self) -> None:
        self._people = await self._room.all()
        if not self.is_attached:
            return
        listed = self.query_one(OptionList)
        at = listed.highlighted or 0
        listed.clear_options()
        listed.add_option(Option(Content(f"{key_name('plus')}  {self._say('Another person')}")))
        listed.add_options([Option(self._line(each), disabled=each.staff.left_at is not None) for each in self._people])
        listed.highlighted = min(at, len(self._people))
        self.query_one(Notice).say(self._about(), "warning")

    def _about(self) -> str:
        """What it means that nobody else is here, or that somebody waits for the second key."""
        here = [each for each in self._people if each.staff.left_at is None]
        if len(here) == 1:
            return self._say(
                "You are alone here and may do everything: nobody looks over your shoulder when you read, erase or "
                "export. Add a colleague, and give the administration to somebody who does no desk work."
            )
        waiting = [each.staff.name for each in here if each.should_hold and not each.holds_sections]
        if waiting:
            return self._say(
                "Without the second key: {names}. Somebody who holds it has to give it to them.",
                names=", ".join(waiting),
            )
        return ""

    def _line(self, person: Person) -> Content:
        say, staff = self._say, person.staff
        name = strip_controls(staff.name, visible=True)[:MAX_NAME]
        if staff.left_at is not None:
            left = say("left on {day}", day=f"{staff.left_at.astimezone():%d.%m.%Y}")
            return Content.assemble((f"{name}  {left}", "dim"))
        roles = ", ".join(say(ROLE_NAMES[role]) for role in staff.roles)
        login = person.last_login
        marks = [
            say("since {day}", day=f"{staff.added_at.astimezone():%d.%m.%Y}"),
            say("last login {day}", day=f"{login.astimezone():%d.%m.%Y %H:%M}") if login else say("never logged in"),
        ]
        if person.holds_sections:
            marks.append(say("second key"))
        elif person.should_hold:
            marks.append(say("SECOND KEY MISSING"))
        return Content.assemble((name, "bold"), f"  {roles}\n    {' · '.join(marks)}")

    # Keys

    def _do(self, work: Callable[[], Awaitable[None]]) -> None:
        self.run_worker(self._told(work), exclusive=True, group="people")

    async def _told(self, work: Callable[[], Awaitable[None]]) -> None:
        """Do something and list the people again; what went wrong is said."""
        try:
            await work()
            if work != self._fill:
                await self._fill()
        except IntakeError as error:
            if self.is_attached:
                self.query_one(Notice).say(self.nav.app.describe(error), "problem")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option_index == 0:
            self.action_new()
        else:
            person = self._people[event.option_index - 1]
            self._do(lambda: self._change(person))

    def action_new(self) -> None:
        self._do(self._add)

    def action_go_back(self) -> None:
        self.dismiss(None)

    def action_to_desk(self) -> None:
        self.dismiss(None)

    def action_help(self) -> None:
        say = self._say
        about = say("{key} on a person changes roles, passphrase and keys, or removes them.", key=first_key("confirm"))
        self.app.push_screen(Reader(say("Help"), [about, "", *key_lines(say, self.KEYS[1:])]))

    # Changes

    async def _add(self) -> None:
        say = self._say
        name = await answer_of(self.app, Typed(say("Another person"), (say("Name"),), is_secret=False))
        if not name:
            return
        roles = await answer_of(self.app, RolesDialog(say, say("What does {name} do here?", name=name), (Role.CLERK,)))
        if not roles:
            return
        passphrase, is_for_once = await self._first_passphrase(name)
        if not passphrase:
            return
        await self._room.add(name.strip(), roles, passphrase, is_for_once=is_for_once)
        if is_for_once:
            await self._show_once(name, passphrase)

    async def _first_passphrase(self, name: str) -> tuple[str, bool]:
        """The passphrase, and whether it is for the first login only; '' where it was left."""
        say = self._say
        chosen = await answer_of(
            self.app,
            Dialog(
                say("Passphrase of {name}", name=name),
                [say("Only {name} should know it.", name=name)],
                [
                    Item("typed", say("{name} is here and types it now", name=name)),
                    Item("made", say("Make one for the first login; it has to be changed then")),
                ],
            ),
        )
        if chosen == "made":
            return made_passphrase(), True
        if chosen != "typed":
            return "", False
        about = say("Choose a passphrase of several words. Nobody can read the store without it.")
        return await answer_of(self.app, PassphraseTwice(say, name, about)) or "", False

    async def _show_once(self, name: str, passphrase: str) -> None:
        say = self._say
        lines = [
            say("The passphrase for the first login of {name}. It is shown only now:", name=name),
            "",
            passphrase,
            "",
            say("Tell it to {name} only. At the first login a new one has to be chosen.", name=name),
        ]
        await answer_of(self.app, Reader(say("First passphrase"), lines))

    async def _change(self, person: Person) -> None:
        say, staff = self._say, person.staff
        items = [
            Item("roles", say("Change the roles")),
            Item("passphrase", say("A new passphrase: theirs is forgotten")),
        ]
        if person.should_hold and not person.holds_sections:
            items.append(Item("key", say("Give the second key: health and protection")))
        items.append(Item("remove", say("Remove {name}: no login any more", name=staff.name)))
        match await answer_of(self.app, Dialog(staff.name, [], items)):
            case "roles":
                await self._change_roles(person)
            case "passphrase":
                await self._replace_passphrase(person)
            case "key":
                await self._room.give_second_key(staff.id)
            case "remove":
                await self._remove(person)

    async def _change_roles(self, person: Person) -> None:
        title = self._say("What does {name} do here?", name=person.staff.name)
        roles = await answer_of(self.app, RolesDialog(self._say, title, person.staff.roles))
        if roles is not None:
            await self._room.set_roles(person.staff.id, roles)

    async def _replace_passphrase(self, person: Person) -> None:
        made = made_passphrase()
        await self._room.replace_passphrase(person.staff.id, made)
        await self._show_once(person.staff.name, made)

    async def _remove(self, person: Person) -> None:
        say, name = self._say, person.staff.name
        lines = [
            say("{name} cannot log in any more. The history keeps the name.", name=name),
            say(
                "Old backups and copies of the key file still open with the old passphrase. Where there is cause, "
                "give the store new keys after this: intake keys rotate."
            ),
        ]
        actions = [Item("keep", say("Keep {name}", name=name)), Item("remove", say("Remove {name}", name=name))]
        if await answer_of(self.app, Dialog(say("Remove {name}?", name=name), lines, actions)) == "remove":
            await self._room.remove(person.staff.id)

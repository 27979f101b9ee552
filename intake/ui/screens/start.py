"""What those see first who do not see the list of cases: interpreters, and coordinators without desk work."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from intake.errors import IntakeError
from intake.store.people.rights import Right
from intake.ui.allowed import NEEDS
from intake.ui.case_opening import take_or_ask
from intake.ui.handing import told
from intake.ui.keys import ACTIONS, bindings, first_key
from intake.ui.screens.dialog import Reader, key_lines
from intake.ui.screens.home import HomeScreen, who_works_here
from intake.ui.widgets.footer import KeyFooter
from intake.ui.widgets.lines import Notice, Title

WAYS = ("overview", "figures", "people")
"""Other screens that lead away from here, by the ids of their actions."""


class StartScreen(HomeScreen):
    """The interview that was handed to the person, and the screens that their roles include. No list, no search."""

    DEFAULT_CSS = "StartScreen #waiting { padding: 1; }"
    BINDINGS: ClassVar[list[BindingType]] = bindings("saved", "help", *WAYS)
    KEYS: ClassVar[tuple[str, ...]] = ("confirm", *WAYS, "lock", "quit", "help")

    def compose(self) -> ComposeResult:
        desk, wording = self.nav.desk, self.nav.desk.wording()
        yield Title(f"intake: {desk.site.name.de}", who_works_here(desk, self.app.size.width))
        yield Static("", id="waiting", markup=False)
        yield OptionList(classes="lines")
        yield Notice()
        yield KeyFooter(wording, self._keys())

    def on_mount(self) -> None:
        self.query_one(OptionList).focus()
        self.reload()

    def _keys(self) -> tuple[str, ...]:
        return tuple(id_ for id_ in self.KEYS if id_ not in NEEDS or self.nav.desk.may(NEEDS[id_]))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        needed = next((NEEDS[id_] for id_ in WAYS if ACTIONS[id_].action == action), None)
        return needed is None or self.nav.desk.may(needed)

    def reload(self) -> None:
        self.run_worker(self._fill(), exclusive=True, group="start")

    async def _fill(self) -> None:
        nav, say = self.nav, self.nav.desk.wording().say
        try:
            found = await self.look_up_handed()
        except IntakeError as error:
            self.query_one(Notice).say(nav.app.describe(error), "problem")
            return
        lines: list[Option] = []
        for each in found:
            lines.append(Option(Content(f"{each.line.case.code}  {told(say, each, nav.desk.today)}")))
        lines += [Option(Content(f"{first_key(id_).said(say)}  {say(ACTIONS[id_].help)}")) for id_ in self._ways()]
        listed = self.query_one(OptionList)
        listed.clear_options()
        listed.add_options(lines)
        listed.highlighted = 0 if lines else None
        self.query_one("#waiting", Static).update(self._text())
        self.query_one("#waiting", Static).display = bool(self._text())

    def _ways(self) -> list[str]:
        return [id_ for id_ in WAYS if self.nav.desk.may(NEEDS[id_])]

    def _text(self) -> str:
        say = self.nav.desk.wording().say
        if not self.nav.desk.may(Right.HANDED_INTERVIEW):
            return ""
        if any(each.line.is_mine for each in self.handed):
            return say("{key} opens the interview that was handed to you.", key=first_key("confirm"))
        return say("Nobody has handed you an interview. As soon as a colleague does, it stands here; no key is needed.")

    async def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        at = event.option_index
        if at < len(self.handed):
            take_or_ask(self.nav, self.handed[at])
        else:
            await self.run_action(ACTIONS[self._ways()[at - len(self.handed)]].action)

    def action_overview(self) -> None:
        from intake.ui.screens.overview import OverviewScreen

        self.app.push_screen(OverviewScreen(self.nav))

    def action_figures(self) -> None:
        from intake.ui.screens.figures import FiguresScreen

        self.app.push_screen(FiguresScreen(self.nav))

    def action_people(self) -> None:
        self.nav.to_people()

    def action_say_saved(self) -> None:
        self.query_one(Notice).say(self.nav.desk.wording().say("Everything confirmed is saved."))

    def action_help(self) -> None:
        say = self.nav.desk.wording().say
        about = [self._text(), ""] if self._text() else []
        self.app.push_screen(Reader(say("Help"), [*about, *key_lines(say, self._keys()[1:])]))

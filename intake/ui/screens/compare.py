"""What changes if: the same answers at other sites and under other law sets, side by side. Nothing is stored."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from intake.languages.dates import day as shown_day
from intake.languages.direction import shown
from intake.pathways.compare import Comparison, Variant, compare_variants
from intake.pathways.law import LawSet
from intake.pathways.sites import SiteProfile
from intake.ui.casework import CaseWork
from intake.ui.keys import bindings, first_key
from intake.ui.navigation import Navigation
from intake.ui.screens.case_screen import CaseScreen
from intake.ui.screens.compare_lines import (
    LETTERS,
    ComparedLine,
    compared_lines,
    compared_reasons,
    variant_texts,
)
from intake.ui.screens.dialog import Chooser, Dialog, Item, Reader
from intake.ui.screens.line import in_staff_language
from intake.ui.waits import answer_of
from intake.ui.widgets.columns import columns
from intake.ui.widgets.footer import KeyFooter
from intake.ui.widgets.hanging import hanging
from intake.ui.widgets.lines import Notice, Title

SIDE_BY_SIDE_CELLS = 100
"""From this width on, what is compared stands beside each other."""


class CompareScreen(CaseScreen):
    """The case as it is, and variants of it. Differences first; all lines on request."""

    SEEN_AS: ClassVar[str] = "compare"
    BINDINGS: ClassVar[list[BindingType]] = bindings("new", "remove", "all-lines")
    KEYS: ClassVar[tuple[str, ...]] = ("confirm", "new", "remove", "all-lines", "go-back", "help")

    def __init__(self, work: CaseWork, nav: Navigation) -> None:
        super().__init__(work, nav)
        self._variants = [Variant(work.assessment.site, work.assessment.law)]
        self._comparison: Comparison | None = None
        self._lines: list[ComparedLine] = []
        self._shows_all = False

    def compose(self) -> ComposeResult:
        say = self.wording.say
        yield Title(say("What changes if · {code}", code=self.work.code or say("not stored")), say("nothing is stored"))
        yield Static(classes="variants", markup=False)
        yield OptionList(classes="lines")
        yield Notice()
        yield KeyFooter(self.wording, self.KEYS)

    def on_mount(self) -> None:
        self.query_one(OptionList).focus()
        self._compare()
        self.action_new()

    def show_saved(self) -> None:
        """Nothing here is stored, and the title says so."""

    # What is compared

    def _compare(self) -> None:
        talk = self.work.interview
        self._comparison = compare_variants(
            talk.logic, talk.answers, self._variants, self.work.today, talk.kind, self.work.proposal.decided
        )
        self._fill()

    def action_new(self) -> None:
        if len(self._variants) == len(LETTERS):
            self._say(self.wording.say("At most {count} can be compared.", count=len(LETTERS)))
        else:
            self.run_worker(self._add(), exclusive=True, group="variant")

    async def _add(self) -> None:
        chosen = await self._chosen()
        if chosen is not None:
            self._variants.append(chosen)
            self._compare()

    async def _chosen(self) -> Variant | None:
        """What is asked for: another law set, another site, or both."""
        say, assessment = self.wording.say, self.work.assessment
        kind = await answer_of(
            self.app,
            Dialog(
                say("What changes if …"),
                [say("Nothing of this is stored. The answers stay as they are.")],
                [
                    Item("moved", say("… the person moves to another town")),
                    Item("law", say("… another law set applies here")),
                    Item("both", say("… the person moves, and another law set applies")),
                    Item("site", say("… another site looks at it, without a move")),
                ],
            ),
        )
        if not kind:
            return None
        site = assessment.site if kind == "law" else await self._site()
        law = assessment.law if kind in ("moved", "site") else await self._law() if site else None
        return Variant(site, law, kind in ("moved", "both")) if site and law else None

    async def _site(self) -> SiteProfile | None:
        """All sites, the desk's own profiles among them."""
        wording, content = self.wording, self.nav.desk.content
        items = [
            Item(site.id, in_staff_language(site.name, wording), self._mark(site), site.town) for site in content.sites
        ]
        chosen = await answer_of(
            self.app, Chooser(wording.say("Which site?"), items, placeholder=wording.say("Name of the site or town"))
        )
        return content.sites.get(chosen) if chosen else None

    def _mark(self, site: SiteProfile) -> str:
        say = self.wording.say
        if site.id == self.work.assessment.site.id:
            return say("this site")
        return say("own profile") if site.id in self.nav.desk.content.own else ""

    async def _law(self) -> LawSet | None:
        wording, laws = self.wording, self.nav.desk.content.laws
        today = laws.in_force(self.work.today)
        items = [
            Item(
                law.date.isoformat(),
                shown_day(law.date, wording.staff),
                wording.say("in force today") if law == today else "",
            )
            for law in laws
        ]
        chosen = await answer_of(
            self.app, Chooser(wording.say("Which law set?"), items, placeholder=wording.say("Day or year"))
        )
        return next((law for law in laws if law.date.isoformat() == chosen), None)

    def action_remove(self) -> None:
        """Take the last one away; the case as it is stays."""
        if len(self._variants) > 1:
            self._variants.pop()
            self._compare()

    def action_all_lines(self) -> None:
        self._shows_all = not self._shows_all
        self._fill()

    # What is shown

    def _fill(self) -> None:
        wording, found = self.wording, self._comparison
        if found is None:
            return
        texts = (shown(text) for text in variant_texts(self._variants, wording))
        self.query_one(Static).update(Content("\n".join(texts)))
        lines = compared_lines(found, self.work, wording, only_differences=not self._shows_all)
        self._lines = list(lines) if len(self._variants) > 1 else []
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options([Option(self._content(line), disabled=line.row is None) for line in self._lines])
        usable = [index for index, line in enumerate(self._lines) if line.row is not None]
        if usable:
            options.highlighted = usable[0]
        self._say(self._summary(len(found.differences)))

    def _summary(self, differing: int) -> str:
        say, wording = self.wording.say, self.wording
        if len(self._variants) == 1:
            return say("Only the case as it is: {key} adds what to compare it with.", key=first_key("new"))
        if not differing:
            return say("Nothing differs. {key} shows all lines.", key=first_key("all-lines"))
        key = first_key("all-lines")
        more = say("{key} shows only them.", key=key) if self._shows_all else say("{key} shows all lines.", key=key)
        return f"{wording.count('{n} line differs.', '{n} lines differ.', differing)} {more}"

    def _content(self, line: ComparedLine) -> Content:
        if line.row is None:
            return Content.styled(line.head, "bold $primary")
        cells = [f"{letter}: {text}" for letter, text in zip(LETTERS, line.cells, strict=False)]
        width = self.size.width - 4
        if self.size.width < SIDE_BY_SIDE_CELLS:
            return hanging(line.head, [(cell, "") for cell in cells], width)
        return columns(line.head, cells, width)

    def _say(self, text: str) -> None:
        self.query_one(Notice).say(text)

    def on_resize(self) -> None:
        self._fill()

    # Keys

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        line, found = self._lines[event.option_index], self._comparison
        if line.row is not None and found is not None:
            self.app.push_screen(Reader(line.head, compared_reasons(line.row, found, self.work, self.wording)))

    def action_confirm(self) -> None:
        self.query_one(OptionList).action_select()

    def on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            event.stop()
            self.action_confirm()

    async def action_go_back(self) -> None:
        await self.nav.to_next_steps()

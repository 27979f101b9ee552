"""A case to look into for those who lead no interviews: its answers, and nothing to change.

Health and protection stand there only beside a colleague who types name and passphrase, and only until the screen is
left.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import TYPE_CHECKING, ClassVar

from rich.cells import set_cell_size
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from intake.errors import IntakeError
from intake.interview.answers import Entry, State
from intake.interview.questions import Question
from intake.languages.direction import shown
from intake.store.kept.audit import Action
from intake.store.kept.cases import CaseFile
from intake.ui.cases import as_work
from intake.ui.keys import bindings, first_key
from intake.ui.palette import Command
from intake.ui.screens.dialog import Reader, key_lines
from intake.ui.screens.person_dialogs import NameAndPassphrase
from intake.ui.waits import answer_of
from intake.ui.widgets.drawing import wrapped
from intake.ui.widgets.footer import KeyFooter
from intake.ui.widgets.lines import Notice, Title

if TYPE_CHECKING:
    from intake.ui.casework import CaseWork
    from intake.ui.navigation import Navigation


class ReadingScreen(Screen[None]):
    """What a case says. It is open for nobody by this: an interview can go on meanwhile."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("second-person", "go-back", "desk", "help")
    KEYS: ClassVar[tuple[str, ...]] = ("second-person", "go-back", "lock", "quit", "help")

    def __init__(self, nav: Navigation, file: CaseFile) -> None:
        super().__init__()
        self.nav = nav
        self._file = file
        self._work = as_work(nav.desk, file)
        self._wording = nav.desk.wording(self._work)
        self._restricted = file.header.restricted
        self._with = ""
        """Who sits beside the person; '' while health and protection are hidden."""

    def compose(self) -> ComposeResult:
        say = self._wording.say
        yield Title(say("Looking into {code}", code=self._work.code), self.nav.desk.staff.name)
        yield Notice()
        yield OptionList(classes="lines")
        yield KeyFooter(self._wording, self.KEYS)

    def on_mount(self) -> None:
        self.nav.desk.note(Action.CASE_VIEWED, self._work.new.id, "reading")
        self.query_one(OptionList).focus()
        self._show()

    def _show(self) -> None:
        say = self._wording.say
        if self._with:
            text = say("Health and protection are shown: {name} sits beside you. Leaving hides them.", name=self._with)
        else:
            text = say("Without health and protection. {key}: beside a colleague.", key=first_key("second-person"))
        if self._restricted:
            text = f"{say('Restricted: {reason}', reason=self._restricted)}\n{text}"
        self.query_one(Notice).say(text, "warning" if self._with else "")
        cells, listed = self.size.width - 4, self.query_one(OptionList)
        listed.clear_options()
        listed.add_options([Option(_content(left, right, cells)) for left, right in self._rows(self._work)])
        listed.highlighted = 0 if listed.option_count else None

    def on_resize(self) -> None:
        self._show()

    def _rows(self, work: CaseWork) -> Iterator[tuple[str, str]]:
        """A heading with '' beside it, then the questions of the section with their answers."""
        questionnaire, wording = work.interview.logic.questionnaire, self._wording
        for section in questionnaire.sections:
            rows = [
                (wording.label(question), text)
                for question in questionnaire
                if question.section == section.code
                for text in self._texts(work, question)
            ]
            if not self._with and any(_is_hidden(each) for each in questionnaire if each.section == section.code):
                rows.append((wording.say("Health and protection"), wording.say("(only beside a colleague)")))
            if rows:
                yield wording.text(f"section.{section.code}", section.text).staff, ""
                yield from rows

    def _texts(self, work: CaseWork, question: Question) -> Iterator[str]:
        answer = work.interview.answers[question.id]
        if answer.state is State.NOT_ASKED:
            return
        if question.sensitivity.is_guarded and not self._with:
            return
        if question.fields and work.interview.answers.entries(question.id):
            for entry in work.interview.answers.entries(question.id):
                yield self._entry(question, entry)
        else:
            yield self._wording.answer(question, answer).staff

    def _entry(self, question: Question, entry: Entry) -> str:
        wording = self._wording
        given = [(field, entry.answer(field.id)) for field in question.fields]
        return " · ".join(
            wording.answer(field, answer).staff
            for field, answer in given
            if answer.state is State.ANSWERED and (self._with or not field.sensitivity.is_guarded)
        )

    async def cover_again(self) -> None:
        """Nobody sits beside the person any more: health and protection are hidden."""
        if self._with:
            self._work, self._with = as_work(self.nav.desk, self._file), ""
            self._wording = self.nav.desk.wording(self._work)
            self._show()

    def commands(self) -> Iterator[Command]:
        """What the command palette offers beside the keys."""
        say = self._wording.say
        yield Command(say("Rights of the person"), say("All that is stored, restriction, erasure."), self._offer_rights)

    def _offer_rights(self) -> None:
        self.app.run_worker(self._person_rights(), exclusive=True, group="rights")

    async def _person_rights(self) -> None:
        from intake.ui.screens.person_rights import person_rights  # seldom

        if await person_rights(self.nav, self._work.new.id) and self.is_attached:
            self.action_go_back()

    def action_second_person(self) -> None:
        self.run_worker(self._beside(), exclusive=True, group="beside")

    async def _beside(self) -> None:
        """Ask for the colleague's name and passphrase until they are right or given up."""
        desk, say, id_ = self.nav.desk, self._wording.say, self._work.new.id
        problem = ""
        while True:
            typed = await answer_of(self.app, NameAndPassphrase(say, say("A second person"), problem))
            if typed is None:
                return
            at = desk.now()
            name, passphrase = typed
            try:
                file = await desk.read_beside(id_, name, passphrase, at)
            except IntakeError as error:
                problem = self.nav.app.describe(error)
                continue
            if self.is_attached:
                self._work, self._with = as_work(desk, file), name
                self._work.cover.lift()
                self._wording = desk.wording(self._work)
                self._show()
            return

    def action_go_back(self) -> None:
        self.dismiss(None)

    def action_to_desk(self) -> None:
        self.dismiss(None)

    def action_help(self) -> None:
        say = self._wording.say
        about = say("You can look into the case. Nothing is changed here; an interview may go on meanwhile.")
        self.app.push_screen(Reader(say("Help"), [about, "", *key_lines(say, self.KEYS)]))


def _is_hidden(question: Question) -> bool:
    """Whether some of it is about health or protection."""
    return any(each.sensitivity.is_guarded for each in (question, *question.fields))


def _content(left: str, right: str, cells: int) -> Content:
    if not right:
        return Content.styled(shown(left), "bold $primary")
    columns = min(40, max(16, cells * 2 // 5))
    names, texts = wrapped(shown(left), columns - 2), wrapped(shown(right), max(10, cells - columns - 2))
    lines = [
        Content.assemble("  " + set_cell_size(name, columns), (text, "bold"))
        for name, text in zip_longest(names, texts, fillvalue="")
    ]
    return Content("\n").join(lines)

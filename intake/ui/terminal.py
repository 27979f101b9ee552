"""The terminal as right-to-left text is written into it: what it said of itself, what is wished, and what holds now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, Literal

from intake.languages.terminal_answers import Answers
from intake.languages.terminal_text import AUTO, NO_WISH, Profile, Wish, chosen
from intake.ui.curtain import Curtain
from intake.ui.rtl import BidiFilter
from intake.ui.terminal_choices import TerminalChoices

if TYPE_CHECKING:
    from textual.driver import Driver

NOT_ASKED: Final = Answers(is_complete=True)
"""Of a terminal that was asked nothing: no answer of it can be on its way."""
_INSIDE: Final = ("VTE_VERSION", "KONSOLE_VERSION", "TMUX", "STY", "WT_SESSION")


Limit = Literal["console", "own order", "words"]
"""What keeps a terminal from showing right-to-left text well: no setting changes that.

console: the Linux console has no such letters; own order: it orders text itself and cannot be stopped; words: it draws
the letters of each word in the direction of their script.
"""


class Terminal:
    """The terminal of this run. `profile` and `filter` are those in use now; a choice replaces both.

    What the settings say counts most, then what was chosen on this desk for such a terminal, then what it answered.
    """

    def __init__(
        self,
        environment: Mapping[str, str],
        answers: Answers = NOT_ASKED,
        wish: Wish = NO_WISH,
        choices: TerminalChoices | None = None,
    ) -> None:
        self._environment = dict(environment)
        self._set = wish
        self._choices = choices
        self.answers = answers
        self.curtain = Curtain()
        self._kept = choices.of(self.likeness) if choices else None
        self.was_told = False
        """Whether it was said in this run what cannot be shown, or asked what looks right."""
        self.profile: Profile
        self.filter: BidiFilter
        self._use(_first(wish, self._kept or NO_WISH))

    @classmethod
    def plain(cls) -> Terminal:
        """One that shows every cell where it is put."""
        return cls({}, wish=Wish("plain"))

    @property
    def environment(self) -> Mapping[str, str]:
        """What the terminal was started with."""
        return self._environment

    @property
    def likeness(self) -> str:
        """What other terminals of this kind say as well: by this a choice is kept for the desk."""
        named = [self._environment.get(name, "") for name in ("TERM", "TERM_PROGRAM")]
        inside = [name for name in _INSIDE if name in self._environment]
        return " ".join(part for part in (*named, *inside, self.answers.name, self.answers.secondary) if part)

    @property
    def is_set(self) -> bool:
        """Whether the settings name the terminal: they hold again at the next start, whatever is chosen."""
        return self._set.terminal != AUTO

    @property
    def is_unknown(self) -> bool:
        """Whether nobody knows what it makes of right-to-left text: not itself, not the settings, not the desk."""
        return self.profile.name == "unknown" and not self.is_set and self._kept is None

    @property
    def limit(self) -> Limit | None:
        if self._environment.get("TERM", "").startswith("linux"):
            return "console"
        if self.profile.order is None:
            return "own order"
        return "words" if self.profile.order == "words" else None

    def driver(self, base: type[Driver]) -> type[Driver]:
        """The driver that switches the terminal's own order off and on again."""
        from intake.ui.rtl_driver import driver_for  # needs the events of Textual

        return driver_for(base, self.profile, self.answers, self.curtain)

    def choose(self, wish: Wish) -> bool:
        """Use what was chosen from now on. Returns whether the desk will remember it."""
        self._kept = wish
        self._use(_first(wish, self._set))
        return self._choices is not None and self._choices.keep(self.likeness, wish)

    def _use(self, wish: Wish) -> None:
        self.profile = chosen(self._environment, self.answers, wish)
        self.filter = BidiFilter(self.profile)


def _first(wish: Wish, other: Wish) -> Wish:
    """The first wish, and the other one for what the first leaves open."""
    return Wish(
        wish.terminal if wish.terminal != AUTO else other.terminal,
        wish.letters if wish.letters != AUTO else other.letters,
        wish.marks if wish.marks != AUTO else other.marks,
    )

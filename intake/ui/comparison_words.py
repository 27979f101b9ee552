"""What the lines of an assessment say in a comparison, in a few words each; for the terminal and the screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from intake.languages.dates import day
from intake.pathways.assess import Assessment
from intake.pathways.compare import Cell, Part
from intake.pathways.profile_rows import Text

Say = Callable[..., str]

NOTHING = "–"


def rule_kind(code: str, say: Say) -> str:
    """What a true rule of this kind means."""
    return {
        "ADMIT": say("Responsible here"),
        "REJECT": say("Another office is responsible"),
        "ROUTE": say("Referral"),
        "OPEN": say("Clarify"),
        "STEP": say("Step"),
    }[code]


@dataclass(frozen=True, slots=True)
class Words:
    """The lines of an assessment in the language of the staff, `de` or `en`.

    `question` and `station` give the names behind their ids; without them the ids themselves are said.
    """

    say: Say
    language: str
    question: Callable[[str], str] = str
    station: Callable[[str], str] = str

    def text(self, text: Text) -> str:
        return text.de if self.language == "de" else text.en

    def kind(self, code: str) -> str:
        return rule_kind(code, self.say)

    def head(self, assessment: Assessment) -> tuple[str, str]:
        return assessment.site.id, self.say("law set of {law}", law=day(assessment.law.date, self.language))

    def part(self, part: Part) -> str:
        say = self.say
        return {
            Part.PRERULE: say("Before all else"),
            Part.RESULT: say("Result"),
            Part.STATION: say("Stations"),
            Part.OPEN: say("To be clarified"),
            Part.OFFER: say("Offers"),
            Part.DEADLINE: say("Deadlines"),
        }[part]

    def cell(self, part: Part, cell: Cell | None) -> str:
        """One line of an assessment in a few words; a dash where it is not there."""
        if cell is None:
            return NOTHING
        said = self._state(part, cell)
        if cell.stations:
            said += f" → {', '.join(map(self.station, cell.stations))}"
        if cell.missing:
            return self.say(
                "{state}; to ask: {questions}", state=said, questions=", ".join(map(self.question, cell.missing))
            )
        return said

    def _state(self, part: Part, cell: Cell) -> str:
        say = self.say
        match part:
            case Part.RESULT:
                return self.kind(cell.state)
            case Part.PRERULE:
                return say("applies") if cell.state == "true" else say("perhaps")
            case Part.STATION:
                return say("named")
            case Part.OPEN:
                return say("open")
            case Part.OFFER:
                return {"proposed": say("proposed"), "later": say("later"), "maybe": say("perhaps")}[cell.state]
            case Part.DEADLINE:
                return self._due(cell)

    def _due(self, cell: Cell) -> str:
        say = self.say
        if cell.date is None:
            return say("date open")
        shown = day(cell.date, self.language)
        shown = say("about {day}", day=shown) if cell.is_approximate else shown
        if cell.state == "past":
            return say("{day}, overdue", day=shown)
        return say("{day}, if it applies", day=shown) if cell.state == "open" else shown

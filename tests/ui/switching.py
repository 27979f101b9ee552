"""Language and layout switched at random amid what is typed: nothing stored may change, and no letter get lost."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

from intake.interview.session import Run
from tests.ui.cases import DIMA, stored
from tests.ui.pages import InterviewPage, talking
from tests.ui.program import LOW, USUAL, WIDE

LANGUAGES = ("ar", "prs", "ps", "ckb", "ur", "ti", "tr", "uk", "en")
SWITCHES = ("switch-language", "switch-layout")
PLACES = ("family_name", "training_title")
WORDS = (
    "Müller ", "محمد", " ", "الله", "لا ", "12", " (2)", "ښځه", "می\u200cخواهم ", "ڕۆژ", "ٹھیک ", "ሰላም", "+49 2", "قدّم",
    "Шевч", "x",
)  # fmt: skip
"""Typed one behind the other: letters that join, two that become one, marks, a joiner, numbers, other scripts."""
LONGEST = 60
MOST_AT_ONCE = 12


@dataclass
class Report:
    """What was done until all was found as it had to be."""

    switches: int = 0
    words: int = 0
    cases: int = 0

    def __str__(self) -> str:
        return f"{self.switches} switches among {self.words} typed words in {self.cases} cases: nothing lost or changed"


async def switch_at_random(folder: Path, count: int, chance: random.Random) -> Report:
    """Switches `count` times, in cases with two languages each, one of them from right to left."""
    report = Report()
    while report.switches < count:
        place = folder / str(report.cases)
        place.mkdir()
        languages = (LANGUAGES[report.cases % 5], chance.choice(LANGUAGES[5:]))
        stored(place, {**DIMA, "training_state": "finished"}, at=PLACES[0], languages=languages, run=Run.FULL)
        async with talking(place, size=chance.choice([WIDE, USUAL, LOW])) as talk:
            for question in PLACES:
                await _at_question(talk, question, min(count - report.switches, count // 10 + 1), chance, report)
        report.cases += 1
    return report


async def _at_question(talk: InterviewPage, question: str, count: int, chance: random.Random, report: Report) -> None:
    await talk.go_to(question)
    await talk.program.press("ctrl+u", "end")
    typed, switches = "", 0
    before = (talk.answers, len(await talk.history()))
    while switches < count:
        word = chance.choice(WORDS)
        if len(typed) + len(word) > LONGEST:
            typed = typed[:-1]
            await talk.program.press("backspace")
        elif chance.random() < 0.5 and word.isprintable():
            typed += word
            await talk.program.type(word)
        else:
            typed += word
            await talk.program.paste(word)
        report.words += 1
        for _ in range(min(count - switches, chance.randrange(1, MOST_AT_ONCE))):
            await talk.do(chance.choice(SWITCHES))
            switches += 1
        await talk.program.drawn()
        found = (talk.shown_question, talk.half_typed)
        assert found == (question, typed), f"{found} after {switches} switches, typed was {typed!r}"
        assert (talk.answers, len(await talk.history())) == before, "a switch has changed what is stored"
    report.switches += switches

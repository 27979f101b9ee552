"""`intake assess FILE --compare SITE@LAW,SITE@LAW`: one case under several profiles and law sets, as a table."""

from __future__ import annotations

import datetime as dt
import sys
from dataclasses import dataclass
from pathlib import Path

from intake.commands.assess import Mistaken, name_own_profiles, read_answers
from intake.commands.side_by_side import Say, Words, table
from intake.errors import InputError
from intake.interview.answers import Answers
from intake.languages.dates import day
from intake.languages.direction import strip_controls
from intake.pathways.compare import compare
from intake.pathways.content import Content, load_content
from intake.pathways.law import LawSet
from intake.pathways.sites import SiteProfile

Pair = tuple[SiteProfile, LawSet]

MAX_PAIRS = 6
"""More columns than this fit on no screen."""


@dataclass(frozen=True, slots=True)
class Question:
    """What was typed: the files, the pairs as `SITE@LAW,SITE@LAW`, and what holds where a pair leaves a part away."""

    files: tuple[Path, ...]
    pairs: str
    site: str
    law: str
    on: dt.date
    own: Path | None = None


def run(question: Question, say: Say, language: str) -> int:
    """Print one table for each file. Raises InputError, ContentError; nothing is stored."""
    content = load_content(own=question.own)
    pairs = pairs_of(question, content)
    cases: list[tuple[Path, Answers]] = []
    problems: list[str] = []
    for file in question.files:
        try:
            cases.append((file, read_answers(file, content.questionnaire)))
        except Mistaken as error:
            problems += error.lines
    if problems:
        raise Mistaken(problems)
    words = Words(say, language)
    lines: list[str] = []
    for file, answers in cases:
        compared = compare(content.logic, answers, pairs, question.on)
        lines += [f"{file} · {day(question.on, language)}", say("Proposal – staff decide."), ""]
        lines += [*table(compared, words), ""]
    name_own_profiles(content, (site.id for site, _ in pairs), question.own, say)
    sys.stdout.write("\n".join(map(strip_controls, lines)))
    return 0


def pairs_of(question: Question, content: Content) -> tuple[Pair, ...]:
    """The pairs as typed. `SITE` alone, or `SITE@`, takes the law set of the command, `@LAW` its site."""
    typed = [each.strip() for each in question.pairs.split(",")]
    if not 2 <= len(typed) <= MAX_PAIRS or not all(typed):
        raise InputError(
            "{pairs} cannot be compared.",
            "Nothing was assessed. Write two to {most} pairs, such as zebera@2015-10-24,zebera@2022-06-01.",
            pairs=repr(question.pairs)[:80],
            most=MAX_PAIRS,
        )
    return tuple(_pair(each, question, content) for each in typed)


def _pair(typed: str, question: Question, content: Content) -> Pair:
    site, _, law = typed.partition("@")
    return content.site(site or question.site), content.law(law or question.law, question.on)

"""The invented people of the demonstration: read from `demo_cases.jsonl`, with their dates counted from a day.

A line holds `stage`, `by` (me or colleague), `hours` (how long ago) and `answers` in the form of an answers file. Dates
stand as `@today-12` (days), `@month-3` or `@year-17`; `@town` is the town of the site.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from importlib.resources.abc import Traversable

from intake.errors import ContentError
from intake.interview.answer_file import answers_from_json
from intake.interview.answers import (
    Answer,
    AnswerGiven,
    Answers,
    Change,
    Entry,
    EntryAdded,
    FieldGiven,
    State,
)
from intake.interview.content_file import Mistake
from intake.interview.questionnaire import Questionnaire
from intake.interview.values import Json
from intake.pathways.sites import SiteProfile

FILE = "demo_cases.jsonl"
_RELATIVE = re.compile(r"@(today|month|year)(?:([+-]\d{1,5}))?")
_TOWN = "@town"


class Stage(StrEnum):
    """How far a case is: left in the middle of the talk, at the desk, with consents for a handover, or closed."""

    INTERRUPTED = "interrupted"
    OPEN = "open"
    CONSENTED = "consented"
    CLOSED = "closed"


class By(StrEnum):
    """Who holds the talk."""

    ME = "me"
    COLLEAGUE = "colleague"


@dataclass(frozen=True, slots=True)
class DemoCase:
    """One invented person. `hours`: how long ago the talk was."""

    stage: Stage
    by: By
    hours: int
    answers: Answers


def load_demo_cases(
    questionnaire: Questionnaire, site: SiteProfile, day: dt.date, file: Traversable | None = None
) -> tuple[DemoCase, ...]:
    """All cases as they are on this day at this site. Raises ContentError with the line of every mistake."""
    file = file or files("intake.commands") / FILE
    found: list[DemoCase] = []
    mistakes: list[Mistake] = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        try:
            case = _case(json.loads(line), questionnaire, site, day)
        except (ValueError, KeyError, TypeError) as error:
            mistakes.append(Mistake(file.name, number, f"no case: {error!r}"))
            continue
        if isinstance(case, DemoCase):
            found.append(case)
        else:
            mistakes += [Mistake(file.name, number, what) for what in case]
    if mistakes:
        raise ContentError(
            "The cases of the demonstration have mistakes.",
            "Nothing was changed. Correct the lines named, then start again.",
            tuple(map(str, mistakes)),
        )
    return tuple(found)


def _case(
    data: Mapping[str, Json], questionnaire: Questionnaire, site: SiteProfile, day: dt.date
) -> DemoCase | tuple[str, ...]:
    """The case, or what is wrong with its answers."""
    answers = answers_from_json(questionnaire, resolved(data["answers"], site, day))
    if not isinstance(answers, Answers):
        return tuple(map(str, answers))
    return DemoCase(Stage(str(data["stage"])), By(str(data["by"])), int(str(data["hours"])), answers)


def resolved(data: Json, site: SiteProfile, day: dt.date) -> Json:
    """The data with real dates and the town of the site in the place of the marks."""
    match data:
        case dict():
            return {key: resolved(value, site, day) for key, value in data.items()}
        case list():
            return [resolved(value, site, day) for value in data]
        case str() if data == _TOWN:
            return _town(site)
        case str() if relative := _RELATIVE.fullmatch(data):
            return _date(relative[1], int(relative[2] or 0), day)
        case _:
            return data


def _town(site: SiteProfile) -> Json:
    """The first town of the area of the site; not asked where a site has none."""
    names, keys = site.config.get("area_names"), site.config.get("area_codes")
    if not isinstance(names, tuple) or not isinstance(keys, tuple) or not (names and keys):
        return None
    return {"text": names[0], "ags": keys[0]}


def _date(unit: str, distance: int, day: dt.date) -> str:
    match unit:
        case "today":
            return (day + dt.timedelta(days=distance)).isoformat()
        case "month":
            months = day.year * 12 + day.month - 1 + distance
            return f"{months // 12:04}-{months % 12 + 1:02}"
        case _:
            return f"{day.year + distance:04}"


def changes_of(answers: Answers) -> Iterator[Change]:
    """The changes that lead to these answers, entries one by one."""
    for question in answers:
        answer = answers[question]
        if not isinstance(answer.value, tuple) or not any(isinstance(item, Entry) for item in answer.value):
            yield AnswerGiven(question, answer)
            continue
        yield AnswerGiven(question, Answer(State.ANSWERED, ()))
        for entry in answer.value:
            if isinstance(entry, Entry):
                yield EntryAdded(question, entry.id)
                yield from (FieldGiven(question, entry.id, field, given) for field, given in entry.fields.items())

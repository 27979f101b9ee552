"""Interviews that are cut off by kill -9 at random moments, and what has to be there afterwards."""

from __future__ import annotations

import datetime as dt
import random
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from intake.interview.answer_file import answers_as_json
from intake.interview.session import Interview
from intake.interview.values import Json
from intake.pathways.content import load_content
from intake.pathways.core_run import needed_ids
from intake.pathways.law import site_context
from intake.store.kept.cases import CaseFile
from intake.ui.screens.places import number_left
from tests.pty.reading import Eyes, Sight
from tests.pty.staff import begin_case, opened, ready_store, unlock
from tests.pty.terminal import Ended, Terminal, program
from tests.pty.typist import Typist

LONGEST_S = 6.0
"""A kill comes at most so long after the program was unlocked: in that time it types about twenty answers."""


@dataclass
class Talk:
    """One case over all its interruptions: what was acknowledged, and what was being answered last."""

    answers: Mapping[str, Json]
    typed: dict[str, Json] = field(default_factory=dict)
    entries: dict[str, list[dict[str, Json]]] = field(default_factory=dict)
    last: Sight | None = None
    case: CaseFile | None = None
    """As the store held it after the last kill."""
    is_done: bool = False

    @property
    def is_stored(self) -> bool:
        """Whether the screen has said so: from the answer to data protection on."""
        return "privacy_info_given" in self.typed


@dataclass
class Report:
    """What a run of kills found."""

    kills: int = 0
    while_typing: int = 0
    talks: int = 0
    acknowledged: int = 0
    offers: int = 0
    lost: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.kills} kills ({self.while_typing} while typing) in {self.talks} cases:"
            f" {self.acknowledged} acknowledged answers looked up, {len(self.lost)} lost;"
            f" {self.offers} interrupted interviews offered at their question"
        )


def cut_off(folder: Path, people: Sequence[Mapping[str, Json]], count: int, chance: random.Random) -> Report:
    """Types interviews of these people one after the other, kills the program `count` times, and checks each time.

    Ends at the first kill that lost something.
    """
    report = Report()
    ready_store(folder / "store")
    talk = _new_talk(people, report)
    while report.kills < count and not report.lost:
        with program(folder, cols=100, rows=30) as terminal:
            talk = _until_cut(terminal, talk, people, chance, report)
        report.kills += 1
        _check(folder, talk, report)
        if talk.case is None:
            talk = _new_talk(people, report) if talk.is_done else Talk(talk.answers)
    return report


def _new_talk(people: Sequence[Mapping[str, Json]], report: Report) -> Talk:
    report.talks += 1
    return Talk(people[report.talks % len(people)])


def _until_cut(
    terminal: Terminal, talk: Talk, people: Sequence[Mapping[str, Json]], chance: random.Random, report: Report
) -> Talk:
    """Goes on with the talk until the kill comes. Returns the talk that was going on then."""
    eyes = Eyes(terminal)
    timer = threading.Timer(chance.uniform(0.0, LONGEST_S), terminal.strike)
    try:
        unlock(terminal, eyes)
        timer.start()
        terminal.wait_for(eyes.say("New case"))
        typist = _take_up(terminal, eyes, talk, report)
        while True:
            sight = typist.see()
            if sight.screen == "next steps":
                talk.is_done = True
                terminal.press("<c-g>")
                terminal.wait_for(lambda: eyes.sight().screen == "desk")
                talk = _new_talk(people, report)
                begin_case(terminal, eyes)
                typist = _typist(terminal, eyes, talk)
                continue
            if sight.screen == "interview":
                talk.last = sight
            typist.step(sight)
    except Ended:
        report.while_typing += talk.last is not None
        return talk
    finally:
        timer.cancel()


def _typist(terminal: Terminal, eyes: Eyes, talk: Talk) -> Typist:
    typist = Typist(terminal, talk.answers, eyes)
    typist.typed, typist.entries = talk.typed, talk.entries
    return typist


def _take_up(terminal: Terminal, eyes: Eyes, talk: Talk, report: Report) -> Typist:
    """Continues the interrupted interview, which has to be offered; begins the case where it was in memory only."""
    if talk.case is not None:
        terminal.wait_for(eyes.say("An interview was interrupted"))
        offer = _offer(eyes, talk.case)
        assert offer in eyes.dialog_text(), f"no {offer!r} on\n{terminal.screen_text()}"
        terminal.press("1")
        terminal.wait_for(lambda: eyes.sight().screen in ("interview", "next steps"))
        _check_place(eyes.sight(), talk, report)
    else:
        begin_case(terminal, eyes)
    return _typist(terminal, eyes, talk)


def _offer(eyes: Eyes, case: CaseFile) -> str:
    """The words with which this case is offered: when it was saved last, and at which question it stands."""
    content = load_content()
    site, today = content.site(case.header.site), dt.date.today()
    context = site_context(site, content.laws.in_force(today), today)
    run = case.header.settings.run
    talk = Interview(content.logic, case.answers, context, case.header.kind, run, needed_ids(site))
    at = case.header.last_activity.astimezone()
    day, time = f"{at:%d.%m.%Y}", f"{at:%H:%M}"
    number, total = number_left(talk, case.header.place.question if case.header.place else "")
    if number:
        text = "Last saved on {day} at {time}, question {number} of {total}. All of it is there."
        return eyes.say(text, day=day, time=time, number=number, total=total)
    text = "Last saved on {day} at {time}, after the last of {total} questions. All of it is there."
    return eyes.say(text, day=day, time=time, total=total)


def _check_place(sight: Sight, talk: Talk, report: Report) -> None:
    """The interview goes on where it was cut off; or one further, where the answer had just been saved."""
    last = talk.last
    assert last is not None
    asked = [question.id for question in (sight.question, sight.row) if question is not None]
    was_open = _ids(last) & set(asked) or (last.grid is not None and last.grid == sight.grid)
    assert was_open or _ids(last) <= _saved(talk), f"cut off at {_ids(last)}, offered at {asked}"
    report.offers += 1


def _ids(sight: Sight) -> set[str]:
    return {question.id for question in (sight.question, sight.row) if question is not None}


def _saved(talk: Talk) -> set[str]:
    return {*talk.typed, *talk.entries}


def _check(folder: Path, talk: Talk, report: Report) -> None:
    """Looks every acknowledged answer up in the store, which has to be sound; takes over what was saved unseen."""
    with opened(folder / "store") as store:
        assert store.care.check().audit.broken_at is None
        held = store.holds.interrupted(store.staff.id)
        assert len(held) <= 1
        if not held:
            assert talk.is_done or not talk.is_stored, "an acknowledged case is not there"
            talk.case = None
            return
        talk.case = case = store.load_case(held[0].id)
        assert store.replayed(case.header.id) == case.answers
    _compare(case, talk, report)


def _compare(case: CaseFile, talk: Talk, report: Report) -> None:
    stored = answers_as_json(case.answers)
    for id_, value in talk.typed.items():
        report.acknowledged += 1
        if id_ not in talk.entries and stored.get(id_) != value:
            report.lost.append(f"{id_}: typed {value!r}, stored {stored.get(id_)!r}")
    for id_, entries in talk.entries.items():
        answer = stored.get(id_)
        found = answer if isinstance(answer, list) else []
        for number, entry in enumerate(entries):
            kept = found[number] if number < len(found) else {}
            assert isinstance(kept, dict)
            report.acknowledged += len(entry)
            report.lost += [f"{id_}.{name}" for name, value in entry.items() if kept.get(name) != value]
        talk.entries[id_] = [entry for entry in found if isinstance(entry, dict)]
    talk.typed = {id_: value for id_, value in stored.items() if id_ != "consents"}

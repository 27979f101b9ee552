"""Random keys on every screen: the program may do what it likes with them but stop, or forget what was saved."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from intake.interview.answer_file import answers_from_json
from intake.interview.answers import AnswerGiven, Change, Entry, EntryAdded, FieldGiven
from intake.interview.questionnaire import load_questionnaire
from intake.interview.values import Json
from intake.store.ids import new_id
from intake.store.kept.answers import Place, event
from intake.store.kept.cases import NewCase
from intake.store.kept.saving import Saving
from intake.store.store import Store
from tests.pty.reading import Eyes
from tests.pty.staff import NAME, PASSPHRASE, opened, ready_store, unlock
from tests.pty.terminal import KEYS, Terminal, program

LETTERS = "abcdefghijklmnopqrstuvwxyzABCÄÖÜäöüßéñçğış0123456789 .,-+/?'\"@€\\{}[]|~<>&%$§^°µ²#*_=:;!()سلاممرحባሰላም"
PASTED = (*LETTERS, "\n", "\r", "\t", "\x1b", "\x1b[31m", "\x1b[A", "\x1bO", "\x1b[20", "\x07")
QUITS = frozenset({"c-c", "c-q"})
NAMED = tuple(name for name in KEYS if name not in QUITS)
LIKELY = ("enter", "enter", "enter", "esc", "up", "down", "bksp", "tab", "f2", "f5", "f7", "f9")
PLACES = ("c-r", "c-n", "c-t", "c-b", "f9", "f1", "f8", "c-p", "c-y", "f3", "c-f")
WINDOWS = ((120, 40), (80, 24), (60, 15), (20, 5), (200, 60), (1, 1))
KINDS = {"letter": 30, "likely": 35, "place": 8, "named": 18, "paste": 3, "resize": 3, "alt": 2, "mouse": 3}
STARTS: Mapping[str, tuple[str, ...]] = {
    "question": (),
    "entries": ("<f9>", "Schulzeit", "<enter>"),
    "residence": ("<f9>", "Aufenthaltspapier", "<enter>"),
    "papers": ("<c-b>",),
    "review": ("<c-r>",),
    "next steps": ("<c-n>",),
    "compare": ("<c-n>", "v"),
    "chain": ("<c-n>", "k"),
    "why not": ("<c-n>", "y"),
    "family": ("<c-n>", "f"),
    "audit": ("<c-r>", "w"),
    "handover": ("<c-t>",),
    "events": ("<c-f>",),
    "event": ("<c-f>", "<enter>", "<enter>"),
    "consent": ("<c-t>", "<enter>"),
    "note": ("<f8>",),
    "help": ("<f1>",),
    "commands": ("<c-p>",),
    "leaving": ("<c-q>",),
    "lock": ("<c-l>",),
    "desk": ("<c-g>",),
    "overview": ("<c-g>", "<f6>"),
    "figures": ("<c-g>", "<f7>"),
    "people": ("<c-g>", "<f3>"),
    "receipt": ("<c-g>", "<f5>"),
    "filter": ("<c-g>", "<f9>"),
}
"""How to come from a question to each screen."""
MOST_STEPS_TO_CASE = 25
WAITS_S = (0.0, 0.0, 0.0, 0.03)
"""So long it may wait for the answer to a key; most go on before there is one."""
TALK = 50
"""So many keys go by between two looks at the store."""


@dataclass
class Report:
    """What a run of random keys came across. `shown` counts screens by their title at each look."""

    keys: int = 0
    looks: int = 0
    locks: int = 0
    leaves: int = 0
    events: int = 0
    shown: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        screens = ", ".join(f"{name} {count}" for name, count in self.shown.most_common())
        return (
            f"{self.keys} keys, {self.events} changes saved, {self.looks} looks at the store,"
            f" {self.locks} times unlocked, left {self.leaves} times by menu; seen: {screens}"
        )


def press_at_random(folder: Path, answers: Mapping[str, Json], count: int, chance: random.Random) -> Report:
    """Presses `count` random keys in a store with one case, and looks at the store every few keys.

    Before each start of the program, as many keys as between two looks go to one that is to be set up.
    """
    report = Report()
    ready_store(folder / "store")
    with opened(folder / "store") as store:
        case_id = write_case(store, answers)
        before: list[str] = []
        while report.keys < count:
            _set_up_at_random(folder, chance, report)
            with program(folder) as terminal:
                eyes = Eyes(terminal)
                unlock(terminal, eyes)
                terminal.wait_for(eyes.say("New case"))
                while report.keys < count and not terminal.has_ended:
                    pressed = _some_keys(terminal, eyes, chance, report)
                    _check_program(terminal, eyes, report, pressed)
                    _give_roles_back(store)
                    before = _check_store(store, case_id, before, report, pressed)
    return report


def write_case(store: Store, answers: Mapping[str, Json]) -> str:
    """A case with these answers, for nobody in particular."""
    at = dt.datetime.now(dt.UTC)
    read = answers_from_json(load_questionnaire(), dict(answers))
    assert not isinstance(read, tuple), read
    new = NewCase(new_id(at), "full", "zebera", "2")
    changes: list[Change] = []
    for id_, answer in read.by_id.items():
        entries = answer.value if isinstance(answer.value, tuple) else ()
        for entry in (each for each in entries if isinstance(each, Entry)):
            changes.append(EntryAdded(id_, entry.id))
            changes += [FieldGiven(id_, entry.id, name, given) for name, given in entry.fields.items()]
        if not any(isinstance(each, Entry) for each in entries):
            changes.append(AnswerGiven(id_, answer))
    events = tuple(event(change, at) for change in changes)
    store.begin_case(new, Saving(new.id, events, store.staff.id, at, Place("family_name")))
    store.holds.put_back(new.id, store.staff.id, at)
    return new.id


def _set_up_at_random(folder: Path, chance: random.Random, report: Report) -> None:
    """Random keys where there is no store yet."""
    with program(folder, store=f"new-{report.keys}") as terminal:
        eyes = Eyes(terminal)
        terminal.wait_for(eyes.say("Passphrase again"))
        report.shown["set-up"] += 1
        pressed = ["set-up"]
        while len(pressed) <= TALK and not terminal.has_ended:
            pressed.append(_one(terminal, chance))
            report.keys += 1
            terminal.read(chance.choice(WAITS_S))
        _check_program(terminal, eyes, report, pressed)


def _give_roles_back(store: Store) -> None:
    """Keys on the screen of the people may take roles away; without them no case is opened any more."""
    if set(store.myself().roles) != set(store.staff.roles):
        store.people.set_roles(store.staff.id, store.staff.roles, store.staff.id, dt.datetime.now(dt.UTC))


def _some_keys(terminal: Terminal, eyes: Eyes, chance: random.Random, report: Report) -> list[str]:
    """Presses the keys between two looks. Returns them, to be told where something goes wrong."""
    start = tuple(STARTS)[report.looks % len(STARTS)]
    _go_to_case(terminal, eyes, report)
    terminal.press(*STARTS[start])
    while terminal.read(0.2):  # until it is painted, so that the keys meet this screen
        pass
    report.shown[f"{start}: {eyes.sight().screen or 'other'}"] += 1
    pressed = [start]
    while len(pressed) <= TALK and not terminal.has_ended:
        pressed.append(_one(terminal, chance))
        report.keys += 1
        terminal.read(chance.choice(WAITS_S))
    return pressed


def _go_to_case(terminal: Terminal, eyes: Eyes, report: Report) -> None:
    """Closes what is open above, unlocks, lets a case in memory go, and opens the stored one."""
    terminal.resize(120, 40)
    for step in range(MOST_STEPS_TO_CASE):
        terminal.read(0.3)
        sight, title = eyes.sight(), eyes.lines[0].strip()
        if terminal.has_ended or (sight.screen == "interview" and title.startswith("Z-")):
            return
        if terminal.shows(eyes.say("Please unlock the store.")):
            _unlock_again(terminal, report)
        elif terminal.shows(eyes.say("This case was never stored")):
            terminal.press("2")
        elif sight.screen == "desk":
            _click(terminal, 10, 3)
            terminal.press("<end>", "<c-u>", "<home>", "<down>", "<enter>")
        elif sight.screen == "interview":
            terminal.press(("<c-g>", "<esc>")[step % 2])  # a list that names a question reads like the interview
        else:
            terminal.press("<esc>")


def _one(terminal: Terminal, chance: random.Random) -> str:
    """One random thing that a hand can do. Returns what it was."""
    (kind,) = chance.choices(tuple(KINDS), tuple(KINDS.values()))
    match kind:
        case "letter":
            key = chance.choice(LETTERS)
            terminal.press(key)
        case "likely" | "place" | "named" as which:
            key = chance.choice({"likely": LIKELY, "place": PLACES, "named": NAMED}[which])
            terminal.press(f"<{key}>")
        case "paste":
            text = "".join(chance.choices(PASTED, k=chance.choice((1, 20, 3000))))
            key = f"paste of {len(text)}"
            terminal.paste(text)
        case "resize":
            size = chance.choice(WINDOWS)
            key = f"window {size}"
            terminal.resize(*size)
        case "alt":
            key = f"Esc {chance.choice(LETTERS)}"
            terminal.send(f"\x1b{key[4:]}")
        case _:
            x, y = chance.randint(1, 120), chance.randint(1, 40)
            key = f"click {x} {y}"
            _click(terminal, x, y)
    return key


def _click(terminal: Terminal, x: int, y: int) -> None:
    terminal.send(f"\x1b[<0;{x};{y}M\x1b[<0;{x};{y}m")


def _unlock_again(terminal: Terminal, report: Report) -> None:
    """Types name and passphrase over whatever stands in the two lines."""
    terminal.press("<up>", "<up>", "<up>", "<end>", "<c-u>", NAME, "<down>", "<end>", "<c-u>", PASSPHRASE, "<enter>")
    report.locks += 1
    terminal.read(0.5)


def _check_program(terminal: Terminal, eyes: Eyes, report: Report, pressed: list[str]) -> None:
    """The program runs and wrote no traceback; or it was left by its menu, in good order."""
    terminal.read(0.05)
    told = f"after {pressed}\n{terminal.last_words() if terminal.has_ended else terminal.screen_text()}"
    assert "Traceback" not in terminal.output, told
    if terminal.has_ended:
        assert terminal.wait_for_end() == 0, told
        assert terminal.is_clean, told
        report.leaves += 1


def _check_store(store: Store, case_id: str, before: list[str], report: Report, pressed: list[str]) -> list[str]:
    """What was saved before is still there, and the answers are what all changes add up to."""
    history: list[str] = []
    while True:  # the program may still be saving; then it is looked at again
        case, replayed = store.load_case(case_id), store.replayed(case_id)
        seen, history = history, [past.event.id for past in store.history(case_id)]
        if seen == history:
            break
    assert history[: len(before)] == before, pressed
    assert replayed == case.answers, pressed
    report.looks += 1
    report.events += len(history) - len(before) if before else 0
    return history

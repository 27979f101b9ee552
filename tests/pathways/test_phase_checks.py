"""Mistakes in phases, kinds of events and changes of circle are named with their line."""

from __future__ import annotations

from importlib.resources import files

import pytest

from intake.interview.content_file import ContentFile, Mistakes
from intake.pathways.checks import check_site
from intake.pathways.profile_reader import read_common, read_site
from tests.pathways.personas import laws, logic, sites
from tests.pathways.small_site import NAME, RULES, text_of

PHASE = f"""
[[phase]]
id = "one"
{NAME}
agency = {{ de = "Amt", en = "office" }}
content = {{ de = "alles", en = "everything" }}
when = "goal_work == 'yes'"
stations = ["S_JC"]
handover = 2
"""
WORK = f"""
[[phase]]
id = "two"
{NAME}
agency = {{ de = "Amt", en = "office" }}
content = {{ de = "Planung", en = "planning" }}
"""
SOUND = text_of(RULES, PHASE, WORK)
NO_STATION = f'{SOUND}\n[[station]]\nid = "S_X"\n{NAME}\nbring = {{ de = "nichts", en = "nothing" }}\n'


def mistakes_in(text: str) -> list[str]:
    found = Mistakes()
    file = ContentFile.parse("small.toml", text)
    assert isinstance(file, ContentFile)
    site = read_site(file, sites().common, logic().vocabulary, found)
    if not found.found:
        check_site(site, file, logic(), laws(), found)
    return [str(mistake) for mistake in found.found]


def test_a_phase_that_only_describes_the_office_needs_no_id() -> None:
    assert mistakes_in(SOUND.replace('id = "two"\n', "")) == []
    assert mistakes_in(SOUND.replace('id = "two"\n', "") + WORK.replace('id = "two"\n', "")) == []


def test_a_sound_profile_with_phases_has_no_mistakes() -> None:
    assert mistakes_in(SOUND) == []
    assert mistakes_in(NO_STATION) == []


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('id = "two"', 'id = "one"', "phase one: this id exists already"),
        ('id = "one"\n', "", "phase: `id` is missing"),
        ('["S_JC"]\nhandover', '["S_Y"]\nhandover', "phase one: unknown station `S_Y`"),
        ('["S_JC"]\nhandover', '["S_X"]\nhandover', "phase one: the station S_X has no recipient and gets no record"),
        ("handover = 2", "handover = 3", "phase one: `handover` has to be 1 or 2"),
        ("handover = 2", "handover = true", "`handover` has to be"),
        ('stations = ["S_JC"]\nhandover', "handover", "phase one: `handover` needs a station to hand over to"),
        (
            'when = "goal_work == \'yes\'"\nstations = ["S_JC"]\nh',
            'stations = ["S_JC"]\nh',
            "phase one: without `when` no case stands in it",
        ),
        (
            'goal_work == \'yes\'"\nstations = ["S_JC"]\nh',
            'goal_work"\nstations = ["S_JC"]\nh',
            "alone is no condition",
        ),
        (
            'goal_work == \'yes\'"\nstations = ["S_JC"]\nh',
            "goal_work == 'yes' and goal_work == 'no'\"\nstations = [\"S_JC\"]\nh",
            "phase one: no answers ever make `when` true",
        ),
        ("handover = 2", "handover = 2\ncolour = 1", "phase one: unknown key `colour`"),
    ],
)
def test_a_mistake_in_a_phase_is_named_with_its_line(old: str, new: str, what: str) -> None:
    assert old in NO_STATION
    found = [mistake for mistake in mistakes_in(NO_STATION.replace(old, new, 1)) if what in mistake]
    assert found
    line = int(found[0].split(":")[1])
    first = NO_STATION[: NO_STATION.index("[[phase]]")].count("\n") + 1
    assert first <= line <= NO_STATION.count("\n")


COMMON = (files("intake.pathways") / "common.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('id = "moved"', 'id = "title"', "event title: this id exists already"),
        ('id = "moved"', 'id = "withdrawn"', "has to be small letters, digits and `_`, and not `withdrawn`"),
        ('id = "moved"', 'id = "Moved"', "has to be small letters"),
        ('asks = ["asylum_stage"]', 'asks = ["asylum"]', "event decision: unknown question `asylum`"),
        ('asks = ["state"]', 'asks = ["status"]', "event measure_ended: unknown field `status`"),
        ('date = "facility_entry_date"', 'date = "gender"', "event moved: `gender` is no question for a date"),
        ('date = "from"', 'date = "text"', "event measure_began: `text` is no question for a date"),
        ('follows = { german_course = "attending" }', 'follows = { german_course = "b" }', "never has the code `b`"),
        ('follows = { german_course = "attending" }', 'follows = { course = "b" }', "unknown question `course`"),
        ('["finished", "stopped"]', '["finished", "b"]', "`german_course` never has the code `b`"),
        ("allowed = { state =", "allowed = { text =", "`text` is not asked, so `allowed` says nothing"),
        ('afresh = ["residence_status"', 'afresh = ["gender"', "`gender` is not asked, so `afresh` says nothing"),
        ('states = ["planned"]', 'states = ["planed"]', "an entry never has the state `planed`"),
        ('entry = "measures"', 'entry = "gender"', "`gender` is no question with entries"),
        ('date = "grant_start"', 'date = "grant_start"\nadds = true', "`adds` needs an `entry`"),
        ('answers_are = "document"', 'answers_are = "rumour"', "`answers_are` has to be one of said, document"),
        ('id = "to_sgb12"', 'id = "to_sgb2"', "circle_change to_sgb2: this id exists already"),
        ('date = "decision_date"\nfrom', 'date = "gender"\nfrom', "circle_change to_sgb2: `gender` is no question"),
        ("legal_circle == 'sgb12'\"\ndate", "legal_circle == 'x'\"\ndate", "never has the code 'x'"),
    ],
)
def test_a_mistake_in_what_can_happen_is_named(old: str, new: str, what: str) -> None:
    assert old in COMMON
    found = Mistakes()
    file = ContentFile.parse("common.toml", COMMON.replace(old, new, 1))
    assert isinstance(file, ContentFile)
    read_common(file, logic().vocabulary, found)
    assert [mistake for mistake in found.found if what in mistake.what], found.found


def test_digits_pick_every_kind_of_event() -> None:
    more = "".join(f'[[event]]\nid = "more_{n}"\n{NAME}\nasks = ["gender"]\n' for n in range(9))
    found = Mistakes()
    file = ContentFile.parse("common.toml", f"{COMMON}\n{more}")
    assert isinstance(file, ContentFile)
    read_common(file, logic().vocabulary, found)
    assert ["more than 9 kinds" in mistake.what for mistake in found.found] == [True]

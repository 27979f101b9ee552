from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from intake.errors import ContentError
from intake.interview.content_file import ContentFile, Mistake, Mistakes
from intake.pathways.checks import check_pathways, check_site
from intake.pathways.profile_reader import load_site, load_sites, read_common, read_site
from tests.pathways.personas import laws, logic, sites
from tests.pathways.small_site import HEAD, RULES, STATIONS, deadline, offer, rule, text_of

FIGURE = """
[[figure]]
id = "f"
name = { de = "Zahl", en = "figure" }
unit = { de = "Fälle", en = "cases" }
count = "case"
by = ["gender"]
when = "True"
"""
SOUND = text_of(
    RULES,
    offer("o", more="needs_admission = true"),
    deadline("d", "grant_start", "P1M"),
    deadline("m", "measures.from", "P1M", more='offer = "o"'),
    FIGURE,
)


def mistakes_in(text: str) -> list[Mistake]:
    found = Mistakes()
    file = ContentFile.parse("small.toml", text)
    if isinstance(file, Mistake):
        return [file]
    site = read_site(file, sites().common, logic().vocabulary, found)
    if not found.found:
        check_site(site, file, logic(), laws(), found, {"head"})
    return found.found


def test_the_program_comes_with_sound_profiles() -> None:
    layout = tomllib.loads((files("intake.handover") / "layout.toml").read_text(encoding="utf-8"))
    blocks = {name for names in layout["order"].values() for name in names}
    assert check_pathways(logic(), blocks).mistakes == ()
    assert [mistake.what for mistake in check_pathways(logic(), blocks - {"receipt"}).mistakes]


def test_a_sound_profile_has_no_mistakes() -> None:
    assert mistakes_in(SOUND) == []


MISTAKES = [
    # ids, codes, keys, lists, recipients, stations that do not exist
    ('stations = ["S_SCHULE"]\nreason', 'stations = ["S_X"]\nreason', "rule R2: unknown station `S_X`"),
    ("literacy == 'no'", "literate_x == 'no'", "unknown id `literate_x`"),
    ("literacy == 'no'", "literacy == 'never'", "never has the code 'never'"),
    ("literacy == 'no'", "status_group == 'x'", "never has the code 'x'"),
    ("literacy == 'no'", "readable(literacy)", "no function `readable`"),
    ("literacy == 'no'", "literacy", "alone is no condition"),
    ("literacy == 'no'", "nat_in('rich')", "unknown list 'rich'"),
    ("literacy == 'no'", "cfg('x')", "unknown configuration key 'x'"),
    ("literacy == 'no'", "site_uses_recipient('x')", "unknown recipient 'x'"),
    ("literacy == 'no'", "age < '18'", "column 7"),
    ('recipient = "advice"', 'recipient = "bank"', "`bank` is not a known recipient"),
    ('recipient = "advice"', 'recipient = "aa"', "`aa` is not a [[recipient]]"),
    ('code = "advice"', 'code = "bank"', "unknown recipient `bank`"),
    ('stations = ["S_RAT"]\npurpose', 'stations = ["S_JC"]\npurpose', "S_JC has another recipient"),
    ('sections = ["head"]', 'sections = ["tail"]', "no block `tail`"),
    ('area_names = ["Kleinstadt"]', "special = true", "unknown configuration key `special`"),
    ('area_names = ["Kleinstadt"]', "eae_is_municipal = 1", "`eae_is_municipal` has to be yes or no"),
    ('area_names = ["Kleinstadt"]', 'lists = { own = ["SYX"] }', "unknown country `SYX`"),
    # kinds, steps, dates
    ('kind = "ADMIT"', 'kind = "PERHAPS"', "`kind` has to be one of ADMIT"),
    ('kind = "work"', 'kind = "job"', "`kind` has to be one of language"),
    ('steps = ["6"]', 'steps = ["12"]', "offer o: unknown step `12`"),
    ('steps = ["6"]', "steps = []", "offer o: `steps` is missing"),
    ('kind = "ADMIT"', 'kind = "ROUTE"', "no rule of this site admits"),
    ("needs_admission = true", 'ends = "2016-02-30"', "`ends` has to be a day"),
    ("needs_admission = true", 'ends = "2016"', "`ends` has to be a day"),
    ("needs_admission = true", 'needs_admission = "yes"', "`needs_admission` has to be true or false"),
    ('base = "grant_start"', 'base = "literacy"', "`literacy` is no date that a deadline can count from"),
    ('base = "grant_start"', 'base = "measures.state"', "`measures.state` is no date"),
    ('base = "grant_start"', 'base = "household.birth_date"', "`household.birth_date` is no date"),
    ('base = "grant_start"\n', "", "deadline d: `base` is missing"),
    ('add = "P1M"', 'add = "1 month"', "`add` is no period"),
    ('offer = "o"', 'offer = "oo"', "deadline m: unknown offer `oo`"),
    ('base = "measures.from"', 'base = "grant_start"', "`offer` needs a base in `measures`"),
    ('law = "2015-10-24" }', 'law = "2015-10-25" }', "there is no law set 2015-10-25"),
    ('day = "2016-02-15"', 'day = "2015-01-01"', "the law set begins after the day"),
    ('by = ["gender"]', 'by = ["colour"]', "unknown dimension `colour`"),
    ('by = ["gender"]', 'by = ["rule:R9"]', "unknown dimension `rule:R9`"),
    ('by = ["gender"]', 'by = ["month(gender)"]', "unknown dimension"),
    # ids twice
    ('id = "R2"', 'id = "R1"', "rule R1: this id exists already"),
    ('id = "R2"', 'id = "G1"', "rule G1: this id exists already"),
    ('id = "R2"', 'id = "X0"', "rule X0: this id exists already"),
    ('id = "S_RAT"', 'id = "S_JC"', "station S_JC: this id exists already"),
    ('id = "S_RAT"', 'id = "TEAM"', "station TEAM: this id exists already"),
    ('code = "advice"', 'code = "jc"', "recipient jc: this id exists already"),
    ('id = "d"', 'id = "permit_expiry"', "deadline permit_expiry: this id exists already"),
    # conditions that nobody can meet
    ("literacy == 'no'", "literacy == 'no' and literacy == 'well'", "rule R2: no answers ever make `when` true"),
    ("literacy == 'no'", "cfg('special_needs_block')", "rule R2: no answers ever make `when` true"),
    ("literacy == 'no'", "site_uses_recipient('psych')", "rule R2: no answers ever make `when` true"),
    ("literacy == 'no'", "deadline_base('admission_date')", "rule R2: no answers ever make `when` true"),
    ("literacy == 'no'", "legal_circle == 'sgb2' and legal_circle == 'sgb12'", "no answers ever"),
    # shape
    ('id = "small"', 'id = "large"', "named large.toml"),
    ('id = "small"\n', "", "`id` is missing"),
    ('town = "Kleinstadt"', "city = 1", "unknown key `city`"),
    ('town = "Kleinstadt"', "town = 1", "`town` has to be a text"),
    ('name = { de = "Anlaufstelle", en = "Contact point" }', 'name = { de = "x" }', "needs the texts `de` and `en`"),
    ('name = { de = "Anlaufstelle", en = "Contact point" }', 'name = "x"', "`name` has to be a table"),
    ("[config]", "[config", "no valid TOML"),
    ('stations = ["S_SCHULE"]\nreason', "stations = []\nreason", "rule R2: it needs a station"),
    ('stations = ["S_SCHULE"]\nreason', "stations = [1]\nreason", "`stations` has to be a list of texts"),
    ('kind = "ADMIT"', 'kind = "STEP"\nstep = "77"', "rule R1: unknown step `77`"),
]


# Where the mistake is not on the changed line itself: the text on whose line it is reported.
ELSEWHERE = {
    "no rule of this site admits": "needs_admission = true",
    "deadline d: `base` is missing": '[[deadline]]\nid = "d"',
    "`offer` needs a base in `measures`": 'offer = "o"',
    "`id` is missing": "",
    "rule R1: unknown step `77`": 'step = "77"',
}


@pytest.mark.parametrize(("old", "new", "word"), MISTAKES)
def test_a_mistake_in_a_profile_is_reported_with_its_line(old: str, new: str, word: str) -> None:
    assert old in SOUND
    text = SOUND.replace(old, new, 1)
    found = [mistake for mistake in mistakes_in(text) if word in mistake.what]
    assert found, mistakes_in(text)
    place = text.index(ELSEWHERE[word]) if word in ELSEWHERE else SOUND.index(old)
    assert (found[0].file, found[0].line) == ("small.toml", text[:place].count("\n") + 1)


def test_dimensions_of_figures() -> None:
    for by in ("status_group", "month(decision_date)", "year(admission_date)", "age < 25", "rule:R1", "rule:G8", "step",
               "stage", "staff", "recipient", "month", "measures.offer", "month(measures.from)"):  # fmt: skip
        assert mistakes_in(SOUND.replace('by = ["gender"]', f'by = ["{by}"]')) == []


def test_all_mistakes_are_reported_at_once() -> None:
    text = SOUND.replace("literacy == 'no'", "x == 'no'").replace('steps = ["6"]', 'steps = ["12"]')
    assert len(mistakes_in(text)) == 2


def test_loading_a_profile_with_mistakes_is_refused_with_the_lines() -> None:
    with pytest.raises(ContentError) as refused:
        load_site("small.toml", SOUND.replace('"S_SCHULE"]\nreason', '"S_X"]\nreason'), sites(), logic())
    assert [problem.split(": ", 1)[1] for problem in refused.value.problems] == ["rule R2: unknown station `S_X`"]
    assert refused.value.problems[0].startswith("small.toml:")


def test_a_desk_can_load_its_own_site_alone() -> None:
    assert list(load_sites(logic(), ["hamm"]).by_id) == ["hamm"]


COMMON = (files("intake.pathways") / "common.toml").read_text(encoding="utf-8")
COMMON_MISTAKES = [
    ('common = ["OWN_TOWN"]', 'common = ["OTHER_TOWN"]', "unknown station of all sites `OTHER_TOWN`"),
    ('to = ["psych"]', 'to = ["bank"]', "unknown recipient `bank`"),
    ('site_rules = "suspend"', 'site_rules = "stop"', "`site_rules` has to be one of run, suspend"),
    ('paper = "yes"', 'paper = "no"', "`paper` has to be one of yes, private"),
    ('defer_kinds = ["orientation"', 'defer_kinds = ["walking"', "there is no `walking`"),
    ('opens = "child"', 'opens = "parent"', "can open only `child`"),
    ("acute_need == 'yes'", "acute_need == 'perhaps'", "never has the code"),
    ('id = "G2"', 'id = "G1"', "prerule G1: this id exists already"),
    ('id = "TEAM"', 'id = "EMERGENCY"', "station EMERGENCY: this id exists already"),
    ('to_child = ["school"', 'to_child = ["class"', "unknown recipient `class`"),
    ('base = "decision_date"', 'base = "decision"', "is no date"),
    ("[fallback]", "[fallbacks]", "the table [fallback] is missing"),
    ('rule_recipients = ["school"', 'rule_recipients = ["class"', "unknown recipient `class`"),
    ('[step.1]\nname = { de = "Beratung", en = "Advice" }', '[step.1]\nname = "x"', "the step 1 needs a `name`"),
]


@pytest.mark.parametrize(("old", "new", "word"), COMMON_MISTAKES)
def test_a_mistake_in_what_all_sites_share_is_reported(old: str, new: str, word: str) -> None:
    assert old in COMMON
    found = Mistakes()
    file = ContentFile.parse("common.toml", COMMON.replace(old, new, 1))
    assert isinstance(file, ContentFile)
    read_common(file, logic().vocabulary, found)
    assert [mistake for mistake in found.found if word in mistake.what], found.found


def test_a_profile_may_have_rules_for_every_station() -> None:
    assert mistakes_in(HEAD + STATIONS + rule("R", "True", "OPEN", "TEAM")) == []

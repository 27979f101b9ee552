"""A small invented site, written as its coordinator would, and assessments of single answers there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from intake.interview.values import Json
from intake.pathways.assess import FULL, Assessment, assess
from intake.pathways.profile_reader import load_site
from intake.pathways.sites import SiteProfile
from tests.pathways.personas import answers_of, laws, logic, sites

DAY = dt.date(2016, 2, 15)

HEAD = """
id = "small"
town = "Kleinstadt"
name = { de = "Anlaufstelle", en = "Contact point" }
target = { de = "alle", en = "everybody" }
longest_stay = { de = "offen", en = "open" }
caseload = { de = "offen", en = "open" }
reference = { day = "2016-02-15", law = "2015-10-24" }

[config]
area_names = ["Kleinstadt"]
area_codes = ["99999999"]
"""

STATIONS = """
[[station]]
id = "S_JC"
recipient = "jc"
name = { de = "Jobcenter", en = "Job centre" }
bring = { de = "nichts", en = "nothing" }

[[station]]
id = "S_SCHULE"
recipient = "school"
name = { de = "Schulamt", en = "School office" }
bring = { de = "nichts", en = "nothing" }

[[station]]
id = "S_RAT"
recipient = "advice"
name = { de = "Beratung", en = "Advice" }
bring = { de = "nichts", en = "nothing" }

[[recipient]]
code = "jc"
stations = ["S_JC"]
purpose = { de = "Arbeit", en = "work" }
origin = "common"
sections = ["head"]

[[recipient]]
code = "school"
stations = ["S_SCHULE"]
purpose = { de = "Schule", en = "school" }
origin = "common"
sections = ["head"]

[[recipient]]
code = "advice"
stations = ["S_RAT"]
purpose = { de = "Rat", en = "advice" }
origin = "common"
sections = ["head"]
"""

REASON = 'reason = { de = "Grund", en = "reason" }'
NAME = 'name = { de = "Name", en = "name" }'


def rule(id_: str, when: str, kind: str = "ROUTE", station: str = "S_JC") -> str:
    return f'[[rule]]\nid = "{id_}"\nwhen = "{when}"\nkind = "{kind}"\nstations = ["{station}"]\n{REASON}\n'


def offer(id_: str, kind: str = "work", when: str = "True", steps: str = '"6"', more: str = "") -> str:
    return f'[[offer]]\nid = "{id_}"\n{NAME}\nkind = "{kind}"\nsteps = [{steps}]\nwhen = "{when}"\n{more}\n'


def deadline(id_: str, base: str, add: str, when: str = "True", more: str = "") -> str:
    return f'[[deadline]]\nid = "{id_}"\n{NAME}\nbase = "{base}"\nadd = "{add}"\nwhen = "{when}"\n{more}\n'


RULES = rule("R1", "goal_work == 'yes'", "ADMIT") + rule("R2", "literacy == 'no'", "ROUTE", "S_SCHULE")


def text_of(*parts: str) -> str:
    return "\n".join((HEAD, STATIONS, *parts))


def small_site(*parts: str) -> SiteProfile:
    return load_site("small.toml", text_of(*parts), sites(), logic())


def at(
    site: SiteProfile, kind: str = FULL, on: dt.date = DAY, also: Mapping[str, Json] | None = None, **answers: Json
) -> Assessment:
    """The assessment of these answers; the person lives in the town, and nothing is urgent."""
    known: dict[str, Json] = {
        "residence_municipality": "Kleinstadt",
        "acute_need": "no",
        "understanding_ok": "well",
        "interpreter_type": "none_needed",
    }
    return assess(logic(), answers_of({**known, **answers, **(also or {})}), site, laws().in_force(on), on, kind)

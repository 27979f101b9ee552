"""All content of the program in one piece: questionnaire with its logic, sites, law sets."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from importlib.resources.abc import Traversable

from intake.errors import InputError
from intake.interview.logic import Logic, load_logic
from intake.interview.questionnaire import LATEST, Questionnaire, load_questionnaire
from intake.pathways.law import Laws, LawSet, load_laws
from intake.pathways.own_sites import load_own_sites, merged
from intake.pathways.profile_reader import load_sites
from intake.pathways.sites import SiteProfile, Sites


@dataclass(frozen=True, slots=True)
class Content:
    """Questions, sites and law sets, loaded once (about 100 ms). `own` are the ids of the desk's own profiles."""

    logic: Logic
    sites: Sites
    laws: Laws
    own: frozenset[str] = frozenset()

    @property
    def questionnaire(self) -> Questionnaire:
        return self.logic.questionnaire

    def site(self, id_: str) -> SiteProfile:
        """The site profile. Raises InputError with the possible ids."""
        found = self.sites.get(id_)
        if found is None:
            raise InputError(
                "There is no site {site}.",
                "Nothing was changed. Possible: {possible}.",
                site=repr(id_)[:60],
                possible=", ".join(self.sites.by_id),
            )
        return found

    def law(self, date: str, on: dt.date) -> LawSet:
        """The law set of this date, or the one in force on the day where `date` is empty. Raises InputError."""
        return self.laws.of(parse_day(date)) if date else self.laws.in_force(on)


def load_content(version: str = LATEST, own: Traversable | None = None) -> Content:
    """The content of one version of the questionnaire. Raises ContentError with file and line of every mistake.

    `own` is the folder of the desk's own profiles, which win over those of the program; it need not exist.
    """
    logic = load_logic(load_questionnaire(version))
    sites = load_sites(logic)
    found = load_own_sites(own, sites.common, logic)
    return Content(logic, merged(sites, found), load_laws(), frozenset(found))


def parse_day(text: str) -> dt.date:
    """A day typed as `2016-02-15`. Raises InputError."""
    try:
        return dt.datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        raise InputError(
            "{text} is no day.", "Nothing was changed. Write it as 2016-02-15.", text=repr(text)[:40]
        ) from None

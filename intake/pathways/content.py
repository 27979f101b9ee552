"""All content of the program in one piece: questionnaire with its logic, sites, law sets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources.abc import Traversable

from intake.errors import InputError
from intake.interview.logic import Logic, load_logic
from intake.interview.questionnaire import LATEST, Questionnaire, load_questionnaire
from intake.pathways.law import Laws, LawSet, load_laws
from intake.pathways.own_sites import merged, read_own_sites
from intake.pathways.profile_reader import load_sites, mistaken_profile
from intake.pathways.sites import SiteProfile, Sites
from intake.pathways.tables import mistakes_text


@dataclass(frozen=True, slots=True)
class Content:
    """Questions, sites and law sets, loaded once (about 100 ms). `own` are the ids of the desk's own profiles.

    `mistaken` are own profiles that cannot be used: file, line and what, by id. Only who needs one is stopped.
    """

    logic: Logic
    sites: Sites
    laws: Laws
    own: frozenset[str] = frozenset()
    mistaken: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def questionnaire(self) -> Questionnaire:
        return self.logic.questionnaire

    def site(self, id_: str) -> SiteProfile:
        """The site profile. Raises InputError with the possible ids, ContentError where an own one has mistakes."""
        if id_ in self.mistaken:
            raise mistaken_profile(self.mistaken[id_])
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

    `own` is the folder of the desk's own profiles, which win over those of the program; it need not exist. Mistakes in
    them are in `mistaken`.
    """
    logic = load_logic(load_questionnaire(version))
    sites = load_sites(logic)
    found = read_own_sites(own, sites.common, logic)
    usable = frozenset(found.by_id) - set(found.mistaken)
    mistaken = {id_: mistakes_text(wrong) for id_, wrong in found.mistaken.items()}
    return Content(logic, merged(sites, found), load_laws(), usable, mistaken)


def parse_day(text: str) -> dt.date:
    """A day typed as `2016-02-15`. Raises InputError."""
    try:
        return dt.datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        raise InputError(
            "{text} is no day.", "Nothing was changed. Write it as 2016-02-15.", text=repr(text)[:40]
        ) from None

"""`intake site try`: what a profile that is being edited changes for a case. Nothing is stored."""

from __future__ import annotations

import datetime as dt
import sys
from dataclasses import dataclass
from pathlib import Path

from intake.commands.assess import read_answers
from intake.commands.side_by_side import Say, Words, change_lines
from intake.errors import InputError
from intake.handover.record.layout import load_layout
from intake.interview.logic import load_logic
from intake.interview.questionnaire import load_questionnaire
from intake.languages.dates import day
from intake.languages.direction import strip_controls
from intake.pathways.compare import compare
from intake.pathways.content import Content
from intake.pathways.law import load_laws
from intake.pathways.own_sites import ENDING, own_file, read_profile
from intake.pathways.profile_reader import load_sites, mistaken_profile
from intake.pathways.sites import SiteProfile


@dataclass(frozen=True, slots=True)
class Trial:
    """What was typed after `intake site try`. `folder` holds the own profiles, `site` is that of the settings."""

    file: Path
    case: Path
    on: dt.date
    law: str
    folder: Path | None
    origin: str = ""
    site: str = ""


def run(trial: Trial, say: Say, language: str) -> int:
    """Check the file, then print what it changes. Raises ContentError with each mistake, and InputError."""
    logic = load_logic(load_questionnaire())
    content = Content(logic, load_sites(logic), load_laws())
    site = _checked(trial, content)
    answers = read_answers(trial.case, content.questionnaire)
    before, origin = _replaced(trial, site, content)
    law = content.law(trial.law, trial.on)
    compared = compare(logic, answers, ((before, law), (site, law)), trial.on)
    words = Words(say, language)
    heads = [
        say("{file}: no mistakes", file=str(trial.file)),
        say("compared with: {profile}", profile=origin),
        f"{trial.case} · " + say("{day}, law set of {law}", day=day(trial.on, language), law=day(law.date, language)),
        "",
    ]
    lines = [*heads, *change_lines(compared, words)]
    if trial.file.name != f"{site.id}{ENDING}":
        name = f"{site.id}{ENDING}"
        lines += ["", say("To be used, the file has to be named {name}.", name=name)]
    sys.stdout.write("\n".join(map(strip_controls, lines)) + "\n")
    return 0


def _checked(trial: Trial, content: Content) -> SiteProfile:
    """The profile that is tried, without mistakes."""
    blocks = load_layout(content.questionnaire).blocks
    site, mistakes = read_profile(trial.file, content.sites.common, content.logic, content.laws, blocks)
    if site is None or mistakes:
        raise mistaken_profile(tuple(map(str, mistakes)))
    return site


def _replaced(trial: Trial, site: SiteProfile, content: Content) -> tuple[SiteProfile, str]:
    """The profile to compare with, and where it comes from: that of the same id, else `--from`, else the settings.

    The file that is tried is never compared with itself: where it stands in the folder of own profiles already, the
    one of the program is meant.
    """
    for id_ in (trial.origin,) if trial.origin else (site.id, trial.site):
        own = own_file(trial.folder, id_) if trial.folder else None
        if own is not None and own.is_file() and own.resolve() != trial.file.resolve():
            found, mistakes = read_profile(own, content.sites.common, content.logic)
            if found is None or mistakes:
                raise mistaken_profile(tuple(map(str, mistakes)))
            return found, str(own)
        if id_ in content.sites.by_id:
            return content.site(id_), id_
    if trial.origin:
        return content.site(trial.origin), trial.origin  # says which ones there are
    raise InputError(
        "There is no profile to compare {site} with.",
        "Nothing was assessed. Name one: --from {possible}.",
        site=site.id,
        possible=next(iter(content.sites.by_id)),
    )

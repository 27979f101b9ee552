"""The full check of profiles and law sets: every mistake with file and line, and what is worth a look.

Names and grammar are checked whenever a profile is loaded; here are also rules and offers that nobody can reach,
blocks of the record, and how profiles and law sets fit together.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from importlib.resources.abc import Traversable

from intake.interview.condition_checks import Findings
from intake.interview.conditions.reach import Fixed, can_be_true
from intake.interview.content_file import ContentFile, Mistake, Mistakes
from intake.interview.context import CONFIG_KEYS, ConfigType
from intake.interview.logic import Logic
from intake.pathways.figure_checks import check_figures
from intake.pathways.law import Laws, full_values, law_folder, read_laws
from intake.pathways.phase_checks import check_reach
from intake.pathways.profile_reader import read_sites
from intake.pathways.rules import Prerule
from intake.pathways.sites import Common, Figure, SiteProfile
from intake.pathways.staff_values import check_staff_values


def check_pathways(logic: Logic, blocks: Collection[str] | None = None, laws: Traversable | None = None) -> Findings:
    """Everything wrong with the law sets and the sites that come with the program.

    `blocks` are the block names of the handover record; None leaves them unchecked. `laws` is a folder of law sets.
    """
    countries = logic.vocabulary.terms["nationality"].codes or frozenset()
    sets, law_mistakes = read_laws(laws or law_folder(), countries)
    sites, site_mistakes, files = read_sites(logic)
    if sites is None or law_mistakes or site_mistakes:
        return Findings((*law_mistakes, *site_mistakes))
    found = Mistakes()
    check_common(sites.common, files["common"], logic, sets, found)
    for site in sites:
        check_site(site, files[site.id], logic, sets, found, blocks)
    check_figures(next(iter(sites)), files["common"], logic, found, sites.common.figures)
    shared: tuple[tuple[str, Sequence[Prerule | Figure]], ...] = (
        ("prerule", sites.common.prerules),
        ("figure", sites.common.figures),
    )
    for head, rows in shared:
        for index, row in enumerate(rows):
            for id_ in row.except_sites:
                if sites.get(id_) is None:
                    found.add(files["common"], f"{head} {row.id}: unknown site `{id_}`", head, index, "except_sites")
    return Findings(tuple(found.found))


def check_common(common: Common, file: ContentFile, logic: Logic, laws: Laws, mistakes: Mistakes) -> None:
    """Pre-rules, deadlines and figures of every site that nobody can reach."""
    fixed = Fixed({key: values for key, values in full_values(laws, {}).items() if not _is_site_key(key)})
    for head, rows in (
        ("prerule", common.prerules),
        ("deadline", common.deadlines),
        ("figure", common.figures),
    ):
        for index, row in enumerate(rows):
            if not can_be_true(row.condition, logic.vocabulary, fixed):
                mistakes.add(file, f"{head} {row.id}: no answers ever make `when` true", head, index, "when")


def _is_site_key(key: str) -> bool:
    return CONFIG_KEYS[key].type in (ConfigType.YES_NO, ConfigType.NAMES)


def check_site(
    site: SiteProfile,
    file: ContentFile,
    logic: Logic,
    laws: Laws,
    mistakes: Mistakes,
    blocks: Collection[str] | None = None,
) -> None:
    """Beyond its names: rules, offers, deadlines and figures nobody can reach, blocks, and its reference law set."""
    words = logic.vocabulary.with_lists(site.lists)
    fixed = Fixed(full_values(laws, site.config), site.recipient_codes, frozenset(row.base for row in site.deadlines))
    for head, rows in (
        ("rule", site.rules),
        ("offer", site.offers),
        ("deadline", site.own_deadlines),
        ("figure", site.figures),
    ):
        for index, row in enumerate(rows):
            if not can_be_true(row.condition, words, fixed):
                mistakes.add(file, f"{head} {row.id}: no answers ever make `when` true", head, index, "when")
    check_staff_values(site, file, logic, mistakes)
    check_reach(site, file, logic.vocabulary, fixed, mistakes)
    for what in _reference_mistakes(site, laws):
        mistakes.add(file, what, "", 0, "reference")
    if file.name != f"{site.id}.toml":
        mistakes.found.append(Mistake(file.name, file.line(key="id"), f"the file has to be named {site.id}.toml"))
    for index, recipient in enumerate(site.recipients):
        for name in recipient.sections if blocks is not None else ():
            if name not in (blocks or ()):
                what = f"recipient {recipient.code}: the record has no block `{name}`"
                mistakes.add(file, what, "recipient", index, "sections")


def _reference_mistakes(site: SiteProfile, laws: Laws) -> Iterator[str]:
    if site.reference_law not in [law.date for law in laws]:
        yield f"`reference`: there is no law set {site.reference_law}"
    if site.reference_law > site.reference_day:
        yield "`reference`: the law set begins after the day"

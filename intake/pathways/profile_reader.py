"""Reads site profiles and what all sites share from TOML. Source: sites.md 0 to 8."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from importlib.resources import files
from importlib.resources.abc import Traversable

from intake.errors import ContentError
from intake.interview.content_file import ContentFile, Mistake, Mistakes
from intake.interview.logic import Logic
from intake.interview.vocabulary import Vocabulary
from intake.pathways.after_handover import (
    USUAL_DAYS,
    check_legal_bases,
    read_confirm_days,
    read_days,
    read_legal_bases,
)
from intake.pathways.figure_checks import check_figures
from intake.pathways.law import read_config
from intake.pathways.offer_reader import read_offers
from intake.pathways.period import Period
from intake.pathways.phase_checks import check_events, check_phases
from intake.pathways.phase_reader import read_circle_change, read_event, read_origin, read_phase
from intake.pathways.profile_checks import check_common_names, check_site_names
from intake.pathways.profile_rows import Text
from intake.pathways.retention import Retention, read_retention
from intake.pathways.rule_reader import read_child_case, read_fallback, read_prerule, read_rules
from intake.pathways.sites import Common, Deadline, Figure, SiteProfile, Sites
from intake.pathways.staff_values import read_staff_values
from intake.pathways.stations import Partner, RecipientProfile, Station
from intake.pathways.step_states import read_step_states
from intake.pathways.tables import TableReader, mistakes_text, parse_file, read_file

BUILT_IN = ("zebera", "muenster", "hannover", "hamm", "dortmund", "bielefeld", "muelheim", "gib_chain")
"""The sites that come with the program, in the order of sites.md."""

COMMON_FILE = "common.toml"


def profile_folder() -> Traversable:
    return files("intake.pathways") / "profiles"


def load_sites(logic: Logic, ids: Iterable[str] = BUILT_IN) -> Sites:
    """Sites that come with the program; a desk needs only its own. Raises ContentError with every mistake's line."""
    sites, mistakes, _ = read_sites(logic, ids)
    if sites is None or mistakes:
        raise ContentError(
            "The site profiles have mistakes.",
            "Nothing was changed. Correct the lines named, then start again.",
            mistakes_text(mistakes),
        )
    return sites


def load_site(name: str, text: str, sites: Sites, logic: Logic) -> SiteProfile:
    """A site's own profile from the text of its file. Raises ContentError with file and line of every mistake."""
    mistakes = Mistakes()
    file = parse_file(name, text, mistakes)
    site = read_site(file, sites.common, logic.vocabulary, mistakes) if file else None
    if file and site and not mistakes.found:
        check_figures(site, file, logic, mistakes)
    if site is None or mistakes.found:
        raise mistaken_profile(mistakes_text(mistakes.found))
    return site


def mistaken_profile(problems: tuple[str, ...]) -> ContentError:
    """The error of a profile that a site wrote itself. `problems` holds file, line and what, one line each."""
    return ContentError(
        "The site profile has mistakes.", "Nothing was changed. Correct the lines named, then start again.", problems
    )


def read_sites(
    logic: Logic, ids: Iterable[str] = BUILT_IN
) -> tuple[Sites | None, tuple[Mistake, ...], dict[str, ContentFile]]:
    """The sites as far as they can be read, all mistakes, and the files by site id (`common` for what is shared)."""
    mistakes = Mistakes()
    shared = read_file(files("intake.pathways") / COMMON_FILE, mistakes)
    if shared is None:
        return None, tuple(mistakes.found), {}
    common = read_common(shared, logic.vocabulary, mistakes)
    found: dict[str, SiteProfile] = {}
    loaded = {"common": shared}
    for id_ in ids:
        file = read_file(profile_folder() / f"{id_}.toml", mistakes)
        if file is not None:
            before = len(mistakes.found)
            found[id_] = read_site(file, common, logic.vocabulary, mistakes)
            if len(mistakes.found) == before:
                check_figures(found[id_], file, logic, mistakes)
            loaded[id_] = file
    return Sites(common, found), tuple(mistakes.found), loaded


def read_common(file: ContentFile, vocabulary: Vocabulary, mistakes: Mistakes) -> Common:
    """Pre-rules, fallback, child case, stations, deadlines and steps of every site."""
    top = TableReader(file, mistakes)
    steps = top.table("step")
    common = Common(
        prerules=tuple(read_prerule(table, vocabulary) for table in top.tables("prerule")),
        fallback=read_fallback(top.table("fallback")),
        child_case=read_child_case(top.table("child_case")),
        stations={station.id: station for station in map(_station, top.tables("station"))},
        deadlines=tuple(_deadline(table, vocabulary) for table in top.tables("deadline")),
        steps={key: _step(steps, key) for key in steps.keys},
        step_states=read_step_states(steps, vocabulary),
        figures=tuple(_figure(table, vocabulary) for table in top.tables("figure")),
        events=tuple(map(read_event, top.tables("event"))),
        circle_changes=tuple(read_circle_change(table, vocabulary) for table in top.tables("circle_change")),
        confirm_days=read_days(top, is_needed=True) or USUAL_DAYS,
        legal_bases=tuple(read_legal_bases(top)),
        retention=read_retention(top, is_needed=True) or Retention(),
    )
    top.refuse_others()
    check_legal_bases(common, file, vocabulary, mistakes)
    check_events(common, file, vocabulary, mistakes)
    check_common_names(common, file, vocabulary, mistakes)
    return common


def read_site(file: ContentFile, common: Common, vocabulary: Vocabulary, mistakes: Mistakes) -> SiteProfile:
    """One site; its own lists of countries are known to its conditions."""
    top = TableReader(file, mistakes)
    config, lists = read_config(top)
    words = vocabulary.with_lists(lists)
    day, law = _reference(top)
    site = SiteProfile(
        id=top.text("id"),
        town=top.short("town"),
        name=top.words("name"),
        target=top.words("target"),
        longest_stay=top.words("longest_stay"),
        caseload=top.words("caseload"),
        reference_day=day,
        reference_law=law,
        partners_source=top.short("partners_source"),
        config=config,
        lists=lists,
        own_stations=tuple(_station(table) for table in top.tables("station")),
        rules=tuple(read_rules(top, words)),
        offers=tuple(read_offers(top, words)),
        recipients=tuple(_recipient(table) for table in top.tables("recipient")),
        own_deadlines=tuple(_deadline(table, words) for table in top.tables("deadline")),
        phases=tuple(read_phase(table, words) for table in top.tables("phase")),
        partners=tuple(_partner(table) for table in top.tables("partner")),
        figures=tuple(_figure(table, words) for table in top.tables("figure")),
        common=common,
        staff_values=tuple(read_staff_values(top)),
        confirm_days=read_days(top),
        own_retention=read_retention(top),
    )
    top.refuse_others()
    check_site_names(site, file, vocabulary, mistakes)
    check_phases(site, file, vocabulary, mistakes)
    return site


def _reference(top: TableReader) -> tuple[dt.date, dt.date]:
    """The day and law set for which the profile reproduces its source."""
    table = top.table("reference")
    day, law = table.date("day"), table.date("law")
    table.refuse_others()
    return day or dt.date.min, law or dt.date.min


def _station(table: TableReader) -> Station:
    station = Station(table.text("id"), table.words("name"), table.words("bring"), table.short("recipient"))
    table.refuse_others()
    return station


def _step(steps: TableReader, key: str) -> Text:
    named = steps.optional(key, dict, {}).get("name")
    if not isinstance(named, dict) or set(named) != {"de", "en"}:
        steps.wrong(f"the step {key} needs a `name` with `de` and `en`", f"step.{key}")
        return Text("", "")
    return Text(str(named["de"]), str(named["en"]))


def _deadline(table: TableReader, words: Vocabulary) -> Deadline:
    add = table.text("add")
    period = Period.parse(add)
    if add and period is None:
        table.wrong(f"`add` is no period: {add!a}; write P14D, P8W, P3M or P5Y", key="add")
    deadline = Deadline(
        id=table.text("id"),
        name=table.words("name"),
        base=table.text("base"),
        add=period or Period(),
        condition=table.condition(words),
        offer=table.short("offer"),
        origin=read_origin(table),
    )
    table.refuse_others()
    return deadline


def _recipient(table: TableReader) -> RecipientProfile:
    recipient = RecipientProfile(
        code=table.text("code"),
        stations=table.texts("stations"),
        purpose=table.words("purpose"),
        origin=table.text("origin"),
        sections=table.texts("sections"),
        confirm_days=read_confirm_days(table, "confirm_days"),
    )
    table.refuse_others()
    return recipient


def _partner(table: TableReader) -> Partner:
    partner = Partner(table.words("name"), table.words("role"))
    table.refuse_others()
    return partner


def _figure(table: TableReader, words: Vocabulary) -> Figure:
    figure = Figure(
        id=table.text("id"),
        name=table.words("name"),
        unit=table.words("unit"),
        count=table.text("count"),
        by=table.texts("by"),
        condition=table.condition(words),
        seed=table.short("seed"),
        source=table.short("source"),
        ours=table.short("ours"),
        note=table.localized("note", needed=False),
        except_sites=table.texts("except_sites"),
    )
    table.refuse_others()
    return figure

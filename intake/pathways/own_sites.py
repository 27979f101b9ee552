"""Profiles of a desk's own: TOML files in a folder, which win over those that come with the program.

A file is named after the id in it. Files that do not end in `.toml` or begin with a dot are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from importlib.resources.abc import Traversable
from pathlib import Path

from intake.errors import ContentError
from intake.interview.content_file import ContentFile, Mistake, Mistakes
from intake.interview.logic import Logic
from intake.pathways.figure_checks import check_figures
from intake.pathways.law import Laws
from intake.pathways.profile_reader import mistaken_profile, profile_folder, read_site
from intake.pathways.sites import Common, SiteProfile, Sites
from intake.pathways.tables import parse_file, read_file

ENDING = ".toml"
RESERVED = frozenset({"all", "common"})
"""Words that mean something else where a site is named."""

_ID = re.compile(r"[a-z][a-z0-9_]{0,39}")
_ID_LINE = re.compile(r"""^id\s*=\s*(?:"[^"\n]*"|'[^'\n]*')""", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class OwnSites:
    """The profiles of a folder as far as they can be read, by id, and all mistakes with the path of their file.

    `mistaken` are the ids that cannot be used, by the name of the file and by what stands in it, with their mistakes.
    """

    by_id: Mapping[str, SiteProfile] = field(default_factory=dict)
    mistakes: tuple[Mistake, ...] = ()
    count: int = 0
    mistaken: Mapping[str, tuple[Mistake, ...]] = field(default_factory=dict)


def is_site_id(text: str) -> bool:
    """Whether a profile of one's own may have this id: small letters, digits and `_`, at most 40."""
    return bool(_ID.fullmatch(text)) and text not in RESERVED


def own_files(folder: Traversable | None) -> tuple[Traversable, ...]:
    """The profiles in the folder by name; none where there is no folder. Raises ContentError where it is locked."""
    try:
        if folder is None or not folder.is_dir():
            return ()
        found = [entry for entry in folder.iterdir() if entry.name.endswith(ENDING) and entry.name[0] != "."]
    except OSError:
        raise ContentError(
            "The folder of own profiles cannot be read.",
            "Nothing was changed. Check who may read it, or name another folder in the settings.",
            (f"{folder}:1: the folder cannot be read",),
        ) from None
    return tuple(sorted(found, key=lambda entry: entry.name))


def own_file(folder: Path, id_: str) -> Path:
    """Where the profile of a site stands, or would stand, in the folder."""
    return folder / f"{id_}{ENDING}"


def read_own_sites(
    folder: Traversable | None,
    common: Common,
    logic: Logic,
    laws: Laws | None = None,
    blocks: Collection[str] | None = None,
) -> OwnSites:
    """The profiles of the folder; with `laws` they are checked in full, as those of the program are."""
    sites: dict[str, SiteProfile] = {}
    mistakes: list[Mistake] = []
    mistaken: dict[str, tuple[Mistake, ...]] = {}
    files = own_files(folder)
    for path in files:
        site, wrong = read_profile(path, common, logic, laws, blocks)
        if site is not None and not wrong:
            wrong = _name_mistakes(site, path)
        mistakes += wrong
        if site is not None:
            sites[site.id] = site
        if wrong:
            ids = {path.name.removesuffix(ENDING), *([site.id] if site else [])}
            mistaken.update(dict.fromkeys(sorted(ids), wrong))
    return OwnSites(sites, tuple(mistakes), len(files), mistaken)


def _name_mistakes(site: SiteProfile, path: Traversable) -> tuple[Mistake, ...]:
    if path.name == f"{site.id}{ENDING}":
        return ()
    return (Mistake(str(path), 1, f"the file has to be named {site.id}{ENDING}"),)


def read_profile(
    path: Traversable,
    common: Common,
    logic: Logic,
    laws: Laws | None = None,
    blocks: Collection[str] | None = None,
) -> tuple[SiteProfile | None, tuple[Mistake, ...]]:
    """One profile from a file of any name, and its mistakes; with `laws` it is checked in full.

    `blocks` are the block names of the handover record; None leaves them unchecked.
    """
    mistakes = Mistakes()
    file = read_file(path, mistakes)
    site = read_site(file, common, logic.vocabulary, mistakes) if file else None
    if site is None or file is None:
        return None, _at(path, mistakes)
    if not is_site_id(site.id):
        mistakes.add(file, "`id` has to be small letters, digits and `_`, and none of: all, common", key="id")
    check_figures(site, file, logic, mistakes)
    if laws is not None:
        from intake.pathways.checks import check_site  # not where the desk starts: it only loads

        named = ContentFile(f"{site.id}{ENDING}", file.text, file.data)
        check_site(site, named, logic, laws, mistakes, blocks)
    return site, _at(path, mistakes)


def _at(path: Traversable, mistakes: Mistakes) -> tuple[Mistake, ...]:
    """The mistakes with the whole path, so that an editor can go there."""
    return tuple(replace(mistake, file=str(path)) for mistake in mistakes.found)


def merged(sites: Sites, own: OwnSites) -> Sites:
    """All sites: those of the program in their order, replaced where there is an own one, then the new ones.

    A site whose own profile has mistakes is left out: that of the program would propose what this desk does not want.
    """
    found = {**{site.id: own.by_id.get(site.id, site) for site in sites}, **own.by_id}
    return Sites(sites.common, {id_: site for id_, site in found.items() if id_ not in own.mistaken})


def built_in_text(id_: str) -> str:
    """The text of a profile that comes with the program."""
    return (profile_folder() / f"{id_}{ENDING}").read_text(encoding="utf-8")


def copied_text(text: str, id_: str, note: str) -> str:
    """A profile's text under another id, all else as it was; `note` becomes the comment in its first line.

    Raises ContentError where the text has no line with an id before its first table.
    """
    parsed = parse_file(f"{id_}{ENDING}", text, Mistakes())
    found = _ID_LINE.search(text)
    copied = text[: found.start()] + f'id = "{id_}"' + text[found.end() :] if found else text
    after = parse_file(f"{id_}{ENDING}", copied, Mistakes())
    if parsed is None or after is None or after.data != {**parsed.data, "id": id_}:
        raise mistaken_profile((f"{id_}{ENDING}:1: the profile that was to be copied has no line with its `id`",))
    return f"# {' '.join(note.split())}\n{copied}"

"""What the catalogs hold of the site profiles, and that its German is that of the profiles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from intake.errors import ContentError
from intake.languages.catalogs import PACKAGE, Catalogs
from intake.languages.translation.content_messages import site_messages
from intake.pathways.content import load_content
from intake.pathways.profile_rows import Text


def said_to_person() -> Iterator[Text]:
    """What the papers for the person say in the words of the profiles, without what each site says of its rules."""
    sites = load_content().sites
    for site in sites:
        yield from (station.bring for station in site.own_stations)
        yield from (recipient.purpose for recipient in site.recipients)
    for station in sites.common.stations.values():
        yield from (station.name, station.bring)
    yield sites.common.fallback.reason
    yield from (prerule.reason for prerule in sites.common.prerules)
    yield from (deadline.name for deadline in sites.common.deadlines)
    yield from (basis.name for basis in sites.common.legal_bases)


def test_what_to_bring_what_it_is_for_and_what_all_sites_share_is_translated() -> None:
    messages = {(each.context, each.msgid) for each in site_messages(PACKAGE / "pathways")}
    assert messages == {("site", text.en) for text in said_to_person()}


def test_the_german_of_the_catalog_is_that_of_the_profiles() -> None:
    catalog = Catalogs()["de"]
    germans: dict[str, set[str]] = defaultdict(set)
    for text in said_to_person():
        germans[text.en].add(text.de)
    for english, said in germans.items():
        assert catalog.pgettext("site", english) in said


def test_a_profile_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "profiles").mkdir()
    (tmp_path / "profiles" / "kaputt.toml").write_text("[[station", encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        list(site_messages(tmp_path))
    assert "kaputt.toml" in caught.value.problems[0]

"""A desk that works with a profile of its own says so."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from intake.pathways.own_sites import built_in_text
from intake.settings import Settings
from intake.ui.desk import Parts
from intake.ui.opening import load_parts
from tests.ui import program
from tests.ui.pages import at_the_desk
from tests.ui.program import AMIRA, parts

NAME = "zebera – Jobcenter Wuppertal AöR"


def test_the_parts_of_the_desk_are_loaded_with_own_profiles(tmp_path: Path) -> None:
    folder = tmp_path / "sites"
    folder.mkdir()
    (folder / "hamm.toml").write_text(built_in_text("hamm").replace('town = "Hamm"', 'town = "Neustadt"'), "utf-8")
    content = load_parts(Settings(store=tmp_path / "desk", site="hamm", sites=folder, origins={})).content
    assert (content.own, content.site("hamm").town) == (frozenset({"hamm"}), "Neustadt")


@pytest.mark.parametrize("own", ["zebera", "hamm"])
async def test_the_title_of_the_desk_names_an_own_profile(
    own: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def with_own(site: str) -> Parts:
        known = parts(site)
        return replace(known, content=replace(known.content, own=frozenset({own})))

    monkeypatch.setattr(program, "parts", with_own)
    async with at_the_desk(tmp_path) as desk:
        assert desk.title.startswith(f"intake: {NAME}")
        assert ("(eigenes Profil)" in desk.title) == (own == "zebera")


async def test_as_much_of_a_long_name_of_the_site_as_fits_stands_above_the_desk(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, more={"site": "hannover"}) as desk:
        assert "Jobcenter Region Hannover" in desk.title
        assert AMIRA in desk.title


async def test_an_own_profile_with_mistakes_of_another_site_is_told_and_stops_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def with_mistake(site: str) -> Parts:
        known = parts(site)
        return replace(known, content=replace(known.content, mistaken={"hamm": ("hamm.toml:1: not TOML",)}))

    monkeypatch.setattr(program, "parts", with_mistake)
    async with at_the_desk(tmp_path) as desk:
        toasts = [toast.message for toast in desk.program.app._notifications]
        assert any("hamm" in toast for toast in toasts)

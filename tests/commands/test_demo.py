from __future__ import annotations

import asyncio
import datetime as dt
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from intake.commands import demo
from intake.handover.projection.view import office_views
from intake.pathways.assess import assess
from intake.pathways.profile_reader import BUILT_IN
from intake.settings import Settings, read_settings
from intake.store.kept.cases import Status
from intake.store.opening import open_store
from intake.store.store import Store
from intake.ui.app import IntakeApp
from intake.ui.desk import Parts
from intake.ui.opening import load_parts
from intake.ui.screens.desk import DeskScreen
from intake.ui.screens.dialog import Dialog
from intake.ui.screens.unlock import UnlockScreen

AT = dt.datetime(2026, 5, 17, 9, 41, tzinfo=dt.UTC)


@cache
def parts() -> Parts:
    """Content and names, read once for all sites: the one of the settings is looked up in them."""
    return load_parts(read_settings({}))


def settings(folder: Path, site: str = "zebera") -> Settings:
    return replace(read_settings({}), store=folder / "store", site=site, language="en")


def filled(folder: Path, site: str = "zebera") -> Store:
    """The store of the demonstration, opened by the one who sees it."""
    asyncio.run(demo.fill_store(parts(), settings(folder, site), AT))
    return open_store(folder / "store", demo.NAME, demo.PASSPHRASE, AT)


@pytest.mark.parametrize("site", BUILT_IN)
def test_every_site_has_something_due_and_a_consent_that_holds(site: str, tmp_path: Path) -> None:
    store = filled(tmp_path, site)
    try:
        due = store.lists.due(AT.date() - dt.timedelta(days=366), AT.date() + dt.timedelta(days=7))
        files = [store.load_case(line.id) for line in store.lists.list_cases(None)]
    finally:
        store.close()
    assert len({line.case.id for line in due}) >= 4
    content = parts().content
    profile, law = content.sites[site], content.laws.in_force(AT.date())
    facts = [assess(content.logic, file.answers, profile, law, AT.date()).facts for file in files]
    assert sum(bool(office_views(each)) for each in facts) == 1


def test_the_cases_stand_on_the_desk_as_their_talks_left_them(tmp_path: Path) -> None:
    store = filled(tmp_path)
    try:
        opened, everything = store.lists.list_cases(), store.lists.list_cases(None)
        mine = store.holds.interrupted(store.staff.id)
        report = store.care.check()
    finally:
        store.close()
    assert (len(opened), len(everything)) == (7, 8)
    assert [line.family_name for line in everything if line.status is Status.CLOSED] == ["Hoxha"]
    assert [line.family_name for line in mine] == ["Darwish"]
    assert mine[0].place is not None
    assert mine[0].place.question
    assert [line.family_name for line in opened if line.holder_name == demo.COLLEAGUE] == ["Issa"]
    assert all(line.last_activity < AT for line in everything)
    assert report.audit.broken_at is None


async def shown(app: IntakeApp, wanted: type[object]) -> None:
    """Let the app work until the screen is of this kind."""
    async with asyncio.timeout(30):
        while not isinstance(app.screen, wanted):
            await asyncio.sleep(0.02)


class Listened(IntakeApp):
    """The app, with all that it told in passing."""

    told: tuple[str, ...] = ()

    def notify(self, message: str, **more: Any) -> None:
        self.told = (*self.told, message)
        super().notify(message, **more)


async def test_the_app_enters_by_itself_and_says_what_it_is(tmp_path: Path) -> None:
    own = settings(tmp_path)
    await demo.fill_store(parts(), own, AT)
    notice = demo.notice_of(own)
    assert all(word in notice for word in ("invented", demo.NAME, demo.PASSPHRASE))
    app = Listened(own, lambda: AT, lambda _: parts(), enter_as=(demo.NAME, demo.PASSPHRASE), notice=notice)
    async with app.run_test(size=(100, 30)) as pilot:
        await shown(app, Dialog)
        assert app.told == (notice,)
        await pilot.press("2")
        await shown(app, DeskScreen)
        await pilot.press("ctrl+l")
        await shown(app, UnlockScreen)
        assert notice in [str(line.render()) for line in app.screen.query("#place")]


def test_the_demonstration_is_the_app_on_its_own_store(tmp_path: Path) -> None:
    app = demo.demo_app(settings(tmp_path), "a demonstration", lambda: AT)
    assert app.settings.store == tmp_path / "store"
    assert app.desk is None
    assert (tmp_path / "store" / "cases.db").is_file()

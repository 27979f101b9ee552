"""What keeps keys fast, told without a clock: how much is drawn anew, and what is made anew."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.geometry import Region
from textual.widget import Widget

from intake.errors import InputError
from intake.settings import Settings
from intake.ui.opening import load_parts
from tests.ui.cases import TALK, stored
from tests.ui.field_app import NAME, asked, make
from tests.ui.pages import talking


@pytest.fixture
def no_collector() -> Iterator[None]:
    """The garbage collector as a start leaves it until all is loaded."""
    gc.disable()
    yield
    gc.enable()


@pytest.fixture
def drawn_anew(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Widget, tuple[Region, ...]]]:
    """Each refresh of a widget, with the parts of it that are drawn anew; none for all of it."""
    found: list[tuple[Widget, tuple[Region, ...]]] = []
    really_refresh = Widget.refresh

    def refresh(
        widget: Widget, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> Widget:
        found.append((widget, regions))
        return really_refresh(widget, *regions, repaint=repaint, layout=layout, recompose=recompose)

    monkeypatch.setattr(Widget, "refresh", refresh)
    return found


async def test_a_letter_draws_its_own_row_anew_and_no_other(
    drawn_anew: list[tuple[Widget, tuple[Region, ...]]],
) -> None:
    async with asked(make(NAME), "A") as app:
        drawn_anew.clear()
        await app.press("l")
        assert drawn_anew == [(app.field, (Region(0, 0, app.field.size.width, 1),))]


async def test_a_key_that_changes_nothing_draws_nothing_anew(
    drawn_anew: list[tuple[Widget, tuple[Region, ...]]],
) -> None:
    async with asked(make(NAME), "A") as app:
        drawn_anew.clear()
        await app.press("end")
        assert drawn_anew == []


async def test_the_next_question_takes_over_the_field_of_the_last_one(tmp_path: Path) -> None:
    stored(tmp_path, TALK, at="family_name")
    async with talking(tmp_path) as talk:
        field = talk.field
        await talk.answer("family_name", "Mansour")
        assert talk.shown_question == "given_name"
        assert talk.field is field
        assert (field.typed, field.locked) == ("", False)


@pytest.mark.usefixtures("no_collector")
def test_the_garbage_collector_works_again_once_all_is_loaded(tmp_path: Path) -> None:
    load_parts(Settings(store=tmp_path, origins={}))
    assert gc.isenabled()


@pytest.mark.usefixtures("no_collector")
def test_the_garbage_collector_works_again_where_loading_failed(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        load_parts(Settings(store=tmp_path, site="nowhere", origins={}))
    assert gc.isenabled()

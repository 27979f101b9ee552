"""The filters of the desk as a list to choose from, and in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from intake.pathways.profile_rows import Text
from intake.ui.desk_views import NAMES, DeskFilter, DeskList, DueCounts, View
from intake.ui.screens.dialog import Item
from intake.ui.wording import CaseWording

_SITE = "site:"


def filter_name(say: Callable[..., str], shown: DeskFilter) -> str:
    """A filter in words."""
    return say(NAMES[shown.view], name=shown.name) if shown.name else say(NAMES[shown.view])


def filter_items(wording: CaseWording, listed: DeskList, counts: DueCounts | None) -> list[Item]:
    """All filters; those of dates with how many are due, as far as that is known."""
    return [*_views(wording, counts), *_sites(wording, listed)]


def _views(wording: CaseWording, counts: DueCounts | None) -> Iterator[Item]:
    for view in View:
        if view not in (View.SITE, View.PERSON):
            count = _count(view, counts) if counts else ""
            yield Item(view.value, wording.say(NAMES[view]), count)


def _count(view: View, counts: DueCounts) -> str:
    if view.is_of_records:
        return str(counts.untold if view is View.UNTOLD else counts.unconfirmed)
    return str(counts.dates[view.window]) if view.window else ""


def _sites(wording: CaseWording, listed: DeskList) -> Iterator[Item]:
    for id_, name in listed.sites():
        shown = DeskFilter(View.SITE, id_, _text(wording, name))
        yield Item(f"{_SITE}{id_}", filter_name(wording.say, shown))


def filter_of(chosen: str, wording: CaseWording, listed: DeskList) -> DeskFilter:
    """The filter of an item that was chosen."""
    if not chosen.startswith(_SITE):
        return DeskFilter(View(chosen))
    id_ = chosen.removeprefix(_SITE)
    return DeskFilter(View.SITE, id_, _text(wording, dict(listed.sites())[id_]))


def _text(wording: CaseWording, text: Text) -> str:
    return text.de if wording.staff == "de" else text.en

"""The filters of the desk as a list to choose from, and in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from intake.pathways.profile_rows import Text
from intake.ui.desk_views import EVERYTHING_OPEN, NAMES, DeskFilter, DeskList, DueCounts, View
from intake.ui.keys import first_key
from intake.ui.screens.dialog import Chooser, Item
from intake.ui.wording import CaseWording

_SITE = "site:"


def filter_name(say: Callable[..., str], shown: DeskFilter) -> str:
    """A filter in words."""
    return say(NAMES[shown.view], name=shown.name) if shown.name else say(NAMES[shown.view])


def filter_line(say: Callable[..., str], shown: DeskFilter, typed: str, count: str) -> str:
    """The filter in force, how many it lists, and the key for another one."""
    name = filter_name(say, shown)
    if typed.strip() and shown == EVERYTHING_OPEN:
        name = say("All cases, open and closed")
    return say("▸ {filter}: {count} · {key} another filter", filter=name, count=count, key=first_key("filter"))


def nothing_listed(say: Callable[..., str], shown: DeskFilter, typed: str) -> str:
    """What to do where a filter lists nothing for what is typed; nothing where there are no cases at all."""
    if shown != EVERYTHING_OPEN:
        name = filter_name(say, shown)
        return say("Nothing here under '{filter}'. {key} shows all open cases.", filter=name, key=first_key("go-back"))
    return say("No case fits. Check the spelling, or begin a new case.") if typed.strip() else ""


def filter_chooser(wording: CaseWording, listed: DeskList, counts: DueCounts | None) -> Chooser:
    """All filters; those of dates with how many are due, as far as that is known."""
    say = wording.say
    items = [*_views(wording, counts), *_sites(wording, listed)]
    return Chooser(say("What the desk lists"), items, placeholder=say("Name of a filter"))


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

"""Law sets by date: the configuration that follows from the law in force. Source: sites.md 9."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable

from intake.errors import ContentError, InputError
from intake.interview.content_file import Mistake, Mistakes
from intake.interview.context import CONFIG_KEYS, LAW_LISTS, ConfigType, ConfigValue, Context, full_config
from intake.pathways.sites import SiteProfile
from intake.pathways.tables import TableReader, mistakes_text, read_file


@dataclass(frozen=True, slots=True)
class LawSet:
    """What the law says from `date` on, until the next set."""

    date: dt.date
    why: str
    config: Mapping[str, ConfigValue]
    lists: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Laws:
    """All law sets, the oldest first."""

    sets: tuple[LawSet, ...]

    def __iter__(self) -> Iterator[LawSet]:
        return iter(self.sets)

    def in_force(self, on: dt.date) -> LawSet:
        """The latest set not after the day. Raises InputError where the day lies before the first."""
        found = [law for law in self.sets if law.date <= on]
        if not found:
            raise InputError(
                "No law set is in force on {day}.",
                "The oldest one begins on {first}. Choose a later day, or a law set.",
                day=on.isoformat(),
                first=self.sets[0].date.isoformat(),
            )
        return found[-1]

    def of(self, date: dt.date) -> LawSet:
        """The set that begins on this date. Raises InputError where there is none."""
        for law in self.sets:
            if law.date == date:
                return law
        raise InputError(
            "There is no law set {date}.",
            "These can be chosen: {dates}.",
            date=date.isoformat(),
            dates=", ".join(law.date.isoformat() for law in self.sets),
        )


def site_context(site: SiteProfile, law: LawSet, on: dt.date) -> Context:
    """What conditions see of the site: the law set's values, overlaid with those of the site; lists are merged."""
    return Context(
        day=on,
        config=full_config(law.config, site.config),
        lists={**law.lists, **site.lists},
        recipients=site.recipient_codes,
        deadline_bases=frozenset(deadline.base for deadline in site.deadlines),
    )


def full_values(laws: Laws, own: Mapping[str, ConfigValue]) -> dict[str, frozenset[ConfigValue]]:
    """All values that each configuration key takes over the law sets, overlaid with the values of a site."""
    configs = [full_config(law.config, own) for law in laws]
    return {key: frozenset(config[key] for config in configs) for key in CONFIG_KEYS}


def law_folder() -> Traversable:
    return files("intake.pathways") / "law"


def load_laws(folder: Traversable | None = None) -> Laws:
    """All law sets, of the program or of a folder. Raises ContentError with file and line of every mistake."""
    laws, mistakes = read_laws(folder or law_folder())
    if mistakes:
        raise ContentError(
            "The law sets have mistakes.",
            "Nothing was changed. Correct the lines named, then start again.",
            mistakes_text(mistakes),
        )
    return laws


def read_laws(folder: Traversable, countries: Collection[str] | None = None) -> tuple[Laws, tuple[Mistake, ...]]:
    """The law sets as far as they can be read, and all mistakes; two sets on one date are a mistake.

    `countries` are the codes that the lists may hold; None leaves them unchecked.
    """
    mistakes = Mistakes()
    found: dict[dt.date, LawSet] = {}
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if not entry.name.endswith(".toml"):
            continue
        file = read_file(entry, mistakes)
        law = _law_set(TableReader(file, mistakes)) if file else None
        if law is None or file is None:
            continue
        for name, codes in law.lists.items():
            for code in sorted(code for code in codes if countries is not None and code not in countries):
                mistakes.add(file, f"the list `{name}` holds the unknown country `{code}`", "config.lists", 0, name)
        if law.date in found:
            mistakes.add(file, f"another law set begins on {law.date} too", key="date")
        elif entry.name != f"{law.date.isoformat()}.toml":
            mistakes.add(file, f"the file has to be named {law.date.isoformat()}.toml", key="date")
        found[law.date] = law
    if not found and not mistakes.found:
        mistakes.found.append(Mistake(folder.name, 1, "there is no law set"))
    return Laws(tuple(found[date] for date in sorted(found))), tuple(mistakes.found)


def _law_set(table: TableReader) -> LawSet | None:
    date = table.date("date")
    why = table.text("why")
    config, lists = read_config(table)
    table.refuse_others()
    for key, known in CONFIG_KEYS.items():
        if known.default is None and key not in config:
            table.wrong(f"`{key}` is missing in [config]")
    for name in LAW_LISTS:
        if name not in lists:
            table.wrong(f"the list `{name}` is missing in [config.lists]")
    return LawSet(date, why, config, lists) if date else None


def read_config(table: TableReader) -> tuple[dict[str, ConfigValue], dict[str, frozenset[str]]]:
    """The [config] of a law set or profile: its values by key, and its lists."""
    raw = table.optional("config", dict, {})
    config: dict[str, ConfigValue] = {}
    lists: dict[str, frozenset[str]] = {}
    for key, value in raw.items():
        known = CONFIG_KEYS.get(key)
        if key == "lists" and isinstance(value, dict):
            lists = _lists(table, value)
        elif known is None:
            table.wrong(f"unknown configuration key `{key}`", "config", key)
        elif not known.accepts(value):
            wanted = f"one of {', '.join(known.codes)}" if known.codes else known.type.value
            table.wrong(f"`{key}` has to be {wanted}", "config", key)
        else:
            config[key] = tuple(value) if known.type is ConfigType.NAMES else value
    return config, lists


def _lists(table: TableReader, raw: Mapping[str, object]) -> dict[str, frozenset[str]]:
    lists = {}
    for name, codes in raw.items():
        if isinstance(codes, list) and all(isinstance(code, str) for code in codes):
            lists[name] = frozenset(codes)
        else:
            table.wrong(f"the list `{name}` has to be a list of country codes", "config.lists", name)
    return lists

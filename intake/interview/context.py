"""What an assessment takes from outside the answers: the day, the configuration of the site and its lists.

Built by `pathways` from a site profile and a law set, and passed in. Source: interview.md 2.3, sites.md 0.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TypeAlias

ConfigValue: TypeAlias = bool | int | str | tuple[str, ...]


class ConfigType(Enum):
    """What a configuration key holds."""

    YES_NO = "yes or no"
    NUMBER = "a whole number"
    CODE = "a code"
    NAMES = "a list of names"


@dataclass(frozen=True, slots=True)
class ConfigKey:
    """One key. `codes` are the possible values of a code; `default` is None where the key has to be set."""

    type: ConfigType
    default: ConfigValue | None = None
    codes: tuple[str, ...] = ()

    def accepts(self, value: object) -> bool:
        """Whether the value of a profile or law set has the right type, and is among the codes."""
        match self.type:
            case ConfigType.YES_NO:
                return isinstance(value, bool)
            case ConfigType.NUMBER:
                return isinstance(value, int) and not isinstance(value, bool)
            case ConfigType.CODE:
                return value in self.codes
            case ConfigType.NAMES:
                return isinstance(value, tuple | list) and all(isinstance(name, str) for name in value)


CONFIG_KEYS: Mapping[str, ConfigKey] = {
    "area_names": ConfigKey(ConfigType.NAMES, ()),
    "area_codes": ConfigKey(ConfigType.NAMES, ()),
    "special_needs_block": ConfigKey(ConfigType.YES_NO, False),
    "school_duty_needs_assignment": ConfigKey(ConfigType.YES_NO, False),
    "eae_is_municipal": ConfigKey(ConfigType.YES_NO, False),
    "fim_active": ConfigKey(ConfigType.YES_NO, False),
    "pension_age": ConfigKey(ConfigType.NUMBER),
    "s24_circle": ConfigKey(ConfigType.CODE, codes=("asylblg", "sgb2", "by_date")),
    "ik_rule": ConfigKey(ConfigType.CODE, codes=("list", "open", "stop")),
}

LAW_LISTS = ("good_prospect", "safe_origin")
"""The lists that every law set has; a profile may add its own."""


@dataclass(frozen=True, slots=True)
class Context:
    """The day of assessment, and what site and law set say.

    `config` holds every key of CONFIG_KEYS. `recipients` are the codes the site lists, `deadline_bases` the ids that
    its deadlines count from.
    """

    day: dt.date
    config: Mapping[str, ConfigValue]
    lists: Mapping[str, frozenset[str]] = field(default_factory=dict)
    recipients: frozenset[str] = frozenset()
    deadline_bases: frozenset[str] = frozenset()


def full_config(*layers: Mapping[str, ConfigValue]) -> dict[str, ConfigValue]:
    """The defaults, overlaid with each layer in turn. Raises KeyError for a key that has to be set and is not."""
    config = {key: known.default for key, known in CONFIG_KEYS.items() if known.default is not None}
    for layer in layers:
        config.update(layer)
    for key in CONFIG_KEYS:
        if key not in config:
            raise KeyError(key)
    return config

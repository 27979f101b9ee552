"""What countries and languages call themselves, taken from CLDR once and kept as data.

At run time it would need a hundred locales (0.4 s). `python -m intake.languages.own_names` writes `own_names.toml`
anew, after Babel or the lists of codes have changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from intake.interview.questionnaire import Codes, load_questionnaire

OWN_NAMES_FILE: Final = Path(__file__).with_name("own_names.toml")

_HEAD = """\
# What each country calls itself in its official languages, the most spoken one first, and each language in itself.
# Source: CLDR. Written by `python -m intake.languages.own_names`. Names by hand belong into names.toml.
"""

OwnNames = dict[str, tuple[str, ...]]


def own_countries(codes: Codes) -> OwnNames:
    """The own names of each country, without those for which CLDR knows none."""
    # a tool for developers: nothing that runs at the desk may pay for Babel
    from babel import Locale, localedata
    from babel.languages import get_official_languages

    found: OwnNames = {}
    for code, territory in codes.countries.items():
        spoken = get_official_languages(territory, de_facto=True) if territory else ()
        names = [Locale.parse(tag).territories.get(territory) for tag in spoken if localedata.exists(tag)]
        own = tuple(dict.fromkeys(name for name in names if name))
        if own:
            found[code] = own
    return found


def own_languages(codes: Codes) -> OwnNames:
    """What each language calls itself, without those for which CLDR has no locale."""
    from babel import Locale, localedata

    found: OwnNames = {}
    for code, language in codes.languages.items():
        if language.cldr and localedata.exists(language.cldr):
            name = Locale.parse(language.cldr).languages.get(language.cldr)
            if name:
                found[code] = (name,)
    return found


def as_toml(countries: OwnNames, languages: OwnNames) -> str:
    """The text of `own_names.toml`."""
    return "\n".join((_HEAD, *_table("country", countries), "", *_table("language", languages), ""))


def _table(name: str, names: Mapping[str, tuple[str, ...]]) -> list[str]:
    rows = [f"{code} = [{', '.join(_quoted(each) for each in own)}]" for code, own in sorted(names.items())]
    return [f"[{name}]", *rows]


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def main() -> None:
    codes = load_questionnaire().codes
    OWN_NAMES_FILE.write_text(as_toml(own_countries(codes), own_languages(codes)), "utf-8", newline="\n")


if __name__ == "__main__":
    main()

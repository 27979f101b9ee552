"""Forms that tests share: each built once for a site, a kind of case and a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from intake.interop.form_texts import FormTexts
from intake.interop.rows import XlsForm
from intake.interop.xlsform import Builder
from intake.interview.context import Context
from intake.interview.occupations import Occupation, load_occupations
from intake.languages.catalogs import Catalogs
from intake.languages.languages import InterfaceLanguage, load_languages
from intake.languages.names import Names
from intake.pathways.law import site_context
from tests.pathways.personas import laws, logic, sites

DAY = dt.date(2026, 11, 25)


@cache
def catalogs() -> Catalogs:
    return Catalogs()


@cache
def occupations() -> tuple[Occupation, ...]:
    folder = files("intake.interview") / "content" / logic().questionnaire.version
    return load_occupations((folder / "occupations.toml").read_text(encoding="utf-8"), "occupations.toml")


def context(site: str, on: dt.date = DAY, law: dt.date | None = None) -> Context:
    found = laws().of(law) if law else laws().in_force(on)
    return site_context(sites()[site], found, on)


def texts(*codes: str) -> FormTexts:
    known = load_languages()
    languages: Sequence[InterfaceLanguage] = [known[code] for code in codes] if codes else known.all
    return FormTexts(languages, catalogs(), Names(logic().questionnaire.codes), occupations())


@cache
def form(site: str = "zebera", kind: str = "full", on: dt.date = DAY, law: dt.date | None = None) -> XlsForm:
    """A form in German and Arabic."""
    return Builder(logic(), context(site, on, law), kind, texts("de", "ar")).form()

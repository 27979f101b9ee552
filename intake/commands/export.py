"""`intake export xlsform`: the questionnaire as a form of ODK and KoboToolbox, and what the form cannot carry."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from intake.errors import InputError, OutputError
from intake.handover.export import write_record
from intake.interop.as_xlsx import as_xlsx
from intake.interop.form_texts import FormTexts
from intake.interop.rows import XlsForm
from intake.interop.xlsform import Builder
from intake.interview.occupations import load_occupations
from intake.languages.catalogs import Catalogs
from intake.languages.languages import InterfaceLanguage, Status, load_languages
from intake.languages.names import Names
from intake.pathways.content import Content, load_content
from intake.pathways.law import site_context
from intake.settings import Settings

Say = Callable[..., str]
Today = Callable[[], dt.date]

_OCCUPATIONS = "occupations.toml"


@dataclass(frozen=True, slots=True)
class Order:
    """What was typed after `intake export xlsform`. `languages` are codes with commas between them; empty: all."""

    file: Path
    languages: str = ""
    kind: str = "full"


def run(order: Order, settings: Settings, say: Say, today: Today = dt.date.today) -> int:
    """Write the form and say what it cannot carry. Raises InputError, ContentError, OutputError."""
    if order.file.suffix.lower() != ".xlsx":
        raise InputError("A form is a spreadsheet.", "Nothing was written. Give the file a name with the ending .xlsx.")
    chosen = chosen_languages(order.languages)
    content = load_content(own=settings.sites)
    form = build_form(content, settings, order.kind, chosen, today())
    try:
        written = write_record(as_xlsx(form), order.file)
    except OutputError:
        raise OutputError(
            "The form was not written.",
            "Nothing was changed. The folder may be missing or full, or you may not write there. Choose another place.",
        ) from None
    sys.stdout.write(say("written: {file}", file=str(written)) + "\n")
    for line in report(form, chosen, settings.site, say):
        sys.stdout.write(line + "\n")
    return 0


def chosen_languages(typed: str) -> tuple[InterfaceLanguage, ...]:
    """The languages with these codes in this order, or all. Raises InputError."""
    known = load_languages()
    codes = [code for part in typed.split(",") if (code := part.strip())]
    strange = [code for code in codes if code not in known]
    if strange:
        raise InputError(
            "There is no language {language}.",
            "Nothing was written. Possible: {possible}.",
            language=repr(strange[0])[:40],
            possible=", ".join(each.code for each in known),
        )
    return tuple(known[code] for code in dict.fromkeys(codes)) or known.all


def build_form(
    content: Content, settings: Settings, kind: str, languages: Sequence[InterfaceLanguage], on: dt.date
) -> XlsForm:
    """The form for the site of the settings, and the law set chosen there or in force on the day."""
    context = site_context(content.site(settings.site), content.law(settings.law, on), on)
    folder = files("intake.interview") / "content" / content.questionnaire.version
    occupations = load_occupations((folder / _OCCUPATIONS).read_text(encoding="utf-8"), _OCCUPATIONS)
    texts = FormTexts(languages, Catalogs(), Names(content.questionnaire.codes), occupations)
    return Builder(content.logic, context, kind, texts).form()


def report(form: XlsForm, languages: Sequence[InterfaceLanguage], site: str, say: Say) -> Iterator[str]:
    """What was written, and what the form cannot carry, a sentence a line."""
    name, version = form.settings["form_id"], form.settings["version"]
    yield say("Form {form}, version {version}, for the site {site}.", form=name, version=version, site=site)
    yield say("Languages: {languages}.", languages=", ".join(each.code for each in languages))
    drafts = [each.code for each in languages if each.status is Status.DRAFT]
    if drafts:
        yield say("Not reviewed by a speaker yet: {languages}.", languages=", ".join(drafts))
    yield ""
    yield say("What the form cannot carry:")
    for line in (*_limits(say), *_open_conditions(form, say)):
        yield f"- {line}"
    yield ""
    yield say("The device and the server keep what is typed: explain data protection before the first answer.")
    yield say("A server that is not yours receives personal data: it needs a contract, and the person has to know.")


def _limits(say: Say) -> tuple[str, ...]:
    return (
        say("consents: a consent is given at the desk, with the preview of what goes out. The form asks for none."),
        say("The familiar form of address: the form speaks to everybody politely."),
        say("Source, note and 'ask again' of an answer: all answers come back as 'said'."),
        say("Dates of other calendars: the form takes year, month and day of the Gregorian one."),
        say("Private questions are hidden while somebody could listen; an answer from before is dropped by ODK then."),
        say("Answers behind a closed branch: ODK drops them, the desk keeps them."),
        say("Names of occupations stand there in German and English only."),
        say("Nothing is required: every question has 'unknown', 'declined' and 'ask later' instead."),
        say("What site and law decide is fixed in the form: another site needs a form of its own."),
    )


def _open_conditions(form: XlsForm, say: Say) -> Iterator[str]:
    for id_ in form.open_conditions:
        yield say("{question}: the form cannot decide when it is relevant, and asks it always.", question=id_)

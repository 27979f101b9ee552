"""`intake languages`: how far each language is, and texts out to translators and back in."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from intake.commands.side_by_side import Say
from intake.errors import ContentError, InputError, OutputError
from intake.interview.questionnaire import load_questionnaire
from intake.languages.catalogs import BINDING_LANGUAGE, CATALOG_PLACES, PACKAGE, SOURCE_LANGUAGE, Catalogs
from intake.languages.extraction import german_texts
from intake.languages.languages import InterfaceLanguage, load_languages
from intake.languages.messages import Key, SourceMessage
from intake.languages.translation.all_messages import all_messages
from intake.languages.translation.checks import Completeness, completeness, unsettled
from intake.languages.translation.exchange import Row, Standing, Taken, catalog_path, rows_of, take
from intake.languages.translation.glossaries import load_glossary
from intake.languages.translation.lint import worth_a_look


@dataclass(frozen=True, slots=True)
class Order:
    """What was typed. `language` and `file` are empty where the action needs none; `only` leaves finished rows out."""

    action: str
    language: str = ""
    file: Path | None = None
    locales: Path | None = None
    only_open: bool = False


def run(order: Order, say: Say) -> int:
    """Do what was ordered. Returns the exit code. Raises InputError, ContentError, OutputError."""
    actions: Mapping[str, Callable[[Order, Say], int]] = {
        "": _show,
        "show": _show,
        "lint": _lint,
        "export": _export,
        "import": _import,
    }
    return actions[order.action](order, say)


def _sources(order: Order) -> Path:
    """The folder with the catalogs as texts. An installed program has them compiled only."""
    found = order.locales or next((place for place in CATALOG_PLACES if (place / "intake.pot").is_file()), None)
    if found is None or not (found / "intake.pot").is_file():
        raise InputError(
            "There are no catalogs to work on.",
            "Nothing was changed. Name the folder `locales` of the sources with --locales.",
        )
    return found


def _places(order: Order) -> tuple[Path, ...]:
    return (order.locales,) if order.locales else CATALOG_PLACES


def _language(order: Order) -> InterfaceLanguage:
    languages = load_languages()
    codes = [each.code for each in languages if each.code not in (SOURCE_LANGUAGE, BINDING_LANGUAGE)]
    if order.language not in codes:
        raise InputError(
            "{language} is no language that is translated.",
            "Nothing was changed. Possible: {possible}.",
            language=repr(order.language)[:40],
            possible=", ".join(codes),
        )
    return languages[order.language]


# What there is


def _show(order: Order, say: Say) -> int:
    """One line for each language: translated, reviewed, stale, missing. Of one language, what is stale or missing."""
    languages = load_languages()
    heads = [say("language"), say("translated"), say("reviewed"), say("draft"), say("stale"), say("missing")]
    lines = [heads]
    for each in completeness(PACKAGE, _places(order)):
        if order.language in ("", each.language):
            lines.append([f"{each.language}  {languages[each.language].german_name}", *_numbers(each)])
    if len(lines) == 1:
        _language(order)
    widths = [max(len(line[column]) for line in lines) for column in range(len(heads))]
    for line in lines:
        first, *others = (
            cell.ljust(width) if number == 0 else cell.rjust(width)
            for number, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        sys.stdout.write("  ".join([first, *others]).rstrip() + "\n")
    if order.language:
        catalog = Catalogs(*_places(order))[order.language]
        for text, is_stale in unsettled(catalog, all_messages(PACKAGE)):
            where = say("stale: {text}", text=text) if is_stale else say("missing: {text}", text=text)
            sys.stdout.write(where + "\n")
    return 0


def _numbers(each: Completeness) -> list[str]:
    share = 100 * (each.translated + each.draft) // max(1, each.total)
    counts = (each.translated, each.draft - each.stale, each.stale, each.missing)
    return [f"{share} %", *map(str, counts)]


def _lint(order: Order, say: Say) -> int:
    """What is worth a look in one language, or in all."""
    locales = _sources(order)
    codes = [_language(order).code] if order.language else [each.code for each in load_languages()]
    messages, german = _messages(locales)
    catalogs, questionnaire = Catalogs(locales), load_questionnaire()
    count = 0
    for code in codes:
        if code in (SOURCE_LANGUAGE, BINDING_LANGUAGE):
            continue
        terms = load_glossary(locales, code)
        found = worth_a_look(catalogs[code], messages, german, terms, questionnaire)
        count += len(found)
        for line in found:
            sys.stdout.write(f"{code}: {line}\n")
    sys.stdout.write(say("{count} texts are worth a look", count=count) + "\n")
    return 0


def _messages(locales: Path) -> tuple[Sequence[SourceMessage], Mapping[Key, str]]:
    messages = all_messages(PACKAGE)
    return messages, german_texts(locales, messages)


# Out and in


def _export(order: Order, say: Say) -> int:
    locales, language, file = _sources(order), _language(order), _file(order)
    messages, german = _messages(locales)
    rows = _rows(_po(locales, language), language, messages, german)
    if order.only_open:
        rows = tuple(row for row in rows if row.standing is not Standing.REVIEWED)
    if file.suffix == ".xlsx":
        from intake.languages.translation.xlsx_rows import as_xlsx  # a spreadsheet library, for this only

        content = as_xlsx(rows, language.code, is_rtl=language.direction == "rtl")
    else:
        from intake.languages.translation.xliff_rows import as_xliff

        content = as_xliff(rows, language.code)
    try:
        with file.open("xb") as out:
            out.write(content)
    except FileExistsError:
        raise InputError(
            "There is a file {file} already.", "Nothing was written. Choose another name.", file=file.name
        ) from None
    except OSError as error:
        raise _unwritten(file, error) from error
    sys.stdout.write(say("{count} texts written to {file}.", count=len(rows), file=str(file)) + "\n")
    return 0


def _import(order: Order, say: Say) -> int:
    locales, language, file = _sources(order), _language(order), _file(order)
    taken = _taken(_po(locales, language), language, _read(file))
    for refused in taken.refused:
        sys.stdout.write(f"{file.name}:{refused.place}: {say(refused.message)}\n")
    path = catalog_path(locales, language.code)
    if taken.changed or taken.reviewed:
        new = path.with_name(path.name + ".new")
        try:
            new.write_bytes(taken.po)
            new.replace(path)
        except OSError as error:
            raise _unwritten(path, error) from error
    said = say(
        "{changed} texts changed, {reviewed} reviewed, {unchanged} as before, {refused} not taken.",
        changed=taken.changed,
        reviewed=taken.reviewed,
        unchanged=taken.unchanged,
        refused=len(taken.refused),
    )
    sys.stdout.write(said + "\n")
    return ContentError.exit_code if taken.refused else 0


def _file(order: Order) -> Path:
    if order.file is None or order.file.suffix not in (".xlsx", ".xlf", ".xliff"):
        raise InputError(
            "The file needs the ending .xlsx or .xlf.", "Nothing was changed. Name a spreadsheet or an XLIFF file."
        )
    return order.file


def _read(file: Path) -> tuple[Row, ...]:
    try:
        if file.suffix == ".xlsx":
            from intake.languages.translation.xlsx_rows import read_xlsx  # a spreadsheet library, for this only

            return read_xlsx(file)
        from intake.languages.translation.xliff_rows import read_xliff

        return read_xliff(file)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise InputError(
            "{file} cannot be read: {reason}",
            "Nothing was changed. Save it again in the form in which it was exported.",
            file=file.name,
            reason=reason or "",
        ) from error


def _po(locales: Path, language: InterfaceLanguage) -> bytes:
    path = catalog_path(locales, language.code)
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(
            "There is no catalog for {language} yet.",
            "Nothing was changed. Begin one: `python -m intake.languages.extraction --start {language}`.",
            language=language.code,
        ) from error


def _rows(
    po: bytes, language: InterfaceLanguage, messages: Sequence[SourceMessage], german: Mapping[Key, str]
) -> tuple[Row, ...]:
    try:
        return rows_of(po, language, messages, german)
    except ValueError as error:
        raise _damaged(language, error) from error


def _taken(po: bytes, language: InterfaceLanguage, rows: Sequence[Row]) -> Taken:
    try:
        return take(po, language, rows)
    except ValueError as error:
        raise _damaged(language, error) from error


def _damaged(language: InterfaceLanguage, error: ValueError) -> ContentError:
    return ContentError(
        "A catalog has mistakes.", "Nothing was changed. Correct the lines named.", (f"{language.code}: {error}",)
    )


def _unwritten(file: Path, error: OSError) -> OutputError:
    return OutputError(
        "{file} cannot be written: {reason}",
        "Nothing was changed. Choose another folder, or make room.",
        file=file.name,
        reason=error.strerror or "",
    )

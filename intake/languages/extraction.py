"""`python -m intake.languages.extraction`: collects all messages and brings the catalogs up to date.

Writes `locales/intake.pot`, each `locales/<language>/LC_MESSAGES/intake.po`, and the compiled .mo beside it. All is
computed before anything is written: a source or a catalog that cannot be read stops the run and changes nothing.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from intake.errors import ContentError, InputError, IntakeError
from intake.languages.catalogs import BINDING_LANGUAGE, PACKAGE, SOURCE_LANGUAGE, Catalogs
from intake.languages.compiled import compile_all
from intake.languages.languages import load_languages
from intake.languages.messages import Key, SourceMessage
from intake.languages.translation.all_messages import all_messages
from intake.languages.translation.checks import Completeness, catalog_problems, completeness
from intake.languages.translation.po_files import empty_catalog, template, updated
from intake.languages.translation.unmarked import unmarked_texts

LOCALES = PACKAGE.parent / "locales"


def update_catalogs(locales: Path, package: Path = PACKAGE, start: Sequence[str] = ()) -> tuple[str, ...]:
    """Brings all files in `locales` up to date, and begins catalogs for the languages in `start`. Returns what it did.

    Raises ContentError, with nothing written, where a source or a catalog cannot be read, and InputError where a
    language is not in `languages.toml`.
    """
    messages = all_messages(package)
    languages = load_languages()
    for code in start:
        if code not in languages or code == SOURCE_LANGUAGE:
            raise InputError("There is no catalog for {code}.", "Add the language to languages.toml first.", code=code)
    files = {locales / "intake.pot": template(messages)}
    said = [f"{len(messages)} messages"]
    german = german_texts(locales, messages)
    problems = []
    for language in languages:
        po = locales / language.code / "LC_MESSAGES" / "intake.po"
        if not po.is_file() and language.code not in start:
            continue
        try:
            po_bytes = po.read_bytes() if po.is_file() else empty_catalog(language)
            update = updated(po_bytes, language, messages, german)
        except ValueError as error:
            problems.append(f"{po}: {error}")
            continue
        files[po] = update.po
        said.append(f"{language.code}: {update.new} new, {len(update.dropped)} dropped")
        said += [f"{language.code}: dropped, because it is not used any more: {msgid}" for msgid in update.dropped]
    if problems:
        raise ContentError("A catalog has mistakes.", "Nothing was changed. Correct the lines named.", tuple(problems))
    for path, content in files.items():
        _write(path, content)
    compile_all(locales)
    return tuple(said)


def german_texts(locales: Path, messages: Sequence[SourceMessage]) -> Mapping[Key, str]:
    """The German of each message that has it; what a translation is written beside. Raises ContentError."""
    german = Catalogs(locales)[BINDING_LANGUAGE]
    found = {message.key: german.forms(message.context, message.msgid, message.plural) for message in messages}
    return {key: "\x00".join(form.text for form in forms) for key, forms in found.items() if forms}


def _write(path: Path, content: bytes) -> None:
    """Replaces a file in one step, and leaves it alone where nothing changed."""
    if path.is_file() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(path.name + ".new")
    new.write_bytes(content)
    new.replace(path)


def main(arguments: Sequence[str] | None = None, package: Path = PACKAGE) -> int:
    """Exit code 0: all is well; 1: the check found something; else the code of the error."""
    options = _parser().parse_args(arguments)
    locales: Path = options.locales
    try:
        if options.unmarked:
            lines, code = unmarked_texts(package), 0
        elif options.check:
            lines = catalog_problems(package, (locales,))
            code = 1 if lines else 0
        else:
            lines = update_catalogs(locales, package, options.start)
            lines += tuple(map(_counted, completeness(package, (locales,))))
            code = 0
    except IntakeError as error:
        lines = (str(error), *(error.problems if isinstance(error, ContentError) else ()))
        code = error.exit_code
    sys.stdout.write("".join(line + "\n" for line in lines))
    return code


def _counted(each: Completeness) -> str:
    stale = f" ({each.stale} stale)" if each.stale else ""
    return f"{each.language}: {each.translated} translated, {each.draft} draft{stale}, {each.missing} missing"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m intake.languages.extraction", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; say what is wrong with the catalogs")
    parser.add_argument("--unmarked", action="store_true", help="write nothing; list texts that no catalog will hold")
    parser.add_argument("--start", action="append", default=[], metavar="CODE", help="begin a catalog for a language")
    parser.add_argument("--locales", type=Path, default=LOCALES, metavar="FOLDER", help="where the catalogs are")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())

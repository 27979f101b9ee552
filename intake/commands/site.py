"""`intake site new`: a profile of a site's own, begun as a copy of another one."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from intake import __version__
from intake.commands.side_by_side import Say
from intake.errors import InputError, OutputError
from intake.pathways.own_sites import ENDING, built_in_text, copied_text, is_site_id, own_file, own_files
from intake.pathways.profile_reader import BUILT_IN


@dataclass(frozen=True, slots=True)
class NewSite:
    """What was typed after `intake site new`: `origin` is empty for the site of this id, else that of the settings."""

    id: str
    folder: Path
    origin: str = ""
    file: Path | None = None
    site: str = ""


def run(new: NewSite, say: Say) -> int:
    """Write the copy and say what to edit in it. Raises InputError; OutputError where it cannot be written."""
    if not is_site_id(new.id):
        raise InputError(
            "{site} cannot be the id of a site.",
            "Nothing was written. Use small letters, digits and _, such as neustadt; all and common are taken.",
            site=repr(new.id)[:60],
        )
    origin = new.origin or (new.id if new.id in BUILT_IN else new.site)
    file = _target(new)
    if file.exists():
        raise _there_already(file)
    note = say("A copy of the profile {site}, made with intake {version}.", site=origin, version=__version__)
    write_new(file, copied_text(text_of(origin, new.folder), new.id, note))
    for line in _next(file, new, say):
        sys.stdout.write(line + "\n")
    return 0


def _target(new: NewSite) -> Path:
    if new.file is None:
        return own_file(new.folder, new.id)
    file = own_file(new.file, new.id) if new.file.is_dir() else new.file
    if file.name != f"{new.id}{ENDING}":
        raise InputError(
            "The file of the site {site} has to be named {name}.",
            "Nothing was written. Choose another name, or name only the folder.",
            site=new.id,
            name=f"{new.id}{ENDING}",
        )
    return file


def text_of(id_: str, folder: Path | None) -> str:
    """The text of a site's profile, the own one first. Raises InputError where there is none, or it is not readable."""
    own = next((file for file in own_files(folder) if file.name == f"{id_}{ENDING}"), None)
    if own is None and id_ in BUILT_IN:
        return built_in_text(id_)
    if own is None:
        possible = dict.fromkeys((*BUILT_IN, *(file.name.removesuffix(ENDING) for file in own_files(folder))))
        raise InputError(
            "There is no site {site}.",
            "Nothing was changed. Possible: {possible}.",
            site=repr(id_)[:60],
            possible=", ".join(possible),
        )
    try:
        return own.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise InputError(
            "The profile {file} cannot be read.",
            "Nothing was written. It has to be a text file in UTF-8.",
            file=str(own),
        ) from None


def write_new(file: Path, text: str) -> None:
    """Write a file that is not there yet. Raises InputError where it is, OutputError where it cannot be written."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8", newline="\n") as out:
            out.write(text)
    except OSError as error:
        if isinstance(error, FileExistsError) and file.exists():
            raise _there_already(file) from None
        raise OutputError(
            "{file} cannot be written.",
            "Nothing else was changed. The reason: {reason}.",
            file=str(file),
            reason=error.strerror or type(error).__name__,
        ) from None


def _there_already(file: Path) -> InputError:
    return InputError(
        "{file} is there already.", "Nothing was written. Edit that file, or move it away first.", file=str(file)
    )


def _next(file: Path, new: NewSite, say: Say) -> list[str]:
    """The path, and what to do with it."""
    folder = new.folder.expanduser().resolve()
    is_used = file.parent.expanduser().resolve() == folder
    lines = [
        say("written: {file}", file=str(file)),
        "",
        say("What to edit next:"),
        "  1. " + say("name, town and target: what the desk shows and records print"),
        "  2. " + say("[config]: area_names and area_codes, the towns that the site is responsible for"),
        "  3. " + say("[[station]]: names of the offices, and what to bring"),
        "  4. " + say("[[rule]] and [[offer]]: `when` is the condition, `reason` what the person reads"),
        "",
        say("Then try it on a case: {command}", command=f"intake site try {file} --case ANSWERS.json"),
    ]
    if not is_used:
        lines.append(say("The program uses it once it is in {folder}.", folder=str(new.folder)))
    elif new.id != new.site:
        lines.append(say("To work with it, write this into the settings: {line}", line=f'site = "{new.id}"'))
    else:
        lines.append(say("The program uses it from its next start."))
    return lines

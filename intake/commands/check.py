"""`intake check`: questionnaire, conditions, sites, law sets, records and catalogs, every mistake with its place."""

from __future__ import annotations

import sys
from pathlib import Path

from intake.commands.content_areas import Area, ContentAreas, Say
from intake.errors import ContentError
from intake.languages.catalogs import PACKAGE


def run(say: Say, package: Path = PACKAGE, own: Path | None = None) -> int:
    """Print all findings and a closing line for each area. Returns 0, or the exit code of mistakes in content.

    `package` is the folder of the program whose content is checked, `own` that of the desk's own profiles.
    """
    failed = False
    for area in ContentAreas(package, say, own).areas():
        for line in area.mistakes:
            sys.stdout.write(f"{line}\n")
        for line in area.warnings:
            sys.stdout.write(say("{line} (warning)", line=line) + "\n")
        sys.stdout.write(f"{area.said}, {_counted(area, say)}\n" if area.is_checked else f"{area.said}\n")
        failed = failed or bool(area.mistakes)
    return ContentError.exit_code if failed else 0


def _counted(area: Area, say: Say) -> str:
    mistakes, warnings = len(area.mistakes), len(area.warnings)
    said = say("1 mistake") if mistakes == 1 else say("{count} mistakes", count=mistakes)
    if warnings:
        said += ", " + (say("1 warning") if warnings == 1 else say("{count} warnings", count=warnings))
    return said

"""A record on paper: A4, tagged, PDF/A-2a and PDF/UA-1, the same bytes for the same record.

Data reach the template as JSON only and never become markup. Importing this module loads typst (100 ms).
"""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import asdict, dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Literal, TypeVar

import typst

from intake.errors import OutputError
from intake.handover.formats.check_code import qr_svg
from intake.handover.formats.sheet import Sheet
from intake.handover.papers.paper import Paper
from intake.handover.templates import RECORD_TEMPLATE, TEMPLATES

_FONT_PACKAGES = ("justmytype_intl_rtl", "justmytype_intl_africa")
_QUOTED = re.compile(r"`[^`]*`?")
_STANDARDS: list[Literal["a-2a", "ua-1"]] = ["a-2a", "ua-1"]

Printed = TypeVar("Printed", Sheet, Paper)
"""What a template can lay out: a record, or one of the papers beside it."""


@dataclass(frozen=True, slots=True)
class PdfResult:
    """The file, and whether it keeps to the archive standards. `problem` is what the compiler said where it does not.

    A record that does not is a full record all the same: its paper says so, and the caller has to show it.
    """

    content: bytes
    is_archival: bool
    problem: str = ""


class Printer:
    """Compiles sheets with one template. Keep it: fonts are read once, 25 ms for the first sheet are saved."""

    def __init__(self, templates: Path = TEMPLATES, template: str = RECORD_TEMPLATE) -> None:
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=font_folders())
        self._template = template
        self._compiler = typst.Compiler(templates / template, root=templates, font_paths=fonts)

    def pdf(self, sheet: Printed, made_at: dt.datetime, not_archival: str) -> PdfResult:
        """The sheet as PDF. `made_at` (with its zone) is the date in the file.

        `not_archival` is printed as a warning where the standards cannot be kept. Raises OutputError where the
        template cannot be compiled at all.
        """
        try:
            return PdfResult(self._pdf(sheet, made_at, _STANDARDS), is_archival=True)
        except typst.TypstError as error:
            problem = _QUOTED.sub("…", error.message)  # what it quotes are answers
        try:
            marked = replace(sheet, banners=(*sheet.banners, not_archival))
            return PdfResult(self._pdf(marked, made_at, []), is_archival=False, problem=problem)
        except typst.TypstError:
            raise OutputError(
                "The record could not be laid out.",
                "Nothing was written, the case is kept. Have the template {template} repaired, or export as text.",
                template=self._template,
            ) from None  # the message of the compiler quotes answers

    def pages(self, sheet: Printed, dots_per_inch: float = 110) -> list[bytes]:
        """The pages as PNG pictures."""
        found = self._compiler.compile(format="png", ppi=dots_per_inch, sys_inputs=_inputs(sheet))
        return found if isinstance(found, list) else [found or b""]

    def _pdf(self, sheet: Printed, made_at: dt.datetime, standards: list[Literal["a-2a", "ua-1"]]) -> bytes:
        found = self._compiler.compile(
            format="pdf",
            sys_inputs=_inputs(sheet),
            pdf_standards=[*standards],
            timestamp=made_at.replace(microsecond=0),  # the file holds no more, and typst refuses it
        )
        if not isinstance(found, bytes):
            raise TypeError("a PDF is one file")
        return found


def font_folders() -> list[Path]:
    """Where the font packages keep their files. Nothing of them is imported."""
    specs = (find_spec(package) for package in _FONT_PACKAGES)
    return [Path(place) / "fonts" for spec in specs if spec for place in spec.submodule_search_locations or ()]


def _inputs(sheet: Sheet | Paper) -> dict[str, str]:
    inputs = {"sheet": json.dumps(asdict(sheet), ensure_ascii=False)}
    if isinstance(sheet, Sheet) and sheet.check is not None:
        inputs["qr"] = qr_svg(sheet.check.code)
    return inputs

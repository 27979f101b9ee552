"""Prints every kind of paper in every language by the standards, and says what cannot be read from the files.

    python tests/soak/papers.py [LANGUAGE ...]

Every paper has to keep to PDF/A-2a and PDF/UA-1, to give back its German when its text is copied, and each release and
each card to fit on a page. Ends with 1 where one does not. About a minute a language on a busy machine.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from intake.handover.papers.paper import Format
from intake.languages.languages import load_languages
from tests.handover.papers.papers_cases import KINDS, lacking, pages, paper, pdf


def problems(kind: str, language: str) -> Iterator[str]:
    """What is wrong with a paper, and nothing where it is as it should be."""
    found = paper(kind, language)
    result = pdf(found)
    if not result.is_archival:
        yield f"no archive: {result.problem}"
    yield from (f"cannot be read: {text}" for text in lacking(found, result.content))
    count = len(pages(result.content))
    expected = {Format.ONE_PAGE: 1, Format.CARDS: len(found.elements)}.get(found.format, count)
    if count != expected:
        yield f"{count} pages in the place of {expected}"
    if pdf(found).content != result.content:
        yield "other bytes the second time"


def main() -> int:
    languages = sys.argv[1:] or [language.code for language in load_languages()]
    failed = 0
    for language in languages:
        start = time.monotonic()
        for kind in KINDS:
            for problem in problems(kind, language):
                failed += 1
                print(f"{language} {kind}: {problem}")
        print(f"{language}: {len(KINDS)} papers, {time.monotonic() - start:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

"""Looks for anything that was not released in what leaves the desk, for thousands of random people and permissions.

    python tests/soak/leaks.py [--cases N] [--first SEED] [--pdf-every N] [--plant FORM]

Data, table, text, check code, names of files and PDFs (text, streams, strings, metadata, attachments) are searched for
every mark of the person that the office may not see, for ids and names of questions outside its view, and compared with
the record of the same person who was never asked what is withheld. Ends with 1 where something is found. `--plant`
puts a mark into that form of every record, to see that it would be found. About 20 cases a second without PDFs, 3 with.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from intake.handover.projection.view import View
from intake.handover.record.parts import Record
from tests.handover.leak_cases import (
    FORMATS,
    Files,
    files_of,
    leaks,
    marks_in,
    proposed,
    released,
    said,
    same_office,
    without_guarded,
)
from tests.handover.random_cases import RandomCase, random_case, records


def planted(case: RandomCase, view: View, files: Files, form: str) -> Files:
    """The files with one mark that this office may not see."""
    hidden = sorted(marks_in(dict(case.data)) - released(case, view))
    if not hidden or form not in files.parts:
        return files
    text = files.parts[form]
    changed = text.replace('"language"', f'"{hidden[0]}"') if form == "json" else f"{text} {hidden[0]}"
    return Files(files.record, {**files.parts, form: changed})


def traces(case: RandomCase, view: View, record: Record) -> Iterator[str]:
    """What tells that something of health or protection is withheld."""
    other = same_office(without_guarded(case, view), view)
    if said(record) != said(other):
        yield "trace: what was said differs"
    yield from (f"trace: {line}" for line in sorted(proposed(record) - proposed(other)))


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=2000)
    parser.add_argument("--first", type=int, default=1000)
    parser.add_argument("--pdf-every", type=int, default=1, help="a PDF of every Nth record; 0: none")
    parser.add_argument("--plant", choices=FORMATS, default="")
    given = parser.parse_args()
    start, found = time.monotonic(), Counter[str]()
    made = printed = same = 0
    for seed in range(given.first, given.first + given.cases):
        case = random_case(seed)
        for view, record in records(case):
            made += 1
            with_pdf = given.pdf_every > 0 and made % given.pdf_every == 0
            printed += with_pdf
            files = files_of(record, with_pdf=with_pdf)
            files = planted(case, view, files, given.plant) if given.plant else files
            for leak in (*leaks(case, view, files), *traces(case, view, record)):
                found[leak.partition(":")[0]] += 1
                if sum(found.values()) <= 20:
                    print(f"case {seed}, {case.site}, {view.recipient}: {leak}")
            same += record == same_office(without_guarded(case, view), view)
    seconds = time.monotonic() - start
    print(f"{given.cases} cases, {made} records, {printed} PDFs, {sum(found.values())} leaks in {seconds:.0f} s")
    print(f"{same} records are the same without what is withheld; found: {dict(found) or 'nothing'}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

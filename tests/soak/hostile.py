"""Random Unicode and hostile values through every document that can hold a text of a person or an office.

    python tests/soak/hostile.py [--texts N] [--seed N]

Each of the 24 hostile values stands in every place of a record for each kind of office and of each paper; then N
random texts (1,000 unless said otherwise) go through all of them. Every PDF has to keep to its standards, no text may
leave its cell or column, no number may turn around. Ends with 1 where something is wrong. About three minutes.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from intake.handover.projection.ceilings import RECIPIENTS
from intake.interview.values import Json
from intake.languages.languages import load_languages
from tests.handover.boxes import HAS_POPPLER, overlaps, stand_in_order
from tests.handover.formats.test_as_pdf import HOSTILE
from tests.handover.hostile_cases import (
    PAPERS,
    all_problems,
    hostile_paper,
    hostile_record,
    random_texts,
    reach,
    record_problems,
)
from tests.handover.papers.papers_cases import PHONE, WITH_EVERYTHING, paper, pdf

LONG = ("Wolfeschlegelsteinhausenbergerdorff" * 3, "Ab" * 60)


def hostile_problems(languages: list[str]) -> Iterator[str]:
    """Each hostile value alone, in every place."""
    for name, text in HOSTILE.items():
        for recipient in RECIPIENTS:
            for problem in record_problems(hostile_record(recipient, [text])):
                yield f"{name}, {recipient}: {problem}"
        for number, kind in enumerate(PAPERS):
            language = languages[(len(name) + number) % len(languages)]
            result = hostile_paper(kind, language, [text])
            if not result.is_archival:
                yield f"{name}, {kind} {language}: {result.problem}"


def layout_problems(languages: list[str]) -> Iterator[str]:
    """Long names that lie on others, and phone numbers that stand backwards."""
    if not HAS_POPPLER:
        print("poppler is not installed: where words stand was not looked at")
        return
    words = f"هاتف {PHONE} مساء"
    data: dict[str, Json] = {
        **WITH_EVERYTHING,
        "next_appointment": {"at": "2016-09-20T10:30", "place": words, "with": PHONE},
    }
    for language in languages:
        for kind in PAPERS:
            for overlap in overlaps(hostile_paper(kind, language, LONG).content):
                yield f"{kind} {language}: {overlap}"
        if not stand_in_order(pdf(paper("copy", language, data)).content, PHONE.split()):
            yield f"copy {language}: the phone number stands backwards"


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--texts", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    languages = [language.code for language in load_languages()]
    start, failed = time.monotonic(), 0
    texts = random_texts(given.texts, given.seed)
    for problems in (hostile_problems(languages), layout_problems(languages), all_problems(texts, languages)):
        for problem in problems:
            failed += 1
            print(problem)
    made, seconds = reach(texts), time.monotonic() - start
    print(f"{len(HOSTILE)} hostile values x {len(RECIPIENTS)} offices and {len(PAPERS)} papers")
    print(f"{given.texts} random texts in {made.records} records and {made.papers} papers")
    print(f"{failed} problems in {seconds:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

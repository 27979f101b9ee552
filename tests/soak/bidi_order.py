"""Compares the order of right-to-left text with the whole conformance tests of Unicode and with other programs.

    python tests/soak/bidi_order.py [COUNT] [SEED]

All cases of BidiTest.txt and BidiCharacterTest.txt (Debian: unicode-data), COUNT random lines (20,000 where none is
given) of letters and as many of words by FriBidi (libfribidi-bin) and by python-bidi, and the joining of every Arabic
word of the catalogs by HarfBuzz (libharfbuzz-bin). What is missing is left out and named. Ends with 1 at any
difference.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))

from intake.languages.bidi.joining import shapes
from intake.languages.bidi.letters import Shape
from intake.languages.bidi.levels import levels, visual_order
from intake.languages.bidi.visual import visual_line
from intake.languages.direction import Direction
from tests.languages.bidi.conformance import Case, character_cases, class_cases, conforms
from tests.languages.bidi.judges import by_fribidi, by_python_bidi, lines_of_letters, lines_of_words, shapes_by_harfbuzz
from tests.languages.bidi.unicode_files import unicode_file


def character_test() -> Iterable[Case]:
    return character_cases(unicode_file("BidiCharacterTest.txt").read_text(encoding="utf-8").splitlines())


def class_test() -> Iterable[Case]:
    return class_cases(unicode_file("BidiTest.txt"))


def failures(cases: Iterable[Case]) -> tuple[int, int]:
    """How many cases do not hold, and how many there are."""
    wrong = count = 0
    for case in cases:
        count += 1
        wrong += not conforms(case)
    return wrong, count


def differences(lines: list[str], judged_by: str) -> tuple[int, int]:
    """How many lines another program puts into another order, in both directions together."""
    wrong = 0
    bases: tuple[Direction, ...] = ("ltr", "rtl")
    for base in bases:
        if judged_by == "fribidi":
            judged = [line.strip() for line in by_fribidi(lines, base)]
            drawn = [visual_line(line, base).text.strip() for line in lines]
        else:
            judged = by_python_bidi(lines, base)
            drawn = ["".join(line[at] for at in visual_order(levels(line, base).of)) for line in lines]
        wrong += sum(a != b for a, b in zip(judged, drawn, strict=True))
    return wrong, len(bases) * len(lines)


def joined_differently() -> tuple[int, int]:
    """How many of the words in the catalogs HarfBuzz joins in another way."""
    catalogs = [
        file.read_text(encoding="utf-8") for file in Path(__file__).parents[2].glob("locales/*/LC_MESSAGES/*.po")
    ]
    words = sorted({word for text in catalogs for word in re.findall("[\u0600-\u06ff\u200c]{2,}", text)})
    ours = [shapes(word, [1] * len(word)) for word in words]
    judged = shapes_by_harfbuzz(words)
    wrong = sum(
        [found.get(index, Shape.ISOLATED) for index in range(len(shapes_there))] != shapes_there
        for found, shapes_there in zip(ours, judged, strict=True)
    )
    return wrong, len(words)


def main(count: int, seed: int) -> int:
    letters, words = lines_of_letters(count, seed), lines_of_words(count, seed)
    checks: dict[str, Callable[[], tuple[int, int]]] = {
        "BidiCharacterTest.txt": lambda: failures(character_test()),
        "BidiTest.txt": lambda: failures(class_test()),
        "letters, fribidi": lambda: differences(letters, "fribidi"),
        "letters, python-bidi": lambda: differences(letters, "python-bidi"),
        "words, fribidi": lambda: differences(words, "fribidi"),
        "words, python-bidi": lambda: differences(words, "python-bidi"),
        "catalogs, HarfBuzz": joined_differently,
    }
    total = 0
    for name, check in checks.items():
        begun = time.monotonic()
        try:
            wrong, compared = check()
        except pytest.skip.Exception as missing:
            print(f"{name}: left out, {missing}")
            continue
        total += wrong
        print(f"{name}: {wrong} of {compared} differ; {time.monotonic() - begun:.0f} s", flush=True)
    return int(total > 0)


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:]]
    sys.exit(main(*(given + [20_000, 1][len(given) :])))

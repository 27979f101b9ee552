"""Other programs that know right-to-left text, as judges; a test that asks one is skipped where it is missing."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Sequence
from importlib import import_module, util
from pathlib import Path
from random import Random

import pytest

from intake.languages.bidi.letters import Shape
from intake.languages.direction import Direction

LETTERS = "abc אבג ابتلاهم 0123٤۵ .,:/-+%$()[]<>«» "
"""Letters, digits and signs of every class that two lines can differ in."""

WORDS = "محمد علي الأولاد كتاب می خواهم Köln 12 ۱۳ (a) ، ؟ لا آب إلى שלום [ב] 3,5 چهار گل ٹھیک ہے پاکستان 50%"


_ENDINGS = {"init": Shape.INITIAL, "medi": Shape.MEDIAL, "fina": Shape.FINAL}


def lines_of_letters(count: int, seed: int) -> list[str]:
    """Invented lines of single letters, digits and signs."""
    random = Random(seed)
    return ["".join(random.choices(LETTERS, k=random.randint(1, 24))) for _ in range(count)]


def lines_of_words(count: int, seed: int) -> list[str]:
    """Invented lines of words in several scripts."""
    random, words = Random(seed), WORDS.split()
    return [" ".join(random.choices(words, k=6)) for _ in range(count)]


def _program(name: str, package: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is missing: it comes with Debian's package {package}")
    return found


def by_fribidi(lines: Sequence[str], base: Direction) -> list[str]:
    """The lines in visual order by FriBidi: brackets mirrored, letters in presentation forms."""
    command = [_program("fribidi", "libfribidi-bin"), "--nopad", "--nobreak", f"--{base}", "--charset", "UTF-8"]
    done = subprocess.run(command, input="\n".join(lines), capture_output=True, encoding="utf-8", check=True)
    return done.stdout.replace("\ufeff", "").removesuffix("\n").split("\n")


def by_python_bidi(lines: Sequence[str], base: Direction) -> list[str]:
    """The lines in visual order by python-bidi, which does not mirror."""
    if util.find_spec("bidi") is None:
        pytest.skip("python-bidi is not installed")
    get_display: Callable[..., str] = import_module("bidi").get_display
    return [get_display(line, base_dir="R" if base == "rtl" else "L") for line in lines]


def _arabic_font() -> Path:
    """The font of the records, from a package that the program needs anyway."""
    package = util.find_spec("justmytype_intl_rtl")
    assert package is not None
    assert package.origin is not None
    return next(Path(package.origin).parent.rglob("NotoSansArabic*.ttf"))


def shapes_by_harfbuzz(words: Sequence[str]) -> list[list[Shape]]:
    """For each word the shape of each of its characters by HarfBuzz and the font that the records are printed in."""
    command = [_program("hb-shape", "libharfbuzz-bin"), str(_arabic_font()), "--no-positions", "--cluster-level=1"]
    command += ["--features=-rlig,-liga", "--text-file=-"]
    done = subprocess.run(command, input="\n".join(words), capture_output=True, encoding="utf-8", check=True)
    return [_shapes(word, line) for word, line in zip(words, done.stdout.splitlines(), strict=True)]


def _shapes(word: str, line: str) -> list[Shape]:
    shapes = [Shape.ISOLATED] * len(word)
    for glyph in line.strip("[]").split("|"):
        name, _, cluster = glyph.rpartition("=")
        if ending := re.search(r"\.(init|medi|fina)", name):
            shapes[int(cluster)] = _ENDINGS[ending[1]]
    return shapes

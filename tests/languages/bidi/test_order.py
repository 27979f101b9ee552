"""The order of random lines is that of other programs which know right-to-left text."""

from __future__ import annotations

import pytest

from intake.languages.bidi.levels import levels, visual_order
from intake.languages.bidi.visual import visual_line
from intake.languages.direction import Direction
from tests.languages.bidi.judges import by_fribidi, by_python_bidi, lines_of_letters, lines_of_words

LINES = [*lines_of_letters(300, seed=3), *lines_of_words(100, seed=4)]


@pytest.mark.parametrize("base", ["ltr", "rtl"])
def test_random_lines_look_as_fribidi_draws_them(base: Direction) -> None:
    judged = by_fribidi(LINES, base)
    drawn = [visual_line(line, base).text for line in LINES]
    differing = [trio for trio in zip(LINES, drawn, judged, strict=True) if trio[1].strip() != trio[2].strip()]
    assert differing == []


@pytest.mark.parametrize("base", ["ltr", "rtl"])
def test_random_lines_are_in_the_order_of_python_bidi(base: Direction) -> None:
    judged = by_python_bidi(LINES, base)
    ordered = ["".join(line[at] for at in visual_order(levels(line, base).of)) for line in LINES]
    assert [trio for trio in zip(LINES, ordered, judged, strict=True) if trio[1] != trio[2]] == []


@pytest.mark.parametrize(
    ("line", "base", "expected"),
    [
        ("Frage: אבג (12) דה", "ltr", "Frage: הד (12) גבא"),
        ("אבג (Italien) 12.03.2024", "rtl", "12.03.2024 (Italien) גבא"),
        ("אבג: +49 221 12-34", "rtl", "12-34 221 49+ :גבא"),
        ("عربي: +49 221 12-34", "rtl", "34-12 221 49+ :\ufef2\ufe91\ufeae\ufecb"),
        ("אבג: \u2066+49 221 12-34\u2069", "rtl", "+49 221 12-34 :גבא"),
        ("a <אב> b", "ltr", "a <בא> b"),
        ("אב <גד>", "rtl", "<דג> בא"),
        ("a\u202eabc\u202c", "ltr", "acba"),
        ("דה \u2067ab\u2069, גב", "ltr", "בג ,ab הד"),
    ],
)
def test_numbers_brackets_and_isolates_stand_where_the_standard_puts_them(
    line: str, base: Direction, expected: str
) -> None:
    assert visual_line(line, base).text == expected

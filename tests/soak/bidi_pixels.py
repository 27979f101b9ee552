"""Compares our joined letters, drawn cell by cell, with Pango's drawing of the same text, pixel by pixel.

    /usr/bin/python3 tests/soak/bidi_pixels.py

Needs Debian's python3-gi-cairo, gir1.2-pango-1.0 and fonts-dejavu-core: the joined letters of DejaVu Sans Mono are its
presentation forms, so both have to look the same. Ends with 1 where more than 5 % of the ink differs, with 2 where
something is missing.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from intake.languages.bidi.visual import in_order, visual_line

TEXTS = (
    "هل سبق لك أن قدمت طلب لجوء",
    "محمد 12 Ali",
    "سؤال 1: نعم، مرة واحدة",
    "(شهر، ضلع) Köln 12.03.2024",
    "الأولاد لا إلى مسؤول بيئة",
    "نام خانوادگی شما چیست؟ سال ۱۳۷۵",
    "שלום (עולם) [12] abc",
)
ALLOWED = 0.05
FONT = "DejaVu Sans Mono 16"


def drawn(text: str, *, is_ordered: bool) -> bytes:
    """The ink of the text, one byte a pixel: as it stands, or as Pango orders and joins it."""
    cairo, pango_cairo = import_module("cairo"), import_module("gi.repository.PangoCairo")
    pango = import_module("gi.repository.Pango")
    surface = cairo.ImageSurface(cairo.FORMAT_A8, 1400, 40)
    context = cairo.Context(surface)
    layout = pango_cairo.create_layout(context)
    layout.set_font_description(pango.FontDescription(FONT))
    layout.set_auto_dir(False)
    layout.get_context().set_base_dir(pango.Direction.LTR if is_ordered else pango.Direction.RTL)
    layout.set_text(in_order(text) if is_ordered else text, -1)
    pango_cairo.show_layout(context, layout)
    surface.flush()
    return bytes(surface.get_data())


def main() -> int:
    try:
        gi = import_module("gi")
        gi.require_version("Pango", "1.0")
        gi.require_version("PangoCairo", "1.0")
        drawn("a", is_ordered=True)
    except (ImportError, ValueError) as missing:
        print(f"left out: {missing}")
        return 2
    worst = 0.0
    for text in TEXTS:
        judged, ours = drawn(text, is_ordered=False), drawn(visual_line(text, "rtl").text, is_ordered=True)
        ink = sum(1 for pixel in judged if pixel)
        differing = sum(a != b for a, b in zip(judged, ours, strict=True))
        worst = max(worst, differing / ink)
        print(f"{differing:5} of {ink:5} inked pixels differ: {text}")
    return int(worst > ALLOWED)


if __name__ == "__main__":
    sys.exit(main())

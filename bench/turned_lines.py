"""rtl: a screen of Arabic lines, from the finished lines to what the terminal gets."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from random import Random

from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from bench.effort import Effort
from bench.figures import Budget, Figure, Limit, median
from intake.languages.bidi.visual import visual_line
from intake.languages.terminal_text import PROFILES
from intake.ui.rtl import BidiFilter

CELLS, LINES = 120, 40
WORDS = "هل سبق لك أن قدمت طلب لجوء في دولة أخرى من دول الاتحاد الأوروبي مثلا Italien أو Polen قبل عام 2024 لا الأولاد"
GERMAN = "Haben Sie schon einmal in einem anderen Staat der Europäischen Union Asyl beantragt?"


def screen(words: Sequence[str], seed: int) -> list[list[Segment]]:
    """Lines between borders, in two styles, filled with words."""
    random = Random(seed)
    bold = Style(bold=True)
    lines = []
    for _ in range(LINES):
        text = " ".join(random.choices(words, k=CELLS))[: CELLS - 2]
        half = len(text) // 2
        lines.append([Segment("│"), Segment(text[:half], bold), Segment(text[half:]), Segment("│")])
    return lines


def turned_ms(lines: list[list[Segment]], turn: BidiFilter) -> float:
    black = Color(0, 0, 0)
    start = time.perf_counter()
    for segments in lines:
        turn.apply(segments, black)
    return (time.perf_counter() - start) * 1000


def measure(effort: Effort) -> Iterator[Figure]:
    """Each screen new, then once more; `bare` is a German screen of the same size."""
    turn = BidiFilter(PROFILES["plain"])
    cold: list[float] = []
    warm: list[float] = []
    german: list[float] = []
    for seed in range(effort.rounds):
        lines = screen(WORDS.split(), seed)
        visual_line.cache_clear()
        cold.append(turned_ms(lines, turn))
        warm.append(turned_ms(lines, turn))
        german.append(turned_ms(screen(GERMAN.split(), seed), turn))
    size = f"{CELLS}x{LINES} Arabic screen"
    within = Budget(50, Limit.FIGURE)
    note = "bare: a German screen"
    yield Figure("rtl", f"{size}, lines never seen", median(cold), median(german), budget=within, note=note)
    yield Figure("rtl", f"{size}, lines seen before", median(warm), median(german), budget=within, note=note)

"""Looks for texts that are cut: every question, choice, field and row, in every language and layout.

    python tests/soak/widths.py [COLUMNS LINES]

At 80x24 where no size is given. One line for each text that is cut, with the words that are missing and the languages
it happens in. Ends with 1 where there is any.
"""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from intake.languages.languages import load_languages
from intake.ui.widgets.field import Layout
from intake.ui.wording import CaseWording
from tests.ui.measuring import Cut, Room, cut_screens
from tests.ui.program import parts


def main(arguments: list[str]) -> int:
    room = Room(*map(int, arguments)) if arguments else Room()
    start = time.monotonic()
    found: dict[tuple[str, str, Layout], list[Cut]] = defaultdict(list)
    for language in load_languages():
        for staff in ("de", "en"):
            for is_familiar in (False, True):
                wording = CaseWording(parts("zebera").lexicon, staff, language.code, is_familiar)
                for layout in Layout:
                    for cut in cut_screens(wording, layout, room, every_choice=True):
                        found[(cut.question, cut.what, cut.layout)].append(cut)
    for (question, what, layout), cuts in sorted(found.items()):
        languages = " ".join(sorted({cut.language for cut in cuts}))
        sys.stdout.write(f"{question} {what} ({layout}) in {languages}: {' '.join(cuts[0].missing)}\n")
    seconds = round(time.monotonic() - start)
    sys.stdout.write(f"{len(found)} texts are cut at {room.columns}x{room.lines} ({seconds} s)\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

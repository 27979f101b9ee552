"""Right-to-left text for terminals: the order of Unicode Standard Annex 9, and Arabic letters in their joined forms.

Importing this package compiles one expression and nothing else: a line without right-to-left text costs one search.
"""

from __future__ import annotations

import re
from typing import Final

_RTL: Final = re.compile(
    "[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufeff"
    "\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


def needs_reordering(text: str) -> bool:
    """Whether anything in the text runs right to left or controls direction: all other text is shown as it stands."""
    return _RTL.search(text) is not None

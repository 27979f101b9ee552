"""`intake check`: questionnaire, conditions, sites, law sets, catalogs and templates, every mistake with its place."""

from __future__ import annotations

import sys
from collections.abc import Callable

from intake.errors import ContentError

Check = Callable[[], tuple[str, ...]]

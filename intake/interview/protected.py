"""Which questions are about health or protection, read without the rest of the questionnaire.

The class of a question says it (interview.md 4.1); a question with one such field counts as a whole.
"""

from __future__ import annotations

import tomllib
from functools import cache

from intake.interview.questionnaire import content_folder
from intake.interview.questions import Sensitivity

_CLASSES = frozenset(each.value for each in Sensitivity if each.is_guarded)


@cache
def protected_questions(version: str) -> frozenset[str]:
    """The ids of these questions in a version of the questionnaire that was checked before (25 ms, once)."""
    found: set[str] = set()
    for file in content_folder(version).iterdir():
        if file.name.endswith(".toml"):
            questions = tomllib.loads(file.read_text("utf-8")).get("question", ())
            found.update(question["id"] for question in questions if _is_protected(question))
    return frozenset(found)


def _is_protected(question: dict[str, object]) -> bool:
    fields = question.get("fields", ())
    tables = [question, *(fields if isinstance(fields, list) else ())]
    return any(isinstance(table, dict) and table.get("class") in _CLASSES for table in tables)

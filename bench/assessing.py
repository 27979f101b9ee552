"""assess: one case against all eight sites, with every line and every reason."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from bench.effort import Effort
from bench.figures import Budget, Figure, Limit, median
from intake.interview.answer_file import answers_from_json
from intake.interview.answers import Answers
from intake.pathways.assess import assess
from intake.pathways.content import Content, load_content, parse_day

PERSONAS = Path(__file__).parent.parent / "tests" / "pathways" / "personas.jsonl"
"""Eight invented people at eight sites, one line each."""

_WITHIN = Budget(10, Limit.FIGURE)


def cases() -> dict[str, dict[str, object]]:
    """The line of each person at the first site that it stands for."""
    found: dict[str, dict[str, object]] = {}
    for line in PERSONAS.read_text(encoding="utf-8").splitlines():
        data = json.loads(line)
        found.setdefault(data["id"], data)
    return found


def took_ms(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def at_all_sites(content: Content, text: str, on: str, law: str) -> None:
    """From the answers as JSON to the proposals of all sites."""
    answers = answers_from_json(content.questionnaire, json.loads(text))
    assert isinstance(answers, Answers)
    for site in content.sites.by_id.values():
        assess(content.logic, answers, site, content.law(law, parse_day(on)), parse_day(on))


def measure(effort: Effort) -> Iterator[Figure]:
    """Each person in turn; `bare` is what reading the same answers with json.loads takes."""
    content = load_content()
    ours: dict[str, list[float]] = {}
    base: list[float] = []
    for _ in range(effort.rounds):
        for id_, case in cases().items():
            text = json.dumps(case["answers"])
            base.append(took_ms(partial(json.loads, text)))
            work = partial(at_all_sites, content, text, str(case["on"]), str(case["law"]))
            ours.setdefault(id_, []).append(took_ms(work))
    count = f"one case at {len(content.sites.by_id)} sites"
    medians = {id_: median(times) for id_, times in ours.items()}
    slowest = max(medians, key=medians.__getitem__)
    yield Figure("assess", f"{count}, median person", median([*medians.values()]), median(base), budget=_WITHIN)
    yield Figure("assess", f"{count}, slowest person", medians[slowest], median(base), budget=_WITHIN, note=slowest)
    yield Figure("assess", "all content loaded", min(took_ms(load_content) for _ in range(3)), note="once, after paint")

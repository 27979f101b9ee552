"""What became of something that could not be written: kept, or to be done again. Said behind what went wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Final

from intake.errors import ContentError, Fate, IntakeError, StoreError
from intake.languages.messages import N_

FATES: Final[Mapping[Fate, str]] = {
    Fate.KEPT: N_("What is not saved yet is kept as long as the program runs, and written with the next try."),
    Fate.NOT_DONE: N_("This was not done, and it is not made up for later."),
    Fate.BEHIND: N_(
        "This was not done, and it is not made up for later. What was not saved before is kept as long as the program "
        "runs."
    ),
}


def described(error: IntakeError, say: Callable[..., str]) -> str:
    """What happened, what was kept, what to do; content mistakes with their first places."""
    params = {name: str(value) for name, value in error.params.items()}
    lines = [say(error.title, **params), say(error.message, **params)]
    if isinstance(error, ContentError):
        lines += error.problems[:3]
    if isinstance(error, StoreError) and error.fate is not None:
        lines.append(say(FATES[error.fate]))
    return " ".join(lines)


@contextmanager
def becomes(fate: Fate) -> Iterator[None]:
    """What cannot be written inside the block becomes this for who wants the whole. A refusal says itself what is."""
    try:
        yield
    except StoreError as error:
        if error.fate in (None, fate):
            raise
        raise error.after(fate) from error

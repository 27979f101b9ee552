"""Logging in with a command: as at the screen, people are told of wrong tries under their name since the last time."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

from intake.commands.parsers.common import Say
from intake.store.keys.tries import Tried
from intake.store.opening import open_store
from intake.store.store import Store


def logged_in(say: Say, folder: Path, name: str, passphrase: str, at: dt.datetime) -> Store:
    """The store, opened. What happened to the key of this person meanwhile stands on stderr. Raises as `open_store`."""
    store = open_store(folder, name, passphrase, at)
    for line in _told(store.tried, say):
        sys.stderr.write(line + "\n")
    return store


def _told(tried: Tried, say: Say) -> list[str]:
    lines = []
    if tried.count and tried.last:
        count = say(
            "Wrong tries to unlock the store under your name since your last login: {count}.", count=tried.count
        )
        lines += [count, say("The last try was on {day} at {time}.", **_moment(tried.last))]
    if tried.recovered:
        at = _moment(tried.recovered)
        lines.append(say("Your passphrase was replaced with the recovery key on {day} at {time}.", **at))
    return [*lines, say("If that was not you, tell whoever looks after the keys.")] if lines else []


def _moment(at: dt.datetime) -> dict[str, str]:
    local = at.astimezone()
    return {"day": f"{local:%d.%m.%Y}", "time": f"{local:%H:%M}"}

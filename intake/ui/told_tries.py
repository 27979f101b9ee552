"""What somebody is told when they have unlocked the store: wrong passphrases for their name, and a replaced one."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from intake.ui.app import IntakeApp
    from intake.ui.desk import Desk

SHOWN_S = 20


def tell_tries(app: IntakeApp, desk: Desk) -> None:
    """Tell the person who unlocked the store what happened to their key since they were here last, if anything."""
    tried, wording = desk.tried, desk.wording()
    texts = []
    if tried.count and tried.last:
        texts.append(
            wording.count(
                "{n} wrong try to unlock the store was counted for you since your last login.",
                "{n} wrong tries to unlock the store were counted for you since your last login.",
                tried.count,
            )
        )
        texts.append(wording.say("The last try was on {day} at {time}.", **_moment(tried.last)))
    if tried.recovered:
        texts.append(
            wording.say(
                "Your passphrase was replaced with the recovery key on {day} at {time}.", **_moment(tried.recovered)
            )
        )
    if texts:
        texts.append(wording.say("If that was not you, tell whoever looks after the keys."))
        app.notify(" ".join(texts), severity="warning", timeout=SHOWN_S, markup=False)


def _moment(at: dt.datetime) -> dict[str, str]:
    local = at.astimezone()
    return {"day": f"{local:%d.%m.%Y}", "time": f"{local:%H:%M}"}

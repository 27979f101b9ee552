"""The check code of a record as it stands on paper: a picture, and the same in words."""

from __future__ import annotations

from intake.handover.formats.check_code import check_code
from intake.handover.formats.sheet import Check
from intake.handover.record.parts import Record
from intake.handover.record.wording import Wording


def check_of(record: Record, wording: Wording) -> Check:
    """The check code, in words as well: a code that cannot be scanned can be typed."""
    say, code = wording.say, check_code(record)
    return Check(
        heading=say("Check code"),
        code=code.text,
        alt=say("QR code with the check code that stands beside it"),
        rows=(
            say(
                "Case {code}, receiver {recipient}, version {version}",
                code=code.case,
                recipient=code.recipient,
                version=str(code.version),
            ),
            say("Check sum of the data file (SHA-256, first half): {digits}", digits=code.groups),
            say("It names nobody. Whoever has the data file can see by it that paper and file are the same."),
        ),
    )

"""The check code of a record: what its QR code holds, so that paper and JSON can be held against each other.

`INTAKE:1:Z-7K3F-92:JC:2:0123456789ABCDEF0123456789ABCDEF`: form of the code, case, kind of office, version of the
record, and the first half of the sha256 of its JSON. No name, and nothing that was answered. Its signs are those that
a QR code holds most densely (ISO/IEC 18004, alphanumeric mode), and it is never longer than 250 bytes.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass

from intake.handover.formats.as_json import record_hash
from intake.handover.record.parts import Record

START = "INTAKE:1:"
HASH_DIGITS = 32
"""Hexadecimal digits of the hash in the code: 128 bits."""

LENGTH = 250
_PART = 24
_STRANGE = re.compile(r"[^A-Z0-9-]+")
_CODE = re.compile(
    rf"{START}([A-Z0-9-]{{0,{_PART}}}):([A-Z0-9-]{{1,{_PART}}}):([0-9]{{1,9}}):([0-9A-F]{{{HASH_DIGITS}}})"
)
_HEX = re.compile(rf"[0-9A-F]{{{HASH_DIGITS},64}}")


@dataclass(frozen=True, slots=True)
class CheckCode:
    """What the code says. `digits` is the beginning of the hash in capital letters."""

    case: str
    recipient: str
    version: int
    digits: str

    @property
    def text(self) -> str:
        """What the QR code holds."""
        return f"{START}{self.case}:{self.recipient}:{self.version}:{self.digits}"

    @property
    def groups(self) -> str:
        """The digits in groups of four, to be read out."""
        return grouped(self.digits)


def check_code(record: Record) -> CheckCode:
    """The code of a record, from the JSON as it is written."""
    return code_of(record.cover.case, record.recipient, record.cover.version, record_hash(record))


def code_of(case: str, recipient: str, version: int, sha256: str) -> CheckCode:
    """The code for these parts; signs that no code holds become a hyphen."""
    return CheckCode(_part(case), _part(recipient), version, sha256[:HASH_DIGITS].upper())


def codes_in(text: str) -> tuple[CheckCode, ...]:
    """All different codes in a text, in order. Spaces and line ends inside of one do not matter."""
    found = (
        CheckCode(case, recipient, int(version), digits)
        for case, recipient, version, digits in _CODE.findall("".join(text.split()).upper())
    )
    return tuple(dict.fromkeys(found))


def typed_digits(text: str) -> str:
    """The digits of a hash as somebody typed or scanned them, alone or in a whole code; empty where there are none."""
    if codes := codes_in(text):
        return codes[0].digits
    found = re.sub(r"[\s:.-]", "", text).upper()
    return found if _HEX.fullmatch(found) else ""


def grouped(digits: str) -> str:
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))


def qr_svg(text: str) -> str:
    """The QR code as SVG, with its quiet zone. Imports segno."""
    import segno  # only where a PDF is laid out

    found = io.BytesIO()
    segno.make_qr(text, error="m").save(found, kind="svg", border=4, xmldecl=False)
    return found.getvalue().decode("utf-8")


def _part(text: str) -> str:
    return _STRANGE.sub("-", text.upper()).strip("-")[:_PART]

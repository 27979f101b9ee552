"""`intake verify`: whether a record is the one it claims to be. Exit codes: 0 same, 1 not the same, 2 not to be told.

No text here holds an answer: a file is named as it was typed, and of its content only places.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from intake.commands.asking import ask_line, ask_secret
from intake.commands.handover import Now, Say, utc_now
from intake.commands.login import logged_in
from intake.errors import InputError
from intake.handover.formats.check_code import code_of, typed_digits
from intake.handover.verification.pdf_reading import MAX_BYTES, ReadPdf, is_pdf, read_pdf
from intake.handover.verification.reading import ReadRecord, read_record
from intake.handover.verification.verification import Finding, NotedRecord, Verdict, of_data, of_paper, worst
from intake.interview.values import Problem
from intake.languages.direction import strip_controls
from intake.settings import Settings
from intake.store.ids import code_beginning
from intake.store.opening import keys_of
from intake.store.store import Store

EXIT_CODES = {Verdict.SAME: 0, Verdict.DIFFERENT: 1, Verdict.UNCHECKED: 2}
_SEALED = (b"age-encryption.org/", b"-----BEGIN AGE")


@dataclass(frozen=True, slots=True)
class Order:
    """What was typed after `intake verify`. `is_noted` compares with the records that the store noted."""

    files: tuple[Path, ...]
    code: str = ""
    is_noted: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True)
class _File:
    path: Path
    found: ReadRecord | ReadPdf | Problem


def run(order: Order, settings: Settings, say: Say, now: Now = utc_now) -> int:
    """Say for each file what can be told. Raises InputError, StoreError, KeyRefused."""
    digits = typed_digits(order.code)
    if order.code and not digits:
        raise InputError(
            "This is no check code.",
            "Nothing was compared. Type the whole line below the QR code, or all groups of its check sum.",
        )
    files = [_File(path, _read(path)) for path in order.files]
    records = [file.found for file in files if isinstance(file.found, ReadRecord)]
    papers = [file.found for file in files if isinstance(file.found, ReadPdf)]
    noted = _noted(records, order, settings, say, now) if order.is_noted else None
    verdicts = []
    for file in files:
        match file.found:
            case ReadRecord() as record:
                findings = of_data(record, digits, noted, papers)
            case ReadPdf() as paper:
                findings = (of_paper(paper, records, digits),)
            case Problem() as problem:
                findings = (Finding(Verdict.UNCHECKED, problem),)
        verdicts.append(worst(findings))
        for line in _said(file, findings, say):
            sys.stdout.write(line + "\n")
    return EXIT_CODES[max(verdicts)]


def _read(path: Path) -> ReadRecord | ReadPdf | Problem:
    try:
        with path.expanduser().open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError:
        return Problem("The file is not there or cannot be read.")
    if content.startswith(_SEALED):
        return Problem("The file is sealed. Open it with 'intake unseal' first.")
    return read_pdf(content) if is_pdf(content) else read_record(content)


def _noted(records: Sequence[ReadRecord], order: Order, settings: Settings, say: Say, now: Now) -> list[NotedRecord]:
    """What the store noted for the cases of these records."""
    keys_of(settings.store)
    name = order.name or ask_line(say("Your name: "))
    passphrase = ask_secret(say("Passphrase: "))
    with closing(logged_in(say, settings.store, name, passphrase, now())) as store:
        return [noted for record in records for noted in _of_case(store, str(record.data["case"]))]


def _of_case(store: Store, typed: str) -> Iterator[NotedRecord]:
    code = code_beginning(typed)
    line = next((line for line in store.lists.search(code) if line.code == code), None) if code else None
    for noted in store.handovers.of_case(line.id) if line else ():
        reference = code_of(typed, noted.recipient, noted.version, noted.sha256)
        yield NotedRecord((reference.case, reference.recipient, reference.version), noted.sha256)


def _said(file: _File, findings: Sequence[Finding], say: Say) -> Iterator[str]:
    name = strip_controls(str(file.path), visible=True)
    match worst(findings):
        case Verdict.SAME:
            yield say("{file}: the same.", file=name)
        case Verdict.DIFFERENT:
            yield say("{file}: NOT the same.", file=name)
        case Verdict.UNCHECKED:
            yield say("{file}: cannot be checked.", file=name)
    for finding in findings:
        yield "  " + say(finding.reason.message, **_plain(finding.reason))
    if isinstance(file.found, ReadRecord):
        code = file.found.code
        about = say(
            "Case {code}, receiver {recipient}, version {version}",
            code=code.case,
            recipient=code.recipient,
            version=str(code.version),
        )
        yield f"  {about} · {code.groups}"


def _plain(problem: Problem) -> dict[str, str]:
    return {name: str(value) for name, value in problem.params.items()}

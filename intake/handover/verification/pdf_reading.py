"""Reads the check codes and the text of a PDF that came back, whoever made it.

The file is read by a process of its own with a limit on time and memory: a PDF can be made to keep a reader busy for
ever. What it says is text, and is only compared.
"""

from __future__ import annotations

import contextlib
import io
import multiprocessing
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING

from intake.handover.formats.check_code import CheckCode, codes_in
from intake.interview.values import Problem

if TYPE_CHECKING:
    from pypdf import PdfReader

MAX_BYTES = 32 * 1024 * 1024
TIMEOUT_S = 30.0
MEMORY_BYTES = 1024**3
MAX_PAGES = 200
MAX_TEXT = 4_000_000
"""Characters of a record that are read; a record of twenty pages has some fifty thousand."""

_ENCRYPTED, _BROKEN = "encrypted", "broken"


@dataclass(frozen=True, slots=True)
class ReadPdf:
    """All check codes in the file, those of its metadata first, and the text of its pages."""

    codes: tuple[CheckCode, ...]
    text: str


def is_pdf(content: bytes) -> bool:
    return b"%PDF-" in content[:1024]


def read_pdf(content: bytes, timeout_s: float = TIMEOUT_S, memory_bytes: int = MEMORY_BYTES) -> ReadPdf | Problem:
    """Codes and text, or why they cannot be read."""
    if len(content) > MAX_BYTES:
        return Problem("The file has more than {size} MB. No record is that big.", {"size": MAX_BYTES // 1024**2})
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    reader = context.Process(target=_read, args=(theirs, content, memory_bytes), daemon=True)
    with _only_own_modules():
        reader.start()
    theirs.close()
    try:
        found = ours.recv() if ours.poll(timeout_s) else _BROKEN
    except EOFError:
        found = _BROKEN
    finally:
        reader.kill()
        reader.join()
        ours.close()
    if found == _ENCRYPTED:
        return Problem("The PDF is locked with a password. Save it without, and try again.")
    if not isinstance(found, tuple):
        return Problem("The PDF is damaged or cut off, or reading it takes too much.")
    metadata, text = found
    return ReadPdf(codes_in(f"{metadata}\n{text}"), text)


@contextlib.contextmanager
def _only_own_modules() -> Iterator[None]:
    """A Python that is started meanwhile takes no module from the folder it stands in, which others may write to."""
    name = "PYTHONSAFEPATH"
    before = os.environ.get(name)
    os.environ[name] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before


def _read(answer: Connection, content: bytes, memory_bytes: int) -> None:
    """In the process of its own: sends metadata and text, or why there are none."""
    _limit_memory(memory_bytes)
    sys.stderr = io.StringIO()  # a broken PDF is no reason to write to the terminal of the desk
    try:
        answer.send(_texts(content))
    except Exception:  # whatever a made-up file sets off in a reader, it is one that cannot be read
        answer.send(_BROKEN)


def _texts(content: bytes) -> tuple[str, str] | str:
    from pypdf import PdfReader  # 100 ms, for this only

    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted:
        return _ENCRYPTED
    metadata = f"{dict(reader.metadata or {})}\n{_packet(reader)}"
    pages: list[str] = []
    for page in reader.pages[:MAX_PAGES]:
        pages.append(page.extract_text())
        if sum(map(len, pages)) > MAX_TEXT:
            break
    return metadata[:MAX_TEXT], "\n".join(pages)[:MAX_TEXT]


def _packet(reader: PdfReader) -> str:
    """The XMP packet as it stands in the file."""
    from pypdf.generic import StreamObject

    found = reader.root_object.get("/Metadata")
    stream = found.get_object() if found is not None else None
    return stream.get_data().decode("utf-8", "replace") if isinstance(stream, StreamObject) else ""


def _limit_memory(memory_bytes: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    with contextlib.suppress(ValueError, OSError):  # macOS knows the limit and refuses to set it
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))

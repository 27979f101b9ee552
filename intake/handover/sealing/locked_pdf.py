"""The person's own copy as a PDF that only a password opens, for a stick, a phone or a mailbox that others see too.

AES-256 (ISO 32000-2, revision 6) by pypdf, with the cryptography package that the store needs anyway: pikepdf would do
the same with 15 MB of libraries more. PDF/A forbids encryption, so the claim is taken out; the structure for screen
readers stays. A record for an office is never locked like this: offices refuse such files. Source: study of transport.
"""

from __future__ import annotations

import io
import re

_ARCHIVE_CLAIM = re.compile(rb"<pdfaid:(part|conformance)>[^<]*</pdfaid:\1>")


def locked(content: bytes, password: str) -> bytes:
    """The PDF behind this password, which opens everything in it. Other bytes each time: its salts are random."""
    from pypdf import PdfReader, PdfWriter  # 100 ms, for a copy that is locked only
    from pypdf.generic import NameObject, StreamObject

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    metadata = writer.root_object.get(NameObject("/Metadata"))
    stream = metadata.get_object() if metadata is not None else None
    if isinstance(stream, StreamObject):
        stream.set_data(_ARCHIVE_CLAIM.sub(b"", stream.get_data()))
    writer.encrypt(password, algorithm="AES-256")
    found = io.BytesIO()
    writer.write(found)
    return found.getvalue()

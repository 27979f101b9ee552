"""Submissions in a file: an XML instance, a ZIP with instances or with the tables of ODK Central, or one CSV table.

Nothing is unpacked to disk, and never more than a limit of it to memory.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final

from intake.interop.instance_xml import read_instance
from intake.interop.submission import (
    LARGEST_FILE,
    LARGEST_INSTANCE,
    MOST_SUBMISSIONS,
    Read,
    Submission,
    Unreadable,
)
from intake.interop.table_csv import Columns, Table, read_table, submissions

_MOST_PARTS: Final = 2 * MOST_SUBMISSIONS


def read_submissions(name: str, content: bytes, columns: Columns) -> Read:
    """The submissions in the file with this name. Raises Unreadable where nothing in it can be read.

    One instance among many that cannot be read is counted and leaves the others alone.
    """
    if len(content) > LARGEST_FILE:
        raise Unreadable("The file is larger than can be read.")
    if content[:4] == b"PK\x03\x04":
        return _of_zip(content, columns)
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        return Read((read_instance(content, columns.repeats),))
    return Read(submissions([read_table(_stem(name), content)], columns))


def _of_zip(content: bytes, columns: Columns) -> Read:
    found: list[Submission] = []
    tables: list[Table] = []
    unreadable: list[str] = []
    for name, part in _parts(content):
        try:
            if name.lower().endswith(".csv"):
                tables.append(read_table(_stem(name), part))
            else:
                found.append(read_instance(part, columns.repeats))
        except Unreadable as error:
            unreadable.append(str(error))
    if tables:
        found += submissions(tables, columns)
    if not found:
        raise Unreadable(unreadable[0] if unreadable else "There is no submission in the file.")
    return Read(tuple(found), tuple(unreadable))


def _parts(content: bytes) -> Iterator[tuple[str, bytes]]:
    """The XML and CSV files in a ZIP, each with its name."""
    left = LARGEST_FILE
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if "[Content_Types].xml" in archive.namelist():
                raise Unreadable("The file is a spreadsheet; its submissions are needed as XML or as CSV.")
            wanted = [part for part in archive.infolist() if part.filename.lower().endswith((".xml", ".csv"))]
            if len(wanted) > _MOST_PARTS:
                raise Unreadable("There are more submissions than can be read at once.")
            for part in wanted:
                most = LARGEST_INSTANCE if part.filename.lower().endswith(".xml") else left
                with archive.open(part) as file:
                    unpacked = file.read(min(most, left) + 1)
                left -= len(unpacked)
                if left < 0:
                    raise Unreadable("The file is larger than can be read.")
                yield part.filename, unpacked
    except Unreadable:
        raise
    except _DAMAGED as error:
        raise Unreadable("The file is a damaged or protected ZIP.") from error


_DAMAGED = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError,
    ValueError, IndexError, struct.error,
)  # fmt: skip
"""What the library raises for a ZIP that is not as it should be; it promises the first two only."""


def _stem(name: str) -> str:
    return PurePosixPath(name.replace("\\", "/")).stem

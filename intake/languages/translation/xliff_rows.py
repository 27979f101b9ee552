"""Rows for translators as XLIFF 1.2, which translation programs read, and back. Entities and DTDs are refused."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from intake.languages.translation.exchange import Row, Standing, line_ends

_SPACE: Final = "urn:oasis:names:tc:xliff:document:1.2"
_XML: Final = "{http://www.w3.org/XML/1998/namespace}"
LARGEST_FILE = 20_000_000

_STATES: Final = {
    Standing.MISSING: "needs-translation",
    Standing.STALE: "needs-adaptation",
    Standing.DRAFT: "needs-review-translation",
    Standing.REVIEWED: "signed-off",
}
_REVIEWED: Final = frozenset({"signed-off", "final"})


def as_xliff(rows: Iterable[Row], language: str) -> bytes:
    """The rows as one file with a unit each; the German and the place stand in notes."""
    ET.register_namespace("", _SPACE)
    top = ET.Element(f"{{{_SPACE}}}xliff", {"version": "1.2"})
    about = {"original": "intake", "source-language": "en", "target-language": language, "datatype": "plaintext"}
    body = _under(_under(top, "file", about), "body")
    for row in rows:
        unit = _under(body, "trans-unit", {"id": row.key, f"{_XML}space": "preserve"})
        _under(unit, "source").text = row.english
        target = _under(unit, "target", {"state": _STATES[row.standing]})
        target.text = row.text
        if row.german:
            _under(unit, "note", {"from": "German"}).text = row.german
        if row.context:
            _under(unit, "note", {"from": "place"}).text = row.context
    ET.indent(top)
    text: bytes = ET.tostring(top, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _under(parent: ET.Element, name: str, attributes: dict[str, str] | None = None) -> ET.Element:
    return ET.SubElement(parent, f"{{{_SPACE}}}{name}", attributes or {})


def read_xliff(path: Path) -> tuple[Row, ...]:
    """The units of a returned file. Raises ValueError with what is wrong."""
    if path.stat().st_size > LARGEST_FILE:
        raise ValueError(f"larger than {LARGEST_FILE} bytes")
    try:
        top = fromstring(path.read_bytes(), forbid_dtd=True)
    except ET.ParseError as error:
        raise ValueError(f"no XML: {error}") from error
    except DefusedXmlException as error:
        raise ValueError("it declares entities or a DTD, which no translation needs") from error
    if top.tag != f"{{{_SPACE}}}xliff":
        raise ValueError("no XLIFF 1.2")
    return tuple(_rows(top))


def _rows(top: ET.Element) -> Iterator[Row]:
    for unit in top.iter(f"{{{_SPACE}}}trans-unit"):
        source, target = unit.find(f"{{{_SPACE}}}source"), unit.find(f"{{{_SPACE}}}target")
        if target is None:
            continue
        key = unit.get("id", "")
        is_reviewed = target.get("state", "") in _REVIEWED or unit.get("approved") == "yes"
        yield Row(
            key,
            "",
            _text(source),
            "",
            _text(target),
            Standing.REVIEWED if is_reviewed else Standing.DRAFT,
            key,
        )


def _text(element: ET.Element | None) -> str:
    return "" if element is None else line_ends("".join(element.itertext()))

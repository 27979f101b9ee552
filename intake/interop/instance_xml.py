"""A submission as ODK and KoboToolbox send and store it: the XML instance of the form (OpenRosa).

Read without entities and external parts, and with limits. Groups are only places on the screen: names are flat.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from intake.interop import nodes
from intake.interop.submission import (
    LARGEST_INSTANCE,
    LONGEST_VALUE,
    MOST_ENTRIES,
    MOST_VALUES,
    Submission,
    Unreadable,
)

_META: Final = "meta"
_DEEPEST: Final = 20


def read_instance(content: bytes, repeats: Collection[str]) -> Submission:
    """The submission in an XML instance; `repeats` are the names of those of the form. Raises Unreadable."""
    if len(content) > LARGEST_INSTANCE:
        raise Unreadable("A submission is larger than any interview can be.")
    try:
        root = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError, RecursionError):
        raise Unreadable("A file is no XML, or has parts that a submission never has.") from None
    reader = _Reader(frozenset(repeats))
    values, entries = reader.level(root, 0)
    meta = {_local(child): (child.text or "").strip() for each in root if _local(each) == _META for child in each}
    named = f"{root.get('id', '')} {root.get('version', '')}".strip()
    return Submission(
        instance=meta.get("instanceID", "") or root.get("instanceID", ""),
        form=values.get(nodes.IDENTITY, "") or named,
        values=values,
        repeats={name: tuple(found) for name, found in entries.items()},
        earlier=meta.get("deprecatedID", ""),
    )


class _Reader:
    def __init__(self, repeats: frozenset[str]) -> None:
        self._repeats = repeats
        self._count = 0

    def level(self, parent: Element, depth: int) -> tuple[dict[str, str], dict[str, list[dict[str, str]]]]:
        """The values below an element, groups opened, and the entries of repeats found there."""
        values: dict[str, str] = {}
        entries: dict[str, list[dict[str, str]]] = {}
        for name, element in self._leaves(parent, depth):
            if name in self._repeats and len(element):
                found = entries.setdefault(name, [])
                if len(found) >= MOST_ENTRIES:
                    raise Unreadable("A list has more entries than can be read.")
                found.append(self.level(element, depth + 1)[0])
            elif not len(element):
                value = element.text or ""
                if len(value) > LONGEST_VALUE:
                    raise Unreadable("A value is longer than can be read.")
                values[name] = value
        return values, entries

    def _leaves(self, parent: Element, depth: int) -> Iterator[tuple[str, Element]]:
        if depth > _DEEPEST:
            raise Unreadable("A submission is nested more deeply than any form.")
        for element in parent:
            name = _local(element)
            self._count += 1
            if self._count > MOST_VALUES:
                raise Unreadable("A submission is larger than any interview can be.")
            if name == _META:
                continue
            if len(element) and name not in self._repeats:
                yield from self._leaves(element, depth + 1)
            else:
                yield name, element


def _local(element: Element) -> str:
    """The name without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""

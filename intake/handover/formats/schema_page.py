"""The page that explains the format of a record to people: made of the schema and of German words, as one HTML file.

It needs nothing from the net and no script. What the schema holds stands there; what has no words is an error.
"""

from __future__ import annotations

import html
import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

from intake.handover.formats.as_json import FORMAT, OLDER_SCHEMAS
from intake.interview.values import Json

WORDS_FILE = "schema_page.toml"
ROOT = "record"
_SIMPLE = ("day", "month", "recipient", "level")
"""Definitions that are said in the place of their use, and have no table."""

_SHORT = 2
"""Parts of a list in the example."""

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #222 }
h1, h2, h3 { line-height: 1.2; color: #1f4e5f } table { border-collapse: collapse; width: 100%; margin: 0 0 1.5rem }
th, td { border-bottom: 1px solid #ccc; padding: .3rem .6rem; text-align: left; vertical-align: top }
code, pre { font: .9em ui-monospace, monospace } pre { background: #f5f5f5; padding: 1rem; overflow-x: auto }
"""


@dataclass(frozen=True, slots=True)
class Property:
    """One key of an object: its path from the object that has a heading, its schema, and whether it is always there."""

    path: str
    schema: Mapping[str, Json]
    is_needed: bool


def page_words() -> Mapping[str, Json]:
    """The German words of the page."""
    found: dict[str, Json] = tomllib.loads((files("intake.handover") / WORDS_FILE).read_text(encoding="utf-8"))
    return found


def schema_page(schema: Mapping[str, Json], words: Mapping[str, Json], example: Mapping[str, Json]) -> str:
    """The whole page. Raises KeyError where the schema holds something that has no words."""
    return _Page(schema, words).html(example)


def objects(schema: Mapping[str, Json]) -> Iterator[tuple[str, Mapping[str, Json]]]:
    """The record and each definition with a table of its own, by name."""
    yield ROOT, schema
    for name, definition in _part(schema, "$defs").items():
        if name not in _SIMPLE and isinstance(definition, Mapping):
            yield name, definition


def properties(name: str, schema: Mapping[str, Json]) -> Iterator[Property]:
    """The keys of an object, those of objects inside of it below them."""
    needed = schema.get("required")
    always = needed if isinstance(needed, list) else []
    for key, value in _part(schema, "properties").items():
        if isinstance(value, Mapping):
            yield Property(f"{name}.{key}", value, key in always)
            yield from properties(f"{name}.{key}", value)
            items = value.get("items")
            if isinstance(items, Mapping):
                yield from properties(f"{name}.{key}", items)


def codes_of(schema: Mapping[str, Json]) -> Sequence[str]:
    """The codes that a value can have; none where it takes others."""
    found = schema.get("enum")
    return [code for code in found if isinstance(code, str)] if isinstance(found, list) else []


def shortened(record: Mapping[str, Json]) -> dict[str, Json]:
    """A record with at most two parts in each list: still a record by the schema."""
    return {key: _short(value) for key, value in record.items()}


def _short(value: Json) -> Json:
    match value:
        case dict():
            return {key: _short(item) for key, item in value.items()}
        case list():
            return [_short(item) for item in value[:_SHORT]]
        case _:
            return value


@dataclass(frozen=True, slots=True)
class _Page:
    schema: Mapping[str, Json]
    words: Mapping[str, Json]

    def html(self, example: Mapping[str, Json]) -> str:
        return "\n".join(self._lines(example)) + "\n"

    def _lines(self, example: Mapping[str, Json]) -> Iterator[str]:
        page = _part(self.words, "page")
        title = html.escape(str(page["title"]))
        yield f'<!DOCTYPE html>\n<html lang="de">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>'
        yield f"<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>"
        yield from self._paragraphs(page["intro"])
        for name in ("reading", "check", "versions"):
            yield from self._chapter(_part(page, name))
        table = _part(page, "table")
        yield _heading(2, str(table["heading"]))
        for name, found in objects(self.schema):
            yield from self._object(name, found, table)
        for name in ("recipient", "level"):
            yield _heading(3, str(_part(self.words, "kinds")[name]))
            yield from self._codes(name, codes_of(_part(_part(self.schema, "$defs"), name)))
        for name in ("csv", "example"):
            yield from self._chapter(_part(page, name))
        shown = json.dumps(example, ensure_ascii=False, indent=1, sort_keys=True)
        yield f"<pre>{html.escape(shown)}</pre>\n</body>\n</html>"

    def _chapter(self, chapter: Mapping[str, Json]) -> Iterator[str]:
        yield _heading(2, str(chapter["heading"]))
        yield from self._paragraphs(chapter["lines"])

    def _paragraphs(self, lines: Json) -> Iterator[str]:
        older = ", ".join(OLDER_SCHEMAS)
        for line in lines if isinstance(lines, list) else []:
            text = str(line).replace("{format}", FORMAT).replace("{older}", older)
            yield f"<p>{html.escape(text.replace('{id}', str(self.schema['$id'])))}</p>"

    def _object(self, name: str, found: Mapping[str, Json], table: Mapping[str, Json]) -> Iterator[str]:
        yield _heading(3, f"{_part(self.words, 'objects')[name]} ({name})")
        note = _part(self.words, "notes").get(name)
        if note is not None:
            yield f"<p>{html.escape(str(note))}</p>"
        keys = [*properties(name, found)]
        if not keys:
            return
        heads = (table["property"], table["kind"], table["needed"], table["meaning"])
        yield "<table>\n<tr>" + "".join(f"<th>{html.escape(str(head))}</th>" for head in heads) + "</tr>"
        for key in keys:
            shown = key.path.partition(".")[2]
            needed = str(table["yes"]) if key.is_needed else ""
            cells = (self._kind(key.schema), needed, self.meaning(key.path))
            row = "".join(f"<td>{html.escape(cell)}</td>" for cell in cells)
            yield f"<tr><td><code>{html.escape(shown)}</code></td>{row}</tr>"
        yield "</table>"
        for key in keys:
            if codes := codes_of(key.schema):
                yield f"<p><code>{html.escape(key.path.partition('.')[2])}</code>, {table['codes']}:</p>"
                yield from self._codes(key.path, codes)

    def meaning(self, path: str) -> str:
        """The words of a property: its own, else those that all of this name share."""
        return str(_own_or_shared(_part(self.words, "properties"), path))

    def _codes(self, path: str, codes: Sequence[str]) -> Iterator[str]:
        said = _own_or_shared(_part(self.words, "codes"), path)
        if not isinstance(said, Mapping):
            raise KeyError(path)
        yield "<table>"
        for code in codes:
            yield f"<tr><td><code>{html.escape(code)}</code></td><td>{html.escape(str(said[code]))}</td></tr>"
        yield "</table>"

    def _kind(self, schema: Mapping[str, Json]) -> str:
        kinds = _part(self.words, "kinds")
        match schema:
            case {"$ref": str(ref)}:
                name = ref.rpartition("/")[2]
                return str(kinds.get(name) or _part(self.words, "objects")[name])
            case {"const": value}:
                return str(kinds["constant"]).replace("{value}", json.dumps(value))
            case {"enum": _}:
                return str(kinds["code"])
            case {"type": "array", "items": {"oneOf": list(parts)}}:
                some = " / ".join(self._kind(part) for part in parts if isinstance(part, Mapping))
                return str(kinds["of"]).replace("{kind}", str(kinds["array"])).replace("{items}", some)
            case {"type": "array", "items": dict(items)}:
                return str(kinds["of"]).replace("{kind}", str(kinds["array"])).replace("{items}", self._kind(items))
            case {"type": str(kind)}:
                return str(kinds[kind])
            case _:
                return str(kinds["alternatives"])


def _own_or_shared(found: Mapping[str, Json], path: str) -> Json:
    shared = f"*.{path.rpartition('.')[2]}"
    return found[path] if path in found else found[shared]


def _part(data: Mapping[str, Json], key: str) -> Mapping[str, Json]:
    found = data.get(key, {})
    return found if isinstance(found, Mapping) else {}


def _heading(level: int, text: str) -> str:
    return f"<h{level}>{html.escape(text)}</h{level}>"

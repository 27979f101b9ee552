"""The page that explains the format says what the schema says: all of it, and nothing else."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from html.parser import HTMLParser

import pytest

from intake.handover.formats.as_json import FORMAT, OLDER_SCHEMAS, record_as_json, schema
from intake.handover.formats.schema_page import codes_of, objects, page_words, properties, schema_page, shortened
from intake.interview.values import Json
from tests.handover.formats.test_as_json import problems, rich_record


def example() -> dict[str, Json]:
    return shortened(record_as_json(rich_record()))


def page() -> str:
    return schema_page(schema(), page_words(), example())


def part(name: str) -> Mapping[str, Json]:
    found = page_words()[name]
    assert isinstance(found, Mapping)
    return found


def paths() -> set[str]:
    return {key.path for name, found in objects(schema()) for key in properties(name, found)}


def coded() -> dict[str, set[str]]:
    """The codes of each property and definition that has some."""
    found = {
        key.path: set(codes_of(key.schema))
        for name, each in objects(schema())
        for key in properties(name, each)
        if codes_of(key.schema)
    }
    definitions = schema()["$defs"]
    assert isinstance(definitions, Mapping)
    for name in ("recipient", "level"):
        definition = definitions[name]
        assert isinstance(definition, Mapping)
        found[name] = set(codes_of(definition))
    return found


def own_or_shared(words: Mapping[str, Json], path: str) -> str:
    return path if path in words else f"*.{path.rpartition('.')[2]}"


def test_every_property_of_the_schema_has_words_and_no_other_has() -> None:
    words = part("properties")
    assert {own_or_shared(words, path) for path in paths()} == set(words)
    assert all(isinstance(text, str) and text.endswith(".") for text in words.values())


def test_every_code_of_the_schema_has_words_and_no_other_has() -> None:
    words = part("codes")
    assert {own_or_shared(words, path) for path in coded()} == set(words)
    for path, codes in coded().items():
        said = words[own_or_shared(words, path)]
        assert isinstance(said, Mapping)
        assert set(said) == codes, path


def test_the_page_shows_them_all() -> None:
    text = page()
    for path in paths():
        assert f"<code>{path.partition('.')[2]}</code>" in text
    for codes in coded().values():
        assert all(f"<code>{code}</code>" in text for code in codes)


def test_the_page_names_the_version_and_the_older_ones() -> None:
    text = page()
    assert FORMAT in text
    assert all(older in text for older in OLDER_SCHEMAS)
    assert str(schema()["$id"]) in text


def test_the_example_is_a_record_by_the_schema_and_stands_on_the_page() -> None:
    assert problems(example()) == []
    assert "Beratung und Vermittlung" in page()


def test_a_part_without_words_makes_no_page() -> None:
    more = copy.deepcopy(dict(schema()))
    found = more["properties"]
    assert isinstance(found, dict)
    found["weather"] = {"type": "string"}
    with pytest.raises(KeyError):
        schema_page(more, page_words(), example())


def test_what_stands_in_a_record_never_becomes_markup() -> None:
    text = schema_page(schema(), page_words(), {"case": "<script>alert(1)</script>"})
    assert "<script" not in text


class _Tags(HTMLParser):
    """Whether every element that is opened is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_is_whole_html_and_loads_nothing() -> None:
    tags = _Tags()
    tags.feed(page())
    assert tags.open == []
    assert "http" not in page().replace("https://json-schema.org", "")


def test_a_format_keeps_its_schema_for_good() -> None:
    for older in OLDER_SCHEMAS:
        found = schema(older)["properties"]
        assert isinstance(found, Mapping)
        assert found["format"] == {"const": older}
    with pytest.raises(KeyError):
        schema("intake.handover/99")

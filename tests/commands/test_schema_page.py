"""The format of a record is exported for people and for programs."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from intake.commands import schema_page
from intake.handover.formats.as_json import schema
from tests.commands.running import Run
from tests.commands.stored import content


@pytest.fixture(autouse=True)
def _content_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema_page, "load_content", lambda own: content())


def test_the_page_is_written_with_an_example(run: Run, tmp_path: Path) -> None:
    for words in ((tmp_path / "a.html",), ("--to", tmp_path / "b.html")):
        ran = run("export", "schema-page", *words)
        assert (ran.code, ran.err) == (0, "")
    text = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert text == (tmp_path / "b.html").read_text(encoding="utf-8")
    assert "Jobcenter (Beispiel)" in text


@pytest.mark.parametrize("site", ["zebera", "hannover", "dortmund"])
def test_the_example_is_a_record_by_the_schema(site: str) -> None:
    found = schema_page.example(content(), content().site(site))
    jsonschema.Draft202012Validator(schema()).validate(found)


def test_the_schema_is_written_as_it_is_published(run: Run, tmp_path: Path) -> None:
    assert run("export", "schema", tmp_path / "s.json").code == 0
    assert json.loads((tmp_path / "s.json").read_text(encoding="utf-8")) == schema()


@pytest.mark.parametrize(
    "words", [("schema-page", "x.md"), ("schema", "x.xsd"), ("schema",), ("schema", "a.json", "--to", "b.json")]
)
def test_another_ending_or_no_file_is_wrong_input(words: tuple[str, ...], run: Run) -> None:
    assert run("export", *words).code == 2


def test_a_folder_that_is_not_there_is_told(run: Run, tmp_path: Path) -> None:
    ran = run("export", "schema", tmp_path / "none" / "s.json")
    assert ran.code == 6
    assert "not written" in ran.err

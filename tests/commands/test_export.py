"""`intake export xlsform` writes a form and says what it cannot carry."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from intake.commands import export
from tests.commands.running import Run
from tests.commands.stored import content


@pytest.fixture(autouse=True)
def _content_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "load_content", lambda own: content())


def settings_of(file: Path) -> dict[str, str]:
    heads, values = load_workbook(file)["settings"].iter_rows(values_only=True)
    return dict(zip(map(str, heads), map(str, values), strict=True))


def test_the_form_is_written_in_the_languages_that_were_asked_for(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "form.xlsx"
    done = run("export", "xlsform", file, "--languages", "de, ar,ti,de", "--kind", "child")
    assert done.code == 0, done.err
    heads = [cell.value for cell in load_workbook(file)["survey"][1]]
    assert [head for head in heads if str(head).startswith("label")] == [
        "label::Deutsch (de)", "label::العربية (ar)", "label::ትግርኛ (ti)",
    ]  # fmt: skip
    assert settings_of(file)["form_id"] == "intake_child"
    assert settings_of(file)["default_language"] == "Deutsch (de)"
    assert "Languages: de, ar, ti." in done.out
    assert "Not reviewed by a speaker yet: ar, ti." in done.out


def test_the_report_names_what_is_not_carried(run: Run, tmp_path: Path) -> None:
    done = run("export", "xlsform", tmp_path / "form.xlsx", "--languages", "de")
    for part in (
        "consents: ",
        "familiar form",
        "Source, note",
        "other calendars",
        "Private questions",
        "closed branch",
    ):
        assert part in done.out
    assert "explain data protection before the first answer" in done.out
    assert "Not reviewed" not in done.out


def test_another_site_makes_another_version(run: Run, tmp_path: Path) -> None:
    for site in ("zebera", "muenster"):
        assert run("export", "xlsform", tmp_path / f"{site}.xlsx", "--languages", "de", "--site", site).code == 0
    one, other = (settings_of(tmp_path / f"{site}.xlsx")["version"] for site in ("zebera", "muenster"))
    assert one != other
    assert one[:10] == other[:10]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("form.ods",), "ending .xlsx"),
        (("form.xlsx", "--languages", "xx"), "There is no language 'xx'"),
        (("missing/form.xlsx", "--languages", "de"), "The form was not written"),
        (("form.xlsx", "--kind", "half"), "Possible: full, child"),
        (("form.xlsx", "--site", "atlantis"), "There is no site"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_written(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    done = run("export", "xlsform", tmp_path / arguments[0], *arguments[1:])
    assert done.code != 0
    assert said in done.err
    assert not list(tmp_path.glob("*.xlsx"))

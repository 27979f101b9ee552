"""`intake card`: the language card as a file."""

from __future__ import annotations

from pathlib import Path

from tests.commands.running import Run


def test_the_card_is_written_where_it_was_asked_for_and_no_store_is_touched(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "card.pdf"
    ran = run("card", "--pdf", file)
    assert ran.code == 0
    assert str(file) in ran.out
    assert file.read_bytes().startswith(b"%PDF-")
    assert [path.name for path in tmp_path.iterdir()] == ["card.pdf"]


def test_a_folder_that_is_not_there_is_an_error_of_output(run: Run, tmp_path: Path) -> None:
    ran = run("card", "--pdf", tmp_path / "none" / "card.pdf")
    assert ran.code == 6


def test_without_a_file_the_command_says_what_is_needed(run: Run) -> None:
    ran = run("card")
    assert ran.code == 2
    assert "--pdf" in ran.err

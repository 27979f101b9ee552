"""Which texts of the Python sources are message ids."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake.errors import ContentError
from intake.languages.catalogs import PACKAGE
from intake.languages.translation.code_messages import CALLS, ENUMS, TABLES, Sources, read_sources
from intake.languages.translation.unmarked import unmarked_texts


def read(folder: Path, source: str, name: str = "ui/screen.py") -> Sources:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(source, "utf-8")
    return read_sources(folder)


def found(folder: Path, source: str, name: str = "ui/screen.py") -> list[tuple[str, str, str]]:
    return [(each.context, each.msgid, each.plural) for each in read(folder, source, name).messages]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ('_("Save")', ("", "Save", "")),
        ('N_("Save")', ("", "Save", "")),
        ('self.catalog.gettext("Save")', ("", "Save", "")),
        ('self._say("Save")', ("", "Save", "")),
        ('wording.say("{n} saved", n=3)', ("", "{n} saved", "")),
        ('catalog.say("Yes", context="privacy")', ("privacy", "Yes", "")),
        ('catalog.pgettext("privacy", "Yes")', ("privacy", "Yes", "")),
        ('catalog.lookup("privacy", "Yes")', ("privacy", "Yes", "")),
        ('ngettext("{n} case", "{n} cases", 3)', ("", "{n} case", "{n} cases")),
        ('wording.count("{n} case", "{n} cases", 3)', ("", "{n} case", "{n} cases")),
        ('npgettext("desk", "{n} case", "{n} cases", n)', ("desk", "{n} case", "{n} cases")),
        ('self.translate("offer", "Advice")', ("offer", "Advice", "")),
        ('UpdateStep("Writing a backup", 0, 3)', ("", "Writing a backup", "")),
        ('Problem("No {day}.", {"day": "x"})', ("", "No {day}.", "")),
        ('Problem(message="No day.")', ("", "No day.", "")),
        ('_("One sentence. " "And another.")', ("", "One sentence. And another.", "")),
        ('Action("save", "ctrl+s", "save", label="Save", help="")', ("", "Save", "")),
    ],
)
def test_a_literal_text_in_a_call_that_takes_one_is_a_message(
    tmp_path: Path, source: str, message: tuple[str, str, str]
) -> None:
    assert found(tmp_path, source) == [message]


@pytest.mark.parametrize(
    "source",
    [
        "_(text)",
        "catalog.pgettext(question.context, question.text)",
        '"a,b".count(",")',
        '_("")',
        'print("Hello you.")',
    ],
)
def test_what_is_known_only_at_run_time_is_none(tmp_path: Path, source: str) -> None:
    assert read(tmp_path, source) == Sources((), ())


def test_both_texts_of_a_choice_are_messages(tmp_path: Path) -> None:
    assert [each[1] for each in found(tmp_path, 'Problem("This is over." if past else "This is ahead.")')] == [
        "This is over.",
        "This is ahead.",
    ]


def test_a_name_is_followed_to_the_literals_it_was_given(tmp_path: Path) -> None:
    source = """
TEXTS = {"a": "From a table.", "b": 3}
TITLE = "From the module."
def problem(error, other):
    match error:
        case 1:
            reason = "First reason."
        case _:
            reason: str = "Second reason."
    _(TITLE), _(TEXTS[error]), _(other)
    return Problem(reason)
def unrelated():
    reason = "Not said to anybody."
"""
    assert [each[1] for each in found(tmp_path, source)] == [
        "From the module.",
        "From a table.",
        "First reason.",
        "Second reason.",
    ]


def test_title_and_message_of_every_child_of_the_error_are_messages(tmp_path: Path) -> None:
    source = """
class StoreError(IntakeError): pass
class DiskFull(errors.StoreError):
    pass
class KeysLost(StoreError):
    def __init__(self, file):
        super().__init__("The keys are lost.", "Nothing was changed.", file=file)
class ContentError(IntakeError):
    def __init__(self, title, message, problems=(), **params):
        super().__init__(title, message, **params)
raise DiskFull("The disk is full.", message="Make room.", file="x")
raise KeysLost("keys.json")
raise ContentError("A mistake.", "Correct it.", ("line 1",))
raise OSError("No message id.", "Nor this.")
"""
    assert [each[1] for each in found(tmp_path, source)] == [
        "The keys are lost.",
        "Nothing was changed.",
        "The disk is full.",
        "Make room.",
        "A mistake.",
        "Correct it.",
    ]


@pytest.mark.parametrize("source", ['_(f"{n} saved")', 'Problem("No " + day)', 'DiskFull("Full: %s" % x, "Go.")'])
def test_a_message_put_together_at_run_time_is_a_mistake_with_file_and_line(tmp_path: Path, source: str) -> None:
    problems = read(tmp_path, f"class DiskFull(IntakeError): pass\n{source}").problems
    assert [problem.split(": ")[0] for problem in problems] == ["ui/screen.py:2"]


def test_a_widget_may_be_told_to_say_a_finished_text(tmp_path: Path) -> None:
    assert read(tmp_path, 'self.query_one(Notice).say(f"{time}: {text}")') == Sources((), ())


def test_files_come_in_order_and_name_themselves(tmp_path: Path) -> None:
    read(tmp_path, '_("From ui")', "ui/b.py")
    read(tmp_path, '_("From cli")', "cli.py")
    messages = read(tmp_path, '_("From a")', "ui/a.py").messages
    assert [(each.file, each.msgid) for each in messages] == [
        ("cli.py", "From cli"),
        ("ui/a.py", "From a"),
        ("ui/b.py", "From ui"),
    ]


def test_a_file_without_valid_syntax_stops_the_run(tmp_path: Path) -> None:
    with pytest.raises(ContentError) as caught:
        read(tmp_path, "def broken(:\n")
    assert caught.value.problems[0].startswith("ui/screen.py:1: no valid Python")


def test_tables_and_enumerations_are_declared_where_they_are() -> None:
    assert [file for file, _ in (*TABLES, *ENUMS) if not (PACKAGE / file).is_file()] == []


def test_declared_tables_and_enumerations_are_read_and_missed_when_they_go(tmp_path: Path) -> None:
    (file, name), position = next(iter(TABLES.items()))
    row = ", ".join(["r'x'"] * position + ["'Kept as typed.'"])
    assert found(tmp_path, f"{name} = {{'a': ({row})}}", file) == [("", "Kept as typed.", "")]
    assert read(tmp_path, "x = 1", file).problems == (
        f"{file}:1: `{name}` is not there, though code_messages.py says that it holds message ids",
    )
    (tmp_path / file).unlink()
    file, name = next(iter(ENUMS))
    assert found(tmp_path, f"class {name}(Enum):\n    A = 'withdrawn'", file) == [("", "withdrawn", "")]


def test_every_call_names_each_argument_once() -> None:
    for name, call in CALLS.items():
        places = [*call.texts, *filter(None, (call.context, call.plural))]
        assert len({argument for _, argument in places}) == len(places), name


def test_sentences_that_nobody_marked_are_listed(tmp_path: Path) -> None:
    source = '''
"""A module about things."""
raise ValueError("Only developers see this.")
LABEL = "Nothing was saved"
_("This is marked already.")
STYLE = "Title { height: 1 }"
'''
    read(tmp_path, source)
    (tmp_path / "interview" / "content").mkdir(parents=True)
    assert unmarked_texts(tmp_path) == ("ui/screen.py:4: Nothing was saved",)

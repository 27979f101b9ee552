"""Every key has one home: the table, its help, the footer, the bindings of the screens and the README."""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from textual.binding import Binding
from textual.screen import Screen

import intake.ui.screens
from intake.languages.catalogs import Catalogs
from intake.ui.app import IntakeApp
from intake.ui.keys import ACTIONS, LEADER, bindings, by_letter, first_key, footer, in_words, key_name, key_table
from intake.ui.screens.interview import InterviewScreen
from intake.ui.widgets.drawn import PadWidget
from intake.ui.widgets.entries import EntriesField

README = Path(__file__).parents[2] / "README.md"
TAKEN_BY_TERMINALS = {"f10", "f11", "f12", *(f"shift+f{n}" for n in range(1, 13)), *(f"alt+{n}" for n in range(10))}
LETTERS_TAKEN_BY_TERMINALS = {"ctrl+i", "ctrl+m", "ctrl+h", "ctrl+j", "ctrl+z", "ctrl+s+q"}
"""Tab, Enter, Backspace, line feed and 'stop the program' arrive as these."""


def _screens() -> Iterator[type[Screen[Any]]]:
    for module in pkgutil.iter_modules(intake.ui.screens.__path__, "intake.ui.screens."):
        for found in vars(import_module(module.name)).values():
            if inspect.isclass(found) and issubclass(found, Screen) and found.__module__ == module.name:
                yield found


SCREENS = tuple(_screens())
"""Every screen of the program."""
WITH_FOOTER = tuple(screen for screen in SCREENS if hasattr(screen, "KEYS"))


def ids_of(screen: type[Screen[Any]]) -> list[str]:
    """The actions that a screen binds, with those of the screens it is made from, and those of the app."""
    found = [
        binding.id
        for base in (*screen.__mro__, IntakeApp)
        for binding in vars(base).get("BINDINGS", ())
        if isinstance(binding, Binding) and binding.id in ACTIONS
    ]
    return list(dict.fromkeys(id_ for id_ in found if id_ is not None))


def test_there_are_the_screens_of_the_design() -> None:
    names = {screen.__name__ for screen in SCREENS}
    assert names >= {
        "UnlockScreen", "DeskScreen", "InterviewScreen", "ReviewScreen", "NextStepsScreen", "HandoverScreen",
    }  # fmt: skip


@pytest.mark.parametrize("id_", ACTIONS)
def test_every_action_has_a_label_and_help_in_both_languages_of_the_staff(id_: str) -> None:
    catalogs, action = Catalogs(), ACTIONS[id_]
    for text in (action.label, action.help):
        assert text
        assert catalogs["en"].say(text, {}) == text
        assert catalogs["de"].say(text, {}) not in ("", text)


@pytest.mark.parametrize("id_", ACTIONS)
def test_no_key_is_one_that_terminals_keep_for_themselves(id_: str) -> None:
    keys = set(ACTIONS[id_].keys.split(","))
    assert not keys & (TAKEN_BY_TERMINALS | LETTERS_TAKEN_BY_TERMINALS)


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.__name__)
def test_no_two_actions_of_one_screen_share_a_key(screen: type[Screen[Any]]) -> None:
    ids = ids_of(screen)
    if screen is InterviewScreen:
        fields = (*PadWidget.BINDINGS, *EntriesField.BINDINGS)
        ids += [binding.id for binding in fields if isinstance(binding, Binding) and binding.id]
    keys = [key for id_ in ids for key in ACTIONS[id_].keys.split(",")]
    assert sorted(keys) == sorted(set(keys))


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.__name__)
def test_every_key_that_a_screen_binds_does_something(screen: type[Screen[Any]]) -> None:
    for id_ in ids_of(screen):
        action = f"action_{ACTIONS[id_].action}"
        assert hasattr(screen, action) or hasattr(IntakeApp, action), id_


@pytest.mark.parametrize("screen", WITH_FOOTER, ids=lambda screen: screen.__name__)
def test_every_key_in_the_footer_of_a_screen_works_there(screen: type[Screen[Any]]) -> None:
    keys = vars(screen).get("KEYS", ())
    assert set(keys) <= {*ids_of(screen), "confirm"}


def test_every_action_is_bound_somewhere() -> None:
    bound = {id_ for screen in SCREENS for id_ in ids_of(screen)}
    fields = (*PadWidget.BINDINGS, *EntriesField.BINDINGS)
    bound |= {binding.id for binding in fields if isinstance(binding, Binding) and binding.id}
    in_fields = {"calendar"}  # a key of the field of a date, tried in its own tests
    assert set(ACTIONS) - bound == {"confirm", "palette"} | in_fields


def test_a_letter_after_the_leader_means_one_action_only() -> None:
    letters = [action.letter for action in ACTIONS.values() if action.letter]
    assert sorted(letters) == sorted(set(letters))
    for action in ACTIONS.values():
        if action.letter:
            assert by_letter(action.letter) is action
    assert by_letter("ß") is None


def test_every_function_key_has_a_second_way() -> None:
    for action in ACTIONS.values():
        if any(key[0] == "f" and key[1:].isdigit() for key in action.keys.split(",")):
            assert action.letter, action.id


def test_the_leader_is_no_action_itself() -> None:
    assert LEADER not in {key for action in ACTIONS.values() for key in action.keys.split(",")}


def test_the_footer_shows_six_keys_at_most_and_help_last() -> None:
    shown = footer(InterviewScreen.KEYS)
    assert len(shown) == 6
    assert shown[-1].id == "help"
    assert [action.id for action in shown[:2]] == ["confirm", "go-back"]


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("escape", "Esc"),
        ("f5", "F5"),
        ("ctrl+l", "Ctrl+L"),
        ("plus", "+"),
        ("ctrl+up", "Ctrl+↑"),
        ("question_mark", "?"),
    ],
)
def test_keys_are_named_as_they_are_printed_on_keyboards(key: str, name: str) -> None:
    assert key_name(key) == name


def test_keys_have_the_names_of_the_keyboards_of_the_staff() -> None:
    say = Catalogs()["de"].gettext
    names = [key_name(key).said(say) for key in ("ctrl+l", "ctrl+up", "delete", "plus", "escape", "f5")]
    assert names == ["Strg+L", "Strg+↑", "Entf", "+", "Esc", "F5"]
    assert in_words({"key": first_key("saved"), "name": "Ctrl+S", "n": 3}, say) == {
        "key": "Strg+S", "name": "Ctrl+S", "n": 3
    }  # fmt: skip


def test_bindings_carry_the_id_of_their_action() -> None:
    (binding,) = bindings("lock")
    assert isinstance(binding, Binding)
    assert (binding.id, binding.key, binding.priority) == ("lock", "ctrl+l", True)
    assert first_key("go-back") == "Esc"


def test_the_table_has_a_row_for_every_action() -> None:
    rows = key_table().splitlines()[2:]
    assert len(rows) == len(ACTIONS)
    for row, action in zip(rows, ACTIONS.values(), strict=True):
        assert action.help in row
        assert all(key_name(key) in row for key in action.keys.split(","))


def test_the_readme_shows_the_table_as_it_is() -> None:
    if not README.exists() or "<!-- keys -->" not in README.read_text("utf-8"):
        pytest.skip("the README has no table of keys yet")
    table = README.read_text("utf-8").split("<!-- keys -->")[1].split("<!-- /keys -->")[0].strip()
    assert table == key_table()

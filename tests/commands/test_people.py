"""`intake people`: list, add, change and remove, and who may not."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake.commands import people
from intake.store.kept.people import Role
from intake.store.opening import create_store, open_store
from tests.commands.running import Run
from tests.commands.stored import LOGIN, NAME, NOW
from tests.store.making import CHEAP, PASSPHRASE

OTHER = "ein anderer langer Satz"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store with Amira, who set it up, and Boris of the desk."""
    monkeypatch.setattr(people.run, "__defaults__", (lambda: NOW, CHEAP))
    store, _ = create_store(tmp_path / "desk", NAME, PASSPHRASE, NOW, CHEAP)
    store.people.add("Boris", PASSPHRASE, (Role.CLERK,), store.staff.id, NOW, CHEAP)
    store.close()
    return tmp_path / "desk"


def call(run: Run, folder: Path, *words: str, typed: str = LOGIN) -> tuple[int, str, str]:
    ran = run("people", *words, "--store", folder, "--language", "en", typed=typed)
    return ran.code, ran.out, ran.err


def roles(folder: Path) -> dict[str, tuple[Role, ...]]:
    store = open_store(folder, NAME, PASSPHRASE, NOW)
    try:
        return {each.name: each.roles for each in store.people.staff() if each.left_at is None}
    finally:
        store.close()


def test_the_list_says_roles_logins_and_the_second_key(run: Run, folder: Path) -> None:
    code, out, _ = call(run, folder)
    assert code == 0
    assert out.splitlines()[0].startswith(
        "Amira: Desk work, Coordination, Administration · since 17.05.2026 · last login"
    )
    assert out.splitlines()[1].startswith("Boris: Desk work · since")
    assert out.count("second key") == 2


def test_somebody_is_added_with_a_passphrase_that_is_typed_twice(run: Run, folder: Path) -> None:
    words = ("add", "Inge", "--roles", "interpreter")
    code, _, err = call(run, folder, *words, typed=f"{LOGIN}{OTHER}\n{OTHER}x\n")
    assert code == 2
    assert "differ" in err
    code, out, _ = call(run, folder, *words, typed=f"{LOGIN}{OTHER}\n{OTHER}\n")
    assert code == 0
    assert out.startswith("Inge: Interpreting")
    open_store(folder, "Inge", OTHER, NOW).close()
    assert roles(folder)["Inge"] == (Role.INTERPRETER,)


def test_a_made_passphrase_is_printed_and_has_to_be_changed(run: Run, folder: Path) -> None:
    _, out, _ = call(run, folder, "add", "Inge", "--roles", "clerk", "--made")
    made = out.splitlines()[-1].strip()
    store = open_store(folder, "Inge", made, NOW)
    assert store.people.must_change_passphrase()
    store.close()


@pytest.mark.parametrize(
    ("words", "typed"),
    [
        (("add", "boris", "--roles", "clerk", "--made"), LOGIN),
        (("add", "Inge", "--roles", "clerk"), f"{LOGIN}kurz\nkurz\n"),
        (("roles", "Niemand", "--roles", "clerk"), LOGIN),
        (("remove", "Boris"), f"{LOGIN}no\n"),
    ],
)
def test_what_cannot_be_done_changes_nothing(run: Run, folder: Path, words: tuple[str, ...], typed: str) -> None:
    before = roles(folder)
    code, _, err = call(run, folder, *words, typed=typed)
    assert code == 2
    assert "as it was" in err or "Nothing was changed" in err
    assert roles(folder) == before


def test_roles_are_changed(run: Run, folder: Path) -> None:
    code, out, _ = call(run, folder, "roles", "boris", "--roles", "coordinator, interpreter")
    assert code == 0
    assert out.startswith("Boris: Interpreting, Coordination")
    assert roles(folder)["Boris"] == (Role.INTERPRETER, Role.COORDINATOR)


def test_who_was_removed_stands_below_and_keys_are_spoken_of(run: Run, folder: Path) -> None:
    code, out, _ = call(run, folder, "remove", "Boris", "--yes")
    assert code == 0
    assert "intake keys rotate" in out
    assert "Boris" not in roles(folder)
    assert call(run, folder)[1].splitlines()[-1] == "Boris: left on 17.05.2026"


def test_the_last_administrator_stays(run: Run, folder: Path) -> None:
    code, _, err = call(run, folder, "remove", "Amira", "--yes")
    assert code == 4
    assert "last administrator" in err


def test_who_has_no_right_is_refused(run: Run, folder: Path) -> None:
    code, out, err = call(run, folder, typed=f"Boris\n{PASSPHRASE}\n")
    assert (code, out) == (4, "")
    assert "Your roles here do not include this." in err


@pytest.mark.parametrize(
    "words", [("add", "Inge"), ("add", "Inge", "--roles", "boss"), ("list", "Boris"), ("remove",), ("roles", "Boris")]
)
def test_what_does_not_belong_together_is_said(run: Run, folder: Path, words: tuple[str, ...]) -> None:
    assert call(run, folder, *words)[0] == 2


@pytest.mark.parametrize("command", [("figures",), ("backup",)])
def test_other_commands_ask_for_their_right_too(run: Run, folder: Path, command: tuple[str, ...]) -> None:
    ran = run(*command, "--store", folder, "--language", "en", typed=f"Boris\n{PASSPHRASE}\n")
    assert ran.code == 4
    assert "Your roles here do not include this." in ran.err

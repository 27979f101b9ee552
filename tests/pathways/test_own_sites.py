from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from intake.errors import ContentError
from intake.pathways.content import load_content
from intake.pathways.own_sites import built_in_text, copied_text, is_site_id, own_files, read_own_sites, read_profile
from intake.pathways.profile_reader import BUILT_IN
from tests.pathways.personas import laws, logic, sites
from tests.pathways.small_site import RULES, offer, rule, text_of

OTHER_TARGET = 'target = { de = "anders", en = "different" }'


def written(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def own_zebera() -> str:
    text = built_in_text("zebera")
    old = next(line for line in text.splitlines() if line.startswith("target ="))
    return text.replace(old, OTHER_TARGET)


def raise_all(folder: Path) -> None:
    """Ask for every own profile that has mistakes."""
    content = load_content(own=folder)
    problems: list[str] = []
    for id_ in content.mistaken:
        with pytest.raises(ContentError) as caught:
            content.site(id_)
        problems += caught.value.problems
    if problems:
        raise ContentError("Mistakes.", "Correct them.", tuple(dict.fromkeys(problems)))


def test_an_own_profile_with_mistakes_stops_only_who_needs_it(tmp_path: Path) -> None:
    written(tmp_path, "zebera.toml", "id = ")
    written(tmp_path, "small.toml", text_of(RULES))
    content = load_content(own=tmp_path)
    assert content.site("small").town == "Kleinstadt"
    assert content.site("hamm") == sites()["hamm"]
    assert (list(content.mistaken), content.own) == (["zebera"], frozenset({"small"}))
    assert content.sites.get("zebera") is None
    with pytest.raises(ContentError, match="has mistakes"):
        content.site("zebera")


def test_an_own_profile_wins_over_that_of_the_program_and_a_new_one_is_added(tmp_path: Path) -> None:
    written(tmp_path, "zebera.toml", own_zebera())
    written(tmp_path, "small.toml", text_of(RULES))
    content = load_content(own=tmp_path)
    assert content.own == {"zebera", "small"}
    assert content.site("zebera").target.de == "anders"
    assert content.site("small").town == "Kleinstadt"
    assert list(content.sites.by_id) == [*BUILT_IN, "small"]
    assert content.site("hamm") == sites()["hamm"]


@pytest.mark.parametrize("is_there", [True, False])
def test_without_own_profiles_all_is_as_the_program_has_it(is_there: bool, tmp_path: Path) -> None:
    folder = tmp_path if is_there else tmp_path / "none"
    content = load_content(own=folder)
    assert (content.own, list(content.sites.by_id)) == (frozenset(), list(BUILT_IN))
    assert load_content().own == frozenset()


def test_only_toml_files_that_are_not_hidden_are_read(tmp_path: Path) -> None:
    for name in (".small.toml", "small.toml~", "small.toml.swp", "notes.txt"):
        written(tmp_path, name, "no profile")
    assert own_files(tmp_path) == ()
    assert load_content(own=tmp_path).own == frozenset()


def test_every_mistake_is_named_with_the_path_of_its_file_and_its_line(tmp_path: Path) -> None:
    text = text_of(rule("R1", "goal_work == 'perhaps'"))
    first = written(tmp_path, "small.toml", text)
    second = written(tmp_path, "zebera.toml", "id = ")
    with pytest.raises(ContentError) as caught:
        raise_all(tmp_path)
    line = text[: text.index("goal_work == 'perhaps'")].count("\n") + 1
    assert any(problem.startswith(f"{first}:{line}: ") for problem in caught.value.problems)
    assert any(problem.startswith(f"{second}:1: ") for problem in caught.value.problems)


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("other.toml", "", "", "has to be named small.toml"),
        ("all.toml", 'id = "small"', 'id = "all"', "`id`"),
        ("Small.toml", 'id = "small"', 'id = "Small"', "`id`"),
        ("a b.toml", 'id = "small"', 'id = "a b"', "`id`"),
    ],
    ids=["name", "reserved", "capital", "space"],
)
def test_a_file_is_named_after_an_id_that_can_be_typed(
    name: str, old: str, new: str, words: str, tmp_path: Path
) -> None:
    written(tmp_path, name, text_of(RULES).replace(old, new, 1))
    with pytest.raises(ContentError) as caught:
        raise_all(tmp_path)
    assert any(words in problem for problem in caught.value.problems)


def test_a_file_that_cannot_be_read_is_a_mistake_and_no_crash(tmp_path: Path) -> None:
    (tmp_path / "folder.toml").mkdir()
    (tmp_path / "latin.toml").write_bytes(b"id = '\xfc'")
    with pytest.raises(ContentError) as caught:
        raise_all(tmp_path)
    assert len(caught.value.problems) == 2


def test_a_file_in_place_of_the_folder_means_no_own_profiles(tmp_path: Path) -> None:
    assert own_files(written(tmp_path, "sites", "")) == ()


def test_a_folder_that_may_not_be_listed_is_an_error_with_its_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(folder: Path) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "iterdir", refuse)
    with pytest.raises(ContentError) as caught:
        own_files(tmp_path)
    assert caught.value.problems == (f"{tmp_path}:1: the folder cannot be read",)


def test_rules_that_nobody_can_reach_are_found_by_the_full_check_only(tmp_path: Path) -> None:
    never = rule("R9", "goal_work == 'yes' and goal_work == 'no'")
    path = written(tmp_path, "small.toml", text_of(RULES, never, offer("o")))
    assert load_content(own=tmp_path).own == {"small"}
    found = read_own_sites(tmp_path, sites().common, logic(), laws(), {"head"})
    assert [mistake.what for mistake in found.mistakes] == ["rule R9: no answers ever make `when` true"]
    assert found.mistakes[0].file == str(path)
    assert found.count == 1
    blocks = read_own_sites(tmp_path, sites().common, logic(), laws(), {"tail"})
    assert any("no block `head`" in mistake.what for mistake in blocks.mistakes)


def test_a_profile_to_be_tried_may_have_any_file_name(tmp_path: Path) -> None:
    site, mistakes = read_profile(
        written(tmp_path, "draft.txt", text_of(RULES)), sites().common, logic(), laws(), {"head"}
    )
    assert mistakes == ()
    assert site is not None
    assert site.id == "small"


@pytest.mark.parametrize("id_", BUILT_IN)
def test_a_copy_differs_in_its_id_and_nothing_else(id_: str, tmp_path: Path) -> None:
    text = built_in_text(id_)
    copied = copied_text(text, "neustadt", "a copy\nof it")
    assert tomllib.loads(copied) == {**tomllib.loads(text), "id": "neustadt"}
    first, *rest = copied.splitlines()
    assert first == "# a copy of it"
    old, new = text.splitlines(), rest
    assert [(a, b) for a, b in zip(old, new, strict=True) if a != b] == [(f'id = "{id_}"', 'id = "neustadt"')]
    written(tmp_path, "neustadt.toml", copied)
    found = read_own_sites(tmp_path, sites().common, logic(), laws())
    assert found.mistakes == ()


def test_a_text_without_an_id_of_its_own_is_not_copied() -> None:
    for text in ('name = "x"\n[[rule]]\nid = "R1"\n', "id = ", '[[rule]]\nid = "x"\n'):
        with pytest.raises(ContentError):
            copied_text(text, "neustadt", "a copy")


def test_ids_are_small_letters_digits_and_underscores() -> None:
    assert all(is_site_id(id_) for id_ in (*BUILT_IN, "a1_b"))
    assert not any(is_site_id(id_) for id_ in ("", "A", "1a", "a-b", "ä", "../x", "all", "common", "a" * 41))

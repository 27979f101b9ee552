from __future__ import annotations

from pathlib import Path

import pytest

from intake.errors import InputError
from intake.settings import read_settings


def test_arguments_win_over_the_environment_and_that_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('site = "muenster"\ntheme = "light"\nrun = "full"\n', "utf-8")
    settings = read_settings({"INTAKE_THEME": "mono", "INTAKE_RUN": "core"}, file).with_arguments(run="full", site=None)
    assert (settings.site, settings.theme, settings.run) == ("muenster", "mono", "full")
    assert settings.origins["site"] == str(file)
    assert settings.origins["theme"] == "environment INTAKE_THEME"
    assert settings.origins["run"] == "argument"
    assert "language" not in settings.origins


def test_a_named_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_settings({"INTAKE_SETTINGS": str(tmp_path / "none.toml")})
    assert "none.toml" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "word"),
    [("theme = 'pink'", "pink"), ("colour = 'x'", "colour"), ("theme = 3", "theme"), ("theme =", "line")],
)
def test_a_bad_setting_is_named_with_the_way_out(tmp_path: Path, text: str, word: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(InputError) as caught:
        read_settings({}, file)
    assert word in str(caught.value)


def test_own_profiles_lie_beside_the_settings_file_unless_a_folder_is_named(tmp_path: Path) -> None:
    file = tmp_path / "desk" / "settings.toml"
    file.parent.mkdir()
    file.write_text("", "utf-8")
    assert read_settings({}, file).sites == tmp_path / "desk" / "sites"
    assert read_settings({"INTAKE_SETTINGS": str(file)}).sites == tmp_path / "desk" / "sites"
    assert read_settings({"INTAKE_SITES": "~/profiles"}, file).sites == Path("~/profiles").expanduser()
    file.write_text('sites = "/srv/profiles"\n', "utf-8")
    settings = read_settings({}, file)
    assert (settings.sites, settings.origins["sites"]) == (Path("/srv/profiles"), str(file))


def test_what_is_set_for_the_terminal_has_to_exist(tmp_path: Path) -> None:
    settings = read_settings({"INTAKE_TERMINAL": "vte", "INTAKE_LETTERS": "raw", "INTAKE_MARKS": "hidden"})
    assert (settings.terminal, settings.letters, settings.marks) == ("vte", "raw", "hidden")
    for name in ("terminal", "letters", "marks"):
        with pytest.raises(InputError) as caught:
            read_settings({f"INTAKE_{name.upper()}": "vt52"})
        assert "vt52" in str(caught.value)
        assert "auto" in str(caught.value)


def test_the_folder_of_the_settings_file_is_known_and_cannot_be_set(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text("", "utf-8")
    assert read_settings({"INTAKE_FOLDER": "/elsewhere"}, file).folder == tmp_path
    file.write_text('folder = "/elsewhere"\n', "utf-8")
    with pytest.raises(InputError):
        read_settings({}, file)

"""What the build puts into the wheel."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest

from intake.languages.catalogs import PACKAGE, Catalogs
from tests.languages.catalogs_on_disk import write_po

pytest.importorskip("hatchling", reason="hatchling is there only where intake is built")
HOOK = PACKAGE.parent / "hatch_build.py"
ENTRY = 'msgid "Save"\nmsgstr "Speichern"'


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    compiled = Path("intake/languages/compiled.py")
    (tmp_path / compiled).parent.mkdir(parents=True)
    (tmp_path / compiled).write_bytes((PACKAGE.parent / compiled).read_bytes())
    write_po(tmp_path / "locales", "de", ENTRY)
    write_po(tmp_path / "locales", "tr", f"#, fuzzy\n{ENTRY}")
    return tmp_path


def build(checkout: Path, target: str, version: str = "standard") -> dict[str, str]:
    """Runs the hook and returns what it adds: file in the checkout to path in the wheel."""
    spec = importlib.util.spec_from_file_location("hatch_build", HOOK)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    data: dict[str, Any] = {"force_include": {}}
    hook = module.CatalogHook(str(checkout), {}, None, None, str(checkout / "dist"), target)
    hook.initialize(version, data)
    return {Path(source).relative_to(checkout).as_posix(): path for source, path in data["force_include"].items()}


def test_the_wheel_holds_a_compiled_catalog_for_each_language(checkout: Path) -> None:
    assert build(checkout, "wheel") == {
        f"locales/{code}/LC_MESSAGES/intake.mo": f"intake/locales/{code}/LC_MESSAGES/intake.mo" for code in ("de", "tr")
    }


def test_drafts_are_in_the_wheel_and_still_known_as_drafts(checkout: Path) -> None:
    build(checkout, "wheel")
    for po in checkout.glob("locales/*/LC_MESSAGES/*.po"):
        po.unlink()
    assert Catalogs(checkout / "locales")["tr"].lookup("", "Save").is_draft
    assert not Catalogs(checkout / "locales")["de"].lookup("", "Save").is_draft


def test_an_editable_install_compiles_in_place_and_copies_nothing(checkout: Path) -> None:
    assert build(checkout, "wheel", "editable") == {}
    assert len(list(checkout.glob("locales/*/LC_MESSAGES/intake.mo"))) == 2


def test_a_source_distribution_holds_no_compiled_catalogs(checkout: Path) -> None:
    assert build(checkout, "sdist") == {}
    assert not list(checkout.rglob("*.mo"))


def test_nothing_is_built_without_german(checkout: Path) -> None:
    (checkout / "locales" / "de" / "LC_MESSAGES" / "intake.po").unlink()
    with pytest.raises(FileNotFoundError, match="German"):
        build(checkout, "wheel")

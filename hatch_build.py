"""Compiles the catalogs when intake is built: an installed program reads .mo files and needs no Babel to start."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CatalogHook(BuildHookInterface[Any]):
    """Puts `intake/locales/<language>/LC_MESSAGES/intake.mo` into the wheel.

    An editable install keeps the .mo files in the checkout, beside their .po files; an sdist has the .po files only.
    """

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name != "wheel":
            return
        root = Path(self.root)
        compiled = _load(root / "intake" / "languages" / "compiled.py").compile_all(root / "locales")
        if not any(mo.parent.parent.name == "de" for mo in compiled):
            raise FileNotFoundError("locales/de/LC_MESSAGES/intake.po is missing: German is the binding language")
        if version == "editable":
            return
        for mo in compiled:
            build_data["force_include"][str(mo)] = f"intake/{mo.relative_to(root).as_posix()}"


def _load(path: Path) -> ModuleType:
    """The module at `path`, without the package around it: nothing of intake is installed while it is built."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} cannot be loaded")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module

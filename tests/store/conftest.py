"""A store on real files for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from intake.store.opening import create_store
from intake.store.store import Store
from tests.store.making import AT, CHEAP, PASSPHRASE


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "desk"


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    made, _ = create_store(folder, "Amira", PASSPHRASE, AT, CHEAP)
    yield made
    made.close()

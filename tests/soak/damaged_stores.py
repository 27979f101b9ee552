"""Damages a store in many ways and salvages it: whatever is not on a damaged page has to be there.

python tests/soak/damaged_stores.py 300      # about 4 s each on a busy machine
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from intake.store.folder import StoreFolder
from intake.store.opening import create_store
from intake.store.salvage.pages import PAGE
from tests.store.making import AT, CHEAP, PASSPHRASE
from tests.store.salvage.test_salvage import Original, check, damage, fill, located


def main(trials: int, seed: int = 1) -> int:
    """Prints a count; returns 1 where something was missing."""
    faults = 0
    with tempfile.TemporaryDirectory(prefix="intake-soak-") as name:
        folder = Path(name) / "healthy"
        store, _ = create_store(folder, "Amira", PASSPHRASE, AT, CHEAP)
        closed, erased = fill(store, random.Random(seed))
        store.close()
        original = Original(folder, located(folder), closed, erased)
        for number in range(trials):
            faults += _trial(original, Path(name) / "trial", random.Random(seed * 10_000 + number))
            shutil.rmtree(Path(name) / "trial")
    print(f"{trials} damaged stores, {faults} with something missing")
    return 1 if faults else 0


def _trial(original: Original, folder: Path, chance: random.Random) -> int:
    count = StoreFolder(original.folder).database.stat().st_size // PAGE
    numbers = set(chance.sample(range(1, count + 1), chance.choice([1, 2, 5, 20, count // 4, count // 2])))
    folder.mkdir()
    trial = damage(original, folder / "desk", numbers, chance.choice(["zero", "random", "bit"]), chance)
    try:
        check(original, trial, folder / "new", numbers)
    except AssertionError as error:
        print(f"pages {sorted(numbers)}: {str(error).splitlines()[0]}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 300))

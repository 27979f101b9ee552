"""A print system in a folder: `lp` and `lpstat` that write down what they get."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path

LP = """#!{python}
import json, os, sys
folder = {folder!r}
content = sys.stdin.buffer.read()
number = len([name for name in os.listdir(folder) if name.startswith("job")])
with open(os.path.join(folder, f"job{{number}}.pdf"), "wb") as file:
    file.write(content)
with open(os.path.join(folder, f"job{{number}}.json"), "w") as file:
    json.dump(sys.argv[1:], file)
if os.path.exists(os.path.join(folder, "broken")):
    sys.stderr.write("lp: Error - The printer or class does not exist.\\n")
    sys.exit(1)
print("request id is " + sys.argv[2] + "-17 (1 file(s))")
"""
LPSTAT = """#!{python}
import sys
assert sys.argv[1:] == ["-e"]
print("Flur_1\\nBuero-2")
"""


@dataclass(frozen=True, slots=True)
class PrintSystem:
    """Where the programs lie, and what they were given."""

    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        return {**os.environ, "PATH": f"{self.folder}{os.pathsep}/bin{os.pathsep}/usr/bin"}

    @property
    def jobs(self) -> list[tuple[list[str], bytes]]:
        """The arguments and the bytes of each job, in order."""
        files = sorted(self.folder.glob("job*.json"), key=lambda file: int(file.stem[3:]))
        return [(json.loads(file.read_text()), file.with_suffix(".pdf").read_bytes()) for file in files]

    def be_broken(self) -> None:
        (self.folder / "broken").touch()


def print_system(folder: Path) -> PrintSystem:
    """A new print system in this folder."""
    folder.mkdir()
    for name, text in (("lp", LP), ("lpstat", LPSTAT)):
        file = folder / name
        file.write_text(text.format(python=sys.executable, folder=str(folder)), encoding="utf-8")
        file.chmod(0o755)
    return PrintSystem(folder)

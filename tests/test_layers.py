"""Who may import whom, and what is not imported before it is needed: each asked in an interpreter of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PERSONAS = ROOT / "tests" / "pathways" / "personas.jsonl"
STORE = {"sqlmodel", "sqlalchemy", "pydantic", "alembic", "sqlcipher3", "cryptography", "argon2"}
PAPER = {"typst"}
FILES = {"segno", "pyrage", "pypdf", "jsonschema"}
SCREEN = {"textual", "rich"}
BABEL = {"babel"}

_PROBE = """
import sys
{code}
print(*sorted({{name.partition(".")[0] for name in sys.modules}}), file=sys.stderr)
"""


def packages_after(code: str) -> set[str]:
    """The top-level packages that are imported when the code has run in an interpreter of its own."""
    done = subprocess.run(
        [sys.executable, "-c", _PROBE.format(code=code)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(done.stderr.splitlines()[-1].split())


def test_every_layer_only_looks_down() -> None:
    checker = Path(sys.executable).with_name("lint-imports")
    if not checker.exists():
        pytest.skip("import-linter is a tool of development, and not installed here")
    done = subprocess.run([checker, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_command_line_loads_no_screen_no_store_and_no_paper() -> None:
    loaded = packages_after("import intake.cli")
    assert "argparse" in loaded
    assert not loaded & (SCREEN | STORE | PAPER | BABEL | FILES)


def test_what_files_for_offices_need_is_loaded_where_one_is_made() -> None:
    formats = "intake.handover.formats.rendering, intake.handover.formats.pages"
    assert not packages_after(f"import intake.ui.outbox, intake.ui.print_room, {formats}") & (PAPER | FILES)


def test_the_first_screen_loads_no_store_and_no_paper() -> None:
    loaded = packages_after("import intake.ui.app")
    assert "textual" in loaded
    assert not loaded & (STORE | PAPER | BABEL)


def test_the_first_screen_knows_no_question_and_turns_no_text_round() -> None:
    code = (
        "import sys, intake.commands.app, intake.ui.app;"
        "print([name for name in sys.modules if name.startswith(('intake.interview', 'intake.languages.bidi.'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"


def test_asking_for_a_store_before_the_first_paint_loads_none(tmp_path: Path) -> None:
    asking = f"assert not has_store(Path({str(tmp_path)!r}))"
    loaded = packages_after(f"from pathlib import Path; from intake.ui.opening import has_store; {asking}")
    assert not loaded & STORE


def test_assessing_from_files_loads_no_screen_and_no_store(tmp_path: Path) -> None:
    answers = tmp_path / "answers.json"
    line = json.loads(PERSONAS.read_text(encoding="utf-8").splitlines()[0])
    answers.write_text(json.dumps(line["answers"]), encoding="utf-8")
    typed = ["assess", str(answers), "--site", "all", "--on", line["on"], "--json"]
    loaded = packages_after(f"from intake.cli import main; assert main({typed!r}) == 0")
    assert "intake" in loaded
    assert not loaded & (SCREEN | STORE | PAPER)


@pytest.mark.parametrize("package", ["interview", "pathways"])
def test_the_core_is_the_standard_library_and_itself(package: str) -> None:
    modules = [
        ".".join(file.relative_to(ROOT).with_suffix("").parts)
        for file in sorted((ROOT / "intake" / package).rglob("*.py"))
        if file.stem != "__init__"
    ]
    loaded = packages_after("import " + ", ".join(modules))
    assert {name for name in loaded if name not in sys.stdlib_module_names} <= {"intake", *before_any_import()}


def before_any_import() -> set[str]:
    """What the interpreter itself loads at its start: hooks of editable installations, for example."""
    return packages_after("pass")

"""What was promised survives kill -9, and two programs can write to one store. Long run: `tests/soak/kill9_all.py`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from intake.store.store import Store
from tests.store.crashing import REPOSITORY, SCENARIOS, kill_often
from tests.store.making import PASSPHRASE, begin, said, saving
from tests.store.promises import Findings, Promises, look

POSIX_ONLY = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is not for Windows")


@POSIX_ONLY
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_what_was_promised_survives_killed_programs(tmp_path: Path, scenario: str) -> None:
    findings = kill_often(tmp_path, scenario, 3, 1)
    assert findings.faults == []
    assert (findings.looks, findings.lost, findings.damaged) == (3, 0, 0)


def test_a_promise_that_the_store_does_not_keep_is_found(store: Store, folder: Path) -> None:
    case = begin(store)
    store.close()
    findings = Findings()
    look(folder, Promises(made=True, answers={case: {"0"}}), findings, "now")
    assert (findings.lost, len(findings.faults)) == (1, 1)
    look(folder, Promises(made=True, passphrases={"Amira": (PASSPHRASE,), "Jonas": ("x" * 9,)}), findings, "now")
    look(folder, Promises(made=True, backups={"2026": 1}, erased={case}), findings, "now")
    assert len(findings.faults) == 4


TWO_PROGRAMS = """
import sys
sys.path[:0] = {path!r}
from pathlib import Path
from tests.store.making import *
from intake.store.opening import open_store
store = open_store(Path({folder!r}), "Amira", PASSPHRASE, AT)
print("ready", flush=True)
sys.stdin.readline()
for number in range(40):
    store.save(saving(store, {case!r}, said(sys.argv[1] + str(number), number)))
"""


def test_two_programs_write_to_one_case_without_losing_or_mixing_anything(store: Store, folder: Path) -> None:
    case = begin(store)
    script = TWO_PROGRAMS.format(path=[str(REPOSITORY), *sys.path], folder=str(folder), case=case)
    programs = [
        subprocess.Popen([sys.executable, "-c", script, name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for name in ("a", "b")
    ]
    for program in programs:
        assert program.stdout is not None
        assert program.stdout.readline() == "ready\n"
    for program in programs:
        assert program.stdin is not None
        program.stdin.write("go\n")
        program.stdin.flush()
    for number in range(20):
        store.save(saving(store, case, said(f"c{number}", number)))
    assert [program.wait(timeout=120) for program in programs] == [0, 0]
    for program in programs:
        program.communicate()
    history = store.history(case)
    assert [past.seq for past in history] == list(range(1, 101))
    for name, count in (("a", 40), ("b", 40), ("c", 20)):
        own = [past.event.change.question for past in history if past.event.change.question.startswith(name)]
        assert own == [f"{name}{number}" for number in range(count)]
    assert store.replayed(case) == store.load_case(case).answers
    assert store.care.check().audit.broken_at is None

"""Where keys lie: pages that are locked, left out of dumps and overwritten; and a program that leaves no core dump."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from argon2.low_level import Type, hash_secret_raw

from intake.errors import StoreError
from intake.store.keys import unlocking as keys
from intake.store.keys.changes import signed
from intake.store.keys.data_key import DataKey
from intake.store.keys.key_file import KeyFile
from intake.store.keys.secret_memory import SecretBytes, overwrite
from tests.store.making import CHEAP, PASSPHRASE

REPOSITORY = Path(__file__).parents[3]
linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


AS_NOBODY = """
import ctypes, os, resource
import intake.core_dumps
from intake.store.keys.secret_memory import SecretBytes
if os.getuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)
"""
"""Loads what is needed and gives up the rights of an administrator, which no limit stops."""


def in_a_program(code: str) -> str:
    """What another program prints that runs this code."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=REPOSITORY, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


# secrets


def test_a_secret_comes_back_and_is_gone_after_wiping() -> None:
    secret = SecretBytes(b"ein Geheimnis")
    assert secret.copy() == b"ein Geheimnis"
    secret.wipe()
    secret.wipe()
    assert secret.is_wiped
    with pytest.raises(ValueError, match="closed"):
        secret.copy()


def test_a_secret_is_overwritten_before_its_page_is_given_back() -> None:
    secret = SecretBytes(b"ein Geheimnis")
    page = memoryview(secret._pages)  # as long as somebody looks at it, it cannot be given back
    with pytest.raises(BufferError):
        secret.wipe()
    assert not any(page)
    page.release()
    secret.wipe()


def test_a_secret_shows_nothing_and_is_no_key_of_a_dictionary() -> None:
    secret = SecretBytes(b"ein Geheimnis")
    assert "Geheimnis" not in repr(secret)
    assert secret == SecretBytes(b"ein Geheimnis")
    assert secret != SecretBytes(b"ein anderes")
    with pytest.raises(TypeError):
        hash(secret)


def test_a_secret_longer_than_a_page_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="page"):
        SecretBytes(bytes(100_000))


def test_bytes_are_overwritten_where_they_lie() -> None:
    secret = os.urandom(40)
    held = memoryview(secret)
    overwrite(secret)
    assert bytes(held) == bytes(40)
    overwrite(b"")
    overwrite(b"x")
    assert bytes([120]) == b"x"  # short ones are shared by everybody


def test_the_key_from_the_passphrase_and_the_passphrase_itself_are_overwritten(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bytes] = []

    def watched(secret: bytes, salt: bytes, **cost: object) -> bytes:
        made = hash_secret_raw(secret, salt, 1, 1024, 1, 32, Type.ID)
        seen.extend((secret, made))
        return made

    monkeypatch.setattr("intake.store.keys.unlocking.hash_secret_raw", watched)
    key = keys.new_data_key()
    file = signed(KeyFile("s", (keys.passphrase_slot("s", "a", "Amira", key, PASSPHRASE, CHEAP),)), key)
    assert keys.unlock(file, "Amira", PASSPHRASE).key == key
    with pytest.raises(StoreError):
        keys.unlock(file, "Amira", "das ist es nicht")
    with pytest.raises(StoreError):
        keys.unlock(file, "Niemand", "das ist es nicht")
    assert len(seen) == 8
    assert all(not any(secret) for secret in seen)


def test_a_forgotten_key_opens_nothing() -> None:
    key = DataKey(bytes(32), bytes(32), bytes(32))
    key.forget()
    for name in ("raw", "sections", "audit_key"):
        with pytest.raises(StoreError, match="locked"):
            getattr(key, name)


@linux
def test_the_pages_of_a_key_are_locked_and_left_out_of_dumps() -> None:
    code = """
from intake.store.keys.data_key import new_data_key
key = new_data_key()
print(key._raw.is_locked)
print(next(line for line in open("/proc/self/status") if line.startswith("VmLck")).split()[1])
print(sum("dd" in line.split() and "lo" in line.split() for line in open("/proc/self/smaps")
          if line.startswith("VmFlags")))
"""
    locked, kilobytes, areas = in_a_program(code).split()
    assert locked == "True"
    assert int(kilobytes) >= 8
    assert int(areas) >= 1


@linux
def test_a_limit_on_locked_memory_is_no_reason_to_stop() -> None:
    code = f"""{AS_NOBODY}
resource.setrlimit(resource.RLIMIT_MEMLOCK, (0, 0))
secret = SecretBytes(b"x" * 32)
print(secret.is_locked, secret.copy() == b"x" * 32)
"""
    assert in_a_program(code).split() == ["False", "True"]


# core dumps


STATE = """
import ctypes
print("dumpable", ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))
print(next(line for line in open("/proc/self/limits") if line.startswith("Max core")).split()[4:6])
"""


@linux
def test_the_program_leaves_no_core_dump() -> None:
    code = f"import sys, intake.cli\nsys.argv = ['intake', 'settings']\nintake.cli.main()\n{STATE}"
    shown = in_a_program(code).splitlines()[-2:]
    assert shown == ["dumpable 0", "['0', '0']"]


@linux
def test_the_program_that_writes_backups_leaves_none_either() -> None:
    code = f"""
import io, sys
from intake.store.backups import after_work as work
sys.stdin = io.TextIOWrapper(io.BytesIO(b"{{}}"))
try:
    work.main()
except ValueError:
    pass
{STATE}
"""
    assert in_a_program(code).splitlines()[-2:] == ["dumpable 0", "['0', '0']"]


@linux
def test_another_program_of_the_same_user_cannot_read_its_memory() -> None:
    """The files in /proc belong to root then, whoever runs the program."""
    code = f"""{AS_NOBODY}
before = os.stat("/proc/self/mem").st_uid
intake.core_dumps.forbid_core_dumps()
print(before == os.getuid(), os.stat("/proc/self/mem").st_uid)
"""
    assert in_a_program(code).split() == ["True", "0"]


@linux
def test_a_crash_writes_no_file(tmp_path: Path) -> None:
    code = f"""
import os, resource, sys
sys.path.insert(0, {str(REPOSITORY)!r})
resource.setrlimit(resource.RLIMIT_CORE, (resource.getrlimit(resource.RLIMIT_CORE)[1],) * 2)
os.chdir({str(tmp_path)!r})
from intake.core_dumps import forbid_core_dumps
forbid_core_dumps()
os.abort()
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == -6
    assert list(tmp_path.iterdir()) == []


@linux
def test_a_call_from_another_program_changes_nothing_of_it() -> None:
    code = f"import intake.cli\nintake.cli.main(['settings'])\n{STATE}"
    assert in_a_program(code).splitlines()[-2] == "dumpable 1"

"""Hostile files through everything that reads one: no traceback, no hang, no answer in an error, nothing lost.

    python tests/soak/hostile_files.py [--files N] [--seed N] [--slow SECONDS]

N files (10,000 unless said otherwise) are made from good ones: bits turned, cut off, doubled, glued together, filled
with what readers stumble over, or never a file of that kind at all. Each goes to the command that would get it, in this
process. A command may refuse with a clear error; it may not raise, and no file may take longer than the seconds given
(20). After every hundred the store that stands beside is opened and looked through. Ends with 1 where something is
wrong. About ten minutes.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import random
import sys
import tempfile
import time
import traceback
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).parents[2]))

from intake.cli import main as intake
from tests.commands.hostile_seeds import MARKER, Seed, desk_with_a_case, seeds
from tests.commands.stored import content

CHUNKS: tuple[bytes, ...] = (
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\x1b[2J", b"\x1b]0;x\x07", "\u202e".encode(), b"\xed\xa0\x80",
    b"9" * 400, b"-1", b"1e999", b"NaN", b"[" * 5000, b"{" * 2000, b'{"a":' * 3000, b"<a>" * 3000, b"&x;" * 50,
    b'<!DOCTYPE a [<!ENTITY x "y"><!ENTITY z SYSTEM "file:///etc/passwd">]>', b"../" * 12 + b"etc/passwd",
    b"=cmd|' /C calc'!A0", b"\r\n\r\n", b"%s%n%x", b"\\u0000", b"PK\x03\x04", b"%PDF-1.7", b"'''", b'"""',
    b"[[site]]\n" * 200, b"A" * 100_000,
)  # fmt: skip


def mangled(seed: bytes, others: Sequence[bytes], chance: random.Random) -> bytes:
    """A file made from a good one."""
    content = bytearray(seed)
    for _ in range(chance.choice((1, 1, 1, 2, 5))):
        at = chance.randrange(len(content) + 1)
        match chance.randrange(9):
            case 0:
                for _ in range(chance.choice((1, 8, 64))):
                    if content:
                        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
            case 1:
                del content[at:]
            case 2:
                del content[:at]
            case 3:
                del content[at : at + chance.randrange(1, 400)]
            case 4:
                content[at:at] = chance.choice(CHUNKS)
            case 5:
                content[at:at] = content[at : at + chance.randrange(1, 2000)]
            case 6:
                content[at : at + 4] = chance.randbytes(chance.randrange(40))
            case 7:
                content[at:] = chance.choice(others)[:50_000]
            case _:
                content = bytearray(
                    chance.choice((b"", chance.randbytes(chance.randrange(3000)), chance.choice(CHUNKS)))
                )
    return bytes(content)


def refused_or_done(arguments: Sequence[str], typed: str) -> tuple[int, str]:
    """Exit code and everything said. Raises what the command raises."""
    out, err, stdin = io.StringIO(), io.StringIO(), sys.stdin
    sys.stdin = io.StringIO(typed)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                code = intake([str(each) for each in arguments])
            except SystemExit as left:
                code = int(left.code or 0)
    finally:
        sys.stdin = stdin
    return code, out.getvalue() + err.getvalue()


def problems_of(door: Seed, file: Path, slow_s: float) -> Iterator[str]:
    begin = time.monotonic()
    try:
        code, said = refused_or_done(door.arguments(file), door.typed)
    except Exception:  # whatever it is: a command may never raise
        yield traceback.format_exc(limit=-4)
        return
    if "Traceback" in said:
        yield said[-2000:]
    if code not in range(7):
        yield f"exit code {code}"
    if code and not said.strip():
        yield f"exit code {code} without a word"
    if MARKER in said:
        yield "an answer stands in what was said"
    if any(char in said for char in "\x1b\x07\u202e\x00"):
        yield "a control character reached the terminal"
    if (took_s := time.monotonic() - begin) > slow_s:
        yield f"took {took_s:.0f} s"


@contextlib.contextmanager
def content_read_once() -> Iterator[None]:
    """The questionnaire is read for each command otherwise, which takes longer than the file."""
    from intake.commands import access, assess, closing, handover, import_odk, site_show

    with contextlib.ExitStack() as patches:
        for module in (access, assess, closing, handover, import_odk, site_show):
            patches.enter_context(patch.object(module, "load_content", lambda own=None: content()))
        yield


def run(files: int, seed: int, slow_s: float, folder: Path) -> list[str]:
    """Everything that was wrong, each with the number of its file."""
    with content_read_once():
        return _run(files, seed, slow_s, folder)


def _run(files: int, seed: int, slow_s: float, folder: Path) -> list[str]:
    desk = desk_with_a_case(folder / "desk")
    doors = list(seeds(desk))
    chance = random.Random(seed)
    others, found, went = [door.content for door in doors], list[str](), Counter[str]()
    took_s: defaultdict[str, float] = defaultdict(float)
    for door in doors:
        file = folder / f"good{door.ending}"
        file.write_bytes(door.content)
        found += [f"{door.name}, the good file: {problem}" for problem in problems_of(door, file, slow_s)]
    for number in range(files):
        (door,) = chance.choices(doors, [each.weight for each in doors])
        file = folder / f"hostile-{number % 7}{door.ending}"
        file.write_bytes(mangled(door.content, others, chance))
        went[door.name] += 1
        begin = time.monotonic()
        problems = list(problems_of(door, file, slow_s))
        took_s[door.name] += time.monotonic() - begin
        for problem in problems:
            found.append(f"{door.name}, file {number}: {problem}")
            (folder.parent / f"kept-{number}{door.ending}").write_bytes(file.read_bytes())
        if number % 100 == 99 and (lost := desk.what_is_lost()):
            found.append(f"after file {number}: {lost}")
    print(", ".join(f"{name} {count} ({took_s[name]:.0f} s)" for name, count in sorted(went.items())))
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--slow", type=float, default=20.0)
    args = parser.parse_args()
    begin = time.monotonic()
    kept = Path(tempfile.mkdtemp(prefix="hostile-"))
    with tempfile.TemporaryDirectory(dir=kept) as folder:
        found = run(args.files, args.seed, args.slow, Path(folder))
    for problem in found:
        print(problem)
    print(
        f"{args.files} files, seed {args.seed}: {len(found)} problems, {time.monotonic() - begin:.0f} s; kept in {kept}"
    )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

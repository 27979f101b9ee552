"""Good files of every kind that a command reads, and the command for each: what hostile files are made from."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import json
import shutil
import sys
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from intake.cli import main as intake
from intake.handover.sealing.sealed import new_identity
from intake.interop import nodes
from intake.pathways.own_sites import built_in_text
from tests.commands.stored import LOGIN, NAME, PERSONAS, Stored, consent, content, noor, stored
from tests.interop.filled_form import as_instance, fill
from tests.interop.forms import form
from tests.pathways.personas import answers_of

MARKER = "Jabiri"
"""The family name in every one of them: no command may repeat it in an error."""

JC = "Jobcenter Wuppertal"
Arguments = Callable[[Path], Sequence[str]]


@dataclass(frozen=True)
class Seed:
    """A good file of one kind. `weight` says how often it is taken: slow readers less often."""

    name: str
    content: bytes
    ending: str
    arguments: Arguments
    typed: str = ""
    weight: int = 10


@dataclass(frozen=True)
class Desk:
    """A store with one case that stands beside while files are read, and what was exported from it."""

    case: Stored
    folder: Path
    count: int
    """How many questions are answered."""

    def what_is_lost(self) -> str:
        """Empty where the case is as it was and the audit chain is whole."""
        try:
            with self.case.open() as store:
                answers = store.load_case(self.case.id).answers
                if len(tuple(answers)) != self.count or store.replayed(self.case.id) != answers:
                    return "the case is not as it was"
                if store.trail.verify().broken_at is not None:
                    return "the audit chain is broken"
        except Exception as error:  # what the store says is the finding
            return f"the store does not open: {error}"
        return ""


def desk_with_a_case(folder: Path) -> Desk:
    case = stored(folder / "store", noor(consent("jc", JC)))
    with case.open() as store:
        return Desk(case, folder, len(tuple(store.load_case(case.id).answers)))


def seeds(desk: Desk) -> Iterator[Seed]:
    """One of each kind, with what it takes to read it."""
    yield from _answers(desk)
    yield from _submissions(desk)
    yield from _records(desk)
    yield from _content_files(desk)
    yield from _translations(desk)
    yield from _backups(desk)


def _answers(desk: Desk) -> Iterator[Seed]:
    lines = PERSONAS.read_text(encoding="utf-8").splitlines()
    answers = desk.folder / "answers.json"
    answers.write_text(json.dumps(noor(consent("jc", JC)), ensure_ascii=False), encoding="utf-8")
    yield Seed(
        "answers", answers.read_bytes(), ".json", lambda file: ["assess", str(file), "--site", "zebera"], weight=30
    )
    batch = "\n".join(lines[:3]).encode()
    yield Seed("batch", batch, ".jsonl", lambda file: ["assess", "--batch", str(file)], weight=15)


def _submissions(desk: Desk) -> Iterator[Seed]:
    odk, questionnaire = form(), content().questionnaire
    filled = fill(odk, questionnaire, "full", answers_of(noor()), dt.date(2026, 5, 17))
    instance = as_instance(filled, odk, "uuid:hostile")

    def dry(file: Path) -> Sequence[str]:
        return ["import", "odk", str(file), "--dry-run"]

    yield Seed("submission", instance, ".xml", dry, weight=25)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("one/submission.xml", instance)
    yield Seed("submissions", packed.getvalue(), ".zip", dry, weight=15)
    identity = nodes.identity(content().questionnaire, "full")
    table = f"instanceID,intake_form,privacy_info_given,family_name\nuuid:1,{identity},yes,{MARKER}\n".encode()
    yield Seed("table", table, ".csv", dry, weight=15)

    def store(file: Path) -> Sequence[str]:
        return ["import", "odk", str(file), "--store", str(desk.folder / "other")]

    _ = stored(desk.folder / "other", noor())
    yield Seed("stored submission", instance, ".xml", store, typed=LOGIN, weight=2)


def _records(desk: Desk) -> Iterator[Seed]:
    pdf, data, sealed = (desk.folder / f"r.{ending}" for ending in ("pdf", "json", "zip.age"))
    key = desk.folder / "office.key"
    identity, public = new_identity()
    key.write_text(identity, encoding="utf-8")
    files = ["--pdf", str(pdf), "--json", str(data)]
    made(["handover", desk.case.code, "--to", "jc", "--store", str(desk.case.folder), *files])

    def verify(file: Path) -> Sequence[str]:
        return ["verify", str(file), "--code", "-"]

    yield Seed("record as JSON", data.read_bytes(), ".json", verify, weight=15)
    yield Seed("record as PDF", pdf.read_bytes(), ".pdf", lambda file: ["verify", str(data), str(file)], weight=2)
    sealing = ["--sealed", str(sealed), "--seal-to", public.key]
    made(["handover", desk.case.code, "--to", "jc", "--store", str(desk.case.folder), *sealing])
    into = desk.folder / "opened"
    into.mkdir()

    def opening(file: Path) -> Sequence[str]:
        return ["unseal", str(file), "--identity", str(key), "--into", str(into)]

    yield Seed("sealed record", sealed.read_bytes(), ".age", opening, weight=10)
    yield Seed("private key", key.read_bytes(), ".key", lambda file: ["unseal", str(sealed), "--identity", str(file)])


def _content_files(desk: Desk) -> Iterator[Seed]:
    answers = desk.folder / "answers.json"
    profile = built_in_text("hamm").encode()
    yield Seed("profile", profile, ".toml", lambda file: ["site", "try", str(file), "--case", str(answers)], weight=10)
    settings = b'site = "hamm"\ntheme = "light"\nlanguage = "de"\nbackup_days = 30\nlock_minutes = 5\n'
    yield Seed("settings", settings, ".toml", lambda file: ["settings", "--settings", str(file)], weight=25)


def _translations(desk: Desk) -> Iterator[Seed]:
    locales = desk.folder / "locales"
    shutil.copytree(Path(__file__).parents[2] / "locales", locales, ignore=shutil.ignore_patterns("*.mo"))
    for ending in (".xlsx", ".xlf"):
        file = desk.folder / f"tr{ending}"
        made(["languages", "export", "tr", str(file), "--locales", str(locales)])

        def reading(file: Path) -> Sequence[str]:
            return ["languages", "import", "tr", str(file), "--locales", str(locales)]

        yield Seed(f"translations {ending}", file.read_bytes(), ending, reading, weight=1)


def _backups(desk: Desk) -> Iterator[Seed]:
    """A list of contents and a key file in the place of the good ones; reading them changes nothing."""
    places = desk.folder / "backups"
    made(["backup", "--to", str(places), "--store", str(desk.case.folder)])
    (folder,) = places.iterdir()
    listing = ["backup", "list", "--to", str(places), "--store", str(desk.case.folder)]
    for name in ("backup.json", "keys.json"):
        good = (folder / name).read_bytes()

        def put(file: Path, name: str = name) -> Sequence[str]:
            (folder / name).write_bytes(file.read_bytes())
            return listing

        yield Seed(f"{name} of a backup", good, ".json", put, weight=10)


def made(arguments: Sequence[str]) -> None:
    """Runs a command that has to do its work."""
    stdin, said = sys.stdin, io.StringIO()
    sys.stdin = io.StringIO(LOGIN)
    try:
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            code = intake(list(arguments))
    finally:
        sys.stdin = stdin
    assert code == 0, (NAME, said.getvalue())

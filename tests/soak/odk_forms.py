"""Has the exported forms judged and filled in by ODK itself.

    python tests/soak/odk_forms.py [COUNT] [SEED]

pyxform converts the form of each site and kind of case, ODK Validate (in the package, runs on Java) accepts it, and
JavaRosa, the engine of ODK Collect, fills in COUNT forms (40 where none is given) question by question with random
answers. What it asks has to be what the desk asks, and the submission has to come back as the same answers, except
what the report names. Needs `pip install 'intake[odk]'` and a JDK. Ends with 1 at any difference.
"""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parents[2]))

from intake.interop import nodes
from intake.interop.as_xlsx import as_xlsx
from intake.interop.instance_xml import read_instance
from intake.interop.layout import repeats_of
from intake.interop.read_answers import read
from intake.interview.answers import Answers
from intake.interview.session import Interview
from tests.interop.any_answers import any_answers
from tests.interop.filled_form import Filled, as_instance, fill
from tests.interop.forms import context, form
from tests.pathways.personas import logic

FILLER = Path(__file__).with_name("FillForm.java")
SITES = ("zebera", "muenster", "hannover")
KINDS = ("full", "child")


def validator() -> Path:
    """ODK Validate, which comes with pyxform and holds JavaRosa."""
    import pyxform

    return Path(pyxform.__file__).parent / "validators" / "odk_validate" / "bin" / "ODK_Validate.jar"


def convert(xlsx: Path) -> str:
    from pyxform.xls2xform import convert

    return str(convert(str(xlsx), validate=False).xform)


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    random = Random(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    if shutil.which("java") is None:
        print("there is no Java")
        return 1
    differences = 0
    with tempfile.TemporaryDirectory() as folder:
        for site in SITES:
            for kind in KINDS:
                share = max(1, count // (len(SITES) * len(KINDS)))
                differences += judged(Path(folder), site, kind, share, random)
    print(f"{differences} differences")
    return 1 if differences else 0


def judged(folder: Path, site: str, kind: str, count: int, random: Random) -> int:
    """The number of differences for one form."""
    name = folder / f"{site}-{kind}"
    xform = name.with_suffix(".form.xml")
    (book := name.with_suffix(".xlsx")).write_bytes(as_xlsx(form(site, kind, today())))
    xform.write_text(convert(book), encoding="utf-8")
    said = subprocess.run(["java", "-jar", validator(), xform], capture_output=True, text=True, check=False)
    is_valid = "Xform is valid" in said.stdout + said.stderr
    print(f"{site} {kind}: {'valid' if is_valid else 'NOT VALID'}")
    people = [name.with_name(f"{site}-{kind}-{number}") for number in range(count)]
    wanted = [_person(site, kind, person, random) for person in people]
    run = subprocess.run(
        ["java", "-Xmx1g", "-cp", validator(), FILLER, xform, *people], capture_output=True, text=True, check=False
    )
    if run.returncode:
        print(run.stderr[-2000:])
        return 1
    found = [line for line in run.stdout.splitlines() if line.startswith("refused")]
    for person, (answers, filled) in zip(people, wanted, strict=True):
        found += [f"{person.name}: {line}" for line in _differences(site, kind, person, answers, filled)]
    for line in found:
        print(line)
    return len(found) + (not is_valid)


def today() -> dt.date:
    """JavaRosa sets the day of a form itself."""
    return dt.date.today()


def _person(site: str, kind: str, file: Path, random: Random) -> tuple[Answers, Filled]:
    questionnaire = logic().questionnaire
    answers = any_answers(random, questionnaire, kind, today())
    filled = fill(form(site, kind, today()), questionnaire, kind, answers, today())
    lines = [f"{name}\t-\t{value}" for name, value in filled.typed.items()]
    for repeat, entries in filled.entries.items():
        lines.append(f"#entries\t{repeat}\t{len(entries)}")
        lines += [f"{name}\t{place}\t{value}" for place, entry in enumerate(entries) for name, value in entry.items()]
    file.write_text("\n".join(lines), encoding="utf-8")
    return answers, filled


def _differences(site: str, kind: str, person: Path, answers: Answers, filled: Filled) -> Iterator[str]:
    """What ODK asked otherwise than our own reading of the form says, and what came back otherwise."""
    asked = set(Path(f"{person}.asked").read_text(encoding="utf-8").split())
    for name, node in filled.nodes.items():
        is_question = node.row.type.split()[0] not in ("calculate", "begin_group", "begin_repeat", "start", "today")
        if is_question and not node.repeat and (name in asked) != filled.is_relevant(name):
            yield f"{name}: ODK {'asks' if name in asked else 'does not ask'} it"
    repeats = repeats_of(logic().questionnaire, kind)
    theirs = read_instance(Path(f"{person}.xml").read_bytes(), repeats)
    ours = read_instance(as_instance(filled, form(site, kind, today()), theirs.instance), repeats)
    empty = Interview(logic(), Answers(), context(site, today()), kind)
    for question in nodes.questions_in(logic().questionnaire, kind):
        one, other = (read(each, empty).answers[question.id] for each in (theirs, ours))
        if one != other:
            yield f"{question.id}: ODK sends {one}, not {other}"


if __name__ == "__main__":
    sys.exit(main())

"""`intake assess`: answers from files, the proposal of one or all sites to stdout. Touches no store.

Source: decisions.md 2. Nothing is printed on stdout unless every input is sound.
"""

from __future__ import annotations

import datetime as dt
import io
import itertools
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from intake.errors import InputError
from intake.handover.projection.view import views
from intake.interview.answer_file import answers_from_json
from intake.interview.answers import Answers
from intake.interview.questionnaire import Questionnaire
from intake.interview.values import Json
from intake.languages.catalogs import BINDING_LANGUAGE, Catalogs
from intake.languages.direction import strip_controls
from intake.pathways.as_json import as_line, assessment_as_json
from intake.pathways.assess import Assessment, assess
from intake.pathways.chain import chain, chain_rules, offers_by_id
from intake.pathways.content import Content, load_content, parse_day
from intake.pathways.own_sites import own_file
from intake.pathways.present import present
from intake.pathways.stations import Station

Say = Callable[..., str]

MAX_BYTES = 20_000_000
ALL_SITES = "all"
COLUMNS = 78


@dataclass(frozen=True, slots=True)
class Options:
    """What was typed after `intake assess`. `own` is the folder of the desk's own profiles."""

    files: tuple[Path, ...]
    site: str
    on: dt.date
    law: str = ""
    is_json: bool = False
    batch: Path | None = None
    own: Path | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """One assessment to make. `id` is set for a line of a batch; `name` says where it comes from."""

    name: str
    site: str
    on: dt.date
    law: str
    answers: Json
    id: Json = None


class Mistaken(InputError):
    """Some of the input cannot be used; one line for each problem."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("The answers cannot be used.", "Nothing was assessed. Correct the lines named above.")
        self.lines = lines


def options_day(typed: str | None) -> dt.date:
    """The day of assessment: as typed, else today."""
    return parse_day(typed) if typed else dt.date.today()


def run(options: Options, say: Say) -> int:
    """Print one line or one text for each file and site. Raises InputError, ContentError."""
    content = load_content(own=options.own)
    problems: list[str] = []
    jobs = itertools.chain(_jobs_of_files(options, content, problems), _jobs_of_batch(options, problems))
    assessed: list[tuple[Job, Assessment]] = []
    for job in jobs:
        try:
            assessed.append((job, _assess(job, content, problems)))
        except Mistaken:
            continue
        except InputError as error:
            problems.append(f"{job.name}: {error}")
    if problems:
        raise Mistaken(list(dict.fromkeys(problems)))
    name_own_profiles(content, (job.site for job, _ in assessed), options.own, say)
    is_json = options.is_json or options.batch is not None
    if is_json and isinstance(sys.stdout, io.TextIOWrapper):
        # UTF-8 with one kind of line end everywhere; half a surrogate pair is escaped, as JSON itself does it
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    for job, assessment in assessed:
        sys.stdout.write((_line(job, assessment) if is_json else _text(assessment, content)) + "\n")
    return 0


def name_own_profiles(content: Content, sites: Iterable[str], folder: Path | None, say: Say) -> None:
    """Say on stderr which of these sites are assessed by a profile of the desk's own, each once."""
    for site in dict.fromkeys(sites):
        if site in content.own and folder is not None:
            said = say("site {site}: own profile {file}", site=site, file=str(own_file(folder, site)))
            sys.stderr.write(said + "\n")


def read_answers(file: Path, questionnaire: Questionnaire) -> Answers:
    """The answers in a file. Raises Mistaken with every problem in it."""
    answers = answers_from_json(questionnaire, _json(_read(file), str(file)))
    if not isinstance(answers, Answers):
        raise Mistaken([f"{file}: {problem}" for problem in answers])
    return answers


def _jobs_of_files(options: Options, content: Content, problems: list[str]) -> Iterator[Job]:
    named = [*content.sites.by_id, *content.mistaken] if options.site == ALL_SITES else [options.site]
    sites = [content.site(id_).id for id_ in named]
    for file in options.files:
        try:
            data = _json(_read(file), str(file))
        except Mistaken as error:
            problems += error.lines
            continue
        for site in sites:
            yield Job(str(file), site, options.on, options.law, data)


def _jobs_of_batch(options: Options, problems: list[str]) -> Iterator[Job]:
    """One job for each line that is not empty. Only `\\n` ends a line: JSON texts may hold U+2028 and its like."""
    if options.batch is None:
        return
    try:
        text = _read(options.batch)
    except Mistaken as error:
        problems += error.lines
        return
    for number, line in enumerate(text.split("\n"), 1):
        name = f"{options.batch}:{number}"
        if not line.strip():
            continue
        try:
            yield _job(line, name, options)
        except Mistaken as error:
            problems += error.lines
        except InputError as error:
            problems.append(f"{name}: {error}")


def _job(line: str, name: str, options: Options) -> Job:
    """A line `{"id", "site", "on", "law", "answers"}`; `on` and `law` may be missing."""
    data = _json(line, name)
    if not isinstance(data, dict) or not isinstance(data.get("site"), str) or "answers" not in data:
        raise Mistaken([f"{name}: a line needs `site` and `answers`"])
    on, law = data.get("on") or options.on.isoformat(), data.get("law") or options.law
    return Job(name, str(data["site"]), parse_day(str(on)), str(law), data["answers"], data.get("id"))


def _read(file: Path) -> str:
    try:
        if file.stat().st_size > MAX_BYTES:
            raise Mistaken([f"{file}: larger than {MAX_BYTES} bytes"])
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise Mistaken([f"{file}: cannot be read ({error.strerror or type(error).__name__})"]) from None
    except UnicodeDecodeError:
        raise Mistaken([f"{file}: is not UTF-8"]) from None


def _json(text: str, name: str) -> Json:
    def refuse_constant(constant: str) -> None:
        raise ValueError(f"{constant} is no number")

    def unique(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
        keys = [key for key, _ in pairs]
        if len(set(keys)) != len(keys):
            raise ValueError("a key stands twice in one object")
        return dict(pairs)

    try:
        data: Json = json.loads(text, parse_constant=refuse_constant, object_pairs_hook=unique)
    except RecursionError:
        raise Mistaken([f"{name}: nested too deeply"]) from None
    except ValueError as error:
        raise Mistaken([f"{name}: no valid JSON ({error})"]) from None
    return data


def _assess(job: Job, content: Content, problems: list[str]) -> Assessment:
    answers = answers_from_json(content.questionnaire, job.answers)
    if not isinstance(answers, Answers):
        problems += [f"{job.name}: {problem}" for problem in answers]
        raise Mistaken([])
    return assess(content.logic, answers, content.site(job.site), content.law(job.law, job.on), job.on)


def _line(job: Job, assessment: Assessment) -> str:
    data = assessment_as_json(assessment, views(assessment.facts))
    return as_line(data if job.id is None else {"id": job.id, **data})


def _text(assessment: Assessment, content: Content) -> str:
    """The proposal for reading, in German, the binding language."""
    shown = present(assessment)
    head = f"{assessment.site.name.de} · {assessment.on:%d.%m.%Y} · Rechtsstand {assessment.law.date:%d.%m.%Y}"
    lines = [head, "Vorschlag – das Team entscheidet", ""]
    for prerule in shown.prerules:
        lines += [f"{prerule.rule.id}  {prerule.rule.name.de}: {prerule.rule.reason.de}", *_ways(prerule.stations)]
    for result in shown.results:
        lines += [f"{result.rule.id}  {result.rule.kind}  {result.rule.reason.de}", *_ways(result.stations)]
    for open_line in shown.open:
        wanted = ", ".join(open_line.open.missing) or "die zuständige Stelle muss entscheiden"
        lines.append(f"{open_line.rule.id}  noch zu klären: {wanted}")
    for choice in shown.offers:
        names = " oder ".join(f"{line.offer.name.de} ({line.state})" for line in choice.lines)
        lines.append(f"Angebot: {names}")
    for deadline in shown.deadlines:
        day = f"{deadline.date:%d.%m.%Y}" if deadline.date else "offen"
        lines.append(f"Frist: {day}{' (ungefähr)' if deadline.approximate else ''}  {deadline.deadline.name.de}")
    lines += ["", "Förderkette", *_chain(assessment, content)]
    return "\n".join(strip_controls(line) for line in lines) + "\n"


def _chain(assessment: Assessment, content: Content) -> Iterator[str]:
    """The steps across legal circles, drawn and in words."""
    from intake.ui.chain_drawing import ChainWords, chain_drawing, step_lines  # no JSON line needs it

    catalog = Catalogs()[BINDING_LANGUAGE]
    words = ChainWords(lambda message, /, **params: catalog.say(message, params), BINDING_LANGUAGE)
    rules = chain_rules(content.sites, assessment.site.id)
    drawn = chain(assessment, rules, offers_by_id(content.sites))
    yield from chain_drawing(drawn, words, COLUMNS)
    yield ""
    for step in (*drawn.steps, *drawn.alongside):
        yield from step_lines(step, words, COLUMNS)


def _ways(stations: tuple[Station, ...]) -> list[str]:
    return [f"      → {station.name.de}" for station in stations]

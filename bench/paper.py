"""pdf: a handover record on paper, against typst alone with the same template and the same data."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from functools import partial
from importlib.resources import files

import typst

from bench.assessing import cases, took_ms
from bench.effort import Effort
from bench.figures import Budget, Figure, median
from intake.handover.formats.as_pdf import Printer, font_folders
from intake.handover.formats.check_code import qr_svg
from intake.handover.formats.pages import record_sheet
from intake.handover.formats.sheet import Sheet
from intake.handover.projection.view import office_views
from intake.handover.record.layout import load_layout
from intake.handover.record.parts import Cover, Event
from intake.handover.record.record import build_record
from intake.handover.record.wording import Wording
from intake.handover.templates import RECORD_TEMPLATE, TEMPLATES
from intake.interview.answer_file import answers_from_json
from intake.interview.answers import Answers
from intake.interview.occupations import load_occupations
from intake.interview.values import Json
from intake.languages.catalogs import Catalogs
from intake.languages.names import Names
from intake.pathways.assess import Assessment, assess
from intake.pathways.content import Content, load_content, parse_day

MADE_AT = dt.datetime(2016, 9, 1, 10, 42, tzinfo=dt.UTC)
COVER = Cover(case="Z-7K3F-92", version=1, event=Event.REFERRAL, sender_role="Erstgespräch", sender_phone="0202 1")
CONSENT: dict[str, Json] = {
    "recipient": "jc",
    "office": "Jobcenter",
    "packages": ["IDN", "IDB", "LNC", "LNS", "STA", "EDU", "WRK", "GOA", "MOB", "DOC", "NXT", "RES"],
    "purpose": "Beratung und Vermittlung",
    "decision": "granted",
    "signer": "self",
    "form": "paper",
}
_WITHIN = Budget(1.5)


def assessed(content: Content, case: dict[str, object]) -> Assessment:
    """The case with a consent for the job centre."""
    data = case["answers"]
    assert isinstance(data, dict)
    answers = answers_from_json(
        content.questionnaire, {**data, "consents": [{**CONSENT, "signed_on": str(case["on"])}]}
    )
    assert isinstance(answers, Answers)
    on = parse_day(str(case["on"]))
    return assess(content.logic, answers, content.site("zebera"), content.law(str(case["law"]), on), on)


def german_wording(content: Content) -> Wording:
    folder = files("intake.interview") / "content" / content.questionnaire.version
    text = (folder / "occupations.toml").read_text(encoding="utf-8")
    occupations = {each.isco08: each for each in load_occupations(text, "occupations.toml")}
    layout = load_layout(content.questionnaire)
    return Wording(Catalogs()["de"].pgettext, Names(content.questionnaire.codes), layout, occupations)


def measure(effort: Effort) -> Iterator[Figure]:
    """Ours is from the assessment to the bytes: projection, record, words, layout, compiling.

    Every record has a case code of its own, as typst would else find the finished page in its memory.
    """
    content = load_content()
    wording = german_wording(content)
    assessment = assessed(content, max(cases().values(), key=lambda case: len(str(case["answers"]))))
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=font_folders())
    compiler = typst.Compiler(TEMPLATES / RECORD_TEMPLATE, root=TEMPLATES, font_paths=fonts)
    printer = Printer()

    def sheet(code: str) -> Sheet:
        view = next(each for each in office_views(assessment.facts) if each.recipient == "jc")
        return record_sheet(build_record(assessment, view, replace(COVER, case=code), wording), wording)

    def ours(code: str) -> None:
        assert printer.pdf(sheet(code), MADE_AT, "nicht archivfest").is_archival

    def bare(inputs: dict[str, str]) -> None:
        compiler.compile(format="pdf", sys_inputs=inputs, pdf_standards=["a-2a", "ua-1"], timestamp=MADE_AT)

    times = []
    for number in range(effort.rounds + 1):
        bare_sheet = sheet(f"Z-BARE-{number}")
        inputs = {"sheet": json.dumps(asdict(bare_sheet), ensure_ascii=False)}
        if bare_sheet.check is not None:
            inputs["qr"] = qr_svg(bare_sheet.check.code)
        times.append((took_ms(partial(ours, f"Z-OURS-{number}")), took_ms(partial(bare, inputs))))
    yield Figure("pdf", "first record", *times.pop(0))
    mine, alone = zip(*times, strict=True)
    yield Figure("pdf", "record, median", median(mine), median(alone), budget=_WITHIN)
    yield Figure("pdf", "record, fastest", min(mine), min(alone), budget=_WITHIN)

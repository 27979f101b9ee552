"""Each kind of paper for an invented person, in any language."""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Iterator, Mapping
from functools import cache

from pypdf import PdfReader

from intake.handover.formats.as_pdf import PdfResult, Printer
from intake.handover.papers.blank import blank
from intake.handover.papers.cards import private_cards
from intake.handover.papers.case_papers import CasePapers, Left
from intake.handover.papers.paper import Both, Paper, texts_in
from intake.handover.papers.persons_copy import Handed
from intake.handover.papers.tongues import Tongues
from intake.handover.templates import PAPERS_TEMPLATE
from intake.interview.session import Run
from intake.interview.values import Json
from intake.languages.catalogs import Catalogs
from intake.languages.languages import load_languages
from intake.pathways.assess import Assessment
from tests.handover.handover_cases import ALL_PACKAGES, DAY, LAW, MADE_AT, PERSON, assessed, consent, content

KINDS = ("release", "copy", "slips", "notice", "cards", "blank-core", "blank-full", "blank-child")
PHONE = "+49 151 2345 6789"
CODE = "Z-7K3F-92"
SLIP = "K7QM-4RXT"

WITH_EVERYTHING: Mapping[str, Json] = {
    **PERSON,
    "next_appointment": {"at": "2016-09-20T10:30", "place": PHONE, "with": "Frau Müller"},
    "status_valid_until": "2016-12-01",
    "consents": [consent("jc", ALL_PACKAGES), consent("youth", ALL_PACKAGES), consent("aa")],
}


@cache
def tongues(language: str, *, is_familiar: bool = False) -> Tongues:
    return Tongues(Catalogs(), load_languages()[language], is_familiar)


@cache
def printer() -> Printer:
    return Printer(template=PAPERS_TEMPLATE)


def papers(
    data: Mapping[str, Json] = WITH_EVERYTHING,
    language: str = "ar",
    site: str = "hannover",
    left: tuple[Left, ...] = (),
) -> CasePapers:
    return papers_of(assessed(data, site), language, left)


def papers_of(assessment: Assessment, language: str = "ar", left: tuple[Left, ...] = ()) -> CasePapers:
    return CasePapers(assessment, CODE, tongues(language), "Erstgespräch", "0511 1234", left)


def paper(kind: str, language: str, data: Mapping[str, Json] = WITH_EVERYTHING) -> Paper:
    """A paper with all that it can hold."""
    by_law = Handed("youth", "Stelle youth", DAY, "§ 4 Abs. 3 KKG", "Gefahr", ("CON", "PRO"))
    withdrawn = Handed("soz", "Stelle soz", DAY, withdrawn=DAY, told=DAY)
    left = (Left(Handed("jc", "Stelle jc", DAY), 2, SLIP), Left(by_law, 1), Left(withdrawn, 1, SLIP, is_open=False))
    found = papers(data, language, left=left)
    match kind:
        case "release":
            return found.release(found.terms("youth")[0]).paper
        case "copy":
            return found.copy(in_private=True).paper
        case "slips":
            return found.slips().paper
        case "notice":
            return found.notice(left[2]).paper
        case "cards":
            return private_cards(content().questionnaire, tongues(language), found.assessment.site.name.de)
        case _:
            run = Run.FULL if kind == "blank-full" else Run.CORE
            case_kind = "child" if kind == "blank-child" else "full"
            law = content().laws.of(LAW)
            return blank(content().logic, found.assessment.site, law, run, case_kind, tongues(language))


def pdf(found: Paper) -> PdfResult:
    return printer().pdf(found, MADE_AT, "nicht archivfest")


def pages(content_: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(content_)).pages]


def bare(text: str) -> str:
    """The text without what laying out changes, and without brackets, which pypdf turns beside Arabic."""
    return re.sub("[\\s\u200b\u2068\u2069()]", "", text)


def lacking(found: Paper, content_: bytes) -> list[str]:
    """The German texts of a paper that cannot be read from its file."""
    read = bare("".join(pages(content_)))
    return [text.german for text in texts_in(found.elements) if bare(text.german) not in read]


def germans(found: Paper) -> str:
    """All German of a paper, as one text."""
    return "\n".join(text.german for text in texts_in((found.title, found.elements)))


def all_texts(found: Paper) -> Iterator[Both]:
    return texts_in((found.title, found.elements))


def with_consents(*consents: Json, **changes: Json) -> dict[str, Json]:
    return {**WITH_EVERYTHING, "consents": [*consents], **changes}


def named(packages: Collection[str], recipient: str = "jc", **fields: Json) -> dict[str, Json]:
    return consent(recipient, packages, **fields)

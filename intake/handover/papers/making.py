"""What all papers share: title, foot, banners, and the name of the file."""

from __future__ import annotations

import re

from intake.handover.papers.paper import Both, Element, Format, Lack, Paper, texts_in
from intake.handover.papers.tongues import Tongues
from intake.handover.sanitize import shown

_SAFE = re.compile(r"[^A-Za-z0-9._-]+")
_SEPARATOR = " · "
PERSON_LEADS, GERMAN_LEADS = "person", "german"


def made(
    tongues: Tongues,
    title: Both,
    elements: tuple[Element, ...],
    *,
    author: str,
    case: str = "",
    about: str = "",
    leads: str = GERMAN_LEADS,
    fills: Format = Format.PAGES,
    names_language: bool = True,
    foot_names_language: bool = True,
) -> Paper:
    """A paper with its banners and its foot. `author` is the office, `about` more for the foot; neither a person.

    `names_language` is false for letters between offices: which language a person speaks is an answer.
    `foot_names_language` is false where only a part of the page is given to an office.
    """
    code = tongues.say("Case {code}", code=case).german if case else ""
    language = tongues.language.german_name if names_language and foot_names_language else ""
    foot = (shown(author), title.german, shown(about), code, language)
    return Paper(
        document_title=_SEPARATOR.join(part for part in (title.german, case) if part),
        author=shown(author),
        language="" if tongues.is_german or not names_language else tongues.language.iso,
        direction=tongues.direction if names_language else "ltr",
        leads=leads,
        format=fills,
        title=title,
        case=shown(case),
        running=_SEPARATOR.join(part for part in foot if part),
        page_of=tongues.say("Page {page} of {pages}").german,
        banners=_banners(tongues, (title, *elements)),
        marks={Lack.STALE: tongues.say("Outdated").german, Lack.MISSING: tongues.say("Not translated").german},
        elements=elements,
    )


def _banners(tongues: Tongues, parts: tuple[Both | Element, ...]) -> tuple[str, ...]:
    """The warning above a translation that no speaker has reviewed, in both languages."""
    if not any(text.lack in (Lack.DRAFT, Lack.STALE) for text in texts_in(parts)):
        return ()
    said = tongues.say("This translation has not been checked yet. The German text counts.")
    return tuple(dict.fromkeys(text for text in (said.german, said.person) if text))


def file_name(kind: str, language: str, *more: str) -> str:
    """The name that is proposed for a paper: its kind, the case code or what else tells it apart, and the language.

    Never the name of a person, nor anything that a person answered.
    """
    parts = (_SAFE.sub("-", part).strip("-.") for part in (*more, kind, language))
    return "_".join(part for part in parts if part) + ".pdf"

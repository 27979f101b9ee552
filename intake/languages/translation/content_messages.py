"""The message ids of all questionnaire versions, each with the context under which the catalogs hold it.

Of the site profiles only what the papers for the person need first: what to bring, what a permission is given for, and
what all sites share.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from intake.errors import ContentError
from intake.interview.questionnaire import Questionnaire, load_questionnaire
from intake.interview.questions import Question
from intake.languages.catalogs import FAMILIAR
from intake.languages.messages import SourceMessage


def content_messages(folder: Path) -> Iterator[SourceMessage]:
    """The messages of each version in `folder`, oldest version first. Raises ContentError where one has mistakes."""
    for version in sorted(path for path in folder.iterdir() if (path / "questionnaire.toml").is_file()):
        yield from questionnaire_messages(load_questionnaire(version.name, version))


def questionnaire_messages(questionnaire: Questionnaire) -> Iterator[SourceMessage]:
    """Questions in order, then sections, screens with several questions, kinds of case, states and sources."""
    for question in questionnaire.questions:
        yield from _question(question)
    for section in questionnaire.sections:
        yield from _texts(f"section.{section.code}", section.text, section.note)
    for grid in questionnaire.grids:
        yield from _texts(f"grid.{grid.id}", grid.text, grid.note)
    for kind in questionnaire.case_kinds:
        yield from _texts(f"case_kind.{kind.id}", kind.text)
    main = questionnaire.files["questionnaire.toml"].data
    for table in ("state", "source"):
        for entry in main.get(table, []):
            yield from _texts(f"{table}.{entry['code']}", entry["text"])


def site_messages(folder: Path) -> Iterator[SourceMessage]:
    """What `folder` says to the person in the words of the program's profiles, with the context `site`.

    Names of offices are none: they stand at the door in German. Raises ContentError where a profile is no TOML.
    """
    for path in (folder / "common.toml", *sorted((folder / "profiles").glob("*.toml"))):
        if path.is_file():
            yield from _texts("site", *_said_to_person(_profile(path), is_common=path.name == "common.toml"))


def _profile(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ContentError(
            "A source file cannot be read.", "Nothing was changed. Correct the lines named.", (f"{path.name}: {error}",)
        ) from error


def _said_to_person(profile: dict[str, Any], *, is_common: bool) -> Iterator[str]:
    for station in profile.get("station", []):
        if is_common:
            yield station["name"]["en"]
        yield station["bring"]["en"]
    for recipient in profile.get("recipient", []):
        yield recipient["purpose"]["en"]
    if is_common:
        if "fallback" in profile:
            yield profile["fallback"]["reason"]["en"]
        for prerule in profile.get("prerule", []):
            yield prerule["reason"]["en"]
        for deadline in profile.get("deadline", []):
            yield deadline["name"]["en"]
        for basis in profile.get("legal_basis", []):
            yield basis["name"]["en"]


def _question(question: Question) -> Iterator[SourceMessage]:
    yield from _texts(question.context, question.text, question.hint)
    if question.familiar:
        yield from _texts(question.context + FAMILIAR, question.text)
    for choice in question.choices:
        yield from _texts(question.context, choice.text)
        if choice.familiar:
            yield from _texts(question.context + FAMILIAR, choice.text)
    for group in question.groups:
        yield from _texts(question.context, group.text)
    for field in question.fields:
        yield from _question(field)


def _texts(context: str, *texts: str) -> Iterator[SourceMessage]:
    return (SourceMessage(context, text) for text in texts if text)

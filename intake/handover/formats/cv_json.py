"""The CV page as data: it points to answers of the record by their place, and repeats none but levels of languages."""

from __future__ import annotations

from intake.handover.record.cv_parts import Cv, CvLanguage, CvStation
from intake.interview.values import Json


def cv_as_json(cv: Cv) -> dict[str, Json]:
    """The CV page. `entry` of a station is its place in the answer `cv_stations`, counted from 0."""
    return {
        "stations": [_station(station) for station in cv.stations],
        "languages": [_language(language) for language in cv.languages],
        "certificates": list(cv.certificates),
        "activities": list(cv.activities),
        "not_asked": [
            {"block": block.block, "question": question, "label": label}
            for block in cv.not_asked
            for question, label in block.questions
        ],
    }


def _station(station: CvStation) -> dict[str, Json]:
    found: dict[str, Json] = {"entry": station.entry, "number": station.number}
    if station.when:
        found["when"] = station.when.value
    if station.overlaps:
        found["overlaps"] = list(station.overlaps)
    return found


def _language(language: CvLanguage) -> dict[str, Json]:
    found: dict[str, Json] = {"name": language.name.text}
    if language.code:
        found["language"] = language.code
    if language.is_mother_tongue:
        found["mother_tongue"] = True
    levels: dict[str, Json] = {skill: words.code for skill, words in language.skills.items()}
    return found | ({"levels": levels} if levels else {})

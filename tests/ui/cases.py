"""Cases that are in the store before the program starts."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from intake.interview.answer_file import answers_from_json
from intake.interview.answers import AnswerGiven, Answers, Change, EntryAdded, FieldGiven
from intake.interview.session import Run
from intake.interview.values import Json
from intake.store.ids import new_id
from intake.store.kept.answers import Place, event
from intake.store.kept.cases import CaseSettings, NewCase
from intake.store.kept.saving import Saving
from tests.ui.program import AMIRA, AT, kept_folder, new_store, open_as, parts

TALK: Mapping[str, Json] = {
    "interview_mode": "in_person",
    "preferred_language": "apc",
    "interpreter_type": "in_person_pro",
    "privacy": "yes",
    "understanding_ok": "well",
    "acute_need": "no",
    "privacy_info_given": "yes",
}
"""The answers with which a talk begins, up to the moment from which a case is stored."""

PERSON: Mapping[str, Json] = {
    **TALK,
    "family_name": "Mansour",
    "given_name": "Dima",
    "birth_date": "1991-03-03",
    "gender": "f",
    "nationality": ["SYR"],
    "residence_municipality": {"text": "Wuppertal", "ags": "05124000"},
    "accommodation_type": "flat",
    "children_ages": [],
    "family_abroad": "no",
    "arrival_date": "2024-08",
    "residence_status": "res_25_2_r",
    "asylum_stage": "positive",
    "decision_date": "2026-03-12",
    "prior_sgb2_elsewhere": "no",
}
"""A recognised refugee, up to the section on residence: the site is responsible for her."""

DIMA: Mapping[str, Json] = {
    **PERSON,
    "goal_main": "work",
    "interest_training_study": "no",
    "goal_work": "yes",
    "school_years": 12,
    "study_state": "no",
    "training_state": "none",
    "work_months": 30,
    "literacy": "well",
    "german_speaking": "a2",
    "german_course": "finished",
    "english_level": "b1",
    "health_limits": "limited",
    "pregnancy": {"state": "declined"},
    "feels_safe": "yes",
}
"""The same person, with all that the proposal needs."""


def stored(
    tmp_path: Path,
    answers: Mapping[str, Json] = DIMA,
    *,
    at: str = "",
    run: Run = Run.CORE,
    languages: tuple[str, ...] = ("en",),
    held_by: str = "",
    site: str = "zebera",
) -> None:
    """A case with these answers that stands at a question. Nobody has it open unless `held_by` says so.

    The store is made where there is none.
    """
    folder = tmp_path / "desk"
    about = (json.dumps(answers), at, run, languages, held_by, site)
    if folder.exists():
        _store_in(folder, *about)
    else:
        shutil.copytree(_with_case(about), folder)


@cache
def _with_case(about: tuple[str, str, Run, tuple[str, ...], str, str]) -> Path:
    """A store with one case, made once; each test works on a copy."""
    folder = new_store(kept_folder())
    _store_in(folder, *about)
    return folder


def _store_in(
    folder: Path, answers: str, at: str, run: Run, languages: tuple[str, ...], held_by: str, site: str
) -> None:
    store = open_as(folder, held_by or AMIRA)
    questionnaire = parts("zebera").content.questionnaire
    found = answers_from_json(questionnaire, json.loads(answers))
    assert isinstance(found, Answers), found
    new = NewCase(new_id(AT), "full", site, questionnaire.version, CaseSettings(run, languages))
    events = tuple(event(change, AT) for change in changes_of(found))
    store.begin_case(new, Saving(new.id, events, store.staff.id, AT, Place(at)))
    if not held_by:
        store.holds.put_back(new.id, store.staff.id, AT)
    store.close()


def changes_of(answers: Answers) -> Iterator[Change]:
    """Changes that add up to these answers."""
    for question in answers:
        entries = answers.entries(question)
        if not entries:
            yield AnswerGiven(question, answers[question])
        for entry in entries:
            yield EntryAdded(question, entry.id)
            for field, answer in entry.fields.items():
                yield FieldGiven(question, entry.id, field, answer)

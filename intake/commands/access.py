"""`intake access`: all that is stored about a person, for this person, as PDF and JSON.

No text here holds an answer, and the files are named by the code of the case.
"""

from __future__ import annotations

import json
import sys
from contextlib import closing
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from intake.commands.asking import ask_line, ask_secret
from intake.commands.handover import Now, Say, assess_case, find_case, utc_now
from intake.commands.login import logged_in
from intake.commands.paper_files import insist_on_place
from intake.errors import InputError
from intake.handover.export import make_folders, write_all
from intake.handover.papers.printing import paper_pdf
from intake.handover.papers.tongues import Tongues
from intake.handover.record.layout import load_layout
from intake.interview.occupations import load_occupations
from intake.interview.questionnaire import Questionnaire
from intake.languages.catalogs import Catalogs
from intake.languages.languages import load_languages
from intake.languages.names import Names
from intake.pathways.content import load_content
from intake.settings import Settings
from intake.store.folder import only_if_done
from intake.store.kept.audit import Action
from intake.store.opening import keys_of
from intake.store.people.rights import Right
from intake.ui.decisions import standing_decisions
from intake.ui.disclosing import gathered
from intake.ui.disclosure import Disclosing
from intake.ui.wording import CaseWording, lexicon


@dataclass(frozen=True, slots=True)
class Order:
    """What was typed after `intake access`. `language` is empty for that of the case."""

    case: str
    to: Path
    language: str = ""
    name: str = ""
    in_private: bool = False


def run(order: Order, settings: Settings, say: Say, now: Now = utc_now) -> int:
    """Write both files. Raises InputError, StoreError, KeyRefused, OutputError."""
    folder = order.to.expanduser()
    insist_on_place(folder, settings)
    keys_of(settings.store)
    name = order.name or ask_line(say("Your name: "))
    passphrase = ask_secret(say("Passphrase: "))
    content, languages, at = load_content(own=settings.sites), load_languages(), now()
    with closing(logged_in(say, settings.store, name, passphrase, at)) as store:
        store.insist(Right.DISCLOSE)
        case = find_case(store, order.case)
        decided = standing_decisions(store.decisions(case.header.id))
        assessment = assess_case(case, content, settings, at.astimezone().date(), decided.values)
        if order.in_private and assessment.facts.lacks_privacy:
            raise InputError(
                "In this talk somebody else can hear or read along.",
                "Nothing was written. Print what is private when the person is alone with you, and leave --private "
                "out now.",
            )
        spoken = (code for code in case.header.settings.languages if code in languages)
        language = order.language or next(spoken, settings.person_language)
        sources = gathered(store, case)
        store.care.note(Action.CASE_DISCLOSED, "", store.staff.id, at, case.header.id)
    tongues = Tongues(Catalogs(), languages[language])
    questionnaire = assessment.facts.logic.questionnaire
    making = Disclosing(
        sources,
        questionnaire,
        _wording(questionnaire, language),
        tongues,
        assessment.site,
        order.in_private,
    )
    named = making.paper()
    pdf = paper_pdf(named.paper, tongues, at)
    shown = json.dumps(making.as_json(at), ensure_ascii=False, indent=1)
    file = folder / named.file
    with only_if_done(folder):
        make_folders(folder)
        for path in write_all({file: pdf.content, file.with_suffix(".json"): shown.encode()}):
            sys.stdout.write(say("written: {file}", file=str(path)) + "\n")
    if not order.in_private:
        text = say("What is private was left out; with --private it is in, for a person who is alone with you.")
        sys.stdout.write(text + "\n")
    return 0


def _wording(questionnaire: Questionnaire, language: str) -> CaseWording:
    text = (files("intake.interview") / "content" / questionnaire.version / "occupations.toml").read_text("utf-8")
    occupations = load_occupations(text, "occupations.toml")
    labels = load_layout(questionnaire).labels
    return CaseWording(
        lexicon(questionnaire, Catalogs(), Names(questionnaire.codes), occupations, (), labels), "de", language
    )

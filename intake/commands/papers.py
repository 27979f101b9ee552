"""`intake papers`: what is signed, taken along or filled in with a pen, as PDF in the person's language.

No text here holds an answer: files are named by the code of the case, errors by what was typed.
"""

from __future__ import annotations

import datetime as dt
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from intake.commands.asking import ask_line, ask_secret
from intake.commands.handover import Now, Say, assess_case, find_case, utc_now
from intake.commands.login import logged_in
from intake.commands.paper_files import insist_on_place
from intake.commands.printing import print_pdf
from intake.errors import InputError
from intake.handover.export import write_record
from intake.handover.papers.blank import blank
from intake.handover.papers.cards import card, private_cards
from intake.handover.papers.case_papers import CasePapers, NamedPaper
from intake.handover.papers.making import file_name
from intake.handover.papers.printing import paper_pdf
from intake.handover.papers.tongues import Tongues
from intake.handover.sealing.locked_pdf import locked
from intake.handover.sealing.phrase import in_groups, new_number
from intake.interview.questions import Question
from intake.interview.session import Run
from intake.languages.catalogs import Catalogs
from intake.languages.languages import load_languages
from intake.pathways.content import Content, load_content
from intake.settings import Settings
from intake.store.audit.chain import Deed
from intake.store.failures import case_restricted
from intake.store.kept.audit import Action
from intake.store.kept.cases import CaseFile
from intake.store.opening import keys_of
from intake.store.people.rights import Right
from intake.store.store import Store
from intake.ui.decisions import standing_decisions
from intake.ui.left_records import all_left
from intake.ui.record_decisions import record_decisions

ACTIONS = ("blank", "card", "cards", "release", "copy", "slips")
OF_A_CASE = ("release", "copy", "slips")


@dataclass(frozen=True, slots=True)
class Order:
    """What was typed after `intake papers`. `about` is the code of a case, or the id of a question for a card.

    `language` is empty for that of the case, or of the settings; `file` None for the usual name in the folder for
    records. With a `printer` it is printed and no file is written.
    """

    action: str
    about: str = ""
    language: str = ""
    file: Path | None = None
    to: str = ""
    office: str = ""
    name: str = ""
    kind: str = "full"
    is_familiar: bool = False
    in_private: bool = False
    is_locked: bool = False
    printer: str = ""


def run(order: Order, settings: Settings, say: Say, now: Now = utc_now) -> int:
    """Write the papers. Raises InputError, StoreError, KeyRefused, OutputError."""
    if order.action in OF_A_CASE:
        insist_on_place(order.file, settings)
        papers, tongues = _of_a_case(order, settings, say, now)
    else:
        content = load_content(own=settings.sites)
        tongues = _tongues(order.language or settings.person_language, is_familiar=order.is_familiar)
        papers = (_without_case(order, settings, content, tongues, now),)
    if order.file is not None and len(papers) > 1:
        raise InputError(
            "Several offices of {recipient} can be meant, and one file holds one paper.",
            "Nothing was written. Choose one office with --office, or leave --pdf out.",
            recipient=order.to,
        )
    for paper in papers:
        _write(paper, order, order.file or settings.export / paper.file, tongues, now(), say)
    return 0


def _write(named: NamedPaper, order: Order, path: Path, tongues: Tongues, at: dt.datetime, say: Say) -> None:
    result = paper_pdf(named.paper, tongues, at)
    if order.printer:
        print_pdf(result.content, order.printer, say, is_one_sided=named.paper.is_cut)
        if not result.is_archival:
            sys.stderr.write(say("This print does not meet the archive standard.") + "\n")
        return
    password = new_number() if order.is_locked else ""
    written = write_record(locked(result.content, password) if password else result.content, path)
    sys.stdout.write(say("written: {file}", file=str(written)) + "\n")
    if password:
        sys.stderr.write(say("Password: {number}", number=in_groups(password)) + "\n")
        text = say("The person types these digits without spaces. They are shown this once and stored nowhere.")
        sys.stderr.write(text + "\n")
    elif not result.is_archival:
        sys.stderr.write(say("This print does not meet the archive standard.") + "\n")


def _tongues(code: str, *, is_familiar: bool = False) -> Tongues:
    languages = load_languages()
    if code not in languages:
        raise InputError(
            "There are no papers in {language}.",
            "Nothing was written. Possible: {possible}.",
            language=repr(code)[:40],
            possible=", ".join(language.code for language in languages),
        )
    return Tongues(Catalogs(), languages[code], is_familiar)


# Without a case


def _without_case(order: Order, settings: Settings, content: Content, tongues: Tongues, now: Now) -> NamedPaper:
    site, language = content.site(settings.site), tongues.language.code
    match order.action:
        case "blank":
            law = content.law(settings.law, now().astimezone().date())
            paper = blank(content.logic, site, law, Run(settings.run), order.kind, tongues)
            return NamedPaper(paper, file_name(f"questionnaire-{order.kind}-{settings.run}", language))
        case "cards":
            return NamedPaper(private_cards(content.questionnaire, tongues, site.name.de), file_name("cards", language))
        case _:
            question = _question(order.about, content)
            return NamedPaper(card(question, tongues, site.name.de), file_name(f"card-{question.context}", language))


def _question(id_: str, content: Content) -> Question:
    found = content.questionnaire.get(id_)
    if found is None or found.fields:
        raise InputError(
            "There is no question {id} that fits on a card.",
            "Nothing was written. The ids stand beside the questions in F9 of the interview.",
            id=repr(id_)[:60],
        )
    return found


# Of a case


def _of_a_case(order: Order, settings: Settings, say: Say, now: Now) -> tuple[tuple[NamedPaper, ...], Tongues]:
    if order.language:
        _tongues(order.language)  # before anything is asked
    keys_of(settings.store)
    name = order.name or ask_line(say("Your name: "))
    passphrase = ask_secret(say("Passphrase: "))
    content = load_content(own=settings.sites)
    with closing(logged_in(say, settings.store, name, passphrase, now())) as store:
        store.insist(Right.HAND_OVER)
        case = find_case(store, order.about)
        if case.header.restricted and order.action != "copy":
            raise case_restricted()  # the copy is for the person
        papers = _case_papers(store, case, content, order, settings, now())
        made = _made(papers, order)
        deeds = [Deed(Action.PAPER_PRINTED, case.header.id, _noted_as(order))] * len(made)
        store.trail.note(
            deeds, store.staff.id, now()
        )  # before it is written: an entry too many tells more than one too few
    return made, papers.tongues


def _made(papers: CasePapers, order: Order) -> tuple[NamedPaper, ...]:
    match order.action:
        case "release":
            return _releases(papers, order)
        case "copy":
            return (papers.copy(in_private=order.in_private, is_locked=order.is_locked),)
        case _:
            return (papers.slips(),)


def _noted_as(order: Order) -> str:
    """How the audit chain names the paper: its kind, and the recipient of a release."""
    if order.action == "release":
        return f"release:{order.to}"
    return f"{order.action}-locked" if order.is_locked else order.action


def _case_papers(
    store: Store, case: CaseFile, content: Content, order: Order, settings: Settings, at: dt.datetime
) -> CasePapers:
    decided = standing_decisions(store.decisions(case.header.id))
    assessment = assess_case(case, content, settings, at.astimezone().date(), decided.values)
    if order.in_private and assessment.facts.lacks_privacy:
        raise InputError(
            "In this talk somebody else can hear or read along.",
            "Nothing was written. Print what is private when the person is alone with you, and leave --private out "
            "now.",
        )
    languages = case.header.settings.languages
    code = order.language or (languages[0] if languages else settings.person_language)
    steps = store.handovers.steps(case.header.id)
    left = all_left(store.handovers.of_case(case.header.id), steps)
    decisions = record_decisions(decided, None if order.in_private else ())
    tongues = _tongues(code, is_familiar=order.is_familiar)
    role = settings.sender or tongues.say("First interview").german
    return CasePapers(assessment, case.header.code, tongues, role=role, left=left, decisions=decisions)


def _releases(papers: CasePapers, order: Order) -> tuple[NamedPaper, ...]:
    possible = papers.assessment.site.recipient_codes
    if order.to not in possible:
        raise InputError(
            "The site {site} has no recipient {recipient}.",
            "Nothing was written. Possible: {possible}.",
            site=papers.assessment.site.id,
            recipient=repr(order.to)[:40],
            possible=", ".join(sorted(possible)),
        )
    found = papers.terms(order.to, order.office)
    if not found:
        raise InputError(
            "There is nothing to sign for {recipient}.",
            "Nothing was written. The office is not one of this site, or the person said no to it.",
            recipient=order.to,
        )
    return tuple(papers.release(terms) for terms in found)

"""`intake handover`: the record of a case for one recipient, written to files and noted in the store.

No text here holds an answer: errors name the case by its code and an office by what its consent calls it.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from intake.commands.asking import ask_line, ask_secret
from intake.commands.handover_files import make_ready, tell_files, write_files
from intake.commands.handover_words import Along, chosen, print_list
from intake.commands.login import logged_in
from intake.commands.printing import print_pdf
from intake.commands.sealing import Seal, announce, sealing_for, sealing_of, tell_phrase
from intake.errors import InputError, IntakeError
from intake.handover.formats.rendering import BUNDLE, record_wording, render
from intake.handover.projection.consent import Reason
from intake.handover.projection.view import View, case_standings, record_views
from intake.handover.record.occasion import occasion
from intake.handover.record.parts import Cover, Record
from intake.handover.record.record import build_record
from intake.handover.record.wording import Wording
from intake.interview.answers import Answers
from intake.interview.logic import load_logic
from intake.interview.questionnaire import load_questionnaire
from intake.languages.catalogs import Catalogs
from intake.pathways.after_handover import confirm_by
from intake.pathways.assess import Assessment, assess
from intake.pathways.children import schools_of_the_children
from intake.pathways.content import Content, load_content
from intake.pathways.sites import SiteProfile
from intake.settings import Settings
from intake.store.audit.chain import Deed
from intake.store.ids import code_beginning, new_id
from intake.store.kept.audit import Action
from intake.store.kept.cases import CaseFile, CaseHeader, Status
from intake.store.kept.handovers import Record as Noted
from intake.store.kept.handovers import RecordDraft
from intake.store.kept.happened import ADDITION
from intake.store.opening import keys_of
from intake.store.store import Store
from intake.ui.closing import Additions, additions_in
from intake.ui.decisions import Decisions, standing_decisions
from intake.ui.disputes import unsettled
from intake.ui.earlier_versions import EarlierVersions, Sender, past_of
from intake.ui.record_decisions import StaffWords, included_in, noted_questions, record_decisions, words_in
from intake.ui.record_files import take_back
from intake.ui.record_versions import Numbered, numbered

Say = Callable[..., str]
Now = Callable[[], dt.datetime]


@dataclass(frozen=True, slots=True)
class Order:
    """What was typed after `intake handover`. `outputs` maps pdf, json, text, csv or sealed to its file.

    `along` says which notes and words of staff go along; with a list of them asked for, nothing is written. `printer`
    prints the paper as well.
    """

    case: str
    to: str
    office: str
    name: str
    outputs: Mapping[str, Path]
    along: Along = field(default_factory=Along)
    seal: Seal = field(default_factory=Seal)
    printer: str = ""


class NoConsent(IntakeError):
    """Nothing may go there. `lines` holds the reason for each consent that does not hold."""

    def __init__(self, case: str, recipient: str, lines: list[str]) -> None:
        super().__init__(
            "The case {case} has no consent that holds for {recipient}.",
            "No record was made. Ask for the consent at the desk, then try again.",
            case=case,
            recipient=recipient,
        )
        self.lines = lines


class SeveralOffices(InputError):
    """More than one office of this kind may receive the record. `lines` holds their names."""

    def __init__(self, recipient: str, lines: list[str]) -> None:
        super().__init__(
            "Several offices of {recipient} have a consent that holds.",
            "No record was made. Choose one of the offices named above with --office.",
            recipient=recipient,
        )
        self.lines = lines


def utc_now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def run(order: Order, settings: Settings, say: Say, now: Now = utc_now) -> int:
    """Write the files of one record and note it. Raises InputError, NoConsent, StoreError, KeyRefused, OutputError."""
    _check_outputs(order.outputs, settings)
    sealing = sealing_of(order.seal, settings)
    keys_of(settings.store)  # before anything is asked: there has to be a store
    name = order.name or ask_line(say("Your name: "))
    passphrase = ask_secret(say("Passphrase: "))
    content = load_content(own=settings.sites)
    with closing(logged_in(say, settings.store, name, passphrase, now())) as store:
        case = find_case(store, order.case)
        decided = standing_decisions(store.decisions(case.header.id))
        assessment = assess_case(case, content, settings, now().astimezone().date(), decided.values)
        view = choose_view(assessment, order, case.header.code, say)
        wording = record_wording(assessment.facts.logic.questionnaire, Catalogs())
        sender = _sender(case.header, settings, wording)

        def then(answers: Answers, day: dt.date, values: Mapping[str, str]) -> Assessment:
            return assess_case(replace(case, answers=answers), content, settings, day, values)

        earlier = EarlierVersions(past_of(store, case.header), then, wording, sender)
        desk = _Desk(store, case.header, assessment, view, wording, decided, earlier)
        found = desk.words_of_staff(say)
        if order.along.is_list:
            looked = Deed(Action.PREVIEW_VIEWED, case.header.id, view.recipient)
            store.trail.note([looked], store.staff.id, now())
            print_list(found, say)
            return 0
        disputed = dict.fromkeys(each.place.question for each in case.two_statements)
        if names := [wording.label(id_) for id_ in disputed if id_ in view.seen]:
            raise unsettled(names)
        if BUNDLE in order.outputs:
            sealing = sealing_for(sealing, view.office, settings)
            announce(sealing, say)
        make_ready(order.outputs, now())
        made, noted = desk.note(now(), chosen(order.along, found))
        written = write_files(made, order.outputs, wording, now(), sealing)
        is_archival = written.is_archival
        try:
            if order.printer:
                store.trail.note([Deed(Action.PAPER_PRINTED, case.header.id, noted.id)], store.staff.id, now())
                paper = render(made.record, "pdf", wording, now())
                print_pdf(paper.content, order.printer, say)
                is_archival = is_archival and paper.is_archival
            store.handovers.export(noted.id, store.staff.id, now())
        except IntakeError:
            take_back(written.new)
            raise
    tell_files(written, say)
    _report(made.record, say, is_archival=is_archival)
    tell_phrase(sealing, say)
    return 0


def _check_outputs(outputs: Mapping[str, Path], settings: Settings) -> None:
    """Each output has a file of its own, and none lies in the folder of the store."""
    files = [path.expanduser().resolve() for path in outputs.values()]
    if len(set(files)) != len(files):
        raise InputError("Two outputs have the same file.", "No record was made. Give each output a file of its own.")
    if any(map(settings.is_in_store, files)):
        raise InputError(
            "A record cannot be written into the folder of the store.",
            "No record was made. Choose another folder.",
        )


def find_case(store: Store, typed: str) -> CaseFile:
    """The case with this code, written as on paper or not. Raises InputError, which repeats no name."""
    code = code_beginning(typed)
    found = next((line for line in store.lists.search(code) if line.code == code), None) if code else None
    if found is None:
        raise InputError(
            "There is no case with this code in the store.",
            "No record was made. The code stands on the desk beside the name, such as Z-7K3F-92.",
        )
    return store.load_case(found.id)


def assess_case(
    case: CaseFile, content: Content, settings: Settings, today: dt.date, decided: Mapping[str, str]
) -> Assessment:
    """The proposal for a case as it stands, under the questionnaire it began with and with what staff decided."""
    logic, header = content.logic, case.header
    if header.questionnaire != logic.questionnaire.version:
        logic = load_logic(load_questionnaire(header.questionnaire))
    law = content.law(_chosen_law(header, settings), today)
    return assess(logic, case.answers, content.site(header.site), law, today, header.kind, decided)


def _chosen_law(header: CaseHeader, settings: Settings) -> str:
    """The day of a law set that was typed with the command, else the one chosen for the case; empty where none was."""
    if settings.origins.get("law") == "argument":
        return settings.law
    return header.settings.law.isoformat() if header.settings.law else ""


def _sender(header: CaseHeader, settings: Settings, wording: Wording) -> Sender:
    return Sender(settings.sender or wording.say("First interview"), bool(_chosen_law(header, settings)))


def choose_view(assessment: Assessment, order: Order, code: str, say: Say) -> View:
    """What the one office of this order may see. Raises InputError, SeveralOffices, NoConsent."""
    _check_recipient(assessment.site, order.to)
    views = [view for view in record_views(assessment) if _is_meant(order, view.recipient, view.office)]
    if len(views) > 1:
        raise SeveralOffices(order.to, [view.office for view in views])
    if not views:
        raise NoConsent(code, order.to, list(_why_not(assessment, order, say)))
    return views[0]


def _check_recipient(site: SiteProfile, code: str) -> None:
    if code not in site.recipient_codes:
        raise InputError(
            "The site {site} has no recipient {recipient}.",
            "No record was made. Possible: {possible}.",
            site=site.id,
            recipient=repr(code)[:40],
            possible=", ".join(sorted(site.recipient_codes)),
        )


def _is_meant(order: Order, recipient: str, office: str) -> bool:
    return recipient == order.to and (not order.office or _key(office) == _key(order.office))


def _key(office: str) -> str:
    return " ".join(office.split()).casefold()


def _why_not(assessment: Assessment, order: Order, say: Say) -> Iterator[str]:
    """One line for each entry about this recipient; one that says so where nobody has asked."""
    asked = False
    if any(_is_meant(order, station.recipient, station.name.de) for station in schools_of_the_children(assessment)):
        yield say(Reason.CHILDRENS_OWN.value)
        return
    for number, standing in enumerate(case_standings(assessment.facts), 1):
        recipient, office = (standing.entry.answer(field).value for field in ("recipient", "office"))
        if standing.reason is not None and _is_meant(order, str(recipient), str(office or "")):
            asked = True
            yield say("Consent {number}: {reason}", number=number, reason=say(standing.reason.value))
    if not asked:
        yield say("Nobody has asked for this consent yet.")


@dataclass(frozen=True, slots=True)
class _Desk:
    """One case at the open store, and what its record is made of."""

    store: Store
    header: CaseHeader
    assessment: Assessment
    view: View
    wording: Wording
    decided: Decisions
    earlier: EarlierVersions

    def words_of_staff(self, say: Say) -> tuple[StaffWords, ...]:
        """The notes and words of staff that could go along."""
        return tuple(words_in(self.record(1, None), say))

    def note(self, at: dt.datetime, ticked: Collection[str]) -> tuple[Numbered, Noted]:
        """The record with its number and with what was ticked, noted as a draft, or as the version that it is already.

        The hash is that of the JSON as it is written, number included. Where a colleague has taken the number in
        between, that draft stays unused and the next number is tried.
        """

        def make(version: int) -> Record:
            return self.earlier.compared(self.record(version, ticked), at)

        while True:
            found = numbered(make, self._noted(), self.view.recipient, self.view.office, self.view.statute)
            draft = RecordDraft(
                id=found.same.id if found.same else new_id(at),
                case_id=self.header.id,
                recipient=self.view.recipient,
                office=self.view.office,
                sha256=found.sha256,
                confirm_by=confirm_by(self.assessment.site, self.view.recipient, at.astimezone().date()),
                included=included_in(found.record),
            )
            noted = self.store.handovers.draft(draft, self.store.staff.id, at)
            if noted.version == found.record.cover.version:
                return found, noted

    def record(self, version: int, ticked: Collection[str] | None) -> Record:
        is_closed = self.header.status is Status.CLOSED
        cover = Cover(
            case=self.header.code,
            version=version,
            event=occasion(self.assessment, self.view.recipient, self.view.office, is_closed=is_closed),
            sender_role=self.earlier.sender.role,
            law_chosen=self.earlier.sender.law_chosen,
        )
        decisions, notes = record_decisions(self.decided, ticked), noted_questions(self.view, ticked)
        additions = self.additions.for_record(ticked)
        return build_record(self.assessment, self.view, cover, self.wording, notes, decisions, additions)

    @property
    def additions(self) -> Additions:
        """What came after the interview was closed."""
        events = {event.id: event for event in self.store.events_of(self.header.id) if event.kind == ADDITION}
        return additions_in(self.store.history(self.header.id), events) if events else Additions()

    def _noted(self) -> tuple[Noted, ...]:
        return self.store.handovers.of_case(self.header.id)


def _report(record: Record, say: Say, *, is_archival: bool) -> None:
    said = say(
        "Case {case}, version {version}, for: {office}",
        case=record.cover.case,
        version=record.cover.version,
        office=record.office,
    )
    sys.stdout.write(said + "\n")
    if not is_archival:
        sys.stderr.write(say("This print does not meet the archive standard.") + "\n")

"""`intake import odk`: submissions of the exported form as cases, with a report of what could not be carried.

The report names questions by their ids and counts answers; it never shows one.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from intake.commands.asking import ask_line, ask_secret
from intake.commands.demo_cases import changes_of
from intake.commands.login import logged_in
from intake.errors import InputError
from intake.interop.files import read_submissions
from intake.interop.layout import columns_of
from intake.interop.read_answers import Reading, kind_of, read
from intake.interop.submission import LARGEST_FILE, Read, Submission, Unreadable
from intake.interview.answers import Answers
from intake.interview.session import Interview, Run
from intake.languages.languages import load_languages
from intake.pathways.assess import assess
from intake.pathways.content import Content, load_content
from intake.pathways.core_run import needed_ids
from intake.pathways.law import LawSet, site_context
from intake.pathways.sites import SiteProfile
from intake.settings import Settings
from intake.store.failures import CaseMissing
from intake.store.ids import new_id
from intake.store.kept.answers import Place, event
from intake.store.kept.cases import CaseHeader, CaseSettings, NewCase
from intake.store.kept.saving import Saving
from intake.store.opening import keys_of
from intake.store.store import Store
from intake.ui.dates_due import due_dates

Say = Callable[..., str]
Now = Callable[[], dt.datetime]

FULL = "full"
_BEGINNING = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_INSTANCE = re.compile(r"uuid:[A-Za-z0-9-]{1,60}")
"""What a form calls itself. Whatever else stands in that place of a damaged table may be an answer: it is not shown."""


@dataclass(frozen=True, slots=True)
class Order:
    """What was typed after `intake import odk`."""

    file: Path
    name: str = ""
    is_dry: bool = False


@dataclass(frozen=True, slots=True)
class Imported:
    """One submission with what it gave."""

    submission: Submission
    interview: Interview
    reading: Reading


def utc_now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def run(order: Order, settings: Settings, say: Say, now: Now = utc_now) -> int:
    """Read the file, then write the cases. Returns 0 where nothing was refused, else the code of wrong input.

    Raises InputError, StoreError, KeyRefused. With `is_dry` no store is opened.
    """
    content = load_content(own=settings.sites)
    if not order.is_dry:
        keys_of(settings.store)  # before anything is read or asked: there has to be a store
    found = _read(order.file, content)
    site = content.site(settings.site)
    law = content.law(settings.law, now().astimezone().date())
    desk = _Desk(content, settings, site, law, now)
    readings = [desk.reading(submission) for submission in found.submissions]
    if order.is_dry:
        outcomes = [_dry(each, say) for each in readings]
    else:
        name = order.name or ask_line(say("Your name: "))
        with closing(logged_in(say, settings.store, name, ask_secret(say("Passphrase: ")), now())) as store:
            outcomes = [desk.take(store, each, say) for each in readings]
    _report(readings, outcomes, found, say)
    refused = any(each.reading.refusal for each in readings) or found.unreadable
    return InputError.exit_code if refused else 0


def _read(file: Path, content: Content) -> Read:
    try:
        if file.stat().st_size > LARGEST_FILE:
            raise Unreadable("The file is larger than can be read.")
        return read_submissions(file.name, file.read_bytes(), columns_of(content.questionnaire, FULL))
    except OSError as error:
        raise InputError(
            "The file cannot be read ({reason}).", "Nothing was stored.", reason=error.strerror or type(error).__name__
        ) from None
    except Unreadable as error:
        raise InputError(str(error), "Nothing was stored. Export the submissions again, as XML or as CSV.") from None


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where the cases are taken: site, law, day."""

    content: Content
    settings: Settings
    site: SiteProfile
    law: LawSet
    now: Now

    def reading(self, submission: Submission) -> Imported:
        """The answers of a submission, for the kind of case of its form."""
        kinds = {kind.id for kind in self.content.questionnaire.case_kinds}
        kind = kind_of(submission.form)
        context = site_context(self.site, self.law, self.now().astimezone().date())
        interview = Interview(
            self.content.logic,
            answers=Answers(),
            context=context,
            kind=kind if kind in kinds and kind else FULL,
            run=Run(self.settings.run),
            needed=needed_ids(self.site),
        )
        return Imported(submission, interview, read(submission, interview))

    def take(self, store: Store, imported: Imported, say: Say) -> str:
        """Write the case, unless it is there or was erased. Returns what happened to the submission."""
        reading, submission = imported.reading, imported.submission
        if reading.refusal is not None:
            return say("refused: {reason}", reason=say(reading.refusal.value))
        id_ = case_id(submission.instance)
        if (there := _stored(store, id_)) is not None:
            return say("it is in the store already, as case {case}", case=there.code)
        if any(erasure.case_id == id_ for erasure in store.care.erasures()):
            return say("its case was erased here, and is not stored again")
        if submission.earlier and (before := _stored(store, case_id(submission.earlier))) is not None:
            return say("an earlier version of it is case {case}; change that one at the desk", case=before.code)
        header = self._begin(store, id_, imported)
        return say("stored as case {case}", case=header.code)

    def _begin(self, store: Store, id_: str, imported: Imported) -> CaseHeader:
        at, answers = self.now(), imported.reading.answers
        interview = imported.interview.change(*changes_of(answers))
        new = NewCase(
            id_, interview.kind, self.site.id, self.content.questionnaire.version,
            CaseSettings(interview.run, self._languages(interview)),
        )  # fmt: skip
        today = interview.context.day
        proposal = assess(interview.logic, answers, self.site, self.law, today, interview.kind)
        step = interview.next_step()
        saving = Saving(
            id_,
            tuple(event(change, at) for change in changes_of(answers)),
            store.staff.id,
            at,
            Place(step.id if step else ""),
            due_dates(proposal, today),
        )
        header = store.begin_case(new, saving)
        store.holds.put_back(id_, store.staff.id, at)
        return header

    def _languages(self, interview: Interview) -> tuple[str, ...]:
        """The language that the person speaks, where the screens have it, and the usual one."""
        spoken = interview.answers["preferred_language"].value
        known = self.content.questionnaire.codes.languages.get(spoken) if isinstance(spoken, str) else None
        found = load_languages().read_by(known.code, known.macro) if known else None
        usual = self.settings.person_language
        return tuple(dict.fromkeys((found.code, usual) if found else (usual,)))


def case_id(instance: str) -> str:
    """The id of the case of a submission: the same one however often it is imported, and by whom."""
    plain = instance.strip().lower().removeprefix("uuid:")
    digest = hashlib.sha256(f"odk {plain}".encode()).digest()
    return new_id(_BEGINNING, lambda count: digest[:count])


def _stored(store: Store, id_: str) -> CaseHeader | None:
    try:
        return store.load_case(id_).header
    except CaseMissing:
        return None


def _dry(imported: Imported, say: Say) -> str:
    if imported.reading.refusal is not None:
        return say("refused: {reason}", reason=say(imported.reading.refusal.value))
    return say("can be stored; nothing was written")


def _report(readings: list[Imported], outcomes: list[str], found: Read, say: Say) -> None:
    for number, (imported, outcome) in enumerate(zip(readings, outcomes, strict=True), 1):
        shown = instance if _INSTANCE.fullmatch(instance := imported.submission.instance) else "-"
        head = say(
            "Submission {number} of {total}, {instance}: {outcome}",
            number=number,
            total=len(readings),
            instance=shown,
            outcome=outcome,
        )
        sys.stdout.write(head + "\n")
        for line in _lines(imported, say):
            sys.stdout.write(f"  {line}\n")
    for reason in found.unreadable:
        sys.stderr.write(say("A file in the archive was left out: {reason}", reason=say(reason)) + "\n")


def _lines(imported: Imported, say: Say) -> Iterator[str]:
    reading = imported.reading
    if reading.refusal is not None:
        return
    yield say("{count} answers carried", count=reading.count)
    for id_, loss in dict.fromkeys(reading.losses):
        yield say(loss.value, question=id_)
    if reading.strangers:
        yield say("{count} values belong to no question and were left out", count=reading.strangers)
    if reading.is_other_state:
        yield say("The form was made from another state of this questionnaire; what fits was taken.")

"""`intake audit`: whether the audit trail is whole, and what it says about a case or a colleague, in words."""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from intake.commands.asking import ask_line, ask_secret
from intake.commands.handover import Now, Say, utc_now
from intake.commands.login import logged_in
from intake.errors import InputError, StoreError
from intake.handover.formats.check_code import grouped
from intake.handover.papers.closing import START
from intake.handover.record.layout import load_layout
from intake.interview.questionnaire import load_questionnaire
from intake.languages.catalogs import Catalogs
from intake.languages.dates import day
from intake.languages.direction import strip_controls
from intake.languages.messages import N_
from intake.languages.names import Names
from intake.pathways.content import parse_day
from intake.settings import Settings
from intake.store.audit.chain import Progress
from intake.store.audit.reading import AuditedCase
from intake.store.backups.backup import list_backups
from intake.store.backups.places import places
from intake.store.folder import StoreFolder
from intake.store.kept.audit import AuditEntry, AuditHead, AuditReport, Breach
from intake.store.kept.handovers import Record
from intake.store.opening import keys_of
from intake.store.people.rights import Right, may
from intake.store.store import Store
from intake.ui.audit_room import unnamed_for
from intake.ui.audit_words import Teller
from intake.ui.backups import backup_plan
from intake.ui.wording import CaseWording, lexicon

_ANCHOR = re.compile(r"([0-9]{1,15}):([0-9A-F]{64})")
_BREACHES = {
    Breach.CHANGED: N_(
        "The audit trail is broken: entry {seq} was changed, moved or taken out. Everything before is as it was "
        "written."
    ),
    Breach.CUT: N_(
        "The audit trail is cut off: it ends before entry {seq}, but a later entry is written down elsewhere (in a "
        "backup or on a closing sheet)."
    ),
    Breach.REWRITTEN: N_(
        "The audit trail was written anew: entry {seq} is another one than that in a backup or on a closing sheet."
    ),
}


@dataclass(frozen=True, slots=True)
class Order:
    """What was typed after `intake audit`. `about` is the code of a case, `staff` the name of a colleague."""

    name: str
    anchors: tuple[str, ...] = ()
    about: str = ""
    staff: str = ""
    since: str = ""


def read_anchor(typed: str) -> AuditHead:
    """Number and seal of an entry as they stand on a closing sheet, or all of its QR code. Raises InputError."""
    found = _ANCHOR.fullmatch(re.sub(r"[\s-]", "", typed.upper().removeprefix(START)))
    if found is None:
        raise InputError(
            "This is no entry of an audit trail.",
            "Nothing was checked. Type its number, a colon and the 64 signs of its seal, as on the closing sheet.",
        )
    return AuditHead(int(found[1]), found[2].lower())


def verify(order: Order, settings: Settings, say: Say, now: Now = utc_now) -> int:
    """Check the whole trail. Returns 4 where it is broken. Raises InputError, StoreError, KeyRefused."""
    typed = [read_anchor(each) for each in order.anchors]
    with closing(_opened(order, settings, say, now)) as store:
        kept = _kept_heads(store, settings)
        report = store.trail.verify([*typed, *kept], _progress(say))
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")
    return _told(report, len(typed), len(kept), say)


def show(order: Order, settings: Settings, say: Say, now: Now = utc_now) -> int:
    """Who did what: to a case, or one colleague since a day. Raises InputError, StoreError, KeyRefused."""
    since = parse_day(order.since) if order.since else None
    with closing(_opened(order, settings, say, now)) as store:
        teller = _teller(settings.language)
        names, unnamed = store.people.names(), unnamed_for(store.staff)
        entries: Sequence[AuditEntry]
        codes: Mapping[str, str]
        if order.about:
            case = store.trail.case(order.about)
            if case is None:
                raise _no_case()
            entries = store.trail.of_case(case.id, now())
            questionnaire = load_questionnaire(case.questionnaire) if case.questionnaire else teller.questionnaire
            teller = Teller(teller.wording, questionnaire, names, _records(store, case), unnamed)
            codes = {}
            if since is not None:
                entries = tuple(entry for entry in entries if entry.at.astimezone().date() >= since)
        else:
            entries = _of_colleague(store, order.staff, since, now())
            teller = Teller(teller.wording, teller.questionnaire, names, unnamed=unnamed)
            codes = store.trail.codes(entries)
    for entry in entries:
        case_code = "" if order.about else codes.get(entry.case_id, entry.case_id)  # an erased case has its id alone
        sys.stdout.write(_line(entry, teller, case_code) + "\n")
    if not entries:
        sys.stderr.write(say("There are no entries.") + "\n")
    return 0


def _records(store: Store, case: AuditedCase) -> Mapping[str, Record]:
    """The records of a case by id, for those who may look into it; others are told their ids."""
    if not case.questionnaire or not may(store.staff, Right.READ):
        return {}
    return {record.id: record for record in store.handovers.of_case(case.id)}


def _no_case() -> InputError:
    return InputError(
        "There is no case with this code in the store.",
        "Nothing was shown. A case that was erased has no code any more: type its id, as 'show --staff' lists it.",
    )


def _opened(order: Order, settings: Settings, say: Say, now: Now) -> Store:
    keys_of(settings.store)  # before anything is asked: there has to be a store
    name = order.name or ask_line(say("Your name: "))
    return logged_in(say, settings.store, name, ask_secret(say("Passphrase: ")), now())


def _kept_heads(store: Store, settings: Settings) -> list[AuditHead]:
    """The ends of the trail that the backups of this store hold, in all places."""
    folders = places(StoreFolder(settings.store), backup_plan(settings))
    found = (backup for each in folders for backup in list_backups(each) if backup.store_id == store.store_id)
    return [replace(backup.audit, at=backup.at) for backup in found]


def _progress(say: Say) -> Progress:
    """How far the check is, on one line of a terminal."""

    def tell(done: int, total: int) -> None:
        if sys.stderr.isatty():
            sys.stderr.write("\r" + say("{done} of {total} entries are checked …", done=done, total=total))
            sys.stderr.flush()

    return tell


def _told(report: AuditReport, typed: int, kept: int, say: Say) -> int:
    if report.breach is not None:
        sys.stdout.write(say(_BREACHES[report.breach], seq=report.broken_at or 0) + "\n")
        return StoreError.exit_code
    of_backups = sum(head.at is not None for head in report.elsewhere)
    kept, typed = kept - of_backups, typed - (len(report.elsewhere) - of_backups)
    found = {"entries": report.entries, "kept": kept, "typed": typed}
    if report.gaps:
        gaps = ", ".join(f"{first}-{last}" for first, last in report.gaps)
        lines = [
            say(
                "What is left of the audit trail fits: {entries} entries. "
                "It fits {kept} backups and {typed} entries that were typed.",
                **found,
            ),
            say(
                "{count} entries are lost since a damaged store was salvaged: {gaps}.", count=report.missing, gaps=gaps
            ),
        ]
    else:
        lines = [
            say(
                "The audit trail is whole: {entries} entries. "
                "It fits {kept} backups and {typed} entries that were typed.",
                **found,
            )
        ]
    for first, last in report.left:
        text = say(
            "A backup was put back: entries {first}-{last} of before are not in this trail.", first=first, last=last
        )
        lines.append(text)
    if report.elsewhere:
        text = say(
            "{count} entries that are written down elsewhere belong to the store that was replaced then. It lies in "
            "'set-aside' as long as backups are kept.",
            count=len(report.elsewhere),
        )
        lines.append(text)
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    if not typed and not kept:
        sys.stdout.write(
            say("Nothing is written down elsewhere: that its end was cut off could not be seen. Write a backup.") + "\n"
        )
    sys.stdout.write(f"{report.head.seq}:{grouped(report.head.mac.upper())}\n")
    return 0


def _of_colleague(store: Store, name: str, since: dt.date | None, at: dt.datetime) -> Sequence[AuditEntry]:
    wanted = " ".join(name.split()).casefold()
    found = [each for each in store.people.staff() if " ".join(each.name.split()).casefold() == wanted]
    if not found:
        raise InputError(
            "Nobody with this name works or worked here.", "Nothing was shown. Type the name as it stands at the desk."
        )
    first = dt.datetime.combine(since or dt.date(1970, 1, 2), dt.time()).astimezone()
    entries = (entry for each in found for entry in store.trail.between(first, at, at, each.id))
    return sorted(entries, key=lambda entry: entry.seq)


def _teller(language: str) -> Teller:
    questionnaire = load_questionnaire()
    texts = lexicon(questionnaire, Catalogs(), Names(questionnaire.codes), (), (), load_layout(questionnaire).labels)
    return Teller(CaseWording(texts, language), questionnaire, {})


def _line(entry: AuditEntry, teller: Teller, code: str) -> str:
    at = entry.at.astimezone()
    when = f"{day(at.date(), teller.wording.staff)} {at:%H:%M:%S}"
    text = "  ".join(part for part in (when, code, teller.sentence(entry)) if part)
    return strip_controls(text, visible=True)

"""The audit chain in words: one sentence for each entry, for staff and for the person it is about."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final

from intake.handover.projection.ceilings import IN_FILE_NAMES
from intake.interview.questionnaire import Questionnaire
from intake.languages.messages import N_
from intake.store.kept.audit import Action, AuditEntry
from intake.store.kept.handovers import Record
from intake.ui.wording import CaseWording

WORDS: Final[Mapping[Action, str]] = {
    Action.STORE_CREATED: N_("{name} set up the store."),
    Action.STORE_OPENED: N_("{name} unlocked the store."),
    Action.STORE_LOCKED: N_("The store of {name} was locked: {what}."),
    Action.STORE_UPDATED: N_("{name} brought the store up to date."),
    Action.STORE_SALVAGED: N_("{name} saved what could be read of a damaged store."),
    Action.BACKUP_WRITTEN: N_("{name} wrote a backup."),
    Action.BACKUP_RESTORED: N_("{name} put back a backup."),
    Action.STAFF_ADDED: N_("{name} gave {what} access."),
    Action.STAFF_REMOVED: N_("{name} took the access of {what} away."),
    Action.ROLES_CHANGED: N_("{name} changed the roles of {what}."),
    Action.PASSPHRASE_CHANGED: N_("{name} changed the passphrase of {what}."),
    Action.PASSPHRASE_REPLACED: N_("{name} gave {what} a new passphrase."),
    Action.RECOVERY_KEY_MADE: N_("{name} made a new recovery key."),
    Action.RECOVERY_USED: N_("{name} opened the store, or a backup of it, with the recovery key."),
    Action.RECOVERY_DRILLED: N_("{name} tried whether the recovery key works."),
    Action.SECTIONS_KEY_MADE: N_("{name} made a second key for health and protection."),
    Action.SECTIONS_GRANTED: N_("{name} gave {what} the second key for health and protection."),
    Action.SECTIONS_WITHDRAWN: N_("{name} took the second key for health and protection from {what}."),
    Action.SECTIONS_SEALED: N_("{name} had older answers about health and protection sealed."),
    Action.SECTION_UNLOCKED: N_("{name} unlocked the answers about health and protection."),
    Action.KEYS_ROTATED: N_("{name} gave the store a new key."),
    Action.UNLOCK_FAILED: N_("Somebody tried to unlock the store with a wrong passphrase: {what}."),
    Action.AUDIT_VIEWED: N_("{name} looked at who did what."),
    Action.AUDIT_CLOSED: N_("{name} printed the daily closing sheet."),
    Action.CLOCK_CONFIRMED: N_("{name} confirmed that the clock of the computer is right."),
    Action.CASE_BEGUN: N_("{name} began the case."),
    Action.CASE_OPENED: N_("{name} opened the interview."),
    Action.CASE_VIEWED: N_("{name} looked at: {what}."),
    Action.HISTORY_VIEWED: N_("{name} looked at earlier answers."),
    Action.PREVIEW_VIEWED: N_("{name} looked at what {what} would get."),
    Action.PAPER_PRINTED: N_("{name} printed: {what}."),
    Action.TEXT_COPIED: N_("{name} copied a text: {what}."),
    Action.CASE_TAKEN_OVER: N_("{name} took the interview over."),
    Action.CASE_HANDED_ON: N_("{name} handed the interview to {what}."),
    Action.CASE_PUT_BACK: N_("{name} ended the talk."),
    Action.CASE_CHANGED: N_("{name} changed how the case is asked."),
    Action.CASE_CLOSED: N_("{name} closed the case."),
    Action.CASE_REOPENED: N_("{name} opened the case again."),
    Action.CASE_ERASED: N_("{name} erased the case."),
    Action.CASE_RESTRICTED: N_("{name} restricted the case: it can only be read."),
    Action.CASE_RELEASED: N_("{name} lifted the restriction of the case."),
    Action.CASE_DISCLOSED: N_("{name} gave the person what is stored about them."),
    Action.CASES_LINKED: N_("{name} joined the case of a child to that of a parent."),
    Action.ANSWER_SAVED: N_("{name} wrote an answer: {what}"),
    Action.ANSWER_DISPUTED: N_("The answer of {name} contradicts another one: {what}"),
    Action.ANSWER_SETTLED: N_("{name} settled which of two statements holds: {what}"),
    Action.EVENT_ADDED: N_("{name} noted an event."),
    Action.CONSENT_WITHDRAWN: N_("{name} noted that a consent was withdrawn."),
    Action.DECISION_MADE: N_("{name} decided about a line of the proposal."),
    Action.DECISION_OVERRIDDEN: N_("{name} set a line of the proposal aside or changed it."),
    Action.RECORD_DRAFTED: N_("{name} made a record for {what}."),
    Action.RECORD_DISMISSED: N_("{name} dismissed the draft of a record for {what}."),
    Action.RECORD_EXPORTED: N_("{name} wrote out the record for {what}."),
    Action.RECORD_WITHOUT_CONSENT: N_("{name} made a record without consent, by statute, for {what}."),
    Action.RECORD_HANDED_OVER: N_("{name} handed the record over to {what}."),
    Action.RECORD_CONFIRMED: N_("{name} noted that {what} has confirmed the record."),
    Action.RECORD_RETURNED: N_("{name} noted that {what} has returned the record."),
    Action.RECORD_WITHDRAWN: N_("{name} withdrew the record for {what}."),
    Action.RECORD_TOLD: N_("{name} noted that {what} knows of the withdrawal."),
    Action.FIGURES_EXPORTED: N_("{name} wrote out the monitoring figures."),
}
"""What each entry says; `what` is a question, an office, a colleague, a screen or a paper."""

_BY_NAME: Final = {action.value: message for action, message in WORDS.items()}

GUARDED: Final = N_("on health or protection")
"""What stands for a question about that, for who does not read such answers."""

GUARDED_OFFICE: Final = N_("an office that is not named here")
GUARDED_PART: Final = N_("a part of a record or of the proposal")
"""What stands for an office, a line or a field whose name can tell an answer, for who does not read such answers."""

UNKNOWN: Final = N_("{name} did something that this version of the program does not know.")

_THINGS: Final[Mapping[str, str]] = {
    "reading": N_("the case, without leading its interview"),
    "review": N_("all answers (review)"),
    "next_steps": N_("the proposals (next steps)"),
    "handover": N_("consents and records (handover)"),
    "events": N_("what happened (events)"),
    "compare": N_("the comparison of sites and law sets"),
    "chain": N_("the chain of steps"),
    "release": N_("release of confidentiality to sign"),
    "copy": N_("the person's copy"),
    "copy-locked": N_("the person's copy, with a password"),
    "withdrawal": N_("letter that tells of a withdrawal"),
    "slips": N_("appointment and receipt slips"),
    "card": N_("card of a question"),
    "cards": N_("cards of the private questions"),
    "cv": N_("curriculum vitae"),
    "key": N_("by its key"),
    "idle": N_("nobody was there"),
    "end": N_("the program ended"),
    "recovery": N_("recovery key"),
    "unknown": N_("a name that nobody has"),
    "beside": N_("as the second person"),
}
_OF_STAFF = frozenset(
    {
        Action.STAFF_ADDED,
        Action.STAFF_REMOVED,
        Action.ROLES_CHANGED,
        Action.PASSPHRASE_CHANGED,
        Action.PASSPHRASE_REPLACED,
        Action.SECTIONS_GRANTED,
        Action.SECTIONS_WITHDRAWN,
        Action.CASE_HANDED_ON,
    }
)


@dataclass(frozen=True)
class Teller:
    """Says entries in the language of the staff. `staff` are names by id, `records` those of the case by id.

    `unnamed` are the questions that the reader is not told: which of them was answered says what somebody has.
    """

    wording: CaseWording
    questionnaire: Questionnaire
    staff: Mapping[str, str]
    records: Mapping[str, Record] = field(default_factory=dict)
    unnamed: Collection[str] = ()

    def sentence(self, entry: AuditEntry) -> str:
        """The entry as a sentence; it ends with the question where it is about one."""
        message = _BY_NAME.get(entry.action, UNKNOWN)
        what = self._what(entry)
        return self.wording.say(message, name=self.name(entry.actor), what=what or self.wording.say("not known"))

    def name(self, staff: str) -> str:
        """A colleague by name; also one who has left."""
        return self.staff.get(staff) or self.wording.say("somebody unknown")

    def _what(self, entry: AuditEntry) -> str:
        subject, say = entry.subject, self.wording.say
        if entry.action in _OF_STAFF or (entry.action == Action.UNLOCK_FAILED and subject in self.staff):
            return self.name(subject)
        if subject in self.records:
            record = self.records[subject]
            return say("{office}, version {version}", office=self._office(record), version=record.version)
        kind, _, rest = subject.partition(":")
        if subject in self.unnamed:
            return say(GUARDED)
        if self.unnamed and entry.action == Action.TEXT_COPIED and self.questionnaire.get(subject) is None and subject:
            return say(GUARDED_PART)
        if rest in self.unnamed:
            rest = say(GUARDED)
        if kind == "beside" and rest:
            rest = self.staff.get(rest) or say(_THINGS["unknown"])
        if kind in ("release", "withdrawal") and self._is_guarded(rest):
            rest = say(GUARDED_OFFICE)
        if kind in _THINGS:
            return say(_THINGS[kind]) + (f" ({rest})" if rest else "")
        question = self.questionnaire.get(subject)
        if question is not None:
            return self.wording.label(question)
        if entry.action == Action.PREVIEW_VIEWED:
            return self._recipient(subject)
        return subject

    def _office(self, record: Record) -> str:
        return self.wording.say(GUARDED_OFFICE) if self._is_guarded(record.recipient) else record.office

    def _recipient(self, code: str) -> str:
        return self.wording.say(GUARDED_OFFICE) if self._is_guarded(code) else self.wording.recipient(code).staff

    def _is_guarded(self, recipient: str) -> bool:
        """Whether that a record went there tells of health or protection, for who does not read such answers."""
        return bool(self.unnamed) and recipient not in IN_FILE_NAMES

"""The papers of one case, each with the name of its file: what the command line and the screens print."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from intake.handover.export import office_sign
from intake.handover.papers.making import file_name
from intake.handover.papers.paper import Paper
from intake.handover.papers.persons_copy import APPOINTMENT, CONSENTS, CopyOrder, Handed, persons_copy
from intake.handover.papers.release import Signatory, Terms, release, terms_of, usual_terms
from intake.handover.papers.slips import Sender, Sent, slips
from intake.handover.papers.tongues import Tongues
from intake.handover.papers.withdrawal import Reference, withdrawal_notice
from intake.handover.projection.consent import office_name
from intake.handover.projection.view import record_views
from intake.handover.record.proposal_parts import StaffDecisions
from intake.handover.record.wording import LANGUAGE
from intake.interview.answers import Entry
from intake.interview.values import Appointment, PartialDate
from intake.pathways.assess import Assessment

_NAMES = ("given_name", "family_name")


@dataclass(frozen=True, slots=True)
class NamedPaper:
    """A paper and the name of its file, which names nobody."""

    paper: Paper
    file: str


@dataclass(frozen=True, slots=True)
class Left:
    """A record that left: for whom, when, with which number, and the code on its slip.

    `is_open` as long as the office has neither confirmed nor returned it, and the consent holds.
    """

    handed: Handed
    version: int
    code: str = ""
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class CasePapers:
    """One case as it stands. `code` is its code, `role` and `phone` say who hands over, as on a record."""

    assessment: Assessment
    code: str
    tongues: Tongues
    role: str = ""
    phone: str = ""
    left: tuple[Left, ...] = ()
    decisions: StaffDecisions = field(default_factory=StaffDecisions)

    def terms(self, recipient: str, office: str = "") -> tuple[Terms, ...]:
        """What can be signed for this kind of office: as asked so far, else as it is usually proposed.

        One for each office of the site that is meant, and for each office that staff named themselves. An entry with
        which the person refused, or that was withdrawn, is nothing to sign.
        """
        site = self.assessment.site
        profile = site.recipient(recipient)
        found: dict[str, Terms] = {}
        for station in site.own_stations:
            if station.recipient == recipient and not self._is_refused(recipient, station.name.de):
                found[office_name(station.name.de)] = usual_terms(station, profile)
        for entry in self._entries(recipient):
            terms = terms_of(entry)
            if terms.office and not self._is_refused(recipient, terms.office):
                found[office_name(terms.office)] = terms
        asked = {office_name(terms_of(entry).office) for entry in self._entries(recipient)}
        meant = (
            [key for key in found if key == office_name(office)] if office else [*(asked & found.keys())] or [*found]
        )
        return tuple(found[key] for key in sorted(meant, key=[*found].index))

    def _entries(self, recipient: str) -> Iterator[Entry]:
        for entry in self.assessment.facts.answers.entries(CONSENTS):
            is_withdrawn = isinstance(entry.answer("withdrawn_on").value, PartialDate)
            is_refused = entry.answer("decision").value == "refused"
            if entry.answer("recipient").value == recipient and not is_refused and not is_withdrawn:
                yield entry

    def _is_refused(self, recipient: str, office: str) -> bool:
        """Whether the person said no to this office, or to every office of its kind, and has not taken that back."""
        for entry in self.assessment.facts.answers.entries(CONSENTS):
            values = {name: entry.answer(name).value for name in ("recipient", "decision", "signer", "office")}
            named = values["office"] if isinstance(values["office"], str) else ""
            is_no = (values["recipient"], values["decision"], values["signer"]) == (recipient, "refused", "self")
            is_lifted = isinstance(entry.answer("withdrawn_on").value, PartialDate)
            if is_no and not is_lifted and (not named.strip() or office_name(named) == office_name(office)):
                return True
        return False

    def release(self, terms: Terms) -> NamedPaper:
        """The release to sign."""
        facts = self.assessment.facts
        name = " ".join(part for id_ in _NAMES if isinstance(part := facts.answers[id_].value, str))
        birth = facts.answers["birth_date"].value
        paper = release(
            terms,
            Signatory(name, birth if isinstance(birth, PartialDate) else None),
            self.assessment.site,
            self.code,
            facts.logic.questionnaire,
            self.tongues,
            self.assessment.on,
        )
        return self._named(paper, f"release-{terms.recipient}{self._number(terms)}")

    def _number(self, terms: Terms) -> str:
        """What tells several offices of one kind apart in the name of a file: their place in the profile."""
        stations = [each for each in self.assessment.site.own_stations if each.recipient == terms.recipient]
        names = [office_name(station.name.de) for station in stations]
        at = names.index(office_name(terms.office)) if office_name(terms.office) in names else len(names)
        return f"-{at + 1}" if at else ""

    def copy(self, *, in_private: bool = False, is_locked: bool = False) -> NamedPaper:
        """The person's copy; `in_private` with everything, for a person who is alone with staff and asked for it.

        One that will be locked with a password says so in the name of its file. The two copies have names of their own:
        one must not take the place of the other.
        """
        handed = tuple(each.handed for each in self.left)
        order = CopyOrder(self.code, in_private, handed, self.decisions)
        kind = "copy-full" if in_private else "copy"
        return self._named(persons_copy(self.assessment, order, self.tongues), f"{kind}-locked" if is_locked else kind)

    def slips(self) -> NamedPaper:
        """The appointment slip, and a receipt slip for each office that got a record or may get one."""
        value = self.assessment.facts.answers[APPOINTMENT].value
        sent = {
            each.handed.office_key: Sent(each.handed.office, each.version, each.code)
            for each in self.left
            if each.is_open
        }
        closed = {each.handed.office_key for each in self.left} - sent.keys()
        for view in record_views(self.assessment):
            if (view.recipient, office_name(view.office)) in closed:
                continue
            sent.setdefault((view.recipient, office_name(view.office)), Sent(view.office, 0))
        paper = slips(
            value if isinstance(value, Appointment) else None,
            tuple(sent.values()),
            Sender(self.assessment.site.name.de, self.role, self.phone),
            self.code,
            self.tongues,
        )
        return self._named(paper, "slips")

    def notice(self, left: Left) -> NamedPaper:
        """The letter that tells an office of a withdrawal. It says which record, not why and not what stood in it."""
        sender = Sender(self.assessment.site.name.de, self.role, self.phone)
        handed, today = left.handed, self.assessment.on
        reference = Reference(handed.office, left.version, left.code, handed.day, handed.withdrawn or today)
        paper = withdrawal_notice(reference, sender, self.code, today, self.tongues)
        sign = office_sign(handed.recipient, left.code)
        return NamedPaper(paper, file_name(f"withdrawal-{sign}-v{left.version}", LANGUAGE, self.code))

    def _named(self, paper: Paper, kind: str) -> NamedPaper:
        return NamedPaper(paper, file_name(kind, self.tongues.language.code, self.code))

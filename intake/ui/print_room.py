"""Papers for the person: the back room of the screens that lays them out and writes them.

A paper is laid out in a thread and in memory; what reaches the disk is the finished file, for its owner only.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from intake.handover.papers.cards import card, private_cards
from intake.handover.papers.case_papers import CasePapers, Left, NamedPaper
from intake.handover.papers.making import file_name
from intake.handover.papers.tongues import Tongues
from intake.handover.projection.consent import office_name
from intake.interview.questions import Question
from intake.store.failures import case_restricted
from intake.store.kept.audit import Action
from intake.ui.decisions import standing_decisions
from intake.ui.left_records import all_left
from intake.ui.record_decisions import record_decisions

if TYPE_CHECKING:
    from intake.ui.casework import CaseWork
    from intake.ui.desk import Desk


@dataclass(frozen=True, slots=True)
class Printed:
    """A file that was written, or None and the name of the printer that took the paper.

    `is_archival` is false where the print does not meet the archive standard. `password` opens the file, empty where
    it needs none. It is kept nowhere else.
    """

    file: Path | None
    is_archival: bool
    password: str = ""
    printer: str = ""


class PrintRoom:
    """Papers of one case, in the language of its person's pane. `printer` is where they go; empty: to a file.

    A paper with a password is always a file.
    """

    def __init__(self, desk: Desk, work: CaseWork) -> None:
        self.desk = desk
        self.work = work
        self.printer = ""

    @property
    def may_print_everything(self) -> bool:
        """Whether what is private may stand on the person's copy: not while others can hear."""
        return not self.work.interview.facts.lacks_privacy

    async def release(self, recipient: str, office: str) -> Printed:
        """The release to sign for one office. Raises OutputError; ValueError where the person said no to it."""
        papers = await self._papers_for_others()
        found = papers.terms(recipient, office)
        if not found:
            raise ValueError("there is nothing to sign for an office that the person said no to")
        return await self._write(f"release:{recipient}", lambda: papers.release(found[0]), papers.tongues)

    async def may_be_signed(self, recipient: str, office: str) -> bool:
        """Whether there is a release to sign: not where the person said no."""
        return bool((await self._papers()).terms(recipient, office))

    async def copy(self, *, in_private: bool) -> Printed:
        """The person's copy. Raises OutputError."""
        papers = await self._papers(in_private=in_private)
        return await self._write("copy", lambda: papers.copy(in_private=in_private), papers.tongues)

    async def locked_copy(self, *, in_private: bool) -> Printed:
        """The person's copy as a file that opens with a new password only. Raises OutputError."""
        from intake.handover.sealing.phrase import new_number

        papers = await self._papers(in_private=in_private)
        making = partial(papers.copy, in_private=in_private, is_locked=True)
        return await self._write("copy-locked", making, papers.tongues, new_number())

    async def slips(self) -> Printed:
        """The appointment slip and the receipt slips. Raises OutputError."""
        papers = await self._papers_for_others()
        return await self._write("slips", papers.slips, papers.tongues)

    async def withdrawn(self, recipient: str, office: str) -> tuple[Left, ...]:
        """The records of this office whose consent was withdrawn, the oldest first."""
        left = (await self._papers()).left
        ours = (each for each in left if each.handed.office_key == (recipient, office_name(office)))
        return tuple(each for each in ours if each.handed.withdrawn is not None)

    async def notice(self, left: Left) -> Printed:
        """The letter that tells an office of a withdrawal. Raises OutputError."""
        papers = await self._papers()
        kind = f"withdrawal:{left.handed.recipient}"
        return await self._write(kind, lambda: papers.notice(left), papers.tongues)

    async def card(self, question: Question) -> Printed:
        """The card of a question. It holds no answer, and no code of the case. Raises OutputError."""
        tongues, site = self._tongues, self.work.assessment.site.name.de
        without = self.work.interview.facts.lacks_privacy
        paper = card(question, tongues, site, without_private=without)
        named = NamedPaper(paper, file_name(f"card-{question.context}", tongues.language.code))
        return await self._write(f"card:{question.id}", lambda: named, tongues)

    async def private_cards(self) -> Printed:
        """The cards of all private questions in one file. Raises OutputError."""
        tongues, site = self._tongues, self.work.assessment.site.name.de
        questionnaire = self.work.interview.logic.questionnaire
        named = NamedPaper(private_cards(questionnaire, tongues, site), file_name("cards", tongues.language.code))
        return await self._write("cards", lambda: named, tongues)

    @property
    def _tongues(self) -> Tongues:
        parts, wording = self.desk.parts, self.desk.wording(self.work)
        return Tongues(parts.lexicon.catalogs, parts.languages[wording.person], self.work.is_familiar)

    async def _papers_for_others(self) -> CasePapers:
        """Those that offices get; none of a case that was restricted meanwhile. Raises CaseRestricted."""
        case = self.work.new.id
        if self.work.is_stored and await self.desk.ask(lambda store: store.care.is_restricted(case)):
            raise case_restricted()
        return await self._papers()

    async def _papers(self, *, in_private: bool = False) -> CasePapers:
        records = await self.work.records()
        decided = standing_decisions(await self.work.decisions())
        tongues = self._tongues
        case = self.work.new.id
        steps = await self.desk.ask(lambda store: store.handovers.steps(case)) if records else ()
        left = all_left(records, steps)
        return CasePapers(
            self.work.assessment,
            self.work.code,
            tongues,
            role=self.desk.settings.sender or tongues.say("First interview").german,
            left=left,
            decisions=record_decisions(decided, None if in_private else ()),
        )

    async def _write(
        self, kind: str, making: Callable[[], NamedPaper], tongues: Tongues, password: str = ""
    ) -> Printed:
        """It stands in the audit chain before it is written."""
        self.desk.note(Action.PAPER_PRINTED, self.work.new.id if self.work.is_stored else "", kind)
        folder, at, printer = Path(self.desk.settings.export).expanduser(), self.work.now(), self.printer

        def write() -> Printed:
            from intake.handover.export import write_record
            from intake.handover.papers.printing import paper_pdf  # loads typst, 100 ms

            named = making()
            result = paper_pdf(named.paper, tongues, at)
            content = result.content
            if password:
                from intake.handover.sealing.locked_pdf import locked

                content = locked(content, password)
            elif printer:
                from intake.handover.print_queue import send

                send(content, printer, is_one_sided=named.paper.is_cut)
                return Printed(None, result.is_archival, printer=printer)
            return Printed(write_record(content, folder / named.file), result.is_archival, password)

        return await asyncio.to_thread(write)

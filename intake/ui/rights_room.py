"""The rights of a person at the desk: the back room of the dialog that offers them."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from intake.handover.papers.tongues import Tongues
from intake.interview.values import Problem
from intake.languages.dates import day
from intake.store.backups.places import Plan
from intake.store.kept.audit import Action
from intake.store.kept.cases import CaseFile, ErasureReason
from intake.ui.backups import backup_plan, held_until
from intake.ui.cases import as_work
from intake.ui.disclosed import Sources
from intake.ui.disclosing import gathered
from intake.ui.disclosure import Disclosing

if TYPE_CHECKING:
    from intake.store.store import Store
    from intake.ui.casework import CaseWork
    from intake.ui.desk import Desk


@dataclass(frozen=True)
class RightsRoom:
    """What can be done for the person of one case."""

    desk: Desk
    file: CaseFile

    @classmethod
    async def of(cls, desk: Desk, case_id: str) -> RightsRoom:
        """Raises CaseMissing, StoreError."""
        return cls(desk, await desk.ask(lambda store: store.load_case(case_id)))

    @property
    def code(self) -> str:
        return self.file.header.code

    @property
    def is_restricted(self) -> bool:
        return bool(self.file.header.restricted)

    @property
    def work(self) -> CaseWork:
        return as_work(self.desk, self.file)

    async def restrict(self, reason: str) -> None:
        """From now on the case can only be read. Raises StoreError."""
        id_, at, actor = self.file.header.id, self.desk.now(), self.desk.staff.id
        await self.desk.write(lambda store: store.care.restrict(id_, reason, actor, at))

    async def release(self, reason: str) -> None:
        """Lifts the restriction. Raises StoreError."""
        id_, at, actor = self.file.header.id, self.desk.now(), self.desk.staff.id
        await self.desk.write(lambda store: store.care.release(id_, reason, actor, at))

    async def erase(self, reason: ErasureReason) -> None:
        """Removes everything of the case, and keeps the lists that keep it away. Raises StoreError."""
        id_, at, actor, second = self.file.header.id, self.desk.now(), self.desk.staff.id, self._plan.second

        def erased(store: Store) -> None:
            store.care.erase(id_, reason, actor, at)
            store.care.keep_lists(*((second,) if second else ()))

        await self.desk.write(erased)

    async def renew_backups(self) -> tuple[Problem, ...]:
        """Writes a backup without what was erased; says which of before hold it until when. Raises StoreError."""
        at, actor, plan = self.desk.now(), self.desk.staff.id, self._plan
        shown = partial(day, language=self.desk.wording().staff)

        def renewed(store: Store) -> tuple[Problem, ...]:
            return tuple(held_until(store.folder, plan, at, store.care.renew_backups(plan, actor, at), shown))

        return await self.desk.write(renewed)

    async def disclose(self, *, in_private: bool) -> tuple[Path, Path]:
        """All that is stored, as PDF and JSON in the folder for records. Raises OutputError, StoreError."""
        at, work, case = self.desk.now(), self.work, self.file
        id_, actor = case.header.id, self.desk.staff.id
        sources = await self.desk.ask(lambda store: gathered(store, case))
        await self.desk.write(lambda store: store.care.note(Action.CASE_DISCLOSED, "", actor, at, id_))
        making = self._making(sources, work, in_private=in_private)
        folder = Path(self.desk.settings.export).expanduser()

        def write(_: Store) -> tuple[Path, Path]:
            from intake.handover.export import write_all
            from intake.handover.papers.printing import paper_pdf  # loads typst, 100 ms

            named = making.paper()
            pdf = paper_pdf(named.paper, making.tongues, at).content
            shown = json.dumps(making.as_json(at), ensure_ascii=False, indent=1).encode()
            file = folder / named.file
            written = write_all({file: pdf, file.with_suffix(".json"): shown})
            return written[0], written[1]

        return await self.desk.reckon(write)

    def _making(self, sources: Sources, work: CaseWork, *, in_private: bool) -> Disclosing:
        # The paper is German whatever the desk speaks, and what the screen covers is what the person asks for.
        wording, parts = replace(self.desk.wording(work), staff="de", cover=None), self.desk.parts
        tongues = Tongues(parts.lexicon.catalogs, parts.languages[wording.person], work.is_familiar)
        site = self.desk.content.site(self.file.header.site)
        questionnaire = work.interview.logic.questionnaire
        return Disclosing(sources, questionnaire, wording, tongues, site, in_private)

    @property
    def _plan(self) -> Plan:
        return backup_plan(self.desk.settings)

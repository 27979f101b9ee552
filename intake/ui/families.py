"""A parent and the short cases of the children: who has one, what it takes over, and where it is noted.

The cases stay apart: what one knows is only suggested in the other. Nothing is written into the case of the parent but
the code of the child's case, in its entry of the household.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from intake.interview.answers import Answer, FieldGiven, Source, State, Value
from intake.interview.facts import Facts
from intake.interview.household import HOUSEHOLD
from intake.interview.logic import Logic
from intake.interview.short_case import CHILD, LINKED_CASE, SchoolChild, school_children, suggestions
from intake.pathways.law import site_context
from intake.store.failures import CaseMissing
from intake.store.kept.cases import CaseFile, CaseLink
from intake.ui.cases import new_case

if TYPE_CHECKING:
    from intake.ui.casework import CaseWork
    from intake.ui.desk import Desk


@dataclass(frozen=True, slots=True)
class Relative:
    """One child of this person: as the household names it, as its short case does, or both.

    `case_id` and `code` are empty where no short case was begun; `name` is the name of its case, else of the household.
    """

    child: SchoolChild | None
    name: str
    case_id: str = ""
    code: str = ""


async def children_of(desk: Desk, work: CaseWork) -> tuple[Relative, ...]:
    """The children without a place, and all that have a short case, also where the household names them otherwise."""
    if work.new.kind == CHILD:
        return ()
    named = school_children(work.interview.facts)
    links = await desk.children(work)
    by_entry = {link.entry: link for link in links if link.entry}
    found = [await _relative(desk, child, by_entry.get(child.entry)) for child in named]
    entries = {child.entry for child in named}
    found += [await _relative(desk, None, link) for link in links if link.entry not in entries]
    return tuple(found)


async def _relative(desk: Desk, child: SchoolChild | None, link: CaseLink | None) -> Relative:
    name = child.given_name if child else ""
    file = await _case(desk, link.child_id) if link else None
    if link is None or file is None:
        return Relative(child, name)
    return Relative(child, name_in(file) or name, link.child_id, file.header.code)


async def parent_of(desk: Desk, work: CaseWork) -> CaseFile | None:
    """The case of a parent of this child; None where there is none, or it is not there any more."""
    link = await desk.parent(work) if work.new.kind == CHILD else None
    return await _case(desk, link.parent_id) if link else None


async def _case(desk: Desk, case_id: str) -> CaseFile | None:
    try:
        return await desk.ask(lambda store: store.load_case(case_id))
    except CaseMissing:
        return None


def name_in(file: CaseFile) -> str:
    """Given and family name as the case has them."""
    names = (file.answers[id_].value for id_ in ("given_name", "family_name"))
    return " ".join(name for name in names if isinstance(name, str))


async def short_case(desk: Desk, parent: CaseWork, child: SchoolChild) -> CaseWork:
    """A new short case in memory, linked to its parent, in the languages and the run that are in use."""
    work = new_case(desk, CHILD, parent.new.id, child.entry)
    await work.settings.use_languages(parent.languages)
    work.from_parent = suggestions(parent.interview.logic, parent.interview.facts, child.entry)
    return work


async def known_to_parent(desk: Desk, work: CaseWork) -> Mapping[str, Value]:
    """What the case of the parent suggests for this child, as it stands in the store today."""
    link = await desk.parent(work) if work.new.kind == CHILD else None
    file = await _case(desk, link.parent_id) if link else None
    if link is None or file is None:
        return {}
    logic: Logic = work.interview.logic
    site = desk.content.site(file.header.site)
    context = site_context(site, desk.content.laws.in_force(desk.today), desk.today)
    return suggestions(logic, Facts(logic, file.answers, context), link.entry)


async def note_short_cases(desk: Desk, parent: CaseWork) -> None:
    """Write the codes of the short cases into the entries of the household; what else stands there is left alone.

    A closed interview stays as it is: the cases are linked all the same.
    """
    if parent.is_closed:
        return
    noted = {child.entry: child.linked_case for child in school_children(parent.interview.facts)}
    changes = [
        FieldGiven(
            HOUSEHOLD,
            each.child.entry,
            LINKED_CASE,
            Answer(State.ANSWERED, each.code, source=Source.OBSERVED),
        )
        for each in await children_of(desk, parent)
        if each.child is not None
        and each.code
        and noted.get(each.child.entry) != each.code
        and parent.interview.answers.entry(HOUSEHOLD, each.child.entry) is not None
    ]
    if changes:
        await parent.save(*changes)

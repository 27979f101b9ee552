"""The derived values that staff of a site may decide otherwise, with a reason: `[[staff_value]]` in a profile.

Source: sites.md 3, customer groups: staff may decide otherwise with a reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from intake.interview.content_file import ContentFile, Mistakes
from intake.interview.logic import Logic
from intake.interview.questions import Sensitivity
from intake.interview.session import closure
from intake.pathways.profile_rows import Origin, Text
from intake.pathways.sites import SiteProfile, StaffValue
from intake.pathways.tables import TableReader

HEAD = "staff_value"
_GUARDED = (Sensitivity.HEALTH, Sensitivity.PROTECTION)


def read_staff_values(top: TableReader) -> Iterator[StaffValue]:
    """Each value with its name and the words of its codes, in the order in which they are offered."""
    for table in top.tables(HEAD):
        value = StaffValue(table.text("id"), table.words("name"), _choices(table), Origin(source=table.short("source")))
        table.refuse_others()
        yield value


def _choices(table: TableReader) -> Mapping[str, Text]:
    found: dict[str, Text] = {}
    for choice in table.tables("choice"):
        found[choice.text("code")] = choice.words("name")
        choice.refuse_others()
    return found


def allowed(site: SiteProfile, decided: Mapping[str, str]) -> dict[str, str]:
    """What staff decided, as far as this site lets them: other values and codes count nothing here."""
    known = {value.id: value for value in site.staff_values}
    return {id_: code for id_, code in decided.items() if id_ in known and code in known[id_].choices}


def check_staff_values(site: SiteProfile, file: ContentFile, logic: Logic, mistakes: Mistakes) -> None:
    """Each is a table of derived values with exactly its codes, rests on no health or protection answer, asks nothing.

    A decided value is told to offices, so nothing guarded may stand behind it; and which questions are asked must
    not hang on a decision about the proposal.
    """
    tables = logic.derivations.tables
    asking = closure(logic, {id_ for condition in logic.relevance.values() for id_ in condition.ids})
    for index, value in enumerate(site.staff_values):
        if value.id not in tables:
            mistakes.add(file, f"{HEAD} {value.id}: there is no such table of derived values", HEAD, index, "id")
            continue
        codes = {row.then for row in tables[value.id].rows if row.then is not None}
        if set(value.choices) != codes:
            what = f"{HEAD} {value.id}: its choices have to be {', '.join(sorted(codes))}"
            mistakes.add(file, what, HEAD, index, "id")
        behind = closure(logic, {value.id})
        if any(id_ in behind and logic.questionnaire[id_].sensitivity in _GUARDED for id_ in logic.questionnaire.by_id):
            what = f"{HEAD} {value.id}: an answer on health or protection stands behind it"
            mistakes.add(file, what, HEAD, index, "id")
        if value.id in asking:
            mistakes.add(file, f"{HEAD} {value.id}: questions are asked by it", HEAD, index, "id")

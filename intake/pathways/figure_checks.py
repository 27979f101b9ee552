"""What no monitoring figure may rest on: answers about health or protection, and birth dates.

A class is a promise: profiles are refused when they are loaded, and figures of rules that rest on such answers are not
counted. Source: sites.md 10 ('rows of class H or X are never a dimension').
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from intake.interview.content_file import ContentFile, Mistakes
from intake.interview.logic import Logic
from intake.interview.questions import Question, Sensitivity, class_of_package
from intake.pathways.figure_groups import Sort, read_dimension
from intake.pathways.figure_remarks import Remark
from intake.pathways.figure_units import What, parse_count
from intake.pathways.sites import Figure, SiteProfile

_REFUSED = (Sensitivity.HEALTH, Sensitivity.PROTECTION)


def sensitive_ids(ids: Iterable[str], logic: Logic) -> tuple[str, ...]:
    """The questions of class H or X among these ids and all that derived values among them are made of, sorted."""
    return tuple(sorted(id_ for id_ in _sources(ids, logic) if _is_sensitive(logic.questionnaire.get(id_))))


def _sources(ids: Iterable[str], logic: Logic) -> set[str]:
    found: set[str] = set()
    pending = list(ids)
    while pending:
        id_ = pending.pop()
        if id_ in found:
            continue
        found.add(id_)
        table, computed = logic.derivations.tables.get(id_), logic.derivations.computed.get(id_)
        pending += [name for row in table.rows for name in row.condition.ids] if table else []
        pending += computed.sources if computed else ()
    return found


def _is_sensitive(question: Question | None) -> bool:
    """A question of the class, or one of whose choices, as 'medical' among the documents, takes it on."""
    if question is None:
        return False
    classes = [question.sensitivity, *(class_of_package(choice.package) for choice in question.choices)]
    return any(each in _REFUSED for each in classes)


def check_figures(
    site: SiteProfile, file: ContentFile, logic: Logic, mistakes: Mistakes, shared: Sequence[Figure] | None = None
) -> None:
    """Counts and dimensions that cannot be: those of a profile, or of figures that the site shares with all others.

    Its names have to be sound.
    """
    for index, figure in enumerate(site.figures if shared is None else shared):
        for key, what in _wrong(figure, site, logic):
            mistakes.add(file, f"figure {figure.id}: {what}", "figure", index, key)


def _wrong(figure: Figure, site: SiteProfile, logic: Logic) -> Iterator[tuple[str, str]]:
    count = parse_count(figure.count)
    if count.problem == Remark.UNKNOWN_COUNT:
        yield "count", f"`{figure.count}` is nothing that can be counted"
    for id_ in sensitive_ids(figure.condition.ids, logic):
        yield "when", f"`{id_}` holds answers about health or protection, which choose nobody for a figure"
    for text in figure.by:
        dimension = read_dimension(text, site, logic, count.what is not What.CASE)
        if dimension.problem == Remark.BIRTH_DATES:
            yield "by", f"`{text}`: a birth date is no dimension"
        for id_ in sensitive_ids(dimension.ids, logic) if dimension.sort is not Sort.RULE else ():
            yield "by", f"`{text}`: `{id_}` holds answers about health or protection, which are no dimension"

"""The empty questionnaire: everything that is asked, with room to write, and what only staff fill in apart."""

from __future__ import annotations

from functools import cache

import pytest

from intake.handover.papers.blank import blank
from intake.handover.papers.paper import Boxes, Cut, Lines, Paper, Paragraph, Question, Table
from intake.interview.answers import Answers
from intake.interview.questions import Kind, Who
from intake.interview.session import CONSENTS, Interview, Run
from intake.pathways.core_run import needed_ids
from intake.pathways.law import site_context
from tests.handover.handover_cases import LAW, content
from tests.handover.papers.papers_cases import tongues

SITES = ("zebera", "muenster", "hannover")


@cache
def printed(run: Run, kind: str = "full", site: str = "hannover", language: str = "tr") -> Paper:
    return blank(content().logic, content().sites[site], content().laws.of(LAW), run, kind, tongues(language))


def asked(run: Run, kind: str = "full", site: str = "hannover") -> tuple[str, ...]:
    """The ids that an interview of this run can ask, in order."""
    profile, law = content().sites[site], content().laws.of(LAW)
    talk = Interview(content().logic, Answers(), site_context(profile, law, LAW), kind, run, needed_ids(profile))
    return tuple(
        each.id for each in talk.questions if each.id != CONSENTS and (run is Run.FULL or each.id in talk.core)
    )


def questions(paper: Paper) -> list[Question]:
    return [part for part in paper.elements if isinstance(part, Question)]


@pytest.mark.parametrize("site", SITES)
@pytest.mark.parametrize(("run", "kind"), [(Run.CORE, "full"), (Run.FULL, "full"), (Run.CORE, "child")])
def test_every_question_of_the_run_is_printed_once_and_numbered_in_order(run: Run, kind: str, site: str) -> None:
    found = questions(printed(run, kind, site))
    expected = sorted(tongues("tr").question(content().questionnaire[id_]).german for id_ in asked(run, kind, site))
    assert sorted(each.text.german for each in found) == expected
    assert [each.number for each in found] == [str(number) for number in range(1, len(found) + 1)]


def by_id(run: Run = Run.FULL) -> dict[str, Question]:
    texts = {tongues("tr").question(each).german: each.id for each in content().questionnaire}
    return {texts[each.text.german]: each for each in questions(printed(run))}


def test_the_core_is_shorter_than_everything() -> None:
    assert 30 < len(questions(printed(Run.CORE))) < len(questions(printed(Run.FULL)))


def test_questions_for_the_person_are_in_both_languages_and_those_of_staff_in_german() -> None:
    for id_, found in by_id().items():
        is_for_staff = content().questionnaire[id_].who is Who.STAFF
        assert bool(found.text.person) is not is_for_staff, id_


def test_every_choice_has_a_box_with_the_number_that_it_has_on_the_screen() -> None:
    for id_, found in by_id().items():
        question = content().questionnaire[id_]
        if question.choices and question.kind is not Kind.REPEAT:
            numbers = [box.number for part in found.answer if isinstance(part, Boxes) for box in part.items]
            assert numbers == [str(number) for number in range(1, len(question.choices) + 1)], id_


def test_what_is_not_picked_has_lines_to_write_on() -> None:
    for id_, found in by_id().items():
        question = content().questionnaire[id_]
        if not question.choices and question.kind is not Kind.REPEAT:
            assert any(isinstance(part, Lines) for part in found.answer), id_


def test_a_list_has_a_row_for_each_field_and_some_columns() -> None:
    for id_, found in by_id().items():
        question = content().questionnaire[id_]
        if question.kind is Kind.REPEAT:
            (table,) = [part for part in found.answer if isinstance(part, Table)]
            assert len(table.rows) == len(question.fields)
            assert table.columns >= 3


def test_a_question_that_does_not_concern_everybody_names_those_that_decide() -> None:
    found = by_id()
    hint = next(part for part in found["pregnancy_due"].answer if isinstance(part, Paragraph))
    assert found["pregnancy"].number in hint.text.german.split(" ")[-1]


def test_what_only_staff_fill_in_stands_on_pages_of_its_own_at_the_end() -> None:
    elements = printed(Run.FULL).elements
    (cut,) = [at for at, part in enumerate(elements) if isinstance(part, Cut)]
    after = [part for part in elements[cut:] if isinstance(part, Question)]
    before = [part for part in elements[:cut] if isinstance(part, Question)]
    assert before
    assert {each.text.german for each in after} == {
        found.text.german for id_, found in by_id().items() if content().questionnaire[id_].section in ("M", "N")
    }
    assert all(part.text.person == "" for part in after)


def test_a_private_question_says_so() -> None:
    said = tongues("tr").say("Ask in private only.").german
    for id_, found in by_id().items():
        texts = [part.text.german for part in found.answer if isinstance(part, Paragraph)]
        assert (said in texts) == content().questionnaire[id_].private, id_

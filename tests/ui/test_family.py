"""The short cases of the children: begun from the parent's case, linked, confirmed, handed over, and left again."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

import pytest

from intake.interview.answers import Source, State
from intake.interview.values import Json, PartialDate
from intake.store.kept.cases import CaseFile
from intake.store.store import Store
from tests.ui.cases import DIMA, stored
from tests.ui.desk_pages import taken_by
from tests.ui.pages import (
    ConsentPage,
    HandoverPage,
    InterviewPage,
    NextStepsPage,
    ReviewPage,
    at_the_desk,
    interview,
    talking,
)
from tests.ui.program import BORIS, BROAD, Program, unlock


def child(name: str, born: str, place: str) -> Json:
    return {
        "relation": "child", "where": "here", "given_name": name, "birth_date": born, "school_or_childcare": place,
    }  # fmt: skip


CHILDREN: Json = [
    child("Ali", "2018-02-01", "no"),
    child("Sara", "2014-01-05", "no"),
    child("Omar", "2015-01-05", "yes"),
]
PARENT: Mapping[str, Json] = {
    **{id_: value for id_, value in DIMA.items() if id_ != "children_ages"},
    "household": CHILDREN,
    "contact_safe": ["phone", "letter"],
    "phone": "0202 1234",
    "address": "Weg 1, Wuppertal",
}
BEGINNING: tuple[tuple[str, Json], ...] = (
    ("interview_mode", "in_person"),
    ("preferred_language", None),
    ("interpreter_type", "in_person_pro"),
    ("privacy", "yes"),
    ("understanding_ok", "well"),
    ("acute_need", "no"),
    ("privacy_info_given", "yes"),
)
"""How the talk about a child begins; None is what the case of the parent suggests."""


@pytest.fixture
def of_a_parent(tmp_path: Path) -> Path:
    stored(tmp_path, PARENT, at="goal_main", languages=("tr", "en"))
    (tmp_path / "out").mkdir()
    return tmp_path


async def family(page: InterviewPage | ReviewPage | NextStepsPage) -> list[str]:
    """The lines of the list of children."""
    await page.do("family")
    return page.lines


async def to_child(program: Program, name: str) -> InterviewPage:
    page = NextStepsPage(program)
    await page.do("family")
    await program.type(name)
    await page.do("confirm")
    return interview(program)


async def begin(talk: InterviewPage) -> None:
    """Ask until the case is stored."""
    for id_, value in BEGINNING:
        if talk.shown_question != id_:
            continue
        if value is None:
            await talk.do("confirm")
        else:
            await talk.answer(id_, value)
    assert talk.program.work.is_stored


async def cases(program: Program) -> dict[str, CaseFile]:
    """The stored cases by given name."""
    listed = await program.desk.ask(lambda store: store.lists.list_cases())
    files = [await program.desk.ask(partial(Store.load_case, case_id=line.id)) for line in listed]
    return {str(file.answers["given_name"].value): file for file in files}


async def test_the_next_steps_of_a_parent_name_the_key_for_the_short_cases(of_a_parent: Path) -> None:
    async with talking(of_a_parent, size=BROAD) as talk:
        page = await talk.next_steps()
        assert talk.program.say("{key}: the short cases of the children", key="F") in page.line("Schulplatz")


async def test_each_child_of_school_age_without_a_place_is_listed_and_no_other(of_a_parent: Path) -> None:
    async with talking(of_a_parent, size=BROAD) as talk:
        lines = await family(await talk.next_steps())
        assert [line.split(",")[0] for line in lines] == ["Ali", "Sara"]
        assert all(talk.program.say("open the short case") in line for line in lines)
        assert "8" in lines[0]
        assert "12" in lines[1]


async def test_children_of_whom_only_the_ages_are_known_are_listed_by_age(tmp_path: Path) -> None:
    stored(tmp_path, {**DIMA, "children_ages": [4, 8, 12], "children_school": "no"}, at="goal_main")
    async with talking(tmp_path, size=BROAD) as talk:
        lines = await family(await talk.next_steps())
        say = talk.program.say
        assert [line.split("   ")[0] for line in lines] == [
            say("Child, {years} years old", years="8"),
            say("Child, {years} years old", years="12"),
        ]


async def test_review_lists_the_children_and_leads_to_their_cases(of_a_parent: Path) -> None:
    async with talking(of_a_parent, size=BROAD) as talk:
        page = await talk.review()
        assert [line.strip().split(",")[0] for line in page.under(talk.program.say("Family"))] == ["Ali", "Sara"]
        await page.choose("Ali")
        assert len(page.lines) == 2


async def test_a_parent_without_such_a_child_is_told_so(tmp_path: Path) -> None:
    stored(tmp_path, DIMA, at="goal_main")
    async with talking(tmp_path, size=BROAD) as talk:
        page = await talk.next_steps()
        await page.do("family")
        assert talk.program.screen == "NextStepsScreen"
        assert talk.program.say("No child here is of school age and without a place.") in talk.program.app.told


async def test_a_parent_in_memory_only_is_stored_first(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, size=BROAD) as desk:
        talk = await desk.begin_case()
        await talk.answer("interview_mode", "phone")
        page = await talk.next_steps()
        await page.do("family")
        said = desk.program.say("The case is in memory only. Explain data protection first.")
        assert said in desk.program.app.told
        assert desk.program.work.new.kind == "full"


async def test_what_the_parents_case_knows_is_suggested_and_confirmed_and_says_where_it_comes_from(
    of_a_parent: Path,
) -> None:
    async with talking(of_a_parent, size=BROAD) as talk:
        await talk.next_steps()
        short = await to_child(talk.program, "Ali")
        await begin(short)
        origin = talk.program.say("the case of the parent")
        assert short.shown_question == "family_name"
        assert origin in short.notice
        await short.do("confirm")
        assert short.shown_question == "given_name"
        await short.do("confirm")
        assert short.shown_question == "birth_date"
        await short.do("confirm")
        kept = await short.stored_case()
        assert kept.answers["given_name"].value == "Ali"
        assert kept.answers["birth_date"].value == PartialDate(2018, 2, 1)
        for id_ in ("preferred_language", "family_name", "given_name", "birth_date"):
            assert kept.answers[id_].source is Source.THIRD_PARTY, id_
        await short.go_to("guardian_contact")
        await short.do("confirm")
        assert (await short.stored("guardian_contact")).value == "Dima Mansour, 0202 1234"


async def test_a_suggestion_that_is_changed_was_said_and_one_that_is_not_confirmed_is_not_stored(
    of_a_parent: Path,
) -> None:
    async with talking(of_a_parent, size=BROAD) as talk:
        await talk.next_steps()
        short = await to_child(talk.program, "Ali")
        await begin(short)
        await short.answer("family_name", "Al Ali")
        kept = await short.stored_case()
        assert (kept.answers["family_name"].value, kept.answers["family_name"].source) == ("Al Ali", Source.SAID)
        assert kept.answers["given_name"].state is State.NOT_ASKED


async def test_suggestions_are_there_again_when_the_childs_case_is_opened_another_day(of_a_parent: Path) -> None:
    async with talking(of_a_parent, size=BROAD) as talk:
        await talk.next_steps()
        await begin(await to_child(talk.program, "Ali"))
        code = talk.program.work.code
        desk = await interview(talk.program).desk()
        short = await desk.open(code)
        await short.go_to("given_name")
        await short.do("confirm")
        assert (await short.stored("given_name")).value == "Ali"


async def test_back_from_the_child_the_parent_is_where_it_was_left_in_the_same_talk(of_a_parent: Path) -> None:
    async with talking(of_a_parent, size=BROAD) as talk:
        parent = talk.program.work.new.id
        await talk.answer("goal_main", "training")
        before = talk.program.work.interview.answers
        page = await talk.review()
        place = talk.program.work.where.place
        await page.choose("Sara")
        await talk.program.type("Sara")
        await page.do("confirm")
        short = interview(talk.program)
        await begin(short)
        await short.do("review")
        assert "Dima Mansour" in ReviewPage(talk.program).under(talk.program.say("Family"))[0]
        await short.do("family")
        assert talk.program.work.new.id == parent
        assert talk.program.screen == "ReviewScreen"
        assert talk.program.work.where.place == place
        after = talk.program.work.interview.answers
        assert {id_ for id_ in after if after[id_] != before[id_]} == {"household"}


async def test_the_entry_of_the_household_names_the_short_case_and_the_school_place_stays_as_it_was(
    of_a_parent: Path,
) -> None:
    async with talking(of_a_parent, size=BROAD) as talk:
        await talk.next_steps()
        short = await to_child(talk.program, "Ali")
        await begin(short)
        code = talk.program.work.code
        await short.do("next-steps", "family")
        assert talk.program.screen == "NextStepsScreen"
        entries = talk.program.work.interview.answers.entries("household")
        assert [entry.answer("own_case").value for entry in entries] == [code, None, None]
        assert [entry.answer("school_or_childcare").value for entry in entries] == ["no", "no", "yes"]
        lines = await family(NextStepsPage(talk.program))
        assert talk.program.say("short case {code}: open it", code=code) in lines[0]
        assert talk.program.say("open the short case") in lines[1]


async def test_the_short_case_is_opened_again_and_no_second_one_is_begun(of_a_parent: Path) -> None:
    async with talking(of_a_parent, size=BROAD) as talk:
        await talk.next_steps()
        await begin(await to_child(talk.program, "Ali"))
        first = talk.program.work.new.id
        here = interview(talk.program).shown_question
        await talk.do("next-steps", "family")
        again = await to_child(talk.program, "Ali")
        assert talk.program.work.new.id == first
        assert again.shown_question == here
        assert again.answers["understanding_ok"].value == "well"


async def test_leaving_a_short_case_that_was_never_stored_asks_first(of_a_parent: Path) -> None:
    async with talking(of_a_parent, size=BROAD) as talk:
        await talk.next_steps()
        short = await to_child(talk.program, "Ali")
        await short.answer("interview_mode", "in_person")
        await short.do("next-steps", "family")
        assert talk.program.screen == "Dialog"
        await short.dialog.pick(talk.program.say("Stay in the case"))
        assert talk.program.work.new.kind == "child"
        await short.do("family")
        await short.dialog.pick(talk.program.say("Let the answers go"))
        assert talk.program.work.new.kind == "full"
        assert len(await cases(talk.program)) == 1


async def test_the_titles_of_a_childs_case_say_that_it_is_one(of_a_parent: Path) -> None:
    async with talking(of_a_parent, size=BROAD) as talk:
        await talk.next_steps()
        short = await to_child(talk.program, "Ali")
        assert talk.program.say("{code} · short case of a child · {section}", code="", section="").split("·")[1] in (
            short.title
        )


async def test_the_school_gets_the_record_of_the_child_with_the_guardians_signature_and_not_the_parents(
    of_a_parent: Path,
) -> None:
    async with talking(of_a_parent, size=BROAD) as talk:
        page = await talk.handover()
        assert not page.line("Schulamt").startswith("●")
        await page.choose("Schulamt")
        assert talk.program.screen == "HandoverScreen"
        assert not talk.program.work.interview.answers.entries("consents")
        await page.do("next-steps")
        short = await to_child(talk.program, "Ali")
        await begin(short)
        for _ in range(3):
            await short.do("confirm")
        await short.go_to("guardian_contact")
        await short.do("confirm")
        page = await short.handover()
        assert page.line("Schulamt").startswith("●")
        consent = await page.ask_consent("Schulamt")
        await granted_by_guardian(consent)
        await page.go_to_line("Schulamt")
        await page.do("export")
        text = next((of_a_parent / "out").glob("*.txt")).read_text("utf-8")
        assert "Ali" in text
        assert "0202 1234" in text
        assert talk.program.work.code in text
        assert (await HandoverPage(talk.program).records())[0].recipient == "school"


async def granted_by_guardian(consent: ConsentPage) -> None:
    """As offered: everything usual, granted, the guardian signs under 15, on paper, today."""
    await consent.confirm("packages")
    await consent.answer("decision", "granted")
    await consent.confirm("signer")
    await consent.answer("form", "paper")
    await consent.confirm("signed_on")
    await consent.confirm("valid_until")


async def test_enter_in_the_review_still_leads_to_the_first_question_and_not_to_another_case(of_a_parent: Path) -> None:
    async with talking(of_a_parent, size=BROAD) as talk:
        parent = talk.program.work.new.id
        await talk.review()
        await talk.do("confirm")
        assert talk.is_shown
        assert talk.program.work.new.id == parent


async def test_a_child_is_spoken_to_as_a_child_before_its_birth_date_is_confirmed(of_a_parent: Path) -> None:
    async with talking(of_a_parent, size=BROAD) as talk:
        await talk.next_steps()
        await begin(await to_child(talk.program, "Ali"))
        short = interview(talk.program)
        await talk.program.drawn()
        assert short.shown_question == "family_name"
        assert any("dein Familienname" in line for line in short.question_text)


async def test_after_the_lock_the_childs_case_goes_on_and_leads_back_to_the_parent(of_a_parent: Path) -> None:
    async with talking(of_a_parent, size=BROAD) as talk:
        parent = talk.program.work.new.id
        await talk.next_steps()
        await begin(await to_child(talk.program, "Ali"))
        await talk.program.do("lock")
        await unlock(talk.program)
        short = interview(talk.program)
        assert short.shown_question == "family_name"
        await short.do("confirm")
        assert (await short.stored("family_name")).value == "Mansour"
        await short.do("next-steps", "family")
        assert talk.program.work.new.id == parent


async def test_the_parents_case_taken_by_a_colleague_is_asked_about_and_the_childs_case_is_kept(
    of_a_parent: Path,
) -> None:
    async with talking(of_a_parent, size=BROAD) as talk:
        parent = talk.program.work.new.id
        await talk.next_steps()
        await begin(await to_child(talk.program, "Ali"))
        await taken_by_boris(talk.program, parent)
        await talk.do("next-steps", "family")
        assert talk.program.screen == "Dialog"
        await talk.dialog.pick(talk.program.say("Leave it there"))
        assert talk.program.work.new.kind == "child"
        assert talk.program.screen == "NextStepsScreen"


async def taken_by_boris(program: Program, case: str) -> None:
    await program.desk.write(lambda store: taken_by(BORIS, store, case, "another"))

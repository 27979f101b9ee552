from __future__ import annotations

from dataclasses import replace

import pytest
from textual.geometry import Offset

from intake.interview.questions import Choice, Kind, Who
from intake.interview.values import Documents
from intake.ui.widgets.field import Field, Layout
from intake.ui.widgets.matching import matching
from tests.ui.field_app import (
    BENEFITS,
    DOCUMENTS,
    ENTER,
    FRUIT,
    FRUITS,
    MANY,
    PAPERS,
    YES_NO,
    answered,
    answering,
    asked,
    choices,
    lines,
    make,
    question,
    text,
    typing,
)
from tests.ui.wordings import SmallWording


async def test_a_digit_picks_and_answers_at_once() -> None:
    app = await answering(make(YES_NO), "2")
    assert app.value == "no"
    assert app.field.locked


async def test_a_level_is_picked_by_its_digit() -> None:
    levels = question(Kind.CEFR, choices=choices("none", "a1", "a2", "b1", "b2", "c1", "c2"))
    assert (await answering(make(levels), "4")).value == "b1"


async def test_arrows_and_enter_answer_too() -> None:
    assert (await answering(make(YES_NO), "down", "down", ENTER)).value == "no"
    assert (await answering(make(YES_NO), "up", ENTER)).value == "no"
    assert (await answering(make(YES_NO), "end", "home", ENTER)).value == "yes"


async def test_the_terminals_own_cursor_stands_on_the_highlighted_choice() -> None:
    async with asked(make(YES_NO), "down", "down") as app:
        assert app.cursor_position == app.field.content_region.offset + Offset(0, 1)


async def test_a_stray_enter_answers_nothing() -> None:
    app = await answering(make(YES_NO), ENTER)
    assert app.values == []
    assert app.problems == ["Nothing is picked yet. Pick with a digit, or with ↓ and Enter."]


async def test_enter_on_an_answered_question_gives_the_same_answer_again() -> None:
    async with asked(make(YES_NO, answered("no"))) as app:
        assert lines(app.field)[1].lstrip().startswith("› 2 (x) Nein")
        await app.press(ENTER)
        assert app.value == "no"


TEN = question(Kind.SINGLE, choices=choices(*MANY[:10]))


async def test_of_ten_choices_each_has_a_digit_that_picks_it_at_once() -> None:
    assert (await answering(make(TEN), "1")).value == "apple"
    assert (await answering(make(TEN), "9")).value == "fig"
    app = await answering(make(TEN), "0")
    assert app.value == "date"
    assert app.field.locked


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_of_ten_choices_each_shows_its_digit_until_something_is_typed(size: tuple[int, int]) -> None:
    async with asked(make(TEN), size=size) as app:
        assert "1 Apple" in text(app.field)
        assert "0 Date" in text(app.field)
        await app.press("p")
        assert "1 Apple" not in text(app.field)


async def test_ten_choices_are_searched_by_typing_and_a_digit_then_belongs_to_the_text() -> None:
    app = await answering(make(TEN), *typing("pl"), ENTER)
    assert app.value == "plum"
    assert (await answering(make(TEN), "p", "1")).values == []


async def test_of_eleven_choices_none_has_a_digit() -> None:
    async with asked(make(FRUIT), "1") as app:
        assert app.values == []
        assert "/ 1" in text(app.field)


async def test_of_ten_choices_digits_mark_several() -> None:
    several = question(Kind.MULTI, choices=choices(*MANY[:10]))
    assert (await answering(make(several), "0", "2", ENTER)).value == ("pear", "date")


async def test_a_digit_without_a_choice_says_so() -> None:
    app = await answering(make(YES_NO), "7", "0")
    assert app.problems == ["There is no choice 7 here.", "There is no choice 0 here."]


async def test_backspace_goes_back_where_nothing_is_typed() -> None:
    for each in (YES_NO, FRUIT, PAPERS, BENEFITS, FRUITS, DOCUMENTS):
        app = await answering(make(each), "backspace")
        assert len(app.of(Field.WentBack)) == 1


async def test_letters_that_mean_nothing_go_on_to_the_screen() -> None:
    app = await answering(make(YES_NO), "x", "question_mark", "f9")
    assert app.passed == ["x", "question_mark", "f9"]


async def test_typing_filters_a_long_list_and_enter_takes_the_best() -> None:
    async with asked(make(FRUIT), "l", "e") as app:
        assert lines(app.field)[0].strip() == "/ le"
        assert lines(app.field)[1].split() == ["›", "Lemon", "Lemon", "uk"]
        assert "Apple" not in text(app.field)
        await app.press(ENTER)
        assert app.value == "lemon"


async def test_a_long_list_is_filtered_in_the_language_of_the_person_and_by_code() -> None:
    fruit = question(Kind.SINGLE, choices=(*FRUIT.choices, Choice("zz9", "Yes")))
    assert (await answering(make(fruit), "т", "а", ENTER)).value == "zz9"
    assert (await answering(make(fruit), "z", "z", "9", ENTER)).value == "zz9"


async def test_nothing_is_highlighted_in_a_long_list_until_something_is_typed() -> None:
    app = await answering(make(FRUIT), ENTER)
    assert app.values == []
    assert app.problems
    assert (await answering(make(FRUIT), "down", "down", ENTER)).value == "pear"


async def test_what_fits_nothing_is_said_and_not_answered() -> None:
    async with asked(make(FRUIT), "x", "x", ENTER) as app:
        assert "Nothing fits 'xx'." in text(app.field)
        assert app.values == []


async def test_backspace_takes_letters_away_before_it_goes_back() -> None:
    app = await answering(make(FRUIT), "p", "l", "backspace", "backspace", "backspace")
    assert [message.text for message in app.of(Field.Typed)] == ["p", "pl", "p", ""]
    assert len(app.of(Field.WentBack)) == 1


async def test_a_long_list_stands_in_two_columns_where_there_is_room() -> None:
    async with asked(make(FRUIT), size=(120, 24)) as app:
        first = lines(app.field)[1]
        assert "Apple" in first
        assert "Lemon" in first
        await app.press("down", "right")
        assert "› Lemon" in lines(app.field)[1]
        await app.press(ENTER)
        assert app.value == "lemon"


async def test_a_group_and_then_a_code_are_picked_by_digits() -> None:
    assert (await answering(make(PAPERS), "3", "1")).value == "res_25_1"


async def test_backspace_and_left_return_to_the_groups() -> None:
    for key in ("backspace", "left"):
        async with asked(make(PAPERS), "3", key) as app:
            assert "› 3 Protection" in text(app.field)
            await app.press("1")
            assert app.value == "permission"
            assert not app.of(Field.WentBack)


async def test_a_group_of_one_is_no_second_step() -> None:
    assert (await answering(make(PAPERS), "4")).value == "none"


async def test_the_number_of_a_paragraph_finds_its_paper() -> None:
    app = await answering(make(PAPERS), "2", "5", "space", "2", ENTER)
    assert app.value == "res_25_2"


async def test_two_digits_that_could_mean_a_paragraph_are_asked_about() -> None:
    async with asked(make(PAPERS), "2", "4") as app:
        assert app.values == []
        assert "24 can mean more than one paper." in text(app.field)
        assert "1 Duldung (§ 60d)" in text(app.field)
        await app.press("2")
        assert app.value == "res_24"


async def test_a_group_opened_by_arrows_has_no_paragraph_to_mistake() -> None:
    assert (await answering(make(PAPERS), "down", "down", ENTER, "4")).value == "tol_d"


async def test_letters_filter_all_papers_from_either_step() -> None:
    assert (await answering(make(PAPERS), "t", "e", "m", ENTER)).value == "res_24"
    assert (await answering(make(PAPERS), "2", "t", "e", "m", ENTER)).value == "res_24"


async def test_a_stored_paper_is_confirmed_through_its_group() -> None:
    async with asked(make(PAPERS, answered("res_24"))) as app:
        assert "› 3 (x) Protection" in text(app.field)
        await app.press(ENTER, ENTER)
        assert app.value == "res_24"


async def test_half_typed_filters_come_back() -> None:
    for each in (FRUIT, PAPERS, FRUITS):
        async with asked(make(each, half_typed="le")) as app:
            assert app.field.typed == "le"
            assert "/ le" in text(app.field)


async def test_digits_and_space_mark_and_enter_confirms_in_the_order_of_the_questionnaire() -> None:
    app = await answering(make(BENEFITS), "3", "1", "down", "space", ENTER)
    assert app.value == ("wage", "family", "office")


async def test_space_marks_the_first_choice_before_any_arrow() -> None:
    assert (await answering(make(BENEFITS), "space", ENTER)).value == ("wage",)
    assert (await answering(make(FRUITS), "space", ENTER)).value == ("apple",)


async def test_a_mark_is_taken_away_again() -> None:
    assert (await answering(make(BENEFITS), "1", "2", "1", ENTER)).value == ("family",)


async def test_an_empty_selection_is_confirmed_twice() -> None:
    async with asked(make(BENEFITS), ENTER) as app:
        assert app.values == []
        assert "Nothing is chosen. Enter again confirms that." in text(app.field)
        await app.press(ENTER)
        assert app.value == ()


async def test_another_key_takes_the_question_about_nothing_back() -> None:
    app = await answering(make(BENEFITS), ENTER, "down", ENTER)
    assert app.values == []


async def test_a_choice_that_stands_alone_clears_the_others_and_says_so() -> None:
    async with asked(make(BENEFITS), "1", "2", "4") as app:
        assert "'Nothing' cannot stand together with: Wage, Family. Taken away." in text(app.field)
        assert [line[line.index("[") :][:3] for line in lines(app.field)[:4]] == ["[ ]", "[ ]", "[ ]", "[x]"]
        await app.press(ENTER)
        assert app.value == ("nothing",)


async def test_the_others_clear_the_one_that_stands_alone() -> None:
    async with asked(make(BENEFITS), "4", "2") as app:
        assert "'Family' cannot stand together with: Nothing." in text(app.field)
        await app.press(ENTER)
        assert app.value == ("family",)


async def test_taking_the_lone_choice_away_brings_the_others_back() -> None:
    assert (await answering(make(BENEFITS), "1", "2", "4", "4", ENTER)).value == ("wage", "family")


async def test_marks_without_a_confirmation_are_half_typed() -> None:
    async with asked(make(BENEFITS), "1", "3") as app:
        kept = app.field.typed
    assert kept
    async with asked(make(BENEFITS, half_typed=kept), ENTER) as app:
        assert app.value == ("wage", "office")


async def test_a_long_list_is_marked_by_typing() -> None:
    app = await answering(make(FRUITS), "p", "l", "u", ENTER, "f", "i", "g", "space", ENTER)
    assert app.value == ("plum", "fig")


async def test_private_choices_are_not_shown_and_not_lost() -> None:
    private = question(Kind.MULTI, choices=choices("Call", "Not at home", "Never", private=("Not at home",)))
    stored = answered(("not_at_home",))
    async with asked(make(private, stored, private_hidden=True), "1") as app:
        assert "Not at home" not in text(app.field)
        await app.press(ENTER)
        assert app.value == ("call", "not_at_home")


async def test_digits_and_space_mark_documents() -> None:
    app = await answering(make(DOCUMENTS), "1", "2", "down", "right", "right", "space", ENTER)
    assert app.value == Documents({"passport": ("seen", "copied"), "identity_card": ("returned",)})


async def test_a_mark_of_a_document_is_taken_away_again() -> None:
    stored = answered(Documents({"passport": ("seen", "copied")}))
    assert (await answering(make(DOCUMENTS, stored), "1", ENTER)).value == Documents({"passport": ("copied",)})


async def test_a_letter_finds_a_document() -> None:
    app = await answering(make(DOCUMENTS), "b", "b", "1", ENTER)
    assert app.value == Documents({"baptism": ("seen",)})


async def test_the_document_under_the_cursor_is_shown_in_full_at_80_columns() -> None:
    long = question(Kind.DOC_LIST, choices=choices("A certificate with a name that is much too long for its column"))
    async with asked(make(long), "1", "3") as app:
        assert "much too long for its column" in text(app.field).splitlines()[2]
        assert "handed over" in text(app.field)


async def test_marks_of_documents_survive_as_half_typed_text() -> None:
    async with asked(make(DOCUMENTS), "1", "down", "4") as app:
        kept = app.field.typed
    assert (await answering(make(DOCUMENTS, half_typed=kept), ENTER)).value == Documents(
        {"passport": ("seen",), "identity_card": ("returned",)}
    )


async def test_no_documents_are_confirmed_twice() -> None:
    assert (await answering(make(DOCUMENTS), ENTER)).values == []
    assert (await answering(make(DOCUMENTS), ENTER, ENTER)).value == Documents({})


async def test_brackets_in_a_choice_are_shown_as_they_are() -> None:
    odd = question(Kind.SINGLE, choices=(Choice("a", "[red]Call[/red] [@click=app.quit]me[/]"),))
    async with asked(make(odd, layout=Layout.STAFF)) as app:
        assert "[red]Call[/red] [@click=app.quit]me[/]" in text(app.field)


async def test_a_right_to_left_choice_stands_at_the_right_with_its_number() -> None:
    async with asked(make(YES_NO, wording=SmallWording("ar"))) as app:
        first = lines(app.field)[0]
        assert first.strip().startswith("1 Ja")
        assert first.endswith("نعم  1")


async def test_alone_a_right_to_left_choice_has_its_number_at_the_right() -> None:
    async with asked(make(YES_NO, wording=SmallWording("ar"), layout=Layout.PERSON), "down") as app:
        assert lines(app.field)[0].strip() == "نعم  1 ‹"
        assert "Ja" not in text(app.field)


async def test_a_draft_translation_of_a_choice_is_marked() -> None:
    async with asked(make(YES_NO, wording=SmallWording(draft=frozenset({"Yes"})))) as app:
        assert "Draft translation, not yet reviewed" in text(app.field)
    async with asked(make(YES_NO)) as app:
        assert "Draft" not in text(app.field)


@pytest.mark.parametrize(
    ("typed", "first"),
    [("25", "res_25_1"), ("25 2", "res_25_2"), ("§ 24", "res_24"), ("60a", "tol_a"), ("dul", "tol_a"), ("nop", None)],
)
def test_papers_are_found_by_words_and_numbers(typed: str, first: str | None) -> None:
    wording = SmallWording()
    found = matching([(choice, wording.choice(PAPERS, choice)) for choice in PAPERS.choices], typed)
    assert (found[0].code if found else None) == first


async def test_a_question_for_the_staff_is_answered_in_their_language_in_every_layout() -> None:
    for_staff = replace(YES_NO, who=Who.STAFF)
    async with asked(make(for_staff, layout=Layout.PERSON)) as app:
        assert "1 Ja" in text(app.field)
        app.field.reword(SmallWording("ar"), Layout.PERSON)
        await app.settle()
        assert "1 Ja" in text(app.field)
        assert "نعم" not in text(app.field)

"""Arabic letters take the shapes that readers know, those without presentation forms too."""

from __future__ import annotations

import unicodedata

import pytest

from intake.languages.bidi.clusters import Lettering
from intake.languages.bidi.joining import is_optional_mark, joining_type, shapes
from intake.languages.bidi.letters import COMPOSED, FORMS, LAM_ALEF, PRIVATE, Missing, Shape, shaped
from intake.languages.bidi.visual import visual_line
from tests.languages.bidi.judges import shapes_by_harfbuzz

ISOLATED, FINAL, INITIAL, MEDIAL = Shape
LETTER = {"i": INITIAL, "m": MEDIAL, "f": FINAL, "o": ISOLATED}

WORDS = {
    "Arabic": "هل سبق لك أن قدّمت طلب لجوء مثلاً الأولاد إلى مسؤول شيء قراءة بيئة لا إله آخر سؤال مدرسة",
    "Persian": "می‌خواهم نام خانوادگی شما چیست کتاب‌ها خانهٔ ژاله پدر گچ تحصیلات پناهنده",
    "Pashto": "پښتو ټول ځای ښوونځی کورنۍ څه ګړندي ژبه مڼه ږيره ډېر لاره کوټه زړه ګڼ ڼ ځوان څوک ښځه",
    "Sorani": "ڵێ گەڕەک ڕۆژ ساڵ پێنج دڵ گوڵ ئێمە ئەوە کوردستان زمانی خوێندن چۆن ناوی باوک ژن ێ",
    "Urdu": "ٹھیک پاکستان ہے آپ کا پورا نام شہر ضلع پڑھنا لڑکی گاؤں تعلیم زبان بچے مسئلۂ جذبۂ ں میں ہوں",
    "Uyghur": "ئۇيغۇر مەكتەپ خىزمەت تىلى",
    "Sindhi": "سنڌي ٻولي ڳوٺ ڏينهن گهر",
}


def one_shape_each(word: str) -> list[Shape]:
    found = shapes(word, [1] * len(word))
    return [found.get(index, ISOLATED) for index in range(len(word))]


@pytest.mark.parametrize("language", WORDS)
def test_letters_join_as_harfbuzz_joins_them(language: str) -> None:
    words = WORDS[language].split()
    assert [one_shape_each(word) for word in words] == shapes_by_harfbuzz(words)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("محمد", "immf"),
        ("پښتو", "immf"),
        ("گەڕەک", "ifooo"),
        ("می‌خواهم", "ifoifoif"),
        ("قدّمت", "ifoif"),
        ("دادو", "oooo"),
        ("ه‍", "io"),
        ("بـب", "iof"),
    ],
)
def test_letters_join_their_neighbours(word: str, expected: str) -> None:
    assert one_shape_each(word) == [LETTER[letter] for letter in expected]


def test_letters_of_different_levels_do_not_join() -> None:
    assert shapes("\u0628\u0628", [1, 3]) == {0: ISOLATED, 1: ISOLATED}


def test_every_presentation_form_of_a_letter_is_the_one_unicode_gives() -> None:
    own = {letter: forms for letter, forms in FORMS.items() if letter not in "\u06d5\u06c3"}
    assert len(own) > 70
    for letter, forms in own.items():
        for shape, form in forms.items():
            assert unicodedata.decomposition(form) == f"<{shape}> {ord(letter):04X}"
    for alef, signs in LAM_ALEF.items():
        for shape, sign in signs.items():
            assert unicodedata.decomposition(sign) == f"<{shape}> 0644 {ord(alef):04X}"


def test_letters_with_exact_twins_take_their_forms() -> None:
    assert shaped("\u06d5", FINAL) == "\ufeea"
    assert shaped("\u06c3", FINAL) == "\ufe94"
    assert shaped("\u06c2", FINAL) == "\ufba7\u0654"


@pytest.mark.parametrize("letter", COMPOSED)
def test_a_letter_without_forms_is_drawn_in_three_ways(letter: str) -> None:
    body, marks = COMPOSED[letter]
    joined = (FINAL, INITIAL, MEDIAL) if joining_type(letter) == "D" else (FINAL,)
    for shape in joined:
        assert shaped(letter, shape, "compose") == FORMS[body][shape] + marks
        assert shaped(letter, shape, "raw") == letter
        assert shaped(letter, shape, "pua") == PRIVATE[letter][shape]
    assert joining_type(body) in ("D", joining_type(letter))
    assert all(unicodedata.category(mark) == "Mn" for mark in marks)
    assert shaped(letter, ISOLATED) == letter


def test_the_private_characters_stay_where_the_fonts_have_them() -> None:
    used = [char for forms in PRIVATE.values() for char in forms.values()]
    assert used == [chr(0xE900 + place) for place in range(4 * len(COMPOSED))]
    assert PRIVATE["\u067c"] == {ISOLATED: "\ue900", FINAL: "\ue901", INITIAL: "\ue902", MEDIAL: "\ue903"}
    assert PRIVATE["\u06ce"][MEDIAL] == "\ue937"


@pytest.mark.parametrize(
    ("missing", "expected"),
    [
        ("compose", "\ufeee\ufe98\ufeb4\u0307\u0323\ufb58"),
        ("raw", "\ufeee\ufe98\u069a\ufb58"),
        ("pua", "\ufeee\ufe98\ue91f\ufb58"),
    ],
)
def test_the_neighbours_of_a_letter_without_forms_join_it(missing: Missing, expected: str) -> None:
    assert visual_line("پښتو", "rtl", Lettering(missing=missing)).text == expected


def test_vowel_signs_can_be_left_out_and_hamza_cannot() -> None:
    text = "مَسْؤُول ٱلله شٰ ـٔـ"
    without = visual_line(text, "rtl", Lettering(marks=False)).text
    assert not any(is_optional_mark(char) for char in without)
    assert "\u0654" in without
    assert any(is_optional_mark(char) for char in visual_line(text, "rtl").text)
    assert visual_line("שָׁלוֹם", "rtl", Lettering(marks=False)).text == "םולש"
    assert visual_line("ދިވެހި", "rtl", Lettering(marks=False)).cells == 3
    assert "\u07a8" in visual_line("ދިވެހި", "rtl", Lettering(marks=False)).text


def test_marks_that_make_the_letter_go_with_it_where_vowel_signs_are_left_out() -> None:
    text = unicodedata.normalize("NFD", "أؤئآ")
    assert len(text) == 8
    assert visual_line(text, "rtl", Lettering(marks=False)).text == visual_line("أؤئآ", "rtl").text


def test_lam_and_alef_are_one_sign_in_one_cell() -> None:
    assert visual_line("لا", "rtl").text == "\ufefb"
    assert visual_line("سلام", "rtl").text == "\ufee1\ufefc\ufeb3"
    assert visual_line("لأ", "rtl").text == "\ufef7"
    assert visual_line("ل\u0627\u0654", "rtl").text == "\ufef7"
    assert visual_line("لَاً", "rtl").text == "\ufefb\u064e\u064b"
    assert visual_line("لا", "rtl").cells == 1


def test_lam_and_alef_with_a_joiner_between_them_stay_two() -> None:
    assert visual_line("ل\u200cا", "rtl").text == "\ufe8d\ufedd"
    assert visual_line("ل\u200dا", "rtl").text == "\ufe8e\ufedf"


def test_a_lam_alef_opens_while_the_caret_is_inside() -> None:
    text = "لا لا"
    assert visual_line(text, "rtl", opened_at=1).text == "\ufefb \ufe8e\ufedf"
    assert visual_line(text, "rtl", opened_at=4).text == "\ufe8e\ufedf \ufefb"
    for place in (0, 2, 3, 5):
        assert visual_line(text, "rtl", opened_at=place).text == "\ufefb \ufefb"


def test_a_terminal_that_joins_by_itself_gets_the_letters_as_typed() -> None:
    assert visual_line("سلام (a)", "rtl", Lettering(joined=False)).text == "(a) مالس"

"""Finding by typing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.languages.search import NameIndex, folded

INDEX = NameIndex(
    {
        "AUT": ("Österreich", "Austria"),
        "AUS": ("Australien", "Australia"),
        "CIV": ("Côte d’Ivoire", "Elfenbeinküste"),
        "COD": ("Demokratische Republik Kongo",),
        "COG": ("Kongo",),
        "CRI": ("Costa Rica",),
        "IRN": ("Iran", "ایران"),
        "IRQ": ("Irak", "العراق"),
        "TUR": ("Türkei", "Türkiye"),
        "XYZ": ("Cog",),
    },
    first=("IRQ", "nowhere"),
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Côte d’Ivoire", "cote d'ivoire"),
        ("Straße", "STRASSE"),
        ("İstanbul", "istanbul"),
        ("Sırbistan", "sirbistan"),
        ("ایران", "إيران"),
        ("كوردي", "کوردی"),
        ("می‌خواهم", "میخواهم"),
        ("Guinea-Bissau", "guinea  bissau"),
        ("Łódź", "lodz"),
        ("ኤርትራ", "ኤርትራ"),
        ("Ї", "ї"),
    ],
)
def test_spellings_of_one_name_are_the_same(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@pytest.mark.parametrize("typed", ["österr", "Oesterr", "osterr", "ÖSTERREICH", "austria"])
def test_umlauts_can_be_typed_in_any_way(typed: str) -> None:
    assert INDEX.search(typed) == ("AUT",)


def test_a_code_typed_exactly_wins() -> None:
    assert INDEX.search("cog")[0] == "COG"
    assert INDEX.search("AUS")[0] == "AUS"


def test_beginnings_come_before_beginnings_of_words_and_these_before_parts() -> None:
    index = NameIndex({"a": ("Neukongo",), "b": ("Republik Kongo",), "c": ("Kongostaat",), "d": ("Kongo",)})
    assert index.search("kongo") == ("d", "c", "b", "a")


def test_several_words_are_found_in_any_order() -> None:
    assert INDEX.search("kongo dem") == ("COD",)
    assert INDEX.search("dem rep kon") == ("COD",)
    assert INDEX.search("dem rep ruanda") == ()


def test_among_equal_finds_the_first_ones_lead() -> None:
    assert INDEX.search("ir")[:2] == ("IRQ", "IRN")


def test_nothing_typed_gives_the_beginning_of_the_list() -> None:
    assert INDEX.search("", 3) == ("IRQ", "AUT", "AUS")
    assert INDEX.search("  ’ ", 1) == ("IRQ",)


def test_never_more_than_asked_for_and_nothing_twice() -> None:
    assert INDEX.search("a", 2) == ("AUT", "AUS")
    assert INDEX.search("a", 0) == ()
    everything = INDEX.search("i", 100)
    assert len(everything) == len(set(everything))


def test_a_name_of_both_genders_is_found_by_either() -> None:
    index = NameIndex({"6130": ("Landwirt/in",), "2221": ("Krankenpfleger/-in",)})
    assert index.search("Landwirtin") == index.search("landwirt") == ("6130",)
    assert index.search("krankenpflegerin") == ("2221",)


def test_things_with_one_code_stay_apart_and_the_code_means_the_first() -> None:
    index = NameIndex({("2212", 1): ("Facharzt",), ("2212", 2): ("Chirurg",)}, code=lambda key: key[0])
    assert index.search("chir") == (("2212", 2),)
    assert index.search("2212") == (("2212", 1),)


@given(st.text(), st.integers(min_value=0, max_value=20))
def test_any_text_can_be_typed(typed: str, limit: int) -> None:
    assert len(INDEX.search(typed, limit)) <= limit


@given(st.sampled_from(["Österreich", "Costa Rica", "العراق", "Demokratische Republik Kongo"]), st.integers(1, 28))
def test_every_beginning_of_a_name_finds_it(name: str, length: int) -> None:
    code = {"Ö": "AUT", "C": "CRI", "ا": "IRQ", "D": "COD"}[name[0]]
    assert code in INDEX.search(name[:length], 100)

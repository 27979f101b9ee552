"""The list of occupations: what it holds, and what the loader refuses."""

from __future__ import annotations

import re
from collections import Counter
from importlib.resources import files

import pytest

from intake.errors import ContentError
from intake.interview.occupations import Occupation, load_occupations

FILE = "occupations.toml"
SHIPPED = (files("intake.interview") / "content" / "2" / FILE).read_text(encoding="utf-8")

NURSE = """# care

[[occupation]]
isco08 = "2221"
kldb2010 = "81302"
de = "Pflegefachfrau/Pflegefachmann"
en = "Registered nurse"
also = ["Krankenschwester", "nurse"]
regulated = true
"""
TAILOR = """
[[occupation]]
isco08 = "7531"
kldb2010 = "28222"
de = "Schneider/in"
en = "Tailor"
"""


@pytest.fixture(scope="module")
def shipped() -> tuple[Occupation, ...]:
    return load_occupations(SHIPPED, FILE)


def mistakes_in(text: str) -> tuple[str, ...]:
    with pytest.raises(ContentError) as refused:
        load_occupations(text, "list.toml")
    return refused.value.problems


def test_the_shipped_list_is_long_enough_for_a_desk(shipped: tuple[Occupation, ...]) -> None:
    assert 200 <= len(shipped) <= 250
    assert shipped[0] == Occupation(
        "6130",
        "11102",
        "Landwirt/in",
        "Farmer (crops and animals)",
        ("Bauer", "Bäuerin", "Selbstversorger", "farm owner", "subsistence farmer"),
    )


def test_every_code_has_its_shape(shipped: tuple[Occupation, ...]) -> None:
    for each in shipped:
        assert re.fullmatch(r"[1-9][0-9]{3}", each.isco08), each
        assert re.fullmatch(r"[1-9][0-9]{3}[1-4]", each.kldb2010), each


def test_every_major_group_but_the_armed_forces_is_present(shipped: tuple[Occupation, ...]) -> None:
    assert {each.isco08[0] for each in shipped} == set("123456789")


def test_helpers_and_labourers_meet_the_lowest_requirement_level_of_kldb(shipped: tuple[Occupation, ...]) -> None:
    """KldB level 1 (helper) never goes with an ISCO-08 manager, professional or technician."""
    assert not [each for each in shipped if each.kldb2010.endswith("1") and each.isco08 < "4000"]


def test_professionals_of_isco_are_specialists_or_experts_of_kldb_but_for_nurses_educators_and_healers(
    shipped: tuple[Occupation, ...],
) -> None:
    below = {each.isco08 for each in shipped if each.isco08[0] == "2" and each.kldb2010[-1] in "12"}
    assert below == {"2221", "2342", "2230"}


@pytest.mark.parametrize(
    ("isco08", "de", "kldb2010"),
    [
        ("2221", "Pflegefachfrau/Pflegefachmann", "81302"),
        ("7131", "Maler/in und Lackierer/in", "33212"),
        ("5223", "Verkäufer/in", "62102"),
        ("4110", "Bürokraft", "71402"),
    ],
)
def test_the_first_occupation_under_a_code_is_the_general_one(
    shipped: tuple[Occupation, ...], isco08: str, de: str, kldb2010: str
) -> None:
    first = next(each for each in shipped if each.isco08 == isco08)
    assert (first.de, first.kldb2010) == (de, kldb2010)


def test_every_name_and_search_word_stands_once_in_its_occupation(shipped: tuple[Occupation, ...]) -> None:
    for each in shipped:
        words = Counter(word.casefold() for word in (each.de, *each.also))
        assert set(words.values()) == {1}, each
    assert max(Counter(each.de for each in shipped).values()) == 1
    assert max(Counter(each.en for each in shipped).values()) == 1


@pytest.mark.parametrize(
    "de", ["Arzt/Ärztin", "Hebamme", "Erzieher/in", "Lehrer/in an Grundschulen", "Bauingenieur/in", "Richter/in"]
)
def test_what_needs_a_recognised_qualification_is_marked(shipped: tuple[Occupation, ...], de: str) -> None:
    assert next(each for each in shipped if each.de == de).regulated


@pytest.mark.parametrize("de", ["Maurer/in", "Friseur/in", "Kinderbetreuer/in", "Sprachlehrer/in", "Jurist/in"])
def test_what_anyone_may_work_in_is_not_marked(shipped: tuple[Occupation, ...], de: str) -> None:
    assert not next(each for each in shipped if each.de == de).regulated


def test_search_words_and_the_mark_may_be_left_out() -> None:
    nurse, tailor = load_occupations(NURSE + TAILOR, "list.toml")
    assert (nurse.also, nurse.regulated) == (("Krankenschwester", "nurse"), True)
    assert (tailor.also, tailor.regulated) == ((), False)


@pytest.mark.parametrize(
    ("was", "becomes", "line", "says"),
    [
        ('"7531"', '"753"', 12, "four digits"),
        ('"7531"', '"٧٥٣١"', 12, "four digits"),
        ('"7531"', "7531", 12, "four digits"),
        ('"28222"', '"2822"', 13, "five digits"),
        ('"28222"', '"28225"', 13, "five digits"),
        ('"Schneider/in"', '""', 14, "`de` has to be a name"),
        ('"Tailor"', '" Tailor"', 15, "`en` has to be a name"),
        ('en = "Tailor"\n', "", 11, "`en` has to be a name"),
        ('en = "Tailor"', 'en = "Tailor"\nalso = ["a", ""]', 16, "`also`"),
        ('en = "Tailor"', 'en = "Tailor"\nalso = "a"', 16, "`also`"),
        ('en = "Tailor"', 'en = "Tailor"\nregulated = "yes"', 16, "true or false"),
        ('en = "Tailor"', 'en = "Tailor"\nfr = "Tailleur"', 16, "unknown key `fr`"),
    ],
)
def test_a_broken_entry_is_refused_with_its_line(was: str, becomes: str, line: int, says: str) -> None:
    (mistake,) = mistakes_in(NURSE + TAILOR.replace(was, becomes))
    assert mistake.startswith(f"list.toml:{line}: occupation number 2: ")
    assert says in mistake


def test_the_same_name_twice_under_one_code_is_refused_with_the_line_of_the_second() -> None:
    again = NURSE.removeprefix("# care\n").replace("81302", "81313")
    assert mistakes_in(NURSE + again) == (
        "list.toml:14: occupation number 2: `Pflegefachfrau/Pflegefachmann` stands twice under 2221",
    )


def test_one_code_may_have_several_names_and_one_name_several_codes() -> None:
    other_name = TAILOR.replace("Schneider/in", "Änderungsschneider/in")
    other_code = TAILOR.replace("7531", "8153")
    assert len(load_occupations(TAILOR + other_name + other_code, "list.toml")) == 3


def test_all_mistakes_are_named_at_once() -> None:
    broken = NURSE.replace("2221", "22") + TAILOR.replace("28222", "28")
    assert [mistake.split(": ")[0] for mistake in mistakes_in(broken)] == ["list.toml:4", "list.toml:13"]


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("", "list.toml:1: there is no [[occupation]]"),
        ("occupation = []", "list.toml:1: there is no [[occupation]]"),
        ("occupation = 7", "list.toml:1: there is no [[occupation]]"),
        ("occupation = [7]", "list.toml:1: occupation number 1 is not a table"),
        (f'version = "2"\n{TAILOR}', "list.toml:1: unknown key `version`"),
    ],
)
def test_a_file_that_is_no_list_of_occupations_is_refused(text: str, mistake: str) -> None:
    assert mistakes_in(text) == (mistake,)


def test_a_file_that_is_no_toml_is_refused_with_its_line() -> None:
    (mistake,) = mistakes_in(NURSE + "[[occupation]\n")
    assert mistake.startswith("list.toml:10: no valid TOML")

from __future__ import annotations

from intake.interview.values import Json
from intake.pathways.present import MAX_PRINTED_OFFERS, present
from tests.pathways.small_site import RULES, at, offer, rule, small_site

OFFERS = (
    offer("single_six", steps='"6"'),
    offer("course", "language", steps='"S"'),
    offer("advice", "advice", steps='"1"'),
    offer("chain_six", steps='"6", "7"'),
    offer("course_of_the_city", "language", steps='"S"'),
    offer("chain_one", "skills", steps='"1", "2"'),
    offer("help", "support", steps='"U"'),
)


def order(*parts: str, **answers: Json) -> list[tuple[str, ...]]:
    shown = present(at(small_site(RULES, *parts), also=answers))
    return [tuple(line.offer.id for line in choice.lines) for choice in shown.offers]


def test_language_comes_first_while_german_is_below_a2() -> None:
    steps = [("chain_one",), ("advice",), ("chain_six",), ("single_six",)]
    languages = ("course", "course_of_the_city")
    assert order(*OFFERS, german_speaking="a1") == [languages, *steps, ("help",)]
    assert order(*OFFERS, german_speaking="a2") == [*steps, languages, ("help",)]
    assert order(*OFFERS) == [*steps, languages, ("help",)]


def test_the_smallest_step_counts_and_table_order_breaks_ties() -> None:
    found = order(offer("b", steps='"5"'), offer("a", steps='"5"'), offer("c", steps='"9", "4"'))
    assert found == [("c",), ("b",), ("a",)]


def test_several_language_offers_are_one_choice() -> None:
    shown = present(at(small_site(RULES, *OFFERS)))
    assert [choice.is_alternative for choice in shown.offers] == [False, False, False, False, True, False]


def test_at_most_five_offers_are_printed() -> None:
    many = [offer(f"o{number}") for number in range(8)]
    shown = present(at(small_site(RULES, *many)))
    assert len(shown.offers) == 8
    assert [choice.lines[0].offer.id for choice in shown.printed_offers] == ["o0", "o1", "o2", "o3", "o4"]
    assert len(shown.printed_offers) == MAX_PRINTED_OFFERS


def test_admission_comes_before_the_other_rules() -> None:
    site = small_site(rule("A", "True"), rule("B", "goal_work == 'yes'", "ADMIT"), rule("C", "True", "OPEN"))
    shown = present(at(site, goal_work="yes"))
    assert [line.rule.id for line in shown.results] == ["B", "A", "C"]


def test_an_open_prerule_is_shown_only_where_it_warns() -> None:
    shown = present(at(small_site(RULES), residence_municipality="Irgendwo", birth_date="1998"))
    assert [line.rule.id for line in shown.prerules] == ["G0", "G3"]

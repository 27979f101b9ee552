"""Cards to point at: the numbers are those of the screen, private choices stay away where others could read."""

from __future__ import annotations

from intake.handover.papers.cards import card, on_cards, private_cards
from intake.handover.papers.paper import Card, Paper
from intake.interview.questions import Who
from tests.handover.handover_cases import content
from tests.handover.papers.papers_cases import tongues


def cards(found: Paper) -> list[Card]:
    return [part for part in found.elements if isinstance(part, Card)]


def test_a_card_has_the_question_and_its_choices_by_number() -> None:
    question = content().questionnaire["german_speaking"]
    (found,) = cards(card(question, tongues("ti"), "Stelle"))
    assert found.text == tongues("ti").question(question)
    assert [box.number for box in found.items] == [str(n) for n in range(1, len(question.choices) + 1)]
    assert found.items[0].text == tongues("ti").choice(question, question.choices[0])


def test_every_private_question_has_a_card_and_so_has_urgent_help() -> None:
    questionnaire = content().questionnaire
    expected = [each for each in questionnaire if each.who is Who.PERSON and (each.private or each.card)]
    assert [each.id for each in on_cards(questionnaire)] == [each.id for each in expected]
    assert "acute_need" in [each.id for each in expected]
    assert len(cards(private_cards(questionnaire, tongues("ar"), "Stelle"))) == len(expected) > 5


def test_private_choices_are_left_out_while_others_can_read() -> None:
    question = content().questionnaire["contact_safe"]
    (alone,), (watched,) = (
        cards(card(question, tongues("de"), "Stelle", without_private=each)) for each in (False, True)
    )
    assert len(alone.items) > len(watched.items)
    assert not {tongues("de").choice(question, each).german for each in question.choices if each.private} & {
        box.text.german for box in watched.items
    }


def test_a_field_of_an_entry_has_a_card_too() -> None:
    field = content().questionnaire.get("household.relation")
    assert field is not None
    (found,) = cards(card(field, tongues("uk"), "Stelle"))
    assert len(found.items) == len(field.choices)


def test_a_child_is_spoken_to_in_its_own_words() -> None:
    question = content().questionnaire["german_speaking"]
    (polite,), (familiar,) = (
        cards(card(question, tongues("de", is_familiar=each), "Stelle")) for each in (False, True)
    )
    assert "Sie" in polite.text.german
    assert "du" in familiar.text.german

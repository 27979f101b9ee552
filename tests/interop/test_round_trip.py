"""Answers that went through the form come back the same, except what the report names."""

from __future__ import annotations

from random import Random

import pytest

from intake.interop import nodes
from intake.interop.answer_values import Loss
from intake.interop.instance_xml import read_instance
from intake.interop.layout import repeats_of
from intake.interop.read_answers import Reading, read
from intake.interview.answers import Answers, Source
from intake.interview.facts import Facts
from intake.interview.questions import Kind
from intake.interview.session import Interview
from tests.interop.any_answers import any_answers
from tests.interop.filled_form import as_instance, fill, row_of
from tests.interop.forms import DAY, context, form
from tests.pathways.personas import Persona, answers_of, logic, personas

QUESTIONNAIRE = logic().questionnaire


def through_odk(who: Persona, answers: Answers) -> Reading:
    made = form(who.site, "full", who.on, who.law)
    filled = fill(made, QUESTIONNAIRE, "full", answers, who.on)
    assert not list(filled.refused())
    sent = as_instance(filled, made, "uuid:7f0f3c1e")
    submission = read_instance(sent, repeats_of(QUESTIONNAIRE, "full"))
    return read(submission, Interview(logic(), Answers(), context(who.site, who.on, who.law)))


@pytest.mark.parametrize("who", personas(), ids=lambda who: f"{who.id}-{who.site}")
def test_an_invented_person_comes_back_with_everything_but_consents(who: Persona) -> None:
    answers = answers_of(who.answers)
    reading = through_odk(who, answers)
    facts = Facts(logic(), answers, context(who.site, who.on, who.law))
    wanted = {id_: answers[id_] for id_ in answers if id_ not in nodes.NOT_CARRIED and facts.is_asked(id_)}
    assert dict(reading.answers.by_id) == wanted
    assert (reading.refusal, reading.losses, reading.strangers, reading.is_other_state) == (None, (), 0, False)
    assert all(answer.source is Source.SAID and not answer.recheck for answer in reading.answers.by_id.values())


@pytest.mark.parametrize("seed", range(20))
def test_answers_of_every_kind_come_back_or_are_named(seed: int) -> None:
    random = Random(seed)
    kind = random.choice(("full", "child"))
    made = form("muenster", kind)
    answers = any_answers(random, QUESTIONNAIRE, kind, DAY)
    filled = fill(made, QUESTIONNAIRE, kind, answers, DAY)
    submission = read_instance(as_instance(filled, made, "uuid:1"), repeats_of(QUESTIONNAIRE, kind))
    reading = read(submission, Interview(logic(), Answers(), context("muenster"), kind))
    named = {id_ for id_, _ in reading.losses}
    assert {loss for _, loss in reading.losses} <= {Loss.NO_VALUE}
    for question in nodes.questions_in(QUESTIONNAIRE, kind):
        if question.kind is not Kind.REPEAT and question.id in answers:
            asked = filled.is_relevant(row_of(question)) and question.id not in named
            assert (reading.answers[question.id] == answers[question.id]) is asked, question.id
    repeats = [question for question in nodes.questions_in(QUESTIONNAIRE, kind) if question.fields]
    for question in repeats:
        if filled.is_relevant(row_of(question)) and not any(id_.startswith(f"{question.id}.") for id_ in named):
            _assert_same_entries(answers, reading, question.id, kind)


def _assert_same_entries(answers: Answers, reading: Reading, repeat: str, kind: str) -> None:
    """The fields that are asked; an entry of which nothing is asked is none."""
    facts = Facts(logic(), answers, context("muenster"))
    wanted = [
        {name: answer for name, answer in entry.entry.fields.items() if entry.is_asked(name)}
        for entry in facts.entries(repeat)
    ]
    assert [dict(entry.fields) for entry in reading.answers.entries(repeat)] == [each for each in wanted if each]

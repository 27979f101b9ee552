"""Why an offer or a rule does not stand among the next steps: a text to read, with the answers that decided."""

from __future__ import annotations

from collections.abc import Iterator

from intake.interview.reasons import Reason
from intake.languages.dates import day
from intake.pathways.why_not import WhyNot, WhyNotKind, hidden_offers, rules_that_do_not_apply
from intake.ui.casework import CaseWork
from intake.ui.screens.line import decided_basis, in_staff_language
from intake.ui.wording import CaseWording


def hidden_lines(work: CaseWork, wording: CaseWording) -> list[str]:
    """Every offer and rule of the site that does not apply, each with what stands in the way."""
    assessment, say = work.assessment, wording.say
    site = assessment.site
    offers = {offer.id: offer.name for offer in site.offers}
    rules = {rule.id: rule.reason for rule in site.rules} | {rule.id: rule.name for rule in site.prerules}
    lines = [say("Offers that are not proposed"), ""]
    for found in hidden_offers(assessment):
        lines += [in_staff_language(offers[found.id], wording), *_obstacles(found, work, wording), ""]
    lines += [say("Rules that do not apply"), ""]
    for found in rules_that_do_not_apply(assessment):
        lines += [f"{found.id}  {in_staff_language(rules[found.id], wording)}", *_obstacles(found, work, wording), ""]
    return lines


def _obstacles(found: WhyNot, work: CaseWork, wording: CaseWording) -> Iterator[str]:
    for obstacle in (found, *found.also):
        decided = tuple(_decided(obstacle, work, wording))
        yield f"    {_sentence(obstacle, wording, is_decided=bool(decided))}"
        for reason in obstacle.because:
            yield f"        {_answer(reason, work, wording)}"
        yield from (f"        {text}" for text in decided)


def _decided(found: WhyNot, work: CaseWork, wording: CaseWording) -> Iterator[str]:
    """The values that staff decided and by which the own condition of an offer or a rule is not met."""
    site = work.assessment.site
    for row in (*site.offers, *site.rules, *site.prerules) if found.kind is WhyNotKind.CONDITION else ():
        if row.id == found.id:
            yield from decided_basis(row.condition, work, wording)


def _sentence(found: WhyNot, wording: CaseWording, *, is_decided: bool) -> str:
    say, rules = wording.say, ", ".join(found.rules)
    match found.kind:
        case WhyNotKind.SUSPENDED:
            return say("Something else comes before everything: {rules}.", rules=rules)
        case WhyNotKind.CHILD_CASE:
            return say("The short case of a child leaves it out.")
        case WhyNotKind.ENDED:
            last = day(found.date, wording.staff) if found.date else ""
            return say("It ended on {day}.", day=last)
        case WhyNotKind.OTHER_KINDS:
            return say("Only other kinds of offers are possible now: {rules}.", rules=rules)
        case WhyNotKind.NOT_ADMITTED:
            return say("It needs an admission, and none of these rules admits: {rules}.", rules=rules)
        case WhyNotKind.CONDITION if found.because:
            return say("Its condition is not met, because of these answers:")
        case WhyNotKind.CONDITION if is_decided:
            return say("Its condition is not met by what staff decided:")
        case WhyNotKind.CONDITION:
            return say("Its condition is not met under this law set or at this site.")


def _answer(reason: Reason, work: CaseWork, wording: CaseWording) -> str:
    question = work.interview.logic.questionnaire[reason.question]
    if question.private and work.interview.facts.lacks_privacy:
        return wording.say("(not shown: somebody could listen)")
    answer = wording.answer(question, work.interview.answers[reason.question]).staff
    return f"{wording.label(question)}: {answer or wording.say('from the household')}"

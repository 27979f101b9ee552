"""An interview that is answered in step with the program: what to type at each question, and what is asked after it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from bench.program import BEGUN, SITE, given, now, said
from bench.terminal import KEYS
from intake.interview.answers import ASK_LATER, Answer, AnswerGiven, Answers, State, Value
from intake.interview.questions import Kind, Question
from intake.interview.session import Interview, Run, Step
from intake.interview.truth import Truth
from intake.interview.values import PartialDate
from intake.pathways.assess import assess
from intake.pathways.content import Content, load_content
from intake.pathways.core_run import needed_ids
from intake.pathways.law import site_context

TEXT = "Beispiel"
BIRTH_YEAR = 1990
MAX_DIGITS = 9
_SEEN = 24


@dataclass(frozen=True, slots=True)
class Typing:
    """What answers the question in hand: keys that only prepare, and the one that commits and goes on.

    `is_answer` is False where the question is put off, as a file of its own or a list is no matter of one key.
    """

    before: bytes
    last: bytes
    is_answer: bool


@dataclass
class Walk:
    """The core run of one case. `step` is the screen in hand, None after the last one."""

    content: Content = field(default_factory=load_content)

    def __post_init__(self) -> None:
        self._day = now().astimezone().date()
        self._site = self.content.site(SITE)
        self._law = self.content.law("", self._day)
        context = site_context(self._site, self._law, self._day)
        answers = Answers().apply_all(given(BEGUN))
        self.talk = Interview(self.content.logic, answers, context, "full", Run.CORE, needed_ids(self._site))
        self.step: Step | None = self.talk.step_of("family_name")

    @property
    def question(self) -> Question:
        assert self.step is not None
        return self.content.questionnaire[self.step.questions[0]]

    @property
    def shown(self) -> str:
        """How the question in hand begins on the screen."""
        return said(self.question.text, self.question.context).partition("{")[0][:_SEEN].strip()

    def answer(self) -> Typing:
        """What to type now. Goes on to the next question."""
        question = self.question
        typing, answer = next(self._possible(question))
        assert self.step is not None
        self.talk = self.talk.change(AnswerGiven(question.id, answer))
        self.step = self.talk.next_step(self.step.id)
        return typing

    def _possible(self, question: Question) -> Iterator[tuple[Typing, Answer]]:
        """Answers of one or a few keys that do not stop the interview; then to put it off."""
        match question.kind:
            case Kind.SINGLE | Kind.CEFR if len(question.choices) <= MAX_DIGITS and not question.groups:
                for number, choice in enumerate(question.choices, 1):
                    if not self._stops(question, choice.code):
                        yield Typing(b"", str(number).encode(), True), Answer(State.ANSWERED, choice.code)
            case Kind.TEXT:
                yield Typing(TEXT.encode(), KEYS["enter"], True), Answer(State.ANSWERED, TEXT)
            case Kind.PARTIAL_DATE if question.id == "birth_date":
                date = PartialDate(BIRTH_YEAR)
                yield Typing(str(date).encode(), KEYS["enter"], True), Answer(State.ANSWERED, date)
            case _:
                pass
        yield Typing(b"", KEYS["f7"], False), ASK_LATER

    def _stops(self, question: Question, value: Value) -> bool:
        """Whether a card would come in between: a pre-rule that goes before everything else."""
        after = self.talk.change(AnswerGiven(question.id, Answer(State.ANSWERED, value)))
        prerules = assess(self.content.logic, after.answers, self._site, self._law, self._day).prerules
        return any(
            line.state is Truth.TRUE and (line.rule.suspends or line.rule.only_kinds is not None) for line in prerules
        )

"""The questionnaire with all its conditions parsed: relevance of questions and fields, and derived values.

Loaded once per version and shared by all cases. Source: interview.md 1.1, 2.4, 5.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from intake.errors import ContentError
from intake.interview.conditions.condition import Condition, parse_condition
from intake.interview.conditions.tokens import ConditionError
from intake.interview.content_file import ContentFile, Mistake, Mistakes
from intake.interview.derived import Derivations, read_derivations
from intake.interview.household import HOUSEHOLD
from intake.interview.questionnaire import Questionnaire, content_folder
from intake.interview.questions import Question
from intake.interview.vocabulary import Vocabulary, question_vocabulary

DERIVED_FILE = "derived.toml"


@dataclass(frozen=True)
class Logic:
    """A questionnaire, its derived values, the `when` of each question and field, and the words conditions may use."""

    questionnaire: Questionnaire
    derivations: Derivations
    vocabulary: Vocabulary
    relevance: Mapping[str, Condition]
    field_relevance: Mapping[str, Mapping[str, Condition]]

    @cached_property
    def reads(self) -> Mapping[str, tuple[str, ...]]:
        """See `dependencies`. Worked out once, as every step of an interview asks for it."""
        found = {id_: condition.ids for id_, condition in self.relevance.items()}
        for repeat, whens in self.field_relevance.items():
            inner = tuple(id_ for condition in whens.values() for id_ in condition.ids if id_ not in whens)
            found[repeat] = (*found[repeat], *inner)
        for id_ in self.derivations.from_household:
            found[id_] = (*found[id_], HOUSEHOLD)
        for id_, computed in self.derivations.computed.items():
            found[id_] = computed.sources
        for id_, table in self.derivations.tables.items():
            found[id_] = tuple(name for row in table.rows for name in row.condition.ids)
        return found


def load_logic(questionnaire: Questionnaire) -> Logic:
    """The parsed conditions. Raises ContentError with file, line and column of every mistake."""
    text = (content_folder(questionnaire.version) / DERIVED_FILE).read_text(encoding="utf-8")
    logic, mistakes = read_logic(questionnaire, DERIVED_FILE, text)
    if logic is None or mistakes:
        raise ContentError(
            "The conditions of the questionnaire have mistakes.",
            "Nothing was changed. Correct the lines named, then start again.",
            tuple(str(mistake) for mistake in mistakes),
        )
    return logic


def read_logic(questionnaire: Questionnaire, name: str, derived: str) -> tuple[Logic | None, tuple[Mistake, ...]]:
    """The parsed conditions as far as they can be read, and all mistakes. `derived` is the text of derived.toml."""
    file = ContentFile.parse(name, derived)
    if isinstance(file, Mistake):
        return None, (file,)
    mistakes = Mistakes()
    derivations, vocabulary = read_derivations(file, question_vocabulary(questionnaire), questionnaire, mistakes)
    whens = _Whens(questionnaire, vocabulary, mistakes)
    logic = Logic(
        questionnaire=questionnaire,
        derivations=derivations,
        vocabulary=vocabulary,
        relevance={question.id: whens.of(question) for question in questionnaire},
        field_relevance={
            question.id: {field.id: whens.of(field) for field in question.fields}
            for question in questionnaire
            if question.fields
        },
    )
    mistakes.found += cycles(logic)
    return logic, tuple(mistakes.found)


@dataclass(frozen=True, slots=True)
class _Whens:
    """Parses the `when` of questions and fields."""

    questionnaire: Questionnaire
    vocabulary: Vocabulary
    mistakes: Mistakes

    def of(self, question: Question) -> Condition:
        vocabulary = self.vocabulary.inside(question.parent) if question.parent else self.vocabulary
        try:
            return parse_condition(question.when, vocabulary)
        except ConditionError as error:
            file, line = place_of(self.questionnaire, question)
            self.mistakes.found.append(Mistake(file, line, f"{question.context}: `when`, {error}"))
            return parse_condition("always", vocabulary)


def place_of(questionnaire: Questionnaire, question: Question, key: str = "when") -> tuple[str, int]:
    """File and line of a key of a question or field."""
    file = questionnaire.files[f"{question.section}.toml"]
    ours = [other for other in questionnaire if other.section == question.section]
    if not question.parent:
        return file.name, file.line("question", [other.id for other in ours].index(question.id), key)
    fields = [(other.id, field.id) for other in ours for field in other.fields]
    return file.name, file.line("question.field", fields.index((question.parent, question.id)), key)


def dependencies(logic: Logic) -> Mapping[str, tuple[str, ...]]:
    """For each id: the ids that its relevance, its table, its computation or its entries read."""
    return logic.reads


def cycles(logic: Logic) -> Iterator[Mistake]:
    """Ids that depend on themselves, through relevance, tables, computed values or fields of one entry."""
    for cycle in _cycles(dependencies(logic)):
        yield _cycle_mistake(logic, cycle)
    for repeat, whens in logic.field_relevance.items():
        inner = {id_: tuple(name for name in condition.ids if name in whens) for id_, condition in whens.items()}
        for cycle in _cycles(inner):
            field = logic.questionnaire[repeat].field_named(cycle[0])
            file, line = place_of(logic.questionnaire, field or logic.questionnaire[repeat])
            yield Mistake(file, line, f"{repeat}: these fields depend on each other: {' -> '.join(cycle)}")


def _cycle_mistake(logic: Logic, cycle: tuple[str, ...]) -> Mistake:
    question = next((logic.questionnaire.get(id_) for id_ in cycle if logic.questionnaire.get(id_)), None)
    if question is not None:
        file, line = place_of(logic.questionnaire, question)
    else:
        derived = logic.derivations.file
        tables = list(logic.derivations.tables)
        file, line = derived.name, derived.line("table", tables.index(cycle[0]) if cycle[0] in tables else 0, "rows")
    return Mistake(file, line, f"these depend on each other: {' -> '.join(cycle)}")


def _cycles(edges: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """Each cycle once, as the path that closes it."""
    done: set[str] = set()
    for start in edges:
        path: list[str] = []
        pending: list[tuple[str, Iterator[str]]] = []
        if start not in done:
            path.append(start)
            pending.append((start, iter(edges[start])))
        while pending:
            id_, rest = pending[-1]
            following = next((name for name in rest if name not in done), None)
            if following is None:
                done.add(id_)
                path.pop()
                pending.pop()
            elif following in path:
                yield (*path[path.index(following) :], following)
                done.add(following)
            else:
                path.append(following)
                pending.append((following, iter(edges.get(following, ()))))

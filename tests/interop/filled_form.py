"""A person who fills in the form: answers typed row by row, what is not relevant left out, as ODK does it.

Everything follows the rows of the form itself, so that a row that is missing or never asked is noticed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, SubElement, tostring

from intake.interop import nodes
from intake.interop.rows import Row, XlsForm
from intake.interview.answers import Answer, Answers, Entry, State
from intake.interview.questionnaire import Questionnaire
from intake.interview.questions import Kind, Question
from intake.interview.values import Appointment, Documents, Municipality, OwnWords, PartialDate
from tests.interop.small_xpath import evaluate, holds, text

ORX = "http://openrosa.org/xforms"


@dataclass(frozen=True, slots=True)
class Node:
    """A row of the form with the groups and repeats around it, outermost first."""

    row: Row
    around: tuple[Row, ...]

    @property
    def repeat(self) -> str:
        return next((each.name for each in self.around if each.type == "begin_repeat"), "")


def nodes_of(form: XlsForm) -> dict[str, Node]:
    """The rows by name; groups and repeats among them. A name that stands twice is an error."""
    found: dict[str, Node] = {}
    around: list[Row] = []
    for row in form.rows:
        if row.type in ("end_group", "end_repeat"):
            assert around.pop().name == row.name
            continue
        assert row.name not in found, f"{row.name} stands twice"
        found[row.name] = Node(row, tuple(around))
        if row.type in ("begin_group", "begin_repeat"):
            around.append(row)
    assert not around
    return found


@dataclass
class Filled:
    """What the form computes and shows while it holds these typed values."""

    nodes: Mapping[str, Node]
    typed: Mapping[str, str]
    entries: Mapping[str, Sequence[Mapping[str, str]]] = field(default_factory=dict)
    entry: Mapping[str, str] | None = None
    outside: Filled | None = None
    inside: str = ""
    _values: dict[str, str] = field(default_factory=dict)
    _relevant: dict[str, bool] = field(default_factory=dict)

    def of_entry(self, repeat: str, place: int) -> Filled:
        return Filled(self.nodes, self.typed, {}, self.entries[repeat][place], self, repeat)

    def value(self, name: str) -> str:
        """The value as other rows see it: empty while the row is not relevant."""
        node = self.nodes[name]
        if self.outside is not None and node.repeat != self.inside:
            return self.outside.value(name)
        if name not in self._values:
            self._values[name] = self._find(node) if self.is_relevant(name) else ""
        return self._values[name]

    def _find(self, node: Node) -> str:
        if node.row.type == "calculate":
            return text(evaluate(node.row.calculation, self.value))
        given = self.entry if self.entry is not None else self.typed
        return given.get(node.row.name, "")

    def is_relevant(self, name: str) -> bool:
        node = self.nodes[name]
        if self.outside is not None and node.repeat != self.inside and node.row.name != self.inside:
            return self.outside.is_relevant(name)
        if name not in self._relevant:
            groups = all(self.is_relevant(each.name) for each in node.around)
            own = not node.row.relevant or holds(node.row.relevant, self.value)
            self._relevant[name] = groups and own
        return self._relevant[name]

    def refused(self) -> Iterator[str]:
        """The rows whose constraint does not hold for what was typed."""
        for name, node in self.nodes.items():
            value = self.value(name) if node.repeat == self.inside and node.row.constraint else ""
            if value and not holds(node.row.constraint, self.value, value):
                yield name


def fill(form: XlsForm, questionnaire: Questionnaire, kind: str, answers: Answers, day: dt.date) -> Filled:
    """The form with these answers typed in, whether it asks for them or not."""
    typed = {nodes.DAY: day.isoformat(), nodes.START: f"{day.isoformat()}T10:00:00.000+01:00"}
    entries: dict[str, list[dict[str, str]]] = {}
    for question in nodes.questions_in(questionnaire, kind):
        answer = answers[question.id]
        if question.kind is not Kind.REPEAT:
            typed |= dict(_typed(question, answer))
            continue
        gate = nodes.part(question.id, "entries")
        if answers.entries(question.id):
            typed[gate] = nodes.ENTRIES
            entries[question.id] = [dict(_entry(question, entry)) for entry in answers.entries(question.id)]
        elif answer.state is State.ANSWERED:
            typed[gate] = nodes.NO_ENTRY
        elif answer.state is not State.NOT_ASKED:
            typed[gate] = answer.state.value
    return Filled(nodes_of(form), typed, entries)


def _entry(question: Question, entry: Entry) -> Iterator[tuple[str, str]]:
    for inner in question.fields:
        yield from _typed(inner, entry.answer(inner.id))


def _typed(question: Question, answer: Answer) -> Iterator[tuple[str, str]]:
    """The rows that hold an answer."""
    name = nodes.name_of(question)
    if answer.value is None:
        if answer.state is not State.NOT_ASKED:
            yield (name if question.kind in nodes.SELECTS else nodes.part(name, "state")), answer.state.value
        return
    match answer.value:
        case PartialDate(year, month, day):
            parts = (("year", year), ("month", month), ("day", day))
            yield from ((nodes.part(name, suffix), str(part)) for suffix, part in parts if part is not None)
        case OwnWords(words, code):
            yield from ((name, words), (nodes.part(name, "isco08"), code or ""))
        case Municipality(town, key):
            yield from ((name, town), (nodes.part(name, "ags"), key or ""))
        case Documents(marks):
            yield name, " ".join(marks) or nodes.NOTHING
            yield from ((nodes.part(name, code), " ".join(done)) for code, done in marks.items())
        case Appointment(at, place, whom):
            date, _, time = at.partition("T")
            hour = f"{time}:00.000" if time else ""
            yield from ((nodes.part(name, "date"), date), (nodes.part(name, "time"), hour))
            yield from ((nodes.part(name, "place"), place), (nodes.part(name, "with"), whom))
        case tuple() as several if question.kind is Kind.LIST_NUMBER:
            yield name, " ".join(map(str, several)) or "-"
        case tuple() as several:
            yield name, " ".join(map(str, several)) or nodes.NOTHING
        case str() as word if question.kind is Kind.PARTIAL_DATE:
            yield nodes.part(name, "state"), word
        case value:
            yield name, str(value)


def as_instance(filled: Filled, form: XlsForm, instance: str) -> bytes:
    """The submission that ODK sends: the form's own tree, without what is not relevant."""
    root = Element("data", {"id": form.settings["form_id"], "version": form.settings["version"]})
    _write(root, (), filled)
    meta = SubElement(root, f"{{{ORX}}}meta")
    SubElement(meta, f"{{{ORX}}}instanceID").text = instance
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


def _write(parent: Element, around: tuple[Row, ...], filled: Filled) -> None:
    for name, node in filled.nodes.items():
        if node.around != around or not filled.is_relevant(name):
            continue
        match node.row.type:
            case "begin_group":
                _write(SubElement(parent, name), (*around, node.row), filled)
            case "begin_repeat":
                for place in range(len(filled.entries.get(name, ()))):
                    _write(SubElement(parent, name), (*around, node.row), filled.of_entry(name, place))
            case _:
                SubElement(parent, name).text = filled.value(name)


def row_of(question: Question) -> str:
    """The row that is relevant where the question is asked: its list, its page, or what stands before its entries."""
    name = nodes.name_of(question)
    if question.kind is Kind.REPEAT:
        return nodes.part(name, "entries")
    return name if question.kind in nodes.SELECTS else nodes.part(name, "page")

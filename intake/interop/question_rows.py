"""The rows of one question, by its kind.

What is chosen from a list has the states as further choices. Everything else stands on one page with a row for the
state, which is asked only while nothing was typed. Nothing is required: a state is an answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, assert_never

from intake.interop import nodes
from intake.interop.derived_rows import relevant
from intake.interop.form_texts import FormTexts
from intake.interop.rows import Row, Texts
from intake.interop.xpath import all_of, any_of, negated, ref
from intake.interview.questions import Kind, Question

_LONG_TEXT: Final = 150
_LONG_LIST: Final = 12
COUNTRIES: Final = "countries"
LANGUAGES: Final = "languages"
LANGUAGES_OR_NO: Final = "languages_or_no"
OCCUPATIONS: Final = "occupations"
STATES: Final = "states"
GATE: Final = "entries_or_state"
MARKS: Final = "document_marks"


def list_of(question: Question) -> str:
    """The name of the list that a question is chosen from."""
    match question.kind:
        case Kind.COUNTRY | Kind.MULTI_COUNTRY:
            return COUNTRIES
        case Kind.LANGUAGE | Kind.MULTI_LANGUAGE:
            return LANGUAGES
        case Kind.LANGUAGE_OR_NO:
            return LANGUAGES_OR_NO
        case _:
            return nodes.name_of(question)


def words_of(question: Question) -> str:
    """The list for the state of a question; a date with words that may stand in its place has one of its own."""
    return nodes.part(nodes.name_of(question), "words") if question.choices else STATES


@dataclass(frozen=True, slots=True)
class QuestionRows:
    """Makes rows. `listening` is the condition under which somebody could listen."""

    texts: FormTexts
    listening: str

    def rows(self, question: Question, when: str) -> Iterator[Row]:
        """The rows of a question that is asked under the condition `when`; those of a repeat are made elsewhere."""
        name, label, hint = nodes.name_of(question), self.texts.question(question), self.texts.hint(question)
        match question.kind:
            case kind if kind in nodes.SELECTS:
                yield self._select(question, when)
                if kind is Kind.DOC_LIST:
                    yield from self._marks(question)
            case Kind.TEXT:
                limit = self._length(question)
                long = (question.limits.max_length or 0) >= _LONG_TEXT
                appearance = "multiline" if long else ""
                row = Row("text", name, label, hint, constraint=limit, appearance=appearance)
                yield from self._page(question, when, [row], f"{ref(name)} = ''")
            case Kind.TEXT_CODE:
                code = Row(
                    f"select_one {OCCUPATIONS}",
                    nodes.part(name, "isco08"),
                    self.texts.say("An occupation of the list that fits these words"),
                    relevant=f"{ref(name)} != ''",
                    appearance="minimal autocomplete",
                )
                row = Row("text", name, label, hint, constraint=self._length(question))
                yield from self._page(question, when, [row, code], f"{ref(name)} = ''")
            case Kind.NUMBER:
                type_ = "integer" if question.limits.step == int(question.limits.step) else "decimal"
                row = Row(type_, name, label, hint, constraint=self._range(question))
                yield from self._page(question, when, [row], f"string-length({ref(name)}) = 0")
            case Kind.LIST_NUMBER:
                how = self.texts.say("Type the numbers with blanks between them: 3 7 12. Type - for none.")
                pattern = r"regex(., '^(-|(0|[1-9][0-9]*)( (0|[1-9][0-9]*))*)$')"
                row = Row("text", name, label, how, constraint=pattern, constraint_message=how)
                yield from self._page(question, when, [row], f"{ref(name)} = ''")
            case Kind.PARTIAL_DATE:
                yield from self._date(question, when)
            case Kind.MUNICIPALITY:
                yield from self._municipality(question, when)
            case Kind.APPOINTMENT:
                yield from self._appointment(question, when)
            case Kind.REPEAT:
                raise ValueError("a repeat has rows around those of its fields")
            case (
                Kind.SINGLE | Kind.MULTI | Kind.COUNTRY | Kind.MULTI_COUNTRY | Kind.LANGUAGE | Kind.LANGUAGE_OR_NO
                | Kind.MULTI_LANGUAGE | Kind.CEFR | Kind.DOC_LIST | Kind.MULTI_RECIPIENT
            ):  # fmt: skip
                raise ValueError("chosen from a list")
            case _:
                assert_never(question.kind)

    def _select(self, question: Question, when: str) -> Row:
        name = nodes.name_of(question)
        is_list = question.kind in nodes.LISTS
        is_long = list_of(question) != name or len(question.choices) > _LONG_LIST
        has_private = any(choice.private for choice in question.choices)
        return Row(
            f"select_{'multiple' if is_list else 'one'} {list_of(question)}",
            name,
            self.texts.question(question),
            self.texts.hint(question),
            relevant=relevant(when),
            constraint=self._alone(question) if is_list else "",
            constraint_message=self.texts.say("This choice stands alone: take the others away first.")
            if is_list
            else {},
            appearance="minimal autocomplete" if is_long else "",
            choice_filter=f"not(private = '1') or {negated(self.listening)}" if has_private else "",
        )

    def _alone(self, question: Question) -> str:
        """States and some codes stand alone."""
        codes = (*question.limits.alone, *nodes.STATES, *((nodes.NOTHING,) if nodes.has_nothing(question) else ()))
        return any_of(("count-selected(.) < 2", negated(any_of(f"selected(., '{code}')" for code in codes))))

    def _marks(self, question: Question) -> Iterator[Row]:
        """For each paper, what was done with it."""
        name = nodes.name_of(question)
        yield Row("begin_group", nodes.part(name, "marks"), self.texts.question(question), appearance="field-list")
        for choice in question.choices:
            yield Row(
                f"select_multiple {MARKS}",
                nodes.part(name, choice.code),
                self.texts.choice(question, choice),
                relevant=f"selected({ref(name)}, '{choice.code}')",
            )
        yield Row("end_group", nodes.part(name, "marks"))

    def _page(self, question: Question, when: str, rows: list[Row], is_empty: str) -> Iterator[Row]:
        """Rows on one page, and the row for a state while they are empty."""
        name = nodes.name_of(question)
        page, label = nodes.part(name, "page"), self.texts.question(question)
        yield Row("begin_group", page, label, relevant=relevant(when), appearance="field-list")
        yield from rows
        yield Row(
            f"select_one {words_of(question)}",
            nodes.part(name, "state"),
            self.texts.say("If there is no answer"),
            relevant=is_empty,
            appearance="minimal",
        )
        yield Row("end_group", page)

    def _length(self, question: Question) -> str:
        limits = question.limits
        parts = [f"string-length(.) >= {limits.min_length}"] if limits.min_length > 1 else []
        parts += [f"string-length(.) <= {limits.max_length}"] if limits.max_length else []
        return relevant(*parts)

    def _range(self, question: Question) -> str:
        limits = question.limits
        parts = [f". >= {limits.min:g}"] if limits.min is not None else []
        parts += [f". <= {limits.max:g}"] if limits.max is not None else []
        if limits.step != int(limits.step):
            parts.append(f"(. div {limits.step:g}) mod 1 = 0")
        return relevant(*parts)

    def _date(self, question: Question, when: str) -> Iterator[Row]:
        """Year, month and day, as precise as it was said, and the date that they make."""
        name = nodes.name_of(question)
        year, month, day = (nodes.part(name, suffix) for suffix in ("year", "month", "day"))
        months = ". >= 1 and . <= 12"
        leap = f"({ref(year)} mod 4 = 0 and {ref(year)} mod 100 != 0) or {ref(year)} mod 400 = 0"
        short = f"not({ref(month)} = 4 or {ref(month)} = 6 or {ref(month)} = 9 or {ref(month)} = 11) or . <= 30"
        days = f". >= 1 and . <= 31 and ({short}) and ({ref(month)} != 2 or . <= 28 or (. = 29 and ({leap})))"
        has_year, has_month = (f"string-length({ref(each)}) > 0" for each in (year, month))
        rows = [
            Row("note", nodes.part(name, "note"), self.texts.question(question), self.texts.hint(question)),
            Row("integer", year, self.texts.say("Year"), constraint=". >= 1800 and . <= 2200"),
            Row("integer", month, self.texts.say("Month"), relevant=has_year, constraint=months),
            Row("integer", day, self.texts.say("Day"), relevant=has_month, constraint=days),
        ]
        yield from self._page(question, when, rows, f"string-length({ref(year)}) = 0")
        two = "concat('-', if(string-length({0}) = 1, '0', ''), {0})"
        written = ", ".join(
            [ref(year), *(f"if(string-length({ref(each)}) > 0, {two.format(ref(each))}, '')" for each in (month, day))]
        )
        yield Row("calculate", name, calculation=f"if({has_year}, concat({written}), '')")

    def _municipality(self, question: Question, when: str) -> Iterator[Row]:
        name = nodes.name_of(question)
        key = Row(
            "text",
            nodes.part(name, "ags"),
            self.texts.say("Official key of the municipality, 8 digits"),
            relevant=f"{ref(name)} != ''",
            constraint="regex(., '^[0-9]{8}$')",
            appearance="numbers",
        )
        town = Row("text", name, self.texts.question(question), self.texts.hint(question))
        yield from self._page(question, when, [town, key], f"{ref(name)} = ''")

    def _appointment(self, question: Question, when: str) -> Iterator[Row]:
        name = nodes.name_of(question)
        date = nodes.part(name, "date")
        has_date = f"string-length({ref(date)}) > 0"
        further: tuple[tuple[str, str, Texts], ...] = (
            ("time", "time", self.texts.say("Time")),
            ("text", "place", self.texts.say("Place")),
            ("text", "with", self.texts.say("With whom")),
        )
        rows = [
            Row("date", date, self.texts.question(question), self.texts.hint(question)),
            *(Row(type_, nodes.part(name, suffix), label, relevant=has_date) for type_, suffix, label in further),
        ]
        yield from self._page(question, when, rows, f"string-length({ref(date)}) = 0")


def gate_row(question: Question, texts: FormTexts, when: str) -> Row:
    """What is asked before the entries of a repeat: whether there are some, or its state."""
    return Row(
        f"select_one {GATE}",
        nodes.part(nodes.name_of(question), "entries"),
        texts.question(question),
        texts.hint(question),
        relevant=relevant(when),
    )


def repeat_ends(question: Question, texts: FormTexts) -> tuple[Row, Row]:
    """The rows around those of the fields."""
    name = nodes.name_of(question)
    there = f"{ref(nodes.part(name, 'entries'))} = '{nodes.ENTRIES}'"
    return Row("begin_repeat", name, texts.question(question), relevant=all_of((there,))), Row("end_repeat", name)
